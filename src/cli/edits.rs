//! `beltui edits [FILE]`: edits that were set aside, what is in them, and making them again.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};
use chrono::{DateTime, Local};

use crate::edit::document::Document;
use crate::edit::op::Op;
use crate::ron::node::{Field, Node, Value};
use crate::schema::write::encode;
use crate::store::aside::{self, Why};
use crate::store::numbered::Numbered;
use crate::store::places::state_dir;
use crate::store::recovery::{Recoverable, commits, fitted, foreign};

use super::change;
use super::out::out;
use super::state_file;

#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// The state file; without it $BELTUI_STATE, else the one in your data directory
    file: Option<PathBuf>,
    /// Tell what is in these edits
    #[arg(long, value_name = "NUMBER", conflicts_with = "replay")]
    show: Option<u64>,
    /// Make these edits again and save; what does not fit the file any more is told
    #[arg(long, value_name = "NUMBER")]
    replay: Option<u64>,
}

pub(super) fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let (path, _) = state_file(arguments.file)?;
    let dir = state_dir().context("no state directory is known")?;
    let all = aside::list(&dir, &path).context("the edits set aside cannot be read")?;
    match (arguments.show, arguments.replay) {
        (Some(number), _) => show(one(&all, number, &path)?),
        (_, Some(number)) => replay(&path, one(&all, number, &path)?),
        (None, None) => list(&path, &all),
    }
}

fn one<'a>(all: &'a [Numbered], number: u64, path: &Path) -> anyhow::Result<&'a Numbered> {
    let found = all.iter().find(|aside| aside.number == number);
    found.ok_or_else(|| {
        anyhow!("no edits of the number {number} are set aside; beltui edits {} lists them", path.display())
    })
}

fn list(path: &Path, all: &[Numbered]) -> anyhow::Result<ExitCode> {
    let mut out = out();
    let name = path.display();
    if all.is_empty() {
        out.line(format_args!("no edits of {name} are set aside"))?;
    }
    for aside in all {
        let written =
            aside.written.map(|time| DateTime::<Local>::from(time).format("%Y-%m-%d %H:%M:%S").to_string());
        let why = Why::of(aside).map_or("", Why::word);
        let holds = match aside::read(aside) {
            Ok(edits) => counted(commits(&edits.entries).len() + foreign(&edits.entries).len(), "edit"),
            Err(error) => error.to_string(),
        };
        let written = written.unwrap_or_default();
        out.line(format_args!("{:>6}  {written}  {why:<9}  {holds}", aside.number))?;
    }
    if let Some(last) = all.first() {
        out.line(format_args!(
            "tell what is in them with: beltui edits {name} --show {0}; make them again with: --replay {0}",
            last.number
        ))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn show(aside: &Numbered) -> anyhow::Result<ExitCode> {
    let edits = aside::read(aside).with_context(|| unreadable(aside))?;
    let mut out = out();
    for edit in commits(&edits.entries) {
        out.line(&edit.label)?;
        for op in &edit.ops {
            out.line(format_args!("  {}", told(op)))?;
        }
    }
    for label in foreign(&edits.entries) {
        out.line(format_args!("{label} (in the form of another version of beltui)"))?;
    }
    if edits.is_damaged {
        out.line(format_args!("what stands behind these is damaged: {}", aside.path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn unreadable(aside: &Numbered) -> String {
    format!("these edits cannot be read; they are in {}", aside.path.display())
}

/// An operation in words.
fn told(op: &Op) -> String {
    match op {
        Op::Insert { record, .. } => format!("added {} {}", record.list().word(), record.id()),
        Op::Remove { record, .. } => format!("deleted {} {}", record.list().word(), record.id()),
        Op::Replace { old, new } => {
            let fields = changed(&encode(old.borrowed()), &encode(new.borrowed()));
            format!("changed {} {}: {}", new.list().word(), old.id(), fields.join(", "))
        }
        Op::Head { old, new } => format!("changed the head of the file: {} → {}", old.title, new.title),
    }
}

/// The names of the fields that differ.
fn changed(old: &Node<'_>, new: &Node<'_>) -> Vec<String> {
    fn value<'n, 't>(fields: &'n [Field<'t>], name: &str) -> Option<&'n Value<'t>> {
        fields.iter().find(|field| field.name == name).map(|field| &field.node.value)
    }
    let (Value::Struct(_, old), Value::Struct(_, new)) = (&old.value, &new.value) else { return Vec::new() };
    let mut names: Vec<&str> = old.iter().chain(new).map(|field| field.name).collect();
    names.sort_unstable();
    names.dedup();
    names.into_iter().filter(|name| value(old, name) != value(new, name)).map(str::to_owned).collect()
}

fn replay(path: &Path, aside: &Numbered) -> anyhow::Result<ExitCode> {
    let edits = aside::read(aside).with_context(|| unreadable(aside))?;
    let (mut open_file, state) = change::open(path)?;
    let foreign: Vec<String> = foreign(&edits.entries).into_iter().map(str::to_owned).collect();
    let Recoverable { edits, mut unfit } = fitted(&commits(&edits.entries), &state);
    unfit.splice(..0, foreign);
    let mut document = Document::new(state);
    for edit in &edits {
        let applied = document.commit(edit).context("the file would have errors with these edits")?;
        open_file.journal(applied, document.state())?;
    }
    let mut out = out();
    if edits.is_empty() && unfit.is_empty() {
        out.line(format_args!("the file has them all already"))?;
    } else if !edits.is_empty() {
        change::save(&mut open_file, &mut document)?;
        out.line(format_args!("made again and saved: {}", path.display()))?;
    }
    open_file.finish();
    for label in &unfit {
        out.line(format_args!("does not fit the file any more: {label}"))?;
    }
    Ok(if unfit.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}
