//! The states and blocs of a file, by what lists call them.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::model::id::Id;
use crate::model::state::State;
use crate::model::subject::{Subject, SubjectKind};

use super::countries;

/// The states and blocs of a file, by id, name and alias: a list names one in each of its entries.
#[derive(Debug)]
pub(super) struct Places<'a> {
    state: &'a State,
    /// By each text in lower case; of several subjects with one text the first has it.
    named: HashMap<String, &'a Id>,
    /// What was asked for already: a list has few countries in many entries.
    asked: RefCell<HashMap<String, Option<&'a Id>>>,
}

/// So many texts are kept: a hostile list may have another one in each entry.
const MOST_ASKED: usize = 10_000;

impl<'a> Places<'a> {
    /// Looks through a file once.
    pub(super) fn of(state: &'a State) -> Self {
        let is_place = |it: &&Subject| matches!(it.kind, SubjectKind::State | SubjectKind::Bloc);
        let mut named = HashMap::new();
        for it in state.records().subjects.iter().filter(is_place) {
            for text in texts(it) {
                named.entry(text.to_lowercase()).or_insert(&it.id);
            }
        }
        Self { state, named, asked: RefCell::default() }
    }

    /// The state or bloc that a text names: by id, name or alias, or as a country in another spelling.
    pub(super) fn find(&self, text: &str) -> Option<&'a Id> {
        if let Some(known) = self.asked.borrow().get(text) {
            return *known;
        }
        let named = self.named.get(&text.to_lowercase()).copied();
        let found = named.or_else(|| Some(&self.state.subject(countries::code(text)?)?.id));
        let mut asked = self.asked.borrow_mut();
        if asked.len() < MOST_ASKED {
            asked.insert(text.to_owned(), found);
        }
        found
    }
}

/// What a state or bloc is called: its id, its name and its aliases.
fn texts(place: &Subject) -> impl Iterator<Item = &str> {
    let aliases = place.aliases.iter().map(|alias| alias.name().as_str());
    [place.id.as_str(), place.name.as_str()].into_iter().chain(aliases)
}

/// Whether a text names a state or bloc, as [`Places::find`] has it, or in another spelling of one of its names.
pub(super) fn is_called(place: &Subject, text: &str) -> bool {
    texts(place).any(|it| it.to_lowercase() == text.to_lowercase() || countries::same(it, text))
}
