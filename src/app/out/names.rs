//! What panes and views are called on the command line.

use crate::app::PaneId;
use crate::app::panes::ledger::LedgerView;

/// The name of a pane on the command line.
pub(super) fn pane_name(pane: PaneId) -> &'static str {
    match pane {
        PaneId::Relations => "relations",
        PaneId::Ledger => "ledger",
        PaneId::Log => "log",
        PaneId::Borders => "borders",
    }
}

/// What a view of the ledger is called on the command line.
pub(super) fn view_name(view: LedgerView) -> String {
    view.name().to_lowercase()
}
