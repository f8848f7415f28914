//! What the panes show: the state, and its rows as of a day. Computed when either changes, never while drawing.

use chrono::NaiveDate;

use crate::edit::document::Document;
use crate::model::state::State;
use crate::views::analysis::Analysis;
use crate::views::dossier::Day;
use crate::views::totals::{Totals, totals};
use crate::views::{board, chronicle, ledger, relations};

/// A state and its rows as of a day.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The state, with all its changes.
    pub document: Document,
    /// What does not depend on the day.
    pub analysis: Analysis,
    /// The log.
    pub entries: Vec<chronicle::Entry>,
    /// Every day on which something changes.
    pub days: Vec<NaiveDate>,
    /// The day.
    pub day: NaiveDate,
    /// Counts what was computed anew: what is made from the rows is as old as this.
    pub generation: u64,
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
        let mut facts = Self {
            document: Document::new(state),
            analysis: Analysis::default(),
            entries: Vec::new(),
            days: Vec::new(),
            day,
            generation: 0,
            ledger: Vec::new(),
            board: Vec::new(),
            relations: Vec::new(),
            totals: Totals::default(),
        };
        facts.renew();
        facts
    }

    /// The state.
    pub fn state(&self) -> &State {
        self.document.state()
    }

    /// Computes everything anew, after a change.
    pub fn renew(&mut self) {
        let state = self.document.state();
        self.analysis = Analysis::of(state);
        self.entries = chronicle::entries(state, &self.analysis);
        self.days = chronicle::days_of_change(state, &self.entries);
        self.set_day(self.day);
    }

    /// Computes what depends on the day.
    pub fn set_day(&mut self, day: NaiveDate) {
        self.day = day;
        self.generation += 1;
        let state = self.document.state();
        self.ledger = ledger::rows(state, &self.analysis, day);
        self.board = board::rows(state, &self.analysis, day);
        self.relations = relations::rows(state, &self.analysis, day, &self.ledger, &self.board);
        self.totals = totals(state, &self.ledger, &self.board, day);
    }

    /// The day's rows together, for a dossier.
    pub fn on_day(&self) -> Day<'_> {
        Day {
            state: self.document.state(),
            analysis: &self.analysis,
            day: self.day,
            ledger: &self.ledger,
            board: &self.board,
        }
    }
}
