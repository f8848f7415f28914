//! Tables of facts: the CSV files in this folder. The first line names the columns; README.md says what they mean.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use beltui::model::declare::Vocabulary;

/// What stands in a cell where there is nothing: an empty cell asks nothing.
const NOTHING: &str = "nothing";

/// A row of a table.
pub struct Row {
    /// Its file and line.
    place: String,
    columns: csv::StringRecord,
    cells: csv::StringRecord,
}

/// The rows of a table.
pub fn table(name: &str) -> Vec<Row> {
    let name = format!("tests/shipped/{name}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&name);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_path(path).unwrap();
    let columns = reader.headers().unwrap_or_else(|error| panic!("{name}: {error}")).clone();
    let row = |cells: Result<csv::StringRecord, csv::Error>| {
        let cells = cells.unwrap_or_else(|error| panic!("{name}: {error}"));
        let line = cells.position().map_or(0, csv::Position::line);
        Row { place: format!("{name}, line {line}"), columns: columns.clone(), cells }
    };
    let rows: Vec<Row> = reader.records().map(row).collect();
    assert!(!rows.is_empty(), "{name} has no row");
    rows
}

/// Calls `check` with every row. Names each one in which it panics, with file and line, and panics at the end.
pub fn each(rows: &[Row], check: impl Fn(&Row)) {
    let complaint = |row: &Row| {
        let panic = catch_unwind(AssertUnwindSafe(|| check(row))).err()?;
        let said = panic.downcast_ref::<String>().cloned();
        let said = said.or_else(|| panic.downcast_ref::<&str>().map(ToString::to_string));
        Some(format!("{}: {}", row.place, said.unwrap_or_default()))
    };
    let wrong: Vec<String> = rows.iter().filter_map(complaint).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

impl Row {
    /// What stands in a column.
    pub fn get(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|name| name == column);
        &self.cells[at.unwrap_or_else(|| panic!("{}: there is no column {column}", self.place))]
    }

    /// The same, if anything is asked there.
    pub fn asked(&self, column: &str) -> Option<&str> {
        Some(self.get(column)).filter(|cell| !cell.is_empty())
    }

    /// The same, where there may be nothing.
    pub fn maybe(&self, column: &str) -> Option<&str> {
        let cell = self.asked(column).unwrap_or_else(|| panic!("{column} is empty, write \"{NOTHING}\""));
        Some(cell).filter(|cell| *cell != NOTHING)
    }

    /// The words of a cell that has several, with ` | ` between them.
    pub fn all(&self, column: &str) -> Vec<&str> {
        self.asked(column).map_or_else(Vec::new, |cell| cell.split(" | ").collect())
    }

    /// A word as the state file writes it.
    pub fn word<V: Vocabulary>(&self, column: &str) -> V {
        word(column, self.get(column))
    }

    /// Whether it says yes.
    pub fn yes(&self, column: &str) -> bool {
        match self.get(column) {
            "yes" => true,
            "no" => false,
            other => panic!("{column} is \"{other}\", write yes or no"),
        }
    }
}

fn word<V: Vocabulary>(column: &str, name: &str) -> V {
    V::from_name(name).unwrap_or_else(|| panic!("{column} is \"{name}\", write one of {:?}", V::NAMES))
}

#[test]
fn every_row_that_fails_is_named_with_its_file_and_line() {
    let rows = table("words.csv");
    let held = catch_unwind(AssertUnwindSafe(|| {
        each(&rows, |row| match row.get("word") {
            "pretext" => panic!("no such word"),
            "dictator" => assert!(row.yes("word")),
            _ => {}
        });
    }));
    let said = held.unwrap_err().downcast_ref::<String>().cloned().unwrap();
    let lines = [
        "2 wrong:",
        "tests/shipped/words.csv, line 3: no such word",
        "tests/shipped/words.csv, line 4: word is \"dictator\", write yes or no",
    ];
    assert_eq!(said, lines.join("\n"));
}

#[test]
fn every_table_is_explained_beside_it() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shipped");
    let explained = std::fs::read_to_string(folder.join("README.md")).unwrap();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "csv") {
            let name = path.file_name().unwrap().to_str().unwrap();
            assert!(explained.contains(&format!("`{name}`")), "{name}");
        }
    }
}
