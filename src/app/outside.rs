//! What somebody else does to the file: told, chosen between, taken over.

use crate::edit::ahead::Ahead;
use crate::edit::document::Rejected;
use crate::views::day::Day;

use super::cursor::Cursor;
use super::editing::said;
use super::question::Choice;
use super::{App, Modal, PaneId};

/// What is said while it is read, where that takes longer than a moment.
const READING: &str = "the file was changed by somebody else: reading it";

impl App {
    /// What somebody else has made of the file is being read.
    pub fn reading_outside(&mut self) {
        self.say(READING);
    }

    /// That has ended.
    pub fn read_outside(&mut self) {
        self.message.take_if(|(_, text)| text == READING);
    }

    /// Both sides changed the same things: the person chooses, seeing both. What was chosen of the very same stays.
    pub fn ask_choices(&mut self, choices: Vec<Choice>) {
        let asks_same = |asked: &[Choice]| {
            let same =
                |a: &Choice, b: &Choice| (&a.what, &a.ours, &a.theirs) == (&b.what, &b.ours, &b.theirs);
            asked.len() == choices.len() && asked.iter().zip(&choices).all(|(a, b)| same(a, b))
        };
        if self.modals.iter().any(|modal| matches!(modal, Modal::Conflicts(asked, _) if asks_same(asked))) {
            return;
        }
        self.modals.retain(|modal| !matches!(modal, Modal::Conflicts(..)));
        self.raise(Modal::Conflicts(choices, Cursor::default()));
        self.settle();
    }

    /// There is nothing to choose any more; returns whether it was asked.
    pub fn withdraw_choices(&mut self) -> bool {
        let asked = self.modals.len();
        self.modals.retain(|modal| !matches!(modal, Modal::Conflicts(..)));
        let is_gone = self.modals.len() < asked;
        if is_gone {
            // The question is gone, and with it what was to follow its answer.
            (self.save.awaits_choice, self.save.then_quit) = (false, false);
        }
        is_gone
    }

    /// What the two sides together would be has an error: nothing has changed. Returns why.
    pub fn refused_outside(rejected: &Rejected) -> String {
        format!(
            "the file was changed and is left alone: with what is here it would have an error, {}",
            said(rejected)
        )
    }

    /// The file was changed by somebody else: takes over what both sides say together, worked out for the revision that
    /// the document is at. `facts` are of that, where following the change would take long; then those that were shown
    /// come back, since letting go of them takes long as well.
    pub fn take_outside(&mut self, ahead: Ahead, facts: Option<Box<Day>>) -> Option<Day> {
        if ahead.from() != self.document.revision() {
            return None;
        }
        self.withdraw_choices();
        let count = ahead.applied().ops.len();
        if count == 0 {
            let _ = self.document.adopt(ahead);
            return None;
        }
        let selected: Vec<_> = PaneId::ALL.iter().map(|pane| (*pane, self.selected(*pane))).collect();
        let mut before = None;
        if let Some(facts) = facts {
            let _ = self.document.adopt(ahead);
            let facts = facts.in_place_of(&self.facts);
            before = Some(std::mem::replace(&mut self.facts, facts));
        } else {
            let applied = ahead.applied().clone();
            let _ = self.document.adopt(ahead);
            self.follow_edit(&applied);
        }
        self.show_change();
        // Records may have come before those that were selected.
        for (pane, selected) in selected {
            if let Some(selected) = selected {
                self.select_again(pane, &selected);
            }
        }
        let records = if count == 1 { "1 record".to_owned() } else { format!("{count} records") };
        self.say(format!("the file was changed by somebody else: {records} taken over · u takes them back"));
        self.settle();
        before
    }
}
