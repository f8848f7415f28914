//! What people decided of entries of lists: whether a subject of the file is one.

use std::collections::HashMap;

use crate::model::decision::Decision;
use crate::model::state::State;
use crate::model::subject::Subject;

use super::candidate::Candidate;
use super::entry::Entry;
use super::matching::{self, How, Match};
use super::written::folded;

/// The decisions of a file, by the entry that they are about.
#[derive(Debug)]
pub(super) struct Decided<'a> {
    by_entry: HashMap<String, Vec<&'a Decision>>,
}

impl<'a> Decided<'a> {
    /// Looks through a file once.
    pub(super) fn of(state: &'a State) -> Self {
        let mut by_entry: HashMap<String, Vec<&Decision>> = HashMap::new();
        for it in &state.records().decisions {
            by_entry.entry(folded(&it.entry)).or_default().push(it);
        }
        Self { by_entry }
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.by_entry.is_empty()
    }

    /// The entries that a measure may be, without those of which it was decided that they are not its target. A number that
    /// the record itself has is left.
    pub(super) fn left(
        &self,
        index: &matching::Index<'_>,
        of: Candidate<'_>,
        mut found: Vec<Match>,
    ) -> Vec<Match> {
        if let Some(target) = of.target.filter(|_| !self.is_empty()) {
            let is_other =
                |at: &Match| index.entry(at.entry).and_then(|it| self.are_same(it, target)) == Some(false);
            found.retain(|at| at.how == How::Reference || !is_other(at));
        }
        found
    }

    /// Whether a subject is an entry, as it was decided last; `None` where nobody decided.
    pub(super) fn are_same(&self, entry: &Entry, subject: &Subject) -> Option<bool> {
        if self.is_empty() {
            return None;
        }
        let numbered = format!("{} {}", entry.list.prefix(), entry.reference);
        let references = [entry.list_ref(), numbered].into_iter().chain(entry.other_refs.iter().cloned());
        let of_entry = references.filter_map(|it| self.by_entry.get(&folded(&it))).flatten();
        let is_of = |it: &&&Decision| match (&it.subject, &it.name) {
            (Some(id), _) => *id == subject.id,
            (None, Some(name)) => subject.names().any(|own| folded(own) == folded(name)),
            (None, None) => false,
        };
        of_entry.filter(is_of).max_by_key(|it| it.on).map(|it| it.same)
    }
}
