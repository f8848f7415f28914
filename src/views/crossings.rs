//! The border board: one row a crossing, as of a day.

use chrono::NaiveDate;

use crate::model::crossing::{Access, Crossing, CrossingStatus, Mode};
use crate::model::date::Date;
use crate::model::declare::vocabulary;
use crate::model::id::Id;
use crate::model::state::{Place, RecordKind, State};

use super::analysis::Analysis;

vocabulary! {
    /// What the board can be ordered by.
    pub enum Order {
        /// By border, then as in the file.
        Border => "border",
        /// By status, shut first.
        Status => "status",
        /// What changed last first.
        Change => "last change",
        /// By name.
        Name => "name",
    }
}

/// One crossing on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place in the list of crossings.
    pub at: usize,
    /// What holds.
    pub status: CrossingStatus,
    /// All traffic in one word.
    pub overall: Option<Access>,
    /// Since when.
    pub since: Option<Date>,
    /// Whether sources disagree.
    pub conflict: bool,
}

impl Row {
    /// Where its record stands.
    pub fn place(&self) -> Place {
        Place { list: RecordKind::Crossings, at: self.at }
    }

    /// Days since the last change, at least and at most.
    pub fn age(&self, day: NaiveDate) -> Option<(i64, i64)> {
        self.since.map(|since| since.days_to(day))
    }
}

/// All crossings on the day.
pub fn rows(state: &State, analysis: &Analysis, day: NaiveDate) -> Vec<Row> {
    state
        .records()
        .crossings
        .iter()
        .enumerate()
        .map(|(at, it)| {
            let claims = analysis.claims(Place { list: RecordKind::Crossings, at });
            let status = it.status(day, claims);
            Row {
                at,
                overall: status.overall(),
                since: status.latest().and_then(|lane| lane.since),
                conflict: !claims.conflicts.is_empty(),
                status,
            }
        })
        .collect()
}

/// How many crossing points are open, open under conditions, and there are; whole borders are no points.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Open for all their traffic.
    pub open: usize,
    /// Open for some.
    pub restricted: usize,
    /// Without any record.
    pub unknown: usize,
    /// All.
    pub all: usize,
}

/// Counts the crossing points among `rows` that `counts` lets through.
pub fn tally(state: &State, rows: &[Row], counts: impl Fn(&Crossing) -> bool) -> Tally {
    let mut tally = Tally::default();
    for row in rows {
        let point = state.records().crossings.get(row.at).filter(|it| it.mode != Mode::Border && counts(it));
        if point.is_none() {
            continue;
        }
        tally.all += 1;
        match row.overall {
            Some(Access::Open) => tally.open += 1,
            Some(Access::Restricted) => tally.restricted += 1,
            None => tally.unknown += 1,
            Some(Access::Suspended | Access::Closed) => {}
        }
    }
    tally
}

/// The neighbour whose border it is, seen from the subject the file is about.
pub fn neighbour<'a>(state: &'a State, it: &'a Crossing) -> &'a Id {
    state.head().focus.as_ref().and_then(|focus| it.neighbour_of(focus)).unwrap_or(&it.between.0)
}
