//! `beltui init FILE`: a new state file.

use std::path::Path;
use std::process::ExitCode;

use anyhow::Context as _;

use crate::store::places;

use super::out::out;

pub(super) fn run(file: &Path, empty: bool) -> anyhow::Result<ExitCode> {
    let text = if empty { places::EMPTY } else { places::SHIPPED };
    places::create(file, text).with_context(|| format!("cannot write {}", file.display()))?;
    out().line(format_args!("wrote {}; open it with: beltui {}", file.display(), file.display()))?;
    Ok(ExitCode::SUCCESS)
}
