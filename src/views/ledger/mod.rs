//! The sanctions ledger: one row a measure, as of a day.

mod column;
mod sort_keys;
mod status_days;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::model::compact::as_u32_saturating;
use crate::model::date::Date;
use crate::model::evidence::Shown;
use crate::model::measure::{Measure, MeasureStatus, Standing};
use crate::model::state::{Place, RecordKind, State};

use super::analysis::Analysis;
use super::evidence::{self, MeasureDates, Since};

pub use column::Column;
pub use sort_keys::SortKeys;
pub(super) use sort_keys::date_key;
pub use status_days::StatusDays;

/// One measure on the day: what the columns show. [`Row::status`] says the rest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    number: u32,
    /// How many sources speak of it.
    pub sources: u32,
    /// Since when it is on its standing.
    pub since: Option<Date>,
    in_force_since: Option<Since>,
    shown: Option<Shown>,
    /// Until when, where that is limited.
    pub until: Option<Date>,
    /// Other standings that hold as well, one bit each.
    also: u16,
    /// The standing of the ladder.
    pub standing: Standing,
    /// `since` is only known from an observation: it was so on that day or before.
    pub observed: bool,
    /// A further step may hold already, or the end of a term was not seen.
    pub unsure: bool,
    /// Whether sources disagree.
    pub conflict: bool,
}

impl Row {
    fn new(state: &State, at: usize, it: &Measure, analysis: &Analysis, day: NaiveDate) -> Self {
        let place = Place { list: RecordKind::Sanctions, at };
        let claims = analysis.claims(place);
        let status = state.status(it, day, claims);
        let dates = MeasureDates::of(state, it, &status, claims, day);
        Self {
            number: as_u32_saturating(at),
            sources: as_u32_saturating(analysis.named(at).sources.len()),
            since: status.since,
            in_force_since: dates.in_force,
            shown: dates.shown,
            until: status.until,
            also: status.also.iter().fold(0, |bits, standing| bits | 1 << *standing as u16),
            standing: status.standing,
            observed: status.observed,
            unsure: status.possibly.is_some() || evidence::is_end_unseen(&status, dates.shown),
            conflict: !claims.conflicts.is_empty(),
        }
    }

    /// The row of a measure that is about to come.
    pub fn coming() -> Self {
        Self {
            number: 0,
            sources: 0,
            since: None,
            in_force_since: None,
            shown: None,
            until: None,
            also: 0,
            standing: Standing::NoRecord,
            observed: false,
            unsure: false,
            conflict: false,
        }
    }

    /// The place of its record in the list of measures.
    pub fn at(&self) -> usize {
        self.number as usize
    }

    /// Its dates.
    pub fn dates(&self) -> MeasureDates {
        MeasureDates {
            in_force: self.in_force_since,
            status: self.since.map(|on| Since { on, or_before: self.observed }),
            shown: self.shown,
        }
    }

    /// Where its record stands.
    pub fn place(&self) -> Place {
        Place { list: RecordKind::Sanctions, at: self.at() }
    }

    /// Rungs that hold as well, such as licensed while a lifting is announced.
    pub fn also(&self) -> impl Iterator<Item = Standing> {
        let bits = self.also;
        Standing::ALL.iter().copied().filter(move |standing| bits & (1 << *standing as u16) != 0)
    }

    /// Whether a standing holds as well.
    pub fn is_also(&self, standing: Standing) -> bool {
        self.also & (1 << standing as u16) != 0
    }

    /// Everything that holds of the measure on the day that the row is of.
    pub fn status(&self, state: &State, analysis: &Analysis, day: NaiveDate) -> Option<MeasureStatus> {
        let it = state.records().sanctions.get(self.at())?;
        Some(state.status(it, day, analysis.claims(self.place())))
    }
}

/// So many rows are computed in one go.
pub(super) const CHUNK: usize = 2048;

/// All measures on the day, in the order of the file.
pub fn rows(state: &State, analysis: &Analysis, day: NaiveDate) -> Vec<Row> {
    let records = &state.records().sanctions;
    let row = |at| records.get(at).map(|it| Row::new(state, at, it, analysis, day));
    (0..records.len()).into_par_iter().with_min_len(CHUNK).filter_map(row).collect()
}

/// One measure on the day.
pub fn row(state: &State, analysis: &Analysis, day: NaiveDate, at: usize) -> Option<Row> {
    state.records().sanctions.get(at).map(|it| Row::new(state, at, it, analysis, day))
}

/// Records have come or gone before these rows: they are at other places now.
pub fn renumber(rows: &mut [Row], from: usize) {
    for (at, row) in rows.iter_mut().enumerate().skip(from) {
        row.number = as_u32_saturating(at);
    }
}
