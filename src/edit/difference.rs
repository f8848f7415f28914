//! What it takes to make one state of another.

use super::document::Origins;
use super::op::Op;
use crate::model::id::Id;
use crate::model::state::{List, Place, State};

/// The operations that make `to` of `from`, record by record.
pub fn difference(from: &State, to: &State) -> Vec<Op> {
    let (mut removed, mut replaced, mut inserted) = (Vec::new(), Vec::new(), Vec::new());
    if from.head() != to.head() {
        replaced.push(Op::Head { old: Box::new(from.head().clone()), new: Box::new(to.head().clone()) });
    }
    for list in List::ALL.iter().copied() {
        let there = |state: &State, id: &Id| state.place(id.as_str()).filter(|place| place.list == list);
        for at in 0..from.len(list) {
            let Some(old) = from.at(Place { list, at }) else { continue };
            match there(to, old.id()).and_then(|place| to.at(place)) {
                None => removed.push(Op::Remove { at, record: Box::new(old.to_owned()), origin: None }),
                Some(new) if new != old => replaced.push(Op::replace(old.to_owned(), new.to_owned())),
                Some(_) => {}
            }
        }
        for at in 0..to.len(list) {
            if let Some(new) = to.at(Place { list, at }).filter(|new| there(from, new.id()).is_none()) {
                inserted.push(Op::insert(at, new.to_owned()));
            }
        }
    }
    removed.into_iter().chain(replaced).chain(inserted).collect()
}

/// Which record of `base` each record of `state` is, by id.
pub fn origins(base: &State, state: &State) -> Origins {
    let of = |list: List| {
        // A record that stands before one that it stood behind counts as new: texts are patched in one order.
        let mut last = None;
        (0..state.len(list))
            .map(|at| {
                let record = state.at(Place { list, at })?;
                let place = base.place(record.id().as_str()).filter(|place| place.list == list)?;
                if last.is_some_and(|last| place.at <= last) {
                    return None;
                }
                last = Some(place.at);
                last
            })
            .collect()
    };
    List::ALL.iter().map(|list| (*list, of(*list))).collect()
}
