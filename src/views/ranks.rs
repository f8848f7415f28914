//! In which order the panes put rows, as numbers: for who orders rows by several columns.

use std::collections::HashMap;

use super::crossings::{Order as CrossingOrder, neighbour};
use super::day::Day;
use super::filter::{self, Sort};
use super::ledger::Column;
use super::query::Query;
use super::relations::Order as RelationOrder;

/// A number for each row: what stands before another has a lower one.
pub type Ranks = Vec<u32>;

/// Ranks in the order in which places come; `is_next` tells where a new rank begins.
fn ranked(all: usize, places: impl Iterator<Item = (usize, bool)>) -> Ranks {
    let (mut ranks, mut rank) = (vec![u32::MAX; all], 0);
    for (place, is_next) in places {
        rank += u32::from(is_next);
        if let Some(slot) = ranks.get_mut(place) {
            *slot = rank;
        }
    }
    ranks
}

/// The rows of the ledger by a column as the pane orders them. With `ties` those of which the column says the same have the
/// same rank, whether anything is recorded of them or not; else the pane's own order stands among them.
pub fn ledger(day: &Day, column: Column, reversed: bool, ties: bool) -> Ranks {
    let selection = filter::ledger(day, &Query::default(), None, Sort { column, reversed });
    if !ties {
        return ranked(day.ledger.len(), selection.iter().map(|place| (place, true)));
    }
    let (mut ranks, mut of) = (vec![u32::MAX; day.ledger.len()], HashMap::new());
    for (place, said) in selection.said() {
        let next = u32::try_from(of.len()).unwrap_or(u32::MAX);
        let rank = *of.entry(said).or_insert(next);
        if let Some(slot) = ranks.get_mut(place) {
            *slot = rank;
        }
    }
    ranks
}

/// The relations in an order of the pane; `ties` as for the ledger.
pub fn relations(day: &Day, order: RelationOrder, reversed: bool, ties: bool) -> Ranks {
    let places = filter::relations(day, &Query::default(), None, (order, reversed)).places;
    let said = |place: usize| {
        let row = day.relations.get(place)?;
        Some(match order {
            RelationOrder::Stance => (row.stance().map(|stance| stance as usize), 0),
            // As the pane counts: own ones come before those of a bloc.
            RelationOrder::Measures => (Some(row.own), row.via_bloc),
            RelationOrder::Name => (Some(place), 0),
        })
    };
    with_ties(day.relations.len(), places, ties, said)
}

/// The crossings in an order of the pane; `ties` as for the ledger.
pub fn crossings(day: &Day, order: CrossingOrder, reversed: bool, ties: bool) -> Ranks {
    let places = filter::crossings(day, &Query::default(), None, (order, reversed)).places;
    let crossings = &day.state().records().crossings;
    with_ties(day.crossings.len(), places, ties, |place| {
        let row = day.crossings.get(place)?;
        let border = crossings.get(row.at).map(|it| neighbour(day.state(), it));
        Some(match order {
            CrossingOrder::Status => (row.overall, None, None),
            CrossingOrder::Change => (None, row.since, None),
            CrossingOrder::Border => (None, None, border),
            CrossingOrder::Name => (None, None, crossings.get(row.at).map(|it| &it.id)),
        })
    })
}

fn with_ties<T: PartialEq>(
    all: usize,
    places: Vec<usize>,
    ties: bool,
    said: impl Fn(usize) -> Option<T>,
) -> Ranks {
    let mut before = None;
    let places = places.into_iter().map(|place| {
        let now = said(place);
        let is_same = before.as_ref() == Some(&now);
        before = Some(now);
        (place, !(is_same && ties))
    });
    ranked(all, places)
}
