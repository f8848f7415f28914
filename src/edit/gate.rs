//! What the gate asks of a change: no accepted one may make a file that opens with errors.
//!
//! It looks at what a change can have broken and at nothing else, so that one edit costs the same in a file of a
//! hundred thousand records: the records that the change wrote, those that refer to an id which no longer names what
//! it named, and the head of the file. `tests/gate.rs` holds that against a check of everything.

use std::fmt;

use hashbrown::HashMap;
use rayon::prelude::*;

use super::op::{Op, Transaction};
use super::references::{Referrer, is_focus, referrers};
use crate::model::check::{Finding, Part, Severity, check_head, check_records};
use crate::model::id::Id;
use crate::model::record::Owned;
use crate::model::state::{RecordKind, State};
use crate::schema::read::{Decoder, decode};
use crate::schema::write::encode;

/// So many records are read back in one go.
const CHUNK: usize = 64;

/// Why the gate refuses: an error that the file would have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The record that would have it; `None` for the head of the file.
    pub record: Option<Id>,
    /// The way from the record (or the head) to it.
    pub path: Vec<Part>,
    /// What would be wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl Fault {
    fn of(record: &Owned, message: impl Into<String>, help: impl Into<String>) -> Self {
        let (path, record) = (Vec::new(), Some(record.id().clone()));
        Self { record, path, message: message.into(), help: help.into() }
    }

    fn from_finding(state: &State, finding: Finding) -> Self {
        let record = finding.place.and_then(|place| state.at(place));
        let record = record.map(|record| record.id().clone());
        Self { record, path: finding.path, message: finding.message, help: finding.help }
    }
}

/// The reason first, then whose it is, then what to do.
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.record {
            Some(id) => write!(f, "{} ({id}): {}", self.message, self.help),
            None => write!(f, "{} (the head of the file): {}", self.message, self.help),
        }
    }
}

/// What is wrong with the records that a change would write, whatever else the file holds: a file that says them could
/// not be read, or would say something else.
pub(super) fn unreadable(transaction: &Transaction) -> Vec<Fault> {
    let written = |op: &Op| match op {
        Op::Insert { record, .. } => unreadable_record(record),
        Op::Replace { old, new } if old.list() != new.list() => {
            let (from, to) = (old.list().field(), new.list().field());
            let message = format!("a record of {from} cannot become one of {to}");
            vec![Fault::of(new, message, "delete it, and add the other")]
        }
        Op::Replace { new, .. } => unreadable_record(new),
        Op::Remove { .. } | Op::Head { .. } => Vec::new(),
    };
    let chunks = transaction.ops.par_chunks(CHUNK);
    chunks.flat_map_iter(|ops| ops.iter().flat_map(written).collect::<Vec<_>>()).collect()
}

fn unreadable_record(record: &Owned) -> Vec<Fault> {
    let mut decoder = Decoder::default();
    let back = decode(&mut decoder, record.list(), &encode(record.borrowed()));
    if back.as_ref() == Some(record) {
        return Vec::new();
    }
    if decoder.problems.is_empty() {
        let message = "some of it would not stand in the file";
        return vec![Fault::of(record, message, "leave out what its kind has no field for")];
    }
    let problems = decoder.problems.into_iter();
    problems.map(|problem| Fault::of(record, problem.message, problem.help)).collect()
}

/// The errors of a state that `applied` can have brought into it.
pub(super) fn errors_after(state: &State, applied: &Transaction) -> Vec<Fault> {
    let mut head = false;
    let mut places = Vec::new();
    for (id, was) in touched(applied, &mut head) {
        let is = state.place(id.as_str());
        places.extend(is);
        // Who refers to what is gone, or to what is in another list now.
        if was.is_some() && was != is.map(|place| place.list) {
            head |= is_focus(state, id);
            places.extend(referrers(state, id).into_iter().filter_map(Referrer::place));
        }
    }
    places.sort_unstable();
    places.dedup();
    let mut findings = if head { check_head(state) } else { Vec::new() };
    findings.extend(check_records(state, &places));
    findings.retain(|finding| finding.severity == Severity::Error);
    findings.into_iter().map(|finding| Fault::from_finding(state, finding)).collect()
}

/// The ids of the records that a change is about, each with the list that it named a record of before; whether the head
/// changes goes into `head`.
fn touched<'t>(applied: &'t Transaction, head: &mut bool) -> HashMap<&'t Id, Option<RecordKind>> {
    let mut touched = HashMap::new();
    for op in &applied.ops {
        // What an id named before is what the first operation about it says.
        match op {
            Op::Insert { record, .. } => _ = touched.entry(record.id()).or_insert(None),
            Op::Remove { record, .. } => _ = touched.entry(record.id()).or_insert(Some(record.list())),
            Op::Replace { old, new } => {
                touched.entry(old.id()).or_insert(Some(old.list()));
                touched.entry(new.id()).or_insert(None);
            }
            Op::Head { .. } => *head = true,
        }
    }
    touched
}
