//! Many short runs of values in one stretch of memory: one for each record of a list.

/// One run of values for each record, in the order of the list.
#[derive(Debug, Clone)]
pub struct Runs<T> {
    values: Vec<T>,
    /// Where each run begins, and how long it is.
    spans: Vec<(u32, u32)>,
}

impl<T> Default for Runs<T> {
    fn default() -> Self {
        Self { values: Vec::new(), spans: Vec::new() }
    }
}

impl<T: Copy> Runs<T> {
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
        // Runs of four thousand million values do not come from files of four gigabytes.
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let span = (number(self.values.len()), number(run.len()));
        self.values.extend_from_slice(run);
        span
    }

    /// Adds the run of a further record.
    pub fn push(&mut self, run: &[T]) {
        let span = self.put(run);
        self.spans.push(span);
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

    /// Adds all runs of another after these.
    pub fn append(&mut self, other: &Self) {
        let offset = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.values.extend_from_slice(&other.values);
        self.spans.extend(other.spans.iter().map(|(start, length)| (start + offset, *length)));
    }

    /// Makes room for so many values in so many runs, and no more.
    pub fn reserve(&mut self, values: usize, runs: usize) {
        self.values.reserve_exact(values);
        self.spans.reserve_exact(runs);
    }

    /// How many values there are in all runs.
    pub fn values(&self) -> usize {
        self.values.len()
    }
}

#[cfg(test)]
mod tests {
    use super::Runs;

    #[test]
    fn each_record_keeps_its_run_whatever_comes_and_goes() {
        let mut runs = Runs::default();
        runs.push(b"ab");
        runs.push(b"");
        runs.insert(1, b"xyz");
        runs.set(0, b"c");
        assert_eq!([runs.get(0), runs.get(1), runs.get(2), runs.get(3)], [&b"c"[..], b"xyz", b"", b""]);
        runs.remove(0);
        let mut more = Runs::default();
        more.push(b"q");
        runs.append(&more);
        assert_eq!([runs.get(0), runs.get(1), runs.get(2)], [&b"xyz"[..], b"", b"q"]);
    }
}
