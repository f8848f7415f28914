//! What does not depend on the day: which claims disagree, the folded texts that filters search, and whom each measure
//! names. Computed once for a state by all cores, and for the changed record alone after an edit.

use std::sync::OnceLock;

use hashbrown::HashMap;
use memchr::memmem::Finder;
use rayon::prelude::*;

use crate::model::compact::as_u32_saturating;
use crate::model::crossing;
use crate::model::history::{Claims, Conflict};
use crate::model::id::Id;
use crate::model::kind::PerKind;
use crate::model::measure::{self, Measure};
use crate::model::record::Record;
use crate::model::relation;
use crate::model::state::{Place, RecordKind, State};
use crate::model::subject::Subject;

use super::arena::Arena;
use super::sounds::sounds;
use super::words::{BETWEEN, names_in, text_of};

/// The number of a subject, act or source that the file does not have.
pub const NOBODY: u32 = u32::MAX;

/// Whom a measure names: numbers of subjects, acts and sources, which are their places in their lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Named<'a> {
    /// Who issued it.
    pub issuer: u32,
    /// Whom it is aimed at.
    pub target: u32,
    /// The state that its target is or mainly belongs to, or [`NOBODY`].
    pub country: u32,
    /// The other states that its target belongs to, each once.
    pub more_countries: &'a [u32],
    /// The acts that it rests on and those that its steps name, each once.
    pub acts: &'a [u32],
    /// Who speaks of it, each once.
    pub sources: &'a [u32],
}

impl<'a> Named<'a> {
    /// All states that its target is or belongs to, the main one first; [`NOBODY`] where there is none.
    pub fn countries(self) -> impl Iterator<Item = u32> + 'a {
        std::iter::once(self.country).chain(self.more_countries.iter().copied())
    }

    /// Whether its target is a state, or belongs to it among others.
    pub fn is_of(self, country: u32) -> bool {
        country != NOBODY && (self.country == country || self.more_countries.contains(&country))
    }
}

/// Computed once for a state.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    /// The histories on which something disagrees; all others agree.
    claims: HashMap<Place, Claims>,
    /// The folded text of each record, its names first.
    texts: PerKind<Arena<u8>>,
    /// Of each measure, as numbers: the issuer, the target, its main country, how many others and how many acts there are,
    /// these, those, the sources.
    named: Arena<u32>,
    /// The consonants of the names of each subject; made where they are asked for, anew after an edit of one.
    sounds: OnceLock<Arena<u8>>,
}

/// What of a record that has changed is what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// How its claims compare.
    pub claims: bool,
    /// Its names, which stand in the texts of what refers to it.
    pub names: bool,
}

/// Claims on which nothing disagrees.
static AGREED: Claims = Claims { conflicts: Vec::new(), set_aside: Vec::new() };

/// So many measures are looked at in one go.
const CHUNK: usize = 2048;

/// So many chunks are held beside the whole.
const AT_ONCE: usize = 8;

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
        let part = |start: &usize| {
            let mut part = Part::default();
            for at in *start..(*start + CHUNK).min(records.sanctions.len()) {
                let Some(it) = records.sanctions.get(at) else { continue };
                let place = Place { list: RecordKind::Sanctions, at };
                part.claims.extend(disagreeing(state, place).map(|claims| (place, claims)));
                part.texts.push(text_of(state, Record::Measure(it)).as_bytes());
                part.named.push(&named(state, it));
            }
            part
        };
        let mut analysis = Self::default();
        // Some at a time: all parts beside the whole would take twice the memory.
        for starts in starts.chunks(AT_ONCE) {
            for part in starts.par_iter().map(part).collect::<Vec<Part>>() {
                analysis.claims.extend(part.claims);
                analysis.texts.sanctions.append(&part.texts);
                analysis.named.append(&part.named);
            }
            // Growing step by step would leave holes behind.
            analysis.texts.sanctions.expect(records.sanctions.len());
            analysis.named.expect(records.sanctions.len());
        }
        analysis.texts.sanctions.shrink();
        analysis.named.shrink();
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

    fn forget_sounds(&mut self, list: RecordKind) {
        if list == RecordKind::Subjects {
            self.sounds.take();
        }
    }

    /// A record has come into its list: those after it have moved, and it is looked at by [`Analysis::refresh`].
    pub fn inserted(&mut self, place: Place) {
        self.forget_sounds(place.list);
        self.moved(place, 1);
        self.texts.of_mut(place.list).insert(place.at, &[]);
        if place.list == RecordKind::Sanctions {
            self.named.insert(place.at, &[]);
        }
    }

    /// A record has gone out of its list: those after it have moved.
    pub fn removed(&mut self, place: Place) {
        self.forget_sounds(place.list);
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

    /// A record has changed. Returns what of it is what it was.
    pub fn refresh(&mut self, state: &State, place: Place) -> Kept {
        self.forget_sounds(place.list);
        let claims = disagreeing(state, place);
        let kept_claims = self.claims.get(&place) == claims.as_ref();
        match claims {
            Some(claims) => _ = self.claims.insert(place, claims),
            None => _ = self.claims.remove(&place),
        }
        let text = state.at(place).map(|record| text_of(state, record)).unwrap_or_default();
        let texts = self.texts.of_mut(place.list);
        let kept_names = names_in(texts.get(place.at)) == names_in(text.as_bytes());
        if texts.get(place.at) != text.as_bytes() {
            texts.set(place.at, text.as_bytes());
        }
        if let (RecordKind::Sanctions, Some(it)) = (place.list, state.records().sanctions.get(place.at)) {
            self.named.set(place.at, &named(state, it));
        }
        Kept { claims: kept_claims, names: kept_names }
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

    /// The subjects in whose names the consonants of all words stand, in the order of the file.
    pub(super) fn sounding(&self, words: &[Finder<'_>]) -> Vec<usize> {
        let sounds = self.sounds.get_or_init(|| {
            let texts = &self.texts.subjects;
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

    /// The folded name of a subject.
    pub fn subject_name(&self, number: u32) -> &[u8] {
        let names = names_in(self.texts.subjects.get(number as usize));
        // Its id stands before it.
        names.split(|byte| *byte == BETWEEN as u8).nth(1).unwrap_or_default()
    }

    /// The measures against subjects, by their places in the ledger: each with the number of its target.
    pub fn against<'a>(&'a self, targets: &'a [u32]) -> impl Iterator<Item = (usize, u32)> + 'a {
        let all = (0..self.named.len()).map(|at| (at, self.named(at).target));
        all.filter(|(_, target)| targets.contains(target))
    }

    /// How many records of a list it has looked at.
    pub fn len(&self, list: RecordKind) -> usize {
        self.texts.of(list).len()
    }

    /// Whom a measure names.
    pub fn named(&self, at: usize) -> Named<'_> {
        match self.named.get(at) {
            [issuer, target, country, more, acts, rest @ ..] => {
                let (more_countries, rest) = rest.split_at(rest.len().min(*more as usize));
                let (acts, sources) = rest.split_at(rest.len().min(*acts as usize));
                let (issuer, target, country) = (*issuer, *target, *country);
                Named { issuer, target, country, more_countries, acts, sources }
            }
            _ => Named {
                issuer: NOBODY,
                target: NOBODY,
                country: NOBODY,
                more_countries: &[],
                acts: &[],
                sources: &[],
            },
        }
    }

    /// The folded names of each subject or source, its id among them.
    pub fn names(&self, list: RecordKind) -> impl Iterator<Item = &[u8]> {
        let texts = self.texts.of(list);
        (0..texts.len()).map(|at| names_in(texts.get(at)))
    }
}

/// The number of a subject, act or source.
pub fn number(state: &State, id: &Id) -> u32 {
    state.place(id.as_str()).and_then(|place| u32::try_from(place.at).ok()).unwrap_or(NOBODY)
}

fn named(state: &State, it: &Measure) -> Vec<u32> {
    let mut countries: Vec<u32> = Vec::new();
    for country in state.target(it).map_or(&[][..], Subject::of_countries) {
        let country = number(state, country);
        if country != NOBODY && !countries.contains(&country) {
            countries.push(country);
        }
    }
    let (country, more) = countries.split_first().map_or((NOBODY, &[][..]), |(main, more)| (*main, more));
    let once = |ids: &mut dyn Iterator<Item = &Id>| {
        let mut numbers: Vec<u32> = ids.map(|id| number(state, id)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    };
    let acts = once(&mut it.acts.iter().chain(it.history.iter().filter_map(|step| step.act.as_ref())));
    let sources = once(&mut it.history.iter().flat_map(|step| &step.sources));
    let counts = [as_u32_saturating(more.len()), as_u32_saturating(acts.len())];
    let mut named = vec![number(state, &it.issuer), number(state, &it.target), country];
    named.extend(counts);
    named.extend(more);
    named.extend(acts);
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
