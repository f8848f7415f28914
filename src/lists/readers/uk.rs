//! The UK Sanctions List (CSV and XML), and the consolidated list of OFSI that ended in January 2026.

use std::io::BufRead;

use crate::model::date::Date;
use crate::model::measure::{MeasureType, StandardMeasure};

use super::super::entry::{Entry, EntryKind, ListName, NameKind, add, add_once, keep};
use super::super::gathered::Gathered;
use super::super::refused::Refused;
use super::super::table::{Columns, Line, lines};
use super::super::written::{Order, date, joined};
use super::super::xml::{Node, walk};
use super::numbered::numbered;

fn kind(line: u64, word: &str, to: &mut Gathered) -> EntryKind {
    match word.to_lowercase().as_str() {
        "individual" => EntryKind::Person,
        "ship" => EntryKind::Vessel,
        "" | "entity" => EntryKind::Entity,
        _ => {
            to.tell(line, format!("{word:?} is no kind that the list has: it is taken as an entity"));
            EntryKind::Entity
        }
    }
}

/// The number of OFSI's list, as a state file refers to it; empty where there is none: `N/A`, `0` and `-` are nobody's.
fn ofsi(number: &str) -> String {
    let number = number.trim();
    let is_one = number.bytes().all(|byte| byte.is_ascii_digit()) && number.bytes().any(|byte| byte != b'0');
    if is_one { format!("{} {number}", ListName::Ofsi.prefix()) } else { String::new() }
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

/// Measures that were added to the law after most designations: an entry has them from a day of their own, which the
/// information on it says or nobody. Source: the Sanctions (EU Exit) (Miscellaneous Amendments) Regulations 2024 for
/// disqualification (April 2025), the Russia Regulations' amendment of December 2022 for trust services.
const ADDED: [&str; 2] = ["director disqualification", "trust services"];

/// The days of the measures that began later than the entry, as the information on it says: `The Director
/// Disqualification Sanction was imposed on 09/04/2025.` Where a day is said that cannot be read, none is known.
fn own_days(entry: &mut Entry) {
    const SAID: &str = "imposed on ";
    let text = entry.remark.as_deref().unwrap_or_default().to_lowercase();
    for measure in &entry.measures {
        let word = measure.word().to_lowercase();
        let word = word.trim_end_matches("sanctions").trim_end_matches("sanction").trim();
        let days = text.split(word).skip(1).filter_map(|after| {
            let (between, day) = after.split_once(SAID)?;
            // Behind the end of the sentence something else is imposed.
            let is_its = !between.contains('.') && between.len() < 60;
            // On somebody is no day.
            let is_day =
                || day.split_whitespace().take(4).any(|it| it.contains(|c: char| c.is_ascii_digit()));
            (is_its && is_day()).then(|| first_day(day))
        });
        let days: Vec<Option<Date>> = days.collect();
        let was_added = ADDED.iter().any(|added| word.starts_with(added));
        if let Some(day) = days.iter().find(|day| day.is_some()).or(days.first()) {
            entry.measure_days.push((measure.clone(), *day));
        } else if was_added {
            entry.measure_days.push((measure.clone(), only_measure(entry)));
        }
    }
}

/// The date with which a text begins: `9 April 2025 and …`, `9th April 2025`, `9/4/2025.`
fn first_day(text: &str) -> Option<Date> {
    let plain = |word: &str| {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
        let is_number = |it: &&str| !it.is_empty() && it.bytes().all(|byte| byte.is_ascii_digit());
        digits.filter(is_number).unwrap_or(word).to_owned()
    };
    let words = text.split_whitespace().take(5).map(plain).filter(|it| it != "the" && it != "of");
    let words: Vec<String> = words.collect();
    // As many words as make a date: of `9 April 2025` two are none.
    let begins = (1..=3).rev().filter_map(|count| words.get(..count));
    begins.map(|words| words.join(" ")).find_map(|said| date(&said))
}

/// Where an entry has one measure, its day is that of the entry.
fn only_measure(entry: &Entry) -> Option<Date> {
    entry.listed_on.filter(|_| entry.measures.len() == 1)
}

/// Whether the word for the quality of an alias says that it is a weak one.
fn is_weak(quality: &str) -> bool {
    quality.to_lowercase().starts_with("low")
}

/// Takes a name. The first one is the `Primary name`, and the `Prime Alias` in OFSI's lists of earlier years.
fn take_name(entry: &mut Entry, name: &str, of_kind: &str, quality: &str) {
    if ["primary name", "prime alias"].iter().any(|first| of_kind.eq_ignore_ascii_case(first)) {
        entry.add_named(name, NameKind::Primary);
    } else if is_weak(quality) {
        entry.add_named(name, NameKind::Weak);
    } else {
        entry.add_name(name);
    }
}

/// The names of the parts of a name; the family name is the sixth and comes last.
const NAMES: [&str; 6] = ["Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6"];

/// The day of the list in the line above the columns, where it stands there.
fn day_of_list(line: &Line<'_>, text: &str, to: &mut Gathered) -> Result<(), Refused> {
    to.date = to.date_in(line.number(), "the day of the list", text, Order::DayFirst);
    if to.date.is_none() {
        return Err(line.refuse(format!("the day of the list, not {text:?}")));
    }
    Ok(())
}

/// What both tables have in common: names, birthdays, addresses.
fn common(entry: &mut Entry, get: &impl Fn(&str) -> String, quality: &str, of_kind: &str) {
    take_name(entry, &joined(NAMES.map(get)), of_kind, quality);
    let original = ["Name non-latin script", "Name Non-Latin Script"].map(get);
    if let Some(original) = original.iter().find(|it| !it.is_empty()) {
        entry.add_alias(original);
    }
    for day in births(get) {
        entry.add_birth(&day);
    }
}

/// The birthdays of a line.
fn births(get: &impl Fn(&str) -> String) -> Vec<String> {
    ["D.O.B", "DOB"].iter().flat_map(|day| numbered(&get(day))).collect()
}

/// Reads the CSV of the UK Sanctions List. An entry stands in a line for each of its names.
pub(in crate::lists) fn read_csv(
    delimiter: u8,
    input: impl BufRead,
    to: &mut Gathered,
) -> Result<(), Refused> {
    let mut columns: Option<Columns> = None;
    lines(input, delimiter, to, |line, to| {
        let Some(at) = &columns else {
            if let Some((_, day)) = line.get(0).split_once("Report Date:") {
                day_of_list(line, day, to)?;
            }
            columns = Columns::of(line, &["Unique ID", "Name 6", "Regime Name"]);
            return Ok(());
        };
        let get = field_of(line, at)?;
        let reference = get("Unique ID");
        if reference.is_empty() {
            return Err(line.refuse("a Unique ID"));
        }
        let word = get("Designation Type");
        let word = if word.is_empty() { get("Individual, Entity, Ship") } else { word };
        let of_kind = kind(line.number(), &word, to);
        let is_listed = to.get_mut(&reference).is_some_and(|entry| entry.listed_on.is_some());
        let listed = if is_listed {
            None
        } else {
            to.date_in(line.number(), "Date Designated", &get("Date Designated"), Order::DayFirst)
        };
        to.tell_new_births(line.number(), &reference, &births(&get));
        let entry = to.entry(ListName::Uk, &reference);
        common(entry, &get, &get("Alias strength"), &get("Name type"));
        add(&mut entry.other_refs, &ofsi(&get("OFSI Group ID")));
        entry.kind = of_kind;
        add(&mut entry.programmes, &get("Regime Name"));
        for measure in measures(&get("Sanctions Imposed")) {
            add_once(&mut entry.measures, measure);
        }
        for nationality in numbered(&get("Nationality(/ies)")) {
            entry.add_nationality(&nationality);
        }
        for flag in numbered(&get("Current believed flag of ship")) {
            entry.add_nationality(&flag);
        }
        for country in numbered(&get("Address Country")) {
            entry.add_place(&country);
        }
        let lines = (1..=6).map(|at| get(&format!("Address Line {at}")));
        entry.add_address(lines.chain(["Address Postal Code", "Address Country"].map(&get)));
        for (column, scheme) in [
            ("National Identifier number", "National ID"),
            ("Passport number", "Passport"),
            ("Business registration number (s)", "Business registration number"),
            ("IMO number", "IMO"),
            ("Hull identification number (HIN)", "HIN"),
            ("UN Reference Number", "UN reference"),
        ] {
            for number in numbered(&get(column)) {
                entry.add_identifier(scheme, &number, "");
            }
        }
        entry.listed_on = entry.listed_on.or(listed);
        keep(&mut entry.remark, &get("Other Information"));
        keep(&mut entry.reason, &get("UK Statement of Reasons"));
        Ok(())
    })?;
    to.entries.values_mut().filter(|it| it.measure_days.is_empty()).for_each(own_days);
    columns.map(|_| ()).ok_or_else(|| Refused::new(1, "the names of the columns, Unique ID among them"))
}

/// Reads the fields of a line by the names of their columns.
fn field_of<'a>(line: &'a Line<'_>, columns: &'a Columns) -> Result<impl Fn(&str) -> String + 'a, Refused> {
    if line.len() != columns.len() {
        return Err(line.refuse(format!("{} fields, not {}", columns.len(), line.len())));
    }
    Ok(|name: &str| line.of(columns.find(name)).into_owned())
}

/// Reads OFSI's consolidated list.
pub(in crate::lists) fn read_ofsi(
    delimiter: u8,
    input: impl BufRead,
    to: &mut Gathered,
) -> Result<(), Refused> {
    let mut columns: Option<Columns> = None;
    lines(input, delimiter, to, |line, to| {
        let Some(at) = &columns else {
            if line.get(0).eq_ignore_ascii_case("Last Updated") {
                day_of_list(line, &line.get(1), to)?;
            }
            columns = Columns::of(line, &["Group ID", "Name 6", "Regime"]);
            return Ok(());
        };
        let get = field_of(line, at)?;
        let reference = get("Group ID");
        if reference.is_empty() || !reference.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(line.refuse(format!("a Group ID, which is a number, not {reference:?}")));
        }
        let of_kind = kind(line.number(), &get("Group Type"), to);
        let is_listed = to.get_mut(&reference).is_some_and(|entry| entry.listed_on.is_some());
        let days = ["UK Sanctions List Date Designated", "Listed On"];
        let listed = days
            .iter()
            .filter(|_| !is_listed)
            .find_map(|column| to.date_in(line.number(), column, &get(column), Order::DayFirst));
        to.tell_new_births(line.number(), &reference, &births(&get));
        let entry = to.entry(ListName::Ofsi, &reference);
        common(entry, &get, &get("Alias Quality"), &get("Alias Type"));
        entry.kind = of_kind;
        add(&mut entry.programmes, &get("Regime"));
        for nationality in numbered(&get("Nationality")) {
            entry.add_nationality(&nationality);
        }
        for country in numbered(&get("Country")) {
            entry.add_place(&country);
        }
        let lines = (1..=6).map(|at| get(&format!("Address {at}")));
        entry.add_address(lines.chain(["Post/Zip Code", "Country"].map(&get)));
        for (column, scheme) in
            [("Passport Number", "Passport"), ("National Identification Number", "National ID")]
        {
            for number in numbered(&get(column)) {
                entry.add_identifier(scheme, &number, "");
            }
        }
        entry.listed_on = entry.listed_on.or(listed);
        keep(&mut entry.remark, &get("Other Information"));
        Ok(())
    })?;
    columns.map(|_| ()).ok_or_else(|| Refused::new(1, "the names of the columns, Group ID among them"))
}

/// Words for what the element of an indicator is called: `TravelBan` is `Travel Ban`.
fn spaced(name: &str) -> String {
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.push(c);
    }
    words
}

/// What is read of a designation beside its entry.
#[derive(Default)]
struct Reading {
    parts: [String; 6],
    name_kind: String,
    quality: String,
    address: Vec<String>,
    /// Measures by their indicators, where they do not stand in one field.
    indicated: Vec<MeasureType>,
}

/// Reads the XML of the UK Sanctions List.
pub(in crate::lists) fn read_xml(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut entry = Entry::new(ListName::Uk, "");
    let mut reading = Reading::default();
    walk(input, |path, node, line| {
        let path = path.get(1..).unwrap_or_default();
        let Node::Closes(text) = node else {
            match path {
                ["Designation"] => (entry, reading) = (Entry::new(ListName::Uk, ""), Reading::default()),
                ["Designation", "Names", "Name"] => {
                    reading.parts = Default::default();
                    (reading.name_kind, reading.quality) = Default::default();
                }
                [.., "Addresses", "Address"] => reading.address.clear(),
                _ => {}
            }
            return Ok(());
        };
        match path {
            ["DateGenerated"] => {
                to.date = to.date_in(line, "DateGenerated", text, Order::DayFirst);
                if to.date.is_none() {
                    return Err(Refused::here(format!("the day of the list, not {text:?}")));
                }
            }
            ["Designation", "DateDesignated"] => {
                entry.listed_on = to.date_in(line, "DateDesignated", text, Order::DayFirst);
            }
            ["Designation", "IndividualEntityShip"] => entry.kind = kind(line, text, to),
            ["Designation"] => {
                if entry.reference.is_empty() {
                    return Err(Refused::here("a UniqueID"));
                }
                if entry.measures.is_empty() {
                    entry.measures = std::mem::take(&mut reading.indicated);
                }
                own_days(&mut entry);
                to.put(std::mem::replace(&mut entry, Entry::new(ListName::Uk, "")))?;
            }
            ["Designation", rest @ ..] => {
                let held = entry.born.len();
                closes(rest, text, &mut reading, &mut entry);
                to.tell_births(line, &entry, held);
            }
            _ => {}
        }
        Ok(())
    })
}

fn closes(path: &[&str], text: &str, reading: &mut Reading, entry: &mut Entry) {
    match path {
        ["UniqueID"] => text.clone_into(&mut entry.reference),
        ["OFSIGroupID"] => add(&mut entry.other_refs, &ofsi(text)),
        ["UNReferenceNumber"] => entry.add_identifier("UN reference", text, ""),
        ["RegimeName"] => add(&mut entry.programmes, text),
        ["SanctionsImposed"] => entry.measures = measures(text),
        ["SanctionsImposedIndicators", indicator] if text.eq_ignore_ascii_case("true") => {
            let found = measures(&spaced(indicator));
            for measure in found {
                add_once(&mut reading.indicated, measure);
            }
        }
        ["OtherInformation"] => keep(&mut entry.remark, text),
        ["UKStatementofReasons"] => keep(&mut entry.reason, text),
        ["Names", "Name", "NameType"] => text.clone_into(&mut reading.name_kind),
        ["Names", "Name", "AliasStrength"] => text.clone_into(&mut reading.quality),
        ["Names", "Name", part] => {
            let at = part.strip_prefix("Name").and_then(|number| number.parse::<usize>().ok());
            if let Some(slot) = at.and_then(|at| reading.parts.get_mut(at.wrapping_sub(1))) {
                text.clone_into(slot);
            }
        }
        ["Names", "Name"] => {
            take_name(entry, &joined(&reading.parts), &reading.name_kind, &reading.quality);
        }
        ["NonLatinNames", "NonLatinName", "NameNonLatinScript"] => entry.add_alias(text),
        ["Addresses", "Address"] => entry.add_address(std::mem::take(&mut reading.address)),
        ["Addresses", "Address", part] => {
            if *part == "AddressCountry" {
                entry.add_place(text);
            }
            reading.address.push(text.to_owned());
        }
        [.., "Nationality" | "CurrentBelievedFlagOfShip"] => entry.add_nationality(text),
        [.., "DOB"] => entry.add_birth(text),
        [.., "PassportNumber"] => entry.add_identifier("Passport", text, ""),
        [.., "NationalIdentifierNumber"] => entry.add_identifier("National ID", text, ""),
        [.., "BusinessRegistrationNumber"] => entry.add_identifier("Business registration number", text, ""),
        [.., "IMONumber"] => entry.add_identifier("IMO", text, ""),
        [.., "HullIdentificationNumber"] => entry.add_identifier("HIN", text, ""),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_that_was_added_later_has_the_day_that_is_said_or_none() {
        let day = |measures_field: &str, remark: &str, measure: &str| {
            let mut entry = Entry::new(ListName::Uk, "QUE0001");
            entry.listed_on = date("21/06/2021");
            entry.measures = measures(measures_field);
            entry.remark = Some(remark.to_owned());
            own_days(&mut entry);
            let measure = measures(measure).remove(0);
            entry.listed_on_by("GB", &measure).map(Date::written)
        };
        let both = "Asset freeze|Director Disqualification Sanction";
        let said = "The Director Disqualification Sanction was imposed on 09/04/2025.";
        let disqualified = "Director Disqualification Sanction";
        assert_eq!(day(both, said, disqualified).as_deref(), Some("2025-04-09"));
        assert_eq!(day(both, said, "Asset freeze").as_deref(), Some("2021-06-21"));
        assert_eq!(day(both, "", disqualified), None);
        assert_eq!(day(disqualified, "", disqualified).as_deref(), Some("2021-06-21"));
        for (written, wanted) in [
            ("9 April 2025.", Some("2025-04-09")),
            ("19 April 2025", Some("2025-04-19")),
            ("9th April 2025, under the Regulations", Some("2025-04-09")),
            ("the 22nd of April 2025", Some("2025-04-22")),
            ("April 9, 2025 and 31 May 2025", Some("2025-04-09")),
            ("9/4/2025.", Some("2025-04-09")),
            ("9 Apr 25", Some("2025-04-09")),
            ("2025-04-09;", Some("2025-04-09")),
            ("09/04/2025 10:00", Some("2025-04-09")),
            ("April 2025.", Some("2025-04")),
            ("31 April 2025", None),
            ("04/19/2025", None),
            ("day 9 of that month", None),
        ] {
            let said = format!("Director Disqualification Sanction was imposed on {written}");
            for field in [both, disqualified] {
                assert_eq!(day(field, &said, disqualified).as_deref(), wanted, "{written}");
            }
            let said = format!("The asset freeze was imposed on {written}");
            assert_eq!(day(both, &said, "Asset freeze").as_deref(), wanted, "{written}");
        }
        let on_somebody = "The asset freeze was imposed on the owner and his works.";
        assert_eq!(day(both, on_somebody, "Asset freeze").as_deref(), Some("2021-06-21"));
        let trust = "Trust Services Sanctions were imposed on 21/03/2023.";
        assert_eq!(
            day("Asset freeze|Trust Services", trust, "Trust Services").as_deref(),
            Some("2023-03-21")
        );
    }
}
