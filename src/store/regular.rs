//! Opening files so that nothing hangs and nothing is followed unseen: a named pipe, a device or a terminal in the
//! place of a file is refused at once.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{FileTypeExt, MetadataExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;

/// What is never waited for: the other end of a pipe, a terminal that would become ours.
fn never_waits() -> i32 {
    flags(OFlags::NONBLOCK | OFlags::NOCTTY)
}

/// The same, and a symbolic link is not followed.
pub(super) fn never_follows() -> i32 {
    flags(OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::NOFOLLOW)
}

fn flags(flags: OFlags) -> i32 {
    i32::try_from(flags.bits()).unwrap_or_default()
}

/// What something is that is no regular file, in words; `None` for a regular file.
pub fn other_than_a_file(meta: &Metadata) -> Option<&'static str> {
    let kind = meta.file_type();
    match () {
        () if kind.is_file() => None,
        () if kind.is_dir() => Some("a folder"),
        () if kind.is_symlink() => Some("a link"),
        () if kind.is_fifo() => Some("a named pipe"),
        () if kind.is_socket() => Some("a socket"),
        () => Some("a device"),
    }
}

/// Opens a regular file for reading, without ever waiting; a link to one is followed.
///
/// # Errors
/// Where the system refuses; [`io::ErrorKind::InvalidInput`] with what stands there where it is no regular file.
pub fn open(path: &Path) -> io::Result<File> {
    // Looked at first: opening a device alone can do something.
    refuse_other(&std::fs::metadata(path)?)?;
    let file = OpenOptions::new().read(true).custom_flags(never_waits()).open(path)?;
    refuse_other(&file.metadata()?)?;
    Ok(file)
}

fn refuse_other(meta: &Metadata) -> io::Result<()> {
    match other_than_a_file(meta) {
        None => Ok(()),
        Some(what) => Err(io::Error::new(io::ErrorKind::InvalidInput, format!("it is {what}, not a file"))),
    }
}

/// Whether an open file is the one that a path names, itself and not through a link.
pub(super) fn is_at(file: &File, path: &Path) -> bool {
    match (file.metadata(), std::fs::symlink_metadata(path)) {
        (Ok(a), Ok(b)) => (a.ino(), a.dev()) == (b.ino(), b.dev()),
        _ => false,
    }
}

/// A file's name as the start of the names of what belongs to it: long ones are cut, so that what comes behind has
/// room in the 255 bytes that file systems allow.
pub(super) fn short_name(path: &Path) -> String {
    const MOST: usize = 200;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let mut end = name.len().min(MOST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    name.get(..end).unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_file_is_refused_at_once_with_what_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let pipe = folder.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, rustix::fs::Mode::RWXU).unwrap();
        let link = folder.path().join("link");
        std::os::unix::fs::symlink("/dev/zero", &link).unwrap();
        for (path, what) in [
            (folder.path(), "a folder"),
            (&pipe, "a named pipe"),
            (&link, "a device"),
            (Path::new("/dev/tty"), "a device"),
        ] {
            let error = open(path).unwrap_err();
            assert!(error.to_string().contains(what), "{}: {error}", path.display());
        }
    }
}
