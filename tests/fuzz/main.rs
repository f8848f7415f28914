//! Whatever stands in a file, nothing panics or hangs, and what is read means what it says.
//!
//! Each target changes good files, at random and by what is special in them, for a second, as a part of `cargo test`.
//! For longer, here ten minutes for each target:
//!
//! ```sh
//! BOLERO_RANDOM_TEST_TIME_MS=600000 cargo test --release --test fuzz
//! ```
//!
//! What fails is made as small as it can be and printed, with the seed that gives it again (`BOLERO_RANDOM_SEED`).
//! Inputs that are kept in `tests/fuzz/__fuzz__/TARGET/corpus` are tried first, each time. With `cargo-bolero` the same
//! targets are guided by what they reach: `cargo bolero test --test fuzz lists::every_form_ends`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "../common/mod.rs"]
mod common;

mod journal;
mod lists;
mod merging;
mod text;
mod words;
