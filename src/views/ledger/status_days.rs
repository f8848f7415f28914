//! The days on which measures can change their status: from one day to another only these are looked at again.

use std::borrow::Cow;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::model::compact::as_u32_saturating;
use crate::model::history::Step;
use crate::model::measure::{Measure, MeasureChange};
use crate::model::state::State;
use crate::views::evidence::act_days;

/// Each day on which what a history says can change, with the measure; in the order of days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatusDays {
    days: Vec<(NaiveDate, u32)>,
}

/// The days of one measure: when a step becomes possible, when it is certain, and the day after its limit.
fn days(state: &State, it: &Measure, at: u32) -> Vec<(NaiveDate, u32)> {
    let acts = act_days(state, it).map(|on| (on.last(), at));
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
    it.history.iter().flat_map(of).chain(own).chain(acts).collect()
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
    pub fn between(&self, a: NaiveDate, b: NaiveDate) -> Option<Vec<usize>> {
        let from = self.days.partition_point(|(day, _)| *day <= a.min(b));
        let to = self.days.partition_point(|(day, _)| *day <= a.max(b));
        let between = self.days.get(from..to).unwrap_or_default();
        if between.len() > 64 && between.len() > self.days.len() / 8 {
            return None;
        }
        let mut places: Vec<usize> = between.iter().map(|(_, at)| *at as usize).collect();
        places.sort_unstable();
        places.dedup();
        Some(places)
    }

    /// A measure has come into the list: those after it have moved.
    pub fn inserted(&mut self, at: usize) {
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

    /// A measure has changed.
    pub fn refresh(&mut self, state: &State, at: usize) {
        self.days.retain(|(_, other)| *other as usize != at);
        if let Some(it) = state.records().sanctions.get(at) {
            for turn in days(state, it, as_u32_saturating(at)) {
                let place = self.days.partition_point(|other| *other < turn);
                self.days.insert(place, turn);
            }
        }
    }
}
