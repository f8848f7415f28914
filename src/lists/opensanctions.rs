//! What OpenSanctions collects: targets.simple.csv (with and without programme ids), and entities.ftm.json.

use std::collections::HashMap;
use std::io::BufRead;

use serde::Deserialize;

use crate::model::date::Date;
use crate::model::sanction::TargetKind;

use super::entry::{ListName, add};
use super::file::{Gathered, Refused};
use super::partial::date;
use super::table::{Columns, lines};

fn kind(schema: &str) -> TargetKind {
    match schema {
        "Person" => TargetKind::Person,
        "Vessel" => TargetKind::Vessel,
        "Airplane" => TargetKind::Aircraft,
        _ => TargetKind::Entity,
    }
}

/// The id of the issuer that the name of a data set begins with: `us_ofac_sdn` is of the US.
fn issuer(dataset: &str) -> Option<String> {
    let (code, _) = dataset.split_once('_')?;
    (code.len() == 2).then(|| code.to_uppercase())
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
pub(super) fn read_simple(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
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
        let entry = to.entry(ListName::OpenSanctions, &id);
        entry.kind = kind(&get("schema"));
        entry.add_name(&get("name"));
        for alias in &values(&get("aliases")) {
            entry.add_name_after(alias);
        }
        for code in &values(&get("countries")) {
            add(&mut entry.countries, &code.to_uppercase());
        }
        for programme in &values(&get("program_ids")) {
            add(&mut entry.programmes, programme);
        }
        for sanction in values(&get("sanctions")) {
            // `programme - reason - status - start - end`: only what is surely a date is taken as one.
            let dates = sanction.split(" - ").filter_map(date);
            entry.listed_on = entry.listed_on.into_iter().chain(dates).min();
            add(&mut entry.programmes, sanction.split(" - ").next().unwrap_or_default());
        }
        entry.issuer =
            entry.issuer.take().or_else(|| values(&get("dataset")).iter().find_map(|it| issuer(it)));
        seen = seen.max(date(&get("last_seen")));
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
    #[serde(default)]
    target: bool,
}

impl Line {
    fn all(&self, property: &str) -> &[String] {
        self.properties.get(property).map_or(&[], Vec::as_slice)
    }
}

/// What a line of the schema `Sanction` says of an entity.
struct Listing {
    entity: String,
    programmes: Vec<String>,
    listed_on: Option<Date>,
    acts: Vec<String>,
}

/// Reads entities.ftm.json: an entity a line.
pub(super) fn read_json(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut listings: Vec<Listing> = Vec::new();
    let mut seen: Option<Date> = None;
    for (number, line) in (1..).zip(input.split(b'\n')) {
        let line = line.map_err(|error| Refused::new(number, format!("a line: {error}")))?;
        if line.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0x1a) {
            continue;
        }
        let read: Line = serde_json::from_slice(&line)
            .map_err(|error| Refused::new(number, format!("an entity as JSON: {error}")))?;
        seen = seen.max(read.last_seen.as_deref().and_then(date));
        if read.schema == "Sanction" {
            let start = read.all("listingDate").iter().chain(read.all("startDate"));
            let programmes =
                read.all("programId").iter().chain(read.all("program")).cloned().collect::<Vec<_>>();
            let listing = |entity: &String| Listing {
                entity: entity.clone(),
                programmes: programmes.clone(),
                listed_on: start.clone().filter_map(|it| date(it)).min(),
                acts: read.all("recordId").to_vec(),
            };
            listings.extend(read.all("entity").iter().map(listing));
            continue;
        }
        if !read.target {
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
        entry.issuer = read.datasets.iter().find_map(|it| issuer(it));
        entry.remark = read.all("notes").first().cloned();
    }
    for listing in listings {
        let Some(entry) = to.get_mut(&listing.entity) else { continue };
        for programme in &listing.programmes {
            add(&mut entry.programmes, programme);
        }
        for act in &listing.acts {
            add(&mut entry.legal_acts, act);
        }
        entry.listed_on = entry.listed_on.into_iter().chain(listing.listed_on).min();
    }
    to.date = to.date.or(seen);
    Ok(())
}
