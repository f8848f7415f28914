//! Files and folders as a person names them.

use std::path::{Path, PathBuf};

use crate::lists::archive::Archive;
use crate::store::places::archive_dir;

/// The archive, in a folder or in the usual place.
pub(super) fn archive_at(folder: Option<&Path>) -> Option<Archive> {
    folder.map(Path::to_owned).or_else(|| archive_dir(None)).map(Archive::at)
}

/// A path with `~` is one in the home folder.
pub(super) fn at_home(file: &str) -> String {
    let (day, path) = match file.split_once('=') {
        Some((day, path)) if path.starts_with('~') => (format!("{day}="), path),
        _ => (String::new(), file),
    };
    let home =
        path.strip_prefix("~/").and_then(|rest| Some(PathBuf::from(std::env::var_os("HOME")?).join(rest)));
    let path = home.map_or_else(|| path.to_owned(), |path| path.display().to_string());
    format!("{day}{path}")
}
