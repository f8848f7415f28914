//! FollowTheMoney: what is written, that it is right, and that it comes back as it was.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/home.rs"]
mod home;

use std::collections::{BTreeMap, BTreeSet};

use beltui::report::ftm::{Entity, back, entities};
use beltui::report::json::line;
use beltui::store::load::load_text;
use beltui::store::places::SHIPPED;
use beltui::views::day::{Clock, Day};
use home::Home;
use proptest::prelude::*;

const FULL: &str = include_str!("schema/full.ron");
const DAY: &str = "2026-08-01";

fn day(text: &str, on: &str) -> Day {
    Day::new(load_text(text.to_owned()).state, Clock::as_of(on.parse().unwrap()))
}

fn written(day: &Day) -> Vec<Entity> {
    let mut all = Vec::new();
    entities(day, &mut |entity| all.push(entity));
    all
}

fn the<'a>(all: &'a [Entity], id: &str) -> &'a Entity {
    all.iter().find(|entity| entity.id == id).unwrap_or_else(|| panic!("{id}"))
}

#[test]
fn what_is_written_comes_back_as_it_was() {
    for text in [SHIPPED, FULL] {
        for on in [DAY, "2021-01-01"] {
            let day = day(text, on);
            let lines: String = written(&day).iter().map(line).collect();
            let again = load_text(back(&lines).unwrap());
            assert_eq!(again.errors(), load_text(text.to_owned()).errors(), "{:?}", again.findings);
            let (own, again) = (day.whole(), &again.state);
            assert_eq!(own.head(), again.head());
            for place in own.places(beltui::model::state::RecordKind::ALL) {
                let record = own.at(place).unwrap();
                let there = again.record(record.id().as_str()).map(beltui::model::record::Record::to_owned);
                assert_eq!(there, Some(record.to_owned()), "{}", record.id());
            }
        }
    }
}

#[test]
fn the_program_writes_it_and_reads_it_back_and_refuses_what_it_has_not_written() {
    let home = Home::new();
    home.write("a.ron", FULL);
    let done = home.run(["export", "a.ron", "--format", "ftm", "--today", DAY]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    home.write("a.ftm.json", &done.out);
    home.run(["init", "b.ron", "--from", "a.ftm.json"]).well();
    let (a, b) = (load_text(FULL.to_owned()).state, std::fs::read_to_string(home.path("b.ron")).unwrap());
    assert_eq!(load_text(b).state.records(), a.records());
    home.write("other.json", "{\"id\": \"x\", \"schema\": \"Person\", \"properties\": {}}\n");
    let refused = home.run(["init", "c.ron", "--from", "other.json"]).badly(1);
    assert!(refused.contains("beltui has not written it"), "{refused}");
    home.write("broken.json", "{\n");
    assert!(
        home.run(["init", "c.ron", "--from", "broken.json"]).badly(1).contains("line 1 is no entity in JSON")
    );
    let refused = home.run(["export", "ledger", "a.ron", "--format", "ftm"]).badly(2);
    assert!(refused.contains("this form is of the whole file"), "{refused}");
}

#[test]
fn ids_are_unique_and_nothing_dangles_whatever_the_day() {
    for on in ["2020-01-01", "2025-10-28", DAY] {
        let all = written(&day(SHIPPED, on));
        let ids: BTreeSet<&str> = all.iter().map(|entity| entity.id.as_str()).collect();
        assert_eq!(ids.len(), all.len());
        for entity in &all {
            assert!(!entity.caption.is_empty(), "{}", entity.id);
            for property in [
                "entity",
                "owner",
                "asset",
                "member",
                "organization",
                "agent",
                "client",
                "subject",
                "object",
                "proof",
                "involved",
            ] {
                for id in entity.properties.get(property).into_iter().flatten() {
                    assert!(ids.contains(id.as_str()), "{} {property} {id}", entity.id);
                }
            }
        }
    }
}

#[test]
fn a_measure_is_what_holds_on_the_day_and_a_risk_where_nothing_was_imposed() {
    let of = |on: &str, id: &str| {
        let all = written(&day(SHIPPED, on));
        let entity = the(&all, id).clone();
        (entity.schema, entity.properties.into_iter().collect::<BTreeMap<_, _>>())
    };
    let (schema, before) = of("2025-10-28", "blt-measure-us-belavia-asset-freeze");
    assert_eq!((schema, before["status"][0].as_str()), ("Sanction", "Active"));
    assert!(!before.contains_key("endDate") && before["startDate"] == ["2023-08-09"], "{before:?}");
    let (_, after) = of(DAY, "blt-measure-us-belavia-asset-freeze");
    assert_eq!((after["status"][0].as_str(), after["endDate"][0].as_str()), ("Inactive", "2025-11-04"));
    assert_eq!(after["authorityId"], ["44541"]);
    // What nothing is recorded of yet is neither.
    let early = written(&day(SHIPPED, "2020-06-01"));
    assert!(!early.iter().any(|entity| entity.id == "blt-measure-us-belavia-asset-freeze"));
    let all = written(&day(SHIPPED, DAY));
    let risks: Vec<&Entity> = all.iter().filter(|entity| entity.schema == "Risk").collect();
    assert!(risks.iter().all(|risk| !risk.properties.contains_key("listingDate")));
    // Only whom something is in force against is sanctioned.
    let topics = |on: &str| {
        let all = written(&day(SHIPPED, on));
        let it = the(&all, "blt-subject-belavia");
        (it.target, it.properties.get("topics").is_some_and(|topics| topics.contains(&"sanction".to_owned())))
    };
    assert_eq!(topics("2020-06-01"), (false, false));
    assert_eq!(topics(DAY), (true, true));
}

#[test]
fn what_only_hindsight_knows_is_no_event_of_the_day() {
    // The shipped file has 2025 as a day to come that was said before: it is scheduled.
    let (early, late) = ("2021-01-01", "2026-08-01");
    let state = load_text(SHIPPED.to_owned()).state;
    for it in &state.records().events {
        let is_there = |on: &str| {
            let id = format!("blt-event-{}", it.id);
            written(&day(SHIPPED, on)).iter().any(|entity| entity.id == id)
        };
        if it.on.is_some_and(|on| on.first().to_string().as_str() > "2026") {
            let scheduled = it.basis != beltui::model::event::Basis::Reported;
            assert_eq!((is_there(early), is_there(late)), (scheduled, true), "{}", it.id);
        }
    }
}

#[test]
fn what_was_withdrawn_or_came_after_the_day_is_not_told_as_a_fact() {
    const TEXT: &str = r#"(schema: 2, title: "T", subjects: [
        (id: "QQ", name: "Quelland", kind: State), (id: "FF", name: "Farland", kind: State),
        (id: "alpha", name: "OAO \"Alpha\"", kind: Company, countries: ["QQ"])],
        sources: [(id: "early", publisher: "A wire", title: "One", published: "2022-01-02"),
            (id: "late", publisher: "A post", title: "Two", published: "2026-01-02")],
        sanctions: [(id: "m", issuer: "FF", target: "alpha", measure: AssetFreeze, history: [
            (on: "2022-01-01", what: Designated, sources: ["early"]),
            (on: "2026-01-01", what: Delisted, sources: ["late"])])],
        events: [(id: "false", on: "2021-01-01", kind: Talks, title: "Talks", sources: ["early"],
            withdrawn: (on: "2021-02-01", why: "never happened"))])"#;
    let all = written(&day(TEXT, "2023-01-01"));
    let measure = &the(&all, "blt-measure-m").properties;
    assert_eq!((measure["status"][0].as_str(), measure["publisher"].len()), ("Active", 1));
    assert!(measure["description"].iter().all(|line| !line.contains("2026")), "{measure:?}");
    assert!(!all.iter().any(|entity| entity.id == "blt-event-false"));
    assert_eq!(the(&all, "blt-subject-alpha").caption, "OAO \"Alpha\"");
    let lines: String = all.iter().map(line).collect();
    assert_eq!(load_text(back(&lines).unwrap()).state.records(), load_text(TEXT.to_owned()).state.records());
}

#[test]
fn what_followthemoney_has_nobody_for_is_counted_and_stands_in_the_file() {
    let shipped = day(SHIPPED, DAY);
    let measures = shipped.state().records().sanctions.len();
    let mut all = Vec::new();
    let left_out = entities(&shipped, &mut |entity| all.push(entity));
    let written = all.iter().filter(|entity| matches!(entity.schema, "Sanction" | "Risk")).count();
    assert_eq!(written + left_out, measures);
    let file = the(&all, "blt-state-file");
    let beside = file.beltui.records.iter().filter(|(list, _)| list == "sanctions").count();
    assert_eq!(beside, left_out);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_a_name_or_note_has_in_it_comes_back(name in "[^\\p{Cc}]{1,40}", note in "[^\\p{Cc}]{0,60}") {
        prop_assume!(!name.trim().is_empty());
        let quoted = |text: &str| format!("{text:?}").replace("\\'", "'");
        let text = format!(
            "(schema: 2, title: {}, subjects: [(id: \"a\", name: {}, kind: Company, note: {})])",
            quoted(&name), quoted(&name), quoted(&note)
        );
        let loaded = load_text(text.clone());
        prop_assume!(loaded.errors() == 0);
        let lines: String = written(&day(&text, DAY)).iter().map(line).collect();
        prop_assert_eq!(lines.lines().count(), 2, "{}", lines);
        let again = load_text(back(&lines).unwrap());
        prop_assert_eq!(again.state.records(), loaded.state.records());
    }
}
