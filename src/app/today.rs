//! The day as of which everything is shown, and the real one, which moves while the program is open.

use chrono::NaiveDate;

use crate::views::wording::count;

use super::{App, PaneId};

/// The real day, and which days were chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The real day.
    pub today: NaiveDate,
    /// The day since when changes are shown.
    pub marked: Option<NaiveDate>,
    /// The day as of which everything is shown was chosen: it stays when the real one moves.
    pub(super) is_chosen: bool,
}

impl App {
    /// The day by the clock: past midnight what is shown moves with it, unless a day was chosen. What is being filled
    /// in, filtered or read stays as it is. Returns whether anything has changed.
    pub fn new_day(&mut self, today: NaiveDate) -> bool {
        if today == self.clock.today {
            return false;
        }
        self.clock.today = today;
        for layer in self.modals.layers_mut() {
            layer.new_day(today);
        }
        if !self.clock.is_chosen {
            self.move_day(today);
            if self.message.is_none() && self.modals.is_empty() {
                self.say(format!("a new day: {today}"));
            }
        }
        self.settle();
        true
    }

    /// Shows everything as of another day; who reads the log stays where he is.
    fn move_day(&mut self, day: NaiveDate) {
        let log_moved = self.panes.log.pane.cursor.at != self.day_in_log();
        self.show_day(day, !log_moved);
    }

    fn show_day(&mut self, day: NaiveDate, log_follows: bool) {
        self.facts.set_clock(self.facts.clock().on(day));
        self.panes.ledger.time.follow();
        self.panes.select_all(&self.facts);
        if log_follows {
            self.log_to_day();
        }
        self.renew_pages();
    }

    /// Puts the log's cursor on the last thing that had happened by the day; what is due stays above it.
    pub(super) fn log_to_day(&mut self) {
        let at = self.day_in_log();
        self.panes.log.pane.cursor.at = at;
        self.panes.log.pane.cursor.top = at.saturating_sub(1);
    }

    pub(super) fn day_in_log(&self) -> usize {
        let shown = &self.panes.log.pane.shown;
        let past = self.facts.entries.past(self.facts.state(), self.facts.as_of());
        shown.from(past).min(shown.len().saturating_sub(1))
    }

    /// Shows everything as known on a day; without one by all that the file has. What was selected stays so, where it was
    /// known.
    pub(super) fn set_known(&mut self, known: Option<NaiveDate>) {
        if known == self.facts.known_on() {
            return;
        }
        let selected: Vec<_> = PaneId::ALL.iter().map(|pane| (*pane, self.selected(*pane))).collect();
        self.facts.set_clock(self.facts.clock().known(known));
        self.dossier = None;
        // The row under a cursor is another now: nothing is kept by its number.
        for &pane in PaneId::ALL {
            self.panes.list_mut(pane).forget();
        }
        self.panes.select_all(&self.facts);
        for (pane, selected) in selected {
            if let Some(selected) = selected {
                self.select_again(pane, &selected);
            }
        }
        if let Some(leader) = self.panes.leader {
            self.panes.moved(leader, &self.facts);
        }
        self.renew_pages();
        self.say(match known {
            Some(day) => format!(
                "as known on {day}: {} not known yet, nothing can be edited · Esc takes it away",
                count(self.facts.hidden(), "step or event", "steps and events")
            ),
            None => "by all that the file has".to_owned(),
        });
    }

    /// The person goes to a day: it stays when midnight comes, unless it is today's.
    pub(super) fn set_day(&mut self, day: NaiveDate) {
        self.clock.is_chosen = day != self.clock.today;
        if day == self.facts.as_of() {
            return;
        }
        self.show_day(day, true);
        let count = self.facts.calendar.dated(day);
        if count > 0 {
            self.say(format!("{count} dated {day}"));
        }
    }
}
