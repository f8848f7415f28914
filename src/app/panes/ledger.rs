//! The pane of the ledger: its rows as a table, over time, and as targets by issuers.

use chrono::{Days, NaiveDate};

use crate::app::action::Action;
use crate::model::declare::vocabulary;
use crate::model::state::{Place, RecordKind};
use crate::views::day::Day;
use crate::views::filter::{self, Selection, Sort};
use crate::views::groups::{Groups, Line};
use crate::views::ledger::{Column, Row};
use crate::views::matrix::{self, Matrix};
use crate::views::narrowing::Narrowing;
use crate::views::query::Query;
use crate::views::timeline::{Axis, SCALES};

use super::{About, Pane, PaneList, following};

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

impl LedgerView {
    /// The view that an action shows; `None` where it shows none.
    pub(in crate::app) fn shown_by(action: Action) -> Option<Self> {
        match action {
            Action::ShowTable => Some(Self::Table),
            Action::ShowTimeline => Some(Self::Timeline),
            Action::ShowMatrix => Some(Self::Matrix),
            _ => None,
        }
    }

    /// What is said when it is shown: its name, and the keys that belong to it.
    pub(in crate::app) fn told(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Timeline => "timeline: = and - look closer and farther, h and l scroll",
            Self::Matrix => "matrix: h and l choose the issuer, Enter shows the measures of a cell",
        }
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
    pub(in crate::app) fn fit(&mut self, cells: usize, day: NaiveDate) {
        let cells = cells.max(1);
        let resized = std::mem::replace(&mut self.cells, cells) != cells;
        let shown = self.first.is_some() && self.axis(day).cell(day).is_some_and(|cell| cell + 1 < cells);
        if !self.scrolled && (resized || !shown) {
            self.first = Some(self.before(day, cells * 5 / 6));
        }
    }

    /// Looks closer, or from farther away; the day stays where it is, or what is in the middle.
    pub(in crate::app) fn zoom(&mut self, closer: bool, day: NaiveDate) -> &'static str {
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
    pub(in crate::app) fn scroll(&mut self, later: bool, day: NaiveDate) {
        let step = (self.cells / 6).max(1);
        let axis = self.axis(day);
        self.first = Some(if later { axis.begins(step) } else { self.before(axis.first, step) });
        self.scrolled = true;
    }

    /// The day has changed: it is shown again.
    pub(in crate::app) fn follow(&mut self) {
        self.scrolled = false;
    }
}

/// By what rows were chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Chosen {
    query: Query,
    sort: Sort,
    /// The generation of the facts.
    generation: u64,
}

/// The ledger: measures, or targets by issuers.
#[derive(Debug, Clone)]
pub struct LedgerPane {
    /// What all panes have.
    pub pane: Pane,
    /// How it is ordered.
    pub sort: Sort,
    /// Whether it is grouped by the column it is ordered by.
    pub grouped: bool,
    /// The names of the groups that are folded away.
    folded: Vec<String>,
    /// The rows that are shown.
    pub selection: Selection,
    /// By what they were chosen; `None` where something narrows them.
    chosen: Option<Chosen>,
    /// Their groups, where they are grouped.
    groups: Option<Groups>,
    /// How they are shown.
    pub view: LedgerView,
    /// The stretch of time that is in view.
    pub time: Time,
    /// Targets by issuers, where they are shown so.
    pub matrix: Option<Matrix>,
    /// The selected issuer of the matrix.
    pub issuer: usize,
    /// The filter of the matrix before the measures of one of its cells were shown.
    pub(in crate::app) before_cell: Option<String>,
    /// How many of the columns after the target are scrolled out of view.
    pub columns_from: usize,
}

impl Default for LedgerPane {
    fn default() -> Self {
        Self {
            pane: Pane::default(),
            sort: Sort { column: Column::Issuer, reversed: false },
            grouped: false,
            folded: Vec::new(),
            selection: Selection::default(),
            chosen: None,
            groups: None,
            view: LedgerView::Table,
            time: Time::default(),
            matrix: None,
            issuer: 0,
            before_cell: None,
            columns_from: 0,
        }
    }
}

impl LedgerPane {
    /// What a line shows.
    pub fn line(&self, line: usize) -> Option<Line<'_>> {
        match &self.groups {
            Some(groups) => groups.line(&self.selection, line),
            None => self.selection.get(line).map(Line::Row),
        }
    }

    /// The view after the one that is shown, round and round.
    pub(in crate::app) fn next_view(&self) -> LedgerView {
        following(self.view)
    }

    /// Shows its rows in another way.
    pub(in crate::app) fn show(&mut self, view: LedgerView, facts: &Day) {
        self.view = view;
        self.cross(facts);
    }

    /// Groups its rows by the column they are ordered by, or no more.
    pub(in crate::app) fn group(&mut self) {
        self.grouped = !self.grouped;
        self.folded.clear();
    }

    /// Groups the chosen rows anew.
    fn regroup(&mut self, facts: &Day) {
        let column = self.sort.column;
        self.groups = self.grouped.then(|| Groups::new(facts, &self.selection, column, &self.folded));
    }

    /// Puts the rows together as targets by issuers, where they are shown so.
    fn cross(&mut self, facts: &Day) {
        self.matrix = (self.view == LedgerView::Matrix).then(|| Matrix::of(facts, &self.selection));
        let issuers = self.matrix.as_ref().map_or(0, |matrix| matrix.issuers.len());
        self.issuer = self.issuer.min(issuers.saturating_sub(1));
    }

    /// Goes left or right: to another issuer, through time, out of a group or into it, through the columns.
    pub(in crate::app) fn sideways(&mut self, right: bool, facts: &Day) {
        let step = |at: usize, last: usize| if right { (at + 1).min(last) } else { at.saturating_sub(1) };
        if let Some(matrix) = &self.matrix {
            self.issuer = step(self.issuer, matrix.issuers.len().saturating_sub(1));
        } else if self.view == LedgerView::Timeline && self.groups.is_none() {
            self.time.scroll(right, facts.as_of());
        } else if let Some((group, _)) =
            self.groups.as_ref().and_then(|groups| groups.at(self.pane.cursor.at))
        {
            let name = group.name.clone();
            self.fold(&name, !right, facts);
        } else {
            self.columns_from = step(self.columns_from, Column::ALL.len() - 3);
        }
    }

    /// Folds a group away, the cursor going to its head, or unfolds it.
    fn fold(&mut self, name: &str, away: bool, facts: &Day) {
        self.folded.retain(|folded| folded != name);
        if away {
            self.folded.push(name.to_owned());
        }
        self.regroup(facts);
        let head = self.groups.as_ref().and_then(|groups| groups.head(name));
        if let Some(head) = head.filter(|_| away) {
            self.pane.cursor.at = head;
        }
    }

    /// The measure that a line of the matrix stands for: the strongest of the selected issuer, else any.
    pub(in crate::app) fn crossed(&self, line: usize) -> Option<Place> {
        let line = self.matrix.as_ref()?.lines.get(line)?;
        let cell = line.cells.get(self.issuer).copied().flatten();
        Some(Place { list: RecordKind::Sanctions, at: cell.map_or(line.row, |cell| cell.row) })
    }

    /// Whether the selected issuer has any measure in the selected line of the matrix.
    pub(in crate::app) fn has_cell(&self) -> bool {
        let line = self.matrix.as_ref().and_then(|matrix| matrix.lines.get(self.pane.cursor.at));
        line.is_some_and(|line| line.cells.get(self.issuer).copied().flatten().is_some())
    }

    /// What the selected target of the matrix faces, in a sentence.
    pub fn crossed_sentence(&self, facts: &Day) -> Option<String> {
        let matrix = self.matrix.as_ref()?;
        let line = matrix.lines.get(self.pane.cursor.at)?;
        Some(matrix::sentence(facts, matrix, line))
    }
}

impl LedgerPane {
    /// Orders it by a column; by the one that it is ordered by already, the other way round.
    pub(in crate::app) fn sort_by(&mut self, column: Column) {
        let reversed = self.sort.column == column && !self.sort.reversed;
        self.sort = Sort { column, reversed };
        self.folded.clear();
    }
}

impl PaneList for LedgerPane {
    fn pane(&self) -> &Pane {
        &self.pane
    }

    fn pane_mut(&mut self) -> &mut Pane {
        &mut self.pane
    }

    fn choose(&mut self, facts: &Day, narrowing: Option<&Narrowing>) {
        let Pane { query, .. } = &self.pane;
        let before = self.chosen.take().filter(|it| it.query == *query && it.sort == self.sort);
        let changed = before.filter(|_| narrowing.is_none()).and_then(|it| facts.rows_since(it.generation));
        let follow = |changed| filter::ledger_after(facts, query, self.sort, &self.selection, changed);
        let selection = changed.and_then(follow);
        self.selection = selection.unwrap_or_else(|| filter::ledger(facts, query, narrowing, self.sort));
        self.chosen = narrowing.is_none().then(|| Chosen {
            query: query.clone(),
            sort: self.sort,
            generation: facts.generation,
        });
        self.pane.unseen = self.selection.unseen();
        self.regroup(facts);
        self.cross(facts);
    }

    fn forget(&mut self) {
        self.selection = Selection::default();
        self.chosen = None;
        (self.groups, self.matrix) = (None, None);
    }

    fn all(&self, facts: &Day) -> usize {
        facts.ledger.len()
    }

    fn count(&self) -> usize {
        self.selection.len()
    }

    fn length(&self) -> usize {
        match (&self.matrix, &self.groups) {
            (Some(matrix), _) => matrix.lines.len(),
            (None, Some(groups)) => groups.len(),
            (None, None) => self.selection.len(),
        }
    }

    fn about(&self, facts: &Day, line: usize) -> Option<About> {
        if self.matrix.is_some() {
            return self.crossed(line).map(|place| (place, None));
        }
        match self.line(line)? {
            Line::Row(row) => facts.ledger.get(row).map(|row| (row.place(), None)),
            Line::Group(..) => None,
        }
    }

    /// Those of folded groups as well, and every measure of the matrix.
    fn records(&self, facts: &Day) -> Vec<Place> {
        self.selection.iter().filter_map(|row| facts.ledger.get(row)).map(Row::place).collect()
    }

    fn line_about(&self, facts: &Day, wanted: About) -> Option<usize> {
        self.line_of(facts, wanted.0)
    }

    /// Found without walking the lines: there may be very many.
    fn line_of(&self, facts: &Day, record: Place) -> Option<usize> {
        if let Some(matrix) = &self.matrix {
            let target = |at: usize| facts.analysis.named(at).target;
            let wanted = target(record.at);
            return matrix.lines.iter().position(|line| target(line.row) == wanted);
        }
        let at = self.selection.position(record.at).filter(|_| record.list == RecordKind::Sanctions)?;
        Some(self.groups.as_ref().map_or(at, |groups| groups.line_of(at)))
    }

    fn sort_next(&mut self) -> Option<&'static str> {
        self.sort = Sort { column: following(self.sort.column), reversed: false };
        self.folded.clear();
        Some(match self.sort.column {
            Column::Conflict => "disagreement",
            Column::Sources => "number of sources",
            column => column.word(),
        })
    }

    fn reverse(&mut self) {
        self.sort.reversed = !self.sort.reversed;
    }

    fn view(&self) -> String {
        let view = if self.view == LedgerView::Table { String::new() } else { format!(" · {}", self.view) };
        if self.grouped && self.matrix.is_none() { format!("{view} by {}", self.sort.column) } else { view }
    }

    fn adds(&self) -> RecordKind {
        RecordKind::Sanctions
    }

    fn off(&self, action: Action) -> Option<&'static str> {
        (action == Action::Group && self.matrix.is_some()).then_some("the matrix has no groups")
    }
}
