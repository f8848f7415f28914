//! `beltui diff`: what changed between two states, or between two days of one.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use chrono::NaiveDate;
use clap::ValueEnum;

use crate::model::knowledge::as_known;
use crate::model::state::State;
use crate::report::difference::{Difference, days};
use crate::views::day::{Clock, Day};

use super::day;
use super::input::{code, read};
use super::out::out;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The state as it was
    old: PathBuf,
    /// The state as it is; without it --from and --to compare two days of the first
    new: Option<PathBuf>,
    /// The first day
    #[arg(long, value_parser = day, value_name = "DATE", conflicts_with = "new", requires = "to")]
    from: Option<NaiveDate>,
    /// The second day
    #[arg(long, value_parser = day, value_name = "DATE", requires = "from")]
    to: Option<NaiveDate>,
    /// Count only what could be known on this day
    #[arg(long, value_parser = day, value_name = "DATE")]
    known: Option<NaiveDate>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Md,
}

/// What of a state counts.
fn known(state: State, day: Option<NaiveDate>) -> State {
    match day {
        Some(day) => as_known(&state, day),
        None => state,
    }
}

pub(super) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let (difference, is_whole) = match (&arguments.new, arguments.from, arguments.to) {
        (Some(new), ..) => {
            let (old, new) = (read(&arguments.old)?, read(new)?);
            let is_whole = old.is_whole && new.is_whole;
            let known = |state| known(state, arguments.known);
            (Difference::of(&known(old.state), &known(new.state)).known(arguments.known), is_whole)
        }
        (None, Some(from), Some(to)) => {
            let read = read(&arguments.old)?;
            let is_whole = read.is_whole;
            let was = Day::new(read.state, Clock::as_of(from).known(arguments.known));
            let mut is = was.clone();
            is.set_clock(was.clock().on(to));
            (days(&was, &is), is_whole)
        }
        _ => bail!("name a second state, or two days: --from 2025-06-01 --to 2025-12-20"),
    };
    let text = match arguments.format {
        Format::Text if difference.is_empty() => "nothing changed\n".to_owned(),
        Format::Text => difference.text(),
        Format::Json => difference.json(),
        Format::Md => difference.markdown(),
    };
    out().document(&text)?;
    Ok(code(is_whole, !difference.is_empty()))
}
