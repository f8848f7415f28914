//! The pane of the ledger: one line a measure, one line a subject, or one bar a measure over time.

pub mod columns;
mod fit;
pub mod heads;
mod ordering;

use chrono::{Days, NaiveDate};

use crate::app::action::Action;
use crate::model::declare::vocabulary;
use crate::model::state::{Place, RecordKind};
use crate::views::day::Day;
use crate::views::filter::{self, By, Order, Selection};
use crate::views::groups::{Groups, Line};
use crate::views::ledger::{Column, Row};
use crate::views::narrowing::Narrowing;
use crate::views::query::Query;
use crate::views::subjects;
use crate::views::timeline::{Axis, SCALES};

use super::{About, Pane, PaneList, following};
use columns::Columns;
use heads::{Heads, arrow, word};

vocabulary! {
    /// How the rows of the ledger are shown.
    #[derive(Default)]
    pub enum LedgerView {
        /// One line a measure.
        #[default]
        Measures => "by measure",
        /// One line a subject, a cell an issuer.
        Subjects => "by subject",
        /// One bar a measure, over time.
        Timeline => "timeline",
    }
}

impl LedgerView {
    /// The view that an action shows; `None` where it shows none.
    pub(in crate::app) fn shown_by(action: Action) -> Option<Self> {
        match action {
            Action::ShowMeasures => Some(Self::Measures),
            Action::ShowTimeline => Some(Self::Timeline),
            Action::ShowSubjects => Some(Self::Subjects),
            _ => None,
        }
    }

    /// What is said when it is shown: its name, and the keys that belong to it.
    pub(in crate::app) fn told(self) -> &'static str {
        match self {
            Self::Measures => "by measure: h and l choose a column, ; sorts by it, c hides and shows columns",
            Self::Timeline => "timeline: = and - look closer and farther, h and l scroll",
            Self::Subjects => {
                "by subject: h and l choose the issuer, ; sorts by it, Enter shows the measures"
            }
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
    order: Order,
    /// The generation of the facts.
    generation: u64,
}

/// The ledger.
#[derive(Debug, Clone, Default)]
pub struct LedgerPane {
    /// What all panes have.
    pub pane: Pane,
    /// How it is ordered.
    pub order: Order,
    /// Whether it is grouped by what it is ordered by first.
    pub grouped: bool,
    /// The names of the groups that are folded away.
    folded: Vec<String>,
    /// The measures that pass the filter.
    pub selection: Selection,
    /// By what they were chosen; `None` where something narrows them.
    chosen: Option<Chosen>,
    /// Where lines are subjects: the subjects of these measures, each as the one that stands for it.
    subjects: Option<Selection>,
    /// How many subjects measures are aimed at, those counted that do not pass the filter.
    all_subjects: usize,
    /// Who has measures against these subjects, most first, by their places among the subjects.
    pub issuers: Vec<u32>,
    /// The groups of the lines, where they are grouped.
    groups: Option<Groups>,
    /// How they are shown.
    pub view: LedgerView,
    /// The stretch of time that is in view.
    pub time: Time,
    /// Which columns the person wants to see.
    pub columns: Columns,
    /// The columns of the view.
    pub heads: Heads,
    /// The filter by subject before the measures of one of its cells were shown.
    pub(in crate::app) before_cell: Option<String>,
}

impl LedgerPane {
    /// What the lines are, each by the row that stands for it.
    fn listed(&self) -> &Selection {
        self.subjects.as_ref().unwrap_or(&self.selection)
    }

    /// Whether a line is a subject.
    pub fn is_by_subject(&self) -> bool {
        self.view == LedgerView::Subjects
    }

    /// What a line shows.
    pub fn line(&self, line: usize) -> Option<Line<'_>> {
        match &self.groups {
            Some(groups) => groups.line(self.listed(), line),
            None => self.listed().get(line).map(Line::Row),
        }
    }

    /// The row that stands for a line, where it is not the head of a group.
    fn row(&self, line: usize) -> Option<usize> {
        match self.line(line)? {
            Line::Row(row) => Some(row),
            Line::Group(_) => None,
        }
    }

    /// The view after the one that is shown, round and round.
    pub(in crate::app) fn next_view(&self) -> LedgerView {
        following(self.view)
    }

    /// Shows its rows in another way; where that brings another order, they are to be chosen anew.
    pub(in crate::app) fn show(&mut self, view: LedgerView, facts: &Day) {
        self.order_for(view);
        self.view = view;
        self.list(facts);
    }

    /// Shows these columns.
    pub(in crate::app) fn show_columns(&mut self, columns: Columns, facts: &Day) {
        self.columns = columns;
        self.list(facts);
    }

    /// Groups its rows by what they are ordered by first, or no more.
    pub(in crate::app) fn group(&mut self) {
        self.grouped = !self.grouped;
        self.folded.clear();
    }

    /// Makes the lines of the chosen rows: the subjects where it is by subject, the groups where it is grouped, the columns.
    fn list(&mut self, facts: &Day) {
        self.subjects = self.is_by_subject().then(|| filter::subjects(facts, &self.selection, &self.order));
        self.all_subjects = if self.is_by_subject() { subjects::count(facts) } else { 0 };
        self.issuers =
            self.subjects.as_ref().map(|subjects| subjects::issuers(facts, subjects)).unwrap_or_default();
        self.regroup(facts);
        let listed = self.subjects.as_ref().unwrap_or(&self.selection);
        let issuers = self.subjects.as_ref().map(|_| self.issuers.as_slice());
        self.heads.begin(facts, &self.columns, listed, issuers);
    }

    /// Groups the lines anew.
    fn regroup(&mut self, facts: &Day) {
        let group =
            || Groups::new(facts, self.listed(), self.order.first(), self.is_by_subject(), &self.folded);
        self.groups = self.grouped.then(group);
    }

    /// Looks at the lines in view, so many, and gives the columns their places: they share the cells from `x` on.
    pub(in crate::app) fn settle(&mut self, facts: &Day, rows: usize, (x, width): (u16, u16), marked: bool) {
        if self.view == LedgerView::Timeline || width == 0 {
            self.heads.placed.clear();
            return;
        }
        let top = self.pane.cursor.top;
        let lines = (top..top.saturating_add(rows)).map_while(|at| self.line(at));
        let rows: Vec<usize> = lines.filter_map(row_of).collect();
        self.heads.see(facts, rows.into_iter());
        // Before the names stands the sign of the cursor; by subject the last column has a bracket after it.
        let around = 1 + u16::from(self.is_by_subject());
        let cells = width.saturating_sub(around);
        self.heads.place(x.saturating_add(1), cells, &self.order, marked);
    }

    /// Goes left or right: to another column, through time, out of a group or into it.
    pub(in crate::app) fn sideways(&mut self, right: bool, facts: &Day) {
        if self.view == LedgerView::Timeline && self.groups.is_none() {
            self.time.scroll(right, facts.as_of());
            return;
        }
        // A range is of one column.
        self.pane.marks.keep_range();
        let group = self.groups.as_ref().and_then(|groups| groups.at(self.pane.cursor.at));
        let group = group.map(|(group, below)| (group.name.clone(), below));
        match group {
            // The head of a group is folded; beside a row one goes through the columns, and out of the group before the first.
            Some((name, 0)) => self.fold(&name, !right, facts),
            Some((name, _)) if self.view == LedgerView::Timeline => self.fold(&name, !right, facts),
            Some((name, _)) => {
                if !self.heads.step(right) && !right {
                    self.fold(&name, true, facts);
                }
            }
            None => _ = self.heads.step(right),
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

    /// The issuer under the cursor, where lines are subjects; by its place among the subjects.
    fn issuer(&self, facts: &Day) -> Option<u32> {
        let Some(By::Issuer(issuer)) = self.heads.at().filter(|_| self.is_by_subject()) else { return None };
        Some(crate::views::analysis::number(facts.state(), issuer))
    }

    /// The strongest measure of the issuer under the cursor against the subject of a line; `None` where it has none.
    pub(in crate::app) fn cell(&self, facts: &Day, line: usize) -> Option<Place> {
        let (row, issuer) = (self.row(line)?, self.issuer(facts)?);
        let at = match self.heads.line(row) {
            Some(line) => line.cell(issuer)?.row,
            None => subjects::Line::of(facts, row).cell(issuer)?.row,
        };
        Some(Place { list: RecordKind::Sanctions, at })
    }

    /// The issuer and the subject of the cell under the cursor, and how many measures stand in it; `None` where lines are
    /// no subjects, or no column of an issuer is under the cursor.
    pub(in crate::app) fn at_cell(&self, facts: &Day) -> Option<(String, String, usize)> {
        let row = self.row(self.pane.cursor.at)?;
        let number = self.issuer(facts)?;
        let Some(By::Issuer(issuer)) = self.heads.at() else { return None };
        let line = self.heads.line(row).cloned().unwrap_or_else(|| subjects::Line::of(facts, row));
        let measure = facts.state().records().sanctions.get(row)?;
        let count = line.cell(number).map_or(0, |cell| cell.count);
        Some((issuer.to_string(), facts.state().target_name(measure).to_string(), count))
    }

    /// The measure that a line stands for: by subject the strongest of the issuer under the cursor, else any.
    pub(in crate::app) fn meant(&self, facts: &Day, line: usize) -> Option<Place> {
        let row = self.row(line)?;
        let own = || facts.ledger.get(row).map(crate::views::ledger::Row::place);
        self.cell(facts, line).or_else(own)
    }

    /// The measure that a mark on a line marks: by subject that of the cell under the column of the cursor, and none where
    /// several stand in it.
    pub(in crate::app) fn markable(&self, facts: &Day, line: usize) -> Option<Place> {
        let Some(issuer) = self.issuer(facts) else { return self.meant(facts, line) };
        let row = self.row(line)?;
        let cell = match self.heads.line(row) {
            Some(line) => line.cell(issuer).cloned(),
            None => subjects::Line::of(facts, row).cell(issuer).cloned(),
        };
        let cell = cell.filter(|cell| cell.count == 1)?;
        Some(Place { list: RecordKind::Sanctions, at: cell.row })
    }

    /// What the selected subject faces, in a sentence.
    pub fn subject_sentence(&self, facts: &Day) -> Option<String> {
        let row = self.row(self.pane.cursor.at).filter(|_| self.is_by_subject())?;
        let line = self.heads.line(row).cloned().unwrap_or_else(|| subjects::Line::of(facts, row));
        Some(subjects::sentence(facts, row, &line, &self.issuers))
    }

    /// Whether a head that is in view says by what it is ordered first.
    fn says_order(&self) -> bool {
        self.heads.placed.iter().any(|head| head.by == *self.order.first())
    }
}

fn row_of(line: Line<'_>) -> Option<usize> {
    match line {
        Line::Row(row) => Some(row),
        Line::Group(_) => None,
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
        let before = self.chosen.take().filter(|it| it.query == *query && it.order == self.order);
        let changed = before.filter(|_| narrowing.is_none()).and_then(|it| facts.rows_since(it.generation));
        let follow =
            |changed| filter::ledger_after(facts, query, self.order.clone(), &self.selection, changed);
        let selection = changed.and_then(follow);
        let anew = || filter::ledger(facts, query, narrowing, self.order.clone());
        self.selection = selection.unwrap_or_else(anew);
        self.chosen = narrowing.is_none().then(|| Chosen {
            query: query.clone(),
            order: self.order.clone(),
            generation: facts.generation,
        });
        self.pane.unseen = self.selection.unseen();
        self.list(facts);
    }

    fn forget(&mut self) {
        self.selection = Selection::default();
        self.chosen = None;
        (self.groups, self.subjects) = (None, None);
        self.heads.forget();
    }

    fn all(&self, facts: &Day) -> usize {
        if self.is_by_subject() { self.all_subjects } else { facts.ledger.len() }
    }

    fn count(&self) -> usize {
        self.listed().len()
    }

    fn length(&self) -> usize {
        self.groups.as_ref().map_or_else(|| self.listed().len(), Groups::len)
    }

    fn about(&self, facts: &Day, line: usize) -> Option<About> {
        self.meant(facts, line).map(|place| (place, None))
    }

    /// Those of folded groups as well, and every measure of each subject.
    fn records(&self, facts: &Day) -> Vec<Place> {
        self.selection.iter().filter_map(|row| facts.ledger.get(row)).map(Row::place).collect()
    }

    fn line_about(&self, facts: &Day, wanted: About) -> Option<usize> {
        self.line_of(facts, wanted.0)
    }

    /// Found without looking at what each line says: there may be very many.
    fn line_of(&self, facts: &Day, record: Place) -> Option<usize> {
        let at = if let Some(subjects) = &self.subjects {
            let target = |at: usize| facts.analysis.named(at).target;
            let wanted = target(record.at);
            subjects.iter().position(|row| target(row) == wanted)
        } else {
            self.selection.position(record.at)
        };
        let at = at.filter(|_| record.list == RecordKind::Sanctions)?;
        Some(self.groups.as_ref().map_or(at, |groups| groups.line_of(at)))
    }

    fn sort_next(&mut self) -> Option<&'static str> {
        let column = match self.order.first() {
            By::Column(column) => following(*column),
            By::Issuer(_) => Column::Issuer,
        };
        self.order = Order::by(By::Column(column));
        self.folded.clear();
        Some(column.in_words())
    }

    fn reverse(&mut self) {
        self.order.reverse();
    }

    fn view(&self) -> String {
        let mut view = match self.view {
            LedgerView::Measures => String::new(),
            view => format!(" · {view}"),
        };
        let first = self.order.first();
        if self.grouped {
            view.push_str(&format!(" by {}", word(first, self.is_by_subject())));
        } else if self.order == Order::default() {
            view.push_str(" · newest change first");
        } else if !self.says_order() {
            view.push_str(&format!(
                " · by {} {}",
                word(first, self.is_by_subject()),
                arrow(&self.order, first)
            ));
        }
        view
    }

    fn adds(&self) -> RecordKind {
        RecordKind::Sanctions
    }

    fn off(&self, action: Action) -> Option<&'static str> {
        let of_columns = matches!(action, Action::SortByColumn | Action::SortThenByColumn);
        (of_columns && self.view == LedgerView::Timeline)
            .then_some("the timeline has no columns: v shows others")
    }
}
