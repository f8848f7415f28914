//! The facts and their rules. No I/O, no clock, no screen.
//!
//! A status is never stored: it is what a dated history says on the day asked.

pub mod act;
mod acts;
pub mod check;
pub mod chunked;
pub mod compact;
pub mod crossing;
pub mod date;
pub mod decision;
pub mod declare;
pub mod event;
pub mod evidence;
pub mod history;
pub mod id;
pub mod identifier;
mod index;
pub mod kind;
pub mod knowledge;
pub mod link;
pub mod measure;
pub mod reach;
pub mod record;
pub mod records;
pub mod relation;
pub mod source;
pub mod state;
pub mod subject;
pub mod text;
