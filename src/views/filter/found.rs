//! What a filter has found in a list.

use std::ops::Deref;

use crate::views::search::Fit;

/// The rows that a filter keeps, in order, by their places among all rows of the day: those that show its words; where none
/// does, those that have them anywhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found<T = usize> {
    /// The places.
    pub places: Vec<T>,
    /// How many more rows have the words where they do not show them; nought where these are the rows.
    pub unseen: usize,
}

impl Found {
    /// Of rows with how well each fits.
    pub(super) fn of(rows: impl Iterator<Item = (usize, Fit)>) -> Self {
        let (mut shown, mut unseen) = (Vec::new(), Vec::new());
        for (place, fit) in rows {
            match fit {
                Fit::Shown => shown.push(place),
                Fit::Unseen => unseen.push(place),
                Fit::No => {}
            }
        }
        if shown.is_empty() {
            Self { places: unseen, unseen: 0 }
        } else {
            Self { places: shown, unseen: unseen.len() }
        }
    }
}

impl<T> Deref for Found<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.places
    }
}

impl<T> IntoIterator for Found<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.places.into_iter()
    }
}
