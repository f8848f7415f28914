//! Reading a file while its digest is computed.

use std::io::Read;

use sha2::{Digest as _, Sha256};

/// A reader that hashes what passes through it, and counts its lines and quotes.
pub(super) struct Hashing<R> {
    inner: R,
    sha256: Sha256,
    bytes: u64,
    quotes: u64,
    line: u64,
    last: u8,
}

impl<R: Read> Hashing<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, sha256: Sha256::new(), bytes: 0, quotes: 0, line: 1, last: b'\n' }
    }

    /// Whether what has passed can be a whole CSV file: its quotes are closed, or it ends with a line (a quote may
    /// stand alone in a field).
    pub(super) fn is_closed(&self) -> bool {
        self.quotes.is_multiple_of(2) || matches!(self.last, b'\n' | b'\r' | 0x1a)
    }

    /// Whether the last byte is the mark of the end that old systems write.
    pub(super) fn ends_with_mark(&self) -> bool {
        self.last == 0x1a
    }

    /// The line, from 1, up to which it was read.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Reads what is left, and returns the digest of all in hexadecimal, and how many bytes there were.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub(super) fn finish(mut self) -> std::io::Result<(String, u64)> {
        std::io::copy(&mut self, &mut std::io::sink())?;
        Ok((hex(&self.sha256.finalize()), self.bytes))
    }
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(into)?;
        let read = into.get(..count).unwrap_or_default();
        self.sha256.update(read);
        self.last = read.last().copied().unwrap_or(self.last);
        self.bytes += count as u64;
        self.line += memchr::memchr_iter(b'\n', read).count() as u64;
        self.quotes += memchr::memchr_iter(b'"', read).count() as u64;
        Ok(count)
    }
}

/// The SHA-256 of a text in hexadecimal.
pub(super) fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

/// Bytes in hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}
