//! The ledger under the heads of groups: by the column that it is ordered by.

use chrono::Datelike;

use crate::model::date::Date;
use crate::model::measure::Standing;

use super::against::Against;
use super::analysis::number;
use super::day::Day;
use super::filter::{By, Selection};
use super::ledger::{Column, Row};
use super::subjects::Line as SubjectLine;
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
    /// Groups the selected rows by what they are ordered by first; `of_subjects` where a row stands for all measures against
    /// its target.
    pub fn new(day: &Day, selected: &Selection, by: &By, of_subjects: bool, folded: &[String]) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut before = None;
        for (first, (place, said)) in selected.said().enumerate() {
            let row = day.ledger.get(place);
            // Dates are grouped by their years.
            let is_recorded = row.is_none_or(|row| row.standing != Standing::NoRecord);
            let said = match by {
                _ if !is_recorded => -1,
                By::Column(column) if column.is_date() => {
                    let date = row.and_then(|row| date(day, row, *column, of_subjects));
                    year(date).map_or(i64::MAX, i64::from)
                }
                _ => i64::from(said),
            };
            match groups.last_mut() {
                Some(group) if before == Some(said) => group.count += 1,
                _ => {
                    let name = match row {
                        _ if !is_recorded => Standing::NoRecord.word().to_owned(),
                        row => row.map(|row| name(day, row, by, of_subjects)).unwrap_or_default(),
                    };
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
fn date(day: &Day, row: &Row, column: Column, of_subjects: bool) -> Option<Date> {
    let dates = row.dates();
    let against = || against(day, row).filter(|_| of_subjects);
    match (column, against()) {
        (Column::Since, Some(against)) => against.since.map(|since| since.on),
        (Column::Shown, Some(against)) => against.shown.map(|shown| shown.0),
        (Column::InForceSince, _) => dates.in_force.map(|since| since.on),
        (Column::Since, None) => dates.status.map(|since| since.on),
        (Column::Shown, None) => dates.shown.map(|shown| shown.0),
        (Column::Until, _) => row.until,
        _ => None,
    }
}

/// What all measures against the target of a row come to.
fn against<'a>(day: &'a Day, row: &Row) -> Option<&'a Against> {
    day.against().get(day.analysis.named(row.at()).target as usize)
}

fn year(date: Option<Date>) -> Option<i32> {
    date.map(|date| date.first().year())
}

/// What a row is grouped under when the pane is grouped by what it is ordered by.
pub fn name(day: &Day, row: &Row, by: &By, of_subjects: bool) -> String {
    let (state, named) = (day.state(), day.analysis.named(row.at()));
    let Some(it) = state.records().sanctions.get(row.at()) else { return String::new() };
    let or_dash = |text: Option<&str>| text.filter(|t| !t.is_empty()).unwrap_or("–").to_owned();
    let column = match by {
        By::Column(column) => *column,
        By::Issuer(issuer) => {
            let line = SubjectLine::of(day, row.at());
            let cell = line.cell(number(state, issuer));
            let standing = cell.map_or("nothing recorded", |cell| cell.standing.word());
            return format!("{}: {standing}", state.subject_name(issuer));
        }
    };
    match column {
        Column::Issuer => state.subject_name(&it.issuer).to_owned(),
        Column::Target => state.target_name(it).to_owned(),
        Column::Kind => or_dash(state.target(it).map(|subject| subject.kind.word())),
        Column::Country => {
            let country = state.records().subjects.get(named.country as usize);
            or_dash(country.map(|subject| subject.name.as_str()))
        }
        Column::Measure => it.measure.word().to_owned(),
        Column::Status => row.standing.word().to_owned(),
        Column::InForceSince | Column::Since | Column::Shown | Column::Until => {
            or_dash(year(date(day, row, column, of_subjects)).map(|y| format!("{y:04}")).as_deref())
        }
        Column::Programme => or_dash(it.programme.as_deref()),
        Column::Act => or_dash(it.acts.first().map(|act| state.act_name(act))),
        Column::Sources => wording::count(row.sources as usize, "source", "sources"),
        Column::Conflict => if row.conflict { "sources disagree" } else { "sources agree" }.to_owned(),
        Column::Measures => {
            let count = against(day, row).map_or(0, |against| against.measures as usize);
            wording::count(count, "measure", "measures")
        }
        Column::Differ => {
            let differ = against(day, row).is_some_and(|it| it.differ);
            if differ { "issuers differ" } else { "issuers do not differ" }.to_owned()
        }
    }
}
