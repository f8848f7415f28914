//! The days on which measures can change their status: from one day to another only these are looked at again.

use std::borrow::Cow;

use chrono::NaiveDate;
use hashbrown::HashSet;
use rayon::prelude::*;

use crate::model::compact::as_u32_saturating;
use crate::model::date::Date;
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureChange};
use crate::model::state::State;

/// Each day on which what a history says can change, with the measure; in the order of days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusDays {
    days: Vec<(NaiveDate, u32)>,
}

/// The days of the steps of one measure: when a step becomes possible, when it is certain, and the day after its limit.
fn days(state: &State, it: &Measure, at: u32) -> Vec<(NaiveDate, u32)> {
    let of = |step: &Step<MeasureChange>| {
        let first = (!step.on.is_exact()).then(|| step.on.first());
        let over = step.until.and_then(|until| until.last().succ_opt());
        [Some(step.on.last()), first, over].into_iter().flatten().map(move |day| (day, at))
    };
    // An act may let a step bind on another day than its own, which is evidence all the same.
    let own = match state.effective(it) {
        Cow::Owned(bound) => bound.iter().flat_map(of).collect(),
        Cow::Borrowed(_) => Vec::new(),
    };
    it.history.iter().flat_map(of).chain(own).collect()
}

impl StatusDays {
    /// The days of all measures.
    pub fn of(state: &State) -> Self {
        let records = &state.records().sanctions;
        let of = |at: usize| {
            records.get(at).into_iter().flat_map(move |it| days(state, it, as_u32_saturating(at)))
        };
        let all = (0..records.len()).into_par_iter().with_min_len(2048).flat_map_iter(of);
        let mut days: Vec<_> = all.collect();
        days.shrink_to_fit();
        days.par_sort_unstable();
        Self { days }
    }

    /// The measures that can have changed between two days, the earlier one excluded; each once, in their order.
    /// `None` where they are so many that all may as well be looked at.
    pub fn between(&self, state: &State, a: NaiveDate, b: NaiveDate) -> Option<Vec<usize>> {
        let (after, to) = (a.min(b), a.max(b));
        let records = &state.records().sanctions;
        let start = self.days.partition_point(|(day, _)| *day <= after);
        let end = self.days.partition_point(|(day, _)| *day <= to);
        let between = self.days.get(start..end).unwrap_or_default();
        if between.len() > 64 && between.len() > self.days.len() / 8 {
            return None;
        }
        let mut places: Vec<usize> = between.iter().map(|(_, at)| *at as usize).collect();
        // An act shows on its days all that rests on it: these days are not held for each measure.
        let shows = |on: &Date| after < on.last() && on.last() <= to;
        let acts: HashSet<&Id> = state
            .records()
            .acts
            .iter()
            .map(|act| &act.id)
            .filter(|act| state.act_days(act).iter().any(shows))
            .collect();
        if !acts.is_empty() {
            let rests =
                |at: &usize| records.get(*at).is_some_and(|it| it.acts.iter().any(|act| acts.contains(act)));
            places.par_extend((0..records.len()).into_par_iter().with_min_len(2048).filter(rests));
            if places.len() > 64 && places.len() > records.len() / 4 {
                return None;
            }
        }
        places.sort_unstable();
        places.dedup();
        Some(places)
    }

    /// A measure has come into the list, which has `count` now: those after it have moved.
    pub fn inserted(&mut self, at: usize, count: usize) {
        if at + 1 >= count {
            return;
        }
        for (_, other) in self.days.iter_mut().filter(|(_, other)| *other as usize >= at) {
            *other += 1;
        }
    }

    /// A measure has gone: those after it have moved.
    pub fn removed(&mut self, at: usize) {
        self.days.retain(|(_, other)| *other as usize != at);
        for (_, other) in self.days.iter_mut().filter(|(_, other)| *other as usize > at) {
            *other -= 1;
        }
    }

    /// A measure has changed; `old` is what it was, where that is known.
    pub fn refresh(&mut self, state: &State, at: usize, old: Option<&Measure>) {
        let number = as_u32_saturating(at);
        let of = |it: Option<&Measure>| {
            let mut days = it.map(|it| days(state, it, number)).unwrap_or_default();
            days.sort_unstable();
            days
        };
        let new = of(state.records().sanctions.get(at));
        let old = old.map(|old| of(Some(old)));
        if old.as_ref() == Some(&new) {
            return;
        }
        // Where it is not known which are its days, all are looked at.
        if !old.is_some_and(|old| old.iter().all(|day| self.take(*day))) {
            self.days.retain(|(_, other)| *other != number);
        }
        for day in new {
            let place = self.days.partition_point(|other| *other < day);
            self.days.insert(place, day);
        }
    }

    /// Takes one day out; returns whether it was there.
    fn take(&mut self, day: (NaiveDate, u32)) -> bool {
        let place = self.days.binary_search(&day);
        place.map(|place| self.days.remove(place)).is_ok()
    }
}
