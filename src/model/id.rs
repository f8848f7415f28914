//! Stable names of records.

use std::borrow::{Borrow, Cow};
use std::fmt;

use super::compact::Text;

/// An id is at most so long, in bytes.
pub const LONGEST_ID: usize = 120;

/// The stable name of a record: kebab-case, or a short code in capitals (`US`, `NATO`). Unique over the whole
/// file. Cheap to clone: equal ids of one file share their text.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(Text);

impl Id {
    /// An id of this text; whether it is well formed is asked by [`Id::is_well_formed`].
    pub fn new(text: &str) -> Self {
        Self(Text::from(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The text as a message names it: what is much longer than an id may be is cut.
    pub fn short(&self) -> Cow<'_, str> {
        if self.0.len() <= 2 * LONGEST_ID {
            return Cow::Borrowed(self.as_str());
        }
        let start = self.0.get(..self.0.floor_char_boundary(LONGEST_ID)).unwrap_or_default();
        Cow::Owned(format!("{start}…"))
    }

    /// An id made of texts in any script: lower case, letters and digits, single hyphens; with a number where it is
    /// taken.
    pub fn propose(parts: &[&str], is_taken: impl Fn(&str) -> bool) -> Self {
        /// Longer ones are cut.
        const LONGEST: usize = 60;
        let mut id = String::new();
        for c in any_ascii::any_ascii(&parts.join(" ")).chars() {
            match c {
                c if c.is_ascii_alphanumeric() => id.push(c.to_ascii_lowercase()),
                '\'' | '"' | '`' => {}
                _ if id.is_empty() || id.ends_with('-') => {}
                _ => id.push('-'),
            }
        }
        id.truncate(LONGEST);
        let id = id.trim_end_matches('-');
        if id.is_empty() || !is_taken(id) {
            return Self::new(id);
        }
        let numbered = (2..u32::MAX).map(|number| format!("{id}-{number}")).find(|id| !is_taken(id));
        Self::new(&numbered.unwrap_or_default())
    }

    /// Whether `text` is an id: ASCII letters and digits in groups joined by single hyphens, at most 120 long.
    pub fn is_well_formed(text: &str) -> bool {
        text.len() <= LONGEST_ID
            && !text.is_empty()
            && text.split('-').all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric()))
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl Borrow<str> for Id {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl From<Text> for Id {
    fn from(text: Text) -> Self {
        Self(text)
    }
}

impl From<&str> for Id {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn a_message_names_the_beginning_of_an_id_that_is_much_too_long() {
        assert_eq!(Id::new(&"a".repeat(240)).short().len(), 240);
        assert_eq!(Id::new(&"é".repeat(1 << 20)).short(), "é".repeat(60) + "…");
    }

    #[test]
    fn an_id_is_letters_and_digits_joined_by_single_hyphens() {
        for good in ["US", "us-belavia-asset-freeze", "pl-closes-border-2025-09-12", "a"] {
            assert!(Id::is_well_formed(good), "{good}");
        }
        for bad in ["", "-", "a-", "-a", "a--b", "a b", "ä", "a_b"] {
            assert!(!Id::is_well_formed(bad), "{bad}");
        }
    }
}
