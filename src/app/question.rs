//! Questions that the program asks: a title, what it is about, and answers by letter.

use super::action::Action;
use crate::edit::op::Transaction;

/// What an answer does.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// Nothing: back to where it was asked.
    Stay,
    /// Leave without saving.
    Discard,
    /// Close the open forms, then leave.
    DropForms,
    /// Save, then leave.
    SaveAndQuit,
    /// Save, though the version before cannot be kept where it belongs.
    SaveAllTheSame(KeepBefore),
    /// Do not save after all.
    DoNotSave,
    /// Commit a change.
    Commit(Box<Transaction>),
    /// Take the edits that a crash has left.
    Recover,
    /// Look at them first.
    Look,
    /// Throw them away.
    Forget,
}

/// What becomes of the version before, where it cannot be kept where it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeepBefore {
    /// It is kept beside the file.
    Beside,
    /// It is not kept.
    Nowhere,
}

/// A question while it is asked.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// What is asked.
    pub title: String,
    /// What it is about.
    pub lines: Vec<String>,
    /// The answers: letter, wording, what it does.
    pub answers: Vec<(char, String, Answer)>,
    /// The answer that Enter gives.
    pub at: usize,
}

impl Question {
    /// A question; the first answer is the one that Enter gives.
    pub fn new(title: impl Into<String>, lines: Vec<String>, answers: Vec<(char, &str, Answer)>) -> Self {
        let answers = answers.into_iter().map(|(key, word, answer)| (key, word.to_owned(), answer)).collect();
        Self { title: title.into(), lines, answers, at: 0 }
    }

    /// Goes to the next or previous answer.
    pub fn step(&mut self, forward: bool) {
        let length = self.answers.len().max(1);
        self.at = (self.at + if forward { 1 } else { length - 1 }) % length;
    }

    /// The answer of a letter.
    pub fn of_letter(&self, letter: char) -> Option<Answer> {
        let letter = letter.to_lowercase().next().unwrap_or(letter);
        self.answers.iter().find(|(key, ..)| *key == letter).map(|(_, _, answer)| answer.clone())
    }

    /// The answer that Enter gives.
    pub fn chosen(&self) -> Option<Answer> {
        self.answers.get(self.at).map(|(_, _, answer)| answer.clone())
    }
}

/// Something that both sides changed differently, and which side is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The record and the field.
    pub what: String,
    /// What is on the screen here.
    pub ours: Option<String>,
    /// What the file says now.
    pub theirs: Option<String>,
    /// Theirs is taken.
    pub take_theirs: bool,
}

/// Whether an action belongs to a context only, so that the palette leaves it out.
pub fn belongs_to_dialogues(action: Action) -> bool {
    matches!(
        action,
        Action::NextField
            | Action::PreviousField
            | Action::Accept
            | Action::NextMatch
            | Action::PreviousMatch
            | Action::NewLine
            | Action::NewSource
            | Action::Turn
            | Action::TakeAll
            | Action::NextLink
            | Action::PreviousLink
    )
}
