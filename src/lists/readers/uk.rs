//! The UK Sanctions List (CSV and XML), and the consolidated list of OFSI that ended in January 2026.

use std::io::BufRead;

use crate::model::measure::{MeasureType, StandardMeasure, TargetKind};

use super::super::entry::{Entry, ListName, add, add_once};
use super::super::gathered::Gathered;
use super::super::partial::{date, joined};
use super::super::refused::Refused;
use super::super::table::{Columns, Line, lines};
use super::super::xml::{Node, walk};

fn kind(word: &str) -> TargetKind {
    match word.to_lowercase().as_str() {
        "individual" => TargetKind::Person,
        "ship" => TargetKind::Vessel,
        _ => TargetKind::Entity,
    }
}

/// The number of OFSI's list, as a state file refers to it; empty where there is none.
fn ofsi(number: &str) -> String {
    if number.is_empty() { String::new() } else { format!("{} {number}", ListName::Ofsi.prefix()) }
}

/// The measures of the field `Sanctions Imposed`: `Asset freeze|Travel Ban`. What is none of the field's standard kinds
/// is a measure in the list's own words.
fn measures(field: &str) -> Vec<MeasureType> {
    let mut found = Vec::new();
    for word in field.split('|').map(str::trim).filter(|word| !word.is_empty()) {
        let measure = match word.to_lowercase().as_str() {
            "asset freeze" | "targeted asset freeze" => MeasureType::Standard(StandardMeasure::AssetFreeze),
            "travel ban" => MeasureType::Standard(StandardMeasure::TravelBan),
            "arms embargo" => MeasureType::Standard(StandardMeasure::ArmsEmbargo),
            _ => MeasureType::Other(word.into()),
        };
        add_once(&mut found, measure);
    }
    found
}

/// The names of the parts of a name; the family name is the sixth and comes last.
const NAMES: [&str; 6] = ["Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6"];

/// Reads the CSV of the UK Sanctions List. An entry stands in a line for each of its names.
pub(in crate::lists) fn read_csv(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut columns: Option<Columns> = None;
    lines(input, b',', |line| {
        let Some(at) = &columns else {
            if let Some((_, day)) = line.get(0).split_once("Report Date:") {
                to.date = date(day);
            }
            columns = Columns::of(line, &["Unique ID", "Name 6", "Regime Name"]);
            return Ok(());
        };
        let get = field_of(line, at)?;
        let reference = get("Unique ID");
        if reference.is_empty() {
            return Err(line.refuse("a Unique ID"));
        }
        let entry = to.entry(ListName::Uk, &reference);
        name(entry, &get, &get("Name type"));
        add(&mut entry.other_refs, &ofsi(&get("OFSI Group ID")));
        entry.kind = match get("Designation Type") {
            word if word.is_empty() => kind(&get("Individual, Entity, Ship")),
            word => kind(&word),
        };
        add(&mut entry.programmes, &get("Regime Name"));
        for measure in measures(&get("Sanctions Imposed")) {
            add_once(&mut entry.measures, measure);
        }
        for country in [get("Address Country"), get("Nationality(/ies)")] {
            country.split(';').for_each(|country| add(&mut entry.countries, country));
        }
        entry.listed_on = entry.listed_on.or_else(|| date(&get("Date Designated")));
        remark(entry, get("Other Information"));
        Ok(())
    })?;
    columns.map(|_| ()).ok_or_else(|| Refused::new(1, "the names of the columns, Unique ID among them"))
}

/// Reads the fields of a line by the names of their columns.
fn field_of<'a>(line: &'a Line<'_>, columns: &'a Columns) -> Result<impl Fn(&str) -> String + 'a, Refused> {
    if line.len() != columns.len() {
        return Err(line.refuse(format!("{} fields, not {}", columns.len(), line.len())));
    }
    Ok(|name: &str| line.of(columns.find(name)).into_owned())
}

fn name(entry: &mut Entry, get: &impl Fn(&str) -> String, kind: &str) {
    let name = joined(NAMES.map(get));
    named(entry, name, kind);
    let original = ["Name non-latin script", "Name Non-Latin Script"].map(get);
    if let Some(original) = original.iter().find(|it| !it.is_empty()) {
        entry.add_name_after(original);
    }
}

/// Takes a name. The primary one may stand after an alias; of several the first one is it.
fn named(entry: &mut Entry, name: String, kind: &str) {
    let primary = kind.eq_ignore_ascii_case("primary name");
    if primary && !entry.name.is_empty() && entry.name != name && !entry.has_primary {
        let other = std::mem::replace(&mut entry.name, name);
        entry.aliases.retain(|alias| *alias != entry.name);
        entry.add_name(&other);
    } else {
        entry.add_name(&name);
    }
    entry.has_primary |= primary;
}

fn remark(entry: &mut Entry, text: String) {
    if entry.remark.is_none() && !text.is_empty() {
        entry.remark = Some(text);
    }
}

/// Reads OFSI's consolidated list.
pub(in crate::lists) fn read_ofsi(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut columns: Option<Columns> = None;
    lines(input, b',', |line| {
        let Some(at) = &columns else {
            if line.get(0).eq_ignore_ascii_case("Last Updated") {
                to.date = date(&line.get(1));
            }
            columns = Columns::of(line, &["Group ID", "Name 6", "Regime"]);
            return Ok(());
        };
        let get = field_of(line, at)?;
        let reference = get("Group ID");
        if reference.is_empty() || !reference.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(line.refuse(format!("a Group ID, which is a number, not {reference:?}")));
        }
        let entry = to.entry(ListName::Ofsi, &reference);
        name(entry, &get, &get("Alias Type"));
        entry.kind = kind(&get("Group Type"));
        add(&mut entry.programmes, &get("Regime"));
        for country in [get("Country"), get("Nationality")] {
            add(&mut entry.countries, &country);
        }
        let listed = get("UK Sanctions List Date Designated");
        entry.listed_on = entry.listed_on.or_else(|| date(&listed)).or_else(|| date(&get("Listed On")));
        remark(entry, get("Other Information"));
        Ok(())
    })?;
    columns.map(|_| ()).ok_or_else(|| Refused::new(1, "the names of the columns, Group ID among them"))
}

/// Reads the XML of the UK Sanctions List.
pub(in crate::lists) fn read_xml(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut entry = Entry::new(ListName::Uk, "");
    let mut parts: [String; 6] = Default::default();
    let mut name_kind = String::new();
    walk(input, |path, node| {
        let names: Vec<&str> = path.iter().skip(1).map(String::as_str).collect();
        let Node::Closes(text) = node else {
            match names.as_slice() {
                ["Designation"] => entry = Entry::new(ListName::Uk, ""),
                ["Designation", "Names", "Name"] => {
                    (parts, name_kind) = (Default::default(), String::new());
                }
                _ => {}
            }
            return Ok(());
        };
        match names.as_slice() {
            ["DateGenerated"] => to.date = date(text),
            ["Designation", "UniqueID"] => text.clone_into(&mut entry.reference),
            ["Designation", "OFSIGroupID"] => add(&mut entry.other_refs, &ofsi(text)),
            ["Designation", "DateDesignated"] => entry.listed_on = date(text),
            ["Designation", "RegimeName"] => add(&mut entry.programmes, text),
            ["Designation", "IndividualEntityShip"] => entry.kind = kind(text),
            ["Designation", "SanctionsImposed"] => entry.measures = measures(text),
            ["Designation", "OtherInformation"] => remark(&mut entry, text.to_owned()),
            ["Designation", "Names", "Name", "NameType"] => text.clone_into(&mut name_kind),
            ["Designation", "Names", "Name", part] => {
                let at = part.strip_prefix("Name").and_then(|number| number.parse::<usize>().ok());
                if let Some(slot) = at.and_then(|at| parts.get_mut(at.wrapping_sub(1))) {
                    text.clone_into(slot);
                }
            }
            ["Designation", "Names", "Name"] => {
                named(&mut entry, joined(&parts), &name_kind);
            }
            ["Designation", "NonLatinNames", "NonLatinName", "NameNonLatinScript"] => {
                entry.add_name_after(text);
            }
            [.., "AddressCountry" | "Nationality"] => add(&mut entry.countries, text),
            ["Designation"] => {
                if entry.reference.is_empty() {
                    return Err(Refused::here("a UniqueID"));
                }
                let read = std::mem::replace(&mut entry, Entry::new(ListName::Uk, ""));
                let reference = read.reference.clone();
                *to.entry(ListName::Uk, &reference) = read;
            }
            _ => {}
        }
        Ok(())
    })
}
