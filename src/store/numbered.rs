//! Folders whose files are numbered in the order in which they were put there. Numbers, not times, put them in order:
//! clocks go backwards.

use std::ffi::OsStr;
use std::fs::{self, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::private::{self, sync};
use super::write::rename_to_free;

/// A file of such a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// Its number; the highest is the latest.
    pub number: u64,
    /// Where it is.
    pub path: PathBuf,
    /// When it was written, as the file system says.
    pub written: Option<SystemTime>,
    /// How many bytes it has.
    pub bytes: u64,
}

/// So often a number is tried for that somebody else takes meanwhile.
const TRIES: usize = 100;

/// The file beside them that says of which file they are.
const OF: &str = "path";

/// What the names of files begin with that are not whole yet.
const FRESH: &str = ".new.";

/// Removes what was not whole yet when the program was killed; nobody else may be putting something there.
pub(super) fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(FRESH) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The files of a folder, latest first; none where there is no folder.
///
/// # Errors
/// Where the folder is there but cannot be read.
pub fn list(folder: &Path) -> io::Result<Vec<Numbered>> {
    let mut found = Vec::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(found),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let number = number_of(&entry.file_name());
        // One that another process removes meanwhile is none.
        if let (Some(number), Ok(meta)) = (number, entry.metadata()) {
            let written = meta.modified().ok();
            found.push(Numbered { number, path: entry.path(), written, bytes: meta.len() });
        }
    }
    found.sort_by_key(|one| std::cmp::Reverse(one.number));
    Ok(found)
}

fn number_of(name: &OsStr) -> Option<u64> {
    name.to_string_lossy().split_once('-')?.0.parse().ok()
}

/// A folder that is made where it is missing, with the path of the file that its files are of.
pub(super) struct Folder<'f> {
    path: &'f Path,
}

impl<'f> Folder<'f> {
    /// Opens or makes it below the state directory.
    ///
    /// # Errors
    /// Where it cannot be written, or belongs to somebody else.
    pub(super) fn open(state_dir: &Path, path: &'f Path, file: &Path) -> io::Result<Self> {
        private::folder(state_dir, path)?;
        let of = path.join(OF);
        if !of.exists() {
            fs::write(&of, super::places::written(file) + "\n")?;
        }
        Ok(Self { path })
    }

    /// Puts a new file there under the next number, whole or not at all, for its owner alone; returns its number.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> io::Result<u64> {
        // Half a file must never count as one: it gets its name when it is whole.
        let mut fresh = tempfile::Builder::new()
            .prefix(FRESH)
            .permissions(Permissions::from_mode(0o600))
            .tempfile_in(self.path)?;
        fresh.write_all(bytes)?;
        fresh.as_file().sync_all()?;
        self.take(name, &fresh.into_temp_path())
    }

    /// Moves what stands somewhere in the same file system there under the next number; returns its number.
    ///
    /// # Errors
    /// Where it cannot be moved.
    pub(super) fn take(&self, name: &str, from: &Path) -> io::Result<u64> {
        // Another process may be at the same number.
        for _ in 0..TRIES {
            let number = list(self.path)?.first().map_or(1, |last| last.number.saturating_add(1));
            match rename_to_free(from, &self.path.join(format!("{number:06}-{name}"))) {
                Ok(()) => {
                    sync(self.path)?;
                    return Ok(number);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::other(format!("no number is free in {}", self.path.display())))
    }

    /// Removes all but the latest `most`. One that cannot be removed stays: that is no reason to keep nothing new.
    pub(super) fn prune(&self, most: usize) {
        for old in list(self.path).unwrap_or_default().iter().skip(most) {
            let _ = fs::remove_file(&old.path);
        }
    }
}
