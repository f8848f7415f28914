//! The clock of this machine: the one place where the program reads it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::bail;
use chrono::{DateTime, Datelike, Days, Local, NaiveDate, NaiveTime, TimeZone, Utc};

use crate::shell::Today;

/// The years in which a clock may be right. A battery that is empty says 1970 or less, a slip of a digit much more; and
/// from a year of five digits on, dates could not be written into the file.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=2199;

/// The day by the clock.
///
/// # Errors
/// Where the clock cannot be right: everything that is said of today would be wrong.
pub(super) fn today() -> anyhow::Result<NaiveDate> {
    let now = now(SystemTime::now());
    match now.filter(|now| YEARS.contains(&now.year())) {
        Some(now) => Ok(now.date_naive()),
        None => bail!(
            "the clock of this machine says {}: set it, or say which day it is with --today 2026-08-01",
            now.map_or_else(|| "a day beyond every calendar".to_owned(), |now| now.date_naive().to_string())
        ),
    }
}

/// The time that is noted with what is done; of a day that somebody has said, its beginning.
pub(super) fn time(today: NaiveDate, is_said: bool) -> DateTime<Utc> {
    let now = || utc(SystemTime::now()).unwrap_or_default();
    if is_said { today.and_time(NaiveTime::MIN).and_utc() } else { now() }
}

/// The time by the clock, with its zone, as RFC 3339 writes it; `None` where the clock cannot be right.
pub(super) fn moment() -> Option<String> {
    let now = now(SystemTime::now()).filter(|now| YEARS.contains(&now.year()))?;
    Some(now.to_rfc3339_opts(chrono::SecondsFormat::Secs, false))
}

/// The same for the dashboard, with how long the day still lasts; `None` where the clock cannot be right.
pub(super) fn running() -> Option<Today> {
    of(SystemTime::now(), &Local)
}

fn of<Z: TimeZone>(clock: SystemTime, zone: &Z) -> Option<Today> {
    let now = utc(clock)?.with_timezone(zone);
    let day = now.date_naive();
    if !YEARS.contains(&now.year()) {
        return None;
    }
    // Where a clock is put forward at midnight the day begins an hour later.
    let tomorrow = day.checked_add_days(Days::new(1))?;
    let begins = (0..24).find_map(|hour| {
        zone.from_local_datetime(&tomorrow.and_time(NaiveTime::from_hms_opt(hour, 0, 0)?)).earliest()
    });
    let left = begins.and_then(|begins| begins.signed_duration_since(&now).to_std().ok());
    Some(Today { day, left, time: Some(now.time()) })
}

fn now(clock: SystemTime) -> Option<DateTime<Local>> {
    // The zone of a day at the edge of the calendar may lie beyond it.
    utc(clock).filter(|now| now.year().abs() < 200_000).map(|now| now.with_timezone(&Local))
}

/// A time of the system's clock, of before 1970 too (for which the usual conversion panics).
fn utc(clock: SystemTime) -> Option<DateTime<Utc>> {
    let (seconds, nanoseconds) = match clock.duration_since(UNIX_EPOCH) {
        Ok(since) => (i64::try_from(since.as_secs()).ok()?, since.subsec_nanos()),
        Err(before) => {
            let before: Duration = before.duration();
            (i64::try_from(before.as_secs()).ok()?.checked_neg()?.checked_sub(1)?, 0)
        }
    };
    DateTime::from_timestamp(seconds, nanoseconds)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::FixedOffset;

    fn at(text: &str) -> SystemTime {
        let seconds = DateTime::parse_from_rfc3339(text).unwrap().timestamp();
        let since = Duration::from_secs(seconds.unsigned_abs());
        if seconds < 0 { UNIX_EPOCH - since } else { UNIX_EPOCH + since }
    }

    #[test]
    fn a_day_lasts_until_the_midnight_of_its_place() {
        let minsk = FixedOffset::east_opt(3 * 3600).unwrap();
        let today = of(at("2026-08-01T20:59:00Z"), &minsk).unwrap();
        assert_eq!(
            (today.day.to_string().as_str(), today.left),
            ("2026-08-01", Some(Duration::from_mins(1)))
        );
        let today = of(at("2026-08-01T21:00:00Z"), &minsk).unwrap();
        assert_eq!(
            (today.day.to_string().as_str(), today.left),
            ("2026-08-02", Some(Duration::from_hours(24)))
        );
    }

    #[test]
    fn a_clock_that_cannot_be_right_is_no_day() {
        for text in
            ["1960-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "9999-12-30T00:00:00Z"]
        {
            assert_eq!(of(at(text), &Utc), None, "{text}");
        }
        for text in ["1970-01-01T00:00:00Z", "1999-01-01T00:00:00Z", "2199-12-31T00:00:00Z"] {
            assert!(of(at(text), &Utc).is_some(), "{text}");
        }
        for years in [262_143_u64 - 1970, 1 << 20, 1 << 34] {
            let far = UNIX_EPOCH.checked_add(Duration::from_secs(years * 31_556_952));
            assert_eq!(far.and_then(|far| of(far, &Utc)), None, "{years}");
            let back = UNIX_EPOCH.checked_sub(Duration::from_secs(years * 31_556_952));
            assert_eq!(back.and_then(|back| of(back, &Utc)), None, "{years}");
        }
    }

    #[test]
    fn a_time_before_1970_is_the_second_it_lies_in() {
        assert_eq!(
            utc(at("1960-01-01T12:00:00Z")).map(|it| it.date_naive().to_string()).as_deref(),
            Some("1960-01-01")
        );
    }
}
