//! Moving about: among rows, panes, views and days.

use chrono::{Months, NaiveDate};

use super::action::Action;
use super::cursor::Cursor;
use super::layer::Moves;
use super::modal::ChooseColumns;
use super::panes::ledger::columns::Columns;
use super::panes::ledger::{LedgerView, heads};
use super::{App, Effect, Modal, PaneId};
use crate::views::filter::By;

impl App {
    pub(super) fn page_rows(&self) -> isize {
        let own = self.modals.top().and_then(|layer| layer.page_rows(&self.layout));
        let rows = own.unwrap_or_else(|| self.layout.rows(self.panes.focus).saturating_sub(1));
        isize::try_from(rows.max(1)).unwrap_or(1)
    }

    /// Moves the cursor that is in use by rows.
    pub(super) fn by(&mut self, rows: isize) {
        self.shift(|cursor, length| cursor.by(rows, length));
    }

    /// The same, the window with it.
    pub(super) fn by_page(&mut self, rows: isize) {
        self.shift(|cursor, length| cursor.page(rows, length));
    }

    fn shift(&mut self, shift: impl Fn(&mut Cursor, usize)) {
        match self.modals.top_mut().map_or(Moves::Panes, |layer| layer.moves()) {
            Moves::Rows(cursor, length) => shift(cursor, length),
            Moves::Panes => {
                let length = self.panes.length(self.panes.focus);
                shift(&mut self.panes.get_mut(self.panes.focus).cursor, length);
                self.panes.moved(self.panes.focus, &self.facts);
            }
            Moves::Nothing => {}
        }
    }

    pub(super) fn sort(&mut self) {
        let by = self.panes.list_mut(self.panes.focus).sort_next();
        self.panes.select(self.panes.focus, &self.facts);
        if let Some(by) = by {
            self.say(format!("sorted by {by}"));
        }
    }

    /// Orders the ledger by the column under the cursor: alone, or what is equal so far.
    pub(super) fn sort_by_cursor(&mut self, then: bool) {
        if let Some(by) = self.panes.ledger.heads.at().cloned() {
            self.sort_ledger_by(by, then);
        }
    }

    /// Orders the ledger by something: alone, or what is equal so far; once more the other way round.
    pub fn sort_ledger_by(&mut self, by: By, then: bool) {
        self.panes.ledger.pane.marks.keep_range();
        self.panes.ledger.heads.to(by.clone());
        self.panes.ledger.sort_by(by, then);
        self.panes.select(PaneId::Ledger, &self.facts);
        self.panes.moved(PaneId::Ledger, &self.facts);
        self.say(format!("sorted by {}", self.panes.ledger.order_in_words()));
    }

    /// What the head of the ledger's column says that stands at a cell of the screen; `None` where none does.
    pub fn ledger_head_at(&self, column: u16, row: u16) -> Option<By> {
        let (lines, head) = (self.layout.lines(PaneId::Ledger), self.layout.head(PaneId::Ledger));
        let is_head = head > 0 && row == lines.y && lines.contains((column, row).into());
        self.panes.ledger.heads.at_cell(column).filter(|_| is_head).cloned()
    }

    /// Asks which columns of the ledger are shown, and in which order.
    pub(super) fn choose_columns(&mut self) {
        if self.modals.is_empty() {
            self.modals.push(Modal::Columns(ChooseColumns::new(self.panes.ledger.columns.clone())));
        }
    }

    /// Shows these columns of the ledger.
    pub(super) fn show_columns(&mut self, columns: Columns) -> Vec<Effect> {
        self.panes.ledger.show_columns(columns, &self.facts);
        self.remember_ledger()
    }

    pub(super) fn next_view(&mut self) -> Vec<Effect> {
        match self.panes.focus {
            PaneId::Ledger => {
                self.show_ledger(self.panes.ledger.next_view());
                return self.remember_ledger();
            }
            PaneId::Log => {
                self.panes.log.events_only = !self.panes.log.events_only;
                self.panes.select(PaneId::Log, &self.facts);
                self.say(if self.panes.log.events_only {
                    "events only"
                } else {
                    "events and every dated step"
                });
            }
            PaneId::Borders => {
                self.panes.borders.map.shown = !self.panes.borders.map.shown;
                let before = self.layout;
                self.settle();
                if self.layout == before {
                    // Nothing would be seen of it here.
                    self.panes.borders.map.shown = true;
                    self.warn("there is no room for the map here: z gives the pane the screen");
                } else {
                    self.say(if self.panes.borders.map.shown {
                        "map: = and - look closer and farther, H J K L move it, z gives it the screen"
                    } else {
                        "list"
                    });
                }
            }
            PaneId::Relations => {}
        }
        Vec::new()
    }

    /// Shows the ledger as an action says, the next time too.
    pub(super) fn show_ledger_by(&mut self, action: Action) -> Vec<Effect> {
        if let Some(view) = LedgerView::shown_by(action) {
            self.show_ledger(view);
        }
        self.remember_ledger()
    }

    /// Shows the ledger in another way; the selected measure stays so.
    pub(super) fn show_ledger(&mut self, view: LedgerView) {
        let kept = self.panes.selected(PaneId::Ledger, &self.facts);
        self.panes.focus = PaneId::Ledger;
        if self.panes.ledger.order_for(view) {
            self.panes.select(PaneId::Ledger, &self.facts);
        }
        self.panes.ledger.show(view, &self.facts);
        self.settle();
        if let Some(kept) = kept {
            self.panes.go_to(PaneId::Ledger, &self.facts, kept);
        }
        self.say(view.told());
    }

    /// Why nothing is done to one measure, where the cursor is on a cell that has none, or on one that has several.
    pub(super) fn cell_refuses(&self) -> Option<String> {
        let is_there = self.panes.focus == PaneId::Ledger && self.modals.page().is_none();
        let (issuer, subject, count) = self.panes.ledger.at_cell(&self.facts).filter(|_| is_there)?;
        match count {
            0 => Some(format!("no measure of {issuer} against {subject} is here: ← → go to another cell")),
            1 => None,
            _ => Some(format!(
                "{count} measures of {issuer} against {subject}: Enter opens them, to choose one"
            )),
        }
    }

    /// Shows the measures of the selected cell: against the subject, of the issuer under the cursor where it has any.
    pub(super) fn open_cell(&mut self) {
        let ledger = &self.panes.ledger;
        if let Some((.., 0)) = ledger.at_cell(&self.facts)
            && let Some(why) = self.cell_refuses()
        {
            self.warn(why);
            return;
        }
        let Some(place) = ledger.meant(&self.facts, ledger.pane.cursor.at) else { return };
        let Some(it) = self.facts.state().records().sanctions.get(place.at) else { return };
        let name = self.facts.state().target_name(it).replace('"', " ");
        let has_cell = ledger.cell(&self.facts, ledger.pane.cursor.at).is_some();
        let issuer = if has_cell { format!(" issuer:{}", it.issuer) } else { String::new() };
        let before = ledger.pane.filter.clone();
        self.panes.ledger.show(LedgerView::Measures, &self.facts);
        self.set_filter(format!("target:\"{name}\"{issuer}"));
        self.panes.go_to(PaneId::Ledger, &self.facts, (place, None));
        self.panes.ledger.before_cell = Some(before);
        self.say("Esc goes back to the subjects");
    }

    /// Looks at the timeline or the map from closer, or from farther away.
    pub(super) fn come_closer(&mut self, closer: bool) {
        if self.panes.focus == PaneId::Borders && self.layout.map.area() > 0 {
            self.panes.borders.map.come_closer(closer);
            return;
        }
        let said = self.panes.ledger.time.zoom(closer, self.facts.as_of());
        self.say(said);
    }

    /// Moves the map by a part of what is in view.
    pub(super) fn pan(&mut self, action: Action) {
        let (east, south) = match action {
            Action::PanWest => (-1, 0),
            Action::PanEast => (1, 0),
            Action::PanNorth => (0, -1),
            _ => (0, 1),
        };
        self.panes.borders.map.move_by(east, south);
    }

    pub(super) fn group(&mut self) {
        self.panes.ledger.group();
        self.panes.select(PaneId::Ledger, &self.facts);
        let first = self.panes.ledger.order.first();
        let column = heads::word(first, self.panes.ledger.is_by_subject()).to_owned();
        self.say(if self.panes.ledger.grouped {
            format!("grouped by {column}; s groups by the next column, h folds a group")
        } else {
            "not grouped".to_owned()
        });
    }

    pub(super) fn follow(&mut self) {
        if self.panes.leader.take().is_none() {
            self.panes.leader = Some(self.panes.focus);
            let selected = |pane: &PaneId| (*pane, self.selected(*pane));
            self.panes.before_follow = PaneId::ALL.iter().map(selected).collect();
        }
        self.panes.select_all(&self.facts);
        if self.panes.leader.is_none() {
            // The panes that followed go back to where they were.
            for (pane, selected) in std::mem::take(&mut self.panes.before_follow) {
                if let Some(selected) = selected.filter(|_| pane != self.panes.focus) {
                    self.select_again(pane, &selected);
                }
            }
        }
        match self.narrowing() {
            Some(narrowing) => {
                let name = narrowing.name(self.facts.state()).to_owned();
                self.say(format!("the other panes follow: {name}; f ends it"));
            }
            None => self.say("the panes show everything again"),
        }
    }

    /// The open page fills the screen, or else the focused pane; or no more.
    pub(super) fn zoom(&mut self) {
        if self.modals.page().is_some() {
            self.modals.page_fills = !self.modals.page_fills;
        } else {
            self.panes.zoom = !self.panes.zoom;
        }
    }

    /// Focuses a pane; from a page one comes back to it.
    pub(super) fn focus_by(&mut self, action: Action) {
        self.leave_pages();
        self.panes.focus = match action {
            Action::FocusNext => self.panes.focus.step(1),
            Action::FocusPrevious => self.panes.focus.step(PaneId::ALL.len() - 1),
            Action::FocusRelations => PaneId::Relations,
            Action::FocusLog => PaneId::Log,
            Action::FocusBorders => PaneId::Borders,
            _ => PaneId::Ledger,
        };
    }

    /// Goes to another day.
    pub(super) fn go_by(&mut self, action: Action) {
        let (day, calendar) = (self.day(), &self.facts.calendar);
        self.go_to_day(match action {
            Action::DayPrevious => calendar.before(day),
            Action::DayNext => calendar.after(day),
            Action::MonthBack => day.checked_sub_months(Months::new(1)),
            Action::MonthForward => day.checked_add_months(Months::new(1)),
            _ => Some(self.clock.today),
        });
    }

    fn go_to_day(&mut self, day: Option<NaiveDate>) {
        if let Some(day) = day {
            self.set_day(day);
        }
    }
}
