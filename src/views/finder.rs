//! A search over everything: records of all lists by their names, aliases, notes, steps and sources, in all scripts; and
//! by names that are spelled otherwise.

use memchr::memmem;

use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};
use crate::model::subject::Alias;

use super::alike::alike;
use super::analysis::Analysis;
use super::fold::normal;
use super::query::{Query, Term};
use super::search::{Search, begins_word};
use super::wording::record_name;
use super::words::{BETWEEN, names_in};

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

/// How well a record fits, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// It has just that id or name.
    Exact,
    /// A name of it begins so.
    Begins,
    /// Whole words of a name are that.
    Words,
    /// It is a part of a name.
    Part,
    /// It stands in something else; or in a weak name, which decides nothing.
    Hidden,
}

/// How well one folded name fits.
fn rank(name: &str, wanted: &str) -> Rank {
    let ends_word = |at: usize| {
        let end = at + wanted.len();
        name.get(end..).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
            && name.get(..at).is_some_and(|before| !before.ends_with(char::is_alphanumeric))
    };
    if name == wanted {
        Rank::Exact
    } else if name.starts_with(wanted) {
        Rank::Begins
    } else if begins_word(name, wanted) && name.match_indices(wanted).any(|(at, _)| ends_word(at)) {
        Rank::Words
    } else if name.contains(wanted) {
        Rank::Part
    } else {
        Rank::Hidden
    }
}

/// How well a record fits by its id and its names, those that are weak left out. A measure is called by its target.
fn rank_of(state: &State, analysis: &Analysis, place: Place, wanted: &str) -> Rank {
    let Some(record) = state.at(place) else { return Rank::Hidden };
    let id = normal(record.id().as_str());
    if id == wanted {
        return Rank::Exact;
    }
    let best = |names: &mut dyn Iterator<Item = String>| names.map(|name| rank(&name, wanted)).min();
    let found = match record {
        Record::Measure(it) => best(&mut [normal(state.target_name(it))].into_iter()),
        Record::Subject(it) if it.aliases.iter().any(Alias::is_weak) => {
            let strong = it.aliases.iter().filter(|alias| !alias.is_weak()).map(|alias| normal(alias.name()));
            best(&mut strong.chain([normal(&it.name)]))
        }
        Record::Subject(_) | Record::Act(_) | Record::Source(_) => {
            let text = analysis.text(place);
            // Most of what is found is found in something else.
            let names = names_in(text);
            memmem::find(names, wanted.as_bytes()).and_then(|_| {
                let names = std::str::from_utf8(names).unwrap_or_default();
                best(&mut names.split(BETWEEN).map(str::to_owned))
            })
        }
        _ => best(&mut [normal(&record_name(state, record.id()))].into_iter()),
    };
    found.unwrap_or(Rank::Hidden)
}

/// The records in which all words of a text stand: first that with just this id or name, then those whose names begin so,
/// have it as whole words, or as a part, then those that have it in something else; where these are few, those behind them
/// whose names are spelled otherwise; and how many there are.
pub fn find(state: &State, analysis: &Analysis, text: &str) -> (Vec<Place>, usize) {
    let query = Query::parse(text);
    if query.is_empty() {
        return (Vec::new(), 0);
    }
    let search = Search::of_measures(&query, state, analysis);
    let typed = text.trim();
    let wanted = normal(typed);
    let mut found: Vec<(Rank, Place)> = Vec::new();
    let mut count = 0;
    for place in state.places(ORDER) {
        if !search.is_anywhere(analysis, place) {
            continue;
        }
        count += 1;
        if found.len() < NAMED {
            found.push((rank_of(state, analysis, place, &wanted), place));
        } else if state.at(place).is_some_and(|record| record.id().as_str().eq_ignore_ascii_case(typed)) {
            found.push((Rank::Exact, place));
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
