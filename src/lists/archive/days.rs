//! The kept copies of many days, read together.

use std::collections::HashMap;
use std::path::Path;

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use crate::model::date::Date;

use super::super::days::Shared;
use super::super::file::{Progress, Published};
use super::error::ArchiveError;
use super::kept::Kept;
use super::store::Archive;

/// So many copies are read at once: each takes its memory, until what it has in common with the others is known.
const AT_ONCE: usize = 4;

impl Archive {
    /// Reads kept copies, with their days. Those of the same contents are read once; entries that say the same are held
    /// once.
    ///
    /// # Errors
    /// As [`Archive::load`].
    pub fn load_days(
        &self,
        copies: &[&Kept],
        progress: &mut Progress<'_>,
    ) -> Result<Vec<(Date, Published)>, ArchiveError> {
        let mut firsts: Vec<&Kept> = Vec::new();
        let mut places: HashMap<Vec<&str>, usize> = HashMap::new();
        for kept in copies {
            places.entry(kept.digests()).or_insert_with(|| {
                firsts.push(kept);
                firsts.len() - 1
            });
        }
        let all: u64 = firsts.iter().map(|kept| kept.bytes()).sum();
        let (mut done, mut shared) = (0, Shared::default());
        let mut read: Vec<Published> = Vec::with_capacity(firsts.len());
        for some in firsts.chunks(AT_ONCE) {
            let together: Vec<Result<Published, ArchiveError>> =
                some.par_iter().map(|kept| self.load(kept, &mut |_, _, _| {})).collect();
            for (kept, published) in some.iter().zip(together) {
                let mut published = published?;
                shared.take(&mut published);
                read.push(published);
                done += kept.bytes();
                progress(Path::new(kept.folder().unwrap_or_default()), done, all);
            }
        }
        let dated = copies.iter().filter_map(|kept| {
            let published = read.get(*places.get(&kept.digests())?)?;
            let mut published = published.clone();
            for read in &mut published.files {
                // The same contents may have had another name on another day.
                if let Some(file) = kept.files.iter().find(|file| file.sha256 == read.sha256) {
                    read.name.clone_from(&file.name);
                }
            }
            Some((kept.day, published))
        });
        Ok(dated.collect())
    }
}
