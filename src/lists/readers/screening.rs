//! The consolidated screening list of the United States as CSV: lists of the Treasury, of Commerce and of State in one,
//! each of which does something else.

use std::io::BufRead;

use crate::model::measure::{MeasureType, StandardMeasure};

use super::super::digest::digest;
use super::super::entry::{Entry, EntryKind, ListName, NameKind, add, keep};
use super::super::gathered::{Gathered, twice};
use super::super::refused::Refused;
use super::super::table::{Columns, lines};
use super::super::written::Order;
use super::ofac_words::{act, kind, measures_of_not_blocked, take_numbered};

/// What standing on one of the lists means, by words of its name; `None` where only a licence or care is needed.
fn measure(source: &str) -> Option<MeasureType> {
    use StandardMeasure::{
        AssetFreeze, Debarment, ExportControl, FinancialRestrictions, InvestmentBan, SectoralSanctions,
    };
    const LISTS: &[(&str, StandardMeasure)] = &[
        ("specially designated nationals", AssetFreeze),
        ("sectoral sanctions", SectoralSanctions),
        ("capta", FinancialRestrictions),
        ("part 561", FinancialRestrictions),
        ("palestinian legislative council", FinancialRestrictions),
        ("chinese military-industrial", InvestmentBan),
        ("military end user", ExportControl),
        ("entity list", ExportControl),
        ("denied persons", ExportControl),
        ("debarred", Debarment),
    ];
    let source = source.to_lowercase();
    let found = LISTS.iter().find(|(words, _)| source.contains(words));
    found.map(|(_, measure)| MeasureType::Standard(*measure)).or_else(|| {
        let other = [
            ("menu-based", "Menu-based sanctions"),
            ("nonproliferation", "Nonproliferation sanctions"),
            ("foreign sanctions evaders", "Transactions prohibited (foreign sanctions evader)"),
        ];
        let found = other.iter().find(|(words, _)| source.contains(words));
        found.map(|(_, words)| MeasureType::Other((*words).into()))
    })
}

/// What an entry is known by where it has no id, as in older files: its list with its number there, or with what its name
/// and day come to.
fn own_id(source: &str, number: &str, name: &str, day: &str) -> String {
    let list = source.split(['(', ')']).nth(1).unwrap_or(source).replace(' ', "");
    if number.is_empty() {
        let digest = digest(&format!("{source} {name} {day}"));
        return format!("{list}/{}", digest.chars().take(16).collect::<String>());
    }
    format!("{list}/{number}")
}

/// Takes addresses, with the countries that stand at their ends.
fn add_addresses(entry: &mut Entry, addresses: &str) {
    for address in addresses.split(';') {
        let country = address.rsplit(',').next().unwrap_or_default().trim();
        if country.len() == 2 {
            entry.add_place(country);
        }
        entry.add_address([address]);
    }
}

/// Reads it.
pub(in crate::lists) fn read(delimiter: u8, input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut columns: Option<Columns> = None;
    lines(input, delimiter, to, |line, to| {
        let Some(at) = &columns else {
            columns = Columns::of(line, &["source", "entity_number", "name"]);
            return Ok(());
        };
        if line.len() != at.len() {
            return Err(line.refuse(format!("{} fields, not {}", at.len(), line.len())));
        }
        let get = |name: &str| line.of(at.find(name)).into_owned();
        let [id, name, source] = ["_id", "name", "source"].map(get);
        if name.is_empty() || source.is_empty() {
            return Err(line.refuse("a source and a name"));
        }
        let number = get("entity_number");
        let is_numbered = !id.is_empty() || !number.is_empty();
        let id = if id.is_empty() { own_id(&source, &number, &name, &get("start_date")) } else { id };
        if let Some(held) = to.get_mut(&id) {
            if is_numbered {
                return Err(line.refuse(twice(&id)));
            }
            // Who has no number has a row for each address.
            add_addresses(held, &get("addresses"));
            add(&mut held.legal_acts, &get("federal_register_notice"));
            return Ok(());
        }
        let Some(measure) = measure(&source) else {
            to.leave_out(&format!("of {source}, which forbids nothing by itself"));
            return Ok(());
        };
        let mut entry = Entry::new(ListName::Screening, id);
        entry.add_named(&name, NameKind::Primary);
        for alias in get("alt_names").split(';') {
            entry.add_alias(alias.trim().trim_end_matches("; and"));
        }
        let word = get("type");
        entry.kind = kind(&word).unwrap_or_else(|| {
            to.tell(
                line.number(),
                format!("{word:?} is no kind that the list has: it is taken as an entity"),
            );
            EntryKind::Entity
        });
        for programme in get("programs").split([';', ',']) {
            add(&mut entry.legal_acts, &act(programme.trim()));
            add(&mut entry.programmes, programme);
        }
        // Of lists without programmes the list is the programme.
        if entry.programmes.is_empty() {
            add(&mut entry.programmes, source.split(" - ").next().unwrap_or(&source));
        }
        add(&mut entry.legal_acts, &get("federal_register_notice"));
        for field in ["nationalities", "citizenships", "vessel_flag"] {
            get(field).split(';').for_each(|country| entry.add_nationality(country));
        }
        add_addresses(&mut entry, &get("addresses"));
        get("dates_of_birth").split(';').for_each(|day| entry.add_birth(day));
        to.tell_births(line.number(), &entry, 0);
        for paper in get("ids").split(';') {
            // `BY, 600000001, Tax ID No.`
            let parts: Vec<&str> = paper.split(',').map(str::trim).collect();
            match parts.as_slice() {
                [country, number, scheme] => take_numbered(&mut entry, scheme, number, country),
                [number, scheme] => take_numbered(&mut entry, scheme, number, ""),
                [number] => entry.add_identifier("", number, ""),
                _ => {}
            }
        }
        if !number.is_empty() && source.contains("Treasury") {
            add(&mut entry.other_refs, &format!("{} {number}", ListName::OfacSdn.prefix()));
        }
        entry.listed_on = to.date_in(line.number(), "start_date", &get("start_date"), Order::MonthFirst);
        keep(&mut entry.reason, &get("license_requirement"));
        keep(&mut entry.remark, &get("remarks"));
        if measure == MeasureType::Standard(StandardMeasure::SectoralSanctions) {
            measures_of_not_blocked(&mut entry);
        }
        if entry.measures.is_empty() {
            entry.measures = vec![measure];
        }
        to.put(entry).map_err(|error| error.or_line(line.number()))
    })?;
    columns.map(|_| ()).ok_or_else(|| Refused::new(1, "the names of the columns, source and name among them"))
}
