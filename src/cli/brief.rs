//! `beltui brief`: a cited brief of what changed.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use chrono::NaiveDate;
use clap::ValueEnum;

use crate::app::form::when;
use crate::report::brief::brief_on;
use crate::report::document;
use crate::views::day::{Clock, Day};

use super::input::read;
use super::out::out;
use super::wrong::{of_filter, understood};
use super::{day, state_file};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The state file; without it $BELTUI_STATE, else the one in your data directory
    file: Option<PathBuf>,
    /// What changed after this day; a month or a year counts whole, from its first day on
    #[arg(long, value_parser = since, value_name = "DATE")]
    since: Since,
    /// Up to this day; without it today
    #[arg(long, value_parser = day, value_name = "DATE")]
    until: Option<NaiveDate>,
    /// Count only what could be known on this day
    #[arg(long, value_parser = day, value_name = "DATE")]
    known: Option<NaiveDate>,
    /// Only what passes this filter, in the words that / takes in the dashboard
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    filter: Option<String>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Md)]
    format: Format,
}

/// The day after which something changed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Since(pub NaiveDate);

/// What it means where it does not depend on today.
fn since(text: &str) -> Result<Since, String> {
    when::read_since(text, NaiveDate::default()).map(Since)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Md,
    Html,
}

pub(super) fn run(arguments: Arguments, today: NaiveDate) -> anyhow::Result<ExitCode> {
    let until = arguments.until.unwrap_or(today);
    let since = arguments.since.0;
    if until <= since {
        bail!("--until {until} is not after --since {since}");
    }
    understood(arguments.filter.as_deref())?;
    let (path, _) = state_file(arguments.file)?;
    let read = read(&path)?;
    let code = read.code();
    let day = Day::new(read.state, Clock::as_of(until).known(arguments.known));
    let filter = arguments.filter.as_deref().unwrap_or_default();
    let blocks = brief_on(&day, since, filter, None).map_err(|wrong| of_filter(&wrong))?;
    let text = match arguments.format {
        Format::Md => document::markdown(&blocks),
        Format::Html => document::page(&blocks),
    };
    out().document(&text)?;
    Ok(code)
}
