//! What is done to all marked records at once: each is one change, which is taken back at once.

use std::collections::BTreeMap;

use hashbrown::HashSet;

use super::changed::counted;
use super::editing::said;
use super::form::Form;
use super::modal::{Question, Review};
use super::request::Answer;
use super::{App, Effect, Modal};
use crate::edit::leave_out::{LeftOut, leave_out};
use crate::edit::op::{Op, Transaction};
use crate::edit::proposal::Proposals;
use crate::edit::references::{mentioned, release_all};
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{RecordKind, State};
use crate::views::wording::record_name;

/// So many of those that refer to what is deleted are named, and so many reasons of what is refused.
const MOST_NAMED: usize = 5;

/// The kinds of some records, each with how many there are, in the order of the file.
fn kinds(state: &State, ids: &[Id]) -> Vec<(RecordKind, usize)> {
    let mut counts: BTreeMap<RecordKind, usize> = BTreeMap::new();
    for place in ids.iter().filter_map(|id| state.place(id.as_str())) {
        *counts.entry(place.list).or_default() += 1;
    }
    let of = |kind: &RecordKind| counts.get(kind).map(|count| (*kind, *count));
    RecordKind::ALL.iter().filter_map(of).collect()
}

/// `12 measures`, `2 measures and 3 events`.
fn named(kinds: &[(RecordKind, usize)]) -> String {
    let mut words: Vec<String> = kinds.iter().map(|(kind, number)| counted(*kind, *number)).collect();
    match words.pop() {
        Some(last) if words.is_empty() => last,
        Some(last) => format!("{} and {last}", words.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// To which of the records that go the one refers that an operation frees of them.
fn refers(freed: &Op, goes: &HashSet<Id>) -> String {
    match freed {
        Op::Replace { old, .. } => {
            let to = mentioned(old.borrowed(), goes).into_iter().min();
            format!("{} refers to {}", old.id(), to.map_or("", Id::as_str))
        }
        _ => "one of them is the file's focus: what the file is about".to_owned(),
    }
}

/// The first of some lines, and how many more there are.
fn first_of(lines: impl ExactSizeIterator<Item = String>) -> Vec<String> {
    let more = lines.len().saturating_sub(MOST_NAMED);
    let mut first: Vec<String> = lines.take(MOST_NAMED).collect();
    if more > 0 {
        first.push(format!("and {more} more"));
    }
    first
}

impl App {
    /// What is marked, for something that is done to all of it: a range that is being marked ends.
    fn all_marked(&mut self) -> Vec<Id> {
        self.panes.get_mut(self.panes.focus).marks.keep_range();
        self.marked()
    }

    /// How many of the marked records the pane does not show, as a word on it; nothing where it shows all.
    fn unseen(&self, ids: &[Id]) -> String {
        let state = self.facts.state();
        let places = self.panes.list(self.panes.focus).records(&self.facts);
        let shown: HashSet<&Id> =
            places.into_iter().filter_map(|place| state.at(place)).map(Record::id).collect();
        match ids.iter().filter(|id| !shown.contains(id)).count() {
            0 => String::new(),
            hidden => format!(" ({hidden} of them not shown here)"),
        }
    }

    /// The one kind that all of some records have; else it is said why nothing is done.
    fn one_kind(&mut self, ids: &[Id], what: &str) -> Option<RecordKind> {
        let kinds = kinds(self.facts.state(), ids);
        match kinds.as_slice() {
            [(kind, _)] => Some(*kind),
            kinds => {
                self.warn(format!("marked are {}: {what} is of one kind", named(kinds)));
                None
            }
        }
    }

    /// A form for a new step of all that is marked.
    pub(super) fn add_step_to_marked(&mut self) {
        let ids = self.all_marked();
        if self.one_kind(&ids, "a step").is_none() {
            return;
        }
        let unseen = self.unseen(&ids);
        let dates = (self.clock.today, self.day());
        match Form::of_steps(ids, self.facts.state(), dates, self.remembered.sources.as_deref()) {
            Some(mut form) => {
                form.title.push_str(&unseen);
                self.open_form(form);
            }
            None => self.warn("only relations, measures and crossings have a history"),
        }
    }

    /// A form for one field of all that is marked.
    pub(super) fn edit_marked(&mut self) {
        let ids = self.all_marked();
        let Some(kind) = self.one_kind(&ids, "a field") else { return };
        let unseen = self.unseen(&ids);
        let mut form = Form::of_fields(kind, ids, self.clock.today);
        form.title.push_str(&unseen);
        self.open_form(form);
    }

    /// Shows what would change, one by one: all of it is taken until some is left.
    pub(super) fn review_change(&mut self, proposals: Proposals) {
        self.modals.push(Modal::Review(Box::new(Review::of_own(proposals))));
    }

    /// Asks whether all that is marked is deleted, naming what refers to it and what cannot be without it.
    pub(super) fn delete_marked(&mut self) {
        let ids = self.all_marked();
        let unseen = self.unseen(&ids);
        let state = self.facts.state();
        let all = named(&kinds(state, &ids));
        let mut goes: HashSet<Id> = ids.iter().cloned().collect();
        // What something cannot be without stays; and what it refers to itself may have to stay with it.
        let mut stays: Vec<String> = Vec::new();
        let released = loop {
            match release_all(state, &goes) {
                Ok(ops) => break ops,
                Err(bound) => {
                    for (record, needed) in bound {
                        if goes.remove(&needed) {
                            stays.push(format!("{needed} stays: {record} cannot be without it"));
                        }
                    }
                }
            }
        };
        let mut places: Vec<_> = goes.iter().filter_map(|id| state.place(id.as_str())).collect();
        // From the end: nothing that stands behind has to move up twice.
        places.sort_unstable_by(|a, b| b.cmp(a));
        let gone: Vec<Id> = ids.iter().filter(|id| goes.contains(*id)).cloned().collect();
        let named_gone = named(&kinds(state, &gone));
        let is_referred_to = !released.is_empty();
        // Where there is no room for all of it, the end goes.
        let left = stays.len();
        let mut lines = first_of(stays.into_iter());
        // Worded one by one as they are named: all the others are only counted.
        lines.extend(first_of(released.iter().map(|op| refers(op, &goes))));
        lines.extend(first_of(gone.iter().map(|id| format!("· {}", record_name(state, id)))));
        let mut ops = released;
        let removed = places.into_iter().filter_map(|place| state.at(place));
        ops.extend(removed.map(|it| Op::remove(it.to_owned())));
        let mut answers = vec![('c', "cancel".to_owned(), Answer::Stay)];
        if !gone.is_empty() {
            let references = if is_referred_to { "remove the references and " } else { "" };
            let (letter, which) = match left {
                0 => (if is_referred_to { 'r' } else { 'd' }, String::new()),
                _ => ('o', format!(" the other {}", gone.len())),
            };
            let commit = Answer::Commit(Box::new(Transaction::new(format!("{named_gone} deleted"), ops)));
            answers.push((letter, format!("{references}delete{which}"), commit));
        }
        let title = match (gone.is_empty(), left) {
            (true, _) => format!("{all} cannot be deleted"),
            (false, 0) => format!("Delete {all}?{unseen}"),
            (false, _) => format!("Delete {named_gone}? {left} cannot be"),
        };
        self.modals.push(Modal::Question(Question::of(title, lines, answers)));
    }

    /// Commits a change of many records; what is refused can be left out where the rest goes without it.
    pub(super) fn commit_many(&mut self, transaction: &Transaction) -> Vec<Effect> {
        match self.document.commit(transaction) {
            Ok(applied) => self.committed(applied, ""),
            Err(rejected) => {
                let why = said(&rejected);
                match leave_out(&mut self.document, transaction) {
                    Some(left) => self.ask_to_leave_out(left),
                    None => self.warn(why),
                }
                Vec::new()
            }
        }
    }

    fn ask_to_leave_out(&mut self, left: LeftOut) {
        let LeftOut { rest, refused } = left;
        let changed = |op: &&Op| !matches!(op, Op::Insert { .. } | Op::Head { .. });
        let others = rest.ops.iter().filter(changed).count();
        let title =
            format!("{} of {} refused: nothing is changed yet", refused.len(), refused.len() + others);
        let lines = first_of(refused.into_iter().map(|(id, why)| format!("{id}: {why}")));
        let mut answers = vec![('c', "cancel".to_owned(), Answer::Stay)];
        if others > 0 {
            let go_on = format!("leave out what is refused, and change the other {others}");
            answers.push(('o', go_on, Answer::Commit(Box::new(rest))));
        }
        self.modals.push(Modal::Question(Question::of(title, lines, answers)));
    }

    /// A change of many records was made: the form and the review that it came from close.
    pub(super) fn close_change(&mut self) {
        self.modals.retain(|modal| match modal {
            Modal::Review(_) => false,
            Modal::Form(form) => !form.is_for_many(),
            _ => true,
        });
    }
}
