//! Citing: what is selected as a line with its sources, for the clipboard.

use crate::views::record::record_name;
use crate::views::{chronicle, conflicts, wording};

use super::{App, Effect, Modal, PaneId};

impl App {
    /// The record under the cursor as a line that can be cited.
    pub(super) fn copy(&mut self) -> Vec<Effect> {
        if let Some(Modal::Page(view)) = self.modals.last() {
            let lines = view.page.lines.iter().map(|line| match line.label.as_str() {
                "" => line.text.clone(),
                label => format!("{label}: {}", line.text),
            });
            let text = lines.collect::<Vec<_>>().join("\n");
            self.say("the page is on the clipboard");
            return vec![Effect::Copy(text)];
        }
        let Some(text) = self.cited_line() else { return Vec::new() };
        self.say("a cited line is on the clipboard");
        vec![Effect::Copy(text)]
    }

    fn cited_line(&self) -> Option<String> {
        let facts = &self.facts;
        let at = self.panes.get(self.focus).cursor.at;
        if self.focus == PaneId::Log {
            let entry = self.panes.log.shown.get(at).and_then(|at| facts.entries.get(at))?;
            let day = entry.on(facts.state()).map_or_else(|| "date open".to_owned(), |on| on.to_string());
            let title = chronicle::title(facts.state(), entry);
            let sources = self.sources_in_full(chronicle::sources(facts.state(), entry));
            return Some(format!("{day}: {title} ({sources})"));
        }
        let id = self.panes.selected_id(self.focus, facts)?;
        let name = record_name(facts.state(), &id);
        let (place, _) = self.panes.selected(self.focus, facts)?;
        let (status, sources) = match facts.state().at(place)? {
            crate::model::record::Record::Sanction(it) => {
                let row = facts.ledger.get(place.at)?;
                let status = row.status(facts.state(), &facts.analysis, facts.day)?;
                let since = status.since.map(|since| format!(" since {since}")).unwrap_or_default();
                let step = status.step.and_then(|step| it.history.get(step));
                (
                    format!("{}{since}", wording::measure_status(&status)),
                    step.map(|step| self.sources_in_full(&step.sources)),
                )
            }
            crate::model::record::Record::Crossing(it) => {
                let row = facts.board.get(place.at)?;
                let since = row.since.map(|since| format!(" since {since}")).unwrap_or_default();
                let step =
                    row.status.latest().and_then(|lane| lane.step).and_then(|step| it.history.get(step));
                (
                    format!("{}{since}", wording::lanes(&row.status)),
                    step.map(|step| self.sources_in_full(&step.sources)),
                )
            }
            crate::model::record::Record::Relation(_) => {
                let row = facts.relations.get(place.at)?;
                (row.stance().map_or("no stance recorded", |stance| stance.word()).to_owned(), None)
            }
            _ => return None,
        };
        let sources = sources.filter(|s| !s.is_empty()).map(|s| format!(" ({s})")).unwrap_or_default();
        Some(format!("{name}: {status}, as of {}{sources}", facts.day))
    }

    fn sources_in_full(&self, ids: &[crate::model::id::Id]) -> String {
        let full = ids.iter().map(|id| match self.facts.state().source(id.as_str()) {
            Some(source) => {
                let date = source.published.map(|day| format!(", {}", day.written())).unwrap_or_default();
                format!("{}{date}", source.publisher)
            }
            None => conflicts::cited(std::slice::from_ref(id)),
        });
        full.collect::<Vec<_>>().join("; ")
    }
}
