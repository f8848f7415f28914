//! Entities of FollowTheMoney as JSON, a line each: OpenSanctions' entities.ftm.json, and targets.nested.json, in which
//! what an entity refers to stands inside of it.

use std::borrow::Cow;
use std::fmt;
use std::io::BufRead;

use hashbrown::HashMap;
use indexmap::IndexMap;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::model::date::Date;
use crate::model::measure::MeasureType;
use crate::names::REGISTRATION;

use super::super::bounds::{LONGEST_LINE, Pieces};
use super::super::entry::{Entry, ListName, NameKind, add, add_once, keep};
use super::super::gathered::Gathered;
use super::super::refused::Refused;
use super::super::written::date;
use super::collections::{Dataset, Status, by_days, dataset, measures_in, referents, status_word, union};
use super::targets::kind;

/// A value of a property: a text, or an entity inside of another. Texts stay where the line has them, as far as they can:
/// most entities of a file are not sanctioned, and of the others much is not needed.
#[derive(Debug)]
enum Value<'a> {
    Text(Cow<'a, str>),
    Entity(Box<Line<'a>>),
    Other,
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        struct OneOf;
        impl<'de> Visitor<'de> for OneOf {
            type Value = Value<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or an entity")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Value<'de>, E> {
                Ok(Value::Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Value<'de>, E> {
                Ok(Value::Text(Cow::Owned(text.to_owned())))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Value<'de>, A::Error> {
                Line::deserialize(MapAccessDeserializer::new(map)).map(|line| Value::Entity(Box::new(line)))
            }
            fn visit_unit<E>(self) -> Result<Value<'de>, E> {
                Ok(Value::Other)
            }
            fn visit_i64<E>(self, number: i64) -> Result<Value<'de>, E> {
                Ok(Value::Text(Cow::Owned(number.to_string())))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Value<'de>, E> {
                Ok(Value::Text(Cow::Owned(number.to_string())))
            }
        }
        input.deserialize_any(OneOf)
    }
}

/// What an entity has, by the names of its properties.
#[derive(Debug, Default)]
struct Properties<'a>(HashMap<Cow<'a, str>, Vec<Value<'a>>>);

impl<'de: 'a, 'a> Deserialize<'de> for Properties<'a> {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Named<'a>(#[serde(borrow)] Cow<'a, str>);
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Properties<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("properties by their names")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties<'de>, A::Error> {
                let mut all = Properties::default();
                while let Some((Named(name), values)) = map.next_entry()? {
                    all.0.insert(name, values);
                }
                Ok(all)
            }
        }
        input.deserialize_map(All)
    }
}

#[derive(Debug, Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow, default)]
    caption: Cow<'a, str>,
    #[serde(borrow)]
    schema: Cow<'a, str>,
    #[serde(borrow, default)]
    properties: Properties<'a>,
    #[serde(default)]
    datasets: Vec<String>,
    #[serde(default)]
    referents: Vec<String>,
    #[serde(borrow, default)]
    last_seen: Option<Cow<'a, str>>,
}

impl Line<'_> {
    fn all<'a>(&'a self, property: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.properties.0.get(property).into_iter().flatten().filter_map(|value| match value {
            Value::Text(text) => Some(&**text),
            _ => None,
        })
    }

    fn inside(&self) -> impl Iterator<Item = &Self> {
        self.properties.0.values().flatten().filter_map(|value| match value {
            Value::Entity(line) => Some(&**line),
            _ => None,
        })
    }
}

/// A sanction has so many entities, data sets, programmes and so on at most.
const MOST_VALUES: usize = 100;

/// Topics of those who are under something else than sanctions, and what that is.
const BESIDE: [(&str, &str); 4] = [
    ("debarment", "exclusions from contracts, which freeze nothing"),
    ("corp.disqual", "disqualifications of directors under company law, which freeze nothing"),
    ("wanted", "wanted notices, which freeze nothing"),
    ("export.control", "under export control alone, which freezes nothing"),
];

/// So many sanctions are in a file at most.
const MOST_LISTINGS: usize = 2_000_000;

/// What a sanction says of entities, of one as a rule.
struct Sanction {
    entities: Vec<String>,
    issuers: Vec<(String, MeasureType)>,
    others: Vec<String>,
    measures: Vec<MeasureType>,
    programmes: Vec<String>,
    listed_on: Option<Date>,
    reason: Option<String>,
    status: Status,
    line: u64,
}

/// Properties that hold numbers of registers and papers, and what these are.
const NUMBERS: &[(&str, &str)] = &[
    ("registrationNumber", REGISTRATION),
    ("taxNumber", "Tax number"),
    ("idNumber", "ID number"),
    ("passportNumber", "Passport"),
    ("innCode", "INN"),
    ("ogrnCode", "OGRN"),
    ("kppCode", "KPP"),
    ("okpoCode", "OKPO"),
    ("vatCode", "VAT"),
    ("leiCode", "LEI"),
    ("swiftBic", "SWIFT/BIC"),
    ("imoNumber", "IMO"),
    ("mmsi", "MMSI"),
    ("callSign", "Call sign"),
    ("serialNumber", "Serial number"),
    ("uniqueEntityId", "UEI"),
    ("dunsCode", "D-U-N-S"),
    ("publicKey", "Digital currency address"),
];

#[derive(Default)]
struct Reading {
    sanctions: Vec<Sanction>,
    seen: Option<Date>,
    /// What data sets are that were met before.
    datasets: HashMap<String, Dataset>,
}

/// Reads it. Who is sanctioned has a line that says so, or the topic; the file has many more entities.
pub(in crate::lists) fn read(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut reading = Reading::default();
    let mut input = Pieces::new(input, LONGEST_LINE, "a line of more than 4 MiB");
    let mut line = Vec::new();
    loop {
        let number = input.line();
        line.clear();
        input.begin();
        let count = input
            .read_until(b'\n', &mut line)
            .map_err(|error| Refused::input(number, &error, "a line of JSON"))?;
        if count == 0 {
            break;
        }
        if line.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0x1a) {
            continue;
        }
        let read: Line = serde_json::from_slice(&line)
            .map_err(|error| Refused::new(number, format!("an entity as JSON: {error}")))?;
        reading.seen = reading.seen.max(read.last_seen.as_deref().and_then(date));
        reading.line(&read, number, to)?;
    }
    let seen = reading.seen;
    reading.finish(to);
    to.date = to.date.or(seen);
    Ok(())
}

impl Reading {
    fn line(&mut self, line: &Line<'_>, number: u64, to: &mut Gathered) -> Result<(), Refused> {
        if line.schema == "Sanction" {
            return self.sanction(line, None, number);
        }
        for inside in line.inside().filter(|inside| inside.schema == "Sanction") {
            self.sanction(inside, Some(&line.id), number)?;
        }
        let mut topics = line.all("topics").filter(|topic| topic.starts_with("sanction"));
        let Some(first) = topics.next() else {
            // Counted, that nobody thinks they were overlooked.
            let known = |topic| BESIDE.iter().find(|(it, _)| *it == topic);
            if let Some((_, why)) = line.all("topics").find_map(known) {
                to.leave_out(why);
            }
            return Ok(());
        };
        if first != "sanction" && !topics.any(|topic| topic == "sanction") {
            to.leave_out(match first {
                "sanction.counter" => "under counter-sanctions alone, which no list here issues",
                _ => "linked to those who are sanctioned, not sanctioned themselves",
            });
            return Ok(());
        }
        let mut entry = Entry::new(ListName::OpenSanctions, &*line.id);
        entry.kind = kind(&line.schema);
        entry.add_named(&line.caption, NameKind::Primary);
        for names in ["name", "alias", "previousName"] {
            line.all(names).for_each(|name| entry.add_alias(name));
        }
        line.all("weakAlias").for_each(|name| entry.add_named(name, NameKind::Weak));
        for countries in ["nationality", "citizenship", "flag"] {
            line.all(countries).for_each(|code| entry.add_nationality(&code.to_uppercase()));
        }
        for countries in ["country", "jurisdiction"] {
            line.all(countries).for_each(|code| entry.add_place(&code.to_uppercase()));
        }
        for days in ["birthDate", "incorporationDate"] {
            line.all(days).for_each(|day| entry.add_birth(day));
        }
        line.all("address").for_each(|address| entry.add_address([address]));
        for (property, scheme) in NUMBERS {
            line.all(property).for_each(|it| entry.add_identifier(scheme, it, ""));
        }
        line.all("programId").for_each(|it| add(&mut entry.programmes, it));
        keep(&mut entry.remark, line.all("notes").next().unwrap_or_default());
        referents(&mut entry, &line.referents);
        to.tell_births(number, &entry, 0);
        to.put(entry).map_err(|error| error.or_line(number))
    }

    fn sanction(&mut self, line: &Line<'_>, of: Option<&str>, number: u64) -> Result<(), Refused> {
        let too_many = |values: usize| values > MOST_VALUES;
        if line.properties.0.values().any(|values| too_many(values.len())) || too_many(line.datasets.len()) {
            return Err(Refused::bound(number, format!("a sanction with more than {MOST_VALUES} values")));
        }
        if self.sanctions.len() >= MOST_LISTINGS {
            return Err(Refused::bound(number, format!("more than {MOST_LISTINGS} sanctions")));
        }
        let first_day = |property: &str| line.all(property).filter_map(date).min();
        let start = first_day("listingDate").into_iter().chain(first_day("startDate")).min();
        let end = line.all("endDate").filter_map(date).max();
        let seen = line.last_seen.as_deref().and_then(date).or(self.seen);
        let mut status = by_days(first_day("startDate"), end, seen);
        for word in line.all("status") {
            match status_word(word) {
                Some(false) => status = Status::Ended,
                None if status == Status::Holds => {
                    status = Status::Unclear(format!("{word:?} is no status that is known"));
                }
                _ => {}
            }
        }
        let (mut issuers, mut others) = (Vec::new(), Vec::new());
        for name in &line.datasets {
            if self.datasets.len() > MOST_VALUES * MOST_VALUES {
                self.datasets.clear();
            }
            match self.datasets.entry(name.clone()).or_insert_with(|| dataset(name)).clone() {
                Dataset::List(issuer, measure) => add_once(&mut issuers, (issuer, measure)),
                Dataset::Other(why) => add_once(&mut others, why),
            }
        }
        let mut measures = Vec::new();
        for text in line.all("provisions").chain(line.all("program")) {
            for measure in measures_in(text) {
                add_once(&mut measures, measure);
            }
        }
        let mut programmes = Vec::new();
        line.all("programId").chain(line.all("program")).for_each(|it| add(&mut programmes, it));
        let of_entity = of.map(str::to_owned);
        let entities = match of_entity {
            Some(id) => vec![id],
            None => line.all("entity").map(str::to_owned).collect(),
        };
        let reason = line.all("reason").next().map(str::to_owned);
        let listed_on = start;
        self.sanctions.push(Sanction {
            entities,
            issuers,
            others,
            measures,
            programmes,
            listed_on,
            reason,
            status,
            line: number,
        });
        Ok(())
    }

    /// Gives the entries what the sanctions say of them. Who has only such as have ended is not listed.
    fn finish(self, to: &mut Gathered) {
        let mut has_any: IndexMap<String, Option<String>> = IndexMap::new();
        for sanction in self.sanctions {
            for id in &sanction.entities {
                if !to.entries.contains_key(id) {
                    continue;
                }
                let why = match (&sanction.status, sanction.issuers.is_empty()) {
                    (Status::Ended, _) => Some("ended".to_owned()),
                    (_, true) => {
                        Some(sanction.others.first().cloned().unwrap_or_else(|| "of no data set".to_owned()))
                    }
                    _ => None,
                };
                let held = has_any.entry(id.clone()).or_insert_with(|| why.clone());
                if why.is_some() {
                    continue;
                }
                *held = None;
                let Some(entry) = to.entries.get_mut(id) else { continue };
                let is_unclear = matches!(sanction.status, Status::Unclear(_));
                for (issuer, measure) in &sanction.issuers {
                    let is_new = !entry.listings.contains_key(issuer);
                    let listing = entry.listing(issuer);
                    listing.is_unclear = is_unclear && (is_new || listing.is_unclear);
                    let named = if sanction.measures.is_empty() {
                        std::slice::from_ref(measure)
                    } else {
                        &sanction.measures
                    };
                    for measure in named {
                        add_once(&mut listing.measures, measure.clone());
                    }
                    sanction.programmes.iter().for_each(|it| add(&mut listing.programmes, it));
                    listing.listed_on = listing.listed_on.into_iter().chain(sanction.listed_on).min();
                    keep(&mut listing.reason, sanction.reason.as_deref().unwrap_or_default());
                }
                if let Status::Unclear(why) = &sanction.status {
                    let said = format!("it is not told whether {} still stands: {why}", entry.name);
                    to.tell(sanction.line, said);
                }
            }
        }
        let mut left_out: Vec<String> = Vec::new();
        to.entries.retain(|id, entry| {
            if entry.list != ListName::OpenSanctions {
                return true;
            }
            match has_any.get(id) {
                Some(Some(why)) => {
                    left_out.push(why.clone());
                    return false;
                }
                // Only the topic says it: by whom and whether still, nobody does.
                None => entry.is_unclear = true,
                Some(None) => union(entry),
            }
            true
        });
        for why in &left_out {
            to.leave_out(why);
        }
    }
}
