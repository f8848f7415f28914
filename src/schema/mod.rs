//! What the declarations of the model mean for every kind of record: how it is read and written, compared, and what it
//! refers to.
//!
//! Between the text of a file and a record stand plain fields ([`crate::ron::node`]): reading a file, filling a form and
//! merging all meet there. How they follow from a declaration ([`crate::model::declare`]) is said here once for all kinds:
//! no field has a name here.

pub mod compare;
pub mod read;
pub mod references;
pub mod upgrade;
pub mod write;
