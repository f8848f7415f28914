//! The filter of the focused pane while it is typed, and the name under which it is saved.

use std::borrow::Cow;

use tui_input::Input;

use crate::app::action::Action;
use crate::app::chord::Chord;
use crate::app::field::{self, Cut};
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Moves, Offers, Works};
use crate::app::request::Request;

use super::completion::Completion;

/// The filter of the focused pane while it is typed.
#[derive(Debug, Clone, Default)]
pub struct FilterField {
    /// What is typed.
    pub input: Input,
    /// What can be taken instead of the word at the cursor.
    pub completion: Completion,
    /// The filters that were kept before, the newest last.
    history: Vec<String>,
    /// Which of them stands in the field.
    recalled: Option<usize>,
    /// Something was typed, so that the keys for moving no longer go through the history.
    is_touched: bool,
    /// The text is the filter of before and no key has edited it: what is typed stands instead of it.
    is_selected: bool,
}

impl FilterField {
    /// The field with the filter that there is, and those that were kept before.
    pub(in crate::app) fn of(filter: &str, history: Vec<String>) -> Self {
        let is_selected = !filter.is_empty();
        Self { input: Input::new(filter.to_owned()), history, is_selected, ..Self::default() }
    }

    /// Whether what is typed stands instead of the text.
    pub fn is_selected(&self) -> bool {
        self.is_selected
    }

    /// Puts the filter that was kept before the one in the field there, or the one after it.
    fn recall(&mut self, older: bool) -> Option<Request> {
        let last = self.history.len().checked_sub(1)?;
        let at = match (self.recalled, older) {
            (None, true) => Some(last),
            (None, false) => return None,
            (Some(at), true) => Some(at.saturating_sub(1)),
            (Some(at), false) => (at < last).then_some(at + 1),
        };
        let text = at.and_then(|at| self.history.get(at)).cloned().unwrap_or_default();
        (self.recalled, self.is_selected) = (at, false);
        self.input = Input::new(text.clone());
        self.completion.close();
        Some(Request::Filter(text))
    }

    /// Takes what is chosen, or the first that is offered.
    fn take(&mut self) -> Option<Request> {
        let (text, cursor) = self.completion.taken(self.input.value())?;
        self.input = Input::new(text.clone()).with_cursor(cursor);
        (self.is_touched, self.is_selected) = (true, false);
        Some(Request::Filter(text))
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
        &[
            (Action::Open, "keep the filter"),
            (Action::Complete, "take"),
            (Action::SaveFilter, ""),
            (Action::Back, "clear it"),
        ]
    }

    fn works(&self, action: Action) -> Works {
        match action {
            Action::Complete if self.completion.offers.is_empty() => Works::No("nothing is offered here"),
            _ => Works::Unsaid,
        }
    }

    fn act(&mut self, action: Action, _around: &Around<'_>) -> Option<Request> {
        let browses = !self.is_touched || self.input.value().is_empty();
        match action {
            Action::Open if self.completion.chosen.is_some() => self.take(),
            Action::Open => Some(Request::KeepFilter(self.input.value().to_owned())),
            Action::Complete => Some(self.take().unwrap_or(Request::Nothing)),
            Action::Back if self.completion.chosen.take().is_some() => Some(Request::Nothing),
            Action::Back => Some(Request::ClearFilter),
            Action::SaveFilter => Some(Request::NameFilter),
            Action::MoveUp if browses && self.completion.chosen.is_none() && !self.history.is_empty() => {
                self.recall(true)
            }
            Action::MoveDown if self.recalled.is_some() && browses => self.recall(false),
            Action::MoveUp | Action::MoveDown => {
                self.completion.choose(action == Action::MoveDown).then_some(Request::Nothing)
            }
            _ => None,
        }
    }

    fn input(&mut self) -> Option<&mut Input> {
        Some(&mut self.input)
    }

    fn press(&mut self, chord: Chord, _around: &Around<'_>) -> Request {
        // As in the line of addresses of a browser: a letter replaces what is selected, a key that moves or deletes edits it.
        if self.is_selected && chord.text().is_some() {
            self.input = Input::default();
        }
        self.is_selected = false;
        if field::press(&mut self.input, chord) { self.typed() } else { Request::Nothing }
    }

    fn paste(&mut self, text: &str, _around: &Around<'_>) -> Result<(Request, Option<Cut>), &'static str> {
        if std::mem::take(&mut self.is_selected) {
            self.input = Input::default();
        }
        let cut = field::paste(&mut self.input, text);
        Ok((self.typed(), cut))
    }

    fn typed(&mut self) -> Request {
        (self.is_touched, self.recalled) = (true, None);
        self.completion.close();
        Request::Filter(self.input.value().to_owned())
    }

    /// While a filter is typed and nothing is offered the arrows move through its results.
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
