//! Which entry of a list a measure is: by its reference, else by its names, with how sure that is.

use std::collections::HashMap;

use crate::model::declare::vocabulary;
use crate::model::measure::{Measure, TargetKind};
use crate::names::{self, Band, Kind, LOOK, Likeness, Name, Owned, Quality, SURE, compare, parts};

use super::entry::Entry;

vocabulary! {
    /// How a measure and an entry were found to belong together, surest first.
    pub enum How {
        /// The record has the entry's reference.
        Reference => "by reference",
        /// The first names are the same.
        Name => "by name",
        /// A name of one is a name of the other.
        Alias => "by alias",
        /// Names are the same in another spelling, another alphabet, or with the legal form written otherwise.
        Transliteration => "by transliteration",
        /// Names are alike.
        Likeness => "by likeness",
    }
}

/// An entry that a measure may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// The entry, by its place.
    pub entry: usize,
    /// How it was found.
    pub how: How,
    /// How sure that is, of 100.
    pub score: u8,
}

/// The words of a name in Latin letters, in lower case, without its legal form, ordered.
pub fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Name::new(name, Kind::Organisation).words().map(str::to_owned).collect();
    words.sort_unstable();
    words
}

/// A text as references are compared: without case and without spaces beside each other.
fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The names of an entry, each with how far it can be relied on; the parts of those that are made of several.
fn names_of(entry: &Entry) -> impl Iterator<Item = (&str, Quality)> {
    let full = entry.names().map(|name| (name, Quality::Full));
    let parts = entry.names().filter(|_| entry.kind == TargetKind::Entity).flat_map(parts);
    let weak = entry.weak_aliases.iter().map(|name| (name.as_str(), Quality::Weak));
    full.chain(weak).chain(parts.map(|part| (part, Quality::Part)))
}

/// The names of a measure's target, the first one first.
fn names_of_target(measure: &Measure) -> impl Iterator<Item = &str> {
    std::iter::once(measure.target.name.as_str())
        .chain(measure.target.aliases.iter().map(arcstr::ArcStr::as_str))
}

fn kind_of(kind: TargetKind) -> Kind {
    match kind {
        TargetKind::Person => Kind::Person,
        TargetKind::Vessel | TargetKind::Aircraft => Kind::Craft,
        _ => Kind::Organisation,
    }
}

/// What is alike, but not the same name for certain, is never surer than this.
const ALIKE: u8 = SURE - 1;

/// A short word may be the name of many.
const SHORT: u8 = LOOK;

/// The entries of a list, ready to be looked up.
#[derive(Debug)]
pub struct Index<'a> {
    entries: &'a [Entry],
    references: HashMap<String, usize>,
    names: names::Index,
}

impl<'a> Index<'a> {
    /// Makes entries ready.
    pub fn of(entries: &'a [Entry]) -> Self {
        let mut references: HashMap<String, usize> = HashMap::new();
        let mut names = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            references.insert(entry.list_ref().to_lowercase(), at);
            for reference in &entry.other_refs {
                references.entry(reference.to_lowercase()).or_insert(at);
            }
            let kind = kind_of(entry.kind);
            names.extend(names_of(entry).map(|(name, quality)| Owned {
                owner: at,
                name: name.to_owned(),
                kind,
                quality,
            }));
        }
        Self { entries, references, names: names::Index::new(names) }
    }

    /// The entry with a reference as a state file has it: `OFAC 44541`; of lists whose references name themselves
    /// (`EU.6532.47`, `RUS0242`) also without the list's name.
    pub fn by_reference(&self, reference: &str) -> Option<usize> {
        let wanted = plain(reference);
        let prefix = self.entries.first()?.list.prefix().to_lowercase();
        // Written with the name of its list before it all the same.
        let without = wanted.strip_prefix(&format!("{prefix} ")).and_then(|rest| self.references.get(rest));
        if let Some(at) = without {
            return Some(*at);
        }
        let itself = || self.references.get(&format!("{prefix} {wanted}"));
        let names_itself = wanted.contains(|c: char| c.is_ascii_alphabetic());
        self.references.get(&wanted).or_else(|| itself().filter(|_| names_itself)).copied()
    }

    /// The entries that a measure may be, surest first: those of its references, else those of its names.
    pub fn find(&self, measure: &Measure) -> Vec<Match> {
        let by_reference: Vec<Match> = measure
            .list_refs
            .iter()
            .filter_map(|reference| self.by_reference(reference))
            .map(|entry| Match { entry, how: How::Reference, score: 100 })
            .collect();
        if !by_reference.is_empty() {
            return by_reference;
        }
        // Who has a reference to this list is that entry, and no other of the same name for certain.
        let list = self.entries.first().map(|entry| entry.list);
        let has_own =
            measure.list_refs.iter().any(|reference| list.is_some_and(|list| list.is_reference(reference)));
        let mut found: HashMap<usize, Match> = HashMap::new();
        for (number, name) in names_of_target(measure).enumerate() {
            for (entry, how, score) in self.by_name(measure, name, number == 0) {
                let (how, score) = if has_own { (How::Likeness, score.min(80)) } else { (how, score) };
                if found.get(&entry).is_none_or(|held| held.score < score) {
                    found.insert(entry, Match { entry, how, score });
                }
            }
        }
        let mut found: Vec<Match> = found.into_values().collect();
        found.sort_unstable_by_key(|it| (std::cmp::Reverse(it.score), it.entry));
        found
    }

    /// The entries that a measure may be by one name of its target.
    fn by_name(&self, measure: &Measure, name: &str, is_first: bool) -> Vec<(usize, How, u8)> {
        let own = Name::new(name, kind_of(measure.target.kind));
        let issuer = measure.issuer.as_str();
        let is_meant = |at: usize| {
            let of_kind = |entry: &Entry| are_alike(entry.kind, measure.target.kind);
            self.entries.get(at).is_some_and(|entry| of_kind(entry) && entry.issuers().contains(&issuer))
        };
        // A short word may be the name of many.
        let is_telling = name.split_whitespace().count() > 1 || name.chars().count() > 4;
        let hits = self.names.find(&own, is_meant).into_iter().map(|hit| {
            let is_primary = self.entries.get(hit.owner).is_some_and(|entry| entry.name == hit.name);
            let score = hit.likeness.score;
            let (how, score) = match hit.likeness.band() {
                Band::Sure if hit.likeness.is_same_text() => match (is_first && is_primary, is_telling) {
                    (true, _) => (How::Name, 98),
                    (false, true) => (How::Alias, 95),
                    (false, false) => (How::Likeness, SHORT),
                },
                Band::Sure => (How::Transliteration, SURE),
                Band::Look | Band::Nothing => (How::Likeness, score.min(ALIKE)),
            };
            (hit.owner, how, score)
        });
        hits.collect()
    }

    /// Why a measure and an entry belong together, in words: `other spelling: siarhei/sergei`. Empty where only the
    /// reference says so.
    pub fn why(&self, measure: &Measure, entry: usize) -> String {
        self.likeness(measure, entry).map(|likeness| likeness.why()).unwrap_or_default()
    }

    /// Whether an entry has anything in common with a measure that names its number: its kind, and a name that is the
    /// same or like one of the record's. Numbers are given anew.
    pub fn agrees(&self, measure: &Measure, entry: usize) -> bool {
        let of_kind = self.entries.get(entry).is_some_and(|entry| are_alike(entry.kind, measure.target.kind));
        of_kind && self.likeness(measure, entry).is_some()
    }

    /// The nearest of all names of a measure and an entry; `None` where none are alike.
    fn likeness(&self, measure: &Measure, entry: usize) -> Option<Likeness> {
        let entry = self.entries.get(entry)?;
        let kind = kind_of(measure.target.kind);
        let own: Vec<Name> = names_of_target(measure).map(|name| Name::new(name, kind)).collect();
        let others = names_of(entry).map(|(name, quality)| (Name::new(name, kind), quality));
        let all = others.flat_map(|(other, quality)| {
            own.iter().map(move |name| quality.limited(compare(name, &other))).collect::<Vec<_>>()
        });
        all.filter(|likeness| likeness.score >= LOOK).max_by_key(|likeness| likeness.score)
    }
}

/// Whether a target of one kind can be an entry of another.
fn are_alike(entry: TargetKind, target: TargetKind) -> bool {
    match target {
        TargetKind::Entity | TargetKind::State => entry == TargetKind::Entity,
        TargetKind::Person | TargetKind::Vessel | TargetKind::Aircraft => entry == target,
        TargetKind::Sector | TargetKind::Goods | TargetKind::Several => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::ListName;

    fn entry(reference: &str, names: &[&str]) -> Entry {
        let mut entry = Entry::new(ListName::OfacSdn, reference);
        for name in names {
            entry.add_name(name);
        }
        entry
    }

    #[test]
    fn names_are_the_same_words_in_other_letters_and_other_legal_forms() {
        assert_eq!(words("ОАО «Гродно Азот»"), words("Grodno Azot JSC"));
        assert_eq!(words("Open Joint Stock Company Grodno Azot"), words("Grodno Azot JSC"));
        // A name of nothing but such words is kept.
        assert_eq!(words("Company Limited"), ["company", "limited"]);
    }

    #[test]
    fn a_bare_number_is_no_reference() {
        let entries = [entry("44541", &["BELAVIA BELARUSIAN AIRLINES", "BELAVIA"])];
        let index = Index::of(&entries);
        assert_eq!(index.by_reference("OFAC 44541"), Some(0));
        assert_eq!(index.by_reference("44541"), None, "a bare number could be of any list");
    }
}
