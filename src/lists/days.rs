//! The lists of several days as one: what an entry says is held once for as long as it says the same, and looked up in
//! one index.

use std::collections::HashMap;
use std::sync::Arc;

use crate::model::date::Date;
use crate::model::source::Source;

use super::choice::Carried;
use super::doubts::Absence;
use super::entry::Entry;
use super::matching::Index;
use super::proof::source;
use super::published::Published;

/// Entries that lists have in common: of two lists that follow each other hardly any is another one.
#[derive(Debug, Default)]
pub(super) struct Shared {
    held: HashMap<String, Arc<Entry>>,
}

impl Shared {
    /// Takes the entries that a list has from those before it, where they say the same.
    pub(super) fn take(&mut self, list: &mut Published) {
        for entry in &mut list.entries {
            match self.held.get_mut(&entry.reference) {
                Some(held) if held == entry => *entry = held.clone(),
                Some(held) => *held = entry.clone(),
                None => _ = self.held.insert(entry.reference.clone(), entry.clone()),
            }
        }
    }
}

/// A list of a day.
pub(super) struct Dated<'a> {
    pub(super) on: Date,
    /// Its place among the lists.
    pub(super) at: usize,
    pub(super) list: &'a Published,
    /// What it proves by not having somebody.
    pub(super) absence: Absence<'a>,
    /// The kinds of measure that it carries.
    pub(super) carried: Carried,
    pub(super) source: Source,
}

impl<'a> Dated<'a> {
    /// Lists in the order of their days.
    pub(super) fn of(ordered: &[&'a (Date, Published)]) -> Vec<Self> {
        let dated = ordered.iter().enumerate().map(|(at, (on, list))| Self {
            on: *on,
            at,
            list,
            absence: Absence::of(list),
            carried: Carried::by(list),
            source: source(list, *on),
        });
        dated.collect()
    }
}

/// The bits in which it is noted on which lists an entry stands.
const BITS: usize = u64::BITS as usize;

/// The entries of several lists, each as long as it says the same, ready to be looked up by the list.
#[derive(Debug)]
pub(super) struct Days<'a> {
    /// All of them.
    pub(super) index: Index<'a>,
    /// On which lists each of them stands, a bit a list.
    on: Vec<Vec<u64>>,
}

impl<'a> Days<'a> {
    /// Looks through lists in the order of their days.
    pub(super) fn of(lists: &[&'a Published]) -> Self {
        let mut places: HashMap<*const Entry, usize> = HashMap::new();
        let mut versions: Vec<&'a Entry> = Vec::new();
        let mut on: Vec<Vec<u64>> = Vec::new();
        for (day, list) in lists.iter().enumerate() {
            for entry in &list.entries {
                let at = *places.entry(Arc::as_ptr(entry)).or_insert_with(|| {
                    versions.push(entry);
                    on.push(vec![0; lists.len().div_ceil(BITS)]);
                    versions.len() - 1
                });
                if let Some(bits) = on.get_mut(at).and_then(|bits| bits.get_mut(day / BITS)) {
                    *bits |= 1 << (day % BITS);
                }
            }
        }
        Self { index: Index::over(versions), on }
    }

    /// Whether an entry stands on the list of a day, both by their place.
    pub(super) fn has(&self, entry: usize, day: usize) -> bool {
        let bits = self.on.get(entry).and_then(|bits| bits.get(day / BITS));
        bits.is_some_and(|bits| (bits >> (day % BITS)) & 1 == 1)
    }

    /// The last list on which an entry stands.
    fn last(&self, entry: usize) -> Option<usize> {
        let bits = self.on.get(entry)?;
        let (at, last) = bits.iter().enumerate().rev().find(|(_, bits)| **bits != 0)?;
        Some(at * BITS + last.ilog2() as usize)
    }

    /// The entry with a reference on the list of a day.
    pub(super) fn by_reference(&self, reference: &str, day: usize) -> Option<usize> {
        self.index.with_reference(reference).iter().copied().find(|at| self.has(*at, day))
    }

    /// The entries that have a name, each as the last list has it that names it. Files of addresses or aliases have no
    /// names: another day's may have them.
    pub(super) fn named(&self) -> Vec<&'a Entry> {
        let mut named: HashMap<&'a str, (Option<usize>, &'a Entry)> = HashMap::new();
        for (at, entry) in self.index.entries().iter().enumerate().filter(|(_, it)| !it.name.is_empty()) {
            let last = self.last(at);
            let held = named.entry(entry.reference.as_str()).or_insert((last, entry));
            if held.0 < last {
                *held = (last, entry);
            }
        }
        let mut named: Vec<&'a Entry> = named.into_values().map(|(_, entry)| entry).collect();
        named.sort_by(|a, b| a.reference.cmp(&b.reference));
        named
    }
}
