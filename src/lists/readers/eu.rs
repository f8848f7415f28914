//! The consolidated list of the European Union: CSV 1.0 and 1.1, XML of both, and the XML of the years before them.

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::BufRead;

use crate::model::date::Date;

use super::super::entry::{Birth, Entry, EntryKind, FORGED, ListName, NameKind, add, keep};
use super::super::gathered::Gathered;
use super::super::refused::Refused;
use super::super::table::{Columns, lines};
use super::super::written::{Order, date, joined, unescaped};
use super::super::xml::{Attributes, Node, walk};

/// How good a name is as the first one, best first: not weak, in English or in no language that is named, entered early.
/// The list has no mark for it; its first names have the lowest numbers.
type Rank = (bool, bool, u64);

fn rank(is_weak: bool, language: &str, number: &str) -> Rank {
    let is_foreign = !language.is_empty() && !language.eq_ignore_ascii_case("en");
    (is_weak, is_foreign, number.parse().unwrap_or(u64::MAX))
}

/// Takes a name, as the first one where it is better than the one that is.
fn take_name(entry: &mut Entry, best: &mut Option<Rank>, name: &str, rank: Rank) {
    let name = joined([unescaped(name)]);
    if name.is_empty() {
        return;
    }
    if best.is_none_or(|best| rank < best) {
        let was_weak = best.is_some_and(|(is_weak, ..)| is_weak);
        *best = Some(rank);
        let other = std::mem::replace(&mut entry.name, name);
        add(if was_weak { &mut entry.weak_aliases } else { &mut entry.aliases }, &other);
        entry.has_primary = true;
    } else {
        entry.add_named(&name, if rank.0 { NameKind::Weak } else { NameKind::Alias });
    }
}

fn kind(line: u64, code: &str, to: &mut Gathered) -> EntryKind {
    match code.to_lowercase().as_str() {
        "p" | "person" => EntryKind::Person,
        "" | "e" | "enterprise" | "entity" => EntryKind::Entity,
        _ => {
            to.tell(line, format!("{code:?} is no kind that the list has: it is taken as an entity"));
            EntryKind::Entity
        }
    }
}

/// `00` stands for a country that is not known.
fn is_known(country: &str) -> bool {
    !matches!(country, "" | "00" | "UNKNOWN")
}

/// The day of listing: the designation's where it is said, else that of the regulation that listed it. An amendment
/// changes an entry that is there already.
fn listed(designated: Option<Date>, kind: &str, days: [&str; 2]) -> Option<Date> {
    let is_first = kind.is_empty() || kind.eq_ignore_ascii_case("regulation");
    designated.or_else(|| days.iter().filter(|_| is_first).find_map(|day| date(day)))
}

/// What a paper is. Of one that is known to be false another may have the number rightly: it is no number of that kind.
fn paper(kind: &str, is_false: bool) -> Cow<'_, str> {
    if is_false { format!("{FORGED} {kind}").into() } else { kind.into() }
}

/// A paper of a form that has one field for all that it says of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Paper<'a> {
    number: &'a str,
    /// What it is, where the field says it: as a code with a description.
    kind: Option<&'a str>,
    /// What else stands there, as it is written.
    remark: &'a str,
}

impl<'a> Paper<'a> {
    /// Reads `D9000001 (passport-National passport) ((passport))`. Any other bracket is a remark: `D9000001 (expired)`.
    fn of(field: &'a str) -> Self {
        let bare = Self { number: field, ..Self::default() };
        let Some((number, rest)) = field.split_once(" (") else { return bare };
        let number = number.trim_end();
        let Some((first, others)) = rest.split_once(')') else { return bare };
        let described = first.split_once('-').filter(|(code, kind)| {
            let is_code = !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_lowercase());
            is_code && kind.trim_start().starts_with(char::is_uppercase)
        });
        match described {
            // The code once more says nothing.
            Some((code, kind)) => {
                let remark = others.trim();
                let remark = remark.strip_prefix(&format!("(({code}))")).unwrap_or(remark).trim();
                Self { number, kind: Some(kind.trim()), remark }
            }
            None => Self { number, kind: None, remark: field.get(number.len()..).unwrap_or_default().trim() },
        }
    }

    /// Notes what else is said of it with what is remarked of the entry.
    fn remark_on(&self, entry: &mut Entry) {
        if self.remark.is_empty() {
            return;
        }
        let said = joined([self.number, self.remark]);
        match &mut entry.remark {
            None => entry.remark = Some(said),
            Some(held) if held.contains(&said) => {}
            Some(held) => held.push_str(&format!("; {said}")),
        }
    }
}

/// A birthday by its parts.
fn birth(whole: &str, year: &str, span: [&str; 2], is_circa: bool) -> Option<Birth> {
    let [from, to] = span;
    let text = if !whole.is_empty() {
        whole.to_owned()
    } else if !year.is_empty() {
        year.to_owned()
    } else if !from.is_empty() || !to.is_empty() {
        format!("{from} to {to}")
    } else {
        return None;
    };
    let date = if is_circa { None } else { super::super::written::birthday(&text) };
    Some(Birth { text: if is_circa { format!("circa {text}") } else { text }, date })
}

/// The columns that are read, in the words of 1.1 and of 1.0.
const COLUMNS: &[(&str, &str)] = &[
    ("fileGenerationDate", "Date_file"),
    ("Entity_LogicalId", "Entity_logical_id"),
    ("Entity_EU_ReferenceNumber", "EU_ref_num"),
    ("Entity_SubjectType_ClassificationCode", "Subject_type"),
    ("Entity_SubjectType", "Subject_type"),
    ("Entity_DesignationDate", ""),
    ("Entity_Remark", "Entity_remark"),
    ("Entity_UnitedNationId", ""),
    ("Entity_Regulation_Type", ""),
    ("Entity_Regulation_EntryIntoForceDate", ""),
    ("Entity_Regulation_PublicationDate", ""),
    ("Entity_Regulation_NumberTitle", "Leba_numtitle"),
    ("Entity_Regulation_Programme", "Programme"),
    ("NameAlias_WholeName", "Naal_wholename"),
    ("NameAlias_FirstName", "Naal_firstname"),
    ("NameAlias_MiddleName", "Naal_middlename"),
    ("NameAlias_LastName", "Naal_lastname"),
    ("NameAlias_NameLanguage", "Naal_language"),
    ("NameAlias_LogicalId", "Naal_logical_id"),
    ("NameAlias_Strong", ""),
    ("Address_CountryIso2Code", "Addr_country"),
    ("Address_Street", "Addr_street"),
    ("Address_PoBox", "Addr_number"),
    ("Address_ZipCode", "Addr_zipcode"),
    ("Address_City", "Addr_city"),
    ("Address_Region", "Addr_other"),
    ("Citizenship_CountryIso2Code", "Citi_country"),
    ("BirthDate_BirthDate", "Birt_date"),
    ("BirthDate_Year", ""),
    ("BirthDate_YearRangeFrom", ""),
    ("BirthDate_YearRangeTo", ""),
    ("BirthDate_Circa", ""),
    ("Identification_Number", "Iden_number"),
    ("Identification_KnownFalse", ""),
    ("Identification_TypeDescription", ""),
    ("Identification_CountryIso2Code", "Iden_country"),
];

/// Reads the CSV. An entry stands in as many lines as it has names, addresses and so on.
pub(in crate::lists) fn read_csv(
    delimiter: u8,
    input: impl BufRead,
    to: &mut Gathered,
) -> Result<(), Refused> {
    let mut places: Option<(HashMap<&str, usize>, usize)> = None;
    let mut ranks: HashMap<String, Option<Rank>> = HashMap::new();
    lines(input, delimiter, to, |line, to| {
        let Some((places, count)) = &places else {
            // Other lines may stand above the names of the columns.
            places = Columns::of(line, &["Entity_LogicalId"]).map(|columns| {
                let place = |(new, old): &(&'static str, &str)| {
                    let at = columns.find(new).or_else(|| columns.find(old).filter(|_| !old.is_empty()));
                    at.map(|at| (*new, at))
                };
                (COLUMNS.iter().filter_map(place).collect(), columns.len())
            });
            return Ok(());
        };
        if line.len() != *count {
            return Err(line.refuse(format!("{count} fields, not {}", line.len())));
        }
        let get = |name: &str| line.of(places.get(name).copied());
        let (logical, named) = (get("Entity_LogicalId"), get("Entity_EU_ReferenceNumber"));
        let reference = if named.is_empty() { &logical } else { &named };
        if reference.is_empty() {
            return Err(line.refuse("an Entity_LogicalId or an Entity_EU_ReferenceNumber"));
        }
        if to.date.is_none() {
            to.date =
                to.date_in(line.number(), "the day of the list", &get("fileGenerationDate"), Order::DayFirst);
        }
        let [code, word] = [get("Entity_SubjectType_ClassificationCode"), get("Entity_SubjectType")];
        let of_kind = kind(line.number(), if code.is_empty() { &word } else { &code }, to);
        let said = get("Entity_DesignationDate");
        let designated = to.date_in(line.number(), "Entity_DesignationDate", &said, Order::DayFirst);
        let span = ["BirthDate_YearRangeFrom", "BirthDate_YearRangeTo"].map(get);
        let is_circa = get("BirthDate_Circa").eq_ignore_ascii_case("true");
        let span = [span[0].as_ref(), span[1].as_ref()];
        let birth = birth(&get("BirthDate_BirthDate"), &get("BirthDate_Year"), span, is_circa);
        let texts: Vec<&str> = birth.iter().map(|it| it.text.as_str()).collect();
        to.tell_new_births(line.number(), reference, &texts);
        let entry = to.entry(ListName::Eu, reference);
        if !code.is_empty() || !word.is_empty() {
            entry.kind = of_kind;
        }
        let whole = get("NameAlias_WholeName");
        let parts = ["NameAlias_FirstName", "NameAlias_MiddleName", "NameAlias_LastName"].map(get);
        let name = if whole.is_empty() { joined(parts) } else { whole.into_owned() };
        let is_weak = get("NameAlias_Strong").eq_ignore_ascii_case("false");
        let rank = rank(is_weak, &get("NameAlias_NameLanguage"), &get("NameAlias_LogicalId"));
        if let Some(best) = ranks.get_mut(reference.as_ref()) {
            take_name(entry, best, &name, rank);
        } else {
            let best = ranks.entry(reference.as_ref().to_owned()).or_default();
            take_name(entry, best, &name, rank);
        }
        add(&mut entry.legal_acts, &get("Entity_Regulation_NumberTitle"));
        add(&mut entry.programmes, &get("Entity_Regulation_Programme"));
        entry.add_identifier("UN reference", &get("Entity_UnitedNationId"), "");
        let [citizenship, place] = ["Citizenship_CountryIso2Code", "Address_CountryIso2Code"].map(get);
        if is_known(&citizenship) {
            entry.add_nationality(&citizenship);
        }
        let address =
            ["Address_Street", "Address_PoBox", "Address_ZipCode", "Address_City", "Address_Region"];
        if is_known(&place) {
            entry.add_place(&place);
        }
        let country = if is_known(&place) { place } else { "".into() };
        entry.add_address(address.map(get).into_iter().chain([country]));
        entry.born.extend(birth);
        let is_forged = get("Identification_KnownFalse").eq_ignore_ascii_case("true");
        let (of_kind, number) = (get("Identification_TypeDescription"), get("Identification_Number"));
        let said = if places.contains_key("Identification_TypeDescription") {
            Paper { number: &number, kind: Some(&of_kind), remark: "" }
        } else {
            Paper::of(&number)
        };
        let country = get("Identification_CountryIso2Code");
        entry.add_identifier(&paper(said.kind.unwrap_or_default(), is_forged), said.number, &country);
        let days = ["Entity_Regulation_EntryIntoForceDate", "Entity_Regulation_PublicationDate"].map(get);
        let listed = listed(designated, &get("Entity_Regulation_Type"), [&days[0], &days[1]]);
        entry.listed_on = entry.listed_on.or(listed);
        keep(&mut entry.remark, &get("Entity_Remark"));
        said.remark_on(entry);
        Ok(())
    })?;
    if places.is_none() {
        return Err(Refused::new(1, "the names of the columns, Entity_LogicalId among them"));
    }
    Ok(())
}

/// Reads the XML, in which everything stands in attributes.
pub(in crate::lists) fn read_xml(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut entry = Entry::new(ListName::Eu, "");
    let mut best: Option<Rank> = None;
    walk(input, |path, node, line| {
        match node {
            Node::Opens(attributes) => match path {
                ["export"] => {
                    let said = attributes.get("generationDate");
                    to.date = to.date_in(line, "generationDate", &said, Order::DayFirst);
                }
                [_, "sanctionEntity"] => {
                    (entry, best) = (Entry::new(ListName::Eu, reference(attributes)?), None);
                    let said = attributes.get("designationDate");
                    entry.listed_on = to.date_in(line, "designationDate", &said, Order::DayFirst);
                    entry.add_identifier("UN reference", &attributes.get("unitedNationId"), "");
                }
                [_, "sanctionEntity", "subjectType"] => {
                    let class = attributes.get("classificationCode");
                    let code = if class.is_empty() { attributes.get("code") } else { class };
                    entry.kind = kind(line, &code, to);
                }
                [_, "sanctionEntity", part] => {
                    let held = entry.born.len();
                    opens(part, attributes, &mut entry, &mut best);
                    to.tell_births(line, &entry, held);
                }
                _ => {}
            },
            Node::Closes(text) => match path {
                [_, "sanctionEntity", "remark"] => keep(&mut entry.remark, &unescaped(text)),
                [_, "sanctionEntity"] => {
                    to.put(std::mem::replace(&mut entry, Entry::new(ListName::Eu, "")))?;
                }
                _ => {}
            },
        }
        Ok(())
    })
}

fn reference(attributes: &Attributes<'_>) -> Result<String, Refused> {
    let (named, logical) = (attributes.get("euReferenceNumber"), attributes.get("logicalId"));
    let reference = if named.is_empty() { logical } else { named };
    if reference.is_empty() {
        return Err(Refused::here("a logicalId or an euReferenceNumber"));
    }
    Ok(reference)
}

/// Takes a part of an entry.
fn opens(part: &str, attributes: &Attributes<'_>, entry: &mut Entry, best: &mut Option<Rank>) {
    let get = |name: &str| attributes.get(name);
    match part {
        "regulation" => {
            add(&mut entry.legal_acts, &get("numberTitle"));
            add(&mut entry.programmes, &get("programme"));
            let days = ["entryIntoForceDate", "publicationDate"].map(get);
            entry.listed_on = listed(entry.listed_on, &get("regulationType"), [&days[0], &days[1]]);
        }
        "nameAlias" => {
            let whole = get("wholeName");
            let parts = ["firstName", "middleName", "lastName"].map(get);
            let name = if whole.is_empty() { joined(parts) } else { whole };
            let rank = rank(get("strong") == "false", &get("nameLanguage"), &get("logicalId"));
            take_name(entry, best, &name, rank);
        }
        "citizenship" if is_known(&get("countryIso2Code")) => entry.add_nationality(&get("countryIso2Code")),
        "address" => {
            let country = Some(get("countryIso2Code")).filter(|it| is_known(it)).unwrap_or_default();
            entry.add_place(&country);
            let parts = ["street", "poBox", "zipCode", "city", "region"].map(get);
            entry.add_address(parts.into_iter().chain([country]));
        }
        "birthdate" => {
            let [whole, year, from, to] = ["birthdate", "year", "yearRangeFrom", "yearRangeTo"].map(get);
            entry.born.extend(birth(&whole, &year, [&from, &to], get("circa") == "true"));
        }
        "identification" => {
            let kind = [get("identificationTypeDescription"), get("identificationTypeCode")];
            let kind = kind.iter().find(|it| !it.is_empty()).map_or("", String::as_str);
            let kind = paper(kind, get("knownFalse") == "true");
            entry.add_identifier(&kind, &get("number"), &get("countryIso2Code"));
        }
        _ => {}
    }
}

/// Reads the XML of the years before 1.0, in which texts stand in elements.
pub(in crate::lists) fn read_old_xml(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut entry = Entry::new(ListName::Eu, "");
    let mut best: Option<Rank> = None;
    let mut parts: HashMap<String, String> = HashMap::new();
    walk(input, |path, node, line| {
        match (path, node) {
            (["WHOLE"], Node::Opens(attributes)) => {
                to.date = to.date_in(line, "Date", &attributes.get("Date"), Order::DayFirst);
            }
            ([_, "ENTITY"], Node::Opens(attributes)) => {
                (entry, best) = (Entry::new(ListName::Eu, attributes.get("Id")), None);
                if entry.reference.is_empty() {
                    return Err(Refused::here("an Id"));
                }
                entry.kind = kind(line, &attributes.get("Type"), to);
                add(&mut entry.legal_acts, &attributes.get("legal_basis"));
                add(&mut entry.programmes, &attributes.get("programme"));
                keep(&mut entry.remark, &attributes.get("remark"));
            }
            ([_, "ENTITY", _], Node::Opens(attributes)) => {
                parts.clear();
                parts.insert("Id".to_owned(), attributes.get("Id"));
            }
            ([_, "ENTITY", _, part], Node::Closes(text)) => {
                parts.insert((*part).to_owned(), text.to_owned());
            }
            ([_, "ENTITY", part], Node::Closes(_)) => {
                let get = |name: &str| parts.get(name).map_or("", String::as_str);
                match *part {
                    "NAME" => {
                        let whole = get("WHOLENAME");
                        let name = joined(["FIRSTNAME", "MIDDLENAME", "LASTNAME"].map(get));
                        let name = if whole.is_empty() { name.as_str() } else { whole };
                        take_name(&mut entry, &mut best, name, rank(false, get("LANGUAGE"), get("Id")));
                    }
                    "CITIZEN" => entry.add_nationality(get("COUNTRY")),
                    "ADDRESS" => {
                        entry.add_place(get("COUNTRY"));
                        entry.add_address(
                            ["NUMBER", "STREET", "ZIPCODE", "CITY", "OTHER", "COUNTRY"].map(get),
                        );
                    }
                    "BIRTH" => {
                        let held = entry.born.len();
                        entry.add_birth(get("DATE"));
                        to.tell_births(line, &entry, held);
                    }
                    "PASSPORT" => {
                        let said = Paper::of(get("NUMBER"));
                        entry.add_identifier(said.kind.unwrap_or("Passport"), said.number, get("COUNTRY"));
                        said.remark_on(&mut entry);
                    }
                    _ => {}
                }
            }
            ([_, "ENTITY"], Node::Closes(_)) => {
                to.put(std::mem::replace(&mut entry, Entry::new(ListName::Eu, "")))?;
            }
            _ => {}
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bracket_says_what_a_paper_is_only_as_a_code_with_a_description() {
        for (field, number, kind, remark) in [
            ("D9000001", "D9000001", None, ""),
            ("D9000001 (passport-National passport) ((passport))", "D9000001", Some("National passport"), ""),
            ("D9000001 (passport-National passport)", "D9000001", Some("National passport"), ""),
            (
                "D9000001 (id-National identification card) (in Quelland)",
                "D9000001",
                Some("National identification card"),
                "(in Quelland)",
            ),
            ("D9000001 (expired)", "D9000001", None, "(expired)"),
            ("D9000001 (issued by Minsk-City)", "D9000001", None, "(issued by Minsk-City)"),
            ("D9000001 (non-biometric)", "D9000001", None, "(non-biometric)"),
            ("D9000001 (Quelland-Odrin) (old)", "D9000001", None, "(Quelland-Odrin) (old)"),
            ("D9000001 (never closed", "D9000001 (never closed", None, ""),
        ] {
            assert_eq!(Paper::of(field), Paper { number, kind, remark }, "{field}");
        }
        let mut entry = Entry::new(ListName::Eu, "7");
        entry.remark = Some("A note.".to_owned());
        Paper::of("D9000001 (expired)").remark_on(&mut entry);
        Paper::of("D9000001 (expired)").remark_on(&mut entry);
        assert_eq!(entry.remark.as_deref(), Some("A note.; D9000001 (expired)"));
    }
}
