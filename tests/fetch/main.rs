//! `beltui fetch` against a publisher on this machine who does what the real ones do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![cfg(feature = "fetch")]

#[path = "../common/home.rs"]
mod home;

mod answers;
mod bounds;
mod deltas;
mod desk;
mod failures;
mod places;
mod safety;
mod server;
mod sets;
mod stopping;
