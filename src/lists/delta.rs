//! OFAC's deltas: what one publication changed on its lists, entry by entry. OFAC keeps those of 2023 and later at
//! `DeltaArchive/YYYY-MM-DD_delta.xml`, the second of a day at `YYYY-MM-DD_delta_2.xml`.
//!
//! A delta names the day of its publication and not its number: that stands in the address that it was asked from,
//! `/changes/803`, where it was asked by number.

use std::collections::HashMap;

use crate::model::compact::ThinSlice;
use crate::model::date::Date;
use crate::model::id::Id;
use crate::model::source::Source;

use super::entry::ListName;
use super::published::FileRead;

/// What happened to an entry, or to its place on one of the lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It came.
    Added,
    /// It went.
    Removed,
    /// Something of it is another.
    Changed,
}

/// One of OFAC's lists as a delta names it with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OnList {
    /// Its name: `SDN List`.
    pub name: String,
    /// What happened to the entry's place on it, where only that has changed.
    pub action: Option<Action>,
}

impl OnList {
    /// Which of the two lists that are published it is on.
    fn list(&self) -> ListName {
        if self.name.starts_with("SDN") { ListName::OfacSdn } else { ListName::OfacConsolidated }
    }
}

/// What a publication changed of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The entry's number.
    pub number: String,
    /// What happened to it.
    pub action: Action,
    /// Its name, where it is said.
    pub name: String,
    /// The lists that are named with it.
    pub lists: Vec<OnList>,
}

impl Change {
    /// Whether it came onto one of the lists, or went from it; `None` where the change says neither.
    ///
    /// An entry of which only other things have changed neither comes nor goes. Who is removed altogether is on no list;
    /// who is added is on those that are named with it.
    pub fn turn(&self, list: ListName) -> Option<Turn> {
        let mut on = self.lists.iter().filter(|it| it.list() == list);
        match self.action {
            Action::Added => on.next().map(|_| Turn::Listed),
            Action::Removed if self.lists.is_empty() => Some(Turn::Delisted),
            Action::Removed => on.next().map(|_| Turn::Delisted),
            Action::Changed => on.find_map(|it| match it.action? {
                Action::Added => Some(Turn::Listed),
                Action::Removed => Some(Turn::Delisted),
                Action::Changed => None,
            }),
        }
    }
}

/// Whether an entry came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// It came onto the list.
    Listed,
    /// It went from it.
    Delisted,
}

impl Turn {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Delisted => "delisted",
        }
    }
}

/// What one publication changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// The day of the publication.
    pub on: Date,
    /// What OFAC calls it: `Standard Action`.
    pub publication_type: String,
    /// Its number, where it is known.
    pub publication: Option<u64>,
    /// The file.
    pub file: FileRead,
    /// What it changed.
    pub changes: Vec<Change>,
}

impl Delta {
    /// The publication in words: `publication 803 of 2025-11-04`, `the publication of 2025-11-04`.
    pub fn said(&self) -> String {
        match self.publication {
            Some(number) => format!("publication {number} of {}", self.on.written()),
            None => format!("the publication of {}", self.on.written()),
        }
    }

    /// The source that it is. The same file is always the same source.
    pub fn source(&self) -> Source {
        let FileRead { name, sha256, .. } = &self.file;
        let short: String = sha256.chars().take(8).collect();
        let number = self.publication.map(|number| format!("publication {number}, ")).unwrap_or_default();
        let kind = if self.publication_type.is_empty() {
            String::new()
        } else {
            format!(" ({number}{})", self.publication_type)
        };
        Source {
            id: Id::propose(&["OFAC delta", &self.on.written(), &short], |_| false),
            publisher: ListName::OfacSdn.publisher().into(),
            title: format!("What OFAC changed on {}{kind}: {name}", self.on.written()).into(),
            authors: ThinSlice::new(),
            published: Some(self.on),
            url: None,
            archived: None,
            grade: None,
            note: Some(format!("SHA-256 of {name}: {sha256}").into()),
        }
    }
}

/// What stands in the first lines of a delta and of no other file.
const NAMESPACE: &str = "/ofac/DeltaFile/";

/// Whether a text begins as a delta does.
pub(super) fn is_delta(head: &str) -> bool {
    head.get(..2048.min(head.len())).unwrap_or(head).contains(NAMESPACE) && head.contains("sanctionsData")
}

/// The number of a publication in the address of its delta: `…/changes/803`.
pub fn publication_in(address: &str) -> Option<u64> {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let (_, number) = path.rsplit_once("/changes/")?;
    number.trim_end_matches('/').parse().ok()
}

/// An entry that came or went.
#[derive(Debug, Clone, Copy)]
pub(super) struct Happened<'a> {
    /// The entry's number.
    pub(super) number: &'a str,
    /// Which of both.
    pub(super) turn: Turn,
    /// The delta that says so.
    pub(super) delta: &'a Delta,
}

/// What deltas say of the entries of one list, by their numbers, in the order of their days.
#[derive(Debug, Default)]
pub(super) struct Turns<'a> {
    by_number: HashMap<&'a str, Vec<Happened<'a>>>,
}

impl<'a> Turns<'a> {
    pub(super) fn of(deltas: &'a [Delta], list: ListName) -> Self {
        let mut ordered: Vec<&Delta> = deltas.iter().collect();
        ordered.sort_by(|a, b| (a.on, a.publication, &a.file.name).cmp(&(b.on, b.publication, &b.file.name)));
        ordered.dedup_by(|a, b| a.file.sha256 == b.file.sha256);
        let mut turns = Self::default();
        for delta in ordered {
            for change in &delta.changes {
                if let Some(turn) = change.turn(list) {
                    let number = change.number.as_str();
                    turns.by_number.entry(number).or_default().push(Happened { number, turn, delta });
                }
            }
        }
        turns
    }

    /// What happened to the entries with these references: `OFAC 90001`.
    pub(super) fn with<'b>(&self, references: impl IntoIterator<Item = &'b str>) -> Vec<Happened<'a>> {
        let mut numbers: Vec<&str> = references
            .into_iter()
            .filter_map(|it| it.trim().split_once(' '))
            .filter(|(prefix, _)| prefix.eq_ignore_ascii_case(ListName::OfacSdn.prefix()))
            .map(|(_, number)| number.trim())
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        let found = numbers.into_iter().filter_map(|number| self.by_number.get(number)).flatten();
        let mut found: Vec<Happened<'a>> = found.copied().collect();
        found.sort_by_key(|it| it.delta.on);
        found
    }
}
