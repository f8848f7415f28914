//! Copies that say nothing new: which of them can go, so that no change is lost.

use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;

use crate::model::date::Date;

use super::super::entry::{Entry, ListName};
use super::super::file::{Progress, Published};
use super::super::gathered::Coverage;
use super::error::ArchiveError;
use super::kept::Kept;
use super::line::Said;
use super::store::Archive;

/// What is the same in copies between which nothing has changed.
#[derive(PartialEq)]
struct Contents {
    coverage: Coverage,
    part: Option<String>,
    is_doubtful: bool,
    entries: Vec<Arc<Entry>>,
}

/// Copies that can go.
#[derive(Debug, Clone, Default)]
pub struct Redundant {
    /// They.
    pub copies: Vec<Kept>,
    /// All copies among which they were found.
    among: Vec<Kept>,
}

impl Contents {
    fn of(list: Published) -> Self {
        let Published { coverage, part, mut entries, doubts, .. } = list;
        entries.sort_by(|a, b| a.reference.cmp(&b.reference));
        Self { coverage, part, is_doubtful: doubts.iter().any(|doubt| doubt.is_strong), entries }
    }
}

impl Archive {
    /// The copies that can go without a change being lost: those whose neighbours before and after, by their days, have
    /// the same entries in every field. The first and the last of a list stay, the last before a change and the first
    /// after it, and those of `keep_from` and later. Deltas all stay.
    ///
    /// # Errors
    /// Where a copy cannot be read.
    pub fn redundant(
        &self,
        keep_from: Option<NaiveDate>,
        progress: &mut Progress<'_>,
    ) -> Result<Redundant, ArchiveError> {
        let index = self.index()?;
        let mut found = Redundant::default();
        for list in ListName::ALL {
            let copies = index.kept(*list);
            // Whether each is the same as the one before it.
            let mut same = vec![false];
            let mut before: Option<Contents> = None;
            for pair in copies.windows(2) {
                let [one, next] = pair else { continue };
                if one.digests() == next.digests() {
                    same.push(true);
                    continue;
                }
                let held = match before.take() {
                    Some(held) => held,
                    None => Contents::of(self.load(one, progress)?),
                };
                let new = Contents::of(self.load(next, progress)?);
                same.push(held == new);
                before = Some(new);
            }
            let is_kept = |kept: &Kept| keep_from.is_some_and(|from| kept.day.last() >= from);
            let next = same.iter().skip(1).chain(std::iter::once(&false));
            let both = copies.iter().zip(same.iter().zip(next));
            let can_go = both.filter(|(kept, (before, after))| **before && **after && !is_kept(kept));
            found.copies.extend(can_go.map(|(kept, _)| (*kept).clone()));
            found.among.extend(copies.into_iter().cloned());
        }
        Ok(found)
    }

    /// Takes copies away that [`Archive::redundant`] has found, and writes down that and what they were. Those of a list of
    /// which another copy has come since are left. Returns those that went.
    ///
    /// # Errors
    /// Where the system refuses; those that went before are gone.
    pub fn prune(&self, redundant: &Redundant) -> Result<Vec<Kept>, ArchiveError> {
        let locked = self.folder.lock()?;
        let index = self.index()?;
        let stands = |list: ListName| {
            let among = redundant.among.iter().filter(|kept| kept.list == list).map(same);
            among.eq(index.kept(list).into_iter().map(same))
        };
        let mut gone = Vec::new();
        for kept in redundant.copies.iter().filter(|kept| stands(kept.list)) {
            self.append(&locked, &Said::Pruned(kept.clone()))?;
            gone.push(kept.clone());
        }
        // Also those that were pruned by somebody who was killed then.
        let index = self.index()?;
        let held: HashSet<&str> = index.copies().iter().filter_map(Kept::folder).collect();
        for folder in index.pruned().iter().filter_map(Kept::folder).filter(|it| !held.contains(it)) {
            self.folder.remove(&locked, folder)?;
        }
        Ok(gone)
    }
}

/// What makes a copy of a list and day the one that it is.
fn same(kept: &Kept) -> (Date, Vec<&str>) {
    (kept.day, kept.digests())
}
