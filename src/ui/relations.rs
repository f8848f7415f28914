//! The relations panel.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::text::width;
use crate::app::{App, PaneId};
use crate::model::subject::SubjectKind;
use crate::views::crossings::Counts;
use crate::views::page::Tone;
use crate::views::relations::{Order, Row, trend_sign};
use crate::views::{changes, evidence};

use super::chrome::{mark_row, nothing, rows, select_row};
use super::signs;
use super::table::{Place, Wish, at_cell, columns, put, put_age, put_right};
use super::theme::Theme;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Stance,
    Trend,
    Representation,
    Shown,
    Measures,
    Border,
    Conflict,
}

/// What is wished for where `measures` cells hold each count of measures, and `age` cells each age: a number that is cut
/// says another.
fn wishes(measures: usize, age: usize) -> [Wish<Column>; 8] {
    [
        Wish { what: Column::Name, least: 8, most: 24, rank: 0 },
        Wish { what: Column::Stance, least: 8, most: 8, rank: 1 },
        Wish { what: Column::Trend, least: 1, most: 1, rank: 2 },
        Wish { what: Column::Representation, least: 6, most: 10, rank: 6 },
        Wish { what: Column::Shown, least: age, most: 12, rank: 3 },
        Wish { what: Column::Measures, least: measures, most: measures, rank: 4 },
        Wish { what: Column::Border, least: 5, most: 11, rank: 5 },
        Wish { what: Column::Conflict, least: 1, most: 1, rank: 7 },
    ]
}

/// The measures in force against the focus: a bloc's are its own, a member has them via the bloc, marked so.
fn measures(row: &Row) -> String {
    match (row.own, row.via_bloc) {
        (0, 0) => String::new(),
        (0, via) => format!("↑{via}"),
        (own, 0) => own.to_string(),
        (own, via) => format!("{own} ↑{via}"),
    }
}

/// Which columns are shown, and where.
fn places(app: &App, inner: Rect) -> Vec<Place<Column>> {
    let table = Rect { x: inner.x + 3, width: inner.width.saturating_sub(3), ..inner };
    let widest = app.facts.relations.iter().map(|row| width(&measures(row))).max().unwrap_or_default();
    let oldest = app.facts.relations.iter().filter_map(Row::shown).map(|shown| shown.days(app.day())).max();
    let age = format!("{} d", oldest.unwrap_or_default()).len().clamp(5, 12);
    columns(&wishes(widest.max(5), age), table)
}

/// The order that belongs to the head at a cell of the line of heads; `None` where none does.
pub(super) fn head_at(app: &App, x: u16) -> Option<Order> {
    match at_cell(&places(app, app.layout.lines(PaneId::Relations)), x)? {
        Column::Name => Some(Order::Name),
        Column::Stance | Column::Trend => Some(Order::Stance),
        Column::Measures => Some(Order::Measures),
        _ => None,
    }
}

/// Draws the rows in view.
pub fn draw(app: &App, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let places = places(app, inner);
    if app.layout.head(PaneId::Relations) > 0 {
        for place in &places {
            let text = match place.what {
                Column::Name => "with",
                Column::Stance => "stance",
                Column::Trend | Column::Conflict => "",
                Column::Representation => "rank",
                Column::Shown => "shown",
                Column::Measures => "meas.",
                Column::Border => "open",
            };
            put(buf, place.x, inner.y, text, place.cells, theme.dim());
        }
    }
    let pane = &app.panes.relations.pane;
    if pane.shown.is_empty() {
        nothing(app, PaneId::Relations, inner, theme, buf);
    }
    for (i, area) in rows(app, PaneId::Relations, inner).enumerate() {
        let Some(row) = pane.shown.get(pane.cursor.top + i).and_then(|at| app.facts.relations.get(at)) else {
            break;
        };
        relation(app, row, &places, area, theme, buf);
        if pane.cursor.top + i == pane.cursor.at {
            select_row(area, app.has_focus(PaneId::Relations), theme, buf);
        }
        mark_row(app, PaneId::Relations, pane.cursor.top + i, area, theme, buf);
    }
}

/// The crossing points by their signs; where there is no room how many are open, with a question mark where
/// of some nothing is known.
fn border(points: Counts, cells: usize) -> String {
    let signs = signs::counts(points);
    if width(&signs) <= cells {
        return signs;
    }
    format!("{}/{}{}", points.open, points.all(), if points.unknown > 0 { "?" } else { "" })
}

fn relation(app: &App, row: &Row, places: &[Place<Column>], area: Rect, theme: &Theme, buf: &mut Buffer) {
    let (sign, tone) = signs::stance(row.stance());
    put(buf, area.x + 1, area.y, sign, 1, theme.tone(tone));
    if let Some(shown) = row.shown().filter(|_| !places.iter().any(|it| it.what == Column::Shown)) {
        put_age(buf, (area.x + 2, area.y), shown.age(app.day()), theme);
    }
    for place in places {
        let (x, y, cells) = (place.x, area.y, place.cells);
        match place.what {
            Column::Name => {
                // Organisations are known by their codes where the name has no room.
                let name = app.facts.state().subject_name(&row.subject);
                let is_state = app
                    .facts
                    .state()
                    .subject(row.subject.as_str())
                    .is_some_and(|a| a.kind == SubjectKind::State);
                let shown = if width(name) > cells && !is_state { row.subject.as_str() } else { name };
                put(buf, x, y, shown, cells, theme.text());
            }
            Column::Stance => {
                let word = row.stance().map_or("–", |stance| stance.word());
                put(buf, x, y, word, cells, theme.tone(tone));
            }
            Column::Trend => {
                let changed = |since| changes::relation(&app.facts, since, row.at).is_some();
                if app.clock.marked.is_some_and(changed) {
                    put(buf, x, y, "Δ", cells, theme.accent());
                } else if row.stance().is_some() {
                    put(buf, x, y, trend_sign(row.status.trend), cells, theme.text());
                }
            }
            Column::Representation => {
                let age = row.representation_shown().map(|shown| evidence::age_tone(shown.age(app.day())));
                let style = age.filter(|tone| *tone != Tone::Plain).map_or(theme.text(), |it| theme.tone(it));
                put(buf, x, y, row.representation().unwrap_or(""), cells, style);
            }
            Column::Shown => {
                if let Some(shown) = row.shown() {
                    let style = theme.tone(evidence::age_tone(shown.age(app.day())));
                    put(buf, x, y, &evidence::age_in(shown, app.day(), cells), cells, style);
                }
            }
            Column::Measures => {
                let style = if row.own == 0 { theme.dim() } else { theme.text() };
                put_right(buf, x, y, &measures(row), cells, style);
            }
            Column::Border => {
                let points = row.border.points;
                if points.all() > 0 {
                    put_right(buf, x, y, &border(points, cells), cells, theme.text());
                }
            }
            Column::Conflict => {
                if row.conflict {
                    put(buf, x, y, "≠", cells, theme.tone(Tone::Conflict));
                }
            }
        }
    }
}
