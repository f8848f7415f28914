//! Dates as people type them: as precise as the source, or relative to today.
//!
//! Only what can be meant in one way is taken, and it is never made more precise than it was said: `last month` is a
//! month, `last week` the days from its Monday to its Sunday. A month without a year is the latest that is not after
//! today's. What has a day and no year, or a year of two digits, is refused with a word.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::model::date::{Date, DateError};

/// The date that a person means. What is not a date of the file's own form is read in words (`today`, `3 days ago`,
/// `last friday`, `may 2025`); the caller shows what was understood.
///
/// # Errors
/// Where it is neither, or may mean several dates.
pub fn read(text: &str, today: NaiveDate) -> Result<Date, String> {
    meant(text, today).map(|meant| meant.date)
}

/// The one day that a person means where a day is asked for: of a month or a year its last day, but `6 months ago` is
/// the day of this month's number.
///
/// # Errors
/// As [`read`].
pub fn read_day(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    meant(text, today).map(|meant| meant.day)
}

/// The day after which that begins which is said to be since then: a month or a year counts whole, from its first day on;
/// of a day, or of `6 months ago`, it is that day.
///
/// # Errors
/// As [`read`].
pub fn read_since(text: &str, today: NaiveDate) -> Result<NaiveDate, String> {
    meant(text, today).map(|meant| meant.since)
}

/// What a text means.
struct Meant {
    /// As precise as it was said.
    date: Date,
    /// Where a day is asked for.
    day: NaiveDate,
    /// Where it is asked since when.
    since: NaiveDate,
}

impl From<Date> for Meant {
    fn from(date: Date) -> Self {
        let (first, day) = (date.first(), date.last());
        let since = if first == day { day } else { first.pred_opt().unwrap_or(first) };
        Self { date, day, since }
    }
}

/// What can be written.
const FORMS: &str =
    "write 2025, 2025-11, 2025-11-04, 2025-06/2025-08, or today, 3 days ago, last friday, may 2025";
/// What is asked of who leaves a part of the year out.
const FULL_YEAR: &str = "write the year in full, with its four digits: 11 sep 2025";
/// For what lies outside of the calendar of a file.
const BEYOND: &str = "no such day in the calendar";

fn meant(text: &str, today: NaiveDate) -> Result<Meant, String> {
    let text = text.trim();
    let error = match text.parse::<Date>() {
        Ok(date) => return Ok(date.into()),
        Err(error) => error,
    };
    let lower = text.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| c.is_whitespace() || c == ',').filter(|it| !it.is_empty()).collect();
    match *words {
        [] => Err(FORMS.to_owned()),
        [word] if word.starts_with(|c: char| c.is_ascii_digit()) => numbers(word, &error),
        [word] => match month(word) {
            Some(month) => latest(month, today),
            None => one_word(word, today),
        },
        ["day", "before", "yesterday"] => days(today, -2),
        ["day", "after", "tomorrow"] => days(today, 2),
        [count, unit, "ago"] => away(count, unit, today, -1),
        ["in", count, unit] => away(count, unit, today, 1),
        [which @ ("last" | "this" | "next"), what] => beside(which, what, today),
        _ => calendar(&words),
    }
}

/// A day so many days after today, or before.
fn days(today: NaiveDate, count: i64) -> Result<Meant, String> {
    let by = Days::new(count.unsigned_abs());
    let day = if count < 0 { today.checked_sub_days(by) } else { today.checked_add_days(by) };
    exact(day)
}

/// A day, where it is one that a file can hold.
fn exact(day: Option<NaiveDate>) -> Result<Meant, String> {
    let day = day.filter(|day| (1..=9999).contains(&day.year())).ok_or(BEYOND)?;
    Ok(Date::day(day).into())
}

/// A date written by the program itself.
fn written(text: &str) -> Result<Meant, String> {
    text.parse::<Date>().map(Meant::from).map_err(|_| BEYOND.to_owned())
}

fn one_word(word: &str, today: NaiveDate) -> Result<Meant, String> {
    match word {
        "today" | "now" => days(today, 0),
        "yesterday" => days(today, -1),
        "tomorrow" => days(today, 1),
        _ if weekday(word).is_some() => Err(format!("say which {word}: last {word}, or next {word}")),
        _ => Err(FORMS.to_owned()),
    }
}

/// The latest month of this name that is not after today's.
fn latest(month: u32, today: NaiveDate) -> Result<Meant, String> {
    let year = if month > today.month() { today.year() - 1 } else { today.year() };
    written(&format!("{year:04}-{month:02}"))
}

/// `3 days ago`, `in a month`: as precise as the unit, but for weeks, which have seven days.
fn away(count: &str, unit: &str, today: NaiveDate, sign: i64) -> Result<Meant, String> {
    let count = number(count).ok_or(FORMS)?;
    let months = |count: u32| {
        let by = Months::new(count);
        if sign < 0 { today.checked_sub_months(by) } else { today.checked_add_months(by) }
    };
    match unit.strip_suffix('s').unwrap_or(unit) {
        "day" => days(today, sign * i64::from(count)),
        "week" => days(today, sign * 7 * i64::from(count)),
        "month" => {
            let Meant { day, .. } = exact(months(count))?;
            Ok(Meant { day, since: day, ..written(&format!("{:04}-{:02}", day.year(), day.month()))? })
        }
        "year" => {
            let Meant { day, .. } = exact(count.checked_mul(12).and_then(months))?;
            Ok(Meant { day, since: day, ..written(&format!("{:04}", day.year()))? })
        }
        _ => Err(FORMS.to_owned()),
    }
}

/// `last friday`, `this week`, `next month`. A last day of the week is before today, a next one after it.
fn beside(which: &str, what: &str, today: NaiveDate) -> Result<Meant, String> {
    let step: i32 = match which {
        "last" => -1,
        "next" => 1,
        _ => 0,
    };
    match what {
        "week" => {
            let back = i64::from(today.weekday().num_days_from_monday());
            let monday = days(today, i64::from(step) * 7 - back)?.day;
            let sunday = days(monday, 6)?.day;
            written(&format!("{monday}/{sunday}"))
        }
        "month" => {
            let months = Months::new(1);
            let in_it = match step {
                -1 => today.checked_sub_months(months),
                0 => Some(today),
                _ => today.checked_add_months(months),
            };
            let in_it = in_it.ok_or(BEYOND)?;
            written(&format!("{:04}-{:02}", in_it.year(), in_it.month()))
        }
        "year" => written(&format!("{:04}", today.year() + step)),
        _ => match (weekday(what), step) {
            (Some(wanted), -1) => days(today, -apart(wanted, today.weekday())),
            (Some(wanted), 1) => days(today, apart(today.weekday(), wanted)),
            (Some(_), _) => Err(format!("say which {what}: last {what}, or next {what}")),
            (None, _) if month(what).is_some() => Err(format!("say the year: {what} {}", today.year())),
            (None, _) => Err(FORMS.to_owned()),
        },
    }
}

/// How many days after one day of the week the other comes next: one to seven.
fn apart(from: Weekday, to: Weekday) -> i64 {
    match to.days_since(from) {
        0 => 7,
        days => i64::from(days),
    }
}

/// A month by its name with a year, and a day where there is one, in any order: `Sep 2025`, `11 September 2025`,
/// `September 11, 2025`.
fn calendar(words: &[&str]) -> Result<Meant, String> {
    let words: Vec<&str> = words.iter().copied().filter(|word| *word != "of").collect();
    let Some(month) = words.iter().find_map(|word| month(word)) else { return Err(FORMS.to_owned()) };
    let others: Vec<&str> = words.iter().copied().filter(|word| self::month(word).is_none()).collect();
    if others.len() + 1 != words.len() {
        return Err(FORMS.to_owned());
    }
    let year = |word: &str| word.len() == 4 && is_digits(word);
    match *others {
        [it] if year(it) => written(&format!("{it}-{month:02}")),
        [it] | [it, _] if !is_number(it) => Err(FORMS.to_owned()),
        [_, it] if !is_number(it) => Err(FORMS.to_owned()),
        [it, day] | [day, it] if year(it) && !year(day) => {
            let day = day_of_month(day).ok_or(FORMS)?;
            written(&format!("{it}-{month:02}-{day:02}"))
        }
        [_] | [_, _] => Err(FULL_YEAR.to_owned()),
        _ => Err(FORMS.to_owned()),
    }
}

/// What begins with a digit and is one word: a date of the file that has a fault, or one with dots or slashes.
fn numbers(word: &str, error: &DateError) -> Result<Meant, String> {
    if let [parts @ .., last] = &*word.split('.').collect::<Vec<_>>()
        && matches!(parts, [_] | [_, _])
        && parts.iter().chain([last]).all(|part| is_digits(part))
    {
        if last.len() != 4 || parts.iter().any(|part| part.len() > 2) {
            return Err(FULL_YEAR.replace("11 sep 2025", "11.09.2025"));
        }
        return match *parts {
            // Where dots stand between the numbers, the day comes first.
            [day, month] => written(&format!("{last}-{month:0>2}-{day:0>2}")),
            [month] => written(&format!("{last}-{month:0>2}")),
            _ => Err(FORMS.to_owned()),
        };
    }
    if let [a, b, year] = *word.split('/').collect::<Vec<_>>()
        && [a, b, year].into_iter().all(is_digits)
    {
        if year.len() != 4 {
            return Err(FULL_YEAR.replace("11 sep 2025", "2025-09-11"));
        }
        // Some write the day first, others the month.
        return match (a.parse::<u32>(), b.parse::<u32>()) {
            (Ok(a), Ok(b)) if a == b || (a > 12 && b <= 12) => written(&format!("{year}-{b:02}-{a:02}")),
            (Ok(a), Ok(b)) if b > 12 && a <= 12 => written(&format!("{year}-{a:02}-{b:02}")),
            (Ok(a), Ok(b)) if a <= 12 && b <= 12 => Err(format!(
                "which of {a} and {b} is the month? write {year}-{b:02}-{a:02}, or {year}-{a:02}-{b:02}"
            )),
            _ => Err(BEYOND.to_owned()),
        };
    }
    if *error == DateError::Form
        && let [first, .., last] = *word.split('-').collect::<Vec<_>>()
        && word.split('-').all(is_digits)
    {
        // `25-09-11` and `11-09-2025` say their year in two digits, or at the end.
        let parts: Vec<String> = word.split('-').map(|part| format!("{part:0>2}")).collect();
        return Err(match (first.len(), last.len()) {
            (4, _) => format!("write two digits for month and day: {}", parts.join("-")),
            (_, 4) => "write the year first: 2025-09-11".to_owned(),
            _ => FULL_YEAR.replace("11 sep 2025", "2025-09-11"),
        });
    }
    Err(error.to_string())
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Digits, or a day of the month: `11`, `11th`, `11.`, `'25`.
fn is_number(text: &str) -> bool {
    is_digits(text.trim_start_matches(['\'', '’'])) || day_of_month(text).is_some()
}

/// `11`, `11.`, `11th`.
fn day_of_month(text: &str) -> Option<u32> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let ending = text.get(digits.len()..)?;
    (matches!(ending, "" | "." | "st" | "nd" | "rd" | "th") && digits.len() <= 2 && is_digits(digits))
        .then(|| digits.parse().ok())?
}

/// A count in digits or words.
fn number(text: &str) -> Option<u32> {
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    if matches!(text, "a" | "an") {
        return Some(1);
    }
    if is_digits(text) {
        return text.parse().ok();
    }
    (1..).zip(WORDS).find(|(_, word)| *word == text).map(|(number, _)| number)
}

/// A month by its English name, or the first three letters of it.
fn month(word: &str) -> Option<u32> {
    let word = word.strip_suffix('.').unwrap_or(word);
    if word == "sept" {
        return Some(9);
    }
    word.parse::<chrono::Month>().ok().map(|month| month.number_from_month())
}

/// A day of the week by its English name, or the first letters of it.
fn weekday(word: &str) -> Option<Weekday> {
    word.parse().ok()
}
