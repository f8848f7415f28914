//! Marking rows: one, a range, all that is shown; and marks that follow what becomes of their records.

use super::action::Action;
use super::{App, NOTHING_SELECTED, PaneId};
use crate::edit::op::{Op, Transaction};
use crate::model::id::Id;
use crate::views::wording::count;

impl App {
    /// The ids of the records that are marked in the focused pane, in its order; behind them those that it does not
    /// show, in the order of the file.
    pub fn marked(&self) -> Vec<Id> {
        self.panes.marked(&self.facts)
    }

    /// Whether what is done is done to all that is marked: something is, and no page is looked at instead.
    pub(super) fn acts_on_marks(&self) -> bool {
        self.modals.page().is_none() && !self.panes.get(self.panes.focus).marks.is_empty()
    }

    /// Marks a row, a range or all.
    pub(super) fn mark(&mut self, action: Action) {
        match action {
            Action::MarkRange => self.mark_range(),
            Action::MarkAll => self.mark_all(),
            _ => self.mark_row(),
        }
    }

    /// Marks the row under the cursor, or takes its mark away, and moves on. While a range is marked that ends it.
    fn mark_row(&mut self) {
        let focus = self.panes.focus;
        if self.panes.get(focus).marks.is_ranging() {
            self.end_range();
            return;
        }
        if let Some(why) = self.cell_refuses() {
            self.warn(why);
            return;
        }
        let Some(id) = self.panes.selected_id(focus, &self.facts) else {
            self.warn(NOTHING_SELECTED);
            return;
        };
        self.panes.get_mut(focus).marks.turn(id);
        self.by(1);
    }

    /// Begins to mark a range, or ends it.
    fn mark_range(&mut self) {
        let focus = self.panes.focus;
        if self.panes.get(focus).marks.is_ranging() {
            self.end_range();
            return;
        }
        let line = self.panes.get(focus).cursor.at;
        let mut marks = std::mem::take(&mut self.panes.get_mut(focus).marks);
        marks.begin_range(line, |line| self.panes.id_at(focus, &self.facts, line));
        self.panes.get_mut(focus).marks = marks;
        self.say("marking a range: move to its other end; V ends it, Esc takes it away");
    }

    fn end_range(&mut self) {
        let marks = &mut self.panes.get_mut(self.panes.focus).marks;
        marks.keep_range();
        let marked = marks.len();
        self.say(format!("{marked} marked"));
    }

    /// The range that is being marked goes to where the cursor is; in a pane that is left it ends.
    pub(super) fn stretch_range(&mut self) {
        let focus = self.panes.focus;
        for &pane in PaneId::ALL.iter().filter(|pane| **pane != focus) {
            self.panes.get_mut(pane).marks.keep_range();
        }
        if !self.panes.get(focus).marks.is_ranging() {
            return;
        }
        let line = self.panes.get(focus).cursor.at;
        let mut marks = std::mem::take(&mut self.panes.get_mut(focus).marks);
        marks.stretch(line, |line| self.panes.id_at(focus, &self.facts, line));
        self.panes.get_mut(focus).marks = marks;
    }

    /// Marks all that the pane shows, folded groups included; where all of it is marked, the marks are taken away.
    fn mark_all(&mut self) {
        let focus = self.panes.focus;
        let state = self.facts.state();
        let places = self.panes.list(focus).records(&self.facts);
        let shown: Vec<Id> = places
            .into_iter()
            .filter_map(|place| state.at(place))
            .map(|record| record.id().clone())
            .collect();
        let marks = &mut self.panes.get_mut(focus).marks;
        marks.turn_all(&shown);
        let marked = marks.len();
        self.say(if marked == 0 { "nothing is marked".to_owned() } else { format!("{marked} marked") });
    }

    /// Takes away the range that is being marked, else all marks of the pane; `false` where there are none.
    pub(super) fn take_marks_away(&mut self) -> bool {
        let marks = &mut self.panes.get_mut(self.panes.focus).marks;
        if marks.drop_range() {
            return true;
        }
        let marked = marks.len();
        marks.clear();
        if marked > 0 {
            self.say(format!("{} taken away", count(marked, "mark", "marks")));
        }
        marked > 0
    }

    /// Marks, pages and places where one was follow records to their new ids; marks go with records that are gone.
    pub(super) fn follow_ids(&mut self, applied: &Transaction) {
        for op in &applied.ops {
            match op {
                Op::Replace { old, new } if old.id() != new.id() => {
                    for &pane in PaneId::ALL {
                        self.panes.get_mut(pane).marks.rename(old.id(), new.id());
                    }
                    self.rename_pages(old.id(), new.id());
                    self.edit_log.rename(old.id(), new.id());
                }
                // What goes and comes again in one change is there.
                Op::Remove { record, .. } if self.document.state().place(record.id().as_str()).is_none() => {
                    for &pane in PaneId::ALL {
                        self.panes.get_mut(pane).marks.forget(record.id());
                    }
                }
                _ => {}
            }
        }
    }

    /// Keeps the marks of those records that a file has which was read anew.
    pub(super) fn keep_marks(&mut self) {
        let state = self.document.state();
        for &pane in PaneId::ALL {
            self.panes.get_mut(pane).marks.retain(|id| state.place(id.as_str()).is_some());
        }
    }
}
