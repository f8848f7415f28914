//! Many names, ready to be asked which of them are like one: by words and their keys, never by comparing all with all.

use std::sync::atomic::{AtomicU64, Ordering};

use hashbrown::HashMap;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};

use super::compare::{LOOK, Likeness, PART, WEAK, compare};
use super::memo::Memo;
use super::name::{Kind, Name, Word};
use super::reason::Reason;
use super::split::{Known, Spelled};
use super::word_pair::{budget, consonants, joined_nearness, key_budget, letters, within};

/// How far a name can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quality {
    /// A name as any other.
    Full,
    /// One that the list itself calls weak, or of low quality.
    Weak,
    /// A part of a name that is made of several ([`parts`]).
    Part,
}

impl Quality {
    /// A likeness to a name of this quality.
    pub fn limited(self, likeness: Likeness) -> Likeness {
        match self {
            Self::Full => likeness,
            Self::Weak => likeness.at_most(WEAK, Reason::Weak),
            Self::Part => likeness.at_most(PART, Reason::Part),
        }
    }
}

/// No name is compared with more others than these.
const MOST: usize = 400;

/// A name of somebody, as it goes into an index.
#[derive(Debug, Clone)]
pub struct Owned {
    /// Whose it is, by a number.
    pub owner: usize,
    /// The name.
    pub name: String,
    /// What it names.
    pub kind: Kind,
    /// How far it can be relied on.
    pub quality: Quality,
}

/// An owner whose name is like the one that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Whose it is.
    pub owner: usize,
    /// The name.
    pub name: String,
    /// How alike they are.
    pub likeness: Likeness,
}

struct Held {
    owner: usize,
    written: String,
    quality: Quality,
    name: Name,
    /// How many of its words tell.
    telling: u8,
}

struct Entry {
    word: Word,
    /// Which letters, and which sounds it has.
    letters: (u64, u64),
    names: Vec<u32>,
}

type Places = HashMap<String, Vec<u32>>;

/// The number of the next index.
static NUMBER: AtomicU64 = AtomicU64::new(0);

/// Names that can be asked for.
pub struct Index {
    /// No other index of this run has it.
    number: u64,
    names: Vec<Held>,
    /// Names by their text, by their letters without spaces, and by their words in alphabetical order.
    same: Places,
    words: Vec<Entry>,
    /// Words by a key, their first letters, or their last ones.
    blocks: Places,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("names", &self.names.len()).finish_non_exhaustive()
    }
}

impl Index {
    /// Makes names ready.
    pub fn new(names: Vec<Owned>) -> Self {
        let held: Vec<Held> = names.into_par_iter().map_init(Known::default, Held::of).collect();
        let mut index = Self {
            number: NUMBER.fetch_add(1, Ordering::Relaxed),
            names: Vec::new(),
            same: HashMap::new(),
            words: Vec::new(),
            blocks: HashMap::new(),
        };
        let mut places: HashMap<String, u32> = HashMap::new();
        for (number, held) in (0u32..).zip(&held) {
            for same in same(&held.name) {
                let of = index.same.entry(same).or_default();
                if of.last() != Some(&number) {
                    of.push(number);
                }
            }
            for word in telling(&held.name) {
                let next = u32::try_from(index.words.len()).unwrap_or(u32::MAX);
                let place = *places.entry_ref(word.spelled.plain.as_str()).or_insert(next);
                if place == next {
                    index.add_word(word, place);
                }
                if let Some(entry) = index.words.get_mut(place as usize)
                    && entry.names.last() != Some(&number)
                {
                    entry.names.push(number);
                }
            }
        }
        index.names = held;
        index
    }

    fn add_word(&mut self, word: &Word, place: u32) {
        for block in blocks(&word.spelled) {
            self.blocks.entry(block).or_default().push(place);
        }
        let letters = (letters(&word.spelled.plain), letters(word.spelled.sounds()));
        self.words.push(Entry { word: word.clone(), letters, names: Vec::new() });
    }

    /// The owners with a name like one, the likest first; those only of whom it is true.
    pub fn find(&self, name: &Name, accepts: impl FnMut(usize) -> bool) -> Vec<Hit> {
        self.find_with(&mut Memo::default(), name, accepts)
    }

    /// The same for one of many names.
    pub fn find_with(
        &self,
        memo: &mut Memo,
        name: &Name,
        mut accepts: impl FnMut(usize) -> bool,
    ) -> Vec<Hit> {
        let mut best: HashMap<usize, (u32, Likeness)> = HashMap::new();
        for number in self.candidates(memo, name) {
            let Some(held) = self.names.get(number as usize) else { continue };
            if !accepts(held.owner) {
                continue;
            }
            let likeness = held.quality.limited(compare(name, &held.name));
            if likeness.score < LOOK {
                continue;
            }
            let is_better = best.get(&held.owner).is_none_or(|(_, found)| found.score < likeness.score);
            if is_better {
                best.insert(held.owner, (number, likeness));
            }
        }
        let written = |number: u32| self.names.get(number as usize).map(|held| held.written.clone());
        let hits = best
            .into_iter()
            .filter_map(|(owner, (number, likeness))| Some(Hit { owner, name: written(number)?, likeness }));
        let mut hits: Vec<Hit> = hits.collect();
        hits.sort_by_key(|hit| (std::cmp::Reverse(hit.likeness.score), hit.owner));
        hits
    }

    /// The owners whose names have most words like those of one, though they are not like it: the nearest first, at most so
    /// many. Of those with as many such words the one with the likest name, then the fewest further words, comes first.
    pub fn nearest(
        &self,
        memo: &mut Memo,
        name: &Name,
        most: usize,
        mut accepts: impl FnMut(usize) -> bool,
    ) -> Vec<Hit> {
        memo.begin(self.number, self.names.len());
        let own: Vec<&Word> = telling(name).collect();
        let _ = self.likely(memo, &own, &[]);
        let mut seen: Vec<(u8, u32)> = memo.seen.all().map(|(of, words)| (words.count, of)).collect();
        seen.sort_unstable_by_key(|(words, of)| (std::cmp::Reverse(*words), *of));
        let mut best: HashMap<usize, (std::cmp::Reverse<u8>, std::cmp::Reverse<u8>, u8, u32)> =
            HashMap::new();
        for (words, number) in seen.into_iter().take(MOST) {
            let Some(held) = self.names.get(number as usize).filter(|held| accepts(held.owner)) else {
                continue;
            };
            let score = held.quality.limited(compare(name, &held.name)).score;
            let key = (
                std::cmp::Reverse(words),
                std::cmp::Reverse(score),
                held.telling.saturating_sub(words),
                number,
            );
            let is_better = best.get(&held.owner).is_none_or(|other| key < *other);
            if is_better {
                best.insert(held.owner, key);
            }
        }
        let mut nearest: Vec<_> = best.into_iter().map(|(owner, key)| (key, owner)).collect();
        nearest.sort_unstable();
        let hits = nearest.into_iter().take(most).filter_map(|((_, _, _, number), owner)| {
            let held = self.names.get(number as usize)?;
            let likeness = held.quality.limited(compare(name, &held.name));
            Some(Hit { owner, name: held.written.clone(), likeness })
        });
        hits.collect()
    }

    /// The names that may be like one: those with the same letters or words, and those with words like its own.
    fn candidates(&self, memo: &mut Memo, name: &Name) -> Vec<u32> {
        memo.begin(self.number, self.names.len());
        let mut found: Vec<u32> = Vec::new();
        for same in same(name) {
            found.extend(self.same.get(&same).into_iter().flatten());
        }
        let own: Vec<&Word> = telling(name).collect();
        let mut likely = self.likely(memo, &own, &[]);
        if likely.is_empty() {
            memo.seen.again();
            likely = self.likely(memo, &own, &merged(&own));
        }
        likely.sort_unstable_by_key(|(words, of)| (std::cmp::Reverse(*words), *of));
        found.extend(likely.into_iter().map(|(_, of)| of).take(MOST));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The names that have as many words like some as they need to be like the name of these, with how many; `merged` are
    /// two of the words in one.
    fn likely(&self, memo: &mut Memo, own: &[&Word], merged: &[String]) -> Vec<(u8, u32)> {
        let count = u8::try_from(own.len()).unwrap_or(u8::MAX);
        let with = |place: &u32| {
            let names = self.words.get(*place as usize).map(|entry| entry.names.as_slice());
            names.unwrap_or_default()
        };
        let mut numbers = 1u16..;
        for (word, number) in own.iter().zip(numbers.by_ref()) {
            let near = memo.near(&word.spelled, || self.near(word));
            near.iter().flat_map(with).for_each(|of| memo.seen.take(*of, number, false));
        }
        for (word, number) in merged.iter().zip(numbers) {
            let near = self.near_joined(word);
            near.iter().flat_map(with).for_each(|of| memo.seen.take(*of, number, true));
        }
        // All words of the shorter name have a partner, or they are names of others.
        let is_likely = |of: u32, words: u8, is_merged: bool| {
            self.names.get(of as usize).is_some_and(|held| {
                let needed = held.telling.min(count).max(1);
                words >= if is_merged { needed.saturating_sub(1).max(1) } else { needed }
            })
        };
        let likely = memo.seen.all().filter(|(of, words)| is_likely(*of, words.count, words.is_merged));
        likely.map(|(of, words)| (words.count, of)).collect()
    }

    /// The words of the index that may be two others in one.
    fn near_joined(&self, word: &str) -> Vec<u32> {
        let mut near: Vec<u32> = Vec::new();
        for block in plain_blocks(word) {
            near.extend(self.blocks.get(&block).into_iter().flatten());
        }
        near.retain(|place| {
            let entry = self.words.get(*place as usize);
            entry.is_some_and(|entry| joined_nearness(word, &entry.word.spelled.plain).is_some())
        });
        near
    }

    /// The words of the index that may be one.
    fn near(&self, word: &Word) -> Vec<u32> {
        let spelled = &word.spelled;
        let at = |block: &str| self.blocks.get(block).map(Vec::as_slice).unwrap_or_default();
        let mut near: Vec<u32> = Vec::new();
        let mut places: Vec<u32> = Vec::new();
        for block in blocks(spelled) {
            // The same key, given name or consonants is near enough; the same beginning or end has to be looked at.
            let of = if block.starts_with(['=', '+', '/']) { &mut near } else { &mut places };
            of.extend(at(&block));
        }
        places.sort_unstable();
        places.dedup();
        let own = (letters(&spelled.plain), letters(spelled.sounds()));
        places.retain(|place| {
            self.words.get(*place as usize).is_some_and(|entry| {
                let other = &entry.word.spelled;
                is_within(&spelled.plain, &other.plain, own.0 ^ entry.letters.0, budget)
                    || is_within(spelled.sounds(), other.sounds(), own.1 ^ entry.letters.1, key_budget)
            })
        });
        near.append(&mut places);
        near.sort_unstable();
        near.dedup();
        near
    }
}

/// Whether so few letters of two words are others as their length allows; `differing` are the letters that only one has.
fn is_within(a: &str, b: &str, differing: u64, budget: impl Fn(usize) -> usize) -> bool {
    let most = budget(a.len().max(b.len()));
    differing.count_ones() as usize <= 2 * most
        && a.len().abs_diff(b.len()) <= most
        && within(a, b, most).is_some()
}

impl Held {
    fn of(known: &mut Known, owned: Owned) -> Self {
        let name = Name::with(&owned.name, owned.kind, known);
        let telling = u8::try_from(telling(&name).count()).unwrap_or(u8::MAX);
        Self { owner: owned.owner, written: owned.name, quality: owned.quality, name, telling }
    }
}

fn telling(name: &Name) -> impl Iterator<Item = &Word> {
    name.words.iter().filter(|word| word.tells() && word.spelled.plain.len() > 1)
}

/// Words beside each other as one: `Patr ushev`.
fn merged(words: &[&Word]) -> Vec<String> {
    let pairs = words.iter().zip(words.iter().skip(1)).take(6);
    pairs.map(|(first, second)| [first.spelled.plain.as_str(), &second.spelled.plain].concat()).collect()
}

/// The texts by which a name is found where it is the same, or its words are.
fn same(name: &Name) -> Vec<String> {
    let mut words: Vec<&str> = name.words.iter().map(|word| word.spelled.plain.as_str()).collect();
    words.sort_unstable();
    let mut same = vec![name.text.clone()];
    if !words.is_empty() {
        same.push(format!("={}", name.letters));
        same.push(format!("~{}", words.join(" ")));
    }
    same
}

/// What a word shares with one that differs from it in few letters: a key, its beginning, or its end.
fn blocks(word: &Spelled) -> Vec<String> {
    let mut blocks: Vec<String> = word.keys.iter().map(|key| format!("={key}")).collect();
    blocks.extend(word.called.iter().map(|called| format!("+{}", called.name)));
    blocks.extend(plain_blocks(&word.plain));
    let key = word.sounds();
    if key.len() > 3 {
        blocks.extend(key.get(..3).map(|start| format!("-{start}")));
    }
    blocks
}

/// The same of its letters alone.
fn plain_blocks(plain: &str) -> Vec<String> {
    let mut blocks = Vec::with_capacity(4);
    if plain.len() > 3 {
        blocks.extend(plain.get(..3).map(|start| format!("<{start}")));
        blocks.extend(plain.get(plain.len() - 4..).map(|end| format!(">{end}")));
    } else {
        blocks.push(format!("<{plain}"));
    }
    // A letter in the middle of a short word.
    if let (4..=7, Some(start), Some(end)) =
        (plain.len(), plain.get(..2), plain.get(plain.len().saturating_sub(2)..))
    {
        blocks.push(format!("{start}_{end}"));
    }
    let consonants = consonants(plain);
    if consonants.len() > 1 {
        blocks.push(format!("/{consonants}"));
    }
    blocks
}

/// No name is made of more others than these.
const MOST_PARTS: usize = 8;

/// The names of which one is made: `Alpha – State Concern of Works`, `Alpha (Beta)`, `Alpha / Beta`.
pub fn parts(name: &str) -> Vec<&str> {
    let cuts = [" – ", " — ", " - ", " / ", "(", ")", ";", ", "];
    let mut parts = vec![name];
    for cut in cuts {
        parts = parts.into_iter().flat_map(|part| part.split(cut)).collect();
    }
    if parts.len() < 2 {
        return Vec::new();
    }
    parts
        .into_iter()
        .map(str::trim)
        .filter(|part| part.chars().filter(|c| c.is_alphabetic()).count() > 4)
        .take(MOST_PARTS)
        .collect()
}
