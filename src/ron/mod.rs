//! Lossless RON: a text as a tree of plain fields with their spans, and changes put into it so that every untouched byte
//! stays. It knows no record.
//!
//! RON is read by our own small reader here, because a finding must name the line and column of the very value
//! it is about, all findings are wanted at once, and a save must be able to leave every untouched byte alone.
//! The `ron` crate is its oracle in the tests: both must agree on what a file says.
//! Grammar: the RON specification (ron-rs, `docs/grammar.md`), without the parts a state file has no use for.

mod blank;
pub(crate) mod common;
mod marks;
pub mod node;
mod old_places;
mod outline;
pub mod patch;
pub mod print;
mod scan;
mod tree;

pub use blank::{comma_behind, comments, is_blank, rest_of_line};
pub use marks::unfinished_merges;
pub use old_places::OldPlaces;
pub use outline::{Found, Outline, Section, find_field, outline, outline_with};
pub use tree::parse;

use crate::ron::node::Span;

/// Why a text could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SyntaxError {
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl SyntaxError {
    fn new(span: Span, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: help.into() }
    }
}

/// Deeper than this nothing in a state file nests; what does is hostile or broken.
const MAX_DEPTH: usize = 64;
