//! Hits as questions: is this name that entry? Each answer is a decision, a change of the file as any other.

use std::collections::HashSet;

use chrono::NaiveDate;

use crate::edit::op::Op;
use crate::edit::proposal::{Proposal, Proposals};
use crate::lists::entry::Entry;
use crate::lists::identity::{canonical, digest_of};
use crate::lists::written::folded;
use crate::model::date::Date;
use crate::model::decision::Decision;
use crate::model::id::Id;
use crate::model::record::Owned;
use crate::model::state::State;
use crate::names::Band;

use super::asked::Asked;
use super::ready::{ReadyFile, ReadyList};
use super::sources::{Sources, doubts};
use super::{Hit, screen};

/// The hits of which nobody has decided, surest first, each with a decision for either answer; before them what there is to
/// say of the lists. An entry whose number a measure against the subject has is known to be it.
pub fn queue(state: &State, asked: &[Asked], sources: &Sources, today: NaiveDate, by: &str) -> Proposals {
    let ready = sources.ready();
    let file = ReadyFile::of(state);
    let found = screen(asked, &ready, Some(&file), None, today);
    let failed = sources.failed.iter().map(|why| format!("not checked: {why}"));
    let doubted = sources.lists.iter().flat_map(|dated| {
        doubts(dated)
            .into_iter()
            .map(move |it| format!("{} of {}: {it}", dated.list.list, dated.on.written()))
    });
    let not_checked = sources.not_checked.iter().map(|it| format!("not checked: {it}"));
    let told = failed.chain(doubted).chain(not_checked).map(|what| Proposal::told(what, String::new()));
    let mut hits: Vec<(&Asked, &Hit, &Entry)> = Vec::new();
    for (asked, found) in asked.iter().zip(&found) {
        for hit in &found.hits {
            let entry = ready.get(hit.list).and_then(|list| list.entry(hit.entry));
            let is_decided = hit.decision.is_some() && !hit.is_reopened;
            if let Some(entry) = entry.filter(|entry| !is_decided && !is_recorded(state, asked, entry)) {
                hits.push((asked, hit, entry));
            }
        }
    }
    hits.sort_by_key(|(_, hit, _)| std::cmp::Reverse(hit.judged.score));
    let mut taken: HashSet<String> = HashSet::new();
    let asks = hits.into_iter().map(|(asked, hit, entry)| {
        let id = Id::propose(&["decided", asked.name(), &entry.list_ref()], |id| {
            state.record(id).is_some() || taken.contains(id)
        });
        taken.insert(id.to_string());
        let decided = |same: bool| {
            Op::insert(usize::MAX, Owned::Decision(decision(id.clone(), asked, entry, same, today, by)))
        };
        Proposal {
            what: line(asked, entry, hit),
            why: why(asked, hit, ready.get(hit.list)),
            op: Some(decided(false)),
            other: Some(decided(true)),
            needs: Vec::new(),
        }
    });
    let names = if asked.len() == 1 { "1 name".to_owned() } else { format!("{} names", asked.len()) };
    let lists = if ready.len() == 1 { "1 list".to_owned() } else { format!("{} lists", ready.len()) };
    let changes: Vec<Proposal> = asks.collect();
    let title = if changes.is_empty() {
        format!("{names} against {lists}: nothing to decide")
    } else {
        format!("{names} against {lists}, decided by {by}")
    };
    Proposals { title, needed: Vec::new(), changes: told.chain(changes).collect() }
}

/// Whether a measure against a subject of the file has the number of an entry.
fn is_recorded(state: &State, asked: &Asked, entry: &Entry) -> bool {
    let Some(own) = &asked.subject else { return false };
    let reference = folded(&entry.list_ref());
    let of_own = state.records().sanctions.iter().filter(|it| it.target == *own);
    of_own.flat_map(|it| &it.list_refs).any(|held| folded(held) == reference)
}

fn line(asked: &Asked, entry: &Entry, hit: &Hit) -> String {
    let word = if hit.judged.band == Band::Sure { "sure" } else { "look" };
    format!("{word}: {} – {} {}", asked.name(), entry.list_ref(), entry.name)
}

fn why(asked: &Asked, hit: &Hit, list: Option<&ReadyList<'_>>) -> String {
    let mut said = vec![hit.judged.why.clone()];
    said.extend(hit.decision.clone());
    let mut add = |what: &str, all: &[String]| {
        if !all.is_empty() {
            said.push(format!("{what} {}", all.join(", ")));
        }
    };
    add("contradicts:", &hit.judged.contradicts);
    add("agrees:", &hit.judged.agrees);
    said.extend(
        Some(asked.known()).filter(|known| !known.is_empty()).map(|known| format!("asked for: {known}")),
    );
    said.extend(list.map(|list| format!("{} of {}", list.list.list, list.on.written())));
    said.join("; ")
}

/// A decision about somebody and an entry as it is.
fn decision(id: Id, asked: &Asked, entry: &Entry, same: bool, today: NaiveDate, by: &str) -> Decision {
    let facts = Some(asked.facts_kept()).filter(|facts| asked.subject.is_none() && !facts.is_empty());
    Decision {
        id,
        subject: asked.subject.clone(),
        name: asked.subject.is_none().then(|| asked.name().into()),
        entry: entry.list_ref().into(),
        same,
        on: Date::day(today),
        by: by.into(),
        why: None,
        digest: Some(digest_of(entry).into()),
        was: Some(canonical(entry).into()),
        facts: facts.map(Into::into),
    }
}
