//! `beltui screen`: names held against official lists and a state file.

mod certify;
mod changed;
mod made;
mod names;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::NaiveDate;
use clap::ValueEnum;

use crate::app::text::visible;
use crate::lists::archive::Archive;
use crate::lists::screening::{ReadyFile, ReadyList, Sources, reopened, screen};
use crate::report::screening::{Screening, Tone, json, lines as text_lines, page, recorded, table};
use crate::store::load::{load_text, read as read_text};
use crate::store::places::{self, Choice};
use crate::store::screenings::{Log, sha256};
use crate::views::day::{Clock, Day};

use super::out::{self, out};
use super::wrong::WrongWord;
use super::{clock, config, day, input};

use made::Facts;

#[derive(Debug, clap::Args)]
#[allow(clippy::struct_excessive_bools, reason = "each is a flag of the command line")]
pub(super) struct Arguments {
    /// The table of names: a head with name, and perhaps kind, birth date, country, identifiers, id; or a name a line; - for
    /// the standard input. With --name or --subjects there is none, and the state file stands here
    #[arg(value_name = "NAMES")]
    first: Option<PathBuf>,
    /// The state file; without it $BELTUI_STATE, else the one in your data directory, where there is one
    #[arg(value_name = "FILE")]
    second: Option<PathBuf>,
    /// A name to screen; may be repeated
    #[arg(long, value_name = "NAME")]
    name: Vec<String>,
    /// Screen the subjects of the state file
    #[arg(long, conflicts_with = "name")]
    subjects: bool,
    /// With --name: person, company, vessel or aircraft
    #[arg(long, value_name = "KIND", requires = "name")]
    kind: Option<String>,
    /// With --name: when born or founded
    #[arg(long, value_name = "DATE", requires = "name")]
    born: Option<String>,
    /// With --name: a country, by code or name; may be repeated
    #[arg(long, value_name = "COUNTRY", requires = "name")]
    country: Vec<String>,
    /// With --name: a number with its scheme, "UNP 100122847"; may be repeated
    #[arg(long, value_name = "NUMBER", requires = "name")]
    identifier: Vec<String>,
    /// Files of lists instead of the archive; DATE=FILE says the day of one
    #[arg(long, value_name = "FILES", num_args = 1..)]
    lists: Vec<String>,
    /// The archive of lists; without it $BELTUI_ARCHIVE, else the one in your data directory
    #[arg(long, value_name = "DIR", conflicts_with = "lists")]
    archive: Option<PathBuf>,
    /// Only against lists, not against a state file: decisions are in it, and none is relied on
    #[arg(long, conflicts_with_all = ["second", "subjects"])]
    lists_only: bool,
    /// As of this day: what held then, and the newest copy of each list on or before it
    #[arg(long, value_parser = day, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// Count only what could be known on this day
    #[arg(long, value_parser = day, value_name = "DATE")]
    known: Option<NaiveDate>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Only names whose result is another than in their last run that is recorded
    #[arg(long)]
    changed: bool,
    /// Write a page for each name without a hit into this file: what it was held against, and what not
    #[arg(long, value_name = "FILE.html")]
    certificate: Option<PathBuf>,
    /// Who screens; without it the name in settings.ron, else that of the account
    #[arg(long, value_name = "WHO")]
    by: Option<String>,
    /// Record it in this log of screenings instead of the one in the state folder
    #[arg(long, value_name = "FILE")]
    log_to: Option<PathBuf>,
    /// Record nothing
    #[arg(long, conflicts_with = "log_to")]
    no_record: bool,
    /// The encoding of the table of names, where it is not UTF-8: windows-1251
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Csv,
    Json,
    Html,
}

/// There are hits, or with --changed changes.
const HITS: u8 = 3;

/// The state file of a screening.
struct StateRead {
    day: Day,
    name: String,
    sha256: String,
    is_whole: bool,
}

/// The log that is named, else the one in the state folder.
pub(super) fn log(named: Option<PathBuf>) -> anyhow::Result<Log> {
    match named {
        Some(path) => Ok(Log::at(path)),
        None => Ok(Log::of(
            &places::state_dir().context("no home directory is known: name the log, --log-to FILE")?,
        )),
    }
}

/// Who does it.
fn by(named: Option<String>) -> String {
    let account = || {
        let named = ["USER", "LOGNAME"].iter().find_map(|name| std::env::var(name).ok());
        named
            .filter(|name| !name.trim().is_empty())
            .unwrap_or_else(|| format!("user {}", rustix::process::geteuid().as_raw()))
    };
    let own = || Some(config::read(None).settings.name).filter(|name| !name.trim().is_empty());
    named.filter(|name| !name.trim().is_empty()).or_else(own).unwrap_or_else(account)
}

impl Arguments {
    /// The table of names and the state file.
    fn named(&mut self) -> Result<(Option<PathBuf>, Option<PathBuf>), WrongWord> {
        let (first, second) = (self.first.take(), self.second.take());
        let without_table = !self.name.is_empty() || self.subjects;
        match (first, second) {
            (Some(_), Some(_)) if without_table => Err(WrongWord::new(
                "with --name or --subjects there is no table of names: name the state file alone",
            )),
            (file, None) if without_table => Ok((None, file)),
            (None, _) => Err(WrongWord::new(
                "say who is to be screened: a table of names, - for the standard input, --name NAME, or --subjects",
            )),
            (table, file) => Ok((table, file)),
        }
    }
}

/// Reads the state file as of the days that are asked for; `None` where there is none.
fn state(file: Option<PathBuf>, clock: Clock) -> anyhow::Result<Option<StateRead>> {
    let path = match places::choose(file) {
        Some(Choice::Named(path)) => path,
        Some(Choice::Default(path)) if path.exists() => path,
        _ => return Ok(None),
    };
    let text = read_text(&path)?;
    let digest = sha256(text.as_bytes());
    let loaded = load_text(text);
    input::tell_old(&loaded, &path);
    let is_whole = loaded.errors() == 0;
    let name =
        path.file_name().map_or_else(|| path.display().to_string(), |it| it.to_string_lossy().into_owned());
    Ok(Some(StateRead { day: Day::new(loaded.state, clock), name, sha256: digest, is_whole }))
}

pub(super) fn run(mut arguments: Arguments, today: NaiveDate, is_fixed: bool) -> anyhow::Result<ExitCode> {
    let (table_file, file) = arguments.named()?;
    let as_of = arguments.as_of.unwrap_or(today);
    if as_of > today {
        return Err(
            WrongWord::new(format!("{as_of} is still to come: nobody knows who will be on a list")).into()
        );
    }
    let clock = Clock::as_of(as_of).known(arguments.known);
    let state = if arguments.lists_only { None } else { state(file, clock)? };
    let names = names::read(&arguments, table_file.as_deref(), state.as_ref())?;
    let limit = arguments.known.map_or(as_of, |known| known.min(as_of));
    let sources = if arguments.lists.is_empty() {
        let folder = places::archive_dir(arguments.archive.clone()).context(
            "no home directory is known: name the archive, --archive DIR, or the files, --lists FILE",
        )?;
        Sources::of_archive(&Archive::at(folder), limit)?
    } else {
        Sources::of_files(&arguments.lists, limit, today)
    };
    if sources.lists.is_empty() && (state.is_none() || !sources.failed.is_empty()) {
        let why: Vec<&str> = sources.failed.iter().chain(&sources.not_checked).map(String::as_str).collect();
        let state = if state.is_none() { " and no state file" } else { "" };
        anyhow::bail!("nothing was screened: there is no list to check{state}: {}", why.join("; "));
    }
    let ready: Vec<ReadyList<'_>> = sources.ready();
    let in_file = state.as_ref().map(|it| ReadyFile::of(it.day.state()));
    let found = screen(&names.asked, &ready, in_file.as_ref(), arguments.known);
    let facts = Facts { today, clock, sources: &sources, state: state.as_ref(), by: by(arguments.by.take()) };
    let mut screening = facts.screening(&names, &ready, &found);
    if let Some(it) = &state {
        screening.reopened = reopened(it.day.state(), sources.lists.iter().map(|it| &it.list));
    }
    let log =
        if arguments.no_record && !arguments.changed { None } else { Some(log(arguments.log_to.clone())?) };
    if arguments.changed
        && let Some(log) = &log
    {
        changed::compare(&mut screening, &log.lines()?);
    }
    let recorded = log.filter(|_| !arguments.no_record).map(|log| record(&log, &screening, today, is_fixed));
    let certified = match &arguments.certificate {
        Some(path) => Some(certify::write(path, &screening, &names.asked, &ready)),
        None => None,
    };
    let code = code(&screening, arguments.changed);
    if arguments.changed {
        screening.names.retain(|it| it.changed.as_ref().is_some_and(|changed| !changed.is_empty()));
    }
    tell(&screening, arguments.format)?;
    if let Some(certified) = certified {
        certified?.into_iter().for_each(out::tell);
    }
    match recorded {
        Some(Err(error)) => Err(error.context("the screening is not recorded")),
        Some(Ok(said)) => {
            said.into_iter().for_each(out::tell);
            Ok(code)
        }
        None => Ok(code),
    }
}

/// 3 where there are hits, or changes where only these are asked for; 1 where something that was asked for was not checked.
fn code(screening: &Screening, changed: bool) -> ExitCode {
    let is_something = if changed {
        screening.names.iter().any(|it| it.changed.as_ref().is_some_and(|changed| !changed.is_empty()))
    } else {
        screening.with_hits > 0
    };
    let is_partial =
        !screening.failed.is_empty() || screening.file.as_ref().is_some_and(|it| !it.doubts.is_empty());
    match (is_something, is_partial) {
        (true, _) => ExitCode::from(HITS),
        (false, true) => ExitCode::from(1),
        (false, false) => ExitCode::SUCCESS,
    }
}

/// Writes it into the log. Returns what there is to say of the log.
fn record(log: &Log, screening: &Screening, today: NaiveDate, is_fixed: bool) -> anyhow::Result<Vec<String>> {
    let mut fields = recorded(screening);
    let time = Some(today.to_string()).filter(|_| is_fixed).or_else(clock::time);
    fields.insert("at".to_owned(), time.into());
    Ok(log.append("screening", &today.to_string(), fields)?.told)
}

/// Writes what was found. For programs the warnings are told on the standard error as well.
fn tell(screening: &Screening, format: Format) -> anyhow::Result<()> {
    let mut out = out();
    match format {
        Format::Text => {
            for line in text_lines(screening) {
                if out.is_terminal() && line.tone != Tone::Plain && std::env::var_os("NO_COLOR").is_none() {
                    out.styled(&format!("\x1b[1m{}\x1b[0m\n", visible(&line.text)))?;
                } else {
                    out.line(line.text)?;
                }
            }
            return Ok(());
        }
        Format::Csv => out.csv(table(screening))?,
        Format::Json => out.document(&json(screening))?,
        Format::Html => out.document(&page(screening))?,
    }
    screening.warnings().into_iter().for_each(out::tell);
    Ok(())
}
