//! What was added to a list, taken off it and changed on it between two days.

use std::collections::{BTreeMap, HashMap};

use super::entry::Entry;
use super::file::Published;

/// An entry that is on both lists, and what is said of it otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed<'a> {
    /// The entry as it is.
    pub entry: &'a Entry,
    /// What changed: the field, what was there, what is there.
    pub fields: Vec<(&'static str, String, String)>,
}

/// The difference between two lists.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference<'a> {
    /// On the new list only.
    pub added: Vec<&'a Entry>,
    /// On the old list only.
    pub removed: Vec<&'a Entry>,
    /// On both, and not the same.
    pub changed: Vec<Changed<'a>>,
}

/// Compares two lists; `accepts` says which entries are meant. An entry that is meant on one of them is compared.
pub fn difference<'a>(
    old: &'a Published,
    new: &'a Published,
    accepts: impl Fn(&Entry) -> bool,
) -> Difference<'a> {
    let was: HashMap<&str, &Entry> = old.entries.iter().map(|it| (it.reference.as_str(), it)).collect();
    let is: HashMap<&str, &Entry> = new.entries.iter().map(|it| (it.reference.as_str(), it)).collect();
    let mut difference = Difference::default();
    for entry in &new.entries {
        match was.get(entry.reference.as_str()) {
            None if accepts(entry) => difference.added.push(entry),
            Some(before) if accepts(entry) || accepts(before) => {
                let fields = fields(before, entry);
                if !fields.is_empty() {
                    difference.changed.push(Changed { entry, fields });
                }
            }
            _ => {}
        }
    }
    let gone = old.entries.iter().filter(|it| !is.contains_key(it.reference.as_str()) && accepts(it));
    difference.removed = gone.collect();
    let key = |entry: &Entry| (number(&entry.reference), entry.reference.clone());
    difference.added.sort_by_cached_key(|it| key(it));
    difference.removed.sort_by_cached_key(|it| key(it));
    difference.changed.sort_by_cached_key(|it| key(it.entry));
    difference
}

/// References that are numbers are ordered as such.
fn number(reference: &str) -> u64 {
    reference.parse().unwrap_or(u64::MAX)
}

/// The measures that an entry names, in words.
fn measures(entry: &Entry) -> Vec<String> {
    entry.measures.iter().map(ToString::to_string).collect()
}

fn fields(old: &Entry, new: &Entry) -> Vec<(&'static str, String, String)> {
    let mut fields = Vec::new();
    let mut text = |field, old: &str, new: &str| {
        if old != new {
            fields.push((field, old.to_owned(), new.to_owned()));
        }
    };
    text("name", &old.name, &new.name);
    text("kind", old.kind.word(), new.kind.word());
    let day = |entry: &Entry| entry.listed_on.map(crate::model::date::Date::written).unwrap_or_default();
    text("listed on", &day(old), &day(new));
    text("remark", old.remark.as_deref().unwrap_or_default(), new.remark.as_deref().unwrap_or_default());
    for (field, old, new) in [
        ("alias", &old.aliases, &new.aliases),
        ("programme", &old.programmes, &new.programmes),
        ("country", &old.countries, &new.countries),
        ("legal act", &old.legal_acts, &new.legal_acts),
        ("issuer", &old.issuers, &new.issuers),
        ("measure", &measures(old), &measures(new)),
    ] {
        // The order in which a list writes them means nothing.
        let mut counts: BTreeMap<&String, i32> = BTreeMap::new();
        for it in old {
            *counts.entry(it).or_default() -= 1;
        }
        for it in new {
            *counts.entry(it).or_default() += 1;
        }
        let of = |sign: i32| {
            let those = counts.iter().filter(|(_, count)| count.signum() == sign);
            those.map(|(text, _)| text.as_str()).collect::<Vec<_>>().join("; ")
        };
        let (gone, come) = (of(-1), of(1));
        if !gone.is_empty() || !come.is_empty() {
            fields.push((field, gone, come));
        }
    }
    fields
}
