//! Which crossings are shown, and in which order.

use crate::model::crossing::{Crossing, Mode};
use crate::model::date::Date;
use crate::model::state::State;
use crate::views::analysis::Analysis;
use crate::views::crossings::{Order, Row};
use crate::views::day::Day;
use crate::views::fold::fold;
use crate::views::narrowing::{Narrowing, Scope};
use crate::views::query::Query;
use crate::views::search::{Field, Search, Searched, Word};
use crate::views::wording;

struct Point<'a> {
    state: &'a State,
    analysis: &'a Analysis,
    row: &'a Row,
    record: &'a Crossing,
}

impl Searched for Point<'_> {
    fn has(&self, word: &Word<'_>) -> bool {
        word.in_record(self.analysis, self.row.place())
    }

    fn field(&self, field: &Field<'_>) -> Option<bool> {
        let needle = field.needle;
        let it = self.record;
        Some(match field.name {
            "actor" | "issuer" | "target" => {
                needle.names(self.state, &it.between.0) || needle.names(self.state, &it.between.1)
            }
            // The status that the row shows and the counts count: a lane that is open opens no crossing.
            "status" => needle.within(wording::access(&self.row.status)),
            "kind" => needle.within(it.mode.word()),
            "source" => it.history.iter().flat_map(|s| &s.sources).any(|s| needle.within(s.as_str())),
            "id" => needle.within(it.id.as_str()),
            _ => return None,
        })
    }

    fn date(&self) -> Option<Date> {
        self.row.since
    }

    fn in_conflict(&self) -> bool {
        self.row.conflict
    }
}

/// The rows that pass a filter and belong to a subject, in order; their places among `rows`.
pub fn crossings(
    day: &Day,
    query: &Query,
    narrowing: Option<&Narrowing>,
    (order, reversed): (Order, bool),
) -> Vec<usize> {
    let (state, analysis, rows) = (day.state(), &day.analysis, &day.crossings);
    let records = &state.records().crossings;
    let search = Search::new(query, state, analysis);
    let cover = narrowing.map(|it| Scope::new(it, state, analysis));
    let mut places: Vec<usize> = rows
        .iter()
        .enumerate()
        .filter(|(_, row)| {
            let record = records.get(row.at);
            record.is_some_and(|record| search.accepts(&Point { state, analysis, row, record }))
                && cover.as_ref().is_none_or(|it| it.has(row.place()))
        })
        .map(|(place, _)| place)
        .collect();
    places.sort_by_cached_key(|&place| {
        let row = rows.get(place);
        let record = row.and_then(|row| records.get(row.at));
        let border = record.map(|it| border_key(state, it));
        let whole = record.is_some_and(|it| it.mode != Mode::Border);
        match order {
            Order::Border => (border, 0, whole, String::new()),
            Order::Status => {
                let rank = row.and_then(|r| r.overall).map_or(4, |p| 3 - p as i64);
                (None, rank, whole, border.unwrap_or_default())
            }
            Order::Change => {
                let day = row
                    .and_then(|r| r.since)
                    .map_or(i64::MAX, |since| -i64::from(chrono::Datelike::num_days_from_ce(&since.last())));
                (None, day, whole, border.unwrap_or_default())
            }
            Order::Name => (None, 0, true, record.map(|it| fold(&it.name)).unwrap_or_default()),
        }
    });
    if reversed {
        places.reverse();
    }
    places
}

/// Borders by the name of the neighbour, seen from the subject the file is about.
fn border_key(state: &State, it: &Crossing) -> String {
    let focus = state.head().focus.as_ref();
    let other = focus.and_then(|focus| it.neighbour_of(focus)).unwrap_or(&it.between.0);
    fold(state.subject_name(other))
}
