//! What does not depend on the day: which claims disagree, the folded texts that filters search, and whom each measure
//! names. Computed once for a state by all cores, and for the changed record alone after an edit.

use hashbrown::HashMap;
use memchr::memmem::Finder;
use rayon::prelude::*;

use crate::model::compact::Text;
use crate::model::crossing::{self, Crossing};
use crate::model::event::Event;
use crate::model::history::{Claims, Conflict, Step};
use crate::model::id::Id;
use crate::model::measure::{self, Measure};
use crate::model::relation::{self, Relation};
use crate::model::state::{Place, RecordKind, State};

use super::arena::Arena;
use super::fold::normal;

/// Between two texts of a record: no filter contains it, so no word matches across.
const BETWEEN: char = '\u{1f}';

/// After the names of a measure's target.
const AFTER_TARGET: u8 = 0x1e;

/// The number of an actor or source that the file does not have.
pub const NOBODY: u32 = u32::MAX;

/// Whom a measure names: numbers of actors and sources, which are their places in their lists.
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
    /// The folded text of each record, for the lists that panes show.
    relations: Arena<u8>,
    sanctions: Arena<u8>,
    crossings: Arena<u8>,
    events: Arena<u8>,
    /// The issuer, the country and the sources of each measure, as numbers.
    named: Arena<u32>,
    /// The folded names of each actor.
    actors: Arena<u8>,
    /// The folded names of each source.
    sources: Arena<u8>,
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
                    part.texts.push(sanction_text(it).as_bytes());
                    part.named.push(&named(state, it));
                }
                part
            })
            .collect();
        let mut analysis = Self::default();
        let sum = |of: fn(&Part) -> usize| parts.iter().map(of).sum::<usize>();
        analysis.sanctions.reserve(sum(|p| p.texts.values()), records.sanctions.len());
        analysis.named.reserve(sum(|p| p.named.values()), records.sanctions.len());
        for part in parts {
            analysis.claims.extend(part.claims);
            analysis.sanctions.append(&part.texts);
            analysis.named.append(&part.named);
        }
        for list in [
            RecordKind::Relations,
            RecordKind::Crossings,
            RecordKind::Events,
            RecordKind::Actors,
            RecordKind::Sources,
        ] {
            for at in 0..state.len(list) {
                let place = Place { list, at };
                analysis.claims.extend(disagreeing(state, place).map(|claims| (place, claims)));
                let text = text_of(state, place);
                analysis.texts_mut(list).push(text.as_bytes());
            }
        }
        analysis
    }

    fn texts(&self, list: RecordKind) -> &Arena<u8> {
        match list {
            RecordKind::Relations => &self.relations,
            RecordKind::Sanctions => &self.sanctions,
            RecordKind::Crossings => &self.crossings,
            RecordKind::Events => &self.events,
            RecordKind::Actors => &self.actors,
            RecordKind::Sources => &self.sources,
        }
    }

    fn texts_mut(&mut self, list: RecordKind) -> &mut Arena<u8> {
        match list {
            RecordKind::Relations => &mut self.relations,
            RecordKind::Sanctions => &mut self.sanctions,
            RecordKind::Crossings => &mut self.crossings,
            RecordKind::Events => &mut self.events,
            RecordKind::Actors => &mut self.actors,
            RecordKind::Sources => &mut self.sources,
        }
    }

    /// A record has come into its list: those after it have moved, and it is looked at by [`Analysis::refresh`].
    pub fn inserted(&mut self, place: Place) {
        self.moved(place, 1);
        self.texts_mut(place.list).insert(place.at, &[]);
        if place.list == RecordKind::Sanctions {
            self.named.insert(place.at, &[]);
        }
    }

    /// A record has gone out of its list: those after it have moved.
    pub fn removed(&mut self, place: Place) {
        self.claims.remove(&place);
        self.moved(place, -1);
        self.texts_mut(place.list).remove(place.at);
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
        match disagreeing(state, place) {
            Some(claims) => _ = self.claims.insert(place, claims),
            None => _ = self.claims.remove(&place),
        }
        let text = text_of(state, place);
        self.texts_mut(place.list).set(place.at, text.as_bytes());
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

    /// The folded text of a record. That of a measure has neither its actors nor its sources: [`Analysis::named`]
    /// has them by number.
    pub fn text(&self, place: Place) -> &[u8] {
        self.texts(place.list).get(place.at)
    }

    /// For each measure whether its folded text has what `finder` looks for.
    pub fn measures_with(&self, finder: &Finder<'_>) -> Vec<bool> {
        let mut found = vec![false; self.sanctions.len()];
        let chunks = found.par_chunks_mut(CHUNK * 4).enumerate();
        chunks.for_each(|(chunk, found)| self.sanctions.search(finder, chunk * CHUNK * 4, found));
        found
    }

    /// The folded names of a measure's target, the first being the one that is shown.
    pub fn target(&self, at: usize) -> &[u8] {
        let text = self.sanctions.get(at);
        text.get(..memchr::memchr(AFTER_TARGET, text).unwrap_or(text.len())).unwrap_or(text)
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

    /// How many actors or sources there are, and the folded names of each.
    pub fn names(&self, list: RecordKind) -> impl Iterator<Item = &[u8]> {
        let texts = self.texts(list);
        (0..texts.len()).map(|at| texts.get(at))
    }
}

/// The folded text of a record.
fn text_of(state: &State, place: Place) -> String {
    let (records, at) = (state.records(), place.at);
    let text = match place.list {
        RecordKind::Relations => records.relations.get(at).map(|it| relation_text(state, it)),
        RecordKind::Sanctions => records.sanctions.get(at).map(sanction_text),
        RecordKind::Crossings => records.crossings.get(at).map(|it| crossing_text(state, it)),
        RecordKind::Events => records.events.get(at).map(|it| event_text(state, it)),
        RecordKind::Actors => records.actors.get(at).map(|it| {
            let mut words = Words::default();
            words.add(it.id.as_str());
            words.add(&it.name);
            words.all(&it.aliases);
            words.done()
        }),
        RecordKind::Sources => records.sources.get(at).map(|it| {
            let mut words = Words::default();
            words.add(it.id.as_str());
            words.add(&it.publisher);
            words.all(&it.authors);
            words.done()
        }),
    };
    text.unwrap_or_default()
}

/// The number of an actor or source.
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
        RecordKind::Sanctions => measure::claims(&records.sanctions.get(at)?.history, grades),
        RecordKind::Crossings => crossing::claims(&records.crossings.get(at)?.history, grades),
        RecordKind::Relations => relation::claims(&records.relations.get(at)?.history, grades),
        RecordKind::Events => {
            Claims { conflicts: records.events.get(at)?.conflicts(), set_aside: Vec::new() }
        }
        RecordKind::Actors | RecordKind::Sources => return None,
    };
    (claims != AGREED).then_some(claims)
}

/// Gathers the words of a record and folds them once.
#[derive(Default)]
struct Words {
    text: String,
}

impl Words {
    fn add(&mut self, word: &str) {
        if !self.text.is_empty() {
            self.text.push(BETWEEN);
        }
        self.text.push_str(word);
    }

    fn all<'b>(&mut self, words: impl IntoIterator<Item = &'b Text>) {
        for word in words {
            self.add(word);
        }
    }

    /// An actor by every name it has.
    fn actor(&mut self, state: &State, id: &Id) {
        self.add(id.as_str());
        if let Some(actor) = state.actor(id.as_str()) {
            self.add(&actor.name);
            self.all(&actor.aliases);
        }
    }

    fn sources(&mut self, state: &State, ids: &[Id]) {
        for id in ids {
            self.add(id.as_str());
            if let Some(source) = state.source(id.as_str()) {
                self.add(&source.publisher);
                self.all(&source.authors);
            }
        }
    }

    fn step<C>(&mut self, step: &Step<C>) {
        self.all(step.scope.iter().chain(&step.note));
    }

    fn steps<C>(&mut self, state: &State, steps: &[Step<C>]) {
        for step in steps {
            self.step(step);
            self.sources(state, &step.sources);
        }
    }

    fn done(self) -> String {
        normal(&self.text)
    }
}

fn relation_text(state: &State, it: &Relation) -> String {
    let mut words = Words::default();
    words.add(it.id.as_str());
    words.actor(state, &it.pair.0);
    words.actor(state, &it.pair.1);
    words.all(&it.note);
    words.steps(state, &it.history);
    words.done()
}

fn sanction_text(it: &Measure) -> String {
    let mut words = Words::default();
    words.text.push_str(&it.target.name);
    words.all(&it.target.aliases);
    words.text.push(char::from(AFTER_TARGET));
    words.text.push_str(it.id.as_str());
    words.add(it.measure.word());
    words.all(it.programme.iter().chain(&it.legal_acts).chain(&it.list_refs).chain(&it.note));
    for step in &it.history {
        words.all(&step.change.named);
        words.step(step);
    }
    words.done()
}

fn crossing_text(state: &State, it: &Crossing) -> String {
    let mut words = Words::default();
    words.add(it.id.as_str());
    words.add(&it.name);
    words.all(&it.aliases);
    words.actor(state, &it.between.0);
    words.actor(state, &it.between.1);
    if let Some((a, b)) = &it.sides {
        words.add(a);
        words.add(b);
    }
    words.add(it.mode.word());
    words.all(it.route.iter().chain(&it.note));
    words.steps(state, &it.history);
    words.done()
}

fn event_text(state: &State, it: &Event) -> String {
    let mut words = Words::default();
    words.add(it.id.as_str());
    words.add(&it.title);
    words.add(it.kind.word());
    for actor in &it.actors {
        words.actor(state, actor);
    }
    words.all(&it.note);
    words.all(it.exchange.iter().map(|e| &e.gave));
    for figure in &it.figures {
        words.add(&figure.label);
        words.add(&figure.value);
        words.all(figure.unit.iter().chain(&figure.said_by).chain(&figure.note));
    }
    words.sources(state, &it.sources);
    words.done()
}
