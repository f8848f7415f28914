//! The question for the files of an official list.

use std::borrow::Cow;

use tui_input::Input;

use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Offers};
use crate::app::request::{ListTask, Request};
use crate::model::date::Date;

use super::path::{completed, last_word, unquoted};

/// The names of files while they are typed.
#[derive(Debug, Clone)]
pub struct ListsField {
    /// What is typed.
    pub input: Input,
    /// What is done with them.
    pub task: ListTask,
    /// Why they could not be read, or what there is of a path.
    pub said: Option<String>,
    /// What an empty answer takes, once that is known.
    pub kept: Option<String>,
}

impl ListsField {
    /// The question, with what was typed the last time.
    pub fn new(input: Input, task: ListTask) -> Self {
        Self { input, task, said: None, kept: None }
    }

    /// The path at the end of what is typed, behind the day it may begin with: where it begins, and what it says without
    /// its quotes.
    fn path(&self) -> (usize, String) {
        let text = self.input.value();
        let (start, quote) = last_word(text);
        let word = text.get(start..).unwrap_or_default();
        let day = word.split_once('=').filter(|(day, _)| day.parse::<Date>().is_ok());
        let (start, word) = day.map_or((start, word), |(day, path)| (start + day.len() + 1, path));
        (start, unquoted(word, quote))
    }

    /// Completes the path as far as all files that it may mean have it in common, and says which they are.
    pub fn offer(&mut self, path: &str, found: &[String]) {
        let (start, typed) = self.path();
        if typed != path {
            // Somebody has typed on.
            return;
        }
        let (longer, said) = completed(path, found);
        if let Some(longer) = longer {
            let before = self.input.value().get(..start).unwrap_or_default();
            self.input = Input::new(format!("{before}{longer}"));
        }
        self.said = said;
    }
}

impl Layer for ListsField {
    fn context(&self) -> Context {
        Context::Field
    }

    fn title(&self) -> Cow<'_, str> {
        match self.task {
            ListTask::Import => "Import an official list",
            ListTask::Reconcile => "Hold the file against official lists",
            ListTask::Screen => "Screen names against official lists",
        }
        .into()
    }

    fn offers(&self) -> Offers {
        &[(Action::Open, "read them"), (Action::Complete, ""), (Action::Back, "")]
    }

    fn act(&mut self, action: Action, _around: &Around<'_>) -> Option<Request> {
        match action {
            Action::Open => Some(Request::ReadLists(self.input.value().to_owned(), self.task)),
            Action::Complete => Some(Request::CompletePath(self.path().1)),
            _ => None,
        }
    }

    fn input(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn typed(&mut self) -> Request {
        self.said = None;
        Request::Nothing
    }
}
