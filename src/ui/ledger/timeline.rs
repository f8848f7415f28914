//! The ledger over time: one bar a measure, its steps as marks, the day as a line.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::{App, PaneId};
use crate::model::measure::Standing;
use crate::ui::chrome::{mark_row, nothing, rows, select_row};
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
    let mut above = None;
    for (i, area) in rows(app, PaneId::Ledger, inner).enumerate() {
        match app.panes.ledger.line(cursor.top + i) {
            Some(Line::Row(at)) => {
                if let Some(row) = app.facts.ledger.get(at) {
                    measure(app, row, (axis, above), left, area, theme, buf);
                    above = Some(app.facts.analysis.named(row.at()).target);
                }
            }
            Some(Line::Group(group)) => {
                group_head(group, area, theme, buf);
                above = None;
            }
            None => break,
        }
        if cursor.top + i == cursor.at {
            select_row(area, app.has_focus(PaneId::Ledger), theme, buf);
        }
        mark_row(app, PaneId::Ledger, cursor.top + i, area, theme, buf);
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
    let parts = Label::of(app.layout.time_label());
    let at = inner.x + 1;
    put(buf, at, inner.y, "Target", parts.name, theme.dim());
    put(buf, at + parts.issuer, inner.y, "By", ISSUER, theme.dim());
    put(buf, at + parts.issuer + ISSUER_AND_GAP, inner.y, "Measure", parts.kind, theme.dim());
}

/// How many cells an issuer has, and with the cell after it.
const ISSUER: usize = 4;
const ISSUER_AND_GAP: u16 = 5;

/// How a row is named: whom it is against, by whom, and what it is.
#[derive(Debug, Clone, Copy)]
struct Label {
    /// How many cells the name has.
    name: usize,
    /// Where the issuer begins.
    issuer: u16,
    /// How many cells the kind of measure has.
    kind: usize,
}

impl Label {
    /// Into so many cells: the name first, then what tells its measures apart, where there is room.
    fn of(cells: u16) -> Self {
        let kind = match cells {
            44.. => 16,
            32.. => 10,
            _ => 0,
        };
        let issuer = cells.saturating_sub(ISSUER_AND_GAP + kind + u16::from(kind > 0));
        Self { name: usize::from(issuer.saturating_sub(1)), issuer, kind: usize::from(kind) }
    }
}

fn measure(
    app: &App,
    row: &Row,
    (axis, above): (Axis, Option<u32>),
    left: u16,
    area: Rect,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let Some(it) = app.facts.state().records().sanctions.get(row.at()) else { return };
    let style = if row.standing.is_in_force() { theme.text() } else { theme.dim() };
    let parts = Label::of(app.layout.time_label());
    let at = area.x + 1;
    // Measures against one subject stand under its name.
    if above == Some(app.facts.analysis.named(row.at()).target) {
        let kind = if parts.kind == 0 { it.measure.word() } else { "" };
        put(buf, at, area.y, &format!("″ {kind}"), parts.name, theme.dim());
    } else {
        put(buf, at, area.y, app.facts.state().target_name(it), parts.name, style);
    }
    put(buf, at + parts.issuer, area.y, it.issuer.as_str(), ISSUER, style);
    put(buf, at + parts.issuer + ISSUER_AND_GAP, area.y, it.measure.word(), parts.kind, theme.dim());
    let now = axis.cell(app.day());
    let marked = app.clock.marked.and_then(|day| axis.cell(day));
    for (x, (at, (sign, style))) in (left..area.right()).zip(bars(app, row.at(), axis, theme).enumerate()) {
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

/// How the cells of a measure look over an axis, one after the other.
pub(in crate::ui) fn bars<'a>(
    app: &'a App,
    at: usize,
    axis: Axis,
    theme: &'a Theme,
) -> impl Iterator<Item = (&'static str, Style)> + 'a {
    let mut before = None;
    cells(&app.facts, at, axis).into_iter().enumerate().map(move |(at, cell)| {
        let when = When::of(app, axis.begins(at));
        let ends = cell.standing == Standing::Expired && before != Some(Standing::Expired);
        before = Some(cell.standing);
        match bar(cell, when, theme) {
            (" ", style) if when == When::Ahead && ends => ("⊣", style),
            shown => shown,
        }
    })
}

/// When a cell is, seen from the day asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ui) enum When {
    /// By the day asked.
    ByThen,
    /// After it: what was to come.
    Later,
    /// After today too: nothing is recorded, and what holds now is no record of it.
    Ahead,
}

impl When {
    /// When a cell is that begins on a day.
    pub(in crate::ui) fn of(app: &App, begins: NaiveDate) -> Self {
        match begins {
            // What lies after today is no record, whatever the day asked.
            day if day > app.clock.today => Self::Ahead,
            day if day > app.day() => Self::Later,
            _ => Self::ByThen,
        }
    }
}

/// How a cell looks: by shape what holds, by sign what happened. What is later than the day asked is dotted.
fn bar(cell: Cell, when: When, theme: &Theme) -> (&'static str, Style) {
    let by_then = when == When::ByThen;
    let style = if by_then { theme.tone(standing_tone(cell.standing)) } else { theme.dim() };
    let sign = match (cell.mark, cell.standing) {
        (Some(Mark::Disputed), _) => return ("≠", theme.tone(Tone::Conflict)),
        (Some(Mark::Steps), _) => "◆",
        (Some(Mark::Step), standing) => signs::standing(standing),
        (None, Standing::Lifted | Standing::Expired | Standing::NotSeen | Standing::NoRecord) => " ",
        (None, _) if when == When::Ahead => " ",
        (None, _) if when == When::Later => "⋯",
        (None, Standing::InForce) if cell.unsure => "╌",
        (None, Standing::InForce) => "━",
        (None, Standing::Eased | Standing::Licensed | Standing::LiftingAnnounced) => "╍",
        (None, Standing::Suspended) => "┄",
        (None, Standing::Announced | Standing::Threatened | Standing::InPreparation) => "┈",
    };
    (sign, style)
}
