//! Folders of the program's own in the state directory: for their owner alone.

use std::fs::{self, DirBuilder, File, Metadata, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::Path;

/// Makes a folder below the state directory, and those between, for their owner alone; what is there already is made
/// so.
///
/// # Errors
/// Where the system refuses, or one of them belongs to somebody else: what is written there would be theirs.
pub fn folder(state_dir: &Path, folder: &Path) -> io::Result<()> {
    let ours = || folder.ancestors().take_while(|above| above.starts_with(state_dir));
    // Nothing is made in what is somebody else's.
    for meta in ours().filter_map(|folder| fs::metadata(folder).ok()) {
        refuse_theirs(&meta)?;
    }
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    for folder in ours() {
        let meta = fs::metadata(folder)?;
        refuse_theirs(&meta)?;
        if meta.mode() & 0o077 != 0 {
            fs::set_permissions(folder, Permissions::from_mode(0o700))?;
        }
    }
    Ok(())
}

fn refuse_theirs(folder: &Metadata) -> io::Result<()> {
    if folder.uid() == rustix::process::geteuid().as_raw() {
        return Ok(());
    }
    let why = format!("it belongs to somebody else (user {})", folder.uid());
    Err(io::Error::new(io::ErrorKind::PermissionDenied, why))
}

/// Waits until what was renamed, made or removed in a folder is on disk.
///
/// # Errors
/// Where the system refuses.
pub(super) fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_of_state_are_for_their_owner_alone_also_where_they_were_not() {
        let above = tempfile::tempdir().unwrap();
        let state = above.path().join("state");
        fs::create_dir(&state).unwrap();
        fs::set_permissions(&state, Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(above.path(), Permissions::from_mode(0o755)).unwrap();
        folder(&state, &state.join("a").join("b")).unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().mode() & 0o777;
        for path in [&state, &state.join("a"), &state.join("a").join("b")] {
            assert_eq!(mode(path), 0o700, "{}", path.display());
        }
        assert_eq!(mode(above.path()), 0o755, "what is above is not ours");
    }

    #[test]
    fn nothing_is_made_in_a_folder_of_somebody_else() {
        let above = tempfile::tempdir().unwrap();
        // The superuser can give a folder away; to everybody else one of the system is somebody else's.
        let given = std::os::unix::fs::chown(above.path(), Some(4711), None).is_ok();
        let state = if given { above.path() } else { Path::new("/usr") };
        let inside = state.join("beltui-of-a-test");
        let error = folder(state, &inside).unwrap_err().to_string();
        assert!(error.starts_with("it belongs to somebody else (user "), "{error}");
        assert!(!inside.exists());
    }
}
