//! Earlier versions of a file, kept in the state directory, or beside the file where a person wants that.

use std::io;
use std::path::{Path, PathBuf};

use tempfile::TempPath;
use tracing::debug;

use super::fingerprint::Fingerprint;
use super::numbered::{self, Folder, Numbered};
use super::places::{self, Kind};
use super::regular::short_name;
use super::write::{folder_of, resolve};

/// So many versions of a file are kept.
pub const KEPT: usize = 20;

/// One earlier version.
pub type Backup = Numbered;

/// The earlier versions of a file, latest first.
///
/// # Errors
/// Where the folder is there but cannot be read.
pub fn list(state_dir: &Path, file: &Path) -> io::Result<Vec<Backup>> {
    numbered::list(&places::folder_of(state_dir, Kind::Backups, file))
}

/// Keeps what a file holds now, which need not be a text, before it is replaced; the oldest beyond [`KEPT`] go. Returns
/// its number.
///
/// # Errors
/// Where the state directory cannot be written.
pub fn keep(state_dir: &Path, file: &Path, held: impl AsRef<[u8]>) -> io::Result<u64> {
    let folder = places::folder_of(state_dir, Kind::Backups, file);
    let folder = Folder::open(state_dir, &folder, file)?;
    let number = folder.put(&short_name(&resolve(file)), held.as_ref())?;
    folder.prune(KEPT);
    Ok(number)
}

/// The text that a file holds before it is replaced, on disk, and not among the earlier versions yet: dropped, it is gone.
#[derive(Debug)]
pub struct Before {
    folder: Folder,
    name: String,
    fresh: TempPath,
    is_shared: bool,
}

impl Before {
    /// Where the file system can, it shares the blocks of the file; else `text`, which has the fingerprint `expected`, is
    /// written once more.
    ///
    /// The file itself, which the save takes out of its place, is not made the backup (by renaming it or by a hard
    /// link), though that would cost nothing: a program that has it open for writing would go on writing into the
    /// backup, and that there is none cannot be known. Shared blocks are copied when either file is written.
    ///
    /// # Errors
    /// Where the state directory cannot be written.
    pub fn write(state_dir: &Path, file: &Path, text: &str, expected: Fingerprint) -> io::Result<Self> {
        let folder = places::folder_of(state_dir, Kind::Backups, file);
        let folder = Folder::open(state_dir, &folder, file)?;
        let target = resolve(file);
        let name = short_name(&target);
        let shared = folder.share(&target, expected).ok();
        let is_shared = shared.is_some();
        let fresh = shared.map_or_else(|| folder.write(text.as_bytes()), Ok)?;
        Ok(Self { folder, name, fresh, is_shared })
    }

    /// Makes it the latest of the earlier versions, as [`keep`] does.
    ///
    /// # Errors
    /// Where the state directory cannot be written.
    pub fn keep(self) -> io::Result<u64> {
        let number = self.folder.take(&self.name, &self.fresh)?;
        debug!(number, shared = self.is_shared, "a backup");
        self.folder.prune(KEPT);
        Ok(number)
    }
}

/// Keeps it beside the file instead, under a name that is free; returns that.
///
/// # Errors
/// Where the folder of the file cannot be written.
pub fn keep_beside(file: &Path, text: &str) -> io::Result<PathBuf> {
    let target = resolve(file);
    let name = short_name(&target);
    let mut number = 1_u32;
    loop {
        let path = folder_of(&target).join(format!("{name}.backup-{number}"));
        match super::write::create_private(&path, text) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::MetadataExt;

    #[test]
    fn the_last_versions_are_kept_latest_first_and_older_ones_go() {
        let state = tempfile::tempdir().unwrap();
        let file = state.path().join("a.ron");
        for number in 0..KEPT + 5 {
            keep(state.path(), &file, format!("version {number}")).unwrap();
        }
        let kept = list(state.path(), &file).unwrap();
        assert_eq!(kept.len(), KEPT);
        assert_eq!(fs::read_to_string(&kept[0].path).unwrap(), format!("version {}", KEPT + 4));
        assert!(kept.windows(2).all(|pair| pair[0].number > pair[1].number));
        assert!(kept.iter().all(|one| fs::metadata(&one.path).unwrap().mode() & 0o777 == 0o600));
    }

    #[test]
    fn an_old_version_that_cannot_be_removed_does_not_stop_a_new_one() {
        let state = tempfile::tempdir().unwrap();
        let file = state.path().join("a.ron");
        for number in 0..KEPT {
            keep(state.path(), &file, format!("version {number}")).unwrap();
        }
        let oldest = list(state.path(), &file).unwrap().pop().unwrap();
        fs::remove_file(&oldest.path).unwrap();
        fs::create_dir(&oldest.path).unwrap();
        keep(state.path(), &file, "new").unwrap();
        assert_eq!(fs::read_to_string(&list(state.path(), &file).unwrap()[0].path).unwrap(), "new");
    }

    #[test]
    fn versions_beside_the_file_never_overwrite_one_another() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ron");
        for text in ["one", "two"] {
            let kept = keep_beside(&file, text).unwrap();
            assert_eq!(fs::read_to_string(kept).unwrap(), text);
        }
        let names: std::collections::BTreeSet<_> =
            fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names, ["a.ron.backup-1".into(), "a.ron.backup-2".into()].into());
    }
}
