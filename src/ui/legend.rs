//! The legend: what the signs mean that are on the screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::legend::{Beside, SIGNS, Sign, Where};
use crate::app::text::width;
use crate::app::{App, PaneId};

use super::table::put;
use super::theme::Theme;

/// What is said where there are more signs than room.
const MORE: &str = "… all in the help";

/// What comes after all else.
const IN_PASSING: &[&str] = &["►", "▸", "◂", "▴", "▾"];

/// Draws what the signs mean that were drawn: those of the part that has the keys first.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let area = app.layout.legend;
    if area.area() == 0 {
        return;
    }
    let mut signs: Vec<&'static Sign> = Vec::new();
    for (place, at) in parts(app) {
        for sign in there(buf, place, at) {
            if !signs.iter().any(|it| it.sign == sign.sign) {
                signs.push(sign);
            }
        }
    }
    // Where the cursor is one sees.
    signs.sort_by_key(|sign| IN_PASSING.contains(&sign.sign));
    let end = area.right().saturating_sub(1);
    let (mut x, mut y) = (area.x + 1, area.y);
    let mut left = signs.len();
    for sign in signs {
        let means = short(sign.means);
        let cells = u16::try_from(2 + width(means)).unwrap_or(u16::MAX);
        let is_last_line = y + 1 == area.bottom();
        // On the last line there is room left for the word that there are more.
        let more =
            if is_last_line && left > 1 { u16::try_from(width(MORE) + 2).unwrap_or_default() } else { 0 };
        if x.saturating_add(cells).saturating_add(more) > end && x > area.x + 1 {
            if is_last_line {
                put(buf, x, y, MORE, usize::from(end.saturating_sub(x)), theme.dim());
                return;
            }
            (x, y) = (area.x + 1, y + 1);
        }
        x = put(buf, x, y, sign.sign, 1, theme.accent()) + 1;
        x = put(buf, x, y, means, usize::from(end.saturating_sub(x)), theme.dim()) + 2;
        left -= 1;
    }
}

/// What a sign means, without what explains that.
fn short(means: &'static str) -> &'static str {
    means.split(['(', ':', ';']).next().unwrap_or(means).trim_end()
}

/// The parts of the screen, the one that has the keys first, with what they hold.
fn parts(app: &App) -> Vec<(Rect, Where)> {
    let layout = &app.layout;
    let mut parts = Vec::new();
    if app.modals.pages().next().is_some() {
        parts.push((layout.page, Where::Page));
        if layout.page == layout.body {
            return parts;
        }
    }
    let focus = app.panes.focus;
    let others = PaneId::ALL.iter().copied().filter(|pane| *pane != focus);
    for pane in std::iter::once(focus).chain(others) {
        parts.push((layout.pane(pane), Where::Pane(pane)));
    }
    parts.push((layout.dossier, Where::Page));
    parts.push((layout.header, Where::Around));
    parts
}

/// The signs in a part of the screen, in the order of the table.
fn there(buf: &Buffer, place: Rect, at: Where) -> Vec<&'static Sign> {
    let groups = SIGNS.iter().filter(|group| group.at.contains(&at));
    let signs: Vec<&'static Sign> = groups.flat_map(|group| group.signs).collect();
    let mut found = vec![false; signs.len()];
    for y in place.y..place.bottom() {
        for x in place.x..place.right() {
            let symbol = buf.cell((x, y)).map_or(" ", |cell| cell.symbol());
            let Some(is) = signs.iter().position(|it| it.sign == symbol) else { continue };
            if let (Some(sign), Some(seen)) = (signs.get(is), found.get_mut(is)) {
                *seen |= is_sign(buf, sign, (x, y));
            }
        }
    }
    signs.into_iter().zip(found).filter(|(_, found)| *found).map(|(sign, _)| sign).collect()
}

/// Whether what looks like a sign is one, by what stands beside it.
fn is_sign(buf: &Buffer, sign: &Sign, (x, y): (u16, u16)) -> bool {
    let symbol = |x: u16| buf.cell((x, y)).map_or(" ", |cell| cell.symbol());
    let blank = |text: &str| matches!(text, " " | "│" | "▸");
    let (before, behind) = (x.checked_sub(1).map_or(" ", symbol), symbol(x.saturating_add(1)));
    match sign.beside {
        Beside::Anything => true,
        // What stands between words, as in a list of them, is none.
        Beside::Nothing => {
            let is_between = sign.sign == "·" && !x.checked_sub(2).is_none_or(|x| blank(symbol(x)));
            blank(before) && blank(behind) && !is_between
        }
        Beside::Behind => blank(before) && !blank(behind),
        Beside::Before => !blank(before) && blank(behind),
    }
}
