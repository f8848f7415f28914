//! Which entry of a list a measure is: by its reference, else by its names, with how sure that is.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::model::declare::vocabulary;
use crate::model::measure::{Measure, TargetKind};

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
        /// Names are the same once they are written in Latin letters, without their legal form, words in any order.
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

/// Below this likeness names are those of others.
const ALIKE: f64 = 0.92;

/// Words that say the legal form of a company, not which one it is.
const FORMS: &[&str] = &[
    "oao",
    "ooo",
    "zao",
    "pao",
    "ao",
    "rue",
    "rup",
    "jsc",
    "ojsc",
    "cjsc",
    "pjsc",
    "llc",
    "ltd",
    "co",
    "inc",
    "plc",
    "gmbh",
    "sa",
    "ag",
    "the",
    "open",
    "closed",
    "public",
    "joint",
    "stock",
    "company",
    "limited",
    "liability",
    "republican",
    "unitary",
    "enterprise",
    "state",
    "private",
    "corporation",
    "aat",
    "sooo",
    "soao",
];

/// The words of a name in Latin letters, in lower case, without its legal form, ordered.
pub fn words(name: &str) -> Vec<String> {
    let latin = any_ascii::any_ascii(name).to_lowercase().replace(['\'', '`'], "");
    let mut words: Vec<String> = latin
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|it| !it.is_empty())
        .map(str::to_owned)
        .collect();
    let telling: Vec<String> = words.iter().filter(|word| !FORMS.contains(&word.as_str())).cloned().collect();
    if !telling.is_empty() {
        words = telling;
    }
    words.sort_unstable();
    words
}

/// A text as names are compared letter by letter: without case and without spaces beside each other.
fn plain(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The entries of a list, ready to be looked up.
#[derive(Debug)]
pub struct Index<'a> {
    entries: &'a [Entry],
    references: HashMap<String, usize>,
    names: HashMap<String, Vec<usize>>,
    keys: HashMap<String, Vec<usize>>,
    words: HashMap<String, Vec<usize>>,
    /// The names of each entry as they are compared for likeness.
    plain: Vec<Vec<String>>,
}

/// A word that so many entries have tells nothing.
const COMMON: usize = 300;

/// No name is compared with more entries than these.
const CANDIDATES: usize = 400;

/// Longer names, in bytes, are found where they are the same, not where they are alike: that would take minutes.
const LONGEST_NAME: usize = 1000;

impl<'a> Index<'a> {
    /// Makes entries ready.
    pub fn of(entries: &'a [Entry]) -> Self {
        let mut index = Self {
            entries,
            references: HashMap::new(),
            names: HashMap::new(),
            keys: HashMap::new(),
            words: HashMap::new(),
            plain: Vec::with_capacity(entries.len()),
        };
        for (at, entry) in entries.iter().enumerate() {
            index.references.insert(entry.list_ref().to_lowercase(), at);
            for reference in &entry.other_refs {
                index.references.entry(reference.to_lowercase()).or_insert(at);
            }
            index.plain.push(Vec::new());
            let mut seen: HashSet<String> = HashSet::new();
            for name in entry.names() {
                index.names.entry(plain(name)).or_default().push(at);
                let words = words(name);
                let key = words.join(" ");
                if let Some(plain) = index.plain.last_mut() {
                    plain.push(key.clone());
                }
                index.keys.entry(key).or_default().push(at);
                for word in words.into_iter().filter(|word| word.len() > 2) {
                    if seen.insert(word.clone()) {
                        let of = index.words.entry(word).or_default();
                        if of.len() < COMMON {
                            of.push(at);
                        }
                    }
                }
            }
        }
        index
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
        let issuer = measure.issuer.as_str();
        let mut found: HashMap<usize, Match> = HashMap::new();
        let mut take = |entry: usize, how: How, score: u8| {
            let is = self
                .entries
                .get(entry)
                .is_some_and(|it| are_alike(it.kind, measure.target.kind) && it.issuers().contains(&issuer));
            let (how, score) = if has_own { (How::Likeness, score.min(80)) } else { (how, score) };
            let better = found.get(&entry).is_none_or(|held| held.score < score);
            if is && better {
                found.insert(entry, Match { entry, how, score });
            }
        };
        let names = || {
            let first = std::iter::once(measure.target.name.as_str());
            first.chain(measure.target.aliases.iter().map(arcstr::ArcStr::as_str))
        };
        for (number, name) in names().enumerate() {
            for &at in self.names.get(&plain(name)).into_iter().flatten() {
                let first = self.entries.get(at).is_some_and(|it| plain(&it.name) == plain(name));
                // A short word may be the alias of many.
                let telling = name.split_whitespace().count() > 1 || name.chars().count() > 4;
                let (how, score) = match (number == 0 && first, telling) {
                    (true, _) => (How::Name, 98),
                    (false, true) => (How::Alias, 95),
                    (false, false) => (How::Likeness, 70),
                };
                take(at, how, score);
            }
            let own = words(name);
            for &at in self.keys.get(&own.join(" ")).into_iter().flatten() {
                take(at, How::Transliteration, 90);
            }
            for (at, likeness) in self.alike(&own) {
                take(at, How::Likeness, likeness);
            }
        }
        let mut found: Vec<Match> = found.into_values().collect();
        found.sort_unstable_by_key(|it| (std::cmp::Reverse(it.score), it.entry));
        found
    }

    /// Entries that share a telling word with a name and are like it, with how much of 100.
    fn alike(&self, own: &[String]) -> Vec<(usize, u8)> {
        let name = own.join(" ");
        if name.len() > LONGEST_NAME {
            return Vec::new();
        }
        let telling = own.iter().filter_map(|word| self.words.get(word)).filter(|of| of.len() < COMMON);
        let candidates: BTreeSet<usize> = telling.flatten().copied().take(CANDIDATES).collect();
        let likeness = |at: usize| {
            let names = self.plain.get(at).into_iter().flatten().filter(|it| it.len() <= LONGEST_NAME);
            names.map(|other| strsim::jaro_winkler(&name, other)).fold(0.0, f64::max)
        };
        let scored = candidates.into_iter().map(|at| (at, likeness(at)));
        // Never as sure as the same name.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 89")]
        scored.filter(|(_, likeness)| *likeness >= ALIKE).map(|(at, it)| (at, (it * 89.0) as u8)).collect()
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
    fn names_are_the_same_in_other_letters_other_orders_and_other_legal_forms() {
        assert_eq!(words("ОАО «Гродно Азот»"), words("Grodno Azot JSC"));
        assert_eq!(words("LUKASHENKA, Alyaksandr Ryhorovich"), words("Alyaksandr Ryhorovich Lukashenka"));
        assert_eq!(words("Open Joint Stock Company Grodno Azot"), words("Grodno Azot JSC"));
        // A name of nothing but such words is kept.
        assert_eq!(words("State Company"), ["company", "state"]);
    }

    #[test]
    fn a_reference_is_surer_than_any_name_and_likeness_is_never_sure() {
        let entries = [
            entry("44541", &["BELAVIA BELARUSIAN AIRLINES", "BELAVIA"]),
            entry("1", &["Belavia Airlines LLC"]),
        ];
        let index = Index::of(&entries);
        assert_eq!(index.by_reference("OFAC 44541"), Some(0));
        assert_eq!(index.by_reference("44541"), None, "a bare number could be of any list");
        let alike = index.alike(&words("Belavia Belarusian Airline"));
        assert!(alike.iter().all(|(_, score)| *score < 90) && !alike.is_empty());
    }
}
