//! Writing a file so that it is never half written: a temporary file beside it, synced, then put in its place.
//!
//! Where the system can exchange two names at once (Linux, macOS), what comes out of the exchange is compared with what
//! was expected there: a file that somebody else has put there in the last moment goes back in its place, and the save
//! takes it over first. Elsewhere the old file is compared right before the rename.

use std::fs::{self, File, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;
use tempfile::TempPath;
use thiserror::Error;

use super::attributes::Attributes;
use super::private::sync;
use super::regular::{is_at, other_than_a_file, short_name};

pub use super::fingerprint::{Fingerprint, Seen};

/// Why a file was not written; the old one is whole, or the new one.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The operating system refused.
    #[error("{doing}: {source}: {} was not written", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was being done.
        doing: &'static str,
        /// What the system says.
        source: io::Error,
    },
    /// It is written, and the system does not say that its folder will last through a power cut.
    #[error("its folder could not be synced: {source}: {} is written, and may be lost by a power cut", path.display())]
    Unsynced {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// Someone else has changed it since it was read.
    #[error("it was changed on disk since it was read: {}", path.display())]
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
    match (fs::canonicalize(folder_of(&path)), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path,
    }
}

/// As many links in a row as Linux follows.
const MAX_LINKS: usize = 40;

/// The end of a temporary file's name while it is written: whatever is in it is ours.
pub(super) const FRESH: &str = ".new";

/// The end of its name from when it is whole: after an exchange it holds what was in the place of the file.
pub(super) const WHOLE: &str = ".swap";

/// The folder that a file is in.
pub(super) fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What the names of the temporary files of a file begin with.
pub(super) fn temporary_prefix(file: &Path) -> String {
    format!(".{}.", short_name(file))
}

/// [`replace_known`] of a file of which nothing is known but what stands there.
///
/// # Errors
/// As [`replace_known`].
pub fn replace(
    path: &Path,
    text: impl AsRef<[u8]>,
    expected: Option<Fingerprint>,
) -> Result<Vec<String>, WriteError> {
    replace_known(path, text.as_ref(), expected, None)
}

/// Writes `text` to the file that `path` leads to, if it still holds `expected` (`None`: there is no such file).
///
/// Owner, group, mode and extended attributes are kept; a file that is not there gets those of `before`, and without
/// these the mode that the system gives new files. The temporary file, the file and its folder are synced, so that
/// after a crash either the old or the new text is there, whole. Returns what could not be kept, in words.
///
/// # Errors
/// Where the file has changed, or the system refuses; then the old file is as it was, but for
/// [`WriteError::Unsynced`].
pub fn replace_known(
    path: &Path,
    text: &[u8],
    expected: Option<Fingerprint>,
    before: Option<&Attributes>,
) -> Result<Vec<String>, WriteError> {
    let target = resolve(path);
    let failed = |doing| {
        let path = target.clone();
        move |source| WriteError::Io { path, doing, source }
    };
    let refused = |doing, why: &str| failed(doing)(io::Error::other(why.to_owned()));
    let there = fs::symlink_metadata(&target).ok();
    if let Some(what) = there.as_ref().and_then(other_than_a_file) {
        return Err(refused("it is no file any more", &format!("{what} stands in its place")));
    }
    // A read-only file is not written, though its folder would let it be replaced.
    if there.as_ref().is_some_and(|meta| meta.permissions().readonly()) {
        return Err(failed("the file is read-only")(io::ErrorKind::PermissionDenied.into()));
    }
    let now = Attributes::of(&target);
    let attributes = now.as_ref().or(before);
    let (temporary, file, lacking) =
        written_beside(&target, text, attributes).map_err(|(doing, source)| failed(doing)(source))?;
    if expected.is_none() {
        // Nobody's new file is overwritten.
        return match keep_as(temporary, &target) {
            Ok(()) => synced(target).map(|()| lacking),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                Err(WriteError::Changed { path: target })
            }
            Err(error) => Err(failed("renaming the temporary file")(error)),
        };
    }
    // Whole from here on: what is found under this name after a crash is never half a text.
    let whole = temporary.with_extension(WHOLE.trim_start_matches('.'));
    keep_as(temporary, &whole).map_err(failed("renaming the temporary file"))?;
    let whole = TempPath::try_from_path(whole).map_err(failed("naming the temporary file"))?;
    match exchange(&whole, &target) {
        Ok(()) => take_or_go_back(whole, &target, &file, expected)
            .map_err(|error| error.unwrap_or_else(|| WriteError::Changed { path: target.clone() }))?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(WriteError::Changed { path: target });
        }
        Err(error) if cannot_exchange(&error) => {
            // Looked at as late as can be: what came meanwhile is not overwritten.
            if Fingerprint::of_file(&target).map_err(failed("reading what is there"))? != expected {
                return Err(WriteError::Changed { path: target });
            }
            whole.persist(&target).map_err(|error| failed("renaming the temporary file")(error.error))?;
        }
        Err(error) => return Err(failed("putting the temporary file in its place")(error)),
    }
    synced(target).map(|()| lacking)
}

/// Waits until the folder of a file that was written is on disk.
fn synced(file: PathBuf) -> Result<(), WriteError> {
    sync(folder_of(&file)).map_err(|source| WriteError::Unsynced { path: file, source })
}

/// Writes a text into a temporary file beside a file, whole, with its attributes, and on disk. Returns what could not
/// be kept.
fn written_beside(
    target: &Path,
    text: &[u8],
    attributes: Option<&Attributes>,
) -> Result<(TempPath, File, Vec<String>), (&'static str, io::Error)> {
    // Never more open than what it replaces; a new file is as open as the system makes files.
    let mode = if attributes.is_some() { 0o600 } else { 0o666 };
    let temporary = tempfile::Builder::new()
        .prefix(&temporary_prefix(target))
        .suffix(FRESH)
        .permissions(Permissions::from_mode(mode))
        .tempfile_in(folder_of(target))
        .map_err(|error| ("a temporary file beside it cannot be made", without_its_name(target, error)))?;
    let (mut file, temporary) = temporary.into_parts();
    file.write_all(text).map_err(|error| ("the temporary file cannot be written", error))?;
    let mut lacking = Vec::new();
    if let Some(attributes) = attributes {
        lacking = attributes.give_to(&file).map_err(|error| ("its mode cannot be kept", error))?;
        if attributes.other_names() > 0 {
            let names = attributes.other_names();
            lacking.push(format!("its {names} other name{}", if names == 1 { "" } else { "s" }));
        }
    }
    file.sync_all().map_err(|error| ("the temporary file cannot be synced", error))?;
    Ok((temporary, file, lacking))
}

/// Why no temporary file could be made in the folder of a file: without its name, which nobody knows.
fn without_its_name(target: &Path, error: io::Error) -> io::Error {
    let folder = folder_of(target);
    if error.kind() == io::ErrorKind::NotFound && !folder.exists() {
        return io::Error::new(error.kind(), format!("there is no folder {}", folder.display()));
    }
    let inner = error.get_ref().and_then(std::error::Error::source);
    let number = inner.and_then(|inner| inner.downcast_ref::<io::Error>()).and_then(io::Error::raw_os_error);
    number.map_or(error, io::Error::from_raw_os_error)
}

fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

/// Gives a temporary file a name where nothing stands.
fn keep_as(temporary: TempPath, name: &Path) -> io::Result<()> {
    rename_to_free(&temporary, name)?;
    // Nothing stands under the temporary name any more that would have to go.
    temporary.keep().map(|_| ()).map_err(|error| error.error)
}

/// Renames what stands at one path to another where nothing stands.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] where something stands there, or what the system says.
pub(super) fn rename_to_free(from: &Path, to: &Path) -> io::Result<()> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE).map_err(io::Error::from) {
        Err(error) if cannot_exchange(&error) => rename_by_looking(from, to),
        renamed => renamed,
    }
}

/// The same where the file system cannot do it in one step: right before, it is looked whether something stands there.
/// No second name is made instead, as file systems without the one mostly lack the other.
fn rename_by_looking(from: &Path, to: &Path) -> io::Result<()> {
    match fs::symlink_metadata(to) {
        Ok(_) => Err(io::ErrorKind::AlreadyExists.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => fs::rename(from, to),
        Err(error) => Err(error),
    }
}

/// Whether an error of an exchange says that this system or file system has none.
fn cannot_exchange(error: &io::Error) -> bool {
    let known = [Errno::INVAL, Errno::NOSYS, Errno::OPNOTSUPP, Errno::NOTSUP];
    known.iter().any(|errno| error.raw_os_error() == Some(errno.raw_os_error()))
}

/// After the exchange: what came out of the file's place is what was expected there, and goes; or it goes back.
///
/// `None` as the error says that the file has changed, and is as somebody else has put it there.
fn take_or_go_back(
    out: TempPath,
    target: &Path,
    ours: &File,
    expected: Option<Fingerprint>,
) -> Result<(), Option<WriteError>> {
    let found = Fingerprint::of_file(&out);
    if found.as_ref().is_ok_and(|found| *found == expected) {
        return Ok(());
    }
    // What was taken out must not be removed with its temporary name, whatever happens from here.
    let failed = |doing, source| Some(WriteError::Io { path: target.to_owned(), doing, source });
    let out =
        out.keep().map_err(|error| failed("going back after a change of somebody else", error.error))?;
    let mut put = inode(&ours.metadata().map_err(|error| failed("looking at what was written", error))?);
    for _ in 0..MAX_TURNS {
        let back = fs::metadata(&out).map(|meta| inode(&meta));
        if let Err(error) = exchange(&out, target) {
            let kept =
                format!("somebody else has changed it, and what they wrote is kept as {}", out.display());
            return Err(failed(
                "going back after a change of somebody else",
                io::Error::other(format!("{kept}: {error}")),
            ));
        }
        // What we had put there came out again: nobody has come between, and the latest of the others stands there.
        if fs::metadata(&out).is_ok_and(|meta| inode(&meta) == put) {
            if is_at(ours, &out) {
                let _ = fs::remove_file(&out);
            }
            return Err(found.err().and_then(|error| failed("reading what stood there", error)));
        }
        // A newer one came out, which goes back in its turn.
        put = back.map_err(|error| failed("looking at what somebody else wrote", error))?;
    }
    Err(None)
}

fn inode(meta: &fs::Metadata) -> (u64, u64) {
    (meta.dev(), meta.ino())
}

/// Somebody who puts one file after the other in place does not keep us for ever.
const MAX_TURNS: usize = 9;

/// Writes a new file for its owner alone; one that is there is never touched.
///
/// # Errors
/// Where it is there already, or the system refuses.
pub(super) fn create_private(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    sync(folder_of(path))
}

/// Writes a small file of the program's own, and the folders above it, so that it is never half there.
///
/// # Errors
/// Where the system refuses.
pub fn put_in_place(path: &Path, text: impl AsRef<[u8]>) -> io::Result<()> {
    let path = resolve(path);
    fs::create_dir_all(folder_of(&path))?;
    if let Some(what) = fs::symlink_metadata(&path).ok().as_ref().and_then(other_than_a_file) {
        return Err(io::Error::other(format!("{what} stands in its place")));
    }
    let attributes = Attributes::of(&path);
    let (temporary, ..) =
        written_beside(&path, text.as_ref(), attributes.as_ref()).map_err(|(_, error)| error)?;
    temporary.persist(&path).map_err(|error| error.error)?;
    sync(folder_of(&path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn a_file_is_replaced_whole_with_its_mode_and_its_link_kept() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a.ron"), folder.path().join("link.ron"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
        symlink(&file, &link).unwrap();
        assert_eq!(replace(&link, "new", Some(Fingerprint::of("old"))).unwrap(), [""; 0]);
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        assert!(fs::symlink_metadata(&link).unwrap().file_type().is_symlink());
        assert_eq!(mode(&file), 0o640);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file is left");
    }

    #[test]
    fn a_file_that_has_changed_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ron");
        for expected in [Some(Fingerprint::of("old")), None] {
            fs::write(&file, "someone else's").unwrap();
            let error = replace(&file, "new", expected).unwrap_err();
            assert!(matches!(error, WriteError::Changed { .. }), "{error}");
            assert_eq!(fs::read_to_string(&file).unwrap(), "someone else's");
            assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file is left");
        }
    }

    #[test]
    fn a_file_put_there_in_the_last_moment_goes_back_in_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let (target, out) = (folder.path().join("a.ron"), folder.path().join("out"));
        // As after the exchange: ours in the place of the file, theirs under the temporary name.
        fs::write(&target, "ours").unwrap();
        let ours = File::open(&target).unwrap();
        fs::write(&out, "theirs").unwrap();
        let taken = take_or_go_back(
            TempPath::try_from_path(&out).unwrap(),
            &target,
            &ours,
            Some(Fingerprint::of("old")),
        );
        assert!(matches!(taken, Err(None)), "{taken:?}");
        assert_eq!(fs::read_to_string(&target).unwrap(), "theirs");
        assert!(!out.exists());
        // Somebody puts a third one there before we are back: the last one stays, as without us, and none is removed.
        fs::write(&target, "ours").unwrap();
        let ours = File::open(&target).unwrap();
        fs::write(&out, "theirs").unwrap();
        fs::write(folder.path().join("third"), "third").unwrap();
        fs::rename(folder.path().join("third"), &target).unwrap();
        let taken = take_or_go_back(
            TempPath::try_from_path(&out).unwrap(),
            &target,
            &ours,
            Some(Fingerprint::of("old")),
        );
        assert!(matches!(taken, Err(None)), "{taken:?}");
        assert_eq!(fs::read_to_string(&target).unwrap(), "third");
        assert_eq!(fs::read_to_string(&out).unwrap(), "theirs");
    }

    #[test]
    fn a_file_that_was_gone_comes_back_with_the_mode_it_had_and_a_new_one_as_the_system_makes_files() {
        let folder = tempfile::tempdir().unwrap();
        let (file, new, plain) =
            (folder.path().join("a.ron"), folder.path().join("b.ron"), folder.path().join("c"));
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o600)).unwrap();
        let before = Attributes::of(&file).unwrap();
        fs::remove_file(&file).unwrap();
        replace_known(&file, b"new", None, Some(&before)).unwrap();
        assert_eq!(mode(&file), 0o600);
        fs::write(&plain, "").unwrap();
        replace(&new, "new", None).unwrap();
        assert_eq!(mode(&new), mode(&plain));
    }

    #[test]
    fn other_names_of_a_file_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let (file, other) = (folder.path().join("a.ron"), folder.path().join("b.ron"));
        fs::write(&file, "old").unwrap();
        fs::hard_link(&file, &other).unwrap();
        let lacking = replace(&file, "new", Some(Fingerprint::of("old"))).unwrap();
        assert_eq!(lacking, ["its 1 other name"]);
        assert_eq!(fs::read_to_string(&other).unwrap(), "old");
    }

    #[test]
    fn what_is_no_file_is_never_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ron");
        fs::create_dir(&file).unwrap();
        for expected in [None, Some(Fingerprint::of("old"))] {
            let error = replace(&file, "new", expected).unwrap_err().to_string();
            assert!(error.contains("a folder stands in its place"), "{error}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_of_the_program_takes_the_place_of_no_device_and_no_folder() {
        let folder = tempfile::tempdir().unwrap();
        let (null, dir) = (folder.path().join("null"), folder.path().join("dir"));
        symlink("/dev/null", &null).unwrap();
        fs::create_dir(&dir).unwrap();
        for (path, what) in [(null, "a device"), (dir, "a folder")] {
            let error = put_in_place(&path, "new").unwrap_err().to_string();
            assert_eq!(error, format!("{what} stands in its place"));
        }
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
    }

    #[test]
    fn where_a_file_system_renames_over_everything_nothing_is_overwritten_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("new"), "new").unwrap();
        fs::write(path("there"), "there").unwrap();
        symlink("nowhere", path("link")).unwrap();
        for taken in ["there", "link"] {
            let error = rename_by_looking(&path("new"), &path(taken)).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::AlreadyExists, "{taken}");
        }
        assert_eq!(fs::read_to_string(path("there")).unwrap(), "there");
        rename_by_looking(&path("new"), &path("free")).unwrap();
        assert_eq!(fs::read_to_string(path("free")).unwrap(), "new");
        assert!(!path("new").exists());
    }

    #[test]
    fn a_failure_names_the_reason_first_and_then_the_file_and_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let missing = folder.path().join("gone").join("a.ron");
        let error = replace(&missing, "new", None).unwrap_err().to_string();
        assert!(error.starts_with("a temporary file beside it cannot be made: "), "{error}");
        assert!(error.ends_with(&format!("{} was not written", missing.display())), "{error}");
    }
}
