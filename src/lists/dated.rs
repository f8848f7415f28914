//! Lists of several days, as a person names their files.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use crate::model::date::Date;

use super::days::Shared;
use super::entry::ListName;
use super::file::{ListError, Progress, Published, read};

/// So many lists are read at once: each of them takes its memory, until what it has in common with the others is known.
const AT_ONCE: usize = 4;

/// Reads files with their days: `2025-12-24=add.csv`. Those of one day are one list. Where no day is named it is `said`,
/// else what the files themselves say.
///
/// # Errors
/// As [`read`]; where nobody says which day a list is of, or it is of one after `today`.
pub fn dated(
    files: &[String],
    list: Option<ListName>,
    said: Option<Date>,
    today: NaiveDate,
    progress: &mut Progress<'_>,
) -> Result<Vec<(Date, Published)>, ListError> {
    let mut groups: Vec<(Option<Date>, Vec<PathBuf>)> = Vec::new();
    for file in files {
        let (on, path) = match file.split_once('=').filter(|_| !Path::new(file).exists()) {
            None => (said, file.as_str()),
            Some((day, path)) if path.is_empty() || day.parse::<Date>().is_err() => {
                return Err(ListError::Day(file.clone()));
            }
            Some((day, path)) => (day.parse::<Date>().ok(), path),
        };
        match groups.iter_mut().find(|(held, _)| *held == on) {
            Some((_, paths)) => paths.push(path.into()),
            None => groups.push((on, vec![path.into()])),
        }
    }
    let day_of = |on: Option<Date>, paths: &[PathBuf], published: Published| {
        let path = || paths.first().cloned().unwrap_or_default();
        let on = on.or(published.date).ok_or_else(|| ListError::Undated { path: path() })?;
        if on.first() > today { Err(ListError::Ahead(on)) } else { Ok((on, published)) }
    };
    if let [(on, paths)] = groups.as_slice() {
        let published = read(paths, list, progress)?;
        return Ok(vec![day_of(*on, paths, published)?]);
    }
    let length = |path: &PathBuf| std::fs::metadata(path).map_or(0, |meta| meta.len());
    let all: u64 = groups.iter().flat_map(|(_, paths)| paths).map(length).sum();
    let (mut done, mut shared, mut dated) = (0, Shared::default(), Vec::with_capacity(groups.len()));
    for some in groups.chunks(AT_ONCE) {
        let read = some.par_iter().map(|(_, paths)| read(paths, list, &mut |_, _, _| {}));
        let read: Vec<Result<Published, ListError>> = read.collect();
        for ((on, paths), published) in some.iter().zip(read) {
            let mut published = published?;
            shared.take(&mut published);
            dated.push(day_of(*on, paths, published)?);
            done += paths.iter().map(length).sum::<u64>();
            progress(paths.first().map_or(Path::new(""), PathBuf::as_path), done, all);
        }
    }
    Ok(dated)
}
