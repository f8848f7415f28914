//! The dossier: what is selected, answered whole, as of the day and as known. A page for each kind of thing; it asks
//! indexes only, so that it can follow the cursor.

mod country;
mod crossing;
mod event;
mod parts;
mod related;
mod subject;

use crate::model::record::Record;
use crate::model::state::Place;

use super::day::Day;
use super::page::Page;
use super::record;

/// The dossier of what a record is about: of a measure its target, of a relation the other side, of anything else itself.
/// `None` where there is no such record.
pub fn page(day: &Day, id: &str) -> Option<Page> {
    let state = day.state();
    let place = state.place(id)?;
    let mut page = Page::default();
    match state.at(place)? {
        Record::Relation(_) => country::country(&mut page, day, relation_of(day, place)?),
        Record::Subject(it) => match day.relations.iter().find(|row| row.subject == it.id) {
            Some(row) => country::country(&mut page, day, row),
            None => subject::subject(&mut page, day, &it.id, place),
        },
        Record::Measure(it) => subject::subject(&mut page, day, &it.target, place),
        Record::Crossing(it) => crossing::crossing(&mut page, day, it, place.at),
        Record::Event(it) => event::event(&mut page, day, it, place.at),
        Record::Source(_) | Record::Act(_) | Record::Decision(_) => return record::page(day, id),
    }
    Some(page)
}

fn relation_of(day: &Day, place: Place) -> Option<&super::relations::Row> {
    day.relations.iter().find(|row| row.at == place.at)
}
