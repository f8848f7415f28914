//! What a file holds and how it looks from outside, each as a small value to compare.

use std::fs::{self, File};
use std::io::{self, Read};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use super::regular;

/// What a content is recognised by: its length and a hash. Not a defence against an enemy, only against surprise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Fingerprint {
    length: u64,
    hash: u64,
}

impl Fingerprint {
    /// Of a text.
    pub fn of(text: &str) -> Self {
        Self::of_bytes(text.as_bytes())
    }

    /// Of bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        // The same for every version of the program: it is written into the journal. Two sums over different halves
        // of the content and its length are enough against surprise.
        let (head, tail) = bytes.split_at(bytes.len() / 2);
        let hash = (u64::from(crc32fast::hash(head)) << 32) | u64::from(crc32fast::hash(tail));
        Self { length: bytes.len() as u64, hash }
    }

    /// Of what a regular file holds now, read in pieces; `None` when there is no such file.
    ///
    /// # Errors
    /// Where the file is there but cannot be read, or is no regular file.
    pub fn of_file(path: &Path) -> io::Result<Option<Self>> {
        match regular::open(path).map_err(io::Error::from) {
            Ok(file) => Self::of_open(file).map(Some),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Of what an open file that nobody has read from yet holds now, read in pieces.
    pub(super) fn of_open(mut file: File) -> io::Result<Self> {
        let length = file.metadata()?.len();
        let (head, first) = sum(&mut file.by_ref().take(length / 2))?;
        let (tail, second) = sum(&mut file.take(length - length / 2))?;
        if first + second != length {
            return Err(io::Error::other("it became shorter while it was read"));
        }
        Ok(Self { length, hash: (u64::from(head) << 32) | u64::from(tail) })
    }

    /// The fingerprint as it is written into the journal.
    pub fn written(self) -> String {
        format!("{:x}-{:016x}", self.length, self.hash)
    }
}

/// The CRC-32 of all that a reader gives, and how much that was.
fn sum(input: &mut impl Read) -> io::Result<(u32, u64)> {
    let (mut hasher, mut length) = (crc32fast::Hasher::new(), 0);
    let mut piece = vec![0; 1 << 18];
    loop {
        let count = match input.read(&mut piece) {
            Ok(0) => return Ok((hasher.finalize(), length)),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(piece.get(..count).unwrap_or_default());
        length += count as u64;
    }
}

/// How a file looks without being read: whatever writes it changes this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    length: u64,
    modified: (i64, i64),
    /// When anything about it changed: this cannot be set back as `modified` can.
    changed: (i64, i64),
    file: (u64, u64),
}

impl Seen {
    /// Looks at a file; `None` where that cannot be.
    pub fn of(path: &Path) -> Option<Self> {
        let meta = fs::metadata(path).ok()?;
        Some(Self {
            length: meta.len(),
            modified: (meta.mtime(), meta.mtime_nsec()),
            changed: (meta.ctime(), meta.ctime_nsec()),
            file: (meta.dev(), meta.ino()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_and_its_text_have_the_same_fingerprint_whatever_the_length() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        for length in [0, 1, 2, 3, 1000, (1 << 18) + 1, (1 << 19) + 7] {
            let text: String = "aß7".chars().cycle().take(length).collect();
            fs::write(&file, &text).unwrap();
            assert_eq!(Fingerprint::of_file(&file).unwrap(), Some(Fingerprint::of(&text)), "{length}");
        }
        assert_eq!(Fingerprint::of_file(&folder.path().join("b")).unwrap(), None);
        assert!(Fingerprint::of_file(folder.path()).is_err());
    }
}
