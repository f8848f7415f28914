//! What was edited, as changes that the rows follow.

use crate::edit::op::{Op, Transaction};
use crate::views::day::Change;

use super::App;

/// What a transaction has just changed.
pub fn changes(applied: &Transaction) -> Vec<Change<'_>> {
    let change = |op| match op {
        &Op::Insert { at, ref record, .. } => Change::Inserted(at, record.borrowed()),
        &Op::Remove { at, ref record, .. } => Change::Removed(at, record.borrowed()),
        Op::Replace { old, new } => Change::Replaced { old: old.borrowed(), new: new.borrowed() },
        Op::Head { .. } => Change::Head,
    };
    applied.ops.iter().map(change).collect()
}

impl App {
    /// The rows follow what has just been changed in the document.
    pub(super) fn follow_edit(&mut self, applied: &Transaction) {
        self.follow_ids(applied);
        self.facts.follow(self.document.state(), &changes(applied));
    }
}
