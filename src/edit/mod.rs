//! Changes: every one is an operation that knows its inverse, and all of them go through one gate.
//!
//! A record can also be seen as plain fields ([`crate::ron::node`]); reading a file, filling a form and merging all meet
//! there.

pub mod ahead;
pub mod decode;
pub mod difference;
pub mod document;
pub mod encode;
pub mod fields;
pub mod gate;
pub mod op;
pub mod proposal;
pub mod references;
pub mod rename;
pub mod taken_back;
