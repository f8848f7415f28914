//! Why a list was not read.

use std::path::PathBuf;

use thiserror::Error;

use crate::model::date::Date;

use super::entry::ListName;

/// Why a list was not read.
#[derive(Debug, Error)]
pub enum ListError {
    /// The operating system refused.
    #[error("cannot be read: {source} ({})", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Something in it is not what such a list has.
    #[error("expected {expected} ({}, line {line})", path.display())]
    Refused {
        /// The file; of a packed one, the file inside it.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What was expected.
        expected: String,
    },
    /// It is larger than any list.
    #[error(
        "{what}, more than beltui reads; is it the list as it is published? ({}{})",
        path.display(), line.map(|line| format!(", line {line}")).unwrap_or_default()
    )]
    TooLarge {
        /// The file; of a packed one, the file inside it.
        path: PathBuf,
        /// The line, from 1, where it is one.
        line: Option<u64>,
        /// What is too much.
        what: String,
    },
    /// It is no list that is known.
    #[error("this is no list that beltui reads, {hint} ({})", path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// What was seen.
        hint: String,
    },
    /// Another table of the same kind was read already.
    #[error(
        "another file of its kind was read already ({}): of two days, name both, DATE=FILE", path.display()
    )]
    Twice {
        /// The file.
        path: PathBuf,
    },
    /// What stands before `=` is no day.
    #[error("what stands before = is no day ({0}): write 2025-12-24=FILE")]
    Day(String),
    /// Nobody says which day it is of.
    #[error("it does not say which day it is of ({}): write 2025-12-24=FILE", path.display())]
    Undated {
        /// The file.
        path: PathBuf,
    },
    /// It is of a day that is still to come.
    #[error("no list is of {}: that day is still to come", .0.written())]
    Ahead(Date),
    /// Files of several lists were given as one, or another list was asked for.
    #[error(
        "this is a part of {found}, not of {wanted} ({}): that list is called {}", path.display(), found.key()
    )]
    Other {
        /// The file.
        path: PathBuf,
        /// The list that it belongs to.
        found: ListName,
        /// The list that was asked for, or that the first file belongs to.
        wanted: ListName,
    },
}
