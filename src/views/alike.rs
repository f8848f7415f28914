//! Records whose names are spelled otherwise than what is looked for: `hrodna azot` for Grodno Azot.
//!
//! Consonants alone, of which those that languages exchange are one, choose a few names out of many; these are compared.

use memchr::memmem::Finder;
use rayon::prelude::*;

use crate::model::compact::as_u32_saturating;
use crate::model::state::{Place, RecordKind, State};
use crate::model::subject::{Subject, SubjectKind};
use crate::names::{Kind, LOOK, Name, compare, stands_in};

use super::analysis::Analysis;
use super::sounds::sounds;

/// Fewer consonants are in too many names.
const FEWEST: usize = 3;

/// The names of so many subjects at the most are compared.
const MOST: usize = 48;

/// As what the names of a subject are compared.
pub fn name_kind(kind: SubjectKind) -> Kind {
    match kind {
        SubjectKind::Person => Kind::Person,
        SubjectKind::Vessel | SubjectKind::Aircraft => Kind::Craft,
        _ => Kind::Organisation,
    }
}

/// How like a folded text a name is, of 100; one that only has its words is the least like.
fn score(kind: Kind, name: &str, wanted: &Name) -> Option<u8> {
    let name = Name::new(name, kind);
    let score = compare(wanted, &name).score;
    if score < LOOK { stands_in(wanted, &name).then_some(1) } else { Some(score) }
}

/// Whether a name of a subject of some kind is like a folded text.
pub(super) fn is_alike_by(kind: SubjectKind, name: &str, text: &str) -> bool {
    let kind = name_kind(kind);
    score(kind, name, &Name::new(text, kind)).is_some()
}

/// How like what is looked for a subject is called, of 100; whose names only have its words is the least like.
fn likeness(subject: &Subject, text: &str) -> Option<u8> {
    let kind = name_kind(subject.kind);
    let wanted = Name::new(text, kind);
    subject.names().filter_map(|name| score(kind, name, &wanted)).max()
}

/// The subjects with names like a text, the likest first, and the measures against each behind it.
pub(super) fn alike(state: &State, analysis: &Analysis, folded: &str) -> Vec<Place> {
    let words: Vec<Vec<u8>> = folded.split_whitespace().map(sounds).filter(|it| !it.is_empty()).collect();
    if words.iter().map(Vec::len).sum::<usize>() < FEWEST {
        return Vec::new();
    }
    let finders: Vec<Finder<'_>> = words.iter().map(|word| Finder::new(word.as_slice())).collect();
    let found: Vec<usize> = analysis.sounding(&finders).into_iter().take(MOST).collect();
    let subjects = &state.records().subjects;
    let like = found.into_par_iter().filter_map(|at| Some((likeness(subjects.get(at)?, folded)?, at)));
    let mut like: Vec<(u8, usize)> = like.collect();
    like.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let numbers: Vec<u32> = like.iter().map(|(_, at)| as_u32_saturating(*at)).collect();
    let against: Vec<(usize, u32)> = analysis.against(&numbers).collect();
    let mut places = Vec::new();
    for number in numbers {
        places.push(Place { list: RecordKind::Subjects, at: number as usize });
        let its = against.iter().filter(|(_, target)| *target == number);
        places.extend(its.map(|(at, _)| Place { list: RecordKind::Sanctions, at: *at }));
    }
    places
}
