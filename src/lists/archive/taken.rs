//! What is taken from the archive where nobody names a file.

use std::path::PathBuf;

use chrono::NaiveDate;

use crate::model::date::Date;

use super::super::delta::Delta;
use super::super::entry::ListName;
use super::super::file::{Progress, Published};
use super::error::ArchiveError;
use super::index::Index;
use super::store::Archive;

/// All that is kept of a list.
pub struct Taken {
    /// The list, on each day of which a copy is kept.
    pub lists: Vec<(Date, Published)>,
    /// OFAC's deltas, where it is one of OFAC's lists.
    pub deltas: Vec<Delta>,
}

/// How much is kept of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The list.
    pub list: ListName,
    /// On how many days.
    pub days: usize,
    /// The last of them.
    pub newest: Date,
}

impl Held {
    /// It in words: `12 copies of ofac, newest 2026-09-23`.
    pub fn said(&self) -> String {
        let copies = if self.days == 1 { "copy" } else { "copies" };
        format!("{} {copies} of {}, newest {}", self.days, self.list.key(), self.newest.written())
    }
}

impl Index {
    /// How much is kept of each list, up to a day.
    pub fn held(&self, today: NaiveDate) -> Vec<Held> {
        let of = |list: &ListName| {
            let days: Vec<Date> = self.days(*list).into_iter().map(|kept| kept.day).collect();
            let days: Vec<Date> = days.into_iter().filter(|day| day.possibly_by(today)).collect();
            days.last().map(|newest| Held { list: *list, days: days.len(), newest: *newest })
        };
        ListName::ALL.iter().filter_map(of).collect()
    }
}

impl Archive {
    /// Reads all days of a list, from `since` on, with OFAC's deltas where it is one of its lists.
    ///
    /// # Errors
    /// Where none is kept, or one is not what was kept.
    pub fn take_days(
        &self,
        list: ListName,
        since: Option<NaiveDate>,
        today: NaiveDate,
        progress: &mut Progress<'_>,
    ) -> Result<Taken, ArchiveError> {
        let index = self.index()?;
        let mut days = index.days(list);
        days.retain(|kept| kept.day.possibly_by(today));
        if days.is_empty() {
            return Err(self.nothing(list));
        }
        days.retain(|kept| since.is_none_or(|since| kept.day.last() >= since));
        if let (true, Some(since)) = (days.is_empty(), since) {
            return Err(ArchiveError::NothingSince { list, since });
        }
        let lists = self.load_days(&days, progress)?;
        let is_ofac = matches!(list, ListName::OfacSdn | ListName::OfacConsolidated);
        let mut deltas = if is_ofac { self.load_deltas(&index)? } else { Vec::new() };
        deltas.retain(|it| it.on.possibly_by(today) && since.is_none_or(|since| it.on.last() >= since));
        Ok(Taken { lists, deltas })
    }

    /// Reads the newest copy of a list.
    ///
    /// # Errors
    /// Where none is kept, or it is not what was kept.
    pub fn take_newest(
        &self,
        list: ListName,
        today: NaiveDate,
        progress: &mut Progress<'_>,
    ) -> Result<(Date, Published), ArchiveError> {
        let index = self.index()?;
        let kept = index.latest(list, today).ok_or_else(|| self.nothing(list))?;
        Ok((kept.day, self.load(kept, progress)?))
    }

    fn nothing(&self, list: ListName) -> ArchiveError {
        ArchiveError::Nothing { list, folder: PathBuf::from(self.path()) }
    }
}
