//! What is known of a target and of an entry besides their names, as it decides before any name.

use chrono::Datelike as _;

use crate::model::date::Date;
use crate::model::subject::{self, Subject};
use crate::names::{self, Facts};

use super::candidate::Candidate;
use super::countries;
use super::entry::{Birth, Entry, EntryKind, FORGED, add_once};
use super::numbers::national;

/// What a file knows of the target of a measure besides its names.
pub(super) fn of_target(of: Candidate<'_>) -> Facts {
    of.target.map(of_subject).unwrap_or_default()
}

/// What a file knows of a subject besides its names.
pub(super) fn of_subject(target: &Subject) -> Facts {
    let countries: Vec<&'static str> =
        target.countries.iter().filter_map(|it| countries::code(it.as_str())).collect();
    let number = |it: &subject::Identifier| numbered(&it.scheme, &it.value, &countries);
    Facts {
        born: target.born.map(of_date).unwrap_or_default(),
        identifiers: target.identifiers.iter().map(number).collect(),
    }
}

/// What a list knows of an entry besides its names.
pub(super) fn of_entry(entry: &Entry) -> Facts {
    Facts { born: entry.born.iter().flat_map(births).collect(), identifiers: numbers_of(entry) }
}

/// A span of more years says nothing.
const MOST_YEARS: i32 = 10;

/// The birth dates that a text can mean: a day, a month, a year, each year of a span, or a year that is only about right.
fn births(birth: &Birth) -> Vec<names::Birth> {
    birth.date.map_or_else(|| about(&birth.text).into_iter().collect(), of_date)
}

/// The same of a date.
pub(super) fn of_date(date: Date) -> Vec<names::Birth> {
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
const SCHEMES: &[(&str, &str)] = &[
    ("imo", "IMO"),
    ("lei", "LEI"),
    ("unp", "UNP"),
    ("inn", "INN"),
    ("ogrn", "OGRN"),
    ("bic", "BIC"),
    ("swift", "BIC"),
    ("mmsi", "MMSI"),
    ("edrpou", "EDRPOU"),
    ("rnokpp", "RNOKPP"),
    ("nip", "NIP"),
    ("krs", "KRS"),
    ("regon", "REGON"),
    ("uscc", "USCC"),
    ("имо", "IMO"),
    ("унп", "UNP"),
    ("унн", "UNP"),
    ("инн", "INN"),
    ("огрн", "OGRN"),
    ("єдрпоу", "EDRPOU"),
    ("егрпоу", "EDRPOU"),
    ("рнокпп", "RNOKPP"),
];

/// Schemes whose numbers have digits alone: the two letters before them are a country.
const DIGITS_ALONE: &[&str] = &["UNP", "INN", "OGRN", "EDRPOU", "RNOKPP", "NIP", "KRS", "REGON"];

/// Whether a word names a scheme: `IMO`.
pub(super) fn is_scheme(word: &str) -> bool {
    let word = word.to_lowercase();
    SCHEMES.iter().any(|(known, _)| *known == word)
}

/// The numbers of an entry with their schemes as the file names them, each once: of `Vessel Registration Identification`
/// and `IMO 1234567` the IMO number, of a Belarusian `Tax ID No.` the UNP. What names no known scheme keeps its own words.
pub(super) fn numbers_of(entry: &Entry) -> Vec<(String, String)> {
    let of_entry: Vec<&'static str> = entry.countries.iter().filter_map(|it| countries::code(it)).collect();
    let mut numbers = Vec::new();
    for it in &entry.identifiers {
        let own: Vec<&'static str> = countries::code(&it.country).into_iter().collect();
        // Who gave it decides; where nobody says it, the countries of the entry did.
        let givers = if it.country.is_empty() { &of_entry } else { &own };
        add_once(&mut numbers, numbered(&it.scheme, &it.value, givers));
    }
    numbers
}

/// The same with the tail number by which lists name aircraft.
pub(super) fn numbers_and_tail(entry: &Entry) -> Vec<(String, String)> {
    let mut numbers = numbers_of(entry);
    let is_number =
        |name: &&str| name.chars().any(|c| c.is_ascii_digit()) && !name.contains(char::is_whitespace);
    let names = entry.names().filter(|_| entry.kind == EntryKind::Aircraft).filter(is_number);
    names.for_each(|name| add_once(&mut numbers, ("Aircraft Tail Number".to_owned(), name.to_owned())));
    numbers
}

/// A number as it is compared: its scheme as the file names it, and the number without what stands around it.
pub(super) fn numbered(scheme: &str, value: &str, givers: &[&'static str]) -> (String, String) {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphabetic())
            .map(str::to_lowercase)
            .filter(|word| !word.is_empty())
            .collect()
    };
    let (of_scheme, of_value) = (words(scheme), words(value));
    if scheme.starts_with(FORGED) {
        return (scheme.to_owned(), value.to_owned());
    }
    let named = |word: &str| of_scheme.iter().chain(&of_value).any(|own| own == word);
    let Some((word, known)) = SCHEMES.iter().find(|(word, _)| named(word)) else {
        let of_country = national(scheme, &of_scheme, value, givers);
        return of_country.unwrap_or_else(|| (scheme.to_owned(), value.to_owned()));
    };
    let value = value.trim();
    let before = value.get(..word.len()).filter(|before| before.eq_ignore_ascii_case(word));
    let value = before.and_then(|_| value.get(word.len()..)).unwrap_or(value);
    let value = value.trim_matches(|c: char| !c.is_alphanumeric());
    // `XXX` is the head office, which a code of eight letters means as well.
    let office = value.strip_suffix("XXX").filter(|rest| *known == "BIC" && rest.len() == 8);
    let of_country = value.get(..2).filter(|it| it.bytes().all(|byte| byte.is_ascii_uppercase()));
    let digits =
        of_country.filter(|_| DIGITS_ALONE.contains(known)).and_then(|_| value.get(2..)).map(str::trim_start);
    let digits = digits.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    ((*known).to_owned(), office.or(digits).unwrap_or(value).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lists::ListName;
    use crate::model::id::Id;
    use crate::model::subject::SubjectKind;

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

    #[test]
    fn a_number_meets_itself_whatever_a_list_calls_it() {
        let mut cases = csv::ReaderBuilder::new()
            .delimiter(b'|')
            .from_reader(include_str!("../../tests/lists/numbers.csv").as_bytes());
        for case in cases.records() {
            let case = case.unwrap();
            let [scheme, value, giver, countries, wanted] = [0, 1, 2, 3, 4].map(|at| &case[at]);
            let mut entry = Entry::new(ListName::Eu, "90001");
            entry.countries = countries.split(' ').map(str::to_owned).collect();
            entry.add_identifier(scheme, value, giver);
            let told = numbers_of(&entry).into_iter().map(|(scheme, value)| format!("{scheme} {value}"));
            assert_eq!(told.collect::<Vec<_>>(), [wanted], "{scheme} {value} {giver} {countries}");
            // A file says not who gave a number.
            let mut subject = Subject::new("target".into(), "Alpha Works".into(), SubjectKind::Company);
            let of = if giver.is_empty() { countries } else { giver };
            subject.countries = of.split(' ').map(Id::new).collect();
            subject.identifiers =
                [subject::Identifier { scheme: scheme.into(), value: value.into() }].into_iter().collect();
            assert!(names::share_identifier(&of_subject(&subject), &of_entry(&entry)), "{scheme} {value}");
        }
        let mut entry = Entry::new(ListName::Eu, "90001");
        entry.add_identifier("Tax ID No.", "600000001", "Belarus");
        entry.add_identifier("Registration Number", "600000001", "Belarus");
        assert_eq!(numbers_of(&entry).len(), 1, "one number is one");
    }
}
