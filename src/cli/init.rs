//! `beltui init FILE`: a new state file.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, bail};

use crate::store::edition::create;
use crate::store::places;

use super::out::out;

pub(super) fn run(file: &Path, empty: bool) -> anyhow::Result<ExitCode> {
    let written = if empty {
        places::create(file, places::EMPTY)
    } else {
        create(file, places::state_dir().as_deref())
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
