//! The consolidated list of Australia's Department of Foreign Affairs and Trade: rows of its workbook. An entry stands in a
//! row for each of its names, which have its number and a letter.

use crate::model::date::Date;
use crate::model::measure::{MeasureType, StandardMeasure};

use super::super::entry::{EntryKind, ListName, NameKind, add, add_once, keep};
use super::super::gathered::Gathered;
use super::super::refused::Refused;
use super::super::workbook::day;
use super::super::written::Order;

/// The rows that are read so far.
#[derive(Default)]
pub(in crate::lists) struct Rows {
    columns: Vec<String>,
}

/// Columns that say by `TRUE` what an entry is under.
const MEASURES: &[(&str, Option<StandardMeasure>)] = &[
    ("Targeted Financial Sanction", Some(StandardMeasure::AssetFreeze)),
    ("Travel Ban", Some(StandardMeasure::TravelBan)),
    ("Arms Embargo", Some(StandardMeasure::ArmsEmbargo)),
    ("Maritime Restriction", None),
];

impl Rows {
    /// Takes a row. Others may stand above the names of the columns.
    pub(in crate::lists) fn take(
        &mut self,
        line: u64,
        row: &[String],
        to: &mut Gathered,
    ) -> Result<(), Refused> {
        if self.columns.is_empty() {
            let is_head =
                ["Reference", "Name Type", "Type"].iter().all(|name| row.iter().any(|it| it.trim() == *name));
            if is_head {
                self.columns = row.iter().map(|it| it.trim().to_owned()).collect();
            }
            return Ok(());
        }
        if row.iter().all(|text| text.trim().is_empty()) {
            return Ok(());
        }
        let get = |name: &str| {
            let at = self.columns.iter().position(|it| it.starts_with(name));
            at.and_then(|at| row.get(at)).map_or("", |text| text.trim())
        };
        let digits = get("Reference").chars().take_while(char::is_ascii_digit).collect::<String>();
        if digits.is_empty() {
            return Err(Refused::new(
                line,
                format!("a Reference that begins with a number, not {:?}", get("Reference")),
            ));
        }
        let name = get("Name of Individual or Entity");
        let name = if name.is_empty() { get("Name of") } else { name };
        let listed = ["Listing Date", "Date of Listing", "Control Date"].map(get);
        let is_primary = get("Name Type").eq_ignore_ascii_case("primary name");
        // The day of control is that of the last change: it lists only where the information says so.
        let listed_on = listed.iter().take(2).find_map(|text| read_day(line, text, to));
        let kind = match get("Type").to_lowercase().as_str() {
            "individual" | "person" => EntryKind::Person,
            "vessel" => EntryKind::Vessel,
            "" | "entity" => EntryKind::Entity,
            other => {
                to.tell(line, format!("{other:?} is no kind that the list has: it is taken as an entity"));
                EntryKind::Entity
            }
        };
        let births: Vec<String> = get("Date of Birth")
            .split(';')
            .map(|date| day(date).map_or_else(|| date.to_owned(), |day| day.to_string()))
            .collect();
        to.tell_new_births(line, &digits, &births);
        let entry = to.entry(ListName::Australia, &digits);
        if is_primary {
            entry.add_named(name, NameKind::Primary);
            entry.kind = kind;
        } else if get("Alias Strength").to_lowercase().starts_with("weak") {
            entry.add_named(name, NameKind::Weak);
        } else {
            entry.add_name(name);
        }
        for country in get("Citizenship").split([';', ',']) {
            entry.add_nationality(country);
        }
        births.iter().for_each(|birth| entry.add_birth(birth));
        get("Address").split(';').for_each(|address| entry.add_address([address]));
        entry.add_identifier("IMO", get("IMO Number"), "");
        add(&mut entry.programmes, get("Committees"));
        for (column, measure) in MEASURES {
            if get(column).eq_ignore_ascii_case("true") || get(column).eq_ignore_ascii_case("yes") {
                let other = || MeasureType::Other((*column).into());
                add_once(&mut entry.measures, measure.map_or_else(other, MeasureType::Standard));
            }
        }
        entry.listed_on = entry.listed_on.or(listed_on);
        add(&mut entry.legal_acts, get("Instrument of Designation"));
        keep(&mut entry.reason, get("Listing Information"));
        keep(&mut entry.remark, get("Additional Information"));
        Ok(())
    }

    /// Whether the columns were there.
    pub(in crate::lists) fn finish(&self) -> Result<(), Refused> {
        if self.columns.is_empty() {
            return Err(Refused::new(1, "the names of the columns, Reference among them"));
        }
        Ok(())
    }
}

/// A day as text or as the number of a workbook.
fn read_day(line: u64, text: &str, to: &mut Gathered) -> Option<Date> {
    day(text).map(Date::day).or_else(|| to.date_in(line, "a day of listing", text, Order::DayFirst))
}
