//! What does not depend on the day: which claims disagree, the folded texts that filters search, and whom each measure
//! names. Computed once for a state by all cores, and for the changed record alone after an edit.

use std::sync::OnceLock;

use hashbrown::HashMap;
use memchr::memmem::Finder;
use rayon::prelude::*;

use crate::model::crossing;
use crate::model::history::{Claims, Conflict};
use crate::model::id::Id;
use crate::model::kind::PerKind;
use crate::model::measure::{self, Measure};
use crate::model::record::Record;
use crate::model::relation;
use crate::model::state::{Place, RecordKind, State};

use super::arena::Arena;
use super::sounds::sounds;
use super::words::{BETWEEN, names_in, text_of};

/// The number of a subject or source that the file does not have.
pub const NOBODY: u32 = u32::MAX;

/// Whom a measure names: numbers of subjects and sources, which are their places in their lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<'a> {
    /// Who issued it.
    pub issuer: u32,
    /// The state that its target belongs to, or [`NOBODY`].
    pub country: u32,
    /// Who speaks of it, each once.
    pub sources: &'a [u32],
}

/// Computed once for a state.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// The histories on which something disagrees; all others agree.
    claims: HashMap<Place, Claims>,
    /// The folded text of each record, its names first.
    texts: PerKind<Arena<u8>>,
    /// The issuer, the country and the sources of each measure, as numbers.
    named: Arena<u32>,
    /// The consonants of the names of each record; made where they are asked for, anew after an edit.
    sounds: PerKind<OnceLock<Arena<u8>>>,
}

/// Claims on which nothing disagrees.
static AGREED: Claims = Claims { conflicts: Vec::new(), set_aside: Vec::new() };

/// So many measures are looked at in one go.
const CHUNK: usize = 2048;

/// What a chunk of measures gives.
#[derive(Default)]
struct Part {
    claims: Vec<(Place, Claims)>,
    texts: Arena<u8>,
    named: Arena<u32>,
}

impl Analysis {
    /// Compares the claims of all records and folds their texts.
    pub fn of(state: &State) -> Self {
        let records = state.records();
        let starts: Vec<usize> = (0..records.sanctions.len()).step_by(CHUNK).collect();
        let parts: Vec<Part> = starts
            .into_par_iter()
            .map(|start| {
                let mut part = Part::default();
                for at in start..(start + CHUNK).min(records.sanctions.len()) {
                    let Some(it) = records.sanctions.get(at) else { continue };
                    let place = Place { list: RecordKind::Sanctions, at };
                    part.claims.extend(disagreeing(state, place).map(|claims| (place, claims)));
                    part.texts.push(text_of(state, Record::Measure(it)).as_bytes());
                    part.named.push(&named(state, it));
                }
                part
            })
            .collect();
        let mut analysis = Self::default();
        let sum = |of: fn(&Part) -> usize| parts.iter().map(of).sum::<usize>();
        analysis.texts.sanctions.reserve(sum(|p| p.texts.values()), records.sanctions.len());
        analysis.named.reserve(sum(|p| p.named.values()), records.sanctions.len());
        for part in parts {
            analysis.claims.extend(part.claims);
            analysis.texts.sanctions.append(&part.texts);
            analysis.named.append(&part.named);
        }
        for list in RecordKind::ALL.iter().copied().filter(|list| *list != RecordKind::Sanctions) {
            for at in 0..state.len(list) {
                let place = Place { list, at };
                analysis.claims.extend(disagreeing(state, place).map(|claims| (place, claims)));
                let text = state.at(place).map(|record| text_of(state, record)).unwrap_or_default();
                analysis.texts.of_mut(list).push(text.as_bytes());
            }
        }
        analysis
    }

    /// A record has come into its list: those after it have moved, and it is looked at by [`Analysis::refresh`].
    pub fn inserted(&mut self, place: Place) {
        self.sounds.of_mut(place.list).take();
        self.moved(place, 1);
        self.texts.of_mut(place.list).insert(place.at, &[]);
        if place.list == RecordKind::Sanctions {
            self.named.insert(place.at, &[]);
        }
    }

    /// A record has gone out of its list: those after it have moved.
    pub fn removed(&mut self, place: Place) {
        self.sounds.of_mut(place.list).take();
        self.claims.remove(&place);
        self.moved(place, -1);
        self.texts.of_mut(place.list).remove(place.at);
        if place.list == RecordKind::Sanctions {
            self.named.remove(place.at);
        }
    }

    fn moved(&mut self, from: Place, by: isize) {
        let moves = |place: &Place| place.list == from.list && place.at >= from.at;
        let moving: Vec<(Place, Claims)> = self.claims.extract_if(|place, _| moves(place)).collect();
        let to = |place: Place| Place { at: place.at.saturating_add_signed(by), ..place };
        self.claims.extend(moving.into_iter().map(|(place, claims)| (to(place), claims)));
    }

    /// A record has changed.
    pub fn refresh(&mut self, state: &State, place: Place) {
        self.sounds.of_mut(place.list).take();
        match disagreeing(state, place) {
            Some(claims) => _ = self.claims.insert(place, claims),
            None => _ = self.claims.remove(&place),
        }
        let text = state.at(place).map(|record| text_of(state, record)).unwrap_or_default();
        self.texts.of_mut(place.list).set(place.at, text.as_bytes());
        if let (RecordKind::Sanctions, Some(it)) = (place.list, state.records().sanctions.get(place.at)) {
            self.named.set(place.at, &named(state, it));
        }
    }

    /// The claims of a record's history.
    pub fn claims(&self, place: Place) -> &Claims {
        self.claims.get(&place).unwrap_or(&AGREED)
    }

    /// The disagreements about a record.
    pub fn conflicts(&self, place: Place) -> &[Conflict] {
        &self.claims(place).conflicts
    }

    /// The records of a list about which sources disagree, in its order.
    pub fn in_conflict(&self, list: RecordKind) -> Vec<usize> {
        let disagree =
            self.claims.iter().filter(|(place, claims)| place.list == list && !claims.conflicts.is_empty());
        let mut places: Vec<usize> = disagree.map(|(place, _)| place.at).collect();
        places.sort_unstable();
        places
    }

    /// The folded text of a record. That of a measure has neither its subjects nor its sources: [`Analysis::named`]
    /// has them by number.
    pub fn text(&self, place: Place) -> &[u8] {
        self.texts.of(place.list).get(place.at)
    }

    /// For each measure whether its folded text has what `finder` looks for.
    pub fn measures_with(&self, finder: &Finder<'_>) -> Vec<bool> {
        let mut found = vec![false; self.texts.sanctions.len()];
        let chunks = found.par_chunks_mut(CHUNK * 4).enumerate();
        chunks.for_each(|(chunk, found)| self.texts.sanctions.search(finder, chunk * CHUNK * 4, found));
        found
    }

    /// The records of a list in whose names the consonants of all words stand, in its order.
    pub(super) fn sounding(&self, list: RecordKind, words: &[Finder<'_>]) -> Vec<usize> {
        let sounds = self.sounds.of(list).get_or_init(|| {
            let texts = self.texts.of(list);
            let of = |at: usize| sounds(std::str::from_utf8(names_in(texts.get(at))).unwrap_or_default());
            let starts: Vec<usize> = (0..texts.len()).step_by(CHUNK).collect();
            let chunk = |start: usize| (start..(start + CHUNK).min(texts.len())).map(of).collect::<Vec<_>>();
            let mut all = Arena::default();
            starts
                .into_par_iter()
                .map(chunk)
                .collect::<Vec<_>>()
                .iter()
                .flatten()
                .for_each(|it| all.push(it));
            all
        });
        let mut all = vec![true; sounds.len()];
        for word in words {
            let mut found = vec![false; sounds.len()];
            sounds.search(word, 0, &mut found);
            all.iter_mut().zip(found).for_each(|(all, found)| *all &= found);
        }
        all.iter().enumerate().filter(|(_, has)| **has).map(|(at, _)| at).collect()
    }

    /// The folded names of a measure's target, the first being the one that is shown.
    pub fn target(&self, at: usize) -> &[u8] {
        names_in(self.texts.sanctions.get(at))
    }

    /// The folded name of a measure's target.
    pub fn target_name(&self, at: usize) -> &[u8] {
        let target = self.target(at);
        target.split(|byte| *byte == BETWEEN as u8).next().unwrap_or_default()
    }

    /// Whom a measure names.
    pub fn named(&self, at: usize) -> Named<'_> {
        match self.named.get(at) {
            [issuer, country, sources @ ..] => Named { issuer: *issuer, country: *country, sources },
            _ => Named { issuer: NOBODY, country: NOBODY, sources: &[] },
        }
    }

    /// The folded names of each subject or source, its id among them.
    pub fn names(&self, list: RecordKind) -> impl Iterator<Item = &[u8]> {
        let texts = self.texts.of(list);
        (0..texts.len()).map(|at| names_in(texts.get(at)))
    }
}

/// The number of a subject or source.
pub fn number(state: &State, id: &Id) -> u32 {
    state.place(id.as_str()).and_then(|place| u32::try_from(place.at).ok()).unwrap_or(NOBODY)
}

fn named(state: &State, it: &Measure) -> Vec<u32> {
    let country = it.target.country.as_ref().map_or(NOBODY, |country| number(state, country));
    let mut named = vec![number(state, &it.issuer), country];
    let mut sources: Vec<u32> =
        it.history.iter().flat_map(|step| &step.sources).map(|source| number(state, source)).collect();
    sources.sort_unstable();
    sources.dedup();
    named.extend(sources);
    named
}

/// The claims of a record on which something disagrees, or which are set aside.
fn disagreeing(state: &State, place: Place) -> Option<Claims> {
    let (records, grades, at) = (state.records(), state.grades(), place.at);
    let claims = match place.list {
        RecordKind::Sanctions => measure::claims(&state.effective(records.sanctions.get(at)?), grades),
        RecordKind::Crossings => crossing::claims(&records.crossings.get(at)?.history, grades),
        RecordKind::Relations => relation::claims(&records.relations.get(at)?.history, grades),
        RecordKind::Events => {
            Claims { conflicts: records.events.get(at)?.conflicts(), set_aside: Vec::new() }
        }
        _ => return None,
    };
    (claims != AGREED).then_some(claims)
}
