//! The mouse: a click focuses and selects, the wheel scrolls.

use super::{App, Effect};

/// How many rows a turn of the wheel moves.
const WHEEL: isize = 3;

impl App {
    /// A click on a cell; returns what the shell has to do. One that was meant for what a question covers by now does
    /// nothing.
    pub fn click(&mut self, column: u16, row: u16) -> Vec<Effect> {
        if self.modals.is_unseen() {
            return Vec::new();
        }
        self.message = None;
        let from = self.stop();
        let mut effects: Vec<Effect> = self.is_welcomed().into_iter().collect();
        if self.is_beside_page(column, row) {
            self.leave_pages();
        }
        if let Some(layer) = self.modals.top_mut() {
            let request = layer.click(&self.layout, column, row);
            effects.extend(self.perform(request));
        } else if self.layout.dossier.contains((column, row).into()) {
            self.focus_dossier();
            self.settle();
            if let Some(layer) = self.modals.top_mut() {
                _ = layer.click(&self.layout, column, row);
            }
        } else if let Some((pane, line)) = self.layout.at(column, row) {
            self.panes.focus = pane;
            let length = self.panes.length(pane);
            let cursor = &mut self.panes.get_mut(pane).cursor;
            if let Some(line) = line.map(|line| cursor.top + line).filter(|line| *line < length) {
                cursor.at = line;
            }
            self.panes.moved(pane, &self.facts);
        }
        self.settle();
        self.leave(from);
        effects
    }

    /// Whether a cell is one of a pane while a page is open beside it.
    fn is_beside_page(&self, column: u16, row: u16) -> bool {
        self.modals.page().is_some() && !self.layout.page.contains((column, row).into())
    }

    /// A turn of the wheel over a cell: down, or up.
    pub fn wheel(&mut self, column: u16, row: u16, down: bool) {
        let rows = if down { WHEEL } else { -WHEEL };
        let is_beside = self.is_beside_page(column, row);
        if let Some(layer) = self.modals.top_mut().filter(|_| !is_beside) {
            layer.wheel(&self.layout, rows);
        } else if !is_beside && self.layout.dossier.contains((column, row).into()) {
            self.scroll_dossier(rows);
        } else if let Some((pane, _)) = self.layout.at(column, row) {
            let (length, height) = (self.panes.length(pane), self.layout.rows(pane));
            self.panes.get_mut(pane).cursor.scroll(rows, length, height);
            self.panes.moved(pane, &self.facts);
        }
        self.settle();
    }
}
