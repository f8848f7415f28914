//! The four panes: what each shows of the facts, and where its cursor is.

use serde::{Deserialize, Serialize};

use crate::model::crossing::Mode;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind};
use crate::model::vocabulary::Vocabulary;
use crate::views::day::Day;
use crate::views::filter::{self, Selection, Sort};
use crate::views::groups::{Groups, Line};
use crate::views::ledger::Column;
use crate::views::matrix::Matrix;
use crate::views::query::Query;
use crate::views::subject::Subject;
use crate::views::{crossings, relations};

use super::cursor::Cursor;
use super::ledger::{LedgerView, Time};

/// The panes, in the order of their numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PaneId {
    /// Relations, with the dossier.
    Relations,
    /// The sanctions ledger.
    Ledger,
    /// The log.
    Log,
    /// The border board.
    Borders,
}

impl PaneId {
    /// All panes.
    pub const ALL: &'static [Self] = &[Self::Relations, Self::Ledger, Self::Log, Self::Borders];

    /// Its name.
    pub fn title(self) -> &'static str {
        match self {
            Self::Relations => "Relations",
            Self::Ledger => "Ledger",
            Self::Log => "Log",
            Self::Borders => "Borders",
        }
    }

    /// Its number, which is its key.
    pub fn number(self) -> usize {
        self as usize + 1
    }

    /// The pane so many places further, round and round.
    #[must_use]
    pub fn step(self, places: usize) -> Self {
        Self::ALL.iter().copied().cycle().nth(self as usize + places).unwrap_or(self)
    }
}

/// What every pane has.
#[derive(Debug, Clone, Default)]
pub struct Pane {
    /// Where the cursor is, among what is shown.
    pub cursor: Cursor,
    /// The filter as typed.
    pub filter: String,
    /// The same, understood.
    pub query: Query,
    /// The rows that are shown, by their places among the rows of the day; those of the ledger are in
    /// [`Panes::selection`].
    pub shown: Shown,
}

/// Which rows of a pane are shown, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// The first so many.
    All(usize),
    /// These.
    Some(Vec<u32>),
}

impl Default for Shown {
    fn default() -> Self {
        Self::All(0)
    }
}

impl Shown {
    fn some(places: Vec<usize>) -> Self {
        Self::Some(places.into_iter().filter_map(|place| u32::try_from(place).ok()).collect())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::All(count) => *count,
            Self::Some(places) => places.len(),
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row that is shown at a place.
    pub fn get(&self, at: usize) -> Option<usize> {
        match self {
            Self::All(count) => (at < *count).then_some(at),
            Self::Some(places) => places.get(at).map(|place| *place as usize),
        }
    }

    /// Of rows that are shown in their own order: the first that is `row` or comes after it.
    pub fn from(&self, row: usize) -> usize {
        match self {
            Self::All(count) => row.min(*count),
            Self::Some(places) => places.partition_point(|place| (*place as usize) < row),
        }
    }
}

/// The four panes.
#[derive(Debug, Clone)]
pub struct Panes {
    /// Relations.
    pub relations: Pane,
    /// How the relations are ordered, and whether from the end.
    pub relations_order: (relations::Order, bool),
    /// The ledger.
    pub ledger: Pane,
    /// How the ledger is ordered.
    pub sort: Sort,
    /// Whether the ledger is grouped by the column it is ordered by.
    pub grouped: bool,
    /// The names of the groups that are folded away.
    pub folded: Vec<String>,
    /// The rows of the ledger that are shown.
    pub selection: Selection,
    /// Their groups, where they are grouped.
    pub groups: Option<Groups>,
    /// How they are shown.
    pub view: LedgerView,
    /// The stretch of time that is in view.
    pub time: Time,
    /// Targets by issuers, where they are shown so.
    pub matrix: Option<Matrix>,
    /// The selected issuer of the matrix.
    pub issuer: usize,
    /// The filter of the matrix before the measures of one of its cells were shown.
    pub(super) before_cell: Option<String>,
    /// How many of the columns after the target are scrolled out of view.
    pub columns_from: usize,
    /// The log.
    pub log: Pane,
    /// Whether the log shows events only, without the steps of histories.
    pub events_only: bool,
    /// The border board.
    pub borders: Pane,
    /// How the borders are ordered, and whether from the end.
    pub borders_order: (crossings::Order, bool),
    /// Whether the borders show their map.
    pub map: bool,
    /// How often the map was brought closer.
    pub map_zoom: u8,
    /// How far the map was moved by hand, to the east and to the south, in steps.
    pub map_pan: (i16, i16),
    /// The crossing that it was moved away from.
    pub(super) map_of: Option<usize>,
}

impl Default for Panes {
    fn default() -> Self {
        Self {
            relations: Pane::default(),
            relations_order: (relations::Order::Stance, false),
            ledger: Pane::default(),
            sort: Sort { column: Column::Issuer, reversed: false },
            grouped: false,
            folded: Vec::new(),
            selection: Selection::default(),
            groups: None,
            view: LedgerView::Table,
            time: Time::default(),
            matrix: None,
            issuer: 0,
            before_cell: None,
            columns_from: 0,
            log: Pane::default(),
            events_only: false,
            borders: Pane::default(),
            borders_order: (crossings::Order::Border, false),
            map: true,
            map_zoom: 0,
            map_pan: (0, 0),
            map_of: None,
        }
    }
}

/// The value after `current` in its vocabulary, round and round.
fn following<T: Vocabulary>(current: T) -> T {
    let mut all = T::ALL.iter().copied().cycle().skip_while(|value| *value != current);
    all.nth(1).unwrap_or(current)
}

impl Panes {
    /// A pane.
    pub fn get(&self, id: PaneId) -> &Pane {
        match id {
            PaneId::Relations => &self.relations,
            PaneId::Ledger => &self.ledger,
            PaneId::Log => &self.log,
            PaneId::Borders => &self.borders,
        }
    }

    /// A pane, to be changed.
    pub fn get_mut(&mut self, id: PaneId) -> &mut Pane {
        match id {
            PaneId::Relations => &mut self.relations,
            PaneId::Ledger => &mut self.ledger,
            PaneId::Log => &mut self.log,
            PaneId::Borders => &mut self.borders,
        }
    }

    /// How many lines a pane has.
    pub fn length(&self, id: PaneId) -> usize {
        match id {
            PaneId::Ledger => match (&self.matrix, &self.groups) {
                (Some(matrix), _) => matrix.lines.len(),
                (None, Some(groups)) => groups.len(),
                (None, None) => self.selection.len(),
            },
            _ => self.get(id).shown.len(),
        }
    }

    /// How many rows a pane shows, the heads of groups not counted.
    pub fn count(&self, id: PaneId) -> usize {
        if id == PaneId::Ledger { self.selection.len() } else { self.get(id).shown.len() }
    }

    /// What a line of the ledger shows.
    pub fn ledger_line(&self, line: usize) -> Option<Line<'_>> {
        match &self.groups {
            Some(groups) => groups.line(&self.selection, line),
            None => self.selection.get(line).map(Line::Row),
        }
    }

    /// Chooses and orders the rows of a pane anew; the cursor stays on its record where that is still shown.
    pub fn select(&mut self, id: PaneId, facts: &Day, subject: Option<&Subject>) {
        let kept = self.selected(id, facts);
        match id {
            PaneId::Relations => {
                let shown = filter::relations(facts, &self.relations.query, subject, self.relations_order);
                self.relations.shown = Shown::some(shown);
            }
            PaneId::Ledger => {
                self.selection = filter::ledger(facts, &self.ledger.query, subject, self.sort);
                self.regroup(facts);
                self.cross(facts);
            }
            PaneId::Log => {
                let entries = facts.entries.all();
                let shown = filter::log(facts, &self.log.query, subject);
                self.log.shown = match shown {
                    None if !self.events_only => Shown::All(entries.len()),
                    shown => {
                        let all = || (0..).take(entries.len()).collect();
                        let mut shown = shown.unwrap_or_else(all);
                        let is_event =
                            |at: &u32| entries.get(*at as usize).is_some_and(|entry| entry.step().is_none());
                        shown.retain(|at| !self.events_only || is_event(at));
                        Shown::Some(shown)
                    }
                };
            }
            PaneId::Borders => {
                let shown = filter::crossings(facts, &self.borders.query, subject, self.borders_order);
                self.borders.shown = Shown::some(shown);
            }
        }
        if let Some(kept) = kept {
            self.go_to(id, facts, kept);
        }
        let length = self.length(id);
        let cursor = &mut self.get_mut(id).cursor;
        cursor.to(cursor.at, length);
    }

    /// Groups the chosen rows of the ledger anew.
    pub fn regroup(&mut self, facts: &Day) {
        let column = self.sort.column;
        self.groups = self.grouped.then(|| Groups::new(facts, &self.selection, column, &self.folded));
    }

    /// What is under the cursor: the record, and the step of its history where the line is about one.
    pub fn selected(&self, id: PaneId, facts: &Day) -> Option<(Place, Option<usize>)> {
        self.line(id, facts, self.get(id).cursor.at)
    }

    fn line(&self, id: PaneId, facts: &Day, at: usize) -> Option<(Place, Option<usize>)> {
        if id == PaneId::Ledger && self.matrix.is_some() {
            return self.crossed(at).map(|place| (place, None));
        }
        if id == PaneId::Ledger {
            return match self.ledger_line(at)? {
                Line::Row(row) => facts.ledger.get(row).map(|row| (row.place(), None)),
                Line::Group(..) => None,
            };
        }
        let at = self.get(id).shown.get(at)?;
        match id {
            PaneId::Relations => facts.relations.get(at).map(|row| (row.place(), None)),
            PaneId::Borders => facts.crossings.get(at).map(|row| (row.place(), None)),
            PaneId::Log => facts.entries.get(at).map(|entry| (entry.place(), entry.step())),
            PaneId::Ledger => None,
        }
    }

    /// Puts the cursor on a record, where the pane shows it.
    pub fn reveal(&mut self, id: PaneId, facts: &Day, record: &Id) {
        let Some(place) = facts.state().place(record.as_str()) else { return };
        let found = if id == PaneId::Ledger {
            self.ledger_line_of(facts, place)
        } else {
            (0..self.length(id)).find(|&at| self.line(id, facts, at).is_some_and(|(p, _)| p == place))
        };
        if let Some(at) = found {
            self.get_mut(id).cursor.at = at;
        }
    }

    /// The line of the ledger that shows a measure.
    fn ledger_line_of(&self, facts: &Day, place: Place) -> Option<usize> {
        if self.matrix.is_some() {
            return self.crossed_line(facts, place);
        }
        let at = self.selection.position(place.at).filter(|_| place.list == RecordKind::Sanctions)?;
        Some(self.groups.as_ref().map_or(at, |groups| groups.line_of(at)))
    }

    pub(super) fn go_to(&mut self, id: PaneId, facts: &Day, wanted: (Place, Option<usize>)) {
        let found = if id == PaneId::Ledger {
            self.ledger_line_of(facts, wanted.0)
        } else if self.line(id, facts, self.get(id).cursor.at) == Some(wanted) {
            return;
        } else {
            (0..self.length(id)).find(|&at| self.line(id, facts, at) == Some(wanted))
        };
        if let Some(at) = found {
            self.get_mut(id).cursor.at = at;
        }
    }

    /// What the other panes are narrowed to when they follow this one.
    pub fn subject(&self, id: PaneId, facts: &Day) -> Option<Subject> {
        let (place, _) = self.selected(id, facts)?;
        match (id, facts.state().at(place)?) {
            (PaneId::Relations, Record::Relation(it)) => {
                Some(Subject::Actor(relations::sides(facts.state(), it).1.clone()))
            }
            // Claims about a whole border stand for the neighbour.
            (_, Record::Crossing(it)) if it.mode == Mode::Border => {
                Some(Subject::Actor(crossings::neighbour(facts.state(), it).clone()))
            }
            (_, record) => Some(Subject::Record(record.id().clone())),
        }
    }

    /// The id of the record under the cursor.
    pub fn selected_id(&self, id: PaneId, facts: &Day) -> Option<Id> {
        let (place, _) = self.selected(id, facts)?;
        facts.state().at(place).map(|record| record.id().clone())
    }

    /// Orders a pane by what comes next; returns what it is ordered by now.
    pub fn sort_next(&mut self, id: PaneId) -> Option<&'static str> {
        match id {
            PaneId::Relations => {
                self.relations_order = (following(self.relations_order.0), false);
                Some(self.relations_order.0.word())
            }
            PaneId::Ledger => {
                self.sort = Sort { column: following(self.sort.column), reversed: false };
                self.folded.clear();
                Some(match self.sort.column {
                    Column::Conflict => "disagreement",
                    Column::Sources => "number of sources",
                    column => column.word(),
                })
            }
            PaneId::Borders => {
                self.borders_order = (following(self.borders_order.0), false);
                Some(self.borders_order.0.word())
            }
            PaneId::Log => None,
        }
    }

    /// Turns the order of a pane round; `false` for the log, which is always newest first.
    pub fn reverse(&mut self, id: PaneId) -> bool {
        match id {
            PaneId::Relations => self.relations_order.1 = !self.relations_order.1,
            PaneId::Ledger => self.sort.reversed = !self.sort.reversed,
            PaneId::Borders => self.borders_order.1 = !self.borders_order.1,
            PaneId::Log => return false,
        }
        true
    }
}
