//! What is kept, and what comes in.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::model::date::Date;

use super::super::entry::ListName;

/// What a copy is a copy of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A list as it was on a day.
    List,
    /// What one publication of OFAC changed: see [`super::super::delta`].
    Delta,
}

impl Kind {
    /// The word for it in the index.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Delta => "delta",
        }
    }
}

/// A file that is to be kept.
#[derive(Debug, Clone, Default)]
pub struct Incoming {
    /// Its name as its publisher has it: `SDN.XML`. Where it is packed, the names in it count.
    pub name: String,
    /// Where it is now: as it is, or packed. It is only read.
    pub file: PathBuf,
    /// The address that was asked for it; where it was brought by hand, none.
    pub address: Option<String>,
    /// The host that answered in the end.
    pub host: Option<String>,
    /// The status of the answer.
    pub status: Option<u16>,
    /// Its `ETag`, exactly as it was sent.
    pub etag: Option<String>,
    /// Its `Last-Modified`, exactly as it was sent.
    pub last_modified: Option<String>,
}

/// Which day a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// The one that the list itself says; without one it is refused.
    Own,
    /// The one that a person says.
    Said(Date),
    /// The one that the list itself says, else this one.
    OwnOr(Date),
}

/// A file of a kept copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// Its name as its publisher has it.
    pub name: String,
    /// The SHA-256 of what it holds, unpacked, in hexadecimal.
    pub sha256: String,
    /// How long that is, in bytes.
    pub bytes: u64,
    /// Where it is, from the archive's folder: `ofac/2026-09-23-d533a38e1f2a/SDN.XML.gz`.
    pub at: String,
    /// The address that was asked for it.
    pub address: Option<String>,
    /// The host that answered in the end.
    pub host: Option<String>,
    /// The status of the answer.
    pub status: Option<u16>,
    /// Its `ETag`, as it was sent.
    pub etag: Option<String>,
    /// Its `Last-Modified`, as it was sent.
    pub last_modified: Option<String>,
}

/// A kept copy of a list of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What it is a copy of.
    pub kind: Kind,
    /// The list. Deltas are those of OFAC's two lists together and stand under the first.
    pub list: ListName,
    /// The day that it is of: the one a person said, else its own.
    pub day: Date,
    /// The day that it itself says.
    pub published: Option<Date>,
    /// The number of the publication that a delta is, where it is known.
    pub publication: Option<u64>,
    /// How many entries were read from it.
    pub records: usize,
    /// Which part of the list it holds, where that is not all of it.
    pub part: Option<String>,
    /// Its files, by their names.
    pub files: Vec<KeptFile>,
    /// When it was read into the archive, or last found to be the same.
    pub checked: DateTime<Utc>,
}

impl Kept {
    /// The digests of its files, in order: copies that have the same are the same.
    pub fn digests(&self) -> Vec<&str> {
        let mut digests: Vec<&str> = self.files.iter().map(|file| file.sha256.as_str()).collect();
        digests.sort_unstable();
        digests
    }

    /// How long its files are, unpacked, in bytes.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }

    /// The folder of its files, from the archive's.
    pub fn folder(&self) -> Option<&str> {
        self.files.first()?.at.rsplit_once('/').map(|(folder, _)| folder)
    }
}

/// What became of files that were to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// They are kept now.
    New(Kept),
    /// The archive has them already, of this day; that they were seen again is noted.
    Same(Kept),
    /// The archive has the same of another day: now it is known that they were the same on this one too.
    Unchanged(Kept),
    /// The archive had them, damaged or not any longer; it has them again.
    Mended(Kept),
}

impl Put {
    /// The copy that is kept, now or from before.
    pub fn kept(&self) -> &Kept {
        match self {
            Self::New(kept) | Self::Same(kept) | Self::Unchanged(kept) | Self::Mended(kept) => kept,
        }
    }
}
