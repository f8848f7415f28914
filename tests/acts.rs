//! What a legal act decides: from when to when the measures that rest on it bind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use beltui::model::date::Date;
use beltui::model::measure::Standing;
use beltui::store::load::load_text;
use beltui::views::day::{Clock, Day};
use chrono::NaiveDate;

const FILE: &str = r#"#![enable(implicit_some)]
(
    schema: 2,
    title: "T",
    subjects: [(id: "QQ", name: "Quelland", kind: State), (id: "NB", name: "Neighbour Bloc", kind: Bloc)],
    sources: [(id: "s", publisher: "P", title: "T")],
    acts: [
        (id: "act", issuer: "NB", kind: Regulation, adopted: "2025-06-17", applies: "2025-07-01", expires: "2026-02-28"),
        (id: "more", issuer: "NB", kind: Regulation, adopted: "2026-02-20", expires: "2027-02-28", amends: ["act"]),
    ],
    sanctions: [
        (id: "m", issuer: "NB", target: (name: "Zorvan Works", kind: Entity), measure: Tariffs, acts: ["act"], history: [
            (on: "2025-06-17", what: Adopted, act: "act", sources: ["s"]),
        ]),
    ],
)
"#;

fn clock(day: &str) -> Clock {
    Clock::as_of(day.parse().unwrap())
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn an_act_of_june_whose_duties_apply_from_july_binds_from_july_to_the_end_of_its_prolongation() {
    let loaded = load_text(FILE.to_owned());
    assert_eq!(loaded.findings, []);
    let facts = Day::new(loaded.state, clock("2025-06-30"));
    for (asked, standing, until) in [
        ("2025-06-16", Standing::NoRecord, None),
        ("2025-06-30", Standing::NoRecord, None),
        ("2025-07-01", Standing::InForce, Some("2027-02-28")),
        ("2026-03-01", Standing::InForce, Some("2027-02-28")),
        ("2027-02-28", Standing::InForce, Some("2027-02-28")),
        ("2027-03-01", Standing::Expired, None),
    ] {
        let row = &Day::new(facts.state().clone(), clock(asked)).ledger[0];
        assert_eq!(
            (row.standing, row.until.map(Date::written)),
            (standing, until.map(str::to_owned)),
            "{asked}"
        );
    }
    // The way from day to day comes by.
    assert_eq!(facts.calendar.after(day("2025-06-30")), Some(day("2025-07-01")));
    assert_eq!(facts.calendar.after(day("2026-03-01")), Some(day("2027-03-01")));
}
