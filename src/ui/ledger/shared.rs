//! What the ledger has around its rows: heads of columns and groups, names, and what is said below.

use std::collections::{HashMap, HashSet};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::panes::ledger::heads::{Head, arrow, short_word, word};
use crate::app::text::{cut, cut_front, visible, width, wrap};
use crate::app::{App, PaneId};
use crate::model::measure::{Measure, MeasureStatus};
use crate::ui::table::put;
use crate::ui::theme::Theme;
use crate::views::citation::cited;
use crate::views::evidence;
use crate::views::filter::By;
use crate::views::groups::{Group, Line};
use crate::views::ledger::{Column, Row};
use crate::views::weak::weak_name;
use crate::views::wording;

/// The heads of the columns: how they are sorted, and which is under the cursor.
pub(super) fn heads(app: &App, y: u16, theme: &Theme, buf: &mut Buffer) {
    let ledger = &app.panes.ledger;
    let (columns, by_subject) = (&ledger.heads, ledger.is_by_subject());
    let focused = app.has_focus(PaneId::Ledger);
    for Head { by, x, cells } in &columns.placed {
        let arrow = arrow(&ledger.order, by);
        let room = cells.saturating_sub(width(&arrow)).max(1);
        let whole = word(by, by_subject);
        let said = if width(whole) <= room { whole } else { short_word(by, by_subject) };
        let mut text = cut(said, room).into_owned();
        text.push_str(&arrow);
        let beyond = columns.issuers_beyond();
        if by_subject && *by == By::Column(Column::Target) && beyond > 0 {
            let more = format!("{text}  +{} ▸", wording::count(beyond, "issuer", "issuers"));
            if width(&more) <= *cells {
                text = more;
            }
        }
        let style = if arrow.is_empty() { theme.dim() } else { theme.accent() };
        put(buf, *x, y, &text, *cells, style);
        if focused && columns.at() == Some(by) {
            let width = u16::try_from((*cells).min(width(&text).max(1))).unwrap_or(u16::MAX);
            buf.set_style(Rect { x: *x, y, width, height: 1 }, theme.selection(true));
        }
    }
}

/// The names of the targets in view. Those that would look the same once they are cut lose their beginning in place of their
/// end.
pub(super) struct Names {
    alike: HashSet<String>,
}

impl Names {
    /// The names in view, in the cells of their column.
    pub(super) fn in_view(app: &App) -> Self {
        let ledger = &app.panes.ledger;
        let state = app.facts.state();
        let target = |head: &&Head| head.by == By::Column(Column::Target);
        let cells = ledger.heads.placed.iter().find(target).map_or(0, |head| head.cells);
        let top = ledger.pane.cursor.top;
        let lines = (top..top + app.layout.rows(PaneId::Ledger)).map_while(|at| ledger.line(at));
        let mut seen: HashMap<String, &str> = HashMap::new();
        let mut alike = HashSet::new();
        for line in lines {
            let Line::Row(row) = line else { continue };
            let Some(it) = state.records().sanctions.get(row) else { continue };
            let name = state.target_name(it);
            if width(name) <= cells {
                continue;
            }
            let short = cut(name, cells).into_owned();
            match seen.get(&short) {
                Some(other) if *other != name => alike.extend([name.to_owned(), (*other).to_owned()]),
                Some(_) => {}
                None => _ = seen.insert(short, name),
            }
        }
        Self { alike }
    }

    /// A name in so many cells.
    pub(super) fn text(&self, name: &str, cells: usize) -> String {
        let shown = visible(name);
        let shown = if self.alike.contains(name) { cut_front(&shown, cells) } else { cut(&shown, cells) };
        shown.into_owned()
    }
}

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
