//! A form: labels, what is typed, errors beside it, and the matches of a reference.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::widgets::{Clear, Widget};

use unicode_segmentation::UnicodeSegmentation;

use crate::app::App;
use crate::app::form::spec::Kind;
use crate::app::form::{Form, FormField, MATCHES};
use crate::app::text::{visible, width, wrap};
use crate::views::page::Tone;

use super::chrome::frame;
use super::overlay::open_at;
use super::table::{put, put_right};
use super::theme::Theme;

/// How many rows a field of several lines is written in.
const NOTE_ROWS: u16 = 5;

/// A form is so wide where there is room.
const WIDE: u16 = 100;

/// How wide the column of labels is.
const LABELS: usize = 15;

/// Where a form is, and how many of its lines a field of several has to itself.
fn place(app: &App, form: &Form) -> (Rect, u16) {
    let shown = form.shown();
    let rows = usize::from(app.layout.form_rows());
    // A field of several lines is written in a place of its own below the others.
    let has_lines = form.fields.get(form.at).is_some_and(FormField::has_lines);
    let below = if has_lines { NOTE_ROWS } else { 0 };
    let height = u16::try_from(shown.len().min(rows)).unwrap_or(app.layout.form_rows()) + 4 + below;
    let body = app.layout.body;
    let wide = WIDE.min(body.width);
    // It begins at the top and grows to below: no field moves when others come behind it.
    let place =
        Rect { x: body.x + (body.width - wide) / 2, y: body.y, width: wide, height: height.min(body.height) };
    (place, below)
}

/// Where the lines of the fields end, and the first field in view, among those that are shown.
fn in_view(form: &Form, area: Rect, below: u16) -> (u16, usize) {
    let end = area.bottom().saturating_sub(2).saturating_sub(below);
    let place = form.shown().iter().position(|at| *at == form.at).unwrap_or_default();
    (end, form.top.max((place + 1).saturating_sub(usize::from(end.saturating_sub(area.y)))))
}

/// The field that stands at a cell.
pub fn field_at(app: &App, form: &Form, column: u16, row: u16) -> Option<usize> {
    let (place, below) = place(app, form);
    let area = Rect { y: place.y + 1, height: place.height.saturating_sub(2), ..place };
    let (end, top) = in_view(form, area, below);
    let line = usize::from(row.checked_sub(area.y).filter(|_| row < end)?);
    place.contains((column, row).into()).then(|| form.shown().get(top + line).copied())?
}

/// Draws the fields in view; returns where the cursor stands.
pub fn draw(app: &App, form: &Form, theme: &Theme, buf: &mut Buffer) -> Position {
    let shown = form.shown();
    let lines = form.fields.get(form.at).filter(|field| field.has_lines());
    let (frame_at, below) = place(app, form);
    let area = open_at(frame_at, form, theme, buf);
    let labels = LABELS.min(usize::from(area.width) / 3);
    let x = area.x + u16::try_from(labels).unwrap_or_default() + 1;
    let room = usize::from(area.right().saturating_sub(x));
    let mut cursor = Position::new(x, area.y);
    let last = area.bottom().saturating_sub(2);
    let (end, top) = in_view(form, area, below);
    let mut untold = None;
    for (y, &at) in (area.y..end).zip(shown.iter().skip(top)) {
        let Some(field) = form.fields.get(at) else { continue };
        let focused = at == form.at;
        let style = if focused { theme.tone(Tone::Title) } else { theme.dim() };
        put(buf, area.x, y, &label(form, at, field), labels, style);
        let said = said(form, at, field);
        // What is wrong has room beside the text, however long that is.
        let room = if said.is_some() { room * 2 / 5 } else { room };
        let (text, at_cell) = shown_text(field, form.row_count(at), room, focused);
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
        if let Some((text, tone)) = said {
            put(buf, end + 2, y, &text, left, theme.tone(tone));
            if focused && width(&text) > left {
                untold = Some((text, tone));
            }
        } else if focused {
            put(buf, end + 2, y, &form.hint(at), left, theme.dim());
        }
    }
    if let Some(field) = lines {
        let place = Rect { y: end, height: below, ..area };
        cursor = several_lines(field, place, theme, buf);
    }
    let shown_rows = usize::from(end.saturating_sub(area.y));
    more(area, top, shown.len().saturating_sub(top + shown_rows), theme, buf);
    if let Some(error) = &form.error {
        let line = wrap(&visible(error), usize::from(area.width)).into_iter().next().unwrap_or_default();
        put(buf, area.x, last + 1, &line, usize::from(area.width), theme.tone(Tone::Caution));
    }
    at_field(app, form, untold.as_ref(), Rect { y: cursor.y, height: 1, ..frame_at }, theme, buf);
    cursor
}

/// What a field is called. The first field of a row has its number, and the fields of a row stand in from it.
fn label(form: &Form, at: usize, field: &FormField) -> String {
    let mark = if field.spec.needed { "*" } else { " " };
    let before = at.checked_sub(1).and_then(|at| form.fields.get(at)).and_then(|field| field.row);
    match field.row {
        Some(row) if before != Some(row) => format!("{:>2} {}{mark}", row + 1, field.spec.label),
        Some(_) => format!("   {}{mark}", field.spec.label),
        None => format!("{}{mark}", field.spec.label),
    }
}

/// What is said beside a field: why it cannot be accepted, else what to look at once more.
fn said(form: &Form, at: usize, field: &FormField) -> Option<(String, Tone)> {
    if let Some(error) = &field.error {
        return Some((format!("✗ {error}"), Tone::Bad));
    }
    // While the records are in view that a text may mean, the text is not at its end.
    let is_open = at == form.at && !form.matches.is_empty();
    let warning = field.warning.as_ref().filter(|_| !is_open)?;
    Some((format!("⚠ {warning}"), Tone::Caution))
}

/// How many fields are out of view, in the border.
fn more(area: Rect, above: usize, below: usize, theme: &Theme, buf: &mut Buffer) {
    let cells = usize::from(area.width);
    if above > 0 {
        put_right(buf, area.x, area.y.saturating_sub(1), &format!(" ▲ {above} more "), cells, theme.accent());
    }
    if below > 0 {
        put_right(buf, area.x, area.bottom(), &format!(" ▼ {below} more "), cells, theme.accent());
    }
}

/// A box at the focused field: what could not be said beside it, and what its text may mean, with how much there is of
/// it, as wide as the form. Below the field where there is room, else above.
fn at_field(
    app: &App,
    form: &Form,
    untold: Option<&(String, Tone)>,
    line: Rect,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let cells = usize::from(line.width.saturating_sub(2));
    let told: Vec<String> = untold.iter().flat_map(|(text, _)| wrap(&visible(text), cells)).collect();
    // A single word needs no list.
    let is_choice = form.fields.get(form.at).is_some_and(|field| !field.words().is_empty());
    let count = form.matches.len();
    let all = if is_choice && count < 2 { 0 } else { count };
    let body = app.layout.body;
    let room = usize::from(body.height.saturating_sub(3));
    let listed = all.min(MATCHES).min(room.saturating_sub(told.len()));
    if told.is_empty() && listed == 0 {
        return;
    }
    let height = u16::try_from(told.len() + listed + 2).unwrap_or(u16::MAX).min(body.height);
    let y = if line.y + 1 + height <= body.bottom() {
        line.y + 1
    } else {
        line.y.saturating_sub(height).max(body.y)
    };
    let place = Rect { x: line.x, y, width: line.width, height }.intersection(buf.area);
    Clear.render(place, buf);
    let inner = frame(place, true, theme, buf);
    let mut y = inner.y;
    for text in told.iter().take(usize::from(inner.height)) {
        let tone = untold.map_or(Tone::Bad, |(_, tone)| *tone);
        put(buf, inner.x, y, text, cells, theme.tone(tone));
        y += 1;
    }
    if listed == 0 {
        return;
    }
    let is_chosen = match form.fields.get(form.at).filter(|_| is_choice) {
        Some(field) => field.choice.is_some(),
        None => form.is_settled,
    };
    let counted = match (is_chosen, count) {
        (_, 1) => " 1 matches · Tab takes it ".to_owned(),
        (true, _) => format!(" {} of {count} · Ctrl-n the next ", form.highlighted + 1),
        (false, _) => format!(" {count} match, none is chosen · Ctrl-n chooses "),
    };
    put_right(buf, place.x + 1, place.y, &counted, cells, theme.tone(Tone::Title));
    let top = (form.highlighted + 1).saturating_sub(listed);
    let widest =
        form.matches.iter().skip(top).take(listed).map(|found| width(&found.id)).max().unwrap_or_default();
    let ids = widest.min(cells / 2);
    for (at, found) in form.matches.iter().enumerate().skip(top).take(listed) {
        let highlighted = is_chosen && at == form.highlighted;
        let style = if highlighted { theme.accent() } else { theme.text() };
        let mark = if highlighted { "▸" } else { " " };
        let x = put(buf, inner.x, y, mark, 1, style);
        if is_choice {
            put(buf, x, y, &found.name, cells.saturating_sub(1), style);
        } else {
            put(buf, x, y, &found.id, ids, style);
            let x = x.saturating_add(u16::try_from(ids).unwrap_or_default() + 1);
            let left = usize::from(inner.right().saturating_sub(x));
            put(buf, x, y, &found.name, left, if highlighted { style } else { theme.dim() });
        }
        y += 1;
    }
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
fn shown_text(field: &FormField, rows: usize, room: usize, focused: bool) -> (String, usize) {
    if let Kind::Rows(_) = field.spec.kind {
        let text = match rows {
            0 => "none".to_owned(),
            1 => "1 row".to_owned(),
            rows => format!("{rows} rows"),
        };
        return (text, 0);
    }
    // Letters that are none of its words stand as they are typed.
    if let Kind::Choice(_) = field.spec.kind
        && (field.choice.is_some() || field.input.value().is_empty())
    {
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
