//! The question for the reason of what is decided.

use std::borrow::Cow;

use tui_input::Input;

use crate::app::action::Action;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Offers};
use crate::app::request::Request;

/// The reason while it is typed: it is that of all that is decided at once.
#[derive(Debug, Clone, Default)]
pub struct ReasonField {
    /// What is typed.
    pub input: Input,
    /// How many decisions it is for.
    pub count: usize,
}

impl ReasonField {
    /// The question, for so many decisions.
    pub(in crate::app) fn new(count: usize) -> Self {
        Self { input: Input::default(), count }
    }
}

impl Layer for ReasonField {
    fn context(&self) -> Context {
        Context::Field
    }

    fn title(&self) -> Cow<'_, str> {
        "Why it is decided so".into()
    }

    fn offers(&self) -> Offers {
        &[(Action::Open, "decide"), (Action::Back, "")]
    }

    fn act(&mut self, action: Action, _around: &Around<'_>) -> Option<Request> {
        (action == Action::Open).then(|| Request::Decide(self.input.value().to_owned()))
    }

    fn input(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }
}
