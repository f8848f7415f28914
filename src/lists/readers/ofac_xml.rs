//! OFAC's sdn.xml and consolidated.xml.

use std::io::BufRead;

use super::super::entry::{Entry, ListName, add};
use super::super::gathered::Gathered;
use super::super::partial::{joined, us_date};
use super::super::refused::Refused;
use super::super::xml::{Node, walk};
use super::ofac::{act, kind};

/// Reads it.
pub(in crate::lists) fn read(list: ListName, input: impl BufRead, to: &mut Gathered) -> Result<(), Refused> {
    let mut uid = String::new();
    let mut name = [String::new(), String::new()];
    let mut entry = Entry::new(list, "");
    walk(input, |path, node| {
        let names: Vec<&str> = path.iter().map(String::as_str).collect();
        let Node::Closes(text) = node else {
            match names.as_slice() {
                [_, "sdnEntry"] => {
                    (uid, name, entry) = (String::new(), Default::default(), Entry::new(list, ""));
                }
                [_, "sdnEntry", "akaList", "aka"] => name = Default::default(),
                _ => {}
            }
            return Ok(());
        };
        match names.as_slice() {
            [_, "publshInformation" | "publishInformation", "Publish_Date"] => {
                let date = us_date(text)
                    .ok_or_else(|| Refused::here(format!("a date (mm/dd/yyyy), not {text:?}")))?;
                to.date = Some(date);
            }
            [_, "sdnEntry", "uid"] => text.clone_into(&mut uid),
            [_, "sdnEntry", "firstName"] | [_, "sdnEntry", "akaList", "aka", "firstName"] => {
                text.clone_into(&mut name[0]);
            }
            [_, "sdnEntry", "lastName"] | [_, "sdnEntry", "akaList", "aka", "lastName"] => {
                text.clone_into(&mut name[1]);
            }
            [_, "sdnEntry", "sdnType"] => entry.kind = kind(text),
            [_, "sdnEntry", "remarks"] => entry.remark = Some(text.to_owned()),
            [_, "sdnEntry", "programList", "program"] => {
                add(&mut entry.legal_acts, &act(text));
                add(&mut entry.programmes, text);
            }
            // The name stands before the other names.
            [_, "sdnEntry", "programList"] => {
                entry.name = written(&name);
            }
            [_, "sdnEntry", "akaList", "aka"] => entry.add_name_after(&written(&name)),
            [_, "sdnEntry", "addressList", "address", "country"]
            | [_, "sdnEntry", "nationalityList", "nationality", "country"]
            | [_, "sdnEntry", "citizenshipList", "citizenship", "country"]
            | [_, "sdnEntry", "vesselInfo", "vesselFlag"] => add(&mut entry.countries, text),
            [_, "sdnEntry"] => {
                if uid.is_empty() {
                    return Err(Refused::here("the uid of an entry"));
                }
                let mut read = std::mem::replace(&mut entry, Entry::new(list, ""));
                if read.name.is_empty() {
                    read.name = written(&name);
                }
                read.reference.clone_from(&uid);
                *to.entry(list, &uid) = read;
            }
            _ => {}
        }
        Ok(())
    })
}

/// A name as the CSV of the same list writes it: `LAST, First`.
fn written(name: &[String; 2]) -> String {
    match name {
        [first, last] if first.is_empty() => joined([last]),
        [first, last] => format!("{}, {}", joined([last]), joined([first])),
    }
}
