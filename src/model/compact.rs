//! What keeps a file of a hundred thousand measures small in memory.

use std::borrow::Borrow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;

use triomphe::ThinArc;

/// A text that is shared and never changed: eight bytes where it is held, and copied by counting.
pub type Text = arcstr::ArcStr;

/// A place or a count as it is held where there are many: nothing that a file has is as many.
pub fn as_u32_saturating(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// A list that is mostly empty or short: eight bytes where it is held, and copied by counting. What changes a list
/// that is shared makes it anew.
#[derive(Clone)]
pub struct ThinSlice<T>(Option<ThinArc<(), T>>);

impl<T> ThinSlice<T> {
    /// An empty list.
    pub const fn new() -> Self {
        Self(None)
    }

    /// All of it.
    pub fn as_slice(&self) -> &[T] {
        self.0.as_ref().map_or(&[], |list| &list.slice)
    }
}

impl<T: Clone> ThinSlice<T> {
    /// Changes the list.
    pub fn change<R>(&mut self, change: impl FnOnce(&mut Vec<T>) -> R) -> R {
        let mut list = self.as_slice().to_vec();
        let result = change(&mut list);
        *self = list.into();
        result
    }

    /// Puts an item at the end.
    pub fn push(&mut self, item: T) {
        self.change(|list| list.push(item));
    }

    /// Takes the last item out.
    pub fn pop(&mut self) -> Option<T> {
        self.change(Vec::pop)
    }
}

impl<T> Default for ThinSlice<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Deref for ThinSlice<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T> Borrow<[T]> for ThinSlice<T> {
    fn borrow(&self) -> &[T] {
        self.as_slice()
    }
}

impl<T> From<Vec<T>> for ThinSlice<T> {
    fn from(list: Vec<T>) -> Self {
        if list.is_empty() {
            Self(None)
        } else {
            Self(Some(ThinArc::from_header_and_iter((), list.into_iter())))
        }
    }
}

impl<T, const N: usize> From<[T; N]> for ThinSlice<T> {
    fn from(list: [T; N]) -> Self {
        list.into_iter().collect()
    }
}

impl<T> FromIterator<T> for ThinSlice<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        items.into_iter().collect::<Vec<T>>().into()
    }
}

impl<T: Clone> Extend<T> for ThinSlice<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        self.change(|list| list.extend(items));
    }
}

impl<'a, T> IntoIterator for &'a ThinSlice<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// What is shared is equal without being looked at.
impl<T: PartialEq> PartialEq for ThinSlice<T> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.as_slice(), other.as_slice()) || self.as_slice() == other.as_slice()
    }
}

impl<T: Eq> Eq for ThinSlice<T> {}

impl<T: PartialEq<U>, U, const N: usize> PartialEq<[U; N]> for ThinSlice<T> {
    fn eq(&self, other: &[U; N]) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl<T: PartialEq<U>, U> PartialEq<&[U]> for ThinSlice<T> {
    fn eq(&self, other: &&[U]) -> bool {
        self.as_slice() == *other
    }
}

impl<T: Hash> Hash for ThinSlice<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_slice().hash(state);
    }
}

impl<T: fmt::Debug> fmt::Debug for ThinSlice<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::ThinSlice;

    #[test]
    fn a_list_that_is_changed_leaves_its_copies_alone() {
        let mut list = ThinSlice::from([1, 2]);
        let copy = list.clone();
        list.push(3);
        list.change(|list| list.swap(0, 2));
        assert_eq!((list.as_slice(), copy.as_slice()), (&[3, 2, 1][..], &[1, 2][..]));
        assert_eq!((list.pop(), ThinSlice::<u8>::new().pop()), (Some(1), None));
        assert!(ThinSlice::<u8>::from(Vec::new()).is_empty());
    }
}
