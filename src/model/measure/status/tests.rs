//! The ladder, case by case.

use super::*;
use crate::model::history::{Conflict, Grades};
use crate::model::id::Id;
use crate::model::measure::claims;

/// One step in brief: date, what, source, and until where there is one.
type Brief = (&'static str, MeasureStep, &'static str, Option<&'static str>);

fn history(steps: &[Brief]) -> Vec<Step<MeasureChange>> {
    let date = |text: &str| text.parse::<Date>().unwrap();
    steps
        .iter()
        .map(|&(on, what, source, until)| Step {
            on: date(on),
            time: None,
            change: MeasureChange { what, list: None },
            until: until.map(date),
            scope: None,
            note: None,
            sources: [Id::new(source)].into(),
            event: None,
            act: None,
            known: None,
            withdrawn: None,
        })
        .collect()
}

fn on(steps: &[Brief], day: &str) -> MeasureStatus {
    graded(&history(steps), day, &Grades::new())
}

fn graded(steps: &[Step<MeasureChange>], day: &str, grades: &Grades) -> MeasureStatus {
    status(steps, day.parse::<Date>().unwrap().first(), &claims(steps, grades))
}

use MeasureStep::*;

/// What a case is called, its steps, the day asked, the standing, and whether it binds.
type Case = (&'static str, &'static [Brief], &'static str, Standing, bool);
const LADDERS: &[Case] = &[
    ("nothing yet", &[("2023-08-09", Designated, "a", None)], "2023-08-08", Standing::NoRecord, false),
    (
        "announced is not in force",
        &[("2023-01-01", Announced, "a", None)],
        "2023-06-01",
        Standing::Announced,
        false,
    ),
    (
        "in force from its day",
        &[("2023-08-09", Designated, "a", None)],
        "2023-08-09",
        Standing::InForce,
        true,
    ),
    (
        "lifting announced is not lifted",
        &[("2021-08-09", Designated, "a", None), ("2025-09-11", LiftingAnnounced, "b", None)],
        "2025-09-12",
        Standing::LiftingAnnounced,
        true,
    ),
    (
        "licensed is not delisted",
        &[("2021-08-09", Designated, "a", None), ("2025-12-15", Licensed, "b", None)],
        "2026-01-01",
        Standing::Licensed,
        true,
    ),
    (
        "a licence that has run out leaves the measure in force",
        &[("2021-08-09", Designated, "a", None), ("2025-12-15", Licensed, "b", Some("2026-01-31"))],
        "2026-02-01",
        Standing::InForce,
        true,
    ),
    (
        "eased is in force",
        &[("2021-08-09", Designated, "a", None), ("2025-07-01", Eased, "b", None)],
        "2025-07-02",
        Standing::Eased,
        true,
    ),
    (
        "an amendment never revives what was lifted",
        &[
            ("2021-08-09", Designated, "a", None),
            ("2025-11-04", Lifted, "b", None),
            ("2026-01-01", Amended, "c", None),
        ],
        "2026-02-01",
        Standing::Lifted,
        false,
    ),
    (
        "nor does an end of a suspension",
        &[
            ("2021-08-09", Designated, "a", None),
            ("2025-11-04", Revoked, "b", None),
            ("2026-01-01", Resumed, "c", None),
        ],
        "2026-02-01",
        Standing::Lifted,
        false,
    ),
    (
        "nor a renewal, unless a term had run out",
        &[
            ("2021-08-09", Designated, "a", None),
            ("2025-11-04", Delisted, "b", None),
            ("2026-01-01", Renewed, "c", None),
        ],
        "2026-02-01",
        Standing::Lifted,
        false,
    ),
    (
        "a new designation does",
        &[
            ("2021-08-09", Designated, "a", None),
            ("2025-11-04", Delisted, "b", None),
            ("2026-01-01", Designated, "c", None),
        ],
        "2026-02-01",
        Standing::InForce,
        true,
    ),
    (
        "lifted is over",
        &[("2021-08-09", Designated, "a", None), ("2025-11-04", Delisted, "b", None)],
        "2025-11-04",
        Standing::Lifted,
        false,
    ),
    (
        "a term runs out on the day after",
        &[("2024-02-28", Adopted, "a", Some("2025-02-28"))],
        "2025-03-01",
        Standing::Expired,
        false,
    ),
    (
        "a term holds through its last day",
        &[("2024-02-28", Adopted, "a", Some("2025-02-28"))],
        "2025-02-28",
        Standing::InForce,
        true,
    ),
    (
        "imposed again after its term ran out",
        &[("2020-01-01", Imposed, "a", Some("2020-12-31")), ("2023-01-01", Imposed, "a", None)],
        "2024-01-01",
        Standing::InForce,
        true,
    ),
    (
        "seen on a list after its term ran out",
        &[("2020-01-01", Imposed, "a", Some("2020-12-31")), ("2023-01-01", Seen, "b", None)],
        "2024-01-01",
        Standing::InForce,
        true,
    ),
    (
        "renewed before it ran out",
        &[("2024-02-28", Adopted, "a", Some("2025-02-28")), ("2025-02-24", Renewed, "a", Some("2026-02-28"))],
        "2025-06-01",
        Standing::InForce,
        true,
    ),
    (
        "suspended does not bind",
        &[("2021-01-01", Imposed, "a", None), ("2022-01-01", Suspended, "a", Some("2022-06-30"))],
        "2022-06-30",
        Standing::Suspended,
        false,
    ),
    (
        "a suspension whose end has passed leaves it in force again",
        &[("2021-01-01", Imposed, "a", None), ("2022-01-01", Suspended, "a", Some("2022-06-30"))],
        "2022-07-01",
        Standing::InForce,
        true,
    ),
    ("seen on a list is in force", &[("2021-04-25", Seen, "a", None)], "2021-05-01", Standing::InForce, true),
    (
        "gone from a list without a delisting",
        &[("2021-04-25", Seen, "a", None), ("2026-06-02", NotSeen, "b", None)],
        "2026-06-03",
        Standing::NotSeen,
        false,
    ),
    (
        "designated again after a delisting",
        &[
            ("2006", Designated, "a", None),
            ("2015-10-30", Delisted, "a", None),
            ("2021-06-03", Designated, "a", None),
        ],
        "2021-06-03",
        Standing::InForce,
        true,
    ),
    (
        "a lifting announced some day in the month of the delisting does not revive it",
        &[
            ("2021", Designated, "a", None),
            ("2025-11-04", Delisted, "a", None),
            ("2025-11", LiftingAnnounced, "b", None),
        ],
        "2025-12-01",
        Standing::Lifted,
        false,
    ),
    (
        "in preparation",
        &[("2025-11-28", InPreparation, "a", None)],
        "2025-12-01",
        Standing::InPreparation,
        false,
    ),
    ("threatened", &[("2025-11-28", Threatened, "a", None)], "2025-12-01", Standing::Threatened, false),
];

#[test]
fn what_is_said_again_never_moves_a_date() {
    let said_again: &[&[Brief]] = &[
        &[
            ("2021-08-09", Designated, "a", None),
            ("2025-09-11", LiftingAnnounced, "b", None),
            ("2026-03-19", LiftingAnnounced, "c", None),
        ],
        &[
            ("2021-08-09", Designated, "a", None),
            ("2025-09-11", Licensed, "b", None),
            ("2026-03-19", Licensed, "c", None),
        ],
        &[
            ("2021-08-09", Designated, "a", None),
            ("2025-09-11", Lifted, "b", None),
            ("2026-03-19", Lifted, "c", None),
        ],
    ];
    for steps in said_again {
        let status = on(steps, "2026-04-01");
        assert_eq!(status.since.map(Date::written).as_deref(), Some("2025-09-11"), "{:?}", status.standing);
    }
    let seen_again = [("2021-08-09", Seen, "a", None), ("2026-03-19", Seen, "b", None)];
    let status = on(&seen_again, "2026-04-01");
    assert_eq!(status.in_force_since.map(Date::written).as_deref(), Some("2021-08-09"));
    assert!(status.start_observed);
}

#[test]
fn every_ladder_reads_as_the_field_reads_it() {
    for (name, steps, day, standing, in_force) in LADDERS {
        let status = on(steps, day);
        assert_eq!(status.standing, *standing, "{name}");
        assert_eq!(status.standing.is_in_force(), *in_force, "{name}");
    }
}

#[test]
fn a_licence_is_of_its_own_day_though_the_start_is_only_observed() {
    let steps: &[Brief] = &[("2022-01-31", Seen, "a", None), ("2025-12-15", Licensed, "b", None)];
    let (before, after) = (on(steps, "2025-12-14"), on(steps, "2025-12-16"));
    assert_eq!((before.observed, before.start_observed), (true, true));
    assert_eq!((after.observed, after.start_observed), (false, true));
    assert_eq!(after.since.unwrap().written(), "2025-12-15");
}

#[test]
fn a_limit_that_has_passed_is_said() {
    let steps: &[Brief] =
        &[("2021-01-01", Imposed, "a", None), ("2022-01-01", Suspended, "a", Some("2022-06-30"))];
    assert_eq!(on(steps, "2022-07-01").lapsed.unwrap().written(), "2022-06-30");
    assert_eq!(on(steps, "2022-06-30").lapsed, None);
}

#[test]
fn a_month_counts_when_it_is_over_and_is_possible_before() {
    let steps: &[Brief] = &[("2023-08-09", Designated, "a", None), ("2025-09", Licensed, "b", None)];
    let before = on(steps, "2025-09-12");
    assert_eq!((before.standing, before.possibly), (Standing::InForce, Some(1)));
    let after = on(steps, "2025-09-30");
    assert_eq!((after.standing, after.possibly), (Standing::Licensed, None));
}

const BELAVIA: &[Brief] = &[
    ("2022", Imposed, "normalise", None),
    ("2023", Imposed, "vedomosti", None),
    ("2023-08-09", Designated, "willkie", None),
    ("2025-09-11", Lifted, "normalise", None),
    ("2025-09-11", Seen, "vedomosti", None),
    ("2025-09-11", LiftingAnnounced, "vedomosti", None),
    ("2025-11-04", Delisted, "register", None),
];

#[test]
fn a_lifting_that_a_sighting_speaks_against_does_not_prevail() {
    assert_eq!(on(BELAVIA, "2025-09-11").standing, Standing::LiftingAnnounced);
    assert_eq!(on(BELAVIA, "2025-11-03").standing, Standing::LiftingAnnounced);
    assert_eq!(on(BELAVIA, "2025-11-04").standing, Standing::Lifted);
}

#[test]
fn the_more_precise_date_prevails_and_the_rival_year_is_a_conflict() {
    assert_eq!(on(BELAVIA, "2023-08-08").standing, Standing::NoRecord);
    assert_eq!(on(BELAVIA, "2023-08-09").since.unwrap().written(), "2023-08-09");
    let found = claims(&history(BELAVIA), &Grades::new());
    assert!(found.conflicts.contains(&Conflict::Dates(vec![2, 0])), "{found:?}");
    assert!(found.conflicts.contains(&Conflict::Dates(vec![6, 3])), "{found:?}");
    assert!(found.conflicts.iter().any(|c| matches!(c, Conflict::Outcomes(_))), "{found:?}");
}

#[test]
fn a_better_graded_source_prevails_over_a_more_precise_date() {
    let grades = Grades::from([(Id::new("normalise"), "A1".parse().unwrap())]);
    assert_eq!(graded(&history(BELAVIA), "2023-01-01", &grades).standing, Standing::InForce);
}

#[test]
fn the_order_of_the_steps_in_the_file_does_not_matter() {
    let mut steps = history(BELAVIA);
    let days = ["2022-12-31", "2023-08-09", "2025-09-11", "2025-10-01", "2025-11-30"];
    let read = |steps: &[Step<MeasureChange>]| days.map(|day| graded(steps, day, &Grades::new()).standing);
    let forward = read(&steps);
    steps.reverse();
    assert_eq!(read(&steps), forward);
}

#[test]
fn a_withdrawn_step_has_no_vote_whatever_it_says() {
    let imposed = [("2021-08-09", Designated, "a", None)];
    for what in MeasureStep::ALL.iter().copied().filter(|what| *what != Designated) {
        let mut steps = history(&[imposed[0], ("2022-01-01", what, "b", None)]);
        steps[1].withdrawn =
            Some(Box::new(crate::model::history::Withdrawal::of("2022-02".parse().unwrap())));
        assert_eq!(graded(&steps, "2023-01-01", &Grades::new()), on(&imposed, "2023-01-01"), "{what}");
        let found = claims(&steps, &Grades::new());
        assert!(found.conflicts.is_empty() && found.is_set_aside(1), "{what}");
    }
}

#[test]
fn where_nothing_says_which_of_a_start_and_an_end_came_first_the_other_may_hold() {
    let imposed = ("2023-03-05", Imposed, "a", None);
    let cases: &[(&[Brief], &str, Standing, Option<usize>)] = &[
        (
            &[imposed, ("2023-06", Lifted, "a", None), ("2023-06-15", Imposed, "a", None)],
            "2023-07-01",
            Standing::Lifted,
            Some(2),
        ),
        (
            &[imposed, ("2023-06-15", Lifted, "a", None), ("2023-06", Imposed, "a", None)],
            "2023-07-01",
            Standing::InForce,
            Some(1),
        ),
        (
            &[imposed, ("2023-06-15", Delisted, "a", None), ("2023", Designated, "a", None)],
            "2024-01-01",
            Standing::InForce,
            Some(1),
        ),
        (&[imposed, ("2023-06", Lifted, "a", None)], "2023-07-01", Standing::Lifted, None),
        (
            &[imposed, ("2023-06", Lifted, "a", None), ("2023-07-15", Imposed, "a", None)],
            "2023-08-01",
            Standing::InForce,
            None,
        ),
        // What has one start only ended after it.
        (
            &[("2023-06-10", Imposed, "a", None), ("2023-06", Lifted, "a", None)],
            "2023-08-01",
            Standing::Lifted,
            None,
        ),
        (
            &[imposed, ("2023", Imposed, "b", None), ("2023-06", Lifted, "a", None)],
            "2024-01-01",
            Standing::InForce,
            Some(2),
        ),
        // Of two known days the order is known, and so it is as written on one day.
        (
            &[imposed, ("2023-06-14", Lifted, "a", None), ("2023-06-15", Imposed, "a", None)],
            "2023-08-01",
            Standing::InForce,
            None,
        ),
        (
            &[imposed, ("2023-06-14", Lifted, "a", None), ("2023-06-14", Imposed, "a", None)],
            "2023-08-01",
            Standing::InForce,
            None,
        ),
    ];
    for (steps, day, standing, possibly) in cases {
        let found = on(steps, day);
        assert_eq!((found.standing, found.possibly), (*standing, *possibly), "{steps:?} on {day}");
    }
}
