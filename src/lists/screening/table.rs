//! A table of names to be screened: its heads in the spellings that people use, what is not understood refused with its
//! line.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1251, WINDOWS_1252};

use crate::lists::entry::Identifier;
use crate::lists::facts::is_scheme;
use crate::lists::gathered::Gathered;
use crate::lists::input::other_encoding;
use crate::lists::refused::Refused;
use crate::lists::table::{Line, lines};
use crate::lists::written::{birthday, joined};
use crate::model::date::Date;
use crate::names::Quality;

use super::asked::Asked;
use super::heads::{Column, column, kind_said};

/// No table of names is longer.
pub const MOST_NAMES: usize = 200_000;

/// A table that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Who is asked for, in the order of the table.
    pub asked: Vec<Asked>,
    /// What was read with a question, or not at all.
    pub told: Vec<String>,
}

/// Why a table of names was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// Something in it is not what such a table has.
    #[error("expected {expected} (line {line})")]
    Refused {
        /// The line, from 1.
        line: u64,
        /// What was expected.
        expected: String,
    },
    /// A bound was passed.
    #[error("{what}, more than beltui reads (line {line})")]
    TooLarge {
        /// The line, from 1.
        line: u64,
        /// What is too much.
        what: String,
    },
    /// The bytes are no text for certain.
    #[error("{0}")]
    Encoding(String),
}

impl From<Refused> for TableError {
    fn from(Refused { line, what, is_bound }: Refused) -> Self {
        let line = line.unwrap_or(1);
        if is_bound { Self::TooLarge { line, what } } else { Self::Refused { line, expected: what } }
    }
}

/// Reads a table of names. Bytes that are not UTF-8 are read in the encoding that is named or that they themselves say;
/// where neither does, and it is not plain which of the usual ones it is, they are refused: another one would be other names.
///
/// # Errors
/// Where something in it is not understood; the line is named.
pub fn read(bytes: &[u8], encoding: Option<&'static Encoding>) -> Result<Table, TableError> {
    let mut told = Vec::new();
    let text = decoded(bytes, encoding, &mut told)?;
    let delimiter = delimiter(&text);
    let mut reading = Reading { head: None, asked: Vec::new(), told: Vec::new() };
    lines(text.as_bytes(), delimiter, &mut Gathered::default(), |line, _| reading.take(line))?;
    let Reading { asked, told: of_head, .. } = reading;
    told.extend(of_head);
    if asked.is_empty() {
        return Err(TableError::Refused {
            line: 1,
            expected: "at least one name: this table has none".into(),
        });
    }
    Ok(Table { asked, told })
}

/// The bytes as a text without a mark of byte order.
fn decoded<'a>(
    bytes: &'a [u8],
    encoding: Option<&'static Encoding>,
    told: &mut Vec<String>,
) -> Result<Cow<'a, str>, TableError> {
    let not =
        |encoding: &'static Encoding| TableError::Encoding(format!("this is no text in {}", encoding.name()));
    if bytes.contains(&0) && other_encoding(bytes).is_none() {
        return Err(TableError::Encoding("it is no text: a table of names is expected".to_owned()));
    }
    if let Some(encoding) = encoding.or_else(|| other_encoding(bytes)) {
        let (text, _, has_errors) = encoding.decode(bytes);
        return if has_errors { Err(not(encoding)) } else { Ok(text) };
    }
    let (text, had_errors) = UTF_8.decode_with_bom_removal(bytes);
    if !had_errors {
        return Ok(text);
    }
    let guessed = guessed(bytes).ok_or_else(|| {
        TableError::Encoding(
            "it is not UTF-8, and it is not plain what it is: save it as UTF-8, or name it, --encoding windows-1251"
                .to_owned(),
        )
    })?;
    told.push(format!(
        "the table is not UTF-8 and is read as {}: look whether its letters are right, or name another, --encoding",
        guessed.name()
    ));
    Ok(guessed.decode_without_bom_handling(bytes).0)
}

/// Which of the two usual encodings it is: a Cyrillic word has no letter of the first 128, a Latin one has more of those
/// than others.
fn guessed(bytes: &[u8]) -> Option<&'static Encoding> {
    let words = bytes.split(|byte| byte.is_ascii() && !byte.is_ascii_alphabetic());
    let (mut cyrillic, mut latin) = (0_usize, 0_usize);
    for word in words.filter(|word| !word.is_ascii()) {
        let high = word.iter().filter(|byte| !byte.is_ascii()).count();
        // A letter alone tells nothing.
        if word.len() > 2 {
            cyrillic += usize::from(high == word.len());
            latin += usize::from(high < word.len());
        }
    }
    match (cyrillic, latin) {
        (0, 1..) => Some(WINDOWS_1252),
        (1.., 0) => Some(WINDOWS_1251),
        _ => None,
    }
}

/// What divides the fields: of the usual signs the one of which the first line has most, outside of quotes.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut is_quoted = false;
    let mut counts = [(b',', 0_usize), (b';', 0), (b'\t', 0), (b'|', 0)];
    for byte in first.bytes() {
        if byte == b'"' {
            is_quoted = !is_quoted;
        } else if let Some((_, count)) = counts.iter_mut().find(|(sign, _)| *sign == byte && !is_quoted) {
            *count += 1;
        }
    }
    // Of as many the first is it.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(sign, _)| *sign)
}

struct Reading {
    /// What the columns say; `None` of one that is not read.
    head: Option<Vec<Option<Column>>>,
    asked: Vec<Asked>,
    told: Vec<String>,
}

impl Reading {
    fn take(&mut self, line: &Line<'_>) -> Result<(), Refused> {
        let Some(head) = &self.head else {
            return self.begin(line);
        };
        if (0..line.len()).any(|at| line.get(at).contains(['\n', '\r'])) {
            return Err(
                line.refuse("a field on one line: a quote is not closed, or a name has a line end in it")
            );
        }
        let extra = (head.len()..line.len()).any(|at| !line.get(at).is_empty());
        if extra {
            return Err(line.refuse(format!(
                "{} fields, as the head has, and here are {}: put a name with a divider in it in quotes",
                head.len(),
                line.len()
            )));
        }
        let asked = of_line(head, line)?;
        if self.asked.len() >= MOST_NAMES {
            return Err(Refused::bound(line.number(), format!("more than {MOST_NAMES} names")));
        }
        self.asked.push(asked);
        Ok(())
    }

    /// The first line: heads, or a name of a table of one column.
    fn begin(&mut self, line: &Line<'_>) -> Result<(), Refused> {
        let heads: Vec<String> = (0..line.len()).map(|at| line.get(at).into_owned()).collect();
        let columns: Vec<Option<Column>> = heads.iter().map(|head| column(head)).collect();
        let has = |wanted: &Column| columns.iter().flatten().any(|it| it == wanted);
        let names_somebody = has(&Column::Name) || has(&Column::Last);
        if !names_somebody {
            let is_one = heads.iter().skip(1).all(String::is_empty);
            if !is_one {
                return Err(line.refuse(
                    "a head with a column called name (and perhaps kind, birth date, country, identifiers, id), \
                     or one name a line: put a name with a divider in it in quotes",
                ));
            }
            self.head = Some(vec![Some(Column::Name)]);
            return self.take(line);
        }
        for (at, column) in columns.iter().enumerate() {
            let Some(column) = column else { continue };
            let may_repeat = matches!(column, Column::Aliases | Column::Identifiers | Column::Country);
            let is_again = columns.iter().take(at).flatten().any(|it| it == column);
            if is_again && !may_repeat {
                let head = heads.get(at).map_or("", String::as_str);
                return Err(line.refuse(format!("each column once, and {head:?} says what another one says")));
            }
        }
        let unread: Vec<String> = heads
            .iter()
            .zip(&columns)
            .filter(|(head, column)| column.is_none() && !head.is_empty())
            .map(|(head, _)| format!("{head:?}"))
            .collect();
        if !unread.is_empty() {
            self.told.push(format!("columns of the table that are not read: {}", unread.join(", ")));
        }
        self.head = Some(columns);
        Ok(())
    }
}

/// Whether a text stands for nothing.
fn is_nothing(text: &str) -> bool {
    matches!(text.to_lowercase().as_str(), "" | "-" | "–" | "n/a" | "na" | "unknown" | "none" | "null")
}

fn of_line(head: &[Option<Column>], line: &Line<'_>) -> Result<Asked, Refused> {
    let field = |wanted: &Column| -> Vec<String> {
        let places = head.iter().enumerate().filter(|(_, it)| it.as_ref() == Some(wanted));
        places.map(|(at, _)| joined([line.get(at)])).filter(|text| !is_nothing(text)).collect()
    };
    let several = |wanted: &Column| -> Vec<String> {
        let all = field(wanted);
        let parts = all.iter().flat_map(|text| text.split([';', '|'])).map(str::trim);
        parts.filter(|text| !is_nothing(text)).map(str::to_owned).collect()
    };
    let name = field(&Column::Name);
    let name = if name.is_empty() {
        let parts = [Column::First, Column::Middle, Column::Last].iter().flat_map(field);
        joined(parts.collect::<Vec<_>>())
    } else {
        joined(name)
    };
    let mut asked = Asked::new(name);
    asked.line = line.number();
    asked.names.extend(several(&Column::Aliases).into_iter().map(|alias| (alias, Quality::Full)));
    if asked.name().is_empty() {
        return Err(line.refuse("a name: this line has none"));
    }
    if !asked.can_be_compared() {
        return Err(line.refuse("a name with a letter or a digit: nothing in this one can be compared"));
    }
    if let Some(kind) = field(&Column::Kind).first() {
        asked.kind = Some(kind_said(kind).ok_or_else(|| {
            line.refuse(format!("a kind: person, company, organisation, vessel or aircraft, not {kind:?}"))
        })?);
    }
    if let Some(born) = field(&Column::Born).first() {
        asked.born = Some(date_said(born).ok_or_else(|| {
            line.refuse(format!(
                "a birth date that is one for certain, such as 1981-05-06, 1981-05 or 1981, not {born:?}"
            ))
        })?);
    }
    asked.countries = field(&Column::Country).iter().flat_map(|text| countries_in(text)).collect();
    asked.id = field(&Column::Id).into_iter().next();
    asked.identifiers = several(&Column::Identifiers).iter().map(|text| identifier(text)).collect();
    for column in head.iter().flatten() {
        if let Column::Number(scheme) = column {
            asked.identifiers.extend(several(column).into_iter().map(|value| Identifier {
                scheme: (*scheme).to_owned(),
                value,
                country: String::new(),
            }));
        }
    }
    Ok(asked)
}

/// A birth date in the words of a table, where it is one for certain: of `05/06/1981` nobody knows which is the month.
pub fn date_said(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    if let [first, second, _] = parts.as_slice() {
        let may_be_month = |part: &str| part.parse::<u32>().is_ok_and(|number| number < 13);
        if first != second && may_be_month(first) && may_be_month(second) {
            return None;
        }
    }
    text.parse().ok().or_else(|| birthday(text))
}

/// Countries that stand in one field. A comma is a part of some names: `Korea, North`.
fn countries_in(text: &str) -> Vec<String> {
    let whole = |text: &str| crate::lists::countries::code(text).is_some();
    let mut found = Vec::new();
    for part in text.split([';', '|', '/']).map(str::trim).filter(|part| !part.is_empty()) {
        let some: Vec<&str> = part.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
        if !whole(part) && some.len() > 1 && some.iter().all(|part| whole(part)) {
            found.extend(some.into_iter().map(str::to_owned));
        } else {
            found.push(part.to_owned());
        }
    }
    found
}

/// `UNP 100122847` and `UNP: 100122847` as a scheme and a number; of a number alone the scheme is empty.
pub fn identifier(text: &str) -> Identifier {
    let text = text.trim();
    let of = |scheme: &str, value: &str| Identifier {
        scheme: scheme.trim().to_owned(),
        value: value.trim().to_owned(),
        country: String::new(),
    };
    if let Some((scheme, value)) = text.split_once([':', '=']).filter(|(_, value)| !value.trim().is_empty()) {
        return of(scheme, value);
    }
    // `IMO9074729`.
    let letters = text.find(|c: char| !c.is_alphabetic()).unwrap_or_default();
    if let Some((scheme, value)) = text.split_at_checked(letters)
        && is_scheme(scheme)
        && value.starts_with(|c: char| c.is_ascii_digit())
    {
        return of(scheme, value);
    }
    // The scheme is what stands before the first word with a digit.
    let mut at = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        if word.chars().any(|c| c.is_ascii_digit()) {
            break;
        }
        at += word.len();
    }
    match text.split_at_checked(at) {
        Some((scheme, value)) if !value.trim().is_empty() => of(scheme, value),
        _ => of("", text),
    }
}
