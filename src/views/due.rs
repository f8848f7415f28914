//! What there is to watch after a day: what is due, expected or running out, what is in preparation, and what was
//! announced and is not seen done yet.

use std::collections::{BTreeSet, HashMap};

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::model::crossing::{Crossing, CrossingChange, LaneStatus, Traffic};
use crate::model::date::Date;
use crate::model::declare::vocabulary;
use crate::model::event::{Basis, Event};
use crate::model::evidence::Shown;
use crate::model::history::{Claims, Step};
use crate::model::id::Id;
use crate::model::knowledge::step_known_from;
use crate::model::measure::{Binding, Measure, MeasureChange, MeasureStep, Standing};
use crate::model::relation::{Direction, Held, MissionStep, Relation};
use crate::model::state::State;

use super::analysis::Analysis;
use super::wording::{self, record_name};
use super::{acts, crossings, evidence, ledger, relations};

/// What is asked, and of which day.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// What the file says.
    pub state: &'a State,
    /// Which claims prevail.
    pub analysis: &'a Analysis,
    /// The crossings on the day.
    pub crossings: &'a [crossings::Row],
    /// The relations on the day.
    pub relations: &'a [relations::Row],
    /// The day.
    pub day: NaiveDate,
}

/// One thing to watch.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// When; `None` while the date is open. Of what was only announced, or is in preparation, since when that is so.
    pub on: Option<Date>,
    /// Its record.
    pub id: &'a Id,
    /// Why it is here.
    pub kind: Kind,
    what: What<'a>,
}

#[derive(Debug, Clone, Copy)]
enum What<'a> {
    Event(&'a Event),
    /// A measure, and how often it was renewed by the day where it runs out.
    Measure(&'a ledger::Row, usize),
    /// A kind of traffic whose status has a last day, and the latest day on which a claim supports that.
    Lane(&'a Crossing, &'a LaneStatus, Option<Shown>),
    /// What a step says of a crossing that comes.
    Ahead(&'a Crossing, &'a Step<CrossingChange>, Traffic),
    /// A mission whose reopening was announced, and whose at whom it is.
    Mission(&'a Direction, &'a Held<MissionStep>),
    /// An act that begins to apply.
    Begins,
    /// An act that ends, and how often its last day was put off before.
    Ends(usize),
}

vocabulary! {
    /// Why something is on the agenda.
    pub enum Kind {
        /// It was scheduled, its day has passed, and nothing says that it took place.
        Overdue => "overdue",
        /// It is scheduled or expected.
        Due => "due",
        /// Something limited runs out.
        RunsOut => "runs out",
        /// An act begins to apply, or holds for the last day. What rests on it is listed by itself, so it is not counted.
        Act => "act",
        /// A lifting was announced, and the measure is still there.
        Announced => "only announced",
        /// A mission is to reopen, and nothing says that it has.
        Reopening => "to reopen",
        /// A measure is threatened, in preparation or announced, and not in force yet.
        Prepared => "not in force yet",
        /// It lies after the day, and was recorded when it had happened: nobody had scheduled it.
        Later => "recorded later",
    }
}

impl Kind {
    /// Whether its date is one that comes, or that has passed unnoticed: not the day of an announcement, nor what only
    /// hindsight knows.
    pub fn has_day(self) -> bool {
        matches!(self, Self::Overdue | Self::Due | Self::RunsOut | Self::Act)
    }

    /// Whether it is one of those that are counted as due.
    pub(super) fn is_counted(self) -> bool {
        matches!(self, Self::Due | Self::RunsOut)
    }
}

/// How far ahead the header counts, in days.
const SOON: i64 = 30;

/// Everything to watch after the day but acts, of the measures that these rows are of, in no order.
pub fn items<'a>(
    facts: Facts<'a>,
    ledger: impl IntoIterator<Item = &'a ledger::Row>,
) -> impl Iterator<Item = Item<'a>> {
    let measures = ledger.into_iter().flat_map(move |row| of_measure(facts, row));
    events(facts).chain(measures).chain(at_crossings(facts)).chain(reopenings(facts))
}

fn events(facts: Facts<'_>) -> impl Iterator<Item = Item<'_>> {
    let on_day = facts.day;
    let events = facts.state.records().events.iter().filter(|it| !it.is_withdrawn());
    events.filter_map(move |it| {
        let kind = match (it.basis, it.on) {
            (Basis::Scheduled, Some(on)) if on.is_over_before(on_day) => Kind::Overdue,
            (Basis::Scheduled, Some(on)) if on.last() > on_day => Kind::Due,
            (Basis::Scheduled, None) => Kind::Due,
            (Basis::Reported, Some(on)) if on.first() > on_day => Kind::Later,
            _ => return None,
        };
        Some(Item { on: it.on, id: &it.id, kind, what: What::Event(it) })
    })
}

/// The last day of a measure, the announcement of its end, or that it is not in force yet.
fn of_measure<'a>(facts: Facts<'a>, row: &'a ledger::Row) -> impl Iterator<Item = Item<'a>> {
    let is_announced = row.standing == Standing::LiftingAnnounced || row.is_also(Standing::LiftingAnnounced);
    let is_prepared =
        matches!(row.standing, Standing::InPreparation | Standing::Threatened | Standing::Announced);
    let listed = is_announced || is_prepared || row.until.is_some();
    let it = listed.then(|| facts.state.records().sanctions.get(row.at())).flatten();
    let item =
        |kind, on, renewed| it.map(|it| Item { on, id: &it.id, kind, what: What::Measure(row, renewed) });
    let until = row.until.and_then(|until| {
        let renewed = it.map_or(0, |it| renewals(it, facts.analysis.claims(row.place()), facts.day));
        item(Kind::RunsOut, Some(until), renewed)
    });
    let status = is_announced.then(|| row.status(facts.state, facts.analysis, facts.day)).flatten();
    let announced = status.and_then(|status| item(Kind::Announced, status.lifting_announced, 0));
    let prepared = is_prepared.then(|| item(Kind::Prepared, row.since, 0)).flatten();
    until.into_iter().chain(announced).chain(prepared)
}

/// What is limited at crossings, and what is known to come there.
fn at_crossings(facts: Facts<'_>) -> impl Iterator<Item = Item<'_>> {
    let (state, on_day) = (facts.state, facts.day);
    facts.crossings.iter().flat_map(move |row| {
        let it = state.records().crossings.get(row.at);
        let claims = facts.analysis.claims(row.place());
        let ends = it.into_iter().flat_map(move |it| {
            row.status.lanes.iter().filter_map(move |lane| {
                let until = lane.until.filter(|until| !until.is_over_before(on_day))?;
                let what = What::Lane(it, lane, evidence::lane(state, it, lane, claims, on_day));
                Some(Item { on: Some(until), id: &it.id, kind: Kind::RunsOut, what })
            })
        });
        let comes = it.into_iter().flat_map(move |it| {
            let steps = it.history.iter().enumerate();
            steps.filter_map(move |(at, step)| {
                let CrossingChange::Status { traffic, .. } = &step.change else { return None };
                let ahead = step.on.first() > on_day && !claims.is_set_aside(at);
                // What only became known when it had happened was not to be expected.
                let is_known = ahead && step_known_from(state, step).is_some_and(|from| from <= on_day);
                let what = What::Ahead(it, step, *traffic);
                is_known.then_some(Item { on: Some(step.on), id: &it.id, kind: Kind::Due, what })
            })
        });
        ends.chain(comes)
    })
}

/// The missions whose reopening was announced, and that are not open again.
fn reopenings(facts: Facts<'_>) -> impl Iterator<Item = Item<'_>> {
    let records = &facts.state.records().relations;
    let rows = facts.relations.iter().filter_map(move |row| Some((records.get(row.at)?, row)));
    rows.flat_map(|(it, row): (&Relation, _)| {
        row.status.representation.iter().filter_map(move |ways| {
            let held = ways.reopening.as_ref()?;
            let what = What::Mission(&ways.direction, held);
            Some(Item { on: Some(held.since), id: &it.id, kind: Kind::Reopening, what })
        })
    })
}

/// The acts that are there on the day and begin to apply after it, or hold no longer than to a day that is known, in no
/// order.
pub fn acts(state: &State, day: NaiveDate) -> impl Iterator<Item = Item<'_>> {
    let acts = &state.records().acts;
    let there = acts.iter().filter(move |it| it.shows().any(|on| on.certainly_by(day)));
    let mut prolonged: HashMap<&Id, usize> = HashMap::new();
    for by in there.clone().filter(|by| by.expires.is_some()) {
        let amended: BTreeSet<&Id> = by.amends.iter().collect();
        for id in amended {
            *prolonged.entry(id).or_default() += 1;
        }
    }
    there.flat_map(move |it| {
        let applies = it.applies.filter(|on| on.first() > day);
        let applies =
            applies.map(|on| Item { on: Some(on), id: &it.id, kind: Kind::Act, what: What::Begins });
        // What changes another act says how long that one holds, and is told there.
        let ends = state.binding(&it.id).filter(|_| it.amends.is_empty()).and_then(Binding::last_day);
        let ends = ends.filter(|on| !on.is_over_before(day)).map(|on| {
            let before = prolonged.get(&it.id).copied().unwrap_or_default();
            Item { on: Some(on), id: &it.id, kind: Kind::Act, what: What::Ends(before) }
        });
        applies.into_iter().chain(ends)
    })
}

impl Item<'_> {
    /// Whether it is due, or runs out, no later than on a day.
    pub(super) fn is_due_by(&self, day: NaiveDate, last: NaiveDate) -> bool {
        self.kind.is_counted() && self.on.is_some_and(|on| is_due_by(on, day, last))
    }

    /// What tells it from other things about the same record, whatever its day: `term-passenger`.
    pub fn key(&self) -> String {
        let lane = match self.what {
            What::Lane(_, lane, _) => format!("-{}", lane.traffic),
            What::Ahead(_, step, traffic) => format!("-{}-{traffic}", step.on.written()),
            What::Mission(way, _) => format!("-{}-{}", way.from, way.at),
            What::Begins => "-start".to_owned(),
            What::Ends(..) => "-end".to_owned(),
            What::Event(_) | What::Measure(..) => String::new(),
        };
        // What is due today is overdue tomorrow, and the same thing; an act is the same however often it was prolonged.
        let kind = match self.kind {
            Kind::Overdue | Kind::Due | Kind::Later => "event",
            Kind::RunsOut => "term",
            Kind::Act => "act",
            Kind::Announced => "announced",
            Kind::Reopening => "reopening",
            Kind::Prepared => "prepared",
        };
        format!("{kind}{lane}")
    }

    /// Whether its day is the last of something.
    pub fn is_an_end(&self) -> bool {
        self.kind == Kind::RunsOut || matches!(self.what, What::Ends(..))
    }

    /// The last day of something that lasts.
    pub fn until(&self) -> Option<Date> {
        match self.what {
            What::Event(it) => it.until,
            _ => None,
        }
    }

    /// Since when what is still so binds.
    pub(super) fn in_force(&self) -> Option<evidence::Since> {
        match self.what {
            What::Measure(row, _) => row.dates().in_force,
            _ => None,
        }
    }

    /// The latest day on which a claim supports what is still so; nothing of an event.
    pub fn shown(&self) -> Option<Shown> {
        match self.what {
            What::Measure(row, _) => row.dates().shown,
            What::Lane(.., shown) => shown,
            What::Mission(_, held) => Some(held.shown),
            What::Event(_) | What::Ahead(..) | What::Begins | What::Ends(..) => None,
        }
    }

    /// Since when what is still so binds, and when that was shown last: `in force since ≤2023-01-21, shown …`.
    pub fn evidence(&self, day: NaiveDate) -> String {
        let since = self.in_force().map(|since| format!("in force since {}", since.words()));
        let shown = self.shown().map(|shown| evidence::shown(shown, day));
        [since, shown].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// What it is, in a line.
    pub fn text(&self, state: &State, day: NaiveDate) -> String {
        let on = self.on.map(|on| on.to_string()).unwrap_or_default();
        let until = self.on.map(|on| format!(" until {on}")).unwrap_or_default();
        let age = self.on.map(|on| format!(", {}", ago(on, day))).unwrap_or_default();
        let name = || record_name(state, self.id);
        match self.what {
            What::Event(it) => it.title.to_string(),
            What::Begins => format!("{}: applies from {on}", name()),
            What::Ends(0) => format!("{}: holds until {on}", name()),
            What::Ends(before) => {
                format!("{}: holds until {on}; prolonged {}", name(), often(before))
            }
            What::Measure(..) if self.kind == Kind::Announced => {
                format!("{}: lifting announced{age}, no delisting recorded", name())
            }
            What::Measure(row, _) if self.kind == Kind::Prepared => {
                format!("{}: {}{age}", name(), row.standing)
            }
            What::Measure(row, renewed) => {
                let again = match renewed {
                    0 => String::new(),
                    count => format!("; renewed {}", often(count)),
                };
                format!("{}: {}{until}{again}", name(), row.standing)
            }
            What::Lane(it, lane, _) => {
                let access = wording::lane_access(lane.access);
                format!("{}: {} {access}{until}", it.name, lane.traffic)
            }
            What::Ahead(it, step, _) => {
                format!(
                    "{}: {} from {on}, as announced",
                    it.name,
                    wording::crossing_change(state, &step.change)
                )
            }
            What::Mission(way, _) => {
                let way = wording::direction(way);
                format!("{}: mission of {way}: reopening announced{age}, not recorded as done", name())
            }
        }
    }
}

/// `once before`, `5 times before`.
fn often(count: usize) -> String {
    if count == 1 { "once before".to_owned() } else { format!("{count} times before") }
}

/// How often a measure was renewed by a day, by the claims that count.
fn renewals(it: &Measure, claims: &Claims, day: NaiveDate) -> usize {
    let is_renewal = |(at, step): &(usize, &Step<MeasureChange>)| {
        step.change.what == MeasureStep::Renewed && step.on.certainly_by(day) && !claims.is_set_aside(*at)
    };
    // Several who tell of one act, or of one day, tell of one renewal.
    let mut days: HashMap<acts::Act<'_>, Date> = HashMap::new();
    for (_, step) in it.history.iter().enumerate().filter(is_renewal) {
        days.entry(acts::act(it, step)).or_insert(step.on);
    }
    days.into_values().collect::<BTreeSet<Date>>().len()
}

/// How many things but measures are due or run out within the next thirty days, for the header.
pub fn soon(facts: Facts<'_>) -> usize {
    let last = last_soon(facts.day);
    items(facts, &[]).filter(|item| item.is_due_by(facts.day, last)).count()
}

/// How many measures run out within the next thirty days.
pub fn terms(ledger: &[ledger::Row], day: NaiveDate) -> usize {
    ledger.par_iter().with_min_len(ledger::CHUNK).filter(|row| is_term(row, day)).count()
}

/// Whether a measure runs out within the next thirty days.
pub fn is_term(row: &ledger::Row, day: NaiveDate) -> bool {
    row.until.is_some_and(|until| is_due_by(until, day, last_soon(day)))
}

/// The last day that the header looks ahead to.
pub(super) fn last_soon(day: NaiveDate) -> NaiveDate {
    day.checked_add_signed(chrono::TimeDelta::days(SOON)).unwrap_or(NaiveDate::MAX)
}

/// Whether a date comes on or after a day and may come by a last one.
pub(super) fn is_due_by(on: Date, day: NaiveDate, last: NaiveDate) -> bool {
    on.last() >= day && on.first() <= last
}

/// How long ago, as precisely as the date is known.
pub(super) fn ago(date: Date, day: NaiveDate) -> String {
    match date.days_to(day) {
        (a, b) if a == b => format!("{a} d ago"),
        (a, b) => format!("{} to {b} d ago", a.max(0)),
    }
}
