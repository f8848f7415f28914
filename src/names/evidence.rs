//! What decides before any name: identifiers, and birth dates.

use super::compare::{Likeness, SURE};
use super::reason::Reason;

/// A birth date, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Birth {
    /// The year.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: Option<u8>,
    /// The day, 1 to 31.
    pub day: Option<u8>,
    /// Only about then.
    pub about: bool,
}

impl Birth {
    /// Whether two dates can be one, as far as both are known.
    pub fn fits(self, other: Self) -> bool {
        if self.about || other.about {
            return self.year.abs_diff(other.year) < 3;
        }
        let fit = |a: Option<u8>, b: Option<u8>| a.zip(b).is_none_or(|(a, b)| a == b);
        // Day and month are often exchanged.
        let turned = self.month == other.day && self.day == other.month && self.day.is_some();
        self.year == other.year && (turned || (fit(self.month, other.month) && fit(self.day, other.day)))
    }

    /// Whether both are known to the day and are the same.
    fn is_day_of(self, other: Self) -> bool {
        !self.about
            && !other.about
            && self.day.is_some()
            && (self.year, self.month, self.day) == (other.year, other.month, other.day)
    }
}

/// What is known of somebody besides the names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Birth dates; several where sources say several.
    pub born: Vec<Birth>,
    /// Identifiers with their scheme: a tax number, an IMO number.
    pub identifiers: Vec<(String, String)>,
}

/// With what the scheme of a number of a register begins: `Registration number PL`. One company stands in several registers
/// of a country, under a number of its own in each.
pub const REGISTRATION: &str = "Registration number";

/// An identifier as it is compared: letters and digits alone, in lower case. Cyrillic letters that look like Latin ones are
/// these: the series of a passport is typed in either.
pub fn bare(identifier: &str) -> String {
    let letters = identifier.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
    letters.map(as_it_looks).collect()
}

/// The Latin letter that a Cyrillic one looks like, as a capital.
const fn as_it_looks(c: char) -> char {
    match c {
        'а' => 'a',
        'в' => 'b',
        'е' => 'e',
        'і' => 'i',
        'ј' => 'j',
        'к' => 'k',
        'м' => 'm',
        'н' => 'h',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'т' => 't',
        'у' => 'y',
        'х' => 'x',
        c => c,
    }
}

/// Whether two have an identifier of one scheme in common.
pub fn share_identifier(a: &Facts, b: &Facts) -> bool {
    let same_identifier = |(scheme, value): &(String, String)| {
        let own = bare(value);
        let is_same =
            |(name, held): &(String, String)| name.eq_ignore_ascii_case(scheme) && bare(held) == own;
        !own.is_empty() && b.identifiers.iter().any(is_same)
    };
    a.identifiers.iter().any(same_identifier)
}

/// Whether two may be born on one day, as far as that is known of both.
pub fn born_fits(a: &Facts, b: &Facts) -> bool {
    a.born.is_empty()
        || b.born.is_empty()
        || a.born.iter().any(|own| b.born.iter().any(|held| own.fits(*held)))
}

/// What names say, corrected by what else is known: the same identifier is the same one whatever it is called; another
/// identifier of the same scheme, or another birth date, is another one, or at the most somebody to look at.
pub fn judged(mut names: Likeness, a: &Facts, b: &Facts) -> Likeness {
    let mut other = None;
    for (scheme, value) in &a.identifiers {
        let mut of_scheme =
            b.identifiers.iter().filter(|(name, _)| name.eq_ignore_ascii_case(scheme)).peekable();
        if of_scheme.peek().is_none() || bare(value).is_empty() {
            continue;
        }
        if of_scheme.any(|(_, held)| bare(held) == bare(value)) {
            names.score = 100;
            names.reasons.insert(0, Reason::Identifier(scheme.clone()));
            return names;
        }
        if !scheme.starts_with(REGISTRATION) {
            other = Some(scheme.clone());
        }
    }
    if names.score == 0 {
        return names;
    }
    if let Some(scheme) = other {
        return names.at_most(SURE - 1, Reason::IdentifierOther(scheme));
    }
    if a.born.is_empty() || b.born.is_empty() {
        return names;
    }
    let pairs = || a.born.iter().flat_map(|own| b.born.iter().map(move |held| (*own, *held)));
    if !born_fits(a, b) {
        // Other years are other people; another day of one year may be a slip of the pen.
        let years = pairs().map(|(own, held)| own.year.abs_diff(held.year)).min().unwrap_or_default();
        return names.at_most(if years > 1 { 60 } else { 80 }, Reason::BornOther);
    }
    if pairs().any(|(own, held)| own.is_day_of(held)) {
        names.reasons.push(Reason::Born);
        // A small difference in the name of somebody born on that very day is a spelling.
        if (86..SURE).contains(&names.score) {
            names.score = SURE;
        }
    }
    names
}
