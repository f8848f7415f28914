//! Lists in columns: CSV as publishers and those who save it again write it.

use std::borrow::Cow;
use std::io::{BufRead, Read};

use csv::{ByteRecord, ReaderBuilder};

use super::bounds::{LONGEST_FIELD, LONGEST_LINE, MOST_FIELDS, Pieces};
use super::gathered::Gathered;
use super::refused::Refused;

/// One line of a table, with its number.
pub(super) struct Line<'a> {
    record: &'a ByteRecord,
    number: u64,
}

impl Line<'_> {
    /// How many fields it has.
    pub(super) fn len(&self) -> usize {
        self.record.len()
    }

    /// A field without the spaces around it. What is not UTF-8 is read as Windows-1252, as older tools write it; what
    /// stands for nothing is nothing.
    pub(super) fn get(&self, at: usize) -> Cow<'_, str> {
        let whole = self.record.get(at).unwrap_or_default();
        let bytes = match whole.trim_ascii() {
            // Quotes behind a space were not taken as such; of further ones inside these are a part of the text.
            [b'"', inner @ .., b'"']
                if whole.first().is_some_and(u8::is_ascii_whitespace) && !inner.contains(&b'"') =>
            {
                inner
            }
            bytes => bytes,
        };
        match text(bytes) {
            Cow::Borrowed("-0-") => Cow::Borrowed(""),
            text => text,
        }
    }

    /// A field with the spaces around it.
    pub(super) fn whole(&self, at: usize) -> Cow<'_, str> {
        let bytes = self.record.get(at).unwrap_or_default();
        if bytes.trim_ascii() == b"-0-" { Cow::Borrowed("") } else { text(bytes) }
    }

    /// Its number, from 1.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// A field by the place of its column; nothing where there is no such column.
    pub(super) fn of(&self, column: Option<usize>) -> Cow<'_, str> {
        column.map_or(Cow::Borrowed(""), |at| self.get(at))
    }

    pub(super) fn refuse(&self, expected: impl Into<String>) -> Refused {
        Refused::new(self.number, expected)
    }

    /// Whether nothing is in it but what old systems write at the end of a file.
    fn is_empty(&self) -> bool {
        self.record.iter().all(|field| field.iter().all(|byte| byte.is_ascii_whitespace() || *byte == 0x1a))
    }
}

fn text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
    }
}

/// Reads all lines that have something in them. The first one that is not UTF-8 is told.
pub(super) fn lines(
    input: impl Read,
    delimiter: u8,
    to: &mut Gathered,
    mut take: impl FnMut(&Line<'_>, &mut Gathered) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let mut is_utf8 = true;
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(Pieces::new(
            Unix { inner: input, held: false, bytes: Vec::new() },
            LONGEST_LINE,
            "a line of more than 4 MiB",
        ));
    let mut record = ByteRecord::new();
    loop {
        let more = reader.read_byte_record(&mut record);
        let number = record.position().map_or(0, csv::Position::line);
        match more {
            Ok(false) => return Ok(()),
            Ok(true) => {}
            Err(error) => {
                return Err(match error.kind() {
                    csv::ErrorKind::Io(error) => Refused::input(number, error, "a line of fields"),
                    _ => Refused::new(number, format!("a line of fields: {error}")),
                });
            }
        }
        // The reader is ahead by what it has in its buffer, which is little.
        reader.get_mut().begin();
        if record.len() > MOST_FIELDS {
            return Err(Refused::bound(number, format!("a line of more than {MOST_FIELDS} fields")));
        }
        if record.iter().any(|field| field.len() > LONGEST_FIELD) {
            return Err(Refused::bound(number, "a field of more than 1 MiB"));
        }
        let line = Line { record: &record, number };
        if is_utf8 && std::str::from_utf8(record.as_slice()).is_err() {
            is_utf8 = false;
            to.tell(
                number,
                "the text is not UTF-8 and is read as Windows-1252: look whether its letters are right",
            );
        }
        if !line.is_empty() {
            take(&line, to)?;
        }
    }
}

/// A reader that makes one line end of two, so that lines are counted as people count them.
struct Unix<R> {
    inner: R,
    /// The last byte was a carriage return, and was not given on yet.
    held: bool,
    /// What was read.
    bytes: Vec<u8>,
}

impl<R: Read> Read for Unix<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        // Room for what is held and for what comes.
        let Some(room) = into.len().checked_sub(1).filter(|room| *room > 0) else {
            return Err(std::io::Error::other("no room to read into"));
        };
        self.bytes.resize(room, 0);
        loop {
            let count = self.inner.read(&mut self.bytes)?;
            let mut put = 0;
            let mut give = |bytes: &[u8]| {
                if let Some(slots) = into.get_mut(put..put + bytes.len()) {
                    slots.copy_from_slice(bytes);
                    put += bytes.len();
                }
            };
            let mut rest = self.bytes.get(..count).unwrap_or_default();
            if self.held && rest.first() != Some(&b'\n') {
                give(b"\r");
            }
            self.held = false;
            while let Some(at) = memchr::memchr(b'\r', rest) {
                let (before, after) = rest.split_at(at);
                give(before);
                rest = after.get(1..).unwrap_or_default();
                match rest.first() {
                    Some(b'\n') => {}
                    Some(_) => give(b"\r"),
                    None => self.held = true,
                }
            }
            give(rest);
            if put > 0 || count == 0 {
                return Ok(put);
            }
        }
    }
}

/// A reader that writes quotes inside of quoted fields twice, as a table has them: OFAC writes them once
/// (`"a.k.a. "nightowl"; …"`). A quote ends a field where a delimiter and the beginning of a field, or the end of the
/// line, come after it.
pub(super) struct Paired<R> {
    inner: R,
    delimiter: u8,
    /// The line as it was read.
    read: Vec<u8>,
    line: Vec<u8>,
    given: usize,
    is_quoted: bool,
    /// A quote inside of the field was opened and not closed.
    is_open: bool,
}

impl<R: BufRead> Paired<R> {
    pub(super) fn new(inner: R, delimiter: u8) -> Self {
        Self {
            inner,
            delimiter,
            read: Vec::new(),
            line: Vec::new(),
            given: 0,
            is_quoted: false,
            is_open: false,
        }
    }

    /// Reads the next line and pairs its quotes.
    fn fill(&mut self) -> std::io::Result<()> {
        let mut read = std::mem::take(&mut self.read);
        read.clear();
        // A longer line is refused behind this.
        self.inner.by_ref().take(LONGEST_LINE + 1).read_until(b'\n', &mut read)?;
        self.line.clear();
        self.given = 0;
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'"', read.get(at..).unwrap_or_default()) {
            let quote = at + found;
            self.line.extend_from_slice(read.get(at..=quote).unwrap_or_default());
            at = quote + 1;
            let rest = read.get(at..).unwrap_or_default();
            if !self.is_quoted {
                let before = quote.checked_sub(1).and_then(|at| read.get(at));
                self.is_quoted = before.is_none_or(|byte| *byte == self.delimiter);
                self.is_open = false;
            } else if rest.first() == Some(&b'"')
                && !(self.is_open && self.ends(rest.get(1..).unwrap_or_default()))
            {
                // Written twice already.
                self.line.push(b'"');
                at += 1;
            } else if self.ends(rest) {
                self.is_quoted = false;
            } else {
                self.line.push(b'"');
                self.is_open = !self.is_open;
            }
        }
        self.line.extend_from_slice(read.get(at..).unwrap_or_default());
        self.read = read;
        Ok(())
    }

    /// Whether what stands behind a quote can stand behind a field.
    fn ends(&self, rest: &[u8]) -> bool {
        // A tab may be what divides fields.
        let is_space = |byte: &u8| byte.is_ascii_whitespace() && *byte != self.delimiter;
        let spaces = rest.iter().take_while(|byte| is_space(byte)).count();
        match rest.get(spaces..).unwrap_or_default() {
            [] => true,
            [first, ..] if *first == 0x1a => true,
            [first, rest @ ..] if *first == self.delimiter => match rest {
                [] => true,
                [next, ..] => {
                    !self.is_open
                        || matches!(next, b'"' | b'-' | b'\r' | b'\n' | b'0'..=b'9')
                        || *next == self.delimiter
                }
            },
            _ => false,
        }
    }
}

impl<R: BufRead> Read for Paired<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.given >= self.line.len() {
            self.fill()?;
        }
        let left = self.line.get(self.given..).unwrap_or_default();
        let count = left.len().min(into.len());
        if let (Some(from), Some(to)) = (left.get(..count), into.get_mut(..count)) {
            to.copy_from_slice(from);
        }
        self.given += count;
        Ok(count)
    }
}

/// Where the columns of a table are, by their names.
pub(super) struct Columns {
    names: Vec<String>,
}

impl Columns {
    /// The columns that a line names, where it names all of `wanted`.
    pub(super) fn of(line: &Line<'_>, wanted: &[&str]) -> Option<Self> {
        let names: Vec<String> = (0..line.len()).map(|at| plain(&line.get(at))).collect();
        wanted.iter().all(|name| names.contains(&plain(name))).then_some(Self { names })
    }

    /// The place of a column.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        let wanted = plain(name);
        self.names.iter().position(|name| *name == wanted)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.names.len()
    }
}

/// The name of a column as it is compared: letters and digits, in lower case.
fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let paired = Paired::new(text.as_bytes(), b',');
        lines(paired, b',', &mut Gathered::default(), |line, _| {
            rows.push((0..line.len()).map(|at| line.whole(at).into_owned()).collect());
            Ok(())
        })
        .unwrap();
        rows
    }

    #[test]
    fn quotes_behind_a_space_are_taken_off_where_they_are_those_of_the_whole_field() {
        for (written, wanted) in [
            (" \"Kelmor\"", "Kelmor"),
            (" \"Kelmor Works\" ", "Kelmor Works"),
            (" \"NIGHT\" Kelmor \"OWL\"", "\"NIGHT\" Kelmor \"OWL\""),
            (" \"\"", ""),
            (" \"", "\""),
            ("Kelmor \"OWL\"", "Kelmor \"OWL\""),
        ] {
            let record = ByteRecord::from(vec![written]);
            assert_eq!(Line { record: &record, number: 1 }.get(0), wanted, "{written}");
        }
    }

    #[test]
    fn quotes_inside_of_a_field_are_kept_in_pairs_however_they_are_written() {
        for (written, wanted) in [
            ("1,\"a \"b\"; c\"\r\n", "a \"b\"; c"),
            ("1,\"a \"b\"\"\n", "a \"b\""),
            ("1,\"a \"\"b\"\"; c\"\n", "a \"b\"; c"),
            ("1,\"a \"\"b\"\"\"\n", "a \"b\""),
            ("1,\"a \"b\", c\"\n", "a \"b\", c"),
            ("1,\"\"\n", ""),
        ] {
            let rows = fields(&format!("{written}2,\"x\"\n"));
            assert_eq!(rows.len(), 2, "{written}: {rows:?}");
            assert_eq!(rows[0][1], wanted, "{written}");
        }
        // Quotes that are never closed take no other field along.
        assert_eq!(fields("1,\"a 5\" pipe\",-0- \n2,\"b\",x\n"), [["1", "a 5\" pipe", ""], ["2", "b", "x"]]);
    }
}
