//! What the readers of a list have gathered so far.

use indexmap::IndexMap;

use crate::model::date::Date;

use super::bounds::MOST_ENTRIES;
use super::entry::{Entry, ListName};
use super::refused::Refused;
use super::written::{Order, Said, birthday, joined, said};

/// How much of a list its files hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Coverage {
    /// Only a part: who is not in it may be on the list all the same.
    #[default]
    Some,
    /// Every entry.
    All,
}

/// So many words about single lines of a list are kept; the others are counted.
const MOST_TOLD: usize = 30;

/// How many entries look like those of one of OFAC's two lists, which have the same columns and elements.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Evidence {
    pub(super) blocked: usize,
    pub(super) not_blocked: usize,
    pub(super) all: usize,
}

impl Evidence {
    /// Which of the two it is, where half of the entries tell.
    pub(super) fn list(self) -> Option<ListName> {
        match self {
            Self { all: 0, .. } => None,
            Self { not_blocked, all, .. } if not_blocked * 2 >= all => Some(ListName::OfacConsolidated),
            Self { blocked, all, .. } if blocked * 2 >= all => Some(ListName::OfacSdn),
            _ => None,
        }
    }
}

/// What is read so far.
#[derive(Default)]
pub(super) struct Gathered {
    /// The entries by their references, in the order of the files.
    pub(super) entries: IndexMap<String, Entry>,
    pub(super) date: Option<Date>,
    pub(super) coverage: Coverage,
    /// Takes what is said of an entry for which there is no room.
    pub(super) spare: Option<Entry>,
    /// What is told about lines of the file that is being read.
    pub(super) told: Vec<(u64, String)>,
    /// How many more there are.
    pub(super) untold: usize,
    /// How many entries are left out, by why.
    pub(super) left_out: IndexMap<String, usize>,
    /// How many entries the file says that it has.
    pub(super) count_said: Option<usize>,
    /// How many it has.
    pub(super) count_read: usize,
    /// The file says that it holds only a part of the list, and which.
    pub(super) part_said: Option<String>,
    pub(super) evidence: Evidence,
}

impl Gathered {
    /// The entry with a reference, which is new where none has it yet.
    pub(super) fn entry(&mut self, list: ListName, reference: &str) -> &mut Entry {
        let at = self.entries.get_index_of(reference).unwrap_or(usize::MAX);
        if at == usize::MAX && self.entries.len() >= MOST_ENTRIES {
            return self.spare.insert(Entry::new(list, reference));
        }
        // One that is there is found without a copy of its reference.
        if at == usize::MAX {
            self.entries.insert(reference.to_owned(), Entry::new(list, reference));
        }
        let at = at.min(self.entries.len().saturating_sub(1));
        match self.entries.get_index_mut(at) {
            Some((_, entry)) => entry,
            None => self.spare.insert(Entry::new(list, reference)),
        }
    }

    pub(super) fn get_mut(&mut self, reference: &str) -> Option<&mut Entry> {
        self.entries.get_mut(reference)
    }

    /// Takes an entry that was read from beginning to end.
    ///
    /// # Errors
    /// Where one with its reference is there already.
    pub(super) fn put(&mut self, entry: Entry) -> Result<(), Refused> {
        self.count_read += 1;
        if self.entries.get(&entry.reference).is_some_and(|held| !held.name.is_empty()) {
            return Err(Refused::here(twice(&entry.reference)));
        }
        let (list, reference) = (entry.list, entry.reference.clone());
        *self.entry(list, &reference) = entry;
        Ok(())
    }

    /// Tells something about a line.
    pub(super) fn tell(&mut self, line: u64, what: impl Into<String>) {
        if self.told.len() < MOST_TOLD {
            self.told.push((line, what.into()));
        } else {
            self.untold += 1;
        }
    }

    /// Tells of a birthday that is no date for certain. One that is only about right says so itself.
    pub(super) fn tell_birth(&mut self, line: u64, text: &str) {
        const ABOUT: [&str; 12] = [
            "circa",
            "ca",
            "c",
            "about",
            "approx",
            "approximately",
            "between",
            "early",
            "mid",
            "late",
            "or",
            "unknown",
        ];
        let folded = text.trim().to_lowercase();
        let is_about = folded.split(|c: char| !c.is_alphanumeric()).any(|word| ABOUT.contains(&word));
        if !matches!(folded.as_str(), "" | "-" | "-0-") && !is_about && birthday(text).is_none() {
            let text = text.trim();
            self.tell(line, format!("the birthday {text:?} is no date for certain: none is taken"));
        }
    }

    /// Tells of those birthdays of an entry that are no dates for certain, from a place on.
    pub(super) fn tell_births(&mut self, line: u64, entry: &Entry, from: usize) {
        for birth in entry.born.iter().skip(from).filter(|it| it.date.is_none()) {
            self.tell_birth(line, &birth.text);
        }
    }

    /// Tells of birthdays that are no dates for certain, once of an entry of several lines.
    pub(super) fn tell_new_births<S: AsRef<str>>(&mut self, line: u64, reference: &str, births: &[S]) {
        let births: Vec<String> = births.iter().map(|birth| joined([birth])).collect();
        for (at, birth) in births.iter().enumerate() {
            let held = self.entries.get(reference);
            let is_told = births.iter().take(at).any(|it| it == birth)
                || held.is_some_and(|entry| entry.born.iter().any(|it| it.text == *birth));
            if !is_told {
                self.tell_birth(line, birth);
            }
        }
    }

    /// Counts an entry, or what an issuer says of one, that is left out.
    pub(super) fn leave_out(&mut self, why: &str) {
        if let Some(count) = self.left_out.get_mut(why) {
            *count += 1;
            return;
        }
        // A hostile list may name a reason an entry.
        let why = if self.left_out.len() < MOST_TOLD { why } else { "other reasons" };
        *self.left_out.entry(why.to_owned()).or_default() += 1;
    }

    /// The date in a field. What is none for certain is told.
    pub(super) fn date_in(&mut self, line: u64, field: &str, text: &str, order: Order) -> Option<Date> {
        match said(text, order) {
            Said::Nothing => None,
            Said::On(date) => Some(date),
            Said::Unclear => {
                let form = match order {
                    Order::DayFirst => "with the day before the month",
                    Order::MonthFirst => "with the month before the day",
                };
                self.tell(line, format!("{field} {text:?} is no date {form} for certain: none is taken"));
                None
            }
        }
    }
}

/// What is expected of a number that stands in two entries.
pub(super) fn twice(reference: &str) -> String {
    format!("each entry once, and {reference} stands here again")
}
