//! The dossier: what is selected, answered whole. Beside the panes it follows the cursor of the focused one; focused it is
//! a page like any other.

use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::Place;
use crate::views::dossier;
use crate::views::page::Page;
use crate::views::watchlist::subject_of;

use super::layout::Rect;
use super::modal::{PageView, Topic};
use super::{App, NOTHING_SELECTED, PaneId, Typing};

/// The dossier of what is selected.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The record that is selected.
    of: Place,
    /// The generation of facts that it was made from.
    generation: u64,
    /// What it says.
    pub view: PageView,
}

impl App {
    /// Writes the dossier anew where it shows and something else, another day or state is looked at. Of many keys that come
    /// at once only the last is answered.
    pub(super) fn renew_dossier(&mut self) {
        if self.layout.dossier.area() == 0 || self.typing != Typing::LookedFor {
            return;
        }
        let generation = self.facts.generation;
        let selected = self.panes.selected(self.panes.focus, &self.facts).map(|(place, _)| place);
        let shown = self.dossier.as_ref().map(|shown| (shown.of, shown.generation));
        if selected.is_some() && shown == selected.map(|place| (place, generation)) {
            return;
        }
        self.dossier = selected.and_then(|of| {
            let id = self.facts.state().at(of)?.id().clone();
            let page = self.dossier_of(&id)?;
            let mut view = PageView::new(Topic::Dossier(id), page);
            // It is read from its beginning.
            view.begin_at(0);
            Some(Dossier { of, generation, view })
        });
    }

    /// The dossier of a record; its title says where it is about somebody who is watched.
    pub(super) fn dossier_of(&self, id: &Id) -> Option<Page> {
        let mut page = dossier::page(&self.facts, id.as_str())?;
        let of = subject_of(self.facts.state(), id.as_str());
        if of.is_some_and(|of| self.watching.subjects.contains(of)) && !page.title.is_empty() {
            page.title.push_str(" · watched");
        }
        Some(page)
    }

    /// Wraps the dossier to its place.
    pub(super) fn fit_dossier(&mut self) {
        let layout = &self.layout;
        if let Some(dossier) = &mut self.dossier {
            let has_map = dossier.view.page.has_map;
            dossier.view.fit(layout.within(layout.dossier, has_map));
        }
    }

    /// Where the page or dossier is that has the map above its lines; `None` where none has.
    pub(super) fn place_of_map(&self) -> Option<Rect> {
        let is_open = |view: &PageView| view.page.has_map;
        match self.modals.pages().last() {
            Some(view) => is_open(view).then_some(self.layout.page),
            None => self
                .dossier
                .as_ref()
                .filter(|dossier| self.layout.dossier.area() > 0 && is_open(&dossier.view))
                .map(|_| self.layout.dossier),
        }
    }

    /// The crossing that the map shows, by its place: that of the page, else the selected one.
    pub fn mapped(&self) -> Option<usize> {
        let of = |id: &Id| match self.facts.state().record(id.as_str()) {
            Some(Record::Crossing(_)) => self.facts.state().place(id.as_str()).map(|place| place.at),
            _ => None,
        };
        let page = self.modals.pages().last().and_then(|view| match &view.topic {
            Topic::Dossier(id) => of(id),
            _ => None,
        });
        page.or_else(|| self.panes.selected(PaneId::Borders, &self.facts).map(|(place, _)| place.at))
    }

    /// Goes into the dossier of what is meant; from the dossier back to where one was.
    pub(super) fn focus_dossier(&mut self) {
        let (id, row) = match self.modals.page() {
            Some(view) if matches!(view.topic, Topic::Dossier(_)) => {
                self.close_top();
                return;
            }
            Some(view) => (view.record().cloned(), 0),
            None => {
                let row = self.dossier.as_ref().map_or(0, |dossier| dossier.view.cursor.top);
                (self.panes.selected_id(self.panes.focus, &self.facts), row)
            }
        };
        match id {
            Some(id) => {
                // Where it has no place of its own it takes that of a column of panes.
                self.panes.dossier |= self.layout.splits;
                self.open_at(Topic::Dossier(id), Some(row).filter(|row| *row > 0));
                // What was in view stays so.
                if let Some(super::Modal::Page(view)) = self.modals.last_mut() {
                    view.cursor.top = row;
                }
            }
            None => self.warn(NOTHING_SELECTED),
        }
    }

    /// Closes what is on top; returns whether there was anything. With the dossier its place goes back to the panes.
    pub(super) fn close_top(&mut self) -> bool {
        let Some(closed) = self.modals.pop() else { return false };
        let is_dossier =
            matches!(&closed, super::Modal::Page(view) if matches!(view.topic, Topic::Dossier(_)));
        if is_dossier && self.modals.pages().next().is_none() {
            self.panes.dossier = false;
        }
        true
    }

    /// Scrolls the dossier beside the panes.
    pub(super) fn scroll_dossier(&mut self, rows: isize) {
        let layout = &self.layout;
        if let Some(Dossier { view, .. }) = &mut self.dossier {
            let height = usize::from(layout.within(layout.dossier, view.page.has_map).height);
            view.cursor.scroll(rows, view.rows.len(), height);
        }
    }

    /// Whether a pane has the keys: it is focused, and no page is open.
    pub fn has_focus(&self, pane: PaneId) -> bool {
        self.panes.focus == pane && self.modals.pages().next().is_none()
    }

    /// Closes all pages: the panes have the keys again.
    pub(super) fn leave_pages(&mut self) {
        self.modals.retain(|modal| !matches!(modal, super::Modal::Page(_)));
    }
}
