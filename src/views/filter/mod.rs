//! Which rows of a day are shown, and in which order: those that pass a filter and belong to a subject.

mod crossings;
mod facets;
mod found;
mod kept;
mod ledger;
mod log;
mod measure;
mod order;
mod relations;
mod said;
mod unknown;
mod why;

pub use crossings::crossings;
pub use facets::{Facets, Offer};
pub use found::Found;
pub use kept::{kept, rows};
pub use ledger::{ledger, ledger_after, subjects};
pub use log::log;
pub use order::{By, MOST_KEYS, Order, Selection, Sort};
pub use relations::relations;
pub use unknown::{AllValues, unknown_values};
pub use why::why;

pub use super::fields::Listing;
