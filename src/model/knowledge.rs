//! The second clock: what of a state could be known on a day.
//!
//! A claim could be known from the day on which the first of its sources was published; a sighting on a list from the
//! day of that list; where the file says from when (`known`), from then. A source that does not say when it was published
//! is known from no day. A claim that was withdrawn later still has its vote.

use chrono::NaiveDate;
use hashbrown::HashSet;

use super::act::Act;
use super::chunked::Rewrite;
use super::compact::ThinSlice;
use super::crossing::{Crossing, CrossingChange, Reason};
use super::date::Date;
use super::event::Event;
use super::history::{Step, Withdrawal};
use super::id::Id;
use super::measure::{Measure, MeasureChange};
use super::record::Record;
use super::records::Records;
use super::relation::{Relation, RelationChange};
use super::state::{Place, RecordKind, State};
use super::subject::{Owner, Subject};

/// What a step says, as far as the second clock asks.
pub trait Claimed: Clone {
    /// Whether it was read off a list: then the day of the list is the day from which it could be known.
    fn is_sighting(&self) -> bool {
        false
    }

    /// The same without the parts that rest on sources of their own of which `has` knows none; `None` where it has no
    /// such part.
    fn without_unknown(&self, has: impl Fn(&Id) -> bool) -> Option<Self> {
        let _ = has;
        None
    }
}

impl Claimed for MeasureChange {
    fn is_sighting(&self) -> bool {
        self.list().is_some()
    }
}

impl Claimed for RelationChange {}

impl Claimed for CrossingChange {
    fn without_unknown(&self, has: impl Fn(&Id) -> bool) -> Option<Self> {
        let is_known = |reason: &&Reason| reason.sources.is_empty() || reason.sources.iter().any(&has);
        match self {
            Self::Status { access, traffic, by, reasons } if !reasons.iter().all(|it| is_known(&it)) => {
                let reasons = reasons.iter().filter(is_known).cloned().collect();
                Some(Self::Status { access: *access, traffic: *traffic, by: by.clone(), reasons })
            }
            _ => None,
        }
    }
}

/// The day from which what these sources say could be known: the earliest on which one of them was published. Of an
/// imprecise date the last day counts: nothing is known sooner than is certain.
fn first_published(state: &State, sources: &[Id]) -> Option<NaiveDate> {
    sources.iter().filter_map(|id| state.source(id.as_str())?.published).map(Date::last).min()
}

/// The day from which a step could be known, where that does not depend on its sources: the file says so, or it is a
/// sighting.
fn own_day<C: Claimed>(step: &Step<C>) -> Option<NaiveDate> {
    step.known.or_else(|| step.change.is_sighting().then_some(step.on)).map(Date::last)
}

/// The day from which a step could be known; `None` where none of its sources says when it was published.
pub fn step_known_from<C: Claimed>(state: &State, step: &Step<C>) -> Option<NaiveDate> {
    own_day(step).or_else(|| first_published(state, &step.sources))
}

/// The day from which an event could be known; `None` where none of its sources says when it was published.
pub fn event_known_from(state: &State, event: &Event) -> Option<NaiveDate> {
    event.known.map(Date::last).or_else(|| first_published(state, &event.sources))
}

/// The latest day for which a step is evidence: its own, but none after its newest source was published, since nobody can
/// vouch for what came later. A sighting has the day of its list, an act proves its own days; a source that does not say
/// when it was published may be as new as the step.
pub fn step_proves<C: Claimed>(state: &State, step: &Step<C>) -> Date {
    let is_of_act = |act: &Id| state.act_days(act).contains(&step.on);
    if step.change.is_sighting() || step.act.as_ref().is_some_and(is_of_act) {
        return step.on;
    }
    no_later_than_said(state, step.on, step.known, &step.sources)
}

/// The same of an event that happened on `on`.
pub fn event_proves(state: &State, event: &Event) -> Option<Date> {
    event.on.map(|on| no_later_than_said(state, on, event.known, &event.sources))
}

/// `on`, or where all sources were published before it the day of the newest. Of imprecise days the last one counts of a
/// publication, the first one of what it tells.
fn no_later_than_said(state: &State, on: Date, known: Option<Date>, sources: &[Id]) -> Date {
    let mut newest = known;
    for source in sources.iter().map(|id| state.source(id.as_str())) {
        match source.map(|it| it.published) {
            Some(Some(published)) => {
                newest = newest.into_iter().chain([published]).max_by_key(|on| on.last());
            }
            _ => return on,
        }
    }
    newest.filter(|newest| newest.is_over_before(on.first())).unwrap_or(on)
}

/// What of a state could be known on `day`: steps and events that could not are out, and so are sources of a claim that
/// were published later, and so are acts of a later day and owners of whom nobody had told. Records stay, those of a history without a step too; so do the
/// places of all records but events and acts. What has no day of its own (names, notes, numbers on lists) is as the file has it.
#[must_use]
pub fn as_known(state: &State, day: NaiveDate) -> State {
    let records = state.records();
    let published = records.sources.iter().filter(|it| it.published.is_some_and(|on| on.last() <= day));
    let known = Known { day, sources: published.map(|it| &it.id).collect() };
    let left = Records {
        subjects: records.subjects.rewritten(|it| known.subject(it).into()),
        relations: records.relations.rewritten(|it| {
            known.history(&it.history).map(|history| Relation { history, ..it.clone() }).into()
        }),
        sanctions: records.sanctions.rewritten(|it| {
            known.history(&it.history).map(|history| Measure { history, ..it.clone() }).into()
        }),
        crossings: records.crossings.rewritten(|it| {
            known.history(&it.history).map(|history| Crossing { history, ..it.clone() }).into()
        }),
        acts: records.acts.rewritten(|it| known.act(it)),
        events: records.events.rewritten(|it| known.event(it)),
        ..records.clone()
    };
    state.with_less(left)
}

/// How many steps and events of `state` are not in `known`, which is [`as_known`] of it.
pub fn hidden(state: &State, known: &State) -> usize {
    fn steps(record: Option<Record<'_>>) -> usize {
        match record {
            Some(Record::Relation(it)) => it.history.len(),
            Some(Record::Measure(it)) => it.history.len(),
            Some(Record::Crossing(it)) => it.history.len(),
            _ => 0,
        }
    }
    let events = state.len(RecordKind::Events).saturating_sub(known.len(RecordKind::Events));
    let histories = [RecordKind::Relations, RecordKind::Sanctions, RecordKind::Crossings];
    let less = |list| {
        let at = move |at| Place { list, at };
        (0..state.len(list))
            .filter(move |place| !state.is_same(at(*place), known, *place))
            .map(move |place| steps(state.at(at(place))).saturating_sub(steps(known.at(at(place)))))
    };
    events + histories.into_iter().flat_map(less).sum::<usize>()
}

/// What is known on a day.
struct Known<'a> {
    day: NaiveDate,
    /// The sources that were published by then.
    sources: HashSet<&'a Id>,
}

impl Known<'_> {
    fn has(&self, source: &Id) -> bool {
        self.sources.contains(source)
    }

    /// The sources of a claim that are known, where they are some and not all.
    fn fewer(&self, sources: &ThinSlice<Id>) -> Option<ThinSlice<Id>> {
        let count = sources.iter().filter(|source| self.has(source)).count();
        (0 < count && count < sources.len())
            .then(|| sources.iter().filter(|source| self.has(source)).cloned().collect())
    }

    fn has_any(&self, sources: &[Id]) -> bool {
        sources.iter().any(|source| self.has(source))
    }

    fn has_step<C: Claimed>(&self, step: &Step<C>) -> bool {
        own_day(step).map_or_else(|| self.has_any(&step.sources), |own| own <= self.day)
    }

    /// A step as it was known: with the sources and the parts that were, and withdrawn where it was by then; `None` where
    /// that is all of it.
    fn step<C: Claimed>(&self, step: &Step<C>) -> Option<Step<C>> {
        let sources = self.fewer(&step.sources);
        let change = step.change.without_unknown(|source| self.has(source));
        let is_struck_later = self.is_struck_later(step.withdrawn.as_deref());
        if sources.is_none() && change.is_none() && !is_struck_later {
            return None;
        }
        let mut step = step.clone();
        step.sources = sources.unwrap_or(step.sources);
        step.change = change.unwrap_or(step.change);
        step.withdrawn.take_if(|_| is_struck_later);
        Some(step)
    }

    /// Whether a claim was withdrawn, and nobody knew that yet.
    fn is_struck_later(&self, withdrawn: Option<&Withdrawal>) -> bool {
        withdrawn.is_some_and(|withdrawn| withdrawn.on.last() > self.day)
    }

    /// The steps of a history that are known, each as it was; `None` where those are all.
    fn history<C: Claimed>(&self, steps: &ThinSlice<Step<C>>) -> Option<ThinSlice<Step<C>>> {
        if steps.iter().all(|step| self.has_step(step) && self.step(step).is_none()) {
            return None;
        }
        let left = steps.iter().filter(|step| self.has_step(step));
        Some(left.map(|step| self.step(step).unwrap_or_else(|| step.clone())).collect())
    }

    /// A subject with the owners of whom somebody had told; `None` where those are all.
    fn subject(&self, it: &Subject) -> Option<Subject> {
        let is_whole = |owner: &Owner| self.has_any(&owner.sources) && self.fewer(&owner.sources).is_none();
        if it.owners.iter().all(is_whole) {
            return None;
        }
        let known = it.owners.iter().filter(|owner| self.has_any(&owner.sources));
        let owners = known
            .map(|owner| {
                let sources = self.fewer(&owner.sources).unwrap_or_else(|| owner.sources.clone());
                Owner { sources, ..owner.clone() }
            })
            .collect();
        Some(Subject { owners, ..it.clone() })
    }

    /// An act is known from the day on which it was published, else adopted, else from that of its sources; of one
    /// that gives no day nothing follows, and it stays.
    fn act(&self, act: &Act) -> Rewrite<Act> {
        let is_known = match act.published.or(act.adopted) {
            Some(on) => on.last() <= self.day,
            None => act.sources.is_empty() || self.has_any(&act.sources),
        };
        if is_known { Rewrite::Same } else { Rewrite::Out }
    }

    fn event(&self, event: &Event) -> Rewrite<Event> {
        let own = event.known.map(Date::last);
        if !own.map_or_else(|| self.has_any(&event.sources), |own| own <= self.day) {
            return Rewrite::Out;
        }
        // A part without sources of its own rests on those of the event.
        let has_part = |sources: &[Id]| sources.is_empty() || self.has_any(sources);
        let sources = self.fewer(&event.sources);
        let is_struck_later = self.is_struck_later(event.withdrawn.as_deref());
        let is_whole = sources.is_none()
            && !is_struck_later
            && event.exchange.iter().all(|part| has_part(&part.sources))
            && event.figures.iter().all(|part| has_part(&part.sources));
        if is_whole {
            return Rewrite::Same;
        }
        let mut left = event.clone();
        left.sources = sources.unwrap_or(left.sources);
        left.withdrawn.take_if(|_| is_struck_later);
        left.exchange = event.exchange.iter().filter(|part| has_part(&part.sources)).cloned().collect();
        left.figures = event.figures.iter().filter(|part| has_part(&part.sources)).cloned().collect();
        Rewrite::Other(left)
    }
}
