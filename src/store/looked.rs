//! What a person looked at last: the day, and the file as it was then, packed. Kept in the state directory, for that person
//! alone; of each choice of what to look at (all of it, a filter, what is watched) the last look is its own.

use std::io::{Error, ErrorKind, Result};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use super::load::MAX_BYTES;
use super::places::{Kind, folder_of};
use super::write::put_in_place;
use super::{private, regular};

/// So many looks are kept of a file; the one that is oldest goes first.
const KEPT: usize = 16;

/// So much is packed in one go.
const PAGE: usize = 1 << 20;

/// The beginning of what is kept, with the number of its form.
const MARK: &str = "beltui looked 1";

/// A look at a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The day of it.
    pub on: NaiveDate,
    /// The file as it was then.
    pub text: String,
}

/// Where the last look at a file is kept. `choice` is what of it was looked at; nothing for all of it.
fn path_of(state_dir: &Path, file: &Path, choice: &str) -> PathBuf {
    let name = if choice.is_empty() { "all".to_owned() } else { digest(choice.as_bytes()) };
    folder_of(state_dir, Kind::Looked, file).join(name)
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

fn damaged(path: &Path) -> Error {
    let why = format!(
        "what was kept of the last look is damaged; without it the next look is the first: remove {}",
        path.display()
    );
    Error::new(ErrorKind::InvalidData, why)
}

/// The last look at a file; `None` where there was none.
///
/// # Errors
/// Where what is kept cannot be read, or is damaged.
pub fn last(state_dir: &Path, file: &Path, choice: &str) -> Result<Option<Look>> {
    let path = path_of(state_dir, file, choice);
    let Some((on, sum, packed)) = read(&path)? else { return Ok(None) };
    let text = unpacked(&packed).filter(|bytes| digest(bytes) == sum);
    let text = text.and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(|| damaged(&path))?;
    Ok(Some(Look { on, text }))
}

/// The day of the last look at all of a file, without the file as it was; nothing where that is not known.
pub fn last_day(state_dir: &Path, file: &Path) -> Option<NaiveDate> {
    read(&path_of(state_dir, file, "")).ok().flatten().map(|(on, ..)| on)
}

/// The day, the digest and the packed text.
fn read(path: &Path) -> Result<Option<(NaiveDate, String, Vec<u8>)>> {
    let held = match regular::open(path).map_err(Error::from) {
        Ok(held) => regular::bytes(held, MAX_BYTES)?,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let parts = || {
        let end = held.iter().take(200).position(|byte| *byte == b'\n')?;
        let head = std::str::from_utf8(held.get(..end)?).ok()?;
        let (day, sum) = head.strip_prefix(MARK)?.trim().split_once(' ')?;
        Some((day.parse().ok()?, sum.to_owned(), held.get(end + 1..)?.to_vec()))
    };
    parts().map(Some).ok_or_else(|| damaged(path))
}

/// Remembers a look: whole or not at all.
///
/// # Errors
/// Where the system refuses; then the look before stays the last.
pub fn remember(state_dir: &Path, file: &Path, choice: &str, look: &Look) -> Result<()> {
    let path = path_of(state_dir, file, choice);
    let folder = folder_of(state_dir, Kind::Looked, file);
    private::folder(state_dir, &folder)?;
    let mut held = format!("{MARK} {} {}\n", look.on, digest(look.text.as_bytes())).into_bytes();
    for page in look.text.as_bytes().chunks(PAGE) {
        let packed = lz4_flex::compress_prepend_size(page);
        // A page is short, packed too.
        held.extend(u32::try_from(packed.len()).unwrap_or_default().to_le_bytes());
        held.extend(packed);
    }
    put_in_place(&path, held)?;
    sweep(&folder, &path);
    Ok(())
}

fn unpacked(mut packed: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    while !packed.is_empty() {
        let (length, rest) = packed.split_first_chunk::<4>()?;
        let (page, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)?;
        // What it says of its own length is believed as far as we write it.
        let size = page.first_chunk::<4>().map(|size| u32::from_le_bytes(*size))?;
        if usize::try_from(size).ok()? > PAGE {
            return None;
        }
        text.extend(lz4_flex::decompress_size_prepended(page).ok()?);
        packed = rest;
    }
    Some(text)
}

/// Leaves the newest looks. What cannot be removed stays.
fn sweep(folder: &Path, newest: &Path) {
    let Ok(all) = std::fs::read_dir(folder) else { return };
    let mut looks: Vec<_> = all
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path != newest)
        .filter_map(|path| Some((std::fs::metadata(&path).ok()?.modified().ok()?, path)))
        .collect();
    looks.sort();
    let more = (looks.len() + 1).saturating_sub(KEPT);
    for (_, path) in looks.into_iter().take(more) {
        let _ = std::fs::remove_file(path);
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt;

    use super::*;

    fn look(on: &str, text: &str) -> Look {
        Look { on: on.parse().unwrap(), text: text.to_owned() }
    }

    #[test]
    fn a_look_is_kept_for_its_owner_alone_and_each_choice_has_its_own() {
        let state = tempfile::tempdir().unwrap();
        let file = state.path().join("a.ron");
        assert_eq!(last(state.path(), &file, "").unwrap(), None);
        let long = "Ж".repeat(PAGE);
        for (choice, text) in [("", "one"), ("--watched", &long), ("", ""), ("", "two")] {
            remember(state.path(), &file, choice, &look("2026-07-01", text)).unwrap();
            assert_eq!(last(state.path(), &file, choice).unwrap(), Some(look("2026-07-01", text)));
        }
        assert_eq!(last(state.path(), &file, "--watched").unwrap().unwrap().text, long);
        assert_eq!(last(state.path(), &file, "issuer:us").unwrap(), None);
        assert_eq!(last_day(state.path(), &file), Some("2026-07-01".parse().unwrap()));
        let folder = folder_of(state.path(), Kind::Looked, &file);
        assert_eq!(std::fs::metadata(folder).unwrap().mode() & 0o777, 0o700);
    }

    #[test]
    fn what_is_damaged_is_told_and_never_taken() {
        let state = tempfile::tempdir().unwrap();
        let file = state.path().join("a.ron");
        remember(state.path(), &file, "", &look("2026-07-01", "one and two")).unwrap();
        let path = path_of(state.path(), &file, "");
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 0x55;
            std::fs::write(&path, &bytes).unwrap();
            // A day that is another one is a day; all else is told.
            let found = last(state.path(), &file, "");
            assert!(found.is_err() || found.unwrap().unwrap().text == "one and two", "byte {at}");
            std::fs::write(&path, &whole[..at]).unwrap();
            assert!(last(state.path(), &file, "").is_err(), "cut at {at}");
        }
    }

    #[test]
    fn so_many_choices_are_kept_and_not_more() {
        let state = tempfile::tempdir().unwrap();
        let file = state.path().join("a.ron");
        for choice in 0..KEPT + 5 {
            remember(state.path(), &file, &choice.to_string(), &look("2026-07-01", "x")).unwrap();
        }
        let folder = folder_of(state.path(), Kind::Looked, &file);
        assert_eq!(std::fs::read_dir(folder).unwrap().count(), KEPT);
        let newest = (KEPT + 4).to_string();
        assert!(last(state.path(), &file, &newest).unwrap().is_some());
    }
}
