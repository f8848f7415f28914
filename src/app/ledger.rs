//! The views of the ledger and of the map, as the keys change them.

use super::action::Action;
use super::panes::ledger::LedgerView;
use super::{App, PaneId};

impl App {
    /// Shows the ledger in another way; the selected measure stays so.
    pub(super) fn show_ledger(&mut self, view: LedgerView) {
        let kept = self.panes.selected(PaneId::Ledger, &self.facts);
        self.panes.focus = PaneId::Ledger;
        self.panes.ledger.show(view, &self.facts);
        self.settle();
        if let Some(kept) = kept {
            self.panes.go_to(PaneId::Ledger, &self.facts, kept);
        }
        self.say(view.told());
    }

    /// Shows the measures of the selected cell of the matrix in the table.
    pub(super) fn open_cell(&mut self) {
        let ledger = &self.panes.ledger;
        let Some(place) = ledger.crossed(ledger.pane.cursor.at) else { return };
        let Some(it) = self.facts.state().records().sanctions.get(place.at) else { return };
        let name = it.target.name.replace('"', " ");
        let issuer = if ledger.has_cell() { format!(" issuer:{}", it.issuer) } else { String::new() };
        let before = ledger.pane.filter.clone();
        self.panes.ledger.show(LedgerView::Table, &self.facts);
        self.set_filter(format!("target:\"{name}\"{issuer}"));
        self.panes.go_to(PaneId::Ledger, &self.facts, (place, None));
        self.panes.ledger.before_cell = Some(before);
        self.say("Esc goes back to the matrix");
    }

    /// Looks at the timeline or the map from closer, or from farther away.
    pub(super) fn come_closer(&mut self, closer: bool) {
        if self.panes.focus == PaneId::Borders && self.layout.map.area() > 0 {
            self.panes.borders.map.come_closer(closer);
            return;
        }
        let said = self.panes.ledger.time.zoom(closer, self.facts.day);
        self.say(said);
    }

    /// Moves the map by a part of what is in view.
    pub(super) fn pan(&mut self, action: Action) {
        let (east, south) = match action {
            Action::PanWest => (-1, 0),
            Action::PanEast => (1, 0),
            Action::PanNorth => (0, -1),
            _ => (0, 1),
        };
        self.panes.borders.map.move_by(east, south);
    }
}
