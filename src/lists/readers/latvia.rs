//! The national list of Latvia's Financial Intelligence Unit: XML.

use std::io::BufRead;

use super::super::entry::{Entry, EntryKind, ListName, NameKind, add, keep};
use super::super::gathered::Gathered;
use super::super::refused::Refused;
use super::super::written::{Order, joined};
use super::super::xml::{Node, walk};
use super::fields::Fields;

/// Reads it.
pub(in crate::lists) fn read(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut entry = Entry::new(ListName::Latvia, "");
    let mut own = Fields::default();
    let mut part = Fields::default();
    walk(input, |path, node, line| {
        let at = path.iter().position(|name| *name == "Entity");
        let Some(inside) = at.and_then(|at| path.get(at + 1..)) else { return Ok(()) };
        match (inside, node) {
            ([], Node::Opens(_)) => {
                entry = Entry::new(ListName::Latvia, "");
                own.clear();
            }
            ([_], Node::Opens(_)) => part.clear(),
            ([name], Node::Closes(text)) => {
                own.take(name, text);
                let held = entry.born.len();
                take(name, &part, &mut entry);
                to.tell_births(line, &entry, held);
            }
            // What is in a part may stand in a list of its kind.
            ([.., group], Node::Closes(_))
                if ["Name", "Alias", "Address", "Citizen", "Birth", "Document"].contains(group) =>
            {
                let held = entry.born.len();
                take(group, &part, &mut entry);
                to.tell_births(line, &entry, held);
                part.clear();
            }
            ([_, .., name], Node::Closes(text)) => part.take(name, text),
            ([], Node::Closes(_)) => {
                own.get("Id").clone_into(&mut entry.reference);
                if entry.reference.is_empty() || entry.name.is_empty() {
                    return Err(Refused::here("an Id and a name"));
                }
                entry.kind = match own.get("Type").to_lowercase().as_str() {
                    "fp" => EntryKind::Person,
                    "jp" => EntryKind::Entity,
                    other => {
                        to.tell(line, format!("{other:?} is neither FP nor JP: it is taken as an entity"));
                        EntryKind::Entity
                    }
                };
                entry.listed_on =
                    to.date_in(line, "ListedOn", own.get("ListedOn").trim_end_matches('.'), Order::DayFirst);
                add(&mut entry.programmes, own.get("Program"));
                keep(&mut entry.reason, own.get("Remark"));
                to.put(std::mem::replace(&mut entry, Entry::new(ListName::Latvia, "")))?;
            }
            _ => {}
        }
        Ok(())
    })
}

/// Takes a part of an entry.
fn take(kind: &str, part: &Fields, entry: &mut Entry) {
    let name = |names: [&str; 4]| {
        let [whole, first, middle, last] = names.map(|name| part.get(name));
        if whole.is_empty() { joined([first, middle, last]) } else { joined([whole]) }
    };
    match kind {
        "Name" => {
            entry.add_named(&name(["WholeName", "FirstName", "MiddleName", "LastName"]), NameKind::Primary);
        }
        "Alias" => {
            let alias = ["AliasWholeName", "AliasFirstName", "AliasMiddleName", "AliasLastName"];
            entry.add_alias(&name(alias));
        }
        "Birth" => entry.add_birth(part.get("BirthDate").trim_end_matches('.')),
        "Citizen" => entry.add_nationality(part.get("CitizenCountry")),
        "Address" => {
            entry.add_place(part.get("AddressCountry"));
            let whole = part.get("AddressWhole");
            if whole.is_empty() {
                entry.add_address(["AddressStreet", "AddressCity", "AddressCountry"].map(|it| part.get(it)));
            } else {
                entry.add_address([whole]);
            }
        }
        "Document" => {
            let [kind, number, country] =
                ["DocumentType", "DocumentNumber", "DocumentCountryIso2Code"].map(|it| part.get(it));
            entry.add_identifier(kind, number, country);
        }
        _ => {}
    }
}
