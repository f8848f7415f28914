//! The ledger under the heads of groups: by the column that it is ordered by.

use chrono::Datelike;

use crate::model::date::Date;
use crate::model::state::State;

use super::day::Day;
use super::filter::Selection;
use super::ledger::{Column, Row};
use super::wording;

/// One group of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What its rows have in common.
    pub name: String,
    /// How many rows it has.
    pub count: usize,
    /// Whether they are folded away.
    pub folded: bool,
    /// The first of its rows, among the selected.
    first: usize,
    /// The line that its head is on.
    line: usize,
}

/// One line of the pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line<'a> {
    /// A row, by its place among the rows.
    Row(usize),
    /// The head of a group.
    Group(&'a Group),
}

/// The lines of the pane: none but the heads is stored.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    groups: Vec<Group>,
    length: usize,
}

impl Groups {
    /// Groups the selected rows by a column.
    pub fn new(day: &Day, selected: &Selection, column: Column, folded: &[String]) -> Self {
        let (state, rows) = (day.state(), &day.ledger);
        let mut groups: Vec<Group> = Vec::new();
        let mut before = None;
        for (first, (place, said)) in selected.column(column).enumerate() {
            // Dates are grouped by their years.
            let said = match column {
                Column::InForceSince | Column::Since | Column::Shown | Column::Until => {
                    rows.get(place).and_then(|row| year(date(row, column))).map_or(i64::MAX, i64::from)
                }
                _ => i64::from(said),
            };
            match groups.last_mut() {
                Some(group) if before == Some(said) => group.count += 1,
                _ => {
                    let name = rows.get(place).map(|row| name(state, row, column)).unwrap_or_default();
                    let folded = folded.contains(&name);
                    groups.push(Group { name, count: 1, folded, first, line: 0 });
                }
            }
            before = Some(said);
        }
        let mut length = 0;
        for group in &mut groups {
            group.line = length;
            length += 1 + if group.folded { 0 } else { group.count };
        }
        Self { groups, length }
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// The group that a line is in, and how many lines it is below the head.
    pub fn at(&self, line: usize) -> Option<(&Group, usize)> {
        let after = self.groups.partition_point(|group| group.line <= line);
        let group = self.groups.get(after.checked_sub(1)?)?;
        (line < self.length).then(|| (group, line - group.line))
    }

    /// What a line shows.
    pub fn line(&self, selected: &Selection, line: usize) -> Option<Line<'_>> {
        let (group, below) = self.at(line)?;
        match below.checked_sub(1) {
            None => Some(Line::Group(group)),
            Some(row) => selected.get(group.first + row).map(Line::Row),
        }
    }

    /// The line of a selected row, or of the head that it is folded under.
    pub fn line_of(&self, selected: usize) -> usize {
        let after = self.groups.partition_point(|group| group.first <= selected);
        let group = after.checked_sub(1).and_then(|at| self.groups.get(at));
        group.map_or(
            0,
            |group| if group.folded { group.line } else { group.line + 1 + selected - group.first },
        )
    }

    /// The line of the head of a group.
    pub fn head(&self, name: &str) -> Option<usize> {
        self.groups.iter().find(|group| group.name == name).map(|group| group.line)
    }
}

/// The date that a column shows.
fn date(row: &Row, column: Column) -> Option<Date> {
    let dates = row.dates();
    match column {
        Column::InForceSince => dates.in_force.map(|since| since.on),
        Column::Since => dates.status.map(|since| since.on),
        Column::Shown => dates.shown.map(|shown| shown.0),
        Column::Until => row.until,
        _ => None,
    }
}

fn year(date: Option<Date>) -> Option<i32> {
    date.map(|date| date.first().year())
}

/// What a row is grouped under when the pane is grouped by a column.
pub fn name(state: &State, row: &Row, column: Column) -> String {
    let Some(it) = state.records().sanctions.get(row.at()) else { return String::new() };
    let or_dash = |text: Option<&str>| text.filter(|t| !t.is_empty()).unwrap_or("–").to_owned();
    match column {
        Column::Issuer => state.subject_name(&it.issuer).to_owned(),
        Column::Target => state.target_name(it).to_owned(),
        Column::Measure => it.measure.word().to_owned(),
        Column::Status => row.standing.word().to_owned(),
        Column::InForceSince | Column::Since | Column::Shown | Column::Until => {
            or_dash(year(date(row, column)).map(|y| format!("{y:04}")).as_deref())
        }
        Column::Programme => or_dash(it.programme.as_deref()),
        Column::Act => or_dash(it.acts.first().map(|act| state.act_name(act))),
        Column::Sources => wording::count(row.sources as usize, "source", "sources"),
        Column::Conflict => if row.conflict { "sources disagree" } else { "sources agree" }.to_owned(),
    }
}
