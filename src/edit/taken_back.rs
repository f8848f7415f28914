//! Changes that were taken back: made one after the other, some of them come to nothing.

use std::hash::{DefaultHasher, Hash, Hasher};

use hashbrown::HashMap;

use super::op::{Op, Transaction};
use crate::model::id::Id;
use crate::model::record::Owned;
use crate::model::state::Head;
use crate::schema::write::encode;

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

/// What an id stands for, as a number: alike for what is equal, and hardly ever for what is not.
fn number(id: Option<&Id>, thing: Option<Thing<'_>>) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    match thing {
        None => {}
        Some(Thing::Record(record)) => {
            record.list().hash(&mut hasher);
            encode(record.borrowed()).hash(&mut hasher);
        }
        Some(Thing::Head(Head { schema, title, focus, note })) => {
            (schema, title.as_str(), focus, note.as_deref()).hash(&mut hasher);
        }
    }
    hasher.finish()
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

/// A thing as a change left it.
#[derive(Debug, Clone, Copy)]
struct Touch<'c> {
    /// Which change.
    at: usize,
    thing: Option<Thing<'c>>,
    number: u64,
    /// What the change before it of the same thing was given to count up to here: nothing, unless this one started from
    /// something else than that one left.
    gap: u64,
}

/// Changes, with numbers that tell of how many of the last ones nothing is left: all together say what there was before
/// a change, so where the same number comes again, there is again what there was.
#[derive(Debug, Default)]
struct Trail<'c> {
    changes: Vec<&'c Transaction>,
    /// By how much each changes the number.
    steps: Vec<u64>,
    /// The number before each.
    before: Vec<u64>,
    /// The number behind the last.
    now: u64,
    /// Before which changes there was a number, the last at the end.
    places: HashMap<u64, Vec<usize>>,
    /// What became of each thing.
    touches: HashMap<Option<&'c Id>, Vec<Touch<'c>>>,
}

impl<'c> Trail<'c> {
    /// Adds a change; what comes to nothing with it goes.
    fn push(&mut self, change: &'c Transaction) {
        let at = self.changes.len();
        let mut net = Net::default();
        net.after(change);
        let mut step = 0u64;
        let mut gap_from = None;
        for (id, (before, after)) in net.things {
            let touches = self.touches.entry(id).or_default();
            let last = touches.last().copied();
            let from = match last {
                Some(last) if last.thing == before => last.number,
                _ => number(id, before),
            };
            let gap = last.map_or(0, |last| from.wrapping_sub(last.number));
            if let Some(last) = last.filter(|_| gap != 0) {
                self.add(last.at, gap);
                gap_from = Some(gap_from.map_or(last.at, |from: usize| from.min(last.at)));
            }
            let to = if before == after { from } else { number(id, after) };
            step = step.wrapping_add(to.wrapping_sub(from));
            self.touches.entry(id).or_default().push(Touch { at, thing: after, number: to, gap });
        }
        if let Some(from) = gap_from {
            self.count_again(from);
        }
        self.changes.push(change);
        self.steps.push(step);
        self.before.push(self.now);
        self.places.entry(self.now).or_default().push(at);
        self.now = self.now.wrapping_add(step);
        if let Some(from) = self.comes_to_nothing() {
            self.truncate(from);
        }
    }

    /// From where on nothing is left.
    fn comes_to_nothing(&self) -> Option<usize> {
        // Equal numbers are as good as proof, and the changes themselves are the proof.
        let is_nothing = |from: &usize| {
            let mut net = Net::default();
            for change in self.changes.iter().skip(*from).rev() {
                net.after(change);
            }
            net.differing == 0
        };
        self.places.get(&self.now)?.iter().rev().copied().find(is_nothing)
    }

    fn truncate(&mut self, from: usize) {
        let mut gap_from = None;
        for change in self.changes.split_off(from) {
            let mut net = Net::default();
            net.after(change);
            for id in net.things.into_keys() {
                let Some(touches) = self.touches.get_mut(&id) else { continue };
                while let Some(gone) = touches.pop_if(|touch| touch.at >= from) {
                    let Some(last) = touches.last().copied().filter(|_| gone.gap != 0) else { continue };
                    if let Some(step) = self.steps.get_mut(last.at) {
                        *step = step.wrapping_sub(gone.gap);
                    }
                    gap_from = Some(gap_from.map_or(last.at, |from: usize| from.min(last.at)));
                }
            }
        }
        self.now = self.before.get(from).copied().unwrap_or(self.now);
        for number in self.before.split_off(from).into_iter().rev() {
            self.forget(number);
        }
        self.steps.truncate(from);
        if let Some(from) = gap_from {
            self.count_again(from);
        }
    }

    fn add(&mut self, at: usize, gap: u64) {
        if let Some(step) = self.steps.get_mut(at) {
            *step = step.wrapping_add(gap);
        }
    }

    /// The last place of a number goes.
    fn forget(&mut self, number: u64) {
        if let Some(places) = self.places.get_mut(&number) {
            places.pop();
        }
    }

    /// The step at a place counts otherwise now: so does all behind it.
    fn count_again(&mut self, from: usize) {
        let Some(mut now) = self.before.get(from).copied() else { return };
        for number in self.before.split_off(from).into_iter().rev() {
            self.forget(number);
        }
        for (at, step) in self.steps.iter().enumerate().skip(from) {
            self.before.push(now);
            self.places.entry(now).or_default().push(at);
            now = now.wrapping_add(*step);
        }
        self.now = now;
    }
}

/// What is left of changes that were made one after the other when those that were taken back are left out, with what
/// took them back: an undo, or any change after which the records are what they were. Made in this order, what is left
/// comes to the same.
pub fn without_taken_back(changes: &[Transaction]) -> Vec<&Transaction> {
    let mut trail = Trail::default();
    for change in changes {
        trail.push(change);
    }
    trail.changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::load::load_text;
    use proptest::prelude::*;
    use std::sync::Arc;

    /// The same, each change held against all before it.
    fn plainly(changes: &[Transaction]) -> Vec<&Transaction> {
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

    fn event(id: u8, title: u8) -> Arc<Owned> {
        let text =
            format!(r#"(schema: 2, title: "", events: [(id: "e{id}", kind: Talks, title: "{title}")])"#);
        Arc::new(load_text(text).state.record(&format!("e{id}")).unwrap().to_owned())
    }

    /// A change that is what it says it is, whether or not it starts from what the one before has left.
    fn op() -> impl Strategy<Value = Op> {
        (0u8..5, 0u8..3, 0u8..3, 0u8..3, 0u8..3).prop_map(|(kind, id, other, from, to)| match kind {
            0 => Op::Insert { at: 0, record: event(id, to), origin: None },
            1 => Op::Remove { at: 0, record: event(id, from), origin: None },
            2 => Op::Replace { old: event(id, from), new: event(other, to) },
            3 => Op::Replace { old: event(id, from), new: event(id, to) },
            _ => {
                let [old, new] = [from, to].map(|title| Box::new(head(&title.to_string())));
                Op::Head { old, new }
            }
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn what_is_left_is_what_is_left_when_each_change_is_held_against_all_before_it(
            changes in proptest::collection::vec((proptest::collection::vec(op(), 0..3), 0usize..6), 0..24)
        ) {
            let mut all: Vec<Transaction> = Vec::new();
            for (ops, back) in changes {
                // Every other one takes back what came some time before it.
                let before = all.len().checked_sub(back).and_then(|at| all.get(at));
                all.push(before.map_or_else(|| Transaction::new("", ops), Transaction::inverse));
            }
            let (quickly, plainly) = (without_taken_back(&all), plainly(&all));
            prop_assert_eq!(quickly.len(), plainly.len());
            prop_assert!(quickly.iter().zip(&plainly).all(|(one, other)| std::ptr::eq(*one, *other)));
        }
    }
}
