//! Records that got another id on one side: one record, not one that went and one that came.

use std::collections::{HashMap, HashSet};

use crate::edit::references::followed;
use crate::edit::rename::found;
use crate::model::id::Id;
use crate::model::records::Gathering;
use crate::model::state::{RecordKind, State};

/// New ids by old ones.
pub(super) type Names = HashMap<Id, Id>;

/// A record that both sides gave another id, and not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Twice {
    pub list: RecordKind,
    pub old: Id,
    pub ours: Id,
    pub theirs: Id,
}

/// Under which ids the records of three states are the same ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Renames {
    pub base: Names,
    pub ours: Names,
    pub theirs: Names,
    pub twice: Vec<Twice>,
    /// Renamed by one side and deleted by the other.
    pub deleted: HashSet<Id>,
}

impl Renames {
    pub fn of(base: &State, ours: &State, theirs: &State) -> Self {
        let (by_ours, by_theirs) = (found(base, ours), found(base, theirs));
        let mut renames = Self::default();
        for (old, (list, new)) in &by_ours {
            match by_theirs.get(old) {
                Some((_, other)) if other == new => renames.follow(old, new, None),
                Some((_, other)) => {
                    renames.ours.insert(new.clone(), old.clone());
                    renames.theirs.insert(other.clone(), old.clone());
                    renames.twice.push(Twice {
                        list: *list,
                        old: old.clone(),
                        ours: new.clone(),
                        theirs: other.clone(),
                    });
                }
                None => renames.follow(old, new, Some((Into::Theirs, theirs))),
            }
        }
        for (old, (_, new)) in &by_theirs {
            if !by_ours.contains_key(old) {
                renames.follow(old, new, Some((Into::Ours, ours)));
            }
        }
        renames.twice.sort_by(|a, b| (a.list, &a.old).cmp(&(b.list, &b.old)));
        renames
    }

    /// From now on what was `old` is `new`, on a side that still calls it `old` as well.
    fn follow(&mut self, old: &Id, new: &Id, other: Option<(Into, &State)>) {
        if let Some((side, state)) = other {
            if state.place(new.as_str()).is_some() {
                // Something else has that name there: the two are told apart by their ids, as ever.
                return;
            }
            if state.place(old.as_str()).is_none() {
                self.deleted.insert(new.clone());
            }
            let names = if side == Into::Ours { &mut self.ours } else { &mut self.theirs };
            names.insert(old.clone(), new.clone());
        }
        self.base.insert(old.clone(), new.clone());
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Ours,
    Theirs,
}

/// A state under new ids.
pub(super) fn renamed(state: &State, names: &Names) -> State {
    /// For more names than these it is quicker to look at the fields of every record.
    const FEW: usize = 8;
    if names.is_empty() {
        return state.clone();
    }
    let mut records = Gathering::default();
    for place in state.places(RecordKind::ALL) {
        let Some(record) = state.at(place) else { continue };
        let touched = names.len() > FEW || names.keys().any(|id| record.id() == id || record.mentions(id));
        match touched.then(|| followed(record, names)).flatten() {
            Some(new) => records.add(new),
            None => records.share(state.records(), place),
        }
    }
    let mut head = state.head().clone();
    if let Some(new) = head.focus.as_ref().and_then(|focus| names.get(focus)) {
        head.focus = Some(new.clone());
    }
    State::new(head, records.done())
}
