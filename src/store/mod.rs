//! The state file: where it is, reading it, and every finding with its place.

pub mod load;
pub mod places;
pub mod position;
pub mod render;
pub mod text;
