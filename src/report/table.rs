//! Rows and columns, written as CSV, JSON or Markdown.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::document::escaped;
use super::json::written;
use crate::views::visible::visible;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// Several texts: a list in JSON, joined by `; ` elsewhere.
    List(Vec<String>),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl Cell {
    /// A text, where there is one.
    pub fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, |text| Self::from(text))
    }

    /// Several texts.
    pub fn list<T: ToString>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(|text| text.to_string()).collect())
    }

    /// A number of things.
    pub fn count(count: usize) -> Self {
        i64::try_from(count).map_or(Self::Empty, Self::Whole)
    }

    /// Whether it says anything.
    fn is_said(&self) -> bool {
        match self {
            Self::Empty => false,
            Self::List(texts) => !texts.is_empty(),
            Self::Text(_) | Self::Whole(_) | Self::Number(_) | Self::Flag(_) => true,
        }
    }

    /// What it says, as a text.
    pub fn plain(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::List(texts) => texts.join("; "),
            Self::Whole(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Flag(flag) => if *flag { "yes" } else { "no" }.to_owned(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Empty => Value::Null,
            Self::Text(text) => json!(text),
            Self::List(texts) => json!(texts),
            Self::Whole(number) => json!(number),
            Self::Number(number) => json!(number),
            Self::Flag(flag) => json!(flag),
        }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it holds, in a word: `ledger`.
    pub what: &'static str,
    /// The day that it is as of, as `2025-10-28`; of a comparison, both days.
    pub as_of: String,
    /// The day on which it was known, where only what was known then counts.
    pub known: Option<NaiveDate>,
    /// The names of the columns, in snake_case.
    pub columns: Vec<&'static str>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

/// The number of the JSON form; it changes when a field changes its meaning or goes.
pub const FORM: u32 = 1;

impl Table {
    /// The same for eyes: what would steer a terminal is shown in every cell, the ends of lines too.
    #[must_use]
    pub fn visible(mut self) -> Self {
        for cell in self.rows.iter_mut().flatten() {
            match cell {
                Cell::Text(text) => *text = visible(text).into_owned(),
                Cell::List(texts) => {
                    for text in texts {
                        *text = visible(text).into_owned();
                    }
                }
                Cell::Empty | Cell::Whole(_) | Cell::Number(_) | Cell::Flag(_) => {}
            }
        }
        self
    }

    /// As CSV (RFC 4180: CRLF; what is no number stands in quotes). A text that a spreadsheet would take for a formula gets
    /// an apostrophe before it. The last columns of each row, `as_of` and `known`, are the days that the table is of: what
    /// is cut out of it, or put behind another, still says of when it is.
    pub fn csv(&self) -> String {
        let mut writer = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            // Where a spreadsheet cuts at semicolons, what stands behind one is no cell of its own.
            .quote_style(csv::QuoteStyle::NonNumeric)
            .from_writer(Vec::new());
        // Writing into memory does not fail.
        let days = self.days();
        let _ = writer.write_record(self.columns.iter().copied().chain(days.iter().map(|(name, _)| *name)));
        for row in &self.rows {
            let cells = row.iter().chain(days.iter().map(|(_, day)| day)).map(|cell| match cell {
                Cell::Whole(_) | Cell::Number(_) | Cell::Flag(_) | Cell::Empty => cell.plain(),
                Cell::Text(_) | Cell::List(_) => harmless(cell.plain()),
            });
            let _ = writer.write_record(cells);
        }
        writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }

    /// The days that the table is of, by their names; none where it is of no day.
    fn days(&self) -> Vec<(&'static str, Cell)> {
        if self.as_of.is_empty() {
            return Vec::new();
        }
        let known = Cell::maybe(self.known.map(|known| known.to_string()));
        vec![("as_of", self.as_of.as_str().into()), ("known", known)]
    }

    /// As JSON: an object with `beltui` (the number of the form), `what`, `as_of`, `known` (where a second clock is set) and `rows`, each row an object with
    /// the columns as names; lists are arrays, and what is not known is `null`.
    pub fn json(&self) -> String {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let fields = self.columns.iter().zip(row);
                Value::Object(
                    fields.map(|(name, cell)| ((*name).to_owned(), cell.json())).collect::<Map<_, _>>(),
                )
            })
            .collect();
        let mut all = json!({ "beltui": FORM, "what": self.what, "as_of": self.as_of });
        if let (Some(all), Some(known)) = (all.as_object_mut(), self.known) {
            all.insert("known".to_owned(), json!(known.to_string()));
        }
        if let Some(all) = all.as_object_mut() {
            all.insert("rows".to_owned(), Value::Array(rows));
        }
        written(&all)
    }

    /// The same with these columns only, in this order.
    #[must_use]
    pub fn with(self, columns: &[&'static str]) -> Self {
        let places: Vec<usize> =
            columns.iter().filter_map(|name| self.columns.iter().position(|it| it == name)).collect();
        let cut = |row: Vec<Cell>| places.iter().filter_map(|at| row.get(*at).cloned()).collect();
        Self {
            columns: places.iter().filter_map(|at| self.columns.get(*at).copied()).collect(),
            rows: self.rows.into_iter().map(cut).collect(),
            ..self
        }
    }

    /// The same without the columns in which nothing stands.
    #[must_use]
    pub fn without_empty(self) -> Self {
        let is_said = |at: &usize| self.rows.iter().any(|row| row.get(*at).is_some_and(Cell::is_said));
        let all = 0..self.columns.len();
        let used = all.filter(is_said).filter_map(|at| self.columns.get(at).copied()).collect::<Vec<_>>();
        if used.is_empty() { self } else { self.with(&used) }
    }

    /// What a column says of each row, in words.
    pub fn column(&self, name: &str) -> Vec<String> {
        let at = self.columns.iter().position(|it| *it == name);
        let said = |row: &Vec<Cell>| at.and_then(|at| row.get(at)).map(Cell::plain).unwrap_or_default();
        self.rows.iter().map(said).collect()
    }

    /// As a Markdown table, under a line with the days that it is of.
    pub fn markdown(&self) -> String {
        let mut out = self.markdown_days();
        self.markdown_rows(&self.rows, &mut out);
        out
    }

    /// The same as a table for each group of rows that stand together, below its name; `names` has one for each row.
    pub fn markdown_in_groups(&self, names: &[String]) -> String {
        let mut out = self.markdown_days();
        let mut from = 0;
        for group in names.chunk_by(|a, b| a == b) {
            let name = group.first().map(String::as_str).filter(|name| !name.is_empty()).unwrap_or("–");
            out.push_str(&format!("## {}\n\n", escaped(name)));
            let rows = self.rows.get(from..from + group.len()).unwrap_or_default();
            self.markdown_rows(rows, &mut out);
            from += group.len();
            if from < names.len() {
                out.push('\n');
            }
        }
        out
    }

    fn markdown_days(&self) -> String {
        if self.as_of.is_empty() {
            return String::new();
        }
        let known = self.known.map(|known| format!(" known on {known}")).unwrap_or_default();
        escaped(&format!("{} as of {}{known}", self.what.replace('_', " "), self.as_of)) + "\n\n"
    }

    fn markdown_rows(&self, rows: &[Vec<Cell>], out: &mut String) {
        let names: Vec<String> = self.columns.iter().map(|name| name.replace('_', " ")).collect();
        out.push_str(&format!("| {} |\n|{}\n", names.join(" | "), "---|".repeat(names.len())));
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| escaped(&cell.plain())).collect();
            out.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }
}

/// What begins like a formula is made a text. Source: OWASP, CSV injection.
fn harmless(text: String) -> String {
    let begins =
        |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if text.starts_with(begins) {
        return format!("'{text}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        let rows = vec![vec![Cell::from(text), Cell::Number(-2.5), Cell::list(["a", "b"])]];
        Table {
            what: "test",
            as_of: "2025-10-28".to_owned(),
            known: None,
            columns: vec!["name", "number", "list"],
            rows,
        }
    }

    #[test]
    fn no_text_is_a_formula_in_a_spreadsheet_and_numbers_stay_numbers() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"] {
            assert!(
                table(formula).csv().lines().nth(1).unwrap().trim_start_matches('"').starts_with('\''),
                "{formula}"
            );
        }
        assert_eq!(
            table("a,\"b\"").csv(),
            "\"name\",\"number\",\"list\",\"as_of\",\"known\"\r\n\
             \"a,\"\"b\"\"\",-2.5,\"a; b\",\"2025-10-28\",\"\"\r\n"
        );
    }

    #[test]
    fn every_form_names_both_days_and_a_table_of_no_day_none() {
        let clocks = [("2025-10-28", None), ("2025-10-28", Some("2025-09-11")), ("", None)];
        for (as_of, known) in clocks {
            let known: Option<NaiveDate> = known.map(|day| day.parse().unwrap());
            let table = Table { as_of: as_of.to_owned(), known, ..table("a") };
            let (csv, markdown) = (table.csv(), table.markdown());
            let mut reader = csv::Reader::from_reader(csv.as_bytes());
            let heads: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
            let row: Vec<String> =
                reader.records().next().unwrap().unwrap().iter().map(str::to_owned).collect();
            assert_eq!(heads.len(), row.len(), "{csv}");
            let days = known.map(|day| day.to_string()).unwrap_or_default();
            if as_of.is_empty() {
                assert_eq!(heads, ["name", "number", "list"]);
                assert!(markdown.starts_with("| name "), "{markdown}");
            } else {
                assert_eq!(
                    (&heads[3..], &row[3..]),
                    (&["as_of".to_owned(), "known".to_owned()][..], &[as_of.to_owned(), days][..])
                );
                let known = known.map(|day| format!(" known on {day}")).unwrap_or_default();
                assert_eq!(markdown.lines().next(), Some(format!("test as of {as_of}{known}").as_str()));
            }
        }
    }

    #[test]
    fn json_has_lists_numbers_and_the_number_of_its_form() {
        let read: Value = serde_json::from_str(&table("=1").json()).unwrap();
        assert_eq!(read["beltui"], 1);
        assert_eq!(read["rows"][0], json!({ "name": "=1", "number": -2.5, "list": ["a", "b"] }));
    }

    #[test]
    fn markdown_keeps_a_cell_on_its_line() {
        assert_eq!(table("a|b\n<i>").markdown().lines().nth(4), Some("| a\\|b &lt;i&gt; | -2.5 | a; b |"));
    }
}
