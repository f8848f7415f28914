//! References between records: who refers to whom, following a new id, and taking references out.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::BuildHasher;

use hashbrown::HashSet;
use rayon::prelude::*;

use super::op::Op;
use crate::model::id::Id;
use crate::model::record::{Owned, Record};
use crate::model::state::{Head, Place, RecordKind, State};
use crate::schema::references::{Bound, Fate, changed};

/// What becomes of the references to one record.
fn only<'f>(id: &'f Id, fate: &'f Fate) -> impl Fn(&str) -> Fate + 'f {
    move |named| if named == id.as_str() { fate.clone() } else { Fate::Stays }
}

/// A record under the new ids: its own, and those that it refers to. `None` where `names` (old to new) says nothing
/// about any of them.
pub fn followed<S: BuildHasher>(record: Record<'_>, names: &HashMap<Id, Id, S>) -> Option<Owned> {
    let follow = |id: &str| names.get(id).map_or(Fate::Stays, |new| Fate::Becomes(new.to_string()));
    let changed = changed(record, &follow).and_then(Result::ok);
    match names.get(record.id()) {
        Some(new) => Some(changed.unwrap_or_else(|| record.to_owned()).with_id(new)),
        None => changed,
    }
}

/// What refers to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Referrer {
    /// The head of the file: the record is its focus.
    Head,
    /// The record at a place.
    Record(Place),
}

impl Referrer {
    /// The place of the record that refers; `None` for the head.
    pub fn place(self) -> Option<Place> {
        match self {
            Self::Head => None,
            Self::Record(place) => Some(place),
        }
    }
}

/// Whether the file is about the record with this id.
pub fn is_focus(state: &State, id: &Id) -> bool {
    state.head().focus.as_ref() == Some(id)
}

/// What refers to `id`, in the order of the file; a record that refers to itself is among it.
pub fn referrers(state: &State, id: &Id) -> Vec<Referrer> {
    let mentions = |place: &Place| state.at(*place).is_some_and(|record| record.mentions(id));
    let head = is_focus(state, id).then_some(Referrer::Head);
    let places = state.places(RecordKind::ALL).into_par_iter().with_min_len(1024).filter(mentions);
    let mut found: Vec<Referrer> = head.into_iter().collect();
    found.par_extend(places.map(Referrer::Record));
    found
}

fn each(state: &State, id: &Id, mut visit: impl FnMut(Record<'_>)) {
    for place in referrers(state, id).into_iter().filter_map(Referrer::place) {
        if let Some(record) = state.at(place) {
            visit(record);
        }
    }
}

/// The head with another focus, or none, where `id` is the focus.
fn refocused(state: &State, id: &Id, focus: Option<&Id>) -> Option<Op> {
    is_focus(state, id).then(|| {
        let old = state.head().clone();
        let new = Head { focus: focus.cloned(), ..old.clone() };
        Op::Head { old: Box::new(old), new: Box::new(new) }
    })
}

/// Whether a record refers to an id.
pub fn refers(record: Record<'_>, id: &Id) -> bool {
    changed(record, &only(id, &Fate::Becomes(String::new()))).is_some()
}

/// A record that is about to be renamed, its references to itself following its new id.
#[must_use]
pub fn renamed(record: Owned, old: &Id, new: &Id) -> Owned {
    match changed(record.borrowed(), &only(old, &Fate::Becomes(new.to_string()))) {
        Some(Ok(renamed)) => renamed,
        _ => record,
    }
}

/// What it takes for all references to `old` to name `new`, the record itself excepted: see [`renamed`].
pub fn rename(state: &State, old: &Id, new: &Id) -> Vec<Op> {
    let mut ops = Vec::new();
    let fate = Fate::Becomes(new.to_string());
    each(state, old, |record| {
        if record.id() != old
            && let Some(Ok(renamed)) = changed(record, &only(old, &fate))
        {
            ops.push(Op::replace(record.to_owned(), renamed));
        }
    });
    ops.extend(refocused(state, old, Some(new)));
    ops
}

/// Those of `ids` that a record refers to, each once, in their order. It costs what the record says, however many there
/// are.
pub fn mentioned<'i>(record: Record<'_>, ids: &'i HashSet<Id>) -> Vec<&'i Id> {
    let found: RefCell<Vec<&'i Id>> = RefCell::default();
    record.mentions_any(&|id| {
        found.borrow_mut().extend(ids.get(id));
        false
    });
    let mut found = found.into_inner();
    found.sort_unstable();
    found.dedup();
    found
}

/// What it takes for nothing to refer to `id` any more: no record, and not the head of the file.
///
/// # Errors
/// The ids of the records that cannot be without it, such as a measure without its issuer.
pub fn release(state: &State, id: &Id) -> Result<Vec<Op>, Vec<Id>> {
    let ids = std::iter::once(id.clone()).collect();
    release_all(state, &ids).map_err(|bound| bound.into_iter().map(|(record, _)| record).collect())
}

/// What it takes for nothing to refer to any of `ids` any more but they themselves: no other record, and not the head of
/// the file.
///
/// # Errors
/// The ids of the records that cannot be without one of them, each with that one.
pub fn release_all(state: &State, ids: &HashSet<Id>) -> Result<Vec<Op>, Vec<(Id, Id)>> {
    let mentions = |place: &Place| {
        let is_other = |it: &Record<'_>| !ids.contains(it.id()) && it.mentions_any(&|id| ids.contains(id));
        state.at(*place).is_some_and(|record| is_other(&record))
    };
    let mut referring: Vec<Place> = Vec::new();
    referring.par_extend(state.places(RecordKind::ALL).into_par_iter().with_min_len(1024).filter(mentions));
    let goes = |named: &str| if ids.contains(named) { Fate::Goes } else { Fate::Stays };
    let (mut ops, mut bound) = (Vec::new(), Vec::new());
    for record in referring.into_iter().filter_map(|place| state.at(place)) {
        match changed(record, &goes) {
            Some(Ok(freed)) => ops.push(Op::replace(record.to_owned(), freed)),
            Some(Err(Bound)) => {
                let needs = |id: &&Id| matches!(changed(record, &only(id, &Fate::Goes)), Some(Err(Bound)));
                let mentioned = mentioned(record, ids);
                let before = bound.len();
                let needed = mentioned.iter().copied().filter(needs);
                bound.extend(needed.map(|id| (record.id().clone(), id.clone())));
                if bound.len() == before {
                    // It could be without each of them, and not without all: a claim with two sources.
                    bound.extend(mentioned.first().map(|id| (record.id().clone(), (*id).clone())));
                }
            }
            None => {}
        }
    }
    ops.extend(ids.iter().find_map(|id| refocused(state, id, None)));
    if bound.is_empty() { Ok(ops) } else { Err(bound) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::load::load_text;
    use crate::store::places::SHIPPED;

    fn shipped() -> State {
        load_text(SHIPPED.to_owned()).state
    }

    #[test]
    fn every_reference_follows_a_new_id_and_texts_that_only_look_alike_do_not() {
        let mut state = shipped();
        let (old, new) = (Id::new("vedomosti"), Id::new("vedomosti-2025"));
        let before = referrers(&state, &old).len();
        assert!(before > 5, "{before}");
        for op in rename(&state, &old, &new) {
            let Op::Replace { old, new } = op else { panic!("{op:?}") };
            let place = state.place(old.id().as_str()).unwrap();
            state.replace(place, (*new).clone());
        }
        assert_eq!(referrers(&state, &old), []);
        assert_eq!(referrers(&state, &new).len(), before);
        let note = |state: &State| state.measure("us-belavia-asset-freeze").unwrap().note.clone();
        assert_eq!(note(&state), note(&shipped()));
    }

    #[test]
    fn what_a_record_refers_to_among_many_is_found_once_each_in_order() {
        let state = shipped();
        let freeze = state.record("us-belavia-asset-freeze").unwrap();
        let all: HashSet<Id> = state
            .places(RecordKind::ALL)
            .into_iter()
            .filter_map(|at| state.at(at))
            .map(|it| it.id().clone())
            .collect();
        let mut one_by_one: Vec<&Id> = all.iter().filter(|id| freeze.mentions(id)).collect();
        one_by_one.sort_unstable();
        assert!(one_by_one.len() > 2, "{one_by_one:?}");
        assert_eq!(mentioned(freeze, &all), one_by_one);
        assert!(mentioned(freeze, &std::iter::once(Id::new("zapad-2025")).collect()).is_empty());
    }

    #[test]
    fn what_cannot_be_without_a_reference_is_named() {
        let state = shipped();
        let bound = release(&state, &Id::new("US")).unwrap_err();
        assert!(bound.contains(&Id::new("us-belavia-asset-freeze")), "{bound:?}");
        assert!(bound.contains(&Id::new("by-us")), "{bound:?}");
        assert!(release(&state, &Id::new("zapad-2025")).is_ok());
    }
}
