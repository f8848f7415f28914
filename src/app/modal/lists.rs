//! The question for the files of an official list.

use std::borrow::Cow;

use tui_input::Input;

use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Offers};
use crate::app::request::{ListTask, Request};

/// The names of files while they are typed.
#[derive(Debug, Clone)]
pub struct ListsField {
    /// What is typed.
    pub input: Input,
    /// What is done with them.
    pub task: ListTask,
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
        &[(Action::Open, "read them"), (Action::Back, "")]
    }

    fn act(&mut self, action: Action, _around: &Around<'_>) -> Option<Request> {
        (action == Action::Open).then(|| Request::ReadLists(self.input.value().to_owned(), self.task))
    }

    fn input(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }
}
