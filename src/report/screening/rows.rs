//! A screening as a table: a row for each hit and for each entry set aside, and one for each name without a hit.

use crate::report::table::{Cell, Table};

use super::{Hit, NO_ENTRY, Screened, Screening};

/// The columns that say what was checked stand in each row: what is cut out still says it.
const COLUMNS: &[&str] = &[
    "line",
    "id",
    "name",
    "known",
    "result",
    "score",
    "list",
    "entry",
    "listed_name",
    "matched",
    "why",
    "agrees",
    "contradicts",
    "not_compared",
    "holds",
    "allowed",
    "decision",
    "changed",
    "list_day",
    "list_sha256",
    "entry_digest",
    "checked",
    "not_checked",
    "warnings",
];

/// As a table.
pub fn table(screening: &Screening) -> Table {
    let (checked, warnings) = (screening.checked(), screening.warnings());
    let not_checked: Vec<String> = screening.failed.iter().chain(&screening.not_checked).cloned().collect();
    let tail =
        || vec![Cell::list(checked.iter()), Cell::list(not_checked.iter()), Cell::list(warnings.iter())];
    let mut rows = Vec::new();
    for it in &screening.names {
        let mut add = |result: &str, hit: Option<&Hit>| {
            let mut row = head(it, result);
            row.extend(of_hit(it, hit));
            row.extend(tail());
            rows.push(row);
        };
        for hit in &it.hits {
            add(hit.band.word(), Some(hit));
        }
        if it.hits.is_empty() {
            add(NO_ENTRY, None);
        }
        for aside in &it.aside {
            add(&format!("set aside: {}", aside.because), Some(&aside.hit));
        }
        for hit in &it.at_rest {
            add("in the file, and nothing in force", Some(hit));
        }
    }
    Table {
        what: "screening",
        as_of: screening.as_of.to_string(),
        known: screening.known,
        columns: COLUMNS.to_vec(),
        rows,
    }
}

fn head(it: &Screened, result: &str) -> Vec<Cell> {
    vec![
        i64::try_from(it.line).ok().filter(|line| *line > 0).map_or(Cell::Empty, Cell::Whole),
        Cell::maybe(it.id.as_deref()),
        it.name.as_str().into(),
        it.known.as_str().into(),
        result.into(),
    ]
}

fn of_hit(it: &Screened, hit: Option<&Hit>) -> Vec<Cell> {
    let changed = it.changed.as_ref().map_or(Cell::Empty, |changed| Cell::list(changed.iter()));
    let Some(hit) = hit else {
        let mut empty = vec![Cell::Empty; 12];
        empty.push(changed);
        empty.extend(vec![Cell::Empty; 3]);
        return empty;
    };
    vec![
        Cell::Whole(hit.score.into()),
        hit.list.as_str().into(),
        hit.entry.as_str().into(),
        hit.name.as_str().into(),
        hit.matched.as_str().into(),
        hit.why.as_str().into(),
        Cell::list(hit.agrees.iter()),
        Cell::list(hit.contradicts.iter()),
        Cell::list(hit.not_compared.iter()),
        Cell::list(hit.holds.iter()),
        Cell::list(hit.allowed.iter()),
        Cell::maybe(hit.decision.as_deref()),
        changed,
        Cell::maybe(hit.list_day.as_deref()),
        Cell::list(hit.list_sha256.iter()),
        Cell::maybe(hit.digest.as_deref()),
    ]
}
