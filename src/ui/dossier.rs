//! The dossier beside the panes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;

use super::chrome::frame;
use super::page;
use super::table::put;
use super::theme::Theme;

/// Draws as much of the dossier as there is room for.
pub fn draw(app: &App, theme: &Theme, buf: &mut Buffer) {
    let place = app.layout.dossier;
    if let Some(dossier) = &app.dossier {
        page::draw(app, &dossier.view, place, false, theme, buf);
        return;
    }
    let inner = frame(place, false, theme, buf);
    put(buf, place.x + 1, place.y, " 5 Dossier ", usize::from(place.width.saturating_sub(2)), theme.strong());
    let line = Rect { height: inner.height.min(1), ..inner };
    if line.area() > 0 {
        put(buf, line.x + 1, line.y, "nothing is selected", usize::from(line.width), theme.dim());
    }
}
