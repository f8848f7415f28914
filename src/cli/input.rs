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
        self.found(false)
    }

    /// The same of a command that was asked whether there is something. That the file has errors outweighs it.
    pub(super) fn found(&self, is_something: bool) -> ExitCode {
        code(self.is_whole, is_something)
    }
}

/// The exit code of a command that was asked whether there is something, and found something.
const THERE_IS_SOMETHING: u8 = 3;

/// 3 where there is something to tell, for cron and scripts; 0 where there is nothing.
pub(super) fn found(is_something: bool) -> ExitCode {
    if is_something { ExitCode::from(THERE_IS_SOMETHING) } else { ExitCode::SUCCESS }
}

/// 1 where a file has errors, whatever was found; else as [`found`].
pub(super) fn code(is_whole: bool, is_something: bool) -> ExitCode {
    if is_whole { found(is_something) } else { ExitCode::from(1) }
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
