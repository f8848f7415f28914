//! The border board: one row a crossing, as of a day.

use chrono::NaiveDate;
use hashbrown::HashMap;

use crate::model::crossing::{Access, Crossing, CrossingStatus, LaneStatus, Mode, Traffic};
use crate::model::date::Date;
use crate::model::declare::vocabulary;
use crate::model::evidence::Shown;
use crate::model::history::Claims;
use crate::model::id::Id;
use crate::model::state::{Place, RecordKind, State};

use super::analysis::Analysis;
use super::evidence;

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
    /// The latest day on which a claim supports the status in one word.
    pub shown: Option<Shown>,
    /// Whether sources disagree, or what is said of the whole border and of its points.
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
                shown: shown(state, it, &status, claims, day),
                conflict: !claims.conflicts.is_empty(),
                status,
            }
        })
        .collect()
}

/// The latest day on which a claim supports the status of all traffic in one word; `None` where that is not known.
///
/// Of the kinds of traffic that have the word it is as old as the older, but no older than the beginning told beside it: what
/// began later is shown later. Where one passes and one is shut, which is the word of neither, each supports it with its own.
fn shown(
    state: &State,
    it: &Crossing,
    status: &CrossingStatus,
    claims: &Claims,
    day: NaiveDate,
) -> Option<Shown> {
    let overall = status.overall()?;
    let since = status.latest()?.since;
    let of = |lane: &LaneStatus| evidence::lane(state, it, lane, claims, day);
    if status.lanes.iter().all(|lane| lane.access != Some(overall)) {
        return status.lanes.iter().filter_map(of).max();
    }
    status.deciding().filter(|lane| lane.since == since).filter_map(of).min()
}

/// How many crossing points are open, open under conditions, shut, and without a record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Open.
    pub open: usize,
    /// Open under conditions, or for some traffic only.
    pub limited: usize,
    /// Suspended or closed.
    pub shut: usize,
    /// Nothing is recorded by the day.
    pub unknown: usize,
}

impl Counts {
    fn put(&mut self, access: Option<Access>) {
        match access {
            Some(Access::Open) => self.open += 1,
            Some(Access::Restricted) => self.limited += 1,
            Some(Access::Suspended | Access::Closed) => self.shut += 1,
            None => self.unknown += 1,
        }
    }

    /// All of them.
    pub fn all(self) -> usize {
        self.open + self.limited + self.shut + self.unknown
    }

    /// `5 open 2 limited 11 shut 4 ?`; what there is none of is left out.
    pub fn text(self) -> String {
        let parts =
            [(self.open, "open"), (self.limited, "limited"), (self.shut, "shut"), (self.unknown, "?")];
        let words =
            parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
        words.collect::<Vec<_>>().join(" ")
    }
}

/// The crossing points counted, all traffic in one and by kind of traffic. What is said of a whole border is no point and
/// never stands in for one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// By all their traffic.
    pub points: Counts,
    /// Those made for passengers, by their passengers.
    pub passenger: Counts,
    /// Those made for freight, by their freight.
    pub freight: Counts,
}

impl Tally {
    /// Each kind of traffic in words: `passenger 5 open 4 shut; freight 3 open 2 limited`.
    pub fn by_traffic(self) -> String {
        let kinds = [(Traffic::Passenger, self.passenger), (Traffic::Freight, self.freight)];
        let words = kinds.iter().filter(|(_, counts)| counts.all() > 0);
        words.map(|(traffic, counts)| format!("{traffic} {}", counts.text())).collect::<Vec<_>>().join("; ")
    }
}

/// Counts the crossing points among `rows` that `counts` lets through.
pub fn tally(state: &State, rows: &[Row], counts: impl Fn(&Crossing) -> bool) -> Tally {
    let mut tally = Tally::default();
    for row in rows {
        let point = state.records().crossings.get(row.at).filter(|it| it.mode != Mode::Border && counts(it));
        if point.is_none() {
            continue;
        }
        tally.points.put(row.overall);
        for lane in &row.status.lanes {
            match lane.traffic {
                Traffic::Passenger => tally.passenger.put(lane.access),
                Traffic::Freight => tally.freight.put(lane.access),
                Traffic::All => {}
            }
        }
    }
    tally
}

/// What is said of a whole border on the day, and the points of which something else is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BorderConflict {
    /// The claim on the whole, by its place among the crossings.
    pub whole: usize,
    /// The kind of traffic.
    pub traffic: Traffic,
    /// The points, by their places.
    pub points: Vec<usize>,
}

/// Where claims on a whole border and on its points cannot both be right: the border is shut and somebody passes, or it is
/// open and every point of which something is known is shut.
pub fn border_conflicts(state: &State, rows: &[Row]) -> Vec<BorderConflict> {
    let records = &state.records().crossings;
    // A border is the same from either side.
    let border = |it: &Crossing| {
        let (a, b) = it.between.clone();
        if a <= b { (a, b) } else { (b, a) }
    };
    let is_whole = |row: &&Row| records.get(row.at).is_some_and(|it| it.mode == Mode::Border);
    let wholes: Vec<&Row> = rows.iter().filter(is_whole).collect();
    let mut points: HashMap<(Id, Id), Vec<&Row>> = HashMap::new();
    if !wholes.is_empty() {
        for row in rows.iter().filter(|row| !is_whole(row)) {
            if let Some(it) = records.get(row.at) {
                points.entry(border(it)).or_default().push(row);
            }
        }
    }
    let mut found = Vec::new();
    for row in wholes {
        let points = records.get(row.at).and_then(|it| points.get(&border(it)));
        for said in &row.status.lanes {
            let Some(access) = said.access else { continue };
            let known: Vec<(usize, Access)> = points
                .into_iter()
                .flatten()
                .filter_map(|point| {
                    let lane = point.status.lanes.iter().find(|lane| lane.traffic == said.traffic)?;
                    Some((point.at, lane.access?))
                })
                .collect();
            let against: Vec<usize> = if access.is_shut() {
                known.iter().filter(|(_, it)| !it.is_shut()).map(|(at, _)| *at).collect()
            } else if known.iter().all(|(_, it)| it.is_shut()) {
                known.iter().map(|(at, _)| *at).collect()
            } else {
                Vec::new()
            };
            if !against.is_empty() {
                found.push(BorderConflict { whole: row.at, traffic: said.traffic, points: against });
            }
        }
    }
    found
}

/// The neighbour whose border it is, seen from the subject the file is about.
pub fn neighbour<'a>(state: &'a State, it: &'a Crossing) -> &'a Id {
    state.head().focus.as_ref().and_then(|focus| it.neighbour_of(focus)).unwrap_or(&it.between.0)
}
