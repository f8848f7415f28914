//! The charts against counting anew: every number that is drawn is one that can be added up by hand.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

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
        let all = trend::steps_page(&day, &[], it.month);
        let heads: Vec<&str> = all.lines.iter().map(|line| line.text.as_str()).collect();
        for (word, count) in [("Tightens", it.acts[0]), ("Eases", it.acts[1])] {
            let head = heads.iter().find(|head| head.starts_with(word));
            let said = head.map(|head| head.split(' ').nth(2).unwrap_or_default().to_owned());
            assert_eq!(said.unwrap_or("0".to_owned()), count.to_string(), "{word} in {}", it.month);
        }
    }
    // Every bar leads to the steps behind it, and to what came off a list.
    let bars =
        page.lines.iter().filter(|line| line.text.contains('│') && line.text.contains(['◀', '▶', '◇']));
    let mut off = 0;
    for bar in bars.filter(|line| !line.text.starts_with("Acts")) {
        let Some(Link::Steps(issuers, month)) = &bar.link else { panic!("{}", bar.text) };
        let behind = trend::steps_page(&day, issuers, *month);
        assert!(behind.lines.len() > 1, "{}", bar.text);
        let said = bar.text.split_once("◇ ").map(|(_, said)| said.split(' ').next().unwrap());
        let head = behind.lines.iter().find_map(|line| line.text.strip_prefix("Off a list, no act found · "));
        assert_eq!(head.map(|head| head.split(' ').next().unwrap()), said, "{}", bar.text);
        off += usize::from(said.is_some());
    }
    assert!(off > 0);
}

#[test]
fn an_act_on_which_two_issuers_rest_is_one_and_others_lead_to_those_they_name() {
    let issuers = ["AA", "BB", "CC", "DD", "EE", "FF"];
    let subjects = issuers.map(|id| format!("(id: \"{id}\", name: \"{id}land\", kind: State),")).concat();
    let measure = |id: &str, at: usize| {
        let act = if at < 4 { "" } else { ", act: \"joint\"" };
        format!(
            "(id: \"m-{id}\", issuer: \"{id}\", target: \"works\", measure: AssetFreeze,
              history: [(on: \"2025-03-01\", what: Designated, sources: [\"wire\"]{act})]),"
        )
    };
    let sanctions: String = issuers.iter().enumerate().map(|(at, id)| measure(id, at)).collect();
    let loaded = beltui::store::load::load_text(format!(
        "#![enable(implicit_some)]\n(schema: 2, title: \"t\", subjects: [{subjects}
         (id: \"works\", name: \"Alpha Works\", kind: Company)],
         sources: [(id: \"wire\", publisher: \"A wire\", title: \"W\", published: \"2025-03-01\")],
         acts: [(id: \"joint\", issuer: \"EE\", kind: Decision, number: \"Decision 1\", adopted: \"2025-03-01\", sources: [\"wire\"])],
         sanctions: [{sanctions}])"
    ));
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    let day = Day::new(loaded.state, Clock::as_of(common::day("2025-04-05")));
    let page = trend::page(&day);
    let shared = page.lines.iter().find(|line| line.text.contains("others")).unwrap();
    assert!(shared.text.contains("▶ 1  (EE 1, FF 1)"), "{}", shared.text);
    let ids: Vec<beltui::model::id::Id> = ["EE", "FF"].into_iter().map(Into::into).collect();
    assert_eq!(shared.link, Some(Link::Steps(ids.clone(), common::day("2025-03-01"))));
    let behind = trend::steps_page(&day, &ids, common::day("2025-03-01"));
    let lines: Vec<&str> = behind.lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(lines[0], "EEland, FFland: steps of 2025-03");
    assert!(lines.contains(&"Tightens · 1 act, 2 measures"), "{lines:?}");
    assert!(lines.iter().all(|line| !line.contains("AA ›")), "{lines:?}");
    // One act of each of four issuers, and the one that two share.
    let chart = page.chart.unwrap();
    let march = chart.acts.iter().find(|it| it.month == common::day("2025-03-01")).unwrap();
    assert_eq!(march.acts, [5, 0]);
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
