//! `beltui init FILE`: a new state file.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::model::check::Severity;
use crate::report::ftm;
use crate::store::edition::create;
use crate::store::load;
use crate::store::places;

use super::out::out;

pub(super) fn run(file: &Path, empty: bool, from: Option<&Path>) -> anyhow::Result<ExitCode> {
    let written = match from {
        Some(from) => places::create(file, &read_back(from)?),
        None if empty => places::create(file, places::EMPTY),
        None => create(file, places::state_dir().as_deref()),
    };
    match written {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("it exists already, and is left as it is ({})", file.display());
        }
        written => written.with_context(|| format!("nothing was written ({})", file.display()))?,
    }
    out().line(format_args!("wrote {}; open it with: beltui {}", file.display(), file.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// The text of the state file of which a file of FollowTheMoney was written.
fn read_back(from: &Path) -> anyhow::Result<String> {
    let place = || from.display().to_string();
    let text = ftm::back(&load::read(from)?).with_context(place)?;
    let loaded = load::load_text(text);
    if let Some(wrong) = loaded.findings.iter().find(|finding| finding.severity == Severity::Error) {
        bail!(
            "nothing was written: what it says is no state file without errors, {} ({})",
            wrong.message,
            place()
        );
    }
    Ok(loaded.text)
}
