//! What it takes to make one state of another.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::document::Origins;
use super::op::Op;
use super::rename::found;
use crate::model::id::Id;
use crate::model::state::{Place, RecordKind, State};

/// The operations that make `to` of `from`, record by record. A record that got another id is changed, not removed
/// and put in anew.
pub fn difference(from: &State, to: &State) -> Vec<Op> {
    let (mut removed, mut replaced, mut inserted) = (Vec::new(), Vec::new(), Vec::new());
    if from.head() != to.head() {
        replaced.push(Op::Head { old: Box::new(from.head().clone()), new: Box::new(to.head().clone()) });
    }
    let names = found(from, to);
    let renamed: HashSet<&Id> = names.values().map(|(_, new)| new).collect();
    for list in RecordKind::ALL.iter().copied() {
        let there = |state: &State, id: &Id| state.place(id.as_str()).filter(|place| place.list == list);
        for at in 0..from.len(list) {
            let Some(old) = from.at(Place { list, at }) else { continue };
            let id = names.get(old.id()).map_or(old.id(), |(_, new)| new);
            match there(to, id).and_then(|place| to.at(place)) {
                None => removed.push(Op::Remove { at, record: Arc::new(old.to_owned()), origin: None }),
                Some(new) if new != old => replaced.push(Op::replace(old.to_owned(), new.to_owned())),
                Some(_) => {}
            }
        }
        for at in 0..to.len(list) {
            let is_new = |id: &Id| there(from, id).is_none() && !renamed.contains(id);
            if let Some(new) = to.at(Place { list, at }).filter(|new| is_new(new.id())) {
                inserted.push(Op::insert(at, new.to_owned()));
            }
        }
    }
    removed.into_iter().chain(replaced).chain(inserted).collect()
}

/// Which record of `base` each record of `state` is: the one with its id, or the one that it was before it got
/// another. Texts are patched in one order: where records changed places, as many as can be keep theirs, and the others
/// count as new.
pub fn origins(base: &State, state: &State) -> Origins {
    let old: HashMap<Id, Id> = found(base, state).into_iter().map(|(old, (_, new))| (new, old)).collect();
    let of = |list: RecordKind| {
        let places: Vec<Option<usize>> = (0..state.len(list))
            .map(|at| {
                let record = state.at(Place { list, at })?;
                let id = old.get(record.id()).unwrap_or(record.id());
                base.place(id.as_str()).filter(|place| place.list == list).map(|place| place.at)
            })
            .collect();
        rising(&places)
    };
    RecordKind::ALL.iter().map(|list| (*list, of(*list))).collect()
}

/// The longest rising sequence of some places; the others are gone.
fn rising(places: &[Option<usize>]) -> Vec<Option<usize>> {
    // Of all sequences of a length so far, the one with the smallest end; with it, where each came from.
    let mut ends: Vec<(usize, usize)> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; places.len()];
    for (at, place) in places.iter().enumerate() {
        let Some(place) = *place else { continue };
        let length = ends.partition_point(|end| end.0 < place);
        if let Some(slot) = before.get_mut(at) {
            *slot = length.checked_sub(1).and_then(|shorter| ends.get(shorter)).map(|end| end.1);
        }
        match ends.get_mut(length) {
            Some(end) => *end = (place, at),
            None => ends.push((place, at)),
        }
    }
    let mut kept = vec![None; places.len()];
    let mut next = ends.last().map(|end| end.1);
    while let Some(at) = next {
        if let (Some(slot), Some(place)) = (kept.get_mut(at), places.get(at)) {
            *slot = *place;
        }
        next = before.get(at).copied().flatten();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_record_that_moved_is_the_only_one_without_an_origin() {
        assert_eq!(rising(&[Some(3), Some(0), Some(1), Some(2)]), [None, Some(0), Some(1), Some(2)]);
        assert_eq!(rising(&[Some(1), Some(2), Some(0)]), [Some(1), Some(2), None]);
        assert_eq!(rising(&[Some(0), None, Some(1)]), [Some(0), None, Some(1)]);
    }

    proptest! {
        #[test]
        fn what_is_kept_rises_and_no_longer_sequence_does(places in proptest::collection::vec(0usize..9, 0..9)) {
            let kept: Vec<usize> = rising(&places.iter().copied().map(Some).collect::<Vec<_>>()).into_iter().flatten().collect();
            prop_assert!(kept.is_sorted_by(|a, b| a < b));
            let longest = (0u32..1 << places.len())
                .map(|pick| (0..places.len()).filter(|at| pick >> at & 1 == 1).map(|at| places[at]).collect::<Vec<_>>())
                .filter(|some| some.is_sorted_by(|a, b| a < b))
                .map(|some| some.len())
                .max();
            prop_assert_eq!(Some(kept.len()), longest);
        }
    }
}
