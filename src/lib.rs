//! `beltui`: a terminal workbench for people who follow sanctions and diplomatic status.
//!
//! Its question: who has done what to whom, what of it holds on a given day, who says so, and what changed since?
//!
//! # The house
//!
//! ```text
//!   state file ── store ──▶ model ◀── views ◀── app ◀── ui
//!                   ▲                            ▲       ▲
//!                   └───────────── shell ────────┴───────┘
//!                                  cli · main
//! ```
//!
//! - [`ron`]: lossless RON: plain fields with their spans, read, printed and patched. It knows no record.
//! - [`model`]: the facts and their rules. No input or output, no clock, no screen. A status is never stored: it is
//!   what a dated history says on the day asked.
//! - [`store`]: the state file, read as a tree of spans, so that every finding names its line and column.
//! - [`views`]: questions to the model, answered as plain rows: ledger, log, relations, borders, dossier, record.
//! - [`lists`]: official lists: readers, matching, import, reconciliation; what they propose goes through [`edit`].
//! - [`report`]: what leaves the program: tables, the brief, differences, the calendar.
//! - [`app`]: what the user is doing: focus, cursors, filters, pages, keymap. It touches no file and no clock.
//! - [`ui`]: pixels: the app drawn into a buffer. It changes nothing.
//! - [`shell`]: the event loop, generic over the terminal; it performs effects.
//! - [`cli`]: the commands. The clock is read there, in one place.
//!
//! A test reads the `use` lines and keeps the directions so.
//!
//! # One keypress
//!
//! Terminal event → [`app::chord::Chord`] → [`app::keymap::Keymap::lookup`] → [`app::action::Action`] →
//! [`app::App::act`] → effects, which the shell performs → [`ui::frame::draw`], which is pure.

pub mod app;
pub mod cli;
pub mod edit;
pub mod lists;
pub mod model;
pub mod report;
pub mod ron;
pub mod shell;
pub mod store;
pub mod ui;
pub mod views;
