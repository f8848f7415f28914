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

/// After what is a record's own: what comes behind it are the names of the subject that the file is about. Nearly every
/// relation, crossing and event refers to it, so that a filter which looks there keeps all of them.
const AFTER_OWN: char = '\u{1d}';

/// The folded text of a record: its names, all else, and the names of the subject that the file is about where it refers to
/// that. That of a measure has neither its target and issuer nor its acts and sources, which many measures have in common.
pub(super) fn text_of(state: &State, record: Record<'_>) -> String {
    let mut text = String::new();
    let whose = if matches!(record, Record::Measure(_)) { None } else { Some(state) };
    record.visit(&mut Words { text: &mut text, part: Part::Names, state: whose });
    text.push(AFTER_NAMES);
    record.visit(&mut Words { text: &mut text, part: Part::Own, state: whose });
    if whose.is_some_and(|state| state.head().focus.is_some()) {
        text.push(AFTER_OWN);
        record.visit(&mut Words { text: &mut text, part: Part::Focus, state: whose });
    }
    normal(&text)
}

/// The folded text of a record without the names of the subject that the file is about, where it only refers to that.
pub(super) fn own_text(text: &[u8]) -> &[u8] {
    text.get(..memchr::memchr(AFTER_OWN as u8, text).unwrap_or(text.len())).unwrap_or(text)
}

/// The names in a folded text.
pub(super) fn names_in(text: &[u8]) -> &[u8] {
    text.get(..memchr::memchr(AFTER_NAMES as u8, text).unwrap_or(text.len())).unwrap_or(text)
}

/// What of a record is gathered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Its names.
    Names,
    /// All but these.
    Own,
    /// References to the subject that the file is about.
    Focus,
}

/// Gathers the words of a record.
struct Words<'t, 's> {
    text: &'t mut String,
    part: Part,
    /// Whoever is referred to is found by its names as well; `None` where it is not.
    state: Option<&'s State>,
}

impl Words<'_, '_> {
    fn add(&mut self, word: &str) {
        if !self.text.is_empty() && !self.text.ends_with([AFTER_NAMES, AFTER_OWN]) {
            self.text.push(BETWEEN);
        }
        self.text.push_str(word);
    }

    fn asks(&self, field: &Field) -> bool {
        field.is_searched && self.has(field)
    }

    /// Whether a field belongs to what is gathered.
    fn has(&self, field: &Field) -> bool {
        match self.part {
            Part::Names => field.is_name,
            Part::Own => !field.is_name,
            Part::Focus => false,
        }
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
            if self.has(field) {
                self.add(id.as_str());
            }
        } else if let Some(state) = self.state {
            let is_focus = state.head().focus.as_ref() == Some(id);
            let is_asked =
                if is_focus { self.part == Part::Focus && field.is_searched } else { self.asks(field) };
            match state.record(id.as_str()).filter(|_| is_asked) {
                Some(record) => record.visit(&mut Words { text: self.text, part: Part::Names, state: None }),
                None if is_asked => self.add(id.as_str()),
                None => {}
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
