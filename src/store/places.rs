//! Where the state file is when nobody names one, and what the first start puts there.

use std::io::Write;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

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

fn default_file() -> Option<PathBuf> {
    project().map(|dirs| dirs.data_dir().join("belarus.ron"))
}

/// The folder of the user's own `keymap.ron` and `theme.ron`, and of `settings.ron`.
pub fn config_dir() -> Option<PathBuf> {
    project().map(|dirs| dirs.config_dir().to_owned())
}

/// The folder of journals and backups: the system's state directory, or local data where it has none.
pub fn state_dir() -> Option<PathBuf> {
    project().map(|dirs| dirs.state_dir().unwrap_or_else(|| dirs.data_local_dir()).to_owned())
}

/// A name for what belongs to a file: its own name and a hash of where it is.
pub fn key_of(file: &Path) -> String {
    let target = super::write::resolve(file);
    let name = target.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name: String = name.chars().filter(|c| c.is_alphanumeric() || *c == '-').take(40).collect();
    let hash = crc32fast::hash(target.as_os_str().as_encoded_bytes());
    format!("{name}-{hash:08x}")
}

fn project() -> Option<ProjectDirs> {
    ProjectDirs::from("", "", "beltui")
}

/// Writes a new file and the folders above it; an existing file is never touched.
///
/// # Errors
/// Where the file exists already, or the system refuses.
pub fn create(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
