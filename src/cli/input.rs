//! What reports are written from: a file, and its rows of a day.

use std::path::Path;
use std::process::ExitCode;

use chrono::NaiveDate;

use crate::app::facts::Facts;
use crate::model::state::State;
use crate::report::Input;
use crate::store::load::load;

use super::out::tell;

/// A state with its rows of a day.
pub(super) struct Reported {
    facts: Facts,
    is_whole: bool,
}

impl Reported {
    /// Reads a file. One with errors is read as far as it can be, and the person is told.
    pub(super) fn read(path: &Path, day: NaiveDate) -> anyhow::Result<Self> {
        let Read { state, is_whole } = read(path)?;
        Ok(Self { is_whole, ..Self::of(state, day) })
    }

    /// The exit code of a command that reported of it: 1 where the file has errors.
    pub(super) fn code(&self) -> ExitCode {
        code(self.is_whole)
    }

    pub(super) fn of(state: State, day: NaiveDate) -> Self {
        Self { facts: Facts::new(state, day), is_whole: true }
    }

    pub(super) fn input(&self) -> Input<'_> {
        let facts = &self.facts;
        Input {
            state: facts.state(),
            analysis: &facts.analysis,
            day: facts.day,
            ledger: &facts.ledger,
            crossings: &facts.crossings,
            relations: &facts.relations,
            entries: &facts.entries,
        }
    }
}

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

/// Reads a state; what is wrong with it is said on the standard error.
pub(super) fn read(path: &Path) -> anyhow::Result<Read> {
    let loaded = load(path)?;
    let is_whole = loaded.errors() == 0;
    if !is_whole {
        tell(format_args!(
            "it has errors, and what they are about is left out ({}): beltui check names them",
            path.display()
        ));
    }
    Ok(Read { state: loaded.state, is_whole })
}
