//! The consolidated list of the United Nations Security Council: XML.

use std::io::BufRead;

use crate::model::measure::{MeasureType, StandardMeasure, TargetKind};

use super::super::entry::{Entry, ListName, add};
use super::super::gathered::Gathered;
use super::super::partial::{date, joined};
use super::super::refused::Refused;
use super::super::xml::{Node, walk};

/// Reads it.
pub(in crate::lists) fn read(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut entry = Entry::new(ListName::Un, "");
    let mut name: [String; 4] = Default::default();
    walk(input, |path, node| {
        let names: Vec<&str> = path.iter().skip(1).map(String::as_str).collect();
        match (node, names.as_slice()) {
            (Node::Opens(attributes), []) => to.date = date(&attributes.get("dateGenerated")),
            (Node::Opens(_), [_, kind @ ("INDIVIDUAL" | "ENTITY")]) => {
                entry = Entry::new(ListName::Un, "");
                name = Default::default();
                // What the resolutions say of all entries of a regime; the list itself does not name the measures.
                if *kind == "INDIVIDUAL" {
                    entry.kind = TargetKind::Person;
                    entry.measures = [StandardMeasure::AssetFreeze, StandardMeasure::TravelBan]
                        .map(MeasureType::Standard)
                        .to_vec();
                }
            }
            (Node::Closes(text), [_, _, "REFERENCE_NUMBER"]) => text.clone_into(&mut entry.reference),
            (Node::Closes(text), [_, _, "FIRST_NAME"]) => text.clone_into(&mut name[0]),
            (Node::Closes(text), [_, _, "SECOND_NAME"]) => text.clone_into(&mut name[1]),
            (Node::Closes(text), [_, _, "THIRD_NAME"]) => text.clone_into(&mut name[2]),
            (Node::Closes(text), [_, _, "FOURTH_NAME"]) => text.clone_into(&mut name[3]),
            (Node::Closes(text), [_, _, "UN_LIST_TYPE"]) => add(&mut entry.programmes, text),
            (Node::Closes(text), [_, _, "LISTED_ON"]) => entry.listed_on = date(text),
            (Node::Closes(text), [_, _, "COMMENTS1"]) => entry.remark = Some(text.to_owned()),
            (
                Node::Closes(text),
                [.., "NATIONALITY", "VALUE"] | [.., "INDIVIDUAL_ADDRESS" | "ENTITY_ADDRESS", "COUNTRY"],
            ) => {
                add(&mut entry.countries, text);
            }
            (Node::Closes(text), [.., "ALIAS_NAME"] | [_, _, "NAME_ORIGINAL_SCRIPT"]) => {
                entry.add_name_after(text);
            }
            (Node::Closes(_), [_, "INDIVIDUAL" | "ENTITY"]) => {
                if entry.reference.is_empty() {
                    return Err(Refused::here("a REFERENCE_NUMBER"));
                }
                let mut read = std::mem::replace(&mut entry, Entry::new(ListName::Un, ""));
                read.name = joined(&name);
                let reference = read.reference.clone();
                *to.entry(ListName::Un, &reference) = read;
            }
            _ => {}
        }
        Ok(())
    })
}
