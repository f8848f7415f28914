//! An archive: read, and its events noted.

use std::io::BufReader;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use super::super::delta::Delta;
use super::super::delta_file::read_delta;
use super::super::entry::ListName;
use super::super::error::ListError;
use super::super::file::{Opened, Progress, Published, read_opened};
use super::super::input::Packing;
use super::error::ArchiveError;
use super::folder::{Coming, Folder, Locked};
use super::index::Index;
use super::kept::{Kept, Kind};
use super::line::{Line, Said};

/// An archive of official lists.
#[derive(Debug, Clone)]
pub struct Archive {
    pub(super) folder: Folder,
}

impl Archive {
    /// The archive in a folder, which need not be there: it is made when the first list is kept.
    pub fn at(folder: PathBuf) -> Self {
        Self { folder: Folder::at(folder) }
    }

    /// Its folder.
    pub fn path(&self) -> &Path {
        self.folder.root()
    }

    /// A folder in the archive's for what is on its way here. It goes with this; where its owner is killed, the next
    /// who writes takes it away.
    ///
    /// # Errors
    /// Where the system refuses.
    pub fn coming(&self) -> Result<Coming, ArchiveError> {
        let locked = self.folder.lock()?;
        self.folder.coming(&locked)
    }

    /// What its index says; nothing where there is none.
    ///
    /// # Errors
    /// Where the index cannot be read. Lines that are not understood are no error: see [`Index::misread`].
    pub fn index(&self) -> Result<Index, ArchiveError> {
        Ok(Index::read(&self.folder.index()?))
    }

    /// Reads a kept copy. Its digests are computed while it is read, and hold.
    ///
    /// # Errors
    /// Where it cannot be read, or is not what was kept.
    pub fn load(&self, kept: &Kept, progress: &mut Progress<'_>) -> Result<Published, ArchiveError> {
        let mut files = Vec::with_capacity(kept.files.len());
        for file in &kept.files {
            let path = self.path().join(&file.at).with_file_name(&file.name);
            files.push(Opened { path, file: self.folder.open(&file.at)?, is_one_of_many: false });
        }
        let published = read_opened(files, Some(kept.list), progress)?;
        for file in &kept.files {
            let read = published.files.iter().find(|read| read.name == file.name);
            let what = match read {
                None => "it was not read".to_owned(),
                Some(read) if read.sha256 == file.sha256 => continue,
                Some(read) => format!("its SHA-256 is {}, and was {}", read.sha256, file.sha256),
            };
            return Err(ArchiveError::Damaged { name: file.at.clone(), what });
        }
        Ok(published)
    }

    /// Reads a kept delta, as [`Archive::load`] reads a list.
    ///
    /// # Errors
    /// As [`Archive::load`].
    pub fn load_delta(&self, kept: &Kept) -> Result<Delta, ArchiveError> {
        let Some(file) = kept.files.first().filter(|_| kept.kind == Kind::Delta) else {
            return Err(ArchiveError::Outside(kept.folder().unwrap_or_default().to_owned()));
        };
        let path = self.path().join(&file.at).with_file_name(&file.name);
        let io = |source| ListError::Io { path: path.clone(), source };
        let packed = BufReader::new(self.folder.open(&file.at)?);
        let delta = read_delta(&path, Packing::Gzip.unpacked(packed).map_err(io)?)?;
        if delta.file.sha256 != file.sha256 {
            let what = format!("its SHA-256 is {}, and was {}", delta.file.sha256, file.sha256);
            return Err(ArchiveError::Damaged { name: file.at.clone(), what });
        }
        Ok(Delta { publication: kept.publication.or(delta.publication), ..delta })
    }

    /// Reads all deltas of an index.
    ///
    /// # Errors
    /// As [`Archive::load`].
    pub fn load_deltas(&self, index: &Index) -> Result<Vec<Delta>, ArchiveError> {
        index.deltas().into_iter().map(|kept| self.load_delta(kept)).collect()
    }

    /// Notes that the publisher says that nothing has changed at an address.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn not_changed(
        &self,
        list: ListName,
        address: &str,
        checked: DateTime<Utc>,
    ) -> Result<(), ArchiveError> {
        self.note(&Said::Unchanged { list, address: address.to_owned(), checked })
    }

    /// Notes that a list could not be had. It stays visible until it can.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn failed(
        &self,
        list: ListName,
        address: &str,
        checked: DateTime<Utc>,
        why: &str,
    ) -> Result<(), ArchiveError> {
        self.note(&Said::Failed { list, address: address.to_owned(), checked, why: why.to_owned() })
    }

    fn note(&self, said: &Said) -> Result<(), ArchiveError> {
        let locked = self.folder.lock()?;
        self.append(&locked, said)
    }

    pub(super) fn append(&self, locked: &Locked, said: &Said) -> Result<(), ArchiveError> {
        let line = Line::of(said).text().map_err(ArchiveError::io("writing the index", self.path()))?;
        self.folder.append(locked, &line)
    }
}
