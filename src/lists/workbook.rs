//! The first sheet of a workbook (XLSX), row by row: a packed file with two trees of elements, texts that cells share and
//! the cells themselves.

use std::io::{BufReader, Read, Seek};

use chrono::{Duration, NaiveDate};

use super::bounds::{AtMost, LONGEST_FIELD, MOST_FIELDS};
use super::refused::Refused;
use super::xml::{Node, walk};

/// The texts that cells share are at most so many.
const MOST_TEXTS: usize = 1_000_000;

/// A sheet and its texts unpack to at most so many bytes.
const MOST_BYTES: u64 = 1 << 30;

/// Whether a packed file is a workbook.
pub(super) fn is_workbook<R: Read + Seek>(archive: &zip::ZipArchive<R>) -> bool {
    archive.index_for_name("xl/workbook.xml").is_some()
}

/// Gives the rows of the first sheet, each with its number; empty cells are empty texts.
pub(super) fn rows<R: Read + Seek>(
    archive: &mut zip::ZipArchive<R>,
    take: impl FnMut(u64, &[String]) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let mut shared = Vec::new();
    if let Ok(member) = archive.by_name("xl/sharedStrings.xml") {
        let mut text = String::new();
        let input = AtMost::new(member, MOST_BYTES, "texts of more than 1 GiB".to_owned());
        walk(BufReader::new(input), |path, node, _| {
            match (path, node) {
                ([_, "si"], Node::Opens(_)) => text.clear(),
                // Readings of signs (phonetic runs) are no text.
                ([_, "si", "t"] | [_, "si", "r", "t"], Node::Closes(part)) if text.len() < LONGEST_FIELD => {
                    text.push_str(part);
                }
                ([_, "si"], Node::Closes(_)) if shared.len() < MOST_TEXTS => {
                    shared.push(std::mem::take(&mut text));
                }
                ([_, "si"], Node::Closes(_)) => {
                    return Err(Refused::too_much(format!("more than {MOST_TEXTS} texts")));
                }
                _ => {}
            }
            Ok(())
        })?;
    }
    let sheet = archive
        .by_name("xl/worksheets/sheet1.xml")
        .map_err(|error| Refused::new(1, format!("a first sheet: {error}")))?;
    let input = AtMost::new(sheet, MOST_BYTES, "a sheet of more than 1 GiB".to_owned());
    sheet_rows(BufReader::new(input), &shared, take)
}

#[derive(Default)]
struct Cell {
    column: usize,
    kind: String,
    text: String,
}

fn sheet_rows(
    input: impl std::io::BufRead,
    shared: &[String],
    mut take: impl FnMut(u64, &[String]) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let (mut row, mut number, mut cell) = (Vec::new(), 0, Cell::default());
    walk(input, |path, node, _| {
        match (path, node) {
            ([_, "sheetData", "row"], Node::Opens(attributes)) => {
                row.clear();
                number = attributes.get("r").parse().unwrap_or(number + 1);
            }
            ([_, "sheetData", "row", "c"], Node::Opens(attributes)) => {
                let column = column(&attributes.get("r")).unwrap_or(row.len());
                cell = Cell { column, kind: attributes.get("t"), text: String::new() };
            }
            (
                [_, "sheetData", "row", "c", "v"] | [.., "c", "is", "t"] | [.., "c", "is", "r", "t"],
                Node::Closes(text),
            ) => {
                cell.text.push_str(text);
            }
            ([_, "sheetData", "row", "c"], Node::Closes(_)) => {
                if cell.column >= MOST_FIELDS {
                    return Err(Refused::bound(number, format!("a row of more than {MOST_FIELDS} cells")));
                }
                let text = match cell.kind.as_str() {
                    "s" => cell.text.parse::<usize>().ok().and_then(|at| shared.get(at)).cloned(),
                    "b" => Some(if cell.text == "1" { "TRUE" } else { "FALSE" }.to_owned()),
                    _ => Some(std::mem::take(&mut cell.text)),
                };
                row.resize(row.len().max(cell.column + 1), String::new());
                if let Some(slot) = row.get_mut(cell.column) {
                    *slot = text.unwrap_or_default();
                }
            }
            ([_, "sheetData", "row"], Node::Closes(_)) => {
                take(number, &row).map_err(|error| error.or_line(number))?;
            }
            _ => {}
        }
        Ok(())
    })
    .map_err(|error| Refused { line: Some(number), ..error })
}

/// The place of a column by the name of a cell: 1 of `B7`.
fn column(cell: &str) -> Option<usize> {
    let letters = cell.bytes().take_while(u8::is_ascii_uppercase).take(4);
    let number = letters.fold(0_usize, |number, letter| number * 26 + usize::from(letter - b'A') + 1);
    number.checked_sub(1)
}

/// A day that a workbook holds as a number of days; `None` where it is none.
pub(super) fn day(number: &str) -> Option<NaiveDate> {
    let days: f64 = number.parse().ok()?;
    // 1950 to 2099: a number in a column of days means nothing else.
    #[allow(clippy::cast_possible_truncation, reason = "a day between two bounds")]
    let days = if (18_264.0..73_050.0).contains(&days) { days as i64 } else { return None };
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_signed(Duration::days(days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_put_where_their_names_say() {
        for (name, wanted) in
            [("A1", Some(0)), ("B7", Some(1)), ("Z1", Some(25)), ("AA10", Some(26)), ("7", None)]
        {
            assert_eq!(column(name), wanted, "{name}");
        }
        let sheet = "<worksheet><sheetData><row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"C3\" t=\"inlineStr\"><is><t>x</t></is></c><c r=\"D3\" t=\"b\"><v>1</v></c></row></sheetData></worksheet>";
        let mut found = Vec::new();
        let shared = ["a".to_owned(), "b".to_owned()];
        sheet_rows(sheet.as_bytes(), &shared, |number, row| {
            found.push((number, row.to_vec()));
            Ok(())
        })
        .unwrap();
        assert_eq!(found, [(3, ["b", "", "x", "TRUE"].map(str::to_owned).to_vec())]);
    }

    #[test]
    fn a_number_of_days_is_a_day_and_another_number_is_none() {
        assert_eq!(day("44196").map(|day| day.to_string()).as_deref(), Some("2020-12-31"));
        assert_eq!((day("1950"), day("x"), day("1e300")), (None, None, None));
    }
}
