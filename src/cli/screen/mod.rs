//! `beltui screen`: names held against official lists and a state file.

mod arguments;
mod certify;
mod changed;
mod made;
mod names;
mod state;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use chrono::NaiveDate;

use crate::app::text::visible;
use crate::lists::archive::Archive;
use crate::lists::screening::{ReadyFile, ReadyList, Sources, reopened, screen};
use crate::report::screening::{Screening, Tone, json, lines as text_lines, page, recorded, table};
use crate::store::places;
use crate::store::screenings::Log;
use crate::views::day::Clock;

use super::out::{self, out};
use super::wrong::WrongWord;
use super::{clock, config};

pub(super) use arguments::Arguments;
use arguments::Format;

use made::Facts;

/// There are hits, or with --changed changes.
const HITS: u8 = 3;

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

pub(super) fn run(mut arguments: Arguments, today: NaiveDate, is_fixed: bool) -> anyhow::Result<ExitCode> {
    let (table_file, file) = arguments.named()?;
    let as_of = arguments.as_of.unwrap_or(today);
    if as_of > today {
        return Err(
            WrongWord::new(format!("{as_of} is still to come: nobody knows who will be on a list")).into()
        );
    }
    let clock = Clock::as_of(as_of).known(arguments.known);
    let state = if arguments.lists_only { None } else { state::read(file, clock)? };
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
    let found = screen(&names.asked, &ready, in_file.as_ref(), arguments.known, today);
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
        Some(_) if matches!(recorded, Some(Err(_))) => {
            Some(Ok(vec!["no certificate: a screening that is not recorded has none".to_owned()]))
        }
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

/// 3 where there are hits, or changes where only these are asked for; 1 where something that was asked for was not checked,
/// or no list at all.
fn code(screening: &Screening, changed: bool) -> ExitCode {
    let is_something = if changed {
        screening.names.iter().any(|it| it.changed.as_ref().is_some_and(|changed| !changed.is_empty()))
    } else {
        screening.with_hits > 0
    };
    let is_partial = screening.lists.is_empty()
        || !screening.failed.is_empty()
        || screening.file.as_ref().is_some_and(|it| !it.doubts.is_empty());
    match (is_something, is_partial) {
        (true, _) => ExitCode::from(HITS),
        (false, true) => ExitCode::from(1),
        (false, false) => ExitCode::SUCCESS,
    }
}

/// Writes it into the log. Returns what there is to say of the log.
fn record(log: &Log, screening: &Screening, today: NaiveDate, is_fixed: bool) -> anyhow::Result<Vec<String>> {
    let mut fields = recorded(screening);
    let time = Some(today.to_string()).filter(|_| is_fixed).or_else(clock::moment);
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
