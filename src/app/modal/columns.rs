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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which of the line's.
    pub cell: usize,
    /// Its first cell, from the beginning of the row.
    pub x: usize,
    /// How many cells it has.
    pub cells: usize,
    /// What of its text stands in this row.
    pub text: String,
    /// Whether its sign stands before that.
    pub is_first: bool,
}

/// Between two columns.
const GAP: usize = 2;

/// A sign and the space after it.
const SIGN: usize = 2;

/// A column whose texts go on below each other is no narrower: else the texts stand below each other.
const NARROWEST: usize = 24;

/// Where the columns of some lines are: of each its first cell and how many it has.
pub(super) struct Columns {
    places: Vec<(usize, usize)>,
    room: usize,
    /// Where texts go on below each other: the heads of the columns, and which of them have no room beside the others.
    wrapping: Option<Wrapping>,
}

/// How a table is laid out whose texts go on below each other.
struct Wrapping {
    heads: Vec<String>,
    /// The columns that stand below the others, since there is no room for all.
    below: Vec<usize>,
}

fn cells(cell: &Cell) -> usize {
    width(&visible(&cell.text)) + if cell.sign.is_some() { SIGN } else { 0 }
}

impl Columns {
    /// As many columns as have room beside each other, each as wide as its widest text. A text that takes up half of the
    /// room makes no column wide: it stands below its line.
    pub(super) fn of(lines: &[Line], room: usize) -> Self {
        if lines.first().is_some_and(|line| line.wraps) {
            return Self::wrapping(lines, room);
        }
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
        Self { places, room, wrapping: None }
    }

    /// Columns whose texts go on below each other: those that need no more than their share have what they need, the
    /// others share what is left.
    fn wrapping(lines: &[Line], room: usize) -> Self {
        // The sign of a link has its place behind the text.
        let room = room.saturating_sub(SIGN);
        let heads: Vec<String> =
            lines.first().into_iter().flat_map(|line| &line.cells).map(|cell| cell.text.clone()).collect();
        let widest = |at: usize| {
            let texts = lines.iter().filter_map(|line| line.cells.get(at));
            let line = |cell: &Cell| cell.text.split('\n').map(|text| width(&visible(text))).max();
            let sign = |cell: &Cell| if cell.sign.is_some() { SIGN } else { 0 };
            texts.map(|cell| line(cell).unwrap_or_default() + sign(cell)).max().unwrap_or_default()
        };
        let widths: Vec<usize> = (0..heads.len()).map(widest).collect();
        let width = |at: usize| widths.get(at).copied().unwrap_or_default();
        let mut below: Vec<usize> = Vec::new();
        // The widest stands below the others for as long as they have no room beside each other.
        let (wide, share) = loop {
            let beside: Vec<usize> = (0..widths.len()).filter(|at| !below.contains(at)).collect();
            let (wide, share) = shares(&beside, width, room);
            let widest = wide.iter().copied().max_by_key(|at| (width(*at), *at));
            match widest.filter(|_| share < NARROWEST) {
                Some(at) => below.push(at),
                None => break (wide, share),
            }
        };
        below.sort_unstable();
        let (mut places, mut x) = (Vec::new(), 0);
        for at in 0..widths.len() {
            let cells = match (below.contains(&at), wide.contains(&at)) {
                (true, _) => 0,
                (_, true) => share,
                _ => width(at),
            };
            places.push((x, cells));
            x += cells + if cells > 0 { GAP } else { 0 };
        }
        Self { places, room, wrapping: Some(Wrapping { heads, below }) }
    }

    /// The rows of a line: its columns, then what has no room in them.
    pub(super) fn rows(&self, at: usize, line: &Line) -> Vec<Row> {
        if let Some(wrapping) = &self.wrapping {
            return self.wrapped(wrapping, at, line);
        }
        let last = line.cells.iter().rposition(|cell| !cell.text.is_empty()).unwrap_or_default();
        let mut parts: Vec<Part> = Vec::new();
        for (cell, (it, (x, wide))) in line.cells.iter().zip(&self.places).enumerate() {
            // The last has all that is left.
            let wide = if cell == last { self.room.saturating_sub(*x) } else { *wide };
            if cells(it) > wide {
                break;
            }
            parts.push(Part { cell, x: *x, cells: wide, text: it.text.clone(), is_first: true });
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

    /// The rows of a line whose texts go on below each other.
    fn wrapped(&self, wrapping: &Wrapping, at: usize, line: &Line) -> Vec<Row> {
        let is_heads = line.cells.iter().map(|cell| &cell.text).eq(&wrapping.heads);
        if is_heads && !wrapping.below.is_empty() {
            return Vec::new();
        }
        let row = |parts: Vec<Part>| {
            let texts = parts.iter().map(|part| part.text.as_str()).filter(|text| !text.is_empty());
            let text = texts.collect::<Vec<_>>().join("  ");
            Row { line: at, label: String::new(), text, parts }
        };
        let mut rows: Vec<Vec<Part>> = Vec::new();
        for (cell, (it, (x, cells))) in line.cells.iter().zip(&self.places).enumerate() {
            if it.text.is_empty() || wrapping.below.contains(&cell) {
                continue;
            }
            let sign = if it.sign.is_some() { SIGN } else { 0 };
            for (nth, text) in lines_of(&it.text, cells.saturating_sub(sign)).into_iter().enumerate() {
                let x = if nth == 0 { *x } else { x + sign };
                let part = Part { cell, x, cells: *cells, text, is_first: nth == 0 };
                match rows.get_mut(nth) {
                    Some(row) => row.push(part),
                    None => rows.push(vec![part]),
                }
            }
        }
        // Each below its line, behind its head, unless there is nothing else in the line.
        let is_alone = rows.is_empty() && line.cells.iter().filter(|cell| !cell.text.is_empty()).count() == 1;
        let label = |cell: &usize| wrapping.heads.get(*cell).map(|head| width(head)).unwrap_or_default();
        let labels = wrapping.below.iter().map(label).max().unwrap_or_default();
        for &cell in &wrapping.below {
            let Some(it) = line.cells.get(cell).filter(|it| !it.text.is_empty()) else { continue };
            let sign = if it.sign.is_some() { SIGN } else { 0 };
            let x = GAP + labels + GAP;
            let cells = self.room.saturating_sub(x);
            for (nth, text) in lines_of(&it.text, cells.saturating_sub(sign)).into_iter().enumerate() {
                let mut parts = Vec::new();
                if nth == 0 && !is_alone {
                    let text = wrapping.heads.get(cell).cloned().unwrap_or_default();
                    parts.push(Part { cell: usize::MAX, x: GAP, cells: labels, text, is_first: false });
                }
                let x = if nth == 0 { x } else { x + sign };
                parts.push(Part { cell, x, cells, text, is_first: nth == 0 });
                rows.push(parts);
            }
        }
        rows.into_iter().map(row).collect()
    }
}

/// Which columns need more than their share of the room, and that share: the others have what they need.
fn shares(columns: &[usize], width: impl Fn(usize) -> usize, room: usize) -> (Vec<usize>, usize) {
    let mut left = room.saturating_sub(GAP * columns.len().saturating_sub(1));
    let mut wide = columns.to_vec();
    loop {
        let share = left.checked_div(wide.len()).unwrap_or(usize::MAX);
        let Some(place) = wide.iter().position(|at| width(*at) <= share) else { return (wide, share) };
        left = left.saturating_sub(width(wide.remove(place)));
    }
}

fn lines_of(text: &str, room: usize) -> Vec<String> {
    text.split('\n').flat_map(|part| wrap(&visible(part), room)).collect()
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
        let row = |row: Row| {
            let mut text = String::new();
            for part in &row.parts {
                text.push_str(&" ".repeat(part.x - width(&text)));
                text.push_str(&part.text);
            }
            if row.parts.is_empty() { row.text } else { text }
        };
        let lines = page.lines.iter().enumerate();
        lines.flat_map(|(at, line)| columns.rows(at, line)).map(row).collect()
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
    fn a_table_wraps_its_texts_and_stands_them_below_each_other_where_there_is_no_room() {
        let mut page = Page::default();
        let cell = |text: &str| Cell::new(text, Tone::Plain);
        page.wrapped_table(
            &["on", "gave", "became"],
            vec![
                (
                    vec![
                        cell("2025"),
                        cell("twelve captives were let go"),
                        cell("lifted by Nordfels in the end"),
                    ],
                    None,
                ),
                (vec![cell(""), cell(""), cell("in force")], None),
            ],
        );
        let rows = |room: usize| -> Vec<String> {
            let columns = Columns::of(&page.lines, room);
            let row = |row: Row| {
                let mut text = String::new();
                for part in &row.parts {
                    text.push_str(&" ".repeat(part.x - width(&text)));
                    text.push_str(&part.text);
                }
                text
            };
            page.lines.iter().enumerate().flat_map(|(at, line)| columns.rows(at, line)).map(row).collect()
        };
        assert_eq!(
            rows(58),
            [
                "on    gave                      became",
                "2025  twelve captives were let  lifted by Nordfels in",
                "      go                        the end",
                "                                in force",
            ]
        );
        assert_eq!(
            rows(38),
            [
                "2025  twelve captives were let go",
                "  became  lifted by Nordfels in the",
                "          end",
                "          in force",
            ],
            "the widest stands below"
        );
        assert_eq!(
            rows(28),
            [
                "2025",
                "  gave    twelve captives",
                "          were let go",
                "  became  lifted by",
                "          Nordfels in the",
                "          end",
                "          in force",
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
