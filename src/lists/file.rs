//! Files of lists: what they are, told from what stands in them; opened, unpacked, read once from end to end.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek as _};
use std::path::{Path, PathBuf};

use crate::model::date::Date;

use super::bounds::{
    ALWAYS_UNPACKED, AtMost, LARGEST_FILE, MOST_ENTRIES, MOST_FILES, MOST_UNPACKED, TooMuch,
};
use super::delta::is_delta;
use super::digest::Hashing;
use super::doubts::{one_country, one_programme};
use super::entry::{Entry, ListName};
pub use super::error::ListError;
use super::finish::{Told, error_of, finish, shared};
use super::form::{Form, Found, read_form};
use super::gathered::{Coverage, Evidence, Gathered};
use super::input::{Packing, decoded, files, inside, is_hidden, opened, other_encoding};
use super::published::Doubt;
pub use super::published::{FileRead, Published};
use super::readers::australia::Rows;
use super::readers::ofac::read_remarks;
use super::refused::Refused;
use super::workbook::{is_workbook, rows};

/// How far the reading is: the file, how many bytes of it are read, of how many.
pub type Progress<'a> = dyn FnMut(&Path, u64, u64) + 'a;

/// Reads the files of one list on one day. A folder stands for the lists in it; what is hidden or no list is left out
/// there, and in packed files.
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
    let mut reading = Reading::new(wanted, progress);
    for path in paths {
        let inside = files(path).map_err(|source| ListError::Io { path: path.clone(), source })?;
        let inside = inside.ok_or_else(|| too_many(path, "files in a folder"))?;
        let is_folder = path.is_dir();
        for path in inside {
            let read = reading.file(&path);
            if is_folder { reading.foreign(read)? } else { read? }
        }
    }
    reading.whole(paths)
}

/// A file that is open already, as the archive keeps it.
pub(super) struct Opened {
    /// By which path it is named where something of it is told, without what it is packed in.
    pub(super) path: PathBuf,
    /// It, at its beginning.
    pub(super) file: File,
    /// It came with others in one packed file: where it is no list it is left out.
    pub(super) is_one_of_many: bool,
}

/// Reads the files of one list on one day that are open already. What is told of them, and their digests, is that of
/// what they hold, also where they are packed.
///
/// # Errors
/// As [`read`].
pub(super) fn read_opened(
    files: Vec<Opened>,
    wanted: Option<ListName>,
    progress: &mut Progress<'_>,
) -> Result<Published, ListError> {
    let paths: Vec<PathBuf> = files.iter().map(|it| it.path.clone()).collect();
    let mut reading = Reading::new(wanted, progress);
    for Opened { path, file, is_one_of_many } in files {
        let read = reading.kept(&path, file);
        if is_one_of_many { reading.foreign(read)? } else { read? }
    }
    reading.whole(&paths)
}

struct Reading<'a, 'b> {
    wanted: Option<ListName>,
    list: Option<ListName>,
    /// What stands in a file said which list it is.
    is_told: bool,
    gathered: Gathered,
    files: Vec<FileRead>,
    forms: Vec<Form>,
    notes: Vec<String>,
    doubts: Vec<Doubt>,
    /// The first file of a folder that is no list.
    foreign: Option<ListError>,
    progress: &'a mut Progress<'b>,
}

/// So much of a file is looked at to tell what it is.
const HEAD: usize = 64 * 1024;

fn too_many(path: &Path, what: &str) -> ListError {
    ListError::TooLarge { path: path.to_owned(), line: None, what: format!("more than {MOST_FILES} {what}") }
}

impl<'a, 'b> Reading<'a, 'b> {
    fn new(wanted: Option<ListName>, progress: &'a mut Progress<'b>) -> Self {
        Self {
            wanted,
            list: None,
            is_told: false,
            gathered: Gathered::default(),
            files: Vec::new(),
            forms: Vec::new(),
            notes: Vec::new(),
            doubts: Vec::new(),
            foreign: None,
            progress,
        }
    }

    /// Of many files one that is no list is told, not refused.
    fn foreign(&mut self, read: Result<(), ListError>) -> Result<(), ListError> {
        match read {
            Err(error @ ListError::Unknown { .. }) => {
                self.note(format!("left out: {error}"));
                self.foreign.get_or_insert(error);
                Ok(())
            }
            read => read,
        }
    }

    fn note(&mut self, what: String) {
        /// So much is told of all files together.
        const MOST: usize = 200;
        if self.notes.len() < MOST {
            self.notes.push(what);
        }
    }

    /// All that was read.
    fn whole(self, paths: &[PathBuf]) -> Result<Published, ListError> {
        let Self { list, gathered, files, forms, notes, mut doubts, foreign, .. } = self;
        tracing::info!(files = files.len(), entries = gathered.entries.len(), "read");
        let nothing = || {
            foreign.unwrap_or_else(|| ListError::Unknown {
                path: paths.first().cloned().unwrap_or_default(),
                hint: "no file of a list is named".to_owned(),
            })
        };
        let list = list.ok_or_else(nothing)?;
        let Gathered { entries, date, coverage, count_said, count_read, left_out, part_said, .. } = gathered;
        let mut entries: Vec<Entry> = entries.into_values().collect();
        if forms.iter().any(|form| form.is_ofac()) {
            entries.iter_mut().for_each(read_remarks);
        }
        let mut notes = notes;
        finish(list, date, &mut entries, &mut notes);
        let mut part = part_said;
        if coverage == Coverage::Some {
            let parts: Vec<&str> = forms.iter().map(|form| form.part()).collect();
            part.get_or_insert_with(|| format!("only {}", parts.join(" and ")));
        } else if let Some(said) = count_said.filter(|said| *said > count_read) {
            let what = format!("it says that it has {said} entries, and {count_read} are in it");
            part.get_or_insert_with(|| format!("{count_read} of {said} entries"));
            doubts.push(Doubt { what, is_strong: true });
        }
        if entries.is_empty() {
            part.get_or_insert_with(|| "nothing".to_owned());
        }
        let only = || {
            let programme = one_programme(list, &entries).map(|it| format!("all of {it}"));
            programme.or_else(|| one_country(list, &entries).map(|it| format!("all of {it}")))
        };
        let part = part.or_else(only);
        let coverage = if part.is_some() { Coverage::Some } else { coverage };
        Ok(Published {
            list,
            date,
            files,
            coverage,
            part,
            entries: shared(entries),
            doubts,
            notes,
            left_out: left_out.into_iter().collect(),
        })
    }

    fn file(&mut self, path: &Path) -> Result<(), ListError> {
        let io = |source| ListError::Io { path: path.to_owned(), source };
        let mut file = opened(path).map_err(io)?;
        let meta = file.metadata().map_err(io)?;
        let mut magic = Vec::new();
        file.by_ref().take(4).read_to_end(&mut magic).map_err(io)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if let Some(packing) = Packing::of(&magic) {
            if !meta.is_file() {
                let hint = "a packed list is read from a file, not from a pipe".to_owned();
                return Err(ListError::Unknown { path: path.to_owned(), hint });
            }
            file.rewind().map_err(io)?;
            match packing {
                Packing::Zip => self.packed(path, &file, meta.len())?,
                stream => _ = self.unpacked(&in_packed(path), stream, &file, meta.len())?,
            }
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

    /// Reads a workbook: Australia's list is one.
    fn workbook<R: Read + std::io::Seek>(
        &mut self,
        path: &Path,
        archive: &mut zip::ZipArchive<R>,
    ) -> Result<(), ListError> {
        let list = ListName::Australia;
        let wanted = self.list.or(self.wanted).unwrap_or(list);
        if wanted != list {
            return Err(ListError::Other { path: path.to_owned(), found: list, wanted });
        }
        if self.forms.contains(&Form::AustraliaXlsx) {
            return Err(ListError::Twice { path: path.to_owned() });
        }
        let mut table = Rows::default();
        let to = &mut self.gathered;
        let read = rows(archive, |line, row| table.take(line, row, to)).and_then(|()| table.finish());
        let refused = read.err().or_else(|| {
            let is_empty = self.gathered.entries.is_empty();
            is_empty.then(|| Refused::new(1, "at least one entry: this list is empty"))
        });
        if let Some(refused) = refused {
            return Err(error_of(path, refused, 1));
        }
        self.gathered.coverage = Coverage::All;
        self.list = Some(list);
        self.forms.push(Form::AustraliaXlsx);
        self.tell_lines(path);
        Ok(())
    }

    /// Keeps what was told about lines of a file.
    fn tell_lines(&mut self, path: &Path) {
        let (lines, untold) =
            (std::mem::take(&mut self.gathered.told), std::mem::take(&mut self.gathered.untold));
        for (line, what) in lines {
            self.note(format!("{what} ({}, line {line})", path.display()));
        }
        if untold > 0 {
            self.note(format!("{untold} more of the kind ({})", path.display()));
        }
    }

    /// Reads a file as the archive keeps it: packed, unless it is a workbook.
    fn kept(&mut self, path: &Path, mut file: File) -> Result<(), ListError> {
        let io = |source| ListError::Io { path: path.to_owned(), source };
        let length = file.metadata().map_err(io)?.len();
        let mut magic = Vec::new();
        file.by_ref().take(4).read_to_end(&mut magic).map_err(io)?;
        file.rewind().map_err(io)?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let (sha256, bytes) = match Packing::of(&magic) {
            Some(Packing::Zip) => {
                self.packed(path, &file, length)?;
                file.rewind().map_err(io)?;
                Hashing::new(&mut file).finish().map_err(io)?
            }
            Some(stream) => self.unpacked(path, stream, &file, length)?,
            None => {
                let hint = "the archive keeps its files packed, and it is not".to_owned();
                return Err(ListError::Unknown { path: path.to_owned(), hint });
            }
        };
        self.files.push(FileRead { name, sha256, bytes });
        Ok(())
    }

    /// Reads a file that one file was packed into; `path` names what is in it. Returns the digest and the length of that.
    fn unpacked(
        &mut self,
        path: &Path,
        packing: Packing,
        file: &File,
        length: u64,
    ) -> Result<(String, u64), ListError> {
        let io = |source| ListError::Io { path: path.to_owned(), source };
        let most = length.saturating_mul(MOST_UNPACKED).clamp(ALWAYS_UNPACKED, LARGEST_FILE);
        let what = format!("{length} bytes that unpack to more than {most}");
        let unpacked = packing.unpacked(BufReader::new(file)).map_err(io)?;
        let mut bounded = AtMost::new(unpacked, most, what);
        let mut hashing = Hashing::new(&mut bounded as &mut dyn Read);
        self.text(path, &mut hashing, 0, false)?;
        hashing.finish().map_err(io)
    }

    fn packed(&mut self, path: &Path, file: &File, length: u64) -> Result<(), ListError> {
        let unknown = |hint: String| ListError::Unknown { path: path.to_owned(), hint };
        let mut archive =
            zip::ZipArchive::new(BufReader::new(file)).map_err(|error| unknown(error.to_string()))?;
        if archive.len() > MOST_FILES {
            return Err(too_many(path, "files in a packed one"));
        }
        if is_workbook(&archive) {
            return self.workbook(path, &mut archive);
        }
        let all = length.saturating_mul(MOST_UNPACKED).clamp(ALWAYS_UNPACKED, LARGEST_FILE);
        let mut left = all;
        for at in 0..archive.len() {
            let member = archive.by_index(at).map_err(|error| unknown(error.to_string()))?;
            let name = member.name().map_err(|error| unknown(error.to_string()))?.into_owned();
            if member.is_dir() || is_hidden(&name) {
                continue;
            }
            let size = member.size();
            let what = format!("{length} bytes that unpack to more than {all}");
            let mut member = AtMost::new(member, left, what);
            let mut hashing = Hashing::new(&mut member as &mut dyn Read);
            let read = self.text(&inside(path, &name), &mut hashing, size, false);
            self.foreign(read)?;
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
        if Packing::of(&head).is_some() {
            // Some of its bytes may look like a table.
            let hint = "a packed file in a packed one: unpack it first".to_owned();
            return Err(ListError::Unknown { path: path.to_owned(), hint });
        }
        if let Some(encoding) = other_encoding(&head).filter(|_| !is_decoded) {
            // Saved again by a spreadsheet, or an XML file that says so itself.
            let mut text = decoded(Cursor::new(head).chain(input), encoding);
            return self.text(path, &mut Hashing::new(&mut text), length, true);
        }
        let shown = String::from_utf8_lossy(&head).into_owned();
        let Some(found) = Form::of(&shown) else {
            let begins: String = shown.trim_start().chars().take(60).filter(|c| !c.is_control()).collect();
            let hint = match () {
                () if is_delta(&shown) => {
                    "but what one publication of OFAC changed: `beltui lists add` keeps it".to_owned()
                }
                () if head.is_empty() => "it is empty".to_owned(),
                () if head.contains(&0) => "it is no text".to_owned(),
                () => format!("it begins with {begins:?}"),
            };
            return Err(ListError::Unknown { path: path.to_owned(), hint });
        };
        self.read(path, found, &head, input, length)
    }

    /// Reads a text of a form.
    fn read(
        &mut self,
        path: &Path,
        found: Found,
        head: &[u8],
        input: &mut Hashing<&mut dyn Read>,
        length: u64,
    ) -> Result<(), ListError> {
        let form = found.form;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let unknown = |hint: &str| ListError::Unknown { path: path.to_owned(), hint: hint.to_owned() };
        if form.is_comments() && !name.to_lowercase().contains("comment") {
            return Err(unknown("two fields a line, as OFAC's comments have, but it is not called so"));
        }
        if self.forms.contains(&form) && form.is_table() {
            return Err(ListError::Twice { path: path.to_owned() });
        }
        // The same entries in another form are read for their day alone.
        let is_again = form.has_entries() && self.forms.iter().any(|form| form.has_entries());
        let mut aside = Gathered::default();
        let list = form.list(&name, self.wanted.or(self.list));
        let wanted = self.list.or(self.wanted).unwrap_or(list);
        if list != wanted {
            return Err(ListError::Other { path: path.to_owned(), found: list, wanted });
        }
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
        let told = Told { inner: Cursor::new(head).chain(&mut *input), told: &mut told };
        let date = if is_again { self.gathered.date } else { self.gathered.date.take() };
        let to = if is_again { &mut aside } else { &mut self.gathered };
        let entries = to.entries.len();
        to.evidence = Evidence::default();
        let whole = read_form(found, list, BufReader::with_capacity(1 << 18, told), to);
        let own = to.date;
        let is_empty = entries == 0 && to.entries.is_empty() && to.left_out.is_empty();
        let is_full = to.spare.is_some();
        let evidence = to.evidence.list();
        self.gathered.date = own.or(date);
        let refused = match whole {
            Err(refused) => Some(refused),
            Ok(()) if is_full => {
                Some(Refused::bound(input.line(), format!("more than {MOST_ENTRIES} entries")))
            }
            // Nobody is taken off a list by a file that has nothing in it.
            Ok(()) if is_empty => Some(Refused::here("at least one entry: this list is empty")),
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
        if let Some(refused) = refused {
            return Err(error_of(path, refused, input.line()));
        }
        if let Some(found) = evidence {
            self.told_by_contents(path, found)?;
        }
        self.list = self.list.or(Some(list));
        self.forms.push(form);
        self.tell_lines(path);
        if is_again {
            self.note(format!(
                "left out: its entries were read from another file already ({})",
                path.display()
            ));
        } else if form.has_entries() && form.is_ofac() && !input.ends_with_mark() {
            let what = format!(
                "it does not end with the mark (0x1A) with which OFAC ends its tables: it is cut off, or was saved by another program ({})",
                path.display()
            );
            self.doubts.push(Doubt { what, is_strong: false });
        }
        Ok(())
    }

    /// What stands in a file says which of OFAC's lists it is, whatever it is called and whatever was asked for.
    fn told_by_contents(&mut self, path: &Path, found: ListName) -> Result<(), ListError> {
        let before = self.list.filter(|_| self.is_told).or(self.wanted);
        if let Some(wanted) = before.filter(|wanted| *wanted != found) {
            return Err(ListError::Other { path: path.to_owned(), found, wanted });
        }
        (self.list, self.is_told) = (Some(found), true);
        Ok(())
    }
}

/// What a file that one file was packed into holds, by its name.
fn in_packed(path: &Path) -> PathBuf {
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    inside(path, &stem)
}
