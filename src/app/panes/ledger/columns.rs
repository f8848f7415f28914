//! Which columns of the ledger a person wants to see, and in which order.

use serde::{Deserialize, Serialize};

use crate::views::ledger::Column;

/// The columns in the order of a person; the hidden ones keep their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Columns {
    all: Vec<(Column, bool)>,
}

/// The same as it stands in `settings.ron`: names of columns. What a file of an older program does not name comes as usual,
/// what this one does not know is passed over.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ColumnNames {
    /// In this order.
    order: Vec<String>,
    /// These are not shown.
    hidden: Vec<String>,
}

impl Default for Columns {
    fn default() -> Self {
        Self { all: Column::ALL.iter().map(|column| (*column, true)).collect() }
    }
}

/// Whether a column cannot be hidden: without it a line says nothing.
pub fn is_kept(column: Column) -> bool {
    matches!(column, Column::Target | Column::Status)
}

impl Columns {
    /// All columns, each with whether it is shown.
    pub fn all(&self) -> &[(Column, bool)] {
        &self.all
    }

    /// The columns that are shown.
    pub fn shown(&self) -> impl Iterator<Item = Column> {
        self.all.iter().filter(|(_, shown)| *shown).map(|(column, _)| *column)
    }

    /// Shows the column at a place, or hides it; returns whether that can be.
    pub(in crate::app) fn turn(&mut self, at: usize) -> bool {
        let Some((_, shown)) = self.all.get_mut(at).filter(|(column, _)| !is_kept(*column)) else {
            return false;
        };
        *shown = !*shown;
        true
    }

    /// Puts the column at a place before the one before it, or after the one after it; returns its place.
    pub(in crate::app) fn shift(&mut self, at: usize, later: bool) -> usize {
        let to = if later { at + 1 } else { at.saturating_sub(1) };
        if at.max(to) >= self.all.len() {
            return at;
        }
        self.all.swap(at, to);
        to
    }

    /// As a file says it.
    pub fn names(&self) -> ColumnNames {
        let name = |(column, _): &(Column, bool)| column.name().to_owned();
        let hidden = self.all.iter().filter(|(_, shown)| !shown);
        // The usual order need not be said.
        let is_usual = self.all.iter().map(|(column, _)| column).eq(Column::ALL);
        let order = if is_usual { Vec::new() } else { self.all.iter().map(name).collect() };
        ColumnNames { order, hidden: hidden.map(name).collect() }
    }

    /// As a file has said it.
    pub fn named(names: &ColumnNames) -> Self {
        let mut all: Vec<(Column, bool)> = Vec::new();
        let named = names.order.iter().filter_map(|name| Column::from_name(name));
        for column in named.chain(Column::ALL.iter().copied()) {
            if all.iter().all(|(it, _)| *it != column) {
                let hidden = names.hidden.iter().any(|name| name == column.name());
                all.push((column, !hidden || is_kept(column)));
            }
        }
        Self { all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_read_as_they_were_written() {
        let mut columns = Columns::default();
        assert_eq!(columns.names(), ColumnNames::default(), "what is usual need not be said");
        assert!(columns.turn(0));
        assert_eq!(columns.shift(1, true), 2);
        assert_eq!(Columns::named(&columns.names()), columns);
        assert_eq!(columns.shown().next(), Some(Column::Target));
    }

    #[test]
    fn target_and_status_stay_and_what_a_file_does_not_know_comes_as_usual() {
        let mut columns = Columns::default();
        let at = columns.all().iter().position(|(column, _)| *column == Column::Status).unwrap();
        assert!(!columns.turn(at));
        let names = |order: &[&str], hidden: &[&str]| ColumnNames {
            order: order.iter().map(|name| (*name).to_owned()).collect(),
            hidden: hidden.iter().map(|name| (*name).to_owned()).collect(),
        };
        let columns = Columns::named(&names(&["Status", "Weather", "Status"], &["Target", "Act", "Rain"]));
        assert_eq!(columns.all().len(), Column::ALL.len());
        assert_eq!(columns.shown().take(2).collect::<Vec<_>>(), [Column::Status, Column::Issuer]);
        let shown: Vec<Column> = columns.shown().collect();
        assert!(shown.contains(&Column::Target) && !shown.contains(&Column::Act));
    }

    #[test]
    fn a_column_at_the_end_stays_there() {
        let mut columns = Columns::default();
        let last = columns.all().len() - 1;
        assert_eq!((columns.shift(0, false), columns.shift(last, true)), (0, last));
        assert_eq!(columns, Columns::default());
    }
}
