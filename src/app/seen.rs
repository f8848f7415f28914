//! Questions that nobody's key has raised, and keys that were typed before anybody saw them.
//!
//! Edits of a crash, changes on both sides of the file, proposals of a list come when they come. Keys typed until the
//! frame that shows such a question are not its answer: they are dropped. A question that a person's own key has raised
//! (`q` with unsaved edits) takes the very next key.

use super::{App, Modal};

/// Who has seen what covers the panes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Seen {
    /// Everything on top was on the screen, or a key has raised it.
    #[default]
    All,
    /// Something on top was raised from outside and was in no frame yet.
    Nobody,
    /// It is being drawn; what was typed before may still be on its way.
    Drawn,
}

impl App {
    /// Puts something on top that no key has raised.
    pub(super) fn raise(&mut self, modal: Modal) {
        self.modals.push(modal);
        self.raised();
    }

    /// What lies on top was raised by no key.
    pub(super) fn raised(&mut self) {
        self.seen = Seen::Nobody;
        self.asked += 1;
    }

    /// Whether keys are dropped now. What was raised may be gone by itself: then they count.
    pub(super) fn is_unseen(&self) -> bool {
        self.seen != Seen::All && self.asks()
    }

    fn asks(&self) -> bool {
        matches!(self.modals.last(), Some(Modal::Question(_) | Modal::Conflicts(..) | Modal::Review(_)))
    }

    /// Something that was raised from outside comes onto the screen with this frame for the first time: its number, with
    /// which [`App::may_be_answered`] is called as soon as nothing of before can arrive any more.
    pub fn is_asked(&mut self) -> Option<u64> {
        if !self.asks() {
            self.seen = Seen::All;
        }
        if self.seen != Seen::Nobody {
            return None;
        }
        self.seen = Seen::Drawn;
        Some(self.asked)
    }

    /// What was typed before the question of this number was drawn has arrived, and was dropped: keys count again.
    pub fn may_be_answered(&mut self, number: u64) {
        if self.seen == Seen::Drawn && self.asked == number {
            self.seen = Seen::All;
        }
    }
}
