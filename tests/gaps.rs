//! The gap clock: from an announcement to what came of it, in days.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::model::measure::Standing;
use beltui::report::export;
use beltui::report::table::Cell;
use beltui::store::load::load_text;
use beltui::views::day::{Clock, Day};
use beltui::views::extract::What;
use beltui::views::gap::{self, Gap, Way};
use beltui::views::ledger::Row;
use beltui::views::page::Page;
use common::{app, day, press, screen, shipped};

/// A step as the table writes it, as it stands in a file.
fn step(text: &str) -> String {
    let mut words = text.split(' ');
    let (on, what) = (words.next().unwrap(), words.next().unwrap());
    let mut source = "gazette";
    let mut more = String::new();
    if matches!(what, "Seen" | "NotSeen") {
        more.push_str(", list: \"Quelland list\"");
    }
    for word in words {
        match word.split_once('=').unwrap() {
            ("withdrawn", on) => more.push_str(&format!(", withdrawn: (on: \"{on}\")")),
            ("by", by) => source = by,
            (name @ ("until" | "known" | "act"), value) => more.push_str(&format!(", {name}: \"{value}\"")),
            other => panic!("{other:?}"),
        }
    }
    format!("(on: \"{on}\", what: {what}, sources: [\"{source}\"]{more}),")
}

/// A file with these measures and events.
fn file(sanctions: &str, events: &str) -> String {
    format!(
        r#"(schema: 2, title: "Gaps",
        subjects: [(id: "QL", name: "Quelland", kind: State), (id: "alpha-works", name: "Alpha Works", kind: Company)],
        sources: [(id: "gazette", publisher: "Gazette", title: "g", grade: "A1"), (id: "other", publisher: "Other", title: "o")],
        acts: [(id: "later", issuer: "QL", kind: Regulation, number: "7", adopted: "2025-06-17", applies: "2025-07-01", sources: ["gazette"])],
        relations: [], sanctions: [{sanctions}], crossings: [], events: [{events}], decisions: [])"#
    )
}

fn of(steps: &str, clock: Clock) -> Day {
    let history: String = steps.split("; ").map(step).collect();
    let measure = format!(
        r#"(id: "m", issuer: "QL", target: "alpha-works", measure: AssetFreeze, history: [{history}])"#
    );
    let loaded = load_text(file(&measure, ""));
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    Day::new(loaded.state, clock)
}

#[test]
fn each_history_says_what_was_announced_what_came_of_it_and_in_how_many_days() {
    let mut cases = csv::ReaderBuilder::new().comment(Some(b'#')).from_path("tests/gaps/cases.csv").unwrap();
    let (mut count, mut wrong) = (0, Vec::new());
    for case in cases.records() {
        let case = case.unwrap();
        let known = Some(&case[3]).filter(|text| !text.is_empty()).map(day);
        let of = of(&case[1], Clock::as_of(day(&case[2])).known(known));
        let said: Vec<String> = gap::of_measure(&of, 0).iter().map(|gap| gap.line(&of)).collect();
        let said = said.join(" | ");
        if said != case[4] {
            wrong.push(format!("{}:\n  wanted {}\n  found  {said}", &case[0], &case[4]));
        }
        count += 1;
    }
    assert!(wrong.is_empty() && count > 45, "{count} cases, wrong:\n{}", wrong.join("\n"));
}

/// What the shipped file says, checked by hand against its steps.
#[test]
fn the_shipped_file_says_when_what_was_announced_took_effect() {
    let mut cases =
        csv::ReaderBuilder::new().comment(Some(b'#')).from_path("tests/gaps/shipped.csv").unwrap();
    let mut of = Day::new(shipped().state, Clock::as_of(day("2015-01-01")));
    let (mut count, mut wrong) = (0, Vec::new());
    for case in cases.records() {
        let case = case.unwrap();
        let known = Some(&case[2]).filter(|text| !text.is_empty()).map(day);
        of.set_clock(Clock::as_of(day(&case[1])).known(known));
        let at = of.state().place(&case[0]).unwrap().at;
        let said: Vec<String> = gap::of_measure(&of, at).iter().map(|gap| gap.line(&of)).collect();
        if said.join(" | ") != case[3] {
            wrong.push(format!(
                "{} {} {}:\n  wanted {}\n  found  {}",
                &case[0],
                &case[1],
                &case[2],
                &case[3],
                said.join(" | ")
            ));
        }
        count += 1;
    }
    assert!(wrong.is_empty() && count > 15, "{count} cases, wrong:\n{}", wrong.join("\n"));
}

fn words(page: &Page) -> Vec<String> {
    let of =
        |line: &beltui::views::page::Line| format!("{}{}", line.label, line.words().replace('\n', " / "));
    page.lines.iter().map(of).collect()
}

#[test]
fn the_page_has_open_ones_first_and_one_announcement_of_many_measures_is_one() {
    let of = Day::new(shipped().state, Clock::as_of(day("2026-11-27")));
    let said = words(&gap::page(&of));
    for line in [
        "Gap clock as of 2026-11-27 · 3 open · 6 closed",
        "US · lifting, open · 1 · 3 · ≥ 126 d · ≥ 126 d · ≥ 126 d",
        "US · lifting, done · 1 · 1 · 54 d · 54 d · 54 d",
        "US · off the list, ≤ · 2 · 2 · ≤ 75 d · ≤ 171 d · 12–171 d",
        "LV · announced, done · 1 · 1 · ≤ 169 d · ≤ 169 d · ≤ 169 d",
        "Lifting announced and not recorded as done · 1 announcement, 3 measures",
        "Lifting announced, and what came of it · 3 announcements, 3 measures",
        "54 dUS › Belavia: Asset freeze / announced 2025-09-11 — Vedomosti 2025-09-11 [B3] and 2 more / licensed 2025-09-11, after 0 d — Belarus General License 11; Export Compliance Daily 2025-09-17 [B2] and 1 more / off the list 2025-11-04 — Gazeta.ru 2025-11-04 [C2] and 1 more",
    ] {
        assert!(said.iter().any(|it| it == line), "no {line:?} in\n{}", said.join("\n"));
    }
    let at = |text: &str| said.iter().position(|line| line.starts_with(text)).unwrap();
    let parts = ["Lifting announced and not", "Lifting announced, and", "Announced, and", "Adopted, and"];
    assert!(parts.map(at).is_sorted());
    // 54 of 171 days, and what may be any number of days between.
    let drawn = said.iter().find(|line| line.starts_with("US lifting, done · ")).unwrap();
    assert_eq!(drawn.split(" · ").nth(1).unwrap().chars().position(|c| c == '●'), Some(54 * 39 / 171));
}

/// What one announcement and one end did to many measures is one number of days.
#[test]
fn what_one_act_did_to_many_measures_counts_once_in_the_median() {
    let measure = |id: usize, announced: &str, by: &str, ended: &str| {
        format!(
            "(id: \"m-{id}\", issuer: \"QL\", target: \"alpha-works\", measure: AssetFreeze, history: [\
             (on: \"2022-01-01\", what: Designated, sources: [\"gazette\"]),\
             (on: \"{announced}\", what: LiftingAnnounced, event: \"{by}\", sources: [\"gazette\"]),\
             (on: \"{ended}\", what: Delisted, sources: [\"gazette\"])]),"
        )
    };
    let mut sanctions: String = (0..32).map(|id| measure(id, "2025-01-01", "first", "2025-01-11")).collect();
    sanctions += &measure(32, "2025-02-01", "second", "2025-03-03");
    sanctions += &measure(33, "2025-03-01", "third", "2025-05-30");
    let event = |id: &str, on: &str| {
        format!("(id: \"{id}\", on: \"{on}\", title: \"{id}\", kind: Statement, sources: [\"gazette\"]),")
    };
    let events: String = [("first", "2025-01-01"), ("second", "2025-02-01"), ("third", "2025-03-01")]
        .map(|(id, on)| event(id, on))
        .concat();
    let loaded = load_text(file(&sanctions, &events));
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    let of = Day::new(loaded.state, Clock::as_of(day("2025-12-01")));
    let all = gap::gaps(&of);
    let found = gap::spread(&of, &all);
    let [found] = &found[..] else { panic!("{found:?}") };
    assert_eq!((found.announcements, found.measures), (3, 34));
    let days = |it: Option<gap::Days>| it.unwrap().short();
    assert_eq!([found.shortest(), found.median(), found.longest()].map(days), ["10 d", "30 d", "90 d"]);
}

#[test]
fn the_page_opens_by_its_key_and_its_lines_open_the_records() {
    for size in [(160, 48), (120, 36), (80, 24)] {
        let mut app = app(size, "2026-11-27");
        press(&mut app, "2D");
        let shown = screen(&app);
        assert!(shown.contains("Gap clock") && shown.contains("3 open"), "{size:?}\n{shown}");
        press(&mut app, "<Enter>");
        assert!(screen(&app).contains("gap clock"), "{size:?}: the record says it too\n{}", screen(&app));
    }
}

#[test]
fn the_table_has_a_row_for_each_gap_and_leaves_open_what_is_open() {
    let of = Day::new(shipped().state, Clock::as_of(day("2026-11-27")));
    let table = export::rows(&of, What::Gaps, None);
    assert_eq!(table.rows.len(), gap::gaps(&of).len());
    let cell =
        |row: &[Cell], name: &str| row[table.columns.iter().position(|it| *it == name).unwrap()].plain();
    let row = |id: &str| table.rows.iter().find(|row| cell(row, "record") == id).unwrap();
    let told = |id: &str, names: &[&str]| names.iter().map(|name| cell(row(id), name)).collect::<Vec<_>>();
    assert_eq!(
        told(
            "us-belavia-asset-freeze",
            &[
                "way",
                "announced",
                "licensed",
                "licence",
                "licensed_days_least",
                "outcome",
                "ended",
                "ended_bound",
                "days_least",
                "days_most",
                "counted_to"
            ]
        ),
        [
            "lifting",
            "2025-09-11",
            "2025-09-11",
            "Belarus General License 11",
            "0",
            "done",
            "2025-11-04",
            "",
            "54",
            "54",
            ""
        ]
    );
    assert_eq!(
        told(
            "us-belaruskali-asset-freeze",
            &["outcome", "ended", "ended_bound", "ended_not_before", "ended_what", "days_least", "days_most"]
        ),
        ["seen", "2026-06-02", "or before", "2025-12-25", "not seen on OFAC SDN", "12", "171"]
    );
    assert_eq!(
        told("us-belinvestbank-asset-freeze", &["outcome", "ended", "days_least", "days_most", "counted_to"]),
        ["open", "", "126", "", "2026-07-23"]
    );
}

/// What the ledger calls announced is open here, and the other way round.
#[test]
fn open_liftings_are_those_that_the_ledger_has_as_announced() {
    let mut of = Day::new(shipped().state, Clock::as_of(day("2015-01-01")));
    for on in [
        "2015-11-01",
        "2022-03-20",
        "2024-07-15",
        "2025-09-11",
        "2025-11-03",
        "2025-12-14",
        "2026-03-19",
        "2026-11-27",
    ] {
        of.set_clock(Clock::as_of(day(on)));
        let open = |is_lifting: bool| {
            let is_open = move |gap: &&Gap| gap.end.is_none() && (gap.way == Way::Lifting) == is_lifting;
            let mut open: Vec<usize> = gap::gaps(&of).iter().filter(is_open).map(|gap| gap.measure).collect();
            open.sort_unstable();
            open
        };
        let rows = |standing: Standing| {
            let is_at = move |row: &&Row| row.standing == standing || row.is_also(standing);
            of.ledger.iter().filter(is_at).map(Row::at).collect::<Vec<_>>()
        };
        assert_eq!(open(true), rows(Standing::LiftingAnnounced), "{on}");
        assert_eq!(open(false), rows(Standing::Announced), "{on}");
    }
}
