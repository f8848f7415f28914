//! Which relations are shown, and in which order.

use crate::model::date::Date;
use crate::model::state::State;
use crate::views::analysis::Analysis;
use crate::views::day::Day;
use crate::views::fold::fold;
use crate::views::narrowing::{Narrowing, Scope};
use crate::views::query::Query;
use crate::views::relations::{Order, Row};
use crate::views::search::{Field, Search, Searched, Word};

struct Pair<'a> {
    state: &'a State,
    analysis: &'a Analysis,
    row: &'a Row,
}

impl Searched for Pair<'_> {
    fn has(&self, word: &Word<'_>) -> bool {
        word.in_record(self.analysis, self.row.place())
    }

    fn field(&self, field: &Field<'_>) -> Option<bool> {
        let needle = field.needle;
        Some(match field.name {
            "actor" | "issuer" | "target" => needle.names(self.state, &self.row.subject),
            "status" => self.row.stance().is_some_and(|s| needle.within(s.word())),
            "kind" => self
                .state
                .subject(self.row.subject.as_str())
                .is_some_and(|subject| needle.within(subject.kind.word())),
            _ => return None,
        })
    }

    fn date(&self) -> Option<Date> {
        self.row.status.stance.as_ref().map(|held| held.since)
    }

    fn in_conflict(&self) -> bool {
        self.row.conflict
    }
}

/// The rows that pass a filter and belong to a subject, in order; their places among `rows`.
pub fn relations(
    day: &Day,
    query: &Query,
    narrowing: Option<&Narrowing>,
    (order, reversed): (Order, bool),
) -> Vec<usize> {
    let (state, analysis, rows) = (day.state(), &day.analysis, &day.relations);
    let search = Search::new(query, state, analysis);
    let cover = narrowing.map(|it| Scope::new(it, state, analysis));
    let mut places: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| {
            search.accepts(&Pair { state, analysis, row })
                && cover.as_ref().is_none_or(|it| it.has(row.place()))
        })
        .map(|(place, _)| place)
        .collect();
    places.sort_by_cached_key(|&place| {
        rows.get(place).map(|row| {
            let name = fold(state.subject_name(&row.subject));
            let stance = row.stance().map_or(usize::MAX, |stance| stance as usize);
            let rank = match order {
                Order::Measures => (usize::MAX - row.own, usize::MAX - row.via_bloc, stance),
                Order::Stance => (stance, 0, 0),
                Order::Name => (0, 0, 0),
            };
            (rank, name)
        })
    });
    if reversed {
        places.reverse();
    }
    places
}
