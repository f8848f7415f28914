//! The records of all lists, and records of several states put together: what is taken over is shared and not copied.

use std::sync::Arc;

use super::act::Act;
use super::chunked::ChunkedVec;
use super::crossing::Crossing;
use super::decision::Decision;
use super::event::Event;
use super::id::Id;
use super::kind::{Place, RecordKind, kinds};
use super::measure::Measure;
use super::record::{Owned, Record};
use super::relation::Relation;
use super::source::Source;
use super::subject::Subject;

macro_rules! records {
    ($($(#[$doc:meta])* $field:ident: $Kind:ident, $Record:ident, $word:literal;)+) => {
        /// The records of all lists, in the order of the file.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Records {
            $($(#[$doc])* pub $field: ChunkedVec<$Record>,)+
        }

        impl Records {
            /// The record at a place.
            pub fn at(&self, place: Place) -> Option<Record<'_>> {
                match place.list {
                    $(RecordKind::$Kind => self.$field.get(place.at).map(Record::$Record),)+
                }
            }

            /// How many records a list has.
            pub fn len(&self, list: RecordKind) -> usize {
                match list {
                    $(RecordKind::$Kind => self.$field.len(),)+
                }
            }

            /// Puts a record into its list at a place, which is there or the one behind the last.
            pub(super) fn insert(&mut self, at: usize, record: Owned) {
                match record {
                    $(Owned::$Record(it) => self.$field.insert(at, it),)+
                }
            }

            /// Takes the record at a place out of its list.
            pub(super) fn remove(&mut self, place: Place) -> Option<Owned> {
                match place.list {
                    $(RecordKind::$Kind => {
                        self.$field.remove(place.at).map(Arc::unwrap_or_clone).map(Owned::$Record)
                    })+
                }
            }

            /// Replaces the record at a place by another of its list; `None` where it is of another.
            pub(super) fn replace(&mut self, place: Place, record: Owned) -> Option<Owned> {
                match (place.list, record) {
                    $((RecordKind::$Kind, Owned::$Record(it)) => {
                        self.$field.replace(place.at, it).map(Arc::unwrap_or_clone).map(Owned::$Record)
                    })+
                    _ => None,
                }
            }

            /// Whether a record is the very same as that at a place of others, without comparing what it says.
            pub(super) fn is_same(&self, place: Place, other: &Self, there: usize) -> bool {
                match place.list {
                    $(RecordKind::$Kind => self.$field.is_same(place.at, &other.$field, there),)+
                }
            }

            /// The same, in which each record that `other` has as well at a place that `known` tells is the very one
            /// that it has.
            pub(super) fn sharing(
                self,
                other: &Self,
                known: impl Fn(RecordKind, &Id) -> Option<usize>,
            ) -> Self {
                Self {
                    $($field: self.$field.sharing(|it| {
                        other.$field.shared(known(RecordKind::$Kind, &it.id)?)
                    }),)+
                }
            }
        }

        /// Records while they are put together.
        #[derive(Debug, Clone, Default)]
        pub struct Gathering {
            $($field: Vec<Arc<$Record>>,)+
        }

        impl Gathering {
            /// Takes over the record at a place of other records, behind those of its list that are here; nothing
            /// where there is none.
            pub fn share(&mut self, from: &Records, place: Place) {
                match place.list {
                    $(RecordKind::$Kind => self.$field.extend(from.$field.share(place.at)),)+
                }
            }

            /// Takes a new record, behind those of its list that are here.
            pub fn add(&mut self, record: Owned) {
                match record {
                    $(Owned::$Record(it) => self.$field.push(Arc::new(it)),)+
                }
            }

            /// Takes all of others, behind those that are here.
            pub fn append(&mut self, others: Self) {
                $(self.$field.extend(others.$field);)+
            }

            /// All that were taken.
            pub fn done(self) -> Records {
                Records {
                    $($field: self.$field.into(),)+
                }
            }
        }
    };
}

kinds!(records);
