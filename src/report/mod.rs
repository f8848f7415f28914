//! What leaves the program: rows as tables, a brief, a difference, a calendar. The same input and day always give the
//! same bytes.

pub mod brief;
pub mod calendar;
pub mod difference;
pub mod document;
pub mod export;
pub mod json;
pub mod table;

use chrono::NaiveDate;

use crate::model::state::State;
use crate::views::analysis::Analysis;
use crate::views::log::Chronicle;
use crate::views::{crossings, ledger, relations};

/// What reports are written from: a state and its rows of a day.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The facts.
    pub state: &'a State,
    /// What does not depend on the day.
    pub analysis: &'a Analysis,
    /// The day.
    pub day: NaiveDate,
    /// The measures.
    pub ledger: &'a [ledger::Row],
    /// The crossings.
    pub crossings: &'a [crossings::Row],
    /// The relations.
    pub relations: &'a [relations::Row],
    /// The log.
    pub entries: &'a Chronicle,
}
