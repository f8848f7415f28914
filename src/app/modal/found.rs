//! What was searched for on a page, and which of its rows have it.

use crate::app::cursor::Cursor;
use crate::views::fold::fold;
use crate::views::page::Line;

use super::columns::Row;

/// What was searched for on a page, and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What was typed.
    pub typed: String,
    /// The same as texts are compared.
    wanted: String,
    /// The rows that have it, by their places.
    rows: Vec<usize>,
    /// Where the cursor was before.
    from: Cursor,
}

/// Where one comes to by going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Next {
    /// The row.
    pub row: usize,
    /// It lies beyond the end, and one begins anew at the other.
    pub wraps: bool,
}

impl Found {
    /// Nothing is found yet; the cursor was there before.
    pub(super) fn new(typed: &str, from: Cursor) -> Self {
        Self { typed: typed.to_owned(), wanted: fold(typed.trim()), rows: Vec::new(), from }
    }

    /// Searches the rows of some lines. What is broken between two rows counts where it begins a line.
    pub(super) fn search(&mut self, lines: &[Line], rows: &[Row]) {
        self.rows.clear();
        if self.wanted.is_empty() {
            return;
        }
        let has = |text: &str| fold(text).contains(&self.wanted);
        let mut at = 0;
        while let Some(first) = rows.get(at) {
            let of_line =
                rows.get(at..).unwrap_or_default().iter().take_while(|row| row.line == first.line).count();
            let found = (at..at + of_line)
                .filter(|at| rows.get(*at).is_some_and(|row| has(&row.label) || has(&row.text)));
            let before = self.rows.len();
            self.rows.extend(found);
            if self.rows.len() == before
                && of_line > 1
                && lines.get(first.line).is_some_and(|line| has(&line.words()))
            {
                self.rows.push(at);
            }
            at += of_line.max(1);
        }
    }

    /// How many rows have it.
    pub fn count(&self) -> usize {
        self.rows.len()
    }

    /// Which of them a row is, from 1; `None` where it is none.
    pub fn number(&self, row: usize) -> Option<usize> {
        self.rows.binary_search(&row).ok().map(|at| at + 1)
    }

    /// Whether a row has it.
    pub fn has(&self, row: usize) -> bool {
        self.number(row).is_some()
    }

    /// The cells of a row, given as their texts, that show what was searched for.
    pub fn marks(&self, cells: &[&str]) -> Vec<usize> {
        if self.wanted.is_empty() {
            return Vec::new();
        }
        let mut text = String::new();
        // Of each byte of the folded text its cell.
        let mut cell_of = Vec::new();
        for (cell, symbol) in cells.iter().enumerate() {
            let folded = fold(symbol);
            cell_of.extend(std::iter::repeat_n(cell, folded.len()));
            text.push_str(&folded);
        }
        let hits = text.match_indices(&self.wanted);
        let mut marks: Vec<usize> =
            hits.flat_map(|(at, hit)| cell_of.get(at..at + hit.len()).unwrap_or_default()).copied().collect();
        marks.dedup();
        marks
    }

    /// Where the cursor was before.
    pub(super) fn from(&self) -> Cursor {
        self.from
    }

    /// The first row that has it from a row on, round and round.
    pub(super) fn at_or_after(&self, row: usize) -> Option<usize> {
        self.rows.iter().find(|it| **it >= row).or(self.rows.first()).copied()
    }

    /// The next or previous row that has it.
    pub(super) fn next(&self, row: usize, forward: bool) -> Option<Next> {
        let (next, other_end) = if forward {
            (self.rows.iter().find(|it| **it > row), self.rows.first())
        } else {
            (self.rows.iter().rev().find(|it| **it < row), self.rows.last())
        };
        let row = *next.or(other_end)?;
        Some(Next { row, wraps: next.is_none() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::page::{Page, Tone};

    fn found(typed: &str, texts: &[&str]) -> Found {
        let mut page = Page::default();
        let mut rows = Vec::new();
        for (line, text) in texts.iter().enumerate() {
            page.line("", *text, Tone::Plain);
            rows.extend(text.split('|').map(|part| Row {
                line,
                label: String::new(),
                text: part.to_owned(),
                parts: Vec::new(),
            }));
        }
        for line in &mut page.lines {
            line.text = line.text.replace('|', " ");
        }
        let mut found = Found::new(typed, Cursor::default());
        found.search(&page.lines, &rows);
        found
    }

    #[test]
    fn rows_are_found_whatever_the_case_and_accents_and_also_across_a_break() {
        let texts = ["Alpha Works", "other", "Works of|Ýlpha", "Alpha|Works"];
        assert_eq!(found("alpha w", &texts).rows, [0, 4]);
        assert_eq!(found("WORKS", &texts).rows, [0, 2, 5]);
        assert_eq!(found("yl", &texts).rows, [3]);
        assert_eq!(found(" ", &texts).rows, [0; 0]);
        assert_eq!(found("zzz", &texts).rows, [0; 0]);
    }

    #[test]
    fn going_on_turns_round_at_either_end_and_says_so() {
        let it = found("a", &["a", "b", "a", "a"]);
        let next = |row, forward| it.next(row, forward).map(|next| (next.row, next.wraps));
        assert_eq!(
            (next(0, true), next(2, true), next(3, true)),
            (Some((2, false)), Some((3, false)), Some((0, true)))
        );
        assert_eq!((next(0, false), next(1, false)), (Some((3, true)), Some((0, false))));
        assert_eq!((it.number(2), it.number(1), it.count()), (Some(2), None, 3));
        assert_eq!(found("q", &["a"]).next(0, true), None);
    }

    #[test]
    fn the_cells_that_show_it_are_told_also_where_letters_fold_into_several() {
        let cells = |text: &'static str| text.char_indices().map(move |(at, c)| &text[at..at + c.len_utf8()]);
        let marks = |typed, text| found(typed, &[]).marks(&cells(text).collect::<Vec<_>>());
        assert_eq!(marks("alpha", "x Alpha alpha"), [2, 3, 4, 5, 6, 8, 9, 10, 11, 12]);
        assert_eq!(marks("strasse", "Straße"), [0, 1, 2, 3, 4, 5]);
        assert_eq!(marks("гро", "в Гродно"), [2, 3, 4]);
    }
}
