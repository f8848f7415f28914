//! Proposed changes, while a person decides about them.

use crate::edit::proposal::Proposals;

use super::cursor::Cursor;
use super::{App, Effect, Modal};

/// What is done with official lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListTask {
    /// What they have comes into the file.
    Import,
    /// The file is held against them.
    Reconcile,
}

/// Proposed changes, and which of them are taken.
#[derive(Debug, Clone)]
pub struct Review {
    /// The changes.
    pub proposals: Proposals,
    /// Which are taken, by their places.
    pub taken: Vec<bool>,
    /// The cursor among them.
    pub cursor: Cursor,
}

impl Review {
    /// How many are taken, of how many that can be.
    pub fn counts(&self) -> (usize, usize) {
        let taken = self.taken.iter().filter(|taken| **taken).count();
        (taken, self.proposals.changes.iter().filter(|change| change.op.is_some()).count())
    }

    /// Takes the change under the cursor, or leaves it.
    fn turn(&mut self) {
        let at = self.cursor.at;
        let can = self.proposals.changes.get(at).is_some_and(|change| change.op.is_some());
        if let Some(slot) = self.taken.get_mut(at).filter(|_| can) {
            *slot = !*slot;
        }
        self.cursor.by(1, self.taken.len());
    }

    /// Takes all, or leaves all where all are taken.
    fn turn_all(&mut self) {
        let (taken, all) = self.counts();
        for (slot, change) in self.taken.iter_mut().zip(&self.proposals.changes) {
            *slot = taken < all && change.op.is_some();
        }
    }
}

impl App {
    /// Asks for the files of a list.
    pub(super) fn ask_lists(&mut self, task: ListTask) {
        // What was typed last stands there: a slip is mended, not typed again.
        self.modals.push(Modal::AskLists(tui_input::Input::new(self.last_lists.clone()), task));
    }

    /// Has the named files read.
    pub(super) fn read_lists(&mut self, text: &str, task: ListTask) -> Vec<Effect> {
        let Ok(files) = shell_words::split(text) else {
            self.warn("a quote is not closed");
            return Vec::new();
        };
        if files.is_empty() {
            self.warn("name the files of a list, or a folder that holds them");
            return Vec::new();
        }
        self.modals.pop();
        text.clone_into(&mut self.last_lists);
        self.say("reading the lists …");
        vec![Effect::ReadLists(files, task)]
    }

    /// Lists were read: what comes of it is to be decided.
    pub fn review(&mut self, proposals: Proposals) {
        self.message = None;
        if !self.modals.is_empty() {
            // Keys meant for what is open would take changes.
            self.proposed = Some(proposals);
            self.say("the lists are read: what they say comes when this is closed");
            return;
        }
        if proposals.changes.is_empty() {
            self.say(format!("{}: nothing would change", proposals.title));
            return;
        }
        let taken = vec![false; proposals.changes.len()];
        self.raise(Modal::Review(Box::new(Review { proposals, taken, cursor: Cursor::default() })));
        self.settle();
    }

    /// Shows what has waited for something else to be closed.
    pub(super) fn review_waiting(&mut self) {
        if self.modals.is_empty()
            && let Some(proposals) = self.proposed.take()
        {
            self.review(proposals);
        }
    }

    /// Takes the proposal under the cursor or leaves it; all of them, where asked.
    pub(super) fn turn_proposal(&mut self, all: bool) {
        if let Some(Modal::Review(review)) = self.modals.last_mut() {
            if all { review.turn_all() } else { review.turn() }
        }
    }

    /// Makes the changes that are taken, as one that can be taken back.
    pub(super) fn accept_proposals(&mut self) -> Vec<Effect> {
        let Some(Modal::Review(review)) = self.modals.last() else { return Vec::new() };
        if self.read_only.is_some() {
            self.warn("the file is open for reading only");
            return Vec::new();
        }
        let taken = |at: usize| review.taken.get(at) == Some(&true);
        let transaction = review.proposals.accepted(self.facts.state(), taken);
        if transaction.ops.is_empty() {
            self.warn("nothing is taken: Space takes a change, a takes all");
            return Vec::new();
        }
        let effects = self.commit(&transaction);
        if !effects.is_empty() {
            self.modals.retain(|modal| !matches!(modal, Modal::Review(_)));
        }
        effects
    }
}
