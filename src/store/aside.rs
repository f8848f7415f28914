//! Edits that were set aside: thrown away at a question, unfit for what the file says now, or in a journal that this
//! program cannot go on with. They are kept like backups, and never overwritten.

use std::io;
use std::path::Path;

use super::journal::{Found, Unfinished, understood};
use super::numbered::{self, Folder, Numbered};
use super::places::{self, Kind};
use super::regular;

/// So many are kept of a file.
const KEPT: usize = 100;

/// Why edits were set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A person threw them away.
    Discarded,
    /// They did not fit what the file said.
    Unfit,
    /// Something in the journal could not be read.
    Damaged,
    /// It was no journal that this program can go on with.
    Foreign,
}

impl Why {
    const ALL: [Self; 4] = [Self::Discarded, Self::Unfit, Self::Damaged, Self::Foreign];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Discarded => "discarded",
            Self::Unfit => "unfit",
            Self::Damaged => "damaged",
            Self::Foreign => "foreign",
        }
    }

    /// Why one of them was set aside, as its name says.
    pub fn of(aside: &Numbered) -> Option<Self> {
        let name = aside.path.file_stem()?.to_string_lossy().into_owned();
        let (_, word) = name.split_once('-')?;
        Self::ALL.into_iter().find(|why| why.word() == word)
    }
}

/// The edits of a file that were set aside, latest first.
///
/// # Errors
/// Where the folder is there but cannot be read.
pub fn list(state_dir: &Path, file: &Path) -> io::Result<Vec<Numbered>> {
    numbered::list(&places::folder_of(state_dir, Kind::Edits, file))
}

/// What stands in one of them.
///
/// # Errors
/// Where it cannot be read, or is no journal: then why.
pub fn read(aside: &Numbered) -> io::Result<Unfinished> {
    let bytes = whole(&aside.path)?;
    match understood(&bytes, None) {
        Found::Unfinished(edits) => Ok(edits),
        Found::Nothing => Ok(Unfinished { base: String::new(), entries: Vec::new(), is_damaged: false }),
        Found::Foreign(why) => Err(io::Error::other(why)),
    }
}

/// Moves what stands at `from`, in the state directory, to the edits of a file that were set aside; returns its number.
///
/// # Errors
/// Where it cannot be moved.
pub fn take(state_dir: &Path, file: &Path, from: &Path, why: Why) -> io::Result<u64> {
    into_folder(state_dir, file, |folder| folder.take(&name(why), from))
}

/// Copies a journal there; returns its number.
///
/// # Errors
/// Where it cannot be read or written.
pub fn copy(state_dir: &Path, file: &Path, from: &Path, why: Why) -> io::Result<u64> {
    let bytes = whole(from)?;
    into_folder(state_dir, file, |folder| folder.put(&name(why), &bytes))
}

/// All of a journal, however long it is: what stands in it was accepted.
///
/// # Errors
/// Where it cannot be read, or is no regular file.
pub(super) fn whole(path: &Path) -> io::Result<Vec<u8>> {
    regular::bytes(regular::open(path)?, u64::MAX)
}

fn name(why: Why) -> String {
    format!("{}.journal", why.word())
}

fn into_folder(
    state_dir: &Path,
    file: &Path,
    put: impl FnOnce(&Folder) -> io::Result<u64>,
) -> io::Result<u64> {
    let path = places::folder_of(state_dir, Kind::Edits, file);
    let folder = Folder::open(state_dir, &path, file)?;
    let number = put(&folder)?;
    folder.prune(KEPT);
    Ok(number)
}
