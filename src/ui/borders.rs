//! The border board as a list.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::text::{width, wrap};
use crate::app::{App, PaneId};
use crate::model::crossing::{Crossing, Mode, Traffic};
use crate::model::date::Date;
use crate::model::state::{RecordKind, State};
use crate::views::citation::cited;
use crate::views::crossings::{Order, Row, neighbour};
use crate::views::page::Tone;
use crate::views::{changes, evidence, wording};

use super::chrome::{mark_row, nothing, rows, select_row};
use super::signs;
use super::table::{Place, Wish, at_cell, columns, put, put_age, put_right};
use super::theme::Theme;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Neighbour,
    Name,
    Status,
    Age,
    Shown,
    Throughput,
    Conflict,
}

const WISHES: &[Wish<Column>] = &[
    Wish { what: Column::Neighbour, least: 2, most: 2, rank: 4 },
    Wish { what: Column::Name, least: 11, most: 40, rank: 0 },
    Wish { what: Column::Status, least: 12, most: 15, rank: 1 },
    Wish { what: Column::Age, least: 9, most: 9, rank: 5 },
    Wish { what: Column::Shown, least: 6, most: 12, rank: 2 },
    Wish { what: Column::Throughput, least: 18, most: 18, rank: 6 },
    Wish { what: Column::Conflict, least: 1, most: 1, rank: 3 },
];

/// Which columns are shown, and where.
fn places(inner: Rect) -> Vec<Place<Column>> {
    columns(WISHES, Rect { x: inner.x + 4, width: inner.width.saturating_sub(4), ..inner })
}

/// The order that belongs to the head at a cell of the line of heads; `None` where none does.
pub(super) fn head_at(app: &App, x: u16) -> Option<Order> {
    match at_cell(&places(app.layout.lines(PaneId::Borders)), x)? {
        Column::Neighbour => Some(Order::Border),
        Column::Name => Some(Order::Name),
        Column::Status => Some(Order::Status),
        Column::Age => Some(Order::Change),
        _ => None,
    }
}

/// Draws the rows in view, and what is selected in full.
pub fn draw(app: &App, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let places = places(inner);
    if app.layout.head(PaneId::Borders) > 0 {
        // Over the signs: passengers, freight.
        put(buf, inner.x + 1, inner.y, "pf", 2, theme.dim());
        for place in &places {
            let (text, right) = match place.what {
                Column::Neighbour | Column::Conflict => ("", false),
                Column::Name => ("crossing", false),
                Column::Status => ("status", false),
                Column::Age => ("since", true),
                Column::Shown => ("shown", false),
                Column::Throughput => ("a day", false),
            };
            if right {
                put_right(buf, place.x, inner.y, text, place.cells, theme.dim());
            } else {
                put(buf, place.x, inner.y, text, place.cells, theme.dim());
            }
        }
    }
    let pane = &app.panes.borders.pane;
    if pane.shown.is_empty() {
        nothing(app, PaneId::Borders, inner, theme, buf);
    }
    for (i, area) in rows(app, PaneId::Borders, inner).enumerate() {
        let Some(row) = pane.shown.get(pane.cursor.top + i).and_then(|at| app.facts.crossings.get(at)) else {
            break;
        };
        crossing(app, row, &places, area, theme, buf);
        if pane.cursor.top + i == pane.cursor.at {
            select_row(area, app.has_focus(PaneId::Borders), theme, buf);
        }
        mark_row(app, PaneId::Borders, pane.cursor.top + i, area, theme, buf);
    }
    foot(app, inner, theme, buf);
}

fn crossing(app: &App, row: &Row, places: &[Place<Column>], area: Rect, theme: &Theme, buf: &mut Buffer) {
    let state = app.facts.state();
    let Some(it) = state.records().crossings.get(row.at) else { return };
    let (_, mut tone) = signs::access(row.overall);
    let whole = it.mode == Mode::Border;
    if whole {
        // What is said of a whole border heads its group: it has no sign, which would count it as a point.
        tone = Tone::Dim;
    } else {
        // A sign for each traffic that it is made for: what one may do says nothing of the other.
        for lane in &row.status.lanes {
            let (sign, tone) = signs::access(lane.access);
            put(
                buf,
                area.x + 1 + u16::from(lane.traffic == Traffic::Freight),
                area.y,
                sign,
                1,
                theme.tone(tone),
            );
        }
    }
    // It was otherwise on the marked day.
    if app.clock.marked.is_some_and(|since| changes::crossing(&app.facts, since, row)) {
        put(buf, area.x + 3, area.y, "Δ", 1, theme.accent());
    } else if let Some(shown) = row.shown.filter(|_| !places.iter().any(|it| it.what == Column::Shown)) {
        put_age(buf, (area.x + 3, area.y), shown.age(app.day()), theme);
    }
    let plain = if whole { theme.strong() } else { theme.text() };
    for place in places {
        let (x, y, cells) = (place.x, area.y, place.cells);
        match place.what {
            Column::Neighbour => {
                _ = put(buf, x, y, neighbour(app.facts.state(), it).as_str(), cells, theme.dim());
            }
            Column::Name => _ = put(buf, x, y, &name(app, it, cells), cells, plain),
            Column::Status => {
                let unsure = wording::unsure(&row.status);
                let said = if whole && row.overall.is_some() { "said " } else { "" };
                let word = wording::only(&row.status).filter(|_| !whole);
                let text = format!("{said}{}{unsure}", word.unwrap_or_else(|| wording::access(&row.status)));
                put(buf, x, y, &text, cells, theme.tone(tone));
            }
            Column::Age => put_right(buf, x, y, &age(row, app.day()), cells, theme.dim()),
            Column::Shown => {
                if let Some(shown) = row.shown {
                    let style = theme.tone(evidence::age_tone(shown.age(app.day())));
                    put(buf, x, y, &evidence::age_in(shown, app.day(), cells), cells, style);
                }
            }
            Column::Throughput => {
                // A figure that is older than the status says nothing about now; the page of the record has it.
                let is_of_now = |on: &Date| row.since.is_none_or(|since| on.last() >= since.first());
                let of = row.status.throughput.as_ref().map(|it| it.on);
                if let Some(bar) = throughput(row).filter(|_| of.as_ref().is_some_and(is_of_now)) {
                    put(buf, x, y, &bar, cells, theme.text());
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

/// The whole name where there is room for it, else the place on the neighbour's side.
fn name(app: &App, it: &Crossing, cells: usize) -> String {
    if width(&it.name) <= cells {
        return it.name.to_string();
    }
    if it.mode == Mode::Border {
        return app.facts.state().subject_name(neighbour(app.facts.state(), it)).to_owned();
    }
    place_name(app.facts.state(), it)
}

/// The place on the neighbour's side, with the kind of the crossing where it is no road: what crossings at one place are
/// told apart by.
pub(super) fn place_name(state: &State, it: &Crossing) -> String {
    let Some((a, b)) = &it.sides else { return it.name.to_string() };
    let side = if neighbour(state, it) == &it.between.0 { a } else { b };
    let place = side.split('/').next().unwrap_or(side);
    if it.mode == Mode::Road { place.to_owned() } else { format!("{place} {}", it.mode) }
}

/// Days since the last change: `31 d`, `360–438 d` where the day is not known.
fn age(row: &Row, day: chrono::NaiveDate) -> String {
    match row.age(day) {
        Some((least, most)) if least == most => format!("{least} d"),
        Some((least, most)) => format!("{}–{most} d", least.max(0)),
        None => String::new(),
    }
}

/// `100/550 ▕██      ▏`: how much passes of what could.
fn throughput(row: &Row) -> Option<String> {
    const CELLS: u32 = 8;
    let it = row.status.throughput.as_ref()?;
    let Some(capacity) = it.capacity_per_day.filter(|capacity| *capacity > 0) else {
        return Some(it.per_day.to_string());
    };
    let eighths = u64::from(it.per_day.min(capacity)) * u64::from(CELLS) * 8 / u64::from(capacity);
    let full = usize::try_from(eighths / 8).unwrap_or_default();
    let part = usize::try_from(eighths % 8).unwrap_or_default();
    let mut bar = "█".repeat(full);
    bar.extend("▏▎▍▌▋▊▉".chars().nth(part.wrapping_sub(1)));
    Some(format!("{}/{capacity} {bar}", it.per_day))
}

fn foot(app: &App, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    let lines = app.layout.foot(PaneId::Borders);
    if lines == 0 {
        return;
    }
    let y = inner.bottom() - lines;
    let rule = "─".repeat(usize::from(inner.width));
    put(buf, inner.x, y, &rule, usize::from(inner.width), theme.border(false));
    let pane = &app.panes.borders.pane;
    let Some(row) = pane.shown.get(pane.cursor.at).and_then(|at| app.facts.crossings.get(at)) else { return };
    let Some(it) = app.facts.state().records().crossings.get(row.at) else { return };
    let cells = usize::from(inner.width.saturating_sub(2));
    year(app, (it, row.at), (inner.x + 1, y + 1), inner.width.saturating_sub(2), theme, buf);
    for (y, line) in (y + 2..inner.bottom()).zip(wrap(&said(app, it, row), cells)) {
        put(buf, inner.x + 1, y, &line, cells, theme.text());
    }
}

/// The year up to the day, as a strip: open, restricted, shut.
fn year(
    app: &App,
    (it, row_at): (&Crossing, usize),
    (x, y): (u16, u16),
    width: u16,
    theme: &Theme,
    buf: &mut Buffer,
) {
    const LABEL: u16 = 10;
    let cells = width.saturating_sub(LABEL);
    if cells < 12 {
        return;
    }
    put(buf, x, y, "last year", usize::from(LABEL), theme.dim());
    let place = crate::model::state::Place { list: RecordKind::Crossings, at: row_at };
    let claims = app.facts.analysis.claims(place);
    for cell in 0..cells {
        let back = u64::from(cells - 1 - cell) * 365 / u64::from(cells);
        let Some(day) = app.day().checked_sub_days(chrono::Days::new(back)) else { continue };
        let (sign, tone) = signs::access(it.status(day, claims).overall());
        put(buf, x + LABEL + cell, y, sign, 1, theme.tone(tone));
    }
}

fn said(app: &App, it: &Crossing, row: &Row) -> String {
    let whole = if it.mode == Mode::Border { " (said of the whole border)" } else { "" };
    let mut text = format!("{}{whole} · {}", it.name, wording::lanes(&row.status));
    if let Some(since) = row.since {
        text.push_str(&format!(" since {since}"));
    }
    let lane = row.status.latest();
    if let Some(since) = lane.filter(|lane| lane.scope_since != lane.since).and_then(|lane| lane.scope_since)
    {
        text.push_str(&format!(", under these conditions since {since}"));
    }
    if let Some(shown) = row.shown {
        text.push_str(&format!(", {}", evidence::shown(shown, app.day())));
    }
    if let Some(until) = lane.and_then(|lane| lane.until) {
        text.push_str(&format!(" until {until}"));
    }
    if let Some(step) = lane.and_then(|lane| lane.step).and_then(|step| it.history.get(step)) {
        if let Some(scope) = &step.scope {
            text.push_str(&format!(" · {scope}"));
        }
        text.push_str(&format!(" — {}", cited(app.facts.state(), &step.sources)));
    }
    if let Some(it) = &row.status.throughput {
        text.push_str(&format!(" · {} ({})", wording::throughput_of(it), it.on));
    }
    text
}
