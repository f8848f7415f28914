//! Which events and subjects name a record: found at once, and put together anew where one of them has changed.

use std::sync::OnceLock;

use hashbrown::HashMap;

use crate::model::compact::as_u32_saturating;
use crate::model::id::Id;
use crate::model::state::{RecordKind, State};

/// Places by the record that they name.
type Places = HashMap<Id, Vec<u32>>;

/// Who names whom, as far as it was asked for.
#[derive(Debug, Clone, Default)]
pub struct Naming {
    events: OnceLock<Places>,
    subjects: OnceLock<Places>,
}

impl Naming {
    /// The events that name a record among those that they are about or that took part, in the order of the file.
    pub fn events<'a>(&'a self, state: &State, id: &Id) -> &'a [u32] {
        let all = self.events.get_or_init(|| {
            let events = state.records().events.iter();
            put_together(events.map(|it| it.links.iter().chain(&it.actors)))
        });
        all.get(id).map_or(&[], Vec::as_slice)
    }

    /// The subjects that name another: as an owner, as a member, as whom they speak for.
    pub fn subjects<'a>(&'a self, state: &State, id: &Id) -> &'a [u32] {
        let all = self.subjects.get_or_init(|| {
            let subjects = state.records().subjects.iter();
            put_together(subjects.map(|it| {
                let owners = it.owners.iter().map(|owner| &owner.owner);
                it.members.iter().chain(owners).chain(&it.affiliation)
            }))
        });
        all.get(id).map_or(&[], Vec::as_slice)
    }

    /// Something has changed in a list.
    pub fn forget(&mut self, list: RecordKind) {
        match list {
            RecordKind::Events => _ = self.events.take(),
            RecordKind::Subjects => _ = self.subjects.take(),
            _ => {}
        }
    }
}

fn put_together<'a, I: Iterator<Item = &'a Id>>(named: impl Iterator<Item = I>) -> Places {
    let mut places = Places::new();
    for (at, ids) in named.enumerate() {
        let at = as_u32_saturating(at);
        for id in ids {
            let by = places.entry_ref(id).or_default();
            if by.last() != Some(&at) {
                by.push(at);
            }
        }
    }
    places
}
