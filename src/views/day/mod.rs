//! A state and its rows as of a day: the one thing that panes, pages and reports are made from.

mod follow;

use std::fmt;
use std::sync::OnceLock;

use chrono::NaiveDate;

use crate::model::knowledge;
use crate::model::measure::MeasureStatus;
use crate::model::state::{Place, State};

use super::against::{Against, holders};
use super::analysis::{Analysis, NOBODY, number};
use super::calendar::Calendar;
use super::ledger::{SortKeys, StatusDays};
use super::log::Chronicle;
use super::naming::Naming;
use super::reach::Ownership;
use super::targets::Targets;
use super::totals::{InForceCounts, Totals, totals};
use super::{crossings, due, ledger, relations};

pub use follow::Change;

/// What is asked for: things as they are on a day, and as they were known on another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The day on which things are.
    pub as_of: NaiveDate,
    /// The day on which they were known; without it all counts that the file has.
    pub known: Option<NaiveDate>,
}

impl Clock {
    /// Things as they are on a day, by all that the file has.
    pub fn as_of(day: NaiveDate) -> Self {
        Self { as_of: day, known: None }
    }

    /// The same as it was known on a day.
    #[must_use]
    pub fn known(self, known: Option<NaiveDate>) -> Self {
        Self { known, ..self }
    }

    /// Another day, as known on the same one.
    #[must_use]
    pub fn on(self, as_of: NaiveDate) -> Self {
        Self { as_of, ..self }
    }
}

/// In words: `as of 2025-09-11`, and `as of 2025-09-11 known on 2025-09-11`.
impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "as of {}", self.as_of)?;
        self.known.map_or(Ok(()), |known| write!(f, " known on {known}"))
    }
}

/// A state and its rows as of a day. They are computed when either changes, never while drawing; after an edit only what
/// the edit has touched ([`Day::follow`]), from day to day only what can have changed between the two
/// ([`Day::set_clock`]).
#[derive(Debug, Clone)]
pub struct Day {
    /// All that the file says. A copy shares its records with the document that it is of.
    whole: State,
    /// What of it counts: what was known on the day that is asked for, else all.
    state: State,
    /// How many steps and events do not count.
    hidden: usize,
    /// What does not depend on the day.
    pub analysis: Analysis,
    /// The number of the subject that the file is about.
    focus: u32,
    /// The order of names.
    sort_keys: SortKeys,
    /// When measures change.
    turns: StatusDays,
    /// The measures of each target.
    targets: Targets,
    /// Which events and subjects name a record.
    naming: Naming,
    /// The log.
    pub entries: Chronicle,
    /// Every day on which something changes.
    pub calendar: Calendar,
    /// What is asked for.
    clock: Clock,
    /// Counts what was computed anew: what is made from the rows is as old as this.
    pub generation: u64,
    /// The measures.
    pub ledger: Vec<ledger::Row>,
    /// Who is bound by how many.
    bound: InForceCounts,
    /// How many measures run out soon.
    terms: usize,
    /// The rows of the ledger that the last change has touched; `None` where more may have changed.
    rows_since: Option<Vec<usize>>,
    /// The crossings.
    pub crossings: Vec<crossings::Row>,
    /// Where claims on whole borders and on their points disagree.
    pub border_conflicts: Vec<crossings::BorderConflict>,
    /// The relations.
    pub relations: Vec<relations::Row>,
    /// The figures of the header.
    pub totals: Totals,
    /// How much is due or runs out soon.
    pub due: usize,
    /// Who owns what; made where it is asked for, anew when anything has changed.
    ownership: OnceLock<Ownership>,
    /// What all measures against each subject come to; likewise.
    against: OnceLock<Vec<Against>>,
    /// Who has something in force against each subject; likewise.
    holders: OnceLock<Vec<Vec<u32>>>,
}

impl Day {
    /// Computes everything.
    pub fn new(state: State, clock: Clock) -> Self {
        let mut day = Self {
            whole: state,
            state: State::default(),
            hidden: 0,
            analysis: Analysis::default(),
            focus: NOBODY,
            sort_keys: SortKeys::default(),
            turns: StatusDays::default(),
            targets: Targets::default(),
            naming: Naming::default(),
            entries: Chronicle::default(),
            calendar: Calendar::default(),
            clock,
            generation: 0,
            ledger: Vec::new(),
            bound: InForceCounts::default(),
            terms: 0,
            rows_since: None,
            crossings: Vec::new(),
            border_conflicts: Vec::new(),
            relations: Vec::new(),
            totals: Totals::default(),
            due: 0,
            ownership: OnceLock::new(),
            against: OnceLock::new(),
            holders: OnceLock::new(),
        };
        day.know();
        day.renew();
        day
    }

    /// What counts of the file: with a second clock what was known on its day, else all. The rows are of this, and places
    /// and steps are counted in it.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// All that the file says, whatever was known when.
    pub fn whole(&self) -> &State {
        &self.whole
    }

    /// The day on which things were known, where one is asked for.
    pub fn known_on(&self) -> Option<NaiveDate> {
        self.clock.known
    }

    /// How many steps and events the second clock hides.
    pub fn hidden(&self) -> usize {
        self.hidden
    }

    /// What is asked for.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The newest day by `by` that the file knows anything of. What came to be known after the second clock's day is none of
    /// what is known on it.
    pub fn known_to(&self, by: NaiveDate) -> Option<NaiveDate> {
        self.calendar.known_to(self.known_on().map_or(by, |known| known.min(by)))
    }

    /// The day that the rows are of.
    pub fn as_of(&self) -> NaiveDate {
        self.clock.as_of
    }

    /// The number of the subject that the file is about; [`NOBODY`] where it names none.
    pub fn focus(&self) -> u32 {
        self.focus
    }

    /// The order of names.
    pub fn sort_keys(&self) -> &SortKeys {
        &self.sort_keys
    }

    /// The measures against whom a record is about, by their places: of a measure all against its target, of a subject all
    /// against it.
    pub fn measures_of(&self, place: Place) -> &[u32] {
        self.targets.measures_of(&self.analysis, place)
    }

    /// The measures whose status can be another on `other` than on the day, by their places; `None` where they are so many
    /// that all may as well be looked at.
    pub fn turning(&self, other: NaiveDate) -> Option<Vec<usize>> {
        self.turns.between(&self.state, self.as_of(), other)
    }

    /// What there is to watch after the day is asked of this.
    pub fn watched(&self) -> due::Facts<'_> {
        due::Facts {
            state: &self.state,
            analysis: &self.analysis,
            crossings: &self.crossings,
            relations: &self.relations,
            day: self.as_of(),
        }
    }

    /// Which events and subjects name a record.
    pub fn naming(&self) -> &Naming {
        &self.naming
    }

    /// Everything that holds of a measure on the day.
    pub fn status(&self, row: &ledger::Row) -> Option<MeasureStatus> {
        row.status(&self.state, &self.analysis, self.as_of())
    }

    /// Who owns what on the day, and whom issuers list.
    pub fn ownership(&self) -> &Ownership {
        self.ownership.get_or_init(|| Ownership::of(&self.state, &self.analysis, &self.ledger, self.as_of()))
    }

    /// What all measures against each subject come to, by its place among the subjects.
    pub fn against(&self) -> &[Against] {
        self.against.get_or_init(|| Against::all(&self.analysis, &self.ledger))
    }

    /// Who has something in force against each subject, by the numbers of both.
    pub fn holders(&self) -> &[Vec<u32>] {
        self.holders.get_or_init(|| holders(&self.analysis, &self.ledger))
    }

    /// Takes of the file what counts.
    fn know(&mut self) {
        if let Some(day) = self.clock.known {
            self.state = knowledge::as_known(&self.whole, day);
            self.hidden = knowledge::hidden(&self.whole, &self.state);
        } else {
            self.state = self.whole.clone();
            self.hidden = 0;
        }
    }

    /// Computes everything anew.
    fn renew(&mut self) {
        self.rows_since = None;
        let state = &self.state;
        self.analysis = Analysis::of(state);
        self.sort_keys = SortKeys::of(&self.analysis);
        self.entries = Chronicle::of(state, &self.analysis);
        self.calendar = Calendar::of(state);
        self.turns = StatusDays::of(state);
        self.targets = Targets::of(&self.analysis, state.records().sanctions.len());
        self.naming = Naming::default();
        self.compute_rows();
        self.sum();
    }

    /// Computes all rows of the ledger.
    fn compute_rows(&mut self) {
        self.ledger = ledger::rows(&self.state, &self.analysis, self.as_of());
        self.bound = InForceCounts::of(&self.analysis, &self.ledger);
        self.terms = due::terms(&self.ledger, self.as_of());
    }

    /// Asks for something else: computes what depends on it.
    pub fn set_clock(&mut self, clock: Clock) {
        let before = std::mem::replace(&mut self.clock, clock);
        if before.known != clock.known {
            self.know();
            self.renew();
            return;
        }
        self.rows_since = self.turns.between(&self.state, before.as_of, clock.as_of);
        match self.rows_since.take() {
            Some(places) => {
                for at in &places {
                    self.compute_row(*at);
                }
                // What runs out soon is another thing on another day.
                self.terms = due::terms(&self.ledger, self.as_of());
                self.rows_since = Some(places);
            }
            None => self.compute_rows(),
        }
        self.sum();
    }

    /// The rows of the ledger that have changed since it was of a generation: all others are what they were, and pass the
    /// same filters. `None` where that is not known.
    pub fn rows_since(&self, generation: u64) -> Option<&[usize]> {
        match self.generation.checked_sub(generation)? {
            0 => Some(&[]),
            1 => self.rows_since.as_deref(),
            _ => None,
        }
    }

    /// The same, asked for what `shown` is asked for and newer than it: it can be shown in its place.
    #[must_use]
    pub fn in_place_of(self, shown: &Self) -> Self {
        self.newer_than(shown, shown.clock)
    }

    /// The same, asked for what `clock` says and newer than `shown`.
    #[must_use]
    pub fn newer_than(mut self, shown: &Self, clock: Clock) -> Self {
        if self.clock != clock {
            self.set_clock(clock);
        }
        self.generation = self.generation.max(shown.generation) + 1;
        self.rows_since = None;
        self
    }

    /// Computes one row of the ledger.
    fn compute_row(&mut self, at: usize) {
        let row = ledger::row(&self.state, &self.analysis, self.as_of(), at);
        let day = self.as_of();
        if let (Some(slot), Some(row)) = (self.ledger.get_mut(at), row) {
            self.bound.put(&self.analysis, &row);
            self.terms += usize::from(due::is_term(&row, day));
            let row = std::mem::replace(slot, row);
            self.uncount(&row);
        }
    }

    /// Takes a row that goes out of what is counted together; the analysis must still know it as it was.
    fn uncount(&mut self, row: &ledger::Row) {
        self.bound.take(&self.analysis, row);
        self.terms = self.terms.saturating_sub(usize::from(due::is_term(row, self.as_of())));
    }

    /// Computes what is counted together from the rows of the ledger.
    fn sum(&mut self) {
        self.generation += 1;
        self.ownership = OnceLock::new();
        self.against = OnceLock::new();
        self.holders = OnceLock::new();
        let (state, day) = (&self.state, self.clock.as_of);
        self.focus = state.head().focus.as_ref().map_or(NOBODY, |focus| number(state, focus));
        self.crossings = crossings::rows(state, &self.analysis, day);
        self.border_conflicts = crossings::border_conflicts(state, &self.crossings);
        for at in self.border_conflicts.iter().flat_map(|it| it.points.iter().chain([&it.whole])) {
            if let Some(row) = self.crossings.get_mut(*at) {
                row.conflict = true;
            }
        }
        self.relations = relations::rows(state, &self.analysis, day, &self.bound, &self.crossings);
        self.totals = totals(state, &self.bound, &self.calendar, (&self.ledger, &self.crossings), day);
        self.due = self.terms + due::soon(self.watched());
    }
}
