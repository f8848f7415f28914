//! Dates as people type them. What each text means on which day stands in `dates/words.csv`: today, the text, the
//! date that it means (`!` and a part of the refusal where it means none), and the day where a day is asked for (empty:
//! the date itself).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use beltui::app::form::when::{read, read_day, read_since};
use beltui::model::date::Date;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use proptest::prelude::*;

#[test]
fn words_mean_what_the_table_says() {
    let mut reader = csv::Reader::from_reader(&include_bytes!("dates/words.csv")[..]);
    let mut rows = 0;
    for row in reader.records().map(Result::unwrap) {
        let [today, text, date, day] = [0, 1, 2, 3].map(|column| &row[column]);
        let now: NaiveDate = today.parse().unwrap();
        let (meant, meant_day) = (read(text, now).map(Date::written), read_day(text, now));
        if let Some(refusal) = date.strip_prefix('!') {
            let said = meant.expect_err(text);
            assert!(said.contains(refusal), "{text:?} on {today}: {said}");
            assert_eq!(meant_day, Err(said), "{text:?} on {today}");
        } else {
            assert_eq!(meant.as_deref(), Ok(date), "{text:?} on {today}");
            let day = if day.is_empty() { date } else { day };
            assert_eq!(meant_day, Ok(day.parse().unwrap()), "{text:?} on {today}");
        }
        rows += 1;
    }
    assert!(rows > 90, "{rows} rows");
}

#[test]
fn since_a_month_is_the_whole_of_it_and_since_a_day_is_what_comes_after_it() {
    let mut reader = csv::Reader::from_reader(&include_bytes!("dates/since.csv")[..]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() > 8);
    for row in rows {
        let since = read_since(&row[1], row[0].parse().unwrap());
        assert_eq!(since, Ok(row[2].parse().unwrap()), "{:?} on {}", &row[1], &row[0]);
    }
}

const WEEK: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

#[test]
fn last_and_next_are_the_nearest_day_of_that_name_but_today_on_every_day_of_the_week() {
    let monday: NaiveDate = "2026-11-23".parse().unwrap();
    for today in (0..14).map(|days| monday + Days::new(days)) {
        for (name, wanted) in WEEK {
            let last = read_day(&format!("last {name}"), today).unwrap();
            let next = read_day(&format!("next {name}"), today).unwrap();
            assert_eq!((last.weekday(), next.weekday()), (wanted, wanted), "{name} on {today}");
            assert!((1..=7).contains(&(today - last).num_days()), "last {name} on {today} is {last}");
            assert!((1..=7).contains(&(next - today).num_days()), "next {name} on {today} is {next}");
        }
        let week = read("last week", today).unwrap();
        assert_eq!((week.first().weekday(), week.last().weekday()), (Weekday::Mon, Weekday::Sun));
        assert_eq!(week.first().iso_week(), (today - Days::new(7)).iso_week());
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_panic_and_what_it_takes_can_be_written(text in "\\PC{0,24}", at in 0i32..4_000_000) {
        let today = NaiveDate::from_num_days_from_ce_opt(at).unwrap();
        if let Ok(date) = read(&text, today) {
            prop_assert_eq!(date.written().parse::<Date>(), Ok(date));
        }
    }

    #[test]
    fn words_in_any_order_never_panic(words in proptest::collection::vec(
        proptest::sample::select(vec!["last", "next", "this", "week", "month", "year", "day", "ago", "in", "a", "4294967295",
            "31", "1", "2025", "25", "may", "feb", "friday", "of", "/", "-", ".", "31.02.2025", "yesterday", "9999"]), 0..5),
        at in -100_000_000i32..100_000_000,
    ) {
        // Beyond the years that there are it is the last day that can be computed with.
        let today = NaiveDate::from_num_days_from_ce_opt(at).unwrap_or(NaiveDate::MAX);
        if let Ok(date) = read(&words.join(" "), today) {
            prop_assert_eq!(date.written().parse::<Date>(), Ok(date));
        }
    }
}
