//! The journal of an open file: taking up what a crash or somebody else has left, writing every change into it.

use std::io;
use std::path::Path;

use tracing::info;

use super::OpenFile;
use crate::edit::difference::difference;
use crate::edit::op::{Op, Transaction};
use crate::model::state::State;
use crate::store::aside::{self, Why};
use crate::store::base_text::BaseText;
use crate::store::fingerprint::Fingerprint;
use crate::store::journal::{self, Claim, Entry, Found, Journal, JournalPlace, NoJournal, Unfinished};
use crate::store::load::Loaded;
use crate::store::places::{self, adopt_backups, old_journals};
use crate::store::recovery::{Recoverable, knows, recoverable, recoverable_in_old};
use crate::store::sweep::sweep;
use crate::store::write::rename_to_free;

/// A change from outside of no more records than this is written into the journal beside ours.
const FEW: usize = 64;

/// What a journal says that was taken up.
enum Taken {
    /// A new one was begun.
    Begun,
    /// It has edits, which wait for a person.
    Waits(Vec<Transaction>),
}

/// What edits are called that a crash has left in the journal of a file and that the file, as it was read, does not have;
/// also those that do not fit it. Nothing is changed.
pub fn left_behind(path: &Path, state_dir: Option<&Path>, loaded: &Loaded) -> Vec<String> {
    let Some(dir) = state_dir else { return Vec::new() };
    let place = JournalPlace::of(dir, path);
    let [old, _] = old_journals(dir, path);
    let now = Fingerprint::of(loaded.written());
    let of = places::written(path);
    let left = |journal: &Path, of: Option<&str>| match journal::understood(&aside::whole(journal).ok()?, of)
    {
        // The name of an old journal can be that of another file as well.
        Found::Unfinished(left) if of.is_some() || knows(&left, now) => {
            let Recoverable { edits, mut unfit } = match &loaded.old {
                Some(old) => recoverable_in_old(&left, &old.text, &loaded.state, now),
                None => recoverable(&left, &loaded.state, now),
            };
            unfit.extend(edits.into_iter().map(|edit| edit.label));
            unfit.extend(left.is_damaged.then(|| "what is damaged in the journal".to_owned()));
            Some(unfit)
        }
        _ => None,
    };
    let all = [left(place.path(), Some(&of)), left(&old, None)];
    all.into_iter().flatten().flatten().collect()
}

impl OpenFile {
    fn place(&self) -> Option<JournalPlace> {
        self.state_dir.as_ref().map(|dir| JournalPlace::of(dir, &self.path))
    }

    /// Begins the journal, unless a crash has left one that says something.
    ///
    /// # Errors
    /// Where another process writes it: then it has the file open.
    pub(super) fn begin(&mut self, base: Fingerprint) -> Result<Vec<Transaction>, NoJournal> {
        if let Some(dir) = self.state_dir.clone() {
            adopt_backups(&dir, &self.path);
            self.adopt_journals(&dir, base);
        }
        let taken = self.take_up(base, &[], true);
        let (left, recovery) = match taken {
            Ok(Taken::Begun) => (None, Vec::new()),
            Ok(Taken::Waits(edits)) => (self.claim.as_mut().and_then(|(claim, _)| claim.found().ok()), edits),
            Err(NoJournal::Held) => return Err(NoJournal::Held),
            Err(why) => {
                self.unjournalled = Some(why.to_string());
                self.warnings.push(format!("edits are not journalled: {why}"));
                (None, Vec::new())
            }
        };
        let is_known = |text: Fingerprint| {
            text == base || matches!(&left, Some(Found::Unfinished(left)) if knows(left, text))
        };
        let swept = sweep(&self.path, self.state_dir.as_deref(), &is_known);
        self.warnings.extend(swept);
        Ok(recovery)
    }

    /// Takes over what the first edition has left: a journal that knows what the file says, or what it had put aside.
    fn adopt_journals(&mut self, dir: &Path, now: Fingerprint) {
        let [journal, left] = old_journals(dir, &self.path);
        if let Ok(bytes) = aside::whole(&journal) {
            let place = JournalPlace::of(dir, &self.path);
            match journal::understood(&bytes, None) {
                Found::Nothing => _ = std::fs::remove_file(&journal),
                Found::Unfinished(edits) if knows(&edits, now) => {
                    _ = rename_to_free(&journal, place.path());
                }
                // Its name can be that of another file as well, so it is not merged unseen.
                Found::Unfinished(_) | Found::Foreign(_) => self.set_aside(dir, &journal, Why::Unfit),
            }
        }
        if left.exists() {
            self.set_aside(dir, &left, Why::Unfit);
        }
    }

    fn set_aside(&mut self, dir: &Path, journal: &Path, why: Why) {
        self.warnings.push(match aside::take(dir, &self.path, journal, why) {
            Ok(number) => self.kept("edits of an earlier version of beltui", number),
            Err(error) => format!("{error}: {} cannot be set aside", journal.display()),
        });
    }

    /// Says where edits are kept that were set aside.
    fn kept(&self, what: &str, number: u64) -> String {
        format!("{what} are kept as {number}: beltui edits {}", self.path.display())
    }

    /// Takes the journal up: begins it with `entries`. What is there is set aside, or, where `offers` says so, offered.
    fn take_up(&mut self, base: Fingerprint, entries: &[Entry], offers: bool) -> Result<Taken, NoJournal> {
        let no_folder = || io::Error::other("no state directory is known");
        let (place, dir) =
            (self.place().ok_or_else(no_folder)?, self.state_dir.clone().ok_or_else(no_folder)?);
        let file = self.path.clone();
        let take = |path: &Path| aside::take(&dir, &file, path, Why::Foreign);
        let held = self.claim.take().map_or_else(|| Claim::of(&place), |(claim, _)| Ok(claim));
        let mut claim = match held {
            Err(NoJournal::Unreadable(why)) => {
                let number = take(place.path())?;
                let kept = self.kept(&format!("the journal cannot be read ({why}); its edits"), number);
                self.warnings.push(kept);
                Claim::of(&place)?
            }
            claim => claim?,
        };
        match claim.found()? {
            Found::Nothing => {}
            Found::Foreign(why) => {
                let number;
                (claim, number) = claim.set_aside(take)?;
                let kept = self.kept(&format!("a journal was there ({why}); its edits"), number);
                self.warnings.push(kept);
            }
            Found::Unfinished(left) => {
                let Recoverable { edits, unfit } = self.recoverable(&left, base);
                self.copy_aside(&dir, &place, &left, &unfit)?;
                if offers && !edits.is_empty() {
                    self.claim = Some((claim, edits.clone()));
                    return Ok(Taken::Waits(edits));
                }
                if !offers && !edits.is_empty() {
                    let number = aside::copy(&dir, &file, place.path(), Why::Unfit)?;
                    let kept = self.kept("edits that stood in the journal", number);
                    self.warnings.push(kept);
                }
            }
        }
        self.write_into(claim.begin(base, entries)?);
        Ok(Taken::Begun)
    }

    fn recoverable(&self, left: &Unfinished, base: Fingerprint) -> Recoverable {
        match self.base.old.as_ref().and_then(BaseText::text) {
            Some(old) => recoverable_in_old(left, &old, &self.base.state, base),
            None => recoverable(left, &self.base.state, base),
        }
    }

    fn write_into(&mut self, journal: Journal) {
        self.journal_handle.write_into(journal);
        self.unjournalled = None;
    }

    /// Keeps a copy of a journal that cannot be offered whole.
    fn copy_aside(
        &mut self,
        dir: &Path,
        place: &JournalPlace,
        left: &Unfinished,
        unfit: &[String],
    ) -> io::Result<()> {
        let why = match (unfit.is_empty(), left.is_damaged) {
            (false, _) => Why::Unfit,
            (true, true) => Why::Damaged,
            (true, false) => return Ok(()),
        };
        let number = aside::copy(dir, &self.path, place.path(), why)?;
        info!(number, why = why.word(), "edits are set aside");
        let mut what = Vec::new();
        if !unfit.is_empty() {
            what.push(format!("edits of a crash do not fit the file any more: {}", unfit.join(", ")));
        }
        if left.is_damaged {
            what.push(format!("the journal is damaged behind its edit {}", left.entries.len()));
        }
        let kept = self.kept(&format!("{}; all of them", what.join(", and ")), number);
        self.warnings.push(kept);
        Ok(())
    }

    /// Adds a change to the journal and waits until it is on disk.
    ///
    /// Where there is no journal, or the last change could not be written, one is begun with all that is not saved, so
    /// that nothing is missing between.
    ///
    /// # Errors
    /// Where it cannot be written: the change is not safe from a crash.
    pub fn journal(&mut self, transaction: Transaction, now: &State) -> io::Result<()> {
        let written = self.try_to_journal(transaction, now);
        self.unjournalled = written.as_ref().err().map(ToString::to_string);
        if let Some(why) = &self.unjournalled {
            info!(why, "an edit is not journalled");
        }
        written
    }

    fn try_to_journal(&mut self, transaction: Transaction, now: &State) -> io::Result<()> {
        if self.journal_handle.is_sound() && self.journal_handle.commit(transaction).is_ok() {
            return Ok(());
        }
        self.journal_all(difference(&self.base.state, now))
    }

    /// Begins the journal with all that the file does not say.
    fn journal_all(&mut self, unsaved: Vec<Op>) -> io::Result<()> {
        let all = Transaction::new("unsaved edits", unsaved);
        let base = self.expected.unwrap_or_default();
        let mut ours = None;
        if self.journal_handle.place().is_some() {
            match self.journal_handle.anew(base, all.clone()) {
                Ok(()) => return Ok(()),
                Err(why) => ours = Some(why),
            }
        }
        match (self.take_up(base, &[Entry::Commit(all)], false), ours) {
            (Ok(_), _) => Ok(()),
            // It may be ourselves who hold it: what stood in the way of writing it is the reason.
            (Err(NoJournal::Held), Some(why)) => Err(why),
            (Err(why), _) => Err(io::Error::other(why)),
        }
    }

    /// What the file says from now on was taken over: the journal begins anew with `unsaved`, which it lacks. A small
    /// change is written beside ours instead: `applied`.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(in crate::store) fn journal_taken(
        &mut self,
        applied: &Transaction,
        unsaved: Vec<Op>,
    ) -> io::Result<()> {
        let written = if applied.ops.len() <= FEW && self.journal_handle.is_sound() {
            self.journal_handle.commit(applied.clone())
        } else {
            // What they changed stands in the file: the journal need not say it once more.
            self.journal_all(unsaved)
        };
        self.unjournalled = written.as_ref().err().map(ToString::to_string);
        written
    }

    /// Goes on with the journal that was left, its edits having been taken; or begins anew, setting them aside.
    ///
    /// # Errors
    /// Where it cannot be written. Edits that cannot be set aside stay in the journal.
    pub fn decide(&mut self, recovered: bool) -> io::Result<()> {
        let decided = self.try_to_decide(recovered);
        if let Err(error) = &decided {
            self.unjournalled = Some(error.to_string());
        }
        decided
    }

    fn try_to_decide(&mut self, recovered: bool) -> io::Result<()> {
        let (Some(dir), Some(place)) = (self.state_dir.clone(), self.place()) else { return Ok(()) };
        let Some((claim, edits)) = self.claim.take() else { return Ok(()) };
        if recovered {
            // What was taken was fitted to what the file says now; an undo of it would not fit what it was before.
            let entries: Vec<Entry> = edits.into_iter().map(Entry::Commit).collect();
            let journal = match claim.begin(self.expected.unwrap_or_default(), &entries) {
                Ok(journal) => journal,
                Err(_) => claim.resume()?,
            };
            self.write_into(journal);
            return Ok(());
        }
        let copied = aside::copy(&dir, &self.path, place.path(), Why::Discarded);
        let number = match copied {
            Ok(number) => number,
            Err(error) => {
                self.claim = Some((claim, edits));
                return Err(error);
            }
        };
        let kept = self.kept("the discarded edits", number);
        self.warnings.push(kept);
        let journal = claim.begin(self.expected.unwrap_or_default(), &[]).map_err(io::Error::other)?;
        self.write_into(journal);
        Ok(())
    }
}
