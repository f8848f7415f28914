//! Where one was: back and forward, as in a browser.

use crate::model::id::Id;
use crate::views::day::Clock;

use super::modal::Topic;
use super::panes::Selected;
use super::{App, Modal, PaneId};

/// A place where one was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Stop {
    /// Both days: as of which, and as known on which.
    clock: Clock,
    focus: PaneId,
    /// What was selected in the focused pane.
    selected: Option<Selected>,
    /// The open pages, with the rows of their cursors.
    pages: Vec<(Topic, usize)>,
}

/// Where one was before, and where one came back from.
#[derive(Debug, Clone, Default)]
pub(super) struct Trail {
    back: Vec<Stop>,
    forward: Vec<Stop>,
    /// The last stop was left by going to another day only: a walk through many days is one way. To look from another day of
    /// knowledge is a stop of its own.
    walking: bool,
    /// The key that was just pressed went along the trail.
    pub(super) retracing: bool,
}

/// Nobody goes farther back.
const LONGEST: usize = 200;

impl App {
    /// What is selected in a pane.
    pub(super) fn selected(&self, pane: PaneId) -> Option<Selected> {
        let (place, step) = self.panes.selected(pane, &self.facts)?;
        self.facts.state().at(place).map(|record| (record.id().clone(), step))
    }

    /// Selects it again, where it is still there and shown.
    pub(super) fn select_again(&mut self, pane: PaneId, selected: &Selected) {
        if let Some(place) = self.facts.state().place(selected.0.as_str()) {
            self.panes.go_to(pane, &self.facts, (place, selected.1));
        }
    }

    /// Where one is.
    pub(super) fn stop(&self) -> Stop {
        let pages = self.modals.pages().map(|view| (view.topic.clone(), view.cursor.at));
        Stop {
            clock: self.facts.clock(),
            focus: self.panes.focus,
            selected: self.selected(self.panes.focus),
            pages: pages.collect(),
        }
    }

    /// Notes where one was, if what was done since has led somewhere else.
    pub(super) fn leave(&mut self, from: Stop) {
        let topics = |stop: &Stop| stop.pages.iter().map(|(topic, _)| topic.clone()).collect::<Vec<_>>();
        let clock = self.facts.clock();
        let other_page = topics(&from) != topics(&self.stop()) || from.focus != self.panes.focus;
        if from.clock == clock && !other_page {
            return;
        }
        let walks = !other_page && from.clock.known == clock.known;
        if !(walks && self.trail.walking) {
            self.trail.back.push(from);
            if self.trail.back.len() > LONGEST {
                self.trail.back.remove(0);
            }
        }
        self.trail.walking = walks;
        self.trail.forward.clear();
    }

    /// Why one cannot go back, or forward again.
    pub(super) fn no_way(&self, back: bool) -> Option<&'static str> {
        match back {
            true if self.trail.back.is_empty() => Some("nowhere to go back to"),
            false if self.trail.forward.is_empty() => Some("nowhere to go forward to"),
            _ => None,
        }
    }

    /// Places follow a record to its new id.
    pub(super) fn rename_in_trail(&mut self, old: &Id, new: &Id) {
        for stop in self.trail.back.iter_mut().chain(&mut self.trail.forward) {
            if let Some((id, _)) = stop.selected.as_mut().filter(|(id, _)| id == old) {
                *id = new.clone();
            }
            stop.pages.iter_mut().for_each(|(topic, _)| topic.rename(old, new));
        }
    }

    /// Whether there is anything of a place still: its pages, where it had any.
    fn is_there(&self, stop: &Stop) -> bool {
        let record = |topic: &Topic| match topic {
            Topic::Record(id) | Topic::Dossier(id) => self.facts.whole().place(id.as_str()).is_some(),
            _ => true,
        };
        stop.pages.last().is_none_or(|(topic, _)| record(topic))
    }

    /// Goes back to where one was, or forward again.
    pub(super) fn retrace(&mut self, back: bool) {
        let here = self.stop();
        let mut trail = std::mem::take(&mut self.trail);
        let (from, to) =
            if back { (&mut trail.back, &mut trail.forward) } else { (&mut trail.forward, &mut trail.back) };
        // What has gone since is passed by.
        let stop = std::iter::from_fn(|| from.pop()).find(|stop| self.is_there(stop));
        if stop.is_some() {
            to.push(here);
        }
        (trail.walking, trail.retracing) = (false, true);
        self.trail = trail;
        let Some(stop) = stop else {
            self.warn("what was there is no more");
            return;
        };
        self.modals.retain(|modal| !matches!(modal, Modal::Page(_)));
        self.set_known(stop.clock.known);
        self.set_day(stop.clock.as_of);
        self.panes.focus = stop.focus;
        if let Some(selected) = &stop.selected {
            self.select_again(stop.focus, selected);
            // A filter that was typed since may hide it.
            if self.selected(stop.focus).as_ref() != Some(selected)
                && !self.panes.get(stop.focus).filter.is_empty()
            {
                self.set_filter(String::new());
                self.select_again(stop.focus, selected);
            }
            if self.selected(stop.focus).as_ref() != Some(selected) && !self.panes.held.is_empty() {
                self.hold_filter();
                self.select_again(stop.focus, selected);
            }
        }
        for (topic, row) in stop.pages {
            self.open_at(topic, Some(row));
        }
        self.panes.moved(self.panes.focus, &self.facts);
        self.message = None;
    }
}
