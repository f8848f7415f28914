//! The rows that a filter keeps, for who has its text and no pane: exports, briefs, frames.

use crate::views::crossings;
use crate::views::day::Day;
use crate::views::fields::Listing;
use crate::views::ledger::Column;
use crate::views::narrowing::Narrowing;
use crate::views::query::Query;
use crate::views::relations;

use super::{
    AllValues, Sort, crossings as kept_crossings, ledger, log, relations as kept_relations, unknown_values,
};

/// The rows of a list that a filter keeps on the day that `day` is of, by their places among all rows of the day
/// ([`Day::ledger`], [`Day::relations`], [`Day::crossings`], the entries of [`Day::entries`]), in the order of these.
///
/// # Errors
/// Where a part of the filter is not understood: what is wrong with each. A person who types sees what is kept all the
/// same; who only gets the rows would take them for what was asked.
pub fn kept(day: &Day, listing: Listing, filter: &str) -> Result<Vec<usize>, Vec<String>> {
    let query = Query::for_list(filter, listing);
    if !query.complaints.is_empty() {
        return Err(query.complaints);
    }
    let mut places = rows(day, listing, &query, None);
    places.sort_unstable();
    if places.is_empty() || query.excludes() {
        let unknown = unknown_values(day, listing, &query, &mut AllValues::default());
        if !unknown.is_empty() {
            return Err(unknown);
        }
    }
    Ok(places)
}

/// The rows of a list that a filter keeps, by their places among all rows of the day, in no order that counts.
pub fn rows(day: &Day, listing: Listing, query: &Query, narrowing: Option<&Narrowing>) -> Vec<usize> {
    match listing {
        Listing::Relations => kept_relations(day, query, narrowing, (relations::Order::Name, false)).places,
        Listing::Ledger => {
            let sort = Sort { column: Column::Issuer, reversed: false };
            ledger(day, query, narrowing, sort).iter().collect()
        }
        Listing::Log => match log(day, query, narrowing) {
            Some(found) => found.into_iter().map(|place| place as usize).collect(),
            None => (0..day.entries.len()).collect(),
        },
        Listing::Borders => kept_crossings(day, query, narrowing, (crossings::Order::Name, false)).places,
    }
}
