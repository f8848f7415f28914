//! What the program is, said once: over the panes, above the keys, until the first key.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use crate::app::App;
use crate::app::text::wrap;

use super::chrome::frame;
use super::table::put;
use super::theme::Theme;

/// No wider, so that each of the three says its own in one line.
const WIDEST: u16 = 116;

/// Draws it at the foot of the panes; where there is no room for all of it nothing of it is in the way.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let body = app.layout.body;
    let width = body.width.min(WIDEST);
    let cells = usize::from(width.saturating_sub(4));
    let lines: Vec<String> = app.welcome().iter().flat_map(|text| wrap(text, cells)).collect();
    let height = u16::try_from(lines.len() + 2).unwrap_or(u16::MAX);
    if height > body.height || cells < 16 {
        return;
    }
    let place = Rect { x: body.x + (body.width - width) / 2, y: body.bottom() - height, width, height };
    Clear.render(place, buf);
    let inner = frame(place, true, theme, buf);
    for (line, y) in lines.iter().zip(inner.y..inner.bottom()) {
        put(buf, inner.x + 1, y, line, cells, theme.text());
    }
}
