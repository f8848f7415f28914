//! Dates as people type them: as precise as the source, or relative to today.

use chrono::{Datelike, NaiveDate, NaiveTime};
use interim::{Dialect, parse_date_string};

use crate::model::date::Date;

/// What is said of a text that is no date.
const UNREADABLE: &str =
    "write 2025, 2025-11, 2025-11-04, 2025-06/2025-08, or today, 3 days ago, last friday";

/// A word of a date is at most so long, in bytes.
const LONGEST_WORD: usize = 15;

/// The date that a person means. What is not a date of the file's own form is read in words (`today`, `3 days ago`,
/// `last friday`); the caller shows what was understood.
///
/// # Errors
/// Where it is neither.
pub fn read(text: &str, today: NaiveDate) -> Result<Date, String> {
    let text = text.trim();
    match text.parse::<Date>() {
        Ok(date) => return Ok(date),
        // What begins like a date of the file is meant as one: its own complaint helps most.
        Err(error) if text.starts_with(|c: char| c.is_ascii_digit()) && !text.contains(' ') => {
            return Err(error.to_string());
        }
        Err(_) => {}
    }
    // No such word has more letters, and the reader of words ends the program at one that has.
    if text.split_whitespace().any(|word| word.len() > LONGEST_WORD) {
        return Err(UNREADABLE.to_owned());
    }
    let noon = today.and_time(NaiveTime::default()).and_utc() + chrono::TimeDelta::hours(12);
    match parse_date_string(&text.to_lowercase(), noon, Dialect::Uk) {
        // A state file has no other years.
        Ok(meant) if (1..=9999).contains(&meant.year()) => Ok(Date::day(meant.date_naive())),
        _ => Err(UNREADABLE.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn words_are_read_against_today_and_dates_as_they_stand() {
        let today = "2026-08-01".parse().unwrap();
        let meant = |text: &str| read(text, today).map(crate::model::date::Date::written);
        for (text, date) in [
            ("today", "2026-08-01"),
            ("yesterday", "2026-07-31"),
            ("3 days ago", "2026-07-29"),
            ("2 weeks ago", "2026-07-18"),
            ("2025-11", "2025-11"),
            ("2025-06/2025-08", "2025-06/2025-08"),
        ] {
            assert_eq!(meant(text).as_deref(), Ok(date), "{text}");
        }
        assert_eq!(meant("2025-13").unwrap_err(), "no such day in the calendar");
        assert!(meant("whenever").unwrap_err().contains("3 days ago"));
        assert!(meant("").is_err());
        for long in ["a".repeat(16), format!("3 {} ago", "x".repeat(40)), format!("last {}", "é".repeat(99))]
        {
            assert!(read(&long, today).unwrap_err().contains("3 days ago"), "{long}");
        }
        assert!(read("next friday", "9999-12-31".parse().unwrap()).is_err(), "there is no year 10000");
    }
}
