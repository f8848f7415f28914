//! Marked records, by their ids, and a range of lines while it is being marked.

use hashbrown::{HashMap, HashSet};

use crate::model::id::Id;

/// The marked records of a pane.
#[derive(Debug, Clone, Default)]
pub struct Marks {
    ids: HashSet<Id>,
    range: Option<Range>,
}

/// The lines between two, whose records are marked as long as they are.
#[derive(Debug, Clone)]
struct Range {
    /// The line on which it began.
    from: usize,
    /// The line to which it goes.
    to: usize,
    /// The records that it has marked, with how many of its lines are about each.
    added: HashMap<Id, usize>,
}

impl Range {
    /// The first and the last line of a range from where it began to a line.
    fn ends(&self, to: usize) -> (usize, usize) {
        (self.from.min(to), self.from.max(to))
    }
}

impl Marks {
    /// How many records are marked.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether a record is.
    pub fn contains(&self, id: &Id) -> bool {
        self.ids.contains(id)
    }

    /// All of them, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &Id> {
        self.ids.iter()
    }

    /// Whether a range is being marked.
    pub fn is_ranging(&self) -> bool {
        self.range.is_some()
    }

    /// Marks a record, or takes its mark away.
    pub(super) fn turn(&mut self, id: Id) {
        if !self.ids.remove(&id) {
            self.ids.insert(id);
        }
    }

    /// Marks all of these; where all of them are marked already their marks are taken away.
    pub(super) fn turn_all(&mut self, ids: &[Id]) {
        self.keep_range();
        if ids.iter().all(|id| self.ids.contains(id)) {
            for id in ids {
                self.ids.remove(id);
            }
        } else {
            self.ids.extend(ids.iter().cloned());
        }
    }

    /// Takes all marks away.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Begins a range on a line.
    pub(super) fn begin_range(&mut self, line: usize, about: impl Fn(usize) -> Option<Id>) {
        let mut range = Range { from: line, to: line, added: HashMap::new() };
        enter(&mut self.ids, &mut range, about(line));
        self.range = Some(range);
    }

    /// The range goes to another line. Only the lines between the two are looked at, however long it is.
    pub(super) fn stretch(&mut self, to: usize, about: impl Fn(usize) -> Option<Id>) {
        let Some(range) = self.range.as_mut().filter(|range| range.to != to) else { return };
        let ((old_first, old_last), (first, last)) = (range.ends(range.to), range.ends(to));
        range.to = to;
        for line in (first..old_first).chain((old_last + 1)..=last) {
            enter(&mut self.ids, range, about(line));
        }
        for line in (old_first..first).chain((last + 1)..=old_last) {
            let Some(id) = about(line) else { continue };
            if let Some(lines) = range.added.get_mut(&id) {
                *lines -= 1;
                if *lines == 0 {
                    range.added.remove(&id);
                    self.ids.remove(&id);
                }
            }
        }
    }

    /// The range ends, and what it has marked stays so.
    pub(super) fn keep_range(&mut self) {
        self.range = None;
    }

    /// The range ends, and what it alone has marked is not any more; `false` where there is none.
    pub(super) fn drop_range(&mut self) -> bool {
        let Some(range) = self.range.take() else { return false };
        range.added.keys().for_each(|id| _ = self.ids.remove(id));
        true
    }

    /// A record has another id now.
    pub(super) fn rename(&mut self, old: &Id, new: &Id) {
        if self.ids.remove(old) {
            self.ids.insert(new.clone());
        }
    }

    /// A record is gone.
    pub(super) fn forget(&mut self, id: &Id) {
        self.ids.remove(id);
    }

    /// Keeps the marks of those records for which `stays` holds.
    pub(super) fn retain(&mut self, stays: impl Fn(&Id) -> bool) {
        self.range = None;
        self.ids.retain(stays);
    }
}

/// A line comes into a range.
fn enter(ids: &mut HashSet<Id>, range: &mut Range, about: Option<Id>) {
    let Some(id) = about else { return };
    if let Some(lines) = range.added.get_mut(&id) {
        *lines += 1;
    } else if ids.insert(id.clone()) {
        range.added.insert(id, 1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn id(number: usize) -> Id {
        Id::new(&format!("r{number}"))
    }

    proptest! {
        #[test]
        fn a_range_marks_what_lies_between_its_ends_and_leaves_what_was_marked_before(
            // What each line is about: heads of groups about nothing, entries of a log about the same record.
            lines in prop::collection::vec(prop::option::of(0usize..6), 1..12),
            before in prop::collection::vec(0usize..6, 0..4),
            from in 0usize..12,
            ways in prop::collection::vec(0usize..12, 0..8),
        ) {
            let about = |line: usize| lines.get(line).copied().flatten().map(id);
            let from = from.min(lines.len() - 1);
            let before: HashSet<Id> = before.into_iter().map(id).collect();
            let mut marks = Marks { ids: before.clone(), range: None };
            marks.begin_range(from, about);
            let mut to = from;
            for way in ways {
                to = way.min(lines.len() - 1);
                marks.stretch(to, about);
                let between = (from.min(to)..=from.max(to)).filter_map(about);
                let wanted: HashSet<Id> = before.iter().cloned().chain(between).collect();
                prop_assert_eq!(&marks.ids, &wanted);
            }
            let mut kept = marks.clone();
            kept.keep_range();
            prop_assert_eq!(&kept.ids, &marks.ids);
            prop_assert!(marks.drop_range() && !marks.drop_range());
            prop_assert_eq!(&marks.ids, &before, "{} to {}", from, to);
        }
    }

    #[test]
    fn a_mark_follows_a_new_id_and_goes_with_its_record() {
        let mut marks = Marks::default();
        marks.turn(id(1));
        marks.turn_all(&[id(1), id(2)]);
        marks.rename(&id(1), &id(9));
        marks.rename(&id(7), &id(8));
        assert!(marks.contains(&id(9)) && !marks.contains(&id(1)) && !marks.contains(&id(8)));
        marks.forget(&id(2));
        assert_eq!(marks.len(), 1);
        marks.turn_all(&[id(9)]);
        assert!(marks.is_empty(), "all of them were marked already");
    }
}
