//! Rows that leave the program: of what, which, in which order, with which columns.

use crate::model::declare::{Vocabulary, vocabulary};

use super::ledger::Column;

vocabulary! {
    /// What can be written as a table.
    pub enum What {
        /// The measures.
        Ledger => "ledger",
        /// Events and dated steps.
        Log => "log",
        /// The relations.
        Relations => "relations",
        /// The crossings.
        Crossings => "crossings",
        /// The sources.
        Sources => "sources",
        /// What is to be watched.
        Agenda => "agenda",
        /// What was announced, what came of it, and in how many days.
        Gaps => "gaps",
        /// Who is owned or controlled by listed subjects.
        Reach => "reach",
    }
}

/// What is written: plain values, from which the table is made where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extract {
    /// What it holds.
    pub what: What,
    /// Its rows by their places among those of the day, in their order; all of them, in the order of the file, where none
    /// are named.
    pub rows: Option<Vec<usize>>,
    /// Its columns by their names; all where none are named.
    pub columns: Vec<String>,
    /// The column by which rows stand together, each group under a head of its own where the form has heads.
    pub group: Option<String>,
}

impl Extract {
    /// All of it.
    pub fn all(what: What) -> Self {
        Self { what, rows: None, columns: Vec::new(), group: None }
    }
}

/// The forms of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableForm {
    /// Comma separated values (RFC 4180).
    Csv,
    /// JSON.
    Json,
    /// Markdown.
    Markdown,
}

impl TableForm {
    /// The form that a file of this name has, by its ending.
    pub fn of(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            "md" | "markdown" => Some(Self::Markdown),
            _ => None,
        }
    }

    /// What it is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Json => "JSON",
            Self::Markdown => "Markdown",
        }
    }
}

/// The name that a column of the ledger has in the table, on the command line too.
pub fn column_name(column: Column) -> &'static str {
    match column {
        Column::Issuer => "issuer",
        Column::Target => "target",
        Column::Differ => "issuers_differ",
        Column::Kind => "target_kind",
        Column::Country => "country",
        Column::Measures => "measures_against",
        Column::Measure => "measure",
        Column::Status => "status",
        Column::InForceSince => "in_force_since",
        Column::Since => "status_since",
        Column::Shown => "shown",
        Column::Until => "until",
        Column::Programme => "programme",
        Column::Act => "acts",
        Column::Sources => "sources",
        Column::Conflict => "sources_disagree",
    }
}

/// The name of an order of a pane in one word: `last-change`.
pub fn order_name(order: impl Vocabulary) -> String {
    order.word().replace(' ', "-")
}

#[cfg(test)]
mod tests {
    use super::TableForm;

    #[test]
    fn a_form_is_told_by_the_ending_whatever_its_letters() {
        assert_eq!(TableForm::of("a/b.c/rows.CSV"), Some(TableForm::Csv));
        assert_eq!(TableForm::of("rows.json"), Some(TableForm::Json));
        assert_eq!(TableForm::of("rows.markdown"), Some(TableForm::Markdown));
        for other in ["rows", "csv", "rows.xlsx", "rows.csv/"] {
            assert_eq!(TableForm::of(other), None, "{other}");
        }
    }
}
