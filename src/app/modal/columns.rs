//! The rows of a page. Lines in columns: how wide each column is, and what stands below its line because it has no room in it.

use crate::app::text::{visible, width, wrap};
use crate::views::page::{Cell, Line};

/// One row of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line of the page that it belongs to.
    pub line: usize,
    /// The label, on the first row of a line.
    pub label: String,
    /// The text.
    pub text: String,
    /// Where the columns of the line stand; empty where the text is all.
    pub parts: Vec<Part>,
}

/// Where a column of a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which of the line's.
    pub cell: usize,
    /// Its first cell, from the beginning of the row.
    pub x: usize,
    /// How many cells it has.
    pub cells: usize,
}

/// Between two columns.
const GAP: usize = 2;

/// A sign and the space after it.
const SIGN: usize = 2;

/// Where the columns of some lines are: of each its first cell and how many it has.
pub(super) struct Columns {
    places: Vec<(usize, usize)>,
    room: usize,
}

fn cells(cell: &Cell) -> usize {
    width(&visible(&cell.text)) + if cell.sign.is_some() { SIGN } else { 0 }
}

impl Columns {
    /// As many columns as have room beside each other, each as wide as its widest text. A text that takes up half of the
    /// room makes no column wide: it stands below its line.
    pub(super) fn of(lines: &[Line], room: usize) -> Self {
        let count = lines.iter().map(|line| line.cells.len()).max().unwrap_or_default();
        let (mut places, mut x) = (Vec::new(), 0);
        for at in 0..count {
            let widths = lines.iter().filter_map(|line| line.cells.get(at)).map(cells);
            let wide = widths.filter(|wide| *wide <= room / 2).max().unwrap_or_default();
            if x + wide > room {
                break;
            }
            places.push((x, wide));
            x += wide + GAP;
        }
        Self { places, room }
    }

    /// The rows of a line: its columns, then what has no room in them.
    pub(super) fn rows(&self, at: usize, line: &Line) -> Vec<Row> {
        let last = line.cells.iter().rposition(|cell| !cell.text.is_empty()).unwrap_or_default();
        let mut parts: Vec<Part> = Vec::new();
        for (cell, (it, (x, wide))) in line.cells.iter().zip(&self.places).enumerate() {
            // The last has all that is left.
            let wide = if cell == last { self.room.saturating_sub(*x) } else { *wide };
            if cells(it) > wide {
                break;
            }
            parts.push(Part { cell, x: *x, cells: wide });
        }
        let beyond = line.cells.get(parts.len()..).unwrap_or_default();
        let below = beyond.iter().map(|cell| cell.text.as_str()).filter(|text| !text.is_empty());
        let below = below.collect::<Vec<_>>().join(" · ");
        let texts = parts.iter().filter_map(|part| line.cells.get(part.cell)).map(|cell| cell.text.as_str());
        let text = texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("  ");
        let row = |text: String, parts| Row { line: at, label: String::new(), text, parts };
        let mut rows = Vec::new();
        if !text.is_empty() || below.is_empty() {
            rows.push(row(text, parts));
        }
        if !below.is_empty() {
            // Below what the line says, its name left free.
            let beside = self.places.get(1).map_or(GAP, |(x, _)| *x).min(self.room / 4);
            let indent = if rows.is_empty() { 0 } else { beside };
            let texts = wrap(&visible(&below), self.room.saturating_sub(indent));
            rows.extend(
                texts.into_iter().map(|text| row(format!("{}{text}", " ".repeat(indent)), Vec::new())),
            );
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use crate::views::page::{Page, Sign, Tone};

    use super::*;

    fn rows(lines: &[&[&str]], room: usize) -> Vec<String> {
        let mut page = Page::default();
        for line in lines {
            page.row(line.iter().map(|text| Cell::new(*text, Tone::Plain)).collect(), None);
        }
        let columns = Columns::of(&page.lines, room);
        let row = |row: Row, line: &Line| {
            let mut text = String::new();
            for part in &row.parts {
                let cell = line.cells.get(part.cell).map_or("", |cell| cell.text.as_str());
                text.push_str(&" ".repeat(part.x - width(&text)));
                text.push_str(cell);
            }
            if row.parts.is_empty() { row.text } else { text }
        };
        let lines = page.lines.iter().enumerate();
        lines.flat_map(|(at, line)| columns.rows(at, line).into_iter().map(move |it| row(it, line))).collect()
    }

    #[test]
    fn columns_are_as_wide_as_their_texts_and_nothing_is_cut() {
        let table: &[&[&str]] = &[&["QN", "in force", "Law 7 of Nordfels"], &["Union", "lifted", ""]];
        assert_eq!(rows(table, 40), ["QN     in force  Law 7 of Nordfels", "Union  lifted    "]);
        assert_eq!(
            rows(table, 24),
            ["QN     in force", "      Law 7 of Nordfels", "Union  lifted    "],
            "what has no room stands below"
        );
    }

    #[test]
    fn a_long_text_makes_no_column_wide() {
        let table: &[&[&str]] =
            &[&["lifted", "Alpha Works and others", "since 2024"], &["in force", "Beta", "since 2025"]];
        assert_eq!(
            rows(table, 36),
            [
                "lifted",
                "         Alpha Works and others ·",
                "         since 2024",
                "in force  Beta  since 2025"
            ]
        );
    }

    #[test]
    fn a_sign_has_room_of_its_own() {
        let mut page = Page::default();
        let sign = Sign::Standing(crate::model::measure::Standing::InForce);
        page.row(vec![Cell::signed(sign, "in force", Tone::Bad), Cell::new("2024", Tone::Plain)], None);
        let columns = Columns::of(&page.lines, 40);
        let row = page.lines.first().map(|line| columns.rows(0, line)).unwrap_or_default();
        let places: Vec<_> =
            row.first().map(|row| row.parts.iter().map(|part| part.x).collect()).unwrap_or_default();
        assert_eq!(places, [0, 12]);
    }
}
