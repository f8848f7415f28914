//! Moving about: among rows, panes, views and days.

use chrono::{Months, NaiveDate};

use super::action::Action;
use super::cursor::Cursor;
use super::layer::Moves;
use super::{App, PaneId};

impl App {
    pub(super) fn page_rows(&self) -> isize {
        let own = self.modals.top().and_then(|layer| layer.page_rows(&self.layout));
        let rows = own.unwrap_or_else(|| self.layout.rows(self.focus).saturating_sub(1));
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
                let length = self.panes.length(self.focus);
                shift(&mut self.panes.get_mut(self.focus).cursor, length);
                self.moved();
            }
            Moves::Nothing => {}
        }
    }

    /// The selection of the focused pane has changed: panes that follow it are chosen anew.
    pub(super) fn moved(&mut self) {
        if self.leader == Some(self.focus) {
            let leader = self.focus;
            for &pane in PaneId::ALL.iter().filter(|pane| **pane != leader) {
                self.select(pane);
            }
        }
    }

    pub(super) fn sort(&mut self) {
        let by = self.panes.list_mut(self.focus).sort_next();
        self.select(self.focus);
        if let Some(by) = by {
            self.say(format!("sorted by {by}"));
        }
    }

    pub(super) fn next_view(&mut self) {
        match self.focus {
            PaneId::Ledger => self.show_ledger(self.panes.ledger.next_view()),
            PaneId::Log => {
                self.panes.log.events_only = !self.panes.log.events_only;
                self.select(PaneId::Log);
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
    }

    pub(super) fn group(&mut self) {
        self.panes.ledger.group();
        self.select(PaneId::Ledger);
        let column = self.panes.ledger.sort.column.word();
        self.say(if self.panes.ledger.grouped {
            format!("grouped by {column}; s groups by the next column, h folds a group")
        } else {
            "not grouped".to_owned()
        });
    }

    pub(super) fn follow(&mut self) {
        if self.leader.take().is_none() {
            self.leader = Some(self.focus);
            let selected = |pane: &PaneId| (*pane, self.selected(*pane));
            self.before_follow = PaneId::ALL.iter().map(selected).collect();
        }
        self.select_all();
        if self.leader.is_none() {
            // The panes that followed go back to where they were.
            for (pane, selected) in std::mem::take(&mut self.before_follow) {
                if let Some(selected) = selected.filter(|_| pane != self.focus) {
                    self.select_again(pane, &selected);
                }
            }
        }
        match self.subject() {
            Some(subject) => {
                let name = subject.name(self.facts.state()).to_owned();
                self.say(format!("the other panes follow: {name}; f ends it"));
            }
            None => self.say("the panes show everything again"),
        }
    }

    pub(super) fn focus_by(&mut self, action: Action) {
        self.focus = match action {
            Action::FocusNext => self.focus.step(1),
            Action::FocusPrevious => self.focus.step(PaneId::ALL.len() - 1),
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
            _ => Some(self.today),
        });
    }

    fn go_to_day(&mut self, day: Option<NaiveDate>) {
        if let Some(day) = day {
            self.set_day(day);
        }
    }
}
