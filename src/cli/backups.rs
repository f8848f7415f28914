//! `beltui backups [FILE]`: earlier versions of a state file, and bringing one back.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, bail};
use chrono::{DateTime, Local};

use crate::store::attributes::Attributes;
use crate::store::backups::{keep, list};
use crate::store::load::{load_text, read_bytes, read_file as read};
use crate::store::lock::{Lock, NoLock};
use crate::store::places::{adopt_backups, state_dir};
use crate::store::write::{Fingerprint, replace_known};

use super::out::{err, out};
use super::state_file;

pub(super) fn run(file: Option<PathBuf>, restore: Option<u64>) -> anyhow::Result<ExitCode> {
    let (path, _) = state_file(file)?;
    let dir = state_dir().context("no state directory is known")?;
    adopt_backups(&dir, &path);
    match restore {
        None => show(&dir, &path),
        Some(number) => bring_back(&dir, &path, number),
    }
}

fn show(dir: &Path, path: &Path) -> anyhow::Result<ExitCode> {
    let backups = list(dir, path).context("the backups cannot be read")?;
    let mut out = out();
    let name = path.display();
    if backups.is_empty() {
        out.line(format_args!("no earlier version of {name} is kept yet: every save keeps one"))?;
    }
    for backup in &backups {
        let written =
            backup.written.map(|time| DateTime::<Local>::from(time).format("%Y-%m-%d %H:%M:%S").to_string());
        let written = written.unwrap_or_default();
        out.line(format_args!("{:>6}  {written}  {:>9} bytes", backup.number, backup.bytes))?;
    }
    if let Some(last) = backups.first() {
        out.line(format_args!("bring one back with: beltui backups {name} --restore {}", last.number))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Puts an earlier version in the place of the file; what is there now becomes a backup itself.
fn bring_back(dir: &Path, path: &Path, number: u64) -> anyhow::Result<ExitCode> {
    let backups = list(dir, path).context("the backups cannot be read")?;
    let Some(backup) = backups.iter().find(|backup| backup.number == number) else {
        bail!("there is no backup {number}: beltui backups lists what there is ({})", path.display());
    };
    let _lock = match Lock::take(path) {
        Ok(lock) => Some(lock),
        Err(NoLock::Held(holder)) => bail!("{holder} has it open: close it first ({})", path.display()),
        // What is there now is kept all the same.
        Err(NoLock::Unsupported(_)) => None,
        Err(why) => bail!("it cannot be written: {why} ({})", path.display()),
    };
    let text = read(&backup.path)?;
    let now = Fingerprint::of_file(path)?;
    if now.is_some() {
        // Whatever it is: a file that is broken is what one brings a backup back for.
        keep(dir, path, read_bytes(path)?).context("what is there now could not be kept")?;
    }
    // Who might read a file that is gone is not known any more: then as few as might read the backup.
    let kept = Attributes::of(&backup.path);
    let lacking = replace_known(path, text.as_bytes(), now, kept.as_ref())?;
    if !lacking.is_empty() {
        err().line(format_args!("beltui: these could not be kept: {}", lacking.join(", ")))?;
    }
    let loaded = load_text(text);
    let errors =
        if loaded.errors() > 0 { format!("; it has {} errors", loaded.errors()) } else { String::new() };
    let old = if loaded.old.is_some() { "; it is of schema 1: beltui upgrade" } else { "" };
    let alone = if now.is_none() { "; it was gone, and is for you alone now" } else { "" };
    out().line(format_args!("{} is backup {number} again{errors}{old}{alone}", path.display()))?;
    Ok(ExitCode::SUCCESS)
}
