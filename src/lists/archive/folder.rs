//! The archive's folder as the system has it: one writer at a time, lines that are added whole, copies that come into
//! their place whole. Names are never followed out of it.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, Mode, OFlags, RenameFlags, openat, renameat_with};

use super::error::ArchiveError;

/// The index.
pub(super) const INDEX: &str = "index.jsonl";

/// What is locked while the archive is written. It stays: who waits for it has it open.
const LOCK: &str = ".lock";

/// What the names of folders begin with in which copies come together.
pub(super) const COMING: &str = ".coming-";

/// What is locked in such a folder as long as its owner lives.
const OWNER: &str = ".owner";

/// An index is at most so long, in bytes: at 1 kB a line, ten thousand years of a daily list.
const LONGEST_INDEX: u64 = 1 << 30;

/// Whether a text names a file of the archive as the archive names them: a folder of a list, one of a copy, a file.
pub(super) fn is_name(text: &str) -> bool {
    let parts: Vec<&str> = text.split('/').collect();
    parts.len() == 3 && parts.iter().all(|part| is_part(part))
}

/// Whether a text is the name of one file, neither hidden nor a way elsewhere.
pub(super) fn is_part(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 200
        && !text.starts_with('.')
        && !text.chars().any(|c| c == '/' || c == '\\' || c.is_control())
}

/// The folder of an archive.
#[derive(Debug, Clone)]
pub(super) struct Folder {
    root: PathBuf,
}

/// The archive is locked as long as this is there.
pub(super) struct Locked {
    file: Option<File>,
}

impl Drop for Locked {
    fn drop(&mut self) {
        if let Some(file) = &self.file {
            let _ = file.unlock();
        }
    }
}

/// A folder in which a copy comes together. It goes with this, unless it was put in its place.
pub struct Coming {
    path: PathBuf,
    /// Locked as long as this process lives.
    owner: Option<File>,
}

impl Coming {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Coming {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

impl Folder {
    pub(super) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Makes the folder where it is not there, and waits until nobody else writes into it.
    ///
    /// # Errors
    /// Where the system refuses. A file system without locks has none to offer: then two writers may disturb each other.
    pub(super) fn lock(&self) -> Result<Locked, ArchiveError> {
        fs::create_dir_all(&self.root)
            .map_err(ArchiveError::io("making the archive's folder", &self.root))?;
        let path = self.root.join(LOCK);
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false).custom_flags(never_follows());
        let file = match options.open(&path) {
            // Somebody else's, which may be read: that is enough to lock it.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                OpenOptions::new().read(true).custom_flags(never_follows()).open(&path)
            }
            opened => opened,
        };
        let file = file.map_err(ArchiveError::io("opening the archive's lock", &path))?;
        self.share(&file, false);
        match file.lock() {
            Ok(()) => Ok(Locked { file: Some(file) }),
            Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(Locked { file: None }),
            Err(source) => Err(ArchiveError::Io { doing: "locking the archive", path, source }),
        }
    }

    /// Gives what was made in a folder that a group writes to that group.
    fn share(&self, made: &File, is_folder: bool) {
        let Ok(root) = fs::metadata(&self.root) else { return };
        if let Ok(meta) = made.metadata()
            && root.mode() & 0o020 != 0
        {
            let more = if is_folder { 0o070 } else { 0o060 };
            // Of a file of somebody else it is not ours to say.
            let _ = made.set_permissions(Permissions::from_mode((meta.mode() | more) & 0o7777));
        }
    }

    /// Makes a folder below the archive's, and gives it to whom the archive's is.
    fn make(&self, path: &Path) -> io::Result<()> {
        match fs::create_dir(path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let meta = fs::symlink_metadata(path)?;
                if meta.is_dir() { Ok(()) } else { Err(io::Error::other("it is no folder")) }
            }
            Err(error) => Err(error),
            Ok(()) => {
                self.share(&File::open(path)?, true);
                Ok(())
            }
        }
    }

    /// Makes a folder for a copy to come together in; takes away those whose owners are gone. The archive is locked.
    pub(super) fn coming(&self, _: &Locked) -> Result<Coming, ArchiveError> {
        self.sweep();
        let path = tempfile::Builder::new()
            .prefix(COMING)
            .permissions(Permissions::from_mode(0o777))
            .tempdir_in(&self.root)
            .map_err(ArchiveError::io("making a folder for a copy", &self.root))?
            .keep();
        let mut coming = Coming { path, owner: None };
        if let Ok(folder) = File::open(&coming.path) {
            self.share(&folder, true);
        }
        let owner = coming.path.join(OWNER);
        let file = OpenOptions::new().write(true).create_new(true).custom_flags(never_follows()).open(&owner);
        let file = file.map_err(ArchiveError::io("making a file in a folder for a copy", &owner))?;
        // Who looks whether its owner is gone holds it for a moment.
        let _ = file.lock();
        coming.owner = Some(file);
        Ok(coming)
    }

    /// Folders of copies that did not come together, with whether their owners are gone.
    pub(super) fn left_over(&self) -> Vec<(PathBuf, bool)> {
        let Ok(inside) = fs::read_dir(&self.root) else { return Vec::new() };
        let ours = inside.flatten().filter(|it| it.file_name().to_string_lossy().starts_with(COMING));
        let folders = ours.map(|it| it.path()).filter(|path| path.is_dir() && !path.is_symlink());
        let with_owner = folders.map(|path| {
            let owner = OpenOptions::new().read(true).custom_flags(never_follows()).open(path.join(OWNER));
            let is_gone = match owner {
                Ok(owner) => owner.try_lock().is_ok(),
                Err(error) => error.kind() == io::ErrorKind::NotFound,
            };
            (path, is_gone)
        });
        with_owner.collect()
    }

    fn sweep(&self) {
        for (path, _) in self.left_over().into_iter().filter(|(_, is_gone)| *is_gone) {
            // What cannot be removed is told by `verify`.
            let _ = fs::remove_dir_all(path);
        }
    }

    /// Makes a new file in a folder where a copy comes together.
    pub(super) fn new_file(&self, path: &Path) -> io::Result<File> {
        let file =
            OpenOptions::new().write(true).create_new(true).custom_flags(never_follows()).open(path)?;
        self.share(&file, false);
        Ok(file)
    }

    /// Puts a copy that has come together in its place, `list/copy`. What stands there is taken away. The archive is
    /// locked.
    pub(super) fn place(&self, _: &Locked, coming: &Coming, name: &str) -> Result<(), ArchiveError> {
        let target = self.root.join(name);
        let above = target.parent().unwrap_or(&self.root).to_owned();
        let failed = |path: &Path| ArchiveError::io("putting a copy in its place", path);
        self.make(&above).map_err(failed(&above))?;
        let owner = coming.path.join(OWNER);
        fs::remove_file(&owner).map_err(failed(&owner))?;
        sync(&coming.path).map_err(failed(&coming.path))?;
        if fs::symlink_metadata(&target).is_ok() {
            // A copy that is not what it should be, or one without a line: at no moment is there none.
            let swapped = renameat_with(CWD, &coming.path, CWD, &target, RenameFlags::EXCHANGE);
            if swapped.is_err() {
                self.take_away(&target)?;
                fs::rename(&coming.path, &target).map_err(failed(&target))?;
            }
        } else {
            fs::rename(&coming.path, &target).map_err(failed(&target))?;
        }
        sync(&above).map_err(failed(&above))?;
        sync(&self.root).map_err(failed(&self.root))
    }

    /// Takes a copy away, `list/copy`. The archive is locked.
    pub(super) fn remove(&self, _: &Locked, name: &str) -> Result<(), ArchiveError> {
        if !is_name(&format!("{name}/file")) {
            return Err(ArchiveError::Outside(name.to_owned()));
        }
        self.take_away(&self.root.join(name))
    }

    /// Takes a folder away at once: it goes the way of what did not come together.
    fn take_away(&self, path: &Path) -> Result<(), ArchiveError> {
        if fs::symlink_metadata(path).is_err() {
            return Ok(());
        }
        let failed = |path: &Path| ArchiveError::io("taking a copy away", path);
        let above = path.parent().and_then(|above| fs::symlink_metadata(above).ok());
        if !above.is_some_and(|above| above.is_dir()) {
            return Err(failed(path)(io::Error::other("its folder is a link, which is not followed")));
        }
        let aside = tempfile::Builder::new().prefix(COMING).tempdir_in(&self.root);
        let aside = aside.map_err(failed(&self.root))?;
        fs::rename(path, aside.path().join("copy")).map_err(failed(path))
    }

    /// Adds a line to the index and waits until it is on disk. A line before it that was not written to its end does not
    /// join with it. The archive is locked.
    pub(super) fn append(&self, _: &Locked, line: &str) -> Result<(), ArchiveError> {
        let path = self.root.join(INDEX);
        let failed = || ArchiveError::io("writing the index", &path);
        let mut options = OpenOptions::new();
        options.read(true).append(true).create(true).custom_flags(never_follows());
        let mut file = options.open(&path).map_err(failed())?;
        let meta = file.metadata().map_err(failed())?;
        if !meta.is_file() || meta.nlink() > 1 {
            let source = io::Error::other("it is no file of its own");
            return Err(ArchiveError::Io { doing: "writing the index", path, source });
        }
        let length = meta.len();
        if length == 0 {
            self.share(&file, false);
        }
        let mut last = [b'\n'];
        if length > 0 {
            file.seek(SeekFrom::End(-1)).and_then(|_| file.read_exact(&mut last)).map_err(failed())?;
        }
        let whole = if last == [b'\n'] { line.to_owned() } else { format!("\n{line}") };
        let written = file.write_all(whole.as_bytes()).and_then(|()| file.sync_all());
        if written.is_err() {
            // A part of a line would be told for ever.
            let _ = file.set_len(length);
        }
        written.map_err(failed())?;
        if length == 0 {
            sync(&self.root).map_err(failed())?;
        }
        Ok(())
    }

    /// The text of the index; empty where there is none.
    pub(super) fn index(&self) -> Result<Vec<u8>, ArchiveError> {
        let path = self.root.join(INDEX);
        let failed = || ArchiveError::io("reading the index", &path);
        let flags = never_follows() | i32::try_from(OFlags::NONBLOCK.bits()).unwrap_or_default();
        let file = match OpenOptions::new().read(true).custom_flags(flags).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            opened => opened.map_err(failed())?,
        };
        if !file.metadata().map_err(failed())?.is_file() {
            let source = io::Error::other("it is no file");
            return Err(ArchiveError::Io { doing: "reading the index", path, source });
        }
        let mut text = Vec::new();
        file.take(LONGEST_INDEX).read_to_end(&mut text).map_err(failed())?;
        Ok(text)
    }

    /// Opens a file of the archive by its name in the index. No link is followed on the way.
    pub(super) fn open(&self, name: &str) -> Result<File, ArchiveError> {
        if !is_name(name) {
            return Err(ArchiveError::Outside(name.to_owned()));
        }
        let path = self.root.join(name);
        let failed = || ArchiveError::io("opening a kept file", &path);
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let step = |at: &File, part: &str, more: OFlags| {
            openat(at, part, flags | OFlags::NOFOLLOW | more, Mode::empty()).map(File::from)
        };
        let root = openat(CWD, &self.root, flags | OFlags::DIRECTORY, Mode::empty());
        let mut at = root.map(File::from).map_err(io::Error::from).map_err(failed())?;
        let mut parts = name.split('/').peekable();
        while let Some(part) = parts.next() {
            let more = if parts.peek().is_some() { OFlags::DIRECTORY } else { OFlags::empty() };
            at = step(&at, part, more).map_err(io::Error::from).map_err(failed())?;
        }
        if at.metadata().map_err(failed())?.is_file() {
            Ok(at)
        } else {
            Err(ArchiveError::Outside(name.to_owned()))
        }
    }
}

/// What keeps the system from following a link at the end of a path.
fn never_follows() -> i32 {
    i32::try_from((OFlags::NOFOLLOW | OFlags::CLOEXEC).bits()).unwrap_or_default()
}

/// Waits until what was renamed, made or removed in a folder is on disk.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}
