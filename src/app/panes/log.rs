//! The pane of the log.

use crate::app::action::Action;
use crate::model::state::RecordKind;
use crate::views::day::Day;
use crate::views::filter;
use crate::views::narrowing::Narrowing;

use super::{About, Pane, PaneList, Shown, off_beside_ledger};

/// The log: events and dated steps, the newest first.
#[derive(Debug, Clone, Default)]
pub struct LogPane {
    /// What all panes have.
    pub pane: Pane,
    /// Whether it shows events only, without the steps of histories.
    pub events_only: bool,
}

impl PaneList for LogPane {
    fn pane(&self) -> &Pane {
        &self.pane
    }

    fn pane_mut(&mut self) -> &mut Pane {
        &mut self.pane
    }

    fn choose(&mut self, facts: &Day, narrowing: Option<&Narrowing>) {
        let entries = facts.entries.all();
        let found = filter::log(facts, &self.pane.query, narrowing);
        self.pane.unseen = found.as_ref().map_or(0, |found| found.unseen);
        let shown = found.map(|found| found.places);
        self.pane.shown = match shown {
            None if !self.events_only => Shown::All(entries.len()),
            shown => {
                let mut shown = shown.unwrap_or_else(|| (0..).take(entries.len()).collect());
                let is_event =
                    |at: &u32| entries.get(*at as usize).is_some_and(|entry| entry.step().is_none());
                shown.retain(|at| !self.events_only || is_event(at));
                Shown::Some(shown)
            }
        };
    }

    fn all(&self, facts: &Day) -> usize {
        facts.entries.len()
    }

    fn about(&self, facts: &Day, line: usize) -> Option<About> {
        facts.entries.get(self.pane.shown.get(line)?).map(|entry| (entry.place(), entry.step()))
    }

    fn view(&self) -> String {
        if self.events_only { " · events".to_owned() } else { String::new() }
    }

    fn adds(&self) -> RecordKind {
        RecordKind::Events
    }

    fn off(&self, action: Action) -> Option<&'static str> {
        match action {
            Action::Sort | Action::SortReverse => Some("the log is always newest first"),
            _ => off_beside_ledger(action),
        }
    }
}
