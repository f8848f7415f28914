//! The state file: where it is, reading it with every finding in its place, and writing it so that nothing is lost.

pub mod backups;
pub mod journal;
pub mod keeper;
mod kept;
pub mod load;
pub mod lock;
pub mod merge;
pub mod own;
pub mod places;
pub mod position;
pub mod render;
pub mod scribe;
pub mod text;
pub mod write;
