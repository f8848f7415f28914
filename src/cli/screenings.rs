//! `beltui screenings`: the log of screenings, listed, verified and purged.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::NaiveDate;
use clap::Subcommand;
use serde_json::Value;

use super::out::{self, out};
use super::{day, screen};

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: Option<What>,
    /// The log; without it the one in the state folder
    #[arg(long, global = true, value_name = "FILE")]
    log_to: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Tell whether the log is what was written (exit code 1 where it is not)
    Verify {
        /// A hash that was noted: tell whether a line with it is there
        #[arg(long, value_name = "HASH")]
        expect: Option<String>,
    },
    /// Take out what was recorded before a day; the log says that it was done
    Purge {
        /// The day
        #[arg(long, value_parser = day, value_name = "DATE")]
        before: NaiveDate,
    },
}

pub(super) fn run(arguments: Arguments, today: NaiveDate) -> anyhow::Result<ExitCode> {
    let log = screen::log(arguments.log_to)?;
    let mut out = out();
    match arguments.what {
        None => {
            let lines = log.lines()?;
            for line in &lines {
                let text = |name: &str| line.fields.get(name).and_then(Value::as_str).unwrap_or_default();
                let number = |name: &str| line.fields.get(name).and_then(Value::as_u64).unwrap_or_default();
                if line.what == "screening" {
                    let input =
                        line.fields.get("input").and_then(|it| it.get("name")).and_then(Value::as_str);
                    let lists = line.fields.get("lists").and_then(Value::as_array).map_or(0, Vec::len);
                    out.line(format_args!(
                        "{}  {}  by {}  as of {}  {}: {} names, {} with a hit, {lists} lists",
                        line.number,
                        text("at"),
                        text("by"),
                        text("as_of"),
                        input.unwrap_or_default(),
                        number("asked"),
                        number("with_hits"),
                    ))?;
                } else {
                    out.line(format_args!("{}  {}  ({})", line.number, line.on, line.what))?;
                }
            }
            let read = lines.len();
            out.line(format_args!("{read} lines in {}", log.path().display()))?;
            Ok(ExitCode::SUCCESS)
        }
        Some(What::Purge { before }) => {
            let purged = log.purge(before, &today.to_string())?;
            out.line(format_args!(
                "{} screenings before {before} are purged, {} are left; the log says so",
                purged.count, purged.left
            ))?;
            Ok(ExitCode::SUCCESS)
        }
        Some(What::Verify { expect }) => {
            let found = log.verify()?;
            for note in &found.notes {
                out.line(note)?;
            }
            for fault in &found.faults {
                let place = if fault.line == 0 { String::new() } else { format!("line {}: ", fault.line) };
                out::tell(format_args!("{place}{}", fault.what));
            }
            let missing =
                expect.filter(|hash| !found.hashes.iter().any(|held| held.eq_ignore_ascii_case(hash.trim())));
            if let Some(hash) = &missing {
                out::tell(format_args!(
                    "no line has the hash {hash}: the log is not the one it was noted from, or its line is gone"
                ));
            }
            if !found.faults.is_empty() || missing.is_some() {
                return Ok(ExitCode::from(1));
            }
            if found.last.is_none() {
                return Ok(ExitCode::SUCCESS);
            }
            out.line(format_args!(
                "the log is as it was written: {} screenings ({})",
                found.screenings,
                log.path().display()
            ))?;
            if let Some((number, hash)) = &found.last {
                out.line(format_args!("its last line is {number}, with the hash {hash}"))?;
                out.line("What cannot be found from the log alone: that somebody who may write it and its head has written both anew. Note this hash elsewhere, and ask for it: --expect HASH")?;
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}
