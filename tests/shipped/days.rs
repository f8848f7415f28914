//! Where measures, crossings, missions and stances stand on a day.

use beltui::model::compact::Text;
use beltui::model::crossing::{Access, CrossingChange, Traffic};
use beltui::model::date::Date;
use beltui::model::event::Basis;
use beltui::model::id::Id;
use beltui::model::measure::{MeasureStep as Did, Standing};
use beltui::model::relation::{Representation, Stance, Trend};
use beltui::views::{crossings, wording};

use crate::answers::Shipped;
use crate::common::day;
use crate::table::{Row, each, table};

#[test]
fn each_measure_stands_where_its_dated_history_puts_it() {
    let shipped = Shipped::new();
    each(&table("measures.csv"), |row| {
        let (id, on) = (row.get("id"), row.get("on"));
        let (found, steps) = (shipped.measure(id, on), shipped.measure_steps(id));
        assert_eq!(
            (found.standing, found.standing.is_in_force()),
            (row.word("standing"), row.yes("in_force"))
        );
        let step = found.step.and_then(|at| steps.get(at));
        let cited = step.map(|step| step.sources.clone()).unwrap_or_default();
        for source in row.all("source") {
            assert!(cited.contains(&Id::new(source)), "the step cites {cited:?}, not {source}");
        }
        let scope = step.and_then(|step| step.scope.as_deref());
        for words in row.all("scope") {
            assert!(scope.is_some_and(|scope| scope.contains(words)), "no {words} in the scope {scope:?}");
        }
        for (column, named) in [
            ("licence", step.and_then(|step| step.change.licence())),
            ("list", step.and_then(|step| step.change.list())),
        ] {
            if let Some(asked) = row.asked(column) {
                assert_eq!(named.map(Text::as_str), Some(asked), "{column}");
            }
        }
        row.compare_date("standing_since", found.since);
        row.compare_date("in_force_since", found.in_force_since);
        if row.asked("observed").is_some() {
            assert_eq!(found.observed, row.yes("observed"), "observed");
        }
        row.compare_words::<Standing>("also", &found.also);
        let possibly: Vec<Did> = found.possibly.map(|at| steps[at].change.what).into_iter().collect();
        row.compare_words("possibly", &possibly);
    });
}

#[test]
fn belavia_was_seen_on_the_list_on_the_day_its_lifting_was_announced_and_gone_at_the_end_of_the_year() {
    let shipped = Shipped::new();
    let steps = shipped.measure_steps("us-belavia-asset-freeze");
    let seen = |on: &str, what: Did, source: &str, time: Option<&str>| {
        steps.iter().any(|step| {
            step.on.written() == on
                && step.change.what == what
                && step.sources == [Id::new(source)]
                && step.time.as_deref() == time
        })
    };
    assert!(seen("2025-02-27", Did::Seen, "ofac-copy-2025-02-27", None));
    assert!(seen("2025-09-11", Did::Seen, "vedomosti", Some("17:00 Moscow")));
    assert!(seen("2025-12-24", Did::NotSeen, "ofac-copy-2025-12-24", None));
}

#[test]
fn each_crossing_lets_through_what_its_dated_history_says() {
    let shipped = Shipped::new();
    let rows = table("crossings.csv");
    let same = |a: &Row, b: &Row| ["id", "on"].iter().all(|column| a.get(column) == b.get(column));
    each(&rows, |asked| {
        let (id, on) = (asked.get("id"), asked.get("on"));
        let crossings = crossings::rows(&shipped.state, &shipped.analysis, day(on));
        let row = crossings.iter().find(|row| shipped.id(row.place()) == id).unwrap();
        assert_eq!(row.overall, asked.maybe_word::<Access>("all_traffic"));
        let found: Vec<_> = row.status.lanes.iter().map(|lane| (lane.traffic, lane.access)).collect();
        let lanes = rows.iter().filter(|row| same(row, asked));
        let lanes: Vec<_> = lanes.map(|row| (row.word("traffic"), row.maybe_word("access"))).collect();
        assert_eq!(found, lanes);

        let traffic: Traffic = asked.word("traffic");
        let status = row.status.lanes.iter().find(|lane| lane.traffic == traffic).unwrap();
        let steps = shipped.crossing_steps(id);
        let step = status.step.and_then(|at| steps.get(at));
        for source in asked.all("source") {
            assert!(step.is_some_and(|step| step.sources.contains(&Id::new(source))), "{source}: {step:?}");
        }
        for words in asked.all("scope") {
            let scope = step.and_then(|step| step.scope.as_ref());
            assert!(scope.is_some_and(|scope| scope.contains(words)), "{words}: {scope:?}");
        }
        asked.compare_date("since", status.since);
        asked.compare_date("until", status.until);
        let possibly = status.possibly.and_then(|at| match steps[at].change {
            CrossingChange::Status { access, .. } => Some(access),
            CrossingChange::Throughput { .. } => None,
        });
        asked.compare_words("possibly", &possibly.into_iter().collect::<Vec<Access>>());
    });
}

#[test]
fn lithuania_let_through_a_hundred_of_the_trucks_that_belarus_could_process() {
    let shipped = Shipped::new();
    let it = shipped.state.crossing("lt-by-border").unwrap();
    let claims = shipped.analysis.claims(shipped.place("lt-by-border"));
    let throughput = |on: &str| it.status(day(on), claims).throughput;
    assert_eq!(throughput("2025-09-14"), None);
    let found = throughput("2025-09-15").unwrap();
    assert_eq!(wording::throughput_of(&found), "100 of 550 trucks a day");
    assert_eq!(it.history[found.step].sources, [Id::new("eases-sharpens")]);
}

/// How the US was represented in Minsk on a day.
fn us_in_minsk(shipped: &Shipped, on: &str) -> Representation {
    let of_the_us = |it: &Representation| it.direction.from == Id::new("US");
    let us = shipped.relation("by-us", on).representation.into_iter().find(of_the_us).unwrap();
    assert_eq!(us.direction.at, Id::new("BY"));
    us
}

#[test]
fn the_us_was_represented_by_a_charge_until_2020_and_again_from_2022() {
    let shipped = Shipped::new();
    each(&table("us_head_of_mission.csv"), |row| {
        let us = us_in_minsk(&shipped, row.get("on"));
        assert_eq!(us.head.map(|head| head.value), row.maybe_word("rank"));
    });
}

#[test]
fn the_us_embassy_stays_suspended_after_its_reopening_was_announced() {
    let shipped = Shipped::new();
    each(&table("us_mission.csv"), |row| {
        let us = us_in_minsk(&shipped, row.get("on"));
        assert_eq!(us.mission.map(|held| held.value), row.maybe_word("mission"));
        assert_eq!(us.consular.map(|held| held.value), row.maybe_word("consular"));
        let since = us.reopening.map(|held| held.since.written());
        assert_eq!(since.as_deref(), row.maybe("reopening_announced"));
    });
}

#[test]
fn each_stance_is_what_a_source_reports_and_none_where_no_source_does() {
    let shipped = Shipped::new();
    each(&table("stances.csv"), |row| {
        let id = row.get("id");
        let status = shipped.relation(id, row.get("on"));
        let found = status.stance.as_ref().map(|held| (held.value, status.trend));
        assert_eq!(
            found,
            row.maybe_word::<Stance>("stance").map(|stance| (stance, row.word::<Trend>("trend")))
        );
        let steps = &shipped.state.relation(id).unwrap().history;
        for source in row.all("sources") {
            let step = &steps[status.stance.as_ref().unwrap().step];
            assert!(step.sources.contains(&Id::new(source)), "{source}: {:?}", step.sources);
        }
    });
}

#[test]
fn what_lies_ahead_is_due_and_what_was_reported_before_it_happened_stays_scheduled() {
    let shipped = Shipped::new();
    each(&table("due.csv"), |row| {
        let id = row.get("id");
        let found = shipped.log(&format!("id:{id} status:due"), row.get("on"));
        let found: Vec<_> = found.iter().map(|entry| shipped.id(entry.place())).collect();
        assert_eq!(found.contains(&id), row.yes("due"), "{found:?}");
    });
    each(&table("scheduled.csv"), |row| {
        let event = shipped.state.event(row.get("id")).unwrap();
        assert_eq!(event.basis, Basis::Scheduled);
        assert_eq!(event.on.map(Date::written).as_deref(), row.maybe("on"));
        assert_eq!(event.until.map(Date::written).as_deref(), row.maybe("until"));
    });
}
