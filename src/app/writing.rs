//! What leaves the program, as plain values: the shell writes it.

use chrono::NaiveDate;

use crate::views::extract::{Extract, TableForm};
use crate::views::narrowing::Narrowing;
use crate::views::page::Page;

use super::action::Action;

/// What is done with a file that is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileTask {
    /// What is on the screen is written into it.
    Export,
    /// A brief is written into it.
    Brief,
    /// It is opened in the place of this one.
    Open,
}

impl FileTask {
    /// The action that asks for the file.
    pub fn action(self) -> Action {
        match self {
            Self::Export => Action::Export,
            Self::Brief => Action::Brief,
            Self::Open => Action::OpenFile,
        }
    }
}

/// What leaves the program.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Rows as a table.
    Table(Extract, TableForm),
    /// A page, in Markdown.
    Page(Box<Page>),
    /// A brief on what changed after a day, on what passes a filter.
    Brief {
        /// The day after which it begins.
        since: NaiveDate,
        /// The filter as typed; may be empty.
        filter: String,
        /// What all that it tells of belongs to.
        narrowing: Option<Narrowing>,
        /// As a page of HTML, else in Markdown.
        html: bool,
    },
}

/// Something that is written into a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Writing {
    /// What is written.
    pub content: Content,
    /// The file, as it was typed.
    pub path: String,
    /// A file that is there is written over: the person has said so.
    pub over: bool,
    /// What was typed, to be mended where it cannot be written.
    pub typed: (FileTask, String),
}

/// How much is on the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copied {
    /// All of it.
    Whole,
    /// The first so many rows, of so many.
    Rows(usize, usize),
    /// As much of its beginning as there is room for.
    Beginning,
}

/// Why something was not written.
#[derive(Debug, Clone, PartialEq)]
pub enum NotWritten {
    /// There is a file of this name.
    Exists(Box<Writing>),
    /// The system refuses, or it would be written over the state file.
    Failed(Box<Writing>, String),
}
