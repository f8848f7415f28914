//! Changes that are proposed, to be accepted one by one or all together.

use std::collections::HashSet;

use crate::model::id::Id;
use crate::model::record::Owned;
use crate::model::state::State;

use super::op::{Op, Transaction};

/// One proposed change.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// What it is about, in a line.
    pub what: String,
    /// What would change, and why.
    pub why: String,
    /// The change; `None` for what is only told.
    pub op: Option<Op>,
    /// What is made instead where the question that it is has the other answer; `None` where it is no question.
    pub other: Option<Op>,
    /// Records to which it refers, and which come with it where the file has not got them.
    pub needs: Vec<Owned>,
}

impl Proposal {
    /// What is only told, and why.
    pub fn told(what: String, why: String) -> Self {
        Self { what, why, op: None, other: None, needs: Vec::new() }
    }
}

/// Proposed changes, with the records that they need.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Proposals {
    /// Where they come from, in a line.
    pub title: String,
    /// Records that come with the first change that is accepted: the source that all of them cite, who issued them.
    pub needed: Vec<Owned>,
    /// The changes.
    pub changes: Vec<Proposal>,
}

impl Proposals {
    /// Whether these are questions, each with two answers.
    pub fn are_questions(&self) -> bool {
        self.changes.iter().any(|change| change.other.is_some())
    }

    /// One transaction of the answers to questions, each of them a decision for which there is one reason.
    pub fn answered(&self, answers: &[Option<bool>], why: &str) -> Transaction {
        let chosen = self.changes.iter().zip(answers).filter_map(|(change, answer)| match answer {
            Some(false) => change.op.clone(),
            Some(true) => change.other.clone(),
            None => None,
        });
        let why = why.trim();
        let reasoned = |op: Op| match op {
            Op::Insert { at, record, .. } if !why.is_empty() => {
                let mut record = (*record).clone();
                if let Owned::Decision(decision) = &mut record {
                    decision.why = Some(why.into());
                }
                Op::insert(at, record)
            }
            op => op,
        };
        let ops: Vec<Op> = chosen.map(reasoned).collect();
        let decisions =
            if ops.len() == 1 { "1 decision".to_owned() } else { format!("{} decisions", ops.len()) };
        Transaction::new(format!("{}: {decisions}", self.title), ops)
    }

    /// One transaction of what was accepted: by place among the changes.
    pub fn accepted(&self, state: &State, accepted: impl Fn(usize) -> bool) -> Transaction {
        let changes = self.changes.iter().enumerate();
        let accepted: Vec<&Proposal> = changes
            .filter(|(at, change)| change.op.is_some() && accepted(*at))
            .map(|(_, change)| change)
            .collect();
        let taken: Vec<Op> = accepted.iter().filter_map(|change| change.op.clone()).collect();
        let count = taken.len();
        let mut there: HashSet<&Id> = HashSet::new();
        let all = self.needed.iter().chain(accepted.iter().flat_map(|change| &change.needs));
        let missing =
            all.filter(|record| state.record(record.id().as_str()).is_none() && there.insert(record.id()));
        let needed = missing.map(|record| Op::insert(usize::MAX, record.clone()));
        let ops: Vec<Op> = if taken.is_empty() { Vec::new() } else { needed.chain(taken).collect() };
        let changes = if count == 1 { "1 change".to_owned() } else { format!("{count} changes") };
        Transaction::new(format!("{}: {changes}", self.title), ops)
    }
}
