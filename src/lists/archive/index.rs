//! What the index says: the copies that are kept, by list and day, and what was tried.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use crate::model::date::Date;

use super::super::entry::ListName;
use super::kept::{Kept, KeptFile, Kind};
use super::line::{Line, Said};

/// A line of the index that says nothing that is understood. It is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misread {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// What was tried with a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The address that was asked; empty where files were brought by hand.
    pub address: String,
    /// When.
    pub checked: DateTime<Utc>,
    /// Why it failed; `None` where it did not.
    pub failure: Option<String>,
    /// A whole copy was read.
    pub is_copy: bool,
}

/// What the index says.
#[derive(Debug, Clone, Default)]
pub struct Index {
    copies: Vec<Kept>,
    /// Where each of them stands, while the index is read.
    places: HashMap<Key, usize>,
    pruned: Vec<Kept>,
    /// What was tried, by list, in the order of the index.
    events: HashMap<ListName, Vec<Event>>,
    /// Files by the address that was asked for them, the last one each.
    by_address: HashMap<String, KeptFile>,
    misread: Vec<Misread>,
}

impl Index {
    /// Reads the text of an index.
    pub(super) fn read(text: &[u8]) -> Self {
        let mut index = Self::default();
        let mut lines = text.split(|byte| *byte == b'\n').enumerate().peekable();
        while let Some((at, line)) = lines.next() {
            // What stands behind the last end of line was not written to its end.
            let is_torn = lines.peek().is_none();
            if line.trim_ascii().is_empty() {
                continue;
            }
            match Line::read(line) {
                Ok(said) => index.take(said),
                Err(what) => {
                    let what = if is_torn { format!("it was not written to its end: {what}") } else { what };
                    index.misread.push(Misread { line: at + 1, what });
                }
            }
        }
        let places = std::mem::take(&mut index.places);
        let mut at = 0..;
        index.copies.retain(|held| places.get(&key(held)).copied() == at.next());
        index
    }

    fn take(&mut self, said: Said) {
        match said {
            Said::Kept(kept) | Said::Same(kept) => {
                let addresses = kept.files.iter().map(|file| file.address.clone().unwrap_or_default());
                for address in addresses.collect::<BTreeSet<String>>() {
                    let event = Event { address, checked: kept.checked, failure: None, is_copy: true };
                    self.events.entry(kept.list).or_default().push(event);
                }
                for file in &kept.files {
                    if let Some(address) = &file.address {
                        self.by_address.insert(address.clone(), file.clone());
                    }
                }
                let held = self.places.get(&key(&kept)).and_then(|at| self.copies.get_mut(*at));
                if let Some(held) = held {
                    again(held, kept);
                } else {
                    self.places.insert(key(&kept), self.copies.len());
                    self.copies.push(kept);
                }
            }
            Said::Unchanged { list, address, checked } => {
                let event = Event { address, checked, failure: None, is_copy: false };
                self.events.entry(list).or_default().push(event);
            }
            Said::Failed { list, address, checked, why } => {
                let event = Event { address, checked, failure: Some(why), is_copy: false };
                self.events.entry(list).or_default().push(event);
            }
            Said::Pruned(kept) => {
                // All of them go at once, when everything is read.
                self.places.remove(&key(&kept));
                self.by_address.retain(|_, file| !kept.files.iter().any(|it| it.at == file.at));
                self.pruned.push(kept);
            }
        }
    }

    /// Every copy that is kept, in the order in which they came.
    pub fn copies(&self) -> &[Kept] {
        &self.copies
    }

    /// The copies that are not kept any longer.
    pub fn pruned(&self) -> &[Kept] {
        &self.pruned
    }

    /// The copies of a list, in the order of their days; of one day in that in which they came.
    pub fn kept(&self, list: ListName) -> Vec<&Kept> {
        self.of(list, Kind::List)
    }

    /// The deltas of OFAC's lists, in the order of their days.
    pub fn deltas(&self) -> Vec<&Kept> {
        self.of(ListName::OfacSdn, Kind::Delta)
    }

    fn of(&self, list: ListName, kind: Kind) -> Vec<&Kept> {
        let mut copies: Vec<&Kept> =
            self.copies.iter().filter(|it| it.list == list && it.kind == kind).collect();
        copies.sort_by_key(|it| it.day);
        copies
    }

    /// One copy of a list for each day: of several a whole one before a part, and the last that came.
    pub fn days(&self, list: ListName) -> Vec<&Kept> {
        let mut days: Vec<&Kept> = Vec::new();
        for kept in self.kept(list) {
            match days.last_mut().filter(|last| last.day == kept.day) {
                Some(last) if kept.part.is_some() && last.part.is_none() => {}
                Some(last) => *last = kept,
                None => days.push(kept),
            }
        }
        days
    }

    /// The last copy of a list that is of `as_of` or of a day before.
    pub fn latest(&self, list: ListName, as_of: NaiveDate) -> Option<&Kept> {
        self.days(list).into_iter().rfind(|kept| kept.day.certainly_by(as_of))
    }

    /// The file that came last from an address, for what is asked of the publisher about it.
    pub fn file_from(&self, address: &str) -> Option<&KeptFile> {
        self.by_address.get(address)
    }

    /// `ETag` and `Last-Modified` of the file that came last from an address, exactly as they were sent.
    pub fn validators(&self, address: &str) -> Option<(Option<&str>, Option<&str>)> {
        let file = self.file_from(address)?;
        let validators = (file.etag.as_deref(), file.last_modified.as_deref());
        (validators != (None, None)).then_some(validators)
    }

    /// What was tried last with a list, whether or not it failed.
    pub fn last_tried(&self, list: ListName) -> Option<&Event> {
        self.events.get(&list)?.iter().max_by_key(|it| it.checked)
    }

    /// When a list was last found new or unchanged.
    pub fn last_checked(&self, list: ListName) -> Option<DateTime<Utc>> {
        let events = self.events.get(&list)?.iter();
        events.filter(|it| it.failure.is_none()).map(|it| it.checked).max()
    }

    /// When a list was last asked of its publisher, and had.
    pub fn last_fetched(&self, list: ListName) -> Option<DateTime<Utc>> {
        let events = self.events.get(&list)?.iter();
        let asked = events.filter(|it| it.failure.is_none() && !it.address.is_empty());
        asked.map(|it| it.checked).max()
    }

    /// The failure that stands for a list: the last one, as long as nothing has succeeded since.
    pub fn last_failure(&self, list: ListName) -> Option<&Event> {
        let events = self.events.get(&list)?;
        let last = events.iter().rposition(|it| it.failure.is_some())?;
        let failure = events.get(last)?;
        // Of several files of a list one may have failed and another not.
        let ends = |it: &Event| it.failure.is_none() && (it.is_copy || it.address == failure.address);
        let is_over = events.iter().skip(last + 1).any(ends);
        (!is_over).then_some(failure)
    }

    /// Lines that are not understood.
    pub fn misread(&self) -> &[Misread] {
        &self.misread
    }
}

/// What makes a copy the one that it is: its list and kind, its day, its contents.
type Key = (ListName, Kind, Date, Vec<String>);

fn key(kept: &Kept) -> Key {
    let digests = kept.digests().into_iter().map(str::to_owned).collect();
    (kept.list, kept.kind, kept.day, digests)
}

/// Takes what is known anew of a copy that is kept already.
fn again(held: &mut Kept, kept: Kept) {
    held.checked = kept.checked.max(held.checked);
    for file in kept.files {
        // What came by hand says less than what was asked for.
        let is_it = |it: &&mut KeptFile| it.name == file.name && it.sha256 == file.sha256;
        if let Some(slot) = held.files.iter_mut().find(is_it).filter(|_| file.address.is_some()) {
            *slot = file;
        }
    }
}
