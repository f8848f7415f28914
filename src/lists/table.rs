//! Lists in columns: CSV as publishers and those who save it again write it.

use std::borrow::Cow;
use std::io::Read;

use csv::{ByteRecord, ReaderBuilder};

use super::bounds::{LONGEST_FIELD, LONGEST_LINE, MOST_FIELDS, Pieces};
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
        let bytes = self.record.get(at).unwrap_or_default().trim_ascii();
        match std::str::from_utf8(bytes) {
            Ok("-0-") => Cow::Borrowed(""),
            Ok(text) => Cow::Borrowed(text),
            Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0,
        }
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

/// Reads all lines that have something in them.
pub(super) fn lines(
    input: impl Read,
    delimiter: u8,
    mut take: impl FnMut(&Line<'_>) -> Result<(), Refused>,
) -> Result<(), Refused> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(
        Pieces::new(Unix { inner: input, held: false }, LONGEST_LINE, "a line of more than 4 MiB"),
    );
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
        if !line.is_empty() {
            take(&line)?;
        }
    }
}

/// A reader that makes one line end of two, so that lines are counted as people count them.
struct Unix<R> {
    inner: R,
    /// The last byte was a carriage return, and was not given on yet.
    held: bool,
}

impl<R: Read> Read for Unix<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        // Room for what is held and for what comes.
        let Some(room) = into.len().checked_sub(1).filter(|room| *room > 0) else {
            return Err(std::io::Error::other("no room to read into"));
        };
        let mut bytes = vec![0; room];
        loop {
            let count = self.inner.read(&mut bytes)?;
            let mut put = 0;
            let mut give = |byte: u8| {
                if let Some(slot) = into.get_mut(put) {
                    *slot = byte;
                    put += 1;
                }
            };
            if count == 0 && std::mem::take(&mut self.held) {
                give(b'\r');
            }
            for byte in bytes.iter().take(count) {
                if std::mem::take(&mut self.held) && *byte != b'\n' {
                    give(b'\r');
                }
                if *byte == b'\r' {
                    self.held = true;
                } else {
                    give(*byte);
                }
            }
            if put > 0 || count == 0 {
                return Ok(put);
            }
        }
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
