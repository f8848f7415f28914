//! A form as a layer over the panes.

use std::borrow::Cow;

use chrono::NaiveDate;

use crate::app::action::Action;
use crate::app::chord::{Chord, KeyCode};
use crate::app::field::Cut;
use crate::app::keymap::Context;
use crate::app::layer::{Around, Layer, Offers};
use crate::app::layout::Layout;
use crate::app::request::Request;
use crate::model::state::RecordKind;

use super::spec::Refers;
use super::{Form, FormField};

impl Form {
    /// Cancels it; asks once more where something was typed.
    fn cancel(&mut self) -> Request {
        if self.touched && !self.asked_out {
            self.asked_out = true;
            let why = "not closed: Esc again discards what was typed, any other key goes on";
            self.error = Some(why.to_owned());
            return Request::Warn(why.to_owned());
        }
        Request::Close
    }

    /// Asks for a new record of the kind that the focused field refers to, whose id comes into it; elsewhere for a source,
    /// whose id comes into the field that takes it.
    fn ask_new(&mut self, around: &Around<'_>) -> Request {
        let list = match self.fields.get(self.at).and_then(FormField::refers) {
            Some(Refers::To(list)) => list,
            _ if self.to_sources(around.state()) => RecordKind::Sources,
            _ => return Request::Warn("no field here refers to a record".to_owned()),
        };
        let taken = self.made.iter().map(|record| record.id().to_string()).collect();
        Request::AddInside { list, taken, typed: self.being_typed(around.state()) }
    }
}

impl Layer for Form {
    fn context(&self) -> Context {
        Context::Form
    }

    fn title(&self) -> Cow<'_, str> {
        self.title.as_str().into()
    }

    fn offers(&self) -> Offers {
        &[
            (Action::NextField, ""),
            (Action::Accept, ""),
            (Action::NextMatch, "other match"),
            (Action::NewRecord, "new record"),
            (Action::Back, "cancel"),
        ]
    }

    fn act(&mut self, action: Action, around: &Around<'_>) -> Option<Request> {
        if action != Action::Back && std::mem::take(&mut self.asked_out) {
            self.error = None;
        }
        match action {
            Action::PreviousField => self.step(false, around.state()),
            Action::NextMatch => self.next_match(true),
            Action::PreviousMatch => self.next_match(false),
            Action::NewLine => self.new_line(around.state()),
            Action::RemoveRow => {
                if !self.remove_row(around.state()) {
                    return Some(Request::Warn(
                        "no row is here: Ctrl-x removes one of exchanges or figures".to_owned(),
                    ));
                }
            }
            Action::NewRecord => return Some(self.ask_new(around)),
            Action::EditText => return Some(self.ask_editor()),
            Action::Accept => return Some(Request::AcceptForm),
            Action::Open if self.is_last() => return Some(Request::AcceptForm),
            // What may mean several records keeps the keys.
            Action::Open if !self.complete() => {}
            Action::NextField | Action::Open => self.step(true, around.state()),
            Action::Back => return Some(self.cancel()),
            _ => return None,
        }
        Some(Request::Nothing)
    }

    fn press(&mut self, chord: Chord, around: &Around<'_>) -> Request {
        let turned = match chord.code() {
            KeyCode::Left => self.turn(false, around.state()),
            KeyCode::Right => self.turn(true, around.state()),
            _ => false,
        };
        self.asked_out = false;
        if !turned {
            self.type_key(chord, around.state());
        }
        Request::Nothing
    }

    fn paste(&mut self, text: &str, around: &Around<'_>) -> Result<(Request, Option<Cut>), &'static str> {
        self.paste_text(text, around.state()).map(|cut| (Request::Nothing, cut))
    }

    fn settle(&mut self, layout: &Layout) {
        self.clamp(usize::from(layout.form_rows()));
    }

    fn new_day(&mut self, today: NaiveDate) {
        self.today = today;
    }

    fn is_touched(&self) -> bool {
        self.touched
    }
}
