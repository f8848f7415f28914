//! Taking a new edition: the merged text in the place of the copy, whole or not at all.

use std::fs;
use std::io;
use std::path::Path;

use thiserror::Error;

use super::{BASE, Copy, HAD, former};
use crate::store::backups;
use crate::store::load::read_file;
use crate::store::private;
use crate::store::write::{Fingerprint, WriteError, put_in_place, replace};

/// Around what a copy will hold, in the name of the edition that it then comes from.
const NEXT: (&str, &str) = ("next-", ".ron");

/// An edition that was taken.
#[derive(Debug)]
pub struct Taken {
    /// The number under which the version before is kept.
    pub backup: u64,
    /// What there is to say though it went well.
    pub warnings: Vec<String>,
}

/// Why an edition was not taken; the copy is as it was.
#[derive(Debug, Error)]
pub enum NotTaken {
    /// The copy holds something else than when it was looked at.
    #[error("the file was changed meanwhile: the next start offers the edition again")]
    Changed,
    /// Something stands in the way.
    #[error("{0}")]
    Cannot(String),
    /// The version before could not be kept.
    #[error("the version before cannot be kept: {0}")]
    NoBackup(io::Error),
    /// From which edition the copy would come could not be kept.
    #[error("the state directory cannot be written: {0}")]
    NoBase(io::Error),
    /// The file could not be written.
    #[error("{0}")]
    Write(WriteError),
}

impl Copy {
    /// Takes the edition: merges it into the copy, which is to hold `looked`, as `choices` say, and writes that; what
    /// the copy held becomes a backup. `is_ours` says that this process has the lock of the file.
    ///
    /// Killed at any moment, the copy holds the one or the other, whole, and the next look knows which.
    ///
    /// # Errors
    /// Where the copy has changed, or something cannot be written.
    pub fn take(&self, looked: Fingerprint, choices: &[bool], is_ours: bool) -> Result<Taken, NotTaken> {
        let _step = tracing::info_span!("take the edition").entered();
        let _lock = if is_ours { None } else { self.lock().map_err(NotTaken::Cannot)? };
        let text = read_file(&self.file).map_err(|error| NotTaken::Cannot(error.to_string()))?;
        if Fingerprint::of(&text) != looked {
            return Err(NotTaken::Changed);
        }
        if let Some(why) = self.bars(is_ours) {
            return Err(NotTaken::Cannot(why));
        }
        let kept = self.base().map(|base| base.text);
        let base = kept.clone().map(Into::into).or_else(|| former::base_of(&text));
        let base = base.ok_or_else(|| NotTaken::Cannot("it is no copy of the shipped file".to_owned()))?;
        let (_, merged) = self.merged(&base, &text, choices).map_err(NotTaken::Cannot)?;
        let folder = self.folder();
        let next = folder.join(format!("{}{}{}", NEXT.0, Fingerprint::of(&merged.text).written(), NEXT.1));
        put_in_place(&next, self.as_base()).map_err(NotTaken::NoBase)?;
        let written = self.put(&text, &merged.text, looked);
        match &written {
            Ok(_) => {
                self.tell_lost(fs::rename(&next, folder.join(BASE)).and_then(|()| private::sync(&folder)));
                self.tell_lost(self.answer(HAD, kept.as_deref().unwrap_or(&base)));
            }
            Err(_) => _ = fs::remove_file(&next),
        }
        written
    }

    fn put(&self, before: &str, text: &str, looked: Fingerprint) -> Result<Taken, NotTaken> {
        let backup = backups::keep(&self.state_dir, &self.file, before).map_err(NotTaken::NoBackup)?;
        match replace(&self.file, text, Some(looked)) {
            Ok(lacking) if lacking.is_empty() => Ok(Taken { backup, warnings: Vec::new() }),
            Ok(lacking) => {
                let said = format!("these could not be kept: {}", lacking.join(", "));
                Ok(Taken { backup, warnings: vec![said] })
            }
            // It is written: only that it outlasts a power cut is not certain, and is said.
            Err(error @ WriteError::Unsynced { .. }) => {
                Ok(Taken { backup, warnings: vec![error.to_string()] })
            }
            Err(WriteError::Changed { .. }) => Err(NotTaken::Changed),
            Err(error) => Err(NotTaken::Write(error)),
        }
    }

    /// Finds out what became of an edition that was being taken when the program was killed: where the copy holds
    /// what it was to hold, it comes from that edition. Only under the lock of the file.
    pub(super) fn settle(&self, copy: Fingerprint) {
        let folder = self.folder();
        let Ok(entries) = fs::read_dir(&folder) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(held) = name.strip_prefix(NEXT.0).and_then(|name| name.strip_suffix(NEXT.1)) else {
                continue;
            };
            let is_written = held == copy.written();
            if let Some(base) = self.base().filter(|_| is_written) {
                self.tell_lost(self.answer(HAD, &base.text));
            }
            self.tell_lost(settle_one(&entry.path(), &folder, is_written));
        }
    }
}

fn settle_one(next: &Path, folder: &Path, is_written: bool) -> io::Result<()> {
    if is_written { fs::rename(next, folder.join(BASE)) } else { fs::remove_file(next) }
}
