//! The ledger over time: one bar a measure, its steps as marks, the day as a line.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::{App, PaneId};
use crate::model::measure::Standing;
use crate::ui::chrome::{nothing, rows, select_row};
use crate::ui::signs;
use crate::ui::table::put;
use crate::ui::theme::Theme;
use crate::views::groups::Line;
use crate::views::ledger::Row;
use crate::views::page::Tone;
use crate::views::timeline::{Axis, Cell, Mark, cells};
use crate::views::wording::standing_tone;

use super::shared::{foot, group_head};

/// Draws the measures in view.
pub(super) fn draw(app: &App, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let axis = app.panes.ledger.time.axis(app.day());
    let left = inner.x + 1 + app.layout.time_label();
    if app.layout.head(PaneId::Ledger) > 0 {
        head(app, axis, left, inner, theme, buf);
    }
    if app.panes.length(PaneId::Ledger) == 0 {
        nothing(app, PaneId::Ledger, inner, theme, buf);
    }
    let cursor = app.panes.ledger.pane.cursor;
    for (i, area) in rows(app, PaneId::Ledger, inner).enumerate() {
        match app.panes.ledger.line(cursor.top + i) {
            Some(Line::Row(at)) => {
                if let Some(row) = app.facts.ledger.get(at) {
                    measure(app, row, axis, left, area, theme, buf);
                }
            }
            Some(Line::Group(group)) => group_head(group, area, theme, buf),
            None => break,
        }
        if cursor.top + i == cursor.at {
            select_row(area, app.has_focus(PaneId::Ledger), theme, buf);
        }
    }
    foot(app, inner, theme, buf);
}

/// The years or months, and where the day is.
fn head(app: &App, axis: Axis, left: u16, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let x = |cell: usize| left.saturating_add(u16::try_from(cell).unwrap_or(u16::MAX));
    let room = |x: u16| usize::from(inner.right().saturating_sub(x));
    let now = axis.cell(app.day());
    for (cell, text) in axis.ticks() {
        // What the sign of the day would cut is left out.
        if now.is_some_and(|now| (cell..cell + text.len()).contains(&now)) {
            continue;
        }
        put(buf, x(cell), inner.y, &text, room(x(cell)), theme.dim());
    }
    for (day, sign) in [(app.clock.marked, "Δ"), (Some(app.day()), "┬")] {
        if let Some(cell) = day.and_then(|day| axis.cell(day)) {
            put(buf, x(cell), inner.y, sign, 1, theme.accent());
        }
    }
    put(buf, inner.x + 1, inner.y, "Issuer Target", usize::from(app.layout.time_label()), theme.dim());
}

fn measure(app: &App, row: &Row, axis: Axis, left: u16, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let Some(it) = app.facts.state().records().sanctions.get(row.at()) else { return };
    let style = if row.standing.is_in_force() { theme.text() } else { theme.dim() };
    let label = usize::from(app.layout.time_label());
    put(buf, area.x + 1, area.y, it.issuer.as_str(), 6, style);
    put(buf, area.x + 8, area.y, app.facts.state().target_name(it), label.saturating_sub(8), style);
    let now = axis.cell(app.day());
    let marked = app.clock.marked.and_then(|day| axis.cell(day));
    // What lies after today is no record but a projection, whatever the day asked.
    let ahead_of = |at: usize| axis.begins(at) > app.clock.today;
    for (x, (at, cell)) in (left..area.right()).zip(cells(&app.facts, row.at(), axis).iter().enumerate()) {
        let later = axis.begins(at) > app.day();
        let (sign, style) = bar(*cell, (later, ahead_of(at)), theme);
        let is_now = now == Some(at);
        let sign = match (is_now, sign) {
            (true, " ") => "│",
            (true, "━") => "┿",
            (false, " ") if marked == Some(at) => "┊",
            (_, sign) => sign,
        };
        put(buf, x, area.y, sign, 1, if is_now { theme.accent() } else { style });
    }
}

/// How a cell looks: by shape what holds, by sign what happened.
pub(in crate::ui) fn bar(
    cell: Cell,
    (later, projected): (bool, bool),
    theme: &Theme,
) -> (&'static str, Style) {
    let style = if later || projected { theme.dim() } else { theme.tone(standing_tone(cell.standing)) };
    let sign = match (cell.mark, cell.standing) {
        (Some(Mark::Disputed), _) => return ("≠", theme.tone(Tone::Conflict)),
        (Some(Mark::Steps), _) => "◆",
        (Some(Mark::Step), standing) => signs::standing(standing),
        (None, standing) if projected => match standing {
            Standing::Lifted | Standing::Expired | Standing::NotSeen | Standing::NoRecord => " ",
            _ => "⋯",
        },
        (None, Standing::InForce) if cell.unsure => "╌",
        (None, Standing::InForce) => "━",
        (None, Standing::Eased | Standing::Licensed | Standing::LiftingAnnounced) => "╍",
        (None, Standing::Suspended) => "┄",
        (None, Standing::Announced | Standing::Threatened | Standing::InPreparation) => "┈",
        (None, Standing::Lifted | Standing::Expired | Standing::NotSeen | Standing::NoRecord) => " ",
    };
    (sign, style)
}
