//! The names of entries, and which of them is like another name.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use crate::names::{Hit, Index, Kind, LOOK, Likeness, Memo, Name, Owned, Quality, compare, parts, stands_in};

use super::entry::{Entry, EntryKind};

/// The names of an entry, each with how far it can be relied on; the parts of those that are made of several.
fn names_of(entry: &Entry) -> impl Iterator<Item = (&str, Quality)> {
    let full = entry.names().map(|name| (name, Quality::Full));
    let parts = entry.names().filter(|_| entry.kind == EntryKind::Entity).flat_map(parts);
    let weak = entry.weak_aliases.iter().map(|name| (name.as_str(), Quality::Weak));
    full.chain(weak).chain(parts.map(|part| (part, Quality::Part)))
}

/// As what the names of an entry of this kind are compared.
pub(super) fn kind_of(kind: EntryKind) -> Kind {
    match kind {
        EntryKind::Person => Kind::Person,
        EntryKind::Vessel | EntryKind::Aircraft => Kind::Craft,
        EntryKind::Entity => Kind::Organisation,
    }
}

/// The names of entries, each once, however many have it: of lists of several days nearly all have.
#[derive(Debug)]
pub(super) struct Names {
    index: Index,
    /// The entries with each of them.
    owners: Vec<Vec<usize>>,
    /// What was asked for already.
    memo: Mutex<Memo>,
}

impl Names {
    /// Makes those of entries ready.
    pub(super) fn of(entries: &[&Entry]) -> Self {
        let mut names: Vec<Owned> = Vec::new();
        let mut owners: Vec<Vec<usize>> = Vec::new();
        let mut places: HashMap<(&str, Kind, Quality), usize> = HashMap::with_capacity(entries.len() * 2);
        for (at, entry) in entries.iter().enumerate() {
            let kind = kind_of(entry.kind);
            for (name, quality) in names_of(entry) {
                let place = *places.entry((name, kind, quality)).or_insert_with(|| {
                    names.push(Owned { owner: owners.len(), name: name.to_owned(), kind, quality });
                    owners.push(Vec::new());
                    owners.len() - 1
                });
                if let Some(of) = owners.get_mut(place)
                    && of.last() != Some(&at)
                {
                    of.push(at);
                }
            }
        }
        Self { index: Index::new(names), owners, memo: Mutex::default() }
    }

    /// The entries with a name like one, among those of which something is true, with how alike they are.
    pub(super) fn like(&self, name: &str, kind: Kind, is_meant: impl Fn(usize) -> bool) -> Vec<(usize, Hit)> {
        let mut memo = self.memo.lock().unwrap_or_else(PoisonError::into_inner);
        self.like_with(&mut memo, name, kind, is_meant)
    }

    /// The same with what one of several threads has asked for already.
    pub(super) fn like_with(
        &self,
        memo: &mut Memo,
        name: &str,
        kind: Kind,
        is_meant: impl Fn(usize) -> bool,
    ) -> Vec<(usize, Hit)> {
        let name = memo.name(name, kind);
        let hits = self.index.find_with(memo, &name, |name| self.owners(name).iter().any(|at| is_meant(*at)));
        self.of_entries(hits, is_meant)
    }

    /// The entries whose names have most words like those of one, whether or not that makes them like it, nearest first.
    pub(super) fn nearest(
        &self,
        memo: &mut Memo,
        name: &str,
        kind: Kind,
        most: usize,
        is_meant: impl Fn(usize) -> bool,
    ) -> Vec<(usize, Hit)> {
        let name = memo.name(name, kind);
        // An entry has several names.
        let hits = self
            .index
            .nearest(memo, &name, most * 4, |name| self.owners(name).iter().any(|at| is_meant(*at)));
        let mut found = self.of_entries(hits, is_meant);
        let mut seen = std::collections::HashSet::new();
        found.retain(|(at, _)| seen.insert(*at));
        found.truncate(most);
        found
    }

    fn of_entries(&self, hits: Vec<Hit>, is_meant: impl Fn(usize) -> bool) -> Vec<(usize, Hit)> {
        let of_entries = hits.into_iter().flat_map(|hit| {
            let owners = self.owners(hit.owner).iter().copied().filter(|at| is_meant(*at));
            owners.map(move |at| (at, hit.clone())).collect::<Vec<_>>()
        });
        of_entries.collect()
    }

    /// The entries with a name, by its place.
    fn owners(&self, name: usize) -> &[usize] {
        self.owners.get(name).map(Vec::as_slice).unwrap_or_default()
    }
}

/// A name, made ready, and how far it can be relied on.
pub(super) type Ready = (Name, Quality);

/// The names of an entry, made ready.
pub(super) fn named(entry: &Entry, kind: Kind) -> Vec<Ready> {
    names_of(entry).map(|(name, quality)| (Name::new(name, kind), quality)).collect()
}

/// The likeness of those of two targets' names that are the likest.
pub(super) fn nearest(own: &[Ready], others: &[Ready]) -> Option<Likeness> {
    let all = others.iter().flat_map(|(other, quality)| {
        own.iter().map(|(name, own)| own.limited(quality.limited(compare(name, other))))
    });
    all.max_by_key(|likeness| likeness.score)
}

/// Whether a name of one target is like a name of another, or stands in it.
pub(super) fn have_in_common(own: &[Ready], others: &[Ready]) -> bool {
    let is_like = nearest(own, others).is_some_and(|likeness| likeness.score >= LOOK);
    is_like || own.iter().any(|(own, _)| others.iter().any(|(other, _)| stands_in(own, other)))
}
