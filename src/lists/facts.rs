//! What is known of a target and of an entry besides their names, as it decides before any name.

use chrono::Datelike as _;

use crate::model::date::Date;
use crate::model::subject::{self, Subject};
use crate::names::{self, Facts};

use super::candidate::Candidate;
use super::entry::{Birth, Entry, Identifier};

/// What a file knows of the target of a measure besides its names.
pub(super) fn of_target(of: Candidate<'_>) -> Facts {
    of.target.map(of_subject).unwrap_or_default()
}

/// What a file knows of a subject besides its names.
pub(super) fn of_subject(target: &Subject) -> Facts {
    let number = |it: &subject::Identifier| numbered(&it.scheme, &it.value);
    Facts {
        born: target.born.map(of_date).unwrap_or_default(),
        identifiers: target.identifiers.iter().map(number).collect(),
    }
}

/// What a list knows of an entry besides its names.
pub(super) fn of_entry(entry: &Entry) -> Facts {
    Facts {
        born: entry.born.iter().flat_map(births).collect(),
        identifiers: entry.identifiers.iter().map(scheme_of).collect(),
    }
}

/// A span of more years says nothing.
const MOST_YEARS: i32 = 10;

/// The birth dates that a text can mean: a day, a month, a year, each year of a span, or a year that is only about right.
fn births(birth: &Birth) -> Vec<names::Birth> {
    birth.date.map_or_else(|| about(&birth.text).into_iter().collect(), of_date)
}

/// The same of a date.
fn of_date(date: Date) -> Vec<names::Birth> {
    let (first, last) = (date.first(), date.last());
    let of = |year: i32, month: Option<u32>, day: Option<u32>| names::Birth {
        year,
        month: month.and_then(|month| u8::try_from(month).ok()),
        day: day.and_then(|day| u8::try_from(day).ok()),
        about: false,
    };
    if Date::is_exact(date) {
        return vec![of(first.year(), Some(first.month()), Some(first.day()))];
    }
    if (first.year(), first.month()) == (last.year(), last.month()) {
        return vec![of(first.year(), Some(first.month()), None)];
    }
    if last.year() - first.year() > MOST_YEARS {
        return Vec::new();
    }
    (first.year()..=last.year()).map(|year| of(year, None, None)).collect()
}

/// `circa 1965`: the one year that a text names, where it says that it is only about right.
fn about(text: &str) -> Option<names::Birth> {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_about = ["circa", "ca", "c", "about", "approximately", "approx"]
        .contains(&words.clone().next()?.to_lowercase().as_str());
    let is_year = |word: &&str| word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    let year = words.find(is_year)?;
    let is_only = is_about && words.find(is_year).is_none();
    is_only.then(|| Some(names::Birth { year: year.parse().ok()?, month: None, day: None, about: true }))?
}

/// Schemes as the file names them, by a word with which lists name them.
const SCHEMES: &[(&str, &str)] =
    &[("imo", "IMO"), ("lei", "LEI"), ("unp", "UNP"), ("inn", "INN"), ("ogrn", "OGRN")];

/// An identifier with its scheme as the file names it: of `Vessel Registration Identification` and `IMO 1234567` the IMO
/// number. What names no known scheme keeps its own words.
pub(super) fn scheme_of(it: &Identifier) -> (String, String) {
    numbered(&it.scheme, &it.value)
}

fn numbered(scheme: &str, value: &str) -> (String, String) {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphabetic())
            .map(str::to_lowercase)
            .filter(|word| !word.is_empty())
            .collect()
    };
    let (of_scheme, of_value) = (words(scheme), words(value));
    let named = |word: &str| of_scheme.iter().chain(&of_value).any(|own| own == word);
    let Some((word, known)) = SCHEMES.iter().find(|(word, _)| named(word)) else {
        return (scheme.to_owned(), value.to_owned());
    };
    let value = value.trim();
    let before = value.get(..word.len()).filter(|before| before.eq_ignore_ascii_case(word));
    let value = before.and_then(|_| value.get(word.len()..)).unwrap_or(value);
    ((*known).to_owned(), value.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::ListName;

    #[test]
    fn what_an_entry_says_of_births_and_numbers_is_read_as_it_is_compared() {
        let mut entry = Entry::new(ListName::OfacSdn, "90001");
        for text in
            ["05 May 1981", "Jun 1970", "1949 to 1950", "circa 1965", "1900 to 1999", "circa 1940 or 1950"]
        {
            entry.add_birth(text);
        }
        entry.add_identifier("Vessel Registration Identification", "IMO 9074729", "");
        entry.add_identifier("Tax ID No.", "100122847", "Quelland");
        let facts = of_entry(&entry);
        let born: Vec<String> = facts
            .born
            .iter()
            .map(|it| format!("{} {:?} {:?} {}", it.year, it.month, it.day, it.about))
            .collect();
        assert_eq!(
            born,
            [
                "1981 Some(5) Some(5) false",
                "1970 Some(6) None false",
                "1949 None None false",
                "1950 None None false",
                "1965 None None true",
            ]
        );
        let of = |scheme: &str, value: &str| (scheme.to_owned(), value.to_owned());
        assert_eq!(facts.identifiers, [of("IMO", "9074729"), of("Tax ID No.", "100122847")]);
    }
}
