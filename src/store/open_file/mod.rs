//! An open file: what it said when it was read, the lock on it, its journal, and saving it.

mod journalling;

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;

use tracing::{info, info_span};

use crate::edit::difference::origins;
use crate::edit::document::{Document, Origins};
use crate::edit::op::Transaction;
use crate::model::state::State;
use crate::store::aside::{self, Why};
use crate::store::attributes::Attributes;
use crate::store::backups::{self, Before};
use crate::store::fingerprint::{Fingerprint, Seen};
use crate::store::journal::Claim;
use crate::store::journal_handle::JournalHandle;
use crate::store::load::{Loaded, ReadError, Watch, load_watched, read_file};
use crate::store::lock::{Lock, NoLock};
use crate::store::places::state_dir;
use crate::store::render::{Base, RenderError, render_from};
use crate::store::write::{WriteError, replace_known};

pub use journalling::left_behind;

/// An open file.
#[derive(Debug)]
pub struct OpenFile {
    pub(super) path: PathBuf,
    state_dir: Option<PathBuf>,
    pub(super) base: Base,
    /// What the file is expected to hold; `None` when it is gone.
    pub(super) expected: Option<Fingerprint>,
    /// How the file looked from outside when it was known to hold that.
    pub(super) seen: Option<Seen>,
    /// What it had beside its text, in case it vanishes.
    pub(super) attributes: Option<Attributes>,
    lock: Option<Lock>,
    pub(super) journal_handle: JournalHandle,
    /// A journal with edits of a crash, held until a person has decided about them; and the edits as they are offered.
    claim: Option<(Claim, Vec<Transaction>)>,
    /// Why edits are not journalled, while they are not.
    unjournalled: Option<String>,
    backup: Backup,
    /// What there is to say about what went well all the same.
    warnings: Vec<String>,
}

/// Where the version before goes when a file is saved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Backup {
    /// Into the state directory; where that cannot be, nothing is saved.
    #[default]
    StateFolder,
    /// Beside the file.
    Beside,
    /// Nowhere: a person has said so.
    Nowhere,
}

/// A file that was opened.
#[derive(Debug)]
pub struct Opened {
    /// What was read.
    pub loaded: Loaded,
    /// What keeps it; `None` where it is only looked at.
    pub open_file: Option<OpenFile>,
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
        Self { loaded, open_file: None, read_only, recovery: Vec::new(), notice: None }
    }

    fn read_only(loaded: Loaded, why: String) -> Self {
        Self { loaded, open_file: None, read_only: Some(why), recovery: Vec::new(), notice: None }
    }
}

/// What came of a save.
#[derive(Debug)]
pub enum Outcome {
    /// The file says what the document says.
    Saved,
    /// Somebody else has changed the file: nothing was written.
    Changed,
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
    /// The version before could not be kept.
    #[error("the version before cannot be kept: {0}")]
    NoBackup(io::Error),
    /// The file could not be read again.
    #[error("{0}")]
    Read(#[from] ReadError),
    /// The program has a fault.
    #[error("the program has a fault: everything is still here and in the journal. Please report this")]
    Broken,
}

impl SaveError {
    /// Whether the file may hold the new text all the same.
    pub fn may_have_written(&self) -> bool {
        matches!(self, Self::Broken)
    }
}

/// Opens a file: reads it while `watch` looks on, takes its lock, looks for a journal that a crash has left.
///
/// # Errors
/// Where it cannot be read.
pub fn open(path: &Path, read_only: Option<String>, watch: &mut Watch<'_>) -> Result<Opened, ReadError> {
    open_watched(path, read_only, (state_dir(), false), watch)
}

/// Opens a file of schema 1 so that a save makes it one of schema 2. Edits that a crash has left are offered as they are
/// for any other file; see [`left_behind`].
///
/// # Errors
/// Where it cannot be read.
pub fn open_to_upgrade(path: &Path, state_dir: Option<PathBuf>) -> Result<Opened, ReadError> {
    open_watched(path, None, (state_dir, true), &mut |_, _| {})
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
    open_watched(path, read_only, (state_dir, false), &mut |_, _| {})
}

fn open_watched(
    path: &Path,
    read_only: Option<String>,
    (state_dir, upgrades): (Option<PathBuf>, bool),
    watch: &mut Watch<'_>,
) -> Result<Opened, ReadError> {
    let _step = info_span!("open", file = ?path.display()).entered();
    // The lock first: what is read under it stays so.
    let (mut why, mut lock, mut notices) = (read_only, None, Vec::new());
    if why.is_none() {
        match Lock::take(path) {
            Ok(taken) => lock = Some(taken),
            // The journal has a lock of its own, and a save merges what others have changed.
            Err(none @ NoLock::Unsupported(_)) => {
                notices.push(format!("{none}; who else has the file open is not known, a save looks first"));
            }
            Err(none) => why = Some(none.to_string()),
        }
    }
    // Looked at before it is read: what comes later looks different.
    let seen = Seen::of(path);
    let mut loaded = load_watched(read_file(path)?, watch);
    let (bytes, errors, warnings) = (loaded.text.len(), loaded.errors(), loaded.warnings());
    info!(bytes, errors, warnings, "read");
    let mode = std::fs::metadata(path).is_ok_and(|meta| meta.permissions().readonly());
    let unwritable = if upgrades { loaded.unfit() } else { loaded.unwritable() };
    why = why.or(unwritable).or_else(|| mode.then(|| "the file is read-only".to_owned()));
    if let Some(mut why) = why {
        info!(why, "for reading only");
        if loaded.old.is_some() && !left_behind(path, state_dir.as_deref(), &loaded).is_empty() {
            why += "; edits that a crash has left are kept in its journal";
        }
        return Ok(Opened::read_only(loaded, why));
    }
    let expected = Fingerprint::of(loaded.written());
    let mut open_file = OpenFile {
        path: path.to_owned(),
        state_dir,
        base: Base {
            text: std::mem::take(&mut loaded.text).into(),
            old: loaded.old.as_mut().map(|old| std::mem::take(&mut old.text).into()),
            state: loaded.state.clone(),
            spans: std::mem::take(&mut loaded.spans),
        },
        expected: Some(expected),
        seen,
        attributes: Attributes::of(path),
        lock,
        journal_handle: JournalHandle::default(),
        claim: None,
        unjournalled: None,
        backup: Backup::default(),
        warnings: Vec::new(),
    };
    match open_file.begin(expected) {
        Ok(recovery) => {
            notices.append(&mut open_file.warnings);
            info!(edits = recovery.len(), notices = notices.len(), "the journal is taken up");
            let notice = (!notices.is_empty()).then(|| notices.join("; "));
            Ok(Opened { loaded, open_file: Some(open_file), read_only: None, recovery, notice })
        }
        Err(held) => {
            let mut loaded = loaded;
            loaded.text = open_file.base.text.text().map(Cow::into_owned).unwrap_or_default();
            loaded.spans = std::mem::take(&mut open_file.base.spans);
            if let (Some(old), Some(text)) = (&mut loaded.old, &open_file.base.old) {
                old.text = text.text().map(Cow::into_owned).unwrap_or_default();
            }
            Ok(Opened::read_only(loaded, held.to_string()))
        }
    }
}

impl OpenFile {
    /// Why edits are not journalled; `None` while they are.
    pub fn unjournalled(&self) -> Option<&str> {
        self.unjournalled.as_deref()
    }

    /// Where the version before goes from now on, when the file is saved.
    pub fn keep_backups(&mut self, backup: Backup) {
        self.backup = backup;
    }

    /// What writes into the journal while a thread of its own saves.
    pub fn journal_handle(&self) -> JournalHandle {
        self.journal_handle.clone()
    }

    /// Saves the document; what was there before goes to a backup.
    ///
    /// # Errors
    /// Where the text cannot be made or the file cannot be written: both are as they were.
    pub fn save(&mut self, document: &mut Document) -> Result<Outcome, SaveError> {
        self.journal_handle.begin_save();
        let outcome = self.save_state(document.state(), document.all_origins())?;
        if matches!(outcome, Outcome::Saved) {
            document.mark_saved();
        }
        Ok(outcome)
    }

    /// Saves a state, `origins` being the records of the file as read. Edits that are journalled after
    /// [`JournalHandle::begin_save`] stay in the journal.
    ///
    /// # Errors
    /// As [`OpenFile::save`].
    pub fn save_state(&mut self, state: &State, origins: &Origins) -> Result<Outcome, SaveError> {
        let _step = info_span!("save", file = ?self.path.display()).entered();
        let outcome = self.try_to_save(state, origins);
        match &outcome {
            Ok(Outcome::Saved) => info!("saved"),
            Ok(Outcome::Changed) => info!("not saved: somebody else has changed the file"),
            Err(error) => info!(%error, "not saved"),
        }
        if !matches!(outcome, Ok(Outcome::Saved)) {
            self.journal_handle.end_save();
        }
        outcome
    }

    fn try_to_save(&mut self, state: &State, origins: &Origins) -> Result<Outcome, SaveError> {
        if self.is_changed()? {
            return Ok(Outcome::Changed);
        }
        let mut warnings = Vec::new();
        let old = self.base.text.text().ok_or(RenderError::Damaged)?;
        let held = match &self.base.old {
            Some(held) => held.text().ok_or(RenderError::Damaged)?,
            None => Cow::Borrowed(&*old),
        };
        let (before, next) = self.beside(&held, || render_from(&old, &self.base, state, origins));
        let next = next?;
        let fingerprint = Fingerprint::of(&next.text);
        info!(bytes = next.text.len(), "the new text is made");
        if Some(fingerprint) != self.expected {
            if self.expected.is_some() {
                warnings.extend(self.keep_before(&held, before)?);
                info!("the version before is kept");
            }
            // Without this mark a crash right after the rename would offer edits that are saved.
            self.journal_handle.mark_saving(fingerprint);
            match replace_known(&self.path, next.text.as_bytes(), self.expected, self.attributes.as_ref()) {
                Ok(lacking) if lacking.is_empty() => {}
                Ok(lacking) => {
                    warnings.push(format!("saved, but these could not be kept: {}", lacking.join(", ")));
                }
                // It is written: only that it outlasts a power cut is not certain, and is said.
                Err(error @ WriteError::Unsynced { .. }) => warnings.push(error.to_string()),
                Err(WriteError::Changed { .. }) => {
                    self.seen = None;
                    return Ok(Outcome::Changed);
                }
                Err(error) => return Err(error.into()),
            }
            self.seen = Seen::of(&self.path);
            self.attributes = Attributes::of(&self.path);
        }
        drop(held);
        drop(old);
        self.warnings.append(&mut warnings);
        self.base = Base { text: next.text.into(), old: None, state: state.clone(), spans: next.spans };
        self.expected = Some(fingerprint);
        self.journal_handle.restart(fingerprint);
        if self.journal_handle.is_sound() {
            self.unjournalled = None;
        }
        Ok(Outcome::Saved)
    }

    /// Does some work while a thread of its own brings the text that is there into the state directory, where the person
    /// wants it there: what waits for the disk need not wait for the work.
    fn beside<T>(&self, old: &str, work: impl FnOnce() -> T) -> (io::Result<Option<Before>>, T) {
        let (Backup::StateFolder, Some(expected)) = (self.backup, self.expected) else {
            return (Ok(None), work());
        };
        let (dir, file) = (self.state_dir.as_deref(), self.path.as_path());
        let write = || {
            let dir = dir.ok_or_else(|| io::Error::other("no state directory is known"))?;
            Before::write(dir, file, old, expected).map(Some).map_err(|error| of_dir(&error, dir))
        };
        thread::scope(|scope| {
            let begun = thread::Builder::new().name("backup".to_owned()).spawn_scoped(scope, write);
            let done = work();
            let before = match begun {
                Ok(thread) => {
                    thread.join().unwrap_or_else(|_| Err(io::Error::other("the program has a fault")))
                }
                // The system has no thread to give.
                Err(_) => write(),
            };
            (before, done)
        })
    }

    /// Keeps the text that is there before it is replaced; `before` is what [`beside`](Self::beside) has brought to the
    /// disk. Returns what there is to say about it.
    fn keep_before(
        &self,
        old: &str,
        before: io::Result<Option<Before>>,
    ) -> Result<Option<String>, SaveError> {
        match self.backup {
            Backup::Nowhere => Ok(None),
            Backup::StateFolder => {
                let keep = |before: Before| match &self.state_dir {
                    Some(dir) => before.keep().map_err(|error| of_dir(&error, dir)),
                    None => before.keep(),
                };
                let kept = before.and_then(|before| before.map(keep).transpose());
                kept.map(|_| None).map_err(SaveError::NoBackup)
            }
            Backup::Beside => {
                let kept = backups::keep_beside(&self.path, old).map_err(SaveError::NoBackup)?;
                Ok(Some(format!("the version before is kept as {}", kept.display())))
            }
        }
    }

    /// What there is to say about the last save or decision, though it went well.
    pub fn take_warning(&mut self) -> Option<String> {
        let warnings = std::mem::take(&mut self.warnings);
        (!warnings.is_empty()).then(|| warnings.join("; "))
    }

    /// Whether the file holds something else than it is expected to. One that is gone does not: it is written again.
    /// Right before it is replaced, the file itself is compared once more.
    fn is_changed(&mut self) -> Result<bool, ReadError> {
        let seen = Seen::of(&self.path);
        if self.expected.is_some() && seen.is_some() && seen == self.seen {
            return Ok(false);
        }
        let now = Fingerprint::of_file(&self.path);
        let now = now.map_err(|source| ReadError::Io { path: self.path.clone(), source })?;
        if now.is_none() {
            self.expected = None;
        } else if now == self.expected {
            self.seen = seen;
        }
        Ok(now != self.expected)
    }

    /// Whether the file is known to be gone.
    pub fn is_gone(&self) -> bool {
        self.expected.is_none()
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
        self.journal_handle.finish();
        drop(self.lock);
    }

    /// The same where a person has thrown unsaved edits away: a copy of them is kept. Returns its number; `None` where
    /// there is no journal.
    ///
    /// # Errors
    /// Where they cannot be copied: they stay in the journal, and the next start offers them.
    pub fn finish_discarding(self) -> io::Result<Option<u64>> {
        let mut number = None;
        if let (Some(dir), Some(place)) = (self.state_dir.as_ref(), self.journal_handle.place()) {
            number = Some(aside::copy(dir, &self.path, place.path(), Why::Discarded)?);
        }
        self.finish();
        Ok(number)
    }
}

/// An error with the state directory that it is about.
fn of_dir(error: &io::Error, dir: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{error} ({})", dir.display()))
}
