//! What OFAC's words mean, in whichever form they stand: kinds, programmes, remarks, and the measures of those who are not
//! blocked.

use std::collections::HashMap;

use crate::model::measure::{MeasureType, StandardMeasure};

use super::super::entry::{Entry, EntryKind, NameKind, add_once};
use super::super::gathered::Evidence;
use super::super::written::joined;

/// What a word of OFAC's for a kind means; `None` where it is none of them.
pub(in crate::lists) fn kind(word: &str) -> Option<EntryKind> {
    match word.to_lowercase().as_str() {
        "individual" => Some(EntryKind::Person),
        "vessel" => Some(EntryKind::Vessel),
        "aircraft" => Some(EntryKind::Aircraft),
        "" | "entity" => Some(EntryKind::Entity),
        _ => None,
    }
}

/// Programmes in one field: `BELARUS] [BELARUS-EO14038`.
pub(super) fn programmes(field: &str) -> impl Iterator<Item = &str> {
    field.split(['[', ']', ';']).map(str::trim).filter(|it| !it.is_empty())
}

/// The executive order that a programme is named after; empty where it is not.
pub(super) fn act(programme: &str) -> String {
    let number = programme.rsplit_once("EO").map(|(_, number)| number);
    let number = number.filter(|it| it.len() == 5 && it.bytes().all(|byte| byte.is_ascii_digit()));
    number.map(|number| format!("E.O. {number}")).unwrap_or_default()
}

/// Numbers of registers and papers, as remarks name them. Others that contain them stand before them.
const SCHEMES: &[&str] = &[
    "Vessel Registration Identification IMO",
    "Vessel Registration Number",
    "Aircraft Manufacturer's Serial Number (MSN)",
    "Aircraft Tail Number",
    "Business Registration Number",
    "Business Number",
    "Public Registration Number",
    "Commercial Registry Number",
    "Company Number",
    "Registration Number",
    "Registration ID",
    "Registered Charity No.",
    "Government Gazette Number",
    "Legal Entity Number",
    "Unified Social Credit Code (USCC)",
    "Tax ID No.",
    "V.A.T. Number",
    "National ID No.",
    "National Foreign ID Number",
    "Personal ID Card",
    "Identification Number",
    "Diplomatic Passport",
    "Stateless Person Passport",
    "Passport",
    "Travel Document Number",
    "Residency Number",
    "Birth Certificate Number",
    "Driver's License No.",
    "SSN",
    "Cedula No.",
    "Cedula de Ciudadania",
    "C.U.R.P.",
    "R.F.C.",
    "D.N.I.",
    "NIT #",
    "RTN",
    "RUC #",
    "RIF #",
    "C.U.I.T.",
    "Folio Mercantil No.",
    "Matricula Mercantil No",
    "Chamber of Commerce Number",
    "Trade License No.",
    "Enterprise Number",
    "Central Registration System Number",
    "Economic Register Number (CBLS)",
    "D-U-N-S Number",
    "SWIFT/BIC",
    "BIK (RU)",
    "MMSI",
    "Digital Currency Address",
];

/// Words of which the name of a scheme has one where its numbers tell people, companies and craft apart.
const IDENTIFYING: &[&str] = &[
    "number",
    "no",
    "numero",
    "id",
    "identification",
    "identificacion",
    "identidad",
    "passport",
    "paspoort",
    "license",
    "licence",
    "permit",
    "visa",
    "certificate",
    "card",
    "document",
    "registration",
    "registry",
    "register",
    "tax",
    "vat",
    "fiscal",
    "ssn",
    "fein",
    "nit",
    "rif",
    "ruc",
    "rtn",
    "rut",
    "rfc",
    "cuit",
    "curp",
    "dni",
    "nie",
    "nif",
    "cif",
    "cnp",
    "cedula",
    "tazkira",
    "matricula",
    "folio",
    "unp",
    "inn",
    "ogrn",
    "ogrnip",
    "uscc",
    "lei",
    "duns",
    "isin",
    "swift",
    "bic",
    "bik",
    "imo",
    "mmsi",
    "msn",
    "transponder",
];

/// Words that say that a scheme is something else, whatever else its name has: how to reach somebody, where from and
/// since when, what kind, and under which rules.
const NOT_IDENTIFYING: &[&str] = &[
    "phone",
    "telephone",
    "fax",
    "email",
    "website",
    "nationality",
    "citizenship",
    "country",
    "gender",
    "title",
    "date",
    "year",
    "type",
    "model",
    "risk",
    "directive",
    "determination",
    "sanctions",
    "transactions",
];

/// Words of schemes that are no numbers and limit what is done with an entry.
const LIMITING: &[&str] = &["risk", "directive", "determination", "sanctions", "transactions"];

/// Whether what stands under a scheme tells its bearer apart. A scheme that is not known to does not: rules, dates, kinds
/// and pages are those of many.
pub(super) fn is_identifying(scheme: &str) -> bool {
    if scheme.starts_with("Digital Currency Address") {
        return true;
    }
    // `D-U-N-S` and `C.U.R.P.` are one word each.
    let plain = scheme.replace(['.', '-'], "").to_lowercase();
    let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |of: &[&str]| words.iter().any(|word| of.contains(word));
    has(IDENTIFYING) && !has(NOT_IDENTIFYING)
}

/// Takes what a form other than the CSV has as a number, a paper or a feature: an identifier where it is one. What limits
/// dealings stands with the remarks, as in the CSV.
pub(super) fn take_numbered(entry: &mut Entry, scheme: &str, value: &str, country: &str) {
    if is_identifying(scheme) {
        entry.add_identifier(scheme, value, country);
        return;
    }
    let folded = scheme.to_lowercase();
    let is_limiting = folded.split(|c: char| !c.is_alphanumeric()).any(|word| LIMITING.contains(&word));
    if is_limiting && !value.trim().is_empty() {
        let said = joined([scheme, value]);
        match &mut entry.remark {
            Some(held) if held.contains(&said) => {}
            Some(held) => *held = format!("{}; {said}", held.trim_end_matches(['.', ';', ' '])),
            None => entry.remark = Some(said),
        }
    }
}

/// A number in a remark: what it is, the number, and the country that gave it.
fn identifier(remark: &str) -> Option<(String, String, String)> {
    let scheme = SCHEMES.iter().find(|it| remark.starts_with(**it))?;
    let mut rest = remark.get(scheme.len()..)?.trim();
    let mut scheme = (*scheme).to_owned();
    if scheme == "Digital Currency Address" {
        // `- XBT 1abc`
        let (coin, address) = rest.trim_start_matches(['-', ' ']).split_once(' ')?;
        scheme = format!("{scheme} - {coin}");
        rest = address.trim();
    }
    let mut country = String::new();
    let mut value = rest;
    if let Some((before, after)) = rest.rsplit_once(" (") {
        let end = after.find(')')?;
        after.get(..end)?.clone_into(&mut country);
        value = before;
    }
    for word in [" (", " issued ", " expires "] {
        value = value.split(word).next().unwrap_or(value);
    }
    Some((scheme, value.trim().to_owned(), country))
}

/// The signs in which OFAC quotes: SDN.CSV has single ones, and double ones as well.
const QUOTES: [char; 6] = ['\'', '"', '‘', '’', '“', '”'];

/// What stands before a birthday.
const BORN: &str = "DOB ";

/// What stands before the day on which an organisation was founded.
const FOUNDED: &str = "Organization Established Date ";

/// The birthdays in remarks, and when organisations were founded.
pub(super) fn births(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(';').map(|it| it.trim().trim_end_matches('.').trim());
    parts.filter_map(|part| {
        let part = part.strip_prefix("alt. ").unwrap_or(part);
        part.strip_prefix(BORN).or_else(|| part.strip_prefix(FOUNDED))
    })
}

/// Takes what remarks say: birthdays, countries, weak names, numbers. Source: the remarks of the list itself; each
/// ends with a semicolon, and `alt.` stands before a further one of its kind.
pub(super) fn remarks(text: &str, entry: &mut Entry) {
    let parts = text.split(';').map(|it| it.trim().trim_end_matches('.').trim());
    for part in parts.filter(|it| !it.is_empty()) {
        // The main one of its kind stands without a word.
        let (is_main, part) = part.strip_prefix("alt. ").map_or((true, part), |part| (false, part));
        let after = |word: &str| part.strip_prefix(word).map(str::trim);
        if let Some(country) = ["nationality ", "citizen ", "Nationality of Registration ", "Flag "]
            .iter()
            .find_map(|word| after(word))
        {
            entry.add_nationality(country);
        } else if let Some(birth) = after(BORN).filter(|_| is_main) {
            entry.add_main_birth(birth);
        } else if let Some(birth) = after(BORN).or_else(|| after(FOUNDED)) {
            entry.add_birth(birth);
        } else if let Some(name) = ["a.k.a. ", "f.k.a. ", "n.k.a. "].iter().find_map(|word| after(word))
            && name.starts_with(QUOTES)
        {
            // What stands in quotes there is what OFAC calls a weak name.
            entry.add_named(name.trim_matches(QUOTES), NameKind::Weak);
        } else if let Some((scheme, value, country)) = identifier(part) {
            entry.add_identifier(&scheme, &value, &country);
        }
    }
}

/// Whether a programme is one of those whose people are on the non-SDN lists alone: nobody under it is blocked by it.
fn is_not_blocking(programme: &str) -> bool {
    let programme = programme.to_uppercase();
    ["NS-", "561", "FSE-", "CMIC", "CAPTA", "HIFPAA"].iter().any(|start| programme.starts_with(start))
}

/// Programmes under which people are blocked, by their beginnings.
const BLOCKING: &[&str] = &[
    "AFGHANISTAN",
    "BALKANS",
    "BELARUS",
    "BPI",
    "BURMA",
    "BURUNDI",
    "CAATSA",
    "CAR",
    "COTED",
    "CUBA",
    "CYBER",
    "DARFUR",
    "DPRK",
    "DRCONGO",
    "ELECTION",
    "ETHIOPIA",
    "FTO",
    "GLOMAG",
    "HK-",
    "HOSTAGES",
    "HRIT",
    "IFSR",
    "IFCA",
    "ILLICIT-DRUGS",
    "IRAN",
    "IRAQ",
    "IRGC",
    "LEBANON",
    "LIBYA",
    "MAGNIT",
    "MALI",
    "NICARAGUA",
    "NPWMD",
    "PAARSS",
    "PEESA",
    "RUSSIA",
    "SDGT",
    "SDNT",
    "SOMALIA",
    "SOUTH SUDAN",
    "SSIDES",
    "SUDAN",
    "SYRIA",
    "TCO",
    "UKRAINE-EO13660",
    "UKRAINE-EO13661",
    "UKRAINE-EO13685",
    "VENEZUELA",
    "YEMEN",
    "ZIMBABWE",
    "UHRPA",
];

/// The directive that an entry is subject to, by its number, where its remarks name one: they say so of those whose
/// dealings are limited and who are not blocked.
fn directive(entry: &Entry) -> Option<String> {
    let remark = entry.remark.as_deref().unwrap_or_default();
    let named = remark.split("Subject to Directive").nth(1);
    let number =
        named.map(|after| after.trim().chars().take_while(char::is_ascii_alphanumeric).collect::<String>());
    number.or_else(|| remark.contains("#directives").then(String::new))
}

/// Notes which of OFAC's two lists an entry looks like.
pub(super) fn note_list(entry: &Entry, evidence: &mut Evidence) {
    evidence.all += 1;
    if entry.programmes.iter().any(|it| is_not_blocking(it)) || directive(entry).is_some() {
        evidence.not_blocked += 1;
    } else if entry.programmes.iter().any(|it| BLOCKING.iter().any(|start| it.starts_with(start))) {
        evidence.blocked += 1;
    }
}

/// Whether a file that names the lists of its entries is of those who are blocked: all of them are, or more than stand
/// on the others alone. Many who are blocked stand on another list too.
pub(super) fn is_sdn<'a>(listed: impl Iterator<Item = (&'a str, bool)>) -> Option<bool> {
    let mut entries: HashMap<&str, (bool, bool)> = HashMap::new();
    for (entry, is_blocked) in listed {
        let (blocked, other) = entries.entry(entry).or_default();
        *(if is_blocked { blocked } else { other }) = true;
    }
    let blocked = entries.values().filter(|(blocked, _)| *blocked).count();
    let others = entries.values().filter(|(_, other)| *other).count();
    match entries.len() {
        0 => None,
        all if blocked == all => Some(true),
        all if others == all => Some(false),
        all => Some(blocked * 2 >= all),
    }
}

/// What an entry of the non-SDN lists is under: its directive decides, else its programmes. Sources: OFAC's directives
/// under E.O. 13662, 14024 and 14038 (debt, equity and accounts; directive 4 under E.O. 13662: services for oil
/// projects), the CAPTA list (accounts), E.O. 13959 (securities: investment), NS-PLC (transactions).
pub(in crate::lists) fn measures_of_not_blocked(entry: &mut Entry) {
    let standard = MeasureType::Standard;
    let mut found = Vec::new();
    if let Some(directive) = directive(entry) {
        let sectoral = entry.programmes.iter().any(|it| it.contains("13662"));
        match directive.as_str() {
            "4" if sectoral => add_once(&mut found, standard(StandardMeasure::ServicesBan)),
            "" => {}
            _ => add_once(&mut found, standard(StandardMeasure::FinancialRestrictions)),
        }
    }
    for programme in &entry.programmes {
        let programme = programme.to_uppercase();
        let starts = |words: &[&str]| words.iter().any(|word| programme.starts_with(word));
        if starts(&["CMIC", "NS-CMIC", "NS-CCMC"]) {
            add_once(&mut found, standard(StandardMeasure::InvestmentBan));
        } else if starts(&["561", "CAPTA", "NS-PLC", "HIFPAA"]) {
            add_once(&mut found, standard(StandardMeasure::FinancialRestrictions));
        } else if starts(&["FSE-"]) {
            add_once(
                &mut found,
                MeasureType::Other("Transactions prohibited (foreign sanctions evader)".into()),
            );
        } else if starts(&["NS-"]) {
            add_once(&mut found, MeasureType::Other("Menu-based sanctions".into()));
        }
    }
    entry.measures = found;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::ListName;

    fn entry(programme: &str, remark: &str) -> Entry {
        let mut entry = Entry::new(ListName::OfacConsolidated, "90001");
        entry.programmes = vec![programme.to_owned()];
        entry.remark = Some(remark.to_owned());
        remarks(remark, &mut entry);
        entry
    }

    #[test]
    fn remarks_name_birthdays_countries_weak_names_and_numbers() {
        let it = entry(
            "QUEL",
            "DOB 01 Jan 1970; alt. DOB circa 1971; nationality Quelland; alt. nationality Belarus; citizen Russia; alt. citizen Burma; a.k.a. \"nightowl7\"; f.k.a. 'SWAN'; Passport D9000001 (Quelland) issued 01 Jan 2010 expires 01 Jan 2020; Tax ID No. 600000001 (Belarus); Vessel Registration Identification IMO 9000001; Digital Currency Address - XBT 1abc; Linked To: ALPHA WORKS.",
        );
        assert_eq!(it.nationalities, ["Quelland", "Belarus", "Russia", "Burma"]);
        assert_eq!(it.weak_aliases, ["nightowl7", "SWAN"]);
        assert_eq!(it.born.len(), 2);
        assert!(it.born[0].date.is_some() && it.born[1].date.is_none() && it.born[1].text == "circa 1971");
        let told = it.identifiers.iter().map(|it| format!("{}|{}|{}", it.scheme, it.value, it.country));
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                "Passport|D9000001|Quelland",
                "Tax ID No.|600000001|Belarus",
                "Vessel Registration Identification IMO|9000001|",
                "Digital Currency Address - XBT|1abc|"
            ]
        );
    }

    #[test]
    fn what_tells_nobody_apart_is_no_identifier() {
        let mut schemes = csv::ReaderBuilder::new()
            .delimiter(b'|')
            .from_reader(include_str!("../../../tests/lists/schemes.csv").as_bytes());
        for row in schemes.records() {
            let row = row.unwrap();
            let mut entry = Entry::new(ListName::OfacSdn, "90001");
            take_numbered(&mut entry, &row[0], "D9000001", "Quelland");
            let kept = match (entry.identifiers.is_empty(), entry.remark) {
                (false, None) => "identifier",
                (true, Some(_)) => "remark",
                (true, None) => "nothing",
                (false, Some(_)) => "both",
            };
            assert_eq!(kept, &row[1], "{}", &row[0]);
        }
        for scheme in SCHEMES {
            assert!(is_identifying(scheme), "{scheme}: in a remark it is one");
        }
    }

    #[test]
    fn what_a_non_sdn_entry_is_under_its_directive_decides_else_its_programme() {
        let said = "Executive Order 13662 Directive Determination - Subject to Directive";
        for (programme, remark, wanted) in [
            ("UKRAINE-EO13662", format!("{said} 1"), "Financial restrictions"),
            ("UKRAINE-EO13662", format!("{said} 4."), "Services ban"),
            ("BELARUS-EO14038", "Subject to Directive 1".to_owned(), "Financial restrictions"),
            ("CMIC-EO13959", String::new(), "Investment ban"),
            ("561-RELATED", String::new(), "Financial restrictions"),
            ("NS-PLC", String::new(), "Financial restrictions"),
        ] {
            let mut it = entry(programme, &remark);
            measures_of_not_blocked(&mut it);
            assert_eq!(
                it.measures.iter().map(MeasureType::word).collect::<Vec<_>>(),
                [wanted],
                "{programme}"
            );
        }
    }

    #[test]
    fn which_of_the_two_lists_it_is_half_of_the_entries_tell() {
        let list = |entries: &[(&str, &str)]| {
            let mut evidence = Evidence::default();
            for (programme, remark) in entries {
                note_list(&entry(programme, remark), &mut evidence);
            }
            evidence.list()
        };
        assert_eq!(
            list(&[("UKRAINE-EO13662", "Subject to Directive 2"), ("NS-PLC", "")]),
            Some(ListName::OfacConsolidated)
        );
        assert_eq!(list(&[("BELARUS", ""), ("SDGT", ""), ("561-RELATED", "")]), Some(ListName::OfacSdn));
        assert_eq!(list(&[("QUEL", ""), ("QUEL", "")]), None);
        assert_eq!(list(&[]), None);
    }
}
