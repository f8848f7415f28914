//! What is drawn in a line of a page: years, a measure over them, a kind of traffic at a crossing over them.

use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::model::crossing::{Access, Traffic};
use crate::model::state::{Place, RecordKind};
use crate::views::page::Picture;
use crate::views::timeline::Axis;

use super::ledger;
use super::signs;
use super::table::put;
use super::theme::Theme;

/// Draws a picture into a line.
pub fn draw(app: &App, picture: Picture, area: Rect, theme: &Theme, buf: &mut Buffer) {
    match picture {
        Picture::Years(from, to) => {
            for (cell, text) in ticks(axis(from, to, area)) {
                let x = area.x.saturating_add(u16::try_from(cell).unwrap_or(u16::MAX));
                let room = usize::from(area.right().saturating_sub(x));
                // What would be cut is left out.
                if text.len() <= room {
                    put(buf, x, area.y, &text, room, theme.dim());
                }
            }
        }
        Picture::Measure(at, from, to) => {
            let axis = axis(from, to, area);
            for (x, (sign, style)) in (area.x..area.right()).zip(ledger::bars(app, at, axis, theme)) {
                put(buf, x, area.y, sign, 1, style);
            }
        }
        Picture::Crossing(at, traffic, from, to) => {
            let axis = axis(from, to, area);
            let cells = accesses(app, at, traffic, axis, to).into_iter().enumerate();
            for (x, (cell, access)) in (area.x..area.right()).zip(cells) {
                if ledger::When::of(app, axis.begins(cell)) == ledger::When::Ahead {
                    break;
                }
                let (sign, tone) = signs::access(access);
                put(buf, x, area.y, sign, 1, theme.tone(tone));
            }
        }
    }
}

/// The days as cells of one length; no cell begins after the last day.
fn axis(from: NaiveDate, to: NaiveDate, area: Rect) -> Axis {
    let all = u32::try_from((to - from).num_days() + 1).unwrap_or(1).max(1);
    let days = all.div_ceil(u32::from(area.width).max(1)).max(1);
    Axis { first: from, days, cells: usize::try_from(all.div_ceil(days)).unwrap_or(1) }
}

/// Of a year or less the months, the first of each year being the year; else the years.
fn ticks(axis: Axis) -> Vec<(usize, String)> {
    const MONTHS: usize = 400;
    let days = usize::try_from(axis.days).unwrap_or(1);
    if axis.cells * days > MONTHS || days > 7 {
        return axis.ticks();
    }
    let mut ticks: Vec<(usize, String)> = Vec::new();
    let mut room = 0;
    for cell in 0..axis.cells {
        let Some(first) = axis.ends(cell).with_day(1).filter(|first| axis.begins(cell) <= *first) else {
            continue;
        };
        let text = first.format(if first.month() == 1 { "%Y" } else { "%b" }).to_string();
        if cell >= room {
            room = cell + text.len() + 1;
            ticks.push((cell, text));
        }
    }
    ticks
}

/// What holds for a kind of traffic at the end of each cell.
fn accesses(app: &App, at: usize, traffic: Traffic, axis: Axis, to: NaiveDate) -> Vec<Option<Access>> {
    let Some(it) = app.facts.state().records().crossings.get(at) else { return Vec::new() };
    let claims = app.facts.analysis.claims(Place { list: RecordKind::Crossings, at });
    let on = |cell: usize| {
        let status = it.status(axis.ends(cell).min(to), claims);
        status.lanes.iter().find(|lane| lane.traffic == traffic).and_then(|lane| lane.access)
    };
    (0..axis.cells).map(on).collect()
}
