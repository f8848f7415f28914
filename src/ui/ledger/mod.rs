//! The sanctions ledger: as a table, along time, or as targets by issuers.

mod matrix;
mod shared;
mod table;
mod timeline;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::panes::ledger::LedgerView;
use crate::app::{App, PaneId};

use super::theme::Theme;
use crate::views::ledger::Column;

pub(super) use timeline::{When, bar};

/// The column whose head stands at a cell of the line of heads; of the timeline the target.
pub(super) fn head_at(app: &App, x: u16) -> Option<Column> {
    let lines = app.layout.lines(PaneId::Ledger);
    match app.panes.ledger.view {
        LedgerView::Table => table::head_at(app, x),
        LedgerView::Timeline if x < lines.x + app.layout.time_label() => Some(Column::Target),
        LedgerView::Timeline | LedgerView::Matrix => None,
    }
}

/// Draws what is in view.
pub fn draw(app: &App, inner: Rect, theme: &Theme, buf: &mut Buffer) {
    match app.panes.ledger.view {
        LedgerView::Table => table::draw(app, inner, theme, buf),
        LedgerView::Timeline => timeline::draw(app, inner, theme, buf),
        LedgerView::Matrix => matrix::draw(app, inner, theme, buf),
    }
}
