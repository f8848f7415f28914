//! `beltui merge BASE OURS THEIRS`: a three-way merge by record, as a git merge driver.
//!
//! git takes whatever stands in OURS afterwards, whether the merge went well (exit code 0) or needs a person (1 to
//! 128): what is in neither is lost at the next `git add`. So both sides are in it, between marks where there is
//! something to choose; where that cannot be, the exit code is above 128, on which git itself stops the merge.

use std::borrow::Cow;
use std::ffi::OsString;
use std::panic::catch_unwind;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::app::text::{cut, visible};
use crate::store::load::MAX_BYTES;
use crate::store::merge::{About, Conflict, Marks, Outcome, Text, Way, merge_texts};
use crate::store::regular;
use crate::store::write::{Fingerprint, WriteError, replace};
use crate::views::wording::record_name;

use super::out::err;

/// The exit code after which git takes nothing of what the driver left.
pub(super) const FAILED: u8 = 129;

/// More conflicts than these nobody reads one by one; the rest is counted.
const TOLD: usize = 50;

/// So much of a value is shown.
const CELLS: usize = 120;

/// The three files that git gives a merge driver, and what it can say about them.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What both sides come from (git: %O)
    base: PathBuf,
    /// Our side; the result is written here (git: %A)
    ours: PathBuf,
    /// The other side (git: %B)
    theirs: PathBuf,
    /// The file that is merged, for messages (git: %P)
    #[arg(long, value_name = "PATH", allow_hyphen_values = true)]
    path: Option<OsString>,
    /// What our side is called (git: %X)
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    ours_name: Option<OsString>,
    /// What the other side is called (git: %Y)
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    theirs_name: Option<OsString>,
    /// What the base is called (git: %S)
    #[arg(long, value_name = "NAME", allow_hyphen_values = true)]
    base_name: Option<OsString>,
    /// How many signs a mark has (git: %L)
    #[arg(long, value_name = "NUMBER", default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=1000))]
    marker_size: u16,
}

pub(super) fn run(files: &Arguments) -> ExitCode {
    merged(files).unwrap_or_else(|error| {
        say(&format!("{error:#}"));
        ExitCode::from(FAILED)
    })
}

/// One thing that there is to say, on one line.
fn say(text: &str) {
    // Where even the standard error is gone there is nobody to tell.
    let _ = err().line(format_args!("beltui merge: {text}"));
}

/// What git said; a git that does not know a sign gives it as it stands.
fn said(given: Option<&OsString>) -> Option<Cow<'_, str>> {
    let text = given?.to_string_lossy();
    (!text.is_empty() && !matches!(&*text, "%P" | "%X" | "%Y" | "%S")).then_some(text)
}

impl Arguments {
    fn side(&self, side: Text) -> String {
        let (word, name) = match side {
            Text::Base => ("base", &self.base_name),
            Text::Ours => ("ours", &self.ours_name),
            Text::Theirs => ("theirs", &self.theirs_name),
        };
        said(name.as_ref()).map_or_else(|| word.to_owned(), |name| format!("{word} ({name})"))
    }

    fn mark(&self, side: Text) -> String {
        let (word, name) =
            if side == Text::Ours { ("ours", &self.ours_name) } else { ("theirs", &self.theirs_name) };
        visible(&said(name.as_ref()).unwrap_or(Cow::Borrowed(word))).into_owned()
    }

    fn path(&self) -> Cow<'_, str> {
        said(self.path.as_ref()).unwrap_or(Cow::Borrowed("the file"))
    }
}

fn merged(files: &Arguments) -> anyhow::Result<ExitCode> {
    let read = |side, path| read(path, side).with_context(|| format!("{} cannot be read", files.side(side)));
    let base = read(Text::Base, &files.base)?;
    let ours = read(Text::Ours, &files.ours)?;
    let theirs = read(Text::Theirs, &files.theirs)?;
    let marks = Marks {
        ours: files.mark(Text::Ours),
        theirs: files.mark(Text::Theirs),
        size: usize::from(files.marker_size),
        ..Marks::default()
    };
    let Ok(outcome) = catch_unwind(|| merge_texts(&base, &ours, &theirs, &marks)) else {
        bail!("the merge broke off inside beltui, and nothing was written. Please report this");
    };
    let Ok(outcome) = outcome else {
        // As git does with what is no text.
        say(&format!(
            "one side is no text: choose one whole. Ours stays in {}; git checkout --theirs takes the other",
            files.path()
        ));
        return Ok(ExitCode::from(1));
    };
    if outcome.text != ours {
        write(&files.ours, &outcome.text, &ours).context("the result cannot be written")?;
    }
    Ok(tell(files, &outcome))
}

fn tell(files: &Arguments, outcome: &Outcome) -> ExitCode {
    if !outcome.upgraded.is_empty() {
        let sides: Vec<String> = outcome.upgraded.iter().map(|side| files.side(*side)).collect();
        let are = if sides.len() == 1 { "is" } else { "are" };
        say(&format!(
            "{} {are} of schema 1 and upgraded for the merge: {} is of schema 2 now, as beltui upgrade writes it",
            sides.join(" and "),
            files.path()
        ));
    }
    if let Way::Lines(why) = &outcome.way {
        for (side, why) in why {
            say(&format!(
                "{} {}: merged line by line, not by record",
                files.side(*side),
                cut(why, 2 * CELLS)
            ));
        }
    }
    if outcome.way == Way::Unfit {
        say("the records cannot be put together so that nothing is lost: merged line by line");
    }
    for conflict in outcome.conflicts.iter().take(TOLD) {
        say(&told(files, outcome, conflict));
    }
    for name in outcome.comments.iter().take(TOLD) {
        say(&format!("both sides changed the same comments: {}", cut(name, CELLS)));
    }
    for error in outcome.errors.iter().take(TOLD) {
        say(&format!("after the merge: {}", cut(error, 2 * CELLS)));
    }
    let all = [outcome.conflicts.len(), outcome.comments.len(), outcome.errors.len()];
    let more: usize = all.iter().map(|count| count.saturating_sub(TOLD)).sum();
    if more > 0 {
        say(&format!("… and {more} more"));
    }
    if outcome.marks > 0 {
        let places = if outcome.marks == 1 { "1 conflict" } else { &format!("{} conflicts", outcome.marks) };
        say(&format!("{places} between marks in {}: beltui check tells the lines", files.path()));
    }
    if outcome.marks == 0 && outcome.errors.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

fn told(files: &Arguments, outcome: &Outcome, conflict: &Conflict) -> String {
    let name = match &conflict.about {
        About::Head => "file".to_owned(),
        About::Record(_, id) => record_name(&outcome.state, id),
    };
    let field = if conflict.field.is_empty() { String::new() } else { format!(" · {}", conflict.field) };
    let show = |side: &Option<String>| cut(side.as_deref().unwrap_or("(deleted)"), CELLS).into_owned();
    format!(
        "both sides changed {}{field}: {} {}, {} {}",
        cut(&name, CELLS),
        files.side(Text::Ours),
        show(&conflict.ours),
        files.side(Text::Theirs),
        show(&conflict.theirs)
    )
}

/// The bytes of a file: they need not be a text.
fn read(path: &Path, side: Text) -> std::io::Result<Vec<u8>> {
    // Our side is written afterwards, and must be a file; git itself never gives anything else.
    let file = if side == Text::Ours { regular::open(path)? } else { regular::open_or_pipe(path)? };
    regular::bytes(file, MAX_BYTES)
}

/// Writes the result over our side, if that is still what was read.
fn write(path: &Path, bytes: &[u8], ours: &[u8]) -> anyhow::Result<()> {
    match replace(path, bytes, Some(Fingerprint::of_bytes(ours))) {
        Ok(_) => Ok(()),
        Err(WriteError::Unsynced { source, .. }) => {
            say(&format!("the result is written, but syncing its folder failed: {source}"));
            Ok(())
        }
        Err(WriteError::Io { doing, source, .. }) => bail!("{doing}: {source}"),
        Err(WriteError::Changed { .. }) => bail!("ours has changed on disk since it was read"),
    }
}
