//! The sanctions ledger: as a table, along time, or as targets by issuers.

mod matrix;
mod shared;
mod table;
mod timeline;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::App;
use crate::app::panes::ledger::LedgerView;

use super::theme::Theme;

pub(super) use timeline::{When, bar};

/// Draws what is in view.
pub fn draw(app: &App, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    match app.panes.ledger.view {
        LedgerView::Table => table::draw(app, inner, theme, buf),
        LedgerView::Timeline => timeline::draw(app, inner, theme, buf),
        LedgerView::Matrix => matrix::draw(app, inner, theme, buf),
    }
}
