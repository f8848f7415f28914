//! How much of a list is read. Lists come from elsewhere: a damaged or hostile one ends with a word about its place, in
//! bounded time and memory. No list that is published comes near any of these bounds.

use std::io::{BufRead, Read};

use thiserror::Error;

/// A file is at most so long, unpacked, in bytes.
pub const LARGEST_FILE: u64 = 4 << 30;

/// A packed file unpacks to at most so many times its length; published ones to about 30 times.
pub const MOST_UNPACKED: u64 = 100;

/// So many bytes it may unpack to however short it is: a short file packs better than a long one.
pub const ALWAYS_UNPACKED: u64 = 64 << 20;

/// So many files are in a packed one, or in a folder, at most.
pub const MOST_FILES: usize = 1000;

/// So many entries are on a list at most.
pub const MOST_ENTRIES: usize = 500_000;

/// A field of a table, and a tag, a text or a comment of XML, is at most so long, in bytes.
pub const LONGEST_FIELD: usize = 1 << 20;

/// A line of a table or of JSON is at most so long, in bytes.
pub const LONGEST_LINE: u64 = 4 << 20;

/// So many fields are in a line at most.
pub const MOST_FIELDS: usize = 1000;

/// So many levels deep are elements of XML at most.
pub const DEEPEST: usize = 100;

/// A bound that was passed, as readers hand it on that know of errors of input only.
#[derive(Debug, Error)]
#[error("{0}")]
pub(super) struct TooMuch(String);

impl TooMuch {
    /// It as an error of input.
    fn error(what: &str) -> std::io::Error {
        std::io::Error::other(Self(what.to_owned()))
    }

    /// What was too much, where that is why reading ended.
    pub(super) fn of(error: &std::io::Error) -> Option<String> {
        error.get_ref()?.downcast_ref::<Self>().map(|it| it.0.clone())
    }
}

/// A reader that ends with an error behind so many bytes.
pub(super) struct AtMost<R> {
    inner: R,
    left: u64,
    what: String,
}

impl<R: Read> AtMost<R> {
    /// Gives `bytes`, and says `what` where there are more.
    pub(super) fn new(inner: R, bytes: u64, what: String) -> Self {
        Self { inner, left: bytes, what }
    }

    /// How many bytes may still come.
    pub(super) fn left(&self) -> u64 {
        self.left
    }
}

impl<R: Read> Read for AtMost<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(into)?;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| TooMuch::error(&self.what))?;
        Ok(count)
    }
}

/// A reader of pieces, such as lines, none of which is longer than a bound. It counts lines.
pub(super) struct Pieces<R> {
    inner: R,
    longest: u64,
    left: u64,
    what: &'static str,
    line: u64,
}

impl<R> Pieces<R> {
    /// Gives pieces of at most so many bytes, and says `what` where one is longer.
    pub(super) fn new(inner: R, longest: u64, what: &'static str) -> Self {
        Self { inner, longest, left: longest, what, line: 1 }
    }

    /// The piece that comes begins here.
    pub(super) fn begin(&mut self) {
        self.left = self.longest;
    }

    /// The line, from 1, in which what comes stands.
    pub(super) fn line(&self) -> u64 {
        self.line
    }
}

impl<R: Read> Read for Pieces<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(into)?;
        let read = into.get(..count).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', read).count() as u64;
        self.left = self.left.checked_sub(count as u64).ok_or_else(|| TooMuch::error(self.what))?;
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Pieces<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        let ready = self.inner.fill_buf()?;
        if self.left == 0 && !ready.is_empty() {
            return Err(TooMuch::error(self.what));
        }
        let count = usize::try_from(self.left).unwrap_or(usize::MAX).min(ready.len());
        Ok(ready.get(..count).unwrap_or_default())
    }

    fn consume(&mut self, count: usize) {
        // What is consumed stands in the buffer: nothing is read for it.
        if let Ok(ready) = self.inner.fill_buf() {
            let gone = ready.get(..count).unwrap_or_default();
            self.line += memchr::memchr_iter(b'\n', gone).count() as u64;
        }
        self.left = self.left.saturating_sub(count as u64);
        self.inner.consume(count);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_as_long_as_the_bound_is_read_and_one_byte_more_is_not() {
        for (text, whole) in [("aaaa\nbbbb\n", true), ("aaaa\nbbbbb\n", false)] {
            let mut pieces = Pieces::new(text.as_bytes(), 5, "too long");
            let mut piece = Vec::new();
            pieces.read_until(b'\n', &mut piece).unwrap();
            assert_eq!((piece.as_slice(), pieces.line()), (&b"aaaa\n"[..], 2));
            pieces.begin();
            let second = pieces.read_until(b'\n', &mut piece);
            assert_eq!(second.is_ok(), whole);
            let said = second.err().and_then(|error| TooMuch::of(&error));
            assert_eq!(said.as_deref(), (!whole).then_some("too long"));
        }
    }

    #[test]
    fn so_many_bytes_are_given_and_no_more() {
        let mut text = String::new();
        let mut reader = AtMost::new(&b"12345"[..], 5, "too long".to_owned());
        assert!(reader.read_to_string(&mut text).is_ok() && reader.left() == 0);
        let error = AtMost::new(&b"123456"[..], 5, "too long".to_owned()).read_to_string(&mut text);
        assert_eq!(error.err().and_then(|it| TooMuch::of(&it)).as_deref(), Some("too long"));
    }
}
