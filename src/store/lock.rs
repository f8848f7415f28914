//! One writer at a time: an advisory lock beside the file that names the process which has it.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use rustix::io::Errno;

use super::regular::{is_at, never_follows, other_than_a_file, short_name};
use super::write::resolve;

/// The lock, held until it is dropped; the system lets go of it when the process dies.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

/// Why there is no lock.
#[derive(Debug, thiserror::Error)]
pub enum NoLock {
    /// Another process has it, and says who it is.
    #[error("{0} has it open")]
    Held(String),
    /// Something that is not ours stands where the lock belongs; it is left as it is.
    #[error("{what} stands where its lock belongs: remove {}", path.display())]
    InTheWay {
        /// Where the lock belongs.
        path: PathBuf,
        /// What stands there.
        what: &'static str,
    },
    /// The file system has no locks.
    #[error("its file system has no locks: {0}")]
    Unsupported(io::Error),
    /// The lock file cannot be made: the folder is not writable, and then neither is the file.
    #[error("its folder cannot be written: {0}")]
    Unwritable(io::Error),
}

/// A lock says so much about who has it, at the most; a longer file is no lock.
const LONGEST: u64 = 64;

/// Somebody who puts one file after the other where the lock belongs does not keep us for ever.
const TRIES: usize = 100;

/// What a lock says of its holder.
const HOLDER: &str = "process ";

/// The lock file of a state file: a hidden sibling. A lock on the file itself would go with the first rename.
fn path_of(file: &Path) -> PathBuf {
    let target = resolve(file);
    target.with_file_name(format!(".{}.lock", short_name(&target)))
}

impl Lock {
    /// Takes the lock of a state file. A link in its place is not followed, and a file that is no lock of ours is left
    /// as it is: the folder may come from somebody else.
    ///
    /// # Errors
    /// Where another process has it, something else stands in its place, or it cannot be made.
    pub fn take(file: &Path) -> Result<Self, NoLock> {
        let path = path_of(file);
        for _ in 0..TRIES {
            let mut lock = open(&path)?;
            let said = read(&mut lock, &path)?;
            try_lock(&lock).map_err(|why| match why {
                NoLock::Held(_) => NoLock::Held(said.clone()),
                why => why,
            })?;
            // The one before us removes its lock file when it ends: then this is a file that nobody else will find.
            if !is_at(&lock, &path) {
                continue;
            }
            // One that somebody else has left cannot always be written; it locks all the same.
            let _ = name_us(&mut lock);
            return Ok(Self { file: lock, path });
        }
        Err(NoLock::InTheWay { path, what: "a file that changes all the time" })
    }
}

/// Opens the lock file, or makes it.
fn open(path: &Path) -> Result<File, NoLock> {
    let in_the_way = |what| NoLock::InTheWay { path: path.to_owned(), what };
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false).custom_flags(never_follows());
    let opened = match options.open(path) {
        // Left by somebody else, who may read and write it: locking needs no more than reading.
        Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
            let reading = OpenOptions::new().read(true).custom_flags(never_follows()).open(path);
            reading.map_err(|_| error)
        }
        opened => opened,
    };
    let file = opened.map_err(|error| {
        let there = std::fs::symlink_metadata(path).ok();
        match there.as_ref().and_then(other_than_a_file) {
            Some(what) => in_the_way(what),
            None => NoLock::Unwritable(error),
        }
    })?;
    let meta = file.metadata().map_err(NoLock::Unwritable)?;
    match other_than_a_file(&meta) {
        Some(what) => Err(in_the_way(what)),
        // Writing into it would write into the file of the other name.
        None if meta.nlink() > 1 => Err(in_the_way("a second name of another file")),
        None => Ok(file),
    }
}

/// What a lock file says of its holder; refuses one that is no lock of ours.
fn read(file: &mut File, path: &Path) -> Result<String, NoLock> {
    let mut said = String::new();
    let is_text = match file.take(LONGEST + 1).read_to_string(&mut said) {
        Ok(_) => true,
        Err(error) if error.kind() == io::ErrorKind::InvalidData => false,
        // What is in it is not known: nothing is said of it, and it is not to be removed.
        Err(error) => return Err(NoLock::Unwritable(error)),
    };
    let number = said.trim().strip_prefix(HOLDER).unwrap_or_default();
    let is_ours = said.is_empty() || (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
    if !is_text || !is_ours {
        return Err(NoLock::InTheWay { path: path.to_owned(), what: "a file that is no lock of beltui" });
    }
    Ok(if said.is_empty() { "another program".to_owned() } else { said.trim().to_owned() })
}

/// Takes the lock of an open file, or says at once why not.
///
/// # Errors
/// Where somebody else has it, or the file system has none.
fn try_lock(file: &File) -> Result<(), NoLock> {
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => Err(NoLock::Held("another program".to_owned())),
        Err(TryLockError::Error(error)) if has_none(&error) => Err(NoLock::Unsupported(error)),
        Err(TryLockError::Error(error)) => Err(NoLock::Unwritable(error)),
    }
}

/// An open file whose lock is let go as soon as it is dropped. Closing it is not enough: a process that was started in
/// that moment has it open too until it becomes another program.
#[derive(Debug)]
pub(super) struct Held(File);

impl Held {
    /// Takes the lock of an open file; a file system that has none has none to offer.
    ///
    /// # Errors
    /// Where somebody else has it.
    pub(super) fn take(file: File) -> Result<Self, NoLock> {
        match try_lock(&file) {
            Ok(()) | Err(NoLock::Unsupported(_)) => Ok(Self(file)),
            Err(why) => Err(why),
        }
    }
}

impl std::ops::Deref for Held {
    type Target = File;

    fn deref(&self) -> &File {
        &self.0
    }
}

impl std::ops::DerefMut for Held {
    fn deref_mut(&mut self) -> &mut File {
        &mut self.0
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

/// Whether an error of locking says that the file system has no locks.
fn has_none(error: &io::Error) -> bool {
    let known = [Errno::NOSYS, Errno::OPNOTSUPP, Errno::NOTSUP, Errno::NOLCK, Errno::INVAL];
    known.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

fn name_us(lock: &mut File) -> io::Result<()> {
    lock.set_len(0)?;
    lock.seek(SeekFrom::Start(0))?;
    lock.write_all(format!("{HOLDER}{}", std::process::id()).as_bytes())
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is still held, so that nobody can have taken it between; not where it was replaced.
        if is_at(&self.file, &self.path) {
            let _ = std::fs::remove_file(&self.path);
        }
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    /// A folder with a state file in it, and where its lock belongs.
    fn folder() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ron");
        std::fs::write(&file, "state").unwrap();
        let lock = folder.path().join(".a.ron.lock");
        (folder, file, lock)
    }

    #[test]
    fn the_second_is_told_who_the_first_is_and_gets_it_afterwards() {
        let (folder, file, _) = folder();
        let first = Lock::take(&file).unwrap();
        match Lock::take(&file) {
            Err(NoLock::Held(holder)) => assert_eq!(holder, format!("process {}", std::process::id())),
            other => panic!("{other:?}"),
        }
        drop(first);
        drop(Lock::take(&file).unwrap());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "no lock file is left");
    }

    #[test]
    fn what_stands_where_the_lock_belongs_is_named_and_left_as_it_is() {
        let (folder, file, lock) = folder();
        let victim = folder.path().join("precious");
        let link = |to: &str| symlink(to, &lock).unwrap();
        let cases: [(&str, &dyn Fn()); 8] = [
            ("a link", &|| link("precious")),
            ("a link", &|| link("a.ron")),
            ("a link", &|| link("nowhere")),
            ("a link", &|| link(".a.ron.lock")),
            ("a second name", &|| std::fs::hard_link(&victim, &lock).unwrap()),
            ("a folder", &|| std::fs::create_dir(&lock).unwrap()),
            ("no lock of beltui", &|| std::fs::write(&lock, "somebody's notes").unwrap()),
            ("a named pipe", &|| {
                rustix::fs::mkfifoat(rustix::fs::CWD, &lock, rustix::fs::Mode::RWXU).unwrap();
            }),
        ];
        for (what, put) in cases {
            std::fs::write(&victim, "precious").unwrap();
            put();
            let before = std::fs::symlink_metadata(&lock).unwrap();
            let said = Lock::take(&file).unwrap_err().to_string();
            assert!(said.starts_with("a ") && said.contains(what), "{what}: {said}");
            assert!(said.ends_with(&format!("remove {}", lock.display())), "{said}");
            let after = std::fs::symlink_metadata(&lock).unwrap();
            assert_eq!((before.ino(), before.len()), (after.ino(), after.len()), "{what}");
            assert_eq!(std::fs::read_to_string(&victim).unwrap(), "precious", "{what}");
            assert_eq!(std::fs::read_to_string(&file).unwrap(), "state", "{what}");
            assert!(!folder.path().join("nowhere").exists(), "a dangling link makes no file");
            if before.is_dir() {
                std::fs::remove_dir(&lock).unwrap();
            } else {
                std::fs::remove_file(&lock).unwrap();
            }
        }
    }

    #[test]
    fn a_lock_that_a_killed_process_left_is_taken_over() {
        let (_folder, file, lock) = folder();
        std::fs::write(&lock, "process 1").unwrap();
        let taken = Lock::take(&file).unwrap();
        assert_eq!(std::fs::read_to_string(&lock).unwrap(), format!("process {}", std::process::id()));
        drop(taken);
        assert!(!lock.exists());
    }

    #[test]
    fn what_came_in_the_place_of_our_lock_is_not_removed_with_it() {
        let (_folder, file, lock) = folder();
        let taken = Lock::take(&file).unwrap();
        std::fs::remove_file(&lock).unwrap();
        std::fs::write(&lock, "somebody's").unwrap();
        drop(taken);
        assert_eq!(std::fs::read_to_string(&lock).unwrap(), "somebody's");
    }

    #[test]
    fn a_file_system_without_locks_is_not_called_a_folder_that_cannot_be_written() {
        for errno in [Errno::NOSYS, Errno::OPNOTSUPP, Errno::NOLCK] {
            assert!(has_none(&io::Error::from(errno)), "{errno}");
        }
        for errno in [Errno::ACCESS, Errno::ROFS, Errno::NOSPC, Errno::PERM] {
            assert!(!has_none(&io::Error::from(errno)), "{errno}");
        }
        let said = NoLock::Unsupported(Errno::NOSYS.into()).to_string();
        assert!(said.starts_with("its file system has no locks"), "{said}");
    }
}
