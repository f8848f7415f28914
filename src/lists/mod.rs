//! Official lists: what is published, read entry by entry; matched with the measures of a state file; compared with
//! what the file says, and with each other.
//!
//! Readers take what the publishers write, by the names of columns and elements where there are any; what they
//! cannot understand they refuse, with the line and what was expected.

pub mod archive;
pub mod bounds;
pub mod candidate;
mod choice;
pub mod countries;
mod dated;
mod days;
mod decided;
pub mod delta;
mod delta_file;
pub mod difference;
mod digest;
pub mod doubts;
mod entry;
mod error;
pub mod excerpt;
mod facts;
pub mod fetch;
mod file;
mod filter;
mod finish;
mod form;
mod gathered;
pub mod identity;
pub mod import;
mod input;
mod list_name;
mod made;
pub mod matching;
mod named;
mod numbers;
mod observed;
mod places;
pub mod proof;
mod published;
mod readers;
pub mod reconcile;
mod reconciliation;
mod recorded;
mod refused;
pub mod screening;
mod table;
mod turned;
mod verdict;
mod who;
mod workbook;
mod written;
mod xml;

pub use dated::dated;
pub use doubts::Doubt;
pub use entry::{Birth, Entry, EntryKind, Identifier, ListName, Listing};
pub use file::{FileRead, ListError, Published, read};
pub use gathered::Coverage;
