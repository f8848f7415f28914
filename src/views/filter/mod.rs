//! Which rows of a day are shown, and in which order: those that pass a filter and belong to a subject.

mod crossings;
mod kept;
mod ledger;
mod log;
mod relations;

pub use crossings::crossings;
pub use kept::{Listing, kept};
pub use ledger::{Selection, Sort, ledger, ledger_after};
pub use log::log;
pub use relations::relations;
