//! The pane of the relations.

use crate::app::action::Action;
use crate::model::state::RecordKind;
use crate::views::day::Day;
use crate::views::filter;
use crate::views::narrowing::Narrowing;
use crate::views::relations::Order;

use super::{About, Pane, PaneList, Shown, following, off_beside_ledger};

/// The relations: one line each.
#[derive(Debug, Clone)]
pub struct RelationsPane {
    /// What all panes have.
    pub pane: Pane,
    /// How they are ordered.
    pub order: Order,
    /// Whether from the end.
    pub reversed: bool,
}

impl Default for RelationsPane {
    fn default() -> Self {
        Self { pane: Pane::default(), order: Order::Stance, reversed: false }
    }
}

impl PaneList for RelationsPane {
    fn pane(&self) -> &Pane {
        &self.pane
    }

    fn pane_mut(&mut self) -> &mut Pane {
        &mut self.pane
    }

    fn choose(&mut self, facts: &Day, narrowing: Option<&Narrowing>) {
        let order = (self.order, self.reversed);
        let shown = filter::relations(facts, &self.pane.query, narrowing, order);
        self.pane.unseen = shown.unseen;
        self.pane.shown = Shown::some(shown.places);
    }

    fn all(&self, facts: &Day) -> usize {
        facts.relations.len()
    }

    fn about(&self, facts: &Day, line: usize) -> Option<About> {
        facts.relations.get(self.pane.shown.get(line)?).map(|row| (row.place(), None))
    }

    fn sort_next(&mut self) -> Option<&'static str> {
        (self.order, self.reversed) = (following(self.order), false);
        Some(self.order.word())
    }

    fn reverse(&mut self) {
        self.reversed = !self.reversed;
    }

    fn adds(&self) -> RecordKind {
        RecordKind::Relations
    }

    fn off(&self, action: Action) -> Option<&'static str> {
        match action {
            Action::NextView => Some("this pane has one view"),
            _ => off_beside_ledger(action),
        }
    }
}
