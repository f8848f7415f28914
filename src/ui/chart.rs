//! The charts: acts by month, and what an issuer had in force over the months. All that colour tells a sign tells as well.

use chrono::{Datelike, NaiveDate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::model::id::Id;
use crate::views::chart::{Chart, Held, HeldBy, MonthOfActs};
use crate::views::page::{Link, Tone};

use super::table::{put, put_right};
use super::theme::Theme;

/// So many cells left of a chart tell its scale.
const SCALE: u16 = 5;

/// From so many columns on both charts stand side by side.
const BOTH: u16 = 110;

/// What an act is drawn with: of the issuer of the line under the cursor, and of the others.
const OWN: &str = "█";
const OTHER: &str = "▒";

/// Draws what the line under the cursor is about: its month, its issuer; both charts where there is room.
pub fn draw(chart: &Chart, link: Option<&Link>, area: Rect, theme: &Theme, buf: &mut Buffer) {
    if area.area() == 0 {
        return;
    }
    let (issuer, month) = match link {
        // Of several issuers none is told from the others.
        Some(Link::Steps(issuers, month)) => match issuers.as_slice() {
            [issuer] => (Some(issuer), Some(*month)),
            _ => (None, Some(*month)),
        },
        Some(Link::InForce(issuer)) => (Some(issuer), None),
        _ => (None, None),
    };
    let is_held = matches!(link, Some(Link::InForce(_)));
    if area.width >= BOTH {
        let half = area.width / 2;
        acts(chart, issuer, month, Rect { width: half - 1, ..area }, theme, buf);
        held(chart, issuer, month, Rect { x: area.x + half, width: area.width - half, ..area }, theme, buf);
    } else if is_held {
        held(chart, issuer, month, area, theme, buf);
    } else {
        acts(chart, issuer, month, area, theme, buf);
    }
}

/// A column of cells at a place, from its first row on.
struct Column<'a> {
    x: u16,
    cells: u16,
    buf: &'a mut Buffer,
}

impl Column<'_> {
    fn put(&mut self, y: u16, sign: &str, style: Style) {
        for x in self.x..self.x + self.cells {
            put(self.buf, x, y, sign, 1, style);
        }
    }
}

/// How wide a month is, the gap after it included, and how many of the newest months have room.
fn width(count: usize, room: u16) -> (u16, usize) {
    let count = u16::try_from(count).unwrap_or(u16::MAX).max(1);
    let wide = (room / count).clamp(1, 6);
    (wide, usize::from(room / wide))
}

/// How many acts a row stands for, so that so many have room in so many rows.
fn acts_a_row(acts: [usize; 2], rows: usize) -> usize {
    let fits = |unit: &usize| acts.iter().map(|count| count.div_ceil(*unit)).sum::<usize>() <= rows;
    let most = acts.into_iter().max().unwrap_or_default().max(1);
    (1..=most).find(fits).unwrap_or(most)
}

/// Acts by month: upwards those that tighten, downwards those that ease.
fn acts(
    chart: &Chart,
    issuer: Option<&Id>,
    month: Option<NaiveDate>,
    area: Rect,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let issuer = issuer.filter(|it| chart.acts.iter().any(|m| m.by_issuer.iter().any(|(by, _)| by == *it)));
    // What tells the bars apart is never cut.
    let whose = issuer.map_or(String::new(), |issuer| format!("{OWN} {issuer} {OTHER} others · "));
    let title = format!(" acts a month: {whose}tightening above, easing below · ◇ off a list without an act");
    put(buf, area.x, area.y, &title, usize::from(area.width), theme.dim());
    let room = area.width.saturating_sub(SCALE + 1);
    let (wide, shown) = width(chart.acts.len(), room);
    let months = chart.acts.get(chart.acts.len().saturating_sub(shown)..).unwrap_or_default();
    let most =
        |side: usize| months.iter().filter_map(|it| it.acts.get(side)).max().copied().unwrap_or_default();
    let most = [most(0), most(1)];
    // The title, the axis with what came off lists, the years and the mark of the cursor below.
    let rows = usize::from(area.height.saturating_sub(4));
    let unit = acts_a_row(most, rows);
    let [up, down] = most.map(|count| u16::try_from(count.div_ceil(unit)).unwrap_or_default());
    let axis = area.y + 1 + up;
    for (count, y) in [(most[0], axis - up), (most[1], axis + down)] {
        if count > 0 {
            put_right(buf, area.x, y, &count.to_string(), usize::from(SCALE), theme.dim());
        }
    }
    put_right(buf, area.x, axis, "0", usize::from(SCALE), theme.dim());
    let years = axis + down + 1;
    let mut room_from = 0;
    for (at, it) in (0u16..).zip(months) {
        let x = area.x + SCALE + 1 + at * wide;
        let cells = if wide > 2 { wide - 1 } else { 1 };
        let is_here = month == Some(it.month);
        let mut column = Column { x, cells, buf };
        let (sign, tone) = match it.off {
            0 => ("─", Tone::Dim),
            _ => ("◇", Tone::Caution),
        };
        for x in x..x + wide {
            put(column.buf, x, axis, "─", 1, theme.dim());
        }
        put(column.buf, x, axis, sign, 1, theme.tone(tone));
        bar(it, issuer, unit, axis, theme, &mut column);
        if is_here {
            put(buf, x, years + 1, "↑", 1, theme.accent());
        }
        let text = year_of(it.month, at == 0, wide);
        let cells = u16::try_from(text.len()).unwrap_or_default();
        if cells > 0 && x >= room_from && x + cells <= area.right() {
            put(buf, x, years, &text, usize::from(cells), theme.dim());
            room_from = x + cells + 1;
        }
    }
}

/// The year where it begins, or where the axis does.
fn year_of(month: NaiveDate, is_first: bool, wide: u16) -> String {
    match month.month() {
        1 => month.format("%Y").to_string(),
        7 if wide >= 4 => month.format("%b").to_string(),
        _ if is_first && month.month() < 8 => month.format("%Y-%m").to_string(),
        _ => String::new(),
    }
}

/// The bars of a month, upwards and downwards from the axis; a row that is not full is half high.
fn bar(
    it: &MonthOfActs,
    issuer: Option<&Id>,
    unit: usize,
    axis: u16,
    theme: &Theme,
    column: &mut Column<'_>,
) {
    let own = |side: usize| match issuer {
        None => it.acts.get(side).copied().unwrap_or_default(),
        Some(issuer) => {
            let of = it.by_issuer.iter().find(|(by, _)| by == issuer);
            of.and_then(|(_, acts)| acts.get(side)).copied().unwrap_or_default()
        }
    };
    for (side, tone, half) in [(0, Tone::Bad, "▄"), (1, Tone::Good, "▀")] {
        let all = it.acts.get(side).copied().unwrap_or_default();
        let own = own(side);
        for row in 0..all.div_ceil(unit) {
            let (from, to) = (row * unit, (row + 1) * unit);
            // The issuer of the cursor stands nearest to the axis.
            let (sign, style) = match () {
                () if own > from && all >= to => (OWN, theme.tone(tone)),
                () if own > from => (half, theme.tone(tone)),
                () => (OTHER, theme.dim()),
            };
            let away = u16::try_from(row + 1).unwrap_or(u16::MAX);
            column.put(if side == 0 { axis - away } else { axis + away }, sign, style);
        }
    }
}

/// What an issuer had in force, month by month: full where its beginning is known, lighter what is only first recorded.
fn held(
    chart: &Chart,
    issuer: Option<&Id>,
    month: Option<NaiveDate>,
    area: Rect,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let Some(held) = chart.held_by(issuer) else { return };
    let now = held.months.last().copied().unwrap_or_default();
    let lighter = match now.first_recorded {
        0 => String::new(),
        more => format!(", ░ {more} of them only first recorded by then"),
    };
    let title = format!(" {} in force: {} on the day{lighter}", held.issuer, now.all());
    put(buf, area.x, area.y, &title, usize::from(area.width), theme.dim());
    let room = area.width.saturating_sub(SCALE + 1);
    let columns = columns(chart, held, room);
    let most = columns.iter().map(|(_, held)| held.all()).max().unwrap_or_default().max(1);
    let rows = area.height.saturating_sub(4).max(1);
    let axis = area.y + 1 + rows;
    put_right(buf, area.x, area.y + 1, &most.to_string(), usize::from(SCALE), theme.dim());
    put_right(buf, area.x, axis, "0", usize::from(SCALE), theme.dim());
    let mut room_from = 0;
    let mut before = None;
    for (x, (day, held)) in (area.x + SCALE + 1..).zip(&columns) {
        let line = if held.recorded == 0 { "·" } else { "─" };
        put(buf, x, axis, line, 1, theme.dim());
        for row in 0..rows {
            let (sign, is_lighter) = level(*held, usize::from(row), most, usize::from(rows));
            let style = if is_lighter { theme.dim() } else { theme.text() };
            put(buf, x, axis - 1 - row, sign, 1, style);
        }
        if month.is_some_and(|month| (month.year(), month.month()) == (day.year(), day.month())) {
            put(buf, x, axis + 2, "↑", 1, theme.accent());
        }
        if before.is_some_and(|before| before != day.year()) && x >= room_from && x + 4 <= area.right() {
            put(buf, x, axis + 1, &day.year().to_string(), 4, theme.dim());
            room_from = x + 5;
        }
        before = Some(day.year());
    }
}

/// What stands in a row of a column, and whether it is what was only first recorded.
fn level(held: Held, row: usize, most: usize, rows: usize) -> (&'static str, bool) {
    const PARTS: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    // In eighths of a row, rounded up: what there is is never nothing.
    let eighths = |count: usize| (count * rows * 8).div_ceil(most).saturating_sub(row * 8).min(8);
    let (known, all) = (eighths(held.known), eighths(held.all()));
    match (known, all) {
        (_, 0) => (" ", false),
        (8, _) => ("█", false),
        (known, all) if known == all => (PARTS.get(known).copied().unwrap_or(" "), false),
        // A cell has one sign: what is more in it.
        (known, all) if known * 2 >= all => (PARTS.get(known).copied().unwrap_or(" "), false),
        _ => ("░", true),
    }
}

/// The days and what was held on them, as many as there are cells: the newest of those that share a cell, the same in
/// several cells where there are more.
fn columns(chart: &Chart, held: &HeldBy, room: u16) -> Vec<(NaiveDate, Held)> {
    // Before its first record an issuer has nothing to be drawn.
    let first = held.months.iter().position(|held| held.recorded > 0).unwrap_or_default();
    let months: Vec<(NaiveDate, Held)> =
        chart.days.iter().copied().zip(held.months.iter().copied()).skip(first).collect();
    let (room, count) = (usize::from(room).max(1), months.len().max(1));
    if count > room {
        let each = count.div_ceil(room);
        let mut columns: Vec<_> = months.rchunks(each).filter_map(|part| part.last().copied()).collect();
        columns.reverse();
        return columns;
    }
    let each = (room / count).clamp(1, 4);
    months.into_iter().flat_map(|month| std::iter::repeat_n(month, each)).collect()
}
