//! The consolidated list of the European Union: CSV 1.1, and XML 1.1.

use std::io::BufRead;

use crate::model::measure::TargetKind;

use super::super::entry::{Entry, ListName, add};
use super::super::gathered::Gathered;
use super::super::partial::{date, joined};
use super::super::refused::Refused;
use super::super::table::{Columns, lines};
use super::super::xml::{Node, walk};

/// Where the columns are that are read.
struct Places {
    generated: Option<usize>,
    logical: Option<usize>,
    reference: Option<usize>,
    kind: Option<usize>,
    class: Option<usize>,
    designated: Option<usize>,
    remark: Option<usize>,
    whole: Option<usize>,
    parts: [Option<usize>; 3],
    acts: Option<usize>,
    programme: Option<usize>,
    enters: Option<usize>,
    countries: [Option<usize>; 2],
    count: usize,
}

impl Places {
    fn of(columns: &Columns) -> Self {
        let find = |name: &str| columns.find(name);
        Self {
            generated: find("fileGenerationDate"),
            logical: find("Entity_LogicalId"),
            reference: find("Entity_EU_ReferenceNumber"),
            kind: find("Entity_SubjectType"),
            class: find("Entity_SubjectType_ClassificationCode"),
            designated: find("Entity_DesignationDate"),
            remark: find("Entity_Remark"),
            whole: find("NameAlias_WholeName"),
            parts: ["NameAlias_FirstName", "NameAlias_MiddleName", "NameAlias_LastName"].map(find),
            acts: find("Entity_Regulation_NumberTitle"),
            programme: find("Entity_Regulation_Programme"),
            enters: find("Entity_Regulation_EntryIntoForceDate"),
            countries: ["Address_CountryIso2Code", "Citizenship_CountryIso2Code"].map(find),
            count: columns.len(),
        }
    }
}

fn kind(code: &str) -> TargetKind {
    match code.to_lowercase().as_str() {
        "p" | "person" => TargetKind::Person,
        _ => TargetKind::Entity,
    }
}

/// Reads the CSV. An entry stands in as many lines as it has names, addresses and so on.
pub(in crate::lists) fn read_csv(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut places: Option<Places> = None;
    lines(input, b';', |line| {
        let Some(at) = &places else {
            // Other lines may stand above the names of the columns.
            places = Columns::of(line, &["Entity_LogicalId"]).map(|columns| Places::of(&columns));
            return Ok(());
        };
        if line.len() != at.count {
            return Err(line.refuse(format!("{} fields, not {}", at.count, line.len())));
        }
        let (logical, named) = (line.of(at.logical), line.of(at.reference));
        let reference = if named.is_empty() { &logical } else { &named };
        if reference.is_empty() {
            return Err(line.refuse("an Entity_LogicalId or an Entity_EU_ReferenceNumber"));
        }
        if to.date.is_none() {
            to.date = date(&line.of(at.generated));
        }
        let entry = to.entry(ListName::Eu, reference);
        let code = line.of(at.class);
        let word = line.of(at.kind);
        if !code.is_empty() || !word.is_empty() {
            entry.kind = kind(if code.is_empty() { &word } else { &code });
        }
        let whole = line.of(at.whole);
        let name = if whole.is_empty() { joined(at.parts.map(|at| line.of(at))) } else { joined([whole]) };
        entry.add_name(&name);
        add(&mut entry.legal_acts, &line.of(at.acts));
        add(&mut entry.programmes, &line.of(at.programme));
        for country in at.countries {
            country_of(entry, &line.of(country));
        }
        let designated = date(&line.of(at.designated)).or_else(|| date(&line.of(at.enters)));
        entry.listed_on = entry.listed_on.or(designated);
        if entry.remark.is_none() {
            let remark = line.of(at.remark);
            entry.remark = Some(remark.into_owned()).filter(|it| !it.is_empty());
        }
        Ok(())
    })?;
    if places.is_none() {
        return Err(Refused::new(1, "the names of the columns, Entity_LogicalId among them"));
    }
    Ok(())
}

/// `00` stands for a country that is not known.
fn country_of(entry: &mut Entry, code: &str) {
    if code != "00" {
        add(&mut entry.countries, code);
    }
}

/// Reads the XML, in which everything stands in attributes.
pub(in crate::lists) fn read_xml(input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut entry = Entry::new(ListName::Eu, "");
    walk(input, |path, node| {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        match node {
            Node::Opens(attributes) => match names.as_slice() {
                ["export"] => to.date = date(&attributes.get("generationDate")),
                [_, "sanctionEntity"] => {
                    let (named, logical) = (attributes.get("euReferenceNumber"), attributes.get("logicalId"));
                    entry = Entry::new(ListName::Eu, if named.is_empty() { logical } else { named });
                    entry.listed_on = date(&attributes.get("designationDate"));
                    if entry.reference.is_empty() {
                        return Err(Refused::here("a logicalId or an euReferenceNumber"));
                    }
                }
                [_, "sanctionEntity", "regulation"] => {
                    add(&mut entry.legal_acts, &attributes.get("numberTitle"));
                    add(&mut entry.programmes, &attributes.get("programme"));
                    let enters = date(&attributes.get("entryIntoForceDate"));
                    entry.listed_on =
                        entry.listed_on.or(enters).or_else(|| date(&attributes.get("publicationDate")));
                }
                [_, "sanctionEntity", "subjectType"] => {
                    let class = attributes.get("classificationCode");
                    entry.kind = kind(if class.is_empty() { attributes.get("code") } else { class }.as_str());
                }
                [_, "sanctionEntity", "nameAlias"] => {
                    let whole = attributes.get("wholeName");
                    let parts = ["firstName", "middleName", "lastName"].map(|name| attributes.get(name));
                    entry.add_name(&if whole.is_empty() { joined(parts) } else { whole });
                }
                [_, "sanctionEntity", "citizenship" | "address"] => {
                    country_of(&mut entry, &attributes.get("countryIso2Code"));
                }
                _ => {}
            },
            Node::Closes(text) => match names.as_slice() {
                [_, "sanctionEntity", "remark"] => entry.remark = Some(text.to_owned()),
                [_, "sanctionEntity"] => {
                    let read = std::mem::replace(&mut entry, Entry::new(ListName::Eu, ""));
                    let reference = read.reference.clone();
                    *to.entry(ListName::Eu, &reference) = read;
                }
                _ => {}
            },
        }
        Ok(())
    })
}
