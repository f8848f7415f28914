//! An open file: what it said when it was read, the lock on it, its journal, and saving it.

use std::path::{Path, PathBuf};

use super::backups;
use super::journal::{self, Entry, Journal, Unfinished};
use super::load::{Loaded, ReadError, Watch, load, load_watched, read};
use super::lock::{Lock, NoLock};
use super::merge::{Merged, Side, merge};
use super::places::state_dir;
use super::render::{Base, RenderError, render_from};
use super::scribe::{self, Scribe};
use super::write::{Fingerprint, Seen, WriteError, replace};
use crate::edit::difference::{difference, origins};
use crate::edit::document::{Document, Origins};
use crate::edit::op::{Op, Transaction};
use crate::model::record::Owned;
use crate::model::state::{Head, Records, State};

/// An open file.
#[derive(Debug)]
pub struct Keeper {
    pub(super) path: PathBuf,
    state_dir: Option<PathBuf>,
    pub(super) base: Base,
    /// What the file is expected to hold; `None` when it is gone.
    pub(super) expected: Option<Fingerprint>,
    /// How the file looked from outside when it was known to hold that.
    pub(super) seen: Option<Seen>,
    lock: Option<Lock>,
    pub(super) scribe: Scribe,
    /// What there is to say about the last save, though it went well.
    warning: Option<String>,
}

/// A file that was opened.
#[derive(Debug)]
pub struct Opened {
    /// What was read.
    pub loaded: Loaded,
    /// What keeps it; `None` where it is only looked at.
    pub keeper: Option<Keeper>,
    /// Why it must not be changed; `None` when it may.
    pub read_only: Option<String>,
    /// Edits that a crash has left in the journal.
    pub recovery: Vec<Transaction>,
    /// What else there is to say.
    pub notice: Option<String>,
}

impl Opened {
    /// A file that is only looked at.
    pub fn unkept(loaded: Loaded) -> Self {
        let read_only = loaded.unwritable();
        Self { loaded, keeper: None, read_only, recovery: Vec::new(), notice: None }
    }
}

/// What came of a save.
#[derive(Debug)]
pub enum Outcome {
    /// The file says what the document says.
    Saved,
    /// Somebody else has changed the file: this is what it says now. Nothing was written.
    Changed(Box<Loaded>),
}

/// Why nothing was saved; the file and what is in memory are as they were.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The text could not be made.
    #[error("{0}")]
    Render(#[from] RenderError),
    /// The file could not be written.
    #[error("{0}")]
    Write(#[from] WriteError),
    /// The file could not be read again.
    #[error("{0}")]
    Read(#[from] ReadError),
    /// The program has a fault.
    #[error("the program has a fault: everything is still here and in the journal. Please report this")]
    Broken,
}

impl SaveError {
    /// Whether the file may hold the new text all the same.
    pub fn came_after_renaming(&self) -> bool {
        matches!(self, Self::Broken)
    }
}

/// Opens a file: reads it while `watch` looks on, takes its lock, looks for a journal that a crash has left.
///
/// # Errors
/// Where it cannot be read.
pub fn open(path: &Path, read_only: Option<String>, watch: &mut Watch<'_>) -> Result<Opened, ReadError> {
    open_watched(path, read_only, state_dir(), watch)
}

/// The same with a state directory of its own.
///
/// # Errors
/// Where it cannot be read.
pub fn open_with(
    path: &Path,
    read_only: Option<String>,
    state_dir: Option<PathBuf>,
) -> Result<Opened, ReadError> {
    open_watched(path, read_only, state_dir, &mut |_, _| {})
}

fn open_watched(
    path: &Path,
    read_only: Option<String>,
    state_dir: Option<PathBuf>,
    watch: &mut Watch<'_>,
) -> Result<Opened, ReadError> {
    // The lock first: what is read under it stays so.
    let mut why = read_only;
    let mut lock = None;
    if why.is_none() {
        match Lock::take(path) {
            Ok(taken) => lock = Some(taken),
            Err(NoLock::Held(holder)) => why = Some(format!("{holder} has it open")),
            Err(NoLock::Unwritable(error)) => why = Some(format!("its folder cannot be written: {error}")),
        }
    }
    // Looked at before it is read: what comes later looks different.
    let seen = Seen::of(path);
    let mut loaded = load_watched(read(path)?, watch);
    let mode = std::fs::metadata(path).is_ok_and(|meta| meta.permissions().readonly());
    why = why.or_else(|| loaded.unwritable()).or_else(|| mode.then(|| "the file is read-only".to_owned()));
    if why.is_some() {
        return Ok(Opened { loaded, keeper: None, read_only: why, recovery: Vec::new(), notice: None });
    }
    let expected = Fingerprint::of(&loaded.text);
    let mut keeper = Keeper {
        warning: None,
        path: path.to_owned(),
        state_dir,
        base: Base {
            text: std::mem::take(&mut loaded.text).into(),
            state: loaded.state.clone(),
            spans: std::mem::take(&mut loaded.spans),
        },
        expected: Some(expected),
        seen,
        lock,
        scribe: Scribe::default(),
    };
    let (recovery, notice) = keeper.begin(expected);
    Ok(Opened { loaded, keeper: Some(keeper), read_only: None, recovery, notice })
}

impl Keeper {
    fn journal_path(&self) -> Option<PathBuf> {
        self.state_dir.as_ref().map(|dir| journal::path_of(dir, &self.path))
    }

    /// Begins the journal, unless a crash has left one that says something.
    fn begin(&mut self, base: Fingerprint) -> (Vec<Transaction>, Option<String>) {
        let Some(path) = self.journal_path() else {
            return (Vec::new(), Some("no state directory is known: edits are not journalled".to_owned()));
        };
        let mut notice = None;
        match journal::unfinished(&path) {
            Ok(Some(left)) => {
                let (recovery, lost) = self.recoverable(&left);
                if !lost.is_empty() {
                    let lost =
                        format!("edits of a crash that do not fit the file any more: {}", lost.join("; "));
                    let aside = path.with_extension("left");
                    if let Err(error) = std::fs::copy(&path, &aside) {
                        // The journal is the only place that has them: it is left as it is.
                        return (
                            recovery,
                            Some(format!("{lost}; their journal could not be copied: {error}")),
                        );
                    }
                    notice = Some(format!("{lost}; the journal is kept as {}", aside.display()));
                }
                if !recovery.is_empty() {
                    return (recovery, notice);
                }
            }
            Ok(None) => {}
            Err(error) => return (Vec::new(), Some(format!("the journal cannot be read: {error}"))),
        }
        match Journal::begin(&path, base) {
            Ok(journal) => self.scribe.write_into(journal),
            Err(error) => notice = Some(format!("edits are not journalled: {error}")),
        }
        (Vec::new(), notice)
    }

    /// The edits of an unfinished journal that the file does not have yet, fitted to what it says now.
    /// The second are the labels of those that cannot be fitted.
    fn recoverable(&self, left: &Unfinished) -> (Vec<Transaction>, Vec<String>) {
        let now = self.expected.map(Fingerprint::written).unwrap_or_default();
        // What the file says now was saved: how many of the changes before that mark the save did not have.
        let lacking = |entry: &Entry| match entry {
            Entry::Saving(text) => match text.strip_prefix(&now)? {
                "" => Some(0),
                rest => rest.strip_prefix(scribe::SINCE)?.parse::<usize>().ok(),
            },
            Entry::Commit(_) => None,
        };
        let saved = left.entries.iter().enumerate().rev().find_map(|(at, e)| Some((at, lacking(e)?)));
        let commits = |entries: &[Entry]| {
            let commit = |entry: &Entry| match entry {
                Entry::Commit(transaction) => Some(transaction.clone()),
                Entry::Saving(_) => None,
            };
            entries.iter().filter_map(commit).collect::<Vec<Transaction>>()
        };
        let (mark, lacking) = saved.unwrap_or_default();
        let (before, after) = left.entries.split_at(mark.min(left.entries.len()));
        let mut changes = commits(before);
        changes.drain(..changes.len().saturating_sub(lacking));
        changes.extend(commits(after));
        if left.base == now || saved.is_some() {
            return (changes, Vec::new());
        }
        // Someone has changed the file since: each edit is merged into what it says now.
        let mut document = Document::new(self.base.state.clone());
        let (mut labels, mut lost) = (Vec::new(), Vec::new());
        for transaction in changes {
            let label = transaction.label.clone();
            let fitted = document.commit(&transaction).is_ok() || commit_merged(&mut document, &transaction);
            if fitted { labels.push(label) } else { lost.push(label) }
        }
        let ops = difference(&self.base.state, document.state());
        if ops.is_empty() {
            return (Vec::new(), lost);
        }
        (vec![Transaction::new(format!("recovered: {}", labels.join("; ")), ops)], lost)
    }

    /// Adds a change to the journal and waits until it is on disk.
    ///
    /// # Errors
    /// Where it cannot be written.
    ///
    /// After a failure the next change brings all that is not saved along, so that nothing is missing between.
    pub fn journal(&mut self, transaction: Transaction, now: &State) -> std::io::Result<()> {
        if self.scribe.is_broken() {
            let all = difference(&self.base.state, now);
            return self
                .scribe
                .anew(self.expected.unwrap_or_default(), Transaction::new("unsaved edits", all));
        }
        self.scribe.commit(transaction)
    }

    /// What writes into the journal while a thread of its own saves.
    pub fn scribe(&self) -> Scribe {
        self.scribe.clone()
    }

    /// Goes on with the journal that was left, its edits having been taken; or begins anew, throwing them away.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn decide(&mut self, recovered: bool) -> std::io::Result<()> {
        let Some(path) = self.journal_path() else { return Ok(()) };
        let journal = if recovered { Journal::resume(&path)? } else { self.fresh(&path)? };
        self.scribe.write_into(journal);
        Ok(())
    }

    fn fresh(&self, path: &Path) -> std::io::Result<Journal> {
        Journal::begin(path, self.expected.unwrap_or_default())
    }

    /// Saves the document; what was there before goes to a backup.
    ///
    /// # Errors
    /// Where the text cannot be made or the file cannot be written: both are as they were.
    pub fn save(&mut self, document: &mut Document) -> Result<Outcome, SaveError> {
        self.scribe.begin_save();
        let outcome = self.save_state(document.state(), document.all_origins())?;
        if matches!(outcome, Outcome::Saved) {
            document.mark_saved();
        }
        Ok(outcome)
    }

    /// Saves a state, `origins` being the records of the file as read. Edits that are journalled after
    /// [`Scribe::begin_save`] stay in the journal.
    ///
    /// # Errors
    /// As [`Keeper::save`].
    pub fn save_state(&mut self, state: &State, origins: &Origins) -> Result<Outcome, SaveError> {
        let outcome = self.try_to_save(state, origins);
        if !matches!(outcome, Ok(Outcome::Saved)) {
            self.scribe.end_save();
        }
        outcome
    }

    fn try_to_save(&mut self, state: &State, origins: &Origins) -> Result<Outcome, SaveError> {
        // What was written since is seen from outside already; right before the rename the file itself is compared.
        let untouched = self.seen.is_some() && Seen::of(&self.path) == self.seen;
        if !untouched
            && Fingerprint::of_file(&self.path).ok().flatten() != self.expected
            && let Some(theirs) = self.outside()?
        {
            return Ok(Outcome::Changed(Box::new(theirs)));
        }
        let old = self.base.text.text().ok_or(RenderError::Damaged)?;
        let next = render_from(&old, &self.base, state, origins)?;
        let fingerprint = Fingerprint::of(&next.text);
        if Some(fingerprint) != self.expected {
            // Without this mark a crash right after the rename would offer edits that are saved.
            self.scribe.mark_saving(fingerprint);
            if let Some(dir) = self.state_dir.as_ref().filter(|_| self.expected.is_some()) {
                let path = self.path.clone();
                backups::keep(dir, &self.path, &old).map_err(|source| WriteError::Io {
                    path,
                    doing: "keeping a backup of what is there",
                    source,
                })?;
            }
            match replace(&self.path, &next.text, self.expected) {
                Ok(()) => self.seen = Seen::of(&self.path),
                // It is written: only that it outlasts a power cut is not certain, and is said.
                Err(error @ WriteError::Unsynced { .. }) => {
                    self.seen = Seen::of(&self.path);
                    self.warning = Some(error.to_string());
                }
                Err(WriteError::Changed { path }) => {
                    self.seen = None;
                    return match self.outside()? {
                        Some(theirs) => Ok(Outcome::Changed(Box::new(theirs))),
                        None => Err(WriteError::Changed { path }.into()),
                    };
                }
                Err(error) => return Err(error.into()),
            }
        }
        drop(old);
        self.base = Base { text: next.text.into(), state: state.clone(), spans: next.spans };
        self.expected = Some(fingerprint);
        self.scribe.restart(fingerprint);
        Ok(Outcome::Saved)
    }

    /// What there is to say about the last save, though it went well.
    pub fn take_warning(&mut self) -> Option<String> {
        self.warning.take()
    }

    /// What the file says now, where that is not what it said when it was last read or written. Where the file is
    /// gone, `None` comes back, and the next save writes it again.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn outside(&mut self) -> Result<Option<Loaded>, ReadError> {
        let io = |source| ReadError::Io { path: self.path.clone(), source };
        // Mostly it is our own save that is told: a look from outside is enough.
        let seen = Seen::of(&self.path);
        if self.expected.is_some() && seen.is_some() && seen == self.seen {
            return Ok(None);
        }
        match Fingerprint::of_file(&self.path).map_err(io)? {
            None => {
                self.expected = None;
                Ok(None)
            }
            now if now == self.expected => {
                self.seen = seen;
                Ok(None)
            }
            Some(_) => load(&self.path).map(Some),
        }
    }

    /// Whether the file is there.
    pub fn is_gone(&self) -> bool {
        self.expected.is_none()
    }

    /// Merges what the document says with what the file says now.
    pub fn merge(&self, ours: &State, theirs: &State, choose: &dyn Fn(usize) -> Side) -> Merged {
        merge(&self.base.state, ours, theirs, choose)
    }

    /// From now on the file says `theirs`: the document has taken it over.
    pub fn rebase(&mut self, theirs: Loaded, document: &mut Document) {
        self.expected = Some(Fingerprint::of(&theirs.text));
        self.seen = None;
        self.base = theirs.into();
        document.rebase(origins(&self.base.state, document.state()));
        if *document.state() == self.base.state {
            document.mark_saved();
            if let Some(now) = self.expected {
                self.scribe.restart(now);
            }
        }
    }

    /// Which record of the file as last read or written each record of `state` is.
    pub fn origins_of(&self, state: &State) -> Origins {
        origins(&self.base.state, state)
    }

    /// The file that is kept.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Ends: nothing is left in the journal, and the lock is let go.
    pub fn finish(self) {
        self.scribe.finish();
        drop(self.lock);
    }
}

/// Commits a transaction whose records have changed meanwhile: each is merged with what it has become. `false` where
/// something of it has no place any more; then nothing of it is done.
fn commit_merged(document: &mut Document, transaction: &Transaction) -> bool {
    let mut wanted = document.state().clone();
    for op in &transaction.ops {
        let done = match op {
            Op::Insert { record, .. } => {
                let there = wanted.record(record.id().as_str());
                // What is there already as it was to be was saved right before the crash.
                let fits = there.is_none_or(|there| there == record.borrowed());
                if there.is_none() {
                    wanted.insert(usize::MAX, (**record).clone());
                }
                fits
            }
            Op::Remove { record, .. } => match wanted.place(record.id().as_str()) {
                Some(place) => wanted.remove(place).is_some(),
                // Gone on both sides.
                None => true,
            },
            Op::Replace { old, new } => merge_one(&mut wanted, old, new).is_some(),
            Op::Head { old, new } => {
                let alone = |head: &Head| State::new(head.clone(), Records::default());
                let merged = merge(&alone(old), &alone(new), &alone(wanted.head()), &|_| Side::Ours);
                wanted.replace_head(merged.state.head().clone());
                true
            }
        };
        if !done {
            return false;
        }
    }
    let ops = difference(document.state(), &wanted);
    document.commit(&Transaction::new(transaction.label.clone(), ops)).is_ok()
}

/// Merges one changed record into a state; all three under its new id, so that a rename is no deletion.
fn merge_one(wanted: &mut State, old: &Owned, new: &Owned) -> Option<Owned> {
    let place = wanted.place(old.id().as_str())?;
    let now = wanted.at(place)?.to_owned();
    let alone = |record: Owned| {
        let mut state = State::default();
        state.insert(0, record.with_id(new.id()));
        state
    };
    let merged = merge(&alone(old.clone()), &alone(new.clone()), &alone(now), &|_| Side::Ours).state;
    let merged = merged.record(new.id().as_str())?.to_owned();
    wanted.replace(place, merged)
}
