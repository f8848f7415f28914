//! The question for a date.

use std::borrow::Cow;

use tui_input::Input;

use crate::app::action::Action;
use crate::app::form::when::read_day;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Offers};
use crate::app::request::Request;

/// A date while it is typed.
#[derive(Debug, Clone, Default)]
pub struct DayField {
    /// What is typed.
    pub input: Input,
    /// Why it is no date.
    pub error: Option<String>,
}

impl Layer for DayField {
    fn context(&self) -> Context {
        Context::Field
    }

    fn title(&self) -> Cow<'_, str> {
        "As of".into()
    }

    fn offers(&self) -> Offers {
        &[(Action::Open, "go there"), (Action::Back, "")]
    }

    fn act(&mut self, action: Action, around: &Around<'_>) -> Option<Request> {
        if action != Action::Open {
            return None;
        }
        Some(match read_day(self.input.value(), around.today) {
            Ok(day) => Request::GoTo(day),
            Err(why) => {
                self.error = Some(why);
                Request::Nothing
            }
        })
    }

    fn input(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn typed(&mut self) -> Request {
        self.error = None;
        Request::Nothing
    }
}
