//! What the commands that only read are given: a file.

use std::path::Path;
use std::process::ExitCode;

use crate::model::state::State;
use crate::store::load::{Loaded, load};

use super::out::tell;

/// A state that was read, and whether all of it was.
pub(super) struct Read {
    pub(super) state: State,
    pub(super) is_whole: bool,
}

impl Read {
    /// The exit code of a command that said what it could: 1 where the file has errors.
    pub(super) fn code(&self) -> ExitCode {
        code(self.is_whole)
    }
}

fn code(is_whole: bool) -> ExitCode {
    if is_whole { ExitCode::SUCCESS } else { ExitCode::from(1) }
}

/// Says of a file of schema 1 that what is read of it is its upgrade.
pub(super) fn tell_old(loaded: &Loaded, path: &Path) {
    if loaded.old.is_some() {
        tell(format_args!(
            "it is of schema 1 and read as beltui upgrade would write it ({})",
            path.display()
        ));
    }
}

/// Reads a state; what is wrong with it is said on the standard error.
pub(super) fn read(path: &Path) -> anyhow::Result<Read> {
    let loaded = load(path)?;
    tell_old(&loaded, path);
    let is_whole = loaded.errors() == 0;
    if !is_whole {
        tell(format_args!(
            "it has errors, and what they are about is left out ({}): beltui check names them",
            path.display()
        ));
    }
    Ok(Read { state: loaded.state, is_whole })
}
