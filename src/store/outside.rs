//! Looking at an open file from beside: on a thread of its own it is found out whether somebody else has changed it,
//! what it says now, and what that and our edits are together. What is found is a value that the keeper takes over in
//! moments.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::attributes::Attributes;
use super::load::{MAX_BYTES, load_watched};
use super::merge::{Conflict, Side, merge};
use super::open_file::OpenFile;
use super::position::Positions;
use super::regular::{self, NotOpened};
use super::render::Base;
use super::write::{Fingerprint, Seen};
use crate::edit::ahead::Ahead;
use crate::edit::document::{Rejected, Revision};
use crate::model::check::Position;
use crate::model::state::State;

/// What is expected of a file: what it takes to look at it without having it. Cheap to make and to copy.
#[derive(Debug, Clone)]
pub struct Glance {
    pub(super) path: PathBuf,
    /// What it is expected to hold; `None` when it is known to be gone.
    pub(super) expected: Option<Fingerprint>,
    /// How it looked from outside when it was known to hold that.
    pub(super) seen: Option<Seen>,
    /// What it said then.
    pub(super) base: State,
    /// What a change from there is called where it can be undone.
    label: &'static str,
}

/// What a look at a file has found.
#[derive(Debug)]
pub enum Look {
    /// It says what it is expected to say; how it looks from outside.
    Same(Option<Seen>),
    /// It is not there.
    Gone,
    /// It cannot be taken as it is; it may become whole again.
    Unfit(Unfit),
    /// It holds something else now.
    Changed(Unread),
}

/// Another content of a file, which is not understood yet.
#[derive(Debug)]
pub struct Unread {
    text: String,
    fingerprint: Fingerprint,
    seen: Option<Seen>,
}

/// Why what stands where the file was cannot be taken. It is left alone, and nothing is saved over it.
#[derive(Debug, Error)]
pub enum Unfit {
    /// Something that is no file.
    #[error("{0} stands where the file was: nothing is saved until it is gone; what is here is kept")]
    Other(&'static str),
    /// The system does not let it be read.
    #[error("the file cannot be read now: {0}; nothing is saved until it can; what is here is kept")]
    Io(io::Error),
    /// Nothing is in it.
    #[error("the file is empty now and is left alone: remove it and save, or wait until it is whole again")]
    Empty,
    /// It is longer than the program takes.
    #[error("the file is larger than {} GiB now and is left alone; what is here is kept", MAX_BYTES >> 30)]
    TooBig,
    /// It is no UTF-8 text.
    #[error("the file is no text any more (line {}, column {}) and is left alone; what is here is kept", .0.line, .0.column)]
    NotText(Position),
    /// It has errors, or is of a schema that must not be written.
    #[error("the file was changed and is left alone: {0}; what is here is kept")]
    Errors(String),
}

/// What somebody else has made of a file.
#[derive(Debug)]
pub struct Theirs {
    pub(super) base: Base,
    pub(super) fingerprint: Fingerprint,
    pub(super) seen: Option<Seen>,
}

/// What their changes and ours are together.
#[derive(Debug)]
pub enum Meeting {
    /// They go together; this is what they make of the document.
    Together(Box<Ahead>),
    /// Both changed the same things.
    Choose(Vec<Conflict>),
    /// Together they would have an error.
    Refused(Rejected),
}

/// What a change from outside is called.
const LABEL: &str = "changes from outside";

/// So many bytes are read before they are looked at.
const PIECE: u64 = 1 << 18;

impl Glance {
    /// The same; a change that is found is called so.
    #[must_use]
    pub fn called(self, label: &'static str) -> Self {
        Self { label, ..self }
    }

    /// Looks at the file, and reads it where it does not look as it did.
    pub fn look(&self) -> Look {
        // Looked at before it is read: what comes later looks different.
        let seen = Seen::of(&self.path);
        if self.expected.is_some() && seen.is_some() && seen == self.seen {
            return Look::Same(seen);
        }
        let text = match read(&self.path) {
            Ok(Some(text)) => text,
            Ok(None) => return Look::Gone,
            Err(unfit) => return Look::Unfit(unfit),
        };
        let fingerprint = Fingerprint::of(&text);
        if self.expected == Some(fingerprint) {
            return Look::Same(seen);
        }
        if text.is_empty() {
            return Look::Unfit(Unfit::Empty);
        }
        Look::Changed(Unread { text, fingerprint, seen })
    }

    /// How the file looks from outside at this moment.
    pub fn seen_now(&self) -> Option<Seen> {
        Seen::of(&self.path)
    }

    /// Works out what `theirs` and ours, which is what the document says at a revision, are together. Where both changed
    /// the same things, `choices` says whether theirs is taken, one after the other; without it that is to be asked.
    pub fn meet(&self, theirs: &Theirs, ours: (State, Revision), choices: Option<&[bool]>) -> Meeting {
        let side = |at: usize| match choices.and_then(|choices| choices.get(at)) {
            Some(true) => Side::Theirs,
            _ => Side::Ours,
        };
        let merged = merge(&self.base, &ours.0, &theirs.base.state, &side);
        if choices.is_none() && !merged.conflicts.is_empty() {
            return Meeting::Choose(merged.conflicts);
        }
        match Ahead::new(self.label, ours, &merged.state, &theirs.base.state) {
            Ok(ahead) => Meeting::Together(Box::new(ahead)),
            Err(rejected) => Meeting::Refused(rejected),
        }
    }
}

impl Unread {
    /// Understands it; `tell` is called now and then. What it says as `ours` says it is in memory once.
    ///
    /// # Errors
    /// Where it cannot be taken.
    pub fn load(self, ours: &State, tell: &mut dyn FnMut()) -> Result<Theirs, Unfit> {
        let Self { text, fingerprint, seen } = self;
        let mut loaded = load_watched(text, &mut |_, _| tell());
        if let Some(why) = loaded.unfit() {
            return Err(Unfit::Errors(why));
        }
        loaded.state = loaded.state.sharing(ours);
        tell();
        Ok(Theirs { fingerprint, seen, base: loaded.into() })
    }
}

impl Theirs {
    /// How the file looked from outside before it was read.
    pub fn seen(&self) -> Option<Seen> {
        self.seen
    }

    /// Whether the file is of schema 1: what it says is taken as its upgrade says it, and a save writes that.
    pub fn is_old(&self) -> bool {
        self.base.old.is_some()
    }

    /// Whether both are one content of the file.
    pub fn is_same(&self, other: &Self) -> bool {
        self.fingerprint == other.fingerprint
    }
}

impl OpenFile {
    /// What it takes to look at the file from another thread.
    pub fn glance(&self) -> Glance {
        let base = self.base.state.clone();
        Glance { path: self.path.clone(), expected: self.expected, seen: self.seen, base, label: LABEL }
    }

    /// The file was looked at: it says what it is expected to say, and this is how it looks from outside.
    pub fn looked(&mut self, seen: Option<Seen>) {
        self.seen = seen;
    }

    /// The file was looked at: it is gone. The next save writes it again.
    pub fn lost(&mut self) {
        self.expected = None;
    }

    /// From now on the file says `theirs`, and the document what `ahead` has made of it; what the file lacks stays in
    /// the journal. What the file said before comes back: letting go of it takes long where it is large.
    pub fn adopt(&mut self, theirs: Theirs, ahead: &mut Ahead) -> (Base, io::Result<()>) {
        let Theirs { base, fingerprint, seen } = theirs;
        let before = std::mem::replace(&mut self.base, base);
        (self.expected, self.seen) = (Some(fingerprint), seen);
        self.attributes = Attributes::of(&self.path);
        let written = if ahead.is_saved() {
            // Where the journal cannot begin anew it says at least that the file has all of it.
            self.journal_handle.mark_saving(fingerprint);
            self.journal_handle.restart(fingerprint);
            Ok(())
        } else {
            let unsaved = ahead.take_unsaved();
            self.journal_taken(ahead.applied(), unsaved)
        };
        (before, written)
    }
}

/// Reads a file as text, in bounded memory and without ever waiting; `None` where there is none.
fn read(path: &Path) -> Result<Option<String>, Unfit> {
    let mut file = match regular::open(path) {
        Ok(file) => file,
        Err(NotOpened::Other(what)) => return Err(Unfit::Other(what)),
        Err(NotOpened::Io(error)) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(NotOpened::Io(error)) => return Err(Unfit::Io(error)),
    };
    let length = file.metadata().map_err(Unfit::Io)?.len();
    if length > MAX_BYTES {
        return Err(Unfit::TooBig);
    }
    let mut bytes = Vec::new();
    let room = bytes.try_reserve_exact(usize::try_from(length).unwrap_or(usize::MAX));
    room.map_err(|_| Unfit::Io(io::ErrorKind::OutOfMemory.into()))?;
    let mut valid = 0;
    loop {
        let before = bytes.len();
        let count = file.by_ref().take(PIECE).read_to_end(&mut bytes).map_err(Unfit::Io)? as u64;
        let piece = bytes.get(before..).unwrap_or_default();
        // A hole of a sparse file is valid UTF-8, and no text: gigabytes of it are not gathered first.
        let is_hole = count == PIECE && piece.iter().all(|byte| *byte == 0);
        let checked = std::str::from_utf8(bytes.get(valid..).unwrap_or_default());
        let (more, is_text) = match checked {
            Ok(text) => (text.len(), true),
            // A letter may go on in the next piece.
            Err(error) => (error.valid_up_to(), error.error_len().is_none() && count > 0),
        };
        valid += more;
        if is_hole || !is_text {
            if is_hole {
                let begin = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |at| at + 1);
                valid = valid.min(begin);
            }
            return Err(not_text(bytes, valid));
        }
        if bytes.len() as u64 > MAX_BYTES {
            return Err(Unfit::TooBig);
        }
        if count == 0 {
            break;
        }
    }
    let length = bytes.len();
    String::from_utf8(bytes).map(Some).map_err(|error| not_text(error.into_bytes(), valid.min(length)))
}

fn not_text(mut bytes: Vec<u8>, valid: usize) -> Unfit {
    bytes.truncate(valid);
    let text = String::from_utf8(bytes).unwrap_or_default();
    let at = text.len();
    Unfit::NotText(Positions::new(&text).of(at))
}
