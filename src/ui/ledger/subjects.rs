//! The ledger by subject: what each subject faces from everyone, a cell an issuer.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::panes::ledger::heads::Head;
use crate::app::text::width;
use crate::app::{App, PaneId};
use crate::model::evidence::Age;
use crate::model::measure::Standing;
use crate::ui::chrome::{mark_row, nothing, rows, select_row};
use crate::ui::signs;
use crate::ui::table::{put, put_age, put_right};
use crate::ui::theme::Theme;
use crate::views::analysis::number;
use crate::views::changes;
use crate::views::evidence::{self, Since};
use crate::views::filter::By;
use crate::views::groups::Line as PaneLine;
use crate::views::ledger::Column;
use crate::views::page::Tone;
use crate::views::subjects::{Cell, Line};
use crate::views::wording::standing_tone;

use super::shared::{Names, group_head, heads, say_below};

/// Draws the subjects in view.
pub(super) fn draw(app: &App, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let ledger = &app.panes.ledger;
    if app.layout.head(PaneId::Ledger) > 0 {
        heads(app, inner.y, theme, buf);
    }
    if app.panes.length(PaneId::Ledger) == 0 {
        nothing(app, PaneId::Ledger, inner, theme, buf);
    }
    let names = Names::in_view(app);
    let cursor = ledger.pane.cursor;
    for (i, area) in rows(app, PaneId::Ledger, inner).enumerate() {
        let is_selected = cursor.top + i == cursor.at;
        match ledger.line(cursor.top + i) {
            Some(PaneLine::Row(row)) => subject(app, row, &names, area.y, theme, buf),
            Some(PaneLine::Group(group)) => group_head(group, area, theme, buf),
            None => break,
        }
        mark_row(app, PaneId::Ledger, cursor.top + i, area, theme, buf);
        if is_selected {
            select_row(area, app.has_focus(PaneId::Ledger), theme, buf);
            if let Some(PaneLine::Row(row)) = ledger.line(cursor.at) {
                brackets(app, row, area.y, theme, buf);
            }
        }
    }
    if let Some(text) = ledger.subject_sentence(&app.facts).filter(|_| app.layout.foot(PaneId::Ledger) > 0) {
        say_below(app, &text, inner, theme, buf);
    }
}

/// What an issuer has against the subject of a line.
fn cell<'a>(app: &App, line: &'a Line, by: &By) -> Option<&'a Cell> {
    let By::Issuer(issuer) = by else { return None };
    line.cell(number(app.facts.state(), issuer))
}

/// What stands in a cell behind its sign, in so many cells: whether it was otherwise on the marked day, how many measures
/// there are, the status of the strongest and its kind.
fn beside(app: &App, line: &Line, cell: &Cell, cells: usize) -> String {
    let changed = app
        .clock
        .marked
        .zip(app.facts.ledger.get(cell.row))
        .is_some_and(|(since, row)| changes::measure(&app.facts, since, row).is_some());
    let changed = if changed { "Δ" } else { "" };
    let room = cells.saturating_sub(width(changed));
    let texts = cell.texts(line.says_kind);
    let fitting = texts.iter().find(|text| width(text) <= room);
    // A kind that is cut says more than none.
    let kind = texts.get(1).filter(|_| line.says_kind && cell.standing == Standing::InForce && room >= 6);
    let text = match fitting {
        Some(text) if kind.is_none() || texts.last().is_none_or(|last| last != text) => text.clone(),
        Some(_) | None => kind.map(|kind| crate::app::text::cut(kind, room).into_owned()).unwrap_or_default(),
    };
    format!("{changed}{text}")
}

/// How old the latest evidence of a cell's status is; `None` where nothing is recorded.
fn age(app: &App, cell: &Cell) -> Option<Age> {
    let shown = app.facts.ledger.get(cell.row).and_then(|row| row.dates().shown);
    shown.map(|shown| shown.age(app.day()))
}

fn subject(app: &App, at: usize, names: &Names, y: u16, theme: &Theme, buf: &mut Buffer) {
    let (facts, heads) = (&app.facts, &app.panes.ledger.heads);
    let Some((row, it)) = facts.ledger.get(at).zip(facts.state().records().sanctions.get(at)) else { return };
    // What is in view was looked at when the window came to it.
    let Some(line) = heads.line(at) else { return };
    let against = facts.against().get(facts.analysis.named(at).target as usize).copied().unwrap_or_default();
    let differ = line.differ();
    for Head { by, x, cells } in &heads.placed {
        let (x, cells) = (*x, *cells);
        match by {
            By::Issuer(_) => {
                if let Some(cell) = cell(app, line, by) {
                    issuer(app, line, cell, (x, y), cells, theme, buf);
                }
            }
            By::Column(Column::Differ) if differ => _ = put(buf, x, y, "±", 1, theme.tone(Tone::Conflict)),
            By::Column(Column::Target) => {
                let style = if differ { theme.strong() } else { theme.text() };
                put(buf, x, y, &names.text(facts.state().target_name(it), cells), cells, style);
            }
            By::Column(Column::Since) => {
                let text = against.since.map(Since::short).unwrap_or_default();
                put(buf, x, y, &text, cells, theme.text());
            }
            By::Column(Column::Shown) => {
                if let Some(shown) = against.shown {
                    let style = theme.tone(evidence::age_tone(shown.age(app.day())));
                    put(buf, x, y, &evidence::age_in(shown, app.day(), cells), cells, style);
                }
            }
            By::Column(Column::Measures) => {
                put_right(buf, x, y, &against.measures.to_string(), cells, theme.dim());
            }
            By::Column(column @ (Column::Kind | Column::Country)) => {
                put(buf, x, y, &crate::views::cells::text(facts, row, *column), cells, theme.dim());
            }
            By::Column(_) => {}
        }
    }
}

fn issuer(
    app: &App,
    line: &Line,
    cell: &Cell,
    (x, y): (u16, u16),
    cells: usize,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let style = theme.tone(standing_tone(cell.standing));
    let end = put(buf, x, y, signs::standing(cell.standing), cells, style);
    let aged = age(app, cell).filter(|age| *age != Age::Fresh);
    let taken = 1 + usize::from(aged.is_some());
    let end = match aged.filter(|_| cells > 1) {
        Some(age) => {
            put_age(buf, (end, y), age, theme);
            end + 1
        }
        None => end,
    };
    let room = cells.saturating_sub(taken);
    // A number stands beside its sign where there is no room for more.
    let apart = beside(app, line, cell, room.saturating_sub(1));
    let word = if cell.standing.is_easing() { style } else { theme.text() };
    if apart.is_empty() {
        put(buf, end, y, &beside(app, line, cell, room), room, word);
    } else {
        put(buf, end + 1, y, &apart, room.saturating_sub(1), word);
    }
}

/// Brackets around the cell under the cursor.
fn brackets(app: &App, row: usize, y: u16, theme: &Theme, buf: &mut Buffer) {
    let heads = &app.panes.ledger.heads;
    let at = heads.at().filter(|_| app.has_focus(PaneId::Ledger));
    let Some(head) = heads.placed.iter().find(|head| Some(&head.by) == at) else { return };
    let By::Issuer(_) = head.by else { return };
    let said = heads.line(row).and_then(|line| cell(app, line, &head.by).map(|cell| (line, cell)));
    let cells = said.map_or(1, |(line, cell)| {
        let aged = usize::from(age(app, cell).is_some_and(|age| age != Age::Fresh));
        let room = head.cells.saturating_sub(1 + aged);
        let apart = width(&beside(app, line, cell, room.saturating_sub(1)));
        let text = if apart > 0 { apart + 1 } else { width(&beside(app, line, cell, room)) };
        (1 + aged + text).min(head.cells)
    });
    let end = head.x.saturating_add(u16::try_from(cells).unwrap_or_default());
    put(buf, head.x.saturating_sub(1), y, "[", 1, theme.accent());
    put(buf, end, y, "]", 1, theme.accent());
}
