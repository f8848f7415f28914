//! `beltui upgrade [FILE]`: a file of schema 1 as one of schema 2, with every comment kept.

use std::fmt::Display;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use clap::ValueEnum;

use crate::edit::document::Document;
use crate::model::check::Severity;
use crate::model::state::SCHEMA;
use crate::report::unified::unified;
use crate::schema::upgrade::{Doubt, written_schema};
use crate::store::load::{Loaded, MAX_BYTES, Old, load, load_file, load_text};
use crate::store::open_file::{Opened, left_behind, open_to_upgrade};
use crate::store::places::state_dir;

use super::change;
use super::out::{Out, err, out, tell};
use super::state_file;

/// More than these nobody reads one by one; the rest is counted.
const TOLD: usize = 50;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The state file; without it $BELTUI_STATE, else the one in your data directory; with --dry-run also - for the
    /// standard input
    file: Option<PathBuf>,
    /// Show what would be changed, as a unified diff, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// What becomes of edits that a crash has left in the journal of the file
    #[arg(long, value_enum, conflicts_with = "dry_run")]
    edits: Option<Edits>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Edits {
    /// Make them again in the upgraded file; those that do not fit are set aside
    Take,
    /// Set them aside: beltui edits lists them
    Aside,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    if arguments.file.as_deref() == Some(Path::new("-")) {
        if !arguments.dry_run {
            bail!("the standard input cannot be written: name a file, or add --dry-run");
        }
        return plan("the standard input", &load_text(standard_input()?), &[]);
    }
    let (path, _) = state_file(arguments.file)?;
    if arguments.dry_run {
        let loaded = load(&path)?;
        let left = left_behind(&path, state_dir().as_deref(), &loaded);
        return plan(&path.display().to_string(), &loaded, &left);
    }
    carry_out(&path, arguments.edits)
}

fn standard_input() -> anyhow::Result<String> {
    let mut bytes = Vec::new();
    let input = std::io::stdin().lock().take(MAX_BYTES + 1).read_to_end(&mut bytes);
    input.context("the standard input cannot be read")?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("the standard input is larger than {} GiB", MAX_BYTES >> 30);
    }
    String::from_utf8(bytes).context("the standard input is no UTF-8 text")
}

/// What comes of a file that is not to be upgraded, or cannot be; `None` of one that can.
fn otherwise(name: &str, loaded: &Loaded) -> anyhow::Result<Option<ExitCode>> {
    match written_schema(loaded.written()) {
        Some(SCHEMA) => {
            out().line(format_args!("there is nothing to do: {name} is of schema {SCHEMA} already"))?;
            return Ok(Some(ExitCode::SUCCESS));
        }
        Some(newer) if newer > SCHEMA => {
            bail!("schema {newer} is newer than this program's {SCHEMA}: use a newer beltui ({name})")
        }
        _ => {}
    }
    if loaded.errors() == 0 && loaded.old.is_some() {
        return Ok(None);
    }
    let errors = loaded.findings.iter().filter(|finding| finding.severity == Severity::Error);
    for finding in errors.take(TOLD) {
        let (place, about) = (finding.position, finding.id.as_deref().unwrap_or("the file"));
        tell(format_args!(
            "{about}: {}: {} ({name}, line {}, column {})",
            finding.message, finding.help, place.line, place.column
        ));
    }
    let count = loaded.errors() + loaded.left_out;
    if count > TOLD {
        tell(format_args!("… and {} more", count - TOLD));
    }
    tell(format_args!("it has errors and was not upgraded: mend them first ({name})"));
    Ok(Some(ExitCode::from(1)))
}

/// Tells what would be changed.
fn plan(name: &str, loaded: &Loaded, left: &[String]) -> anyhow::Result<ExitCode> {
    if let Some(code) = otherwise(name, loaded)? {
        return Ok(code);
    }
    let Some(old) = &loaded.old else { return Ok(ExitCode::SUCCESS) };
    out().document(&unified(&old.text, &loaded.text, name))?;
    let mut err = err();
    made(&mut err, format_args!("{name} would be of schema {SCHEMA}"), old)?;
    doubts(&mut err, &old.doubts)?;
    if !left.is_empty() {
        err.line(left_in_journal(left))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn carry_out(path: &Path, edits: Option<Edits>) -> anyhow::Result<ExitCode> {
    let name = path.display().to_string();
    let dir = state_dir();
    // Looked at first: what a crash has left is touched only where a person has said what is to become of it.
    let loaded = load_file(path)?;
    if let Some(code) = otherwise(&name, &loaded)? {
        return Ok(code);
    }
    let left = left_behind(path, dir.as_deref(), &loaded);
    drop(loaded);
    if !left.is_empty() && edits.is_none() {
        bail!(
            "{}: save it first with the beltui that made them, or say what becomes of them: --edits take makes those again that fit the upgraded file, --edits aside sets all aside ({name})",
            left_in_journal(&left)
        );
    }
    let Opened { loaded, open_file, read_only, recovery, notice } = open_to_upgrade(path, dir)?;
    if let Some(notice) = notice {
        tell(notice);
    }
    let Some(mut open_file) = open_file else {
        bail!("{}: it was not upgraded ({name})", read_only.unwrap_or_default());
    };
    let Some(old) = loaded.old else {
        // Somebody else was quicker.
        open_file.finish();
        bail!("it was changed meanwhile: run it again ({name})");
    };
    if !recovery.is_empty() && edits.is_none() {
        // They came meanwhile; they stay in the journal.
        bail!("edits of a crash have come meanwhile: run it again ({name})");
    }
    let mut document = Document::new(loaded.state);
    let is_taken = edits == Some(Edits::Take);
    for edit in recovery.iter().filter(|_| is_taken) {
        document.commit(edit).context("an edit of the crash does not fit the upgraded file")?;
    }
    open_file.decide(is_taken).context("the edits of the crash could not be kept")?;
    change::save(&mut open_file, &mut document)?;
    open_file.finish();
    let mut out = out();
    made(&mut out, format_args!("{name} is of schema {SCHEMA} now"), &old)?;
    if is_taken {
        for edit in &recovery {
            out.line(format_args!("made again: {}", edit.label))?;
        }
    }
    doubts(&mut out, &old.doubts)?;
    out.line(format_args!("the version before is kept: beltui backups {name}"))?;
    Ok(ExitCode::SUCCESS)
}

/// `1 subject`, `2 subjects`.
fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn left_in_journal(left: &[String]) -> String {
    let count = counted(left.len(), "edit");
    let shown: Vec<&str> = left.iter().take(TOLD).map(String::as_str).collect();
    format!("a crash has left {count} in the journal that the file does not have: {}", shown.join("; "))
}

/// Tells what was made of what.
fn made(out: &mut Out, what: impl Display, old: &Old) -> std::io::Result<()> {
    let (subjects, acts) = (counted(old.subjects, "subject"), counted(old.acts, "act"));
    out.line(format_args!(
        "{what}; new are {subjects} (from targets) and {acts} (from legal acts and licences)"
    ))
}

/// Tells what a person should look at.
fn doubts(out: &mut Out, doubts: &[Doubt]) -> std::io::Result<()> {
    if doubts.is_empty() {
        return Ok(());
    }
    out.line(format_args!("{}, to be looked at:", counted(doubts.len(), "doubt")))?;
    for Doubt { id, message } in doubts {
        out.line(format_args!("  {id}: {message}"))?;
    }
    Ok(())
}
