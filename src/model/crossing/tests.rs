//! What holds at a crossing, case by case.

use super::*;
use crate::model::date::Date;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn step(on: &str, access: Access, traffic: Traffic, until: Option<&str>) -> Step<CrossingChange> {
    Step {
        on: date(on),
        time: None,
        change: CrossingChange::Status { access, traffic, by: None, reasons: ThinSlice::new() },
        until: until.map(date),
        scope: None,
        note: None,
        sources: [Id::new(on)].into(),
        event: None,
        act: None,
        known: None,
        withdrawn: None,
    }
}

fn crossing(history: Vec<Step<CrossingChange>>) -> Crossing {
    Crossing {
        id: "x".into(),
        name: "X".into(),
        aliases: ThinSlice::new(),
        between: ("PL".into(), "BY".into()),
        sides: None,
        route: None,
        mode: Mode::Road,
        traffic: Traffic::All,
        capacity_per_day: None,
        location: None,
        note: None,
        history: history.into_iter().collect(),
    }
}

fn overall(crossing: &Crossing, day: &str) -> Option<Access> {
    crossing.status(date(day).first(), &claims(&crossing.history, &Grades::new())).overall()
}

#[test]
fn before_its_first_record_nothing_is_known_of_a_crossing() {
    let it = crossing(vec![step("2023-02-10", Access::Suspended, Traffic::All, None)]);
    let before = it.status(date("2023-02-09").first(), &claims(&it.history, &Grades::new()));
    assert_eq!(before.overall(), None);
    assert!(before.lanes.iter().all(|lane| lane.access.is_none()));
    assert_eq!(overall(&it, "2023-02-10"), Some(Access::Suspended));
}

#[test]
fn one_word_for_all_traffic_never_says_more_than_is_known_of_each_lane() {
    use Access::{Closed, Open, Restricted, Suspended};
    // What is known of passengers and of freight, and the word.
    let cases = [
        (Some(Open), Some(Open), Some(Open)),
        (Some(Open), None, None),
        (Some(Open), Some(Closed), Some(Restricted)),
        (Some(Restricted), None, Some(Restricted)),
        (Some(Suspended), None, None),
        (Some(Suspended), Some(Closed), Some(Suspended)),
        (Some(Closed), Some(Closed), Some(Closed)),
        (None, None, None),
    ];
    for (passenger, freight, word) in cases {
        let says =
            |access: Option<Access>, traffic| access.map(|access| step("2025-01-01", access, traffic, None));
        let steps = [says(passenger, Traffic::Passenger), says(freight, Traffic::Freight)];
        let it = crossing(steps.into_iter().flatten().collect());
        assert_eq!(overall(&it, "2025-02-01"), word, "{passenger:?} {freight:?}");
    }
}

#[test]
fn without_any_record_its_status_is_not_known() {
    assert_eq!(overall(&crossing(Vec::new()), "2025-01-01"), None);
    let opened = crossing(vec![step("2025-01-01", Access::Open, Traffic::All, None)]);
    assert_eq!(overall(&opened, "2024-12-31"), None);
}

#[test]
fn after_its_last_day_a_suspension_gives_way_to_what_held_before() {
    let it = crossing(vec![
        step("2024-03-01", Access::Restricted, Traffic::All, None),
        step("2025-10-24", Access::Suspended, Traffic::All, Some("2025-10-25")),
    ]);
    assert_eq!(overall(&it, "2025-10-25"), Some(Access::Suspended));
    let after = it.status(date("2025-10-26").first(), &claims(&it.history, &Grades::new()));
    assert_eq!(after.overall(), Some(Access::Restricted));
    assert!(after.lanes.iter().all(|lane| lane.lapsed == Some(date("2025-10-25"))));
}

#[test]
fn a_second_suspension_after_the_first_ran_out_is_a_change_of_its_own() {
    let it = crossing(vec![
        step("2023-01-01", Access::Suspended, Traffic::All, Some("2023-01-31")),
        step("2024-06-01", Access::Suspended, Traffic::All, None),
    ]);
    assert_eq!(overall(&it, "2023-06-01"), None);
    assert_eq!(overall(&it, "2024-07-01"), Some(Access::Suspended));
    assert!(claims(&it.history, &Grades::new()).conflicts.is_empty());
}

#[test]
fn after_terms_that_ran_out_with_nothing_before_them_nothing_is_known() {
    let it = crossing(vec![
        step("2023-01-01", Access::Suspended, Traffic::All, Some("2023-12-31")),
        step("2023-03-01", Access::Restricted, Traffic::All, Some("2023-04-30")),
    ]);
    let status = it.status(date("2024-01-01").first(), &claims(&it.history, &Grades::new()));
    assert_eq!((status.lanes[0].access, status.lanes[0].lapsed), (None, Some(date("2023-12-31"))));
}

#[test]
fn a_crossing_open_for_some_traffic_only_is_restricted_as_a_whole() {
    let it = crossing(vec![
        step("2021-11-09", Access::Suspended, Traffic::All, None),
        step("2025-11-17", Access::Open, Traffic::Passenger, None),
    ]);
    assert_eq!(overall(&it, "2025-11-18"), Some(Access::Restricted));
}

#[test]
fn another_who_shuts_what_is_shut_makes_a_new_decision_and_no_new_access() {
    let by = |on: &str, who: &str| {
        let mut step = step(on, Access::Closed, Traffic::All, None);
        step.change = CrossingChange::Status {
            access: Access::Closed,
            traffic: Traffic::All,
            by: Some(who.into()),
            reasons: ThinSlice::new(),
        };
        step
    };
    for (second, decided) in [("PL", "2023-02-10"), ("BY", "2024-05-01")] {
        let it = crossing(vec![by("2023-02-10", "PL"), by("2024-05-01", second)]);
        let status = it.status(date("2025").first(), &claims(&it.history, &Grades::new()));
        let lane = &status.lanes[0];
        assert_eq!(
            (lane.since, lane.scope_since),
            (Some(date("2023-02-10")), Some(date(decided))),
            "{second}"
        );
    }
}

#[test]
fn two_sources_with_two_dates_for_one_closure_are_a_conflict() {
    let it = [
        step("2023-02-10", Access::Closed, Traffic::All, None),
        step("2023-02-12", Access::Closed, Traffic::All, None),
    ];
    assert_eq!(claims(&it, &Grades::new()).conflicts.len(), 1);
}

#[test]
fn a_withdrawn_claim_of_a_crossing_has_no_vote() {
    let mut it = crossing(vec![
        step("2020-01-01", Access::Open, Traffic::All, None),
        step("2021-01-01", Access::Closed, Traffic::All, None),
    ]);
    it.history.change(|steps| {
        steps[1].withdrawn = Some(Box::new(crate::model::history::Withdrawal::of(date("2021-02"))));
    });
    let claims = claims(&it.history, &Grades::new());
    assert_eq!(it.status(date("2023").first(), &claims).overall(), Some(Access::Open));
}

/// `2023-04-01 PL Closed 2024-01-01`: the day, who decided it (`-` where nobody is named), the access and until when.
fn decided(text: &str) -> Crossing {
    let decided = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        let access = *Access::ALL.iter().find(|it| format!("{it:?}") == words[2]).unwrap();
        let mut it = step(words[0], access, Traffic::All, words.get(3).copied());
        let by = (words[1] != "-").then(|| words[1].into());
        it.change = CrossingChange::Status { access, traffic: Traffic::All, by, reasons: ThinSlice::new() };
        // Each who decides has a source, so that two of one day could be rivals.
        it.sources = [Id::new(words[1])].into();
        it
    };
    crossing(text.split(';').map(decided).collect())
}

#[test]
fn a_crossing_that_one_side_has_shut_is_shut() {
    // The steps, the day, the access and since when.
    let cases = [
        ("2023-04-01 PL Closed; 2023-05-01 BY Open", "2023-06-01", "closed 2023-04-01"),
        ("2023-05-01 BY Open; 2023-05-01 PL Closed", "2023-06-01", "closed 2023-05-01"),
        ("2023-05-01 PL Closed; 2023-05-01 BY Open", "2023-06-01", "closed 2023-05-01"),
        ("2023-05-01 PL Suspended; 2023-05-10 BY Restricted", "2023-06-01", "suspended 2023-05-01"),
        // Opened by whoever shut it, or by a step that speaks for both.
        ("2023-04-01 PL Closed; 2023-05-01 PL Open", "2023-06-01", "open 2023-05-01"),
        ("2023-04-01 PL Closed; 2023-05-01 - Open", "2023-06-01", "open 2023-05-01"),
        ("2023-04-01 PL Closed; 2023-05-01 BY Open; 2023-06-01 PL Open", "2023-07-01", "open 2023-06-01"),
        ("2023-04-01 - Closed; 2023-05-01 PL Open", "2023-06-01", "closed 2023-04-01"),
        ("2023-04-01 - Closed; 2023-05-01 PL Open; 2023-06-01 BY Open", "2023-07-01", "open 2023-06-01"),
        ("2023-04-01 - Open; 2023-05-01 PL Closed; 2023-06-01 PL Open", "2023-07-01", "open 2023-06-01"),
        // Shut by both: since the first, until the last of them opens.
        ("2023-04-01 PL Closed; 2023-05-01 BY Closed", "2023-06-01", "closed 2023-04-01"),
        ("2023-04-01 PL Closed; 2023-05-01 BY Closed; 2023-06-01 PL Open", "2023-07-01", "closed 2023-04-01"),
        // The stricter for a time.
        (
            "2023-04-01 PL Suspended; 2023-05-01 BY Closed; 2023-06-01 BY Open",
            "2023-07-01",
            "suspended 2023-06-01",
        ),
        ("2023-04-01 PL Suspended; 2023-05-01 BY Closed 2023-05-31", "2023-07-01", "suspended 2023-06-01"),
        ("2023-04-01 BY Restricted; 2023-05-01 PL Closed 2023-05-31", "2023-05-31", "closed 2023-05-01"),
        ("2023-04-01 BY Restricted; 2023-05-01 PL Closed 2023-05-31", "2023-06-01", "restricted 2023-06-01"),
        // Opened and shut again within a day.
        (
            "2023-01-01 - Open; 2023-05-24 PL Closed 2023-05-26; 2023-05-26 PL Open; 2023-05-26 PL Closed",
            "2023-06-01",
            "closed 2023-05-26",
        ),
        (
            "2023-01-01 - Open; 2023-05-24 PL Closed 2023-05-25; 2023-05-26 PL Closed",
            "2023-06-01",
            "closed 2023-05-24",
        ),
        // Whoever is of neither side speaks for both.
        ("2023-04-01 PL Closed; 2023-05-01 EU Open", "2023-06-01", "open 2023-05-01"),
    ];
    for (steps, day, wanted) in cases {
        let it = decided(steps);
        let claims = claims(&it.history, &Grades::new());
        let status = it.status(date(day).first(), &claims);
        for lane in &status.lanes {
            let said = format!("{} {}", lane.access.unwrap(), lane.since.unwrap().written());
            assert_eq!(said, wanted, "{steps}: {}", lane.traffic);
        }
        assert!(claims.conflicts.is_empty(), "{steps}: each side decides for itself");
    }
}

#[test]
fn where_the_days_leave_open_which_step_came_last_the_status_is_unsure() {
    // The steps, the day, the access, and the step that may hold instead.
    let cases = [
        ("2024-03 PL Closed; 2024-03-20 PL Open", "2024-04-05", Access::Closed, Some(1)),
        ("2024-03-20 PL Open; 2024-03 PL Closed", "2024-04-05", Access::Closed, Some(0)),
        ("2024 PL Closed; 2024-03 PL Open", "2025-04-05", Access::Closed, Some(1)),
        ("2024-03 PL Closed; 2024-03 PL Open", "2024-04-05", Access::Open, Some(0)),
        // It is known which came last.
        ("2024-03 PL Closed; 2024-04-01 PL Open", "2024-04-05", Access::Open, None),
        ("2024-03 PL Closed; 2024-03-20 PL Open; 2024-04-01 PL Open", "2024-04-05", Access::Open, None),
        ("2024-02-28 PL Closed; 2024-02-28/2024-03-30 PL Open", "2024-04-05", Access::Open, None),
        // What is shut again after it opened is shut, whenever in the month that was said before.
        ("2024-03-10 PL Open; 2024-03-20 PL Closed; 2024-03 PL Closed", "2024-04-05", Access::Closed, None),
        // Another side has no part in it, and neither has what has run out.
        ("2024-03 PL Closed; 2024-03-20 BY Open", "2024-04-05", Access::Closed, None),
        ("2024-03 PL Closed; 2024-03-20 PL Open 2024-03-22", "2024-04-05", Access::Closed, None),
    ];
    for (steps, day, access, possibly) in cases {
        let it = decided(steps);
        let status = it.status(date(day).first(), &claims(&it.history, &Grades::new()));
        for lane in &status.lanes {
            assert_eq!((lane.access, lane.possibly), (Some(access), possibly), "{steps}: {}", lane.traffic);
        }
    }
}
