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
    /// It is in the last frame; what was typed before that frame may still be on its way.
    JustNow,
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
    }

    /// Whether keys are dropped now.
    pub(super) fn is_unseen(&self) -> bool {
        self.seen != Seen::All
    }

    /// A frame was drawn.
    pub fn drawn(&mut self) {
        if self.seen == Seen::Nobody {
            self.seen = Seen::JustNow;
        }
    }

    /// Whether a question is on the screen for the first time. Until [`App::may_be_answered`] keys do nothing.
    pub fn was_just_asked(&self) -> bool {
        self.seen == Seen::JustNow
    }

    /// What was typed before the question was drawn is gone: keys count again.
    pub fn may_be_answered(&mut self) {
        if self.seen == Seen::JustNow {
            self.seen = Seen::All;
        }
    }
}
