//! The consolidated list of the United Nations Security Council: XML.

use std::io::BufRead;

use crate::model::measure::{MeasureType, StandardMeasure};

use super::super::entry::{Entry, EntryKind, ListName, NameKind, add, keep};
use super::super::gathered::Gathered;
use super::super::refused::Refused;
use super::super::written::{Order, joined};
use super::super::xml::{Node, walk};

use StandardMeasure::{ArmsEmbargo, AssetFreeze, TravelBan};

/// What stands on the list of a regime: for persons, and for all others. By the beginning of its references. Source: the
/// resolutions, in the order of the table: 1267 and 1988, 1533, 2127, 1718, 2048, 2653, 2231, 1518, 1636, 1970, 2374,
/// 1844, 2206, 1591, 2140.
const REGIMES: &[(&str, &[StandardMeasure], &[StandardMeasure])] = &[
    ("QD", &[AssetFreeze, TravelBan, ArmsEmbargo], &[AssetFreeze, ArmsEmbargo]),
    ("TA", &[AssetFreeze, TravelBan, ArmsEmbargo], &[AssetFreeze, ArmsEmbargo]),
    ("CD", &[AssetFreeze, TravelBan], &[AssetFreeze]),
    ("CF", &[AssetFreeze, TravelBan], &[AssetFreeze]),
    ("KP", &[AssetFreeze, TravelBan], &[AssetFreeze]),
    ("GB", &[TravelBan], &[]),
    ("HT", &[AssetFreeze, TravelBan, ArmsEmbargo], &[AssetFreeze, ArmsEmbargo]),
    ("IR", &[AssetFreeze, TravelBan], &[AssetFreeze]),
    ("IQ", &[AssetFreeze], &[AssetFreeze]),
    ("LB", &[AssetFreeze, TravelBan], &[AssetFreeze]),
    ("LY", &[AssetFreeze, TravelBan], &[AssetFreeze]),
    ("ML", &[TravelBan], &[]),
    ("SO", &[AssetFreeze, TravelBan, ArmsEmbargo], &[AssetFreeze, ArmsEmbargo]),
    ("SS", &[AssetFreeze, TravelBan], &[AssetFreeze]),
    ("SD", &[AssetFreeze, TravelBan], &[AssetFreeze]),
    ("YE", &[AssetFreeze, TravelBan, ArmsEmbargo], &[AssetFreeze, ArmsEmbargo]),
];

/// The measures of an entry: those that its comments name (`… (Travel Ban, Asset Freeze)`), else those of its regime.
fn measures(entry: &Entry) -> Vec<MeasureType> {
    let remark = entry.remark.as_deref().unwrap_or_default().to_lowercase();
    let in_brackets =
        remark.split('(').skip(1).filter_map(|part| part.split_once(')').map(|(inside, _)| inside));
    let mut named = Vec::new();
    for part in in_brackets {
        for (word, measure) in
            [("asset freeze", AssetFreeze), ("travel ban", TravelBan), ("arms embargo", ArmsEmbargo)]
        {
            if part.contains(word) {
                named.push(measure);
            }
        }
    }
    if named.is_empty() {
        let of = REGIMES.iter().find(|(start, ..)| entry.reference.starts_with(start));
        let of =
            of.map(|(_, persons, others)| if entry.kind == EntryKind::Person { *persons } else { *others });
        named = of.unwrap_or_default().to_vec();
    }
    named.into_iter().map(MeasureType::Standard).collect()
}

/// Whether a text says that nothing is known. In capital letters it is a name.
fn is_nothing(text: &str) -> bool {
    matches!(text, "na" | "n/a" | "N/A" | "n.a." | "N.A.")
}

/// Reads it.
pub(in crate::lists) fn read(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut entry = Entry::new(ListName::Un, "");
    let mut name: [String; 4] = Default::default();
    let mut is_gone = false;
    let mut part = Part::default();
    walk(input, |path, node, line| {
        let path = path.get(1..).unwrap_or_default();
        let node = match node {
            Node::Closes(text) if is_nothing(text) => Node::Closes(""),
            node => node,
        };
        match (node, path) {
            (Node::Opens(attributes), []) => {
                to.date =
                    to.date_in(line, "dateGenerated", &attributes.get("dateGenerated"), Order::DayFirst);
            }
            (Node::Opens(_), [_, kind @ ("INDIVIDUAL" | "ENTITY")]) => {
                (entry, name, is_gone) = (Entry::new(ListName::Un, ""), Default::default(), false);
                if *kind == "INDIVIDUAL" {
                    entry.kind = EntryKind::Person;
                }
            }
            (Node::Opens(_), [_, _, _]) => part = Part::default(),
            (Node::Closes(text), [_, _, "REFERENCE_NUMBER"]) => text.clone_into(&mut entry.reference),
            (Node::Closes(text), [_, _, "FIRST_NAME"]) => text.clone_into(&mut name[0]),
            (Node::Closes(text), [_, _, "SECOND_NAME"]) => text.clone_into(&mut name[1]),
            (Node::Closes(text), [_, _, "THIRD_NAME"]) => text.clone_into(&mut name[2]),
            (Node::Closes(text), [_, _, "FOURTH_NAME"]) => text.clone_into(&mut name[3]),
            (Node::Closes(text), [_, _, "UN_LIST_TYPE"]) => add(&mut entry.programmes, text),
            (Node::Closes(text), [_, _, "LISTED_ON"]) => {
                entry.listed_on = to.date_in(line, "LISTED_ON", text, Order::DayFirst);
            }
            (Node::Closes(text), [_, _, "DELISTED_ON"]) => is_gone = !text.is_empty(),
            (Node::Closes(text), [_, _, "COMMENTS1"]) => keep(&mut entry.remark, text),
            (Node::Closes(text), [_, _, "NATIONALITY", "VALUE"]) => entry.add_nationality(text),
            (Node::Closes(text), [_, _, "NAME_ORIGINAL_SCRIPT"]) => entry.add_alias(text),
            (Node::Closes(text), [_, _, _, name]) => part.take(name, text),
            (Node::Closes(_), [_, _, kind]) => {
                let held = entry.born.len();
                part.give(kind, &mut entry);
                to.tell_births(line, &entry, held);
            }
            (Node::Closes(_), [_, "INDIVIDUAL" | "ENTITY"]) => {
                if entry.reference.is_empty() {
                    return Err(Refused::here("a REFERENCE_NUMBER"));
                }
                let mut read = std::mem::replace(&mut entry, Entry::new(ListName::Un, ""));
                read.add_named(&joined(&name), NameKind::Primary);
                read.measures = measures(&read);
                let has_none = REGIMES.iter().any(|(start, _, others)| {
                    others.is_empty() && read.reference.starts_with(start) && read.measures.is_empty()
                });
                if is_gone {
                    to.leave_out("delisted");
                } else if has_none {
                    to.leave_out("of regimes that freeze nothing of entities");
                } else {
                    to.put(read)?;
                }
            }
            _ => {}
        }
        Ok(())
    })
}

/// An alias, address, birthday or document that is being read, by the names of its elements.
#[derive(Default)]
struct Part {
    fields: Vec<(String, String)>,
}

impl Part {
    fn take(&mut self, name: &str, text: &str) {
        if self.fields.len() < 30 {
            self.fields.push((name.to_owned(), text.to_owned()));
        }
    }

    fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(held, _)| held == name).map_or("", |(_, text)| text.as_str())
    }

    fn give(&self, kind: &str, entry: &mut Entry) {
        match kind.rsplit_once('_').map_or(kind, |(_, last)| last) {
            "ALIAS" => {
                let is_weak = self.get("QUALITY").eq_ignore_ascii_case("low");
                // Several spellings may stand in one field.
                for name in self.get("ALIAS_NAME").split(';') {
                    if is_weak { entry.add_named(name, NameKind::Weak) } else { entry.add_alias(name) }
                }
            }
            "ADDRESS" => {
                entry.add_place(self.get("COUNTRY"));
                let parts = ["STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY"];
                entry.add_address(parts.map(|part| self.get(part)));
            }
            "BIRTH" if kind.ends_with("DATE_OF_BIRTH") => {
                let text = match self.get("TYPE_OF_DATE").to_uppercase().as_str() {
                    "BETWEEN" => format!("{} to {}", self.get("FROM_YEAR"), self.get("TO_YEAR")),
                    of_kind => {
                        let day = ["DATE", "YEAR"].map(|part| self.get(part));
                        let day = day.into_iter().find(|it| !it.is_empty()).unwrap_or_default();
                        let is_about = of_kind.starts_with("APPROX") && !day.is_empty();
                        if is_about { format!("circa {day}") } else { day.to_owned() }
                    }
                };
                entry.add_birth(&text);
            }
            "DOCUMENT" => {
                let country = ["ISSUING_COUNTRY", "COUNTRY_OF_ISSUE"].map(|part| self.get(part));
                let country = country.into_iter().find(|it| !it.is_empty()).unwrap_or_default();
                entry.add_identifier(self.get("TYPE_OF_DOCUMENT"), self.get("NUMBER"), country);
            }
            _ => {}
        }
    }
}
