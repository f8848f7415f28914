//! What is marked in a pane.

use crate::model::id::Id;
use crate::model::state::Place;
use crate::views::day::Day;

use super::{PaneId, Panes};

impl Panes {
    /// The id of the record that a mark on a line marks.
    pub fn id_at(&self, pane: PaneId, facts: &Day, line: usize) -> Option<Id> {
        facts.state().at(self.markable(pane, facts, line)?).map(|record| record.id().clone())
    }

    /// The record that a mark on a line marks: by subject that of the cell, where one measure stands in it.
    fn markable(&self, pane: PaneId, facts: &Day, line: usize) -> Option<Place> {
        match pane {
            PaneId::Ledger => self.ledger.markable(facts, line),
            _ => self.list(pane).about(facts, line).map(|(place, _)| place),
        }
    }

    /// Whether a line is about a record that is marked in its pane.
    pub fn is_marked(&self, pane: PaneId, facts: &Day, line: usize) -> bool {
        let marks = &self.list(pane).pane().marks;
        !marks.is_empty()
            && self
                .markable(pane, facts, line)
                .and_then(|place| facts.state().at(place))
                .is_some_and(|record| marks.contains(record.id()))
    }

    /// The ids of the records that are marked in the focused pane, in its order; behind them those that it does not
    /// show, in the order of the file. None where nothing is marked.
    pub fn marked(&self, facts: &Day) -> Vec<Id> {
        let list = self.list(self.focus);
        let marks = &list.pane().marks;
        if marks.is_empty() {
            return Vec::new();
        }
        let state = facts.state();
        let mut left: hashbrown::HashSet<&Id> = marks.iter().collect();
        let places = list.records(facts).into_iter();
        let shown = places.filter_map(|place| state.at(place)).map(|record| record.id().clone());
        let mut marked: Vec<Id> = shown.filter(|id| left.remove(id)).collect();
        let mut hidden: Vec<_> =
            left.into_iter().filter_map(|id| Some((state.place(id.as_str())?, id))).collect();
        hidden.sort_unstable_by_key(|(place, _)| *place);
        marked.extend(hidden.into_iter().map(|(_, id)| id.clone()));
        marked
    }
}
