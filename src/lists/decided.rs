//! What people decided of entries of lists: whether a subject of the file, or a name, is one. A decision is bound to the
//! entry as it was: where its digest is another now, it opens again by itself, and what changed is told.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::model::date::Date;
use crate::model::decision::Decision;
use crate::model::state::State;
use crate::model::subject::Subject;

use super::candidate::Candidate;
use super::entry::Entry;
use super::identity::{canonical, changes, digest_of, is_of, same_digest};
use super::matching::{self, How, Match};
use super::published::Published;
use super::written::folded;

/// The decisions of a file, by the entry that they are about.
#[derive(Debug, Default)]
pub(super) struct Decided<'a> {
    by_entry: HashMap<String, Vec<&'a Decision>>,
    /// The day on which it is asked, where that is known: of a later one nobody has decided anything.
    today: Option<NaiveDate>,
}

/// A decision, as it stands now.
#[derive(Debug, Clone)]
pub(super) struct Ruling<'a> {
    /// The decision.
    pub(super) decision: &'a Decision,
    /// Why it is open again, in words; `None` where it stands.
    pub(super) open: Option<String>,
}

impl<'a> Decided<'a> {
    /// Looks through a file once.
    pub(super) fn of(state: &'a State) -> Self {
        Self::by(state, None, None)
    }

    /// The same of the decisions that were made by a day, asked today.
    pub(super) fn by(state: &'a State, day: Option<NaiveDate>, today: Option<NaiveDate>) -> Self {
        let mut by_entry: HashMap<String, Vec<&Decision>> = HashMap::new();
        let is_made = |on: Date| day.is_none_or(|day| on.certainly_by(day));
        for it in state.records().decisions.iter().filter(|it| is_made(it.on)) {
            by_entry.entry(folded(&it.entry)).or_default().push(it);
        }
        Self { by_entry, today }
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

    /// Whether a subject is an entry, as it was decided last; `None` where nobody decided, or the decision is open again.
    pub(super) fn are_same(&self, entry: &Entry, subject: &Subject) -> Option<bool> {
        let ruling = self.of_subject(entry, subject)?;
        ruling.open.is_none().then_some(ruling.decision.same)
    }

    /// What was decided last of a subject and an entry.
    pub(super) fn of_subject(&self, entry: &Entry, subject: &Subject) -> Option<Ruling<'a>> {
        self.last(entry, |it| match (&it.subject, &it.name) {
            (Some(id), _) => *id == subject.id,
            // What is kept of the name besides was of somebody in a table.
            (None, Some(name)) if it.facts.is_none() => {
                subject.names().any(|own| folded(own) == folded(name))
            }
            (None, _) => false,
        })
    }

    /// What was decided last of an entry, of the decisions of which something is true.
    pub(super) fn last(&self, entry: &Entry, is_meant: impl Fn(&Decision) -> bool) -> Option<Ruling<'a>> {
        if self.is_empty() {
            return None;
        }
        let numbered = format!("{} {}", entry.list.prefix(), entry.reference);
        let references = [entry.list_ref(), numbered].into_iter().chain(entry.other_refs.iter().cloned());
        let of_entry = references.filter_map(|it| self.by_entry.get(&folded(&it))).flatten().copied();
        let meant: Vec<&Decision> = of_entry.filter(|it| is_meant(it)).collect();
        // Of two of one day that contradict each other neither stands, where both are of the entry as it is.
        let is_of_it = |it: &&Decision| why_open(it, entry).is_none();
        let decision = meant.iter().copied().max_by_key(|it| (it.on, is_of_it(it), it.same))?;
        let mut others = meant.iter().copied().filter(|it| it.on == decision.on && it.same != decision.same);
        let open = others
            .find(is_of_it)
            .map(|other| format!("it was also {}", in_words(other)))
            .or_else(|| self.is_ahead(decision).then(|| "that day is still to come".to_owned()))
            .or_else(|| why_open(decision, entry));
        Some(Ruling { decision, open })
    }

    /// Whether a decision is of a day that is still to come.
    fn is_ahead(&self, decision: &Decision) -> bool {
        self.today.is_some_and(|today| decision.on.first() > today)
    }

    /// The references of entries of which it was decided that they are somebody.
    pub(super) fn same(&self, is_meant: impl Fn(&Decision) -> bool) -> impl Iterator<Item = &'a Decision> {
        let same = self.by_entry.values().flatten().copied().filter(|it| it.same);
        same.filter(move |it| is_meant(it))
    }
}

/// Why a decision is open again, where the entry is not what it was.
fn why_open(decision: &Decision, entry: &Entry) -> Option<String> {
    let digest = decision.digest.as_deref()?;
    if same_digest(digest, &digest_of(entry)) {
        return None;
    }
    let was = decision.was.as_deref().filter(|was| is_of(was, digest));
    let changed = was.map(|was| changes(was, &canonical(entry))).filter(|changed| !changed.is_empty());
    Some(changed.map_or_else(
        || "the entry is not what it was; what changed is not known, as it is not kept how it was".to_owned(),
        |changed| changed.join("; "),
    ))
}

/// A decision in words: `decided not the same by A. Clerk on 2026-11-27 (another birth date)`.
pub(super) fn in_words(decision: &Decision) -> String {
    let what = if decision.same { "the same" } else { "not the same" };
    let why = decision.why.as_deref().map(|why| format!(" ({why})")).unwrap_or_default();
    format!("decided {what} by {} on {}{why}", decision.by, decision.on)
}

/// The decisions of a file that are open again, because the entry that they are about is not what it was on one of these
/// lists, each in a line.
pub fn reopened<'l>(state: &State, lists: impl IntoIterator<Item = &'l Published>) -> Vec<String> {
    let with_digest = || state.records().decisions.iter().filter(|it| it.digest.is_some());
    if with_digest().next().is_none() {
        return Vec::new();
    }
    let mut wanted: HashMap<String, Vec<&Decision>> = HashMap::new();
    for it in with_digest() {
        wanted.entry(folded(&it.entry)).or_default().push(it);
    }
    let mut said = Vec::new();
    for list in lists {
        for entry in &list.entries {
            let numbered = format!("{} {}", entry.list.prefix(), entry.reference);
            let mut references = vec![folded(&entry.list_ref()), folded(&numbered)];
            references.dedup();
            for it in references.iter().filter_map(|it| wanted.get(it)).flatten() {
                let who = it.subject.as_ref().map(|id| state.subject_name(id));
                let who = who.or(it.name.as_deref()).unwrap_or("?");
                said.extend(
                    why_open(it, entry).map(|why| {
                        format!("{who} and {}: {}; it is open again: {why}", it.entry, in_words(it))
                    }),
                );
            }
        }
    }
    said.dedup();
    said
}
