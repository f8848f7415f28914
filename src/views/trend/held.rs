//! How many measures of each issuer were in force, month by month: what was put into force on a known day, and what is
//! only first recorded by then.

use std::ops::Range;

use chrono::{Datelike, Months, NaiveDate};
use hashbrown::HashMap;
use rayon::prelude::*;

use crate::model::history::Step;
use crate::model::measure::{MeasureChange, MeasureStatus, Standing, status};
use crate::model::state::{Place, RecordKind};
use crate::views::chart::Held;
use crate::views::day::Day;

/// So many years are looked back at, at most.
const YEARS: u32 = 20;

fn held(status: &MeasureStatus) -> Held {
    let binds = status.standing.is_in_force();
    Held {
        known: usize::from(binds && !status.start_observed),
        first_recorded: usize::from(binds && status.start_observed),
        recorded: usize::from(status.standing != Standing::NoRecord),
    }
}

/// Months without a gap, of each the day that it is looked at: its last, of the month of the day asked that day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Series {
    /// The days, one a month; the last is the day asked.
    pub days: Vec<NaiveDate>,
    /// Of each issuer, by its number, what it had in force on them.
    pub held: HashMap<u32, Vec<Held>>,
    /// Of each issuer how many measures came off a list in each month, no act being found that ended them.
    pub off: HashMap<u32, Vec<usize>>,
}

/// The last day of the month of a day.
pub(super) fn month_end(day: NaiveDate) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    first.checked_add_months(Months::new(1)).and_then(|next| next.pred_opt()).unwrap_or(day)
}

/// The months from that of the first day to that of the last.
fn days(first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    let ends = std::iter::successors(Some(month_end(first)), |end| end.succ_opt().map(month_end));
    ends.take_while(|end| *end < last).chain([last]).collect()
}

/// The months in which the status can change, as places among the days; the first is always one of them.
fn turns(steps: &[Step<MeasureChange>], days: &[NaiveDate], found: &mut Vec<usize>) {
    found.clear();
    found.push(0);
    let mut turn = |day: NaiveDate| found.push(days.partition_point(|end| *end < day));
    for step in steps {
        turn(step.on.first());
        turn(step.on.last());
        if let Some(over) = step.until.and_then(|until| until.last().succ_opt()) {
            turn(over);
        }
    }
    found.retain(|at| *at < days.len());
    found.sort_unstable();
    found.dedup();
}

impl Series {
    /// What was in force up to the day asked.
    pub(super) fn of(day: &Day) -> Self {
        let (state, analysis, last) = (day.state(), &day.analysis, day.as_of());
        let records = &state.records().sanctions;
        let earliest = last.checked_sub_months(Months::new(YEARS * 12)).unwrap_or(last);
        let firsts = records.iter().flat_map(|it| &it.history).map(|step| step.on.first());
        let first = firsts.min().unwrap_or(last).clamp(earliest, last);
        let days = days(first, last);
        let one = |mut all: Self, at: usize| {
            let Some(it) = records.get(at) else { return all };
            let claims = analysis.claims(Place { list: RecordKind::Sanctions, at });
            let issuer = analysis.named(at).issuer;
            let steps = state.effective(it);
            let mut found = Vec::new();
            turns(&steps, &days, &mut found);
            let mut before = Standing::NoRecord;
            for (place, from) in found.iter().enumerate() {
                let to = found.get(place + 1).copied().unwrap_or(days.len());
                let Some(end) = days.get(*from) else { continue };
                let now = status(&steps, *end, claims);
                all.hold(issuer, *from..to, held(&now), days.len());
                if now.standing == Standing::NotSeen && before.is_in_force() {
                    let off = all.off.entry(issuer).or_insert_with(|| vec![0; days.len()]);
                    if let Some(count) = off.get_mut(*from) {
                        *count += 1;
                    }
                }
                before = now.standing;
            }
            all
        };
        let found = (0..records.len())
            .into_par_iter()
            .with_min_len(1024)
            .fold(Self::default, one)
            .reduce(Self::default, Self::together);
        Self { days: days.clone(), ..found }
    }

    fn hold(&mut self, issuer: u32, months: Range<usize>, held: Held, count: usize) {
        let all = self.held.entry(issuer).or_insert_with(|| vec![Held::default(); count]);
        for month in all.get_mut(months).into_iter().flatten() {
            month.add(held);
        }
    }

    fn together(self, other: Self) -> Self {
        let (mut to, from) = if self.held.len() > other.held.len() { (self, other) } else { (other, self) };
        for (issuer, counts) in from.held {
            let held = to.held.entry(issuer).or_default();
            held.resize(held.len().max(counts.len()), Held::default());
            held.iter_mut().zip(counts).for_each(|(held, count)| held.add(count));
        }
        for (issuer, counts) in from.off {
            let off = to.off.entry(issuer).or_default();
            off.resize(off.len().max(counts.len()), 0);
            off.iter_mut().zip(counts).for_each(|(all, count)| *all += count);
        }
        to
    }

    /// Where a day, or the month of it, stands among the days.
    pub fn place(&self, day: NaiveDate) -> Option<usize> {
        let place = self.days.partition_point(|end| *end < day);
        self.days.get(place).filter(|end| (end.year(), end.month()) == (day.year(), day.month()))?;
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn months_follow_each_other_without_a_gap_and_end_with_the_day_asked() {
        for (first, last, wanted) in [
            ("2024-01-31", "2024-03-05", "2024-01-31 2024-02-29 2024-03-05"),
            ("2023-12-01", "2024-01-31", "2023-12-31 2024-01-31"),
            ("2024-03-05", "2024-03-05", "2024-03-05"),
        ] {
            let found = days(day(first), day(last));
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            assert_eq!(found.join(" "), wanted, "{first} to {last}");
        }
    }
}
