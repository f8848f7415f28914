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
        ("2025-06-17", Standing::Announced, None),
        ("2025-06-30", Standing::Announced, None),
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

/// The press tells of an act before it is published; it applies later still.
const EARLY: &str = r#"#![enable(implicit_some)]
(
    schema: 2,
    title: "T",
    subjects: [
        (id: "NB", name: "Neighbour Bloc", kind: Bloc), (id: "zorvan", name: "Zorvan Works", kind: Company),
    ],
    sources: [
        (id: "press", publisher: "P", title: "T", published: "2025-06-18"),
        (id: "journal", publisher: "J", title: "T", published: "2025-06-20"),
        (id: "late", publisher: "J", title: "T", published: "2025-09-02"),
    ],
    acts: [
        (id: "act-slug", issuer: "NB", kind: Regulation, number: "Regulation 1", adopted: "2025-06-17", published: "2025-06-20", applies: "2025-07-10", expires: "2026-01-31"),
        (id: "gl-slug", issuer: "NB", kind: GeneralLicence, number: "Licence 1", adopted: "2025-06-17", published: "2025-06-20", applies: "2025-07-20"),
    ],
    sanctions: [
        (id: "m", issuer: "NB", target: "zorvan", measure: Tariffs, acts: ["act-slug"], history: [
            (on: "2025-06-17", what: Designated, act: "act-slug", sources: ["press", "journal"]),
        ]),
        (id: "n", issuer: "NB", target: "zorvan", measure: Debarment, history: [
            (on: "2024-06-17", what: Imposed, known: "2024-06-17", sources: ["press"]),
            (on: "2025-06-18", what: Licensed, act: "gl-slug", sources: ["press", "journal"]),
        ]),
    ],
)
"#;

#[test]
fn nothing_is_in_force_nor_allowed_by_an_act_before_it_applies_whether_it_is_known_or_not() {
    let loaded = load_text(EARLY.to_owned());
    assert_eq!(loaded.findings, []);
    for (asked, known, imposed, licensed) in [
        ("2025-06-17", Some("2025-06-17"), Standing::NoRecord, Standing::InForce),
        ("2025-06-19", Some("2025-06-19"), Standing::Announced, Standing::InForce),
        ("2025-06-21", Some("2025-06-21"), Standing::Announced, Standing::InForce),
        ("2025-06-19", None, Standing::Announced, Standing::InForce),
        ("2025-07-09", None, Standing::Announced, Standing::InForce),
        ("2025-07-10", None, Standing::InForce, Standing::InForce),
        ("2025-07-20", None, Standing::InForce, Standing::Licensed),
    ] {
        let facts = Day::new(loaded.state.clone(), clock(asked).known(known.map(day)));
        let found: Vec<Standing> = facts.ledger.iter().map(|row| row.standing).collect();
        assert_eq!(found, [imposed, licensed], "{asked} {known:?}");
        for id in ["m", "n"] {
            let page = record::page(&facts, id).unwrap();
            let told: Vec<&str> = page.lines.iter().map(|line| line.text.as_str()).collect();
            assert!(!told.iter().any(|line| line.contains("-slug")), "{told:?}");
            let is_unknown = known.is_some_and(|known| known < "2025-06-20");
            assert!(!is_unknown || !told.iter().any(|line| line.contains("Regulation 1")), "{told:?}");
        }
    }
}

#[test]
fn a_licence_says_its_terms_and_is_gone_when_another_takes_its_place() {
    let text = EARLY
        .replace(
            "applies: \"2025-07-20\"),",
            "applies: \"2025-07-20\", expires: \"2025-12-31\", scope: \"winding down\"),
        (id: \"gl-2\", issuer: \"NB\", kind: GeneralLicence, number: \"Licence 1A\", adopted: \"2025-09-01\", supersedes: [\"gl-slug\"], scope: \"repairs\"),",
        )
        .replace(
            "what: Licensed, act: \"gl-slug\", sources: [\"press\", \"journal\"]),",
            "what: Licensed, act: \"gl-slug\", sources: [\"press\", \"journal\"]),
            (on: \"2025-09-01\", what: Licensed, act: \"gl-2\", scope: \"repairs of roofs\", sources: [\"late\"]),",
        );
    let loaded = load_text(text);
    assert_eq!(loaded.findings, []);
    for (asked, wanted) in [
        ("2025-08-31", "licensed: Licence 1, until 2025-08-31 · winding down"),
        ("2025-09-01", "licensed: Licence 1A, no expiry recorded · repairs of roofs"),
    ] {
        let facts = Day::new(loaded.state.clone(), clock(asked));
        let page = record::page(&facts, "n").unwrap();
        let allowed: Vec<&str> = page
            .lines
            .iter()
            .map(|line| line.text.as_str())
            .filter(|line| line.contains("until") || line.contains("no expiry recorded"))
            .filter(|line| line.starts_with("licensed: Licence"))
            .collect();
        assert_eq!(allowed.len(), 1, "{asked}: {allowed:?}");
        assert!(allowed[0].starts_with(wanted), "{asked}: {allowed:?}");
        // Among several measures each says which it is.
        let dossier = beltui::views::dossier::page(&facts, "zorvan").unwrap();
        let told =
            dossier.lines.iter().any(|line| line.text.starts_with(&format!("NB, Debarment: {wanted}")));
        assert!(told, "{asked}");
    }
}

#[test]
fn acts_that_begin_or_end_are_on_the_agenda_from_the_acts_themselves() {
    let text = r#"#![enable(implicit_some)]
(schema: 2, title: "T", subjects: [(id: "EU", name: "Coast Union", kind: Bloc)], acts: [
    (id: "base", issuer: "EU", kind: Decision, number: "Decision 1", adopted: "2024-01-01", expires: "2025-02-28"),
    (id: "longer", issuer: "EU", kind: Decision, number: "Decision 2", adopted: "2025-02-20", expires: "2026-02-28", amends: ["base"]),
    (id: "later", issuer: "EU", kind: Regulation, number: "Regulation 3", adopted: "2024-06-17", applies: "2024-07-10"),
    (id: "gl-1", issuer: "EU", kind: GeneralLicence, number: "Licence 1", adopted: "2024-01-01", expires: "2024-12-31"),
    (id: "gl-2", issuer: "EU", kind: GeneralLicence, number: "Licence 2", adopted: "2024-11-01", supersedes: ["gl-1"]),
 ])"#;
    let state = load_text(text.to_owned()).state;
    let known = |on: &str| {
        let day = Day::new(state.clone(), clock(on).known(Some(day(on))));
        let items = beltui::views::agenda::in_order(&day);
        items.iter().map(|it| it.text(day.state(), day.as_of())).collect::<Vec<_>>()
    };
    assert_eq!(known("2023-12-31"), Vec::<String>::new(), "nothing is there yet");
    let june = [
        "Regulation 3: applies from 2024-07-10",
        "Licence 1: holds until 2024-12-31",
        "Decision 1: holds until 2025-02-28",
    ];
    assert_eq!(known("2024-06-18"), june);
    assert_eq!(known("2024-07-10"), june[1..]);
    assert_eq!(
        known("2025-02-21"),
        ["Decision 1: holds until 2026-02-28; prolonged once before"],
        "prolonged, and the licence replaced"
    );
    assert_eq!(known("2026-03-01"), Vec::<String>::new());
}

#[test]
fn a_renewal_of_which_sources_tell_two_days_is_one_and_one_that_was_withdrawn_is_none() {
    let text = r#"#![enable(implicit_some)]
(schema: 2, title: "T", subjects: [
    (id: "EU", name: "Coast Union", kind: Bloc), (id: "works", name: "Alpha Works", kind: Company)],
 sources: [(id: "a", publisher: "A wire", title: "A", published: "2025-03-01", grade: "A1"),
           (id: "b", publisher: "B wire", title: "B", published: "2025-03-01", grade: "C3")],
 sanctions: [(id: "m", issuer: "EU", target: "works", measure: AssetFreeze, history: [
    (on: "2024-01-01", what: Designated, until: "2025-03-01", sources: ["a"]),
    (on: "2025-02-20", what: Renewed, until: "2026-03-01", event: "council", sources: ["a"]),
    (on: "2025-02-24", what: Renewed, until: "2026-03-01", event: "council", sources: ["b"]),
    (on: "2024-09-01", what: Renewed, sources: ["b"], withdrawn: (on: "2024-10-01", sources: ["b"])),
 ])],
 events: [(id: "council", kind: Meeting, on: "2025-02-20", title: "A council", actors: ["EU"], sources: ["a"])])"#;
    let loaded = load_text(text.to_owned());
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    let day = Day::new(loaded.state, clock("2025-12-01"));
    let items = beltui::views::agenda::in_order(&day);
    let said: Vec<String> = items.iter().map(|it| it.text(day.state(), day.as_of())).collect();
    assert_eq!(said, ["EU › Alpha Works: Asset freeze: in force until 2026-03-01; renewed once before"]);
}

#[test]
fn issuers_differ_by_the_strongest_measure_of_each() {
    let file = |second: &str| {
        let text = format!(
            r#"#![enable(implicit_some)]
(schema: 2, title: "T", subjects: [
    (id: "AA", name: "Aland", kind: State), (id: "BB", name: "Beland", kind: State),
    (id: "works", name: "Alpha Works", kind: Company)],
 sources: [(id: "a", publisher: "A wire", title: "A", published: "2024-01-01")],
 sanctions: [
   (id: "m1", issuer: "AA", target: "works", measure: AssetFreeze, history: [
    (on: "2024-01-01", what: Designated, sources: ["a"])]),
   (id: "m2", issuer: "{second}", target: "works", measure: TravelBan, history: [
    (on: "2024-01-01", what: Designated, sources: ["a"]), (on: "2024-06-01", what: Lifted, sources: ["a"])])])"#
        );
        let loaded = load_text(text);
        assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
        Day::new(loaded.state, clock("2025-12-01"))
    };
    for (second, differ) in [("AA", false), ("BB", true)] {
        let day = file(second);
        let line = beltui::views::subjects::Line::of(&day, 0);
        let of_column =
            beltui::views::cells::text(&day, &day.ledger[0], beltui::views::ledger::Column::Differ);
        assert_eq!((line.differ(), of_column == "±"), (differ, differ), "{second}");
    }
}
