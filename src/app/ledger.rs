//! The ledger's other views: the same rows over time, and as targets by issuers.

use chrono::{Days, NaiveDate};

use crate::model::state::{Place, RecordKind};
use crate::model::vocabulary::vocabulary;
use crate::views::day::Day;
use crate::views::matrix::{self, Matrix};
use crate::views::timeline::{Axis, SCALES};

use super::action::Action;
use super::{App, PaneId, Panes};

vocabulary! {
    /// How the rows of the ledger are shown.
    pub enum LedgerView {
        /// One line a measure, in columns.
        Table => "table",
        /// One bar a measure, over time.
        Timeline => "timeline",
        /// Targets by issuers.
        Matrix => "matrix",
    }
}

/// The stretch of time that is in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Time {
    scale: usize,
    first: Option<NaiveDate>,
    /// It was scrolled by hand: it need not show the day.
    scrolled: bool,
    /// How many cells it has.
    cells: usize,
}

impl Default for Time {
    fn default() -> Self {
        Self { scale: 4, first: None, scrolled: false, cells: 1 }
    }
}

impl Time {
    fn days(&self) -> u32 {
        SCALES.get(self.scale).copied().unwrap_or(30)
    }

    /// The axis in view.
    pub fn axis(&self, day: NaiveDate) -> Axis {
        Axis { first: self.first.unwrap_or(day), days: self.days(), cells: self.cells }
    }

    /// So many cells before a day.
    fn before(&self, day: NaiveDate, cells: usize) -> NaiveDate {
        let days = u64::from(self.days()).saturating_mul(cells as u64);
        day.checked_sub_days(Days::new(days)).unwrap_or(NaiveDate::MIN)
    }

    /// Takes how many cells there are, and keeps the day in view: it stands towards the end, what is due after it.
    pub(super) fn fit(&mut self, cells: usize, day: NaiveDate) {
        let cells = cells.max(1);
        let resized = std::mem::replace(&mut self.cells, cells) != cells;
        let shown = self.first.is_some() && self.axis(day).cell(day).is_some_and(|cell| cell + 1 < cells);
        if !self.scrolled && (resized || !shown) {
            self.first = Some(self.before(day, cells * 5 / 6));
        }
    }

    /// Looks closer, or from farther away; the day stays where it is, or what is in the middle.
    pub(super) fn zoom(&mut self, closer: bool, day: NaiveDate) -> &'static str {
        let axis = self.axis(day);
        let anchor = axis.cell(day).unwrap_or(axis.cells / 2);
        let held = axis.begins(anchor);
        let scale = if closer { self.scale.saturating_sub(1) } else { self.scale + 1 };
        self.scale = scale.min(SCALES.len() - 1);
        self.first = Some(self.before(held, anchor));
        match self.days() {
            1 => "a cell is a day",
            3 => "a cell is three days",
            7 => "a cell is a week",
            14 => "a cell is two weeks",
            30 => "a cell is a month",
            61 => "a cell is two months",
            122 => "a cell is four months",
            _ => "a cell is a year",
        }
    }

    /// Scrolls by a part of what is in view.
    pub(super) fn scroll(&mut self, later: bool, day: NaiveDate) {
        let step = (self.cells / 6).max(1);
        let axis = self.axis(day);
        self.first = Some(if later { axis.begins(step) } else { self.before(axis.first, step) });
        self.scrolled = true;
    }

    /// The day has changed: it is shown again.
    pub(super) fn follow(&mut self) {
        self.scrolled = false;
    }
}

impl Panes {
    /// Puts the rows together as targets by issuers, where they are shown so.
    pub(super) fn cross(&mut self, facts: &Day) {
        self.matrix = (self.view == LedgerView::Matrix).then(|| Matrix::of(facts, &self.selection));
        let issuers = self.matrix.as_ref().map_or(0, |matrix| matrix.issuers.len());
        self.issuer = self.issuer.min(issuers.saturating_sub(1));
    }

    /// The measure that a line of the matrix stands for: the strongest of the selected issuer, else any.
    pub(super) fn crossed(&self, line: usize) -> Option<Place> {
        let line = self.matrix.as_ref()?.lines.get(line)?;
        let cell = line.cells.get(self.issuer).copied().flatten();
        Some(Place { list: RecordKind::Sanctions, at: cell.map_or(line.row, |cell| cell.row) })
    }

    /// The line of the matrix that a measure is in.
    pub(super) fn crossed_line(&self, facts: &Day, place: Place) -> Option<usize> {
        let sort_keys = facts.sort_keys();
        let wanted = sort_keys.name(place.at);
        self.matrix.as_ref()?.lines.iter().position(|line| sort_keys.name(line.row) == wanted)
    }
}

impl App {
    /// What the selected target faces, in a sentence.
    pub fn crossed_sentence(&self) -> Option<String> {
        let panes = &self.panes;
        let matrix = panes.matrix.as_ref()?;
        let line = matrix.lines.get(panes.ledger.cursor.at)?;
        Some(matrix::sentence(&self.facts, matrix, line))
    }

    /// The next view of the ledger.
    pub(super) fn next_ledger_view(&mut self) {
        let next = (self.panes.view as usize + 1) % LedgerView::ALL.len();
        self.show_ledger(LedgerView::ALL.get(next).copied().unwrap_or(LedgerView::Table));
    }

    /// Shows the ledger as an action says.
    pub(super) fn show_ledger_by(&mut self, action: Action) {
        self.show_ledger(match action {
            Action::ShowTimeline => LedgerView::Timeline,
            Action::ShowMatrix => LedgerView::Matrix,
            _ => LedgerView::Table,
        });
    }

    /// Shows the ledger in another way; the selected measure stays so.
    pub(super) fn show_ledger(&mut self, view: LedgerView) {
        let kept = self.panes.selected(PaneId::Ledger, &self.facts);
        self.focus = PaneId::Ledger;
        self.panes.view = view;
        self.panes.cross(&self.facts);
        self.settle();
        if let Some(kept) = kept {
            self.panes.go_to(PaneId::Ledger, &self.facts, kept);
        }
        self.say(match view {
            LedgerView::Table => "table",
            LedgerView::Timeline => "timeline: = and - look closer and farther, h and l scroll",
            LedgerView::Matrix => "matrix: h and l choose the issuer, Enter shows the measures of a cell",
        });
    }

    /// Shows the measures of the selected cell of the matrix in the table.
    pub(super) fn open_cell(&mut self) {
        let Some(place) = self.panes.crossed(self.panes.ledger.cursor.at) else { return };
        let Some(it) = self.facts.state().records().sanctions.get(place.at) else { return };
        let issued = self.panes.matrix.as_ref().and_then(|matrix| {
            let line = matrix.lines.get(self.panes.ledger.cursor.at)?;
            line.cells.get(self.panes.issuer).copied().flatten()
        });
        let name = it.target.name.replace('"', " ");
        let issuer = issued.map(|_| format!(" issuer:{}", it.issuer)).unwrap_or_default();
        let before = self.panes.ledger.filter.clone();
        self.panes.view = LedgerView::Table;
        self.panes.matrix = None;
        self.set_filter(format!("target:\"{name}\"{issuer}"));
        self.panes.go_to(PaneId::Ledger, &self.facts, (place, None));
        self.panes.before_cell = Some(before);
        self.say("Esc goes back to the matrix");
    }

    /// Looks at the timeline or the map from closer, or from farther away.
    pub(super) fn come_closer(&mut self, closer: bool) {
        if self.focus == PaneId::Borders && self.layout.map.area() > 0 {
            let panes = &mut self.panes;
            let before = panes.map_zoom;
            panes.map_zoom = if closer { (before + 1).min(6) } else { before.saturating_sub(1) };
            // The same place stays in the middle.
            let scaled = |steps: i16| match panes.map_zoom.cmp(&before) {
                std::cmp::Ordering::Greater => steps.saturating_mul(2),
                std::cmp::Ordering::Less => steps / 2,
                std::cmp::Ordering::Equal => steps,
            };
            panes.map_pan = (scaled(panes.map_pan.0), scaled(panes.map_pan.1));
            return;
        }
        let said = self.panes.time.zoom(closer, self.facts.as_of());
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
        let pan = &mut self.panes.map_pan;
        let moved = |at: i16, by: i16| (at + by).clamp(-512, 512);
        *pan = (moved(pan.0, east), moved(pan.1, south));
    }
}
