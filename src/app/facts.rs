//! What the panes show: the state, and its rows as of a day. Computed when either changes, never while drawing; after
//! an edit only what the edit has touched.

use chrono::NaiveDate;

use crate::edit::document::Document;
use crate::edit::op::{Op, Transaction};
use crate::model::id::Id;
use crate::model::record::{Owned, Record};
use crate::model::state::{Place, RecordKind, State};
use crate::views::analysis::Analysis;
use crate::views::calendar::Calendar;
use crate::views::dossier::Day;
use crate::views::ledger::{SortKeys, StatusDays};
use crate::views::log::Chronicle;
use crate::views::totals::{InForceCounts, Totals, totals};
use crate::views::{agenda, crossings, ledger, relations};

/// A state and its rows as of a day.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The state, with all its changes.
    pub document: Document,
    /// What does not depend on the day.
    pub analysis: Analysis,
    /// The order of names.
    sort_keys: SortKeys,
    /// When measures change.
    turns: StatusDays,
    /// The log.
    pub entries: Chronicle,
    /// Every day on which something changes.
    pub calendar: Calendar,
    /// The day.
    pub day: NaiveDate,
    /// Counts what was computed anew: what is made from the rows is as old as this.
    pub generation: u64,
    /// The measures.
    pub ledger: Vec<ledger::Row>,
    /// Who is bound by how many.
    bound: InForceCounts,
    /// The crossings.
    pub crossings: Vec<crossings::Row>,
    /// The relations.
    pub relations: Vec<relations::Row>,
    /// The figures of the header.
    pub totals: Totals,
    /// How much is due or runs out soon.
    pub due: usize,
}

/// A change of more records than this has everything computed anew.
const MANY: usize = 64;

impl Facts {
    /// Computes everything.
    pub fn new(state: State, day: NaiveDate) -> Self {
        let mut facts = Self {
            document: Document::new(state),
            analysis: Analysis::default(),
            sort_keys: SortKeys::default(),
            turns: StatusDays::default(),
            entries: Chronicle::default(),
            calendar: Calendar::default(),
            day,
            generation: 0,
            ledger: Vec::new(),
            bound: InForceCounts::default(),
            crossings: Vec::new(),
            relations: Vec::new(),
            totals: Totals::default(),
            due: 0,
        };
        facts.renew();
        facts
    }

    /// The state.
    pub fn state(&self) -> &State {
        self.document.state()
    }

    /// What the rows of the ledger are chosen from.
    pub fn measures(&self) -> ledger::Measures<'_> {
        let (state, analysis) = (self.document.state(), &self.analysis);
        ledger::Measures { state, analysis, sort_keys: &self.sort_keys, rows: &self.ledger }
    }

    /// Computes everything anew.
    pub fn renew(&mut self) {
        let state = self.document.state();
        self.analysis = Analysis::of(state);
        self.sort_keys = SortKeys::of(state, &self.analysis);
        self.entries = Chronicle::of(state, &self.analysis);
        self.calendar = Calendar::of(state);
        self.turns = StatusDays::of(state);
        self.compute_rows();
        self.sum();
    }

    /// Computes all rows of the ledger.
    fn compute_rows(&mut self) {
        self.ledger = ledger::rows(self.document.state(), &self.analysis, self.day);
        self.bound = InForceCounts::of(&self.analysis, &self.ledger);
    }

    /// Computes what depends on the day.
    pub fn set_day(&mut self, day: NaiveDate) {
        let before = std::mem::replace(&mut self.day, day);
        match self.turns.between(before, day) {
            Some(places) => places.into_iter().for_each(|at| self.compute_row(at)),
            None => self.compute_rows(),
        }
        self.sum();
    }

    /// Computes one row of the ledger.
    fn compute_row(&mut self, at: usize) {
        let row = ledger::row(self.document.state(), &self.analysis, self.day, at);
        if let (Some(slot), Some(row)) = (self.ledger.get_mut(at), row) {
            self.bound.take(&self.analysis, slot);
            self.bound.put(&self.analysis, &row);
            *slot = row;
        }
    }

    /// Computes what is counted together from the rows of the ledger.
    fn sum(&mut self) {
        self.generation += 1;
        let (state, day) = (self.document.state(), self.day);
        self.crossings = crossings::rows(state, &self.analysis, day);
        self.relations = relations::rows(state, &self.analysis, day, &self.bound, &self.crossings);
        self.due = agenda::soon(state, &self.ledger, &self.crossings, day);
        self.totals = totals(state, &self.bound, &self.calendar, &self.crossings, day);
    }

    /// Takes over what a transaction has just changed in the document.
    pub fn follow(&mut self, applied: &Transaction) {
        if Self::must_renew(self.state(), applied) {
            self.renew();
            return;
        }
        let mut touched: Vec<Id> = Vec::new();
        for op in &applied.ops {
            match op {
                Op::Insert { at, record, .. } => {
                    self.inserted(Place { list: record.list(), at: *at });
                    self.calendar.put(record.borrowed());
                    touched.push(record.id().clone());
                }
                Op::Remove { at, record, .. } => {
                    self.calendar.take(record.borrowed());
                    self.removed(Place { list: record.list(), at: *at });
                }
                Op::Replace { old, new } => {
                    self.calendar.take(old.borrowed());
                    self.calendar.put(new.borrowed());
                    touched.push(new.id().clone());
                }
                Op::Head { .. } => {}
            }
        }
        let state = self.document.state();
        let mut places: Vec<Place> = touched.iter().filter_map(|id| state.place(id.as_str())).collect();
        places.sort_unstable();
        places.dedup();
        for place in &places {
            self.refresh(*place);
        }
        self.entries.refresh(self.document.state(), &self.analysis, &places);
        self.sum();
    }

    /// Whether what was applied, after which the document says `state`, has everything computed anew.
    pub fn must_renew(state: &State, applied: &Transaction) -> bool {
        applied.ops.len() > MANY || applied.ops.iter().any(|op| Self::reaches_far(state, op))
    }

    /// Whether a change is seen in many other records: names of actors stand in the texts of others, and grades and
    /// members decide about claims and rows.
    fn reaches_far(state: &State, op: &Op) -> bool {
        let last = |list| state.len(list);
        match op {
            // A new one at the end moves no other, and nothing has named it before.
            Op::Insert { at, record, .. } => match record.borrowed() {
                Record::Actor(it) => *at + 1 < last(RecordKind::Actors) || !it.members.is_empty(),
                Record::Source(_) => *at + 1 < last(RecordKind::Sources),
                _ => false,
            },
            Op::Remove { record, .. } => matches!(record.list(), RecordKind::Actors | RecordKind::Sources),
            Op::Replace { old, new } => match (&**old, &**new) {
                (Owned::Source(old), Owned::Source(new)) => old.id != new.id || old.grade != new.grade,
                (Owned::Actor(_), _) => true,
                _ => false,
            },
            Op::Head { .. } => true,
        }
    }

    fn inserted(&mut self, place: Place) {
        self.analysis.inserted(place);
        self.entries.inserted(place);
        if place.list == RecordKind::Sanctions {
            self.sort_keys.inserted(place.at);
            self.turns.inserted(place.at);
            let new = ledger::Row::coming();
            self.ledger.insert(place.at.min(self.ledger.len()), new);
            ledger::renumber(&mut self.ledger, place.at);
        }
    }

    fn removed(&mut self, place: Place) {
        if place.list == RecordKind::Sanctions && place.at < self.ledger.len() {
            let row = self.ledger.remove(place.at);
            self.bound.take(&self.analysis, &row);
            ledger::renumber(&mut self.ledger, place.at);
            self.sort_keys.removed(place.at);
            self.turns.removed(place.at);
        }
        self.analysis.removed(place);
        self.entries.removed(place);
    }

    fn refresh(&mut self, place: Place) {
        let state = self.document.state();
        // Taken out while it is still known whom it named.
        if let Some(row) = self.ledger.get_mut(place.at).filter(|_| place.list == RecordKind::Sanctions) {
            self.bound.take(&self.analysis, row);
            *row = ledger::Row::coming();
        }
        self.analysis.refresh(state, place);
        match place.list {
            RecordKind::Sanctions => {
                self.sort_keys.refresh(&self.analysis, place.at);
                self.turns.refresh(state, place.at);
                self.compute_row(place.at);
            }
            RecordKind::Actors => self.sort_keys.order_issuers(state),
            RecordKind::Sources => self.refresh_events(),
            _ => {}
        }
    }

    /// The names of a source stand in the texts of what cites it, those of measures excepted.
    fn refresh_events(&mut self) {
        let state = self.document.state();
        for list in [RecordKind::Relations, RecordKind::Crossings, RecordKind::Events] {
            for at in 0..state.len(list) {
                self.analysis.refresh(state, Place { list, at });
            }
        }
    }

    /// The day's rows together, for a dossier.
    pub fn on_day(&self) -> Day<'_> {
        Day {
            state: self.document.state(),
            analysis: &self.analysis,
            day: self.day,
            ledger: &self.ledger,
            crossings: &self.crossings,
        }
    }
}
