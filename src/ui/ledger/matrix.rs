//! Targets by issuers: what each target faces from everyone.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::text::width;
use crate::app::{App, PaneId};
use crate::model::evidence::Age;
use crate::ui::chrome::{mark_row, nothing, rows, select_row};
use crate::ui::signs;
use crate::ui::table::{put, put_age};
use crate::ui::theme::Theme;
use crate::views::changes;
use crate::views::matrix::{Cell, Line, Matrix};
use crate::views::page::Tone;
use crate::views::wording::standing_tone;

use super::shared::say_below;

/// How many cells a column takes: a sign, a count and a gap.
const COLUMN: u16 = 7;

/// Which columns are in view, and where.
#[derive(Clone, Copy)]
struct Columns {
    /// How many cells the names have before them.
    label: u16,
    /// The first issuer in view.
    from: usize,
    /// How many are.
    fit: usize,
}

impl Columns {
    fn of(app: &App, inner: Rect) -> Self {
        let label = (inner.width / 3).clamp(12, 40).min(inner.width);
        let fit = usize::from((inner.width - label) / COLUMN).max(1);
        // The selected issuer is always in view.
        Self { label, from: app.panes.ledger.issuer.saturating_sub(fit - 1), fit }
    }

    /// The first cell of a column of those in view.
    fn x(self, area: Rect, place: usize) -> u16 {
        let place = u16::try_from(place).unwrap_or(u16::MAX);
        area.x.saturating_add(self.label).saturating_add(place.saturating_mul(COLUMN))
    }
}

/// Draws the targets in view.
pub(super) fn draw(app: &App, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let Some(matrix) = &app.panes.ledger.matrix else { return };
    let columns = Columns::of(app, inner);
    if app.layout.head(PaneId::Ledger) > 0 {
        head(app, matrix, columns, inner, theme, buf);
    }
    if matrix.lines.is_empty() {
        nothing(app, PaneId::Ledger, inner, theme, buf);
    }
    let cursor = app.panes.ledger.pane.cursor;
    for (i, area) in rows(app, PaneId::Ledger, inner).enumerate() {
        let Some(line) = matrix.lines.get(cursor.top + i) else { break };
        target(app, line, columns, area, theme, buf);
        if cursor.top + i == cursor.at {
            select_row(area, app.has_focus(PaneId::Ledger), theme, buf);
            brackets(app, line, columns, area, theme, buf);
        }
        mark_row(app, PaneId::Ledger, cursor.top + i, area, theme, buf);
    }
    if let Some(text) = app.panes.ledger.crossed_sentence(&app.facts) {
        say_below(app, &text, inner, theme, buf);
    }
}

fn head(app: &App, matrix: &Matrix, columns: Columns, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let more = matrix.issuers.len().saturating_sub(columns.from + columns.fit);
    let text = if more > 0 { format!("Target  (+{more} issuers ▸)") } else { "Target".to_owned() };
    put(buf, inner.x + 3, inner.y, &text, usize::from(columns.label.saturating_sub(5)), theme.dim());
    let actors = &app.facts.state().records().subjects;
    let in_view = matrix.issuers.iter().enumerate().skip(columns.from).take(columns.fit);
    for (place, (at, issuer)) in in_view.enumerate() {
        let Some(subject) = actors.get(*issuer) else { continue };
        let style = if at == app.panes.ledger.issuer { theme.accent() } else { theme.dim() };
        put(buf, columns.x(inner, place), inner.y, subject.id.as_str(), usize::from(COLUMN - 1), style);
    }
}

/// What stands in a cell, without its sign: the count, and whether it was otherwise on the marked day.
fn beside(app: &App, cell: Cell) -> String {
    let count = if cell.count > 1 { cell.count.to_string() } else { String::new() };
    let changed = app
        .clock
        .marked
        .zip(app.facts.ledger.get(cell.row))
        .is_some_and(|(since, row)| changes::measure(&app.facts, since, row).is_some());
    if changed { format!("Δ{count}") } else { count }
}

/// How old the latest evidence of a cell's status is; `None` where nothing is recorded.
fn age(app: &App, cell: Cell) -> Option<Age> {
    let shown = app.facts.ledger.get(cell.row).and_then(|row| row.dates().shown);
    shown.map(|shown| shown.age(app.day()))
}

fn target(app: &App, line: &Line, columns: Columns, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let Some(it) = app.facts.state().records().sanctions.get(line.row) else { return };
    if line.differ {
        // Issuers differ: some have it in force, others have ended it.
        put(buf, area.x + 1, area.y, "±", 1, theme.tone(Tone::Conflict));
    }
    let name = if line.differ { theme.strong() } else { theme.text() };
    // The bracket of the first column stands before it.
    put(
        buf,
        area.x + 3,
        area.y,
        app.facts.state().target_name(it),
        usize::from(columns.label.saturating_sub(5)),
        name,
    );
    for place in 0..columns.fit {
        let Some(cell) = line.cells.get(columns.from + place).copied().flatten() else { continue };
        let x = columns.x(area, place);
        let end =
            put(buf, x, area.y, signs::standing(cell.standing), 1, theme.tone(standing_tone(cell.standing)));
        if let Some(age) = age(app, cell) {
            put_age(buf, (end, area.y), age, theme);
        }
        put(buf, end + 1, area.y, &beside(app, cell), usize::from(COLUMN - 4), theme.text());
    }
}

/// Brackets around the cell of the selected issuer.
fn brackets(app: &App, line: &Line, columns: Columns, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let Some(place) =
        app.panes.ledger.issuer.checked_sub(columns.from).filter(|_| app.has_focus(PaneId::Ledger))
    else {
        return;
    };
    let x = columns.x(area, place);
    let cell = line.cells.get(app.panes.ledger.issuer).copied().flatten();
    let beside = cell.map(|cell| width(&beside(app, cell))).filter(|cells| *cells > 0);
    let aged = cell.and_then(|cell| age(app, cell)).is_some_and(|age| age != Age::Fresh);
    let cells = 1 + beside.map_or(usize::from(aged), |cells| 1 + cells.min(usize::from(COLUMN - 4)));
    let end = x.saturating_add(u16::try_from(cells).unwrap_or_default());
    put(buf, x.saturating_sub(1), area.y, "[", 1, theme.accent());
    put(buf, end, area.y, "]", 1, theme.accent());
}
