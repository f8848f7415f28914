//! Why the archive did not do something.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use thiserror::Error;

use super::super::entry::ListName;
use super::super::error::ListError;

/// Why the archive did not do something.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// The operating system refused.
    #[error("{source}: {doing} ({})", path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// A list was not read.
    #[error(transparent)]
    List(#[from] ListError),
    /// A list may not be whole, and was not kept.
    #[error("the list may not be whole, and was not kept: {0}")]
    Doubtful(String),
    /// A kept file is not what was kept.
    #[error("it is not what was kept, {what}: {name}; `beltui lists verify` tells of every file")]
    Damaged {
        /// The file, from the archive's folder.
        name: String,
        /// What is wrong with it.
        what: String,
    },
    /// No copy of a list is kept.
    #[error(
        "no copy of {list} is kept: name its files, or keep them with `beltui lists add` ({})", folder.display()
    )]
    Nothing {
        /// The list.
        list: ListName,
        /// The archive.
        folder: PathBuf,
    },
    /// No copy of a list is kept that is so new.
    #[error("no copy of {list} is kept of {since} or a day after it")]
    NothingSince {
        /// The list.
        list: ListName,
        /// The day.
        since: NaiveDate,
    },
    /// A name in the index leads out of the archive, or is none that the archive gives.
    #[error("the index names a file that is none of the archive's: {0:?}")]
    Outside(String),
}

impl ArchiveError {
    /// An error of the operating system.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }
}
