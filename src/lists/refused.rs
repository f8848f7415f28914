//! Why a reader of a list went no further.

use super::bounds::TooMuch;

/// Why a reader went no further.
#[derive(Debug)]
pub(super) struct Refused {
    /// The line; the last one that was read where none is named.
    pub(super) line: Option<u64>,
    /// What was expected; of a bound that was passed, what is too much.
    pub(super) what: String,
    /// A bound was passed.
    pub(super) is_bound: bool,
}

impl Refused {
    pub(super) fn new(line: u64, expected: impl Into<String>) -> Self {
        Self { line: Some(line), what: expected.into(), is_bound: false }
    }

    /// Somewhere in the element that is being read.
    pub(super) fn here(expected: impl Into<String>) -> Self {
        Self { line: None, what: expected.into(), is_bound: false }
    }

    /// A bound is passed somewhere in what is being read.
    pub(super) fn too_much(what: impl Into<String>) -> Self {
        Self { line: None, what: what.into(), is_bound: true }
    }

    /// A bound is passed.
    pub(super) fn bound(line: u64, what: impl Into<String>) -> Self {
        Self { line: Some(line), what: what.into(), is_bound: true }
    }

    /// The input cannot be read further: a bound is passed, or else something was expected.
    pub(super) fn input(line: u64, error: &std::io::Error, expected: &str) -> Self {
        TooMuch::of(error)
            .map_or_else(|| Self::new(line, format!("{expected}: {error}")), |what| Self::bound(line, what))
    }

    pub(super) fn or_line(mut self, line: u64) -> Self {
        self.line = self.line.or(Some(line));
        self
    }
}
