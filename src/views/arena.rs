//! Many short runs of values in one stretch of memory: one for each record of a list.

use memchr::memmem::Finder;

use crate::model::compact::as_u32_saturating;

/// One run of values for each record, in the order of the list.
#[derive(Debug, Clone)]
pub struct Arena<T> {
    values: Vec<T>,
    /// Up to here the runs stand in the order of their records; what edits bring comes after it.
    ordered: u32,
    /// Where each run begins, and how long it is.
    spans: Vec<(u32, u32)>,
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self { values: Vec::new(), ordered: 0, spans: Vec::new() }
    }
}

impl<T: Copy> Arena<T> {
    /// The run of a record; empty where there is no such record.
    pub fn get(&self, at: usize) -> &[T] {
        let Some(&(start, length)) = self.spans.get(at) else { return &[] };
        let (start, length) = (start as usize, length as usize);
        self.values.get(start..start + length).unwrap_or_default()
    }

    /// How many runs there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    fn put(&mut self, run: &[T]) -> (u32, u32) {
        let span = (as_u32_saturating(self.values.len()), as_u32_saturating(run.len()));
        self.values.extend_from_slice(run);
        span
    }

    /// Adds the run of a further record, before any is edited.
    pub fn push(&mut self, run: &[T]) {
        let span = self.put(run);
        self.spans.push(span);
        self.ordered = span.0 + span.1;
    }

    /// Puts the run of a new record in its place; at the end where the place lies beyond it.
    pub fn insert(&mut self, at: usize, run: &[T]) {
        let span = self.put(run);
        self.spans.insert(at.min(self.spans.len()), span);
    }

    /// Replaces the run of a record. What was there stays in memory until all are made anew: edits are few.
    pub fn set(&mut self, at: usize, run: &[T]) {
        let span = self.put(run);
        if let Some(slot) = self.spans.get_mut(at) {
            *slot = span;
        }
    }

    /// Takes out the run of a record that is gone.
    pub fn remove(&mut self, at: usize) {
        if at < self.spans.len() {
            self.spans.remove(at);
        }
    }

    /// Adds all runs of another after these, before any is edited.
    pub fn append(&mut self, other: &Self) {
        let offset = as_u32_saturating(self.values.len());
        self.values.extend_from_slice(&other.values);
        self.spans.extend(other.spans.iter().map(|(start, length)| (start + offset, *length)));
        self.ordered = offset + other.ordered;
    }

    /// Makes room for so many runs in all, those that come being taken to be as long as those that are there.
    pub fn expect(&mut self, runs: usize) {
        let (here, coming) = (self.spans.len().max(1), runs.saturating_sub(self.spans.len()));
        let values = self.values.len() / here * coming;
        self.values.reserve_exact(values + values / 16);
        self.spans.reserve_exact(coming);
    }

    /// Gives back what memory is not needed.
    pub fn shrink(&mut self) {
        self.values.shrink_to_fit();
        self.spans.shrink_to_fit();
    }
}

impl Arena<u8> {
    /// Which of the runs from `first` on have what `finder` looks for: one answer for each item of `found`. One pass
    /// over the memory, not one search a run.
    pub fn search(&self, finder: &Finder<'_>, first: usize, found: &mut [bool]) {
        let Some(spans) = self.spans.get(first..first + found.len()) else { return };
        if finder.needle().is_empty() {
            found.fill(true);
            return;
        }
        let is_ordered = |span: &&(u32, u32)| span.0 + span.1 <= self.ordered;
        let start = spans.iter().find(is_ordered).map_or(0, |span| span.0 as usize);
        let end = spans.iter().rev().find(is_ordered).map_or(0, |span| (span.0 + span.1) as usize);
        let values = self.values.get(..end).unwrap_or_default();
        let next = |from: usize| {
            let rest = values.get(from..)?;
            finder.find(rest).map(|at| from + at)
        };
        let mut hit = next(start);
        for (&(start, length), found) in spans.iter().zip(found) {
            let (start, end) = (start as usize, (start + length) as usize);
            if end > self.ordered as usize {
                *found = self.values.get(start..end).is_some_and(|run| finder.find(run).is_some());
                continue;
            }
            // What was edited away still stands between the runs.
            if hit.is_some_and(|at| at < start) {
                hit = next(start);
            }
            let Some(at) = hit else { continue };
            if at < end {
                // It may begin here and end in the next run.
                *found = at + finder.needle().len() <= end;
                hit = next(end);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Arena;
    use memchr::memmem::Finder;

    #[test]
    fn one_pass_finds_what_a_search_of_each_run_finds() {
        let mut runs = Arena::default();
        for run in ["ab", "bab", "", "aab", "b", "ba", "bba"] {
            runs.push(run.as_bytes());
        }
        runs.set(1, b"xx");
        runs.insert(3, b"ab");
        runs.remove(0);
        for needle in ["a", "ab", "ba", "bb", "xx", "zz", ""] {
            let finder = Finder::new(needle);
            let slowly: Vec<bool> = (0..runs.len()).map(|at| finder.find(runs.get(at)).is_some()).collect();
            for parts in [1, 2, 3, 7] {
                let mut found = vec![false; runs.len()];
                for (part, found) in found.chunks_mut(parts).enumerate() {
                    runs.search(&finder, part * parts, found);
                }
                assert_eq!(found, slowly, "{needle:?} in parts of {parts}");
            }
        }
    }

    #[test]
    fn each_record_keeps_its_run_whatever_comes_and_goes() {
        let mut runs = Arena::default();
        runs.push(b"ab");
        runs.push(b"");
        runs.insert(1, b"xyz");
        runs.set(0, b"c");
        assert_eq!([runs.get(0), runs.get(1), runs.get(2), runs.get(3)], [&b"c"[..], b"xyz", b"", b""]);
        runs.remove(0);
        let mut more = Arena::default();
        more.push(b"q");
        runs.append(&more);
        assert_eq!([runs.get(0), runs.get(1), runs.get(2)], [&b"xyz"[..], b"", b"q"]);
    }
}
