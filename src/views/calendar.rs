//! Days: on which something changes, and how much tightens when.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Bound;

use chrono::NaiveDate;
use hashbrown::{HashMap, HashSet};
use rayon::prelude::*;

use crate::model::date::Date;
use crate::model::event::Basis;
use crate::model::history::{Claims, Step};
use crate::model::knowledge::{Claimed, event_proves, step_proves};
use crate::model::measure::{MeasureChange, claims};
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};

use super::acts::{act, lies_within};

/// Counts of what changes on which day. A record that changes is taken out as it was, and put in as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// How much changes for certain on a day (where the as-of keys stop), and how much is dated by that very day.
    changes: BTreeMap<NaiveDate, [u32; 2]>,
    /// How many steps of measures tighten, by their date and the act that they are of.
    tightening: BTreeMap<(Date, u64), u32>,
    /// How much is known of a day: steps and events that happened, no later than their sources can tell of them, publications
    /// of sources, the days of acts. Of an imprecise date the first day counts.
    known: BTreeMap<NaiveDate, u32>,
}

#[derive(Default)]
struct Counts {
    changes: HashMap<NaiveDate, [u32; 2]>,
    tightening: HashMap<(Date, u64), u32>,
    known: HashMap<NaiveDate, u32>,
}

impl Counts {
    fn record(&mut self, state: &State, record: Record<'_>) {
        match record {
            Record::Relation(it) => self.steps(state, &it.history),
            Record::Crossing(it) => self.steps(state, &it.history),
            Record::Measure(it) => {
                self.steps(state, &it.history);
                let tightens = |step: &&Step<MeasureChange>| step.change.what.direction() > 0;
                let several = it.history.iter().filter(|step| step.change.what.starts()).nth(1).is_some();
                let has_struck = it.history.iter().any(Step::is_withdrawn);
                // Only of several claims of a start can one not prevail.
                let claims = if several || has_struck {
                    claims(&state.effective(it), state.grades())
                } else {
                    Claims::default()
                };
                for (place, step) in it.history.iter().enumerate().filter(|(_, step)| tightens(step)) {
                    if !claims.is_set_aside(place) {
                        *self.tightening.entry((step.on, act(it, step).number())).or_default() += 1;
                    }
                }
            }
            Record::Event(it) => {
                self.date(it.on);
                if it.basis == Basis::Reported && !it.is_withdrawn() {
                    self.known(event_proves(state, it));
                }
            }
            // What rests on an act changes when it begins to bind, and on the day after its last.
            Record::Act(it) => {
                let over = it.expires.and_then(|expires| expires.last().succ_opt());
                for day in it.applies.map(Date::last).into_iter().chain(over) {
                    add(self.changes.entry(day).or_default(), [1, 0]);
                }
                // The days on which it shows that what rests on it binds are known of.
                it.shows().for_each(|on| self.known(Some(on)));
            }
            Record::Source(it) => self.known(it.published),
            Record::Subject(_) | Record::Decision(_) => {}
        }
    }

    fn known(&mut self, on: Option<Date>) {
        if let Some(on) = on {
            *self.known.entry(on.first()).or_default() += 1;
        }
    }

    fn steps<C: Claimed>(&mut self, state: &State, steps: &[Step<C>]) {
        for step in steps {
            self.date(Some(step.on));
            // What turned out wrong is no knowledge.
            if !step.is_withdrawn() {
                self.known(Some(step_proves(state, step)));
            }
            // What is limited changes on the day after its last.
            if let Some(day) = step.until.and_then(|until| until.last().succ_opt()) {
                add(self.changes.entry(day).or_default(), [1, 0]);
            }
        }
    }

    fn date(&mut self, on: Option<Date>) {
        if let Some(on) = on {
            add(self.changes.entry(on.last()).or_default(), [1, u32::from(on.is_exact())]);
        }
    }

    fn and(mut self, other: Self) -> Self {
        for (day, counts) in other.changes {
            add(self.changes.entry(day).or_default(), counts);
        }
        for (date, count) in other.tightening {
            *self.tightening.entry(date).or_default() += count;
        }
        for (day, count) in other.known {
            *self.known.entry(day).or_default() += count;
        }
        self
    }
}

fn add(to: &mut [u32; 2], counts: [u32; 2]) {
    *to = [to[0] + counts[0], to[1] + counts[1]];
}

/// Takes something out of what is held under a key, which goes when `take` says that nothing is left. The others are not
/// looked at: there may be very many.
fn less<K: Ord, V>(held: &mut BTreeMap<K, V>, key: K, take: impl FnOnce(&mut V) -> bool) {
    if let Entry::Occupied(mut entry) = held.entry(key)
        && !take(entry.get_mut())
    {
        entry.remove();
    }
}

/// So many records are counted in one go.
const CHUNK: usize = 2048;

impl Calendar {
    /// Counts everything.
    pub fn of(state: &State) -> Self {
        let places = state.places(&[
            RecordKind::Acts,
            RecordKind::Relations,
            RecordKind::Sanctions,
            RecordKind::Crossings,
            RecordKind::Events,
            RecordKind::Sources,
        ]);
        let count = |places: &[Place]| {
            let mut counts = Counts::default();
            places
                .iter()
                .filter_map(|place| state.at(*place))
                .for_each(|record| counts.record(state, record));
            counts
        };
        let counts = places.par_chunks(CHUNK).map(count).reduce(Counts::default, Counts::and);
        Self {
            changes: counts.changes.into_iter().collect(),
            tightening: counts.tightening.into_iter().collect(),
            known: counts.known.into_iter().collect(),
        }
    }

    /// Takes a record in; `state` says how far its sources are trusted, and from when acts bind.
    pub fn put(&mut self, state: &State, record: Record<'_>) {
        let mut counts = Counts::default();
        counts.record(state, record);
        for (day, counts) in counts.changes {
            add(self.changes.entry(day).or_default(), counts);
        }
        for (date, count) in counts.tightening {
            *self.tightening.entry(date).or_default() += count;
        }
        for (day, count) in counts.known {
            *self.known.entry(day).or_default() += count;
        }
    }

    /// Takes a record out again.
    pub fn take(&mut self, state: &State, record: Record<'_>) {
        let mut counts = Counts::default();
        counts.record(state, record);
        for (day, [changes, dated]) in counts.changes {
            less(&mut self.changes, day, |held| {
                *held = [held[0].saturating_sub(changes), held[1].saturating_sub(dated)];
                held[0] > 0
            });
        }
        let fewer = |by: u32| {
            move |held: &mut u32| {
                *held = held.saturating_sub(by);
                *held > 0
            }
        };
        for (date, count) in counts.tightening {
            less(&mut self.tightening, date, fewer(count));
        }
        for (day, count) in counts.known {
            less(&mut self.known, day, fewer(count));
        }
    }

    /// The newest day by `today` that the file knows anything of.
    pub fn known_to(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.known.range(..=today).next_back().map(|(day, _)| *day)
    }

    /// The first day that the file knows anything of.
    pub fn known_from(&self) -> Option<NaiveDate> {
        self.known.first_key_value().map(|(day, _)| *day)
    }

    /// How much is dated by a day.
    pub fn dated(&self, day: NaiveDate) -> usize {
        self.changes.get(&day).map_or(0, |[_, dated]| *dated as usize)
    }

    /// The last day before `day` on which something changes.
    pub fn before(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.changes.range(..day).next_back().map(|(day, _)| *day)
    }

    /// The first day after `day` on which something changes.
    pub fn after(&self, day: NaiveDate) -> Option<NaiveDate> {
        self.changes.range((Bound::Excluded(day), Bound::Unbounded)).next().map(|(day, _)| *day)
    }

    /// How many acts tighten between two days, both included; only those that lie between for certain. An act of several
    /// steps is one.
    pub fn tightening(&self, from: NaiveDate, to: NaiveDate) -> usize {
        let between = self.tightening.range((Date::day(from), 0)..);
        let of_time = between
            .take_while(|((date, _), _)| date.last() <= to)
            .filter(|((date, _), count)| lies_within(*date, from, to) && **count > 0);
        // One licence or event can have steps on several days.
        of_time.map(|((_, act), _)| *act).collect::<HashSet<u64>>().len()
    }
}
