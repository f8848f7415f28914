//! OFAC's sdn.xml and consolidated.xml.

use std::io::BufRead;

use super::super::entry::{Entry, ListName, NameKind, add};
use super::super::gathered::Gathered;
use super::super::refused::Refused;
use super::super::written::{joined, us_date};
use super::super::xml::{Node, walk};
use super::ofac_words::{act, kind, note_list, take_numbered};

/// What is read of an entry so far.
#[derive(Default)]
struct Reading {
    uid: String,
    /// First and last names.
    name: [String; 2],
    category: String,
    address: Vec<String>,
    /// Kind, number and country of a paper.
    paper: [String; 3],
    /// A birthday or a country, and whether it is the main one.
    part: String,
    is_main: bool,
    /// The main ones of several countries.
    main_countries: Vec<String>,
}

/// Reads it.
pub(in crate::lists) fn read(list: ListName, input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut reading = Reading::default();
    let mut entry = Entry::new(list, "");
    walk(input, |path, node, line| {
        let Node::Closes(text) = node else {
            match path {
                [_, "sdnEntry"] => (reading, entry) = (Reading::default(), Entry::new(list, "")),
                [_, "sdnEntry", "akaList", "aka"] => {
                    (reading.name, reading.category) = Default::default();
                }
                [_, "sdnEntry", "addressList", "address"] => reading.address.clear(),
                [_, "sdnEntry", "idList", "id"] => reading.paper = Default::default(),
                _ => {}
            }
            return Ok(());
        };
        match path {
            [_, "publshInformation" | "publishInformation", "Publish_Date"] => {
                let date = us_date(text)
                    .ok_or_else(|| Refused::here(format!("a date (mm/dd/yyyy), not {text:?}")))?;
                to.date = Some(date);
            }
            [_, "publshInformation" | "publishInformation", "Record_Count"] => {
                to.count_said = text.replace(',', "").parse().ok();
            }
            [_, "sdnEntry", rest @ ..] => return closes(rest, text, line, &mut reading, &mut entry, to),
            _ => {}
        }
        Ok(())
    })
}

fn closes(
    path: &[&str],
    text: &str,
    line: u64,
    reading: &mut Reading,
    entry: &mut Entry,
    to: &mut Gathered,
) -> Result<(), Refused> {
    match path {
        ["uid"] => text.clone_into(&mut reading.uid),
        ["firstName"] | ["akaList", "aka", "firstName"] => text.clone_into(&mut reading.name[0]),
        ["lastName"] | ["akaList", "aka", "lastName"] => text.clone_into(&mut reading.name[1]),
        ["sdnType"] => match kind(text) {
            Some(kind) => entry.kind = kind,
            None => to.tell(line, format!("{text:?} is no kind that OFAC has: it is taken as an entity")),
        },
        ["remarks"] => entry.remark = Some(joined([text])),
        ["programList", "program"] => {
            add(&mut entry.legal_acts, &act(text));
            add(&mut entry.programmes, text);
        }
        // The name stands before the other names.
        ["programList"] => entry.add_named(&written(&reading.name), NameKind::Primary),
        ["akaList", "aka", "category"] => text.clone_into(&mut reading.category),
        ["akaList", "aka"] => {
            let is_weak = reading.category.eq_ignore_ascii_case("weak");
            let name = written(&reading.name);
            if is_weak { entry.add_named(&name, NameKind::Weak) } else { entry.add_alias(&name) }
        }
        ["idList", "id", "idType"] => text.clone_into(&mut reading.paper[0]),
        ["idList", "id", "idNumber"] => text.clone_into(&mut reading.paper[1]),
        ["idList", "id", "idCountry"] => text.clone_into(&mut reading.paper[2]),
        ["idList", "id"] => {
            let [scheme, number, country] = std::mem::take(&mut reading.paper);
            if scheme == "Nationality of Registration" {
                entry.add_nationality(&country);
            } else if scheme == "Organization Established Date" {
                to.tell_birth(line, &number);
                entry.add_birth(&number);
            } else {
                let (number, given) = match number.rsplit_once(" (") {
                    Some((number, given)) if country.is_empty() => {
                        (number.to_owned(), given.trim_end_matches(')').to_owned())
                    }
                    _ => (number, country),
                };
                take_numbered(entry, &scheme, &number, &given);
            }
        }
        ["dateOfBirthList", "dateOfBirthItem", "dateOfBirth"]
        | ["nationalityList", "nationality", "country"]
        | ["citizenshipList", "citizenship", "country"] => text.clone_into(&mut reading.part),
        ["dateOfBirthList" | "nationalityList" | "citizenshipList", _, "mainEntry"] => {
            reading.is_main = text.eq_ignore_ascii_case("true");
        }
        ["dateOfBirthList", "dateOfBirthItem"] => {
            let birth = std::mem::take(&mut reading.part);
            to.tell_birth(line, &birth);
            if std::mem::take(&mut reading.is_main) {
                entry.add_main_birth(&birth);
            } else {
                entry.add_birth(&birth);
            }
        }
        ["nationalityList", "nationality"] | ["citizenshipList", "citizenship"] => {
            let country = std::mem::take(&mut reading.part);
            entry.add_nationality(&country);
            if std::mem::take(&mut reading.is_main) {
                add(&mut reading.main_countries, &country);
            }
        }
        ["vesselInfo", "vesselFlag"] => entry.add_nationality(text),
        ["addressList", "address", part] if *part != "uid" => {
            if *part == "country" {
                entry.add_place(text);
            }
            reading.address.push(text.to_owned());
        }
        ["addressList", "address"] => entry.add_address(std::mem::take(&mut reading.address)),
        [] => {
            if reading.uid.is_empty() {
                return Err(Refused::here("the uid of an entry"));
            }
            let mut read = std::mem::replace(entry, Entry::new(entry.list, ""));
            if read.name.is_empty() {
                read.add_named(&written(&reading.name), NameKind::Primary);
            }
            if read.name.is_empty() {
                return Err(Refused::here(format!("a name of entry {}", reading.uid)));
            }
            read.nationalities.splice(0..0, std::mem::take(&mut reading.main_countries));
            read.reference.clone_from(&reading.uid);
            note_list(&read, &mut to.evidence);
            to.put(read)?;
        }
        _ => {}
    }
    Ok(())
}

/// A name as the CSV of the same list writes it: `LAST, First`.
fn written(name: &[String; 2]) -> String {
    match name {
        [first, last] if first.is_empty() => joined([last]),
        [first, last] if last.is_empty() => joined([first]),
        [first, last] => format!("{}, {}", joined([last]), joined([first])),
    }
}
