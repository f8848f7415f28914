//! The sanctions ledger: by measure, by subject, or along time.

mod shared;
mod subjects;
mod table;
mod timeline;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::panes::ledger::LedgerView;

use super::theme::Theme;

pub(super) use timeline::{When, bars};

/// Draws what is in view.
pub fn draw(app: &App, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    match app.panes.ledger.view {
        LedgerView::Measures => table::draw(app, inner, theme, buf),
        LedgerView::Subjects => subjects::draw(app, inner, theme, buf),
        LedgerView::Timeline => timeline::draw(app, inner, theme, buf),
    }
}
