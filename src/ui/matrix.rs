//! Targets by issuers: what each target faces from everyone.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::{App, PaneId};
use crate::views::dossier::rung_tone;
use crate::views::matrix::{Line, Matrix};
use crate::views::page::Tone;

use super::chrome::{nothing, rows, select_row};
use super::ledger::say_below;
use super::signs;
use super::table::put;
use super::theme::Theme;

/// How many cells a column takes: a sign, a count and a gap.
const COLUMN: u16 = 7;

/// Draws the targets in view.
pub fn draw(app: &App, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let Some(matrix) = &app.panes.matrix else { return };
    let label = (inner.width / 3).clamp(12, 40).min(inner.width);
    let fit = usize::from((inner.width - label) / COLUMN).max(1);
    // The selected issuer is always in view.
    let from = app.panes.issuer.saturating_sub(fit - 1);
    if app.layout.head(PaneId::Ledger) > 0 {
        head(app, matrix, (from, fit), label, inner, theme, buf);
    }
    if matrix.lines.is_empty() {
        nothing(app, PaneId::Ledger, inner, theme, buf);
    }
    let cursor = app.panes.ledger.cursor;
    for (i, area) in rows(app, PaneId::Ledger, inner).enumerate() {
        let Some(line) = matrix.lines.get(cursor.top + i) else { break };
        let selected = cursor.top + i == cursor.at;
        if selected {
            select_row(area, app.focus == PaneId::Ledger, theme, buf);
        }
        target(app, line, (from, fit), label, area, selected, theme, buf);
    }
    if let Some(text) = app.crossed_sentence() {
        say_below(app, &text, inner, theme, buf);
    }
}

fn column(area: Rect, label: u16, place: usize) -> u16 {
    let place = u16::try_from(place).unwrap_or(u16::MAX);
    area.x.saturating_add(label).saturating_add(place.saturating_mul(COLUMN))
}

fn head(
    app: &App,
    matrix: &Matrix,
    (from, fit): (usize, usize),
    label: u16,
    inner: Rect,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let more = matrix.issuers.len().saturating_sub(from + fit);
    let text = if more > 0 { format!("Target  (+{more} issuers ▸)") } else { "Target".to_owned() };
    put(buf, inner.x + 2, inner.y, &text, usize::from(label.saturating_sub(3)), theme.dim());
    let actors = &app.facts.state().records().actors;
    for (place, (at, issuer)) in matrix.issuers.iter().enumerate().skip(from).take(fit).enumerate() {
        let Some(actor) = actors.get(*issuer) else { continue };
        let style = if at == app.panes.issuer { theme.accent() } else { theme.dim() };
        put(buf, column(inner, label, place), inner.y, actor.id.as_str(), usize::from(COLUMN - 1), style);
    }
}

#[allow(clippy::too_many_arguments, reason = "where to draw takes most of them")]
fn target(
    app: &App,
    line: &Line,
    (from, fit): (usize, usize),
    label: u16,
    area: Rect,
    selected: bool,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let Some(it) = app.facts.state().records().sanctions.get(line.row) else { return };
    if line.differ {
        // Issuers differ: some have it in force, others have ended it.
        put(buf, area.x + 1, area.y, "±", 1, theme.tone(Tone::Conflict));
    }
    let name = if line.differ { theme.strong() } else { theme.text() };
    put(buf, area.x + 3, area.y, &it.target.name, usize::from(label.saturating_sub(4)), name);
    for place in 0..fit {
        let at = from + place;
        let x = column(area, label, place);
        let here = selected && at == app.panes.issuer && app.focus == PaneId::Ledger;
        let mut end = x + 1;
        if let Some(cell) = line.cells.get(at).copied().flatten() {
            end = put(buf, x, area.y, signs::rung(cell.rung), 1, theme.tone(rung_tone(cell.rung)));
            if cell.count > 1 {
                end =
                    put(buf, end + 1, area.y, &cell.count.to_string(), usize::from(COLUMN - 4), theme.text());
            }
        }
        if here {
            put(buf, x.saturating_sub(1), area.y, "[", 1, theme.accent());
            put(buf, end, area.y, "]", 1, theme.accent());
        }
    }
}
