//! The dossier: what is selected, answered whole.

use crate::views::dossier::dossier;
use crate::views::page::Page;

use super::App;

/// The dossier of the selected relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// The relation, by its place among the rows of the day.
    pub row: usize,
    /// The generation of facts that it was made from.
    generation: u64,
    /// What it says.
    pub page: Page,
}

impl App {
    /// Writes the dossier anew where it shows and another relation, day or state is looked at: it walks all rows, which
    /// drawing must not.
    pub(super) fn renew_dossier(&mut self) {
        if self.layout.dossier.area() == 0 {
            return;
        }
        let pane = &self.panes.relations.pane;
        let (selected, generation) = (pane.shown.get(pane.cursor.at), self.facts.generation);
        let shown = self.dossier.as_ref().map(|shown| (shown.row, shown.generation));
        if selected.is_some() && shown == selected.map(|row| (row, generation)) {
            return;
        }
        self.dossier = selected.and_then(|at| {
            let row = self.facts.relations.get(at)?;
            Some(Dossier { row: at, generation, page: dossier(&self.facts, row) })
        });
    }
}
