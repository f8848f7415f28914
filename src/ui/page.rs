//! A page that covers the panes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use crate::app::layer::Layer;
use crate::app::modal::PageView;
use crate::app::text::width;
use crate::views::page::Tone;

use super::chrome::{frame, select_row};
use super::table::{put, put_right};
use super::theme::Theme;

/// Draws the rows in view.
pub fn draw(view: &PageView, place: Rect, theme: &Theme, buf: &mut Buffer) {
    Clear.render(place, buf);
    let inner = frame(place, true, theme, buf);
    let title = format!(" {} ", view.title());
    put(
        buf,
        place.x + 1,
        place.y,
        &title,
        usize::from(place.width.saturating_sub(2)),
        theme.tone(Tone::Title),
    );
    let height = usize::from(inner.height);
    if view.rows.len() > height {
        let last = (view.cursor.top + height).min(view.rows.len());
        let text = format!(" {}–{last} of {} ", view.cursor.top + 1, view.rows.len());
        let room = usize::from(place.width).saturating_sub(2 + width(&title));
        let x = place.right().saturating_sub(1 + u16::try_from(room).unwrap_or_default());
        put_right(buf, x, place.bottom().saturating_sub(1), &text, room, theme.dim());
    }
    let labels = u16::try_from(view.label_width).unwrap_or_default();
    let cells = usize::from(inner.width.saturating_sub(2));
    for (i, y) in (inner.y..inner.bottom()).enumerate() {
        let at = view.cursor.top + i;
        let Some(row) = view.rows.get(at) else { break };
        let Some(line) = view.page.lines.get(row.line) else { break };
        let style = theme.tone(line.tone);
        if matches!(line.tone, Tone::Title | Tone::Heading) {
            put(buf, inner.x + 1, y, &row.text, cells, style);
        } else {
            put(buf, inner.x + 1, y, &row.label, view.label_width, theme.dim());
            let x = inner.x + labels + 3;
            let end = put(buf, x, y, &row.text, usize::from(inner.right().saturating_sub(x)), style);
            let is_last = view.rows.get(at + 1).is_none_or(|next| next.line != row.line);
            if line.link.is_some() && is_last && end + 2 < inner.right() {
                put(buf, end + 1, y, "›", 1, theme.accent());
            }
        }
        if at == view.cursor.at {
            select_row(Rect { y, height: 1, ..inner }, true, theme, buf);
        }
    }
}
