//! One record of any list, borrowed or owned.

use super::act::Act;
use super::crossing::Crossing;
use super::date::Date;
use super::decision::Decision;
use super::declare::{Declared, Field, Visitor};
use super::event::Event;
use super::history::{Step, Withdrawal};
use super::id::Id;
use super::kind::{RecordKind, kinds};
use super::measure::Measure;
use super::relation::Relation;
use super::source::Source;
use super::subject::Subject;

macro_rules! record {
    ($($(#[$doc:meta])* $field:ident: $Kind:ident, $Record:ident, $word:literal;)+) => {
        impl RecordKind {
            /// The fields that its records have, in the order of the file.
            pub const fn fields(self) -> &'static [Field] {
                match self {
                    $(Self::$Kind => $Record::FIELDS,)+
                }
            }
        }

        /// One record of any list.
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub enum Record<'a> {
            $($(#[$doc])* $Record(&'a $Record),)+
        }

        impl<'a> Record<'a> {
            /// Its id.
            pub fn id(self) -> &'a Id {
                match self {
                    $(Self::$Record(it) => &it.id,)+
                }
            }

            /// Shows all of its fields that say something.
            pub fn visit<V: Visitor<'a>>(self, visitor: &mut V) {
                match self {
                    $(Self::$Record(it) => it.visit(visitor),)+
                }
            }

            /// The list it belongs to.
            pub fn list(self) -> RecordKind {
                match self {
                    $(Self::$Record(_) => RecordKind::$Kind,)+
                }
            }

            /// A copy of its own.
            pub fn to_owned(self) -> Owned {
                match self {
                    $(Self::$Record(it) => Owned::$Record(it.clone()),)+
                }
            }
        }

        /// One record of any list, owned.
        #[derive(Debug, Clone, PartialEq)]
        pub enum Owned {
            $($(#[$doc])* $Record($Record),)+
        }

        impl Owned {
            /// The same, borrowed.
            pub fn borrowed(&self) -> Record<'_> {
                match self {
                    $(Self::$Record(it) => Record::$Record(it),)+
                }
            }

            /// The same under another id.
            #[must_use]
            pub fn with_id(mut self, id: &Id) -> Self {
                match &mut self {
                    $(Self::$Record(it) => it.id = id.clone(),)+
                }
                self
            }
        }
    };
}

kinds!(record);

impl Owned {
    /// Its id.
    pub fn id(&self) -> &Id {
        self.borrowed().id()
    }

    /// The list it belongs to.
    pub fn list(&self) -> RecordKind {
        self.borrowed().list()
    }
}

impl<'a> Record<'a> {
    /// When a step of its history happened, and who says so.
    pub fn step(self, at: usize) -> Option<(Date, &'a [Id])> {
        fn of<C>(steps: &[Step<C>], at: usize) -> Option<(Date, &[Id])> {
            steps.get(at).map(|step| (step.on, step.sources.as_slice()))
        }
        match self {
            Record::Relation(it) => of(&it.history, at),
            Record::Measure(it) => of(&it.history, at),
            Record::Crossing(it) => of(&it.history, at),
            _ => None,
        }
    }

    /// That a step of its history was withdrawn.
    pub fn withdrawn(self, at: usize) -> Option<&'a Withdrawal> {
        match self {
            Record::Relation(it) => it.history.get(at)?.withdrawn.as_deref(),
            Record::Measure(it) => it.history.get(at)?.withdrawn.as_deref(),
            Record::Crossing(it) => it.history.get(at)?.withdrawn.as_deref(),
            _ => None,
        }
    }

    /// Whether it refers to the record with this id.
    pub fn mentions(self, id: &Id) -> bool {
        self.mentions_any(&|it| it == id)
    }

    /// Whether it refers to a record whose id is one of those for which `is_it` holds.
    pub fn mentions_any(self, is_it: &dyn Fn(&Id) -> bool) -> bool {
        struct Mentions<'a> {
            is_it: &'a dyn Fn(&Id) -> bool,
            is_found: bool,
        }
        impl<'r> Visitor<'r> for Mentions<'_> {
            fn id(&mut self, field: &'static Field, it: &'r Id) {
                self.is_found |= field.refers.is_some() && (self.is_it)(it);
            }
        }
        let mut mentions = Mentions { is_it, is_found: false };
        self.visit(&mut mentions);
        mentions.is_found
    }
}
