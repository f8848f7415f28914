//! Short forms of given names: Sasha may be Aleksandr, or Aleksandra.

use std::sync::LazyLock;

use hashbrown::HashMap;

use super::slavic;

/// A given name a line, and how people are called by it.
const SHORT: &str = include_str!("short.txt");

/// A name that a word is, or is the short form of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Called {
    /// The name, by its place in the table.
    pub(super) name: u16,
    /// The word is a short form of it.
    is_short: bool,
}

static TABLE: LazyLock<HashMap<String, Vec<Called>>> = LazyLock::new(|| {
    let mut table: HashMap<String, Vec<Called>> = HashMap::new();
    let lines = SHORT.lines().filter(|line| !line.starts_with('#'));
    for (name, line) in (0u16..).zip(lines) {
        let Some((full, shorts)) = line.split_once(':') else { continue };
        let words = shorts.split_whitespace().map(|word| (word, true));
        for (word, is_short) in std::iter::once((full, false)).chain(words) {
            let of = table.entry(key(&slavic::keys(word), word).to_owned()).or_default();
            let called = Called { name, is_short };
            if !of.contains(&called) {
                of.push(called);
            }
        }
    }
    table
});

/// A known given name by its number, any other word by its letters: what sounds alike may be another name.
fn key<'a>(keys: &'a [String], plain: &'a str) -> &'a str {
    keys.first().filter(|key| slavic::is_given(key)).map_or(plain, String::as_str)
}

/// The names that a word is, or is the short form of.
pub(super) fn called(keys: &[String], plain: &str) -> &'static [Called] {
    TABLE.get(key(keys, plain)).map(Vec::as_slice).unwrap_or_default()
}

/// Whether one of two words is a short form of the other.
pub(super) fn are_one(a: &[Called], b: &[Called]) -> bool {
    a.iter().any(|own| b.iter().any(|other| own.name == other.name && own.is_short != other.is_short))
}
