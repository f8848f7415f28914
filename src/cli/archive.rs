//! `beltui lists`: the archive of official lists, what is in it, what comes into it, and whether it is whole.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use chrono::{DateTime, Days, NaiveDate, Utc};

use crate::lists::archive::{Archive, ArchiveError, Asked, Group, Incoming, Index, Kept, Kind, Put, groups};
use crate::lists::{ListError, ListName};
use crate::model::date::Date;
use crate::report::table::{Cell, Table};

use super::lists::{Bar, Format, date, list_name, write_table};
use super::out::{self, Out, err, out};
use super::place::{Where, tell_passed_over};

#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    place: Where,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Keep files of lists, each day a copy of its own; those that are kept already are noted
    Add {
        /// Files and folders; DATE=FILE says the day of a file
        #[arg(required = true)]
        files: Vec<String>,
        /// Which list they must be: ofac, ofac-cons, eu, uk, ofsi, un, canada, seco, dfat, latvia, csl, opensanctions
        #[arg(long, value_parser = list_name, value_name = "LIST")]
        list: Option<ListName>,
        /// The day of those files that do not say it themselves
        #[arg(long, value_parser = date, value_name = "DATE")]
        list_date: Option<Date>,
        /// Keep also what may not be whole
        #[arg(long)]
        doubtful: bool,
    },
    /// Read every file that is kept and compare it with its digest; exit code 1 where anything is wrong
    Verify,
    /// Take away copies between which nothing has changed; no change is lost
    Prune {
        /// Say what would go, and take nothing away
        #[arg(long)]
        dry_run: bool,
        /// Keep every copy of the last so many days
        #[arg(long, value_name = "DAYS")]
        keep_days: Option<u64>,
    },
}

pub(super) fn run(arguments: Arguments, today: NaiveDate, is_today_said: bool) -> anyhow::Result<ExitCode> {
    let archive = arguments.place.archive()?;
    match arguments.command {
        None => show(&archive, arguments.format, today),
        Some(Command::Add { files, list, list_date, doubtful }) => {
            let checked =
                if is_today_said { today.and_time(chrono::NaiveTime::MIN).and_utc() } else { Utc::now() };
            add(&archive, &groups(&files, list_date)?, list, checked, doubtful)
        }
        Some(Command::Verify) => verify(&archive),
        Some(Command::Prune { dry_run, keep_days }) => prune(&archive, dry_run, keep_days, today),
    }
}

/// What is said of a list in the archive.
struct Line<'a> {
    list: ListName,
    kind: Kind,
    copies: Vec<&'a Kept>,
    /// On disk, in bytes.
    size: u64,
    /// How many of its files are not where they should be.
    gone: usize,
    checked: Option<DateTime<Utc>>,
    /// What came of the last attempt.
    failure: Option<String>,
    /// It was asked of its publisher, and not only brought by hand.
    is_fetched: bool,
}

fn lines<'a>(archive: &Archive, index: &'a Index) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    for list in ListName::ALL {
        let failure = index.last_failure(*list);
        let copies = index.kept(*list);
        if copies.is_empty() && failure.is_none() {
            continue;
        }
        let failed = |it: &crate::lists::archive::Event| {
            let why = it.failure.clone().unwrap_or_default();
            let on = it.checked.date_naive();
            if it.address.is_empty() {
                format!("{on}: {why}")
            } else {
                format!("{on}: {why} ({})", it.address)
            }
        };
        lines.push(Line {
            list: *list,
            kind: Kind::List,
            size: size(archive, &copies).0,
            gone: size(archive, &copies).1,
            checked: index.last_checked(*list),
            failure: failure.map(failed),
            is_fetched: index.last_fetched(*list).is_some(),
            copies,
        });
    }
    let deltas = index.deltas();
    if !deltas.is_empty() {
        lines.push(Line {
            list: ListName::OfacSdn,
            kind: Kind::Delta,
            size: size(archive, &deltas).0,
            gone: size(archive, &deltas).1,
            checked: deltas.iter().map(|it| it.checked).max(),
            failure: None,
            is_fetched: deltas.iter().any(|it| it.files.iter().any(|file| file.address.is_some())),
            copies: deltas,
        });
    }
    lines
}

/// How much copies take on disk, in bytes, and how many of their files are not there; those of the same contents count once.
fn size(archive: &Archive, copies: &[&Kept]) -> (u64, usize) {
    let mut files: Vec<&str> = copies.iter().flat_map(|it| &it.files).map(|file| file.at.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    let length = |at: &&str| std::fs::symlink_metadata(archive.path().join(at)).ok().map(|meta| meta.len());
    let there: Vec<u64> = files.iter().filter_map(length).collect();
    (there.iter().sum(), files.len() - there.len())
}

/// A number of bytes as people read it.
fn sized(bytes: u64) -> String {
    const STEPS: [&str; 4] = ["kB", "MB", "GB", "TB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    // One decimal is enough of a size.
    let (mut tenths, mut unit) = (bytes / 100, 0);
    while tenths >= 10_000 && unit + 1 < STEPS.len() {
        (tenths, unit) = (tenths / 1000, unit + 1);
    }
    let name = STEPS.get(unit).copied().unwrap_or_default();
    format!("{}.{} {name}", tenths / 10, tenths % 10)
}

/// How long ago a day is, in words.
fn ago(day: NaiveDate, today: NaiveDate) -> String {
    match (today - day).num_days() {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        days if days < 0 => format!("{} days ahead", -days),
        days => format!("{days} days ago"),
    }
}

fn word(line: &Line<'_>) -> String {
    match line.kind {
        Kind::List => line.list.key().to_owned(),
        Kind::Delta => "ofac-delta".to_owned(),
    }
}

fn show(archive: &Archive, format: Format, today: NaiveDate) -> anyhow::Result<ExitCode> {
    let index = archive.index()?;
    let over = archive.passed_over(&index);
    let is_all = over.is_empty();
    over.into_iter().for_each(out::tell);
    let lines = lines(archive, &index);
    let mut out = out();
    if format != Format::Text {
        write_table(table(&lines, today), format, &mut out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let path = archive.path().display();
    if lines.is_empty() {
        if is_all {
            out.line(format_args!("no list is kept yet in {path}: `beltui lists add FILES` keeps them"))?;
        } else {
            out.line(format_args!("the index in {path} names no copy of a list"))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let copies: usize = lines.iter().map(|line| line.copies.len()).sum();
    let all: u64 = lines.iter().map(|line| line.size).sum();
    out.line(format_args!("{copies} copies in {path}, {}", sized(all)))?;
    out.line(format_args!(
        "  {:<14} {:<11} {:>8} {:>7} {:>9}  checked",
        "list", "newest", "entries", "copies", "size"
    ))?;
    for line in &lines {
        text(line, today, &mut out)?;
    }
    let missing: Vec<&str> = ListName::ALL
        .iter()
        .filter(|list| !lines.iter().any(|line| line.list == **list))
        .map(|list| list.key())
        .collect();
    if !missing.is_empty() {
        out.line(format_args!("no copy of: {}", missing.join(", ")))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn text(line: &Line<'_>, today: NaiveDate, out: &mut Out) -> std::io::Result<()> {
    let newest = line.copies.last();
    let day = newest.map_or_else(|| "none".to_owned(), |it| it.day.written());
    let records = newest.map(|it| it.records.to_string()).unwrap_or_default();
    let checked = line.checked.map(|at| at.date_naive());
    let checked = match (checked, line.is_fetched) {
        (None, _) => "NEVER READ".to_owned(),
        (Some(on), true) => format!("{on}, {}", ago(on, today)),
        (Some(on), false) => {
            format!("NEVER ASKED OF ITS PUBLISHER; brought by hand {on}, {}", ago(on, today))
        }
    };
    let part = newest.and_then(|it| it.part.as_deref()).map(|part| format!("; only a part: {part}"));
    let mark = if line.failure.is_some() || !line.is_fetched || line.gone > 0 { '!' } else { ' ' };
    out.line(format_args!(
        "{mark} {:<14} {day:<11} {records:>8} {:>7} {:>9}  {checked}{}",
        word(line),
        line.copies.len(),
        sized(line.size),
        part.unwrap_or_default()
    ))?;
    if line.gone > 0 {
        let files = if line.gone == 1 { "1 FILE IS" } else { &format!("{} FILES ARE", line.gone) };
        out.line(format_args!(
            "!     {files} NOT THERE, or cannot be looked at: `beltui lists verify` names them"
        ))?;
    }
    if let Some(failure) = &line.failure {
        out.line(format_args!("!     FAILED {failure}"))?;
    }
    Ok(())
}

/// The same for programs.
fn table(lines: &[Line<'_>], today: NaiveDate) -> Table {
    let rows = lines.iter().map(|line| {
        let newest = line.copies.last();
        let checked = line.checked.map(|at| at.date_naive());
        vec![
            word(line).into(),
            Cell::maybe(newest.map(|it| it.day.written())),
            newest.map_or(Cell::Empty, |it| Cell::count(it.records)),
            Cell::maybe(newest.and_then(|it| it.part.clone())),
            Cell::count(line.copies.len()),
            i64::try_from(line.size).map_or(Cell::Empty, Cell::Whole),
            Cell::maybe(line.checked.map(|at| at.to_rfc3339())),
            checked.map_or(Cell::Empty, |on| Cell::Whole((today - on).num_days())),
            Cell::Flag(line.is_fetched),
            Cell::maybe(line.failure.clone()),
            Cell::count(line.gone),
            Cell::list(
                newest.into_iter().flat_map(|it| &it.files).map(|it| format!("{} {}", it.name, it.sha256)),
            ),
        ]
    });
    Table {
        what: "lists",
        as_of: today.to_string(),
        known: None,
        columns: vec![
            "list", "newest", "entries", "part", "copies", "bytes", "checked", "days", "fetched", "failure",
            "missing", "files",
        ],
        rows: rows.collect(),
    }
}

/// So many copies are told one by one.
const FEW: usize = 40;

/// What became of what was brought, in the order in which it is counted, with how it is summed up.
const WORDS: [(&str, &str); 6] = [
    ("new", "new"),
    ("unchanged", "unchanged since another day"),
    ("same", "kept already"),
    ("mended", "mended"),
    ("left out", "left out, which are no lists"),
    ("refused", "refused"),
];

fn word_of(put: &Result<Put, ArchiveError>, group: &Group) -> &'static str {
    match put {
        Ok(Put::New(_)) => "new",
        Ok(Put::Unchanged(_)) => "unchanged",
        Ok(Put::Same(_)) => "same",
        Ok(Put::Mended(_)) => "mended",
        // Of a folder not every file need be a list.
        Err(ArchiveError::List(ListError::Unknown { .. })) if !group.is_named => "left out",
        Err(_) => "refused",
    }
}

fn add(
    archive: &Archive,
    groups: &[Group],
    list: Option<ListName>,
    checked: DateTime<Utc>,
    doubtful: bool,
) -> anyhow::Result<ExitCode> {
    if groups.is_empty() {
        bail!("there is no file in it");
    }
    let (mut out, mut bar) = (out(), Bar::new());
    let (mut words, mut of_name) = (Vec::with_capacity(groups.len()), 0_usize);
    for (at, group) in groups.iter().enumerate() {
        bar.count(at, groups.len(), group.files.first().map_or(Path::new(""), PathBuf::as_path));
        let asked = Asked { list, day: group.day, checked, doubtful };
        let incoming: Vec<Incoming> = group.files.iter().map(|path| incoming(path)).collect();
        let put = archive.put(&asked, &incoming, &mut |path, read, of| {
            if groups.len() == 1 {
                bar.tell(path, read, of);
            }
        });
        let word = word_of(&put, group);
        words.push(word);
        match &put {
            Ok(put) => {
                let kept = put.kept();
                let is_of_name = group.is_day_of_name && kept.published.is_none();
                of_name += usize::from(is_of_name);
                if groups.len() <= FEW || word == "mended" {
                    let day = if is_of_name { " (the day of its name)" } else { "" };
                    out.line(format_args!("{word:<9} {}{day}", said(kept)))?;
                }
                if let Some(own) = kept.published.filter(|own| !own.may_equal(kept.day)) {
                    out::tell(format_args!(
                        "a list itself says {}; it is kept as of {} ({})",
                        own.written(),
                        kept.day.written(),
                        group.said()
                    ));
                }
            }
            Err(error) => out::tell(format_args!("{word}: {error}{}", place_of(error, group))),
        }
    }
    drop(bar);
    let counted = WORDS.iter().map(|(word, said)| (words.iter().filter(|it| *it == word).count(), said));
    let counted = counted.filter(|(count, _)| *count > 0).map(|(count, said)| format!("{count} {said}"));
    let days =
        if of_name > 0 { format!("; {of_name} have their day from a name alone") } else { String::new() };
    out.line(format_args!("{}{days}", counted.collect::<Vec<_>>().join(", ")))?;
    Ok(if words.contains(&"refused") { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Which file is meant, where an error does not say it.
fn place_of(error: &ArchiveError, group: &Group) -> String {
    match error {
        ArchiveError::Doubtful(_) => format!("; --doubtful keeps it all the same ({})", group.said()),
        ArchiveError::List(ListError::Ahead(_)) => format!(" ({})", group.said()),
        _ => String::new(),
    }
}

fn incoming(path: &Path) -> Incoming {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Incoming { name, file: path.to_owned(), ..Incoming::default() }
}

/// A copy in a line.
fn said(kept: &Kept) -> String {
    let files: Vec<String> = kept
        .files
        .iter()
        .map(|file| format!("{} (SHA-256 {}…)", file.name, file.sha256.get(..12).unwrap_or_default()))
        .collect();
    let (list, what) = match kept.kind {
        Kind::List => (kept.list.key(), "entries"),
        Kind::Delta => ("ofac-delta", "changes"),
    };
    let part = kept.part.as_ref().map(|part| format!(", only a part: {part}")).unwrap_or_default();
    format!("{list} of {}: {} {what}{part} in {}", kept.day.written(), kept.records, files.join(", "))
}

fn verify(archive: &Archive) -> anyhow::Result<ExitCode> {
    if !archive.path().is_dir() {
        bail!(
            "there is no archive there, and nothing that could be looked at ({})",
            archive.path().display()
        );
    }
    let mut bar = Bar::new();
    let found = archive.verify(&mut |path, read, of| bar.tell(path, read, of))?;
    drop(bar);
    let mut out = out();
    for what in found.faults.iter().chain(&found.notes) {
        out.line(what)?;
    }
    let (files, bytes) = (found.files, sized(found.bytes));
    if found.faults.is_empty() {
        out.line(format_args!("{files} files of {bytes} are what was kept"))?;
        return Ok(ExitCode::SUCCESS);
    }
    out.line(format_args!("{} faults; {files} files of {bytes} were looked at", found.faults.len()))?;
    Ok(ExitCode::FAILURE)
}

fn prune(
    archive: &Archive,
    dry_run: bool,
    keep_days: Option<u64>,
    today: NaiveDate,
) -> anyhow::Result<ExitCode> {
    tell_passed_over(archive)?;
    let from = keep_days.and_then(|days| today.checked_sub_days(Days::new(days)));
    let mut bar = Bar::new();
    let redundant = archive.redundant(from, &mut |path, read, of| bar.tell(path, read, of))?;
    drop(bar);
    let all: Vec<&Kept> = redundant.copies.iter().collect();
    let (bytes, _) = size(archive, &all);
    let mut out = out();
    let gone = if dry_run { redundant.copies.clone() } else { archive.prune(&redundant)? };
    for kept in &gone {
        out.line(said(kept))?;
    }
    let (count, bytes) = (gone.len(), sized(bytes));
    if dry_run {
        out.line(format_args!("{count} copies, {bytes}, could go; nothing is taken away"))?;
    } else {
        out.line(format_args!("{count} copies are taken away, {bytes}"))?;
    }
    if gone.len() < redundant.copies.len() {
        let _ = err().line("other copies have come meanwhile: those of their lists are left");
    }
    Ok(ExitCode::SUCCESS)
}
