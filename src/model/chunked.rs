//! Lists of records that are cheap to copy and cheap to change: a copy shares everything, and a change copies the one
//! chunk that it is in.

use std::fmt;
use std::sync::Arc;

use rayon::prelude::*;

/// A chunk has no more records than this.
const LONGEST: usize = 512;

/// So many it has at first, so that there is room for some more.
const FILLED: usize = 256;

/// The records of one list, in the order of the file.
pub struct ChunkedVec<T> {
    chunks: Arc<Vec<Chunk<T>>>,
    length: usize,
}

/// What becomes of a record where a list is rewritten.
pub(super) enum Rewrite<T> {
    /// It stays as it is, and shared.
    Same,
    /// It is another.
    Other(T),
    /// It is taken out.
    Out,
}

impl<T> From<Option<T>> for Rewrite<T> {
    fn from(other: Option<T>) -> Self {
        other.map_or(Self::Same, Self::Other)
    }
}

struct Chunk<T> {
    /// How many records stand before it.
    before: usize,
    records: Arc<Vec<Arc<T>>>,
}

impl<T> Clone for Chunk<T> {
    fn clone(&self) -> Self {
        Self { before: self.before, records: Arc::clone(&self.records) }
    }
}

impl<T> ChunkedVec<T> {
    /// The chunk that a place is in, and the place within it.
    fn find(&self, at: usize) -> (usize, usize) {
        // Where nothing came or went before it, each chunk is as long as it was at first.
        let guess = at / FILLED;
        if let Some(chunk) = self.chunks.get(guess)
            && chunk.before == guess * FILLED
            && at - chunk.before < chunk.records.len()
        {
            return (guess, at - chunk.before);
        }
        let chunk = self.chunks.partition_point(|chunk| chunk.before <= at).saturating_sub(1);
        (chunk, at - self.chunks.get(chunk).map_or(0, |chunk| chunk.before))
    }

    fn record(&self, at: usize) -> Option<&Arc<T>> {
        let (chunk, at) = self.find(at);
        self.chunks.get(chunk)?.records.get(at)
    }

    /// Puts a record at a place; at the end where the place lies beyond it.
    pub(super) fn insert(&mut self, at: usize, record: T) {
        let at = at.min(self.length);
        let (place, within) = self.find(at);
        let chunks = Arc::make_mut(&mut self.chunks);
        if chunks.is_empty() {
            chunks.push(Chunk { before: 0, records: Arc::default() });
        }
        if let Some(chunk) = chunks.get_mut(place) {
            let records = Arc::make_mut(&mut chunk.records);
            records.insert(within.min(records.len()), Arc::new(record));
            if records.len() > LONGEST {
                let rest = records.split_off(FILLED);
                let before = chunk.before + FILLED;
                chunks.insert(place + 1, Chunk { before, records: Arc::new(rest) });
            }
        }
        self.count(place);
    }

    /// Puts a record at the end.
    pub fn push(&mut self, record: T) {
        self.insert(self.length, record);
    }

    /// Puts another record at a place and returns what was there.
    pub(super) fn replace(&mut self, at: usize, record: T) -> Option<Arc<T>> {
        let (place, within) = self.find(at);
        let chunk = Arc::make_mut(&mut self.chunks).get_mut(place)?;
        let slot = Arc::make_mut(&mut chunk.records).get_mut(within)?;
        Some(std::mem::replace(slot, Arc::new(record)))
    }

    /// Takes out the record at a place.
    pub(super) fn remove(&mut self, at: usize) -> Option<Arc<T>> {
        let (place, within) = self.find(at);
        let chunks = Arc::make_mut(&mut self.chunks);
        let chunk = chunks.get_mut(place).filter(|chunk| within < chunk.records.len())?;
        let records = Arc::make_mut(&mut chunk.records);
        let record = records.remove(within);
        if records.is_empty() {
            chunks.remove(place);
        }
        self.count(place.saturating_sub(1));
        Some(record)
    }

    /// Counts anew what stands before each chunk from one on.
    fn count(&mut self, from: usize) {
        let mut before = 0;
        for (place, chunk) in Arc::make_mut(&mut self.chunks).iter_mut().enumerate() {
            if place >= from {
                chunk.before = before;
            }
            before = chunk.before + chunk.records.len();
        }
        self.length = before;
    }

    /// The record at a place.
    pub fn get(&self, at: usize) -> Option<&T> {
        self.record(at).map(|record| &**record)
    }

    /// The record at a place, shared.
    pub(super) fn share(&self, at: usize) -> Option<Arc<T>> {
        self.record(at).cloned()
    }

    /// All records.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { list: self, from: 0, to: self.length, chunk: 0 }
    }

    /// Whether the record at a place is the very same here and there, without comparing what it says.
    pub fn is_same(&self, at: usize, other: &Self, there: usize) -> bool {
        matches!((self.record(at), other.record(there)), (Some(a), Some(b)) if Arc::ptr_eq(a, b))
    }

    /// The same records, each that `known` knows as the same being the very one that it gives: they are in memory once.
    pub(super) fn sharing<'o>(&self, known: impl Fn(&T) -> Option<&'o Arc<T>>) -> Self
    where
        T: PartialEq + 'o,
    {
        let all = self.chunks.iter().flat_map(|chunk| chunk.records.iter());
        let shared = all.map(|record| match known(record) {
            Some(same) if same == record => Arc::clone(same),
            _ => Arc::clone(record),
        });
        shared.collect::<Vec<_>>().into()
    }

    /// The same records, each as `rewrite` has it; a chunk in which all stay is shared.
    pub(super) fn rewritten(&self, rewrite: impl Fn(&T) -> Rewrite<T> + Sync) -> Self
    where
        T: Send + Sync,
    {
        let of = |chunk: &Chunk<T>| {
            let mut is_same = true;
            let mut records = Vec::with_capacity(chunk.records.len());
            for record in chunk.records.iter() {
                match rewrite(record) {
                    Rewrite::Same => records.push(Arc::clone(record)),
                    Rewrite::Other(other) => {
                        is_same = false;
                        records.push(Arc::new(other));
                    }
                    Rewrite::Out => is_same = false,
                }
            }
            if is_same { Arc::clone(&chunk.records) } else { Arc::new(records) }
        };
        let mut records: Vec<Arc<Vec<Arc<T>>>> = self.chunks.par_iter().map(of).collect();
        records.retain(|records| !records.is_empty());
        let mut length = 0;
        let chunks = records.into_iter().map(|records| {
            let before = length;
            length += records.len();
            Chunk { before, records }
        });
        let chunks = Arc::new(chunks.collect::<Vec<_>>());
        Self { chunks, length }
    }

    /// The record at a place, as it is shared.
    pub(super) fn shared(&self, at: usize) -> Option<&Arc<T>> {
        self.record(at)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }
}

/// What is shared is equal without being looked at.
impl<T: PartialEq> PartialEq for ChunkedVec<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.chunks, &other.chunks)
            || (self.length == other.length
                && (0..self.length).all(|at| self.is_same(at, other, at) || self.get(at) == other.get(at)))
    }
}

/// Walks the records of a list.
pub struct Iter<'a, T> {
    list: &'a ChunkedVec<T>,
    from: usize,
    to: usize,
    /// The chunk that `from` is in, or one before it.
    chunk: usize,
}

impl<T> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Self { ..*self }
    }
}

impl<'a, T> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        if self.from >= self.to {
            return None;
        }
        loop {
            let chunk = self.list.chunks.get(self.chunk)?;
            if let Some(record) = chunk.records.get(self.from - chunk.before) {
                self.from += 1;
                return Some(record);
            }
            self.chunk += 1;
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.to - self.from, Some(self.to - self.from))
    }
}

impl<T> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        if self.from >= self.to {
            return None;
        }
        self.to -= 1;
        self.list.get(self.to)
    }
}

impl<T> ExactSizeIterator for Iter<'_, T> {}

impl<'a, T> IntoIterator for &'a ChunkedVec<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<T> Clone for ChunkedVec<T> {
    fn clone(&self) -> Self {
        Self { chunks: Arc::clone(&self.chunks), length: self.length }
    }
}

impl<T> Default for ChunkedVec<T> {
    fn default() -> Self {
        Self { chunks: Arc::default(), length: 0 }
    }
}

impl<T: fmt::Debug> fmt::Debug for ChunkedVec<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T> FromIterator<T> for ChunkedVec<T> {
    fn from_iter<I: IntoIterator<Item = T>>(records: I) -> Self {
        records.into_iter().map(Arc::new).collect::<Vec<_>>().into()
    }
}

impl<T> From<Vec<T>> for ChunkedVec<T> {
    fn from(records: Vec<T>) -> Self {
        records.into_iter().collect()
    }
}

impl<T> From<Vec<Arc<T>>> for ChunkedVec<T> {
    fn from(records: Vec<Arc<T>>) -> Self {
        let length = records.len();
        let mut records = records.into_iter();
        let mut chunks = Vec::with_capacity(length.div_ceil(FILLED));
        let mut before = 0;
        while before < length {
            let chunk: Vec<Arc<T>> = records.by_ref().take(FILLED).collect();
            let count = chunk.len();
            chunks.push(Chunk { before, records: Arc::new(chunk) });
            before += count;
        }
        Self { chunks: Arc::new(chunks), length }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_list_that_is_rewritten_shares_what_stays() {
        let plain: Vec<usize> = (0..1000).collect();
        let list = ChunkedVec::from(plain.clone());
        let same = list.rewritten(|_| Rewrite::Same);
        assert!(Arc::ptr_eq(&same.chunks[0].records, &list.chunks[0].records) && same == list);
        // A whole chunk goes, and something of all others.
        let less = list.rewritten(|it| match it {
            0..FILLED => Rewrite::Out,
            it if it % 3 == 0 => Rewrite::Out,
            it if it % 3 == 1 => Rewrite::Other(it * 2),
            _ => Rewrite::Same,
        });
        let left = plain.into_iter().filter(|it| *it >= FILLED && it % 3 != 0);
        let left: Vec<usize> = left.map(|it| if it % 3 == 1 { it * 2 } else { it }).collect();
        assert!(less.iter().eq(&left) && less.len() == left.len());
        assert_eq!(less.get(left.len() - 1), left.last());
        assert!(less.is_same(1, &list, FILLED + 1), "what stays is the very same");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_list_in_chunks_is_the_list(start in 0usize..1200, changes in proptest::collection::vec((0u8..3, 0usize..1500), 0..600)) {
            let mut plain: Vec<usize> = (0..start).collect();
            let mut list = ChunkedVec::from(plain.clone());
            let (copy, was) = (list.clone(), plain.clone());
            for (number, (kind, at)) in changes.into_iter().enumerate() {
                match kind {
                    0 => {
                        plain.insert(at.min(plain.len()), number);
                        list.insert(at, number);
                    }
                    1 if at < plain.len() => {
                        let gone = plain.remove(at);
                        prop_assert_eq!(list.remove(at).map(|it| *it), Some(gone));
                    }
                    2 if at < plain.len() => {
                        plain[at] = number;
                        list.replace(at, number);
                    }
                    _ => prop_assert!(list.get(plain.len()).is_none()),
                }
                prop_assert_eq!(list.len(), plain.len());
            }
            prop_assert!(list.iter().eq(&plain) && list.iter().rev().eq(plain.iter().rev()));
            prop_assert!(copy.iter().eq(&was));
        }
    }
}
