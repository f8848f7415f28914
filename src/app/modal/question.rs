//! Questions that the program asks: a title, what it is about, and answers by letter.

use std::borrow::Cow;

use crate::app::action::Action;
use crate::app::chord::Chord;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Offers};
use crate::app::request::{Answer, Request};

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
    /// It cannot be closed without an answer.
    is_pressing: bool,
}

impl Question {
    /// A question; the first answer is the one that Enter gives.
    pub fn new(title: impl Into<String>, lines: Vec<String>, answers: Vec<(char, &str, Answer)>) -> Self {
        let answers = answers.into_iter().map(|(key, word, answer)| (key, word.to_owned(), answer)).collect();
        Self::of(title, lines, answers)
    }

    /// The same with answers whose wording is made for it.
    pub fn of(title: impl Into<String>, lines: Vec<String>, answers: Vec<(char, String, Answer)>) -> Self {
        Self { title: title.into(), lines, answers, at: 0, is_pressing: false }
    }

    /// The same, to be closed by an answer only.
    #[must_use]
    pub fn pressing(self) -> Self {
        Self { is_pressing: true, ..self }
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

    /// The letters of its answers: `r, l or d`.
    fn letters(&self) -> String {
        let mut letters: Vec<String> = self.answers.iter().map(|(key, ..)| key.to_string()).collect();
        let last = letters.pop().unwrap_or_default();
        if letters.is_empty() { last } else { format!("{} or {last}", letters.join(", ")) }
    }

    /// The answer that Enter gives.
    pub fn chosen(&self) -> Option<Answer> {
        self.answers.get(self.at).map(|(_, _, answer)| answer.clone())
    }
}

impl Layer for Question {
    fn context(&self) -> Context {
        Context::Question
    }

    fn title(&self) -> Cow<'_, str> {
        self.title.as_str().into()
    }

    fn offers(&self) -> Offers {
        &[(Action::NextField, "choose"), (Action::Accept, "answer"), (Action::Back, "")]
    }

    fn act(&mut self, action: Action, _around: &Around<'_>) -> Option<Request> {
        match action {
            Action::NextField | Action::PreviousField => {
                self.step(action == Action::NextField);
                Some(Request::Nothing)
            }
            Action::Accept | Action::Open => Some(self.chosen().map_or(Request::Nothing, Request::Answer)),
            Action::Back if self.is_pressing => {
                Some(Request::Warn(format!("this needs an answer: {}", self.letters())))
            }
            // It is asked already, or something else is to be answered first.
            Action::Quit => Some(Request::Nothing),
            _ => None,
        }
    }

    fn press(&mut self, chord: Chord, _around: &Around<'_>) -> Request {
        let of = |chord: Chord| chord.text().and_then(|letter| self.of_letter(letter));
        // Another alphabet's letter in the same place answers as well.
        let answer = of(chord).or_else(|| chord.latin().and_then(of));
        answer.map_or(Request::Nothing, Request::Answer)
    }

    fn asks(&self) -> bool {
        true
    }
}
