//! Dates and names as lists write them.

use std::borrow::Cow;

use chrono::NaiveDate;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use crate::model::date::Date;

/// Which number of a date comes first where all are numbers and the year stands last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// `24/12/2025`.
    DayFirst,
    /// `12/24/2025`, as the United States write it.
    MonthFirst,
}

/// What a date says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing stands there.
    Nothing,
    /// A day, a month or a year.
    On(Date),
    /// Something stands there that is no date for certain.
    Unclear,
}

impl Said {
    /// The date, where there is one for certain.
    pub(super) fn date(self) -> Option<Date> {
        match self {
            Self::On(date) => Some(date),
            Self::Nothing | Self::Unclear => None,
        }
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of a month by its name, whole or cut to three letters and more.
fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let is_it =
        |name: &str| word.len() >= 3 && (name.starts_with(&word) || (word == "sept" && name == "september"));
    let at = MONTHS.iter().position(|name| is_it(name))?;
    u32::try_from(at + 1).ok()
}

/// A year: of four digits, or of two where these can be meant. Lists of sanctions began in the last decades of the
/// twentieth century, so that two digits stand for 1970 to 2069.
fn year(word: &str) -> Option<i32> {
    let number: i32 = word.parse().ok()?;
    match word.len() {
        4 if (1600..2200).contains(&number) => Some(number),
        2 if number < 70 => Some(2000 + number),
        2 => Some(1900 + number),
        _ => None,
    }
}

/// What stands for a part of a date that is not known: `00`, `dd`, `mm`.
fn is_blank(word: &str) -> bool {
    matches!(word.to_lowercase().as_str(), "00" | "0" | "dd" | "mm" | "xx" | "??")
}

fn partial(year: i32, month: Option<u32>, day: Option<u32>) -> Option<Date> {
    match (month, day) {
        (Some(month), Some(day)) => NaiveDate::from_ymd_opt(year, month, day).map(Date::day),
        (Some(month), None) if (1..=12).contains(&month) => format!("{year:04}-{month:02}").parse().ok(),
        (None, _) => format!("{year:04}").parse().ok(),
        _ => None,
    }
}

/// A date as lists write it: `2021-12-02`, `2021-12-02T10:00:00+02:00` (the day that the publisher writes), `02/12/2021`,
/// `13-Feb-2026`, `31 December 2020`, `12/2020`, `Dec 2020`, `2020`, `dd/mm/1945`. A month or a year is never made a day;
/// what can be read in two ways, or in none, is unclear.
pub(super) fn said(text: &str, order: Order) -> Said {
    let text = text.trim();
    if text.is_empty() || text == "-" || text == "-0-" {
        return Said::Nothing;
    }
    // The time of the day, and the zone, say nothing about the day.
    let is_iso = text.len() > 10
        && text
            .bytes()
            .take(10)
            .enumerate()
            .all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() });
    let day = if is_iso {
        let rest = text.get(10..).unwrap_or_default();
        if !rest.starts_with(['T', 't', ' ', 'Z', '+', '-']) {
            return Said::Unclear;
        }
        text.get(..10).unwrap_or_default()
    } else {
        // `31/12/2020 00:00`, `12/31/2020 12:00:00 AM`.
        let time = text.split_whitespace().position(|word| word.contains(':'));
        match time.and_then(|_| text.find(':')).and_then(|at| text.get(..at)) {
            Some(before) => before.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end(),
            None => text,
        }
    };
    let words: Vec<&str> = day
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '/' | '.' | ','))
        .filter(|it| !it.is_empty())
        .collect();
    let number = |word: &str| -> Option<u32> { if word.len() <= 2 { word.parse().ok() } else { None } };
    let read = match words.as_slice() {
        [first, second, third] => {
            if first.len() == 4 && first.bytes().all(|byte| byte.is_ascii_digit()) {
                let month = number(second).or_else(|| month(second));
                year(first).zip(month).and_then(|(year, month)| partial(year, Some(month), number(third)))
            } else if let Some(month) = month(second) {
                // The twelfth letter of a code is no day: both numbers are needed.
                number(first).zip(year(third)).and_then(|(day, year)| partial(year, Some(month), Some(day)))
            } else if let Some(month) = month(first) {
                number(second).zip(year(third)).and_then(|(day, year)| partial(year, Some(month), Some(day)))
            } else {
                let (day, month) = if order == Order::DayFirst { (first, second) } else { (second, first) };
                match (is_blank(day), is_blank(month)) {
                    (true, true) => year(third).and_then(|year| partial(year, None, None)),
                    (true, false) => year(third)
                        .zip(number(month))
                        .and_then(|(year, month)| partial(year, Some(month), None)),
                    _ => year(third)
                        .zip(number(month).zip(number(day)))
                        .and_then(|(year, (month, day))| partial(year, Some(month), Some(day))),
                }
            }
        }
        [first, second] => {
            if let Some(year) = year(first).filter(|_| first.len() == 4) {
                let month = number(second).or_else(|| month(second));
                month.and_then(|month| partial(year, Some(month), None))
            } else {
                let month = number(first).or_else(|| month(first));
                let year = year(second).filter(|_| second.len() == 4);
                month.zip(year).and_then(|(month, year)| partial(year, Some(month), None))
            }
        }
        [only] if only.len() == 4 => year(only).and_then(|year| partial(year, None, None)),
        _ => None,
    };
    read.map_or(Said::Unclear, Said::On)
}

/// A date with the day before the month, where it is one for certain.
pub(super) fn date(text: &str) -> Option<Date> {
    said(text, Order::DayFirst).date()
}

/// A date with the month first, where it is one for certain.
pub(super) fn us_date(text: &str) -> Option<Date> {
    said(text, Order::MonthFirst).date()
}

/// A date of three numbers.
pub(super) fn date_of(year: &str, month: &str, day: &str) -> Option<Date> {
    let date = NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    Some(Date::day(date))
}

/// A birthday: two digits for a year say nothing there, and two years are a span (`1949 to 1951`).
pub(super) fn birthday(text: &str) -> Option<Date> {
    let text = text.trim();
    let is_year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let span = text
        .split_once(" to ")
        .or_else(|| text.strip_prefix("Between ")?.split_once(" and "))
        .or_else(|| text.split_once('-').filter(|(from, to)| is_year(from) && is_year(to)));
    if let Some((from, to)) = span {
        let (from, to) = (birthday(from)?, birthday(to)?);
        return format!("{}/{}", from.written(), to.written()).parse().ok();
    }
    let has_year = text.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    date(text).filter(|_| has_year)
}

/// Parts of a name, joined: one space between words, letters composed as Unicode prefers them.
pub(super) fn joined<S: AsRef<str>>(parts: impl IntoIterator<Item = S>) -> String {
    let mut name = String::new();
    for part in parts {
        for word in part.as_ref().split_whitespace() {
            if !name.is_empty() {
                name.push(' ');
            }
            name.push_str(word);
        }
    }
    if name.is_ascii() || is_nfc_quick(name.chars()) == IsNormalized::Yes {
        return name;
    }
    name.nfc().collect()
}

/// Signs that are not seen and mean nothing: spaces of no width, marks of direction, soft hyphens, variation selectors.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}'
            | '\u{2066}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

/// One sign for all that look like it and are typed for each other: apostrophes, quotation marks, hyphens.
fn usual_sign(c: char) -> char {
    match c {
        '`'
        | '´'
        | '\u{2b9}'..='\u{2bd}'
        | '\u{2c8}'
        | '\u{2ca}'
        | '\u{2cb}'
        | '\u{55a}'
        | '\u{5f3}'
        | '\u{2018}'..='\u{201b}'
        | '\u{2032}'
        | '\u{2035}'
        | '\u{2039}'
        | '\u{203a}'
        | '\u{a78c}' => '\'',
        '\u{201c}'..='\u{201f}'
        | '«'
        | '»'
        | '\u{2ee}'
        | '\u{5f4}'
        | '\u{2033}'
        | '\u{2036}'
        | '\u{301d}'..='\u{301f}' => '"',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{58a}' | '\u{5be}' => '-',
        c => c,
    }
}

/// A text without what means nothing in it: normal forms, white space, signs of full width, another sort of apostrophe,
/// quotation mark or hyphen, signs that are not seen.
pub(super) fn bare(text: &str) -> String {
    if text.is_ascii() {
        return joined([text.replace('`', "'")]);
    }
    // Before and after: an accent that stands alone is two signs in the compatible form.
    let seen = text.chars().filter(|c| !is_unseen(*c)).map(usual_sign);
    joined([seen.nfkc().filter(|c| !is_unseen(*c)).map(usual_sign).collect::<String>()])
}

/// A text as texts are compared: as [`bare`], in lower case.
pub(super) fn folded(text: &str) -> String {
    if text.is_ascii() {
        return bare(text).to_ascii_lowercase();
    }
    let letters = bare(text).chars().flat_map(char::to_lowercase).collect::<String>().replace('ß', "ss");
    // Lower case of what was composed may be decomposed.
    joined([letters])
}

/// A text that stands for others in XML once more: `&amp;amp;` was read as `&amp;`.
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if text.contains('&') && text.contains(';') {
        return quick_xml::escape::unescape(text).unwrap_or(Cow::Borrowed(text));
    }
    Cow::Borrowed(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_precisely_as_they_are_written_or_not_at_all() {
        let mut cases = csv::ReaderBuilder::new()
            .delimiter(b'|')
            .from_reader(include_str!("../../tests/lists/dates.csv").as_bytes());
        for case in cases.records() {
            let case = case.unwrap();
            let (text, day_first, month_first) = (&case[0], &case[1], &case[2]);
            for (order, wanted) in [(Order::DayFirst, day_first), (Order::MonthFirst, month_first)] {
                let found = match said(text, order) {
                    Said::Nothing => "nothing".to_owned(),
                    Said::Unclear => "unclear".to_owned(),
                    Said::On(date) => date.written(),
                };
                assert_eq!(found, wanted, "{text:?} {order:?}");
            }
        }
    }

    #[test]
    fn a_birthday_of_two_digits_is_none_and_two_years_are_a_span() {
        let written = |text: &str| birthday(text).map(Date::written);
        assert_eq!(written("30 Aug 1954").as_deref(), Some("1954-08-30"));
        assert_eq!(written("dd/mm/1945").as_deref(), Some("1945"));
        assert_eq!(written("1949 to 1951").as_deref(), Some("1949/1951"));
        assert_eq!(written("1963-1964").as_deref(), Some("1963/1964"));
        assert_eq!(written("1964-1963"), None);
        assert_eq!(written("01/02/45"), None);
        assert_eq!(written("circa 1950"), None);
    }

    #[test]
    fn one_text_in_two_encodings_is_one_text() {
        assert_eq!(joined(["Ku\u{17a}nica  Trading"]), joined([" Kuz\u{301}nica\nTrading"]));
        assert_eq!(folded("O’Hara STRASSE"), folded("o'hara straße"));
        let same = [
            ("Kelmor Works", "ＫＥＬＭＯＲ　Works", false),
            ("Zorvan Works", "Zor\u{200b}van\u{a0}Works\u{feff}", true),
            ("Zor\u{ad}van", "Zorvan", true),
            ("Kuz'min", "Kuzʹmin", true),
            ("O'Hara", "O´Hara", true),
            ("O'Hara", "O＇Hara", true),
            ("\"Alpha\" - Works", "„Alpha“ – Works", true),
            ("\"Alpha\"", "″Alpha″", true),
            ("\u{202b}Alpha\u{202c} Works", "Alpha  Works", true),
            ("Ⅻ ﬁre", "XII fire", true),
        ];
        for (a, b, of_case) in same {
            assert_eq!(folded(a), folded(b), "{a} {b}");
            assert_eq!(bare(a) == bare(b), of_case, "{a} {b}");
        }
        for (a, b) in [("Alpha", "Alfa"), ("Čėška", "Ceska"), ("Alpha-1", "Alpha 1"), ("É", "E")] {
            assert_ne!(folded(a), folded(b));
        }
        assert_eq!(unescaped("Zorvan &amp; Sons"), "Zorvan & Sons");
        assert_eq!(unescaped("R&D; more"), "R&D; more");
    }
}
