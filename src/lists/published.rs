//! A list as it was published, with all that was read of it.

use std::sync::Arc;

use crate::model::date::Date;

use super::entry::{Entry, ListName};
use super::gathered::Coverage;

/// Why a list may not be whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// What speaks against it, in a sentence.
    pub what: String,
    /// It is cut off or has lost entries; what is told of those that are missing is not taken without a word.
    pub is_strong: bool,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRead {
    /// Its name, without its folder.
    pub name: String,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
    /// How long it is, in bytes.
    pub bytes: u64,
}

/// A list as it was published.
#[derive(Debug, Clone)]
pub struct Published {
    /// The list.
    pub list: ListName,
    /// The day that its files say they are of.
    pub date: Option<Date>,
    /// Its files.
    pub files: Vec<FileRead>,
    /// How much of it they hold.
    pub coverage: Coverage,
    /// Which part that is, where it is not all of it.
    pub part: Option<String>,
    /// Its entries; lists of several days have those in common that say the same.
    pub entries: Vec<Arc<Entry>>,
    /// Why they may not be whole.
    pub doubts: Vec<Doubt>,
    /// What was read with a question, each with its file and line.
    pub notes: Vec<String>,
    /// How many entries are left out, and why.
    pub left_out: Vec<(String, usize)>,
}
