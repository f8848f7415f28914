//! By what the ledger is ordered, in which view, and how that is said.

use crate::views::filter::{By, Order};
use crate::views::ledger::Column;

use super::{LedgerPane, LedgerView};

impl LedgerPane {
    /// Takes the order that a view begins with, where nobody has chosen another: over time what one target faces stands
    /// together. Returns whether that is a new one.
    pub(in crate::app) fn order_for(&mut self, view: LedgerView) -> bool {
        let (usual, by_target) = (Order::default(), Order::by(By::Column(Column::Target)));
        let (from, to) = match (self.view, view) {
            (LedgerView::Timeline, LedgerView::Timeline) => return false,
            (_, LedgerView::Timeline) => (usual, by_target),
            (LedgerView::Timeline, _) => (by_target, usual),
            _ => return false,
        };
        let turns = self.order == from;
        if turns {
            self.order = to;
            self.folded.clear();
        }
        turns
    }

    /// Orders it by something: alone, or what is equal by all before.
    pub(in crate::app) fn sort_by(&mut self, by: By, then: bool) {
        if then {
            self.order.then(by);
        } else {
            self.order.press(by);
        }
        self.folded.clear();
    }

    /// In words by what it is ordered: `status since, newest first; then by issuer`.
    pub(in crate::app) fn order_in_words(&self) -> String {
        let said = |(by, reversed): &(By, bool)| {
            let name = match by {
                By::Column(column) => column.in_words().to_owned(),
                By::Issuer(issuer) => format!("what {issuer} has in force"),
            };
            let way = match (by, reversed) {
                (By::Column(column), true) if column.is_date() => ", newest first",
                (By::Column(column), false) if column.is_date() => ", oldest first",
                (By::Column(Column::Sources | Column::Measures), true) => ", most first",
                (By::Column(_), true) => ", last first",
                (By::Issuer(_), false) => ", weakest first",
                _ => "",
            };
            format!("{name}{way}")
        };
        self.order.keys().iter().map(said).collect::<Vec<_>>().join("; then by ")
    }
}
