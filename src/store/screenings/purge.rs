//! Taking the oldest lines out of the log, with a mark of what was taken.

use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::chain::{PURGE, START, read, sealed};
use super::verify::verified;
use super::{Head, Log, LogError, put};

/// What was purged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Purged {
    /// How many screenings.
    pub count: usize,
    /// How many are left.
    pub left: usize,
}

impl Log {
    /// Takes out what was recorded before a day, from the beginning up to the first line of that day or a later one. The log
    /// begins then with a line that says behind which hash it goes on, and ends with one that says how many were taken.
    ///
    /// # Errors
    /// Where it cannot be read or written, or is damaged: nothing is taken out of what is not whole.
    pub fn purge(&self, before: NaiveDate, on: &str) -> Result<Purged, LogError> {
        let io = self.io();
        let _lock = self.lock()?;
        let text = self.text().map_err(&io)?;
        let state = verified(&text, self.head().map_err(&io)?.as_ref());
        if let Some(fault) = state.faults.first() {
            let what = if fault.line == 0 {
                fault.what.clone()
            } else {
                format!("line {}: {}", fault.line, fault.what)
            };
            return Err(LogError::Damaged { path: self.path.clone(), what });
        }
        let lines: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
        let (mut count, mut taken, mut last) = (0, 0, None);
        for (at, bytes) in lines.iter().enumerate() {
            // A torn line goes with its mark.
            let Some(line) = read(bytes.strip_suffix(b"\n").unwrap_or(bytes)) else { continue };
            let is_old = line.on.parse::<NaiveDate>().is_ok_and(|on| on < before);
            if !is_old {
                break;
            }
            count += usize::from(line.what == "screening");
            taken = at + 1;
            let hash = if line.what == START { line.before.clone() } else { line.hash.clone() };
            last = Some((line.number, hash));
        }
        let left = state.screenings.saturating_sub(count);
        let Some((last_line, last_hash)) = last.filter(|_| count > 0) else {
            return Ok(Purged { count: 0, left });
        };
        let fields = |all: Vec<(&str, Value)>| -> Map<String, Value> {
            all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
        };
        let until = before.to_string();
        let mut new: Vec<u8> = Vec::with_capacity(text.len());
        let (start, _) =
            sealed(last_line, &last_hash, START, on, fields(vec![("until", until.clone().into())]));
        new.extend_from_slice(start.as_bytes());
        for line in lines.iter().skip(taken) {
            new.extend_from_slice(line);
        }
        let rest =
            lines.iter().skip(taken).rev().find_map(|line| read(line.strip_suffix(b"\n").unwrap_or(line)));
        let (number, hash) = rest.map_or((last_line, last_hash.clone()), |line| (line.number, line.hash));
        let said = fields(vec![
            ("count", Value::from(count)),
            ("until", until.into()),
            ("last", last_hash.into()),
            ("last_line", last_line.into()),
        ]);
        let (purge, hash) = sealed(number + 1, &hash, PURGE, on, said);
        new.extend_from_slice(purge.as_bytes());
        put(&self.path, &new).map_err(&io)?;
        self.put_head(&Head { lines: number + 1, hash }).map_err(&io)?;
        Ok(Purged { count, left })
    }
}
