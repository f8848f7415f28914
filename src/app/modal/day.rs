//! The question for a date: as of which everything is shown, or as known on which.

use std::borrow::Cow;

use chrono::NaiveDate;
use tui_input::Input;

use crate::app::action::Action;
use crate::app::form::when::read_day;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Offers};
use crate::app::request::Request;

/// Which clock a date is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asks {
    /// The day on which things are.
    #[default]
    AsOf,
    /// The day on which they were known.
    Known,
}

/// A date while it is typed.
#[derive(Debug, Clone, Default)]
pub struct DayField {
    /// Which clock it is for.
    pub asks: Asks,
    /// What is typed.
    pub input: Input,
    /// What stands there is proposed: what is typed takes its place.
    pub proposed: bool,
    /// Why it is no date.
    pub error: Option<String>,
}

impl DayField {
    /// The question on which day things were known; what is asked for already stands there.
    pub fn known(day: Option<NaiveDate>) -> Self {
        let typed = day.map(|day| day.to_string()).unwrap_or_default();
        Self { asks: Asks::Known, proposed: day.is_some(), input: Input::new(typed), error: None }
    }
}

impl Layer for DayField {
    fn context(&self) -> Context {
        Context::Field
    }

    fn title(&self) -> Cow<'_, str> {
        match self.asks {
            Asks::AsOf => "As of".into(),
            Asks::Known => "As known on (empty: all that the file has)".into(),
        }
    }

    fn offers(&self) -> Offers {
        &[(Action::Open, "go there"), (Action::Back, "")]
    }

    fn act(&mut self, action: Action, around: &Around<'_>) -> Option<Request> {
        if action != Action::Open {
            return None;
        }
        if self.asks == Asks::Known && self.input.value().trim().is_empty() {
            return Some(Request::KnownOn(None));
        }
        Some(match read_day(self.input.value(), around.today) {
            Ok(day) if self.asks == Asks::Known => Request::KnownOn(Some(day)),
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

    fn proposes(&mut self) -> Option<&mut bool> {
        Some(&mut self.proposed)
    }

    fn typed(&mut self) -> Request {
        self.error = None;
        Request::Nothing
    }
}
