//! The border board: one row a crossing, as of a day.

use chrono::NaiveDate;

use crate::model::crossing::{Access, Crossing, CrossingStatus, Mode};
use crate::model::date::Date;
use crate::model::id::Id;
use crate::model::state::{Place, RecordKind, State};
use crate::model::vocabulary::vocabulary;

use super::analysis::Analysis;
use super::fold::fold;
use super::query::Query;
use super::search::{Field, Search, Searched, Word};
use super::subject::{Scope, Subject};
use super::wording;

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

struct Point<'a> {
    state: &'a State,
    analysis: &'a Analysis,
    row: &'a Row,
    record: &'a Crossing,
}

impl Searched for Point<'_> {
    fn has(&self, word: &Word<'_>) -> bool {
        word.in_record(self.analysis, self.row.place())
    }

    fn field(&self, field: &Field<'_>) -> Option<bool> {
        let needle = field.needle;
        let it = self.record;
        Some(match field.name {
            "actor" | "issuer" | "target" => {
                needle.names(self.state, &it.between.0) || needle.names(self.state, &it.between.1)
            }
            "status" => {
                needle.within(wording::access(&self.row.status))
                    || needle.within(&wording::lanes(&self.row.status))
            }
            "kind" => needle.within(it.mode.word()),
            "source" => it.history.iter().flat_map(|s| &s.sources).any(|s| needle.within(s.as_str())),
            "id" => needle.within(it.id.as_str()),
            _ => return None,
        })
    }

    fn date(&self) -> Option<Date> {
        self.row.since
    }

    fn in_conflict(&self) -> bool {
        self.row.conflict
    }
}

/// The rows that pass a filter and belong to a subject, in order; their places among `rows`.
pub fn select(
    state: &State,
    analysis: &Analysis,
    rows: &[Row],
    query: &Query,
    subject: Option<&Subject>,
    (order, reversed): (Order, bool),
) -> Vec<usize> {
    let records = &state.records().crossings;
    let search = Search::new(query, state, analysis);
    let cover = subject.map(|it| Scope::new(it, state, analysis));
    let mut places: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| {
            let record = records.get(row.at);
            record.is_some_and(|record| search.accepts(&Point { state, analysis, row, record }))
                && cover.as_ref().is_none_or(|it| it.has(row.place()))
        })
        .map(|(place, _)| place)
        .collect();
    places.sort_by_cached_key(|&place| {
        let row = rows.get(place);
        let record = row.and_then(|row| records.get(row.at));
        let border = record.map(|it| border_key(state, it));
        let whole = record.is_some_and(|it| it.mode != Mode::Border);
        match order {
            Order::Border => (border, 0, whole, String::new()),
            Order::Status => {
                let rank = row.and_then(|r| r.overall).map_or(4, |p| 3 - p as i64);
                (None, rank, whole, border.unwrap_or_default())
            }
            Order::Change => {
                let day = row
                    .and_then(|r| r.since)
                    .map_or(i64::MAX, |since| -i64::from(chrono::Datelike::num_days_from_ce(&since.last())));
                (None, day, whole, border.unwrap_or_default())
            }
            Order::Name => (None, 0, true, record.map(|it| fold(&it.name)).unwrap_or_default()),
        }
    });
    if reversed {
        places.reverse();
    }
    places
}

/// Borders by the name of the neighbour, seen from the actor the file is about.
fn border_key(state: &State, it: &Crossing) -> String {
    let focus = state.head().focus.as_ref();
    let other = focus.and_then(|focus| it.neighbour_of(focus)).unwrap_or(&it.between.0);
    fold(state.actor_name(other))
}

/// The neighbour whose border it is, seen from the actor the file is about.
pub fn neighbour<'a>(state: &'a State, it: &'a Crossing) -> &'a Id {
    state.head().focus.as_ref().and_then(|focus| it.neighbour_of(focus)).unwrap_or(&it.between.0)
}
