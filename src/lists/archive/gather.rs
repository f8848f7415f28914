//! Which of many files belong together: each day of a list is a copy of its own.

use std::io::{BufReader, Read as _, Seek as _};
use std::path::{Path, PathBuf};

use crate::model::date::Date;

use super::super::entry::ListName;
use super::super::error::ListError;
use super::super::form::Form;
use super::super::input::{Packing, files, is_hidden, opened};
use super::kept::Day;

/// So many files are taken from folders at once.
const MOST_FILES: usize = 100_000;

/// So many folders are in one another at most.
const DEEPEST: usize = 8;

/// Files that are one copy of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// Which day it is of, as far as that is known before it is read.
    pub day: Day,
    /// The files.
    pub files: Vec<PathBuf>,
    /// Somebody named them; those in a folder may be something else.
    pub is_named: bool,
    /// The day stands in their name, or in that of their folder, and nowhere else.
    pub is_day_of_name: bool,
}

impl Group {
    /// They in words: by the first of them.
    pub fn said(&self) -> String {
        let first = self.files.first().map(|path| path.display().to_string()).unwrap_or_default();
        match self.files.len() {
            0 | 1 => first,
            more => format!("{first} and {} more", more - 1),
        }
    }
}

/// What makes a table of OFAC's one of several: where it is, which day it is of, and of which list it is.
type Together = (PathBuf, Option<Date>, ListName);

/// Puts files in groups as a person names them: `2025-12-24=sdn.csv`, files, and folders, which stand for what is in them
/// and in the folders in them. Tables of OFAC's that lie together are one copy; everything else is a copy by itself.
///
/// # Errors
/// Where what stands before `=` is no day, a folder cannot be read, or there are too many files.
pub fn groups(arguments: &[String], said: Option<Date>) -> Result<Vec<Group>, ListError> {
    let mut groups: Vec<Group> = Vec::new();
    let mut tables: Vec<(Together, Vec<Form>, usize)> = Vec::new();
    let mut dated: Vec<(Date, usize)> = Vec::new();
    for argument in arguments {
        if let Some((day, path)) = argument.split_once('=').filter(|_| !Path::new(argument).exists()) {
            let Some(day) = day.parse::<Date>().ok().filter(|_| !path.is_empty()) else {
                return Err(ListError::Day(argument.clone()));
            };
            let path = PathBuf::from(path);
            let inside = files(&path).map_err(|source| ListError::Io { path: path.clone(), source })?;
            let inside = inside.ok_or_else(|| too_many(&path))?;
            // Those of one day are one list.
            let held = dated.iter().find(|(held, _)| *held == day).map(|(_, at)| *at);
            if let Some(group) = held.and_then(|at| groups.get_mut(at)) {
                group.files.extend(inside);
            } else {
                dated.push((day, groups.len()));
                let day = Day::Said(day);
                groups.push(Group { day, files: inside, is_named: true, is_day_of_name: false });
            }
            continue;
        }
        let path = PathBuf::from(argument);
        let is_named = !path.is_dir();
        let mut inside = Vec::new();
        walk(&path, 0, &mut inside)?;
        for path in inside {
            let of_name = day_of_name(&path);
            let day = match (said, of_name) {
                // A copy of the archive itself, whose line is lost: its folder says its day.
                (None, Some((on, true))) => Day::Said(on),
                (Some(on), _) | (None, Some((on, false))) => Day::OwnOr(on),
                (None, None) => Day::Own,
            };
            let is_day_of_name = said.is_none() && of_name.is_some();
            let group = Group { day, files: vec![path.clone()], is_named, is_day_of_name };
            let Some((form, list)) = table(&path) else {
                groups.push(group);
                continue;
            };
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            let together = (folder, of_name.map(|(on, _)| on), list);
            let open = tables.iter_mut().find(|(held, forms, _)| *held == together && !forms.contains(&form));
            if let Some((_, forms, at)) = open
                && let Some(held) = groups.get_mut(*at)
            {
                forms.push(form);
                held.files.push(path);
            } else {
                tables.push((together, vec![form], groups.len()));
                groups.push(group);
            }
        }
    }
    Ok(groups)
}

fn too_many(path: &Path) -> ListError {
    let what = format!("more than {MOST_FILES} files in a folder");
    ListError::TooLarge { path: path.to_owned(), line: None, what }
}

/// The files in a folder and in those in it, in the order of their names; a file is itself. Links to folders are not
/// followed.
fn walk(path: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), ListError> {
    let io = |source| ListError::Io { path: path.to_owned(), source };
    if !path.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    let mut inside: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(path).map_err(io)? {
        let entry = entry.map_err(io)?;
        if !is_hidden(&entry.file_name().to_string_lossy()) {
            inside.push(entry.path());
        }
    }
    inside.sort();
    for path in inside {
        if path.is_dir() {
            if depth < DEEPEST && !path.is_symlink() {
                walk(&path, depth + 1, found)?;
            }
        } else if path.is_file() {
            found.push(path);
        }
        if found.len() > MOST_FILES {
            return Err(too_many(found.last().map_or(Path::new(""), PathBuf::as_path)));
        }
    }
    Ok(())
}

/// Which table of OFAC's a file is, and of which of the two lists, as far as its name says.
fn table(path: &Path) -> Option<(Form, ListName)> {
    /// So much of a file is looked at, in bytes.
    const HEAD: u64 = 16 * 1024;
    let mut file = opened(path).ok()?;
    if !file.metadata().ok()?.is_file() {
        return None;
    }
    let mut head = Vec::new();
    (&file).take(HEAD).read_to_end(&mut head).ok()?;
    match Packing::of(&head) {
        None => {}
        Some(Packing::Zip) => return None,
        Some(packing) => {
            file.rewind().ok()?;
            head.clear();
            packing.unpacked(BufReader::new(&file)).ok()?.take(HEAD).read_to_end(&mut head).ok()?;
        }
    }
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    let form = Form::of(&String::from_utf8_lossy(&head))?.form;
    let is_table = form.is_ofac() && (!form.is_comments() || name.contains("comment"));
    is_table.then(|| (form, form.list(&name, None)))
}

/// The day in the name of a file, else in that of its folder, and whether the archive itself has given it: `2025-12-24`,
/// `2025_12_24` or `20251224`, where neither a letter nor a digit stands beside it.
fn day_of_name(path: &Path) -> Option<(Date, bool)> {
    let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy().into_owned());
    let is_of_archive = folder.as_deref().is_some_and(|name| {
        let (day, digest) = name.rsplit_once('-').unwrap_or_default();
        day.parse::<Date>().is_ok() && digest.len() == 12 && digest.bytes().all(|it| it.is_ascii_hexdigit())
    });
    let of_folder = || Some((day_in(&folder?)?, is_of_archive));
    if is_of_archive {
        return of_folder();
    }
    let name = path.file_name()?.to_string_lossy().into_owned();
    day_in(&name).map(|on| (on, false)).or_else(of_folder)
}

fn day_in(name: &str) -> Option<Date> {
    let signs: Vec<char> = name.chars().collect();
    let is_free =
        |at: Option<usize>| at.and_then(|at| signs.get(at)).is_none_or(|c| !c.is_ascii_alphanumeric());
    (0..signs.len()).find_map(|from| {
        let day = [10, 8].into_iter().find_map(|length| {
            let part: String = signs.get(from..from + length)?.iter().collect();
            let part = match length {
                10 => part.replace('_', "-"),
                _ if part.bytes().all(|it| it.is_ascii_digit()) => {
                    format!("{}-{}-{}", part.get(..4)?, part.get(4..6)?, part.get(6..)?)
                }
                _ => return None,
            };
            let day = part.parse::<Date>().ok().filter(|day| day.is_exact())?;
            (is_free(from.checked_sub(1)) && is_free(Some(from + length))).then_some(day)
        });
        day.filter(|day| day.first().to_string().as_str() >= "1990")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_found_in_a_name_where_nothing_stands_beside_it() {
        for (path, day) in [
            ("sdn-2025-12-24.csv", Some("2025-12-24")),
            ("sdn_20251224.csv.gz", Some("2025-12-24")),
            ("2025_12_24.xml", Some("2025-12-24")),
            ("2025-12-24/sdn.csv", Some("2025-12-24")),
            ("2025-12-24/sdn-2025-12-25.csv", Some("2025-12-25")),
            ("ofac/2025-12-24-0123456789ab/2025-12-25.csv.gz", Some("2025-12-24")),
            ("sdn-120251224.csv", None),
            ("sdn-20251324.csv", None),
            ("a20251224.csv", None),
            ("18991224.csv", None),
            ("sdn.csv", None),
        ] {
            let found = day_of_name(Path::new(path)).map(|(day, _)| day.written());
            assert_eq!(found.as_deref(), day, "{path}");
        }
    }
}
