//! Text measured in terminal cells: made harmless, fitted to a width, wrapped.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

pub use crate::views::visible::{is_hostile, visible};

/// How many cells the text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text in at most `cells` cells; where it is longer, it ends in `…`.
pub fn cut(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    let mut taken = 0;
    let mut out = String::new();
    for grapheme in text.graphemes(true) {
        let next = width(grapheme);
        if taken + next > cells - 1 {
            break;
        }
        taken += next;
        out.push_str(grapheme);
    }
    out.push('…');
    Cow::Owned(out)
}

/// The text in exactly `cells` cells: cut or filled with spaces on the right.
pub fn fit(text: &str, cells: usize) -> String {
    let mut out = cut(text, cells).into_owned();
    let missing = cells.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
}

/// The same, filled on the left.
pub fn fit_right(text: &str, cells: usize) -> String {
    let cut = cut(text, cells);
    let missing = cells.saturating_sub(width(&cut));
    format!("{}{cut}", " ".repeat(missing))
}

/// The text in lines of at most `cells` cells, broken at spaces where there are any; at least one line.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut taken = 0;
    for word in text.split_word_bounds() {
        let next = width(word);
        if taken + next <= cells {
            line.push_str(word);
            taken += next;
            continue;
        }
        if word.trim().is_empty() {
            lines.push(std::mem::take(&mut line));
            taken = 0;
            continue;
        }
        // Take the unbroken tail (a word before a comma, say) along, so that a line never starts with a comma.
        if taken > 0 {
            let keep = line
                .rfind(' ')
                .map(|at| at + 1)
                .filter(|at| width(line.get(*at..).unwrap_or("")) + next <= cells);
            let tail = keep.map(|at| line.split_off(at)).unwrap_or_default();
            lines.push(std::mem::replace(&mut line, tail));
            taken = width(&line);
        }
        for grapheme in word.graphemes(true) {
            let next = width(grapheme);
            if taken + next > cells {
                lines.push(std::mem::take(&mut line));
                taken = 0;
            }
            line.push_str(grapheme);
            taken += next;
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    for line in &mut lines {
        line.truncate(line.trim_end().len());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_would_steer_the_terminal_is_shown_instead() {
        assert_eq!(visible("a\x1b[31mb"), "a␛[31mb");
        assert_eq!(visible("a\u{202e}b"), "a⟨202E⟩b");
        assert_eq!(visible("a\nb\t\x7f\u{9b}"), "a␊b␉␡⟨009B⟩");
        assert_eq!(visible("Šalčininkai Гродно 中国 e\u{301}"), "Šalčininkai Гродно 中国 e\u{301}");
    }

    #[test]
    fn columns_stay_straight_with_wide_and_combining_characters() {
        for text in ["Belavia", "Белавиа", "中国国际", "e\u{301}e\u{301}e\u{301}", "", "👩‍👩‍👧 x"]
        {
            for cells in 0..12 {
                assert_eq!(width(&fit(text, cells)), cells, "{text} in {cells}");
                assert_eq!(width(&fit_right(text, cells)), cells, "{text} in {cells}");
            }
        }
        assert_eq!(fit("中国国际", 6), "中国… ");
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_anywhere() {
        assert_eq!(wrap("one two three", 7), ["one two", "three"]);
        assert_eq!(wrap("one two, three", 7), ["one", "two,", "three"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("", 4), [""]);
    }

    proptest! {
        #[test]
        fn wrapped_lines_fit_and_lose_no_letter(text in "[a-zA-Zа-я中 ,.]{0,60}", cells in 2usize..30) {
            let lines = wrap(&text, cells);
            prop_assert!(lines.iter().all(|line| width(line) <= cells), "{lines:?}");
            let letters = |s: &str| s.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }

        #[test]
        fn nothing_hostile_is_left(text in "\\PC{0,20}[\\x00-\\x1f\u{202a}-\u{202e}]{0,5}") {
            prop_assert!(!visible(&text).chars().any(is_hostile));
        }
    }
}
