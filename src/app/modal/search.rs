//! What is searched for on the page below, while it is typed.

use std::borrow::Cow;

use tui_input::Input;

use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Offers};
use crate::app::request::Request;

/// What is searched for on a page, while it is typed.
#[derive(Debug, Clone, Default)]
pub struct SearchField {
    /// What is typed.
    pub input: Input,
}

impl Layer for SearchField {
    fn context(&self) -> Context {
        Context::Field
    }

    fn title(&self) -> Cow<'_, str> {
        "Search the page".into()
    }

    fn offers(&self) -> Offers {
        &[
            (Action::MoveDown, "next, previous"),
            (Action::Open, "stay there"),
            (Action::Back, "back to where it began"),
        ]
    }

    fn act(&mut self, action: Action, _around: &Around<'_>) -> Option<Request> {
        match action {
            Action::Open => Some(Request::EndSearch(true)),
            Action::Back => Some(Request::EndSearch(false)),
            Action::MoveDown | Action::PageDown => Some(Request::NextHit(true)),
            Action::MoveUp | Action::PageUp => Some(Request::NextHit(false)),
            _ => None,
        }
    }

    fn input(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn typed(&mut self) -> Request {
        Request::SearchPage(self.input.value().to_owned())
    }
}
