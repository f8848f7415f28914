//! References while they are typed: which records they may mean, and which of them is taken. One that may mean several is
//! never taken unseen.

use std::sync::Arc;

use tui_input::Input;

use crate::model::record::Owned;
use crate::model::state::{RecordKind, State};
use crate::views::fold::fold;

use super::build::ids;
use super::complete::{self, Candidate};
use super::narrow::fitting;
use super::spec::{Kind, Refers};
use super::{Form, FormField};

impl Form {
    pub(super) fn candidates_of(&self, field: &FormField) -> Option<&[Arc<Candidate>]> {
        let refers = field.refers()?;
        self.candidates
            .iter()
            .find(|(known, _)| *known == refers)
            .map(|(_, candidates)| candidates.as_slice())
    }

    /// What the record is called whose id stands in a field.
    fn name_in(&self, field: &FormField, state: &State) -> Option<String> {
        let (id, refers) = (field.input.value().trim(), field.refers()?);
        let made = || self.made.iter().find(|made| made.id().as_str() == id).map(Owned::borrowed);
        let record = state.record(id).or_else(made).filter(|record| refers.admits(record.list()))?;
        Some(complete::candidate(state, record).name)
    }

    /// Where the reference begins that is being typed: of several, behind the last separator. A comma is one where all
    /// that stands before it are ids; names may have commas.
    fn begins(field: &FormField, is_known: impl Fn(&str) -> bool) -> usize {
        let text = field.input.value();
        if !matches!(field.spec.kind, Kind::Many(_)) {
            return 0;
        }
        let start = text.rfind(';').map_or(0, |at| at + 1);
        let tail = text.get(start..).unwrap_or_default();
        match tail.rsplit_once(',') {
            Some((before, _)) if ids(before).all(is_known) => start + before.len() + 1,
            _ => start,
        }
    }

    fn segment<'f>(&self, field: &'f FormField, state: &State) -> &'f str {
        let is_known = |id: &str| field.refers().is_some_and(|refers| self.is_known(refers, id, state));
        field.input.value().get(Self::begins(field, is_known)..).unwrap_or_default().trim()
    }

    /// Makes the list of the records that a kind of reference may name, once.
    fn gather(&mut self, refers: Refers, state: &State) {
        if self.candidates.iter().any(|(known, _)| *known == refers) {
            return;
        }
        let mut candidates = complete::candidates(state, refers);
        let made = self.made.iter().filter(|record| refers.admits(record.list()));
        candidates.extend(made.map(|record| Arc::new(complete::candidate(state, record.borrowed()))));
        self.candidates.push((refers, candidates));
    }

    /// Finds what the text of the focused field may mean.
    pub fn find_matches(&mut self, state: &State) {
        self.highlighted = 0;
        self.is_settled = false;
        self.matches.clear();
        self.named = None;
        let Some(field) = self.fields.get(self.at) else { return };
        let Some(refers) = field.refers() else {
            let typed = fold(field.input.value());
            let words = fitting(field.words(), &typed).into_iter().filter_map(|at| field.words().get(at));
            self.matches = words.map(|(name, word)| Arc::new(Candidate::of_word(name, word))).collect();
            return;
        };
        self.named = self.name_in(field, state);
        // A proposal is not text that somebody types; and there is nothing to choose where all of it names records already.
        if field.proposed || items(field).into_iter().all(|id| self.is_known(refers, id, state)) {
            return;
        }
        self.gather(refers, state);
        let Some(field) = self.fields.get(self.at) else { return };
        let segment = self.segment(field, state).to_owned();
        // Nothing to choose where the id stands there already.
        if self.is_known(refers, &segment, state) {
            return;
        }
        let all = self.candidates_of(field).unwrap_or_default();
        let (found, is_meant) = complete::matches(all, &segment);
        self.matches = found.into_iter().cloned().collect();
        self.is_settled = is_meant;
    }

    /// Highlights the next or previous match, which is the one that is meant then.
    pub fn next_match(&mut self, forward: bool) {
        let length = self.matches.len().max(1);
        let is_first = !std::mem::replace(&mut self.is_settled, true);
        let is_none = |field: &FormField| field.refers().is_some() || field.choice.is_none();
        if !(is_first && forward && self.fields.get(self.at).is_some_and(is_none)) {
            self.highlighted = (self.highlighted + if forward { 1 } else { length - 1 }) % length;
        }
        let Some(field) = self.fields.get_mut(self.at) else { return };
        field.error = None;
        if let Some(chosen) = self.matches.get(self.highlighted)
            && let Some(at) = field.words().iter().position(|(name, _)| *name == chosen.id)
        {
            field.choice = Some(at);
            field.typed = true;
        }
    }

    /// Takes what the reference in the focused field means; `false` where it may mean several records and none of them
    /// was chosen: the field says so.
    pub fn complete(&mut self) -> bool {
        let Some(field) = self.fields.get(self.at).filter(|field| field.refers().is_some()) else {
            self.matches.clear();
            return true;
        };
        let Some(chosen) = self.matches.get(self.highlighted) else { return true };
        if !self.is_settled {
            let error = several(self.matches.len());
            if let Some(field) = self.fields.get_mut(self.at) {
                field.error = Some(error);
            }
            return false;
        }
        let before = match field.spec.kind {
            Kind::Many(_) => {
                let all = self.candidates_of(field).unwrap_or_default();
                let is_known = |id: &str| all.iter().any(|it| it.id == id);
                field.input.value().get(..Self::begins(field, is_known)).unwrap_or_default()
            }
            _ => "",
        };
        let mut kept: Vec<&str> = ids(before).collect();
        kept.push(&chosen.id);
        let text = kept.join("; ");
        self.taken_for.push((chosen.id.clone(), chosen.short.clone()));
        if let Some(field) = self.fields.get_mut(self.at) {
            field.set(&text);
            field.error = None;
        }
        self.touched = true;
        self.matches.clear();
        true
    }

    /// What was taken for texts that were no ids, for the word on what was done.
    pub fn taken(&self) -> String {
        let stands = |id: &str| {
            let names = |field: &FormField| {
                field.refers().is_some() && ids(field.input.value()).any(|item| item == id)
            };
            self.fields.iter().any(names)
        };
        let mut names: Vec<&str> = Vec::new();
        for (_, name) in self.taken_for.iter().filter(|(id, _)| stands(id)) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        if names.is_empty() { String::new() } else { format!(" ({})", names.join("; ")) }
    }

    /// Whether an id is that of a record that a reference may name, those that come with this form among them.
    fn is_known(&self, refers: Refers, id: &str, state: &State) -> bool {
        state.record(id).is_some_and(|record| refers.admits(record.list()))
            || self.made.iter().any(|made| made.id().as_str() == id && refers.admits(made.list()))
    }

    /// Whether every reference names a record; the fields whose do not say so.
    pub(super) fn check_references(&mut self, state: &State) -> bool {
        let mut sound = true;
        for at in self.shown() {
            let Some(field) = self.fields.get(at) else { continue };
            let Some(refers) = field.refers() else { continue };
            // Asked of the state: what a reference may mean is gathered only where one names nothing.
            let Some(unknown) = items(field).into_iter().find(|id| !self.is_known(refers, id, state)) else {
                continue;
            };
            let unknown = unknown.to_owned();
            self.gather(refers, state);
            let Some(field) = self.fields.get(at) else { continue };
            let all = self.candidates_of(field).unwrap_or_default();
            let error = match complete::matches(all, &unknown).0.len() {
                0 => {
                    let what = refers.word();
                    let more = if matches!(refers, Refers::To(_)) { "; Ctrl-o adds one" } else { "" };
                    format!("no {what} {unknown}{more}")
                }
                count => format!("{unknown}: {}", several(count)),
            };
            if let Some(field) = self.fields.get_mut(at) {
                field.error = Some(error);
            }
            sound = false;
        }
        sound
    }

    /// What is typed in the focused reference and names nothing yet.
    pub(super) fn being_typed(&self, state: &State) -> String {
        let Some(field) = self.fields.get(self.at).filter(|field| field.typed && !field.proposed) else {
            return String::new();
        };
        let segment = self.segment(field, state);
        let is_known = field.refers().is_some_and(|refers| self.is_known(refers, segment, state));
        if is_known { String::new() } else { segment.to_owned() }
    }

    /// A field begins with a text that was typed elsewhere, and goes on behind it.
    pub fn begin_with(&mut self, path: &str, text: &str, state: &State) {
        if text.is_empty() {
            return;
        }
        self.set(path, text);
        self.touched = true;
        self.propose_id(state);
    }

    /// A record was made from inside: it comes with this form, and stands in the focused field.
    pub fn take_made(&mut self, record: Owned, state: &State) {
        let id = record.id().to_string();
        let before = self.fields.get(self.at).map(|field| {
            let text = field.input.value();
            // What names a record already stays; what was being typed is the new record now.
            let is_known = |id: &str| field.refers().is_some_and(|refers| self.is_known(refers, id, state));
            let kept =
                if self.being_typed(state).is_empty() { text.len() } else { Self::begins(field, is_known) };
            text.get(..kept).unwrap_or_default().to_owned()
        });
        self.made.push(record);
        self.candidates.clear();
        if let Some(field) = self.fields.get_mut(self.at) {
            let before = before.unwrap_or_default();
            let mut all: Vec<&str> = if field.proposed { Vec::new() } else { ids(&before).collect() };
            all.push(&id);
            let text = all.join("; ");
            field.input = Input::new(text);
            field.typed = true;
            field.proposed = false;
        }
        self.changed(state);
        self.matches.clear();
    }

    /// Goes to the field that takes sources, unless the focused one does; `false` where there is none.
    pub fn to_sources(&mut self, state: &State) -> bool {
        let takes = |field: &FormField| field.refers() == Some(Refers::To(RecordKind::Sources));
        if self.fields.get(self.at).is_some_and(takes) {
            return true;
        }
        let found = self.shown().into_iter().find(|&at| self.fields.get(at).is_some_and(takes));
        if let Some(at) = found {
            self.complete();
            self.at = at;
            self.find_matches(state);
        }
        found.is_some()
    }
}

/// What the text of a reference names: records by id, or what is to become one.
fn items(field: &FormField) -> Vec<&str> {
    let text = field.input.value();
    match field.spec.kind {
        Kind::Many(_) => ids(text).collect(),
        _ => Some(text.trim()).filter(|text| !text.is_empty()).into_iter().collect(),
    }
}

fn several(count: usize) -> String {
    format!("{count} records match: Ctrl-n chooses one, or type more")
}
