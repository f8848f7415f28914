//! Completion of references: records by id, name or alias.

use crate::model::compact::Text;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};
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
    /// Everything that finds it, folded, with a space before each word.
    folded: String,
}

/// The records that references of a kind may name.
pub fn candidates(state: &State, refers: Refers) -> Vec<Candidate> {
    let lists: &[RecordKind] = match &refers {
        Refers::To(list) => std::slice::from_ref(list),
        Refers::Among(lists) => lists,
        Refers::Anything => RecordKind::ALL,
    };
    let mut candidates = Vec::new();
    for &list in lists {
        for at in 0..state.len(list) {
            if let Some(record) = state.at(Place { list, at }) {
                candidates.push(candidate(state, record));
            }
        }
    }
    candidates
}

/// One record as a candidate.
pub fn candidate(state: &State, record: Record<'_>) -> Candidate {
    let id = record.id().to_string();
    let name = record_name(state, record.id());
    let aliases = match record {
        Record::Subject(it) => {
            it.aliases.iter().map(|alias| alias.name().as_str()).collect::<Vec<_>>().join(" ")
        }
        Record::Act(it) => {
            [&it.number, &it.title].into_iter().flatten().map(Text::as_str).collect::<Vec<_>>().join(" ")
        }
        Record::Crossing(it) => it.aliases.join(" "),
        Record::Measure(it) => it.target.aliases.join(" "),
        Record::Source(it) => it.authors.join(" "),
        Record::Relation(_) | Record::Event(_) | Record::Decision(_) => String::new(),
    };
    let folded = fold(&format!(" {id} {name} {aliases}")).replace(['-', '(', '"'], " ");
    Candidate { id, name, folded }
}

/// The candidates that what is typed finds, best first: the id itself, then ids that begin so, then words that do.
pub fn matches<'c>(candidates: &'c [Candidate], typed: &str, most: usize) -> Vec<&'c Candidate> {
    let wanted = fold(typed.trim());
    if wanted.is_empty() {
        return Vec::new();
    }
    let words: Vec<String> =
        wanted.replace('-', " ").split_whitespace().map(|word| format!(" {word}")).collect();
    let mut found: Vec<(u8, &Candidate)> = candidates
        .iter()
        .filter_map(|candidate| {
            let id = fold(&candidate.id);
            let rank = if id == wanted {
                0
            } else if id.starts_with(&wanted) {
                1
            } else if words.iter().all(|word| candidate.folded.contains(word)) {
                2
            } else {
                return None;
            };
            Some((rank, candidate))
        })
        .collect();
    found.sort_by_key(|(rank, candidate)| (*rank, candidate.id.len()));
    found.truncate(most);
    found.into_iter().map(|(_, candidate)| candidate).collect()
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
        let first = |typed: &str| matches(&actors, typed, 5).first().map(|c| c.id.clone());
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
