//! The sanctions ledger as a table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::panes::ledger::heads::Head;
use crate::app::text::{cut_number, visible, width};
use crate::app::{App, PaneId};
use crate::model::measure::Standing;
use crate::ui::chrome::{mark_row, nothing, rows, select_row};
use crate::ui::signs;
use crate::ui::table::{put, put_right};
use crate::ui::theme::Theme;
use crate::views::cells::{status as status_word, text};
use crate::views::changes;
use crate::views::evidence;
use crate::views::filter::By;
use crate::views::groups::Line;
use crate::views::ledger::{Column, Row};
use crate::views::page::Tone;
use crate::views::weak::weak_name;
use crate::views::wording::standing_tone;

use super::shared::{Names, foot, group_head, heads};

/// Draws the rows in view.
pub(super) fn draw(app: &App, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let panes = &app.panes;
    if app.layout.head(PaneId::Ledger) > 0 {
        heads(app, inner.y, theme, buf);
    }
    if panes.length(PaneId::Ledger) == 0 {
        nothing(app, PaneId::Ledger, inner, theme, buf);
    }
    let focused = app.has_focus(PaneId::Ledger);
    let names = Names::in_view(app);
    let cursor = panes.ledger.pane.cursor;
    for (i, area) in rows(app, PaneId::Ledger, inner).enumerate() {
        match panes.ledger.line(cursor.top + i) {
            Some(Line::Row(at)) => {
                if let Some(row) = app.facts.ledger.get(at) {
                    measure(app, row, &names, area.y, theme, buf);
                }
            }
            Some(Line::Group(group)) => group_head(group, area, theme, buf),
            None => break,
        }
        mark_row(app, PaneId::Ledger, cursor.top + i, area, theme, buf);
        if cursor.top + i == cursor.at {
            select_row(area, focused, theme, buf);
        }
    }
    foot(app, inner, theme, buf);
}

fn measure(app: &App, row: &Row, names: &Names, y: u16, theme: &Theme, buf: &mut Buffer) {
    let Some(it) = app.facts.state().records().sanctions.get(row.at()) else { return };
    let quiet = !row.standing.is_in_force();
    let plain = if quiet { theme.dim() } else { theme.text() };
    let query = &app.panes.ledger.pane.query;
    let placed = &app.panes.ledger.heads.placed;
    let has = |column| placed.iter().any(|head| head.by == By::Column(column));
    let (has_age, has_kind) = (has(Column::Shown), has(Column::Measure));
    for Head { by, x, cells } in placed {
        let (By::Column(column), x, cells) = (by, *x, *cells) else { continue };
        let said = || text(&app.facts, row, *column);
        match column {
            Column::Target => {
                let name = app.facts.state().target_name(it);
                let kind = (!has_kind && is_one_of_several(app, row)).then(|| it.measure.word());
                // Whoever is found by a weak name alone is marked so; the foot names it.
                match weak_name(app.facts.state(), &app.facts.analysis, query, row.place()) {
                    Some(_) => _ = put(buf, x, y, &format!("≈ {name}"), cells, theme.tone(Tone::Caution)),
                    None => target(names, (name, kind), (x, y), cells, plain, theme, buf),
                }
            }
            Column::Status => status(app, row, (x, y), cells, has_age, plain, theme, buf),
            Column::Shown => {
                if let Some(shown) = row.dates().shown {
                    let style = theme.tone(evidence::age_tone(shown.age(app.day())));
                    put(buf, x, y, &evidence::age_in(shown, app.day(), cells), cells, style);
                }
            }
            // The end tells them apart.
            Column::Programme | Column::Act => {
                put(buf, x, y, &cut_number(&visible(&said()), cells), cells, theme.dim());
            }
            Column::Sources => put_right(buf, x, y, &said(), cells, theme.dim()),
            Column::Conflict => _ = put(buf, x, y, &said(), cells, theme.tone(Tone::Conflict)),
            Column::Kind | Column::Country => _ = put(buf, x, y, &said(), cells, theme.dim()),
            _ => _ = put(buf, x, y, &said(), cells, plain),
        }
    }
}

/// Whether the issuer has another measure against the target: without its kind a row would not be told from that one.
fn is_one_of_several(app: &App, row: &Row) -> bool {
    /// Who faces more is told apart all the same.
    const LOOKED_AT: usize = 64;
    let issuer = |at: usize| app.facts.analysis.named(at).issuer;
    let others = app.facts.measures_of(row.place());
    others.len() > LOOKED_AT
        || others.iter().any(|at| *at as usize != row.at() && issuer(*at as usize) == issuer(row.at()))
}

/// The name of the target, and the kind of the measure where no column says it.
fn target(
    names: &Names,
    (name, kind): (&str, Option<&str>),
    (x, y): (u16, u16),
    cells: usize,
    style: Style,
    theme: &Theme,
    buf: &mut Buffer,
) {
    /// Between both.
    const GAP: usize = 2;
    /// Of a name so much is always there.
    const NAME: usize = 8;
    let least = kind.map_or(0, |kind| width(kind).min((cells / 3).max(5)));
    let Some(kind) = kind.filter(|_| cells >= width(name).min(NAME) + GAP + least) else {
        put(buf, x, y, &names.text(name, cells), cells, style);
        return;
    };
    let end = put(buf, x, y, &names.text(name, cells.saturating_sub(least + GAP)), cells, style);
    let room = (usize::from(x) + cells).saturating_sub(usize::from(end) + GAP);
    put(buf, end + 2, y, kind, room, theme.dim());
}

/// The sign of the status and its word; without a column of its own the age of the evidence stands beside them.
#[expect(clippy::too_many_arguments, reason = "where to draw, and with what")]
fn status(
    app: &App,
    row: &Row,
    (x, y): (u16, u16),
    cells: usize,
    has_age: bool,
    plain: Style,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let style = theme.tone(standing_tone(row.standing));
    let end = put(buf, x, y, signs::standing(row.standing), 1, style) + 1;
    let now = status_word(row);
    let text = changed(app, row, &now, cells.saturating_sub(2)).unwrap_or(now);
    // What simply holds is said quietly; what is on its way out stands out.
    let is_quiet = !row.standing.is_in_force() || row.standing == Standing::InForce;
    let word = if is_quiet { plain } else { style };
    let said = put(buf, end, y, &text, cells.saturating_sub(2), word);
    if let Some(shown) = row.dates().shown.filter(|_| !has_age) {
        let days = format!("{} d", shown.days(app.day()));
        let room = (usize::from(x) + cells).saturating_sub(usize::from(said));
        if width(&days) < room {
            let style = theme.tone(evidence::age_tone(shown.age(app.day())));
            put_right(buf, said, y, &days, room, style);
        }
    }
}

/// The status with what it was on the marked day, where that was another: `in force → lifted`.
fn changed(app: &App, row: &Row, now: &str, cells: usize) -> Option<String> {
    let since = app.clock.marked?;
    let was = changes::measure(&app.facts, since, row)?;
    let text = match was {
        Standing::NoRecord if row.observed => format!("Δ first record: {now}"),
        Standing::NoRecord => format!("Δ new: {now}"),
        _ if since > app.day() => format!("{now} ⇢ {was}"),
        _ => format!("{was} → {now}"),
    };
    Some(if width(&text) <= cells { text } else { format!("Δ {now}") })
}
