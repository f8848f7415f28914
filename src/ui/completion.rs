//! What is offered while a filter is typed, above its field.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::{Clear, Widget};

use crate::app::App;
use crate::app::modal::{Completion, FilterField};
use crate::app::text::{visible, width};
use crate::views::page::Tone;

use super::chrome::{frame, select_row};
use super::table::{put, put_right};
use super::theme::Theme;

/// The widest that the list gets.
const WIDEST: usize = 78;

/// Draws the list; nothing where nothing is offered.
pub fn draw(app: &App, field: &FilterField, theme: &Theme, buf: &mut Buffer) {
    let it = &field.completion;
    let body = app.layout.body;
    if it.offers.is_empty() || body.height < 4 {
        return;
    }
    let rows = it.offers.len().min(Completion::ROWS).min(usize::from(body.height - 2));
    let text_cells = it.offers.iter().map(|offer| width(&offer.text)).max().unwrap_or_default().min(40);
    let height = u16::try_from(rows + 2).unwrap_or(4);
    let wide = u16::try_from(WIDEST).unwrap_or(body.width).min(body.width);
    let place = Rect { x: body.x, y: body.bottom() - height, width: wide, height };
    Clear.render(place, buf);
    let inner = frame(place, true, theme, buf);
    let title = match it.field {
        Some(field) => format!(" {}: ", field.name()),
        None => format!(" fields of {} ", app.panes.focus.title()),
    };
    let cells = usize::from(place.width.saturating_sub(2));
    let end = put(buf, place.x + 1, place.y, &title, cells, theme.tone(Tone::Title));
    let hint = " Tab takes · ↓↑ choose ";
    if width(hint) < usize::from(place.right().saturating_sub(end + 1)) {
        put_right(buf, end, place.y, hint, usize::from(place.right().saturating_sub(end + 1)), theme.dim());
    }
    let top = it.top();
    for (i, y) in (inner.y..inner.bottom()).enumerate() {
        let Some(offer) = it.offers.get(top + i) else { break };
        let area = Rect { y, height: 1, ..inner };
        let cells = usize::from(area.width.saturating_sub(2));
        put(buf, area.x + 1, y, &offer.text, text_cells.min(cells), theme.strong());
        let count = offer.count.map(|count| count.to_string()).unwrap_or_default();
        let used = text_cells + 2;
        let x = area.x + 1 + u16::try_from(used).unwrap_or_default();
        let room = cells.saturating_sub(used + 8);
        let says = visible(&offer.name);
        // The same word twice says nothing more.
        if !offer.text.eq_ignore_ascii_case(&says.replace(' ', "-")) && room > 0 {
            put(buf, x, y, &says, if it.field.is_none() { room + 8 } else { room }, theme.dim());
        }
        if !count.is_empty() {
            put_right(buf, area.right().saturating_sub(8), y, &count, 7, theme.accent());
        }
        if it.chosen == Some(top + i) {
            select_row(area, true, theme, buf);
        }
    }
    let count = it.offers.len();
    if count > rows {
        let text = format!(" {}–{} of {count} ", top + 1, (top + rows).min(count));
        put_right(buf, place.x + 1, place.bottom() - 1, &text, cells, theme.dim());
    }
}
