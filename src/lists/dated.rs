//! Lists of several days, as a person names their files.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;

use crate::model::date::Date;

use super::entry::ListName;
use super::file::{ListError, Progress, Published, read};

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
    let dated = groups.into_iter().map(|(on, paths)| {
        let published = read(&paths, list, progress)?;
        let path = || paths.first().cloned().unwrap_or_default();
        let on = on.or(published.date).ok_or_else(|| ListError::Undated { path: path() })?;
        if on.first() > today {
            return Err(ListError::Ahead(on));
        }
        Ok((on, published))
    });
    dated.collect()
}
