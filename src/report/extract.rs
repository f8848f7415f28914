//! Some rows and some columns of a table, in an order of their own.

use std::cmp::Ordering;
use std::collections::HashMap;

use crate::model::declare::Vocabulary;
use crate::views::crossings::Order as CrossingOrder;
use crate::views::day::Day;
use crate::views::extract::{Extract, TableForm, What, column_name, order_name};
use crate::views::filter::Listing;
use crate::views::fold::fold;
use crate::views::ledger::Column;
use crate::views::ranks::{self, Ranks};
use crate::views::relations::Order as RelationOrder;

use super::export::{self, columns};
use super::table::{Cell, Table};

/// A word that names no column of a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no column {column} in the {what}: {}", names.join(" "))]
pub struct UnknownColumn {
    /// What was asked for.
    column: String,
    /// Of what.
    what: &'static str,
    /// What there is.
    names: Vec<String>,
}

/// A column by which rows are put in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SortKey {
    /// Its name, or the name that the pane has for the order.
    name: String,
    /// From the end.
    reversed: bool,
}

/// The orders that a pane has besides its columns.
fn orders(what: What) -> Vec<String> {
    match what {
        What::Relations => RelationOrder::ALL.iter().map(|it| order_name(*it)).collect(),
        What::Crossings => CrossingOrder::ALL.iter().map(|it| order_name(*it)).collect(),
        What::Ledger => {
            [Column::Measures, Column::Differ].iter().map(|it| column_name(*it).to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

/// Checks the name of a column: as it is called on paper, in any letters, with hyphens or spaces for underlines too.
///
/// # Errors
/// Where there is none, with those that there are.
pub fn column(what: What, name: &str) -> Result<&'static str, UnknownColumn> {
    let wanted = name.trim().to_lowercase().replace(['-', ' '], "_");
    let names = columns(what);
    names.iter().copied().find(|it| *it == wanted).ok_or_else(|| UnknownColumn {
        column: format!("{name:?}"),
        what: what.word(),
        names: names.iter().map(|it| (*it).to_owned()).collect(),
    })
}

/// Checks names of columns that stand behind each other: `issuer,target,shown`.
///
/// # Errors
/// As [`column()`].
pub fn column_list(what: What, text: &str) -> Result<Vec<String>, UnknownColumn> {
    let names = text.split(',').filter(|name| !name.trim().is_empty());
    names.map(|name| column(what, name).map(ToOwned::to_owned)).collect()
}

/// Reads by what rows are put in order: `issuer,-shown`, the weightiest first, `-` for from the end.
///
/// # Errors
/// As [`column()`].
pub fn sort_keys(what: What, text: &str) -> Result<Vec<SortKey>, UnknownColumn> {
    let orders = orders(what);
    let key = |name: &str| {
        let (reversed, name) = match name.trim().strip_prefix('-') {
            Some(name) => (true, name.trim()),
            None => (false, name.trim()),
        };
        let order = orders.iter().find(|order| **order == name.to_lowercase());
        let name = match (order, column(what, name)) {
            (Some(order), _) => order.clone(),
            (None, Ok(name)) => name.to_owned(),
            (None, Err(UnknownColumn { column, what, names })) => {
                let names = orders.iter().filter(|it| !names.contains(*it)).cloned().chain(names.clone());
                return Err(UnknownColumn { column, what, names: names.collect() });
            }
        };
        Ok(SortKey { name, reversed })
    };
    text.split(',').filter(|name| !name.trim().is_empty()).map(key).collect()
}

/// The list of a pane that it is, where it is one: what has no pane has no filter.
pub fn listing(what: What) -> Option<Listing> {
    match what {
        What::Ledger => Some(Listing::Ledger),
        What::Log => Some(Listing::Log),
        What::Relations => Some(Listing::Relations),
        What::Crossings => Some(Listing::Borders),
        What::Sources | What::Agenda | What::Gaps | What::Reach => None,
    }
}

/// The column of the pane that says the same.
fn of_pane(name: &str) -> Option<Column> {
    Column::ALL.iter().copied().find(|it| column_name(*it) == name)
}

/// The ranks that the pane gives its rows by a key; `None` where it has no such order.
fn ranks_of(day: &Day, what: What, key: &SortKey, ties: bool) -> Option<Ranks> {
    fn named<T: Vocabulary>(name: &str) -> Option<T> {
        T::ALL.iter().copied().find(|order| order_name(*order) == name)
    }
    match what {
        What::Ledger => Some(ranks::ledger(day, of_pane(&key.name)?, key.reversed, ties)),
        What::Relations => Some(ranks::relations(day, named(&key.name)?, key.reversed, ties)),
        What::Crossings => Some(ranks::crossings(day, named(&key.name)?, key.reversed, ties)),
        _ => None,
    }
}

/// Puts rows in order. What panes order by is ordered as there; rows of which the last key says the same stand as the pane
/// would have them. Those of which the column `group` says the same stand together.
pub fn in_order(
    day: &Day,
    what: What,
    mut rows: Vec<usize>,
    keys: &[SortKey],
    group: Option<&str>,
) -> Vec<usize> {
    // Groups stand as their rows would.
    let reversed = |name: &str| keys.first().is_some_and(|key| key.name == name && key.reversed);
    let group = group.map(|name| SortKey { name: name.to_owned(), reversed: reversed(name) });
    let keys: Vec<(&SortKey, bool)> = group
        .iter()
        .map(|key| (key, true))
        .chain(keys.iter().enumerate().map(|(at, key)| (key, at + 1 < keys.len())))
        .collect();
    for (key, ties) in keys.into_iter().rev() {
        if let Some(ranks) = ranks_of(day, what, key, ties) {
            rows.sort_by_key(|place| ranks.get(*place).copied().unwrap_or(u32::MAX));
            continue;
        }
        let Some(column) = columns(what).iter().position(|name| *name == key.name) else { continue };
        let cells = export::rows(day, what, Some(&rows)).rows;
        let mut both: Vec<(usize, Cell)> = rows
            .iter()
            .copied()
            .zip(cells.into_iter().map(|row| row.into_iter().nth(column).unwrap_or(Cell::Empty)))
            .collect();
        both.sort_by(|(_, a), (_, b)| compared(a, b, key.reversed));
        rows = both.into_iter().map(|(place, _)| place).collect();
    }
    match &group {
        Some(key) => together(day, what, rows, &key.name),
        None => rows,
    }
}

/// Rows of which a column says the same stand together, where the first of them stands: a pane orders by less than is
/// written, by the main of several countries.
fn together(day: &Day, what: What, rows: Vec<usize>, column: &str) -> Vec<usize> {
    let said = export::rows(day, what, Some(&rows)).column(column);
    let mut firsts: HashMap<&str, usize> = HashMap::new();
    let mut placed: Vec<(usize, usize)> = Vec::with_capacity(rows.len());
    for (at, (row, text)) in rows.into_iter().zip(&said).enumerate() {
        placed.push((*firsts.entry(text).or_insert(at), row));
    }
    placed.sort_by_key(|(first, _)| *first);
    placed.into_iter().map(|(_, row)| row).collect()
}

/// Numbers by their size, texts as in the panes, yes before no; nothing comes last, whatever the order.
fn compared(a: &Cell, b: &Cell, reversed: bool) -> Ordering {
    let order = match (a, b) {
        (Cell::Empty, Cell::Empty) => return Ordering::Equal,
        (Cell::Empty, _) => return Ordering::Greater,
        (_, Cell::Empty) => return Ordering::Less,
        (Cell::Whole(a), Cell::Whole(b)) => a.cmp(b),
        (Cell::Number(a), Cell::Number(b)) => a.total_cmp(b),
        (Cell::Flag(a), Cell::Flag(b)) => b.cmp(a),
        (a, b) => fold(&a.plain()).cmp(&fold(&b.plain())),
    };
    if reversed { order.reverse() } else { order }
}

/// The table.
///
/// # Errors
/// Where it has no such column.
pub fn table(day: &Day, extract: &Extract) -> Result<Table, UnknownColumn> {
    let table = export::rows(day, extract.what, extract.rows.as_deref());
    if extract.columns.is_empty() {
        return Ok(table);
    }
    let mut kept: Vec<&'static str> = Vec::new();
    for name in &extract.columns {
        kept.push(column(extract.what, name)?);
    }
    Ok(table.with(&kept))
}

/// The same for people: without the columns in which nothing stands, and what would steer whatever it is pasted into is
/// visible.
///
/// # Errors
/// As [`table`].
pub fn text_for_people(day: &Day, extract: &Extract, form: TableForm) -> Result<String, UnknownColumn> {
    Ok(formed(&table(day, extract)?.without_empty().visible(), form))
}

fn formed(table: &Table, form: TableForm) -> String {
    match form {
        TableForm::Csv => table.csv(),
        TableForm::Json => table.json(),
        TableForm::Markdown => table.markdown(),
    }
}

/// The table in a form, as a text.
///
/// # Errors
/// As [`table`].
pub fn text(day: &Day, extract: &Extract, form: TableForm) -> Result<String, UnknownColumn> {
    let table = table(day, extract)?;
    match &extract.group {
        Some(group) if form == TableForm::Markdown => {
            let group = column(extract.what, group)?;
            let whole = export::rows(day, extract.what, extract.rows.as_deref());
            Ok(table.markdown_in_groups(&whole.column(group)))
        }
        _ => Ok(formed(&table, form)),
    }
}
