//! Earlier versions of a file, kept in the state directory.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::write::resolve;

/// So many versions of a file are kept.
pub const KEPT: usize = 20;

/// One earlier version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backup {
    /// Its number; the highest is the latest. Numbers, not times, put them in order: clocks go backwards.
    pub number: u64,
    /// Where it is.
    pub path: PathBuf,
    /// When it was written, as the file system says.
    pub written: Option<std::time::SystemTime>,
    /// How many bytes it has.
    pub bytes: u64,
}

/// The folder of the earlier versions of a file.
fn folder(state_dir: &Path, file: &Path) -> PathBuf {
    state_dir.join("backups").join(super::places::key_of(file))
}

/// The earlier versions of a file, latest first.
///
/// # Errors
/// Where the folder is there but cannot be read.
pub fn list(state_dir: &Path, file: &Path) -> std::io::Result<Vec<Backup>> {
    let mut backups = Vec::new();
    let entries = match fs::read_dir(folder(state_dir, file)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(backups),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let number = name.to_string_lossy().split('-').next().and_then(|number| number.parse().ok());
        if let Some(number) = number {
            let meta = entry.metadata()?;
            backups.push(Backup {
                number,
                path: entry.path(),
                written: meta.modified().ok(),
                bytes: meta.len(),
            });
        }
    }
    backups.sort_by_key(|backup| std::cmp::Reverse(backup.number));
    Ok(backups)
}

/// Keeps the text that a file holds now, before it is replaced; the oldest beyond [`KEPT`] go.
///
/// # Errors
/// Where the state directory cannot be written.
pub fn keep(state_dir: &Path, file: &Path, text: &str) -> std::io::Result<()> {
    let folder = folder(state_dir, file);
    fs::create_dir_all(&folder)?;
    let known = list(state_dir, file)?;
    let number = known.first().map_or(1, |last| last.number + 1);
    let name = resolve(file).file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let path = folder.join(format!("{number:06}-{name}"));
    // Half a version must never count as one: it gets its name when it is whole. (The temporary file is for its owner
    // alone, and so is the backup.)
    let mut backup = tempfile::Builder::new().prefix(".new.").tempfile_in(&folder)?;
    backup.write_all(text.as_bytes())?;
    backup.as_file().sync_all()?;
    backup.persist_noclobber(&path).map_err(|error| error.error)?;
    fs::File::open(&folder)?.sync_all()?;
    for old in known.iter().skip(KEPT - 1) {
        fs::remove_file(&old.path)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_versions_are_kept_latest_first_and_older_ones_go() {
        let state = tempfile::tempdir().unwrap();
        let file = state.path().join("a.ron");
        for number in 0..KEPT + 5 {
            keep(state.path(), &file, &format!("version {number}")).unwrap();
        }
        let kept = list(state.path(), &file).unwrap();
        assert_eq!(kept.len(), KEPT);
        assert_eq!(fs::read_to_string(&kept[0].path).unwrap(), format!("version {}", KEPT + 4));
        assert!(kept.windows(2).all(|pair| pair[0].number > pair[1].number));
    }
}
