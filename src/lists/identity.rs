//! What of an entry says who it is, in a form that does not change while that does not: what decisions are bound to.

use std::collections::BTreeSet;

use super::countries;
use super::digest::digest;
use super::entry::Entry;
use super::facts::numbers_of;
use super::written::folded;
use crate::names::bare;

/// The first line of the form. Another form gets another number, and decisions of the old one open again.
const FORM: &str = "entry 1";

/// What stands before a digest in a state file.
const SHA256: &str = "sha256:";

/// What each line of the form is called in words.
const WORDS: &[(&str, &str)] = &[
    ("kind", "kind"),
    ("name", "name"),
    ("weak", "weak alias"),
    ("born", "birth date"),
    ("country", "country"),
    ("number", "number"),
];

/// Who an entry is, as texts are compared: its kind, names, weak aliases, birth dates, countries and numbers, each on a
/// line, in order, each once. Programmes, measures, addresses, remarks and the day of the list are not in it, nor in which
/// order or case the list writes its names.
pub fn canonical(entry: &Entry) -> String {
    let mut lines: BTreeSet<String> = BTreeSet::new();
    lines.insert(format!("kind {}", entry.kind));
    lines.extend(entry.names().map(|name| format!("name {}", folded(name))));
    lines.extend(entry.weak_aliases.iter().map(|name| format!("weak {}", folded(name))));
    lines.extend(entry.born.iter().map(|birth| {
        let said = birth.date.map_or_else(|| folded(&birth.text), crate::model::date::Date::written);
        format!("born {said}")
    }));
    lines.extend(entry.countries.iter().map(|it| {
        let said = countries::code(it).map_or_else(|| folded(it), str::to_owned);
        format!("country {said}")
    }));
    lines.extend(
        numbers_of(entry).iter().map(|(scheme, value)| format!("number {} {}", folded(scheme), bare(value))),
    );
    let lines = lines.into_iter().collect::<Vec<_>>().join("\n");
    format!("{FORM}\n{lines}")
}

/// The digest of who an entry is, as a state file has it: `sha256:…`.
pub fn digest_of(entry: &Entry) -> String {
    format!("{SHA256}{}", digest(&canonical(entry)))
}

/// Whether two digests are one, however they are written.
pub fn same_digest(one: &str, other: &str) -> bool {
    let hex = |text: &str| text.trim().trim_start_matches(SHA256).to_ascii_lowercase();
    hex(one) == hex(other)
}

/// Whether a kept text is what a digest is of.
pub fn is_of(was: &str, digest_said: &str) -> bool {
    same_digest(&digest(was), digest_said)
}

/// What changed from one such text to another, in words: `name added: ivan petrenko; birth date gone: 1981`.
pub fn changes(was: &str, is: &str) -> Vec<String> {
    let lines = |text: &'_ str| -> BTreeSet<String> { text.lines().skip(1).map(str::to_owned).collect() };
    let (before, after) = (lines(was), lines(is));
    let said = |line: &String, what: &str| {
        let (word, rest) = line.split_once(' ').unwrap_or((line.as_str(), ""));
        let word = WORDS.iter().find(|(known, _)| *known == word).map_or(word, |(_, in_words)| in_words);
        format!("{word} {what}: {rest}")
    };
    let added = after.difference(&before).map(|line| said(line, "added"));
    let gone = before.difference(&after).map(|line| said(line, "gone"));
    added.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::{EntryKind, ListName};

    fn entry() -> Entry {
        let mut entry = Entry::new(ListName::OfacSdn, "90001");
        entry.kind = EntryKind::Person;
        for name in ["PETRENKO, Ivan", "Пятрэнка, Іван"] {
            entry.add_name(name);
        }
        entry.add_birth("05 May 1981");
        entry.countries = vec!["Belarus".to_owned()];
        entry.add_identifier("Tax ID No.", "600-390-798", "Belarus");
        entry
    }

    #[test]
    fn what_says_nothing_of_who_it_is_changes_nothing() {
        let was = digest_of(&entry());
        let mut same = entry();
        same.programmes = vec!["QUEL".to_owned()];
        same.addresses = vec!["Minsk".to_owned()];
        same.remark = Some("new".to_owned());
        same.countries = vec!["BY".to_owned()];
        same.name = "Petrenko,  IVAN".to_owned();
        same.born.clear();
        same.add_birth("1981-05-05");
        assert_eq!(digest_of(&same), was);
        assert!(was.starts_with("sha256:") && was.len() == 71, "{was}");
    }

    #[test]
    fn what_changed_is_told_in_words() {
        let was = canonical(&entry());
        let mut other = entry();
        other.add_name("Ivan Alpha");
        other.add_birth("1982");
        other.countries.clear();
        assert_eq!(
            changes(&was, &canonical(&other)),
            ["birth date added: 1982", "name added: ivan alpha", "country gone: BY"]
        );
        assert!(is_of(&was, &digest_of(&entry())) && !is_of(&was, &digest_of(&other)));
    }
}
