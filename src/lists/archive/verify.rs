//! Whether what is kept is what was kept.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use super::super::bounds::{AtMost, LARGEST_FILE};
use super::super::digest::Hashing;
use super::super::file::Progress;
use super::super::input::Packing;
use super::error::ArchiveError;
use super::folder::{COMING, INDEX, is_name};
use super::index::Index;
use super::kept::KeptFile;
use super::store::Archive;

/// What was found when the archive was looked through.
#[derive(Debug, Clone, Default)]
pub struct Verified {
    /// How many files were read.
    pub files: usize,
    /// How many bytes they hold, unpacked.
    pub bytes: u64,
    /// What is wrong, each in words.
    pub faults: Vec<String>,
    /// What is told, and is no fault.
    pub notes: Vec<String>,
}

impl Archive {
    /// Reads every file that is kept and compares it with its digest; names files without a line, lines without their
    /// file, and lines that are not understood.
    ///
    /// # Errors
    /// Where the index itself cannot be read.
    pub fn verify(&self, progress: &mut Progress<'_>) -> Result<Verified, ArchiveError> {
        let index = self.index()?;
        let mut found = Verified::default();
        found
            .faults
            .extend(index.misread().iter().map(|it| format!("line {} of the index: {}", it.line, it.what)));
        let mut files: BTreeMap<&str, &KeptFile> = BTreeMap::new();
        for file in index.copies().iter().flat_map(|kept| &kept.files) {
            match files.get(file.at.as_str()).filter(|held| held.sha256 != file.sha256) {
                Some(_) => found.faults.push(format!("the index has two digests of {}", file.at)),
                None => _ = files.insert(&file.at, file),
            }
        }
        let all: u64 = files.values().map(|file| file.bytes).sum();
        for file in files.values() {
            match self.check(file) {
                Ok(()) => {}
                Err(ArchiveError::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => {
                    found.faults.push(format!("it is missing: {}", file.at));
                }
                Err(ArchiveError::Damaged { name, what }) => {
                    found.faults.push(format!("it is not what was kept, {what}: {name}"));
                }
                Err(error) => found.faults.push(error.to_string()),
            }
            found.files += 1;
            found.bytes += file.bytes;
            progress(Path::new(&file.at), found.bytes, all);
        }
        self.extra(&index, &files.keys().copied().collect(), &mut found);
        Ok(found)
    }

    /// Whether a kept file holds what it did.
    pub(in crate::lists) fn check(&self, file: &KeptFile) -> Result<(), ArchiveError> {
        let damaged = |what: String| ArchiveError::Damaged { name: file.at.clone(), what };
        let mut opened = BufReader::new(self.folder.open(&file.at)?);
        let head = opened.fill_buf().map_err(|error| damaged(error.to_string()))?;
        let input: Box<dyn std::io::Read> = match Packing::of(head) {
            Some(packing @ Packing::Gzip) => {
                packing.unpacked(opened).map_err(|error| damaged(error.to_string()))?
            }
            // A workbook is kept as it is.
            _ => Box::new(opened),
        };
        let bounded = AtMost::new(input, LARGEST_FILE, "more than any list".to_owned());
        let (sha256, bytes) = Hashing::new(bounded).finish().map_err(|error| damaged(error.to_string()))?;
        if sha256 == file.sha256 && bytes == file.bytes {
            return Ok(());
        }
        Err(damaged(format!("its SHA-256 is {sha256}, and was {}", file.sha256)))
    }

    /// Names what is in the archive's folder and in no line of the index.
    fn extra(&self, index: &Index, known: &BTreeSet<&str>, found: &mut Verified) {
        let pruned: BTreeSet<&str> =
            index.pruned().iter().flat_map(|kept| &kept.files).map(|file| file.at.as_str()).collect();
        let mut walk = |name: &str, path: &Path, is_file: bool| {
            if path.is_symlink() {
                found.faults.push(format!("it is a link, which the archive does not follow: {name}"));
            } else if is_file && !known.contains(name) && pruned.contains(name) {
                found.notes.push(format!("it was pruned and is still there: {name}"));
            } else if is_file && !known.contains(name) && is_name(name) {
                found.faults.push(format!(
                    "no line of the index names it; `beltui lists add` of it takes it: {name}"
                ));
            } else if is_file && !known.contains(name) {
                found.faults.push(format!("it is none of the archive's: {name}"));
            }
        };
        each(self.path(), "", 0, &mut walk);
        for (path, is_gone) in self.folder.left_over() {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let what = if is_gone {
                "nobody is at it any longer, and the next one takes it away"
            } else {
                "somebody is at it"
            };
            found.notes.push(format!("a copy that did not come together; {what}: {name}"));
        }
    }
}

/// Tells of everything in a folder and the two below it, but for the index and what is hidden at the top.
fn each(folder: &Path, name: &str, depth: usize, tell: &mut dyn FnMut(&str, &Path, bool)) {
    let Ok(inside) = fs::read_dir(folder) else { return };
    let mut inside: Vec<_> = inside.flatten().map(|it| (it.file_name(), it.path())).collect();
    inside.sort();
    for (own, path) in inside {
        let own = own.to_string_lossy();
        if depth == 0 && (own == INDEX || own.starts_with(COMING) || own.starts_with('.')) {
            continue;
        }
        let name = if name.is_empty() { own.into_owned() } else { format!("{name}/{own}") };
        let is_folder = path.is_dir() && !path.is_symlink();
        if is_folder && depth < 2 {
            each(&path, &name, depth + 1, tell);
        } else {
            tell(&name, &path, true);
        }
    }
}
