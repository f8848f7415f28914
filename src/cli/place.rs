//! Where the archive of official lists is.

use std::path::PathBuf;

use anyhow::Context as _;

use crate::lists::archive::{Archive, ArchiveError};
use crate::store::places::archive_dir;

use super::out;

/// Which archive is meant.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct Where {
    /// The archive's folder; without it $BELTUI_ARCHIVE, else the one in your data directory
    #[arg(long, value_name = "DIR", global = true)]
    archive: Option<PathBuf>,
}

impl Where {
    /// The archive.
    pub(super) fn archive(self) -> anyhow::Result<Archive> {
        let folder = archive_dir(self.archive)
            .context("no home directory is known: name the archive with --archive")?;
        Ok(Archive::at(folder))
    }
}

/// Tells what of the archive is passed over.
pub(super) fn tell_passed_over(archive: &Archive) -> Result<(), ArchiveError> {
    archive.passed_over(&archive.index()?).into_iter().for_each(out::tell);
    Ok(())
}
