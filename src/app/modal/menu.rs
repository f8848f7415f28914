//! What works with what is under the pointer: a small list of actions with their keys.

use std::borrow::Cow;

use crate::app::action::Action;
use crate::app::chord::{Chord, KeyCode};
use crate::app::cursor::Cursor;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Moves, Offers};
use crate::app::request::Request;

/// An action that is offered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What is done.
    pub action: Action,
    /// What it is called.
    pub title: String,
    /// Its key, where one does it.
    pub key: Option<Chord>,
}

/// The actions that are offered at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Menu {
    /// The cell where it opens: column and row.
    pub at: (u16, u16),
    /// The actions.
    pub offers: Vec<Offer>,
    /// The cursor among them.
    pub cursor: Cursor,
}

impl Menu {
    /// The actions that are offered at a cell; `None` where there is none.
    pub(in crate::app) fn new(at: (u16, u16), offers: Vec<Offer>) -> Option<Self> {
        (!offers.is_empty()).then_some(Self { at, offers, cursor: Cursor::default() })
    }
}

impl Layer for Menu {
    fn context(&self) -> Context {
        Context::Question
    }

    fn title(&self) -> Cow<'_, str> {
        "Here".into()
    }

    fn offers(&self) -> Offers {
        &[(Action::NextField, "choose"), (Action::Accept, "do it"), (Action::Back, "close")]
    }

    fn act(&mut self, action: Action, _around: &Around<'_>) -> Option<Request> {
        match action {
            Action::NextField | Action::PreviousField => {
                let length = self.offers.len().max(1);
                let step = if action == Action::NextField { 1 } else { length - 1 };
                self.cursor.at = (self.cursor.at + step) % length;
                Some(Request::Nothing)
            }
            Action::Accept | Action::Open => Some(
                self.offers.get(self.cursor.at).map_or(Request::Close, |offer| Request::Do(offer.action)),
            ),
            Action::Quit => Some(Request::Close),
            _ => None,
        }
    }

    /// The key of an action does it; `j` and `k` move as everywhere.
    fn press(&mut self, chord: Chord, around: &Around<'_>) -> Request {
        let of = |chord: Chord| {
            self.offers.iter().find(|offer| offer.key == Some(chord)).map(|offer| offer.action)
        };
        if let Some(action) = of(chord).or_else(|| chord.latin().and_then(of)) {
            return Request::Do(action);
        }
        let moves = match chord.code() {
            KeyCode::Char('j') => Action::NextField,
            KeyCode::Char('k') => Action::PreviousField,
            KeyCode::Char('q') => return Request::Close,
            _ => return Request::Unknown(chord),
        };
        self.act(moves, around).unwrap_or(Request::Nothing)
    }

    fn moves(&mut self) -> Moves<'_> {
        Moves::Rows(&mut self.cursor, self.offers.len())
    }
}
