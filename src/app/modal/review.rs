//! Proposed changes, while a person decides about them.

use std::borrow::Cow;

use crate::app::action::Action;
use crate::app::cursor::Cursor;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Moves, Offers};
use crate::app::layout::Layout;
use crate::app::request::Request;
use crate::edit::proposal::Proposals;

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
    /// None of the changes is taken yet.
    pub(in crate::app) fn new(proposals: Proposals) -> Self {
        let taken = vec![false; proposals.changes.len()];
        Self { proposals, taken, cursor: Cursor::default() }
    }

    /// All of them are taken: the person has asked for them, and looks once more.
    pub(in crate::app) fn of_own(proposals: Proposals) -> Self {
        let taken = proposals.changes.iter().map(|change| change.op.is_some()).collect();
        Self { proposals, taken, cursor: Cursor::default() }
    }

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

impl Layer for Review {
    fn context(&self) -> Context {
        Context::Review
    }

    fn title(&self) -> Cow<'_, str> {
        self.proposals.title.as_str().into()
    }

    fn offers(&self) -> Offers {
        &[
            (Action::MoveDown, ""),
            (Action::Turn, ""),
            (Action::TakeAll, ""),
            (Action::Accept, "make the changes"),
            (Action::Back, ""),
        ]
    }

    fn act(&mut self, action: Action, around: &Around<'_>) -> Option<Request> {
        match action {
            Action::Turn => self.turn(),
            Action::TakeAll => self.turn_all(),
            Action::Accept | Action::Open => {
                let taken = |at: usize| self.taken.get(at) == Some(&true);
                return Some(Request::MakeChanges(self.proposals.accepted(around.state(), taken)));
            }
            _ => return None,
        }
        Some(Request::Nothing)
    }

    fn moves(&mut self) -> Moves<'_> {
        Moves::Rows(&mut self.cursor, self.taken.len())
    }

    fn page_rows(&self, layout: &Layout) -> Option<usize> {
        Some(layout.review_rows())
    }

    fn settle(&mut self, layout: &Layout) {
        self.cursor.clamp(self.taken.len(), layout.review_rows());
    }

    fn asks(&self) -> bool {
        true
    }
}
