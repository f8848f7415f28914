//! Temporary files of saves that were killed: swept when the file is opened, under its lock.

use std::fs;
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::fingerprint::Fingerprint;
use super::places::{self, Kind};
use super::write::{FRESH, WHOLE, folder_of, resolve, temporary_prefix};
use super::{backups, numbered, regular};

/// The end of the name of the first edition's temporary files, which hold nothing but what was to be saved.
const OLD: &str = ".tmp";

/// So many characters between prefix and end are drawn by lot.
const DRAWN: usize = 6;

/// Removes the temporary files of killed saves beside a file, and where its backups are. One that may hold what somebody else wrote (the text was
/// exchanged, and nobody had looked at it yet) becomes a backup first. Returns what there is to say.
pub(super) fn sweep(
    file: &Path,
    state_dir: Option<&Path>,
    is_known: &dyn Fn(Fingerprint) -> bool,
) -> Vec<String> {
    for kind in [Kind::Backups, Kind::Edits] {
        if let Some(dir) = state_dir {
            numbered::sweep(&places::folder_of(dir, kind, file));
        }
    }
    let target = resolve(file);
    let prefix = temporary_prefix(&target);
    let Ok(entries) = fs::read_dir(folder_of(&target)) else { return Vec::new() };
    let mut said = Vec::new();
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(rest) = name.strip_prefix(&prefix) else { continue };
        let Some(drawn) =
            rest.get(..DRAWN).filter(|drawn| drawn.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        else {
            continue;
        };
        let end = rest.strip_prefix(drawn).unwrap_or_default();
        let is_ours = entry.metadata().is_ok_and(|meta| {
            meta.is_file() && meta.nlink() == 1 && meta.uid() == rustix::process::geteuid().as_raw()
        });
        let path = entry.path();
        match end {
            FRESH | OLD if is_ours => _ = fs::remove_file(&path),
            WHOLE if is_ours => said.extend(put_away(&path, file, state_dir, is_known)),
            _ => {}
        }
    }
    said
}

/// Removes a whole text that was taken out of the file's place, once it is known or kept.
fn put_away(
    path: &Path,
    file: &Path,
    state_dir: Option<&Path>,
    is_known: &dyn Fn(Fingerprint) -> bool,
) -> Option<String> {
    let now = Fingerprint::of_file(path).ok()??;
    let kept = || state_dir.and_then(|dir| backups::list(dir, file).ok()).unwrap_or_default();
    let is_kept =
        || kept().iter().any(|backup| Fingerprint::of_file(&backup.path).ok().flatten() == Some(now));
    if is_known(now) || is_kept() {
        let _ = fs::remove_file(path);
        return None;
    }
    let keep = |dir: &Path| {
        let mut held = Vec::new();
        regular::open(path)?.read_to_end(&mut held)?;
        backups::keep(dir, file, held)
    };
    let kept = state_dir.map(keep);
    match kept {
        Some(Ok(number)) => {
            let _ = fs::remove_file(path);
            let file = file.display();
            Some(format!(
                "a save was killed after somebody else had changed the file: what they wrote is backup {number} (beltui backups {file})"
            ))
        }
        _ => Some(format!("a save was killed: what stood in the place of the file is {}", path.display())),
    }
}
