//! What holds between two subjects, case by case.

use super::*;
use crate::model::date::Date;
use crate::model::history::Withdrawal;

fn relation(steps: &[(&str, RelationChange, Option<&str>)]) -> Relation {
    Relation {
        id: "by-us".into(),
        pair: ("BY".into(), "US".into()),
        note: None,
        history: steps
            .iter()
            .map(|(on, change, until)| Step {
                on: on.parse().unwrap(),
                time: None,
                change: change.clone(),
                until: until.map(|u| u.parse().unwrap()),
                scope: None,
                note: None,
                sources: [Id::new(on)].into(),
                event: None,
                act: None,
                known: None,
                withdrawn: None,
            })
            .collect(),
    }
}

fn us_at_minsk() -> Direction {
    Direction { from: "US".into(), at: "BY".into() }
}

fn on(relation: &Relation, day: &str) -> RelationStatus {
    let claims = claims(&relation.history, &Grades::new());
    relation.status(day.parse::<Date>().unwrap().first(), &claims)
}

#[test]
fn a_rank_that_ended_leaves_a_gap_until_the_next() {
    let charge = || RelationChange::Head(us_at_minsk(), Rank::ChargeDAffaires, None);
    let it = relation(&[("2008", charge(), Some("2020")), ("2022", charge(), None)]);
    let rank = |day| on(&it, day).representation[0].head.as_ref().map(|h| h.value);
    assert_eq!(rank("2010-06-01"), Some(Rank::ChargeDAffaires));
    assert_eq!(rank("2021-12-15"), None);
    assert_eq!(rank("2024-01-01"), Some(Rank::ChargeDAffaires));
    assert!(claims(&it.history, &Grades::new()).conflicts.is_empty());
}

#[test]
fn a_head_of_mission_without_a_name_is_any_and_two_names_are_two_heads() {
    let head =
        |name: Option<&str>| RelationChange::Head(us_at_minsk(), Rank::Ambassador, name.map(Text::from));
    for (one, other, set_aside) in [
        (Some("A. Alpha"), None, 1),
        (Some("A. Alpha"), Some("A. Alpha"), 1),
        (None, None, 1),
        (Some("A. Alpha"), Some("B. Beta"), 0),
    ] {
        let it = relation(&[("2008", head(one), None), ("2009", head(other), None)]);
        let found = claims(&it.history, &Grades::new()).set_aside;
        assert_eq!(found.len(), set_aside, "{one:?} and {other:?}");
    }
}

#[test]
fn a_withdrawn_stance_has_no_vote() {
    let stance = |level| RelationChange::Stance(level, None, Some("QL".into()));
    let mut it = relation(&[("2020", stance(Stance::Good), None), ("2021", stance(Stance::Hostile), None)]);
    it.history.change(|steps| {
        steps[1].withdrawn = Some(Box::new(Withdrawal::of("2022".parse().unwrap())));
    });
    let status = on(&it, "2023-01-01");
    assert_eq!(status.stance.map(|held| held.value), Some(Stance::Good));
    assert_eq!(status.trend, None);
}

#[test]
fn an_announced_reopening_does_not_open_the_mission() {
    let it = relation(&[
        ("2022-02", RelationChange::Mission(us_at_minsk(), MissionStep::Suspended), None),
        ("2025-09-11", RelationChange::Mission(us_at_minsk(), MissionStep::ReopeningAnnounced), None),
    ]);
    let status = on(&it, "2025-12-01");
    let us = &status.representation[0];
    assert_eq!(us.mission.as_ref().unwrap().value, MissionStep::Suspended);
    assert!(us.reopening.is_some());
}

#[test]
fn the_trend_is_the_sources_or_follows_from_the_stance_before() {
    let it = relation(&[
        ("2019", RelationChange::Stance(Stance::Good, None, None), None),
        ("2021", RelationChange::Stance(Stance::Cold, None, None), None),
        ("2025", RelationChange::Stance(Stance::Cold, Some(Trend::Improving), None), None),
    ]);
    assert_eq!(on(&it, "2022-01-01").trend, Some(Trend::Worsening));
    assert_eq!(on(&it, "2026-01-01").trend, Some(Trend::Improving));
    assert_eq!(on(&it, "2020-01-01").trend, None);
}
