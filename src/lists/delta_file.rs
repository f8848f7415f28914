//! Delta files, read with their digest.

use std::io::{BufReader, Read};
use std::path::Path;

use super::bounds::{AtMost, LARGEST_FILE};
use super::delta::Delta;
use super::digest::Hashing;
use super::error::ListError;
use super::finish::error_of;
use super::published::FileRead;
use super::readers::ofac_delta;

/// Reads a delta. `path` names it where something of it is told, and its name is the file's.
///
/// # Errors
/// Where it cannot be read, or is no delta: with its line.
pub(super) fn read_delta(path: &Path, input: impl Read) -> Result<Delta, ListError> {
    let what = format!("more than {} GiB", LARGEST_FILE >> 30);
    let mut hashing = Hashing::new(AtMost::new(input, LARGEST_FILE, what));
    let read = ofac_delta::read(BufReader::new(&mut hashing));
    let read = read.map_err(|refused| error_of(path, refused, hashing.line()))?;
    let Some(on) = read.on else { return Err(ListError::Undated { path: path.to_owned() }) };
    let io = |source| ListError::Io { path: path.to_owned(), source };
    let (sha256, bytes) = hashing.finish().map_err(io)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Delta {
        on,
        publication_type: read.publication_type,
        publication: read.publication,
        file: FileRead { name, sha256, bytes },
        changes: read.changes,
    })
}
