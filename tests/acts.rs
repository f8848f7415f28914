//! What a legal act decides: from when to when the measures that rest on it bind.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use beltui::model::date::Date;
use beltui::model::measure::Standing;
use beltui::store::load::load_text;
use beltui::views::allowed::allowed;
use beltui::views::day::{Clock, Day};
use beltui::views::record;
use chrono::NaiveDate;

const FILE: &str = r#"#![enable(implicit_some)]
(
    schema: 2,
    title: "T",
    subjects: [
        (id: "QQ", name: "Quelland", kind: State), (id: "NB", name: "Neighbour Bloc", kind: Bloc),
        (id: "zorvan", name: "Zorvan Works", kind: Company),
    ],
    sources: [(id: "s", publisher: "P", title: "T")],
    acts: [
        (id: "act", issuer: "NB", kind: Regulation, adopted: "2025-06-17", applies: "2025-07-01", expires: "2026-02-28"),
        (id: "more", issuer: "NB", kind: Regulation, adopted: "2026-02-20", expires: "2027-02-28", amends: ["act"]),
    ],
    sanctions: [
        (id: "m", issuer: "NB", target: "zorvan", measure: Tariffs, acts: ["act"], history: [
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

/// The same with a licence, which is an act with a last day.
fn licensed() -> Day {
    let text = FILE
        .replace("    acts: [\n", "    acts: [\n        (id: \"gl\", issuer: \"NB\", kind: GeneralLicence, number: \"Licence 1\", expires: \"2025-12-31\"),\n")
        .replace("act: \"act\", sources: [\"s\"]),", "act: \"act\", sources: [\"s\"]),\n            (on: \"2025-09-01\", what: Licensed, act: \"gl\", sources: [\"s\"]),");
    let loaded = load_text(text);
    assert_eq!(loaded.findings, []);
    Day::new(loaded.state, clock("2025-10-01"))
}

#[test]
fn what_a_licence_allows_ends_with_the_licence_in_the_status_and_in_the_record_alike() {
    let mut facts = licensed();
    for (asked, standing, count) in
        [("2025-12-31", Standing::Licensed, 1), ("2026-01-01", Standing::InForce, 0)]
    {
        facts.set_clock(clock(asked));
        let row = &facts.ledger[0];
        assert_eq!(row.standing, standing, "{asked}");
        let it = facts.state().measure("m").unwrap();
        let steps = facts.state().effective(it);
        let claims = facts.analysis.claims(row.place());
        let found = allowed(&steps, &facts.status(row).unwrap(), claims, facts.as_of());
        assert_eq!(found.len(), count, "{asked}");
        let page = record::page(&facts, "m").unwrap();
        let told = page.lines.iter().any(|line| line.text.contains("licensed: Licence 1, until 2025-12-31"));
        assert_eq!(told, count == 1, "{asked}");
    }
    let page = record::page(&facts, "m").unwrap();
    assert!(
        page.lines.iter().any(|line| line.text.starts_with("licensed: Licence 1")),
        "the history names it"
    );
}

#[test]
fn an_act_and_what_amends_it_are_evidence_on_their_own_days_for_what_rests_on_them() {
    let mut facts = Day::new(load_text(FILE.to_owned()).state, clock("2025-07-02"));
    for (asked, shown) in
        [("2025-07-02", "2025-07-01"), ("2026-02-19", "2025-07-01"), ("2026-02-20", "2026-02-20")]
    {
        facts.set_clock(clock(asked));
        let found = facts.ledger[0].dates().shown.map(|shown| shown.0.written());
        assert_eq!(found.as_deref(), Some(shown), "{asked}");
    }
    // Known before the prolongation, nothing of it is shown.
    facts.set_clock(clock("2026-02-28").known(Some(day("2026-01-31"))));
    assert!(facts.ledger[0].dates().shown.is_none_or(|shown| shown.0.written().as_str() < "2026-02"));
}
