//! A form: labels, what is typed, errors beside it, and the matches of a reference.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use unicode_segmentation::UnicodeSegmentation;

use crate::app::App;
use crate::app::form::spec::Kind;
use crate::app::form::{Form, FormField};
use crate::app::text::{visible, width, wrap};
use crate::views::page::Tone;

use super::overlay::open;
use super::table::put;
use super::theme::Theme;

/// How many rows a field of several lines is written in.
const NOTE_ROWS: u16 = 5;

/// How wide the column of labels is.
const LABELS: usize = 15;

/// Draws the fields in view; returns where the cursor stands.
pub fn draw(app: &App, form: &Form, theme: &Theme, buf: &mut Buffer) -> Position {
    let shown = form.shown();
    let rows = usize::from(app.layout.form_rows());
    // A field of several lines is written in a place of its own below the others.
    let lines = form.fields.get(form.at).filter(|field| field.has_lines());
    let below = if lines.is_some() { NOTE_ROWS } else { 0 };
    let height = u16::try_from(shown.len().min(rows)).unwrap_or(app.layout.form_rows()) + 4 + below;
    let area = open(app, form, 100, height, theme, buf);
    let labels = LABELS.min(usize::from(area.width) / 3);
    let x = area.x + u16::try_from(labels).unwrap_or_default() + 1;
    let room = usize::from(area.right().saturating_sub(x));
    let mut cursor = Position::new(x, area.y);
    let last = area.bottom().saturating_sub(2);
    let end = last.saturating_sub(below);
    let place = shown.iter().position(|at| *at == form.at).unwrap_or_default();
    let top = form.top.max((place + 1).saturating_sub(usize::from(end.saturating_sub(area.y))));
    for (y, &at) in (area.y..end).zip(shown.iter().skip(top)) {
        let Some(field) = form.fields.get(at) else { continue };
        let focused = at == form.at;
        let mark = if field.spec.needed { "*" } else { " " };
        let style = if focused { theme.tone(Tone::Title) } else { theme.dim() };
        put(buf, area.x, y, &format!("{}{mark}", field.spec.label), labels, style);
        let (text, at_cell) = shown_text(field, room, focused);
        let style = match (field.proposed, focused) {
            (true, _) => theme.dim(),
            (false, true) => theme.strong(),
            (false, false) => theme.text(),
        };
        let end = put(buf, x, y, &text, room, style);
        if focused {
            cursor = Position::new(x.saturating_add(u16::try_from(at_cell).unwrap_or_default()), y);
        }
        let left = usize::from(area.right().saturating_sub(end + 2));
        match &field.error {
            Some(error) => _ = put(buf, end + 2, y, &format!("✗ {error}"), left, theme.tone(Tone::Bad)),
            None if focused => _ = put(buf, end + 2, y, &form.hint(at), left, theme.dim()),
            None => {}
        }
    }
    if let Some(field) = lines {
        let place = Rect { y: end, height: below, ..area };
        cursor = several_lines(field, place, theme, buf);
    }
    matches(form, area.x, last, usize::from(area.width), theme, buf);
    if let Some(error) = &form.error {
        let line = wrap(&visible(error), usize::from(area.width)).into_iter().next().unwrap_or_default();
        put(buf, area.x, last + 1, &line, usize::from(area.width), theme.tone(Tone::Caution));
    }
    cursor
}

/// A text of several lines, the lines around the cursor in view; returns where the cursor stands. Only what is in view is
/// looked at: a note may be a whole report.
fn several_lines(field: &FormField, area: Rect, theme: &Theme, buf: &mut Buffer) -> Position {
    let cells = usize::from(area.width.saturating_sub(2)).max(2);
    let (text, height) = (field.input.value(), usize::from(area.height));
    let cursor = text.char_indices().nth(field.input.cursor()).map_or(text.len(), |(at, _)| at);
    // The piece of the cursor, and as many before it as can be in view: each has a row at least.
    let mut from = piece_start(text, cursor);
    let above = chunks(text.get(from..cursor).unwrap_or_default(), cells);
    let (mut at, column) = (above.len().saturating_sub(1), above.last().map_or(0, |row| width(row)));
    while at + 1 < height && from > 0 {
        let start = piece_start(text, text.floor_char_boundary(from - 1));
        at += piece(text, start).map_or(0, |(piece, _)| chunks(piece, cells).len());
        from = start;
    }
    let top = (at + 1).saturating_sub(height);
    let mut rows = Vec::new();
    let mut next = Some(from);
    while let Some((words, behind)) = next.and_then(|start| piece(text, start)) {
        rows.extend(chunks(words, cells));
        next = behind.filter(|_| rows.len() < top + height);
    }
    for (y, row) in (area.y..area.bottom()).zip(rows.iter().skip(top)) {
        put(buf, area.x, y, "▏", 1, theme.dim());
        put(buf, area.x + 1, y, row, cells, theme.strong());
    }
    let place = |from: u16, by: usize| from.saturating_add(u16::try_from(by).unwrap_or_default());
    Position::new(place(area.x + 1, column), place(area.y, at - top))
}

/// A line that is longer is broken after so many bytes, so that no more of it has to be looked at than is in view.
const PIECE: usize = 4096;

/// Where the piece of a line begins in which a place of the text is.
fn piece_start(text: &str, at: usize) -> usize {
    let line = text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1);
    let exact = line + (at - line) / PIECE * PIECE;
    // The next piece begins up to three bytes before its exact place.
    Some(text.floor_char_boundary(exact + PIECE))
        .filter(|next| *next <= at && exact + PIECE <= text.len())
        .unwrap_or_else(|| text.floor_char_boundary(exact))
}

/// The piece that begins at a place, and where the next one begins.
fn piece(text: &str, start: usize) -> Option<(&str, Option<usize>)> {
    let line = text.get(..start)?.rfind('\n').map_or(0, |newline| newline + 1);
    // The start may lie up to three bytes before the exact place.
    let exact = line + ((start - line + 3) / PIECE + 1) * PIECE;
    let end = text.floor_char_boundary(exact);
    let words = text.get(start..end)?;
    match words.find('\n') {
        Some(newline) => Some((words.get(..newline)?, Some(start + newline + 1))),
        None => Some((words, Some(end).filter(|_| exact <= text.len()))),
    }
}

/// A text in rows of so many cells, broken anywhere: each letter stays where it is while others are typed.
fn chunks(text: &str, cells: usize) -> Vec<String> {
    let mut rows = Vec::new();
    for line in text.split('\n') {
        let (mut row, mut taken) = (String::new(), 0);
        for grapheme in visible(line).graphemes(true) {
            let next = width(grapheme);
            if taken + next > cells {
                rows.push(std::mem::take(&mut row));
                taken = 0;
            }
            row.push_str(grapheme);
            taken += next;
        }
        rows.push(row);
    }
    rows
}

/// What a field shows in so many cells, and the cell of the cursor in it.
fn shown_text(field: &FormField, room: usize, focused: bool) -> (String, usize) {
    if let Kind::Choice(_) = field.spec.kind {
        let word = field.chosen().map_or("–", |(_, word)| word);
        return (format!("‹ {word} ›"), 2);
    }
    let value = field.input.value();
    if !focused {
        // Without the cursor a long text shows its beginning; `put` ends it in `…`.
        return (value.get(..value.floor_char_boundary(PIECE)).unwrap_or(value).replace('\n', "␊"), 0);
    }
    // Of a long text what is around the cursor.
    let cursor = value.char_indices().nth(field.input.cursor()).map_or(value.len(), |(at, _)| at);
    let from = value.floor_char_boundary(cursor.saturating_sub(PIECE));
    let to = value.floor_char_boundary(cursor + PIECE);
    let text = value.get(from..to).unwrap_or_default().replace('\n', "␊");
    let before = value.get(from..cursor).unwrap_or_default().replace('\n', "␊");
    let at = width(&visible(&before));
    // What stands before the cursor is cut at its beginning, by whole graphemes, until the cursor is in view.
    let room = room.saturating_sub(1).max(1);
    let shown = visible(&text);
    let (mut start, mut left) = (0, at);
    for (from, grapheme) in shown.grapheme_indices(true) {
        if left <= room {
            start = from;
            break;
        }
        left = left.saturating_sub(width(grapheme));
    }
    (shown.get(start..).unwrap_or_default().to_owned(), left)
}

/// The records that the focused reference may mean, on one line.
fn matches(form: &Form, x: u16, y: u16, cells: usize, theme: &Theme, buf: &mut Buffer) {
    let end = x.saturating_add(u16::try_from(cells).unwrap_or(u16::MAX));
    let mut x = x;
    for (i, found) in form.matches.iter().enumerate() {
        let room = usize::from(end.saturating_sub(x));
        if room < 4 {
            break;
        }
        let highlighted = i == form.highlighted;
        let text =
            if highlighted { format!("▸{} {}", found.id, found.name) } else { format!(" {}", found.id) };
        let style = if highlighted { theme.accent() } else { theme.dim() };
        x = put(buf, x, y, &text, room.min(48), style) + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_make_up_the_text_and_every_place_is_in_the_piece_that_begins_before_it(
            lines in prop::collection::vec(("[a-zа-я中👍]{0,9}", 1usize..900), 0..6),
            at in 0usize..20_000,
        ) {
            let lines: Vec<String> = lines.iter().map(|(text, times)| text.repeat(*times)).collect();
            let text = lines.join("\n");
            let (mut starts, mut whole, mut next) = (Vec::new(), String::new(), Some(0));
            while let Some((words, behind)) = next.and_then(|start| piece(&text, start)) {
                prop_assert!(words.len() <= PIECE + 3 && !words.contains('\n'));
                starts.push(next.unwrap());
                whole.push_str(words);
                next = behind;
                if next.is_some_and(|next| text[..next].ends_with('\n')) {
                    whole.push('\n');
                }
            }
            prop_assert_eq!(&whole, &text);
            let at = text.floor_char_boundary(at.min(text.len()));
            let last = starts.iter().rev().find(|start| **start <= at).copied();
            prop_assert_eq!(Some(piece_start(&text, at)), last);
        }
    }
}
