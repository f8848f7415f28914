//! The search over everything, by names that are spelled otherwise than what is typed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::model::state::State;
use beltui::store::load::load_text;
use beltui::views::analysis::Analysis;
use beltui::views::day::{Clock, Day};
use beltui::views::finder::find;
use beltui::views::found::hit;
use beltui::views::query::Query;
use beltui::views::weak::weak_name;

fn ids(state: &State, analysis: &Analysis, text: &str) -> Vec<String> {
    let (places, count) = find(state, analysis, text);
    assert_eq!(places.len(), count, "{text}");
    places.iter().map(|place| state.at(*place).unwrap().id().to_string()).collect()
}

const SUBJECTS: &str = r#"(schema: 2, title: "t", subjects: [
    (id: "works", name: "Grodna Works", kind: Company),
    (id: "trade", name: "Hrodno Works Trade", kind: Company),
    (id: "other", name: "Gomel Workshop", kind: Company),
    (id: "joined", name: "Zorvanbank", kind: Company),
    (id: "person", name: "Alyaksandr Zorvanenka", kind: Person),
])"#;

#[test]
fn names_in_another_spelling_are_found_behind_those_with_the_very_words() {
    let state = load_text(SUBJECTS.to_owned()).state;
    let analysis = Analysis::of(&state);
    let cases: &[(&str, &[&str])] = &[
        ("grodna works", &["works", "trade"]),
        ("hrodno works", &["trade", "works"]),
        ("hrodna works", &["works", "trade"]),
        ("гродно works", &["works", "trade"]),
        ("grodnaworks", &["works"]),
        ("zorvan bank", &["joined"]),
        ("zorvanenko", &["person"]),
        ("aleksandr zorvanenko", &["person"]),
        ("Аляксандр Зорваненка", &["person"]),
        ("hr", &["trade"]),
        ("kelmor", &[]),
        ("name:hrodna", &[]),
    ];
    for (text, wanted) in cases {
        assert_eq!(ids(&state, &analysis, text), *wanted, "{text}");
    }
}

#[test]
fn a_factory_is_found_in_the_shipped_file_in_each_of_its_spellings() {
    let state = load_text(beltui::store::places::SHIPPED.to_owned()).state;
    let analysis = Analysis::of(&state);
    let exact = ids(&state, &analysis, "Grodno Azot");
    assert!(exact[0].contains("azot"), "{exact:?}");
    for text in ["grodna azot", "hrodna azot", "grodnoazot"] {
        let found = ids(&state, &analysis, text);
        assert!(found.iter().any(|id| exact.contains(id) && id.contains("azot")), "{text}: {found:?}");
    }
}

const RANKED: &str = r#"#![enable(implicit_some)]
(schema: 2, title: "t", subjects: [
    (id: "x3", name: "Sundry", kind: Company, note: "a mill near ko"),
    (id: "x4", name: "Plainfield", kind: Company, aliases: [(name: "Ko", weak: true)]),
    (id: "x2", name: "Takora", kind: Company),
    (id: "x1", name: "North Ko Mill", kind: Company),
    (id: "kolo", name: "Kolo Works", kind: Company),
    (id: "x5", name: "Quellhafen", kind: Company, aliases: ["KO"]),
    (id: "KO", name: "Quelland", kind: State),
])"#;

#[test]
fn an_exact_id_or_name_comes_first_then_beginnings_whole_words_parts_and_what_is_hidden() {
    let state = load_text(RANKED.to_owned()).state;
    let analysis = Analysis::of(&state);
    let cases: &[(&str, &[&str])] = &[
        ("ko", &["x5", "KO", "kolo", "x1", "x2", "x3", "x4"]),
        ("KO ", &["x5", "KO", "kolo", "x1", "x2", "x3", "x4"]),
        ("quel", &["x5", "KO"]),
        ("quelland", &["KO"]),
        ("x1", &["x1"]),
        ("ko mill", &["x1", "x3"]),
    ];
    for (text, wanted) in cases {
        assert_eq!(ids(&state, &analysis, text), *wanted, "{text}");
    }
}

#[test]
fn what_is_found_tells_its_kind_status_date_and_why_it_fits() {
    let of = |file: &str, text: &str, id: &str| {
        let loaded = load_text(file.to_owned());
        assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
        let day = Day::new(loaded.state, Clock::as_of("2026-01-05".parse().unwrap()));
        let place = day.state().place(id).unwrap();
        let it = hit(&day, &Query::parse(text), text, place).unwrap();
        [it.kind, it.name, it.status, it.date, it.why].join(" | ")
    };
    let quelland = include_str!("filtering/quelland.ron");
    let cases = [
        (RANKED, "ko", "KO", "state | Quelland |  |  | id KO"),
        (RANKED, "ko", "x5", "company | Quellhafen |  |  | alias KO"),
        (RANKED, "ko", "x3", "company | Sundry |  |  | note a mill near ko"),
        (RANKED, "ko", "x4", "company | Plainfield |  |  | by the weak name “Ko” only"),
        (RANKED, "takora", "x2", "company | Takora |  |  | "),
        (quelland, "альфа", "alpha", "company | Alpha Works | 2 of 2 in force |  | alias Альфа"),
        (
            quelland,
            "bells",
            "oo-alpha",
            "measure | OO › Alpha Works: Asset freeze | licensed | 2025-06-01 | reason It casts bells for the palace.",
        ),
        (quelland, "ford", "oo-ford", "crossing | Fordheim | restricted | 2025-05-01 | "),
        (
            quelland,
            "lamps",
            "qq-ww",
            "relation | Quelland – Westreich | good | 2025-04-01 | note talks over lamps",
        ),
        (quelland, "kites", "talks", "talks | Talks at the mill | reported | 2025-08-01 | note about kites"),
        (quelland, "fair", "fair", "meeting | Autumn fair | to come | 2026-09-01 | "),
        (quelland, "lamps", "order-7", "order | Order 7 |  | 2025-03-01 | title Order on lanterns and lamps"),
        (
            quelland,
            "harbour",
            "wire",
            "source | Harbour Wire: Ostmark freezes Alpha | grade B2 | 2025-01-03 | ",
        ),
    ];
    for (file, text, id, row) in cases {
        assert_eq!(of(file, text, id), row, "{text}: {id}");
    }
}

const HELD: &str = r#"#![enable(implicit_some)]
(schema: 2, title: "t", subjects: [
    (id: "QQ", name: "Quelland", kind: State), (id: "OO", name: "Ostmark", kind: State),
    (id: "works", name: "Alpha Works", kind: Company), (id: "yards", name: "Beta Yards", kind: Company),
], sources: [(id: "wire", publisher: "A wire", title: "W", published: "2020-01-01")], acts: [
    (id: "reg-1", issuer: "QQ", kind: Regulation, number: "Regulation 1", adopted: "2020-01-01", expires: "2021-01-01", sources: ["wire"]),
    (id: "reg-2", issuer: "QQ", kind: Regulation, number: "Regulation 2", adopted: "2020-12-01", expires: "2030-01-01", amends: ["reg-1"], sources: ["wire"]),
    (id: "gl-1", issuer: "QQ", kind: GeneralLicence, number: "GL 1", adopted: "2020-01-01", sources: ["wire"]),
    (id: "gl-2", issuer: "QQ", kind: GeneralLicence, number: "GL 2", adopted: "2025-01-01", supersedes: ["gl-1"], sources: ["wire"]),
    (id: "reg-3", issuer: "QQ", kind: Regulation, number: "Regulation 3", adopted: "2026-02-01", expires: "2030-01-01", sources: ["wire"]),
], sanctions: [
    (id: "qq-works", issuer: "QQ", target: "works", measure: AssetFreeze, history: [
        (on: "2025-01-01", what: Designated, sources: ["wire"]), (on: "2026", what: Lifted, sources: ["wire"])]),
    (id: "oo-works", issuer: "OO", target: "works", measure: AssetFreeze, history: [
        (on: "2026-06-01", what: Designated, sources: ["wire"])]),
    (id: "oo-yards", issuer: "OO", target: "yards", measure: AssetFreeze, history: [
        (on: "2026-06-01", what: Designated, sources: ["wire"])]),
], crossings: [
    (id: "bridge", name: "Alpha Bridge", between: ("QQ", "OO"), mode: Road, history: [
        (on: "2025-01-01", what: Open, by: "QQ", sources: ["wire"]), (on: "2026", what: Closed, by: "QQ", sources: ["wire"])]),
], events: [
    (id: "fair", kind: Meeting, on: "2026-09-01", basis: Cancelled, title: "Autumn fair", actors: ["QQ", "OO"], sources: ["wire"]),
    (id: "feast", kind: Meeting, basis: Cancelled, title: "A feast", actors: ["QQ", "OO"], sources: ["wire"]),
    (id: "dance", kind: Meeting, on: "2026-09-01", basis: Scheduled, title: "A dance", actors: ["QQ", "OO"], sources: ["wire"]),
    (id: "round", kind: Meeting, on: "2025-09-01", basis: Reported, title: "A round", actors: ["QQ", "OO"], sources: ["wire"],
     withdrawn: (on: "2025-10-01", sources: ["wire"])),
])"#;

#[test]
fn what_is_found_holds_as_far_as_everything_that_changes_it_says() {
    let loaded = load_text(HELD.to_owned());
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    let day = Day::new(loaded.state, Clock::as_of("2026-01-05".parse().unwrap()));
    for (id, status) in [
        ("reg-1", "until 2030-01-01"),
        ("reg-2", "until 2030-01-01"),
        ("gl-1", "expired"),
        ("gl-2", ""),
        ("reg-3", "to come"),
        ("qq-works", "in force?"),
        ("works", "1 of 1 in force"),
        ("yards", ""),
        ("bridge", "open?"),
        ("fair", "cancelled"),
        ("feast", "cancelled"),
        ("dance", "to come"),
        ("round", "withdrawn"),
    ] {
        let place = day.state().place(id).unwrap();
        assert_eq!(hit(&day, &Query::parse(id), id, place).unwrap().status, status, "{id}");
    }
}

const WEAK: &str = r#"#![enable(implicit_some)]
(schema: 2, title: "t", subjects: [
    (id: "QQ", name: "Quelland", kind: State),
    (id: "works", name: "Alpha Works", kind: Company, aliases: ["Alfa", (name: "Nightowl", weak: true)]),
    (id: "nightowl-trade", name: "Nightowl Trade", kind: Company, aliases: [(name: "Nightowl", weak: true)]),
], sources: [(id: "wire", publisher: "A wire", title: "W")], sanctions: [
    (id: "qq-works", issuer: "QQ", target: "works", measure: AssetFreeze,
     history: [(on: "2025-01-01", what: Designated, note: "with a nightowl lamp", sources: ["wire"])]),
    (id: "qq-works-travel", issuer: "QQ", target: "works", measure: TravelBan,
     history: [(on: "2025-01-01", what: Designated, sources: ["wire"])]),
])"#;

#[test]
fn a_hit_by_a_weak_name_alone_says_so() {
    /// What is typed, and of each record the weak name by which alone it is found.
    type Case = (&'static str, &'static [(&'static str, Option<&'static str>)]);
    let loaded = load_text(WEAK.to_owned());
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    let state = loaded.state;
    let analysis = Analysis::of(&state);
    let cases: &[Case] = &[
        (
            "nightowl",
            &[
                ("works", Some("Nightowl")),
                ("nightowl-trade", None),
                ("qq-works", None),
                ("qq-works-travel", Some("Nightowl")),
            ],
        ),
        ("nigtowl", &[("works", Some("Nightowl")), ("qq-works-travel", Some("Nightowl"))]),
        ("alfa", &[("works", None), ("qq-works-travel", None)]),
        ("works nightowl", &[("works", Some("Nightowl")), ("qq-works-travel", Some("Nightowl"))]),
        ("target:nightowl", &[("qq-works-travel", Some("Nightowl")), ("qq-works", None)]),
        ("issuer:qq", &[("qq-works-travel", None)]),
        ("-nightowl", &[("works", None)]),
    ];
    for (text, wanted) in cases {
        let query = Query::parse(text);
        for (id, weak) in *wanted {
            let place = state.place(id).unwrap();
            assert_eq!(weak_name(&state, &analysis, &query, place), *weak, "{text}: {id}");
        }
    }
}

#[test]
fn the_finder_and_the_ledger_mark_what_only_a_weak_name_has_found() {
    let mut app = common::app((160, 48), "2026-08-01");
    common::load(&mut app, load_text(WEAK.to_owned()));
    common::press(&mut app, "Fnightowl");
    let screen = common::screen(&app);
    let of =
        |name: &str| screen.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("{screen}"));
    let of_works = of("by the weak name “Nightowl” only");
    assert!(of_works.contains("company") && of_works.contains("Alpha Works"), "{screen}");
    assert!(!of("Nightowl Trade").contains("weak name"), "{screen}");
    common::press(&mut app, "<Esc>2/nightowl<Enter>");
    let screen = common::screen(&app);
    assert!(screen.contains("≈ Alpha Works"), "{screen}");
    common::press(&mut app, "G");
    // The dossier names it.
    let screen = common::screen(&app);
    assert!(screen.contains("Nightowl (weak)"), "{screen}");
    common::press(&mut app, "/<Ctrl-u>alpha<Enter>");
    assert!(!common::screen(&app).contains("≈ Alpha"), "{}", common::screen(&app));
}
