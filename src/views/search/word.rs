//! A word that is asked for, made ready.

use memchr::memmem::Finder;

use crate::model::declare::Vocabulary;
use crate::model::evidence::Age;
use crate::model::measure::{MeasureStep, StandardMeasure, Standing};
use crate::model::state::{Place, RecordKind, State};
use crate::model::subject::SubjectKind;
use crate::views::analysis::{Analysis, number};
use crate::views::query::Needle;
use crate::views::words::own_text;

use super::field::id_in;
use super::values::{Says, Seen, holds};

/// A word that is looked for anywhere in a record.
#[derive(Debug)]
pub struct Word<'q> {
    needle: &'q Needle,
    finder: Finder<'q>,
    /// The subjects of whose names it is a part.
    actors: Vec<bool>,
    /// Those of whose id it is a part.
    coded: Vec<bool>,
    /// The same for acts and sources.
    acts: Vec<bool>,
    sources: Vec<bool>,
    /// Whether it stands in any word that rows have for what holds: most do not, and need no look at each row.
    is_in_words: bool,
    /// Whether it stands in the own texts of each measure, looked up for all at once; empty where none are asked.
    measures: Vec<bool>,
}

impl<'q> Word<'q> {
    pub(super) fn new(
        needle: &'q Needle,
        state: &State,
        analysis: &Analysis,
        (measures, groups): (bool, bool),
    ) -> Self {
        let finder = Finder::new(needle.as_str());
        let among =
            |list| -> Vec<bool> { analysis.names(list).map(|text| finder.find(text).is_some()).collect() };
        let actors = among(RecordKind::Subjects);
        // The id stands before the names.
        let names = analysis.names(RecordKind::Subjects).zip(&actors);
        let coded = names.map(|(names, found)| *found && finder.find(id_in(names)).is_some()).collect();
        Self {
            needle,
            is_in_words: is_in_words(needle),
            coded,
            actors: if groups { with_groups(state, actors) } else { actors },
            acts: among(RecordKind::Acts),
            sources: among(RecordKind::Sources),
            measures: if measures { analysis.measures_with(&finder) } else { Vec::new() },
            finder,
        }
    }

    /// Whether it stands in a folded text.
    pub(super) fn within(&self, text: &[u8]) -> bool {
        self.finder.find(text).is_some()
    }

    /// Whether it stands in what a row shows.
    pub(super) fn is_said(&self, said: Says<'_>, seen: &Seen) -> bool {
        match said {
            Says::Name(subject) | Says::About(subject) => holds(&self.actors, subject),
            Says::Code(subject) => holds(&self.actors, subject) || holds(&self.coded, subject),
            Says::Word(word) => self.is_in_words && seen.within(self.needle, word),
            Says::Text(text) => seen.within(self.needle, text),
            Says::Made(text) => self.needle.within(text),
        }
    }

    /// Whether it stands in what is a record's own, by its folded text; of a measure without those that it names.
    pub fn in_own(&self, analysis: &Analysis, place: Place) -> bool {
        if place.list == RecordKind::Sanctions {
            return self.measures.get(place.at).copied().unwrap_or_else(|| self.within(analysis.text(place)));
        }
        self.within(own_text(analysis.text(place)))
    }

    /// Whether it stands anywhere in a record; of a measure also in the names of those that it names. Neither the country
    /// of a target nor the subject that the file is about counts: nearly every record has these.
    pub fn in_record(&self, analysis: &Analysis, place: Place) -> bool {
        if place.list != RecordKind::Sanctions {
            return self.in_own(analysis, place);
        }
        let named = analysis.named(place.at);
        self.in_own(analysis, place)
            || holds(&self.actors, named.issuer)
            || holds(&self.actors, named.target)
            || named.acts.iter().any(|act| holds(&self.acts, *act))
            || named.sources.iter().any(|source| holds(&self.sources, *source))
    }

    /// The same, in a record of which the names of the subject that the file is about count as well.
    pub fn anywhere(&self, analysis: &Analysis, place: Place) -> bool {
        match place.list {
            RecordKind::Sanctions => self.in_record(analysis, place),
            _ => self.within(analysis.text(place)),
        }
    }

    /// Whether it stands in any name of a subject.
    pub fn names(&self, subject: u32) -> bool {
        holds(&self.actors, subject)
    }
}

/// Whether a word stands in any word that rows have for what holds.
fn is_in_words(needle: &Needle) -> bool {
    fn any<T: Vocabulary>(needle: &Needle) -> bool {
        T::ALL.iter().any(|word| needle.within(word.word()))
    }
    any::<Standing>(needle)
        || any::<StandardMeasure>(needle)
        || any::<Age>(needle)
        || any::<MeasureStep>(needle)
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
