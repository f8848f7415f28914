//! What the panes show: the state, and its rows as of a day. Computed when either changes, never while drawing.

use chrono::NaiveDate;

use crate::model::state::State;
use crate::views::analysis::Analysis;
use crate::views::dossier::Day;
use crate::views::totals::{Totals, totals};
use crate::views::{board, chronicle, ledger, relations};

/// A state and its rows as of a day.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The state.
    pub state: State,
    /// What does not depend on the day.
    pub analysis: Analysis,
    /// The log.
    pub entries: Vec<chronicle::Entry>,
    /// Every day on which something changes.
    pub days: Vec<NaiveDate>,
    /// The day.
    pub day: NaiveDate,
    /// The measures.
    pub ledger: Vec<ledger::Row>,
    /// The crossings.
    pub board: Vec<board::Row>,
    /// The relations.
    pub relations: Vec<relations::Row>,
    /// The figures of the header.
    pub totals: Totals,
}

impl Facts {
    /// Computes everything.
    pub fn new(state: State, day: NaiveDate) -> Self {
        let analysis = Analysis::of(&state);
        let entries = chronicle::entries(&state, &analysis);
        let days = chronicle::days_of_change(&state, &entries);
        let mut facts = Self {
            state,
            analysis,
            entries,
            days,
            day,
            ledger: Vec::new(),
            board: Vec::new(),
            relations: Vec::new(),
            totals: Totals::default(),
        };
        facts.set_day(day);
        facts
    }

    /// Computes what depends on the day.
    pub fn set_day(&mut self, day: NaiveDate) {
        self.day = day;
        self.ledger = ledger::rows(&self.state, &self.analysis, day);
        self.board = board::rows(&self.state, &self.analysis, day);
        self.relations = relations::rows(&self.state, &self.analysis, day, &self.ledger, &self.board);
        self.totals = totals(&self.state, &self.ledger, &self.board, day);
    }

    /// The day's rows together, for a dossier.
    pub fn on_day(&self) -> Day<'_> {
        Day {
            state: &self.state,
            analysis: &self.analysis,
            day: self.day,
            ledger: &self.ledger,
            board: &self.board,
        }
    }
}
