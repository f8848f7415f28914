//! Saving and leaving, and what is asked before: what becomes of unsaved changes, of the version before, of edits that a
//! crash has left.

use crate::edit::op::Transaction;

use super::layer::Layer;
use super::modal::Question;
use super::request::{Answer, KeepBefore};
use super::text::in_words;
use super::{App, Effect, Modal};

impl App {
    /// Saves what was edited.
    pub(super) fn save(&mut self) -> Vec<Effect> {
        if self.file.save.goes_on {
            self.warn("a save goes on already");
            return Vec::new();
        }
        if !self.document.is_dirty() {
            self.say("there is nothing to save");
            return Vec::new();
        }
        vec![Effect::Save]
    }

    /// Leaves, or asks what becomes of unsaved changes.
    pub(super) fn quit(&mut self) -> Vec<Effect> {
        if self.modals.layers().any(Layer::is_touched) {
            let lines = vec!["What was typed is not accepted yet.".to_owned()];
            let answers =
                vec![('c', "stay", Answer::Stay), ('d', "discard the form and quit", Answer::DropForms)];
            self.modals.push(Modal::Question(Question::new("A form is open", lines, answers)));
            return Vec::new();
        }
        if self.file.save.goes_on {
            // Only when it has ended it is known what the file says.
            self.file.save.then_quit = true;
            self.say("the file is being saved; then the program ends");
            return Vec::new();
        }
        if !self.document.is_dirty() {
            return vec![Effect::Quit];
        }
        let count = self.document.unsaved();
        let lines =
            self.document.recent(count.min(6)).into_iter().map(|label| format!("· {label}")).collect();
        let answers = vec![
            ('s', "save and quit", Answer::SaveAndQuit),
            ('d', "discard them", Answer::Discard),
            ('c', "stay", Answer::Stay),
        ];
        let changes =
            if count == 1 { "1 unsaved change".to_owned() } else { format!("{count} unsaved changes") };
        self.modals.push(Modal::Question(Question::new(changes, lines, answers)));
        Vec::new()
    }

    /// Saves what is unsaved, then leaves.
    pub(super) fn save_and_quit(&mut self) -> Vec<Effect> {
        let saves_first = !self.file.save.goes_on && self.document.is_dirty();
        if saves_first && !self.modals.layers().any(Layer::is_touched) {
            self.file.save.then_quit = true;
            return vec![Effect::Save];
        }
        self.quit()
    }

    /// Offers the edits that a crash has left in the journal.
    pub fn offer_recovery(&mut self, edits: Vec<Transaction>) {
        if edits.is_empty() {
            return;
        }
        let count = edits.len();
        self.file.recovery = edits;
        let said = if count == 1 { "1 edit".to_owned() } else { format!("{count} edits") };
        self.modals.raised();
        self.ask_recovery(vec![format!(
            "{said} of the last session never reached the file: the program did not end in order."
        )]);
    }

    /// Asks what becomes of edits that a crash has left.
    pub(super) fn ask_recovery(&mut self, lines: Vec<String>) {
        let answers = vec![
            ('r', "recover them", Answer::Recover),
            ('l', "look at them", Answer::Look),
            ('d', "discard them", Answer::Forget),
        ];
        let question = Question::new("Unsaved edits were found", lines, answers).pressing();
        self.modals.push(Modal::Question(question));
        self.settle();
    }

    /// The version before cannot be kept where it belongs: the person says whether it is saved all the same. A save
    /// that was to be followed by the end still is.
    pub fn ask_without_backup(&mut self, why: &str) {
        let lines = vec![
            format!("The version before cannot be kept: {}.", in_words(why)),
            "It can be kept beside the file instead. The answer counts until you leave.".to_owned(),
        ];
        let answers = vec![
            ('c', "do not save", Answer::DoNotSave),
            ('b', "keep it beside the file", Answer::SaveAllTheSame(KeepBefore::Beside)),
            ('n', "save without it", Answer::SaveAllTheSame(KeepBefore::Nowhere)),
        ];
        self.modals.raise(Modal::Question(Question::new("Not saved yet", lines, answers)));
        self.settle();
    }

    /// The file was saved, or was not.
    pub fn saved(&mut self, result: Result<(), String>) -> Vec<Effect> {
        let quit = std::mem::take(&mut self.file.save.then_quit);
        let opens = self.file.opens_then.take();
        match result {
            // What was edited while the file was being saved is asked about.
            Ok(()) if quit => {
                let effects = self.quit();
                if effects.is_empty() {
                    self.modals.raised();
                }
                return effects;
            }
            Ok(()) => match opens {
                Some(path) => return self.open_other(path),
                None => self.say(format!("saved {}", self.file.name)),
            },
            Err(why) => self.warn(format!("not saved: {why}")),
        }
        Vec::new()
    }
}
