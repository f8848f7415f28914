//! Where the state file is when nobody names one, and what the first start puts there.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use sha2::{Digest, Sha256};

use super::write::{WriteError, replace, resolve};

/// The file that ships with the program.
pub const SHIPPED: &str = include_str!("../../state/belarus.ron");

/// A file with six empty lists.
pub const EMPTY: &str = include_str!("../../assets/empty.ron");

/// The environment variable that names the state file.
pub const VARIABLE: &str = "BELTUI_STATE";

/// The state file to open, and whether it is the user's own default, which the first start creates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Named on the command line or by the environment.
    Named(PathBuf),
    /// In the user's data directory.
    Default(PathBuf),
}

/// Chooses the state file: the one named, else the one that `$BELTUI_STATE` names, else the default.
///
/// `None` when no file is named and the system knows no home directory.
pub fn choose(named: Option<PathBuf>) -> Option<Choice> {
    let variable = std::env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
    named.or(variable).map(Choice::Named).or_else(|| default_file().map(Choice::Default))
}

/// Whether a path leads to the user's own default file, however it is named.
pub fn is_default(file: &Path) -> bool {
    default_file().is_some_and(|default| resolve(&default) == resolve(file))
}

fn default_file() -> Option<PathBuf> {
    project().map(|dirs| dirs.data_dir().join("belarus.ron"))
}

/// The environment variable that names the archive of official lists.
pub const ARCHIVE_VARIABLE: &str = "BELTUI_ARCHIVE";

/// The folder of the archive of official lists: the one named, else the one that `$BELTUI_ARCHIVE` names, else the one in
/// the user's data directory, beside the default state file.
///
/// `None` when none is named and the system knows no home directory.
pub fn archive_dir(named: Option<PathBuf>) -> Option<PathBuf> {
    let variable = std::env::var_os(ARCHIVE_VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
    named.or(variable).or_else(|| project().map(|dirs| dirs.data_dir().join("lists")))
}

/// The folder of the user's own `keymap.ron` and `theme.ron`, and of `settings.ron`.
pub fn config_dir() -> Option<PathBuf> {
    project().map(|dirs| dirs.config_dir().to_owned())
}

/// The folder of journals and backups: the system's state directory, or local data where it has none.
pub fn state_dir() -> Option<PathBuf> {
    project().map(|dirs| dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned())
}

/// What of a file is kept in the state directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Its journal.
    Journal,
    /// Its earlier versions.
    Backups,
    /// Edits that were set aside.
    Edits,
    /// From which edition of the shipped file it comes.
    Editions,
    /// What a person looked at last.
    Looked,
    /// Whom a person watches.
    Watched,
}

impl Kind {
    fn folder(self) -> &'static str {
        match self {
            Self::Journal => "journal",
            Self::Backups => "backups",
            Self::Edits => "edits",
            Self::Editions => "editions",
            Self::Looked => "looked",
            Self::Watched => "watched",
        }
    }
}

/// Where a file is, as it stands in what is kept of it: on one line, whatever its name has in it.
pub fn written(file: &Path) -> String {
    let target = resolve(file);
    match target.to_str() {
        Some(text) => format!("{text:?}"),
        None => target.as_os_str().as_encoded_bytes().escape_ascii().to_string(),
    }
}

/// A name for what belongs to a file: a part of its own name, and the SHA-256 of where it is.
fn key_of(file: &Path) -> String {
    let target = resolve(file);
    let hash = Sha256::digest(target.as_os_str().as_encoded_bytes());
    hash.iter().fold(format!("{}-", stem(&target)), |key, byte| key + &format!("{byte:02x}"))
}

/// The name that the first edition gave it: a sum that two paths can share.
fn old_key_of(file: &Path) -> String {
    let target = resolve(file);
    format!("{}-{:08x}", stem(&target), crc32fast::hash(target.as_os_str().as_encoded_bytes()))
}

fn stem(target: &Path) -> String {
    let name = target.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    name.chars().filter(|c| c.is_alphanumeric() || *c == '-').take(40).collect()
}

/// The folder of what is kept of a file.
pub fn folder_of(state_dir: &Path, kind: Kind, file: &Path) -> PathBuf {
    state_dir.join(kind.folder()).join(key_of(file))
}

/// The journal of a file.
pub fn journal_of(state_dir: &Path, file: &Path) -> PathBuf {
    state_dir.join(Kind::Journal.folder()).join(key_of(file) + ".journal")
}

/// What the first edition has left of a file: its journal, and edits that did not fit.
pub(super) fn old_journals(state_dir: &Path, file: &Path) -> [PathBuf; 2] {
    let name = old_key_of(file);
    ["journal", "left"].map(|end| state_dir.join(Kind::Journal.folder()).join(format!("{name}.{end}")))
}

/// Takes over the earlier versions that the first edition kept of a file. Where that cannot be, they stay.
pub fn adopt_backups(state_dir: &Path, file: &Path) {
    let old = state_dir.join(Kind::Backups.folder()).join(old_key_of(file));
    let new = folder_of(state_dir, Kind::Backups, file);
    if old.is_dir() && !new.exists() && super::private::folder(state_dir, state_dir).is_ok() {
        let _ = super::write::rename_to_free(&old, &new);
    }
}

fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "beltui")
}

/// Writes a new file, whole or not at all, and the folders above it; an existing file is never touched.
///
/// # Errors
/// Where the file exists already, or the system refuses.
pub fn create(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    if std::fs::symlink_metadata(path).is_ok() {
        return Err(ErrorKind::AlreadyExists.into());
    }
    match replace(path, text, None) {
        // That it outlasts a power cut is not certain; it is there.
        Ok(_) | Err(WriteError::Unsynced { .. }) => Ok(()),
        Err(WriteError::Changed { .. }) => Err(ErrorKind::AlreadyExists.into()),
        Err(WriteError::Io { source, .. }) => Err(source),
    }
}
