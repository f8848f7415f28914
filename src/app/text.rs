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

/// The text in at most `cells` cells; where it is longer, it begins with `…`, behind which no word is torn where a whole one
/// has room: `…765/2006`.
pub fn cut_front(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
        return Cow::Borrowed(text);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    let (mut taken, mut from) = (0, text.len());
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        taken += width(grapheme);
        if taken > cells - 1 {
            break;
        }
        from = at;
    }
    let (before, rest) = text.split_at_checked(from).unwrap_or((text, ""));
    let is_torn = before.ends_with(|c: char| !c.is_whitespace());
    let whole =
        rest.split_once([' ', '-']).map(|(_, whole)| whole).filter(|whole| is_torn && !whole.is_empty());
    let rest = whole.filter(|whole| width(whole) * 2 >= cells).unwrap_or(rest);
    Cow::Owned(format!("…{}", rest.trim_start()))
}

/// The text in at most `cells` cells: what ends in a number loses its beginning, what does not its end.
pub fn cut_number(text: &str, cells: usize) -> Cow<'_, str> {
    let last = text.split_whitespace().next_back().unwrap_or_default();
    if last.contains(|c: char| c.is_ascii_digit()) { cut_front(text, cells) } else { cut(text, cells) }
}

/// A message in at most `cells` cells. One that is longer loses the beginnings of its paths before it loses its end, so
/// that the reason stays in view.
pub fn message(text: &str, cells: usize) -> Cow<'_, str> {
    let mut excess = width(text).saturating_sub(cells);
    if excess == 0 {
        return Cow::Borrowed(text);
    }
    let mut words: Vec<Cow<'_, str>> = text.split(' ').map(Cow::Borrowed).collect();
    let mut longest: Vec<usize> = (0..words.len()).collect();
    longest.sort_by_key(|at| std::cmp::Reverse(words.get(*at).map(|word| word.len())));
    for at in longest {
        let Some(word) = words.get_mut(at) else { continue };
        if let Some(shorter) = path_from_its_end(word, excess) {
            excess = excess.saturating_sub(width(word).saturating_sub(width(&shorter)));
            *word = Cow::Owned(shorter);
        }
        if excess == 0 {
            break;
        }
    }
    Cow::Owned(cut(&words.join(" "), cells).into_owned())
}

/// A word that is a path without its first folders, so many that it takes at least `excess` cells less, or all of them:
/// `(/a/b/c.ron)` is `(…/c.ron)`.
fn path_from_its_end(word: &str, excess: usize) -> Option<String> {
    let first = word.find('/')?;
    if word.contains("://") {
        return None;
    }
    // What stands before the path in the same word: a bracket, a quote, the day of a list.
    let before = word.get(..first)?.rfind(['(', '"', '\'', '=', ':']).map_or(0, |at| at + 1);
    let (before, path) = word.split_at_checked(before)?;
    let folders = path.match_indices('/').skip(1).map(|(at, _)| at);
    let mut kept = None;
    for at in folders {
        let (gone, rest) = path.split_at_checked(at)?;
        kept = Some(rest);
        // The sign of what is left out takes a cell itself.
        if width(gone) > excess {
            break;
        }
    }
    kept.map(|kept| format!("{before}…{kept}"))
}

/// A reason that the operating system gives, without its number: `Permission denied`, not `(os error 13)`.
pub fn in_words(text: &str) -> Cow<'_, str> {
    const NUMBER: &str = " (os error ";
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(NUMBER) {
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let (_, behind) = after.split_at_checked(digits).unwrap_or_default();
        out.push_str(before);
        if let Some(behind) = behind.strip_prefix(')').filter(|_| digits > 0) {
            rest = behind;
        } else {
            out.push_str(NUMBER);
            rest = after;
        }
    }
    if out.is_empty() { Cow::Borrowed(rest) } else { Cow::Owned(out + rest) }
}

/// The text in exactly `cells` cells: cut or filled with spaces on the right.
pub fn fit(text: &str, cells: usize) -> String {
    let mut out = cut(text, cells).into_owned();
    let missing = cells.saturating_sub(width(&out));
    out.extend(std::iter::repeat_n(' ', missing));
    out
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
    fn what_its_end_tells_apart_loses_its_beginning() {
        for (text, cells, shown) in [
            ("Regulation (EC) No 765/2006", 27, "Regulation (EC) No 765/2006"),
            ("Regulation (EC) No 765/2006", 26, "…(EC) No 765/2006"),
            ("Regulation (EC) No 765/2006", 12, "…No 765/2006"),
            ("Regulation (EC) No 765/2006", 10, "…765/2006"),
            ("Regulation (EC) No 765/2006", 5, "…2006"),
            ("QUELLAND-EO14038", 9, "…EO14038"),
            ("QUELLAND-EO14038", 8, "…EO14038"),
            ("QUELLAND-EO14038", 11, "…EO14038"),
            ("中国国际", 6, "…国际"),
            ("Alpha", 1, "…"),
            ("Alpha", 0, ""),
        ] {
            assert_eq!(cut_front(text, cells), shown, "{text} in {cells}");
        }
        assert_eq!(cut_number("Notice of Quelland 7/25", 8), "…7/25");
        assert_eq!(cut_number("Notice of Quelland", 8), "Notice …");
    }

    #[test]
    fn a_long_message_loses_the_beginnings_of_paths_before_its_reason() {
        let long = "the file is gone (/home/somebody/of/quelland/states/q.ron): Permission denied";
        assert_eq!(message(long, 200), long);
        assert_eq!(
            message(long, 75),
            "the file is gone (…/somebody/of/quelland/states/q.ron): Permission denied"
        );
        assert_eq!(message(long, 62), "the file is gone (…/quelland/states/q.ron): Permission denied");
        assert_eq!(message(long, 45), "the file is gone (…/q.ron): Permission denied");
        assert_eq!(message(long, 30), "the file is gone (…/q.ron): P…");
        assert_eq!(message("2025-01-01=/lists/of/that/day/sdn.csv: no", 24), "2025-01-01=…/sdn.csv: no");
        assert_eq!(message("lists/of/that/day/sdn.csv: no", 15), "…/sdn.csv: no");
        assert_eq!(message("/a/b/cc /dddddd/eeeeee/f: no", 20), "/a/b/cc …/f: no");
        assert_eq!(message("and/or https://alpha.example/a/b", 20), "and/or https://alph…");
    }

    #[test]
    fn reasons_of_the_system_are_told_in_words() {
        let denied = std::io::Error::from_raw_os_error(13);
        assert_eq!(
            in_words(&format!("not read: {denied}: a, {denied}")),
            "not read: Permission denied: a, Permission denied"
        );
        for text in ["", "no number", " (os error ", "a (os error x)", "a (os error 13"] {
            assert_eq!(in_words(text), text);
        }
    }

    #[test]
    fn columns_stay_straight_with_wide_and_combining_characters() {
        for text in ["Belavia", "Белавиа", "中国国际", "e\u{301}e\u{301}e\u{301}", "", "👩‍👩‍👧 x"]
        {
            for cells in 0..12 {
                assert_eq!(width(&fit(text, cells)), cells, "{text} in {cells}");
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
