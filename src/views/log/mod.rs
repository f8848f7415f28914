//! The log: every dated thing once. Events, and the steps of all histories; a step that names its event stands
//! under it.

mod entries;

use chrono::NaiveDate;

use crate::model::date::Date;
use crate::model::event::Basis;
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};

use super::wording;

pub use entries::Chronicle;

/// One dated thing. What it says stands in the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    at: u32,
    /// The step, counted from one; nought for an event.
    step: u32,
    list: RecordKind,
    under: bool,
    conflict: bool,
}

impl Entry {
    /// The event, or the record whose history has the step.
    pub fn place(&self) -> Place {
        Place { list: self.list, at: self.at as usize }
    }

    /// The step of that history; `None` for an event.
    pub fn step(&self) -> Option<usize> {
        self.step.checked_sub(1).map(|step| step as usize)
    }

    /// Whether it stands under the event before it.
    pub fn is_under(&self) -> bool {
        self.under
    }

    /// Whether sources disagree about it.
    pub fn in_conflict(&self) -> bool {
        self.conflict
    }

    /// When; `None` while the date is open.
    pub fn on(&self, state: &State) -> Option<Date> {
        match (state.at(self.place())?, self.step()) {
            (Record::Event(event), _) => event.on,
            (record, step) => record.step(step?).map(|(on, _)| on),
        }
    }

    /// Whether it lies after `day`.
    pub fn is_after(&self, state: &State, day: NaiveDate) -> bool {
        self.on(state).is_none_or(|on| !on.possibly_by(day))
    }

    /// Whether it is scheduled for a day after `day`, or for one that is open. What was recorded when it had happened was
    /// not due before.
    pub fn is_due(&self, state: &State, day: NaiveDate) -> bool {
        let is_scheduled = match state.at(self.place()) {
            Some(Record::Event(event)) => event.basis == Basis::Scheduled,
            _ => false,
        };
        is_scheduled && self.is_after(state, day)
    }

    /// When it is, seen from `day`: `due`, `later`, or `past`.
    pub fn when(&self, state: &State, day: NaiveDate) -> &'static str {
        match (self.is_due(state, day), self.is_after(state, day)) {
            (true, _) => "due",
            (false, true) => "later",
            (false, false) => "past",
        }
    }
}

/// What kind of thing it is: the event's kind, or the list of its record.
pub fn kind(state: &State, entry: &Entry) -> String {
    match state.at(entry.place()) {
        Some(Record::Event(event)) => event.kind.word().to_owned(),
        _ => entry.place().list.word().to_owned(),
    }
}

/// Its line: the event's title, or what changed in which record.
pub fn title(state: &State, entry: &Entry) -> String {
    let at = entry.step().unwrap_or_default();
    match state.at(entry.place()) {
        Some(Record::Event(event)) if event.is_withdrawn() => format!("{} (withdrawn)", event.title),
        Some(Record::Event(event)) => match event.basis {
            Basis::Reported => event.title.to_string(),
            basis => format!("{} ({basis})", event.title),
        },
        Some(Record::Measure(it)) => with_step(&it.history, at, |step| {
            format!("{} › {}: {}", it.issuer, state.target_name(it), wording::sanction_change(state, step))
        }),
        Some(Record::Crossing(it)) => with_step(&it.history, at, |step| {
            format!("{}: {}", it.name, wording::crossing_change(state, &step.change))
        }),
        Some(Record::Relation(it)) => with_step(&it.history, at, |step| {
            format!("{}–{} {}", it.pair.0, it.pair.1, wording::relation_change(state, &step.change))
        }),
        _ => String::new(),
    }
}

fn with_step<C>(steps: &[Step<C>], at: usize, line: impl Fn(&Step<C>) -> String) -> String {
    let Some(step) = steps.get(at) else { return String::new() };
    let mut text = line(step);
    if step.withdrawn.is_some() {
        text.push_str(" (withdrawn)");
    }
    if let Some(until) = step.until {
        text.push_str(&format!(" until {until}"));
    }
    if let Some(scope) = &step.scope {
        text.push_str(" · ");
        text.push_str(scope);
    }
    text
}

/// Who says so.
pub fn sources<'a>(state: &'a State, entry: &Entry) -> &'a [Id] {
    match (state.at(entry.place()), entry.step()) {
        (Some(Record::Event(event)), _) => &event.sources,
        (Some(record), Some(step)) => record.step(step).map_or(&[], |(_, sources)| sources),
        _ => &[],
    }
}
