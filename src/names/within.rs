//! Whether one name stands in another: `Alphabank` in `Quelland Bank of Development Alphabank`.

use super::name::{Name, Word, are_slavic};
use super::word_pair::{Nearness, nearness};

/// Shorter words stand in many names.
const SHORT: usize = 3;

/// Whether every word by which one of two names can be told from others is a word of the other name, in whatever
/// spelling. That makes no two names one; it tells that a number which both have is likely not another's.
pub fn stands_in(a: &Name, b: &Name) -> bool {
    let slavic = are_slavic(a, b);
    let heard = a.scripts.are_heard() || b.scripts.are_heard();
    let has = |of: &Name, word: &Word| {
        let is_near =
            |other: &Word| nearness(word, other, slavic, heard).is_some_and(|it| it <= Nearness::Spelling);
        of.words.iter().any(is_near)
    };
    let all = |few: &Name, many: &Name| {
        let is_long = |word: &&Word| word.tells() && word.spelled.plain.chars().count() >= SHORT;
        let mut telling = few.words.iter().filter(is_long).peekable();
        telling.peek().is_some() && telling.all(|word| has(many, word))
    };
    all(a, b) || all(b, a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::names::Kind;

    #[test]
    fn a_name_stands_in_a_longer_one_by_all_of_its_telling_words() {
        let cases = [
            ("Alphabank", "Quelland Bank of Development Alphabank Joint Stock Company", true),
            ("Белінвестбанк", "BANK OF DEVELOPMENT BELINVESTBANK JSC", true),
            ("Quelland Bank of Development Alphabank", "Alphabank OJSC", true),
            ("Zorvan Holding", "Zorvan Trading", true),
            ("Zorvan Alpha Holding", "Zorvan Beta Holding", false),
            ("Bank of Development", "Bank of Trade", false),
            ("JSC", "JSC Alphabank", false),
        ];
        for (a, b, stands) in cases {
            let of = |name| Name::new(name, Kind::Organisation);
            assert_eq!(stands_in(&of(a), &of(b)), stands, "{a} {b}");
        }
        let of = |name| Name::new(name, Kind::Person);
        assert!(stands_in(&of("Omar Khardin"), &of("KHARDIN, Omar Petrovich")));
        assert!(!stands_in(&of("Omar Khardin"), &of("SHUGARIN, Omar")));
    }
}
