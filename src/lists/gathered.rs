//! What the readers of a list have gathered so far.

use indexmap::IndexMap;

use crate::model::date::Date;

use super::bounds::MOST_ENTRIES;
use super::entry::{Entry, ListName};

/// How much of a list its files hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Coverage {
    /// Only aliases or remarks: who is not in them may be on the list all the same.
    #[default]
    Some,
    /// A row for every entry.
    All,
}

/// What is read so far.
#[derive(Default)]
pub(super) struct Gathered {
    /// The entries by their references, in the order of the files.
    pub(super) entries: IndexMap<String, Entry>,
    pub(super) date: Option<Date>,
    pub(super) coverage: Coverage,
    /// Takes what is said of an entry for which there is no room.
    pub(super) spare: Option<Entry>,
}

impl Gathered {
    /// The entry with a reference, which is new where none has it yet.
    pub(super) fn entry(&mut self, list: ListName, reference: &str) -> &mut Entry {
        if self.entries.len() >= MOST_ENTRIES && !self.entries.contains_key(reference) {
            return self.spare.insert(Entry::new(list, reference));
        }
        self.entries.entry(reference.to_owned()).or_insert_with(|| Entry::new(list, reference))
    }

    pub(super) fn get_mut(&mut self, reference: &str) -> Option<&mut Entry> {
        self.entries.get_mut(reference)
    }
}
