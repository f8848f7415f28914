//! A list fetched as one copy: all its files or none.

use std::path::Path;

use chrono::{DateTime, NaiveDate, Utc};

use crate::model::date::Date;

use super::super::archive::{
    Archive, ArchiveError, Asked as ToKeep, Coming, Day, Incoming, Index, Kept, KeptFile, Put,
};
use super::super::difference::difference;
use super::super::list_name::ListName;
use super::address::Address;
use super::addresses::{FilePlace, Place};
use super::download::{self, Got, download, has_changed, of};
use super::exchange::{Asked, Means};
use super::failure::{Again, Failure};
use super::published;
use super::step::{Step, Steps};

/// An index of files is at most so long, in bytes.
const LONGEST_INDEX: u64 = 20_000_000;

/// What is to be fetched.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The list.
    pub list: ListName,
    /// Where it is asked for.
    pub place: &'a Place,
    /// In which of its forms.
    pub form: &'a str,
    /// Which version, where its publisher has several.
    pub version: &'a str,
    /// The token for its publisher.
    pub token: Option<&'a str>,
    /// Ask also where it was asked not long ago.
    pub again: bool,
    /// Keep it also where it may not be whole.
    pub doubtful: bool,
    /// The day, for lists that do not say theirs.
    pub today: NaiveDate,
    /// The time.
    pub now: DateTime<Utc>,
}

/// What became of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// A new copy is kept.
    New {
        /// The copy.
        kept: Box<Kept>,
        /// What has changed, where there is a copy before it of the same part of the list.
        since: Option<Since>,
    },
    /// The copy that was there is the one that is published.
    Same(Box<Kept>),
    /// It was asked for so many minutes ago, and is not asked for again yet.
    NotAsked {
        /// So many minutes ago.
        minutes: i64,
        /// It is asked for again when so many have passed.
        of: u32,
    },
    /// It did not come.
    Failed(String),
    /// Somebody has stopped the program.
    Stopped,
}

/// What has changed since the copy before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// The day of the copy before.
    pub day: Date,
    /// So many entries came.
    pub added: usize,
    /// So many went.
    pub removed: usize,
    /// Of so many something else is said.
    pub changed: usize,
}

/// Why it did not come, and from where.
struct Failed<'a> {
    address: &'a Address,
    failure: Failure,
}

/// Fetches a list into the archive. What failed is noted there, and stays until it succeeds.
///
/// # Errors
/// Where the archive cannot be read or written.
pub(super) fn fetch(
    wanted: &Wanted<'_>,
    archive: &Archive,
    means: Means<'_>,
    steps: &mut Steps<'_>,
) -> Result<Fetched, ArchiveError> {
    let index = archive.index()?;
    let files: Vec<FilePlace> = wanted.place.forms.get(wanted.form).cloned().unwrap_or_default();
    let files: Vec<FilePlace> = files
        .into_iter()
        .map(|file| FilePlace { url: file.url.with("version", wanted.version), ..file })
        .collect();
    let is_known = files.iter().all(|file| index.file_from(&file.url.remembered()).is_some());
    if let Some(asked) = index.last_fetched(wanted.list).filter(|_| is_known && !wanted.again) {
        let minutes = wanted.now.signed_duration_since(asked).num_minutes();
        // A time that is still to come says nothing.
        if (0..i64::from(wanted.place.minutes)).contains(&minutes) {
            return Ok(Fetched::NotAsked { minutes, of: wanted.place.minutes });
        }
    }
    let coming = archive.coming()?;
    let one = Copy { wanted, files: &files, coming: &coming, means };
    match one.take(archive, &index, steps) {
        Ok(Some(got)) => keep(wanted, archive, &index, &coming, got, steps),
        Ok(None) => {
            for file in &files {
                archive.not_changed(wanted.list, &file.url.remembered(), wanted.now)?;
            }
            let kept =
                files.first().and_then(|file| copy_of(&index, index.file_from(&file.url.remembered())?));
            Ok(kept.map_or_else(
                || Fetched::Failed(LOST.to_owned()),
                |kept| Fetched::Same(Box::new(kept.clone())),
            ))
        }
        Err(Failed { failure, .. }) if failure.again == Again::Stopped => Ok(Fetched::Stopped),
        Err(Failed { address, failure }) => {
            archive.failed(wanted.list, &address.remembered(), wanted.now, &failure.what)?;
            Ok(Fetched::Failed(failure.what))
        }
    }
}

/// Somebody has taken it away while it was asked for.
const LOST: &str = "the copy that has not changed is not in the archive any more: fetch again";

/// Keeps what has come.
fn keep(
    wanted: &Wanted<'_>,
    archive: &Archive,
    index: &Index,
    coming: &Coming,
    got: Vec<Got>,
    steps: &mut Steps<'_>,
) -> Result<Fetched, ArchiveError> {
    steps(Step::Reading);
    let files: Vec<Incoming> = got.into_iter().map(|got| got.incoming).collect();
    let asked = ToKeep {
        list: Some(wanted.list),
        day: Day::OwnOr(Date::day(wanted.today)),
        checked: wanted.now,
        doubtful: wanted.doubtful,
    };
    match archive.put(&asked, &files, &mut |_, _, _| {}) {
        Ok(Put::New(kept)) => {
            let since = since(archive, index, &kept);
            Ok(Fetched::New { kept: Box::new(kept), since })
        }
        Ok(Put::Unchanged(kept)) => {
            // It is the same as on the day before, which says more than that it is the same as today.
            let same = |it: &&Kept| it.list == kept.list && it.digests() == kept.digests();
            Ok(Fetched::Same(Box::new(index.copies().iter().rfind(same).unwrap_or(&kept).clone())))
        }
        Ok(Put::Same(kept) | Put::Mended(kept)) => Ok(Fetched::Same(Box::new(kept))),
        Err(error @ ArchiveError::Io { .. }) => Err(error),
        Err(error) => {
            let mut why = error.to_string().replace(&format!("{}/", coming.path().display()), "");
            if matches!(error, ArchiveError::Doubtful(_)) {
                why.push_str("; --doubtful keeps it all the same");
            }
            let address = files.first().and_then(|file| file.address.clone()).unwrap_or_default();
            archive.failed(wanted.list, &address, wanted.now, &why)?;
            Ok(Fetched::Failed(why))
        }
    }
}

/// What has changed since the copy before. That it cannot be told does not make the new copy another.
fn since(archive: &Archive, before: &Index, kept: &Kept) -> Option<Since> {
    let old = before.days(kept.list).into_iter().rfind(|it| it.day <= kept.day && it.part == kept.part)?;
    let read = |kept| archive.load(kept, &mut |_, _, _| {}).ok();
    let (was, is) = (read(old)?, read(kept)?);
    let found = difference(&was, &is, |_| true);
    Some(Since {
        day: old.day,
        added: found.added.len(),
        removed: found.removed.len(),
        changed: found.changed.len() + found.renumbered.len() + found.reassigned.len(),
    })
}

/// The copy that a file is of.
fn copy_of<'a>(index: &'a Index, file: &KeptFile) -> Option<&'a Kept> {
    index.copies().iter().rfind(|kept| kept.files.iter().any(|it| it.at == file.at))
}

/// One copy on its way.
struct Copy<'a> {
    wanted: &'a Wanted<'a>,
    files: &'a [FilePlace],
    coming: &'a Coming,
    means: Means<'a>,
}

impl<'a> Copy<'a> {
    /// Its files, all of one publication; `None` where nothing has changed.
    fn take(
        &self,
        archive: &Archive,
        index: &Index,
        steps: &mut Steps<'_>,
    ) -> Result<Option<Vec<Got>>, Failed<'a>> {
        let known = self.known(archive, index);
        for round in [1, 2] {
            let published = self.published(steps)?;
            let mut got = Vec::with_capacity(self.files.len());
            for (at, file) in self.files.iter().enumerate() {
                let known = known.as_ref().and_then(|known| known.get(at)).filter(|_| round == 1);
                got.push(self.file(file, known, steps)?);
            }
            if got.iter().all(Option::is_none) {
                return Ok(None);
            }
            let mut whole = Vec::with_capacity(got.len());
            for (file, got) in self.files.iter().zip(got) {
                let got = match got {
                    Some(got) => Some(got),
                    // Of a set that has changed all files are taken anew: they are of one day together.
                    None => self.file(file, None, steps)?,
                };
                whole.extend(got);
            }
            let Some(changed) = self.changed(&whole, published.as_ref(), steps)? else {
                return Ok(Some(whole));
            };
            tracing::info!(host = changed.host(), round, "published anew meanwhile");
            if round == 2 {
                let failure = Failure::lasting(
                    "its files do not belong together: they were published anew while they came, twice; try again in some minutes",
                );
                return Err(Failed { address: changed, failure });
            }
        }
        Ok(None)
    }

    /// What the publisher calls the files that are there, where they are there as they came, of one copy.
    fn known(&self, archive: &Archive, index: &Index) -> Option<Vec<KeptFile>> {
        let mut known: Vec<KeptFile> = Vec::new();
        for file in self.files {
            let address = file.url.remembered();
            index.validators(&address)?;
            let kept = index.file_from(&address)?;
            // A packed file may hold several.
            let copy = copy_of(index, kept)?;
            if copy.list != self.wanted.list || known.first().is_some_and(|one| folder(one) != folder(kept)) {
                return None;
            }
            let is_there = |kept: &KeptFile| archive.check(kept).is_ok();
            if !copy.files.iter().filter(|it| it.address == kept.address).all(is_there) {
                return None;
            }
            known.push(kept.clone());
        }
        Some(known)
    }

    fn asked<'b>(&'b self, file: &'b FilePlace) -> Asked<'b> {
        Asked {
            address: &file.url,
            place: self.wanted.place,
            etag: None,
            last_modified: None,
            most: u64::from(file.megabytes) * 1_000_000,
            token: self.wanted.token,
        }
    }

    fn file(
        &self,
        file: &'a FilePlace,
        known: Option<&KeptFile>,
        steps: &mut Steps<'_>,
    ) -> Result<Option<Got>, Failed<'a>> {
        let asked = Asked {
            etag: known.and_then(|known| known.etag.as_deref()),
            last_modified: known.and_then(|known| known.last_modified.as_deref()),
            ..self.asked(file)
        };
        let path = self.coming.path().join(&file.name);
        download(&file.name, &asked, self.means, &path, steps)
            .map_err(|failure| Failed { address: &file.url, failure: self.of_file(file, failure) })
    }

    /// Of several files it is said which one did not come.
    fn of_file(&self, file: &FilePlace, failure: Failure) -> Failure {
        if self.files.len() < 2 {
            return failure;
        }
        Failure { what: format!("{}: {}", file.name, failure.what), ..failure }
    }

    /// The publisher's index of the files, where he has one.
    fn published(&self, steps: &mut Steps<'_>) -> Result<Option<published::Index>, Failed<'a>> {
        let Some(first) = self.files.first() else { return Ok(None) };
        let Some(address) = &self.wanted.place.index else { return Ok(None) };
        let address = address.with("version", self.wanted.version);
        let asked = of(&self.asked(first), &address, LONGEST_INDEX);
        let read = download::text(&asked, self.means, steps).and_then(|text| published::Index::read(&text));
        let failed = |failure: Failure| Failed {
            address: &first.url,
            failure: Failure { what: format!("the index of its files: {}", failure.what), ..failure },
        };
        read.map(Some).map_err(failed)
    }

    /// The file that shows that not all are of one publication.
    fn changed(
        &self,
        got: &[Got],
        published: Option<&published::Index>,
        steps: &mut Steps<'_>,
    ) -> Result<Option<&'a Address>, Failed<'a>> {
        let pairs = || self.files.iter().zip(got);
        let is_other = |(file, got): &(&FilePlace, &Got)| {
            let sha1 = published.and_then(|index| index.sha1(&file.name));
            sha1.is_some_and(|sha1| sha1 != got.sha1)
        };
        if let Some((file, _)) = pairs().find(is_other) {
            return Ok(Some(&file.url));
        }
        // The last one came last: it is of the publication that there is now.
        for (file, got) in pairs().take(got.len().saturating_sub(1)) {
            let asked = Asked {
                etag: got.incoming.etag.as_deref(),
                last_modified: got.incoming.last_modified.as_deref(),
                ..self.asked(file)
            };
            let changed = has_changed(&asked, self.means, steps);
            if changed
                .map_err(|failure| Failed { address: &file.url, failure: self.of_file(file, failure) })?
            {
                return Ok(Some(&file.url));
            }
        }
        Ok(None)
    }
}

fn folder(file: &KeptFile) -> Option<&Path> {
    Path::new(&file.at).parent()
}
