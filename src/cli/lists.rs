//! `beltui import`, `reconcile` and `list-diff`: what official lists say.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use chrono::NaiveDate;
use clap::ValueEnum;

use crate::edit::document::Document;
use crate::edit::proposal::Proposals;
use crate::lists::difference::difference;
use crate::lists::doubts::{shrunk, told, told_of};
use crate::lists::import::{Filter, gone, older, proposals};
use crate::lists::reconcile::{Finding, Reconciliation, reconcile_with};
use crate::lists::{self, Entry, ListError, ListName, Published, proof};
use crate::model::date::Date;
use crate::model::state::State;
use crate::report::table::Table;
use crate::store::load::load_text;
use crate::store::places::SHIPPED;

use super::change;
use super::input;
use super::listed;
use super::out::{self, Out, err, out};
use super::place::{Where, tell_passed_over};

/// Which entries are meant.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Only {
    /// Only entries of a programme that begins so: BELARUS; may be repeated
    #[arg(long, value_name = "PROGRAMME")]
    programme: Vec<String>,
    /// Only entries of this country, by code or name; may be repeated
    #[arg(long, value_name = "COUNTRY")]
    country: Vec<String>,
    /// Only entries with these words in a name; may be repeated
    #[arg(long, value_name = "NAME")]
    name: Vec<String>,
}

impl Only {
    fn filter(self) -> Filter {
        Filter { programmes: self.programme, countries: self.country, names: self.name }
    }
}

/// The names of the lists on the command line.
pub(super) fn list_name(text: &str) -> Result<ListName, String> {
    let found = ListName::ALL.iter().copied().find(|list| list.key() == text.to_lowercase());
    found.ok_or_else(|| {
        let known: Vec<&str> = ListName::ALL.iter().map(|list| list.key()).collect();
        format!("a list is one of {}", known.join(", "))
    })
}

/// A date as precise as it is written.
pub(super) fn date(text: &str) -> Result<Date, String> {
    text.parse::<Date>().map_err(|error| error.to_string())
}

#[derive(Debug, clap::Args)]
pub(super) struct Import {
    /// Which list: ofac, ofac-cons, eu, uk, ofsi, un, canada, seco, dfat, latvia, csl, opensanctions
    #[arg(value_parser = list_name)]
    list: ListName,
    /// Its files; a folder stands for what is in it, packed files are opened; without any, the newest copy in the archive
    files: Vec<String>,
    /// The state file to import into
    #[arg(long, value_name = "STATE")]
    into: PathBuf,
    /// The day that the list is of, where its files do not say it
    #[arg(long, value_parser = date, value_name = "DATE")]
    list_date: Option<Date>,
    /// Show what would come, and change nothing
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    only: Only,
}

#[derive(Debug, clap::Args)]
pub(super) struct Reconcile {
    /// The state file
    state: PathBuf,
    /// Which list: ofac, ofac-cons, eu, uk, ofsi, un, canada, seco, dfat, latvia, csl, opensanctions
    #[arg(value_parser = list_name)]
    list: ListName,
    /// Its files; DATE=FILE says the day of a file, and several days give the windows in which measures came and went;
    /// without any, every copy in the archive
    files: Vec<String>,
    /// Only the copies in the archive of this day and later
    #[arg(long, value_parser = super::day, value_name = "DATE", conflicts_with = "files")]
    since: Option<NaiveDate>,
    /// The day that the list is of, where neither its files nor DATE= say it
    #[arg(long, value_parser = date, value_name = "DATE")]
    list_date: Option<Date>,
    /// How to write what was found
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Only where file and list say different things (exit code 3 where they do)
    #[arg(long)]
    gaps: bool,
    #[command(flatten)]
    taking: Taking,
    #[command(flatten)]
    place: Where,
    #[command(flatten)]
    only: Only,
}

/// What of it is written into the state file.
#[derive(Debug, clap::Args)]
struct Taking {
    /// Write every observation into the state file
    #[arg(long)]
    accept: bool,
    /// With --accept: write also what a list says that may not be whole
    #[arg(long, requires = "accept")]
    doubtful: bool,
    /// With --accept: write what is listed but not recorded as new measures too
    #[arg(long, requires = "accept")]
    add_missing: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct ListDiff {
    /// The list as it was: a file, a packed file or a folder
    old: PathBuf,
    /// The list as it is
    new: PathBuf,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    only: Only,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Csv,
    Json,
    Md,
}

/// How far the reading of a list is, on a terminal that looks on.
pub(super) struct Bar {
    told: bool,
}

impl Bar {
    pub(super) fn new() -> Self {
        Self { told: false }
    }

    pub(super) fn tell(&mut self, path: &Path, read: u64, of: u64) {
        if of > 8 << 20 && err().is_terminal() {
            self.told = true;
            let percent = (read.saturating_mul(100) / of.max(1)).min(100);
            // Where it cannot be shown, the reading goes on.
            let _ = err().progress(format_args!("{percent} % of {}", path.display()));
        }
    }
}

impl Bar {
    /// Tells how many of many are done.
    pub(super) fn count(&mut self, done: usize, of: usize, path: &Path) {
        if of > 1 && err().is_terminal() {
            self.told = true;
            let _ = err().progress(format_args!("{done} of {of}: {}", path.display()));
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if self.told {
            let _ = err().progress("");
        }
    }
}

fn read(path: PathBuf, list: Option<ListName>) -> Result<Published, ListError> {
    let mut bar = Bar::new();
    lists::read(&[path], list, &mut |path, read, of| bar.tell(path, read, of))
}

/// Lists with their days; a day that they themselves contradict is said.
fn dated(
    files: &[String],
    list: ListName,
    said: Option<Date>,
    today: NaiveDate,
) -> anyhow::Result<Vec<(Date, Published)>> {
    let mut bar = Bar::new();
    let mut tell = |path: &Path, read, of| bar.tell(path, read, of);
    let dated = lists::dated(files, Some(list), said, today, &mut tell)?;
    drop(bar);
    Ok(with_their_words(dated))
}

/// Lists, once it is told what there is to tell of them.
fn with_their_words(dated: Vec<(Date, Published)>) -> Vec<(Date, Published)> {
    for (on, list) in &dated {
        if let Some(own) = list.date.filter(|own| !own.may_equal(*on)) {
            out::tell(format_args!(
                "a list itself says {}; it is taken as of {}",
                own.written(),
                on.written()
            ));
        }
    }
    for what in told(&dated) {
        out::tell(what);
    }
    dated
}

pub(super) fn import(arguments: Import, today: NaiveDate) -> anyhow::Result<ExitCode> {
    let mut dated = if arguments.files.is_empty() {
        let mut bar = Bar::new();
        let mut tell = |path: &Path, read, of| bar.tell(path, read, of);
        let archive = arguments.place.archive()?;
        tell_passed_over(&archive)?;
        let newest = archive.take_newest(arguments.list, today, &mut tell)?;
        drop(bar);
        with_their_words(vec![newest])
    } else {
        dated(&arguments.files, arguments.list, arguments.list_date, today)?
    };
    let Some((on, list)) = dated.pop().filter(|_| dated.is_empty()) else {
        bail!("these are lists of several days: import them one after the other");
    };
    let filter = arguments.only.filter();
    let mut out = out();
    let files = proof::files(&list.files);
    out.line(format_args!("{} of {}: {} entries in {files}", list.list, on.written(), list.entries.len()))?;
    let nameless = list.entries.iter().filter(|entry| entry.name.is_empty()).count();
    if nameless > 0 {
        out.line(format_args!(
            "{nameless} of them have no name in these files: they only update what the file has"
        ))?;
    }
    if arguments.dry_run {
        let read = input::read(&arguments.into)?;
        let proposals = proposals(&read.state, &list, on, &filter);
        listed::proposed(&proposals.changes, &mut out)?;
        listed::proposed(&gone(&read.state, &list, on, &filter), &mut out)?;
        let count = proposals.changes.iter().filter(|change| change.op.is_some()).count();
        out.line(format_args!("{count} changes; nothing is written"))?;
        let why = filter.of(&read.state).misses(&list).into_iter().chain(older(&read.state, &list, on));
        why.for_each(out::tell);
        let code = read.code();
        // The program ends here: what it holds need not be taken apart.
        std::mem::forget((proposals, read, list));
        return Ok(code);
    }
    let mut said = Vec::new();
    let mut told: Vec<String> = Vec::new();
    let count = write_into(&arguments.into, |state| {
        let proposals = proposals(state, &list, on, &filter);
        said.extend(proposals.changes.iter().filter(|change| change.op.is_none()).cloned());
        said.extend(gone(state, &list, on, &filter));
        told.extend(filter.of(state).misses(&list).into_iter().chain(older(state, &list, on)));
        Ok(proposals)
    })?;
    listed::proposed(&said, &mut out)?;
    told.into_iter().for_each(out::tell);
    out.line(format_args!("{count} changes written to {}", arguments.into.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes proposed changes into a state file as the dashboard does: locked, merged, with a backup. Returns how many.
fn write_into(
    path: &Path,
    propose: impl FnOnce(&State) -> anyhow::Result<Proposals>,
) -> anyhow::Result<usize> {
    let (mut open_file, state) = change::open(path)?;
    let proposals = propose(&state)?;
    let mut document = Document::new(state);
    let transaction = proposals.accepted(document.state(), |_| true);
    if !transaction.ops.is_empty() {
        document.commit(&transaction).context("the file would have errors with it")?;
        change::save(&mut open_file, &mut document)?;
    }
    open_file.finish();
    Ok(proposals.changes.iter().filter(|change| change.op.is_some()).count())
}

pub(super) fn reconciled(arguments: Reconcile, today: NaiveDate) -> anyhow::Result<ExitCode> {
    let (lists, deltas) = if arguments.files.is_empty() {
        let mut bar = Bar::new();
        let mut tell = |path: &Path, read, of| bar.tell(path, read, of);
        let archive = arguments.place.archive()?;
        tell_passed_over(&archive)?;
        let taken = archive.take_days(arguments.list, arguments.since, today, &mut tell)?;
        drop(bar);
        (with_their_words(taken.lists), taken.deltas)
    } else {
        (dated(&arguments.files, arguments.list, arguments.list_date, today)?, Vec::new())
    };
    let (format, gaps, taking) = (arguments.format, arguments.gaps, arguments.taking);
    let filter = arguments.only.filter();
    if !taking.accept {
        let read = input::read(&arguments.state)?;
        let found = reconcile_with(&read.state, &lists, &deltas, &filter);
        let told = tell(&found, &lists, format, gaps)?;
        tell_misses(&filter, &lists, &read.state);
        let observations = found.observations().len();
        let missing = found.proposals.changes.len() - observations;
        if format == Format::Text && observations + missing > 0 {
            let mut out = out();
            out.line("")?;
            out.line(format_args!(
                "{observations} observations could be accepted: --accept writes them, and --add-missing {missing} new measures"
            ))?;
        }
        let code = read.found(gaps && told > 0);
        std::mem::forget((found, read, lists));
        return Ok(code);
    }
    let mut told = 0;
    let count = write_into(&arguments.state, |state| {
        let found = reconcile_with(state, &lists, &deltas, &filter);
        told = tell(&found, &lists, format, gaps)?;
        tell_misses(&filter, &lists, state);
        if let Some(why) = found.why_not().filter(|_| !taking.doubtful) {
            bail!("a list may not be whole, and nothing was written: {why} --doubtful takes it all the same");
        }
        let observations = found.observations();
        let mut proposals = found.proposals;
        let mut at = 0..;
        let is_taken = |at: usize| taking.add_missing || observations.contains(&at);
        proposals.changes.retain(|_| at.next().is_some_and(is_taken));
        Ok(proposals)
    })?;
    // It is done, whether or not it can be told.
    let _ = err().line(format_args!("{count} changes written to {}", arguments.state.display()));
    Ok(input::found(gaps && told > 0))
}

/// Tells where a filter means nobody on any of the lists.
fn tell_misses(filter: &Filter, lists: &[(Date, Published)], state: &State) {
    let meant = filter.of(state);
    let misses = lists.iter().map(|(_, list)| meant.misses(list));
    if let Some(Some(why)) = misses.min_by_key(Option::is_some) {
        out::tell(why);
    }
}

/// Writes what was found, and tells what the file itself says of the lists. Returns how many findings were written.
fn tell(
    found: &Reconciliation,
    lists: &[(Date, Published)],
    format: Format,
    gaps: bool,
) -> anyhow::Result<usize> {
    // What the lists say of themselves is told as they are read.
    let of_lists = told(lists);
    found.told.iter().filter(|what| !of_lists.contains(what)).for_each(out::tell);
    let told: Vec<&Finding> = found.findings.iter().filter(|it| !gaps || it.verdict.is_gap()).collect();
    let mut out = out();
    match format {
        Format::Text => listed::found_text(&told, lists, found.findings.len(), &mut out)?,
        format => write_table(listed::found(&told, lists), format, &mut out)?,
    }
    Ok(told.len())
}

/// Writes a table for programs.
pub(super) fn write_table(table: Table, format: Format, out: &mut Out) -> std::io::Result<()> {
    match format {
        Format::Csv => out.csv(table),
        Format::Json => out.document(&table.json()),
        Format::Text | Format::Md => out.document(&table.markdown()),
    }
}

pub(super) fn list_diff(arguments: ListDiff) -> anyhow::Result<ExitCode> {
    let old = read(arguments.old, None)?;
    let new = read(arguments.new, Some(old.list))?;
    let filter = arguments.only.filter();
    // Countries are known by the names that the shipped file has for them.
    let state = load_text(SHIPPED.to_owned()).state;
    let has = |of: fn(&Entry) -> bool| old.entries.iter().chain(&new.entries).any(|it| of(it));
    if (!filter.programmes.is_empty() && !has(|entry| !entry.programmes.is_empty()))
        || (!filter.names.is_empty() && !has(|entry| !entry.name.is_empty()))
    {
        bail!(
            "these files do not say that of their entries: SDN.CSV has names and programmes, ADD.CSV and ALT.CSV do not"
        );
    }
    if old.coverage != new.coverage || (old.part.is_some() && old.part != new.part) {
        bail!(
            "these are different parts of the list, and nothing that is in one of them alone came or went: the old is {}, the new {}",
            part(&old),
            part(&new)
        );
    }
    for (list, word) in [(&old, "the old list"), (&new, "the new list")] {
        let doubts = list.doubts.iter().map(|doubt| format!("{word} may not be whole: {}", doubt.what));
        doubts.chain(told_of(list, word)).for_each(out::tell);
    }
    if let Some(doubt) = shrunk(&old, &new) {
        out::tell(format_args!("the new list may not be whole: {}", doubt.what));
    }
    let meant = filter.of(&state);
    if let (Some(why), Some(_)) = (meant.misses(&old), meant.misses(&new)) {
        out::tell(why);
    }
    let difference = difference(&old, &new, |entry| meant.accepts(entry));
    let mut out = out();
    match arguments.format {
        Format::Text => listed::changed_text(&difference, &old, &new, &mut out)?,
        format => write_table(listed::changed(&difference, &old, &new), format, &mut out)?,
    }
    Ok(input::found(!difference.is_empty()))
}

/// How much of it a list holds, in words.
fn part(list: &Published) -> &str {
    list.part.as_deref().unwrap_or("all of it")
}
