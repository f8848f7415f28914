//! The list of Switzerland's SECO: XML. Programmes stand before the targets, places may stand behind them.

use std::collections::HashMap;
use std::io::BufRead;

use crate::model::date::Date;
use crate::model::measure::{MeasureType, StandardMeasure};

use super::super::entry::{Entry, EntryKind, ListName, NameKind, add, add_once, keep};
use super::super::gathered::Gathered;
use super::super::refused::Refused;
use super::super::written::{Order, joined};
use super::super::xml::{Attributes, Node, walk};

/// A name that is being read.
#[derive(Default)]
struct Name {
    kind: Option<NameKind>,
    parts: Vec<(u32, String)>,
    order: u32,
    is_whole: bool,
    /// The part is no part of the name: a title.
    is_beside: bool,
    variants: Vec<String>,
}

#[derive(Default)]
struct Reading {
    /// The key of the programme that is being read, and what its sets of sanctions are: keys and words.
    programme: String,
    sets: HashMap<String, (String, String)>,
    is_english: bool,
    set: String,
    entry: Option<Entry>,
    of_sets: Vec<String>,
    is_main: bool,
    name: Name,
    listed: Option<Date>,
    is_gone: bool,
    paper: [String; 3],
    /// Countries of places, and which entries are at which.
    place: String,
    places: HashMap<String, (String, String)>,
    at: Vec<(String, String)>,
    location: String,
}

/// So many places and sets are kept.
const MOST: usize = 500_000;

/// Reads it.
pub(in crate::lists) fn read(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut reading = Reading::default();
    walk(input, |path, node, line| {
        let inside = path.get(1..).unwrap_or_default();
        if reading.places.len() > MOST || reading.sets.len() > MOST || reading.at.len() > 4 * MOST {
            return Err(Refused::too_much(format!("more than {MOST} places")));
        }
        match node {
            Node::Opens(attributes) => reading.opens(inside, attributes, line, to),
            Node::Closes(text) => return reading.closes(inside, text, to),
        }
        Ok(())
    })?;
    for (reference, place) in &reading.at {
        let (Some(entry), Some((location, country))) = (to.get_mut(reference), reading.places.get(place))
        else {
            continue;
        };
        entry.add_place(country);
        entry.add_address([location, country]);
    }
    Ok(())
}

impl Reading {
    fn opens(&mut self, path: &[&str], attributes: &Attributes<'_>, line: u64, to: &mut Gathered) {
        let get = |name: &str| attributes.get(name);
        match path {
            [] => {
                to.date = to.date_in(line, "date", &get("date"), Order::DayFirst);
                if get("list-type").contains("amendment") {
                    to.part_said = Some("only amendments".to_owned());
                }
            }
            ["sanctions-program"] => self.programme.clear(),
            ["sanctions-program", part] => {
                self.is_english = get("lang") == "eng";
                if *part == "sanctions-set" {
                    self.set = get("ssid");
                }
            }
            ["target"] => {
                self.entry = Some(Entry::new(ListName::Switzerland, get("ssid")));
                (self.of_sets, self.listed, self.is_gone) = Default::default();
            }
            ["target", kind @ ("individual" | "entity" | "object")] => {
                if let Some(entry) = &mut self.entry {
                    entry.kind = match (*kind, get("object-type").as_str()) {
                        ("individual", _) => EntryKind::Person,
                        ("object", "vessel") => EntryKind::Vessel,
                        ("object", "aircraft") => EntryKind::Aircraft,
                        _ => EntryKind::Entity,
                    };
                }
            }
            ["target", "modification"] => {
                let days = ["effective-date", "publication-date", "enactment-date"].map(get);
                let on = days.iter().find_map(|day| to.date_in(line, "a modification", day, Order::DayFirst));
                match get("modification-type").as_str() {
                    "listed" => {
                        (self.listed, self.is_gone) = (self.listed.into_iter().chain(on).min(), false);
                    }
                    "de-listed" => self.is_gone = true,
                    _ => {}
                }
            }
            ["target", _, "identity"] => self.is_main = get("main") != "false",
            ["target", _, "identity", "name"] => {
                let kind = match (get("name-type").as_str(), get("quality").as_str()) {
                    (_, "low") => NameKind::Weak,
                    ("primary-name", _) if self.is_main => NameKind::Primary,
                    _ => NameKind::Alias,
                };
                self.name = Name { kind: Some(kind), ..Name::default() };
            }
            ["target", _, "identity", "name", "name-part"] => {
                self.name.order = get("order").parse().unwrap_or(u32::MAX);
                let kind = get("name-part-type");
                self.name.is_whole = kind == "whole-name";
                self.name.is_beside = matches!(kind.as_str(), "title" | "suffix");
            }
            ["target", _, "identity", rest @ ..] => {
                let held = self.entry.as_ref().map_or(0, |entry| entry.born.len());
                self.identity(rest, attributes);
                if let Some(entry) = &self.entry {
                    to.tell_births(line, entry, held);
                }
            }
            ["place"] => {
                self.place = get("ssid");
                self.location.clear();
            }
            ["place", "country"] => {
                let place = (std::mem::take(&mut self.location), get("iso-code"));
                self.places.insert(std::mem::take(&mut self.place), place);
            }
            _ => {}
        }
    }

    fn identity(&mut self, path: &[&str], attributes: &Attributes<'_>) {
        let get = |name: &str| attributes.get(name);
        let Some(entry) = &mut self.entry else { return };
        match path {
            ["nationality", "country"] => entry.add_nationality(&get("iso-code")),
            ["day-month-year"] => {
                let [day, month, year] = ["day", "month", "year"].map(get);
                let parts = [&year, &month, &day].map(String::as_str);
                let known = parts.iter().take_while(|part| !part.is_empty());
                let date: Vec<String> = known.map(|part| format!("{part:0>2}")).collect();
                entry.add_birth(&date.join("-"));
            }
            ["address"] => self.at.push((entry.reference.clone(), get("place-id"))),
            ["identification-document"] => self.paper = [get("document-type"), String::new(), String::new()],
            ["identification-document", "issuer"] => self.paper[2] = get("code"),
            _ => {}
        }
    }

    fn closes(&mut self, path: &[&str], text: &str, to: &mut Gathered) -> Result<(), Refused> {
        match path {
            ["sanctions-program", "program-key"] if self.is_english => text.clone_into(&mut self.programme),
            ["sanctions-program", "sanctions-set"] if self.is_english => {
                self.sets.insert(self.set.clone(), (self.programme.clone(), text.to_owned()));
            }
            ["target", "sanctions-set-id"] => add(&mut self.of_sets, text),
            ["target", _, "identity", "name", "name-part", "value"] if !self.name.is_beside => {
                self.name.parts.push((self.name.order, text.to_owned()));
            }
            ["target", _, "identity", "name", "name-part", "spelling-variant"] if self.name.is_whole => {
                self.name.variants.push(text.to_owned());
            }
            ["target", _, "identity", "name"] => {
                let mut name = std::mem::take(&mut self.name);
                name.parts.sort_by_key(|(order, _)| *order);
                let whole = joined(name.parts.iter().map(|(_, part)| part));
                if let Some(entry) = &mut self.entry {
                    entry.add_named(&whole, name.kind.unwrap_or(NameKind::Alias));
                    name.variants.iter().for_each(|variant| entry.add_alias(variant));
                }
            }
            ["target", _, "identity", "identification-document", "number"] => {
                text.clone_into(&mut self.paper[1]);
            }
            ["target", _, "identity", "identification-document"] => {
                let [kind, number, country] = std::mem::take(&mut self.paper);
                if let Some(entry) = &mut self.entry {
                    entry.add_identifier(&kind, &number, &country);
                }
            }
            ["target", _, "justification"] => {
                if let Some(entry) = &mut self.entry {
                    keep(&mut entry.reason, text);
                }
            }
            ["target", _, "other-information"] => {
                if let Some(entry) = &mut self.entry {
                    keep(&mut entry.remark, text);
                }
            }
            ["place", "location" | "area"] => {
                self.location = joined([self.location.as_str(), text]);
            }
            ["target"] => return self.target(to),
            _ => {}
        }
        Ok(())
    }

    fn target(&mut self, to: &mut Gathered) -> Result<(), Refused> {
        let Some(mut entry) = self.entry.take() else { return Ok(()) };
        if entry.reference.is_empty() || (entry.name.is_empty() && entry.weak_aliases.is_empty()) {
            return Err(Refused::here("an ssid and a name of a target"));
        }
        if self.is_gone {
            to.leave_out("delisted");
            return Ok(());
        }
        for set in &self.of_sets {
            let Some((programme, words)) = self.sets.get(set) else { continue };
            add(&mut entry.programmes, programme);
            let words = words.to_lowercase();
            let has = |part: &str| words.contains(part);
            let mut is = |measure| add_once(&mut entry.measures, MeasureType::Standard(measure));
            if has("financial") || has("asset") || has("freez") {
                is(StandardMeasure::AssetFreeze);
            }
            if has("travel") || has("entry") {
                is(StandardMeasure::TravelBan);
            }
            if has("arms") || has("military") {
                is(StandardMeasure::ArmsEmbargo);
            }
        }
        entry.listed_on = self.listed;
        to.put(entry)
    }
}
