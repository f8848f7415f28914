//! What asking an index for many names has found out already.

use std::sync::Arc;

use hashbrown::HashMap;

use super::name::{Kind, Name};
use super::split::{Known, Spelled};

/// What asking an [`Index`](super::Index) for many names has found out already: the words that were read, and which words
/// of the index each of them may be. It is of one index; for another one it begins anew.
#[derive(Debug, Default)]
pub struct Memo {
    known: Known,
    near: HashMap<Arc<Spelled>, Arc<[u32]>>,
    /// Which index it is of.
    of: Option<u64>,
    pub(super) seen: Seen,
}

impl Memo {
    /// Of so many words it is kept which ones they may be.
    const MOST: usize = 50_000;

    /// Makes a name ready to be asked for.
    pub fn name(&mut self, text: &str, kind: Kind) -> Name {
        Name::with(text, kind, &mut self.known)
    }

    /// Takes it for an index of so many names.
    pub(super) fn begin(&mut self, index: u64, names: usize) {
        if self.of != Some(index) {
            self.near.clear();
            self.seen = Seen::default();
            self.of = Some(index);
        }
        self.seen.begin(names);
    }

    /// The words that one may be, which `find` finds where they are not known yet.
    pub(super) fn near(&mut self, word: &Arc<Spelled>, find: impl FnOnce() -> Vec<u32>) -> Arc<[u32]> {
        if let Some(near) = self.near.get(word) {
            return near.clone();
        }
        let near: Arc<[u32]> = find().into();
        if self.near.len() < Self::MOST {
            self.near.insert(word.clone(), near.clone());
        }
        near
    }
}

/// How many words of one name others have.
#[derive(Debug, Default)]
pub(super) struct Seen {
    of: Vec<Words>,
    /// The names that have any.
    touched: Vec<u32>,
}

/// What a name has of another one's words.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Words {
    /// How many.
    pub(super) count: u8,
    /// The last of them, counted from one.
    last: u16,
    /// One of them is two in one.
    pub(super) is_merged: bool,
}

impl Seen {
    /// Forgets what was seen of so many names.
    fn begin(&mut self, names: usize) {
        for at in self.touched.drain(..) {
            if let Some(words) = self.of.get_mut(at as usize) {
                *words = Words::default();
            }
        }
        self.of.resize(names, Words::default());
    }

    /// Notes that a name has a word, which stands at a place from one on.
    pub(super) fn take(&mut self, name: u32, place: u16, is_merged: bool) {
        let Some(words) = self.of.get_mut(name as usize) else { return };
        if words.count == 0 {
            self.touched.push(name);
        }
        if words.last != place {
            words.count = words.count.saturating_add(1);
            words.last = place;
            words.is_merged |= is_merged;
        }
    }

    /// The names that have any.
    pub(super) fn all(&self) -> impl Iterator<Item = (u32, Words)> + '_ {
        self.touched.iter().filter_map(|at| Some((*at, *self.of.get(*at as usize)?)))
    }

    /// Forgets them.
    pub(super) fn again(&mut self) {
        self.begin(self.of.len());
    }
}
