//! The end of the log: its last whole line, and what stands behind it.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

use super::chain::{BROKEN, Line, TORN, hash, read};

/// What stands behind the last end of line.
pub(super) struct Torn {
    pub(super) bytes: u64,
    pub(super) sha256: String,
}

pub(super) struct Tail {
    /// The last line that is whole.
    pub(super) last: Option<Line>,
    /// What a crash has left behind it.
    pub(super) torn: Option<Torn>,
}

/// So much is read at once, in bytes.
const PIECE: u64 = 64 * 1024;

/// Reads the end of a file.
pub(super) fn tail(file: &mut File) -> io::Result<Tail> {
    let length = file.metadata()?.len();
    let mut read_from = length;
    let mut bytes: Vec<u8> = Vec::new();
    loop {
        let lines: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
        let behind = lines.last().copied().unwrap_or_default();
        let whole = lines.get(..lines.len().saturating_sub(1)).unwrap_or_default();
        // The first of several may begin before what was read.
        let known = if read_from == 0 { whole } else { whole.get(1..).unwrap_or_default() };
        let mut last: Option<Line> = None;
        for (at, line) in known.iter().enumerate().rev() {
            if let Some(mut found) = read(line) {
                let before = at.checked_sub(1).and_then(|at| known.get(at)).and_then(|line| read(line));
                let mark = before.filter(|it| it.what == TORN || it.what == BROKEN);
                found.after_mark = mark.filter(|it| it.hash == found.before).map(|it| it.before);
                last = Some(found);
                break;
            }
        }
        let needs_more = last.as_ref().is_none_or(|_| known.len() < 3);
        if read_from == 0 || !needs_more {
            let torn =
                (!behind.is_empty()).then(|| Torn { bytes: behind.len() as u64, sha256: hash(behind) });
            return Ok(Tail { last, torn });
        }
        let piece = PIECE.max(bytes.len() as u64).min(read_from);
        read_from -= piece;
        file.seek(SeekFrom::Start(read_from))?;
        let mut more = Vec::new();
        file.by_ref().take(piece).read_to_end(&mut more)?;
        more.append(&mut bytes);
        bytes = more;
    }
}
