//! What comes from the file: in parts while it is read, then all of it.

use crate::edit::document::Document;
use crate::model::check::Report;
use crate::model::state::State;

use super::{App, PaneId, Phase, STILL_READING};
use crate::views::day::Day;

impl App {
    /// Takes what was read from the file; `read_only` says why it must not be changed.
    pub fn loaded(&mut self, state: State, findings: Vec<Report>, read_only: Option<String>) {
        self.ready(Day::new(state, self.facts.clock()), findings, read_only);
    }

    /// The same, its facts having been computed already.
    pub fn ready(&mut self, facts: Day, findings: Vec<Report>, read_only: Option<String>) {
        self.file.phase = Phase::Ready;
        self.message.take_if(|(_, text)| text == STILL_READING);
        self.file.read_only = read_only;
        self.file.findings = findings;
        self.replace_facts(facts);
        if self.file.errors() > 0 {
            self.open_findings();
        }
        self.settle();
    }

    /// Takes how far the reading of the file is.
    pub fn reading(&mut self, bytes: usize, of: usize) {
        self.file.progress = Some((bytes, of));
    }

    /// Takes what is there of the file while the rest is read.
    pub fn part(&mut self, facts: Day) {
        if self.file.phase == Phase::Loading {
            self.message.take_if(|(_, text)| text == STILL_READING);
            self.replace_facts(facts);
            self.settle();
        }
    }

    /// More of the file is there. What was selected stays so; who has not moved yet stays at the beginning.
    fn replace_facts(&mut self, facts: Day) {
        let log_moved = self.panes.log.pane.cursor.at != self.day_in_log();
        let kept: Vec<_> = PaneId::ALL
            .iter()
            .filter(
                |pane| if **pane == PaneId::Log { log_moved } else { self.panes.get(**pane).cursor.at > 0 },
            )
            .map(|pane| (*pane, self.panes.selected(*pane, &self.facts)))
            .collect();
        self.document = Document::new(facts.whole().clone());
        self.facts = facts.in_place_of(&self.facts);
        self.dossier = None;
        // The row under a cursor is another now: nothing is kept by its number.
        for &pane in PaneId::ALL {
            self.panes.list_mut(pane).forget();
        }
        self.keep_marks();
        self.panes.select_all(&self.facts);
        if !log_moved {
            self.log_to_day();
        }
        for (pane, place) in kept {
            if let Some(place) = place {
                self.panes.go_to(pane, &self.facts, place);
            }
        }
        // What follows a selection is narrowed to the one that was found again.
        if let Some(leader) = self.panes.leader {
            self.panes.moved(leader, &self.facts);
        }
        self.renew_pages();
    }
}
