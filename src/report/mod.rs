//! What leaves the program: rows as tables, a brief, a difference, a calendar, a feed. The same input and day always give the
//! same bytes.

pub mod brief;
pub mod bundle;
pub mod calendar;
pub mod changes;
mod columns;
pub mod difference;
pub mod document;
pub mod export;
pub mod extract;
pub mod feed;
pub mod ftm;
pub mod json;
pub mod page;
pub mod screening;
pub mod table;
pub mod unified;
