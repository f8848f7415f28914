//! `beltui export`: the rows of the panes as a table, or the agenda as a calendar.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use chrono::NaiveDate;
use clap::ValueEnum;

use crate::report::{calendar, export};
use crate::views::day::{Clock, Day};

use super::input::read;
use super::out::out;
use super::{day, state_file};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The state file; without it $BELTUI_STATE, else the one in your data directory
    file: Option<PathBuf>,
    /// Which rows
    #[arg(long, value_enum)]
    what: What,
    /// How to write them
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    format: Format,
    /// As of this day
    #[arg(long, value_parser = day, value_name = "DATE")]
    as_of: Option<NaiveDate>,
    /// Count only what could be known on this day
    #[arg(long, value_parser = day, value_name = "DATE")]
    known: Option<NaiveDate>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Ledger,
    Log,
    Relations,
    Crossings,
    Sources,
    Agenda,
    /// Who is owned or controlled by listed subjects: derived, listed by nobody
    Reach,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Csv,
    Json,
    Md,
    /// A calendar, of the agenda only
    Ics,
}

pub(super) fn run(arguments: Arguments, today: NaiveDate) -> anyhow::Result<ExitCode> {
    if arguments.format == Format::Ics && arguments.what != What::Agenda {
        bail!("only the agenda is a calendar: --what agenda --format ics");
    }
    let (path, _) = state_file(arguments.file)?;
    let read = read(&path)?;
    let code = read.code();
    let day = Day::new(read.state, Clock::as_of(arguments.as_of.unwrap_or(today)).known(arguments.known));
    let table = match arguments.what {
        What::Ledger => export::ledger(&day),
        What::Log => export::log(&day),
        What::Relations => export::relations(&day),
        What::Crossings => export::crossings(&day),
        What::Sources => export::sources(&day),
        What::Agenda => export::agenda(&day),
        What::Reach => export::reach(&day),
    };
    let mut out = out();
    match arguments.format {
        Format::Csv => out.csv(table)?,
        Format::Json => out.document(&table.json())?,
        Format::Md => out.document(&table.markdown())?,
        Format::Ics => out.document(&calendar::calendar(&day))?,
    }
    Ok(code)
}
