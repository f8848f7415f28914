//! The pane of the border crossings: their list, and the map.

use crate::model::state::RecordKind;
use crate::views::crossings::Order;
use crate::views::day::Day;
use crate::views::filter;
use crate::views::narrowing::Narrowing;

use super::{About, Pane, PaneList, Shown, following};

/// The crossings: one line each, and a map where there is room.
#[derive(Debug, Clone)]
pub struct BordersPane {
    /// What all panes have.
    pub pane: Pane,
    /// How they are ordered.
    pub order: Order,
    /// Whether from the end.
    pub reversed: bool,
    /// What the map shows.
    pub map: MapView,
}

impl Default for BordersPane {
    fn default() -> Self {
        let map = MapView { shown: true, zoom: 0, pan: (0, 0), of: None };
        Self { pane: Pane::default(), order: Order::Border, reversed: false, map }
    }
}

/// The part of the map that is in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MapView {
    /// Whether there is a map.
    pub shown: bool,
    /// How often it was brought closer.
    pub zoom: u8,
    /// How far it was moved by hand, to the east and to the south, in steps.
    pub pan: (i16, i16),
    /// The crossing that it was moved away from, by its place in the state.
    of: Option<usize>,
}

impl MapView {
    /// The farthest that it is moved by hand, in steps.
    const FARTHEST: i16 = 512;

    /// It is brought closer so often at the most.
    const CLOSEST: u8 = 6;

    /// A crossing is selected: the map comes back to one that is selected anew.
    pub(in crate::app) fn follow(&mut self, crossing: Option<usize>) {
        if std::mem::replace(&mut self.of, crossing) != crossing {
            self.pan = (0, 0);
        }
    }

    /// Looks closer, or from farther away; the same place stays in the middle.
    pub(in crate::app) fn come_closer(&mut self, closer: bool) {
        let before = self.zoom;
        self.zoom = if closer { (before + 1).min(Self::CLOSEST) } else { before.saturating_sub(1) };
        let scaled = |steps: i16| match self.zoom.cmp(&before) {
            std::cmp::Ordering::Greater => steps.saturating_mul(2),
            std::cmp::Ordering::Less => steps / 2,
            std::cmp::Ordering::Equal => steps,
        };
        self.pan = (scaled(self.pan.0), scaled(self.pan.1));
    }

    /// Moves by steps to the east and to the south, each a part of what is in view.
    pub(in crate::app) fn move_by(&mut self, east: i16, south: i16) {
        let moved = |at: i16, by: i16| at.saturating_add(by).clamp(-Self::FARTHEST, Self::FARTHEST);
        self.pan = (moved(self.pan.0, east), moved(self.pan.1, south));
    }
}

impl PaneList for BordersPane {
    fn pane(&self) -> &Pane {
        &self.pane
    }

    fn pane_mut(&mut self) -> &mut Pane {
        &mut self.pane
    }

    fn choose(&mut self, facts: &Day, narrowing: Option<&Narrowing>) {
        let order = (self.order, self.reversed);
        let shown = filter::crossings(facts, &self.pane.query, narrowing, order);
        self.pane.unseen = shown.unseen;
        self.pane.shown = Shown::some(shown.places);
    }

    fn all(&self, facts: &Day) -> usize {
        facts.crossings.len()
    }

    fn about(&self, facts: &Day, line: usize) -> Option<About> {
        facts.crossings.get(self.pane.shown.get(line)?).map(|row| (row.place(), None))
    }

    fn sort_next(&mut self) -> Option<&'static str> {
        (self.order, self.reversed) = (following(self.order), false);
        Some(self.order.word())
    }

    fn reverse(&mut self) {
        self.reversed = !self.reversed;
    }

    fn adds(&self) -> RecordKind {
        RecordKind::Crossings
    }
}
