//! Official lists: what is published, read entry by entry; matched with the measures of a state file; compared with
//! what the file says, and with each other.
//!
//! Readers take what the publishers write, by the names of columns and elements where there are any; what they
//! cannot understand they refuse, with the line and what was expected.

pub mod bounds;
mod dated;
pub mod difference;
mod digest;
mod entry;
mod file;
mod form;
mod gathered;
pub mod import;
mod input;
pub mod matching;
mod partial;
pub mod proof;
mod readers;
pub mod reconcile;
mod refused;
mod table;
mod verdict;
mod xml;

pub use dated::dated;
pub use entry::{Entry, ListName};
pub use file::{FileRead, ListError, Published, read};
pub use gathered::Coverage;
