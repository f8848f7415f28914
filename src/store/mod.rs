//! The state file: where it is, reading it with every finding in its place, and writing it so that nothing is lost.

pub mod aside;
pub mod attributes;
pub mod backups;
mod base_text;
pub mod edition;
pub mod fingerprint;
pub mod journal;
pub mod journal_handle;
pub mod load;
pub mod lock;
pub mod looked;
pub mod merge;
pub mod numbered;
mod old_edits;
pub mod open_file;
pub mod outside;
pub mod own;
pub mod places;
pub mod position;
pub mod private;
pub mod recovery;
pub mod regular;
pub mod render;
pub mod screenings;
mod sweep;
pub mod watched;
pub mod write;
