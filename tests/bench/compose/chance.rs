//! Draws that come out the same on every machine, and the days they are about.

use beltui::model::date::Date;
use chrono::{Datelike, NaiveDate};
use fastrand::Rng;

/// A stream of draws from one seed. Only draws of a fixed width: those of `usize` differ between machines.
pub(super) struct Chance(Rng);

impl Chance {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self(Rng::with_seed(seed))
    }

    /// A number below another; 0 below 0.
    pub fn below(&mut self, limit: u32) -> u32 {
        if limit == 0 { 0 } else { self.0.u32(0..limit) }
    }

    /// A number from `low` up to and with `high`.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        if low < high { self.0.i32(low..=high) } else { low }
    }

    /// The same for what is counted.
    pub fn number(&mut self, low: u16, high: u16) -> u32 {
        u32::try_from(self.between(low.into(), high.into())).unwrap_or_default()
    }

    /// Whether something happens that happens so often in a hundred times.
    pub fn percent(&mut self, percent: u32) -> bool {
        self.below(100) < percent
    }

    /// A place in a list of this length.
    pub fn place(&mut self, length: usize) -> usize {
        usize::try_from(self.below(u32::try_from(length).unwrap_or(u32::MAX))).unwrap_or_default()
    }

    /// One of a table; nothing of an empty one.
    pub fn pick<T: Copy + Default>(&mut self, table: &[T]) -> T {
        table.get(self.place(table.len())).copied().unwrap_or_default()
    }

    /// One of a table or `last`, each as likely as the others.
    pub fn one<T: Copy>(&mut self, table: &[T], last: T) -> T {
        table.get(self.place(table.len() + 1)).copied().unwrap_or(last)
    }

    /// One of a table by its share of a thousand; `rest` has what is left of the thousand.
    pub fn share<T: Copy>(&mut self, table: &[(u32, T)], rest: T) -> T {
        let mut draw = self.below(1000);
        for &(share, value) in table {
            if draw < share {
                return value;
            }
            draw -= share;
        }
        rest
    }
}

/// A day, counted so that days can be added.
pub(super) type Day = i32;

/// The day of a date. A date that there is not is the first of all.
pub(super) fn day(year: i32, month: u32, day: u32) -> Day {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default().num_days_from_ce()
}

/// The last day that has passed where these files are set; what is later is a term or a plan.
pub(super) fn today() -> Day {
    day(2026, 7, 31)
}

fn calendar(at: Day) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(at).unwrap_or_default()
}

fn digits(out: &mut String, number: u32, places: u32) {
    for place in (0..places).rev() {
        let digit = number / 10_u32.pow(place) % 10;
        out.push(char::from_digit(digit, 10).unwrap_or('0'));
    }
}

/// `2025-11-04`, or as much of it as `parts` says: 1 is the year, 2 the month.
fn written(at: Day, parts: u32) -> String {
    let date = calendar(at);
    let mut out = String::with_capacity(21);
    digits(&mut out, u32::try_from(date.year()).unwrap_or_default(), 4);
    if parts > 1 {
        out.push('-');
        digits(&mut out, date.month(), 2);
    }
    if parts > 2 {
        out.push('-');
        digits(&mut out, date.day(), 2);
    }
    out
}

/// The written form of a day.
pub(super) fn iso(at: Day) -> String {
    written(at, 3)
}

/// The date of a day.
pub(super) fn exact(at: Day) -> Date {
    Date::day(calendar(at))
}

/// The date of the month of a day.
pub(super) fn month(at: Day) -> Date {
    dated(&written(at, 2), at)
}

/// The date of a written form; the day where it is none.
fn dated(text: &str, at: Day) -> Date {
    text.parse().unwrap_or_else(|_| exact(at))
}

/// The year of a day.
pub(super) fn year(at: Day) -> i32 {
    calendar(at).year()
}

/// A number with leading zeros.
pub(super) fn padded(number: u32, places: u32) -> String {
    let mut out = String::with_capacity(8);
    if number >= 10_u32.pow(places) {
        return number.to_string();
    }
    digits(&mut out, number, places);
    out
}

/// How much of a date a source gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Precision {
    /// The day.
    Day,
    /// The month.
    Month,
    /// The year.
    Year,
    /// Some day between two months.
    Months,
    /// Some day between two days.
    Days,
}

/// A date of some precision around a day, and its last day. It is the day itself where the date
/// would reach beyond `end`: what comes later in the history shall stay later.
pub(super) fn date(at: Day, precision: Precision, end: Day) -> (Date, Day) {
    let month_end = |at: Day| {
        let date = calendar(at);
        let (year, month) =
            if date.month() == 12 { (date.year() + 1, 1) } else { (date.year(), date.month() + 1) };
        day(year, month, 1) - 1
    };
    let (date, last) = match precision {
        Precision::Day => (exact(at), at),
        Precision::Month => (month(at), month_end(at)),
        Precision::Year => (dated(&written(at, 1), at), day(year(at), 12, 31)),
        Precision::Months => {
            let last = month_end(month_end(at) + 40);
            (dated(&[&written(at, 2), "/", &written(last, 2)].concat(), at), last)
        }
        Precision::Days => (dated(&[&iso(at), "/", &iso(at + 2)].concat(), at), at + 2),
    };
    if last <= end { (date, last) } else { (exact(at), at) }
}
