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
    let area = open(app, &format!(" {} ", form.title), 100, height, theme, buf);
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

/// A text of several lines, the lines around the cursor in view; returns where the cursor stands.
fn several_lines(field: &FormField, area: Rect, theme: &Theme, buf: &mut Buffer) -> Position {
    let cells = usize::from(area.width.saturating_sub(2)).max(2);
    let before: String = field.input.value().chars().take(field.input.cursor()).collect();
    let (rows, above) = (chunks(field.input.value(), cells), chunks(&before, cells));
    let at = above.len().saturating_sub(1);
    let column = above.last().map_or(0, |row| width(row));
    let top = (at + 1).saturating_sub(usize::from(area.height));
    for (y, row) in (area.y..area.bottom()).zip(rows.iter().skip(top)) {
        put(buf, area.x, y, "▏", 1, theme.dim());
        put(buf, area.x + 1, y, row, cells, theme.strong());
    }
    let place = |from: u16, by: usize| from.saturating_add(u16::try_from(by).unwrap_or_default());
    Position::new(place(area.x + 1, column), place(area.y, at - top))
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
    let text = field.input.value().replace('\n', "␊");
    let before: String = text.chars().take(field.input.cursor()).collect();
    let at = width(&visible(&before));
    if !focused {
        // Without the cursor a long text shows its beginning; `put` ends it in `…`.
        return (text, 0);
    }
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
