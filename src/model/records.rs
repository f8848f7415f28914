//! The records of a file, in its order.

use super::actor::Actor;
use super::chunked::ChunkedVec;
use super::crossing::Crossing;
use super::event::Event;
use super::measure::Measure;
use super::place::{Place, RecordKind};
use super::record::Record;
use super::relation::Relation;
use super::source::Source;

/// The records of the six lists, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Records {
    /// States, blocs, organisations, agencies, people.
    pub actors: ChunkedVec<Actor>,
    /// Where claims come from.
    pub sources: ChunkedVec<Source>,
    /// Pairs of actors.
    pub relations: ChunkedVec<Relation>,
    /// Measures.
    pub sanctions: ChunkedVec<Measure>,
    /// Border crossing points.
    pub crossings: ChunkedVec<Crossing>,
    /// What happened or is due.
    pub events: ChunkedVec<Event>,
}

impl Records {
    /// The record at a place.
    pub fn at(&self, place: Place) -> Option<Record<'_>> {
        let at = place.at;
        match place.list {
            RecordKind::Actors => self.actors.get(at).map(Record::Actor),
            RecordKind::Sources => self.sources.get(at).map(Record::Source),
            RecordKind::Relations => self.relations.get(at).map(Record::Relation),
            RecordKind::Sanctions => self.sanctions.get(at).map(Record::Measure),
            RecordKind::Crossings => self.crossings.get(at).map(Record::Crossing),
            RecordKind::Events => self.events.get(at).map(Record::Event),
        }
    }
}
