//! A page: in the dossier's place, over the panes, or the dossier beside them.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use crate::app::App;
use crate::app::layer::Layer;
use crate::app::layout;
use crate::app::modal::{Found, PageView, Row, Topic};
use crate::views::page::{Line, Sign, Tone};

use super::chart;
use super::chrome::{frame, has_keys, select_row};
use super::links::linked;
use super::map;
use super::picture;
use super::signs;
use super::table::{put, put_right};
use super::theme::Theme;

/// Draws the rows in view; a page that is open has a cursor.
pub fn draw(app: &App, view: &PageView, place: Rect, is_open: bool, theme: &Theme, buf: &mut Buffer) {
    Clear.render(place, buf);
    let inner = frame(place, is_open, theme, buf);
    let number = if matches!(view.topic, Topic::Dossier(_)) { "5 " } else { "" };
    let title = format!("{}{number}{} ", has_keys(is_open), view.title());
    let style = if is_open { theme.tone(Tone::Title) } else { theme.strong() };
    put(buf, place.x + 1, place.y, &title, usize::from(place.width.saturating_sub(2)), style);
    let lines = view.lines_in(&app.layout, place);
    if let Some(numbers) = &view.page.chart {
        chart::draw(numbers, view.link(), layout::chart(place), theme, buf);
    } else if lines != inner {
        map::draw(app, app.layout.map, theme, buf);
    }
    let height = usize::from(lines.height);
    if view.rows.len() > height {
        let last = (view.cursor.top + height).min(view.rows.len());
        let text = format!(" {}–{last} of {} ", view.cursor.top + 1, view.rows.len());
        let room = usize::from(place.width).saturating_sub(2);
        put_right(buf, place.x + 1, place.bottom().saturating_sub(1), &text, room, theme.dim());
    }
    for (i, y) in (lines.y..lines.bottom()).enumerate() {
        let at = view.cursor.top + i;
        let Some(row) = view.rows.get(at) else { break };
        let Some(line) = view.page.lines.get(row.line) else { break };
        let area = Rect { y, height: 1, ..lines };
        let is_last = view.rows.get(at + 1).is_none_or(|next| next.line != row.line);
        draw_row(app, view, (row, line), area, is_last, theme, buf);
        if let Some(found) = view.found.as_ref().filter(|found| found.has(at)) {
            mark(found, area, theme, buf);
        }
        if is_open && at == view.cursor.at {
            select_row(area, true, theme, buf);
        }
    }
}

/// Marks what was searched for in a row that is drawn: by a line below it, and a sign before the row.
fn mark(found: &Found, area: Rect, theme: &Theme, buf: &mut Buffer) {
    let cells: Vec<String> = (area.x..area.right())
        .filter_map(|x| buf.cell((x, area.y)).map(|cell| cell.symbol().to_owned()))
        .collect();
    let texts: Vec<&str> = cells.iter().map(String::as_str).collect();
    for at in found.marks(&texts) {
        let x = area.x.saturating_add(u16::try_from(at).unwrap_or(u16::MAX));
        if let Some(cell) = buf.cell_mut((x, area.y)) {
            cell.set_style(theme.hit());
        }
    }
    put(buf, area.x, area.y, "»", 1, theme.accent());
}

fn draw_row(
    app: &App,
    view: &PageView,
    (row, line): (&Row, &Line),
    area: Rect,
    is_last: bool,
    theme: &Theme,
    buf: &mut Buffer,
) {
    let address = line.address.as_deref();
    let (y, style) = (area.y, theme.tone(line.tone));
    let cells = usize::from(area.width.saturating_sub(2));
    let room = |x: u16| usize::from(area.right().saturating_sub(x));
    let mut end = area.x + 1;
    if !line.cells.is_empty() {
        for part in &row.parts {
            let cell = line.cells.get(part.cell);
            let mut x = area.x.saturating_add(1 + u16::try_from(part.x).unwrap_or(u16::MAX));
            let mut left = part.cells.min(room(x));
            // What belongs to no column is the head of one.
            let style = theme.tone(cell.map_or(Tone::Dim, |cell| cell.tone));
            if let Some(sign) = cell.and_then(|cell| cell.sign).filter(|_| part.is_first) {
                put(buf, x, y, sign_of(sign), left.min(1), style);
                (x, left) = (x + 2, left.saturating_sub(2));
            }
            end = put(buf, x, y, &part.text, left, linked(app, style, address));
        }
        if row.parts.is_empty() {
            let tone = line.cells.last().map_or(Tone::Dim, |cell| cell.tone);
            end = put(buf, end, y, &row.text, cells, linked(app, theme.tone(tone), address));
        }
    } else if matches!(line.tone, Tone::Title | Tone::Heading) {
        end = put(buf, end, y, &row.text, cells, style);
    } else {
        put(buf, end, y, &row.label, view.label_width, theme.dim());
        let labels = u16::try_from(view.label_width).unwrap_or_default();
        let x = area.x + labels + 3;
        end = match line.picture {
            Some(picture) => {
                picture::draw(
                    app,
                    picture,
                    Rect { x, width: area.right().saturating_sub(x + 1), ..area },
                    theme,
                    buf,
                );
                return;
            }
            None => put(buf, x, y, &row.text, room(x), linked(app, style, address)),
        };
    }
    if line.link.is_some() && is_last && end + 2 < area.right() {
        put(buf, end + 1, y, "⏎", 1, theme.accent());
    }
}

fn sign_of(sign: Sign) -> &'static str {
    match sign {
        Sign::Standing(standing) => signs::standing(standing),
        Sign::Access(access) => signs::access(access).0,
    }
}
