//! A run of fetches: the way out is read once, and anybody can stop it.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::super::archive::{Archive, ArchiveError};
use super::changes::{self, Changes, WantedChanges};
use super::copy::{self, Fetched, Wanted};
use super::exchange::Means;
use super::proxy::Proxies;
use super::step::Steps;

/// Why nothing can be asked of anybody.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct WayError(String);

/// A run of fetches.
pub struct Run<'a> {
    archive: &'a Archive,
    proxies: Proxies,
    stop: Arc<AtomicBool>,
}

impl<'a> Run<'a> {
    /// Begins a run; `stop` ends it where it is set.
    ///
    /// # Errors
    /// Where the environment names a proxy that is none.
    pub fn begin(archive: &'a Archive, stop: Arc<AtomicBool>) -> Result<Self, WayError> {
        let variable = |name: &str| std::env::var(name).ok();
        let proxies = Proxies::read(variable).map_err(|failure| WayError(failure.what))?;
        Ok(Self { archive, proxies, stop })
    }

    /// Fetches a list into the archive. What failed is noted there, and stays until it succeeds.
    ///
    /// # Errors
    /// Where the archive cannot be read or written.
    pub fn fetch(&self, wanted: &Wanted<'_>, steps: &mut Steps<'_>) -> Result<Fetched, ArchiveError> {
        copy::fetch(wanted, self.archive, self.means(), steps)
    }

    /// Fetches what publications of OFAC have changed, those that the archive does not have.
    ///
    /// # Errors
    /// Where the archive cannot be read or written.
    pub fn changes(
        &self,
        wanted: &WantedChanges<'_>,
        steps: &mut Steps<'_>,
    ) -> Result<Changes, ArchiveError> {
        changes::fetch(wanted, self.archive, self.means(), steps)
    }

    fn means(&self) -> Means<'_> {
        Means { proxies: &self.proxies, stop: &self.stop }
    }
}
