//! Two words held against each other.

use super::name::{Role, Word};
use super::short;
use super::slavic::{self, differ_in_gender, in_english, is_given, is_patronymic};

/// How near two words are, nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Nearness {
    /// The same letters.
    Same,
    /// Another spelling of one name, or another language's word of one meaning.
    Spelling,
    /// Some letters are others.
    Edited(u8),
    /// One is a short form of the other: Sasha, Aleksandr.
    Short,
    /// One is the first letter of the other.
    Initial,
}

impl Nearness {
    /// How much of a word that is.
    pub fn share(self, letters: usize) -> f32 {
        #[allow(clippy::cast_precision_loss, reason = "a few letters")]
        match self {
            Self::Same => 1.0,
            Self::Spelling => 0.98,
            Self::Edited(count) => (1.0 - 1.1 * f32::from(count) / letters.max(4) as f32).max(0.5),
            Self::Short => 0.9,
            Self::Initial => 0.85,
        }
    }
}

/// So many letters may be others in a word of so many.
pub(super) const fn budget(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=6 => 1,
        7..=10 => 2,
        _ => 3,
    }
}

/// The same for the key of an East Slavic name, in which most differences of spelling are gone already.
pub(super) const fn key_budget(sounds: usize) -> usize {
    match sounds {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// How near two words of people's names are; as [`nearness`], or a short form of a given name.
pub(super) fn nearness_of_people(a: &Word, b: &Word, slavic: bool, heard: bool) -> Option<Nearness> {
    let is_short = || short::are_one(a.spelled.called, b.spelled.called);
    nearness(a, b, slavic, heard).or_else(|| is_short().then_some(Nearness::Short))
}

/// How near two words are; `None` where they are others. `slavic` where both names look East Slavic, `heard` where one is
/// written in a script that gives only how it sounds.
pub(super) fn nearness(a: &Word, b: &Word, slavic: bool, heard: bool) -> Option<Nearness> {
    let (own, other) = (a.spelled.plain.as_str(), b.spelled.plain.as_str());
    if own == other {
        return Some(Nearness::Same);
    }
    let are_states = a.spelled.is_state() && b.spelled.is_state();
    if a.role == Role::Number || b.role == Role::Number || are_states {
        return None;
    }
    if a.meaning.is_some() && a.meaning == b.meaning {
        return Some(Nearness::Spelling);
    }
    if a.role == Role::Initial || b.role == Role::Initial {
        let first = |word: &Word| word.spelled.key().chars().next();
        let may_begin = |word: &Word, initial: &str| {
            initial.bytes().next().is_some_and(|letter| slavic::may_begin(word.spelled.key(), letter))
        };
        let same = own.chars().next() == other.chars().next()
            || (slavic && (first(a) == first(b) || may_begin(a, other) || may_begin(b, own)));
        return (same && a.role != b.role).then_some(Nearness::Initial);
    }
    let letters = own.len().min(other.len());
    if letters < 3 {
        return shares_key(a, b).then_some(Nearness::Spelling);
    }
    let has_digit = |word: &str| word.bytes().any(|byte| byte.is_ascii_digit());
    if has_digit(own) != has_digit(other) {
        return (undigited(own) == undigited(other)).then_some(Nearness::Edited(1));
    }
    if slavic {
        return slavic_nearness(a, b);
    }
    plain_nearness(a, b).or_else(|| if heard { heard_nearness(a, b) } else { None })
}

/// How near two words are of which one is written in a script that gives only how it sounds: by its key, or, since Arabic
/// writes no short vowels, by its consonants.
fn heard_nearness(a: &Word, b: &Word) -> Option<Nearness> {
    let letters = a.spelled.plain.len().min(b.spelled.plain.len());
    let by_key =
        || distance(a.spelled.key(), b.spelled.key(), usize::from(letters > 4)).map(Nearness::Edited);
    let (own, other) = (consonants(&a.spelled.plain), consonants(&b.spelled.plain));
    by_key().or_else(|| (own.len() > 2 && own == other).then_some(Nearness::Edited(1)))
}

/// The consonants of a word, each once where it is doubled, and those that one script does not tell apart as one.
pub(super) fn consonants(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars().filter(|c| !"aeiouwyj".contains(*c)) {
        let c = match c {
            'p' => 'b',
            'v' => 'f',
            'c' | 'q' => 'k',
            c => c,
        };
        if !out.ends_with(c) {
            out.push(c);
        }
    }
    out
}

/// A word with letters for the digits that look like them: `S1lver`.
fn undigited(word: &str) -> String {
    let letter = |c| match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '5' => 's',
        '9' => 'g',
        _ => c,
    };
    word.chars().map(letter).collect()
}

fn shares_key(a: &Word, b: &Word) -> bool {
    a.spelled.keys.iter().any(|key| b.spelled.keys.contains(key))
}

fn slavic_nearness(a: &Word, b: &Word) -> Option<Nearness> {
    if shares_key(a, b) {
        return Some(Nearness::Spelling);
    }
    let (own, other) = (a.spelled.key(), b.spelled.key());
    let are_known = own.starts_with('@') && other.starts_with('@');
    // Two given names that are known are two names, however alike; so are a given name and a patronymic of it.
    if are_known || (is_given(own) || is_given(other)) && (is_patronymic(own) || is_patronymic(other)) {
        return None;
    }
    let plain = (a.spelled.plain.as_str(), b.spelled.plain.as_str());
    let (own, other) = (a.spelled.sounds(), b.spelled.sounds());
    if differ_in_gender(own, other) {
        return None;
    }
    let sounds = own.len().min(other.len());
    let allowed = key_budget(sounds);
    let first = own.chars().next() == other.chars().next();
    // What differs more in letters than in sounds is another name that happens to sound so.
    let count = distance(own, other, allowed)?;
    // In a long word one language may write many letters of a sound otherwise: Tolstarenkov, Taustsiarankou.
    let most = match sounds {
        0..=7 => 3,
        9.. if count == 1 => 6,
        _ => 4,
    };
    distance(plain.0, plain.1, most)
        .or_else(|| distance(&in_english(plain.0), &in_english(plain.1), most))?;
    (first || (sounds > 7 && count == 1)).then_some(Nearness::Edited(count))
}

fn plain_nearness(a: &Word, b: &Word) -> Option<Nearness> {
    let (own, other) = (a.spelled.plain.as_str(), b.spelled.plain.as_str());
    let letters = own.len().max(other.len());
    let sounds = a.spelled.key().len().min(b.spelled.key().len());
    let shares = shares_key(a, b);
    // A long word that sounds the same is spelled as another language spells it: avtomobilnyy, autamabilny.
    let most = if shares && sounds > 6 { budget(letters) + 2 } else { budget(letters).max(2) };
    let count = distance(own, other, most)?;
    if shares && sounds > 2 && (usize::from(count) <= budget(letters) || count < 3 || sounds > 6) {
        return Some(Nearness::Spelling);
    }
    let first = |word: &str| word.chars().next().map(|c| if "aeiouy".contains(c) { 'a' } else { c });
    let first = first(own) == first(other) || letters > 7;
    (first && usize::from(count) <= budget(letters)).then_some(Nearness::Edited(count))
}

/// The letters of a word as a set: a quick look before their order is compared.
pub(super) fn letters(word: &str) -> u64 {
    word.bytes().fold(0, |set, byte| set | 1 << (byte & 63))
}

/// How many letters are others, left out, added, or exchanged with their neighbours (optimal string alignment), up to a
/// bound; `None` above it.
pub(super) fn distance(a: &str, b: &str, most: usize) -> Option<u8> {
    let differing = (letters(a) ^ letters(b)).count_ones() as usize;
    if a.len().abs_diff(b.len()) > most || differing > 2 * most {
        return None;
    }
    within(a, b, most)
}

/// The same of words whose length and letters were looked at.
pub(super) fn within(a: &str, b: &str, most: usize) -> Option<u8> {
    let (a, b) = differing_parts(a.as_bytes(), b.as_bytes());
    let most = u8::try_from(most).ok()?;
    if a.is_empty() || b.is_empty() {
        return u8::try_from(a.len().max(b.len())).ok().filter(|count| *count <= most);
    }
    aligned(a, b, most)
}

/// Two words without what they begin and end with alike.
fn differing_parts<'a>(a: &'a [u8], b: &'a [u8]) -> (&'a [u8], &'a [u8]) {
    let start = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (a.get(start..).unwrap_or_default(), b.get(start..).unwrap_or_default());
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let cut = |word: &'a [u8]| word.get(..word.len().saturating_sub(end)).unwrap_or_default();
    (cut(a), cut(b))
}

/// So long may be what is aligned letter by letter; names have no longer words.
const LONGEST: usize = 64;

/// The optimal string alignment of two words that differ in their first and last letters; `None` above a bound. One row
/// of the table at a time, given up where no cell of a row is within the bound.
fn aligned(a: &[u8], b: &[u8], most: u8) -> Option<u8> {
    if a.len() >= LONGEST || b.len() >= LONGEST {
        return None;
    }
    let mut above = [0u8; LONGEST];
    (0u8..).zip(&mut above).for_each(|(at, cell)| *cell = at);
    let (mut before, mut row) = ([u8::MAX; LONGEST], [0u8; LONGEST]);
    let mut previous = 0u8;
    for (number, &own) in (1u8..).zip(a) {
        let mut left = number;
        let mut best = left;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        // The letter of the other word before this one, and the cell two rows up and two columns back.
        let (mut last, mut crossed) = (0u8, u8::MAX);
        let cells = above.iter().zip(above.iter().skip(1)).zip(row.iter_mut().skip(1));
        for ((&other, &two_up), ((&diagonal, &up), cell)) in b.iter().zip(&before).zip(cells) {
            let mut cost = diagonal.saturating_add(u8::from(own != other)).min(left + 1).min(up + 1);
            if own == last && other == previous {
                cost = cost.min(crossed.saturating_add(1));
            }
            *cell = cost;
            (left, last, crossed) = (cost, other, two_up);
            best = best.min(cost);
        }
        if best > most {
            return None;
        }
        previous = own;
        before = above;
        std::mem::swap(&mut above, &mut row);
    }
    above.get(b.len()).copied().filter(|count| *count <= most)
}

/// How near two texts of several words without their spaces are.
pub(super) fn joined_nearness(a: &str, b: &str) -> Option<Nearness> {
    if a == b {
        return Some(Nearness::Same);
    }
    let letters = a.len().min(b.len());
    if letters < 7 {
        return None;
    }
    let count = distance(a, b, if letters < 11 { 1 } else { 2 })?;
    Some(Nearness::Edited(count))
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn the_distance_is_that_of_optimal_string_alignment_up_to_its_bound() {
        let words = [
            "",
            "a",
            "ab",
            "ba",
            "abc",
            "acb",
            "cab",
            "lukashenka",
            "lukashenko",
            "luakshenko",
            "lukasenka",
            "ivanov",
            "ivaonv",
            "vianov",
            "siarhei",
            "sergei",
            "segrei",
            "aaaa",
            "aaab",
            "bbbb",
        ];
        for a in words {
            for b in words {
                let exact = strsim::osa_distance(a, b);
                for most in 0..5 {
                    let found = distance(a, b, most).map(usize::from);
                    assert_eq!(found, Some(exact).filter(|exact| *exact <= most), "{a} {b} {most}");
                }
            }
        }
    }
}
