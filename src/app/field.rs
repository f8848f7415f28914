//! Typing into the one-line text fields: the filter, the date, the palette.

use ratatui::crossterm::event::KeyCode;
use tui_input::{Input, InputRequest};

use super::chord::Chord;

/// What an editing key asks of a text field; `None` when the key edits nothing.
fn request(chord: Chord) -> Option<InputRequest> {
    if let Some(c) = chord.text() {
        return Some(InputRequest::InsertChar(c));
    }
    if chord.is_alt() {
        // As in shells.
        return Some(match chord.code() {
            KeyCode::Char('b') => InputRequest::GoToPrevWord,
            KeyCode::Char('f') => InputRequest::GoToNextWord,
            KeyCode::Char('d') => InputRequest::DeleteNextWord,
            KeyCode::Backspace => InputRequest::DeletePrevWord,
            _ => return None,
        });
    }
    Some(match (chord.code(), chord.control()) {
        (KeyCode::Backspace, false) | (KeyCode::Char('h'), true) => InputRequest::DeletePrevChar,
        (KeyCode::Delete, false) => InputRequest::DeleteNextChar,
        (KeyCode::Left, false) => InputRequest::GoToPrevChar,
        (KeyCode::Right, false) => InputRequest::GoToNextChar,
        (KeyCode::Left, true) => InputRequest::GoToPrevWord,
        (KeyCode::Right, true) => InputRequest::GoToNextWord,
        (KeyCode::Home, _) | (KeyCode::Char('a'), true) => InputRequest::GoToStart,
        (KeyCode::End, _) | (KeyCode::Char('e'), true) => InputRequest::GoToEnd,
        (KeyCode::Backspace | KeyCode::Char('w'), true) => InputRequest::DeletePrevWord,
        (KeyCode::Char('u'), true) => InputRequest::DeleteLine,
        (KeyCode::Char('k'), true) => InputRequest::DeleteTillEnd,
        _ => return None,
    })
}

/// Whether a key edits the text of a field.
pub(super) fn edits(chord: Chord) -> bool {
    request(chord).is_some()
}

/// Presses a key in a field; returns whether the text changed.
pub(super) fn press(input: &mut Input, chord: Chord) -> bool {
    let before = input.value().len();
    let changed = request(chord).and_then(|request| input.handle(request)).is_some_and(|change| change.value);
    changed || input.value().len() != before
}

/// Puts a pasted text into a field; line breaks become spaces, other control characters are left out.
pub(super) fn paste(input: &mut Input, text: &str) {
    for c in text.chars() {
        let c = if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
        if !c.is_control() {
            input.handle(InputRequest::InsertChar(c));
        }
    }
}

/// The same into a field of several lines: line breaks stay.
pub(super) fn paste_lines(input: &mut Input, text: &str) {
    for c in text.replace("\r\n", "\n").chars() {
        let c = if c == '\r' { '\n' } else { c };
        if c == '\n' || !c.is_control() {
            input.handle(InputRequest::InsertChar(c));
        }
    }
}
