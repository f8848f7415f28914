//! What covers the panes, the topmost last; and keys that were typed before anybody saw what asks.
//!
//! Edits of a crash, changes on both sides of the file, proposals of a list come when they come. Keys typed until the
//! frame that shows such a question are not its answer: they are dropped. A question that a person's own key has raised
//! (`q` with unsaved edits) takes the very next key.

use crate::app::layer::Layer;
use crate::model::id::Id;

use super::{Modal, PageView};

/// Who has seen what covers the panes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Seen {
    /// Everything on top was on the screen, or a key has raised it.
    #[default]
    All,
    /// Something on top was raised from outside and was in no frame yet.
    Nobody,
    /// It is being drawn; what was typed before may still be on its way.
    Drawn,
}

/// What covers the panes.
#[derive(Debug, Clone, Default)]
pub struct Modals {
    /// Whether the open page fills the screen.
    pub(in crate::app) page_fills: bool,
    /// The topmost last.
    stack: Vec<Modal>,
    /// Who has seen it.
    seen: Seen,
    /// So many questions were raised by no key.
    asked: u64,
}

impl Modals {
    /// Nothing covers the panes.
    pub fn is_empty(&self) -> bool {
        self.stack.is_empty()
    }

    /// All of them, the topmost last.
    pub fn as_slice(&self) -> &[Modal] {
        &self.stack
    }

    /// All of them as what they have in common, the topmost last.
    pub(in crate::app) fn layers(&self) -> impl Iterator<Item = &dyn Layer> {
        self.stack.iter().map(Modal::layer)
    }

    /// The same, to be changed.
    pub(in crate::app) fn layers_mut(&mut self) -> impl Iterator<Item = &mut dyn Layer> {
        self.stack.iter_mut().map(Modal::layer_mut)
    }

    /// The topmost.
    pub fn last(&self) -> Option<&Modal> {
        self.stack.last()
    }

    /// What the topmost lies on.
    pub fn below(&self) -> Option<&Modal> {
        self.stack.iter().rev().nth(1)
    }

    /// The topmost page, to be changed, whatever lies on it.
    pub(in crate::app) fn page_mut(&mut self) -> Option<&mut PageView> {
        self.stack.iter_mut().rev().find_map(|modal| match modal {
            Modal::Page(view) => Some(view),
            _ => None,
        })
    }

    /// The topmost, to be changed.
    pub(in crate::app) fn last_mut(&mut self) -> Option<&mut Modal> {
        self.stack.last_mut()
    }

    /// The topmost as what all have in common.
    pub fn top(&self) -> Option<&dyn Layer> {
        self.stack.last().map(Modal::layer)
    }

    /// The same, to be changed.
    pub(in crate::app) fn top_mut(&mut self) -> Option<&mut dyn Layer> {
        self.stack.last_mut().map(Modal::layer_mut)
    }

    /// The topmost, where it is a page.
    pub fn page(&self) -> Option<&PageView> {
        match self.stack.last() {
            Some(Modal::Page(view)) => Some(view),
            _ => None,
        }
    }

    /// All open pages, the topmost last.
    pub fn pages(&self) -> impl Iterator<Item = &PageView> {
        self.stack.iter().filter_map(|modal| match modal {
            Modal::Page(view) => Some(view),
            _ => None,
        })
    }

    /// Opens one over all others.
    pub(in crate::app) fn push(&mut self, modal: Modal) {
        self.stack.push(modal);
    }

    /// Closes the topmost.
    pub(in crate::app) fn pop(&mut self) -> Option<Modal> {
        self.stack.pop()
    }

    /// Closes all.
    pub fn clear(&mut self) {
        self.stack.clear();
    }

    /// Closes those for which `keeps` does not hold; returns whether there were any.
    pub(in crate::app) fn retain(&mut self, keeps: impl FnMut(&mut Modal) -> bool) -> bool {
        let before = self.stack.len();
        self.stack.retain_mut(keeps);
        self.stack.len() < before
    }

    /// Pages of a record follow its new id.
    pub(in crate::app) fn rename(&mut self, old: &Id, new: &Id) {
        for modal in &mut self.stack {
            if let Modal::Page(view) = modal {
                view.topic.rename(old, new);
            }
        }
    }

    /// Opens one that no key has raised.
    pub(in crate::app) fn raise(&mut self, modal: Modal) {
        self.stack.push(modal);
        self.raised();
    }

    /// What lies on top was raised by no key.
    pub(in crate::app) fn raised(&mut self) {
        self.seen = Seen::Nobody;
        self.asked += 1;
    }

    /// Whether keys are dropped now. What was raised may be gone by itself: then they count.
    pub(in crate::app) fn is_unseen(&self) -> bool {
        self.seen != Seen::All && self.asks()
    }

    fn asks(&self) -> bool {
        self.top().is_some_and(Layer::asks)
    }

    /// Something that was raised from outside comes onto the screen with this frame for the first time: its number, with
    /// which [`Modals::may_be_answered`] is called as soon as nothing of before can arrive any more.
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
