//! The charts against counting anew: every number that is drawn is one that can be added up by hand.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeMap;

use beltui::model::measure::Standing;
use beltui::views::day::{Clock, Day};
use beltui::views::page::Link;
use beltui::views::trend;
use chrono::{Datelike, Months};

fn shipped(on: &str) -> Day {
    Day::new(common::shipped().state, Clock::as_of(common::day(on)))
}

/// What each issuer has in force on a day, counted from the rows of the ledger of that day.
fn in_force(day: &Day) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for row in day.ledger.iter().filter(|row| row.standing.is_in_force()) {
        let issuer = &day.state().records().sanctions.get(row.at()).unwrap().issuer;
        *counts.entry(issuer.to_string()).or_default() += 1;
    }
    counts
}

#[test]
fn what_is_drawn_as_in_force_is_what_the_ledger_says_on_that_day() {
    let chart = trend::page(&shipped("2026-11-28")).chart.unwrap();
    let months = chart.days.len();
    assert!(months > 100, "{months}");
    for pair in chart.days.windows(2) {
        assert_eq!(pair[0].checked_add_months(Months::new(1)).map(|day| day.month()), Some(pair[1].month()));
    }
    // Each quarter of the last seven years, and the day asked.
    for (at, on) in chart.days.iter().enumerate().rev().step_by(3).take(28) {
        let day = shipped(&on.to_string());
        let drawn: BTreeMap<String, usize> = chart
            .held
            .iter()
            .map(|held| (held.issuer.to_string(), held.months[at].all()))
            .filter(|(_, count)| *count > 0)
            .collect();
        assert_eq!(drawn, in_force(&day), "on {on}");
    }
}

#[test]
fn the_acts_of_each_month_are_those_of_its_lines_and_of_their_pages() {
    let day = shipped("2026-11-28");
    let page = trend::page(&day);
    let chart = page.chart.clone().unwrap();
    assert_eq!(chart.acts.len(), 36);
    for pair in chart.acts.windows(2) {
        assert_eq!(
            pair[0].month.checked_add_months(Months::new(1)),
            Some(pair[1].month),
            "no month is left out"
        );
    }
    for it in &chart.acts {
        let of_issuers = |side: usize| it.by_issuer.iter().map(|(_, acts)| acts[side]).sum::<usize>();
        assert_eq!(it.acts, [of_issuers(0), of_issuers(1)]);
        let all = trend::steps_page(&day, None, it.month);
        let heads: Vec<&str> = all.lines.iter().map(|line| line.text.as_str()).collect();
        for (word, count) in [("Tightens", it.acts[0]), ("Eases", it.acts[1])] {
            let head = heads.iter().find(|head| head.starts_with(word));
            let said = head.map(|head| head.split(' ').nth(2).unwrap_or_default().to_owned());
            assert_eq!(said.unwrap_or("0".to_owned()), count.to_string(), "{word} in {}", it.month);
        }
    }
    // Every bar leads to the steps behind it.
    let bars =
        page.lines.iter().filter(|line| !line.text.starts_with("Acts") && line.text.contains(['◀', '▶']));
    for bar in bars {
        assert!(matches!(bar.link, Some(Link::Steps(..))), "{}", bar.text);
    }
}

#[test]
fn off_a_list_without_an_act_has_a_sign_of_its_own_and_is_no_easing() {
    let day = shipped("2026-11-28");
    let chart = trend::page(&day).chart.unwrap();
    let off: usize = chart.acts.iter().map(|it| it.off).sum();
    assert!(off > 0);
    let not_seen = day.ledger.iter().filter(|row| row.standing == Standing::NotSeen).count();
    assert!(off <= not_seen, "{off} came off a list, {not_seen} are off one now");
    let screen = {
        let mut app = common::app((160, 48), "2026-11-28");
        common::press(&mut app, "C");
        common::screen(&app)
    };
    assert!(screen.contains("◇ 3 measures off the list"), "{screen}");
}
