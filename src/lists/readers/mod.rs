//! The readers: each takes one form in which a list is published, and knows no other part of the lists but what stands
//! below it.

pub(super) mod eu;
pub(super) mod ofac;
pub(super) mod ofac_advanced;
pub(super) mod ofac_xml;
pub(super) mod opensanctions;
pub(super) mod uk;
pub(super) mod un;
