//! A change of many records of which the gate refuses some: what is left without them.

use std::collections::HashSet;

use super::document::{Document, Rejected};
use super::op::{Op, Transaction};
use crate::model::id::Id;

/// What the gate refuses of a change, and what it lets in.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut {
    /// The change without what is refused.
    pub rest: Transaction,
    /// The records that are left out, each with why.
    pub refused: Vec<(Id, String)>,
}

/// What remains of a refused change when the records that are refused keep what they say, which may be nothing; `None`
/// where the change is refused for another reason. The document stays as it is.
pub fn leave_out(document: &mut Document, transaction: &Transaction) -> Option<LeftOut> {
    let mut left = LeftOut { rest: transaction.clone(), refused: Vec::new() };
    let mut known: HashSet<Id> = HashSet::new();
    // Each round leaves something out: there are no more of them than records.
    loop {
        let faults: Vec<(Id, String)> = match document.would_accept(&left.rest) {
            Ok(()) => break,
            Err(Rejected::Errors(faults)) => faults
                .into_iter()
                .filter_map(|fault| Some((fault.record?, format!("{}: {}", fault.message, fault.help))))
                .collect(),
            Err(Rejected::Stale(id)) => vec![(Id::new(&id), "it has changed meanwhile".to_owned())],
            Err(Rejected::Taken(_)) => return None,
        };
        let wrong: HashSet<&Id> = faults.iter().map(|(id, _)| id).collect();
        let before = left.rest.ops.len();
        left.rest.ops.retain(|op| !matches!(op, Op::Replace { old, new } if wrong.contains(old.id()) || wrong.contains(new.id())));
        if left.rest.ops.len() == before {
            return None;
        }
        for (id, why) in faults {
            // The first reason is the one to mend first.
            if known.insert(id.clone()) {
                left.refused.push((id, why));
            }
        }
    }
    (!left.refused.is_empty()).then_some(left)
}
