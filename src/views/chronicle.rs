//! The log: every dated thing once. Events, and the steps of all histories; a step that names its event stands
//! under it.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::model::date::Date;
use crate::model::event::{Basis, Event};
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{List, Place, State};

use super::analysis::Analysis;
use super::query::{Facts, Needle, Query};
use super::subject::Subject;
use super::wording;

/// One dated thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// When; `None` while the date is open.
    pub on: Option<Date>,
    /// The event, or the record whose history has the step.
    pub place: Place,
    /// The step of that history; `None` for an event.
    pub step: Option<usize>,
    /// It stands under the event before it.
    pub under: bool,
    /// Whether sources disagree about it.
    pub conflict: bool,
}

impl Entry {
    /// Whether it lies after `day`.
    pub fn is_due(&self, day: NaiveDate) -> bool {
        self.on.is_none_or(|on| !on.possibly_by(day))
    }
}

/// All dated things, newest first; what has no date yet stands before all.
pub fn entries(state: &State, analysis: &Analysis) -> Vec<Entry> {
    let mut alone: Vec<Entry> = Vec::new();
    let mut children: HashMap<&Id, Vec<Entry>> = HashMap::new();
    let records = state.records();
    let mut take = |list, at, step_at: usize, on, event: Option<&'_ Id>| {
        let place = Place { list, at };
        let conflict = analysis.conflicts(place).iter().any(|c| c.places().contains(&step_at));
        let known = event.and_then(|event| state.event(event.as_str()));
        let entry = Entry { on: Some(on), place, step: Some(step_at), under: known.is_some(), conflict };
        match known {
            Some(event) => children.entry(&event.id).or_default().push(entry),
            None => alone.push(entry),
        }
    };
    for (at, it) in records.relations.iter().enumerate() {
        for (i, step) in it.history.iter().enumerate() {
            take(List::Relations, at, i, step.on, step.event.as_ref());
        }
    }
    for (at, it) in records.sanctions.iter().enumerate() {
        for (i, step) in it.history.iter().enumerate() {
            take(List::Sanctions, at, i, step.on, step.event.as_ref());
        }
    }
    for (at, it) in records.crossings.iter().enumerate() {
        for (i, step) in it.history.iter().enumerate() {
            take(List::Crossings, at, i, step.on, step.event.as_ref());
        }
    }
    for (at, it) in records.events.iter().enumerate() {
        let place = Place { list: List::Events, at };
        let conflict = !analysis.conflicts(place).is_empty();
        alone.push(Entry { on: it.on, place, step: None, under: false, conflict });
    }
    // Newest first; on one day an event stands before lone steps, and the order of the file decides the rest.
    alone.sort_by(|a, b| {
        (a.on.is_some(), b.on)
            .cmp(&(b.on.is_some(), a.on))
            .then_with(|| (a.step.is_some(), a.place).cmp(&(b.step.is_some(), b.place)))
    });
    let mut entries = Vec::with_capacity(alone.len() + children.len());
    for entry in alone {
        entries.push(entry);
        if entry.step.is_none()
            && let Some(event) = records.events.get(entry.place.at)
            && let Some(under) = children.remove(&event.id)
        {
            entries.extend(under);
        }
    }
    entries
}

struct Dated<'a> {
    state: &'a State,
    analysis: &'a Analysis,
    entry: &'a Entry,
    day: NaiveDate,
}

impl Dated<'_> {
    fn event(&self) -> Option<&Event> {
        match self.state.at(self.entry.place) {
            Some(Record::Event(event)) => Some(event),
            _ => None,
        }
    }
}

impl Facts for Dated<'_> {
    fn text(&self) -> &str {
        self.analysis.text(self.entry.place)
    }

    fn field(&self, name: &'static str, needle: &Needle) -> Option<bool> {
        let record = self.state.at(self.entry.place)?;
        let names = |id: &Id| needle.names(self.state, id);
        let takes_part = |id: &Id| {
            let whose = self.state.actor(id.as_str()).and_then(|actor| actor.affiliation.as_ref());
            names(id) || whose.is_some_and(names)
        };
        Some(match (name, record) {
            ("actor", Record::Event(it)) => it.actors.iter().any(takes_part),
            ("actor", Record::Sanction(it)) => {
                names(&it.issuer) || it.target.country.as_ref().is_some_and(names)
            }
            ("actor", Record::Crossing(it)) => names(&it.between.0) || names(&it.between.1),
            ("actor", Record::Relation(it)) => names(&it.pair.0) || names(&it.pair.1),
            ("issuer", Record::Sanction(it)) => names(&it.issuer),
            ("target", Record::Sanction(it)) => needle.within(&it.target.name),
            ("measure", Record::Sanction(it)) => needle.within(it.measure.word()),
            ("kind", _) => needle.within(&kind(self.state, self.entry)),
            ("status", _) => {
                needle.within(if self.entry.is_due(self.day) { "due" } else { "past" })
                    || self.event().is_some_and(|event| needle.within(event.basis.word()))
                    || (self.entry.step.is_some() && needle.within(&title(self.state, self.entry)))
            }
            ("source", _) => sources(self.state, self.entry).iter().any(|s| needle.within(s.as_str())),
            ("id", record) => needle.within(record.id().as_str()),
            _ => return None,
        })
    }

    fn date(&self) -> Option<Date> {
        self.entry.on
    }

    fn in_conflict(&self) -> bool {
        self.entry.conflict
    }
}

/// The entries that pass a filter and belong to a subject; their places among `entries`.
///
/// What stands under an event that passes stays with it.
pub fn select(
    state: &State,
    analysis: &Analysis,
    entries: &[Entry],
    day: NaiveDate,
    query: &Query,
    subject: Option<&Subject>,
) -> Vec<usize> {
    if query.is_empty() && subject.is_none() {
        return (0..entries.len()).collect();
    }
    let passes = |entry: &Entry| {
        (query.is_empty() || query.accepts(&Dated { state, analysis, entry, day }))
            && subject.is_none_or(|it| it.covers(state, entry.place))
    };
    let mut parent = false;
    let mut places = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let own = passes(entry);
        if !entry.under {
            parent = own;
        }
        if own || (entry.under && parent) {
            places.push(place);
        }
    }
    places
}

/// What kind of thing it is: the event's kind, or the list of its record.
pub fn kind(state: &State, entry: &Entry) -> String {
    match state.at(entry.place) {
        Some(Record::Event(event)) => event.kind.word().to_owned(),
        _ => entry.place.list.word().to_owned(),
    }
}

/// Its line: the event's title, or what changed in which record.
pub fn title(state: &State, entry: &Entry) -> String {
    let at = entry.step.unwrap_or_default();
    match state.at(entry.place) {
        Some(Record::Event(event)) => match event.basis {
            Basis::Reported => event.title.to_string(),
            basis => format!("{} ({basis})", event.title),
        },
        Some(Record::Sanction(it)) => with_step(&it.history, at, |step| {
            format!("{} › {}: {}", it.issuer, it.target.name, wording::sanction_change(&step.change))
        }),
        Some(Record::Crossing(it)) => with_step(&it.history, at, |step| {
            format!("{}: {}", it.name, wording::crossing_change(state, &step.change))
        }),
        Some(Record::Relation(it)) => with_step(&it.history, at, |step| {
            format!("{}–{} {}", it.pair.0, it.pair.1, wording::relation_change(&step.change))
        }),
        _ => String::new(),
    }
}

fn with_step<C>(steps: &[Step<C>], at: usize, line: impl Fn(&Step<C>) -> String) -> String {
    let Some(step) = steps.get(at) else { return String::new() };
    let mut text = line(step);
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
    let at = entry.step.unwrap_or_default();
    match state.at(entry.place) {
        Some(Record::Event(event)) => &event.sources,
        Some(Record::Sanction(it)) => it.history.get(at).map_or(&[], |s| &s.sources),
        Some(Record::Crossing(it)) => it.history.get(at).map_or(&[], |s| &s.sources),
        Some(Record::Relation(it)) => it.history.get(at).map_or(&[], |s| &s.sources),
        _ => &[],
    }
}

/// Every day on which something changes for certain, in order, each once: where the as-of keys stop.
pub fn days_of_change(state: &State, entries: &[Entry]) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = entries.iter().filter_map(|entry| entry.on).map(Date::last).collect();
    // What is limited changes on the day after its last.
    let records = state.records();
    let limits = records
        .sanctions
        .iter()
        .flat_map(|it| it.history.iter().filter_map(|s| s.until))
        .chain(records.crossings.iter().flat_map(|it| it.history.iter().filter_map(|s| s.until)))
        .chain(records.relations.iter().flat_map(|it| it.history.iter().filter_map(|s| s.until)));
    days.extend(limits.filter_map(|until| until.last().succ_opt()));
    days.sort_unstable();
    days.dedup();
    days
}
