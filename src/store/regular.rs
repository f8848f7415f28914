//! Opening files so that nothing hangs and nothing is followed unseen: a named pipe, a device or a terminal in the
//! place of a file is refused at once.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _};
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

/// Why something was not opened.
#[derive(Debug)]
pub enum NotOpened {
    /// What stands there is no regular file.
    Other(&'static str),
    /// The system refuses.
    Io(io::Error),
}

impl From<NotOpened> for io::Error {
    fn from(why: NotOpened) -> Self {
        match why {
            NotOpened::Other(what) => {
                Self::new(io::ErrorKind::InvalidInput, format!("it is {what}, not a file"))
            }
            NotOpened::Io(error) => error,
        }
    }
}

/// Opens a regular file for reading, without ever waiting; a link to one is followed.
///
/// # Errors
/// Where the system refuses, or what stands there is no regular file.
pub fn open(path: &Path) -> Result<File, NotOpened> {
    let is_file = |meta: io::Result<Metadata>| match other_than_a_file(&meta.map_err(NotOpened::Io)?) {
        None => Ok(()),
        Some(what) => Err(NotOpened::Other(what)),
    };
    // Looked at first: opening a device alone can do something.
    is_file(std::fs::metadata(path))?;
    let opened = OpenOptions::new().read(true).custom_flags(never_waits()).open(path);
    let file = opened.map_err(NotOpened::Io)?;
    is_file(file.metadata())?;
    Ok(file)
}

/// Opens a regular file or the end of a pipe, and waits for what comes out of that: what is only read may be one
/// (`diff <(git show HEAD:file) file`). A device is refused, but for the one that git names where a side has no file.
///
/// # Errors
/// Where the system refuses, or what stands there is none of both.
pub fn open_or_pipe(path: &Path) -> Result<File, NotOpened> {
    let kind = std::fs::metadata(path).map_err(NotOpened::Io)?.file_type();
    if kind.is_fifo() || kind.is_socket() || path == Path::new("/dev/null") {
        return File::open(path).map_err(NotOpened::Io);
    }
    open(path)
}

/// All that an open file or pipe holds, in bounded memory.
///
/// # Errors
/// [`io::ErrorKind::FileTooLarge`] where that is more than `most` bytes; where the system refuses.
pub fn bytes(file: File, most: u64) -> io::Result<Vec<u8>> {
    let too_large =
        || io::Error::new(io::ErrorKind::FileTooLarge, format!("it is larger than {}", size(most)));
    let length = file.metadata()?.len();
    if length > most {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(usize::try_from(length).unwrap_or(usize::MAX))?;
    // A pipe, or a file that grows meanwhile, is bounded as well.
    file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(too_large()) } else { Ok(bytes) }
}

/// A bound in words.
fn size(bytes: u64) -> String {
    if bytes < 1 << 30 { format!("{} MiB", bytes >> 20) } else { format!("{} GiB", bytes >> 30) }
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
    fn what_is_only_read_may_be_a_pipe_and_no_device_but_the_empty_one() {
        for (path, what) in [("/dev/zero", "a device"), ("/", "a folder")] {
            let why = std::io::Error::from(open_or_pipe(Path::new(path)).unwrap_err()).to_string();
            assert!(why.contains(what), "{path}: {why}");
        }
        let file = open_or_pipe(Path::new("/dev/null")).unwrap();
        assert_eq!(bytes(file, 9).unwrap(), b"");
    }

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
            let error = io::Error::from(open(path).unwrap_err());
            assert!(error.to_string().contains(what), "{}: {error}", path.display());
        }
    }

    #[test]
    fn no_more_is_read_than_may_be() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        std::fs::write(&path, "12345").unwrap();
        assert_eq!(bytes(open(&path).unwrap(), 5).unwrap(), b"12345");
        let error = bytes(open(&path).unwrap(), 4).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        // A device has no length: what comes out of it is counted.
        let endless = File::open("/dev/zero").unwrap();
        let error = bytes(endless, 1 << 20).unwrap_err();
        assert_eq!(error.to_string(), "it is larger than 1 MiB");
    }
}
