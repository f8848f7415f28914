//! Typing into the one-line text fields: the filter, the date, the palette.

use std::fmt;

use tui_input::{Input, InputRequest};

use super::chord::{Chord, KeyCode};

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

/// Presses a key in a field whose whole text is selected: a letter takes its place, a key that deletes deletes it. Returns
/// whether it was either; all others only move the cursor.
pub(super) fn press_over(input: &mut Input, chord: Chord) -> bool {
    let replaces = match request(chord) {
        Some(InputRequest::InsertChar(c)) => Some(c.to_string()),
        Some(InputRequest::DeletePrevChar | InputRequest::DeleteNextChar) => Some(String::new()),
        _ => None,
    };
    let is_it = replaces.is_some();
    if let Some(text) = replaces {
        *input = Input::new(text);
    }
    is_it
}

/// A field of one line takes so many characters: far more than any name, address or filter has.
pub(super) const LONGEST: usize = 10_000;

/// What a field did not take of a paste.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// So many characters were taken.
    taken: usize,
    /// Of so many.
    of: usize,
}

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { taken, of } = self;
        write!(f, "pasted {} of {} characters: no line here is longer", in_threes(*taken), in_threes(*of))
    }
}

/// A number with commas between thousands.
fn in_threes(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Puts a pasted text into a field; line breaks become spaces, other control characters are left out. Returns what was
/// too long for it.
pub(super) fn paste(input: &mut Input, text: &str) -> Option<Cut> {
    let clean = |c: char| if matches!(c, '\n' | '\r' | '\t') { ' ' } else { c };
    let text: String = text.chars().map(clean).filter(|c| !c.is_control()).collect();
    let (of, room) = (text.chars().count(), LONGEST.saturating_sub(input.value().chars().count()));
    let end = text.char_indices().nth(room).map_or(text.len(), |(at, _)| at);
    insert(input, text.get(..end).unwrap_or_default());
    (of > room).then_some(Cut { taken: room, of })
}

/// The same into a field of several lines: line breaks stay, and it takes everything.
pub(super) fn paste_lines(input: &mut Input, text: &str) {
    let text: String = text
        .replace("\r\n", "\n")
        .chars()
        .map(|c| if c == '\r' { '\n' } else { c })
        .filter(|c| *c == '\n' || !c.is_control())
        .collect();
    insert(input, &text);
}

/// Puts a text in at the cursor, all at once: letter by letter each would move all that follow.
fn insert(input: &mut Input, text: &str) {
    let at = input.cursor();
    let whole = input.value();
    let (before, after) = whole.split_at(whole.char_indices().nth(at).map_or(whole.len(), |(byte, _)| byte));
    let cursor = at + text.chars().count();
    *input = Input::new([before, text, after].concat()).with_cursor(cursor);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_paste_stands_where_the_cursor_is_and_the_cursor_behind_it() {
        let mut input = Input::new("добро".to_owned()).with_cursor(2);
        assert_eq!(paste(&mut input, "a\tb\x1b\u{9b}\r\nc"), None);
        assert_eq!((input.value(), input.cursor()), ("доa b  cбро", 8));
        let mut note = Input::new("xy".to_owned()).with_cursor(1);
        paste_lines(&mut note, "a\r\nb\rc\x1b");
        assert_eq!((note.value(), note.cursor()), ("xa\nb\ncy", 6));
    }

    #[test]
    fn a_line_takes_what_it_has_room_for_and_says_the_rest() {
        let mut input = Input::new("é".repeat(9_999));
        let cut = paste(&mut input, &"д".repeat(1_048_576)).unwrap();
        assert_eq!(cut.to_string(), "pasted 1 of 1,048,576 characters: no line here is longer");
        assert_eq!(input.value().chars().count(), LONGEST);
        let mut note = Input::default();
        paste_lines(&mut note, &"д".repeat(1_048_576));
        assert_eq!(note.value().chars().count(), 1_048_576);
    }
}
