//! How something turned between two days: each day on which it was otherwise than before.

use std::cmp::Reverse;

use chrono::{Datelike, NaiveDate};

use crate::model::date::Date;

/// What something was on the first day, and each turn after it.
pub(super) struct Turns<V> {
    /// What it was on the first day.
    pub was: V,
    /// When it turned, and what it was then.
    each: Vec<(Date, V)>,
}

/// Looks at what can have turned on `days`: what it is on each that is certain by the last day, against what it was before.
/// What is only seen or said again is the same, and no turn.
pub(super) fn turns<V>(
    days: impl Iterator<Item = Date>,
    (since, until): (NaiveDate, NaiveDate),
    value: impl Fn(NaiveDate) -> V,
    same: impl Fn(&V, &V) -> bool,
) -> Turns<V> {
    let mut days: Vec<Date> = days.filter(|on| on.last() > since && on.last() <= until).collect();
    // Of several dates that are certain on one day, the most precise.
    days.sort_unstable_by_key(|on| (on.last(), Reverse(on.first())));
    days.dedup_by_key(|on| on.last());
    let mut turns = Turns { was: value(since), each: Vec::new() };
    for on in days {
        let is = value(on.last());
        if !same(turns.last().map_or(&turns.was, |(_, was)| was), &is) {
            turns.each.push((on, is));
        }
    }
    turns
}

impl<V> Turns<V> {
    /// When it turned the last time, and what it has been since.
    pub fn last(&self) -> Option<&(Date, V)> {
        self.each.last()
    }

    /// The turns in their order, where there is more than one: `closed 12 Sep · open 25 Sep`.
    pub fn steps(&self, between: (NaiveDate, NaiveDate), word: impl Fn(&V, &V) -> String) -> Option<String> {
        let before = std::iter::once(&self.was).chain(self.each.iter().map(|(_, is)| is));
        let steps = before
            .zip(&self.each)
            .map(|(was, (on, is))| format!("{} {}", word(was, is), short(*on, between)));
        (self.each.len() > 1).then(|| steps.collect::<Vec<_>>().join(" · "))
    }
}

/// A date in passing: `12 Sep`, with its year where the two days are not of one; as it is written where it is imprecise.
/// What may lie before the first day is told so.
fn short(on: Date, (since, until): (NaiveDate, NaiveDate)) -> String {
    let text = if !on.is_exact() {
        on.short()
    } else if since.year() == until.year() {
        on.first().format("%-d %b").to_string()
    } else {
        on.first().format("%-d %b %Y").to_string()
    };
    if on.first() < since { format!("{text} (perhaps before {since})") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse::<Date>().unwrap().last()
    }

    /// From 12 to 24 September it is shut.
    fn shut(on: NaiveDate) -> &'static str {
        if (day("2025-09-12")..day("2025-09-25")).contains(&on) { "closed" } else { "open" }
    }

    #[test]
    fn what_turned_and_turned_back_keeps_both_turns_and_what_is_said_again_is_none() {
        let days = ["2025-09-25", "2025-08", "2025-09-12", "2025-09-20", "2026-01-01"];
        for (since, until, wanted) in [
            ("2025-06-01", "2025-12-01", Some("closed 12 Sep · open 25 Sep")),
            ("2025-06-01", "2026-12-01", Some("closed 12 Sep 2025 · open 25 Sep 2025")),
            // One turn is told by what it was and is.
            ("2025-06-01", "2025-09-24", None),
            // The first day itself is not of the time.
            ("2025-09-12", "2025-12-01", None),
            ("2025-09-25", "2025-12-01", None),
        ] {
            let days = days.iter().map(|text| text.parse::<Date>().unwrap());
            let between = (day(since), day(until));
            let found = turns(days, between, shut, |a, b| a == b);
            assert_eq!(
                found.steps(between, |_, is| (*is).to_owned()).as_deref(),
                wanted,
                "{since} to {until}"
            );
        }
    }

    #[test]
    fn a_date_that_may_lie_before_the_first_day_says_so() {
        let between = (day("2025-09-05"), day("2025-12-01"));
        let on = |text: &str| text.parse::<Date>().unwrap();
        let value = |at: NaiveDate| u8::from(at >= day("2025-09-30")) + u8::from(at >= day("2025-10-05"));
        let found = turns([on("2025-09"), on("2025-10-05")].into_iter(), between, value, |a, b| a == b);
        assert_eq!(
            found.steps(between, |_, is| is.to_string()).unwrap(),
            "1 ~2025-09 (perhaps before 2025-09-05) · 2 5 Oct"
        );
    }
}
