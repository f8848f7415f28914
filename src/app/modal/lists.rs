//! The question for the files of an official list.

use std::borrow::Cow;

use tui_input::Input;

use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Offers};
use crate::app::request::{ListTask, Request};
use crate::model::date::Date;

/// The names of files while they are typed.
#[derive(Debug, Clone)]
pub struct ListsField {
    /// What is typed.
    pub input: Input,
    /// What is done with them.
    pub task: ListTask,
    /// Why they could not be read, or what there is of a path.
    pub said: Option<String>,
}

/// So many names of files are shown of those that a path may mean.
const MOST_NAMES: usize = 12;

impl ListsField {
    /// The question, with what was typed the last time.
    pub fn new(input: Input, task: ListTask) -> Self {
        Self { input, task, said: None }
    }

    /// The path at the end of what is typed, behind the day it may begin with: where it begins, and what it says without
    /// its quotes.
    fn path(&self) -> (usize, String) {
        let text = self.input.value();
        let (mut start, mut quote, mut is_escaped) = (0, None, false);
        for (at, c) in text.char_indices() {
            match (quote, c) {
                _ if is_escaped => is_escaped = false,
                (None | Some('"'), '\\') => is_escaped = true,
                (None, '"' | '\'') => quote = Some(c),
                (Some(open), _) if open == c => quote = None,
                (None, _) if c.is_whitespace() => start = at + c.len_utf8(),
                _ => {}
            }
        }
        let word = text.get(start..).unwrap_or_default();
        let day = word.split_once('=').filter(|(day, _)| day.parse::<Date>().is_ok());
        let (start, word) = day.map_or((start, word), |(day, path)| (start + day.len() + 1, path));
        // A quote that is open yet is closed for the reading.
        let closed = [word, quote.map_or("", |quote| if quote == '"' { "\"" } else { "'" })].concat();
        let read = shell_words::split(&closed).unwrap_or_default();
        (start, read.into_iter().next().unwrap_or_default())
    }

    /// Completes the path as far as all files that it may mean have it in common, and says which they are.
    pub fn offer(&mut self, path: &str, found: &[String]) {
        let (start, typed) = self.path();
        if typed != path {
            // Somebody has typed on.
            return;
        }
        let Some(first) = found.first() else {
            self.said = Some(format!("no file begins so: {path}"));
            return;
        };
        let is_common = |end: &usize| {
            let common = first.get(..*end);
            common.is_some() && found.iter().all(|other| other.get(..*end) == common)
        };
        let end = (0..=first.len()).rev().find(is_common).unwrap_or_default();
        let common = first.get(..end).unwrap_or_default();
        if common.len() > path.len() || found.len() == 1 {
            let quoted = shell_words::quote(common);
            let behind = if found.len() == 1 && !common.ends_with('/') { " " } else { "" };
            let before = self.input.value().get(..start).unwrap_or_default();
            self.input = Input::new(format!("{before}{quoted}{behind}"));
        }
        let name = |path: &String| {
            let folder = common.rfind('/').map_or(0, |at| at + 1);
            path.get(folder..).unwrap_or(path).to_owned()
        };
        self.said = (found.len() > 1).then(|| {
            let names: Vec<String> = found.iter().take(MOST_NAMES).map(name).collect();
            let more = if found.len() > MOST_NAMES { " …" } else { "" };
            format!("{} fit: {}{more}", found.len(), names.join("  "))
        });
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
