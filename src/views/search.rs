//! A filter made ready for a state: what many records have in common is looked up once, not once a record.

use memchr::memmem::Finder;

use crate::model::date::Date;
use crate::model::declare::Vocabulary;
use crate::model::measure::{StandardMeasure, Standing};
use crate::model::state::{Place, RecordKind, State};
use crate::model::subject::SubjectKind;

use super::analysis::{Analysis, number};
use super::query::{Needle, Query, Term};
use super::words::BETWEEN;

/// A word that is looked for anywhere in a record.
#[derive(Debug)]
pub struct Word<'q> {
    finder: Finder<'q>,
    /// The subjects of whose names it is a part.
    actors: Vec<bool>,
    /// The same for acts and sources.
    acts: Vec<bool>,
    sources: Vec<bool>,
    /// Whether it stands in the own texts of each measure, looked up for all at once; empty where none are asked.
    measures: Vec<bool>,
}

impl Word<'_> {
    /// Whether it stands in a folded text.
    fn within(&self, text: &[u8]) -> bool {
        self.finder.find(text).is_some()
    }

    /// Whether it stands anywhere in a record; of a measure also in the names of those that it names.
    pub fn in_record(&self, analysis: &Analysis, place: Place) -> bool {
        if place.list != RecordKind::Sanctions {
            return self.within(analysis.text(place));
        }
        let named = analysis.named(place.at);
        self.measures.get(place.at).copied().unwrap_or_else(|| self.within(analysis.text(place)))
            || holds(&self.actors, named.issuer)
            || holds(&self.actors, named.target)
            || holds(&self.actors, named.country)
            || named.acts.iter().any(|act| holds(&self.acts, *act))
            || named.sources.iter().any(|source| holds(&self.sources, *source))
    }
}

/// What is looked for in one field.
#[derive(Debug)]
pub struct Field<'q> {
    /// The field.
    pub name: &'static str,
    /// What is looked for.
    pub needle: &'q Needle,
    finder: Finder<'q>,
    actors: Vec<bool>,
    sources: Vec<bool>,
    standings: Vec<bool>,
    measures: Vec<bool>,
    /// The subjects or acts in one of whose names it stands.
    called: Vec<bool>,
    /// The subjects that are of such a kind.
    kinds: Vec<bool>,
}

impl<'q> Field<'q> {
    fn new(name: &'static str, needle: &'q Needle, state: &State, analysis: &Analysis) -> Self {
        fn words<T: Vocabulary>(needle: &Needle) -> Vec<bool> {
            T::ALL.iter().map(|value| needle.within(value.word())).collect()
        }
        let records = state.records();
        let finder = Finder::new(needle.as_str());
        let among =
            |list| analysis.names(list).map(|text| finder.find(text).is_some()).collect::<Vec<bool>>();
        Self {
            name,
            needle,
            actors: match name {
                "issuer" | "target" | "actor" => {
                    let begins =
                        |names: &[u8]| finder.find(names).is_some() && begins(names, needle.as_str());
                    with_groups(state, analysis.names(RecordKind::Subjects).map(begins).collect())
                }
                _ => Vec::new(),
            },
            sources: match name {
                "source" => records.sources.iter().map(|it| needle.within(it.id.as_str())).collect(),
                _ => Vec::new(),
            },
            standings: words::<Standing>(needle),
            measures: words::<StandardMeasure>(needle),
            called: match name {
                "target" => with_groups(state, among(RecordKind::Subjects)),
                "act" => among(RecordKind::Acts),
                _ => Vec::new(),
            },
            kinds: match name {
                "kind" => records.subjects.iter().map(|it| needle.within(it.kind.word())).collect(),
                _ => Vec::new(),
            },
            finder,
        }
    }

    /// Whether it stands in a folded text.
    pub fn within(&self, text: &[u8]) -> bool {
        self.finder.find(text).is_some()
    }

    /// Whether it names the subject with this number.
    pub fn is_subject(&self, number: u32) -> bool {
        holds(&self.actors, number)
    }

    /// Whether it stands in the id of the source with this number.
    pub fn is_source(&self, number: u32) -> bool {
        holds(&self.sources, number)
    }

    /// Whether it stands in the word for a standing.
    pub fn is_standing(&self, standing: Standing) -> bool {
        self.standings.get(standing as usize) == Some(&true)
    }

    /// Whether it stands in the word for a kind of measure.
    pub fn is_measure(&self, kind: StandardMeasure) -> bool {
        self.measures.get(kind as usize) == Some(&true)
    }

    /// Whether it stands in the word for what the subject with this number is.
    pub fn is_kind(&self, number: u32) -> bool {
        holds(&self.kinds, number)
    }

    /// Whether it stands in a name of the subject with this number, or of the act, where acts are asked for.
    pub fn is_called(&self, number: u32) -> bool {
        holds(&self.called, number)
    }
}

/// Whether a word of a subject's names begins so, its id standing before them, or its id is that.
fn begins(names: &[u8], wanted: &str) -> bool {
    let mut parts = std::str::from_utf8(names).unwrap_or_default().split(BETWEEN);
    let is_id = parts.next() == Some(wanted);
    let has_word = |name: &str| {
        name.match_indices(wanted)
            .any(|(at, _)| name.get(..at).is_some_and(|before| !before.ends_with(char::is_alphanumeric)))
    };
    is_id || parts.any(has_word)
}

/// With the groups of those who are found: what is aimed at several is aimed at each.
fn with_groups(state: &State, mut found: Vec<bool>) -> Vec<bool> {
    let subjects = state.records().subjects.iter().enumerate();
    let groups = subjects.filter(|(_, it)| it.kind == SubjectKind::Group && !it.members.is_empty());
    for (at, group) in groups {
        let is_found = group.members.iter().any(|member| holds(&found, number(state, member)));
        if let Some(slot) = found.get_mut(at) {
            *slot |= is_found;
        }
    }
    found
}

fn holds(of: &[bool], number: u32) -> bool {
    of.get(number as usize) == Some(&true)
}

/// One condition, made ready.
#[derive(Debug)]
enum Asked<'q> {
    Word(Box<Word<'q>>),
    Field(Box<Field<'q>>),
    Since(Date),
    Before(Date),
    Conflict(bool),
}

/// What a filter can ask of a row.
pub trait Searched {
    /// Whether a word stands anywhere in the record, aliases included.
    fn has(&self, word: &Word<'_>) -> bool;
    /// Whether a field has what is looked for; `None` when the row has no such field.
    fn field(&self, field: &Field<'_>) -> Option<bool>;
    /// The date that `since:` and `before:` ask about.
    fn date(&self) -> Option<Date>;
    /// Whether sources disagree.
    fn in_conflict(&self) -> bool;
}

/// A filter made ready for a state.
#[derive(Debug)]
pub struct Search<'q> {
    terms: Vec<(bool, Asked<'q>)>,
}

impl<'q> Search<'q> {
    /// Makes a filter ready.
    pub fn new(query: &'q Query, state: &State, analysis: &Analysis) -> Self {
        Self::with(query, state, analysis, false)
    }

    /// The same for many measures: their texts are searched at once.
    pub fn of_measures(query: &'q Query, state: &State, analysis: &Analysis) -> Self {
        Self::with(query, state, analysis, true)
    }

    fn with(query: &'q Query, state: &State, analysis: &Analysis, measures: bool) -> Self {
        let ready = |term: &'q Term| match term {
            Term::Word(needle) => {
                let finder = Finder::new(needle.as_str());
                let among = |list| analysis.names(list).map(|text| finder.find(text).is_some()).collect();
                let (actors, acts) =
                    (with_groups(state, among(RecordKind::Subjects)), among(RecordKind::Acts));
                let sources = among(RecordKind::Sources);
                let measures = if measures { analysis.measures_with(&finder) } else { Vec::new() };
                Asked::Word(Box::new(Word { finder, actors, acts, sources, measures }))
            }
            Term::Field(name, needle) => Asked::Field(Box::new(Field::new(name, needle, state, analysis))),
            Term::Since(date) => Asked::Since(*date),
            Term::Before(date) => Asked::Before(*date),
            Term::Conflict(yes) => Asked::Conflict(*yes),
        };
        Self { terms: query.terms.iter().map(|(wanted, term)| (*wanted, ready(term))).collect() }
    }

    /// Whether it asks nothing, so that every row passes.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// Whether a row passes.
    pub fn accepts(&self, row: &impl Searched) -> bool {
        self.terms.iter().all(|(wanted, asked)| {
            let holds = match asked {
                Asked::Word(word) => row.has(word),
                Asked::Field(field) => row.field(field) == Some(true),
                Asked::Since(date) => row.date().is_some_and(|on| on.last() >= date.first()),
                Asked::Before(date) => row.date().is_some_and(|on| on.first() < date.first()),
                Asked::Conflict(yes) => row.in_conflict() == *yes,
            };
            holds == *wanted
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Row;

    impl Searched for Row {
        fn has(&self, word: &Word<'_>) -> bool {
            word.within("us belavia belavia белавиа asset freeze in force".as_bytes())
        }

        fn field(&self, field: &Field<'_>) -> Option<bool> {
            match field.name {
                "issuer" => Some(["us", "united states"].into_iter().any(|text| field.needle.within(text))),
                "status" => Some(field.is_standing(Standing::InForce)),
                _ => None,
            }
        }

        fn date(&self) -> Option<Date> {
            "2023-08-09".parse().ok()
        }

        fn in_conflict(&self) -> bool {
            true
        }
    }

    #[test]
    fn words_match_in_any_order_and_fields_where_they_say() {
        let cases = [
            ("", true),
            ("freeze BELAVIA", true),
            ("Белавиа", true),
            ("issuer:us status:in-force", true),
            ("issuer:\"united states\"", true),
            ("issuer:eu", false),
            ("-issuer:eu", true),
            ("-freeze", false),
            ("since:2023", true),
            ("since:2024", false),
            ("before:2023-08-10", true),
            ("before:2023-08", false),
            ("conflict:yes", true),
            ("conflict:no", false),
            ("kind:talks", false),
            ("issuer:", true),
        ];
        for (text, passes) in cases {
            let query = Query::parse(text);
            let search = Search::new(&query, &State::default(), &Analysis::default());
            assert_eq!(search.accepts(&Row), passes, "{text}");
        }
    }
}
