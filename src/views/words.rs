//! The folded text of a record, in which filters and the search over everything look: every text that it has, unless its
//! declaration says otherwise.

use crate::model::compact::Text;
use crate::model::declare::{Field, Visitor};
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::State;

use super::fold::normal;

/// Between two texts of a record: no filter contains it, so no word matches across.
pub(super) const BETWEEN: char = '\u{1f}';

/// After the names of a record.
const AFTER_NAMES: char = '\u{1e}';

/// The folded text of a record: its names, then all else. That of a measure has neither its target and issuer nor its
/// acts and sources, which many measures have in common.
pub(super) fn text_of(state: &State, record: Record<'_>) -> String {
    let mut text = String::new();
    let whose = if matches!(record, Record::Measure(_)) { None } else { Some(state) };
    record.visit(&mut Words { text: &mut text, names: true, state: whose });
    text.push(AFTER_NAMES);
    record.visit(&mut Words { text: &mut text, names: false, state: whose });
    normal(&text)
}

/// The names in a folded text.
pub(super) fn names_in(text: &[u8]) -> &[u8] {
    text.get(..memchr::memchr(AFTER_NAMES as u8, text).unwrap_or(text.len())).unwrap_or(text)
}

/// Gathers the words of a record: its names, or all but them.
struct Words<'t, 's> {
    text: &'t mut String,
    names: bool,
    /// Whoever is referred to is found by its names as well; `None` where it is not.
    state: Option<&'s State>,
}

impl Words<'_, '_> {
    fn add(&mut self, word: &str) {
        if !self.text.is_empty() && !self.text.ends_with(AFTER_NAMES) {
            self.text.push(BETWEEN);
        }
        self.text.push_str(word);
    }

    fn asks(&self, field: &Field) -> bool {
        field.is_searched && field.is_name == self.names
    }
}

impl<'r> Visitor<'r> for Words<'_, '_> {
    fn text(&mut self, field: &'static Field, text: &'r Text) {
        if self.asks(field) {
            self.add(text);
        }
    }

    fn id(&mut self, field: &'static Field, id: &'r Id) {
        if field.refers.is_none() {
            if field.is_name == self.names {
                self.add(id.as_str());
            }
        } else if self.asks(field)
            && let Some(state) = self.state
        {
            match state.record(id.as_str()) {
                Some(record) => record.visit(&mut Words { text: self.text, names: true, state: None }),
                None => self.add(id.as_str()),
            }
        }
    }

    fn word(&mut self, field: &'static Field, (_, word): (&'static str, &'static str)) {
        if self.asks(field) {
            self.add(word);
        }
    }

    fn other(&mut self, field: &'static Field, text: &'r Text) {
        if self.asks(field) {
            self.add(text);
        }
    }
}
