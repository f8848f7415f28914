//! Changes that were taken back: made one after the other, some of them come to nothing.

use hashbrown::HashMap;

use super::op::{Op, Transaction};
use crate::model::id::Id;
use crate::model::record::Owned;
use crate::model::state::Head;

/// A record, or the head of the file.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Thing<'c> {
    Record(&'c Owned),
    Head(&'c Head),
}

/// What was there before some changes and what is there after them, by id; the head has none.
#[derive(Debug, Default)]
struct Net<'c> {
    things: HashMap<Option<&'c Id>, (Option<Thing<'c>>, Option<Thing<'c>>)>,
    /// How many of them differ.
    differing: usize,
}

impl<'c> Net<'c> {
    /// Puts a change before those that are in it.
    fn after(&mut self, change: &'c Transaction) {
        for op in change.ops.iter().rev() {
            match op {
                Op::Insert { record, .. } => self.put(Some(record.id()), None, Some(Thing::Record(record))),
                Op::Remove { record, .. } => self.put(Some(record.id()), Some(Thing::Record(record)), None),
                Op::Replace { old, new } if old.id() == new.id() => {
                    self.put(Some(old.id()), Some(Thing::Record(old)), Some(Thing::Record(new)));
                }
                Op::Replace { old, new } => {
                    self.put(Some(new.id()), None, Some(Thing::Record(new)));
                    self.put(Some(old.id()), Some(Thing::Record(old)), None);
                }
                Op::Head { old, new } => self.put(None, Some(Thing::Head(old)), Some(Thing::Head(new))),
            }
        }
    }

    fn put(&mut self, id: Option<&'c Id>, before: Option<Thing<'c>>, after: Option<Thing<'c>>) {
        let known = self.things.remove(&id);
        if known.is_some_and(|(before, after)| before != after) {
            self.differing -= 1;
        }
        let after = known.map_or(after, |(_, after)| after);
        if before != after {
            self.differing += 1;
        }
        self.things.insert(id, (before, after));
    }
}

/// What is left of changes that were made one after the other when those that were taken back are left out, with what
/// took them back: an undo, or any change after which the records are what they were. Made in this order, what is left
/// comes to the same.
pub fn without_taken_back(changes: &[Transaction]) -> Vec<&Transaction> {
    let mut left: Vec<&Transaction> = Vec::new();
    for change in changes {
        left.push(change);
        let mut net = Net::default();
        let nothing = left.iter().rposition(|change| {
            net.after(change);
            net.differing == 0
        });
        if let Some(from) = nothing {
            left.truncate(from);
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(title: &str) -> Head {
        Head { title: title.into(), ..Head::default() }
    }

    /// A change of the title from one to another.
    fn titled(from: &str, to: &str) -> Transaction {
        Transaction::new(
            format!("{from} to {to}"),
            vec![Op::Head { old: Box::new(head(from)), new: Box::new(head(to)) }],
        )
    }

    #[test]
    fn changes_that_were_taken_back_are_left_out_however_deep_they_lie() {
        let (ab, bc, cd) = (titled("a", "b"), titled("b", "c"), titled("c", "d"));
        let back = Transaction::inverse;
        let all = [&ab, &bc, &back(&bc), &bc, &cd, &back(&cd), &back(&bc), &back(&ab)].map(Clone::clone);
        assert!(without_taken_back(&all).is_empty());
        assert_eq!(without_taken_back(&[ab.clone(), bc.clone(), back(&bc)]), [&ab]);
        assert_eq!(without_taken_back(&[ab.clone(), bc.clone(), cd.clone()]), [&ab, &bc, &cd]);
        // Another way to the same.
        assert_eq!(without_taken_back(&[ab.clone(), bc.clone(), cd, titled("d", "b")]), [&ab]);
    }

    #[test]
    fn two_changes_in_one_are_left_out_when_each_was_taken_back() {
        let (ab, bc) = (titled("a", "b"), titled("b", "c"));
        let both = Transaction::new("unsaved edits", ab.ops.iter().chain(&bc.ops).cloned().collect());
        let all = [both.clone(), bc.inverse(), ab.inverse()];
        assert!(without_taken_back(&all).is_empty());
        assert_eq!(without_taken_back(&all[..2]), [&both, &all[1]]);
    }
}
