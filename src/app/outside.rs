//! What somebody else does to the file: told, chosen between, taken over.

use crate::edit::ahead::Ahead;
use crate::edit::document::Rejected;

use super::edit_log::From;
use super::editing::said;
use super::modal::{Choice, Conflicts, Other};
use super::{App, Modal, PaneId};
use crate::views::day::Day;

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
        let asked = |modal: &Modal| is_of_disk(modal, |asked| asked.asks_same(&choices));
        if self.modals.as_slice().iter().any(asked) {
            return;
        }
        self.modals.retain(|modal| !is_of_disk(modal, |_| true));
        self.modals.raise(Modal::Conflicts(Conflicts::new(Other::Disk, choices)));
        self.settle();
    }

    /// There is nothing to choose any more; returns whether it was asked.
    pub fn withdraw_choices(&mut self) -> bool {
        let is_gone = self.modals.retain(|modal| !is_of_disk(modal, |_| true));
        if is_gone {
            // The question is gone, and with it what was to follow its answer.
            self.file.save.awaits_choice = false;
            self.file.nothing_follows();
        }
        is_gone
    }

    /// The person leaves it for later: nothing is saved until then.
    pub(super) fn leave_undecided(&mut self) {
        self.modals.pop();
        self.file.save.awaits_choice = false;
        self.file.nothing_follows();
        self.warn("nothing is saved until this is decided; w asks again");
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
            self.edition_shown();
            return None;
        }
        let from = if self.file.edition.written.is_some() { From::Edition } else { From::Outside };
        self.log_edit(ahead.applied(), from);
        let selected: Vec<_> = PaneId::ALL.iter().map(|pane| (*pane, self.selected(*pane))).collect();
        let mut before = None;
        if let Some(facts) = facts {
            let applied = ahead.applied().clone();
            let _ = self.document.adopt(ahead);
            self.follow_ids(&applied);
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
        let said = match self.file.edition.written.take() {
            Some(written) => written.said(Some(&records)),
            None => {
                format!("the file was changed by somebody else: {records} taken over · u takes them back")
            }
        };
        self.say(said);
        self.settle();
        before
    }
}

/// Whether a modal asks to choose between what is here and what is on disk, and that is as `holds` says.
fn is_of_disk(modal: &Modal, holds: impl Fn(&Conflicts) -> bool) -> bool {
    matches!(modal, Modal::Conflicts(asked) if asked.other == Other::Disk && holds(asked))
}
