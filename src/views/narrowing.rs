//! What panes can be narrowed to: a subject or one record, and which rows belong to it.

use crate::model::crossing::Crossing;
use crate::model::event::Event;
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::measure::Measure;
use crate::model::record::Record;
use crate::model::relation::Relation;
use crate::model::state::{Place, RecordKind, State};

use super::analysis::{Analysis, NOBODY, number};

/// What the person is looking at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Narrowing {
    /// A country, bloc or organisation.
    Subject(Id),
    /// A measure, crossing or event.
    Record(Id),
}

impl Narrowing {
    /// Its name, for a pane's title.
    pub fn name<'a>(&'a self, state: &'a State) -> &'a str {
        match self {
            Self::Subject(id) => state.subject_name(id),
            Self::Record(id) => match state.record(id.as_str()) {
                Some(Record::Measure(it)) => state.target_name(it),
                Some(Record::Crossing(it)) => &it.name,
                Some(Record::Event(it)) => &it.title,
                _ => id.as_str(),
            },
        }
    }
}

/// A subject made ready: which records belong to it.
#[derive(Debug)]
pub struct Scope<'a> {
    state: &'a State,
    analysis: &'a Analysis,
    of: ScopeOf<'a>,
}

#[derive(Debug)]
enum ScopeOf<'a> {
    /// A subject, its number, and by number who acts for it: itself, and the blocs that it is a member of.
    Subject(&'a Id, u32, Vec<bool>),
    /// A measure, with the number of its target.
    Measure(&'a Id, u32),
    /// A relation, and by number who acts for one of its sides.
    Relation(&'a Id, Vec<bool>),
    /// Another record.
    Record(&'a Id, Option<Record<'a>>),
}

impl<'a> Scope<'a> {
    /// Makes a subject ready.
    pub fn new(narrowing: &'a Narrowing, state: &'a State, analysis: &'a Analysis) -> Self {
        let acting = |sides: &[&Id]| {
            let acts = |id: &Id| sides.iter().any(|side| state.acts_for(id, side).is_some());
            state.records().subjects.iter().map(|subject| acts(&subject.id)).collect()
        };
        let of = match narrowing {
            Narrowing::Subject(id) => ScopeOf::Subject(id, number(state, id), acting(&[id])),
            Narrowing::Record(id) => match (state.record(id.as_str()), state.place(id.as_str())) {
                (Some(Record::Measure(_)), Some(place)) => {
                    ScopeOf::Measure(id, analysis.named(place.at).target)
                }
                (Some(Record::Relation(it)), _) => ScopeOf::Relation(id, acting(&[&it.pair.0, &it.pair.1])),
                (record, _) => ScopeOf::Record(id, record),
            },
        };
        Self { state, analysis, of }
    }

    /// Whether the record at a place belongs to it.
    pub fn has(&self, place: Place) -> bool {
        let (state, analysis) = (self.state, self.analysis);
        let measure = place.list == RecordKind::Sanctions;
        let acts = |acting: &[bool], issuer: u32| acting.get(issuer as usize) == Some(&true);
        let id = match &self.of {
            ScopeOf::Subject(_, subject, acting) if measure => {
                let named = analysis.named(place.at);
                let is_target = named.target == *subject && *subject != NOBODY;
                return acts(acting, named.issuer) || is_target || named.is_of(*subject);
            }
            ScopeOf::Measure(_, target) if measure => return analysis.named(place.at).target == *target,
            ScopeOf::Relation(_, acting) if measure => return acts(acting, analysis.named(place.at).issuer),
            ScopeOf::Subject(id, ..) => {
                return state.at(place).is_some_and(|record| concerns(state, id, record));
            }
            ScopeOf::Measure(id, _) | ScopeOf::Relation(id, _) | ScopeOf::Record(id, _) => *id,
        };
        let this = match &self.of {
            ScopeOf::Record(_, record) => *record,
            _ => state.record(id.as_str()),
        };
        let Some(record) = state.at(place) else { return false };
        record.id() == id || this.is_some_and(|this| related(state, this, record))
    }
}

fn concerns(state: &State, subject: &Id, record: Record<'_>) -> bool {
    match record {
        Record::Measure(it) => {
            state.acts_for(&it.issuer, subject).is_some()
                || &it.target == subject
                || state.target(it).is_some_and(|target| target.of_countries().contains(subject))
        }
        Record::Crossing(it) => it.neighbour_of(subject).is_some(),
        Record::Relation(it) => it.other(subject).is_some(),
        Record::Event(it) => it.actors.iter().any(|id| speaks_for(state, id, subject)),
        Record::Subject(it) => &it.id == subject,
        Record::Act(it) => &it.issuer == subject,
        Record::Decision(it) => it.subject.as_ref() == Some(subject),
        Record::Source(_) => false,
    }
}

/// Whether `id` is `narrowing`, or a person or agency of it.
fn speaks_for(state: &State, id: &Id, subject: &Id) -> bool {
    id == subject || state.subject(id.as_str()).is_some_and(|it| it.affiliation.as_ref() == Some(subject))
}

fn related(state: &State, this: Record<'_>, other: Record<'_>) -> bool {
    match (this, other) {
        (Record::Measure(a), Record::Measure(b)) => a.target == b.target,
        (Record::Measure(it), Record::Subject(subject)) | (Record::Subject(subject), Record::Measure(it)) => {
            it.target == subject.id
        }
        (Record::Measure(it), Record::Act(act)) | (Record::Act(act), Record::Measure(it)) => {
            it.acts.contains(&act.id) || it.history.iter().any(|step| step.act.as_ref() == Some(&act.id))
        }
        (Record::Event(event), record) | (record, Record::Event(event)) => touches(state, event, record),
        (Record::Measure(a), Record::Relation(b)) | (Record::Relation(b), Record::Measure(a)) => {
            parties(b).any(|party| state.acts_for(&a.issuer, party).is_some())
        }
        (Record::Crossing(a), Record::Relation(b)) | (Record::Relation(b), Record::Crossing(a)) => {
            b.other(&a.between.0) == Some(&a.between.1)
        }
        (Record::Measure(a), Record::Crossing(b)) | (Record::Crossing(b), Record::Measure(a)) => {
            shares_event(a, b)
        }
        _ => false,
    }
}

fn parties(relation: &Relation) -> impl Iterator<Item = &Id> {
    [&relation.pair.0, &relation.pair.1].into_iter()
}

fn names_event<C>(steps: &[Step<C>], event: &Id) -> bool {
    steps.iter().any(|step| step.event.as_ref() == Some(event))
}

fn shares_event(sanction: &Measure, crossing: &Crossing) -> bool {
    let events = crossing.history.iter().filter_map(|step| step.event.as_ref());
    events.into_iter().any(|event| names_event(&sanction.history, event))
}

fn touches(state: &State, event: &Event, record: Record<'_>) -> bool {
    if event.links.contains(record.id()) {
        return true;
    }
    match record {
        Record::Measure(it) => names_event(&it.history, &event.id),
        Record::Crossing(it) => names_event(&it.history, &event.id),
        Record::Relation(it) => {
            names_event(&it.history, &event.id)
                || parties(it).all(|party| event.actors.iter().any(|id| speaks_for(state, id, party)))
        }
        Record::Event(it) => it.links.contains(&event.id),
        Record::Subject(it) => event.actors.contains(&it.id),
        Record::Source(it) => event.sources.contains(&it.id),
        Record::Act(_) | Record::Decision(_) => false,
    }
}
