//! What two lists have in common.

use std::ops::Range;

use imara_diff::{Algorithm, Diff, InternedInput};

use super::print::inline;
use crate::ron::node::Node;

/// The pairs of equal items that two lists have in common, in order: the longest such sequence.
pub(crate) fn common(was: &[Node<'_>], is: &[Node<'_>]) -> Vec<(usize, usize)> {
    let equal = |a: usize, b: usize| match (was.get(a), is.get(b)) {
        (Some(a), Some(b)) => a.value == b.value,
        _ => false,
    };
    // What is equal at both ends needs no table; usually that is everything but one step.
    let shortest = was.len().min(is.len());
    let head = (0..shortest).take_while(|&i| equal(i, i)).count();
    let tail = (0..shortest - head).take_while(|&i| equal(was.len() - 1 - i, is.len() - 1 - i)).count();
    let (rows, columns) = (was.len() - head - tail, is.len() - head - tail);
    let mut pairs: Vec<(usize, usize)> = (0..head).map(|i| (i, i)).collect();
    // The table of two very long middles would be too large: they are compared as git compares lines, which may miss a
    // pair or two.
    if rows.saturating_mul(columns) > 1_000_000 {
        pairs.extend(common_of_long(was, is, head..was.len() - tail, head..is.len() - tail));
    } else {
        let width = columns + 1;
        let mut longest = vec![0usize; (rows + 1) * width];
        let at = |table: &[usize], r: usize, c: usize| table.get(r * width + c).copied().unwrap_or_default();
        for r in (0..rows).rev() {
            for c in (0..columns).rev() {
                let value = if equal(head + r, head + c) {
                    at(&longest, r + 1, c + 1) + 1
                } else {
                    at(&longest, r + 1, c).max(at(&longest, r, c + 1))
                };
                if let Some(cell) = longest.get_mut(r * width + c) {
                    *cell = value;
                }
            }
        }
        let (mut r, mut c) = (0, 0);
        while r < rows && c < columns {
            if equal(head + r, head + c) {
                pairs.push((head + r, head + c));
                r += 1;
                c += 1;
            } else if at(&longest, r + 1, c) >= at(&longest, r, c + 1) {
                r += 1;
            } else {
                c += 1;
            }
        }
    }
    pairs.extend((0..tail).rev().map(|i| (was.len() - 1 - i, is.len() - 1 - i)));
    pairs
}

fn common_of_long(
    was: &[Node<'_>],
    is: &[Node<'_>],
    before: Range<usize>,
    after: Range<usize>,
) -> Vec<(usize, usize)> {
    let printed = |nodes: &[Node<'_>], range: &Range<usize>| -> Vec<String> {
        nodes.get(range.clone()).unwrap_or_default().iter().map(inline).collect()
    };
    let mut input: InternedInput<String> = InternedInput::default();
    input.update_before(printed(was, &before).into_iter());
    input.update_after(printed(is, &after).into_iter());
    let diff = Diff::compute(Algorithm::Myers, &input);
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let kept = (0..count(before.len())).filter(|at| !diff.is_removed(*at));
    let stayed = (0..count(after.len())).filter(|at| !diff.is_added(*at));
    kept.zip(stayed).map(|(a, b)| (before.start + a as usize, after.start + b as usize)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ron::node::{Span, Value};
    use crate::ron::parse;

    #[test]
    fn two_very_long_lists_are_still_paired_by_what_is_equal() {
        let text = |numbers: &mut dyn Iterator<Item = usize>| {
            format!("[{}]", numbers.map(|n| n.to_string()).collect::<Vec<_>>().join(","))
        };
        let (was, is) = (text(&mut (0..3000)), text(&mut (5..3005).filter(|n| n % 100 != 0)));
        let read = |text| parse(text, Span { start: 0, end: str::len(text) }).unwrap().value;
        let (Value::List(was), Value::List(is)) = (read(&was), read(&is)) else { panic!("no lists") };
        let pairs = common(&was, &is);
        assert_eq!(pairs.len(), 2995 - 29);
        assert!(pairs.iter().all(|(a, b)| was[*a].value == is[*b].value));
        assert!(pairs.is_sorted());
    }
}
