//! A form: labels, what is typed, errors beside it, and the matches of a reference.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use unicode_segmentation::UnicodeSegmentation;

use crate::app::App;
use crate::app::form::spec::Kind;
use crate::app::form::{Form, FormField};
use crate::app::text::{visible, width, wrap};
use crate::views::page::Tone;

use super::overlay::open;
use super::table::put;
use super::theme::Theme;

/// How wide the column of labels is.
const LABELS: usize = 15;

/// Draws the fields in view; returns where the cursor stands.
pub fn draw(app: &App, form: &Form, theme: &Theme, buf: &mut Buffer) -> Position {
    let shown = form.shown();
    let rows = usize::from(app.layout.form_rows());
    let height = u16::try_from(shown.len().min(rows)).unwrap_or(app.layout.form_rows()) + 4;
    let area = open(app, &format!(" {} ", form.title), 100, height, theme, buf);
    let labels = LABELS.min(usize::from(area.width) / 3);
    let x = area.x + u16::try_from(labels).unwrap_or_default() + 1;
    let room = usize::from(area.right().saturating_sub(x));
    let mut cursor = Position::new(x, area.y);
    let last = area.bottom().saturating_sub(2);
    for (y, &at) in (area.y..last).zip(shown.iter().skip(form.top)) {
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
    matches(form, area.x, last, usize::from(area.width), theme, buf);
    if let Some(error) = &form.error {
        let line = wrap(&visible(error), usize::from(area.width)).into_iter().next().unwrap_or_default();
        put(buf, area.x, last + 1, &line, usize::from(area.width), theme.tone(Tone::Caution));
    }
    cursor
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
