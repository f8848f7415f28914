//! The filter that holds in all panes.

use super::{App, PaneId};

impl App {
    /// The filter of the focused pane holds in all panes from now on; where it has none, the one that holds ends.
    pub(super) fn hold_filter(&mut self) {
        let focus = self.panes.focus;
        let own = std::mem::take(&mut self.panes.get_mut(focus).filter);
        let own = own.trim();
        match (own.is_empty(), self.panes.held.is_empty()) {
            (true, true) => {
                self.warn("there is no filter to hold: / types one");
                return;
            }
            (true, false) => self.panes.held.clear(),
            (false, true) => own.clone_into(&mut self.panes.held),
            (false, false) => self.panes.held = format!("{} {own}", self.panes.held),
        }
        for pane in PaneId::ALL {
            self.panes.understand(*pane);
        }
        self.panes.select_all(&self.facts);
        self.renew_pages();
        if self.panes.held.is_empty() {
            self.say("the filter holds no more");
        } else {
            let without: Vec<&str> = PaneId::ALL
                .iter()
                .filter(|pane| !self.panes.get(**pane).without.is_empty())
                .map(|pane| pane.title())
                .collect();
            let without = match without.as_slice() {
                [] => String::new(),
                panes => format!(" as far as they have its fields ({} lack some)", panes.join(", ")),
            };
            self.say(format!("/{} holds in all panes{without}; & or Esc ends it", self.panes.held));
        }
    }
}
