//! The day as of which everything is shown, and the real one, which moves while the program is open.

use chrono::{NaiveDate, NaiveTime};

use crate::model::state::{RecordKind, State};
use crate::views::day::{self, Day};
use crate::views::wording::count;

use super::panes::Selected;
use super::{App, Effect, PaneId};

/// As known on another day, a file of no more measures is shown at once: that takes less than a frame.
const AT_ONCE: usize = 4000;

/// The real day, and which days were chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clock {
    /// The real day.
    pub today: NaiveDate,
    /// What the clock says; `None` where it is fixed.
    pub time: Option<NaiveTime>,
    /// The day since when changes are shown.
    pub marked: Option<NaiveDate>,
    /// The day as of which everything is shown was chosen: it stays when the real one moves.
    pub(super) is_chosen: bool,
}

impl App {
    /// What the clock says now: edits are noted with it.
    pub fn tell_time(&mut self, time: Option<NaiveTime>) {
        self.clock.time = time;
    }

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

    /// Shows everything as known on a day; without one by all that the file has. Of a large file that is worked out
    /// beside the loop first.
    pub(super) fn set_known(&mut self, known: Option<NaiveDate>) -> Vec<Effect> {
        self.asked = None;
        if known == self.facts.known_on() {
            return Vec::new();
        }
        let clock = self.facts.clock().known(known);
        if self.facts.whole().len(RecordKind::Sanctions) > AT_ONCE {
            let (state, clock) = self.ask_known(clock);
            return vec![Effect::WorkOut(Box::new(state), clock)];
        }
        let selected = self.all_selected();
        self.facts.set_clock(clock);
        self.known_changed(selected);
        Vec::new()
    }

    fn ask_known(&mut self, clock: day::Clock) -> (State, day::Clock) {
        self.asked = Some(clock);
        self.say(match clock.known {
            Some(day) => format!("working out what was known on {day} …"),
            None => "working out what is known by now …".to_owned(),
        });
        (self.facts.whole().clone(), clock)
    }

    /// What [`Effect::WorkOut`] asked for is there. Returns what is not shown any more, since letting go of it takes long;
    /// and what is to be worked out once more, where the file has changed meanwhile.
    pub fn worked_out(&mut self, facts: Day) -> (Day, Option<(State, day::Clock)>) {
        let Some(asked) = self.asked.filter(|asked| asked.known == facts.known_on()) else {
            return (facts, None);
        };
        let clock = self.facts.clock().known(asked.known);
        if facts.whole() != self.document.state() {
            return (facts, Some(self.ask_known(clock)));
        }
        self.asked = None;
        let selected = self.all_selected();
        let facts = facts.newer_than(&self.facts, clock);
        let before = std::mem::replace(&mut self.facts, facts);
        self.known_changed(selected);
        self.settle();
        (before, None)
    }

    /// It could not be worked out: what is shown stays.
    pub fn not_worked_out(&mut self, why: String) {
        self.asked = None;
        self.warn(why);
    }

    /// Whether something is worked out that is to be shown.
    pub fn awaits_facts(&self) -> bool {
        self.asked.is_some()
    }

    fn all_selected(&self) -> Vec<(PaneId, Option<Selected>)> {
        PaneId::ALL.iter().map(|pane| (*pane, self.selected(*pane))).collect()
    }

    /// The facts are as known on another day: what was selected stays so, where it was known.
    fn known_changed(&mut self, selected: Vec<(PaneId, Option<Selected>)>) {
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
        self.say(match self.facts.known_on() {
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
