//! What panes can be narrowed to: an actor or one record, and which rows belong to it.

use crate::model::crossing::Crossing;
use crate::model::event::Event;
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::relation::Relation;
use crate::model::sanction::Sanction;
use crate::model::state::{Place, State};

/// What the person is looking at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// A country, bloc or organisation.
    Actor(Id),
    /// A measure, crossing or event.
    Record(Id),
}

impl Subject {
    /// Its name, for a pane's title.
    pub fn name<'a>(&'a self, state: &'a State) -> &'a str {
        match self {
            Self::Actor(id) => state.actor_name(id),
            Self::Record(id) => match state.record(id.as_str()) {
                Some(Record::Sanction(it)) => &it.target.name,
                Some(Record::Crossing(it)) => &it.name,
                Some(Record::Event(it)) => &it.title,
                _ => id.as_str(),
            },
        }
    }

    /// Whether the record at `place` belongs to it.
    pub fn covers(&self, state: &State, place: Place) -> bool {
        let Some(record) = state.at(place) else { return false };
        match self {
            Self::Actor(actor) => concerns(state, actor, record),
            Self::Record(id) => {
                record.id() == id
                    || state.record(id.as_str()).is_some_and(|this| related(state, this, record))
            }
        }
    }
}

fn concerns(state: &State, actor: &Id, record: Record<'_>) -> bool {
    match record {
        Record::Sanction(it) => {
            state.acts_for(&it.issuer, actor).is_some() || it.target.country.as_ref() == Some(actor)
        }
        Record::Crossing(it) => it.neighbour_of(actor).is_some(),
        Record::Relation(it) => it.other(actor).is_some(),
        Record::Event(it) => it.actors.iter().any(|id| speaks_for(state, id, actor)),
        Record::Actor(it) => &it.id == actor,
        Record::Source(_) => false,
    }
}

/// Whether `id` is `actor`, or a person or agency of it.
fn speaks_for(state: &State, id: &Id, actor: &Id) -> bool {
    id == actor || state.actor(id.as_str()).is_some_and(|it| it.affiliation.as_ref() == Some(actor))
}

fn related(state: &State, this: Record<'_>, other: Record<'_>) -> bool {
    match (this, other) {
        (Record::Sanction(a), Record::Sanction(b)) => a.target.name == b.target.name,
        (Record::Event(event), record) | (record, Record::Event(event)) => touches(state, event, record),
        (Record::Sanction(a), Record::Relation(b)) | (Record::Relation(b), Record::Sanction(a)) => {
            parties(b).any(|party| state.acts_for(&a.issuer, party).is_some())
        }
        (Record::Crossing(a), Record::Relation(b)) | (Record::Relation(b), Record::Crossing(a)) => {
            b.other(&a.between.0) == Some(&a.between.1)
        }
        (Record::Sanction(a), Record::Crossing(b)) | (Record::Crossing(b), Record::Sanction(a)) => {
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

fn shares_event(sanction: &Sanction, crossing: &Crossing) -> bool {
    let events = crossing.history.iter().filter_map(|step| step.event.as_ref());
    events.into_iter().any(|event| names_event(&sanction.history, event))
}

fn touches(state: &State, event: &Event, record: Record<'_>) -> bool {
    if event.links.contains(record.id()) {
        return true;
    }
    match record {
        Record::Sanction(it) => names_event(&it.history, &event.id),
        Record::Crossing(it) => names_event(&it.history, &event.id),
        Record::Relation(it) => {
            names_event(&it.history, &event.id)
                || parties(it).all(|party| event.actors.iter().any(|id| speaks_for(state, id, party)))
        }
        Record::Event(it) => it.links.contains(&event.id),
        Record::Actor(it) => event.actors.contains(&it.id),
        Record::Source(it) => event.sources.contains(&it.id),
    }
}
