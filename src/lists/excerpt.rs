//! What one copy of a list has under a number, as text for people: every field that was read.

use std::fmt::Write as _;

use crate::model::date::Date;

use super::entry::{Entry, Listing};
use super::file::Published;

/// What a copy of a list of a day has under a number, as a state file refers to it: `OFAC 44541`. Where it has no such
/// entry, that is what it says; where it holds only a part of the list, that it proves nothing then.
pub fn excerpt(list: &Published, on: Date, number: &str) -> String {
    let mut text = format!("{} of {}, published by {}\n", list.list, on.written(), list.list.publisher());
    for file in &list.files {
        line(&mut text, "file", &format!("{}, {} bytes, SHA-256 {}", file.name, file.bytes, file.sha256));
    }
    line(&mut text, "entries", &list.entries.len().to_string());
    if let Some(part) = &list.part {
        line(&mut text, "only", part);
    }
    for doubt in &list.doubts {
        line(&mut text, "doubt", &without_folder(list, &doubt.what));
    }
    line(&mut text, "number", number);
    text.push('\n');
    let found: Vec<&Entry> =
        list.entries.iter().map(AsRef::as_ref).filter(|it| has_number(it, number)).collect();
    if found.is_empty() {
        text.push_str(match list.part {
            None => "This copy has no entry with this number.\n",
            Some(_) => {
                "This part of the list has no entry with this number; that says nothing of the rest.\n"
            }
        });
    }
    for entry in found {
        entry_lines(&mut text, entry);
    }
    text
}

/// A doubt as it is told of the copy wherever it lies: its file without the folder.
fn without_folder(list: &Published, what: &str) -> String {
    let named = what.rsplit_once('(').and_then(|(before, place)| {
        let file = list.files.iter().filter_map(|file| place.find(&file.name)).min()?;
        Some(format!("{before}({}", place.get(file..)?))
    });
    named.unwrap_or_else(|| what.to_owned())
}

/// Whether an entry is known by a number as a state file has it.
fn has_number(entry: &Entry, number: &str) -> bool {
    let is_it = |own: &str| own.eq_ignore_ascii_case(number.trim());
    is_it(&entry.list_ref())
        || is_it(&format!("{} {}", entry.list.prefix(), entry.reference))
        || entry.other_refs.iter().any(|own| is_it(own))
}

fn entry_lines(text: &mut String, entry: &Entry) {
    line(text, "name", &entry.name);
    line(text, "kind", entry.kind.word());
    lines(text, "also", &entry.aliases);
    lines(text, "weak name", &entry.weak_aliases);
    lines(text, "other number", &entry.other_refs);
    for birth in &entry.born {
        line(text, "born", &birth.text);
    }
    for it in &entry.identifiers {
        line(text, "identifier", &format!("{}: {}", it.scheme, it.value));
    }
    lines(text, "country", &entry.countries);
    lines(text, "address", &entry.addresses);
    let own = Listing {
        programmes: entry.programmes.clone(),
        measures: entry.measures.clone(),
        listed_on: entry.listed_on,
        legal_acts: entry.legal_acts.clone(),
        reason: entry.reason.clone(),
        is_unclear: entry.is_unclear,
    };
    listing_lines(text, "", &own);
    for (measure, on) in &entry.measure_days {
        let on = on.map_or_else(|| "on a day that is not said".to_owned(), Date::written);
        line(text, "since", &format!("{}: {on}", measure.word()));
    }
    for (issuer, listing) in &entry.listings {
        line(text, "by", issuer);
        listing_lines(text, "  ", listing);
    }
    if let Some(remark) = &entry.remark {
        line(text, "remark", remark);
    }
    text.push('\n');
}

fn listing_lines(text: &mut String, indent: &str, listing: &Listing) {
    let label = |label: &str| format!("{indent}{label}");
    lines(text, &label("programme"), &listing.programmes);
    for measure in &listing.measures {
        line(text, &label("measure"), measure.word());
    }
    lines(text, &label("legal act"), &listing.legal_acts);
    if let Some(on) = listing.listed_on {
        line(text, &label("listed on"), &on.written());
    }
    if let Some(reason) = &listing.reason {
        line(text, &label("reason"), reason);
    }
    if listing.is_unclear {
        line(text, &label("unclear"), "the list does not say for certain that it still stands");
    }
}

fn lines(text: &mut String, label: &str, values: &[String]) {
    for value in values {
        line(text, label, value);
    }
}

/// A label and what belongs to it, in a line of its own whatever stands in it.
fn line(text: &mut String, label: &str, value: &str) {
    let value = value.split_whitespace().collect::<Vec<_>>().join(" ");
    let _ = writeln!(text, "{label:<13} {value}");
}
