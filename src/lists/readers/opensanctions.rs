//! What OpenSanctions collects: targets.simple.csv (with and without programme ids), and entities.ftm.json.

use std::collections::HashMap;
use std::io::BufRead;

use serde::Deserialize;

use crate::model::date::Date;
use crate::model::measure::TargetKind;

use super::super::bounds::{LONGEST_LINE, Pieces};
use super::super::entry::{ListName, add};
use super::super::gathered::Gathered;
use super::super::partial::date;
use super::super::refused::Refused;
use super::super::table::{Columns, lines};

fn kind(schema: &str) -> TargetKind {
    match schema {
        "Person" => TargetKind::Person,
        "Vessel" => TargetKind::Vessel,
        "Airplane" => TargetKind::Aircraft,
        _ => TargetKind::Entity,
    }
}

/// Who issues what a data set or a title of one holds, by the id that a state file has: `us_ofac_sdn`, `US OFAC Specially
/// Designated Nationals (SDN) List`.
fn issuer(dataset: &str) -> Option<&'static str> {
    const CODES: &[&str] =
        &["us", "eu", "un", "gb", "ca", "ch", "au", "jp", "ua", "nz", "pl", "lt", "lv", "ee"];
    const TITLES: &[(&str, &str)] = &[
        ("us ", "US"),
        ("united states", "US"),
        ("ofac", "US"),
        ("eu ", "EU"),
        ("european union", "EU"),
        ("un ", "UN"),
        ("united nations", "UN"),
        ("uk ", "GB"),
        ("united kingdom", "GB"),
        ("canad", "CA"),
        ("swiss", "CH"),
        ("austral", "AU"),
        ("japan", "JP"),
        ("ukrain", "UA"),
        ("new zealand", "NZ"),
        ("poland", "PL"),
        ("polish", "PL"),
        ("lithuania", "LT"),
        ("latvia", "LV"),
        ("estonia", "EE"),
    ];
    let name = dataset.to_lowercase();
    let by_code = name.split_once('_').and_then(|(code, _)| CODES.iter().find(|it| **it == code));
    let upper = |code: &str| TITLES.iter().map(|(_, id)| *id).find(|id| id.eq_ignore_ascii_case(code));
    by_code
        .and_then(|code| upper(code))
        .or_else(|| TITLES.iter().find(|(start, _)| name.starts_with(start)).map(|(_, id)| *id))
}

/// Whether a listing has ended, by its status or its last day.
fn has_ended(status: &str, end: Option<Date>, seen: Option<Date>) -> bool {
    let status = status.to_lowercase();
    ["inactive", "expired", "suspended", "lifted"].iter().any(|word| status.contains(word))
        || end.zip(seen).is_some_and(|(end, seen)| end < seen)
}

/// Values in one field, which is a line of CSV of its own.
fn values(field: &str) -> Vec<String> {
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(field.as_bytes());
    let record = reader.records().next().and_then(Result::ok).unwrap_or_default();
    record.iter().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}

/// Reads targets.simple.csv.
pub(in crate::lists) fn read_simple(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut columns: Option<Columns> = None;
    let mut seen: Option<Date> = None;
    lines(input, b',', |line| {
        let Some(at) = &columns else {
            columns = Columns::of(line, &["id", "schema", "name"]);
            return Ok(());
        };
        if line.len() != at.len() {
            return Err(line.refuse(format!("{} fields, not {}", at.len(), line.len())));
        }
        let get = |name: &str| line.of(at.find(name)).into_owned();
        let id = get("id");
        if id.is_empty() {
            return Err(line.refuse("an id"));
        }
        let last_seen = date(&get("last_seen"));
        seen = seen.max(last_seen);
        // `programme - reason - status - start - end`: only what is surely a date is taken as one.
        let all = values(&get("sanctions"));
        let is_held = |text: &&String| {
            let dates: Vec<Date> = text.split(" - ").filter_map(date).collect();
            let end = if dates.len() > 1 { dates.last().copied() } else { None };
            !has_ended(text, end, last_seen)
        };
        let held: Vec<&String> = all.iter().filter(is_held).collect();
        if held.is_empty() {
            // Known for something else, such as an office, or not sanctioned any more.
            return Ok(());
        }
        let entry = to.entry(ListName::OpenSanctions, &id);
        entry.kind = kind(&get("schema"));
        entry.add_name(&get("name"));
        for alias in values(&get("aliases")) {
            entry.add_name_after(&alias);
        }
        for code in values(&get("countries")) {
            add(&mut entry.countries, &code.to_uppercase());
        }
        for programme in values(&get("program_ids")) {
            add(&mut entry.programmes, &programme);
        }
        for sanction in held {
            entry.listed_on =
                entry.listed_on.into_iter().chain(sanction.split(" - ").filter_map(date).min()).min();
            add(&mut entry.programmes, sanction.split(" - ").next().unwrap_or_default());
        }
        for id in values(&get("dataset")).iter().filter_map(|it| issuer(it)) {
            add(&mut entry.issuers, id);
        }
        Ok(())
    })?;
    to.date = to.date.or(seen);
    columns.map(|_| ()).ok_or_else(|| Refused::new(1, "the names of the columns, id and schema among them"))
}

#[derive(Deserialize)]
struct Line {
    id: String,
    #[serde(default)]
    caption: String,
    schema: String,
    #[serde(default)]
    properties: HashMap<String, Vec<String>>,
    #[serde(default)]
    datasets: Vec<String>,
    #[serde(default)]
    last_seen: Option<String>,
}

impl Line {
    fn all(&self, property: &str) -> &[String] {
        self.properties.get(property).map_or(&[], Vec::as_slice)
    }
}

/// A line of the schema `Measure` has so many entities, data sets, programmes and so on at most.
const MOST_VALUES: usize = 100;

/// So many lines of the schema `Measure` are in a file at most.
const MOST_LISTINGS: usize = 2_000_000;

/// What a line of the schema `Measure` says of entities, of one as a rule.
struct Listing {
    entities: Vec<String>,
    issuers: Vec<&'static str>,
    programmes: Vec<String>,
    listed_on: Option<Date>,
    acts: Vec<String>,
}

/// Reads entities.ftm.json: an entity a line. Who is sanctioned has a line that says so, or the topic.
pub(in crate::lists) fn read_json(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut listings: Vec<Listing> = Vec::new();
    let mut seen: Option<Date> = None;
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
        seen = seen.max(read.last_seen.as_deref().and_then(date));
        if read.schema == "Sanction" {
            read.listing(number, seen, &mut listings)?;
            continue;
        }
        // Only such entities are kept: the file has many more.
        if !read.all("topics").iter().any(|topic| topic.starts_with("sanction")) {
            continue;
        }
        let entry = to.entry(ListName::OpenSanctions, &read.id);
        entry.kind = kind(&read.schema);
        entry.add_name(&read.caption);
        for names in ["name", "alias", "weakAlias", "previousName"] {
            for name in read.all(names) {
                entry.add_name_after(name);
            }
        }
        for countries in ["country", "nationality", "jurisdiction", "citizenship"] {
            for code in read.all(countries) {
                add(&mut entry.countries, &code.to_uppercase());
            }
        }
        for programme in read.all("programId") {
            add(&mut entry.programmes, programme);
        }
        entry.remark = read.all("notes").first().cloned();
    }
    for listing in listings {
        for entity in &listing.entities {
            let Some(entry) = to.get_mut(entity) else { continue };
            for issuer in &listing.issuers {
                add(&mut entry.issuers, issuer);
            }
            for programme in &listing.programmes {
                add(&mut entry.programmes, programme);
            }
            for act in &listing.acts {
                add(&mut entry.legal_acts, act);
            }
            entry.listed_on = entry.listed_on.into_iter().chain(listing.listed_on).min();
        }
    }
    to.date = to.date.or(seen);
    Ok(())
}

impl Line {
    /// Adds what a line of the schema `Measure` says, unless it has ended.
    fn listing(&self, number: u64, seen: Option<Date>, listings: &mut Vec<Listing>) -> Result<(), Refused> {
        if self.properties.values().chain([&self.datasets]).any(|values| values.len() > MOST_VALUES) {
            return Err(Refused::bound(number, format!("a sanction with more than {MOST_VALUES} values")));
        }
        if listings.len() >= MOST_LISTINGS {
            return Err(Refused::bound(number, format!("more than {MOST_LISTINGS} sanctions")));
        }
        let end = self.all("endDate").iter().filter_map(|it| date(it)).max();
        if has_ended(&self.all("status").join(" "), end, seen) {
            return Ok(());
        }
        let start = self.all("listingDate").iter().chain(self.all("startDate"));
        listings.push(Listing {
            entities: self.all("entity").to_vec(),
            issuers: self.datasets.iter().filter_map(|it| issuer(it)).collect(),
            programmes: self.all("programId").iter().chain(self.all("program")).cloned().collect(),
            listed_on: start.filter_map(|it| date(it)).min(),
            acts: self.all("recordId").to_vec(),
        });
        Ok(())
    }
}
