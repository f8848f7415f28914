//! What frames the panes: the header, the footer, borders and titles.

use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::widgets::{Block, BorderType, Widget};

use crate::app::text::{message, visible, width};
use crate::app::{App, Modal, Mood, PaneId, Phase};
use crate::views::page::Tone;

use super::table::{put, put_right};
use super::theme::Theme;

/// Stands in the header as long as a crash would lose edits.
const NO_JOURNAL: &str = "✗ no journal";

/// The header: what the file is about, the day, the totals, the state of the file.
pub fn header(app: &App, theme: &Theme, buf: &mut Buffer) {
    let area = app.layout.header;
    let title = match app.file.phase {
        Phase::Loading if app.facts.state().head().title.is_empty() => app.file.name.clone(),
        _ => app.facts.state().head().title.to_string(),
    };
    let mut x = put(buf, area.x + 1, area.y, "beltui", 6, theme.tone(Tone::Title)) + 2;
    let days = (app.day() - app.clock.today).num_days();
    let ago = match days {
        _ if area.width < 110 => String::new(),
        0 => " (today)".to_owned(),
        days if days < 0 => format!(" ({} d ago)", -days),
        days => format!(" (in {days} d)"),
    };
    let state = match (&app.file.phase, &app.file.read_only, app.document.unsaved()) {
        (Phase::Loading, ..) => reading(app.file.progress),
        (Phase::Ready, Some(_), _) => "read-only".to_owned(),
        (Phase::Ready, None, _) if app.file.save.goes_on => "saving …".to_owned(),
        (Phase::Ready, None, 0) => String::new(),
        (Phase::Ready, None, count) => format!("● {count} unsaved"),
    };
    let state = match (app.file.unjournalled, state.as_str()) {
        (false, _) => state,
        (true, "") => NO_JOURNAL.to_owned(),
        (true, state) => format!("{NO_JOURNAL} · {state}"),
    };
    let state = state.as_str();
    let room = usize::from(area.width).saturating_sub(usize::from(x - area.x) + width(state) + 2);
    let day = format!("◂ as of {} ▸", app.day());
    let known = app.facts.known_on().map(|known| format!(" known on {known}")).unwrap_or_default();
    // The day is always there, both of them where there are two; the totals, the title and how long ago give way in this order.
    let mut left = room.saturating_sub(width(&day) + width(&known) + 1);
    let title = visible(&title).into_owned();
    let title_cells = if area.width >= 110 || app.file.phase == Phase::Loading {
        width(&title).min(left.saturating_sub(2)).min(40)
    } else {
        0
    };
    x = put(buf, x, area.y, &message(&title, title_cells), title_cells, theme.strong())
        + u16::from(title_cells > 0) * 3;
    left = left.saturating_sub(if title_cells > 0 { title_cells + 3 } else { 0 });
    x = put(buf, x, area.y, &day, width(&day), theme.accent());
    if width(&ago) <= left {
        x = put(buf, x, area.y, &ago, left, theme.dim());
        left -= width(&ago);
    }
    x = put(buf, x, area.y, &known, width(&known), theme.tone(Tone::Caution));
    for part in totals(app) {
        if width(&part) + 3 > left {
            break;
        }
        x = put(buf, x, area.y, " · ", 3, theme.dim());
        x = put(buf, x, area.y, &part, left, theme.text());
        left -= width(&part) + 3;
    }
    let end = area.x + area.width.saturating_sub(1 + u16::try_from(width(state)).unwrap_or_default());
    put(buf, end, area.y, state, width(state), theme.tone(Tone::Caution));
}

/// How far the reading of the file is, as a bar and a number.
fn reading(progress: Option<(usize, usize)>) -> String {
    const CELLS: usize = 10;
    let Some((bytes, of)) = progress.filter(|(_, of)| *of > 0) else { return "reading …".to_owned() };
    let done = (bytes * CELLS / of).min(CELLS);
    let percent = (bytes * 100 / of).min(100);
    format!("reading {}{} {percent} %", "▰".repeat(done), "▱".repeat(CELLS - done))
}

fn totals(app: &App) -> Vec<String> {
    if app.file.phase == Phase::Loading && app.facts.state().is_empty() {
        return Vec::new();
    }
    let totals = &app.facts.totals;
    let mut parts = Vec::new();
    let all: usize = totals.in_force.iter().map(|(_, count)| count).sum();
    let issuers: Vec<String> =
        totals.in_force.iter().take(2).map(|(id, count)| format!("{id} {count}")).collect();
    parts.push(if issuers.is_empty() {
        format!("{all} in force")
    } else {
        format!("{} in force", issuers.join(", "))
    });
    let crossings = totals.crossings;
    parts.push(format!("crossings {} of {} open", crossings.open, crossings.all));
    if app.facts.due > 0 {
        parts.push(format!("{} due in 30 d", app.facts.due));
    }
    if let Some(since) = app.clock.marked {
        parts.push(format!("marked {since}"));
    }
    parts.push(format!("{} easing", totals.easing));
    parts.push(format!("{} tightened this quarter", totals.tightening));
    parts
}

/// The border of a pane with its title; returns what is inside.
pub fn pane(app: &App, pane: PaneId, theme: &Theme, buf: &mut Buffer) -> Rect {
    let place = app.layout.pane(pane);
    let focused = app.panes.focus == pane;
    let inner = frame(place, focused, theme, buf);
    let title = format!(" {} {}{} ", pane.number(), pane.title(), app.panes.list(pane).view());
    let end = put(
        buf,
        place.x + 1,
        place.y,
        &title,
        usize::from(place.width.saturating_sub(2)),
        title_style(theme, focused),
    );
    let right = status(app, pane);
    if !right.is_empty() {
        let room = usize::from(place.right().saturating_sub(end + 1));
        let text = format!(" {right} ");
        put_right(buf, end, place.y, &text, room, theme.accent());
    }
    let (length, rows, top) = (app.panes.length(pane), app.layout.rows(pane), app.panes.get(pane).cursor.top);
    if length > rows && rows > 0 {
        // What is out of view.
        let text = format!(" {}–{} of {length} ", top + 1, (top + rows).min(length));
        let room = usize::from(place.width.saturating_sub(2));
        put_right(buf, place.x + 1, place.bottom().saturating_sub(1), &text, room, theme.dim());
    }
    inner
}

/// A rounded border around a place.
pub fn frame(place: Rect, focused: bool, theme: &Theme, buf: &mut Buffer) -> Rect {
    let block = Block::bordered().border_type(BorderType::Rounded).border_style(theme.border(focused));
    let inner = block.inner(place);
    block.render(place, buf);
    inner
}

fn title_style(theme: &Theme, focused: bool) -> Style {
    if focused { theme.tone(Tone::Title) } else { theme.strong() }
}

/// What narrows a pane, and how many of its rows are left.
fn status(app: &App, id: PaneId) -> String {
    let pane = app.panes.get(id);
    let mut parts = Vec::new();
    if !pane.filter.is_empty() {
        let sign = if pane.query.complaints.is_empty() { "" } else { " (not understood)" };
        parts.push(format!("/{}{sign}", pane.filter));
    }
    if app.panes.leader == Some(id) {
        parts.push("leads".to_owned());
    } else if let Some(narrowing) = app.narrowing() {
        parts.push(format!("→ {}", narrowing.name(app.facts.state())));
    }
    if !parts.is_empty() {
        let list = app.panes.list(id);
        let (shown, all) = (list.count(), list.all(&app.facts));
        parts.push(format!("{shown} of {all}"));
    }
    parts.join(" · ")
}

/// The footer: a filter being typed, a message, or the keys that work here and now.
pub fn footer(app: &App, theme: &Theme, buf: &mut Buffer) -> Option<Position> {
    let area = app.layout.footer;
    let cells = usize::from(area.width.saturating_sub(1));
    let mut x = area.x + 1;
    let mut cursor = None;
    let mut left = cells;
    if let Some(Modal::Filter(field)) = app.modals.last() {
        let input = &field.input;
        x = put(buf, x, area.y, "/", 1, theme.accent());
        let shown = visible(input.value());
        // A filter as long as the line leaves room for what there is to say of it.
        let told = app.message.as_ref().map_or(0, |(_, text)| (width(text) + 2).min(cells / 2));
        let room = cells.saturating_sub(2 + told);
        let scroll = input.visual_scroll(room);
        let tail: String = shown.chars().skip(scroll).collect();
        let end = put(buf, x, area.y, &tail, room, theme.strong());
        let at = input.visual_cursor().saturating_sub(scroll).min(room);
        cursor = Some(Position::new(x.saturating_add(u16::try_from(at).unwrap_or_default()), area.y));
        left = usize::from(area.right().saturating_sub(end + 2));
        x = end + 2;
    }
    if let Some((mood, text)) = &app.message {
        let style = if *mood == Mood::Info { theme.text() } else { theme.tone(Tone::Caution) };
        put(buf, x, area.y, &message(&visible(text), left), left, style);
        return cursor;
    }
    let hints = app.hints();
    let cells = |(keys, hint): &(String, &str)| width(keys) + 1 + width(hint) + 2;
    // The last two (help and the way out) are always there; what is before them gives way from its end.
    let (others, last) = hints.split_at(hints.len().saturating_sub(2));
    let mut room = left.saturating_sub(last.iter().map(cells).sum());
    let fitting = others.iter().take_while(|hint| {
        let fits = cells(hint) <= room;
        room = room.saturating_sub(cells(hint));
        fits
    });
    for (keys, hint) in fitting.chain(last) {
        x = put(buf, x, area.y, keys, usize::from(area.right().saturating_sub(x)), theme.accent()) + 1;
        x = put(buf, x, area.y, hint, usize::from(area.right().saturating_sub(x)), theme.dim()) + 2;
    }
    cursor
}

/// Paints the selected row over what was drawn there.
pub fn select_row(row: Rect, focused: bool, theme: &Theme, buf: &mut Buffer) {
    buf.set_style(row, theme.selection(focused));
    if let Some(cell) = buf.cell_mut((row.x, row.y)) {
        cell.set_symbol("▸");
        cell.set_style(theme.accent());
    }
}

/// What an empty pane says instead of rows.
pub fn nothing(app: &App, id: PaneId, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let text = match (&app.file.phase, app.panes.get(id).filter.is_empty(), app.narrowing()) {
        (Phase::Loading, ..) => "reading the file …",
        (_, false, _) => "nothing passes the filter; Esc clears it",
        (_, true, Some(_)) => "nothing here belongs to the selection",
        (_, true, None) => "nothing is recorded",
    };
    let y = inner.y + app.layout.head(id);
    if y < inner.bottom() {
        put(buf, inner.x + 1, y, text, usize::from(inner.width.saturating_sub(1)), theme.dim());
    }
}

/// The lines of a pane that hold rows, in order: inside its border, below its heads, above its foot.
pub fn rows(app: &App, id: PaneId, inner: Rect) -> impl Iterator<Item = Rect> {
    let first = inner.y + app.layout.head(id);
    let count = u16::try_from(app.layout.rows(id)).unwrap_or_default();
    (first..first.saturating_add(count).min(inner.bottom())).map(move |y| Rect { y, height: 1, ..inner })
}
