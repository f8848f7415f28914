//! Where a claim comes from.

use std::fmt;
use std::str::FromStr;

use super::compact::{Text, ThinSlice};
use super::date::Date;
use super::declare::{Field, Part, Reads, Shape, Visitor, declared};
use super::id::Id;

/// The Admiralty code: reliability of the source (A best to F cannot be judged) and credibility of the
/// information (1 best to 6 cannot be judged).
///
/// Source of the rule: NATO AJP-2.1, the 6×6 grading of sources and information.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade {
    reliability: u8,
    credibility: u8,
}

impl FromStr for Grade {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match *text.as_bytes() {
            [reliability @ b'A'..=b'F', credibility @ b'1'..=b'6'] => Ok(Self { reliability, credibility }),
            _ => Err(()),
        }
    }
}

impl Part for Grade {
    const SHAPE: Shape = Shape::Text;

    fn read<R: Reads>(reader: &mut R, value: R::Value, field: &'static Field) -> Option<Self> {
        let help =
            "the Admiralty code: a letter from A (best) to F and a digit from 1 (best) to 6, such as \"B2\"";
        reader.formed(value, field, "is no grade", help)
    }

    fn show<'r, V: Visitor<'r>>(&'r self, visitor: &mut V, field: &'static Field) {
        visitor.formed(field, self);
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", char::from(self.reliability), char::from(self.credibility))
    }
}

declared! {
    /// A copy of a source that stays.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Archived("an archived copy") {
        /// Where it is.
        url: Text => label("archived at"),
        /// Its SHA-256, in hexadecimal digits.
        sha256: Option<Text> => label("its SHA-256"),
    }
}

declared! {
    /// A text, list or person that claims are taken from.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Source("a source") {
        /// The key by which steps and events cite it.
        id: Id => name(),
        /// Who published it.
        publisher: Text => name().telling(),
        /// Its title.
        title: Text => telling(),
        /// Who wrote it.
        authors: ThinSlice<Text> => name(),
        /// When it was published.
        published: Option<Date>,
        /// Where it can be read.
        url: Option<Text>,
        /// A copy that stays when the address does not.
        archived: Option<Box<Archived>> => help("a copy that stays"),
        /// How far it is trusted, by the person who keeps the file.
        grade: Option<Grade> => unsearched().help("the Admiralty code, `A1` (best) to `F6`"),
        /// Anything else worth saying.
        note: Option<Text> => lines(),
    }
}

#[cfg(test)]
mod tests {
    use super::Grade;

    #[test]
    fn grades_run_from_a1_to_f6_and_order_best_first() {
        let grade = |text: &str| text.parse::<Grade>();
        assert!(grade("A1").unwrap() < grade("A2").unwrap());
        assert!(grade("A6").unwrap() < grade("B1").unwrap());
        assert_eq!(grade("F6").unwrap().to_string(), "F6");
        for bad in ["", "A", "A0", "G1", "a1", "A11"] {
            assert!(grade(bad).is_err(), "{bad}");
        }
    }
}
