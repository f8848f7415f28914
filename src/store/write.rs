//! Writing a file so that it is never half written: a temporary file beside it, synced, then renamed over it.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// What a content is recognised by: its length and a hash. Not a defence against an enemy, only against surprise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fingerprint {
    length: u64,
    hash: u64,
}

impl Fingerprint {
    /// Of a text.
    pub fn of(text: &str) -> Self {
        Self::of_bytes(text.as_bytes())
    }

    fn of_bytes(bytes: &[u8]) -> Self {
        // The same for every version of the program: it is written into the journal. Two sums over different halves
        // of the content and its length are enough against surprise.
        let (head, tail) = bytes.split_at(bytes.len() / 2);
        let hash = (u64::from(crc32fast::hash(head)) << 32) | u64::from(crc32fast::hash(tail));
        Self { length: bytes.len() as u64, hash }
    }

    /// Of what a file holds now; `None` when there is no such file.
    ///
    /// # Errors
    /// Where the file is there but cannot be read.
    pub fn of_file(path: &Path) -> std::io::Result<Option<Self>> {
        match fs::read(path) {
            Ok(bytes) => Ok(Some(Self::of_bytes(&bytes))),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The fingerprint as it is written into the journal.
    pub fn written(self) -> String {
        format!("{:x}-{:016x}", self.length, self.hash)
    }
}

/// How a file looks without being read: whatever writes it changes this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    length: u64,
    modified: std::time::SystemTime,
    inode: u64,
}

impl Seen {
    /// Looks at a file; `None` where that cannot be.
    pub fn of(path: &Path) -> Option<Self> {
        let meta = fs::metadata(path).ok()?;
        Some(Self { length: meta.len(), modified: meta.modified().ok()?, inode: inode(&meta) })
    }
}

#[cfg(unix)]
fn inode(meta: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(meta)
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> u64 {
    0
}

/// Why a file was not written; the old one is whole, or the new one.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The operating system refused.
    #[error("{} was not written: {doing}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// What the system says.
        source: std::io::Error,
    },
    /// It is written, and the system does not say that its folder will last through a power cut.
    #[error("{} is written, but syncing its folder failed: {source}", path.display())]
    Unsynced {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Someone else has changed it since it was read.
    #[error("{} has changed on disk since it was read", path.display())]
    Changed {
        /// The file.
        path: PathBuf,
    },
}

/// The file that a path leads to in the end: a symbolic link is followed, so that it stays a link.
///
/// A link whose file is gone leads to where the file was.
pub fn resolve(path: &Path) -> PathBuf {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        if let Ok(found) = fs::canonicalize(&path) {
            return found;
        }
        let Ok(next) = fs::read_link(&path) else { break };
        path = path.parent().map_or_else(|| next.clone(), |folder| folder.join(&next));
    }
    // The file is not there: its folder may be.
    match (path.parent().map(fs::canonicalize), path.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => path,
    }
}

/// As many links in a row as Linux follows.
const MAX_LINKS: usize = 40;

/// Writes `text` to the file that `path` leads to, if it still holds `expected` (`None`: there is no such file).
///
/// The mode of the file is kept. The temporary file, the file and its folder are synced, so that after a crash either
/// the old or the new text is there, whole.
///
/// # Errors
/// Where the file has changed, or the system refuses; then the old file is as it was, but for
/// [`WriteError::Unsynced`].
pub fn replace(path: &Path, text: &str, expected: Option<Fingerprint>) -> Result<(), WriteError> {
    let target = resolve(path);
    let failed = |doing| {
        let path = target.clone();
        move |source| WriteError::Io { path, doing, source }
    };
    // A read-only file is not written, though its folder would let it be replaced.
    let old = fs::metadata(&target).ok();
    if old.as_ref().is_some_and(|meta| meta.permissions().readonly()) {
        let source = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
        return Err(failed("the file is read-only")(source));
    }
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    };
    let name = target.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut temporary = tempfile::Builder::new()
        .prefix(&format!(".{name}."))
        .suffix(".tmp")
        .tempfile_in(&folder)
        .map_err(failed("creating a temporary file beside it"))?;
    temporary.write_all(text.as_bytes()).map_err(failed("writing the temporary file"))?;
    if let Some(meta) = &old {
        temporary.as_file().set_permissions(meta.permissions()).map_err(failed("keeping its mode"))?;
    } else {
        new_mode(temporary.as_file()).map_err(failed("setting its mode"))?;
    }
    temporary.as_file().sync_all().map_err(failed("syncing the temporary file"))?;
    // Looked at as late as can be: what came meanwhile is not overwritten.
    if Fingerprint::of_file(&target).map_err(failed("reading what is there"))? != expected {
        return Err(WriteError::Changed { path: target });
    }
    temporary.persist(&target).map_err(|error| failed("renaming the temporary file")(error.error))?;
    File::open(&folder)
        .and_then(|folder| folder.sync_all())
        .map_err(|source| WriteError::Unsynced { path: target, source })
}

/// Writes a small file of the program's own, and the folders above it, so that it is never half there.
///
/// # Errors
/// Where the system refuses.
pub fn put_in_place(path: &Path, text: &str) -> std::io::Result<()> {
    let path = resolve(path);
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut temporary = tempfile::NamedTempFile::new_in(folder)?;
    temporary.write_all(text.as_bytes())?;
    new_mode(temporary.as_file())?;
    temporary.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// A temporary file is for its owner alone; a new state file is as the system makes files.
#[cfg(unix)]
fn new_mode(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn new_mode(_: &File) -> std::io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_with_its_mode_and_its_link_kept() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.ron"), folder.path().join("link.ron"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        replace(&link, "new", Some(Fingerprint::of("old"))).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert!(fs::symlink_metadata(&link).unwrap().file_type().is_symlink());
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file is left");
    }

    #[test]
    fn a_file_that_has_changed_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ron");
        fs::write(&file, "someone else's").unwrap();
        let error = replace(&file, "new", Some(Fingerprint::of("old"))).unwrap_err();
        assert!(matches!(error, WriteError::Changed { .. }), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "someone else's");
    }

    #[test]
    fn a_failure_names_the_file_and_what_was_being_done_and_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("gone").join("a.ron");
        let error = replace(&missing, "new", None).unwrap_err().to_string();
        assert!(error.contains("a.ron") && error.contains("temporary file"), "{error}");
    }
}
