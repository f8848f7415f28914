//! The gap clock: of each measure the ways from an announcement to what came of it, in days. A lifting that was announced
//! goes by a licence, where one was given, to the end of the measure; a measure that was announced goes to the day on which
//! it is in force, and so does one that was adopted and applies later.
//!
//! Days are a span wherever a date is imprecise, or only sightings bound it. Threats and what is in preparation are no
//! announcements. What is not seen any more is not lifted: it is off the list, and no act is found.

mod page;
mod spread;
mod walk;
mod words;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::model::date::Date;
use crate::model::declare::vocabulary;
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureChange, MeasureStep};
use crate::model::state::{Place, RecordKind};

use super::acts::{Act, act};
use super::day::Day;

pub use page::page;
pub use spread::{Spread, spread};
pub use walk::walk;
pub use words::Style;

/// So many measures are looked at in one go.
const CHUNK: usize = 256;

vocabulary! {
    /// What was announced.
    pub enum Way {
        /// That a measure ends.
        Lifting => "lifting",
        /// That one comes into force.
        Imposition => "imposition",
        /// Nothing but the act itself, which was adopted and applies from a later day.
        Application => "application",
    }
}

vocabulary! {
    /// What has come of an announcement.
    pub enum Outcome {
        /// Nothing is recorded that did it.
        Open => "open",
        /// A claim says that it was done: the measure was lifted, or put into force.
        Done => "done",
        /// Only a sighting shows it: gone from the list and no act found, or seen in force.
        Seen => "seen",
        /// The measure, or the announcement, ended by its own term.
        RanOut => "ran out",
        /// The other way was done: the measure was prolonged, or given up before it was in force.
        TakenBack => "taken back",
    }
}

/// A step that proves something, and the day for which it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    /// Its place in the history.
    pub at: usize,
    /// The day on which what it says binds.
    pub on: Date,
}

/// What an announcement came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// How.
    pub outcome: Outcome,
    /// The step that shows it; of a term that ran out the step that set it, and the day after.
    pub proof: Proof,
    /// Of what only a sighting shows: not before this day, where a sighting before it says the opposite.
    pub not_before: Option<NaiveDate>,
}

impl End {
    /// Whether it was so on its day or before.
    pub fn or_before(self) -> bool {
        self.outcome == Outcome::Seen
    }
}

/// A number of days, as precisely as it is known: the fewest and the most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Days {
    /// At least so many.
    pub least: i64,
    /// At most so many.
    pub most: i64,
}

impl Days {
    /// From a date to something that happened on `to`, or, where it is bounded by a sighting alone, between `not_before` and
    /// `to`. What is announced comes before what comes of it: nothing is less than no day.
    fn between(from: Date, to: Date, or_before: bool, not_before: Option<NaiveDate>) -> Self {
        let first = if or_before { not_before } else { Some(to.first()) };
        let least = first.map_or(0, |first| (first - from.last()).num_days()).max(0);
        Self { least, most: (to.last() - from.first()).num_days().max(least) }
    }
}

/// One announcement of one measure, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The place of the measure.
    pub measure: usize,
    /// What was announced.
    pub way: Way,
    /// The first announcement of it.
    pub announced: Proof,
    /// How often it was said again.
    pub again: usize,
    /// The first licence between the announcement and what came of it.
    pub licensed: Option<Proof>,
    /// What came of it; `None` while nothing is recorded that did it.
    pub end: Option<End>,
}

impl Gap {
    /// What has come of it.
    pub fn outcome(&self) -> Outcome {
        self.end.map_or(Outcome::Open, |end| end.outcome)
    }

    /// How long it took; of an open one how long it has been by `to`.
    pub fn days(&self, to: NaiveDate) -> Days {
        match self.end {
            Some(end) => Days::between(self.announced.on, end.proof.on, end.or_before(), end.not_before),
            None => Days::between(self.announced.on, Date::day(to), false, None),
        }
    }

    /// How long it took to the licence.
    pub fn days_to_licence(&self) -> Option<Days> {
        self.licensed.map(|licence| Days::between(self.announced.on, licence.on, false, None))
    }

    /// Its measure.
    pub fn of<'a>(&self, day: &'a Day) -> Option<&'a Measure> {
        day.state().records().sanctions.get(self.measure)
    }

    /// A step that proves something of it.
    pub fn step<'a>(&self, day: &'a Day, proof: Proof) -> Option<&'a Step<MeasureChange>> {
        self.of(day)?.history.get(proof.at)
    }

    /// The act behind a step: what one act says of many measures is one.
    pub fn act<'a>(&self, day: &'a Day, proof: Proof) -> Option<Act<'a>> {
        Some(act(self.of(day)?, self.step(day, proof)?))
    }

    /// The id of its measure.
    pub fn id<'a>(&self, day: &'a Day) -> Option<&'a Id> {
        self.of(day).map(|it| &it.id)
    }
}

/// The last day for which an open gap is counted: the day asked, but no later than the file knows anything of.
pub fn counted_to(day: &Day) -> NaiveDate {
    day.known_to(day.as_of()).unwrap_or(day.as_of()).min(day.as_of())
}

/// The gaps of one measure, in the order of time.
pub fn of_measure(day: &Day, at: usize) -> Vec<Gap> {
    let Some(it) = day.state().records().sanctions.get(at) else { return Vec::new() };
    // Most measures were never announced.
    let may_be = |step: &Step<MeasureChange>| {
        matches!(step.change.what, MeasureStep::LiftingAnnounced | MeasureStep::Announced)
            || (step.act.is_some() && step.change.what.starts())
    };
    if !it.history.iter().any(may_be) {
        return Vec::new();
    }
    let claims = day.analysis.claims(Place { list: RecordKind::Sanctions, at });
    let bound = day.state().effective(it);
    walk(at, &it.history, &bound, claims, day.as_of())
}

/// All gaps: open ones first, those that have been open longest first; then those that are closed, the newest end first.
pub fn gaps(day: &Day) -> Vec<Gap> {
    let count = day.state().records().sanctions.len();
    let of = |at| of_measure(day, at);
    let mut all: Vec<Gap> = (0..count).into_par_iter().with_min_len(CHUNK).flat_map_iter(of).collect();
    all.sort_by_key(|it| {
        let ended = it.end.map(|end| std::cmp::Reverse(end.proof.on));
        (ended.is_some(), ended, it.announced.on, it.measure)
    });
    all
}
