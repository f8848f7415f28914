//! The kinds of record, each said once: whatever there is of every kind is made from here.

use std::fmt;

/// Hands every kind to a macro: what its records are, the field of the file that holds them, the name of the kind, that
/// of one record, which is the name of its type as well, and its word for people.
macro_rules! kinds {
    ($with:ident) => {
        $with! {
            /// Who or what the file speaks of.
            subjects: Subjects, Subject, "subject";
            /// Where claims come from.
            sources: Sources, Source, "source";
            /// Legal acts and licences.
            acts: Acts, Act, "act";
            /// Pairs of subjects.
            relations: Relations, Relation, "relation";
            /// Measures.
            sanctions: Sanctions, Measure, "measure";
            /// Border crossing points.
            crossings: Crossings, Crossing, "crossing";
            /// What happened or is due.
            events: Events, Event, "event";
            /// What a person decided about a name and an entry of a list.
            decisions: Decisions, Decision, "decision";
        }
    };
}

pub(crate) use kinds;

macro_rules! kind {
    ($($(#[$doc:meta])* $field:ident: $Kind:ident, $Record:ident, $word:literal;)+) => {
        /// The lists of the file.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum RecordKind {
            $($(#[$doc])* $Kind,)+
        }

        impl RecordKind {
            /// Every kind, in the order of the file.
            pub const ALL: &'static [Self] = &[$(Self::$Kind,)+];
            /// The fields of the file that hold them.
            pub const FIELDS: &'static [&'static str] = &[$(stringify!($field),)+];

            /// The field of the file that holds it.
            pub const fn field(self) -> &'static str {
                match self {
                    $(Self::$Kind => stringify!($field),)+
                }
            }

            /// The wording for people.
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$Kind => $word,)+
                }
            }
        }

        /// Something of each kind.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct PerKind<T> {
            $($(#[$doc])* pub $field: T,)+
        }

        impl<T> PerKind<T> {
            /// That of a kind.
            pub fn of(&self, kind: RecordKind) -> &T {
                match kind {
                    $(RecordKind::$Kind => &self.$field,)+
                }
            }

            /// The same, to be changed.
            pub fn of_mut(&mut self, kind: RecordKind) -> &mut T {
                match kind {
                    $(RecordKind::$Kind => &mut self.$field,)+
                }
            }
        }
    };
}

kinds!(kind);

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// Where a record stands: its list and its place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The list.
    pub list: RecordKind,
    /// The place in the list.
    pub at: usize,
}
