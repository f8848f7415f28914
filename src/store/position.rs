//! Lines and columns.

use crate::model::check::Position;

/// Finds lines and columns of places that are asked in ascending order, in one pass over the text.
#[derive(Debug, Clone)]
pub struct Positions<'t> {
    text: &'t str,
    byte: usize,
    line: usize,
    column: usize,
}

impl<'t> Positions<'t> {
    /// Starts at the beginning of `text`.
    pub fn new(text: &'t str) -> Self {
        // A byte order mark takes no column.
        let byte = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        Self { text, byte, line: 1, column: 1 }
    }

    /// The position of a byte, which must not lie before the one asked last.
    pub fn of(&mut self, byte: usize) -> Position {
        let byte = byte.min(self.text.len());
        for b in self.text.as_bytes().get(self.byte..byte).unwrap_or_default() {
            if *b == b'\n' {
                self.line += 1;
                self.column = 1;
            } else if (*b & 0xc0) != 0x80 {
                // Every byte but the continuation bytes of UTF-8 begins a character.
                self.column += 1;
            }
        }
        self.byte = self.byte.max(byte);
        Position { line: self.line, column: self.column }
    }
}

/// So much of a line is looked at on either side of a place: a file without line breaks stays quick.
const AROUND: usize = 4096;

/// The line of the text in which `byte` stands, without its end, and where what is given of it begins: of a very long
/// line only what is around the place.
pub fn line_of(text: &str, byte: usize) -> (&str, usize) {
    let at = floor(text, byte);
    let from = floor(text, at.saturating_sub(AROUND));
    let to = floor(text, at + AROUND);
    let before = text.get(from..at).unwrap_or_default();
    let start = before.rfind('\n').map_or(from, |newline| from + newline + 1);
    let rest = text.get(start..to).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    (line.strip_suffix('\r').unwrap_or(line), start)
}

/// The beginning of the character that a byte is in.
fn floor(text: &str, byte: usize) -> usize {
    let mut at = byte.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_columns_count_from_one_and_in_characters() {
        let text = "\u{feff}ab\r\nдв\n\nx";
        let mut positions = Positions::new(text);
        let mut at = |needle: &str| {
            let position = positions.of(text.find(needle).unwrap());
            (position.line, position.column)
        };
        assert_eq!(at("b"), (1, 2));
        assert_eq!(at("в"), (2, 2));
        assert_eq!(at("x"), (4, 1));
    }

    #[test]
    fn the_line_of_a_place_is_without_its_end() {
        let text = "ab\r\ncd";
        assert_eq!(line_of(text, 1), ("ab", 0));
        assert_eq!(line_of(text, 5), ("cd", 4));
        assert_eq!(line_of(text, 99), ("cd", 4));
    }
}
