//! Citing: what is selected as a line with its sources, for the clipboard.

use crate::model::record::Record;
use crate::views::citation;
use crate::views::record::record_name;

use super::pageview::Topic;
use super::{App, Effect, Modal, PaneId};

impl App {
    /// What is under the cursor as a line that can be cited; a page that says nothing to cite there as a whole.
    pub(super) fn copy(&mut self) -> Vec<Effect> {
        let line = match self.modals.last() {
            Some(Modal::Page(_)) => self.cited_from_page(),
            _ => self.cited_from_pane(),
        };
        if let Some(line) = line {
            self.say(format!("copied: {line}"));
            return vec![Effect::Copy(line)];
        }
        let Some(Modal::Page(view)) = self.modals.last() else { return Vec::new() };
        let lines = view.page.lines.iter().map(|line| {
            let beside = line.beside.as_ref().map(|text| format!(" │ {text}")).unwrap_or_default();
            match line.label.as_str() {
                "" => format!("{}{beside}", line.text),
                label => format!("{label}: {}{beside}", line.text),
            }
        });
        let text = lines.collect::<Vec<_>>().join("\n");
        self.say("the page is on the clipboard");
        vec![Effect::Copy(text)]
    }

    /// The step that the line under the cursor is about.
    fn cited_from_page(&self) -> Option<String> {
        let Some(Modal::Page(view)) = self.modals.last() else { return None };
        let Topic::Record(id) = &view.topic else { return None };
        let line = view.page.lines.get(view.rows.get(view.cursor.at)?.line)?;
        let state = self.facts.state();
        citation::step(state, &self.facts.analysis, state.record(id.as_str())?, line.step?)
    }

    fn cited_from_pane(&self) -> Option<String> {
        let facts = &self.facts;
        let state = facts.state();
        let (place, step) = self.panes.selected(self.focus, facts)?;
        let record = state.at(place)?;
        // In the log a line is about a step or an event; elsewhere it is about what holds.
        let step = match (self.focus, record) {
            (PaneId::Log, Record::Event(event)) => return Some(citation::event(state, event)),
            (PaneId::Log, _) => step,
            (_, Record::Sanction(_)) => {
                facts.ledger.get(place.at)?.status(state, &facts.analysis, facts.day)?.step
            }
            (_, Record::Crossing(_)) => facts.board.get(place.at)?.status.latest().and_then(|lane| lane.step),
            (_, Record::Relation(_)) => {
                facts.relations.get(place.at)?.status.stance.as_ref().map(|held| held.step)
            }
            _ => None,
        };
        let name = || format!("{}: no record as of {}", record_name(state, record.id()), facts.day);
        Some(step.and_then(|at| citation::step(state, &facts.analysis, record, at)).unwrap_or_else(name))
    }
}
