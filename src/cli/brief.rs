//! `beltui brief`: a cited brief of what changed.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::bail;
use chrono::NaiveDate;
use clap::ValueEnum;

use crate::report::brief::brief;
use crate::report::document;
use crate::views::day::{Clock, Day};

use super::input::read;
use super::out::out;
use super::{day, state_file};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The state file; without it $BELTUI_STATE, else the one in your data directory
    file: Option<PathBuf>,
    /// What changed after this day
    #[arg(long, value_parser = day, value_name = "DATE")]
    since: NaiveDate,
    /// Up to this day; without it today
    #[arg(long, value_parser = day, value_name = "DATE")]
    until: Option<NaiveDate>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Md)]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Md,
    Html,
}

pub(super) fn run(arguments: Arguments, today: NaiveDate) -> anyhow::Result<ExitCode> {
    let until = arguments.until.unwrap_or(today);
    if until <= arguments.since {
        bail!("--until {until} is not after --since {}", arguments.since);
    }
    let (path, _) = state_file(arguments.file)?;
    let read = read(&path)?;
    let code = read.code();
    let day = Day::new(read.state, Clock::as_of(until));
    let blocks = brief(&day, arguments.since);
    let text = match arguments.format {
        Format::Md => document::markdown(&blocks),
        Format::Html => {
            let title = blocks.iter().find_map(|block| match block {
                document::Block::Heading(1, text) => Some(text.as_str()),
                _ => None,
            });
            document::html(title.unwrap_or("beltui"), &blocks)
        }
    };
    out().document(&text)?;
    Ok(code)
}
