//! Who writes the journal: edits are journalled at once, also while a thread of its own saves the file.

use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::fingerprint::Fingerprint;
use super::journal::{Entry, Journal, JournalPlace};
use crate::edit::op::Transaction;

/// Between what a save writes and the number of changes that came since it began.
pub(super) const SINCE: &str = " since ";

/// Writes into one journal; copies write into the same.
#[derive(Debug, Clone, Default)]
pub struct JournalHandle(Arc<Mutex<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    journal: Option<Journal>,
    /// The last change could not be written into it.
    broken: bool,
    /// A save has begun.
    saving: bool,
    /// The changes that came after it had begun: the file will not have them.
    since: Vec<Transaction>,
}

impl JournalHandle {
    fn desk(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// From now on everything goes into this journal, and what it lacks it has.
    pub(super) fn write_into(&self, journal: Journal) {
        let desk = &mut *self.desk();
        (desk.journal, desk.broken) = (Some(journal), false);
    }

    /// Whether there is a journal, and all changes are in it.
    pub fn is_sound(&self) -> bool {
        let desk = self.desk();
        desk.journal.is_some() && !desk.broken
    }

    /// Adds a change and waits until it is on disk.
    ///
    /// # Errors
    /// Where it cannot be written, or there is no journal.
    pub fn commit(&self, transaction: Transaction) -> io::Result<()> {
        let desk = &mut *self.desk();
        let entry = Entry::Commit(transaction);
        let written = match &mut desk.journal {
            Some(journal) => journal.add(&entry),
            None => Err(io::Error::other("there is no journal")),
        };
        // During a save nobody can mend what could not be written before.
        desk.broken = written.is_err() || (desk.saving && desk.broken);
        if let Entry::Commit(transaction) = entry
            && desk.saving
        {
            desk.since.push(transaction);
        }
        written
    }

    /// Begins the journal anew with one change that stands for all that is not saved.
    ///
    /// # Errors
    /// Where it cannot be written, or there is no journal.
    pub(super) fn anew(&self, base: Fingerprint, all: Transaction) -> io::Result<()> {
        let desk = &mut *self.desk();
        let Some(journal) = &mut desk.journal else { return Err(io::Error::other("there is no journal")) };
        let written = journal.restart(base, &[Entry::Commit(all)]);
        desk.broken = written.is_err();
        written
    }

    /// A save begins: what comes from now on is not in it.
    pub fn begin_save(&self) {
        let mut desk = self.desk();
        (desk.saving, desk.since) = (true, Vec::new());
    }

    /// Nothing was saved.
    pub fn end_save(&self) {
        let mut desk = self.desk();
        (desk.saving, desk.since) = (false, Vec::new());
    }

    /// Says that the file is about to hold what is saved, and how many changes came since that began.
    pub(super) fn mark_saving(&self, to: Fingerprint) {
        let desk = &mut *self.desk();
        let since = match desk.since.len() {
            0 => String::new(),
            count => format!("{SINCE}{count}"),
        };
        if let Some(journal) = &mut desk.journal {
            let _ = journal.add(&Entry::Saving(to.written() + &since));
        }
    }

    /// The file holds what was to be saved: the journal begins anew with what came since.
    pub(super) fn restart(&self, base: Fingerprint) {
        let desk = &mut *self.desk();
        let since = std::mem::take(&mut desk.since);
        desk.saving = false;
        if let Some(journal) = &mut desk.journal {
            let since: Vec<Entry> = since.into_iter().map(Entry::Commit).collect();
            desk.broken = journal.restart(base, &since).is_err();
        }
    }

    /// Where the journal is, while there is one.
    pub(super) fn place(&self) -> Option<JournalPlace> {
        self.desk().journal.as_ref().map(|journal| journal.place().clone())
    }

    /// Ends: nothing is left in the journal.
    pub fn finish(&self) {
        if let Some(journal) = self.desk().journal.take() {
            journal.finish();
        }
    }
}
