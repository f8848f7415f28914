//! The real program in a real pseudo-terminal: what it writes goes to a terminal emulator, what is typed comes from
//! the other side. Nothing here answers a query, nothing sleeps: every step waits until the screen shows it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod answers;
#[path = "../bench/compose/mod.rs"]
mod compose;
mod editing;
mod edition;
mod editor;
mod floods;
mod harness;
mod hostile;
mod input;
mod leaving;
mod links;
mod opening;
mod outside;
mod panics;
mod plain;
mod recovering;
mod resizing;
mod resting;
mod signals;
