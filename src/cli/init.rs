//! `beltui init FILE`: a new state file.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::store::places;

use super::out::out;

pub(super) fn run(file: &Path, empty: bool) -> anyhow::Result<ExitCode> {
    let text = if empty { places::EMPTY } else { places::SHIPPED };
    match places::create(file, text) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("it exists already, and is left as it is ({})", file.display());
        }
        written => written.with_context(|| format!("nothing was written ({})", file.display()))?,
    }
    out().line(format_args!("wrote {}; open it with: beltui {}", file.display(), file.display()))?;
    Ok(ExitCode::SUCCESS)
}
