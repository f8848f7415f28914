//! Records of several states put together: what is taken over is shared and not copied.

use std::sync::Arc;

use super::actor::Actor;
use super::crossing::Crossing;
use super::event::Event;
use super::measure::Measure;
use super::record::Owned;
use super::relation::Relation;
use super::source::Source;
use super::state::{Place, RecordKind, Records};

/// Records while they are put together.
#[derive(Debug, Default)]
pub struct Gathering {
    actors: Vec<Arc<Actor>>,
    sources: Vec<Arc<Source>>,
    relations: Vec<Arc<Relation>>,
    sanctions: Vec<Arc<Measure>>,
    crossings: Vec<Arc<Crossing>>,
    events: Vec<Arc<Event>>,
}

impl Gathering {
    /// Takes over the record at a place of other records, behind those of its list that are here; nothing where there
    /// is none.
    pub fn share(&mut self, from: &Records, place: Place) {
        let at = place.at;
        match place.list {
            RecordKind::Actors => self.actors.extend(from.actors.share(at)),
            RecordKind::Sources => self.sources.extend(from.sources.share(at)),
            RecordKind::Relations => self.relations.extend(from.relations.share(at)),
            RecordKind::Sanctions => self.sanctions.extend(from.sanctions.share(at)),
            RecordKind::Crossings => self.crossings.extend(from.crossings.share(at)),
            RecordKind::Events => self.events.extend(from.events.share(at)),
        }
    }

    /// Takes a new record, behind those of its list that are here.
    pub fn add(&mut self, record: Owned) {
        match record {
            Owned::Actor(it) => self.actors.push(Arc::new(it)),
            Owned::Source(it) => self.sources.push(Arc::new(it)),
            Owned::Relation(it) => self.relations.push(Arc::new(it)),
            Owned::Measure(it) => self.sanctions.push(Arc::new(it)),
            Owned::Crossing(it) => self.crossings.push(Arc::new(it)),
            Owned::Event(it) => self.events.push(Arc::new(it)),
        }
    }

    /// All that were taken.
    pub fn done(self) -> Records {
        Records {
            actors: self.actors.into(),
            sources: self.sources.into(),
            relations: self.relations.into(),
            sanctions: self.sanctions.into(),
            crossings: self.crossings.into(),
            events: self.events.into(),
        }
    }
}
