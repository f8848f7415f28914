//! The lists that names are held against: files that are named, or the newest copies of the archive.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rayon::iter::{IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use crate::lists::archive::{Archive, ArchiveError, Kept};
use crate::lists::doubts::told_of;
use crate::lists::{self, Coverage, ListName, Published};
use crate::model::date::Date;

use super::ready::ReadyList;

/// A list of a day.
#[derive(Debug)]
pub struct Dated {
    /// The day.
    pub on: Date,
    /// The list.
    pub list: Published,
    /// What there is to say of how it came here.
    pub told: Vec<String>,
}

/// What there is to check, and what is not.
#[derive(Debug, Default)]
pub struct Sources {
    /// The lists that can be checked.
    pub lists: Vec<Dated>,
    /// What was asked for and could not be read.
    pub failed: Vec<String>,
    /// What else was not checked, with why.
    pub not_checked: Vec<String>,
}

impl Sources {
    /// The lists, ready to be asked.
    pub fn ready(&self) -> Vec<ReadyList<'_>> {
        self.lists.par_iter().map(|it| ReadyList::of(it.on, &it.list)).collect()
    }

    /// Of each list in the archive the newest whole copy by a day, and the parts that are newer.
    ///
    /// # Errors
    /// Where the archive's index cannot be read. A copy that cannot be is among what failed.
    pub fn of_archive(archive: &Archive, by: NaiveDate) -> Result<Self, ArchiveError> {
        let index = archive.index()?;
        let mut sources = Self::default();
        let mut wanted: Vec<(&Kept, Vec<String>)> = Vec::new();
        let mut never = Vec::new();
        for list in ListName::ALL.iter().copied() {
            let days = index.days(list);
            let by_then: Vec<&Kept> = days.iter().copied().filter(|kept| kept.day.certainly_by(by)).collect();
            let mut told: Vec<String> = Vec::new();
            if let Some(failure) = index.last_failure(list) {
                let why = failure.failure.as_deref().unwrap_or("it failed");
                told.push(format!(
                    "the last try to fetch it, on {}, failed: {why}",
                    failure.checked.date_naive()
                ));
            }
            let whole = by_then.iter().rposition(|kept| kept.part.is_none());
            let from = whole.unwrap_or(by_then.len().saturating_sub(1));
            match by_then.get(from..).filter(|some| !some.is_empty()) {
                Some(some) => wanted.extend(some.iter().map(|kept| (*kept, told.clone()))),
                None if days.is_empty() && told.is_empty() => never.push(list.word()),
                None if days.is_empty() => {
                    sources.not_checked.push(format!("{list}: no copy in the archive; {}", told.join("; ")));
                }
                None => {
                    sources.not_checked.push(format!("{list}: the archive has no copy of {by} or before"));
                }
            }
        }
        if !never.is_empty() {
            sources.not_checked.push(format!("not in the archive: {}", never.join(", ")));
        }
        sources.not_checked.extend(archive.passed_over(&index));
        let read: Vec<_> = wanted
            .into_par_iter()
            .map(|(kept, told)| (kept, told, archive.load(kept, &mut |_, _, _| {})))
            .collect();
        for (kept, told, list) in read {
            match list {
                Ok(list) => sources.lists.push(Dated { on: kept.day, list, told }),
                Err(error) => {
                    sources.failed.push(format!("{} of {}: {error}", kept.list, kept.day.written()));
                }
            }
        }
        Ok(sources)
    }

    /// The files that are named, each told by what stands in it; those of one list and day are one list.
    pub fn of_files(files: &[String], by: NaiveDate, today: NaiveDate) -> Self {
        let mut sources = Self::default();
        let named: Vec<(Option<Date>, PathBuf)> = files.iter().map(|file| split(file)).collect();
        let read: Vec<_> = named
            .par_iter()
            .map(|(on, path)| {
                (*on, path.clone(), lists::read(std::slice::from_ref(path), None, &mut |_, _, _| {}))
            })
            .collect();
        let mut groups: Vec<Group> = Vec::new();
        for (said, path, list) in read {
            match list {
                Ok(list) => Group::put(&mut groups, said, path, list),
                Err(error) => sources.failed.push(error.to_string()),
            }
        }
        Group::join_undated(&mut groups);
        for group in groups {
            match group.read(today) {
                Ok(dated) if dated.on.certainly_by(by) => sources.lists.push(dated),
                Ok(dated) => sources.failed.push(format!(
                    "{} of {}: it is of a day after {by}, which is asked for",
                    dated.list.list,
                    dated.on.written()
                )),
                Err(error) => sources.failed.push(error),
            }
        }
        sources.lists.sort_by_key(|it| (it.list.list as usize, it.on));
        let lists = std::mem::take(&mut sources.lists);
        let newest_whole = |list: ListName| {
            let of = lists.iter().filter(|it| it.list.list == list && it.list.coverage == Coverage::All);
            of.map(|it| it.on).max()
        };
        let wholes: Vec<Option<Date>> = lists.iter().map(|it| newest_whole(it.list.list)).collect();
        for (dated, whole) in lists.into_iter().zip(wholes) {
            if whole.is_some_and(|whole| dated.on < whole) {
                let said = format!("{} of {}: a newer one is checked", dated.list.list, dated.on.written());
                sources.not_checked.push(said);
            } else {
                sources.lists.push(dated);
            }
        }
        let others: Vec<&str> = ListName::ALL
            .iter()
            .filter(|list| !sources.lists.iter().any(|it| it.list.list == **list))
            .map(|list| list.word())
            .collect();
        if !others.is_empty() {
            sources.not_checked.push(format!("not named: {}", others.join(", ")));
        }
        sources
    }
}

/// `2025-12-24=add.csv` as a day and a file.
fn split(file: &str) -> (Option<Date>, PathBuf) {
    let parts = file.split_once('=').filter(|_| !Path::new(file).exists());
    match parts.and_then(|(day, path)| Some((day.parse::<Date>().ok()?, path))) {
        Some((day, path)) => (Some(day), path.into()),
        None => (None, file.into()),
    }
}

/// Files of one list and day.
struct Group {
    on: Option<Date>,
    said: Option<Date>,
    list: ListName,
    paths: Vec<PathBuf>,
    /// What was read, where it is one file.
    read: Option<Published>,
}

impl Group {
    fn put(groups: &mut Vec<Self>, said: Option<Date>, path: PathBuf, list: Published) {
        let on = said.or(list.date);
        match groups.iter_mut().find(|it| it.list == list.list && it.on == on) {
            Some(group) => {
                group.paths.push(path);
                group.read = None;
            }
            None => groups.push(Self { on, said, list: list.list, paths: vec![path], read: Some(list) }),
        }
    }

    /// Files that say no day are of that of the other files of their list, where these are of one.
    fn join_undated(groups: &mut Vec<Self>) {
        let undated: Vec<usize> =
            (0..groups.len()).filter(|at| groups.get(*at).is_some_and(|it| it.on.is_none())).collect();
        for at in undated.into_iter().rev() {
            let Some(list) = groups.get(at).map(|it| it.list) else { continue };
            let mut others = groups.iter().enumerate().filter(|(_, it)| it.list == list && it.on.is_some());
            let (Some((other, _)), None) = (others.next(), others.next()) else { continue };
            let group = groups.remove(at);
            let other = if other > at { other - 1 } else { other };
            if let Some(other) = groups.get_mut(other) {
                other.paths.extend(group.paths);
                other.read = None;
            }
        }
    }

    fn read(self, today: NaiveDate) -> Result<Dated, String> {
        let list = match self.read {
            Some(list) => list,
            None => lists::read(&self.paths, Some(self.list), &mut |_, _, _| {})
                .map_err(|error| error.to_string())?,
        };
        let path = self.paths.first().map(|it| it.display().to_string()).unwrap_or_default();
        let on = self.on.or(list.date).ok_or_else(|| {
            format!("{}: it does not say which day it is of ({path}): write 2025-12-24={path}", self.list)
        })?;
        if on.first() > today {
            return Err(format!("{} of {}: that day is still to come ({path})", self.list, on.written()));
        }
        let own = self.said.zip(list.date).filter(|(said, own)| !own.may_equal(*said));
        let told = own.map(|(said, own)| {
            format!("it itself says {}, and is taken as of {}", own.written(), said.written())
        });
        Ok(Dated { on, list, told: told.into_iter().collect() })
    }
}

/// What is loud of a list: what speaks against its being whole, and what was read with a question.
pub fn doubts(dated: &Dated) -> Vec<String> {
    let doubts = dated.list.doubts.iter().map(|doubt| format!("it may not be whole: {}", doubt.what));
    let nameless = dated.list.entries.iter().filter(|entry| entry.name.is_empty()).count();
    let nameless = (nameless > 0).then(|| format!("{nameless} of its entries have no name in these files, and are found by aliases and numbers alone"));
    let day = dated.on.written();
    doubts.chain(dated.told.clone()).chain(nameless).chain(told_of(&dated.list, &day)).collect()
}
