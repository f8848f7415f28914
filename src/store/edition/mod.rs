//! New editions of the shipped file, for who holds a copy of an older one.
//!
//! Beside the journal and the backups of a copy is kept from which edition it comes: that is the base with which a newer
//! one is merged into it. Of a copy that an earlier program has made this is not known: then it is found out
//! (see `former`). Nothing is written before the person says so, and what the copy said then is a backup.

mod former;
mod taking;

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::journal::{Found as InJournal, JournalPlace, understood};
use super::load::{load_text, read_file};
use super::lock::{Lock, NoLock};
use super::merge::{Chosen, Conflict, merge_chosen};
use super::places::{self, Kind, SHIPPED};
use super::private;
use super::write::{Fingerprint, put_in_place};
use super::{aside, regular};
use crate::model::state::State;

use former::current;

pub use former::digest;
pub use taking::{NotTaken, Taken};

/// The edition that a copy comes from, behind a line that says which program has kept it.
const BASE: &str = "base.ron";

/// The digests of editions that are not offered any more, one on a line, behind why.
const ANSWERED: &str = "answered";

/// The person does not want it.
const DECLINED: &str = "declined";

/// The copy came from it before: a program that still has it does not lead back to it.
const HAD: &str = "had";

/// Before the version of the program, in the first line of [`BASE`].
const KEPT_BY: &str = "// kept by beltui ";

/// No list of answers is larger.
const MOST_ANSWERS: u64 = 1 << 20;

/// A person's copy of the shipped file, and the edition that the program has.
#[derive(Debug, Clone)]
pub struct Copy {
    file: PathBuf,
    state_dir: PathBuf,
    edition: Cow<'static, str>,
}

/// What a look at a copy has found.
#[derive(Debug)]
pub enum Found {
    /// It has all of the program's edition, or comes from a later one.
    Current,
    /// This edition was declined, or it comes from it and was changed back.
    Declined,
    /// It is not known to be a copy of the shipped file.
    Foreign,
    /// There is a new edition, and it cannot be taken now: why.
    Cannot(String),
    /// A new edition can be taken.
    Offer(Box<Offer>),
}

/// A new edition, merged into a copy: nothing of it is written yet.
#[derive(Debug)]
pub struct Offer {
    /// What the copy held when it was merged.
    pub copy: Fingerprint,
    /// What the copy says; of one of an older schema, what it says when it is upgraded.
    pub before: State,
    /// What it would say, ours being taken wherever there is something to choose.
    pub merged: State,
    /// What the person and the new edition both changed.
    pub conflicts: Vec<Conflict>,
    /// The person has changed nothing: the edition is taken letter by letter.
    pub is_untouched: bool,
}

/// Which edition a copy comes from, and which program has kept it.
struct Base {
    version: Vec<u64>,
    text: String,
}

impl Copy {
    /// A copy of the shipped file.
    pub fn of(file: &Path, state_dir: &Path) -> Self {
        Self::with(file, state_dir, SHIPPED)
    }

    /// The same with another edition than the shipped one.
    pub fn with(file: &Path, state_dir: &Path, edition: impl Into<Cow<'static, str>>) -> Self {
        Self { file: file.to_owned(), state_dir: state_dir.to_owned(), edition: edition.into() }
    }

    /// The person's own copy: the file that the first start makes, however it is named. `None` where it is another.
    pub fn own(file: &Path) -> Option<Self> {
        places::state_dir().filter(|_| places::is_default(file)).map(|dir| Self::of(file, &dir))
    }

    /// The file.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Where journals and backups are.
    pub fn state_dir(&self) -> &Path {
        &self.state_dir
    }

    fn folder(&self) -> PathBuf {
        places::folder_of(&self.state_dir, Kind::Editions, &self.file)
    }

    /// Keeps that the copy comes from this edition.
    ///
    /// # Errors
    /// Where the state directory cannot be written.
    pub fn begin(&self) -> io::Result<()> {
        self.write(BASE, &self.as_base())
    }

    fn as_base(&self) -> String {
        format!("{KEPT_BY}{}\n{}", env!("CARGO_PKG_VERSION"), self.edition)
    }

    fn write(&self, name: &str, text: &str) -> io::Result<()> {
        let folder = self.folder();
        private::folder(&self.state_dir, &folder)?;
        put_in_place(&folder.join(name), text)
    }

    fn base(&self) -> Option<Base> {
        let text = read_file(&self.folder().join(BASE)).ok()?;
        let (head, text) = text.split_once('\n')?;
        Some(Base { version: version(head.strip_prefix(KEPT_BY)?), text: text.to_owned() })
    }

    fn answered(&self) -> String {
        let file = regular::open(&self.folder().join(ANSWERED)).ok();
        let bytes = file.and_then(|file| regular::bytes(file, MOST_ANSWERS).ok()).unwrap_or_default();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn answer(&self, why: &str, edition: &str) -> io::Result<()> {
        let (said, line) = (self.answered(), format!("{why} {}", digest(edition)));
        if said.lines().any(|there| there == line) {
            return Ok(());
        }
        self.write(ANSWERED, &format!("{said}{line}\n"))
    }

    /// Keeps that the person does not want this edition.
    ///
    /// # Errors
    /// Where the state directory cannot be written: then it is offered again.
    pub fn decline(&self) -> io::Result<()> {
        self.answer(DECLINED, &self.edition)
    }

    /// Looks whether there is a new edition to be taken. `is_ours` says that this process has the lock of the file;
    /// `again` that an edition is wanted though it was declined.
    ///
    /// # Errors
    /// Where the file cannot be read.
    pub fn look(&self, is_ours: bool, again: bool) -> io::Result<Found> {
        let _step = tracing::info_span!("edition").entered();
        let text = read_file(&self.file).map_err(io::Error::other)?;
        let lock = if is_ours { Ok(None) } else { self.lock() };
        if lock.is_ok() {
            self.settle(Fingerprint::of(&text));
        }
        let kept = self.base();
        let is_base = |text: &str| kept.as_ref().is_some_and(|base| base.text == text);
        if text == self.edition {
            if lock.is_ok() && !is_base(&self.edition) {
                self.become_current();
            }
            return Ok(Found::Current);
        }
        if is_base(&self.edition) || kept.as_ref().is_some_and(|base| base.version > version(VERSION)) {
            return Ok(Found::Current);
        }
        let (own, answered) = (digest(&self.edition), self.answered());
        let is_why = |why: &str| !(again && why == DECLINED);
        if answered.lines().filter_map(|it| it.split_once(' ')).any(|(why, it)| it == own && is_why(why)) {
            return Ok(Found::Declined);
        }
        let Some(base) = kept.map(|base| Cow::Owned(base.text)).or_else(|| former::base_of(&text)) else {
            return Ok(Found::Foreign);
        };
        if let Some(why) = lock.as_ref().err().cloned().or_else(|| self.bars(is_ours)) {
            return Ok(Found::Cannot(why));
        }
        let (before, merged) = match self.merged(&base, &text, &[]) {
            Ok(merged) => merged,
            Err(why) => return Ok(Found::Cannot(why)),
        };
        if merged.conflicts.is_empty() && merged.text == text {
            self.become_current();
            return Ok(Found::Current);
        }
        let Chosen { state, conflicts, .. } = merged;
        let (copy, is_untouched) = (Fingerprint::of(&text), base == text);
        Ok(Found::Offer(Box::new(Offer { copy, before, merged: state, conflicts, is_untouched })))
    }

    /// The lock of the file; `None` where its file system has none. Why it cannot be had, in words.
    fn lock(&self) -> Result<Option<Lock>, String> {
        match Lock::take(&self.file) {
            Ok(lock) => Ok(Some(lock)),
            Err(NoLock::Unsupported(_)) => Ok(None),
            Err(why) => Err(why.to_string()),
        }
    }

    /// What stands in the way of taking an edition.
    fn bars(&self, is_ours: bool) -> Option<String> {
        if fs::metadata(&self.file).is_ok_and(|meta| meta.permissions().readonly()) {
            return Some("the file is read-only".to_owned());
        }
        if let Err(error) = private::folder(&self.state_dir, &self.folder()) {
            return Some(format!(
                "{error} ({}): the version before could not be kept",
                self.state_dir.display()
            ));
        }
        // The journal of an open file is its own matter.
        (!is_ours && self.has_unsaved())
            .then(|| "a crash has left edits in the journal: open it in the dashboard first".to_owned())
    }

    fn has_unsaved(&self) -> bool {
        let [old, _] = places::old_journals(&self.state_dir, &self.file);
        let place = JournalPlace::of(&self.state_dir, &self.file);
        [place.path(), &old].into_iter().any(|journal| match aside::whole(journal) {
            Ok(bytes) => !matches!(understood(&bytes, None), InJournal::Nothing),
            Err(error) => error.kind() != io::ErrorKind::NotFound,
        })
    }

    /// The edition merged into the text of a copy, and what that says before; `choices` as with [`merge_chosen`].
    fn merged(&self, base: &str, text: &str, choices: &[bool]) -> Result<(State, Chosen), String> {
        if base == text {
            // Whatever it is written in: it is not read, but replaced.
            let now = current(text).unwrap_or(Cow::Borrowed(text)).into_owned();
            let taken = merge_chosen(text, text, &self.edition, &[]).map_err(|why| why.to_string())?;
            return Ok((load_text(now).state, taken));
        }
        let (base, ours) = (current(base)?, current(text)?);
        let chosen = merge_chosen(&base, &ours, &self.edition, choices).map_err(|why| why.to_string())?;
        Ok((load_text(ours.into_owned()).state, chosen))
    }

    /// The copy has all of this edition.
    fn become_current(&self) {
        if let Some(base) = self.base() {
            // A program that still has that one does not offer it.
            self.tell_lost(self.answer(HAD, &base.text));
        }
        self.tell_lost(self.begin());
    }

    /// What cannot be kept is only asked about once more.
    fn tell_lost(&self, kept: io::Result<()>) {
        if let Err(error) = kept {
            tracing::info!(%error, file = ?self.file.display(), "the edition is not kept");
        }
    }
}

/// Makes a copy of the shipped file where no file is, and keeps from which edition it comes.
///
/// # Errors
/// Where there is a file already, or the system refuses.
pub fn create(file: &Path, state_dir: Option<&Path>) -> io::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    if let Some(dir) = state_dir.filter(|_| fs::symlink_metadata(file).is_err()) {
        let copy = Copy::of(file, dir);
        // First this: a copy of which it is not known would be known by its letters only.
        copy.tell_lost(copy.begin());
    }
    places::create(file, SHIPPED)
}

/// The version of this program.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The numbers of a version, the first the weightiest.
fn version(text: &str) -> Vec<u64> {
    text.trim().split(['.', '-', '+']).map_while(|part| part.parse().ok()).collect()
}
