//! Folders whose files are numbered in the order in which they were put there. Numbers, not times, put them in order:
//! clocks go backwards.

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::{NamedTempFile, TempPath};

use super::fingerprint::Fingerprint;
use super::private::{self, sync};
use super::regular;
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
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// Opens or makes it below the state directory.
    ///
    /// # Errors
    /// Where it cannot be written, or belongs to somebody else.
    pub(super) fn open(state_dir: &Path, path: &Path, file: &Path) -> io::Result<Self> {
        private::folder(state_dir, path)?;
        let of = path.join(OF);
        if !of.exists() {
            fs::write(&of, super::places::written(file) + "\n")?;
        }
        Ok(Self { path: path.to_owned() })
    }

    /// Puts a new file there under the next number, whole or not at all, for its owner alone; returns its number.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn put(&self, name: &str, bytes: &[u8]) -> io::Result<u64> {
        self.take(name, &self.write(bytes)?)
    }

    /// Writes a new file there for its owner alone, whole and on disk, which has no number yet: dropped, it is gone.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<TempPath> {
        let mut fresh = self.fresh()?;
        fresh.write_all(bytes)?;
        fresh.as_file().sync_all()?;
        Ok(fresh.into_temp_path())
    }

    /// Puts what a file holds there as [`write`](Self::write) does, but without writing it once more: both files share
    /// their blocks, and whoever writes into the one does not change the other.
    ///
    /// # Errors
    /// Where the file system cannot do that, the file is on another one, or it does not hold `expected`: then nothing
    /// is put there.
    pub(super) fn share(&self, file: &Path, expected: Fingerprint) -> io::Result<TempPath> {
        let source = regular::open(file)?;
        let fresh = self.fresh()?;
        share_blocks(&source, fresh.as_file())?;
        // What was shared is what the file held at that moment. The file is read afterwards, as it is in memory already
        // and the copy is not: who had written into it before would be seen.
        if Fingerprint::of_open(source)? != expected {
            return Err(io::Error::other("it was changed on disk since it was read"));
        }
        fresh.as_file().sync_all()?;
        Ok(fresh.into_temp_path())
    }

    /// A new file for its owner alone. Half a file must never count as one: it gets its name when it is whole.
    fn fresh(&self) -> io::Result<NamedTempFile> {
        let owner_alone = Permissions::from_mode(0o600);
        tempfile::Builder::new().prefix(FRESH).permissions(owner_alone).tempfile_in(&self.path)
    }

    /// Moves what stands somewhere in the same file system there under the next number; returns its number.
    ///
    /// # Errors
    /// Where it cannot be moved.
    pub(super) fn take(&self, name: &str, from: &Path) -> io::Result<u64> {
        // Another process may be at the same number.
        for _ in 0..TRIES {
            let number = list(&self.path)?.first().map_or(1, |last| last.number.saturating_add(1));
            match rename_to_free(from, &self.path.join(format!("{number:06}-{name}"))) {
                Ok(()) => {
                    sync(&self.path)?;
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
        for old in list(&self.path).unwrap_or_default().iter().skip(most) {
            let _ = fs::remove_file(&old.path);
        }
    }
}

/// Gives an empty file what another one holds, without copying it (Btrfs, XFS).
#[cfg(target_os = "linux")]
fn share_blocks(from: &File, to: &File) -> io::Result<()> {
    Ok(rustix::fs::ioctl_ficlone(to, from)?)
}

/// No call that does it between two open files is known elsewhere.
#[cfg(not(target_os = "linux"))]
fn share_blocks(_: &File, _: &File) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::MetadataExt;
    use std::process::{Command, Stdio};

    /// A file system of its own whose files can share blocks; `None` where none can be made or mounted.
    struct Sharing(tempfile::TempDir);

    impl Sharing {
        fn new(make: &str) -> Option<Self> {
            let folder = tempfile::tempdir().unwrap();
            let (image, mounted) = (folder.path().join("image"), folder.path().join("mounted"));
            File::create(&image).unwrap().set_len(400 << 20).unwrap();
            fs::create_dir(&mounted).unwrap();
            let runs = |command: &mut Command| {
                let quiet = command.stdout(Stdio::null()).stderr(Stdio::null());
                quiet.status().is_ok_and(|status| status.success())
            };
            let made = runs(Command::new(make).arg("-q").arg(&image))
                && runs(Command::new("mount").args(["-o", "loop"]).args([&image, &mounted]));
            made.then_some(Self(folder))
        }

        fn path(&self) -> PathBuf {
            self.0.path().join("mounted")
        }
    }

    impl Drop for Sharing {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg(self.path()).status();
        }
    }

    #[test]
    fn what_shares_its_blocks_with_a_file_stays_when_the_file_is_written_in_place() {
        for make in ["mkfs.btrfs", "mkfs.xfs"] {
            let Some(sharing) = Sharing::new(make) else {
                // Not even asked for with `CI=true`: the tools are no part of a system that builds the program.
                eprintln!("NOT RUN: {make} cannot make a file system here, or it cannot be mounted");
                continue;
            };
            let (state, file) = (sharing.path().join("state"), sharing.path().join("a.ron"));
            let text = "the version before, longer than one block of a file system\n".repeat(1_000);
            fs::write(&file, &text).unwrap();
            let writer = fs::OpenOptions::new().write(true).open(&file).unwrap();
            let kept = state.join("kept");
            let folder = Folder::open(&state, &kept, &file).unwrap();
            let other = folder.share(&file, Fingerprint::of("another text")).unwrap_err();
            assert_eq!(other.to_string(), "it was changed on disk since it was read");
            assert_eq!(list(&kept).unwrap(), []);
            let shared = folder.share(&file, Fingerprint::of(&text)).unwrap();
            assert_eq!(list(&kept).unwrap(), [], "it has no number yet");
            assert_eq!(folder.take("a.ron", &shared).unwrap(), 1, "{make}");
            std::os::unix::fs::FileExt::write_all_at(&writer, b"theirs", 0).unwrap();
            writer.set_len(9).unwrap();
            let [one] = list(&kept).unwrap().try_into().unwrap();
            assert!(fs::read_to_string(&one.path).unwrap() == text, "{make}");
            assert_eq!(fs::metadata(&one.path).unwrap().mode() & 0o777, 0o600);
            assert_eq!(
                fs::read_dir(&kept).unwrap().count(),
                2,
                "the version and its path, and nothing half done"
            );
        }
    }

    #[test]
    fn where_nothing_can_be_shared_nothing_is_put_there() {
        let folder = tempfile::tempdir().unwrap();
        let (state, file) = (folder.path().join("state"), folder.path().join("a.ron"));
        fs::create_dir(&file).unwrap();
        let kept = state.join("kept");
        let numbered = Folder::open(&state, &kept, &file).unwrap();
        numbered.share(&file, Fingerprint::of("")).unwrap_err();
        assert_eq!(list(&kept).unwrap(), []);
    }
}
