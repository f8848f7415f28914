//! Files of lists: what they are, told from what stands in them; opened, unpacked, read once from end to end.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek as _};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::model::date::Date;

use super::bounds::{
    ALWAYS_UNPACKED, AtMost, LARGEST_FILE, MOST_ENTRIES, MOST_FILES, MOST_UNPACKED, TooMuch,
};
use super::digest::Hashing;
use super::entry::{Entry, ListName};
use super::form::{Form, read_form};
use super::gathered::{Coverage, Gathered};
use super::input::{decoded, files, inside, opened, other_encoding};
use super::refused::Refused;

/// Why a list was not read.
#[derive(Debug, Error)]
pub enum ListError {
    /// The operating system refused.
    #[error("cannot be read: {source} ({})", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// Something in it is not what such a list has.
    #[error("expected {expected} ({}, line {line})", path.display())]
    Refused {
        /// The file; of a packed one, the file inside it.
        path: PathBuf,
        /// The line, from 1.
        line: u64,
        /// What was expected.
        expected: String,
    },
    /// It is larger than any list.
    #[error(
        "{what}, more than beltui reads; is it the list as it is published? ({}{})",
        path.display(), line.map(|line| format!(", line {line}")).unwrap_or_default()
    )]
    TooLarge {
        /// The file; of a packed one, the file inside it.
        path: PathBuf,
        /// The line, from 1, where it is one.
        line: Option<u64>,
        /// What is too much.
        what: String,
    },
    /// It is no list that is known.
    #[error("this is no list that beltui reads, {hint} ({})", path.display())]
    Unknown {
        /// The file.
        path: PathBuf,
        /// What was seen.
        hint: String,
    },
    /// What stands before `=` is no day.
    #[error("what stands before = is no day ({0}): write 2025-12-24=FILE")]
    Day(String),
    /// Nobody says which day it is of.
    #[error("it does not say which day it is of ({}): write 2025-12-24=FILE", path.display())]
    Undated {
        /// The file.
        path: PathBuf,
    },
    /// It is of a day that is still to come.
    #[error("no list is of {}: that day is still to come", .0.written())]
    Ahead(Date),
    /// Files of several lists were given as one.
    #[error("this is a part of {found}, not of {wanted} ({})", path.display())]
    Other {
        /// The file.
        path: PathBuf,
        /// The list that it belongs to.
        found: ListName,
        /// The list that was asked for, or that the first file belongs to.
        wanted: ListName,
    },
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRead {
    /// Its name, without its folder.
    pub name: String,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
    /// How long it is, in bytes.
    pub bytes: u64,
}

/// A list as it was published.
#[derive(Debug, Clone)]
pub struct Published {
    /// The list.
    pub list: ListName,
    /// The day that its files say they are of.
    pub date: Option<Date>,
    /// Its files.
    pub files: Vec<FileRead>,
    /// How much of it they hold.
    pub coverage: Coverage,
    /// Its entries.
    pub entries: Vec<Entry>,
}

/// How far the reading is: the file, how many bytes of it are read, of how many.
pub type Progress<'a> = dyn FnMut(&Path, u64, u64) + 'a;

/// Reads the files of one list on one day. A folder stands for all files in it.
///
/// # Errors
/// Where a file cannot be read, is no list that is known, has something in it that is not understood, or where the
/// files are not of one list.
pub fn read(
    paths: &[PathBuf],
    wanted: Option<ListName>,
    progress: &mut Progress<'_>,
) -> Result<Published, ListError> {
    let _step = tracing::info_span!("list").entered();
    let mut reading = Reading {
        wanted,
        list: None,
        gathered: Gathered::default(),
        files: Vec::new(),
        forms: Vec::new(),
        progress,
    };
    let mut all = Vec::new();
    for path in paths {
        let inside = files(path).map_err(|source| ListError::Io { path: path.clone(), source })?;
        all.extend(inside.ok_or_else(|| too_many(path, "files in a folder"))?);
    }
    for path in &all {
        reading.file(path)?;
    }
    let Reading { list, gathered, files, .. } = reading;
    tracing::info!(files = files.len(), entries = gathered.entries.len(), "read");
    let nothing = || ListError::Unknown {
        path: paths.first().cloned().unwrap_or_default(),
        hint: "no file of a list is named".to_owned(),
    };
    let Gathered { entries, date, coverage, .. } = gathered;
    let mut entries: Vec<Entry> = entries.into_values().collect();
    entries.iter_mut().for_each(Entry::tidy);
    Ok(Published { list: list.ok_or_else(nothing)?, date, files, coverage, entries })
}

struct Reading<'a, 'b> {
    wanted: Option<ListName>,
    list: Option<ListName>,
    gathered: Gathered,
    files: Vec<FileRead>,
    forms: Vec<Form>,
    progress: &'a mut Progress<'b>,
}

/// So much of a file is looked at to tell what it is.
const HEAD: usize = 64 * 1024;

fn too_many(path: &Path, what: &str) -> ListError {
    ListError::TooLarge { path: path.to_owned(), line: None, what: format!("more than {MOST_FILES} {what}") }
}

impl Reading<'_, '_> {
    fn file(&mut self, path: &Path) -> Result<(), ListError> {
        let io = |source| ListError::Io { path: path.to_owned(), source };
        let mut file = opened(path).map_err(io)?;
        let meta = file.metadata().map_err(io)?;
        let mut magic = Vec::new();
        file.by_ref().take(4).read_to_end(&mut magic).map_err(io)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if magic == b"PK\x03\x04" {
            if !meta.is_file() {
                let hint = "a packed list is read from a file, not from a pipe".to_owned();
                return Err(ListError::Unknown { path: path.to_owned(), hint });
            }
            file.rewind().map_err(io)?;
            self.packed(path, &file, meta.len())?;
            file.rewind().map_err(io)?;
            let (sha256, bytes) = Hashing::new(&mut file).finish().map_err(io)?;
            self.files.push(FileRead { name, sha256, bytes });
            return Ok(());
        }
        // A file that grows while it is read is bounded as well.
        let what = format!("more than {} GiB", LARGEST_FILE >> 30);
        let mut all = AtMost::new(Cursor::new(magic).chain(file), LARGEST_FILE, what);
        let mut hashing = Hashing::new(&mut all as &mut dyn Read);
        self.text(path, &mut hashing, meta.len(), false)?;
        let (sha256, bytes) = hashing.finish().map_err(io)?;
        self.files.push(FileRead { name, sha256, bytes });
        Ok(())
    }

    fn packed(&mut self, path: &Path, file: &File, length: u64) -> Result<(), ListError> {
        let unknown = |hint: String| ListError::Unknown { path: path.to_owned(), hint };
        let mut archive =
            zip::ZipArchive::new(BufReader::new(file)).map_err(|error| unknown(error.to_string()))?;
        if archive.len() > MOST_FILES {
            return Err(too_many(path, "files in a packed one"));
        }
        let all = length.saturating_mul(MOST_UNPACKED).clamp(ALWAYS_UNPACKED, LARGEST_FILE);
        let mut left = all;
        for at in 0..archive.len() {
            let member = archive.by_index(at).map_err(|error| unknown(error.to_string()))?;
            if member.is_dir() {
                continue;
            }
            let name = member.name().map_err(|error| unknown(error.to_string()))?.into_owned();
            let size = member.size();
            let what = format!("{length} bytes that unpack to more than {all}");
            let mut member = AtMost::new(member, left, what);
            let mut hashing = Hashing::new(&mut member as &mut dyn Read);
            self.text(&inside(path, &name), &mut hashing, size, false)?;
            left = member.left();
        }
        Ok(())
    }

    /// Reads one text and adds what is in it.
    fn text(
        &mut self,
        path: &Path,
        input: &mut Hashing<&mut dyn Read>,
        length: u64,
        is_decoded: bool,
    ) -> Result<(), ListError> {
        let mut head = Vec::new();
        if let Err(source) = input.by_ref().take(HEAD as u64).read_to_end(&mut head) {
            let path = path.to_owned();
            return Err(match TooMuch::of(&source) {
                Some(what) => ListError::TooLarge { path, line: None, what },
                None => ListError::Io { path, source },
            });
        }
        if let Some(encoding) = other_encoding(&head).filter(|_| !is_decoded) {
            // Saved again by a spreadsheet, or an XML file that says so itself.
            let mut text = decoded(Cursor::new(head).chain(input), encoding);
            return self.text(path, &mut Hashing::new(&mut text), length, true);
        }
        let shown = String::from_utf8_lossy(&head).into_owned();
        let Some(form) = Form::of(&shown) else {
            let begins: String = shown.trim_start().chars().take(60).filter(|c| !c.is_control()).collect();
            let hint = match () {
                () if head.is_empty() => "it is empty".to_owned(),
                () if head.starts_with(b"PK") => "a packed file in a packed one: unpack it first".to_owned(),
                () => format!("it begins with {begins:?}"),
            };
            return Err(ListError::Unknown { path: path.to_owned(), hint });
        };
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let unknown = |hint: &str| ListError::Unknown { path: path.to_owned(), hint: hint.to_owned() };
        if form.is_comments() && !name.to_lowercase().contains("comment") {
            return Err(unknown("two fields a line, as OFAC's comments have, but it is not called so"));
        }
        if self.forms.contains(&form) && form.is_table() {
            return Err(unknown(
                "another file of its kind was read already: of two days, name both, DATE=FILE",
            ));
        }
        self.forms.push(form);
        let list = form.list(&name, self.wanted);
        let wanted = self.list.or(self.wanted).unwrap_or(list);
        if list != wanted {
            return Err(ListError::Other { path: path.to_owned(), found: list, wanted });
        }
        self.list = Some(list);
        (self.progress)(path, 0, length);
        let progress = &mut self.progress;
        let mut read = 0;
        let mut told = |count: u64| {
            /// So often it is told how far the reading is, in bytes.
            const EVERY: u64 = 4 << 20;
            let before = read / EVERY;
            read += count;
            if read / EVERY != before {
                progress(path, read, length);
            }
        };
        let told = Told { inner: Cursor::new(&head).chain(&mut *input), told: &mut told };
        let (entries, date) = (self.gathered.entries.len(), self.gathered.date.take());
        let whole = read_form(form, list, BufReader::with_capacity(1 << 18, told), &mut self.gathered);
        let own = self.gathered.date;
        self.gathered.date = own.or(date);
        let refused = match whole {
            Err(refused) => Some(refused),
            Ok(()) if self.gathered.spare.is_some() => {
                Some(Refused::bound(input.line(), format!("more than {MOST_ENTRIES} entries")))
            }
            // Nobody is taken off a list by a file that has nothing in it.
            Ok(()) if entries == 0 && self.gathered.entries.is_empty() => {
                Some(Refused::here("at least one entry: this list is empty"))
            }
            Ok(()) if date.zip(own).is_some_and(|(one, other)| one != other) => {
                let said = [date, own].map(|date| date.map(Date::written).unwrap_or_default()).join(" and ");
                Some(Refused::here(format!(
                    "files of one day, and these say {said}: name the days, DATE=FILE, or read them one by one"
                )))
            }
            Ok(()) if form.is_table() && !input.is_closed() => {
                Some(Refused::here("the end of a field in quotes: the file is cut off"))
            }
            Ok(()) => None,
        };
        refused.map_or(Ok(()), |Refused { line, what, is_bound }| {
            let (path, line) = (path.to_owned(), line.unwrap_or_else(|| input.line()));
            Err(if is_bound {
                ListError::TooLarge { path, line: Some(line), what }
            } else {
                ListError::Refused { path, line, expected: what }
            })
        })
    }
}

/// A reader that tells how much has passed.
struct Told<'a, R> {
    inner: R,
    told: &'a mut dyn FnMut(u64),
}

impl<R: Read> Read for Told<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(into)?;
        (self.told)(count as u64);
        Ok(count)
    }
}
