//! The archive of official lists: every copy that was read once, with its day, its digest and where it came from.
//!
//! A copy is a folder of packed files, `ofac/2026-09-23-d533a38e1f2a/SDN.XML.gz`, which comes into its place whole or
//! not at all. What is known of it is a line of `index.jsonl`, which only grows. Whoever is killed between the two
//! leaves a copy without a line, which [`Archive::verify`] tells and the next `put` of the same takes. Nothing outside of
//! the archive's folder is read or written, whatever the index says, and what it says of files is relative to it: an
//! archive can be moved.

mod days;
mod error;
mod folder;
mod gather;
mod index;
mod kept;
mod line;
mod over;
mod pack;
mod prune;
mod put;
mod store;
mod taken;
mod verify;

pub use error::ArchiveError;
pub use folder::Coming;
pub use gather::{Group, groups};
pub use index::{Event, Index, Misread};
pub use kept::{Day, Incoming, Kept, KeptFile, Kind, Put};
pub use prune::Redundant;
pub use put::Asked;
pub use store::Archive;
pub use taken::{Held, Taken};
pub use verify::Verified;
