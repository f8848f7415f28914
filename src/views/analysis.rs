//! What does not depend on the day: which claims disagree, and the folded texts that filters search.

use crate::model::compact::Text;
use crate::model::crossing;
use crate::model::history::{Claims, Conflict, Step};
use crate::model::relation;
use crate::model::sanction;
use crate::model::state::{List, Place, State};

use super::fold::fold;

/// Computed once for a state.
#[derive(Debug, Clone, Default)]
pub struct Analysis {
    sanctions: Vec<Claims>,
    crossings: Vec<Claims>,
    relations: Vec<Claims>,
    events: Vec<Vec<Conflict>>,
    /// The folded text of each record, for the lists that panes show.
    texts: [Vec<Box<str>>; 4],
}

/// Claims on which nothing disagrees.
static AGREED: Claims = Claims { conflicts: Vec::new(), set_aside: Vec::new() };

impl Analysis {
    /// Compares the claims of all records and folds their texts.
    pub fn of(state: &State) -> Self {
        let (records, grades) = (state.records(), state.grades());
        Self {
            sanctions: records.sanctions.iter().map(|r| sanction::claims(&r.history, grades)).collect(),
            crossings: records.crossings.iter().map(|r| crossing::claims(&r.history, grades)).collect(),
            relations: records.relations.iter().map(|r| relation::claims(&r.history, grades)).collect(),
            events: records.events.iter().map(crate::model::event::Event::conflicts).collect(),
            texts: [
                records.relations.iter().map(|r| relation_text(state, r)).collect(),
                records.sanctions.iter().map(|r| sanction_text(state, r)).collect(),
                records.crossings.iter().map(|r| crossing_text(state, r)).collect(),
                records.events.iter().map(|r| event_text(state, r)).collect(),
            ],
        }
    }

    /// The claims of a record's history.
    pub fn claims(&self, place: Place) -> &Claims {
        let claims = match place.list {
            List::Sanctions => self.sanctions.get(place.at),
            List::Crossings => self.crossings.get(place.at),
            List::Relations => self.relations.get(place.at),
            List::Actors | List::Sources | List::Events => None,
        };
        claims.unwrap_or(&AGREED)
    }

    /// The disagreements about a record.
    pub fn conflicts(&self, place: Place) -> &[Conflict] {
        match place.list {
            List::Events => self.events.get(place.at).map_or(&[], Vec::as_slice),
            _ => &self.claims(place).conflicts,
        }
    }

    /// The folded text of a record.
    pub fn text(&self, place: Place) -> &str {
        let [relations, sanctions, crossings, events] = &self.texts;
        let texts = match place.list {
            List::Relations => relations,
            List::Sanctions => sanctions,
            List::Crossings => crossings,
            List::Events => events,
            List::Actors | List::Sources => return "",
        };
        texts.get(place.at).map_or("", |text| text)
    }
}

/// Gathers the words of a record and folds them once.
struct Words<'a> {
    state: &'a State,
    text: String,
}

impl<'a> Words<'a> {
    fn new(state: &'a State, id: &str) -> Self {
        Self { state, text: id.to_owned() }
    }

    fn add(&mut self, word: &str) {
        // A separator that no filter contains keeps a word from matching across two texts.
        self.text.push('\u{1f}');
        self.text.push_str(word);
    }

    fn all<'b>(&mut self, words: impl IntoIterator<Item = &'b Text>) {
        for word in words {
            self.add(word);
        }
    }

    /// An actor by every name it has.
    fn actor(&mut self, id: &str) {
        self.add(id);
        if let Some(actor) = self.state.actor(id) {
            self.add(&actor.name);
            self.all(&actor.aliases);
        }
    }

    fn source(&mut self, id: &str) {
        self.add(id);
        if let Some(source) = self.state.source(id) {
            self.add(&source.publisher);
            self.all(&source.authors);
        }
    }

    fn steps<C>(&mut self, steps: &[Step<C>]) {
        for step in steps {
            self.all(step.scope.iter().chain(&step.note));
            for source in &step.sources {
                self.source(source.as_str());
            }
        }
    }

    fn fold(self) -> Box<str> {
        fold(&self.text).into()
    }
}

fn relation_text(state: &State, it: &relation::Relation) -> Box<str> {
    let mut words = Words::new(state, it.id.as_str());
    words.actor(it.pair.0.as_str());
    words.actor(it.pair.1.as_str());
    words.all(&it.note);
    words.steps(&it.history);
    words.fold()
}

fn sanction_text(state: &State, it: &sanction::Sanction) -> Box<str> {
    let mut words = Words::new(state, it.id.as_str());
    words.actor(it.issuer.as_str());
    words.add(&it.target.name);
    words.all(&it.target.aliases);
    if let Some(country) = &it.target.country {
        words.actor(country.as_str());
    }
    words.add(it.measure.word());
    words.all(it.programme.iter().chain(&it.legal_acts).chain(&it.list_refs).chain(&it.note));
    for step in &it.history {
        words.all(step.change.licence.iter().chain(&step.change.list));
    }
    words.steps(&it.history);
    words.fold()
}

fn crossing_text(state: &State, it: &crossing::Crossing) -> Box<str> {
    let mut words = Words::new(state, it.id.as_str());
    words.add(&it.name);
    words.all(&it.aliases);
    words.actor(it.between.0.as_str());
    words.actor(it.between.1.as_str());
    if let Some((a, b)) = &it.sides {
        words.add(a);
        words.add(b);
    }
    words.add(it.mode.word());
    words.all(it.route.iter().chain(&it.note));
    words.steps(&it.history);
    words.fold()
}

fn event_text(state: &State, it: &crate::model::event::Event) -> Box<str> {
    let mut words = Words::new(state, it.id.as_str());
    words.add(&it.title);
    words.add(it.kind.word());
    for actor in &it.actors {
        words.actor(actor.as_str());
    }
    words.all(&it.note);
    words.all(it.exchange.iter().map(|e| &e.gave));
    for figure in &it.figures {
        words.add(&figure.label);
        words.add(&figure.value);
        words.all(figure.unit.iter().chain(&figure.said_by).chain(&figure.note));
    }
    for source in &it.sources {
        words.source(source.as_str());
    }
    words.fold()
}
