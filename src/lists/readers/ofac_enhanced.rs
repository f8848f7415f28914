//! OFAC's enhanced XML: sdn_enhanced.xml and cons_enhanced.xml, in which every entry names its lists.

use std::io::BufRead;

use crate::model::date::Date;

use super::super::entry::{Birth, Entry, ListName, NameKind, add, keep};
use super::super::gathered::Gathered;
use super::super::refused::Refused;
use super::super::written::{Order, date, joined};
use super::super::xml::{Node, walk};
use super::fields::Fields;
use super::ofac_words::{act, is_sdn, kind, take_numbered};

/// On which of OFAC's lists an entry stands, and since when.
struct Listed {
    reference: String,
    is_blocked: bool,
    on: Option<Date>,
}

#[derive(Default)]
struct Reading {
    lists: Vec<Listed>,
    published: String,
    part: Fields,
    /// The name that is being read is primary, and of low quality.
    is_primary: bool,
    is_low: bool,
    /// A translation of a name is the first one.
    is_first: bool,
    address: Vec<String>,
    /// The file says that it is of those who are blocked, or of the others.
    of_file: Option<bool>,
    /// The file holds a choice of entries.
    filters: Vec<String>,
}

/// Reads it.
pub(in crate::lists) fn read(list: ListName, input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut entry = Entry::new(list, "");
    let mut reading = Reading::default();
    walk(input, |path, node, line| {
        let inside = path.get(1..).unwrap_or_default();
        match (inside, node) {
            (["publicationInfo", "dataAsOf"], Node::Closes(text)) => {
                to.date = to.date_in(line, "dataAsOf", text, Order::DayFirst);
            }
            (["publicationInfo", "filters", "sanctionsLists", "sanctionsList"], Node::Closes(text)) => {
                // One file may be of several lists.
                let is_sdn = text.starts_with("SDN");
                reading.of_file = Some(reading.of_file.unwrap_or_default() || is_sdn);
            }
            (["publicationInfo", "filters", group, ..], Node::Closes(text)) if *group != "sanctionsLists" => {
                add(&mut reading.filters, text);
            }
            (["entities", "entity"], Node::Opens(attributes)) => {
                entry = Entry::new(list, attributes.get("id"));
            }
            (["entities", "entity", "sanctionsLists", "sanctionsList"], Node::Opens(attributes)) => {
                reading.published = attributes.get("datePublished");
            }
            (["entities", "entity", "names", "name"], Node::Opens(_)) => {
                (reading.is_primary, reading.is_low, reading.is_first) = (false, false, true);
            }
            (["entities", "entity", _, _], Node::Opens(_)) => {
                reading.part.clear();
                reading.address.clear();
            }
            (["entities", "entity"], Node::Closes(_)) => {
                if entry.reference.is_empty() || entry.name.is_empty() {
                    return Err(Refused::here("an id and a name of an entity"));
                }
                to.put(std::mem::replace(&mut entry, Entry::new(list, "")))?;
            }
            (["entities", "entity", rest @ ..], Node::Closes(text)) => {
                let held = entry.born.len();
                reading.closes(rest, text, line, &mut entry, to);
                to.tell_births(line, &entry, held);
            }
            _ => {}
        }
        Ok(())
    })?;
    if !reading.filters.is_empty() {
        to.part_said = Some(format!("a filter: {}", reading.filters.join(", ")));
    }
    finish(&reading.lists, reading.of_file, to);
    Ok(())
}

impl Reading {
    fn closes(&mut self, path: &[&str], text: &str, line: u64, entry: &mut Entry, to: &mut Gathered) {
        match path {
            ["generalInfo", "entityType"] => match kind(text) {
                Some(kind) => entry.kind = kind,
                None => to.tell(line, format!("{text:?} is no kind that OFAC has: it is taken as an entity")),
            },
            ["generalInfo", "remarks"] => keep(&mut entry.remark, text),
            ["sanctionsLists", "sanctionsList"] => self.lists.push(Listed {
                reference: entry.reference.clone(),
                is_blocked: text.starts_with("SDN"),
                on: date(&self.published),
            }),
            ["sanctionsPrograms", "sanctionsProgram"] => {
                add(&mut entry.programmes, text);
                add(&mut entry.legal_acts, &act(text));
            }
            ["legalAuthorities", "legalAuthority"] => {
                add(&mut entry.legal_acts, &text.replace("Executive Order", "E.O."));
            }
            ["names", "name", "isPrimary"] => self.is_primary = text == "true",
            ["names", "name", "isLowQuality"] => self.is_low = text == "true",
            ["names", "name", "translations", "translation", "formattedFullName"] => {
                let kind = match (self.is_primary && self.is_first, self.is_low) {
                    (true, _) => NameKind::Primary,
                    (false, true) => NameKind::Weak,
                    (false, false) => NameKind::Alias,
                };
                self.is_first = false;
                entry.add_named(text, kind);
            }
            ["addresses", "address", "country"] => self.part.take("country", text),
            ["addresses", "address", .., "addressPart", "value"] => self.address.push(text.to_owned()),
            ["addresses", "address"] => {
                let country = self.part.get("country").to_owned();
                entry.add_place(&country);
                entry.add_address(std::mem::take(&mut self.address).into_iter().chain([country]));
            }
            ["features", "feature", "type"] => self.part.take("type", text),
            ["features", "feature", "value"] => self.part.take("value", text),
            ["features", "feature", "valueDate", "isApproximate"] => self.part.take("about", text),
            ["features", "feature", "isPrimary"] => self.part.take("main", text),
            ["features", "feature"] => self.feature(entry),
            ["identityDocuments", "identityDocument", name] => self.part.take(name, text),
            ["identityDocuments", "identityDocument"] => {
                let [kind, number, country] =
                    ["type", "documentNumber", "issuingCountry"].map(|name| self.part.get(name));
                take_numbered(entry, kind, number, country);
            }
            _ => {}
        }
    }

    fn feature(&self, entry: &mut Entry) {
        let (kind, value) = (self.part.get("type"), self.part.get("value"));
        let folded = kind.to_lowercase();
        if ["nationality", "citizenship", "flag"].iter().any(|word| folded.contains(word)) {
            entry.add_nationality(value);
            // Of several the main one comes first.
            if self.part.get("main") == "true" && folded.contains("nationality") {
                entry.nationalities.insert(0, joined([value]));
            }
        } else if folded == "birthdate" || folded.contains("established") {
            if self.part.get("about") == "true" {
                entry.born.push(Birth { text: format!("circa {value}"), date: None });
            } else if self.part.get("main") == "true" {
                entry.add_main_birth(value);
            } else {
                entry.add_birth(value);
            }
        } else {
            take_numbered(entry, kind, value, "");
        }
    }
}

/// Gives the entries the day of the list that the file is, and leaves out who stands on another one alone.
fn finish(lists: &[Listed], of_file: Option<bool>, to: &mut Gathered) {
    let is_sdn = of_file
        .or_else(|| is_sdn(lists.iter().map(|it| (it.reference.as_str(), it.is_blocked))))
        .unwrap_or_default();
    let mut on = std::collections::HashMap::new();
    for listed in lists.iter().filter(|it| it.is_blocked == is_sdn) {
        let day: &mut Option<Date> = on.entry(listed.reference.as_str()).or_default();
        *day = (*day).into_iter().chain(listed.on).min();
    }
    let before = to.entries.len();
    to.entries.retain(|reference, entry| {
        let listed = on.get(reference.as_str());
        entry.listed_on = listed.copied().flatten();
        lists.is_empty() || listed.is_some()
    });
    for _ in to.entries.len()..before {
        to.leave_out("on another of OFAC's lists alone");
    }
    if !lists.is_empty() {
        to.evidence.all = 1;
        *(if is_sdn { &mut to.evidence.blocked } else { &mut to.evidence.not_blocked }) = 1;
    }
}
