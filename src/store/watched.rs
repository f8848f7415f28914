//! Whom a person watches: the ids of subjects, one a line, in the state directory, for each state file.

use std::collections::BTreeSet;
use std::io::Result;
use std::path::{Path, PathBuf};

use crate::model::id::Id;

use super::places::{Kind, folder_of};
use super::write::put_in_place;
use super::{own, private};

fn path_of(state_dir: &Path, file: &Path) -> PathBuf {
    folder_of(state_dir, Kind::Watched, file).join("subjects")
}

/// The subjects that are watched; none where nobody has watched any.
///
/// # Errors
/// Where what is kept cannot be read.
pub fn read(state_dir: &Path, file: &Path) -> Result<BTreeSet<Id>> {
    let text = own::read(&path_of(state_dir, file))?.unwrap_or_default();
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Id::new).collect())
}

/// Changes who is watched, whole or not at all: another window may have changed others meanwhile. Returns all.
///
/// # Errors
/// Where the system refuses; then everything is as it was.
pub fn change(state_dir: &Path, file: &Path, add: &[Id], remove: &[Id]) -> Result<BTreeSet<Id>> {
    let mut all = read(state_dir, file)?;
    all.extend(add.iter().cloned());
    all.retain(|id| !remove.contains(id));
    private::folder(state_dir, &folder_of(state_dir, Kind::Watched, file))?;
    put_in_place(
        &path_of(state_dir, file),
        all.iter().fold(String::new(), |text, id| text + id.as_str() + "\n"),
    )?;
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_watched_is_kept_by_file() {
        let state = tempfile::tempdir().unwrap();
        let (a, b) = (state.path().join("a.ron"), state.path().join("b.ron"));
        let ids = |names: &[&str]| names.iter().map(|name| Id::new(name)).collect::<Vec<_>>();
        assert!(read(state.path(), &a).unwrap().is_empty());
        change(state.path(), &a, &ids(&["beta", "alpha"]), &[]).unwrap();
        change(state.path(), &a, &ids(&["gamma"]), &ids(&["beta", "nobody"])).unwrap();
        assert_eq!(read(state.path(), &a).unwrap().into_iter().collect::<Vec<_>>(), ids(&["alpha", "gamma"]));
        assert!(read(state.path(), &b).unwrap().is_empty());
    }
}
