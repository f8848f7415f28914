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
    parts: Vec<Part>,
    part: Part,
    /// The part is no part of the name: a title.
    is_beside: bool,
    /// The language and the script of the spelling that is being read.
    spelling: (String, String),
}

/// A part of a name, and its other spellings, by language and script.
#[derive(Default)]
struct Part {
    order: u32,
    text: String,
    variants: Vec<((String, String), String)>,
}

/// So many spellings of one name are kept.
const MOST_SPELLINGS: usize = 100;

impl Name {
    /// The name, its parts in their order.
    fn whole(&self) -> String {
        joined(self.parts.iter().map(|part| part.text.as_str()))
    }

    /// Other spellings of the whole name. Those of its parts go together that are of one language and script, the first of
    /// each and so on; a part that has none is written in Latin letters as it is, and in others the name is not known.
    fn spellings(&self) -> Vec<String> {
        let mut spellings = Vec::new();
        let all = self.parts.iter().flat_map(|part| &part.variants).map(|(of, _)| of);
        let mut kinds: Vec<&(String, String)> = Vec::new();
        all.for_each(|of| add_once(&mut kinds, of));
        for of in kinds {
            let those = |part: &Part| -> Vec<String> {
                part.variants.iter().filter(|(it, _)| it == of).map(|(_, text)| text.clone()).collect()
            };
            let parts: Vec<(Vec<String>, &str)> =
                self.parts.iter().map(|part| (those(part), part.text.as_str())).collect();
            let is_latin = of.1.is_empty() || of.1.eq_ignore_ascii_case("LATN");
            if !is_latin && parts.iter().any(|(variants, _)| variants.is_empty()) {
                continue;
            }
            let count = parts.iter().map(|(variants, _)| variants.len()).max().unwrap_or_default();
            for at in 0..count.min(MOST_SPELLINGS) {
                let words = parts.iter().map(|(variants, text)| {
                    variants.get(at).or(variants.last()).map_or(*text, String::as_str)
                });
                spellings.push(joined(words));
            }
        }
        spellings
    }
}

/// What is done to those in a set of sanctions, by phrases of its name: a word alone names no measure, as in `travel
/// agencies`.
const MEASURES: &[(&[&str], StandardMeasure)] = &[
    (
        &[
            "financial sanction",
            "financial measure",
            "asset freeze",
            "assets freeze",
            "freeze of asset",
            "freezing of asset",
            "freezing of fund",
            "freezing of the asset",
            "blocking of asset",
            "frozen asset",
        ],
        StandardMeasure::AssetFreeze,
    ),
    (&["capital market", "money market", "financial market"], StandardMeasure::FinancialRestrictions),
    (
        &[
            "travel ban",
            "ban on travel",
            "travel restriction",
            "travel sanction",
            "entry ban",
            "ban on entry",
            "entry restriction",
            "restrictions on entry",
            "entry and transit",
            "entry into and transit",
            "prohibition on entry",
        ],
        StandardMeasure::TravelBan,
    ),
    (&["arms embargo", "embargo on arms", "weapons embargo"], StandardMeasure::ArmsEmbargo),
    (
        &[
            "export ban",
            "export control",
            "export restriction",
            "ban on export",
            "restrictions on export",
            "restrictions on the export",
            "dual-use",
            "dual use",
            "military end-use",
            "military end use",
        ],
        StandardMeasure::ExportControl,
    ),
];

/// Words of a name that says where a set stands or whom it names, and not what it does to them.
const NO_MEASURE: [&str; 30] = [
    "article",
    "articles",
    "art",
    "annex",
    "annexes",
    "appendix",
    "paragraph",
    "para",
    "part",
    "section",
    "list",
    "ordinance",
    "and",
    "to",
    "of",
    "on",
    "the",
    "or",
    "other",
    "restrictions",
    "named",
    "listed",
    "individuals",
    "entities",
    "persons",
    "natural",
    "legal",
    "companies",
    "organisations",
    "groups",
];

/// The measures of a set of sanctions: what it calls itself where that is none of the standard names. In a set that says
/// nothing of them, as `annex 8`, its targets are under what the list does usually.
fn measures(words: &str) -> Vec<MeasureType> {
    let folded = words.to_lowercase();
    let is = |phrase: &str| {
        // At the beginning of a word: in harms are no arms.
        let mut at = folded.match_indices(phrase).map(|(at, _)| at);
        at.any(|at| !folded.get(..at).is_some_and(|before| before.ends_with(char::is_alphanumeric)))
    };
    let named = MEASURES.iter().filter(|(phrases, _)| phrases.iter().any(|phrase| is(phrase)));
    let mut found: Vec<MeasureType> = named.map(|(_, measure)| MeasureType::Standard(*measure)).collect();
    // Behind the article that it is from.
    let own = words.rsplit(" -- ").next().unwrap_or(words).trim();
    let says_nothing = || {
        let lower = own.to_lowercase();
        let mut all = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1);
        all.all(|word| word.contains(|c: char| c.is_ascii_digit()) || NO_MEASURE.contains(&word))
    };
    if found.is_empty() && !says_nothing() {
        found.push(MeasureType::Other(own.into()));
    }
    found
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
                let order = get("order").parse().unwrap_or(u32::MAX);
                self.name.part = Part { order, ..Part::default() };
                self.name.is_beside = matches!(get("name-part-type").as_str(), "title" | "suffix");
            }
            ["target", _, "identity", "name", "name-part", "spelling-variant"] => {
                self.name.spelling = (get("lang"), get("script"));
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
            ["target", _, "identity", "name", "name-part", "value"] => {
                text.clone_into(&mut self.name.part.text);
            }
            ["target", _, "identity", "name", "name-part", "spelling-variant"] => {
                let variants = &mut self.name.part.variants;
                if variants.len() < MOST_SPELLINGS {
                    variants.push((std::mem::take(&mut self.name.spelling), text.to_owned()));
                }
            }
            ["target", _, "identity", "name", "name-part"] => {
                let part = std::mem::take(&mut self.name.part);
                if !self.name.is_beside && self.name.parts.len() < MOST_SPELLINGS {
                    self.name.parts.push(part);
                }
            }
            ["target", _, "identity", "name"] => {
                let mut name = std::mem::take(&mut self.name);
                name.parts.sort_by_key(|part| part.order);
                if let Some(entry) = &mut self.entry {
                    let kind = name.kind.unwrap_or(NameKind::Alias);
                    entry.add_named(&name.whole(), kind);
                    let kind = if kind == NameKind::Weak { kind } else { NameKind::Alias };
                    name.spellings().iter().for_each(|spelling| entry.add_named(spelling, kind));
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
            for measure in measures(words) {
                add_once(&mut entry.measures, measure);
            }
        }
        entry.listed_on = self.listed;
        to.put(entry)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_of_sanctions_does_what_its_name_says_and_no_more() {
        for (words, wanted) in [
            ("Financial sanctions", &["Asset freeze"][..]),
            ("Freezing of assets and travel ban, annex 2", &["Asset freeze", "Travel ban"]),
            ("Ban on entry and transit", &["Travel ban"]),
            ("Arms embargo", &["Arms embargo"]),
            (
                "article 16 and 17 -- Restrictions on the money and capital market",
                &["Financial restrictions"],
            ),
            ("Military end-users, annex 2", &["Export control"]),
            ("Vessel-related measures", &["Vessel-related measures"]),
            ("article 29b -- Shipping", &["Shipping"]),
            ("Travel agencies", &["Travel agencies"]),
            ("article 3 -- Trade in arms", &["Trade in arms"]),
            ("Recovery of assets", &["Recovery of assets"]),
            ("Export credits", &["Export credits"]),
            ("Charms embargo on arms", &["Arms embargo"]),
            ("Harms embargo", &["Harms embargo"]),
            ("", &[]),
            ("article 2 paragraph 1, annexes 1 and 2a", &[]),
            ("article 12 -- Restrictions on named individuals and entities", &[]),
            ("annex 8", &[]),
        ] {
            let found = measures(words);
            let found: Vec<&str> = found.iter().map(MeasureType::word).collect();
            assert_eq!(found, wanted, "{words}");
        }
    }
}
