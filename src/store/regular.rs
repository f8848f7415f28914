//! Opening files so that nothing hangs: a named pipe, a device or a terminal in the place of a file is refused at once.

use std::fs::{File, Metadata, OpenOptions};
use std::io;
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

use rustix::fs::OFlags;

/// What is never waited for: the other end of a pipe, a terminal that would become ours.
fn never_waits() -> i32 {
    i32::try_from((OFlags::NONBLOCK | OFlags::NOCTTY).bits()).unwrap_or_default()
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
