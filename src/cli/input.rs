//! What reports are written from: a file, and its rows of a day.

use std::path::Path;

use chrono::NaiveDate;

use crate::app::facts::Facts;
use crate::model::state::State;
use crate::report::Input;
use crate::store::load::load;

use super::out::tell;

/// A state with its rows of a day.
pub(super) struct Reported {
    facts: Facts,
}

impl Reported {
    /// Reads a file. One with errors is read as far as it can be, and the person is told.
    pub(super) fn read(path: &Path, day: NaiveDate) -> anyhow::Result<Self> {
        Ok(Self::of(read(path)?, day))
    }

    pub(super) fn of(state: State, day: NaiveDate) -> Self {
        Self { facts: Facts::new(state, day) }
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

/// Reads a state; what is wrong with it is said on the standard error.
pub(super) fn read(path: &Path) -> anyhow::Result<State> {
    let loaded = load(path)?;
    if loaded.errors() > 0 {
        tell(format_args!(
            "it has errors, and what they are about is left out ({}): beltui check names them",
            path.display()
        ));
    }
    Ok(loaded.state)
}
