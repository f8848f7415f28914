//! How the file stands: what it is called, how far it is read, whether it can be changed, saved and recovered.

use std::path::PathBuf;

use crate::edit::document::Revision;
use crate::edit::op::Transaction;
use crate::model::check::{Report, Severity};

use super::edition::EditionStatus;

/// How the reading of the file stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// It is being read.
    Loading,
    /// It is there.
    Ready,
}

/// How saving stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Save {
    /// The file is being saved.
    pub goes_on: bool,
    /// When that has ended, the program ends.
    pub then_quit: bool,
    /// It waits for the person to choose between both sides.
    pub awaits_choice: bool,
}

/// How the file stands.
#[derive(Debug, Clone)]
pub struct FileStatus {
    /// What it is called on the screen.
    pub name: String,
    /// Its path, for a command line.
    pub path: PathBuf,
    /// Why it cannot be changed; `None` when it can.
    pub read_only: Option<String>,
    /// How its reading stands.
    pub phase: Phase,
    /// How many bytes of it are read, of how many; nothing is known at first.
    pub progress: Option<(usize, usize)>,
    /// What is wrong with it.
    pub findings: Vec<Report>,
    /// Edits that a crash has left.
    pub recovery: Vec<Transaction>,
    /// Edits are not journalled: a crash would lose what is not saved.
    pub unjournalled: bool,
    /// How saving stands.
    pub save: Save,
    /// The file that is opened in its place when it is saved.
    pub(super) opens_then: Option<String>,
    /// What the document was when another file was asked for.
    pub(super) leaves_at: Option<Revision>,
    /// How a new edition of the shipped file stands, of which it is a copy.
    pub edition: EditionStatus,
}

impl FileStatus {
    /// A file that is still being read.
    pub(super) fn loading(name: String) -> Self {
        Self {
            path: PathBuf::from(&name),
            name,
            read_only: None,
            phase: Phase::Loading,
            progress: None,
            findings: Vec::new(),
            recovery: Vec::new(),
            unjournalled: false,
            save: Save::default(),
            opens_then: None,
            leaves_at: None,
            edition: EditionStatus::default(),
        }
    }

    /// What was to follow a save follows it no more: the end of the program, or another file.
    pub(super) fn nothing_follows(&mut self) {
        self.save.then_quit = false;
        self.opens_then = None;
    }

    /// Whether it is still being read.
    pub fn is_loading(&self) -> bool {
        self.phase == Phase::Loading
    }

    /// How many errors it has.
    pub(super) fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
    }
}
