//! What there is to watch after a day: what is due, expected or running out, and what was announced and is not seen done
//! yet.

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::model::act::Act;
use crate::model::crossing::{Access, Crossing, LaneStatus};
use crate::model::date::Date;
use crate::model::declare::vocabulary;
use crate::model::event::{Basis, Event};
use crate::model::evidence::Shown;
use crate::model::id::Id;
use crate::model::measure::{Binding, MeasureStep, Standing};
use crate::model::state::State;

use super::evidence;
use super::wording::record_name;
use super::{crossings, ledger};

/// One thing to watch.
#[derive(Debug, Clone, Copy)]
pub struct Item<'a> {
    /// When; `None` while the date is open.
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
    Measure(&'a ledger::Row),
    Lane(&'a Crossing, &'a crossings::Row, &'a LaneStatus),
    /// An act, and whether it ends on the day rather than begins to apply.
    Act(&'a Act, bool),
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
        /// It lies after the day, and was recorded when it had happened: nobody had scheduled it.
        Later => "recorded later",
        /// A lifting was announced, and the measure is still there.
        Announced => "only announced",
    }
}

/// How far ahead the header counts, in days.
pub(super) const SOON: i64 = 30;

/// Everything to watch after `day`, in no order.
pub fn items<'a>(
    state: &'a State,
    ledger: impl IntoIterator<Item = &'a ledger::Row>,
    crossings: &'a [crossings::Row],
    day: NaiveDate,
) -> impl Iterator<Item = Item<'a>> {
    let records = state.records();
    let events = records.events.iter().filter(|it| !it.is_withdrawn()).filter_map(move |it| {
        let kind = match (it.basis, it.on) {
            (Basis::Scheduled, Some(on)) if on.is_over_before(day) => Kind::Overdue,
            (Basis::Scheduled, Some(on)) if on.last() > day => Kind::Due,
            (Basis::Scheduled, None) => Kind::Due,
            (Basis::Reported, Some(on)) if on.first() > day => Kind::Later,
            _ => return None,
        };
        Some(Item { on: it.on, id: &it.id, kind, what: What::Event(it) })
    });
    let measures = ledger.into_iter().flat_map(move |row| {
        let announced = row.standing == Standing::LiftingAnnounced || row.is_also(Standing::LiftingAnnounced);
        let listed = announced || row.until.is_some();
        let it = listed.then(|| records.sanctions.get(row.at())).flatten();
        let item = |kind, on| it.map(|it| Item { on, id: &it.id, kind, what: What::Measure(row) });
        let until = row.until.and_then(|until| item(Kind::RunsOut, Some(until)));
        let steps = it.filter(|_| announced).map(|it| &it.history);
        let steps =
            steps.into_iter().flatten().filter(|step| step.on.certainly_by(day) && !step.is_withdrawn());
        // What was said again is no news: it dates from the first time since the measure was put into force.
        let from = row.dates().in_force.map(|since| since.on);
        let on = steps
            .filter(|step| step.change.what == MeasureStep::LiftingAnnounced)
            .map(|step| step.on)
            .filter(|on| from.is_none_or(|from| *on >= from));
        let announced = if announced { item(Kind::Announced, on.min()) } else { None };
        until.into_iter().chain(announced)
    });
    let lanes = crossings.iter().flat_map(move |row| {
        let it = records.crossings.get(row.at);
        it.into_iter().flat_map(move |it| {
            row.status.lanes.iter().filter_map(move |lane| {
                let until = lane.until.filter(|until| !until.is_over_before(day))?;
                Some(Item {
                    on: Some(until),
                    id: &it.id,
                    kind: Kind::RunsOut,
                    what: What::Lane(it, row, lane),
                })
            })
        })
    });
    events.chain(measures).chain(lanes)
}

/// The acts that are there on `day` and begin to apply after it, or hold no longer than to a day that is known, in no order.
pub fn acts(state: &State, day: NaiveDate) -> impl Iterator<Item = Item<'_>> {
    let acts = state.records().acts.iter();
    let there = acts.filter(move |it| it.shows().any(|on| on.certainly_by(day)));
    there.flat_map(move |it| {
        let binding = state.binding(&it.id);
        let item = |on, ends| Item { on: Some(on), id: &it.id, kind: Kind::Act, what: What::Act(it, ends) };
        let applies = it.applies.filter(|on| on.first() > day).map(|on| item(on, false));
        // What changes another act says how long that one holds, and is told there.
        let ends = binding.filter(|_| it.amends.is_empty()).and_then(Binding::last_day);
        let ends = ends.filter(|on| !on.is_over_before(day));
        applies.into_iter().chain(ends.map(|on| item(on, true)))
    })
}

impl Item<'_> {
    /// Whether it is due, or runs out, within the days that the header looks ahead.
    pub(super) fn is_soon(&self, day: NaiveDate) -> bool {
        matches!(self.kind, Kind::Due | Kind::RunsOut) && self.on.is_some_and(|on| is_soon(on, day))
    }

    /// What tells it from other things about the same record, whatever its day: `term-passenger`.
    pub fn key(&self) -> String {
        let lane = match self.what {
            What::Lane(_, _, lane) => format!("-{}", lane.traffic),
            What::Act(_, ends) => if ends { "-end" } else { "-start" }.to_owned(),
            What::Event(_) | What::Measure(_) => String::new(),
        };
        // What is due today is overdue tomorrow, and the same thing.
        let kind = match self.kind {
            Kind::Overdue | Kind::Due | Kind::Later => "event",
            Kind::RunsOut => "term",
            Kind::Act => "act",
            Kind::Announced => "announced",
        };
        format!("{kind}{lane}")
    }

    /// Whether its day is the last of something.
    pub fn is_an_end(&self) -> bool {
        self.kind == Kind::RunsOut || matches!(self.what, What::Act(_, true))
    }

    /// The last day of something that lasts.
    pub fn until(&self) -> Option<Date> {
        match self.what {
            What::Event(it) => it.until,
            What::Measure(_) | What::Lane(..) | What::Act(..) => None,
        }
    }

    /// The latest day on which a claim supports what is still so; nothing of an event.
    pub fn shown(&self) -> Option<Shown> {
        match self.what {
            What::Measure(row) => row.dates().shown,
            What::Lane(_, row, _) => row.shown,
            What::Event(_) | What::Act(..) => None,
        }
    }

    /// Since when what is still so binds, and when that was shown last: `in force since ≤2023-01-21, shown …`.
    pub fn evidence(&self, day: NaiveDate) -> String {
        let since = match self.what {
            What::Measure(row) => row.dates().in_force,
            What::Lane(..) | What::Event(_) | What::Act(..) => None,
        };
        let since = since.map(|since| format!("in force since {}", since.words()));
        let shown = self.shown().map(|shown| evidence::shown(shown, day));
        [since, shown].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// What it is, in a line.
    pub fn text(&self, state: &State, day: NaiveDate) -> String {
        let until = self.on.map(|on| format!(" until {on}")).unwrap_or_default();
        match self.what {
            What::Event(it) => it.title.to_string(),
            What::Act(it, ends) => {
                let on = self.on.map(|on| on.to_string()).unwrap_or_default();
                let what = if ends { "holds until" } else { "applies from" };
                format!("{}: {what} {on}", record_name(state, &it.id))
            }
            What::Measure(_) if self.kind == Kind::Announced => {
                let since = self.on.map(|on| format!(", {}", ago(on, day))).unwrap_or_default();
                let name = record_name(state, self.id);
                format!("{name}: lifting announced{since}, no delisting recorded")
            }
            What::Measure(row) => format!("{}: {}{until}", record_name(state, self.id), row.standing),
            What::Lane(it, _, lane) => {
                let access = lane.access.map_or("no record", Access::word);
                format!("{}: {} {access}{until}", it.name, lane.traffic)
            }
        }
    }
}

/// How many things but measures are due or run out within the next thirty days, for the header.
pub fn soon(state: &State, crossings: &[crossings::Row], day: NaiveDate) -> usize {
    items(state, &[], crossings, day).filter(|item| item.is_soon(day)).count()
}

/// How many measures run out within the next thirty days.
pub fn terms(ledger: &[ledger::Row], day: NaiveDate) -> usize {
    ledger.par_iter().with_min_len(ledger::CHUNK).filter(|row| is_term(row, day)).count()
}

/// Whether a measure runs out within the next thirty days.
pub fn is_term(row: &ledger::Row, day: NaiveDate) -> bool {
    row.until.is_some_and(|until| is_soon(until, day))
}

/// Whether a date comes within the days that the header looks ahead.
fn is_soon(on: Date, day: NaiveDate) -> bool {
    on.last() >= day && (on.first() - day).num_days() <= SOON
}

/// How long ago, as precisely as the date is known.
pub(super) fn ago(date: Date, day: NaiveDate) -> String {
    match date.days_to(day) {
        (a, b) if a == b => format!("{a} d ago"),
        (a, b) => format!("{} to {b} d ago", a.max(0)),
    }
}
