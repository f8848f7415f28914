//! The sanctions ledger: one row a measure, as of a day.

use std::cmp::Ordering;

use chrono::NaiveDate;

use crate::model::compact::Text;
use crate::model::date::Date;
use crate::model::sanction::{MeasureStatus, Rung, Sanction, status};
use crate::model::state::{List, Place, State};
use crate::model::vocabulary::vocabulary;

use super::analysis::Analysis;
use super::fold::fold;
use super::query::{Facts, Needle, Query};
use super::subject::Subject;
use super::wording;

vocabulary! {
    /// The columns, in their order.
    pub enum Column {
        /// Who issued it.
        Issuer => "Issuer",
        /// Whom it is aimed at.
        Target => "Target",
        /// Its kind.
        Measure => "Measure",
        /// What holds on the day.
        Status => "Status",
        /// Since when.
        Since => "Since",
        /// Until when.
        Until => "Until",
        /// Programme or regime.
        Programme => "Programme",
        /// Legal acts.
        Act => "Legal act",
        /// How many sources speak of it.
        Sources => "Src",
        /// Whether sources disagree.
        Conflict => "≠",
    }
}

/// One measure on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place in the list of measures.
    pub at: usize,
    /// What holds.
    pub status: MeasureStatus,
    /// How many sources speak of it.
    pub sources: usize,
    /// Whether sources disagree.
    pub conflict: bool,
}

impl Row {
    /// Where its record stands.
    pub fn place(&self) -> Place {
        Place { list: List::Sanctions, at: self.at }
    }
}

/// One line of the pane: a measure, or the head of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A row, by its place among the rows.
    Row(usize),
    /// The head of a group: its name, how many measures it has, and whether they are folded away.
    Group(String, usize, bool),
}

/// All measures on the day.
pub fn rows(state: &State, analysis: &Analysis, day: NaiveDate) -> Vec<Row> {
    let records = &state.records().sanctions;
    records
        .iter()
        .enumerate()
        .map(|(at, it)| {
            let claims = analysis.claims(Place { list: List::Sanctions, at });
            let mut sources: Vec<_> = it.history.iter().flat_map(|step| &step.sources).collect();
            sources.sort_unstable();
            sources.dedup();
            Row {
                at,
                status: status(&it.history, day, claims),
                sources: sources.len(),
                conflict: !claims.conflicts.is_empty(),
            }
        })
        .collect()
}

/// How the rows are put in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// By which column.
    pub column: Column,
    /// Last first.
    pub reversed: bool,
}

struct Measure<'a> {
    state: &'a State,
    analysis: &'a Analysis,
    row: &'a Row,
    record: &'a Sanction,
}

impl Facts for Measure<'_> {
    fn text(&self) -> &str {
        self.analysis.text(self.row.place())
    }

    fn field(&self, name: &'static str, needle: &Needle) -> Option<bool> {
        let it = self.record;
        let country = || it.target.country.as_ref().is_some_and(|c| needle.names(self.state, c));
        Some(match name {
            "issuer" => needle.names(self.state, &it.issuer),
            "target" => {
                needle.within(&it.target.name)
                    || it.target.aliases.iter().any(|alias| needle.within(alias))
                    || country()
            }
            "actor" => needle.names(self.state, &it.issuer) || country(),
            "status" => {
                needle.within(&wording::measure_status(&self.row.status))
                    || (self.row.status.rung.is_in_force() && needle.within("in force"))
            }
            "measure" => needle.within(it.measure.word()),
            "kind" => needle.within(it.target.kind.word()),
            "programme" => it.programme.as_deref().is_some_and(|text| needle.within(text)),
            "act" => it.legal_acts.iter().chain(&it.list_refs).any(|act| needle.within(act)),
            "source" => it.history.iter().flat_map(|s| &s.sources).any(|s| needle.within(s.as_str())),
            "id" => needle.within(it.id.as_str()),
            _ => return None,
        })
    }

    fn date(&self) -> Option<Date> {
        self.row.status.since
    }

    fn in_conflict(&self) -> bool {
        self.row.conflict
    }
}

/// The rows that pass a filter and belong to a subject, in order; their places among `rows`.
pub fn select(
    state: &State,
    analysis: &Analysis,
    rows: &[Row],
    query: &Query,
    subject: Option<&Subject>,
    sort: Sort,
) -> Vec<usize> {
    let records = &state.records().sanctions;
    let mut places: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| {
            let passes = || {
                records
                    .get(row.at)
                    .is_some_and(|record| query.accepts(&Measure { state, analysis, row, record }))
            };
            (query.is_empty() || passes()) && subject.is_none_or(|it| it.covers(state, row.place()))
        })
        .map(|(place, _)| place)
        .collect();
    places.sort_by_cached_key(|&place| {
        rows.get(place).and_then(|row| records.get(row.at).map(|it| key(state, row, it, sort.column)))
    });
    if sort.reversed {
        places.reverse();
    }
    // What is not recorded by the day comes last, whatever the order.
    places.sort_by_key(|&place| rows.get(place).is_some_and(|row| row.status.rung == Rung::NoRecord));
    places
}

/// What a column sorts by: first text, then date, then number; issuer and target break ties.
#[derive(PartialEq, Eq)]
struct Key(String, Option<Date>, usize, String, String);

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        let known_first = |a: &Option<Date>, b: &Option<Date>| match (a, b) {
            (Some(a), Some(b)) => a.cmp(b),
            // What has no date comes last.
            (a, b) => b.is_some().cmp(&a.is_some()),
        };
        self.0
            .cmp(&other.0)
            .then_with(|| known_first(&self.1, &other.1))
            .then_with(|| self.2.cmp(&other.2))
            .then_with(|| (&self.3, &self.4).cmp(&(&other.3, &other.4)))
    }
}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn key(state: &State, row: &Row, it: &Sanction, column: Column) -> Key {
    let (mut text, mut date, mut number) = (String::new(), None, 0);
    match column {
        Column::Issuer => {}
        Column::Target => text = fold(&it.target.name),
        Column::Measure => text = fold(it.measure.word()),
        Column::Status => number = row.status.rung as usize,
        Column::Since => date = row.status.since,
        Column::Until => date = row.status.until,
        Column::Programme => text = it.programme.as_deref().map(fold).unwrap_or_default(),
        Column::Act => text = it.legal_acts.first().map(|act| fold(act)).unwrap_or_default(),
        Column::Sources => number = usize::MAX - row.sources,
        Column::Conflict => number = usize::from(!row.conflict),
    }
    Key(text, date, number, issuer_key(state, it), fold(&it.target.name))
}

/// Issuers by name; the United States before the European Union would be an opinion.
fn issuer_key(state: &State, it: &Sanction) -> String {
    fold(state.actor_name(&it.issuer))
}

/// What a row is grouped under when the pane is grouped by a column.
pub fn group(state: &State, row: &Row, column: Column) -> String {
    let Some(it) = state.records().sanctions.get(row.at) else { return String::new() };
    let or_dash = |text: Option<&str>| text.filter(|t| !t.is_empty()).unwrap_or("–").to_owned();
    match column {
        Column::Issuer => state.actor_name(&it.issuer).to_owned(),
        Column::Target => it.target.name.to_string(),
        Column::Measure => it.measure.word().to_owned(),
        Column::Status => row.status.rung.word().to_owned(),
        Column::Since => or_dash(row.status.since.map(|d| d.first().format("%Y").to_string()).as_deref()),
        Column::Until => or_dash(row.status.until.map(|d| d.first().format("%Y").to_string()).as_deref()),
        Column::Programme => or_dash(it.programme.as_deref()),
        Column::Act => or_dash(it.legal_acts.first().map(Text::as_str)),
        Column::Sources => wording::count(row.sources, "source", "sources"),
        Column::Conflict => if row.conflict { "sources disagree" } else { "sources agree" }.to_owned(),
    }
}

/// The lines of the pane: the selected rows, under the heads of their groups where a column groups them.
pub fn lines(
    state: &State,
    rows: &[Row],
    selected: &[usize],
    grouped: Option<Column>,
    folded: &[String],
) -> Vec<Line> {
    let Some(column) = grouped else { return selected.iter().map(|&place| Line::Row(place)).collect() };
    let name = |place: &usize| rows.get(*place).map(|row| group(state, row, column)).unwrap_or_default();
    let named: Vec<(String, usize)> = selected.iter().map(|place| (name(place), *place)).collect();
    let mut lines = Vec::with_capacity(named.len());
    for chunk in named.chunk_by(|a, b| a.0 == b.0) {
        let Some((name, _)) = chunk.first() else { continue };
        let is_folded = folded.contains(name);
        lines.push(Line::Group(name.clone(), chunk.len(), is_folded));
        if !is_folded {
            lines.extend(chunk.iter().map(|(_, place)| Line::Row(*place)));
        }
    }
    lines
}
