//! Completion of references: records by id, name or alias.

use std::sync::Arc;

use rayon::prelude::*;

use crate::model::compact::Text;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};
use crate::model::subject::Subject;
use crate::views::fold::fold;
use crate::views::wording::record_name;

use super::spec::Refers;

/// A record that a reference may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// The same in few words: of a source its publisher and day.
    pub short: String,
    /// Its id and its names, folded.
    names: Vec<String>,
    /// Everything that finds it, folded, with a space before each word.
    folded: String,
}

impl Candidate {
    /// A word of a choice.
    pub(super) fn of_word(name: &str, word: &str) -> Self {
        let (id, name) = (name.to_owned(), word.to_owned());
        Self { id, short: name.clone(), name, names: Vec::new(), folded: String::new() }
    }
}

/// So many records are looked at in one go.
const CHUNK: usize = 1024;

/// The records that references of a kind may name.
pub fn candidates(state: &State, refers: Refers) -> Vec<Arc<Candidate>> {
    let lists: &[RecordKind] = match &refers {
        Refers::To(list) => std::slice::from_ref(list),
        Refers::Among(lists) => lists,
        Refers::Anything => RecordKind::ALL,
    };
    let places: Vec<Place> = state.places(lists);
    let candidates = places.into_par_iter().with_min_len(CHUNK).filter_map(|place| state.at(place));
    candidates.map(|record| Arc::new(candidate(state, record))).collect()
}

/// One record as a candidate.
pub fn candidate(state: &State, record: Record<'_>) -> Candidate {
    let id = record.id().to_string();
    let name = record_name(state, record.id());
    let aliases: Vec<&str> = match record {
        Record::Subject(it) => it.aliases.iter().map(|alias| alias.name().as_str()).collect(),
        Record::Act(it) => [&it.number, &it.title].into_iter().flatten().map(Text::as_str).collect(),
        Record::Crossing(it) => it.aliases.iter().map(AsRef::as_ref).collect(),
        Record::Measure(it) => {
            let names = state.target(it).into_iter().flat_map(Subject::names);
            names.chain([it.target.as_str()]).collect()
        }
        Record::Source(it) => it.authors.iter().map(AsRef::as_ref).collect(),
        Record::Relation(_) | Record::Event(_) | Record::Decision(_) => Vec::new(),
    };
    let folded = fold(&format!(" {id} {name} {}", aliases.join(" "))).replace(['-', '(', '"'], " ");
    let names = [id.as_str(), name.as_str()].into_iter().chain(aliases).map(fold).collect();
    let (name, short) = match record {
        Record::Source(it) => match it.published {
            Some(on) => (format!("{name}, {on}"), format!("{}, {on}", it.publisher)),
            None => (format!("{name}, no day"), it.publisher.to_string()),
        },
        _ => (name.clone(), name),
    };
    Candidate { id, name, short, names, folded }
}

/// The candidates that what is typed finds, best first: those that are called so, then ids that begin so, then words that
/// do; and whether the first is meant, being the only one that is called so, or the only one at all.
pub fn matches<'c>(candidates: &'c [Arc<Candidate>], typed: &str) -> (Vec<&'c Arc<Candidate>>, bool) {
    let wanted = fold(typed.trim());
    if wanted.is_empty() {
        return (Vec::new(), false);
    }
    let words: Vec<String> =
        wanted.replace('-', " ").split_whitespace().map(|word| format!(" {word}")).collect();
    let mut found: Vec<(u8, &Arc<Candidate>)> = candidates
        .iter()
        .filter_map(|candidate| {
            let mut names = candidate.names.iter();
            let rank = if names.next() == Some(&wanted) {
                0
            } else if names.any(|name| *name == wanted) {
                1
            } else if candidate.names.first().is_some_and(|id| id.starts_with(&wanted)) {
                2
            } else if words.iter().all(|word| candidate.folded.contains(word)) {
                3
            } else {
                return None;
            };
            Some((rank, candidate))
        })
        .collect();
    found.sort_by_key(|(rank, candidate)| (*rank, candidate.id.len()));
    let is_meant = match found.as_slice() {
        [_] => true,
        [(first, _), (second, _), ..] => *first <= 1 && first < second,
        [] => false,
    };
    (found.into_iter().map(|(_, candidate)| candidate).collect(), is_meant)
}

/// An id made of texts that no record has.
pub fn propose(state: &State, parts: &[&str]) -> String {
    Id::propose(parts, |id| state.place(id).is_some()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::load::load_text;
    use crate::store::places::SHIPPED;

    #[test]
    fn a_reference_is_found_by_id_name_or_alias() {
        let state = load_text(SHIPPED.to_owned()).state;
        let actors = candidates(&state, Refers::To(RecordKind::Subjects));
        let first = |typed: &str| matches(&actors, typed).0.first().map(|c| c.id.clone());
        assert_eq!(first("us").as_deref(), Some("US"));
        assert_eq!(first("united st").as_deref(), Some("US"));
        assert_eq!(first("cole").as_deref(), Some("john-coale"));
        assert_eq!(first("турция").as_deref(), Some("TR"));
        assert_eq!(first("zzz"), None);
    }

    #[test]
    fn an_id_is_proposed_from_texts_and_never_taken_twice() {
        let state = load_text(SHIPPED.to_owned()).state;
        assert_eq!(propose(&state, &["US", "Żółw Ünited", "Asset freeze"]), "us-zolw-united-asset-freeze");
        assert_eq!(propose(&state, &["US", "Belavia", "Asset freeze"]), "us-belavia-asset-freeze-2");
        assert_eq!(propose(&state, &["EU", "Белавиа"]), "eu-belavia");
        assert_eq!(propose(&state, &["…"]), "");
    }
}
