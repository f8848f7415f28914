//! What each publication of OFAC has changed. It does not change any more itself: what the archive has is never asked for
//! again.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;

use chrono::{DateTime, Datelike as _, Utc};
use serde::Deserialize;

use super::super::archive::{Archive, ArchiveError, Asked as ToKeep, Day};
use super::super::delta::is_delta;
use super::super::list_name::ListName;
use super::address::Address;
use super::addresses::{ChangesPlace, Place};
use super::download::{self, download};
use super::exchange::{Asked, Means};
use super::failure::{Again, Failure};
use super::step::{Step, Steps};

/// The publications of a year are at most so long, in bytes.
const LONGEST_HISTORY: u64 = 10_000_000;

/// So many that fail one after the other, and no more are asked for.
const MOST_FAILED: usize = 3;

/// What is to be fetched.
#[derive(Debug, Clone, Copy)]
pub struct WantedChanges<'a> {
    /// Where OFAC's list is asked for.
    pub place: &'a Place,
    /// From this year on; without it from the first.
    pub since: Option<u16>,
    /// The time.
    pub now: DateTime<Utc>,
}

/// What became of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// From this year on.
    pub since: u16,
    /// So many have come.
    pub came: usize,
    /// So many were there.
    pub known: usize,
    /// So many have not come.
    pub failed: usize,
    /// Why not, the first of them.
    pub why: Option<String>,
    /// Somebody has stopped the program.
    pub stopped: bool,
}

/// A publication, as the history of a year names it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct Publication {
    #[serde(rename = "publicationID", alias = "publicationId")]
    id: u64,
    #[serde(rename = "datePublished", default)]
    published: Option<String>,
}

/// Fetches those that the archive does not have.
///
/// # Errors
/// Where the archive cannot be read or written.
pub(super) fn fetch(
    wanted: &WantedChanges<'_>,
    archive: &Archive,
    means: Means<'_>,
    steps: &mut Steps<'_>,
) -> Result<Changes, ArchiveError> {
    let Some(place) = &wanted.place.changes else {
        let why = Some("no address is known for the history of this list".to_owned());
        return Ok(Changes { failed: 1, why, ..Changes::default() });
    };
    let index = archive.index()?;
    // One that did not come may be of any year: the histories are short, and asked for each time.
    let since = wanted.since.unwrap_or(place.first).max(place.first);
    let this_year = u16::try_from(wanted.now.year()).unwrap_or(since);
    let mut work = Work { wanted, place, archive, means, found: Changes { since, ..Changes::default() } };
    let known: BTreeSet<u64> = index.deltas().iter().filter_map(|kept| kept.publication).collect();
    for year in since..=this_year {
        let address = place.history.with("year", &year.to_string());
        let publications = match work.history(&address, steps) {
            Ok(publications) => publications,
            Err(failure) => {
                work.failed(&address, &failure)?;
                break;
            }
        };
        let (there, new): (Vec<_>, Vec<_>) = publications.iter().partition(|it| known.contains(&it.id));
        work.found.known += there.len();
        if work.each(&new, steps)? {
            break;
        }
    }
    Ok(work.found)
}

struct Work<'a> {
    wanted: &'a WantedChanges<'a>,
    place: &'a ChangesPlace,
    archive: &'a Archive,
    means: Means<'a>,
    found: Changes,
}

impl<'a> Work<'a> {
    fn asked<'b>(&self, address: &'b Address, most: u64) -> Asked<'b>
    where
        'a: 'b,
    {
        Asked { address, place: self.wanted.place, etag: None, last_modified: None, most, token: None }
    }

    /// The publications of a year, in their order.
    fn history(&self, address: &Address, steps: &mut Steps<'_>) -> Result<Vec<Publication>, Failure> {
        let text = download::text(&self.asked(address, LONGEST_HISTORY), self.means, steps)?;
        let mut publications: Vec<Publication> = serde_json::from_slice(&text).map_err(|_| {
            Failure::lasting(format!("the publications that {} names are not understood", address.host()))
        })?;
        publications.sort();
        publications.dedup_by_key(|it| it.id);
        Ok(publications)
    }

    /// Fetches publications one by one; whether to end with that.
    fn each(&mut self, new: &[&Publication], steps: &mut Steps<'_>) -> Result<bool, ArchiveError> {
        let mut in_row = 0;
        for publication in new {
            let address = self.place.one.with("id", &publication.id.to_string());
            match self.one(publication, &address, steps)? {
                Ok(()) => {
                    self.found.came += 1;
                    in_row = 0;
                }
                Err(failure) => {
                    self.failed(&address, &failure)?;
                    in_row += 1;
                }
            }
            if self.found.stopped || in_row == MOST_FAILED {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn one(
        &self,
        publication: &Publication,
        address: &Address,
        steps: &mut Steps<'_>,
    ) -> Result<Result<(), Failure>, ArchiveError> {
        let coming = self.archive.coming()?;
        let name = name(publication);
        let path = coming.path().join(&name);
        let asked = self.asked(address, u64::from(self.place.megabytes) * 1_000_000);
        let got = match download(&name, &asked, self.means, &path, steps) {
            Ok(Some(got)) => got,
            Ok(None) => return Ok(Err(Failure::lasting("nothing came"))),
            Err(failure) => return Ok(Err(failure)),
        };
        let mut head = Vec::new();
        let read = File::open(&path).and_then(|file| file.take(4096).read_to_end(&mut head));
        if read.is_err() || !is_delta(&String::from_utf8_lossy(&head)) {
            return Ok(Err(Failure::lasting(format!(
                "what {} gives is not what a publication changed",
                address.host()
            ))));
        }
        steps(Step::Reading);
        let list = Some(ListName::OfacSdn);
        let asked = ToKeep { list, day: Day::Own, checked: self.wanted.now, doubtful: false };
        match self.archive.put(&asked, &[got.incoming], &mut |_, _, _| {}) {
            Ok(_) => Ok(Ok(())),
            Err(error @ ArchiveError::Io { .. }) => Err(error),
            Err(error) => {
                let why = error.to_string().replace(&format!("{}/", coming.path().display()), "");
                Ok(Err(Failure::lasting(why)))
            }
        }
    }

    fn failed(&mut self, address: &Address, failure: &Failure) -> Result<(), ArchiveError> {
        if failure.again == Again::Stopped {
            self.found.stopped = true;
            return Ok(());
        }
        self.found.failed += 1;
        self.found.why.get_or_insert_with(|| failure.what.clone());
        self.archive.failed(ListName::OfacSdn, &address.remembered(), self.wanted.now, &failure.what)
    }
}

/// The name under which it is kept: `2026-01-15_delta_501.xml`.
fn name(publication: &Publication) -> String {
    let day = publication.published.as_deref().and_then(|it| it.get(..10));
    let day = day.filter(|day| day.parse::<chrono::NaiveDate>().is_ok());
    format!("{}delta_{}.xml", day.map_or(String::new(), |day| format!("{day}_")), publication.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_publication_is_kept_under_its_day_and_number() {
        for (day, kept) in [
            (Some("2026-01-15T10:30:00.123"), "2026-01-15_delta_501.xml"),
            (Some("../../etc/x"), "delta_501.xml"),
            (Some("é"), "delta_501.xml"),
            (None, "delta_501.xml"),
        ] {
            assert_eq!(name(&Publication { id: 501, published: day.map(str::to_owned) }), kept);
        }
    }
}
