//! The rows that a filter keeps, for who has its text and no pane: exports, briefs, frames.

use crate::model::declare::vocabulary;
use crate::views::crossings;
use crate::views::day::Day;
use crate::views::ledger::Column;
use crate::views::query::Query;
use crate::views::relations;

use super::{Sort, crossings as kept_crossings, ledger, log, relations as kept_relations};

vocabulary! {
    /// What can be filtered: the rows of each pane.
    pub enum Listing {
        /// Relations.
        Relations => "Relations",
        /// The ledger.
        Ledger => "Ledger",
        /// The log.
        Log => "Log",
        /// The border board.
        Borders => "Borders",
    }
}

/// The rows of a list that a filter keeps on the day that `day` is of, by their places among all rows of the day
/// ([`Day::ledger`], [`Day::relations`], [`Day::crossings`], the entries of [`Day::entries`]), in the order of these.
///
/// # Errors
/// Where a part of the filter is not understood: what is wrong with each. A person who types sees what is kept all the
/// same; who only gets the rows would take them for what was asked.
pub fn kept(day: &Day, listing: Listing, filter: &str) -> Result<Vec<usize>, Vec<String>> {
    let query = Query::parse(filter);
    if !query.complaints.is_empty() {
        return Err(query.complaints);
    }
    let mut places: Vec<usize> = match listing {
        Listing::Relations => kept_relations(day, &query, None, (relations::Order::Name, false)),
        Listing::Ledger => {
            let sort = Sort { column: Column::Issuer, reversed: false };
            ledger(day, &query, None, sort).iter().collect()
        }
        Listing::Log => match log(day, &query, None) {
            Some(places) => places.into_iter().map(|place| place as usize).collect(),
            None => (0..day.entries.len()).collect(),
        },
        Listing::Borders => kept_crossings(day, &query, None, (crossings::Order::Name, false)),
    };
    places.sort_unstable();
    Ok(places)
}
