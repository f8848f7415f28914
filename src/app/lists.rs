//! Official lists from the keyboard: which are read, and what becomes of what they would change.

use crate::edit::op::Transaction;
use crate::edit::proposal::Proposals;

use super::modal::{ListsField, ReasonField, Review};
use super::request::ListTask;
use super::{App, Effect, Modal};

impl App {
    /// Asks for the files of a list.
    pub(super) fn ask_lists(&mut self, task: ListTask) -> Vec<Effect> {
        // What was typed last stands there: a slip is mended, not typed again. Names are other files than lists.
        let screens = |task: Option<ListTask>| task == Some(ListTask::Screen);
        let is_again = screens(self.remembered.task) == screens(Some(task));
        let input =
            tui_input::Input::new(if is_again { self.remembered.lists.clone() } else { String::new() });
        self.modals.push(Modal::AskLists(ListsField::new(input, task)));
        vec![Effect::FindKept(task)]
    }

    /// It was found what is kept of official lists.
    pub fn lists_kept(&mut self, task: ListTask, said: String) {
        if let Some(Modal::AskLists(field)) = self.modals.last_mut()
            && field.task == task
        {
            field.kept = Some(said.clone());
        }
        self.remembered.kept = Some((task, said));
    }

    /// The lists could not be read: the question stands there again, with what is wrong.
    pub fn lists_refused(&mut self, why: String) {
        if self.modals.is_empty()
            && let Some(task) = self.remembered.task
        {
            let input = tui_input::Input::new(self.remembered.lists.clone());
            let said = Some(why.clone());
            let kept = self.remembered.kept.clone().filter(|(of, _)| *of == task).map(|(_, said)| said);
            self.modals.push(Modal::AskLists(ListsField { said, kept, ..ListsField::new(input, task) }));
            self.settle();
        }
        self.warn(why);
    }

    /// The files were found whose path begins as it is typed.
    pub fn paths_found(&mut self, path: &str, found: &[String]) {
        match self.modals.last_mut() {
            Some(Modal::AskLists(field)) => field.offer(path, found),
            Some(Modal::AskFile(field)) => field.offer(path, found),
            _ => {}
        }
    }

    /// Has the named files read.
    pub(super) fn read_lists(&mut self, text: &str, task: ListTask) -> Vec<Effect> {
        let Ok(files) = shell_words::split(text) else {
            self.warn("a quote is not closed");
            return Vec::new();
        };
        self.modals.pop();
        text.clone_into(&mut self.remembered.lists);
        self.remembered.task = Some(task);
        self.say("reading the lists …");
        vec![Effect::ReadLists(files, task)]
    }

    /// Lists were read: what comes of it is to be decided.
    pub fn review(&mut self, proposals: Proposals) {
        self.message = None;
        if !self.modals.is_empty() {
            // Keys meant for what is open would take changes.
            self.remembered.proposals = Some(proposals);
            self.say("the lists are read: what they say comes when this is closed");
            return;
        }
        if proposals.changes.is_empty() {
            self.say(format!("{}: nothing would change", proposals.title));
            return;
        }
        self.modals.raise(Modal::Review(Box::new(Review::new(proposals))));
        self.settle();
    }

    /// Shows what has waited for something else to be closed.
    pub(super) fn review_waiting(&mut self) {
        if self.modals.is_empty()
            && let Some(proposals) = self.remembered.proposals.take()
        {
            self.review(proposals);
        }
    }

    /// Asks why what is answered is decided so.
    pub(super) fn ask_why(&mut self) {
        let Some(Modal::Review(review)) = self.modals.last() else { return };
        let (answered, _) = review.answered();
        if self.file.read_only.is_some() {
            self.warn("the file is open for reading only");
        } else if answered == 0 {
            self.warn("nothing is decided: n says that they are not the same, y that they are");
        } else {
            self.modals.push(Modal::AskWhy(ReasonField::new(answered)));
        }
    }

    /// Decides what is answered, as one change that can be taken back.
    pub(super) fn decide(&mut self, why: &str) -> Vec<Effect> {
        self.modals.pop();
        let Some(Modal::Review(review)) = self.modals.last() else { return Vec::new() };
        let decided = review.proposals.answered(&review.answers, why);
        self.make_changes(&decided)
    }

    /// Makes the proposed changes that are taken, as one that can be taken back.
    pub(super) fn make_changes(&mut self, taken: &Transaction) -> Vec<Effect> {
        if self.file.read_only.is_some() {
            self.warn("the file is open for reading only");
            return Vec::new();
        }
        if taken.ops.is_empty() {
            self.warn("nothing is taken: Space takes a change, a takes all");
            return Vec::new();
        }
        let effects = self.commit_many(taken);
        if !effects.is_empty() {
            self.close_change();
        }
        effects
    }
}
