//! `beltui fetch` against a publisher on this machine who does what the real ones do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
// Elsewhere the system alone says who is trusted, and a test has no say in that.
#![cfg(all(feature = "fetch", target_os = "linux"))]

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
