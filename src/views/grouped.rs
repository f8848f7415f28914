//! Places of a list grouped by a number: which others have the same is found at once, and stays so while records come,
//! go and change.

use rayon::prelude::*;

use crate::model::compact::as_u32_saturating;

/// Places grouped by a number.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grouped {
    /// The number of each place.
    numbers: Vec<u64>,
    /// The places ordered by their numbers, then by themselves.
    order: Vec<u32>,
}

/// The number of a place that has come and is not numbered yet.
const NONE: u64 = u64::MAX;

impl Grouped {
    /// Groups places by their numbers.
    pub fn of(numbers: Vec<u64>) -> Self {
        let mut order: Vec<u32> = (0..numbers.len()).map(as_u32_saturating).collect();
        order.par_sort_unstable_by_key(|at| (numbers.get(*at as usize).copied(), *at));
        Self { numbers, order }
    }

    fn number(&self, at: u32) -> u64 {
        self.numbers.get(at as usize).copied().unwrap_or(NONE)
    }

    /// Where a place with a number stands in the order, or would stand.
    fn position(&self, number: u64, at: u32) -> usize {
        self.order.partition_point(|other| (self.number(*other), *other) < (number, at))
    }

    /// The places that have a number, in their order.
    pub fn with(&self, number: u64) -> &[u32] {
        let from = self.position(number, 0);
        let rest = self.order.get(from..).unwrap_or_default();
        let count = rest.partition_point(|other| self.number(*other) <= number);
        rest.get(..count).unwrap_or_default()
    }

    /// A place has come: those from it on have moved. It gets its number by [`Grouped::set`].
    pub fn inserted(&mut self, at: usize) {
        let at = at.min(self.numbers.len());
        let place = as_u32_saturating(at);
        self.order.iter_mut().filter(|other| **other >= place).for_each(|other| *other += 1);
        self.numbers.insert(at, NONE);
        self.order.insert(self.position(NONE, place), place);
    }

    /// A place has gone: those after it have moved.
    pub fn removed(&mut self, at: usize) {
        let place = as_u32_saturating(at);
        self.order.retain(|other| *other != place);
        self.order.iter_mut().filter(|other| **other > place).for_each(|other| *other -= 1);
        if at < self.numbers.len() {
            self.numbers.remove(at);
        }
    }

    /// A place has another number.
    pub fn set(&mut self, at: usize, number: u64) {
        let place = as_u32_saturating(at);
        if at >= self.numbers.len() || self.number(place) == number {
            return;
        }
        let from = self.position(self.number(place), place);
        if self.order.get(from) == Some(&place) {
            self.order.remove(from);
        }
        if let Some(slot) = self.numbers.get_mut(at) {
            *slot = number;
        }
        self.order.insert(self.position(number, place), place);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Grouped;

    proptest! {
        #[test]
        fn places_that_come_go_and_change_are_grouped_as_if_they_had_always_been_so(
            first in proptest::collection::vec(0u64..5, 0..12),
            changes in proptest::collection::vec((0usize..3, 0usize..14, 0u64..5), 0..12),
        ) {
            let (mut numbers, mut grouped) = (first.clone(), Grouped::of(first));
            for (what, at, number) in changes {
                match what {
                    0 => {
                        let at = at.min(numbers.len());
                        numbers.insert(at, number);
                        grouped.inserted(at);
                        grouped.set(at, number);
                    }
                    1 if at < numbers.len() => {
                        numbers.remove(at);
                        grouped.removed(at);
                    }
                    _ => {
                        if let Some(slot) = numbers.get_mut(at) {
                            *slot = number;
                            grouped.set(at, number);
                        }
                    }
                }
                prop_assert_eq!(&grouped, &Grouped::of(numbers.clone()));
            }
            for number in 0..6 {
                let there: Vec<u32> =
                    (0..).zip(&numbers).filter(|(_, it)| **it == number).map(|(at, _)| at).collect();
                prop_assert_eq!(grouped.with(number), &there[..]);
            }
        }
    }
}
