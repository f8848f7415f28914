//! Whether a zip holds its files and nothing else. Programs that unpack one differ in what they make of two files of one
//! name, and of what lies between files: one shows what another has proved nothing of.

use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};

use zip::CompressionMethod;

/// The record at the end of a zip, without a comment, is so long, in bytes (APPNOTE.TXT of PKWARE, 4.3.16).
const END: usize = 22;

/// What stands before a file is so long, in bytes, without its name and more (4.3.7).
const HEAD: usize = 30;

/// What may stand behind a file, its sizes once more, is at most so long, in bytes (4.3.9).
const BEHIND: u64 = 24;

/// Where a file of a zip lies, as its directory says.
#[derive(Debug)]
pub(super) struct Lies {
    pub(super) name: String,
    pub(super) method: CompressionMethod,
    /// Where what stands before it begins.
    pub(super) from: u64,
    /// Where it ends.
    pub(super) to: u64,
}

/// Whether these files, which its directory names, are all that a zip holds; else what it has beside them.
///
/// # Errors
/// Where it cannot be read.
pub(super) fn what_else(file: &mut File, mut files: Vec<Lies>) -> std::io::Result<Option<String>> {
    let long = file.metadata()?.len();
    let end = read::<END>(file, long.saturating_sub(END as u64))?;
    let (count, size, start) = (number(&end, 10, 2), number(&end, 12, 4), number(&end, 16, 4));
    if !end.starts_with(b"PK\x05\x06") || number(&end, 20, 2) != 0 {
        return Ok(Some("something behind its end".to_owned()));
    }
    if count != files.len() as u64 {
        return Ok(Some("two files of one name".to_owned()));
    }
    if start + size != long.saturating_sub(END as u64) {
        return Ok(Some("something before its beginning or its end".to_owned()));
    }
    files.sort_by_key(|file| file.from);
    let mut at = 0;
    for it in &files {
        if it.from < at || it.from > at + room(at) {
            return Ok(Some(format!("something before {}", it.name)));
        }
        let head = read::<HEAD>(file, it.from)?;
        let mut name = vec![0; usize::try_from(number(&head, 26, 2)).unwrap_or_default()];
        file.read_exact(&mut name)?;
        let method = match it.method {
            CompressionMethod::Stored => 0,
            _ => 8,
        };
        if !head.starts_with(b"PK\x03\x04") || name != it.name.as_bytes() || number(&head, 8, 2) != method {
            return Ok(Some(format!("{} under another name or in another way", it.name)));
        }
        at = it.to;
    }
    Ok((start < at || start > at + room(at)).then(|| "something behind its last file".to_owned()))
}

/// So much may stand before what comes next.
fn room(at: u64) -> u64 {
    if at == 0 { 0 } else { BEHIND }
}

fn read<const LONG: usize>(file: &mut File, at: u64) -> std::io::Result<[u8; LONG]> {
    let mut bytes = [0; LONG];
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// A number of so many bytes, the lowest first.
fn number(bytes: &[u8], at: usize, long: usize) -> u64 {
    let bytes = bytes.get(at..at + long).unwrap_or_default();
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
