//! The filter of the focused pane while it is typed, and the name under which it is saved.

use std::borrow::Cow;

use tui_input::Input;

use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Moves, Offers};
use crate::app::request::Request;

/// The filter of the focused pane while it is typed.
#[derive(Debug, Clone, Default)]
pub struct FilterField {
    /// What is typed.
    pub input: Input,
}

impl FilterField {
    /// The field with the filter that there is.
    pub(in crate::app) fn of(filter: &str) -> Self {
        Self { input: Input::new(filter.to_owned()) }
    }
}

impl Layer for FilterField {
    fn context(&self) -> Context {
        Context::Field
    }

    fn title(&self) -> Cow<'_, str> {
        "Filter".into()
    }

    fn offers(&self) -> Offers {
        &[(Action::Open, "keep the filter"), (Action::SaveFilter, ""), (Action::Back, "clear it")]
    }

    fn act(&mut self, action: Action, _around: &Around<'_>) -> Option<Request> {
        match action {
            Action::Open => Some(Request::Close),
            Action::Back => Some(Request::ClearFilter),
            Action::SaveFilter => Some(Request::NameFilter),
            _ => None,
        }
    }

    fn input(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn typed(&mut self) -> Request {
        Request::Filter(self.input.value().to_owned())
    }

    /// While a filter is typed the arrows move through its results.
    fn moves(&mut self) -> Moves<'_> {
        Moves::Panes
    }
}

/// The name under which a filter is saved, while it is typed.
#[derive(Debug, Clone, Default)]
pub struct FilterName {
    /// What is typed.
    pub input: Input,
}

impl Layer for FilterName {
    fn context(&self) -> Context {
        Context::Field
    }

    fn title(&self) -> Cow<'_, str> {
        "Save the filter".into()
    }

    fn offers(&self) -> Offers {
        &[(Action::Open, "save it"), (Action::Back, "")]
    }

    fn act(&mut self, action: Action, _around: &Around<'_>) -> Option<Request> {
        matches!(action, Action::Open | Action::SaveFilter)
            .then(|| Request::SaveFilter(self.input.value().to_owned()))
    }

    fn input(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }
}
