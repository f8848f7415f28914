//! Lists of records that are cheap to copy: a copy shares everything until one side changes it.

use std::fmt;
use std::sync::Arc;

/// The records of one list, in the order of the file.
pub struct Shared<T>(Arc<Vec<Arc<T>>>);

/// What is shared is equal without being looked at.
impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        let same = |(a, b): (&Arc<T>, &Arc<T>)| Arc::ptr_eq(a, b) || a == b;
        Arc::ptr_eq(&self.0, &other.0)
            || (self.len() == other.len() && self.0.iter().zip(other.0.iter()).all(same))
    }
}

impl<T> Shared<T> {
    /// Puts a record at a place, which must not lie beyond the end.
    pub(super) fn insert(&mut self, at: usize, record: T) {
        Arc::make_mut(&mut self.0).insert(at, Arc::new(record));
    }

    /// Puts a record at the end.
    pub fn push(&mut self, record: T) {
        Arc::make_mut(&mut self.0).push(Arc::new(record));
    }

    /// Puts another record at a place and returns what was there.
    pub(super) fn replace(&mut self, at: usize, record: T) -> Option<Arc<T>> {
        let slot = Arc::make_mut(&mut self.0).get_mut(at)?;
        Some(std::mem::replace(slot, Arc::new(record)))
    }

    /// Takes out the record at a place, which must be there.
    pub(super) fn remove(&mut self, at: usize) -> Arc<T> {
        Arc::make_mut(&mut self.0).remove(at)
    }

    /// The record at a place.
    pub fn get(&self, at: usize) -> Option<&T> {
        self.0.get(at).map(|record| &**record)
    }

    /// All records.
    pub fn iter(&self) -> Iter<'_, T> {
        self.0.iter().map(|record| &**record)
    }

    /// Whether the record at a place is the very same here and there, without comparing what it says.
    pub fn is_same(&self, at: usize, other: &Self, there: usize) -> bool {
        matches!((self.0.get(at), other.0.get(there)), (Some(a), Some(b)) if Arc::ptr_eq(a, b))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Walks the records of a list.
pub type Iter<'a, T> = std::iter::Map<std::slice::Iter<'a, Arc<T>>, fn(&'a Arc<T>) -> &'a T>;

impl<'a, T> IntoIterator for &'a Shared<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self(Arc::default())
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T> FromIterator<T> for Shared<T> {
    fn from_iter<I: IntoIterator<Item = T>>(records: I) -> Self {
        Self(Arc::new(records.into_iter().map(Arc::new).collect()))
    }
}

impl<T> From<Vec<T>> for Shared<T> {
    fn from(records: Vec<T>) -> Self {
        records.into_iter().collect()
    }
}

impl<T> From<Vec<Arc<T>>> for Shared<T> {
    fn from(records: Vec<Arc<T>>) -> Self {
        Self(Arc::new(records))
    }
}
