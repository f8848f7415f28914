//! Forms: typed fields with their errors beside them, for every kind of record and for a dated step.

mod build;
mod complete;
mod first;
mod layer;
mod many;
mod narrow;
mod note;
mod propose;
mod record;
mod reference;
mod refresh;
mod rows;
pub mod spec;
mod weigh;
pub mod when;

use std::sync::Arc;

use chrono::NaiveDate;
use tui_input::Input;

use crate::model::id::Id;
use crate::model::record::Owned;
use crate::model::state::{RecordKind, State};

use super::chord::Chord;
use super::field::{self, Cut};
use complete::Candidate;
use spec::{Kind, Refers, Spec};

pub use record::{Accepted, last_sources};

/// What a form makes or changes.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    /// A record: a new one, or the one that was.
    Record(RecordKind, Option<Box<Owned>>),
    /// A step of a record: a new one, or the one at a place in its history.
    Step(Box<Owned>, Option<usize>),
    /// A new step of each of many records of a list.
    Steps(RecordKind, Vec<Id>),
    /// One field of each of many records of a list.
    Fields(RecordKind, Vec<Id>),
}

/// One field while it is filled in.
#[derive(Debug, Clone)]
pub struct FormField {
    /// What may stand in it.
    pub spec: &'static Spec,
    /// What is typed; for a choice, the letters that narrow it.
    pub input: Input,
    /// Which word is chosen.
    pub choice: Option<usize>,
    /// Why it cannot be accepted.
    pub error: Option<String>,
    /// What to look at once more, though it can be accepted.
    pub warning: Option<String>,
    /// It was typed by the person, not proposed.
    typed: bool,
    /// What stands in it is a proposal: the first letter typed replaces it.
    pub proposed: bool,
    /// In which row of the field before it, counted from 0; `None` where it is no field of a row.
    pub row: Option<usize>,
    /// Of many records each keeps what is proposed for it, until something is typed.
    own: bool,
    /// What stood in it when it was filled from a record; `None` in a new one.
    filled: Option<(String, Option<usize>)>,
}

impl FormField {
    fn new(spec: &'static Spec) -> Self {
        Self {
            spec,
            input: Input::default(),
            choice: None,
            error: None,
            warning: None,
            typed: false,
            proposed: false,
            row: None,
            own: false,
            filled: None,
        }
    }

    /// Whether it says what the record said before.
    fn is_untouched(&self) -> bool {
        self.filled
            .as_ref()
            .is_some_and(|(text, choice)| text == self.input.value() && *choice == self.choice)
    }

    /// The words to choose from; none for other kinds.
    pub fn words(&self) -> &'static [(&'static str, &'static str)] {
        match self.spec.kind {
            Kind::Choice(words) => words,
            _ => &[],
        }
    }

    /// The chosen word: its name in the file and its wording.
    pub fn chosen(&self) -> Option<(&'static str, &'static str)> {
        self.choice.and_then(|at| self.words().get(at)).copied()
    }

    /// The name in the file of the chosen word.
    pub fn name(&self) -> Option<&'static str> {
        self.chosen().map(|(name, _)| name)
    }

    /// Whether it may have several lines.
    pub fn has_lines(&self) -> bool {
        matches!(self.spec.kind, Kind::Note)
    }

    /// Which records a reference may name.
    fn refers(&self) -> Option<Refers> {
        match self.spec.kind {
            Kind::One(refers) | Kind::Many(refers) => Some(refers),
            _ => None,
        }
    }

    fn set(&mut self, text: &str) {
        self.input = Input::new(text.to_owned());
    }
}

/// What a field takes, and how it is typed.
fn told(field: &FormField, how: &str) -> String {
    match field.spec.help {
        "" => how.to_owned(),
        help => format!("{help} · {how}"),
    }
}

/// A form while it is filled in.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it makes or changes.
    pub purpose: Purpose,
    /// Its title.
    pub title: String,
    /// All its fields; some do not show.
    pub fields: Vec<FormField>,
    /// The field that takes the keys.
    pub at: usize,
    /// The first field in view.
    pub top: usize,
    /// Why the whole cannot be accepted.
    pub error: Option<String>,
    /// Something was typed or chosen since it was opened.
    pub touched: bool,
    /// Records that were made from inside it: they come with it, in one undoable step.
    pub made: Vec<Owned>,
    /// What the text of the focused field may mean, best first: records for a reference, words for a choice.
    pub matches: Vec<Arc<Candidate>>,
    /// Which of them is highlighted.
    pub highlighted: usize,
    /// One of them is what is meant: it was chosen, or is the only one that fits.
    pub is_settled: bool,
    /// What was taken for a text that is not its id: the id, and what it is called.
    taken_for: Vec<(String, String)>,
    /// The way out was asked for once, while something was typed.
    asked_out: bool,
    /// Ids that records made from inside an outer form have already.
    pub taken: Vec<String>,
    /// What references may name, of each kind that was asked for by typing.
    candidates: Vec<(Refers, Vec<Arc<Candidate>>)>,
    /// What the record is called that the focused reference names.
    named: Option<String>,
    /// What many records say now in the field that is chosen.
    said: Option<many::Said>,
    today: NaiveDate,
}

/// So many matches are in view at the most.
pub const MATCHES: usize = 6;

impl Form {
    fn new(purpose: Purpose, title: String, specs: &'static [Spec], today: NaiveDate) -> Self {
        Self {
            purpose,
            title,
            fields: specs.iter().map(FormField::new).collect(),
            at: 0,
            top: 0,
            error: None,
            touched: false,
            made: Vec::new(),
            matches: Vec::new(),
            highlighted: 0,
            is_settled: false,
            taken_for: Vec::new(),
            asked_out: false,
            taken: Vec::new(),
            candidates: Vec::new(),
            named: None,
            said: None,
            today,
        }
    }

    /// Whether a field shows now.
    pub fn shows(&self, at: usize) -> bool {
        // A step that names its event needs no other.
        if self.fields.get(at).is_some_and(|f| f.spec.path.starts_with("also."))
            && !self.value("event").is_empty()
        {
            return false;
        }
        let Some((path, values)) = self.fields.get(at).and_then(|field| field.spec.when) else {
            return self.fields.get(at).is_some();
        };
        self.field(path)
            .and_then(FormField::name)
            .is_some_and(|name| values.is_empty() || values.contains(&name))
    }

    /// The fields that show now.
    pub fn shown(&self) -> Vec<usize> {
        (0..self.fields.len()).filter(|&at| self.shows(at)).collect()
    }

    /// The field of a path; where several share it, the one that shows.
    fn field(&self, path: &str) -> Option<&FormField> {
        let same = |at: &usize| self.fields.get(*at).is_some_and(|f| f.spec.path == path);
        let first = (0..self.fields.len()).find(same)?;
        // Only what depends on another field can share its path.
        let shown = if self.fields.get(first)?.spec.when.is_none() {
            first
        } else {
            (0..self.fields.len()).find(|at| same(at) && self.shows(*at)).unwrap_or(first)
        };
        self.fields.get(shown)
    }

    /// What is typed into a field of a path.
    fn value(&self, path: &str) -> &str {
        self.field(path).map_or("", |field| field.input.value().trim())
    }

    fn set(&mut self, path: &str, text: &str) {
        for field in self.fields.iter_mut().filter(|field| field.spec.path == path) {
            field.set(text);
        }
    }

    /// Sets a field to what the person most likely wants.
    fn suggest(&mut self, path: &str, text: &str) {
        self.set(path, text);
        for field in self.fields.iter_mut().filter(|field| field.spec.path == path) {
            field.proposed = !text.is_empty();
        }
    }

    pub(in crate::app) fn choose(&mut self, path: &str, name: &str) {
        for field in self.fields.iter_mut().filter(|field| field.spec.path == path) {
            field.choice = field.words().iter().position(|(known, _)| *known == name);
        }
    }

    /// A hint on what the focused field means: the day a date in words stands for, what may be written.
    pub fn hint(&self, at: usize) -> String {
        let Some(field) = self.fields.get(at) else { return String::new() };
        let typed = field.input.value().trim();
        if let Some(hint) = self.hint_of_many(field) {
            return hint;
        }
        match field.spec.kind {
            Kind::Date if !typed.is_empty() => match when::read(typed, self.today) {
                Ok(date) if date.written() != typed => format!("= {date}"),
                _ => String::new(),
            },
            Kind::Date => "2025-11-04, 2025-11, 2025, today, 3 days ago".to_owned(),
            Kind::Choice(_) => told(field, "← → or type"),
            Kind::One(_) => match self.named.as_ref().filter(|_| at == self.at) {
                Some(name) => format!("= {name}"),
                None => field.spec.help.to_owned(),
            },
            Kind::Many(Refers::To(RecordKind::Sources)) => "; between them · Ctrl-o adds a source".to_owned(),
            Kind::Many(_) => told(field, "; between them"),
            Kind::Texts => told(field, "; between them, a comma is part of the text"),
            Kind::Note => "Ctrl-j begins a line · Ctrl-e opens your editor".to_owned(),
            Kind::Rows(_) => told(field, "Ctrl-j adds a row, Ctrl-x removes one"),
            Kind::Id if !field.typed => "proposed".to_owned(),
            _ => field.spec.help.to_owned(),
        }
    }

    /// A key in the focused field.
    fn type_key(&mut self, chord: Chord, state: &State) {
        let Some(field) = self.fields.get_mut(self.at) else { return };
        if let Kind::Rows(_) = field.spec.kind {
            field.error = Some("Ctrl-j adds a row; its fields take the text".to_owned());
            return;
        }
        if std::mem::take(&mut field.proposed) && chord.text().is_some() && field.words().is_empty() {
            field.input = Input::default();
        }
        let changed = if field.words().is_empty() {
            field::press(&mut field.input, chord)
        } else {
            narrow::narrow(field, chord)
        };
        if changed {
            field.typed = true;
            self.changed(state);
            if let Some(field) = self.fields.get_mut(self.at) {
                field.error = narrow::refused(field);
            }
        }
    }

    /// A pasted text in the focused field; returns what was too long for it.
    ///
    /// # Errors
    /// Where the field takes none.
    fn paste_text(&mut self, text: &str, state: &State) -> Result<Option<Cut>, &'static str> {
        let Some(field) = self.fields.get_mut(self.at).filter(|field| field.words().is_empty()) else {
            return Err("this field takes one of its words, and no paste: ← → choose");
        };
        if let Kind::Rows(_) = field.spec.kind {
            return Err("this field has rows, and takes no paste: Ctrl-j adds a row");
        }
        if std::mem::take(&mut field.proposed) {
            field.input = Input::default();
        }
        let cut = if field.has_lines() {
            field::paste_lines(&mut field.input, text);
            None
        } else {
            field::paste(&mut field.input, text)
        };
        field.typed = true;
        self.changed(state);
        Ok(cut)
    }

    /// Begins a new line in a field that has lines, or a new row where there are rows.
    pub fn new_line(&mut self, state: &State) {
        if self.add_row() {
            self.changed(state);
            return;
        }
        let Some(field) = self.fields.get_mut(self.at) else { return };
        if field.has_lines() {
            field.input.handle(tui_input::InputRequest::InsertChar('\n'));
            field.typed = true;
            self.changed(state);
        }
    }

    /// Chooses the next or previous word; returns `false` where the field is no choice.
    pub fn turn(&mut self, forward: bool, state: &State) -> bool {
        let Some(field) = self.fields.get_mut(self.at).filter(|field| !field.words().is_empty()) else {
            return false;
        };
        let last = field.words().len() - 1;
        field.choice = Some(match (field.choice, forward) {
            (None, true) => 0,
            (None, false) => last,
            (Some(at), true) => {
                if at == last {
                    0
                } else {
                    at + 1
                }
            }
            (Some(at), false) => at.checked_sub(1).unwrap_or(last),
        });
        field.input = Input::default();
        field.typed = true;
        self.changed(state);
        true
    }

    /// Something has changed: errors of the field are stale, the id is proposed anew, matches are
    /// found, and what may be wrong is looked for.
    fn changed(&mut self, state: &State) {
        self.touched = true;
        self.error = None;
        self.follow();
        self.gather_said(state);
        if let Some(field) = self.fields.get_mut(self.at) {
            field.error = None;
        }
        self.propose_id(state);
        self.find_matches(state);
        self.weigh(state);
    }

    /// Goes to the next or previous field that shows, round and round. A reference that is still being typed is taken
    /// first; one that may mean several is left as it stands, with a word on it.
    pub fn step(&mut self, forward: bool, state: &State) {
        self.complete();
        self.propose_id(state);
        let shown = self.shown();
        let at = shown.iter().position(|at| *at == self.at).unwrap_or_default();
        let next = if forward { at + 1 } else { at + shown.len().max(1) - 1 } % shown.len().max(1);
        self.enter(shown.get(next).copied().unwrap_or_default(), state);
    }

    /// Goes to a field that shows, and leaves the one that was typed into as a step does.
    pub(in crate::app) fn go_to_field(&mut self, at: usize, state: &State) {
        if at == self.at || !self.shows(at) {
            return;
        }
        self.complete();
        self.propose_id(state);
        self.enter(at, state);
    }

    fn enter(&mut self, at: usize, state: &State) {
        self.at = at;
        if let Some(field) = self.fields.get_mut(self.at).filter(|field| field.choice.is_some()) {
            field.input = Input::default();
        }
        self.find_matches(state);
        self.weigh(state);
    }

    /// Whether the focused field is the last that shows.
    pub fn is_last(&self) -> bool {
        self.shown().last() == Some(&self.at)
    }

    /// Keeps the focused field in a window of so many rows.
    pub fn clamp(&mut self, rows: usize) {
        let shown = self.shown();
        let at = shown.iter().position(|at| *at == self.at).unwrap_or_default();
        self.top = self.top.min(at);
        if rows > 0 && at >= self.top + rows {
            self.top = at + 1 - rows;
        }
    }

    fn id(&self) -> Id {
        Id::new(self.value("id"))
    }
}
