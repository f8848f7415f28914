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

use std::collections::HashSet;

use crate::edit::text::{plain, plain_head};
use crate::model::id::Id;
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
/// refers to it, but for blocs and their members. Returns how many measures there are that FollowTheMoney has nobody for:
/// against a sector, goods or a group of no state.
pub fn entities(day: &Day, take: &mut dyn FnMut(Entity)) -> usize {
    let state = day.state();
    let writer = Writer::of(day);
    let mut taking = Taking { take, written: HashSet::new() };
    for it in &state.records().sources {
        taking.record(others::source(it), Record::Source(it));
    }
    for it in &state.records().acts {
        taking.record(others::act(state, it), Record::Act(it));
    }
    for (at, it) in state.records().subjects.iter().enumerate() {
        if let Some(entity) = subjects::subject(&writer, at, it) {
            taking.record(entity, Record::Subject(it));
        }
    }
    for it in &state.records().subjects {
        subjects::links(&writer, it, &mut |entity| taking.part(entity));
    }
    let mut against_nobody = 0;
    for row in &day.ledger {
        let Some(it) = state.records().sanctions.get(row.at()) else { continue };
        let Some(against) = measures::aimed_at(&writer, it) else {
            against_nobody += 1;
            continue;
        };
        if let Some(entity) = measures::measure(&writer, row, it, against) {
            taking.record(entity, Record::Measure(it));
        }
    }
    for it in &state.records().events {
        if let Some(entity) = others::event(&writer, it) {
            taking.record(entity, Record::Event(it));
        }
    }
    for it in &state.records().relations {
        others::relation(&writer, it, &mut |entity| taking.part(entity));
    }
    for it in &state.records().crossings {
        others::crossing(&writer, it, &mut |entity| taking.part(entity));
    }
    let file = file(&writer, &taking.written);
    taking.part(file);
    against_nobody
}

/// What was handed on.
struct Taking<'a, 't> {
    take: &'t mut dyn FnMut(Entity),
    /// The records that stand beside an entity of their own.
    written: HashSet<&'a Id>,
}

impl<'a> Taking<'a, '_> {
    /// Hands on the entity of a record, with the record beside it.
    fn record(&mut self, mut entity: Entity, record: Record<'a>) {
        entity.beltui.records.push(beside(record));
        self.written.insert(record.id());
        self.part(entity);
    }

    /// Hands on what is of no record alone.
    fn part(&mut self, entity: Entity) {
        (self.take)(entity.captioned());
    }
}

/// A record as it stands beside an entity, with the list that it belongs to.
fn beside(record: Record<'_>) -> (String, String) {
    (record.list().field().to_owned(), plain(record))
}

/// The state file itself: its title, and the records that stand beside no entity.
fn file(writer: &Writer<'_>, written: &HashSet<&Id>) -> Entity {
    let state = writer.state;
    let mut entity = Entity::new("blt-state-file".to_owned(), "Document");
    entity.add("fileName", "state.ron".to_owned());
    entity.add("title", text(&state.head().title).unwrap_or_else(|| "A state file".to_owned()));
    entity.add("date", date(crate::model::date::Date::day(writer.day.as_of())));
    entity.add("description", state.head().note.as_deref().and_then(text));
    entity.add("notes", format!("What holds {}", citation_of(writer.day)));
    let all = state.places(RecordKind::ALL);
    let left = all.into_iter().filter_map(|place| state.at(place)).filter(|it| !written.contains(it.id()));
    entity.beltui.records.extend(left.map(beside));
    entity.beltui.head = Some(plain_head(state.head()));
    entity
}

fn citation_of(day: &Day) -> String {
    let known = day.known_on().map(|known| format!(", as known on {}", citation::day(known)));
    format!("as of {}{}", citation::day(day.as_of()), known.unwrap_or_default())
}
