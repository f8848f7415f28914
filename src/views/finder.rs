//! A search over everything: records of all lists by their names, aliases, notes, steps and sources, in all scripts; and
//! by names that are spelled otherwise.

use crate::model::date::Date;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};

use super::alike::alike;
use super::analysis::Analysis;
use super::fold::normal;
use super::query::{Query, Term};
use super::search::{Field, Search, Searched, Word};
use super::wording::record_name;

/// So many records are found at the most; who sees as many types on.
const MOST: usize = 200;

/// Where fewer records have the very words, those that are spelled otherwise come behind them.
const FEW: usize = 20;

/// Of so many records at the most the names are looked at, to put the best first.
const NAMED: usize = 5000;

/// Of records that are found alike, those of these lists come first.
const ORDER: &[RecordKind] = &[
    RecordKind::Subjects,
    RecordKind::Relations,
    RecordKind::Sanctions,
    RecordKind::Crossings,
    RecordKind::Events,
    RecordKind::Acts,
    RecordKind::Decisions,
    RecordKind::Sources,
];

struct Anywhere<'a> {
    analysis: &'a Analysis,
    place: Place,
}

impl Searched for Anywhere<'_> {
    fn has(&self, word: &Word<'_>) -> bool {
        word.in_record(self.analysis, self.place)
    }

    fn field(&self, _: &Field<'_>) -> Option<bool> {
        None
    }

    fn date(&self) -> Option<Date> {
        None
    }

    fn in_conflict(&self) -> bool {
        !self.analysis.conflicts(self.place).is_empty()
    }
}

/// The records in which all words of a text stand, those first in whose names they stand; where these are few, those
/// behind them whose names are spelled otherwise; and how many there are.
pub fn find(state: &State, analysis: &Analysis, text: &str) -> (Vec<Place>, usize) {
    let query = Query::parse(text);
    if query.is_empty() {
        return (Vec::new(), 0);
    }
    let search = Search::of_measures(&query, state, analysis);
    let wanted = normal(text.trim());
    let mut found: Vec<(usize, Place)> = Vec::new();
    let mut count = 0;
    for place in state.places(ORDER) {
        if !search.accepts(&Anywhere { analysis, place }) {
            continue;
        }
        count += 1;
        if found.len() < NAMED {
            // A measure is called by its target.
            let name = match state.at(place) {
                Some(Record::Measure(it)) => normal(state.target_name(it)),
                Some(record) => normal(&record_name(state, record.id())),
                None => continue,
            };
            let rank = match name {
                name if name == wanted => 0,
                name if name.starts_with(&wanted) => 1,
                name if name.contains(&wanted) => 2,
                _ => 3,
            };
            found.push((rank, place));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.truncate(MOST);
    let mut found: Vec<Place> = found.into_iter().map(|(_, place)| place).collect();
    let has_words_only = query.terms.iter().all(|(wanted, term)| *wanted && matches!(term, Term::Word(_)));
    if count < FEW && has_words_only {
        let others = alike(state, analysis, &wanted).into_iter().filter(|place| !found.contains(place));
        let others: Vec<Place> = others.take(MOST - count).collect();
        count += others.len();
        found.extend(others);
    }
    (found, count)
}
