//! Which rows of a day are shown, and in which order: those that pass a filter and belong to a subject.

mod crossings;
mod ledger;
mod log;
mod order;
mod relations;

pub use crossings::crossings;
pub use ledger::{ledger, ledger_after, subjects};
pub use log::log;
pub use order::{By, MOST_KEYS, Order, Selection, Sort};
pub use relations::relations;
