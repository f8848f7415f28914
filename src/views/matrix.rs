//! Targets by issuers: what each target faces from everyone. Those on which issuers differ come first.

use hashbrown::HashMap;
use rayon::prelude::*;

use crate::model::measure::Standing;

use super::analysis::{Analysis, NOBODY};
use super::day::Day;
use super::evidence::{self, Since};
use super::filter::Selection;
use super::ledger::Row;

/// What one issuer has against one target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// What its strongest measure is at.
    pub standing: Standing,
    /// How many measures there are.
    pub count: usize,
    /// The strongest, by its place among all rows.
    pub row: usize,
}

/// What one target faces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// A measure against it, by its place among all rows: it has the target's name.
    pub row: usize,
    /// By issuer, in the order of [`Matrix::issuers`].
    pub cells: Vec<Option<Cell>>,
    /// Whether some issuers have it in force and others have ended it or have it off their list.
    pub differ: bool,
}

/// Targets by issuers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matrix {
    /// The issuers, by their places among the subjects; who has most measures comes first.
    pub issuers: Vec<usize>,
    /// The targets.
    pub lines: Vec<Line>,
}

/// So many rows or targets are looked at in one go.
const CHUNK: usize = 1024;

/// How much a standing weighs against another of the same issuer and target.
fn weight(standing: Standing) -> u8 {
    match standing {
        Standing::InForce => 11,
        Standing::LiftingAnnounced => 10,
        Standing::Licensed => 9,
        Standing::Eased => 8,
        Standing::Suspended => 7,
        Standing::Announced => 6,
        Standing::Threatened => 5,
        Standing::InPreparation => 4,
        Standing::NotSeen => 3,
        Standing::Lifted => 2,
        Standing::Expired => 1,
        Standing::NoRecord => 0,
    }
}

/// Whether a measure at this standing is not there any more: ended, or off the list without a word of its end.
fn is_over(standing: Standing) -> bool {
    matches!(standing, Standing::Lifted | Standing::Expired | Standing::NotSeen)
}

/// What lines are ordered by: whether issuers differ, by how many it is targeted, its name.
type Order = (bool, std::cmp::Reverse<usize>, Ranked);

/// A target: the rank of its name, and its number.
type Ranked = (u32, u32);

impl Matrix {
    /// Puts the selected rows together.
    pub fn of(day: &Day, selected: &Selection) -> Self {
        let (analysis, sort_keys, rows) = (&day.analysis, day.sort_keys(), &day.ledger);
        // Rows of one target stand together once they are ordered by its rank.
        let places: Vec<usize> = selected.iter().collect();
        let ranked = |at: &usize| {
            let row = rows.get(*at).filter(|row| row.standing != Standing::NoRecord)?;
            let target = analysis.named(row.at()).target;
            Some(((sort_keys.name(target), target), row))
        };
        let mut ordered: Vec<(Ranked, &Row)> =
            places.par_iter().with_min_len(CHUNK).filter_map(ranked).collect();
        ordered.par_sort_unstable_by_key(|(rank, row)| (*rank, row.at()));
        let mut counts: HashMap<u32, usize> = HashMap::new();
        for (_, row) in &ordered {
            *counts.entry(analysis.named(row.at()).issuer).or_default() += 1;
        }
        let mut issuers: Vec<(usize, u32)> = counts
            .into_iter()
            .filter(|(issuer, _)| *issuer != NOBODY)
            .map(|(it, count)| (count, it))
            .collect();
        issuers.sort_unstable_by_key(|(count, issuer)| (std::cmp::Reverse(*count), *issuer));
        let column: HashMap<u32, usize> =
            issuers.iter().enumerate().map(|(column, (_, issuer))| (*issuer, column)).collect();
        let targets: Vec<&[(Ranked, &Row)]> = ordered.chunk_by(|a, b| a.0 == b.0).collect();
        let mut lines: Vec<(Order, Line)> = targets
            .par_iter()
            .with_min_len(CHUNK)
            .map(|rows| {
                let line = line(analysis, rows, &column);
                let issuers = line.cells.iter().flatten().count();
                let rank = rows.first().map_or((0, 0), |(rank, _)| *rank);
                ((!line.differ, std::cmp::Reverse(issuers), rank), line)
            })
            .collect();
        lines.par_sort_unstable_by_key(|(key, _)| *key);
        Self {
            issuers: issuers.into_iter().map(|(_, issuer)| issuer as usize).collect(),
            lines: lines.into_iter().map(|(_, line)| line).collect(),
        }
    }
}

fn line(analysis: &Analysis, rows: &[(Ranked, &Row)], column: &HashMap<u32, usize>) -> Line {
    let mut cells: Vec<Option<Cell>> = Vec::new();
    for (_, row) in rows {
        let Some(&column) = column.get(&analysis.named(row.at()).issuer) else { continue };
        if cells.len() <= column {
            cells.resize(column + 1, None);
        }
        if let Some(slot) = cells.get_mut(column) {
            let cell = slot.get_or_insert(Cell { standing: row.standing, count: 0, row: row.at() });
            cell.count += 1;
            if weight(row.standing) > weight(cell.standing) {
                (cell.standing, cell.row) = (row.standing, row.at());
            }
        }
    }
    let any = |holds: fn(Standing) -> bool| cells.iter().flatten().any(|cell| holds(cell.standing));
    let differ = any(Standing::is_in_force) && any(is_over);
    Line { row: rows.first().map_or(0, |(_, row)| row.at()), cells, differ }
}

/// What a target faces, in a sentence: `Belavia: US lifted 2025-11 · EU in force since 2021-12`.
pub fn sentence(day: &Day, matrix: &Matrix, line: &Line) -> String {
    let (records, rows) = (day.state().records(), &day.ledger);
    let name = records.sanctions.get(line.row).map(|it| day.state().target_name(it)).unwrap_or_default();
    let parts: Vec<String> = matrix
        .issuers
        .iter()
        .zip(&line.cells)
        .filter_map(|(issuer, cell)| {
            let (issuer, cell) = (records.subjects.get(*issuer)?, (*cell)?);
            let dates = rows.get(cell.row)?.dates();
            let (word, since) = match dates.in_force {
                Some(since) if cell.standing == Standing::InForce => ("since ", since.short()),
                _ => ("", dates.status.map(Since::short).unwrap_or_default()),
            };
            let shown = dates.shown.map(|shown| format!(", {}", evidence::age(shown, day.as_of())));
            let shown = shown.unwrap_or_default();
            let more = if cell.count > 1 { format!(" ({} measures)", cell.count) } else { String::new() };
            Some(format!("{} {} {word}{since}{shown}{more}", issuer.id, cell.standing))
        })
        .collect();
    format!("{name}: {}", parts.join(" · "))
}
