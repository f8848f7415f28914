//! What belongs to subjects that a person watches: themselves, the measures against them and by them, their relations and
//! crossings, the events that name any of that, and who owns them.

use std::collections::{BTreeSet, HashSet};

use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{RecordKind, State};

/// The ids of all records that belong to watched subjects.
pub fn belonging(state: &State, watched: &BTreeSet<Id>) -> HashSet<Id> {
    let records = state.records();
    let mut found: HashSet<Id> = watched.iter().cloned().collect();
    // A measure against a group is one against who belongs to it.
    let mut aimed: HashSet<&Id> = watched.iter().collect();
    for it in &records.subjects {
        if it.members.iter().any(|member| watched.contains(member)) {
            aimed.insert(&it.id);
        }
        if watched.contains(&it.id) {
            found.extend(it.owners.iter().map(|owner| owner.owner.clone()));
        }
    }
    let mut acts: HashSet<&Id> = HashSet::new();
    let mut events: HashSet<&Id> = HashSet::new();
    for it in &records.sanctions {
        if aimed.contains(&it.target) || watched.contains(&it.issuer) {
            found.insert(it.id.clone());
            acts.extend(&it.acts);
            acts.extend(it.history.iter().filter_map(|step| step.act.as_ref()));
            events.extend(it.history.iter().filter_map(|step| step.event.as_ref()));
        }
    }
    for it in &records.relations {
        if watched.contains(&it.pair.0) || watched.contains(&it.pair.1) {
            found.insert(it.id.clone());
        }
    }
    for it in &records.crossings {
        if watched.contains(&it.between.0) || watched.contains(&it.between.1) {
            found.insert(it.id.clone());
        }
    }
    for it in &records.events {
        let is_named = it.actors.iter().chain(&it.links).any(|id| found.contains(id));
        if is_named || events.contains(&it.id) {
            found.insert(it.id.clone());
        }
    }
    for it in &records.decisions {
        if it.subject.as_ref().is_some_and(|id| watched.contains(id)) {
            found.insert(it.id.clone());
        }
    }
    found.extend(acts.into_iter().cloned());
    found
}

/// The subject that is meant by the id of a record: itself, the target of a measure; `None` of any other record.
pub fn subject_of<'a>(state: &'a State, id: &str) -> Option<&'a Id> {
    match state.record(id)? {
        Record::Subject(it) => Some(&it.id),
        Record::Measure(it) => {
            let is_there = state.place(it.target.as_str()).is_some_and(|at| at.list == RecordKind::Subjects);
            is_there.then_some(&it.target)
        }
        _ => None,
    }
}
