//! A note in the person's own editor.

use tui_input::{Input, InputRequest};

use super::Form;
use crate::app::field;
use crate::app::request::Request;
use crate::model::state::State;

impl Form {
    /// Asks for the editor where the focused field is a note. Elsewhere the key means what it does in shells: the end of
    /// the line.
    pub(super) fn ask_editor(&mut self) -> Request {
        let Some(field) = self.fields.get_mut(self.at) else { return Request::Nothing };
        if field.has_lines() {
            return Request::EditNote(field.input.value().to_owned());
        }
        field.input.handle(InputRequest::GoToEnd);
        Request::Nothing
    }

    /// The note comes back from the editor; `false` where the focused field takes none.
    pub fn take_note(&mut self, text: &str, state: &State) -> bool {
        let Some(field) = self.fields.get_mut(self.at).filter(|field| field.has_lines()) else {
            return false;
        };
        // Editors end a text with a line end, which is no part of the note.
        let text = text.strip_suffix('\n').unwrap_or(text);
        field.input = Input::default();
        field::paste_lines(&mut field.input, text.strip_suffix('\r').unwrap_or(text));
        field.typed = true;
        field.proposed = false;
        self.changed(state);
        true
    }
}
