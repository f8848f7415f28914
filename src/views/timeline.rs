//! Measures over time: an axis of days, and what a measure's history says in each cell of it.

use std::collections::HashSet;

use chrono::{Datelike, Days, NaiveDate};

use crate::model::evidence::{AGEING_DAYS, Shown};
use crate::model::history::{Conflict, Step};
use crate::model::measure::{Measure, MeasureChange, Standing, bound_status};
use crate::model::state::{Place, RecordKind};

use super::day::Day;

/// How many days a cell of the axis can stand for, from close to far.
pub const SCALES: &[u32] = &[1, 3, 7, 14, 30, 61, 122, 365];

/// A stretch of time, cut into cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Axis {
    /// The first day of the first cell.
    pub first: NaiveDate,
    /// How many days a cell stands for.
    pub days: u32,
    /// How many cells there are.
    pub cells: usize,
}

impl Axis {
    /// The first day of a cell.
    pub fn begins(&self, cell: usize) -> NaiveDate {
        let days = u64::from(self.days).saturating_mul(cell as u64);
        self.first.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
    }

    /// The last day of a cell.
    pub fn ends(&self, cell: usize) -> NaiveDate {
        self.begins(cell + 1).pred_opt().unwrap_or(NaiveDate::MAX)
    }

    /// The cell of a day, where it has one.
    pub fn cell(&self, day: NaiveDate) -> Option<usize> {
        let days = usize::try_from((day - self.first).num_days()).ok()?;
        Some(days / self.days.max(1) as usize).filter(|cell| *cell < self.cells)
    }

    /// Where years begin, or months where there is room for them: the cell, and what to write there.
    pub fn ticks(&self) -> Vec<(usize, String)> {
        let mut ticks: Vec<(usize, String)> = Vec::new();
        // A month needs eight cells to be named, a year six.
        let by_months = self.days * 8 <= 31;
        let mut room = 0;
        for cell in 0..self.cells {
            let (first, last) = (self.begins(cell), self.ends(cell));
            let begins = |day: NaiveDate| first <= day && day <= last;
            let year = NaiveDate::from_ymd_opt(last.year(), 1, 1).filter(|day| begins(*day));
            let month = last.with_day(1).filter(|day| by_months && begins(*day));
            let text = match (year, month) {
                (Some(year), _) => year.format("%Y").to_string(),
                (None, Some(month)) => month.format("%Y-%m").to_string(),
                (None, None) => continue,
            };
            if cell >= room {
                room = cell + text.len() + 1;
                ticks.push((cell, text));
            }
        }
        ticks
    }
}

/// What stands out in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// A step of the history.
    Step,
    /// Several steps.
    Steps,
    /// Steps about which sources disagree.
    Disputed,
}

/// What a measure's history says in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// What holds at the end of it.
    pub standing: Standing,
    /// A step of an imprecise date may have happened in it or before, its start is only bounded by a sighting, or nothing
    /// has shown it any more for long.
    pub unsure: bool,
    /// What happened in it.
    pub mark: Option<Mark>,
}

/// A measure over the axis.
pub fn cells(day: &Day, at: usize, axis: Axis) -> Vec<Cell> {
    let place = Place { list: RecordKind::Sanctions, at };
    let Some(it) = day.state().records().sanctions.get(at) else { return Vec::new() };
    let claims = day.analysis.claims(place);
    let marks = marks(it, &claims.conflicts, axis);
    let steps = day.state().effective(it);
    let turns = turns(it.history.iter().chain(steps.iter()), axis);
    // Past the last evidence by the day asked what holds becomes as stale as that.
    let stale = row_shown(day, at).and_then(|shown| {
        let days = u64::try_from(AGEING_DAYS).unwrap_or_default();
        shown.0.last().checked_add_days(Days::new(days))
    });
    let mut cells: Vec<Cell> = Vec::with_capacity(axis.cells);
    for (cell, mark) in marks.into_iter().enumerate() {
        // Between two days on which anything can change nothing does.
        let before = cells.last().filter(|_| turns.get(cell) == Some(&false)).copied();
        let (standing, unsure) = if let Some(before) = before {
            (before.standing, before.unsure)
        } else {
            let now = bound_status(&it.history, &steps, axis.ends(cell), claims);
            (now.standing, now.possibly.is_some() || (now.observed && now.standing.is_in_force()))
        };
        cells.push(Cell { standing, unsure, mark });
    }
    for (at, cell) in cells.iter_mut().enumerate() {
        let is_stale = stale.is_some_and(|stale| axis.begins(at) > stale);
        cell.unsure |= is_stale && cell.standing.is_in_force();
    }
    cells
}

fn row_shown(day: &Day, at: usize) -> Option<Shown> {
    day.ledger.get(at).and_then(|row| row.dates().shown)
}

/// In which cells the status can change.
fn turns<'a>(steps: impl Iterator<Item = &'a Step<MeasureChange>>, axis: Axis) -> Vec<bool> {
    let mut turns = vec![false; axis.cells];
    let mut turn = |day: Option<NaiveDate>| {
        if let Some(slot) = day.and_then(|day| axis.cell(day)).and_then(|cell| turns.get_mut(cell)) {
            *slot = true;
        }
    };
    for step in steps {
        turn(Some(step.on.first()));
        turn(Some(step.on.last()));
        turn(step.until.and_then(|until| until.last().succ_opt()));
    }
    turns
}

fn marks(it: &Measure, conflicts: &[Conflict], axis: Axis) -> Vec<Option<Mark>> {
    let mut marks = vec![None; axis.cells];
    let disputed: HashSet<usize> = conflicts.iter().flat_map(Conflict::places).collect();
    for (at, step) in it.history.iter().enumerate().filter(|(_, step)| !step.is_withdrawn()) {
        let Some(slot) = axis.cell(step.on.last()).and_then(|cell| marks.get_mut(cell)) else { continue };
        let disputed = disputed.contains(&at);
        *slot = (*slot).max(Some(match *slot {
            _ if disputed => Mark::Disputed,
            Some(_) => Mark::Steps,
            None => Mark::Step,
        }));
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn every_day_of_an_axis_is_in_the_cell_that_begins_and_ends_around_it() {
        for days in SCALES {
            let axis = Axis { first: day("2020-02-28"), days: *days, cells: 50 };
            for cell in 0..50 {
                assert_eq!(axis.cell(axis.begins(cell)), Some(cell));
                assert_eq!(axis.cell(axis.ends(cell)), Some(cell));
            }
            assert_eq!(axis.cell(day("2020-02-27")), None);
            assert_eq!(axis.cell(axis.begins(50)), None);
        }
    }

    #[test]
    fn years_are_named_where_they_begin_and_months_where_there_is_room() {
        let ticks = |days, cells| {
            let axis = Axis { first: day("2024-11-15"), days, cells };
            axis.ticks().into_iter().map(|(_, text)| text).collect::<Vec<_>>()
        };
        assert_eq!(ticks(30, 40), ["2025", "2026", "2027", "2028"]);
        assert_eq!(ticks(3, 40), ["2024-12", "2025", "2025-02", "2025-03"]);
        // Where years lie closer than their names are long, some are left out.
        assert_eq!(ticks(365, 12), ["2025", "2030", "2035"]);
    }
}
