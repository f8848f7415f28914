//! Whether the log is what was written.

use serde_json::Value;

use super::chain::{BROKEN, Line, NOTHING, PURGE, START, TORN, hash, read};
use super::{Head, Log, LogError};

/// Something in the log that is not what was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The line of the file, from 1; 0 where it is about the whole.
    pub line: usize,
    /// What is wrong, in words.
    pub what: String,
}

/// What was found out about the log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many screenings are in it.
    pub screenings: usize,
    /// What is not as it was written; nothing where all is.
    pub faults: Vec<Fault>,
    /// What else there is to say: torn lines that are marked, what was purged.
    pub notes: Vec<String>,
    /// The number and the hash of the last line: who notes them elsewhere can prove later that nothing of it was changed.
    pub last: Option<(u64, String)>,
    /// The hashes of all lines, for those who noted one.
    pub hashes: Vec<String>,
}

/// So many faults are told.
const MOST: usize = 50;

struct Reading {
    found: Verified,
    /// The number and the hash of the line before.
    before: Option<(u64, String)>,
    /// A line that is not whole, with its place, until the next one says whether it was torn.
    torn: Option<(usize, Vec<u8>)>,
    /// What the log says of its beginning.
    start: Option<(u64, String)>,
    purged: Vec<(u64, String)>,
}

impl Log {
    /// Reads the log from end to end and holds every line against the one before it, and the last against the head.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn verify(&self) -> Result<Verified, LogError> {
        let text = self.text().map_err(self.io())?;
        let head = self.head().map_err(self.io())?;
        let mut found = verified(&text, head.as_ref());
        if text.is_empty() && head.is_none() {
            found.notes.push("there is no log: nothing was recorded, or it was taken away whole".to_owned());
        }
        Ok(found)
    }
}

/// The same of a text and a head.
pub(super) fn verified(text: &[u8], head: Option<&Head>) -> Verified {
    let mut reading =
        Reading { found: Verified::default(), before: None, torn: None, start: None, purged: Vec::new() };
    let mut lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
    let behind = lines.pop().unwrap_or_default();
    for (at, line) in lines.iter().enumerate() {
        match read(line) {
            Some(line) => reading.take(at + 1, &line),
            None => reading.not_whole(at + 1, line),
        }
    }
    reading.settle_torn();
    if !behind.is_empty() {
        let number = lines.len() + 1;
        reading.fault(
            number,
            "it was not written to its end: a crash, or it was cut; the next screening marks it".to_owned(),
        );
    }
    reading.end(head);
    reading.found
}

impl Reading {
    fn fault(&mut self, line: usize, what: String) {
        if self.found.faults.len() < MOST {
            self.found.faults.push(Fault { line, what });
        }
    }

    fn not_whole(&mut self, at: usize, line: &[u8]) {
        self.settle_torn();
        self.torn = Some((at, line.to_vec()));
    }

    /// A line that is not whole and that no mark explains.
    fn settle_torn(&mut self) {
        if let Some((at, _)) = self.torn.take() {
            self.fault(at, "it is not what was written".to_owned());
        }
    }

    fn take(&mut self, at: usize, line: &Line) {
        if let Some((torn_at, bytes)) = self.torn.take() {
            let stated = line.fields.get("sha256").and_then(Value::as_str);
            if line.what == TORN && stated == Some(hash(&bytes).as_str()) {
                self.found.notes.push(format!(
                    "line {torn_at} was torn by a crash, and marked on {}: what it would have said is not known",
                    line.on
                ));
            } else {
                self.torn = Some((torn_at, bytes));
                self.settle_torn();
            }
        }
        let number = |name: &str| line.fields.get(name).and_then(Value::as_u64);
        let text = |name: &str| line.fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        match &self.before {
            None if line.what == START => self.start = Some((line.number, line.before.clone())),
            None if line.number == 1 && line.before == NOTHING => {}
            None => {
                let what = "lines before it are gone, and nothing says that they were purged";
                self.fault(at, what.to_owned());
            }
            Some((last, hash)) => {
                let expected = *last + 1;
                if line.number != expected {
                    let what = format!(
                        "lines are missing, or were put in, before it: it is line {} of the log, where {expected} is expected",
                        line.number
                    );
                    self.fault(at, what);
                } else if line.before != *hash {
                    self.fault(at, "the line before it is not the one that was written".to_owned());
                }
            }
        }
        match line.what.as_str() {
            "screening" => self.found.screenings += 1,
            PURGE => {
                self.purged.push((number("last_line").unwrap_or_default(), text("last")));
                self.found.notes.push(format!(
                    "purged on {}: {} screenings before {}",
                    line.on,
                    number("count").unwrap_or_default(),
                    text("until")
                ));
            }
            BROKEN => self.fault(
                at,
                format!("when it was written, {}; expected was {}", text("why"), text("expected")),
            ),
            _ => {}
        }
        // Behind the line with which a purged log begins comes the one behind the last that was purged.
        let hash = if line.what == START { line.before.clone() } else { line.hash.clone() };
        self.found.hashes.push(line.hash.clone());
        self.before = Some((line.number, hash));
    }

    fn end(&mut self, head: Option<&Head>) {
        if let Some(start) = self.start.take()
            && !self.purged.contains(&start)
        {
            self.fault(1, "its beginning is gone, and no line in it says that it was purged".to_owned());
        }
        self.found.last = self.before.clone();
        match (head, &self.before) {
            (None, None) => {}
            (None, Some(_)) => self.fault(
                0,
                "its head is missing: whether lines at its end were cut off cannot be told".to_owned(),
            ),
            (Some(head), last) => {
                let (number, hash) = last.clone().unwrap_or_else(|| (0, NOTHING.to_owned()));
                let is_it = number == head.lines && hash == head.hash;
                // The head of a log without a line is there before its first one, and the mark behind a torn one.
                let is_first = head.lines == 0 && number < 3;
                let is_in_it = number > head.lines && (is_first || self.found.hashes.contains(&head.hash));
                if is_in_it {
                    self.found.notes.push(format!(
                        "its head is of line {}: a crash came between the last line and its head",
                        head.lines
                    ));
                } else if !is_it {
                    let what = format!(
                        "its end is not the one that was written last, which was line {}: it was cut off or changed",
                        head.lines
                    );
                    self.fault(0, what);
                }
            }
        }
    }
}
