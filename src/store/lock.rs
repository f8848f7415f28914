//! One writer at a time: an advisory lock beside the file that names the process which has it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use super::write::resolve;

/// The lock, held until it is dropped; the system lets go of it when the process dies.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

/// Why there is no lock.
#[derive(Debug)]
pub enum NoLock {
    /// Another process has it, and says who it is.
    Held(String),
    /// The lock file cannot be made: the folder is not writable, and then neither is the file.
    Unwritable(std::io::Error),
}

/// The lock file of a state file: a hidden sibling. A lock on the file itself would go with the first rename.
fn path_of(file: &Path) -> PathBuf {
    let target = resolve(file);
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    target.with_file_name(format!(".{name}.lock"))
}

impl Lock {
    /// Takes the lock of a state file.
    ///
    /// # Errors
    /// Where another process has it, or the lock file cannot be made.
    pub fn take(file: &Path) -> Result<Self, NoLock> {
        let path = path_of(file);
        loop {
            let mut lock = OpenOptions::new()
                .read(true)
                .write(true)
                .create(true)
                .truncate(false)
                .open(&path)
                .map_err(NoLock::Unwritable)?;
            match lock.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    let _ = lock.read_to_string(&mut holder);
                    return Err(NoLock::Held(holder.trim().to_owned()));
                }
                Err(TryLockError::Error(error)) => return Err(NoLock::Unwritable(error)),
            }
            // The one before us removes its lock file when it ends: then this is a file that nobody else will find.
            if !is_same_file(&lock, &path) {
                continue;
            }
            let said = format!("process {}", std::process::id());
            let named = lock
                .set_len(0)
                .and_then(|()| lock.seek(SeekFrom::Start(0)))
                .and_then(|_| lock.write_all(said.as_bytes()));
            named.map_err(NoLock::Unwritable)?;
            return Ok(Self { file: lock, path });
        }
    }
}

#[cfg(unix)]
fn is_same_file(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(a), Ok(b)) => a.ino() == b.ino() && a.dev() == b.dev(),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_same_file(_: &File, _: &Path) -> bool {
    true
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is still held, so that nobody can have taken it between.
        let _ = std::fs::remove_file(&self.path);
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_the_first_is_and_gets_it_afterwards() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ron");
        std::fs::write(&file, "").unwrap();
        let first = Lock::take(&file).unwrap();
        match Lock::take(&file) {
            Err(NoLock::Held(holder)) => assert_eq!(holder, format!("process {}", std::process::id())),
            other => panic!("{other:?}"),
        }
        drop(first);
        drop(Lock::take(&file).unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no lock file is left");
    }
}
