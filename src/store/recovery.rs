//! Edits that a journal has and the file does not: which they are, and fitted to what the file says now.

use super::fingerprint::Fingerprint;
use super::journal::{Entry, Unfinished};
use super::journal_handle::SINCE;
use super::merge::{Side, merge};
use super::old_edits;
use crate::edit::difference::difference;
use crate::edit::document::Document;
use crate::edit::op::{Op, Transaction};
use crate::edit::taken_back::without_taken_back;
use crate::model::record::Owned;
use crate::model::state::{Head, Records, State};

/// The edits of a journal that a file does not have yet.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Recoverable {
    /// Those that fit what the file says now, in order.
    pub edits: Vec<Transaction>,
    /// The labels of those that do not.
    pub unfit: Vec<String>,
}

/// The edits of a journal that a file which says `state`, and has the fingerprint `now`, does not have yet.
pub fn recoverable(left: &Unfinished, state: &State, now: Fingerprint) -> Recoverable {
    let (entries, is_of_now) = lacking(left, &now.written());
    let edits = commits(&entries);
    let foreign = foreign(&entries);
    if foreign.is_empty()
        && is_of_now
        && let Some(after) = followed(&edits, state)
    {
        // An edit and its undo come to nothing: then nothing is unsaved, and there is nothing to ask about.
        let edits = if after == *state { Vec::new() } else { edits };
        return Recoverable { edits, unfit: Vec::new() };
    }
    let mut found = fitted(&edits, state);
    found.unfit.splice(..0, foreign.into_iter().map(str::to_owned));
    found
}

/// The same of a file of schema 1: `old` is its text, and `state` what that says upgraded. Edits of records in the form of
/// that schema are made again in the text that they were made in, and in no other.
pub fn recoverable_in_old(left: &Unfinished, old: &str, state: &State, now: Fingerprint) -> Recoverable {
    let (entries, is_of_now) = lacking(left, &now.written());
    if foreign(&entries).is_empty() || !is_of_now {
        return recoverable(left, state, now);
    }
    match old_edits::upgraded(&entries, old, state) {
        Some(edit) if edit.ops.is_empty() => Recoverable::default(),
        Some(edit) => Recoverable { edits: vec![edit], unfit: Vec::new() },
        None => recoverable(left, state, now),
    }
}

/// What a state says after edits that are made one after the other as they are. They cannot be where a full disk has kept
/// one out of the journal on which a later one rests: then `None`.
fn followed(edits: &[Transaction], state: &State) -> Option<State> {
    let mut document = Document::new(state.clone());
    edits.iter().all(|edit| document.commit(edit).is_ok()).then(|| document.state().clone())
}

/// Whether a journal knows the text of a fingerprint: as the one it starts from, or as one that was being saved.
pub fn knows(left: &Unfinished, text: Fingerprint) -> bool {
    let text = text.written();
    left.base == text || left.entries.iter().any(|entry| lacked(entry, &text).is_some())
}

/// How many of the changes before it a save did not have that was writing `text`; `None` where this is no mark of
/// such a save.
fn lacked(entry: &Entry, text: &str) -> Option<usize> {
    let Entry::Saving(written) = entry else { return None };
    match written.strip_prefix(text)? {
        "" => Some(0),
        rest => rest.strip_prefix(SINCE)?.parse().ok(),
    }
}

/// The entries of a journal that a file with this fingerprint does not have, and whether the journal knows the file.
fn lacking(left: &Unfinished, now: &str) -> (Vec<Entry>, bool) {
    let saved = left.entries.iter().enumerate().rev().find_map(|(at, entry)| Some((at, lacked(entry, now)?)));
    let (mark, lacking) = saved.unwrap_or_default();
    let (before, after) = left.entries.split_at(mark.min(left.entries.len()));
    let is_change = |entry: &&Entry| !matches!(entry, Entry::Saving(_));
    let before: Vec<&Entry> = before.iter().filter(is_change).collect();
    let unsaved = before.iter().copied().skip(before.len().saturating_sub(lacking));
    let entries = unsaved.chain(after.iter().filter(is_change)).cloned().collect();
    (entries, left.base == now || saved.is_some())
}

/// The changes among entries.
pub fn commits(entries: &[Entry]) -> Vec<Transaction> {
    let commit = |entry: &Entry| match entry {
        Entry::Commit(transaction) => Some(transaction.clone()),
        Entry::Saving(_) | Entry::Foreign { .. } => None,
    };
    entries.iter().filter_map(commit).collect()
}

/// What the changes among entries are called that this version does not read.
pub fn foreign(entries: &[Entry]) -> Vec<&str> {
    entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Foreign { label, .. } => Some(label.as_str()),
            _ => None,
        })
        .collect()
}

/// Edits of another text, fitted to what the file says now: each is merged into it.
pub fn fitted(edits: &[Transaction], state: &State) -> Recoverable {
    let mut document = Document::new(state.clone());
    let (mut labels, mut unfit) = (Vec::new(), Vec::new());
    // What was taken back must not meet what others have made of the same record.
    for edit in without_taken_back(edits) {
        let label = edit.label.clone();
        let fits = document.commit(edit).is_ok() || commit_merged(&mut document, edit);
        if fits { labels.push(label) } else { unfit.push(label) }
    }
    let ops = difference(state, document.state());
    if ops.is_empty() {
        return Recoverable { edits: Vec::new(), unfit };
    }
    let label = format!("recovered: {}", labels.join("; "));
    Recoverable { edits: vec![Transaction::new(label, ops)], unfit }
}

/// Commits a transaction whose records have changed meanwhile: each is merged with what it has become. `false` where
/// something of it has no place any more; then nothing of it is done.
fn commit_merged(document: &mut Document, transaction: &Transaction) -> bool {
    let mut wanted = document.state().clone();
    for op in &transaction.ops {
        let done = match op {
            Op::Insert { record, .. } => {
                let there = wanted.record(record.id().as_str());
                // What is there already as it was to be was saved right before the crash.
                let fits = there.is_none_or(|there| there == record.borrowed());
                if there.is_none() {
                    wanted.insert(usize::MAX, (**record).clone());
                }
                fits
            }
            Op::Remove { record, .. } => match wanted.place(record.id().as_str()) {
                // What others have changed meanwhile is not what was to go.
                Some(place) if wanted.at(place) != Some(record.borrowed()) => false,
                Some(place) => wanted.remove(place).is_some(),
                // Gone on both sides.
                None => true,
            },
            Op::Replace { old, new } => merge_one(&mut wanted, old, new).is_some(),
            Op::Head { old, new } => {
                let alone = |head: &Head| State::new(head.clone(), Records::default());
                let merged = merge(&alone(old), &alone(new), &alone(wanted.head()), &|_| Side::Ours);
                wanted.replace_head(merged.state.head().clone());
                true
            }
        };
        if !done {
            return false;
        }
    }
    let ops = difference(document.state(), &wanted);
    document.commit(&Transaction::new(transaction.label.clone(), ops)).is_ok()
}

/// Merges one changed record into a state; all three under its new id, so that a rename is no deletion.
fn merge_one(wanted: &mut State, old: &Owned, new: &Owned) -> Option<Owned> {
    let place = wanted.place(old.id().as_str())?;
    let now = wanted.at(place)?.to_owned();
    let alone = |record: Owned| {
        let mut state = State::default();
        state.insert(0, record.with_id(new.id()));
        state
    };
    let merged = merge(&alone(old.clone()), &alone(new.clone()), &alone(now), &|_| Side::Ours).state;
    let merged = merged.record(new.id().as_str())?.to_owned();
    wanted.replace(place, merged)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::load::load_text;

    fn event(id: &str, title: &str) -> Owned {
        let text = format!(
            r#"(schema: 2, title: "", sources: [(id: "s", publisher: "P", title: "T")], events: [(id: "{id}", kind: Talks, title: "{title}", sources: ["s"])])"#
        );
        load_text(text).state.record(id).unwrap().to_owned()
    }

    #[test]
    fn an_edit_of_something_that_never_reached_the_journal_is_told_and_the_others_are_offered() {
        let text =
            r#"(schema: 2, title: "Quelland", sources: [(id: "s", publisher: "P", title: "T")], events: [])"#;
        let state = load_text(text.to_owned()).state;
        let now = Fingerprint::of(text);
        let added = Transaction::new("add one", vec![Op::insert(0, event("one", "One"))]);
        let titled =
            Transaction::new("title two", vec![Op::replace(event("two", "Two"), event("two", "Other"))]);
        let left = |edits: &[&Transaction]| Unfinished {
            base: now.written(),
            entries: edits.iter().map(|edit| Entry::Commit((*edit).clone())).collect(),
            is_damaged: false,
        };
        let found = recoverable(&left(&[&added, &titled]), &state, now);
        assert_eq!(found.unfit, ["title two"]);
        let mut document = Document::new(state.clone());
        for edit in &found.edits {
            document.commit(edit).unwrap();
        }
        assert_eq!(document.state().record("one"), Some(event("one", "One").borrowed()));
        // What follows on what was there is offered edit by edit.
        assert_eq!(recoverable(&left(&[&added]), &state, now).edits, [added]);
    }
}
