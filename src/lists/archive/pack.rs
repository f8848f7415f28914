//! Files that come in, as they are kept: each packed by itself, with the digest of what it holds.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Cursor, Read, Seek as _};
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};

use super::super::bounds::{ALWAYS_UNPACKED, AtMost, LARGEST_FILE, MOST_FILES, MOST_UNPACKED, TooMuch};
use super::super::delta::is_delta;
use super::super::digest::Hashing;
use super::super::error::ListError;
use super::super::input::{Packing, inside, is_hidden, opened};
use super::super::workbook::is_workbook;
use super::error::ArchiveError;
use super::folder::{Folder, is_part};
use super::kept::Incoming;

/// A file as it will be kept.
pub(super) struct Packed {
    /// Its name as its publisher has it.
    pub(super) name: String,
    /// The name of the packed file, in its folder.
    pub(super) file: String,
    /// By which path it is named where something of it is told.
    pub(super) shown: PathBuf,
    /// The SHA-256 of what it holds.
    pub(super) sha256: String,
    /// How long that is, in bytes.
    pub(super) bytes: u64,
    /// It came with others in one packed file.
    pub(super) is_one_of_many: bool,
    /// It is a delta of OFAC's, by how it begins.
    pub(super) is_delta: bool,
    /// Which of the incoming files it is, or came in.
    pub(super) of: usize,
}

/// So much of a file is looked at to tell what it is, in bytes.
const HEAD: u64 = 4096;

/// Packs files into a folder.
///
/// # Errors
/// Where one cannot be read or written, or is larger than any list.
pub(super) fn pack(
    folder: &Folder,
    into: &Path,
    incoming: &[Incoming],
    progress: &mut dyn FnMut(&Path, u64, u64),
) -> Result<Vec<Packed>, ArchiveError> {
    let mut packing = Work { folder, into, packed: Vec::new() };
    for (of, it) in incoming.iter().enumerate() {
        let length = std::fs::metadata(&it.file).map_or(0, |meta| meta.len());
        progress(&it.file, 0, length);
        packing.take(of, it)?;
        progress(&it.file, length, length);
    }
    Ok(packing.packed)
}

struct Work<'a> {
    folder: &'a Folder,
    into: &'a Path,
    packed: Vec<Packed>,
}

impl Work<'_> {
    fn take(&mut self, of: usize, it: &Incoming) -> Result<(), ArchiveError> {
        let path = it.file.as_path();
        let io = |source| ListError::Io { path: path.to_owned(), source };
        let unknown = |hint: String| ListError::Unknown { path: path.to_owned(), hint };
        let mut file = opened(path).map_err(io)?;
        let meta = file.metadata().map_err(io)?;
        let mut magic = Vec::new();
        (&file).take(4).read_to_end(&mut magic).map_err(io)?;
        let Some(packing) = Packing::of(&magic) else {
            let what = format!("more than {} GiB", LARGEST_FILE >> 30);
            let all = AtMost::new(Cursor::new(magic).chain(file), LARGEST_FILE, what);
            return self.put(of, &it.name, path.to_owned(), all, false);
        };
        if !meta.is_file() {
            return Err(unknown("a packed list is read from a file, not from a pipe".to_owned()).into());
        }
        file.rewind().map_err(io)?;
        let most = meta.len().saturating_mul(MOST_UNPACKED).clamp(ALWAYS_UNPACKED, LARGEST_FILE);
        let what = || format!("{} bytes that unpack to more than {most}", meta.len());
        if packing != Packing::Zip {
            let name = [".gz", ".zst", ".GZ"].iter().find_map(|end| it.name.strip_suffix(end));
            let name = name.unwrap_or(&it.name).to_owned();
            let unpacked = packing.unpacked(BufReader::new(&file)).map_err(io)?;
            let shown = path.with_file_name(&name);
            return self.put(of, &name, shown, AtMost::new(unpacked, most, what()), false);
        }
        let mut archive =
            zip::ZipArchive::new(BufReader::new(&file)).map_err(|error| unknown(error.to_string()))?;
        if is_workbook(&archive) {
            drop(archive);
            file.rewind().map_err(io)?;
            return self.put_workbook(of, &it.name, path, file);
        }
        if archive.len() > MOST_FILES {
            return Err(unknown(format!("more than {MOST_FILES} files are packed in it")).into());
        }
        let mut left = most;
        for at in 0..archive.len() {
            let member = archive.by_index(at).map_err(|error| unknown(error.to_string()))?;
            let name = member.name().map_err(|error| unknown(error.to_string()))?.into_owned();
            if member.is_dir() || is_hidden(&name) {
                continue;
            }
            let mut member = AtMost::new(member, left, what());
            let base = name.rsplit(['/', '\\']).next().unwrap_or(&name).to_owned();
            self.put(of, &base, inside(path, &name), &mut member, true)?;
            left = member.left();
        }
        Ok(())
    }

    fn put(
        &mut self,
        of: usize,
        name: &str,
        shown: PathBuf,
        input: impl Read,
        is_one_of_many: bool,
    ) -> Result<(), ArchiveError> {
        let name = self.free(name);
        let file = format!("{name}.gz");
        let path = self.into.join(&file);
        let written = || ArchiveError::io("writing a kept file", &path);
        let target = self.folder.new_file(&path).map_err(written())?;
        let builder = GzBuilder::new().filename(name.as_bytes().to_vec());
        let mut packing = builder.write(BufWriter::new(target), Compression::default());
        let mut hashing = Hashing::new(input);
        let mut head = Vec::new();
        let begun = (&mut hashing).take(HEAD).read_to_end(&mut head).map_err(Copying::Read);
        let is_delta = is_delta(&String::from_utf8_lossy(&head));
        let all = begun.and_then(|_| copy(&mut Cursor::new(head).chain(&mut hashing), &mut packing));
        all.map_err(|error| match error {
            Copying::Read(source) => match TooMuch::of(&source) {
                Some(what) => ListError::TooLarge { path: shown.clone(), line: None, what }.into(),
                None => ListError::Io { path: shown.clone(), source }.into(),
            },
            Copying::Write(source) => written()(source),
        })?;
        let (sha256, bytes) = hashing.finish().map_err(written())?;
        let target = packing.finish().and_then(|it| it.into_inner().map_err(io::Error::from));
        target.and_then(|file| file.sync_all()).map_err(written())?;
        self.packed.push(Packed { name, file, shown, sha256, bytes, is_one_of_many, is_delta, of });
        Ok(())
    }

    /// Keeps a workbook as it is: it is packed itself.
    fn put_workbook(&mut self, of: usize, name: &str, path: &Path, file: File) -> Result<(), ArchiveError> {
        let name = self.free(name);
        let target = self.into.join(&name);
        let written = || ArchiveError::io("writing a kept file", &target);
        let mut into = self.folder.new_file(&target).map_err(written())?;
        let mut hashing = Hashing::new(file);
        copy(&mut hashing, &mut into).map_err(|error| match error {
            Copying::Read(source) => ListError::Io { path: path.to_owned(), source }.into(),
            Copying::Write(source) => written()(source),
        })?;
        let (sha256, bytes) = hashing.finish().map_err(written())?;
        into.sync_all().map_err(written())?;
        let (file, shown) = (name.clone(), path.to_owned());
        self.packed.push(Packed {
            name,
            file,
            shown,
            sha256,
            bytes,
            is_one_of_many: false,
            is_delta: false,
            of,
        });
        Ok(())
    }

    /// A name for a file that none of the others has, and which leads nowhere.
    fn free(&self, name: &str) -> String {
        let plain: String = name.chars().filter(|c| !c.is_control() && !matches!(c, '/' | '\\')).collect();
        let mut plain = plain.trim_start_matches('.').trim().to_owned();
        while plain.len() > 100 {
            plain.pop();
        }
        if !is_part(&plain) {
            "list".clone_into(&mut plain);
        }
        let is_free = |name: &String| !self.packed.iter().any(|it| it.name == *name);
        let numbered = (2_usize..).map(|at| format!("{at}-{plain}"));
        std::iter::once(plain.clone()).chain(numbered).find(is_free).unwrap_or(plain)
    }
}

/// What went wrong when something was copied: where it comes from, or where it goes.
enum Copying {
    Read(io::Error),
    Write(io::Error),
}

fn copy(from: &mut impl Read, to: &mut impl io::Write) -> Result<(), Copying> {
    let mut buffer = vec![0; 1 << 16];
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) => return Ok(()),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Copying::Read(error)),
        };
        to.write_all(buffer.get(..count).unwrap_or_default()).map_err(Copying::Write)?;
    }
}
