//! A line of the log: what it says, its own hash, and that of the line before it.

use std::fmt::Write as _;

use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

/// The hash of no line.
pub(super) const NOTHING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A line before which a torn one stands.
pub(super) const TORN: &str = "torn";
/// A line before which the end of the log was not what its head says.
pub(super) const BROKEN: &str = "broken";
/// The line with which a log begins of which something was purged.
pub(super) const START: &str = "start";
/// What was purged.
pub(super) const PURGE: &str = "purge";

/// A line that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its number, from 1; it stays when lines before it are purged.
    pub number: u64,
    /// Its hash.
    pub hash: String,
    /// The hash of the line before it.
    pub before: String,
    /// What happened: `screening`, or a mark.
    pub what: String,
    /// The day, as `2026-11-27`.
    pub on: String,
    /// Everything that it says.
    pub fields: Map<String, Value>,
    /// Of a line behind a mark that was written with it: the hash of the line before the mark.
    pub(super) after_mark: Option<String>,
}

/// The SHA-256 of bytes in hexadecimal.
pub(super) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut all, byte| {
        let _ = write!(all, "{byte:02x}");
        all
    })
}

/// What stands before the hash of a line, which is that of all before this.
const SEAL: &str = ",\"hash\":\"";

/// A line with its end, and its hash.
pub(super) fn sealed(
    number: u64,
    before: &str,
    what: &str,
    on: &str,
    mut fields: Map<String, Value>,
) -> (String, String) {
    fields.insert("line".to_owned(), Value::from(number));
    fields.insert("before".to_owned(), Value::from(before));
    fields.insert("what".to_owned(), Value::from(what));
    fields.insert("on".to_owned(), Value::from(on));
    let text = Value::Object(fields).to_string();
    let body = text.strip_suffix('}').unwrap_or(&text);
    let hash = hash(body.as_bytes());
    (format!("{body}{SEAL}{hash}\"}}\n"), hash)
}

/// Reads a line without its end; `None` where it is not exactly what was written.
pub(super) fn read(line: &[u8]) -> Option<Line> {
    let text = std::str::from_utf8(line).ok()?;
    let (body, rest) = text.rsplit_once(SEAL)?;
    let stated = rest.strip_suffix("\"}")?;
    if stated != hash(body.as_bytes()) {
        return None;
    }
    let Ok(Value::Object(fields)) = serde_json::from_str(&format!("{body}}}")) else { return None };
    let text_of = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(Line {
        number: fields.get("line")?.as_u64()?,
        hash: stated.to_owned(),
        before: text_of("before")?,
        what: text_of("what")?,
        on: text_of("on")?,
        after_mark: None,
        fields,
    })
}
