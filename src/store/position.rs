//! Lines and columns.

use crate::model::check::Position;

/// Finds lines and columns of places that are asked in ascending order, in one pass over the text.
#[derive(Debug, Clone)]
pub struct Positions<'t> {
    text: &'t str,
    line: usize,
    line_start: usize,
}

impl<'t> Positions<'t> {
    /// Starts at the beginning of `text`.
    pub fn new(text: &'t str) -> Self {
        Self { text, line: 1, line_start: 0 }
    }

    /// The position of a byte, which must not lie before the line of the one asked last.
    pub fn of(&mut self, byte: usize) -> Position {
        let byte = byte.min(self.text.len());
        while let Some(rest) = self.text.as_bytes().get(self.line_start..byte) {
            let Some(end) = rest.iter().position(|b| *b == b'\n') else {
                break;
            };
            self.line += 1;
            self.line_start += end + 1;
        }
        let before = self.text.as_bytes().get(self.line_start..byte).unwrap_or_default();
        // Every byte but the continuation bytes of UTF-8 begins a character.
        let mut column = 1 + before.iter().filter(|b| (**b & 0xc0) != 0x80).count();
        if self.line == 1 && self.text.starts_with('\u{feff}') && byte > 0 {
            column -= 1;
        }
        Position { line: self.line, column }
    }
}

/// The line of the text in which `byte` stands, without its end, and where the line begins.
pub fn line_of(text: &str, byte: usize) -> (&str, usize) {
    let at = byte.min(text.len());
    let start = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let rest = text.get(start..).unwrap_or_default();
    let line = rest.split('\n').next().unwrap_or_default();
    (line.strip_suffix('\r').unwrap_or(line), start)
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
