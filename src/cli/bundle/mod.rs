//! `beltui bundle`: a record with all that what is said of it rests on, in one file that proves itself years later.

mod layout;
mod letters;
mod lists;
mod make;
mod verify;
mod zipped;

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;

use super::day;
use super::place::Where;
use crate::views::day::Clock;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The id of the record: a measure, a subject with the measures against it, a crossing, a relation, an event, an act
    #[arg(required_unless_present = "verify", value_name = "ID")]
    id: Option<String>,
    /// The state file; without it $BELTUI_STATE, else the one in your data directory
    #[arg(conflicts_with = "verify")]
    file: Option<PathBuf>,
    /// Write the bundle into this file; without it into ID-DAY.zip
    #[arg(short, long, value_name = "ZIP", conflicts_with = "verify")]
    out: Option<PathBuf>,
    /// What holds as of this day; without it today
    #[arg(long, value_parser = day, value_name = "DATE", conflicts_with = "verify")]
    as_of: Option<NaiveDate>,
    /// Count only what could be known on this day
    #[arg(long, value_parser = day, value_name = "DATE", conflicts_with = "verify")]
    known: Option<NaiveDate>,
    /// Put the copies of official lists into it from which it quotes, not only what they have under the numbers
    #[arg(long, conflicts_with = "verify")]
    whole_lists: bool,
    #[command(flatten)]
    place: Where,
    /// Prove a bundle: every digest, and that what it says follows from what is in it
    #[arg(long, value_name = "ZIP", conflicts_with = "id")]
    verify: Option<PathBuf>,
    /// With --verify: the digest that was written down when the bundle was made
    #[arg(long, value_name = "SHA256", requires = "verify")]
    digest: Option<String>,
}

pub(super) fn run(arguments: Arguments, today: NaiveDate) -> anyhow::Result<ExitCode> {
    match arguments.verify {
        Some(path) => {
            verify::run(&path, arguments.digest.as_deref(), arguments.place.archive().ok().as_ref())
        }
        None => make::run(make::Wanted {
            id: arguments.id.unwrap_or_default(),
            file: arguments.file,
            to: arguments.out,
            clock: Clock::as_of(arguments.as_of.unwrap_or(today)).known(arguments.known),
            today,
            archive: arguments.place.archive()?,
            whole_lists: arguments.whole_lists,
        }),
    }
}
