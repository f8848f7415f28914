//! The readers: each takes one form in which a list is published, and knows no other part of the lists but what stands
//! below it.

mod advanced_party;
mod advanced_values;
pub(super) mod australia;
pub(super) mod canada;
mod collections;
pub(super) mod eu;
mod fields;
pub(super) mod ftm;
pub(super) mod latvia;
mod numbered;
pub(super) mod ofac;
pub(super) mod ofac_advanced;
mod ofac_births;
pub(super) mod ofac_delta;
pub(super) mod ofac_enhanced;
mod ofac_words;
pub(super) mod ofac_xml;
pub(super) mod screening;
mod several;
pub(super) mod switzerland;
pub(super) mod targets;
pub(super) mod uk;
pub(super) mod un;

pub(super) use ofac_words::measures_of_not_blocked;
