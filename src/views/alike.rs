//! Records whose names are spelled otherwise than what is looked for: `hrodna azot` for Grodno Azot.
//!
//! Consonants alone, of which those that languages exchange are one, choose a few names out of many; these are compared.

use memchr::memmem::Finder;
use rayon::prelude::*;

use crate::model::measure::TargetKind;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};
use crate::model::subject::SubjectKind;
use crate::names::{Kind, LOOK, Name, compare, stands_in};

use super::analysis::Analysis;
use super::sounds::sounds;

/// Fewer consonants are in too many names.
const FEWEST: usize = 3;

/// The names of so many records of a list at the most are compared.
const MOST: usize = 48;

/// What a record is called, and as what that is compared.
fn names_of(record: Record<'_>) -> (Kind, Vec<&str>) {
    match record {
        Record::Measure(it) => {
            let kind = match it.target.kind {
                TargetKind::Person => Kind::Person,
                TargetKind::Vessel | TargetKind::Aircraft => Kind::Craft,
                _ => Kind::Organisation,
            };
            let aliases = it.target.aliases.iter().map(arcstr::ArcStr::as_str);
            (kind, std::iter::once(it.target.name.as_str()).chain(aliases).collect())
        }
        Record::Subject(it) => {
            let kind = match it.kind {
                SubjectKind::Person => Kind::Person,
                SubjectKind::Vessel | SubjectKind::Aircraft => Kind::Craft,
                _ => Kind::Organisation,
            };
            let aliases = it.aliases.iter().map(|alias| alias.name().as_str());
            (kind, std::iter::once(it.name.as_ref()).chain(aliases).collect())
        }
        _ => (Kind::Organisation, Vec::new()),
    }
}

/// How like what is looked for a record is called, of 100; whose names only have its words is the least like.
fn likeness(record: Record<'_>, text: &str) -> Option<u8> {
    let (kind, names) = names_of(record);
    let wanted = Name::new(text, kind);
    let of = |name: &str| {
        let name = Name::new(name, kind);
        let score = compare(&wanted, &name).score;
        if score < LOOK { stands_in(&wanted, &name).then_some(1) } else { Some(score) }
    };
    names.into_iter().filter_map(of).max()
}

/// The measures and subjects with names like a text, the likest first.
pub(super) fn alike(state: &State, analysis: &Analysis, folded: &str) -> Vec<Place> {
    let words: Vec<Vec<u8>> = folded.split_whitespace().map(sounds).filter(|it| !it.is_empty()).collect();
    if words.iter().map(Vec::len).sum::<usize>() < FEWEST {
        return Vec::new();
    }
    let finders: Vec<Finder<'_>> = words.iter().map(|word| Finder::new(word.as_slice())).collect();
    let mut places: Vec<Place> = Vec::new();
    for list in [RecordKind::Subjects, RecordKind::Sanctions] {
        let found = analysis.sounding(list, &finders);
        places.extend(found.into_iter().take(MOST).map(|at| Place { list, at }));
    }
    let like = places.into_par_iter().filter_map(|place| Some((likeness(state.at(place)?, folded)?, place)));
    let mut like: Vec<(u8, Place)> = like.collect();
    like.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    like.into_iter().map(|(_, place)| place).collect()
}
