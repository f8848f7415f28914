//! `beltui merge BASE OURS THEIRS`: a three-way merge by record, as a git merge driver.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use similar::{DiffTag, TextDiff};

use crate::edit::difference::origins;
use crate::model::check::{Severity, check};
use crate::store::load::{Loaded, load};
use crate::store::merge::{Side, merge};
use crate::store::render::{Base, render};
use crate::store::write::{Fingerprint, replace};
use crate::views::record::record_name;

use super::out::tell;

/// The three files that git gives a merge driver: `%O %A %B`.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    /// What both sides come from (git: %O)
    base: PathBuf,
    /// Our side; the result is written here (git: %A)
    ours: PathBuf,
    /// The other side (git: %B)
    theirs: PathBuf,
}

pub(super) fn run(files: &Arguments) -> anyhow::Result<ExitCode> {
    let (base, ours, theirs) = (whole(&files.base)?, whole(&files.ours)?, whole(&files.theirs)?);
    let merged = merge(&base.state, &ours.state, &theirs.state, &|_| Side::Ours);
    let expected = Some(Fingerprint::of(&ours.text));
    let their_state = theirs.state;
    let ours = Base::from(ours);
    let written = render(&ours, &merged.state, &origins(&ours.state, &merged.state))?;
    if merged.conflicts.is_empty() {
        replace(&files.ours, &written.text, expected)?;
        let mut broken = check(&merged.state);
        broken.retain(|finding| finding.severity == Severity::Error);
        for finding in &broken {
            tell(format_args!("after the merge: {}", finding.message));
        }
        return Ok(if broken.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) });
    }
    for conflict in &merged.conflicts {
        let field = if conflict.field.is_empty() { String::new() } else { format!(" · {}", conflict.field) };
        let show = |side: &Option<String>| side.clone().unwrap_or_else(|| "(deleted)".to_owned());
        tell(format_args!(
            "both sides changed {}{field}: ours {}, theirs {}",
            record_name(&merged.state, &conflict.id),
            show(&conflict.ours),
            show(&conflict.theirs)
        ));
    }
    let other = merge(&base.state, &ours.state, &their_state, &|_| Side::Theirs).state;
    let other = render(&ours, &other, &origins(&ours.state, &other))?;
    replace(&files.ours, &marked(&written.text, &other.text), expected)?;
    Ok(ExitCode::from(1))
}

/// A side that can be merged: one that has no errors.
fn whole(path: &Path) -> anyhow::Result<Loaded> {
    let loaded = load(path)?;
    if let Some(why) = loaded.unwritable() {
        bail!("{} cannot be merged by record: {why}", path.display());
    }
    Ok(loaded)
}

/// Our text with the lines on which the two differ between the marks that git and editors know. Both texts are ours
/// with everything merged that can be: they differ only where there is something to choose.
fn marked(ours: &str, theirs: &str) -> String {
    let mut out = String::with_capacity(ours.len() + 1024);
    let diff = TextDiff::from_lines(ours, theirs);
    let lines = |range: std::ops::Range<usize>, text: &str| -> String {
        text.split_inclusive('\n').skip(range.start).take(range.len()).collect()
    };
    for op in diff.ops() {
        let (our_lines, their_lines) = (lines(op.old_range(), ours), lines(op.new_range(), theirs));
        if op.tag() == DiffTag::Equal {
            out.push_str(&our_lines);
        } else {
            let ended =
                |lines: String| if lines.is_empty() || lines.ends_with('\n') { lines } else { lines + "\n" };
            let (our_lines, their_lines) = (ended(our_lines), ended(their_lines));
            out.push_str(&format!("<<<<<<< ours\n{our_lines}=======\n{their_lines}>>>>>>> theirs\n"));
        }
    }
    out
}
