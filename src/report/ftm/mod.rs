//! A state as entities of FollowTheMoney, the model that yente, Aleph and nomenklatura load, and that `ftm` turns into
//! tables, graphs and RDF. Every entity is right for followthemoney 4.9.2 and 4.11.2: what either would drop or change is
//! not written.
//!
//! What FollowTheMoney has no place for (a stance, what sources disagree on, decisions) is not lost: beside each entity
//! stands the record that it is of, in a field that these programs keep or pass over, and [`back`] reads it again.

mod back;
mod entity;
mod measures;
mod others;
mod statements;
mod subjects;
mod value;
mod writer;

use crate::edit::text::plain;
use crate::model::record::Record;
use crate::model::state::RecordKind;
use crate::views::citation;
use crate::views::day::Day;

pub use back::{NotOurs, back};
pub use entity::{Entity, Own};
pub use statements::{COLUMNS, csv, statements};

use value::{date, text};
use writer::Writer;

/// Hands each entity of a day to `take`, in an order that is the same each time: what is referred to stands before what
/// refers to it, but for blocs and their members.
pub fn entities(day: &Day, take: &mut dyn FnMut(Entity)) {
    let state = day.state();
    let writer = Writer::of(day);
    let mut take = |entity: Entity| take(entity.captioned());
    for it in &state.records().sources {
        take(with_record(others::source(it), Record::Source(it)));
    }
    for it in &state.records().acts {
        take(with_record(others::act(state, it), Record::Act(it)));
    }
    for (at, it) in state.records().subjects.iter().enumerate() {
        if let Some(entity) = subjects::subject(&writer, at, it) {
            take(with_record(entity, Record::Subject(it)));
        }
    }
    for it in &state.records().subjects {
        subjects::links(&writer, it, &mut take);
    }
    for row in &day.ledger {
        let Some(it) = state.records().sanctions.get(row.at()) else { continue };
        if let Some(entity) = measures::measure(&writer, row, it) {
            take(with_record(entity, Record::Measure(it)));
        }
    }
    for it in &state.records().events {
        take(with_record(others::event(&writer, it), Record::Event(it)));
    }
    for it in &state.records().relations {
        others::relation(&writer, it, &mut take);
    }
    for it in &state.records().crossings {
        others::crossing(&writer, it, &mut take);
    }
    take(file(&writer));
}

/// How many measures there are that FollowTheMoney has nobody for: against a sector, goods or a group of no state.
pub fn left_out(day: &Day) -> usize {
    let writer = Writer::of(day);
    day.state().records().sanctions.iter().filter(|it| measures::aimed_at(&writer, it).is_none()).count()
}

/// Puts the record beside its entity.
fn with_record(mut entity: Entity, record: Record<'_>) -> Entity {
    entity.beltui.records.push((record.list().field().to_owned(), plain(record)));
    entity
}

/// The state file itself: its title, and the records that are no entity.
fn file(writer: &Writer<'_>) -> Entity {
    let state = writer.state;
    let mut entity = Entity::new("blt-state-file".to_owned(), "Document");
    entity.add("fileName", "state.ron".to_owned());
    entity.add("title", text(&state.head().title).unwrap_or_else(|| "A state file".to_owned()));
    entity.add("date", date(crate::model::date::Date::day(writer.day.as_of())));
    entity.add("description", state.head().note.as_deref().and_then(text));
    entity.add("notes", format!("What holds {}", citation_of(writer.day)));
    for place in state.places(RecordKind::ALL) {
        let is_written = match (place.list, state.at(place)) {
            (_, Some(Record::Subject(it))) => writer::schema(it.kind).is_some(),
            (_, Some(Record::Measure(it))) => writer
                .day
                .ledger
                .get(place.at)
                .is_some_and(|row| measures::measure(writer, row, it).is_some()),
            (RecordKind::Sources | RecordKind::Acts | RecordKind::Events, _) => true,
            _ => false,
        };
        if let Some(record) = state.at(place).filter(|_| !is_written) {
            entity.beltui.records.push((record.list().field().to_owned(), plain(record)));
        }
    }
    entity.beltui.head = Some(crate::edit::text::plain_head(state.head()));
    entity
}

fn citation_of(day: &Day) -> String {
    let known = day.known_on().map(|known| format!(", as known on {}", citation::day(known)));
    format!("as of {}{}", citation::day(day.as_of()), known.unwrap_or_default())
}
