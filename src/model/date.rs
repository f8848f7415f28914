//! Dates as precise as their source: a year, a month, a day, or a range within which the day lies.
//!
//! The written form is EDTF level 0 (ISO 8601-2): `2025`, `2025-11`, `2025-11-04`, and `A/B` for "some day
//! from A to B; the source does not say which". An imprecise date is never padded to a false day: it has a
//! first and a last possible day, and every comparison says which of the two it asks about.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate};
use thiserror::Error;

/// How much of a calendar date a source gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Precision {
    /// Only the year is known.
    Year,
    /// The year and the month are known.
    Month,
    /// The day is known.
    Day,
}

/// A date as precise as its source. A file has very many: it is as small as two numbers.
///
/// The order is that of the day on which it is certain, then of the day on which it became possible.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date {
    last: NaiveDate,
    /// What is left of [`MOST_DAYS`] when the days from the first to the last are taken away, the precision of its
    /// start, and that of the second half of a range (nought when it is none): in the order of dates of one last day.
    rest: u32,
}

/// From the first to the last day of a date there are fewer days: years have four digits.
const MOST_DAYS: u32 = (1 << 24) - 1;

/// Why a text is not a date.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DateError {
    /// The text has not the form of a date.
    #[error(
        "not a date: write a year, year-month or year-month-day such as 2025, 2025-11 or 2025-11-04, or a range A/B"
    )]
    Form,
    /// The form is right, but the calendar has no such month or day.
    #[error("no such day in the calendar")]
    Calendar,
    /// The second half of a range lies before its first.
    #[error("the range ends before it starts")]
    Backwards,
}

impl Date {
    /// The date of one known day.
    pub fn day(day: NaiveDate) -> Self {
        Self::new(day, day, Precision::Day, None)
    }

    fn new(first: NaiveDate, last: NaiveDate, start: Precision, end: Option<Precision>) -> Self {
        let days = u32::try_from((last - first).num_days()).unwrap_or_default().min(MOST_DAYS);
        let end = end.map_or(0, |end| end as u32 + 1);
        Self { last, rest: ((MOST_DAYS - days) << 4) | ((start as u32) << 2) | end }
    }

    /// How many days before its last its first is.
    fn days(self) -> u32 {
        MOST_DAYS - (self.rest >> 4)
    }

    /// How precise its start is.
    fn start(self) -> Precision {
        precision((self.rest >> 2) & 3)
    }

    /// The precision of the second half of a range; `None` when the date is not a range.
    fn end(self) -> Option<Precision> {
        (self.rest & 3).checked_sub(1).map(precision)
    }

    /// The first day on which it can have been.
    pub fn first(self) -> NaiveDate {
        match self.days() {
            0 => self.last,
            days => self.last.checked_sub_days(Days::new(days.into())).unwrap_or(self.last),
        }
    }

    /// The last day on which it can have been.
    pub fn last(self) -> NaiveDate {
        self.last
    }

    /// Whether the source gives the day itself.
    pub fn is_exact(self) -> bool {
        self.days() == 0
    }

    /// Whether it was on or before `day` for certain.
    pub fn certainly_by(self, day: NaiveDate) -> bool {
        self.last <= day
    }

    /// Whether it can have been on or before `day`.
    pub fn possibly_by(self, day: NaiveDate) -> bool {
        self.first() <= day
    }

    /// Whether the whole of it lies before `day`.
    pub fn is_over_before(self, day: NaiveDate) -> bool {
        self.last < day
    }

    /// Whether two dates can be one and the same day.
    pub fn may_equal(self, other: Self) -> bool {
        self.first() <= other.last && other.first() <= self.last
    }

    /// The day after the last day on which it can have been.
    #[must_use]
    pub fn day_after(self) -> Self {
        Self::day(self.last.succ_opt().unwrap_or(self.last))
    }

    /// How many days it leaves open: 0 for a known day.
    pub fn uncertainty_days(self) -> i64 {
        self.days().into()
    }

    /// The fewest and the most days from this date to `day`; negative when it lies ahead.
    pub fn days_to(self, day: NaiveDate) -> (i64, i64) {
        ((day - self.last).num_days(), (day - self.first()).num_days())
    }

    /// The written form, exactly as it stands in a state file.
    pub fn written(self) -> String {
        let head = part(self.first(), self.start());
        match self.end() {
            None => head,
            Some(end) => format!("{head}/{}", part(self.last, end)),
        }
    }

    /// At most eleven cells for a column: `2025-11-04`, `~2025-11`, `~2025-06/08`, `~2024/2025`.
    pub fn short(self) -> String {
        if self.is_exact() {
            return part(self.last, Precision::Day);
        }
        let (a, b) = (self.first(), self.last);
        if a.year() != b.year() {
            return format!("~{:04}/{:04}", a.year(), b.year());
        }
        match self.end() {
            None => format!("~{}", part(a, self.start())),
            Some(_) if a.month() == b.month() => format!("~{}", part(a, Precision::Month)),
            Some(_) => format!("~{}/{:02}", part(a, Precision::Month), b.month()),
        }
    }
}

/// The precision with a number; see [`Date::rest`].
fn precision(number: u32) -> Precision {
    match number {
        0 => Precision::Year,
        1 => Precision::Month,
        _ => Precision::Day,
    }
}

fn part(day: NaiveDate, precision: Precision) -> String {
    match precision {
        Precision::Year => format!("{:04}", day.year()),
        Precision::Month => format!("{:04}-{:02}", day.year(), day.month()),
        Precision::Day => format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
    }
}

/// Shown to people: an imprecise date carries a tilde (`~2025-11`), so that it is never read as a day.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_exact() {
            f.pad(&part(self.last, Precision::Day))
        } else {
            f.pad(&format!("~{}", self.written()))
        }
    }
}

/// As it is written.
impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Date({})", self.written())
    }
}

/// Reads exactly `digits` ASCII digits; chrono would also take `2024-2-9` and a leading space.
fn number(text: &str, digits: usize) -> Result<u32, DateError> {
    if text.len() != digits || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(DateError::Form);
    }
    text.parse().map_err(|_| DateError::Form)
}

fn bounds(text: &str) -> Result<(NaiveDate, NaiveDate, Precision), DateError> {
    let mut pieces = text.split('-');
    let year = number(pieces.next().unwrap_or_default(), 4)?;
    let month = pieces.next().map(|p| number(p, 2)).transpose()?;
    let day = pieces.next().map(|p| number(p, 2)).transpose()?;
    if pieces.next().is_some() {
        return Err(DateError::Form);
    }
    let year = i32::try_from(year).map_err(|_| DateError::Form)?;
    if year == 0 {
        return Err(DateError::Calendar);
    }
    let at = |m, d| NaiveDate::from_ymd_opt(year, m, d).ok_or(DateError::Calendar);
    match (month, day) {
        (None, _) => Ok((at(1, 1)?, at(12, 31)?, Precision::Year)),
        (Some(m), None) => {
            let first = at(m, 1)?;
            let last = (28..=31).rev().find_map(|d| NaiveDate::from_ymd_opt(year, m, d));
            Ok((first, last.ok_or(DateError::Calendar)?, Precision::Month))
        }
        (Some(m), Some(d)) => Ok((at(m, d)?, at(m, d)?, Precision::Day)),
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let Some((from, to)) = text.split_once('/') else {
            let (first, last, start) = bounds(text)?;
            return Ok(Self::new(first, last, start, None));
        };
        let ((first, _, start), (to_first, last, end)) = (bounds(from)?, bounds(to)?);
        if last < first || to_first < first {
            return Err(DateError::Backwards);
        }
        Ok(Self::new(first, last, start, Some(end)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        date(text).first()
    }

    #[test]
    fn a_month_is_certain_only_on_its_last_day_and_possible_from_its_first() {
        let september = date("2025-09");
        assert!(!september.certainly_by(day("2025-09-29")));
        assert!(september.certainly_by(day("2025-09-30")));
        assert!(september.possibly_by(day("2025-09-01")));
        assert!(!september.possibly_by(day("2025-08-31")));
    }

    #[test]
    fn february_of_a_leap_year_ends_on_the_29th() {
        assert_eq!(date("2024-02").last(), day("2024-02-29"));
        assert_eq!(date("2023-02").last(), day("2023-02-28"));
    }

    #[test]
    fn forms_that_are_not_dates_are_refused() {
        for bad in [
            "",
            " 2025",
            "2025-9",
            "2025-2-09",
            "25-01-01",
            "2025-01-01T",
            "2025/",
            "/2025",
            "2025-11-04-1",
            "２０２５",
        ] {
            assert_eq!(bad.parse::<Date>(), Err(DateError::Form), "{bad:?}");
        }
        for impossible in ["2025-13", "2025-00", "2025-02-30", "0000", "2025-11-31"] {
            assert_eq!(impossible.parse::<Date>(), Err(DateError::Calendar), "{impossible:?}");
        }
        assert_eq!("2025-09/2025-08".parse::<Date>(), Err(DateError::Backwards));
    }

    #[test]
    fn an_imprecise_date_is_shown_as_such_and_never_padded() {
        assert_eq!(date("2025-11").to_string(), "~2025-11");
        assert_eq!(date("2025").to_string(), "~2025");
        assert_eq!(date("2025-11-04").to_string(), "2025-11-04");
        assert_eq!(date("2025-06/2025-08").short(), "~2025-06/08");
        assert_eq!(date("2025-08-28/2025-08-29").short(), "~2025-08");
        assert_eq!(date("2024-12/2025-01").short(), "~2024/2025");
    }

    #[test]
    fn dates_order_by_the_day_on_which_they_are_certain() {
        let mut dates = ["2025", "2025-09", "2025-09-30", "2025-09-11"].map(date);
        dates.sort();
        assert_eq!(dates.map(Date::written), ["2025-09-11", "2025-09", "2025-09-30", "2025"]);
    }

    #[test]
    fn of_one_last_day_what_leaves_more_open_comes_first() {
        let texts = ["2025", "2025/2025", "2025-12", "2025-12-01/2025-12-31", "2025-12-31"];
        let mut dates = texts.map(date);
        dates.reverse();
        dates.sort();
        assert_eq!(dates.map(Date::written), texts);
        let longest = date("0001/9999");
        assert_eq!((longest.first(), longest.last()), (day("0001-01-01"), day("9999-12-31")));
    }

    #[test]
    fn a_date_is_small_and_none_costs_no_more() {
        assert_eq!((size_of::<Date>(), size_of::<Option<Date>>()), (8, 8));
    }

    #[test]
    fn a_year_may_be_the_same_day_as_a_day_in_it_and_not_as_one_outside() {
        assert!(date("2023").may_equal(date("2023-08-09")));
        assert!(!date("2022").may_equal(date("2023-08-09")));
    }

    proptest! {
        #[test]
        fn what_is_read_is_written_back(y in 1i32..=9999, m in 1u32..=12, d in 1u32..=31, form in 0u8..3) {
            let text = match form {
                0 => format!("{y:04}"),
                1 => format!("{y:04}-{m:02}"),
                _ => format!("{y:04}-{m:02}-{d:02}"),
            };
            if let Ok(read) = text.parse::<Date>() {
                prop_assert_eq!(read.written(), text);
                prop_assert!(read.first() <= read.last());
                prop_assert!(read.short().chars().count() <= 11);
            } else {
                prop_assert!(NaiveDate::from_ymd_opt(y, m, d).is_none());
            }
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "\\PC{0,24}") {
            let _ = text.parse::<Date>();
        }
    }
}
