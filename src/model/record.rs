//! One record of any list, borrowed or owned.

use super::actor::Actor;
use super::crossing::Crossing;
use super::date::Date;
use super::declare::{Declared, Field, Visitor};
use super::event::Event;
use super::history::Step;
use super::id::Id;
use super::measure::Measure;
use super::relation::Relation;
use super::source::Source;
use super::state::RecordKind;

impl RecordKind {
    /// The fields that its records have, in the order of the file.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Actors => Actor::FIELDS,
            Self::Sources => Source::FIELDS,
            Self::Relations => Relation::FIELDS,
            Self::Sanctions => Measure::FIELDS,
            Self::Crossings => Crossing::FIELDS,
            Self::Events => Event::FIELDS,
        }
    }
}

/// One record of any list.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Record<'a> {
    /// From `actors`.
    Actor(&'a Actor),
    /// From `sources`.
    Source(&'a Source),
    /// From `relations`.
    Relation(&'a Relation),
    /// From `sanctions`.
    Measure(&'a Measure),
    /// From `crossings`.
    Crossing(&'a Crossing),
    /// From `events`.
    Event(&'a Event),
}

impl<'a> Record<'a> {
    /// Its id.
    pub fn id(self) -> &'a Id {
        match self {
            Record::Actor(r) => &r.id,
            Record::Source(r) => &r.id,
            Record::Relation(r) => &r.id,
            Record::Measure(r) => &r.id,
            Record::Crossing(r) => &r.id,
            Record::Event(r) => &r.id,
        }
    }
}

impl<'a> Record<'a> {
    /// Shows all of its fields that say something.
    pub fn visit<V: Visitor<'a>>(self, visitor: &mut V) {
        match self {
            Record::Actor(it) => it.visit(visitor),
            Record::Source(it) => it.visit(visitor),
            Record::Relation(it) => it.visit(visitor),
            Record::Measure(it) => it.visit(visitor),
            Record::Crossing(it) => it.visit(visitor),
            Record::Event(it) => it.visit(visitor),
        }
    }

    /// When a step of its history happened, and who says so.
    pub fn step(self, at: usize) -> Option<(Date, &'a [Id])> {
        fn of<C>(steps: &[Step<C>], at: usize) -> Option<(Date, &[Id])> {
            steps.get(at).map(|step| (step.on, step.sources.as_slice()))
        }
        match self {
            Record::Relation(it) => of(&it.history, at),
            Record::Measure(it) => of(&it.history, at),
            Record::Crossing(it) => of(&it.history, at),
            Record::Actor(_) | Record::Source(_) | Record::Event(_) => None,
        }
    }
}

impl Record<'_> {
    /// Whether it refers to the record with this id.
    pub fn mentions(self, id: &Id) -> bool {
        struct Mentions<'a> {
            id: &'a Id,
            is_found: bool,
        }
        impl<'r> Visitor<'r> for Mentions<'_> {
            fn id(&mut self, field: &'static Field, it: &'r Id) {
                self.is_found |= field.refers.is_some() && it == self.id;
            }
        }
        let mut mentions = Mentions { id, is_found: false };
        self.visit(&mut mentions);
        mentions.is_found
    }

    /// The list it belongs to.
    pub fn list(self) -> RecordKind {
        match self {
            Record::Actor(_) => RecordKind::Actors,
            Record::Source(_) => RecordKind::Sources,
            Record::Relation(_) => RecordKind::Relations,
            Record::Measure(_) => RecordKind::Sanctions,
            Record::Crossing(_) => RecordKind::Crossings,
            Record::Event(_) => RecordKind::Events,
        }
    }

    /// A copy of its own.
    pub fn to_owned(self) -> Owned {
        match self {
            Record::Actor(it) => Owned::Actor(it.clone()),
            Record::Source(it) => Owned::Source(it.clone()),
            Record::Relation(it) => Owned::Relation(it.clone()),
            Record::Measure(it) => Owned::Measure(it.clone()),
            Record::Crossing(it) => Owned::Crossing(it.clone()),
            Record::Event(it) => Owned::Event(it.clone()),
        }
    }
}

/// One record of any list, owned.
#[derive(Debug, Clone, PartialEq)]
pub enum Owned {
    /// For `actors`.
    Actor(Actor),
    /// For `sources`.
    Source(Source),
    /// For `relations`.
    Relation(Relation),
    /// For `sanctions`.
    Measure(Measure),
    /// For `crossings`.
    Crossing(Crossing),
    /// For `events`.
    Event(Event),
}

impl Owned {
    /// The same, borrowed.
    pub fn borrowed(&self) -> Record<'_> {
        match self {
            Self::Actor(it) => Record::Actor(it),
            Self::Source(it) => Record::Source(it),
            Self::Relation(it) => Record::Relation(it),
            Self::Measure(it) => Record::Measure(it),
            Self::Crossing(it) => Record::Crossing(it),
            Self::Event(it) => Record::Event(it),
        }
    }

    /// Its id.
    pub fn id(&self) -> &Id {
        self.borrowed().id()
    }

    /// The same under another id.
    #[must_use]
    pub fn with_id(mut self, id: &Id) -> Self {
        let slot = match &mut self {
            Self::Actor(it) => &mut it.id,
            Self::Source(it) => &mut it.id,
            Self::Relation(it) => &mut it.id,
            Self::Measure(it) => &mut it.id,
            Self::Crossing(it) => &mut it.id,
            Self::Event(it) => &mut it.id,
        };
        *slot = id.clone();
        self
    }

    /// The list it belongs to.
    pub fn list(&self) -> RecordKind {
        self.borrowed().list()
    }
}
