//! Lists and the subjects of a file, made ready to be asked for many names.

use std::collections::{HashMap, HashSet};

use crate::lists::entry::{Entry, EntryKind};
use crate::lists::facts::{numbers_and_tail, of_subject};
use crate::lists::named::{Names, kind_of};
use crate::lists::published::Published;
use crate::model::date::Date;
use crate::model::state::State;
use crate::model::subject::SubjectKind;
use crate::names::{Index, Kind, Likeness, Memo, Owned, Quality, bare};

use super::asked::{Asked, kind_of_subject};

/// Entries or subjects by a number that they have, however its scheme is called.
type Numbered = HashMap<String, Vec<usize>>;

/// Those found by names and numbers, with the name that was found and how alike it is.
pub(super) type Alike = HashMap<usize, (String, Likeness)>;

/// A list of a day, ready to be asked.
#[derive(Debug)]
pub struct ReadyList<'a> {
    /// The day of the list.
    pub on: Date,
    /// The list.
    pub list: &'a Published,
    names: Names,
    numbers: Numbered,
    references: HashMap<String, usize>,
}

impl<'a> ReadyList<'a> {
    /// Makes a list ready.
    pub fn of(on: Date, list: &'a Published) -> Self {
        let entries: Vec<&Entry> = list.entries.iter().map(AsRef::as_ref).collect();
        let mut numbers = Numbered::new();
        let mut references = HashMap::with_capacity(entries.len());
        for (at, entry) in entries.iter().enumerate() {
            if !entry.identifiers.is_empty() || entry.kind == EntryKind::Aircraft {
                numbered(&mut numbers, at, numbers_and_tail(entry).iter().map(|(_, value)| value.as_str()));
            }
            references.insert(crate::lists::written::folded(&entry.list_ref()), at);
        }
        Self { on, list, names: Names::of(&entries), numbers, references }
    }

    /// The entry at a place.
    pub(super) fn entry(&self, at: usize) -> Option<&'a Entry> {
        self.list.entries.get(at).map(AsRef::as_ref)
    }

    /// The entry with a reference.
    pub(super) fn by_reference(&self, reference: &str) -> Option<usize> {
        self.references.get(&crate::lists::written::folded(reference)).copied()
    }

    /// The entries that somebody may be by names and numbers.
    pub(super) fn alike(&self, memo: &mut Memo, asked: &Asked) -> Alike {
        let mut found = Alike::new();
        for kind in asked.kinds() {
            let is_of = |at: usize| self.entry(at).is_some_and(|entry| kind_of(entry.kind) == kind);
            for (name, quality) in &asked.names {
                for (at, hit) in self.names.like_with(memo, name, kind, is_of) {
                    keep(&mut found, at, hit.name, quality.limited(hit.likeness));
                }
            }
        }
        for at in with_numbers(&self.numbers, asked) {
            let name = self.entry(at).map(|entry| entry.name.clone()).unwrap_or_default();
            found.entry(at).or_insert_with(|| (name, Likeness::nothing()));
        }
        found
    }

    /// The entries whose names have most words like those of somebody, whether or not that makes them alike.
    pub(super) fn nearest(&self, memo: &mut Memo, asked: &Asked, most: usize) -> Vec<(usize, String, Kind)> {
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        // Where nothing is said of its kind, every kind is looked at.
        let kinds = asked.kinds();
        let kinds = if asked.kind.is_some() { kinds.get(..1).unwrap_or_default() } else { &kinds[..] };
        for kind in kinds {
            let is_of = |at: usize| self.entry(at).is_some_and(|entry| kind_of(entry.kind) == *kind);
            for (at, hit) in self.names.nearest(memo, asked.name(), *kind, most, is_of) {
                if seen.insert(at) {
                    found.push((at, hit.name, *kind));
                }
            }
        }
        found
    }
}

fn numbered<'n>(to: &mut Numbered, at: usize, numbers: impl Iterator<Item = &'n str>) {
    for number in numbers.map(bare).filter(|number| !number.is_empty()) {
        let of = to.entry(number).or_default();
        if of.last() != Some(&at) {
            of.push(at);
        }
    }
}

/// Those with one of somebody's numbers.
fn with_numbers(numbers: &Numbered, asked: &Asked) -> Vec<usize> {
    if asked.identifiers.is_empty() || numbers.is_empty() {
        return Vec::new();
    }
    let known = asked.numbers().into_iter().map(|(_, number)| number);
    let own: HashSet<String> = known.chain(asked.identifiers.iter().map(|it| bare(&it.value))).collect();
    let mut found: Vec<usize> = own.iter().filter_map(|it| numbers.get(it)).flatten().copied().collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Keeps the likest name of each.
fn keep(found: &mut Alike, at: usize, name: String, likeness: Likeness) {
    if found.get(&at).is_none_or(|(_, held)| held.score < likeness.score) {
        found.insert(at, (name, likeness));
    }
}

/// The subjects of a file, ready to be asked.
#[derive(Debug)]
pub struct ReadyFile<'a> {
    /// The file.
    pub state: &'a State,
    names: Index,
    numbers: Numbered,
}

impl<'a> ReadyFile<'a> {
    /// Makes the subjects ready that can be somebody: not sectors and goods.
    pub fn of(state: &'a State) -> Self {
        let mut names: Vec<Owned> = Vec::new();
        let mut numbers = Numbered::new();
        for (owner, subject) in state.records().subjects.iter().enumerate() {
            if matches!(subject.kind, SubjectKind::Sector | SubjectKind::Goods) {
                continue;
            }
            let (kind, _) = kind_of_subject(subject.kind);
            let of = |name: &str, quality| Owned { owner, name: name.to_owned(), kind, quality };
            names.push(of(&subject.name, Quality::Full));
            names.extend(
                subject.aliases.iter().map(|alias| {
                    of(alias.name(), if alias.is_weak() { Quality::Weak } else { Quality::Full })
                }),
            );
            numbered(&mut numbers, owner, of_subject(subject).identifiers.iter().map(|(_, it)| it.as_str()));
        }
        Self { state, names: Index::new(names), numbers }
    }

    /// The subjects that somebody may be by names and numbers.
    pub(super) fn alike(&self, memo: &mut Memo, asked: &Asked) -> Alike {
        let subjects = &self.state.records().subjects;
        let mut found = Alike::new();
        for kind in asked.kinds() {
            let is_of = |at: usize| subjects.get(at).is_some_and(|it| kind_of_subject(it.kind).0 == kind);
            for (name, quality) in &asked.names {
                let name = memo.name(name, kind);
                for hit in self.names.find_with(memo, &name, is_of) {
                    keep(&mut found, hit.owner, hit.name, quality.limited(hit.likeness));
                }
            }
        }
        for at in with_numbers(&self.numbers, asked) {
            let name = subjects.get(at).map(|it| it.name.to_string()).unwrap_or_default();
            found.entry(at).or_insert_with(|| (name, Likeness::nothing()));
        }
        found
    }
}

/// What an entry is called as a kind of name.
pub(super) fn name_kind_of(kind: EntryKind) -> Kind {
    kind_of(kind)
}
