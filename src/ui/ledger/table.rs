//! The sanctions ledger as a table.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::text::width;
use crate::app::{App, PaneId};
use crate::model::measure::Standing;
use crate::ui::chrome::{mark_row, nothing, rows, select_row};
use crate::ui::signs;
use crate::ui::table::{Place, Wish, at_cell, columns, put, put_right};
use crate::ui::theme::Theme;
use crate::views::changes;
use crate::views::evidence::{self, Since};
use crate::views::groups::Line;
use crate::views::ledger::{Column, Row};
use crate::views::page::Tone;
use crate::views::weak::weak_name;
use crate::views::wording::standing_tone;

use super::shared::{foot, group_head};

/// Draws the rows in view.
pub(super) fn draw(app: &App, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let panes = &app.panes;
    let places = places(app, inner);
    if app.layout.head(PaneId::Ledger) > 0 {
        head(app, &places, inner.y, theme, buf);
    }
    if panes.length(PaneId::Ledger) == 0 {
        nothing(app, PaneId::Ledger, inner, theme, buf);
    }
    let focused = app.has_focus(PaneId::Ledger);
    let cursor = panes.ledger.pane.cursor;
    for (i, area) in rows(app, PaneId::Ledger, inner).enumerate() {
        match panes.ledger.line(cursor.top + i) {
            Some(Line::Row(at)) => {
                if let Some(row) = app.facts.ledger.get(at) {
                    measure(app, row, &places, area.y, theme, buf);
                }
            }
            Some(Line::Group(group)) => group_head(group, area, theme, buf),
            None => break,
        }
        if cursor.top + i == cursor.at {
            select_row(area, focused, theme, buf);
        }
        mark_row(app, PaneId::Ledger, cursor.top + i, area, theme, buf);
    }
    foot(app, inner, theme, buf);
}

/// Which columns are shown, and where.
fn places(app: &App, inner: Rect) -> Vec<Place<Column>> {
    let table = Rect { x: inner.x + 1, width: inner.width.saturating_sub(1), ..inner };
    let marked = app.clock.marked.is_some() && table.width >= 70;
    columns(&wishes(app.panes.ledger.columns_from, marked), table)
}

/// The column whose head stands at a cell of the line of heads.
pub(super) fn head_at(app: &App, x: u16) -> Option<Column> {
    at_cell(&places(app, app.layout.lines(PaneId::Ledger)), x)
}

fn wishes(from: usize, marked: bool) -> Vec<Wish<Column>> {
    let wish = |what, least, most, rank| Wish { what, least, most, rank };
    // What it was on the marked day stands beside what it is.
    let (least, most) = if marked { (27, 34) } else { (19, 20) };
    let mut wishes = vec![
        wish(Column::Issuer, 7, 7, 0),
        wish(Column::Target, 18, 34, 1),
        wish(Column::Measure, 14, 22, 6),
        wish(Column::Status, least, most, 2),
        wish(Column::InForceSince, 14, 14, 5),
        wish(Column::Since, 13, 13, 7),
        wish(Column::Shown, 12, 12, 4),
        wish(Column::Until, 11, 11, 10),
        wish(Column::Programme, 12, 20, 11),
        wish(Column::Act, 14, 26, 9),
        wish(Column::Sources, 3, 3, 8),
        wish(Column::Conflict, 1, 1, 3),
    ];
    // Scrolled: what stood first after the target goes out, and the rest comes in by its order.
    if from > 0 {
        wishes.drain(2..(2 + from).min(wishes.len()));
        for (rank, wish) in (0..).zip(&mut wishes) {
            wish.rank = rank;
        }
    }
    wishes
}

fn head(app: &App, places: &[Place<Column>], y: u16, theme: &Theme, buf: &mut Buffer) {
    let sort = app.panes.ledger.sort;
    for place in places {
        let sorted = place.what == sort.column;
        let arrow = match (sorted, sort.reversed) {
            (false, _) => "",
            (true, false) => "▴",
            (true, true) => "▾",
        };
        let style = if sorted { theme.accent() } else { theme.dim() };
        let text = format!("{}{arrow}", place.what);
        put(buf, place.x, y, &text, place.cells.max(if sorted { 2 } else { 1 }), style);
    }
}

fn measure(app: &App, row: &Row, places: &[Place<Column>], y: u16, theme: &Theme, buf: &mut Buffer) {
    let Some(it) = app.facts.state().records().sanctions.get(row.at()) else { return };
    let quiet = !row.standing.is_in_force();
    let plain = if quiet { theme.dim() } else { theme.text() };
    let query = &app.panes.ledger.pane.query;
    let has_age = places.iter().any(|place| place.what == Column::Shown);
    for place in places {
        let (x, cells) = (place.x, place.cells);
        match place.what {
            Column::Issuer => _ = put(buf, x, y, it.issuer.as_str(), cells, plain),
            Column::Target => {
                let name = app.facts.state().target_name(it);
                // Whoever is found by a weak name alone is marked so; the foot names it.
                match weak_name(app.facts.state(), &app.facts.analysis, query, row.place()) {
                    Some(_) => put(buf, x, y, &format!("≈ {name}"), cells, theme.tone(Tone::Caution)),
                    None => put(buf, x, y, name, cells, plain),
                };
            }
            Column::Measure => _ = put(buf, x, y, it.measure.word(), cells, plain),
            Column::Status => {
                let style = theme.tone(standing_tone(row.standing));
                let end = put(buf, x, y, signs::standing(row.standing), 1, style) + 1;
                let unsure = if row.unsure { "?" } else { "" };
                let now = format!("{}{unsure}", row.standing);
                let text = changed(app, row, &now, cells.saturating_sub(2)).unwrap_or(now);
                // What simply holds is said quietly; what is on its way out stands out.
                let word = if quiet || row.standing == Standing::InForce { plain } else { style };
                let said = put(buf, end, y, &text, cells.saturating_sub(2), word);
                // Without a column of its own the age of the evidence stands beside the status, where there is room.
                if let Some(shown) = row.dates().shown.filter(|_| !has_age) {
                    let days = format!("{} d", shown.days(app.day()));
                    let room =
                        usize::from((x + u16::try_from(cells).unwrap_or_default()).saturating_sub(said));
                    if width(&days) < room {
                        let style = theme.tone(evidence::age_tone(shown.age(app.day())));
                        put_right(buf, said, y, &days, room, style);
                    }
                }
            }
            Column::InForceSince => {
                let text = row.dates().in_force.map(Since::short).unwrap_or_default();
                put(buf, x, y, &text, cells, plain);
            }
            Column::Since => {
                let text = row.dates().status.map(Since::short).unwrap_or_default();
                put(buf, x, y, &text, cells, plain);
            }
            Column::Shown => {
                if let Some(shown) = row.dates().shown {
                    let style = theme.tone(evidence::age_tone(shown.age(app.day())));
                    put(buf, x, y, &evidence::age(shown, app.day()), cells, style);
                }
            }
            Column::Until => {
                let text = row.until.map(crate::model::date::Date::short).unwrap_or_default();
                put(buf, x, y, &text, cells, plain);
            }
            Column::Programme => {
                _ = put(buf, x, y, it.programme.as_deref().unwrap_or(""), cells, theme.dim());
            }
            Column::Act => {
                let state = app.facts.state();
                let names: Vec<&str> = it.acts.iter().map(|act| state.act_name(act)).collect();
                put(buf, x, y, &names.join("; "), cells, theme.dim());
            }
            Column::Sources => put_right(buf, x, y, &row.sources.to_string(), cells, theme.dim()),
            Column::Conflict => {
                if row.conflict {
                    put(buf, x, y, "≠", cells, theme.tone(Tone::Conflict));
                }
            }
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
