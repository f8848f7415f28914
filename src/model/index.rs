//! Where the record with an id stands. The ids themselves stand in the records: copying the index copies numbers.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::compact::as_u32_saturating;
use super::kind::{Place, RecordKind};
use super::records::Records;

/// Finds records by id.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    places: HashTable<(RecordKind, u32)>,
    hasher: DefaultHashBuilder,
}

fn place((list, at): (RecordKind, u32)) -> Place {
    Place { list, at: at as usize }
}

fn id(records: &Records, at: Place) -> &str {
    records.at(at).map_or("", |record| record.id().as_str())
}

impl Index {
    /// An empty index with room for so many records, and some that come later.
    pub fn with_room(count: usize) -> Self {
        Self { places: HashTable::with_capacity(count + count / 8), hasher: DefaultHashBuilder::default() }
    }

    /// Adds the record at a place, unless another has its id already.
    pub fn add(&mut self, records: &Records, at: Place) {
        let own = id(records, at);
        if self.find(records, own).is_some() {
            return;
        }
        let entry = (at.list, as_u32_saturating(at.at));
        let hash = |entry: &(RecordKind, u32)| self.hasher.hash_one(id(records, place(*entry)));
        self.places.insert_unique(self.hasher.hash_one(own), entry, hash);
    }

    /// Takes the record at a place out, which must still be there.
    pub fn take(&mut self, records: &Records, at: Place) {
        let hash = self.hasher.hash_one(id(records, at));
        if let Ok(entry) = self.places.find_entry(hash, |entry| place(*entry) == at) {
            entry.remove();
        }
    }

    /// A record comes to a place, or has gone from it: those after it are at other places from now on.
    pub fn shift(&mut self, from: Place, comes: bool) {
        for (list, at) in &mut self.places {
            if *list == from.list && *at as usize >= from.at {
                *at = if comes { *at + 1 } else { *at - 1 };
            }
        }
    }

    /// Where the record with this id stands.
    pub fn find(&self, records: &Records, wanted: &str) -> Option<Place> {
        let hash = self.hasher.hash_one(wanted);
        self.places.find(hash, |entry| id(records, place(*entry)) == wanted).copied().map(place)
    }
}
