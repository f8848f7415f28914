//! Canada's list under the Special Economic Measures Act: XML. It has neither numbers nor a day of its own: an entry is
//! known by its regulations, its schedule and its place in it.

use std::io::BufRead;

use super::super::entry::{Entry, EntryKind, ListName, NameKind, add, keep};
use super::super::gathered::Gathered;
use super::super::refused::Refused;
use super::super::written::{Order, joined};
use super::super::xml::{Node, walk};
use super::fields::Fields;
use super::several::several;

/// Reads it.
pub(in crate::lists) fn read(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut fields = Fields::default();
    walk(input, |path, node, line| {
        match (path, node) {
            ([_, "record"], Node::Opens(_)) => fields.clear(),
            ([_, "record", name], Node::Closes(text)) => fields.take(name, text),
            ([_, "record"], Node::Closes(_)) => return record(&fields, line, to),
            _ => {}
        }
        Ok(())
    })
}

fn record(fields: &Fields, line: u64, to: &mut Gathered) -> Result<(), Refused> {
    let get = |name: &str| fields.get(name);
    let country = get("Country").split('/').next().unwrap_or_default().trim();
    let reference = [country, get("Schedule"), get("Item")].map(|part| part.replace(' ', "")).join("/");
    let entity = ["EntityOrShip", "Entity"].map(get).into_iter().find(|it| !it.is_empty());
    let person = joined([get("GivenName"), get("LastName")]);
    if country.is_empty() || (entity.is_none() && person.is_empty()) {
        return Err(Refused::here("a Country, and an EntityOrShip or a LastName"));
    }
    let mut reference = reference;
    if to.get_mut(&reference).is_some() {
        to.tell(
            line,
            format!("{reference} stands here again: which of both an older reference meant cannot be told"),
        );
        while to.get_mut(&reference).is_some() {
            reference.push('+');
        }
    }
    let mut entry = Entry::new(ListName::Canada, reference);
    if let Some(entity) = entity {
        entry.add_named(entity, NameKind::Primary);
        if !get("ShipIMONumber").is_empty() {
            entry.kind = EntryKind::Vessel;
        }
    } else {
        entry.add_named(&person, NameKind::Primary);
        entry.kind = EntryKind::Person;
    }
    let aliases = several(get("Aliases"), entry.kind == EntryKind::Person);
    aliases.names.iter().for_each(|name| entry.add_alias(name));
    if !aliases.unclear.is_empty() {
        keep(&mut entry.remark, &format!("Other spellings: {}.", aliases.unclear.join("; ")));
    }
    add(&mut entry.programmes, get("Country"));
    entry.add_identifier("IMO", get("ShipIMONumber"), "");
    for day in ["DateOfBirthOrShipBuildDate", "DateOfBirth"] {
        entry.add_birth(get(day));
    }
    entry.listed_on = to.date_in(line, "DateOfListing", get("DateOfListing"), Order::DayFirst);
    to.tell_births(line, &entry, 0);
    to.put(entry)
}
