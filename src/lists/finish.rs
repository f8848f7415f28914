//! What is done with a file of a list around its reading: progress, refusals with their place, and entries made ready.

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use crate::model::date::Date;

use super::entry::{Entry, ListName};
use super::error::ListError;
use super::readers::measures_of_not_blocked;
use super::refused::Refused;

/// Entries that lists of several days can share. What was read takes much room, which is given back.
pub(super) fn shared(entries: Vec<Entry>) -> Vec<Arc<Entry>> {
    let mut shared: Vec<Arc<Entry>> = entries.into_iter().map(Arc::new).collect();
    shared.shrink_to_fit();
    shared
}

/// A refusal as an error, at its line or else at the last one that was read.
pub(super) fn error_of(path: &Path, refused: Refused, last: u64) -> ListError {
    let Refused { line, what, is_bound } = refused;
    let (path, line) = (path.to_owned(), line.unwrap_or(last));
    if is_bound {
        ListError::TooLarge { path, line: Some(line), what }
    } else {
        ListError::Refused { path, line, expected: what }
    }
}

/// Makes entries ready: each thing once, measures of the list that it is, and no day of listing after the list's own.
pub(super) fn finish(list: ListName, date: Option<Date>, entries: &mut [Entry], notes: &mut Vec<String>) {
    let mut ahead = 0_usize;
    for entry in &mut *entries {
        entry.list = list;
        entry.tidy();
        if list == ListName::OfacConsolidated {
            measures_of_not_blocked(entry);
        }
        let Some(day) = date.map(Date::last) else { continue };
        let mut check = |on: &mut Option<Date>| {
            if on.is_some_and(|on| on.first() > day) {
                *on = None;
                ahead += 1;
            }
        };
        check(&mut entry.listed_on);
        entry.measure_days.iter_mut().for_each(|(_, on)| check(on));
        entry.listings.values_mut().for_each(|it| check(&mut it.listed_on));
    }
    if ahead > 0 {
        notes.push(format!(
            "{ahead} days of listing lie after the day of the list itself: none of them is taken"
        ));
    }
}

/// A reader that tells how much has passed.
pub(super) struct Told<'a, R> {
    pub(super) inner: R,
    pub(super) told: &'a mut dyn FnMut(u64),
}

impl<R: Read> Read for Told<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(into)?;
        (self.told)(count as u64);
        Ok(count)
    }
}
