//! What the ledger has around its rows: heads of groups, and what is said below.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::text::wrap;
use crate::app::{App, PaneId};
use crate::model::measure::{Measure, MeasureStatus};
use crate::ui::table::put;
use crate::ui::theme::Theme;
use crate::views::citation::cited;
use crate::views::evidence;
use crate::views::groups::{Group, Line};
use crate::views::ledger::Row;
use crate::views::weak::weak_name;
use crate::views::wording;

/// The head of a group.
pub(super) fn group_head(group: &Group, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let sign = if group.folded { "▹" } else { "▿" };
    let text = format!("{sign} {} · {}", group.name, group.count);
    put(buf, area.x + 1, area.y, &text, usize::from(area.width.saturating_sub(1)), theme.strong());
}

/// The step behind the selected row's status, with who says so.
pub(super) fn foot(app: &App, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let Some(Line::Row(at)) = app.panes.ledger.line(app.panes.ledger.pane.cursor.at) else { return };
    let (facts, state) = (&app.facts, app.facts.state());
    let Some(row) = facts.ledger.get(at) else { return };
    let Some(it) = state.records().sanctions.get(row.at()) else { return };
    let Some(status) = facts.status(row) else { return };
    say_below(app, &said(app, it, row, &status), inner, theme, buf);
}

/// What is said below the rows, where there is room for it.
pub(super) fn say_below(app: &App, text: &str, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let lines = app.layout.foot(PaneId::Ledger);
    if lines == 0 {
        return;
    }
    let y = inner.bottom() - lines;
    let rule = "─".repeat(usize::from(inner.width));
    put(buf, inner.x, y, &rule, usize::from(inner.width), theme.border(false));
    let cells = usize::from(inner.width.saturating_sub(2));
    for (y, line) in (y + 1..inner.bottom()).zip(wrap(text, cells)) {
        put(buf, inner.x + 1, y, &line, cells, theme.text());
    }
}

fn said(app: &App, it: &Measure, row: &Row, status: &MeasureStatus) -> String {
    let Some(step) = status.step.and_then(|step| it.history.get(step)) else {
        return format!("{}: nothing is recorded by this day", app.facts.state().target_name(it));
    };
    let scope = step.scope.as_deref().map(|scope| format!(" · {scope}")).unwrap_or_default();
    let query = &app.panes.ledger.pane.query;
    let weak = weak_name(app.facts.state(), &app.facts.analysis, query, row.place());
    let weak = weak.map(|weak| format!("found by the weak name “{weak}” only: ")).unwrap_or_default();
    let dates = row.dates();
    let mut text = format!(
        "{weak}{}, {}: {}",
        app.facts.state().target_name(it),
        it.measure.word(),
        wording::measure_status(status)
    );
    if let Some(since) = dates.status {
        text.push_str(&format!(" since {}", since.words()));
    }
    if let Some(since) = dates.in_force.filter(|since| Some(*since) != dates.status) {
        text.push_str(&format!("; in force since {}", since.words()));
    }
    if let Some(shown) = dates.shown {
        text.push_str(&format!("; {}", evidence::shown(shown, app.day())));
    }
    text.push_str(&format!(
        "; {} {}{scope} — {}",
        step.on,
        wording::sanction_change(app.facts.state(), step),
        cited(app.facts.state(), &step.sources)
    ));
    if let Some(step) = status.possibly.and_then(|step| it.history.get(step)) {
        text.push_str(&format!(
            "; possibly {} ({})",
            wording::sanction_change(app.facts.state(), step),
            step.on
        ));
    }
    text
}
