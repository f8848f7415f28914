//! What became of a list, in a line for people and as JSON for programs.

use serde::Serialize;

use crate::lists::ListName;
use crate::lists::archive::Kept;
use crate::lists::fetch::{Changes, Fetched};
use crate::report::json;

/// What became of a list.
#[derive(Debug, Serialize)]
pub(super) struct Told {
    list: &'static str,
    /// `new`, `same`, `not-asked`, `failed`.
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    copy: Option<Copied>,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Compared>,
    /// The day of a copy that is kept, where that is later than the one that its publisher has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    newer: Option<String>,
    /// Why it was not fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(skip)]
    line: String,
}

#[derive(Debug, Serialize)]
struct Copied {
    day: String,
    entries: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    part: Option<String>,
    files: Vec<File>,
}

#[derive(Debug, Serialize)]
struct File {
    name: String,
    sha256: String,
    bytes: u64,
}

#[derive(Debug, Serialize)]
struct Compared {
    day: String,
    added: usize,
    removed: usize,
    changed: usize,
}

impl Told {
    /// Whether what is published is in the archive, as far as it was to be asked.
    pub(super) fn is_well(&self) -> bool {
        self.outcome != "failed"
    }

    /// It in words, on a line.
    pub(super) fn line(&self) -> &str {
        &self.line
    }
}

/// What became of a list, with the newest copy of it that is kept.
pub(super) fn of(list: ListName, fetched: &Fetched, newest: Option<&Kept>) -> Told {
    let told = became(list, fetched);
    let (Fetched::New { kept, .. } | Fetched::Same(kept)) = fetched else { return told };
    // The same contents may be those of a later day as well.
    let is_newer = |it: &&Kept| it.day.first() > kept.day.last() && it.digests() != kept.digests();
    let Some(newest) = newest.filter(is_newer) else { return told };
    let day = newest.day.written();
    let line = format!("{}; its publisher has gone back: the copy of {day} that is kept is newer", told.line);
    Told { newer: Some(day), line, ..told }
}

fn became(list: ListName, fetched: &Fetched) -> Told {
    let key = list.key();
    let told =
        |outcome, line| Told { list: key, outcome, copy: None, since: None, newer: None, why: None, line };
    match fetched {
        Fetched::New { kept, since } => {
            let part = kept.part.as_ref().map(|part| format!(", {part}")).unwrap_or_default();
            let compared = since
                .map(|since| format!(", +{} −{} since {}", since.added, since.removed, since.day.written()));
            let line = format!(
                "{key}: new copy of {}, {} entries{part}{}",
                kept.day.written(),
                kept.records,
                compared.unwrap_or_default()
            );
            let since = since.map(|since| Compared {
                day: since.day.written(),
                added: since.added,
                removed: since.removed,
                changed: since.changed,
            });
            Told { copy: Some(copied(kept)), since, ..told("new", line) }
        }
        Fetched::Same(kept) => {
            let line = format!("{key}: checked, the same as of {}", kept.day.written());
            Told { copy: Some(copied(kept)), ..told("same", line) }
        }
        Fetched::NotAsked { minutes, of } => {
            let line = format!(
                "{key}: asked {minutes} min ago, and not again before {of} have passed (--again asks all the same)"
            );
            told("not-asked", line)
        }
        Fetched::Failed(why) => {
            Told { why: Some(why.clone()), ..told("failed", format!("{key}: not fetched: {why}")) }
        }
        Fetched::Stopped => told("failed", format!("{key}: not fetched: stopped")),
    }
}

/// What became of the publications of OFAC.
pub(super) fn changes(found: &Changes) -> Told {
    let told = |outcome, line| Told {
        list: "ofac-delta",
        outcome,
        copy: None,
        since: None,
        newer: None,
        why: None,
        line,
    };
    let many = |count: usize| format!("{count} publication{}", if count == 1 { "" } else { "s" });
    let there = format!(
        "{} new of {} since {}",
        found.came,
        many(found.came + found.known + found.failed),
        found.since
    );
    match &found.why {
        Some(why) => {
            let line = format!("ofac-delta: {there}, and {} not fetched: {why}", found.failed);
            Told { why: Some(why.clone()), ..told("failed", line) }
        }
        None if found.came == 0 => told("same", format!("ofac-delta: checked, {there}")),
        None => told("new", format!("ofac-delta: {there}")),
    }
}

fn copied(kept: &Kept) -> Copied {
    let files = kept.files.iter().map(|file| File {
        name: file.name.clone(),
        sha256: file.sha256.clone(),
        bytes: file.bytes,
    });
    Copied { day: kept.day.written(), entries: kept.records, part: kept.part.clone(), files: files.collect() }
}

/// All of them for programs.
pub(super) fn json(told: &[Told]) -> String {
    json::written(&told)
}
