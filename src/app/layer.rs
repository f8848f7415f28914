//! What every modal is, whatever it shows: one layer over the panes. The app walks its modals through this trait alone,
//! so that a new one is a file of its own, a line in [`super::modal`] and what `ui` draws of it.

use std::borrow::Cow;

use chrono::NaiveDate;
use tui_input::Input;

use crate::model::state::State;

use super::action::Action;
use super::chord::Chord;
use super::cursor::Cursor;
use super::field::{self, Cut};
use super::keymap::Context;
use super::layout::Layout;
use super::request::Request;
use crate::views::day::Day;

/// What a layer may look at.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The facts and their rows.
    pub facts: &'a Day,
    /// The real day.
    pub today: NaiveDate,
}

impl<'a> Around<'a> {
    /// The state with all its changes.
    pub fn state(&self) -> &'a State {
        self.facts.state()
    }
}

/// The actions that the footer offers, the most important ones first, each with what it is called here where that is not
/// what it is called elsewhere; the last two are always in view.
pub type Offers = &'static [(Action, &'static str)];

/// Whether an action can do something on a layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Works {
    /// It can.
    Yes,
    /// It cannot, and why.
    No(&'static str),
    /// The layer has no part in it: the panes below say.
    Unsaid,
}

/// What the keys for moving move while a layer is on top.
#[derive(Debug)]
pub enum Moves<'a> {
    /// A cursor among so many rows of its own.
    Rows(&'a mut Cursor, usize),
    /// The cursor of the focused pane.
    Panes,
    /// Nothing.
    Nothing,
}

/// One layer over the panes. It changes itself, and [requests](Request) everything else.
pub trait Layer {
    /// Where keys are pressed while it is on top.
    fn context(&self) -> Context;

    /// What stands in its border.
    fn title(&self) -> Cow<'_, str>;

    /// What the footer offers.
    fn offers(&self) -> Offers;

    /// Whether an action works here.
    fn works(&self, _action: Action) -> Works {
        Works::Unsaid
    }

    /// Whether an action does something else here than its name says: then it changes nothing of the file, and works
    /// always.
    fn has_own(&self, _action: Action) -> bool {
        false
    }

    /// Does what an action means here; `None` where it means the same as everywhere.
    fn act(&mut self, _action: Action, _around: &Around<'_>) -> Option<Request> {
        None
    }

    /// The text field that takes the keys.
    fn input(&mut self) -> Option<&mut Input> {
        None
    }

    /// Whether the text of that field is a proposal that nobody has touched yet: what is typed takes its place.
    fn proposes(&mut self) -> Option<&mut bool> {
        None
    }

    /// The text of that field has changed.
    fn typed(&mut self) -> Request {
        Request::Nothing
    }

    /// Takes a key that is bound to nothing here.
    fn press(&mut self, chord: Chord, _around: &Around<'_>) -> Request {
        let replaces = field::edits(chord) && self.proposes().is_some_and(std::mem::take);
        let Some(input) = self.input() else { return Request::Unknown(chord) };
        let replaced = replaces && field::press_over(input, chord);
        if replaced || field::press(input, chord) { self.typed() } else { Request::Nothing }
    }

    /// Takes a pasted text; returns what was too long for the field.
    ///
    /// # Errors
    /// Where nothing can be pasted: why.
    fn paste(&mut self, text: &str, _around: &Around<'_>) -> Result<(Request, Option<Cut>), &'static str> {
        let replaces = self.proposes().is_some_and(std::mem::take);
        let Some(input) = self.input() else {
            return Err("nothing can be pasted here: open a field first");
        };
        if replaces {
            input.reset();
        }
        let cut = field::paste(input, text);
        Ok((self.typed(), cut))
    }

    /// What the keys for moving move.
    fn moves(&mut self) -> Moves<'_> {
        Moves::Nothing
    }

    /// How many rows a page down moves; `None` where it is as many as in the focused pane.
    fn page_rows(&self, _layout: &Layout) -> Option<usize> {
        None
    }

    /// Fits it to the screen, and keeps its cursor inside its rows and its window.
    fn settle(&mut self, _layout: &Layout) {}

    /// A click on a cell of the screen.
    fn click(&mut self, _layout: &Layout, _column: u16, _row: u16) -> Request {
        Request::Nothing
    }

    /// A turn of the wheel by so many rows.
    fn wheel(&mut self, _layout: &Layout, rows: isize) {
        if let Moves::Rows(cursor, length) = self.moves() {
            cursor.by(rows, length);
        }
    }

    /// The facts have changed.
    fn follow(&mut self, _facts: &Day) {}

    /// The real day is another now.
    fn new_day(&mut self, _today: NaiveDate) {}

    /// Whether it asks for a decision: a key that was typed before anybody saw it must not give one.
    fn asks(&self) -> bool {
        false
    }

    /// Whether something was typed into it that closing it would lose.
    fn is_touched(&self) -> bool {
        false
    }

    /// The same as a trait object, of what it is in a box too.
    fn as_layer(&self) -> &dyn Layer
    where
        Self: Sized,
    {
        self
    }

    /// The same, to be changed.
    fn as_layer_mut(&mut self) -> &mut dyn Layer
    where
        Self: Sized,
    {
        self
    }
}
