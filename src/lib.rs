//! `beltui`: a terminal workbench for people who follow sanctions and diplomatic status.
//!
//! Its question: who has done what to whom, what of it holds on a given day, who says so, and what changed since?
//!
//! # The house
//!
//! ```text
//!   cli · main                                      the commands
//!   shell                                           the event loop
//!   ui                                              the picture
//!   app          report       lists       store     what is done · texts · official lists · the file
//!   views                     edit                  answers · changes
//!                             schema                what the declared fields mean
//!   model         names       ron                   facts · what names are one · lossless text
//! ```
//!
//! A part knows parts of the lines below it alone, and not all of them: the table stands in `tests/architecture.rs`.
//!
//! - [`ron`]: lossless RON: a text as plain fields with their spans, read, printed and patched. *Invariant:* it knows no
//!   record; what is not changed keeps its letters.
//! - [`names`]: whether two names can be one, and why. *Invariant:* it knows no list and no record; names of any length are
//!   compared in bounded time, and many never each with each.
//! - [`model`]: the facts and their rules, a status being what a dated history says on the day asked.
//!   *Invariant:* no input or output, no clock, no screen; a status is never stored.
//! - [`schema`]: what the fields that the model declares mean for every kind of record: reading, writing, comparing,
//!   references. A record as plain fields ([`ron::node`]) is what files, forms, merges and the journal have in common.
//!   *Invariant:* it names no field but those of the schema before, which its upgrade rewrites; what is written reads as it
//!   was.
//! - [`edit`]: changes. Each is an operation that knows its inverse, and all go through one gate
//!   ([`edit::document::Document::commit`]). *Invariant:* no accepted change makes a file that opens with errors.
//! - [`store`]: the state file: reading it as a tree of spans, so that every finding names its line and column; the
//!   lock, the journal, saving, backups, merging, and what others do to the file meanwhile. *Invariant:* a text is
//!   patched, read again and compared with what it is to say before it replaces the old one; nothing that somebody else
//!   wrote is overwritten; an accepted edit is in the journal, or the screen says that it is not.
//! - [`views`]: questions to the model, answered as plain rows: ledger, log, relations, borders, dossier, record. A
//!   [`views::day::Day`] is a state and its rows as of a day: panes, pages and reports are all made from it.
//!   *Invariant:* a row says what is so, not how it looks.
//! - [`lists`]: official lists: fetching, readers, matching, import, reconciliation. *Invariant:* bounded time and memory
//!   whatever the file is; what is not understood is refused with its line; nothing is changed, only proposed; the network
//!   is reached in [`lists::fetch`] alone, and only when a person asks for it.
//! - [`report`]: what leaves the program: tables, the brief, differences, the calendar. *Invariant:* the same input and
//!   day give the same bytes.
//! - [`app`]: what the user is doing: focus, cursors, filters, forms, questions, keymap. *Invariant:* it touches no file
//!   and no clock; facts and today come in, effects go out.
//! - [`ui`]: the app drawn into a buffer. *Invariant:* it changes nothing.
//! - [`shell`]: the event loop, generic over the terminal; it performs effects. What takes long (reading, looking at what
//!   others wrote, saving, lists, what was known on another day) is done on a thread that sends a [`shell::Message`].
//!   *Invariant:* the loop reads no state file and no list, and waits for nothing but the journal; the terminal comes back
//!   however the program ends.
//! - [`cli`]: the commands. *Invariant:* the clock is read in one place, and texts are written in one place, which makes
//!   visible what would steer a terminal.
//!
//! Tests keep the directions, and what of this can be read from the code.
//!
//! # One keypress
//!
//! Bytes of the terminal → [`shell::decode`], which tells keys from answers → [`app::chord::Chord`] →
//! [`app::keymap::Keymap::lookup`] → [`app::action::Action`] → [`app::App::act`] → effects, which the shell performs →
//! [`ui::frame::draw`], which is pure.
//!
//! # One edit
//!
//! 1. A form ([`app::form`]) holds a record as texts; accepted, it makes an [`edit::op::Transaction`] of operations, each
//!    with the record before and after. A proposal of a list or a merge makes one as well.
//! 2. [`edit::document::Document::commit`] is the gate: it reads back what would be written, applies it, and checks all
//!    that the change can have broken. Refused, nothing has changed, and the form says why.
//! 3. The rows that are shown follow the operations ([`views::day::Day::follow`]); they are not computed anew.
//! 4. [`app::Effect::Journal`] → [`store::open_file::OpenFile::journal`] → a frame in the journal, synced before the next
//!    picture. While a save has the keeper, its [`store::journal_handle::JournalHandle`] writes.
//! 5. On `w` a thread looks first whether somebody else has changed the file ([`store::outside::Glance`]). If so it is
//!    read, merged with what is here, taken through the same gate ([`edit::ahead::Ahead`]), and adopted by the loop.
//! 6. Another thread saves: [`store::render`] patches the fields that differ and reads the new text again, while
//!    [`store::backups`] brings the old one to the disk; the journal notes what is about to be there; [`store::write`]
//!    exchanges both in one step and looks at what came out: if it is not what was expected it goes back, and the save
//!    begins again.
//! 7. The journal begins anew with what was edited meanwhile. After a crash, what the file lacks of it is offered
//!    ([`store::recovery`]).

pub mod app;
pub mod cli;
pub mod edit;
pub mod lists;
pub mod model;
pub mod names;
pub mod report;
pub mod ron;
pub mod schema;
pub mod shell;
pub mod store;
pub mod ui;
pub mod views;
