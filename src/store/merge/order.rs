//! The order of what two sides have.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// The order of what either side has: that of `main`, with what only `other` has behind what it stands behind there.
pub(super) fn interleave<K: Copy + Eq + Hash>(main: &[K], other: &[K]) -> Vec<K> {
    let known: HashSet<K> = main.iter().copied().collect();
    let mut behind: HashMap<Option<K>, Vec<K>> = HashMap::new();
    let mut last = None;
    for key in other.iter().copied() {
        if !known.contains(&key) {
            behind.entry(last).or_default().push(key);
        }
        last = Some(key);
    }
    let mut order = Vec::with_capacity(main.len() + behind.len());
    for key in std::iter::once(None).chain(main.iter().copied().map(Some)) {
        order.extend(key);
        let mut waiting = behind.remove(&key).unwrap_or_default();
        waiting.reverse();
        while let Some(next) = waiting.pop() {
            order.push(next);
            waiting.extend(behind.remove(&Some(next)).unwrap_or_default().into_iter().rev());
        }
    }
    order
}

/// The order of what either side has: that of the side that has moved things about since the base; where neither
/// has, of ours, and where both have, of theirs.
pub(super) fn merged<K: Copy + Eq + Hash>(base: &[K], ours: &[K], theirs: &[K]) -> Vec<K> {
    let places: HashMap<K, usize> = base.iter().copied().enumerate().map(|(at, key)| (key, at)).collect();
    let in_base = theirs.iter().filter_map(|key| places.get(key));
    if in_base.is_sorted() { interleave(ours, theirs) } else { interleave(theirs, ours) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_side_added_stands_behind_what_it_stood_behind() {
        assert_eq!(merged(&[1, 2, 3], &[1, 2, 3], &[9, 1, 8, 7, 2, 3, 6]), [9, 1, 8, 7, 2, 3, 6]);
        assert_eq!(merged(&[1, 2, 3], &[1, 5, 2], &[1, 9, 2, 3]), [1, 9, 5, 2, 3]);
        assert_eq!(merged(&[], &[1], &[2]), [2, 1]);
    }

    #[test]
    fn the_side_that_moved_things_has_its_order() {
        assert_eq!(merged(&[1, 2, 3], &[1, 2, 4, 3], &[3, 2, 1]), [3, 2, 4, 1]);
        assert_eq!(merged(&[1, 2, 3], &[3, 2, 1], &[1, 2, 4, 3]), [3, 2, 4, 1]);
    }
}
