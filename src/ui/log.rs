//! The log.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::text::width;
use crate::app::{App, PaneId};
use crate::model::date::Date;
use crate::views::log::{Entry, sources, title};
use crate::views::page::Tone;

use super::chrome::{mark_row, nothing, rows, select_row};
use super::signs;
use super::table::{put, put_right};
use super::theme::Theme;

/// How many cells a day takes.
const DAY: usize = 11;

/// Draws the entries in view.
pub fn draw(app: &App, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let pane = &app.panes.log.pane;
    if pane.shown.is_empty() {
        nothing(app, PaneId::Log, inner, theme, buf);
    }
    let state = app.facts.state();
    let at = |line: usize| pane.shown.get(line).and_then(|at| app.facts.entries.get(at));
    for (i, area) in rows(app, PaneId::Log, inner).enumerate() {
        let line = pane.cursor.top + i;
        let Some(entry) = at(line) else { break };
        // A day is written once, and again at the top of the window.
        let above = if i == 0 { None } else { at(line.wrapping_sub(1)) };
        let shows_day = above.is_none_or(|above| above.on(state) != entry.on(state));
        draw_entry(app, entry, shows_day, area, theme, buf);
        if line == pane.cursor.at {
            select_row(area, app.has_focus(PaneId::Log), theme, buf);
        }
        mark_row(app, PaneId::Log, line, area, theme, buf);
    }
}

fn draw_entry(app: &App, entry: &Entry, shows_day: bool, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let state = app.facts.state();
    let due = entry.is_after(state, app.day());
    let style = if due || entry.is_under() { theme.dim() } else { theme.text() };
    let y = area.y;
    let mut x = area.x + 1;
    if shows_day {
        let day = entry.on(state).map_or_else(|| "date open".to_owned(), Date::short);
        put(buf, x, y, &day, DAY, if due { theme.dim() } else { theme.accent() });
    }
    x = x.saturating_add(u16::try_from(DAY + 1).unwrap_or_default());
    // What came since the marked day.
    let since = app.clock.marked.zip(entry.on(state)).is_some_and(|(since, on)| {
        let (from, to) = (since.min(app.day()), since.max(app.day()));
        on.first() > from && on.last() <= to
    });
    if since {
        put(buf, x - 1, y, "Δ", 1, theme.accent());
    }
    if entry.is_under() {
        x = put(buf, x, y, "└ ", 2, theme.dim());
    }
    x = put(buf, x, y, signs::entry(state, entry), 1, style) + 1;
    let count = sources(state, entry).len();
    let when = if due { format!("{} · ", entry.when(state, app.day())) } else { String::new() };
    let right = format!("{when}{count} src");
    let right_cells = width(&right) + 2;
    let room = usize::from(area.right().saturating_sub(x)).saturating_sub(right_cells + 1);
    put(buf, x, y, &title(state, entry), room, style);
    let end = area.right().saturating_sub(u16::try_from(right_cells).unwrap_or_default());
    if end > x {
        put_right(buf, end, y, &right, right_cells - 2, theme.dim());
        if entry.in_conflict() {
            put(buf, area.right().saturating_sub(1), y, "≠", 1, theme.tone(Tone::Conflict));
        }
    }
}
