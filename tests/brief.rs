//! What a brief says of a small file, and that header, charts, pages and exports say the same.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::report::brief::brief;
use beltui::report::difference;
use beltui::report::document::markdown;
use beltui::report::export;
use beltui::store::load::load_text;
use beltui::views::changes;
use beltui::views::day::{Clock, Day};
use beltui::views::page::Page;
use beltui::views::trend;
use common::day;

/// The file as of a day, as known on another where one is given.
fn quelland(as_of: &str, known: Option<&str>) -> Day {
    let loaded = load_text(include_str!("brief/quelland.ron").to_owned());
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    Day::new(loaded.state, Clock::as_of(day(as_of)).known(known.map(day)))
}

fn brief_of(since: &str, until: &str) -> String {
    markdown(&brief(&quelland(until, None), day(since)))
}

#[track_caller]
fn says(text: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(text.contains(wanted), "no {wanted:?} in\n{text}");
    }
}

#[track_caller]
fn never_says(text: &str, unwanted: &[&str]) {
    for unwanted in unwanted {
        assert!(!text.contains(unwanted), "{unwanted:?} in\n{text}");
    }
}

/// The lines of a page, each with its label.
fn lines(page: &Page) -> Vec<String> {
    page.lines.iter().map(|line| format!("{} {}", line.label, line.text)).collect()
}

#[test]
fn nothing_is_known_to_a_day_after_the_second_clocks() {
    // The day asked, the day of knowledge, and the newest day that anything is known of.
    for (as_of, known, newest) in [
        ("2025-06-01", None, "2025-06-01"),
        ("2025-06-01", Some("2024-06-05"), "2024-06-01"),
        ("2024-05-31", Some("2024-06-05"), "2024-05-01"),
    ] {
        let of = quelland(as_of, known);
        assert_eq!(of.known_to(of.as_of()), Some(day(newest)), "{as_of} known {known:?}");
        let said = markdown(&brief(&of, day("2024-01-01")));
        says(&said, &[&format!("is of {}", day(newest).format("%-d %B %Y"))]);
    }
    let nothing = quelland("2025-06-01", Some("2020-01-01"));
    says(
        &markdown(&brief(&nothing, day("2019-01-01"))),
        &["Nothing is recorded by 1 June 2025, as known on 1 January 2020."],
    );
}

#[test]
fn acts_are_known_of_on_their_days_as_they_show_what_rests_on_them() {
    // Adopted, published; and of no act.
    for (as_of, newest) in [
        ("2025-02-20", "2025-02-20"),
        ("2025-02-22", "2025-02-21"),
        ("2024-06-19", "2024-06-17"),
        ("2024-06-21", "2024-06-20"),
    ] {
        assert_eq!(quelland(as_of, None).known_to(day(as_of)), Some(day(newest)), "as of {as_of}");
    }
    let of = quelland("2025-03-01", None);
    let newest = of.ledger.iter().filter_map(|row| row.dates().shown).map(|shown| shown.0.first()).max();
    assert!(of.known_to(of.as_of()) >= newest, "nothing is shown on a day of which nothing is known");
}

#[test]
fn evidence_that_only_grows_older_is_no_change_between_two_days() {
    let between = |from: &str, to: &str| difference::days(&quelland(from, None), &quelland(to, None));
    assert!(between("2024-12-20", "2024-12-21").is_empty(), "{}", between("2024-12-20", "2024-12-21").text());
    // From fresh to stale nothing has changed either.
    assert!(!between("2023-10-01", "2023-12-01").text().contains("age"));
    let said = between("2025-02-28", "2025-03-02").text();
    says(&said, &["CC › Beta Yards: Asset freeze", "in force → lifting announced"]);
    never_says(&said, &["CC › Beta Yards: Travel ban", "shown_days", "age:"]);
}

#[test]
fn header_charts_and_brief_count_the_same_acts_of_every_issuer_in_a_quarter() {
    // A listing of 2024 is of no quarter.
    for (quarter, since, until, acts) in
        [("fourth", "2024-09-30", "2024-12-31", 5), ("second", "2024-03-31", "2024-06-30", 1)]
    {
        let of = quelland(until, None);
        assert_eq!(of.totals.tightening, acts, "the header, {quarter} quarter");
        let said = markdown(&brief(&of, day(since)));
        let words = if acts == 1 { "1 act that tightens" } else { "5 acts that tighten" };
        says(&said, &[words]);
        let charts = lines(&trend::page(&of));
        let from = charts.iter().position(|line| line.starts_with(&until[..7])).unwrap_or_default();
        let to = charts.iter().position(|line| line.starts_with(&since[..7])).unwrap_or(charts.len());
        let drawn: usize = charts[from..to]
            .iter()
            .filter(|line| !line.contains("Measures in force"))
            .filter_map(|line| {
                line.split_once('│')?
                    .1
                    .trim_start_matches(['▶', ' '])
                    .split(' ')
                    .next()?
                    .parse::<usize>()
                    .ok()
            })
            .sum();
        assert_eq!(drawn, acts, "the bars of the {quarter} quarter: {charts:#?}");
    }
}

#[test]
fn issuers_without_a_bar_of_their_own_share_one_that_names_them() {
    let charts = lines(&trend::page(&quelland("2024-12-31", None)));
    let shared: Vec<&String> = charts.iter().filter(|line| line.contains("others")).collect();
    assert!(shared.len() == 1 && shared[0].contains("2  (EE 1, FF 1)"), "{charts:#?}");
    // Where none has to share, nobody does.
    let few = lines(&trend::page(&quelland("2024-11-30", None)));
    assert!(!few.iter().any(|line| line.contains("others")), "{few:#?}");
}

#[test]
fn a_change_that_the_end_of_a_term_made_is_of_the_day_after_its_last() {
    // The marked day, the day, and a line of the page.
    for (marked, as_of, line) in [
        ("2025-01-01", "2025-02-01", "2025-01-16 AA › Alpha Works: Asset freeze: licensed → in force"),
        ("2026-02-15", "2026-03-15", "2026-03-02 BB › Alpha Works: Asset freeze: in force → expired"),
        ("2024-04-01", "2024-05-15", "2024-05-01 BB › Beta Yards: Travel ban: suspended → in force"),
        ("2023-07-01", "2023-08-15", "2023-08-01 Alpha Bridge: closed → open"),
        // What a step says is of the day of the step.
        (
            "2025-02-15",
            "2025-03-15",
            "2025-03-01 CC › Beta Yards: Asset freeze: in force → lifting announced",
        ),
    ] {
        let page = changes::page(&quelland(as_of, None), day(marked));
        assert!(lines(&page).iter().any(|it| it == line), "no {line:?} in {:#?}", lines(&page));
    }
}

#[test]
fn exports_say_where_a_further_step_may_hold_already() {
    let unsure = |as_of: &str| {
        let table = export::ledger(&quelland(as_of, None));
        let column = table.columns.iter().position(|it| *it == "unsure").unwrap();
        let is_unsure = |row: &&Vec<beltui::report::table::Cell>| row[column].plain() == "yes";
        table.rows.iter().filter(is_unsure).map(|row| row[0].plain()).collect::<Vec<_>>()
    };
    assert_eq!(unsure("2025-02-01"), ["ee-works"]);
    assert_eq!(unsure("2024-07-01"), ["aa-yards"]);
    assert!(unsure("2023-07-01").is_empty());
    assert!(export::crossings(&quelland("2025-02-01", None)).columns.contains(&"unsure"));
}

#[test]
fn a_date_that_may_lie_before_the_time_is_told_so_and_does_not_count() {
    let said = brief_of("2024-12-15", "2024-12-31");
    says(
        &said,
        &["0 acts that tighten them", "- 2024, perhaps before this time: Aland listed Beta Yards [1]"],
    );
    let said = brief_of("2023-12-31", "2024-12-31");
    says(&said, &["- 2024: Aland listed Beta Yards [1]", "7 acts that tighten them"]);
    never_says(&said, &["perhaps before this time"]);
    // The day after which the time begins is not of it; a year that begins on it is.
    says(&brief_of("2024-01-01", "2024-12-31"), &["- 2024: Aland listed Beta Yards [1]"]);
    never_says(&brief_of("2024-12-09", "2024-12-31"), &["Fland listed"]);
}

#[test]
fn the_brief_says_where_a_further_step_may_hold_already() {
    says(&brief_of("2025-01-31", "2025-02-01"), &["in force [2], perhaps lifted already (2025) [2]"]);
    never_says(&brief_of("2024-12-30", "2024-12-31"), &["perhaps lifted", "already"]);
}

#[test]
fn announced_liftings_are_counted_as_they_are_told_each_with_its_measure() {
    // How many the head counts, and what is said of them.
    for (until, count, told) in [
        (
            "2025-04-12",
            1,
            &[
                "CC › Alpha Works: Asset freeze: lifting announced 1 March 2025 [1]; said again; renewed 10 April 2025, 40 days later [1].",
                "CC › Beta Yards: Asset freeze: lifting announced 1 March 2025 [1]; still on Celand list on 25 March 2025 [1]; not recorded as done after at least 40 days, the newest that is recorded being of 10 April 2025.",
            ][..],
        ),
        (
            "2025-03-20",
            2,
            &[
                "CC › Alpha Works: Asset freeze: lifting announced 1 March 2025 [1]; said again; not recorded as done after at least 18 days, the newest that is recorded being of 19 March 2025.",
                "CC › Beta Yards: Asset freeze: lifting announced 1 March 2025 [1]; not recorded as done after at least 18 days, the newest that is recorded being of 19 March 2025.",
            ],
        ),
        (
            "2025-03-19",
            2,
            &[
                "CC › Beta Yards: Asset freeze: lifting announced 1 March 2025 [1]; not recorded as done 18 days later.",
            ],
        ),
        ("2025-02-20", 0, &[]),
    ] {
        let said = brief_of("2025-03-10".min(until), until);
        says(&said, &[&format!("of which {count} with a lifting announced")]);
        says(&said, told);
        assert_eq!(said.matches("; not recorded as done").count(), count, "{said}");
        let panes = quelland(until, None);
        let announced = panes.ledger.iter().filter(|row| row.standing.word() == "lifting announced").count();
        assert_eq!(announced, count, "the pane on {until}");
    }
}

#[test]
fn what_ran_out_and_what_was_adopted_is_told_as_a_change() {
    // The time, and a line.
    for (since, until, line) in [
        (
            "2026-02-15",
            "2026-03-15",
            "- 2 March 2026: the listing of Alpha Works by Beland ran out after 1 March 2026 (in force → expired) [1]",
        ),
        (
            "2025-01-01",
            "2025-02-01",
            "- 16 January 2025: the authorisation of dealings with Alpha Works by Aland ran out after 15 January 2025 (licensed → in force) [1]",
        ),
        (
            "2024-04-15",
            "2024-05-15",
            "- 1 May 2024: the suspension of the travel ban of Beland on Beta Yards ran out after 30 April 2024 (suspended → in force) [",
        ),
        (
            "2023-07-15",
            "2023-08-15",
            "- 1 August 2023: Alpha Bridge: closed, all traffic, by Aland ran out after 31 July 2023 (all traffic closed → all traffic open) [1]",
        ),
        ("2024-06-01", "2024-06-30", "- 17 June 2024: Beland adopted Regulation 1 [1]"),
        ("2024-01-15", "2024-02-15", "- 1 February 2024: Aland issued GL 1 [1]"),
    ] {
        says(&brief_of(since, until), &[line]);
    }
    // A term that another act has prolonged did not run out.
    never_says(&brief_of("2025-02-25", "2025-03-15"), &["ran out"]);
    says(&brief_of("2026-06-01", "2026-07-01"), &["Nothing is recorded in this time."]);
}

#[test]
fn whose_view_a_stance_is_is_told_by_publisher_and_day_and_never_by_a_slug() {
    says(
        &brief_of("2025-04-15", "2025-05-15"),
        &["stance: good, as Beta Gazette 2025-06-01 \\[A1\\] sees it"],
    );
    let of = quelland("2025-05-15", None);
    let page = lines(&changes::page(&of, day("2024-06-01"))).join("\n");
    says(
        &page,
        &["hostile as Alpha Wire 2024-06-01 [B2] sees it → good as Beta Gazette 2025-06-01 [A1] sees it"],
    );
    never_says(&page, &["gazette sees", "wire sees"]);
}

#[test]
fn border_and_points_that_cannot_both_be_right_are_told_where_sources_disagree() {
    let said = brief_of("2025-01-01", "2025-02-01");
    says(
        &said,
        &[
            "### the border of Aland",
            "- passenger on 1 February 2025: the border of Aland: closed since 1 May 2023 [1]; against: Alpha Bridge: open since 1 August 2023 [1]",
            "| Alpha Bridge | all traffic open (disputed) [1]",
        ],
    );
    // While both are shut nothing is against the other.
    never_says(&brief_of("2023-07-01", "2023-07-15"), &["Where sources disagree", "(disputed)"]);
}

#[test]
fn sightings_that_only_repeat_what_was_known_are_one_line_a_list_and_day() {
    let said = brief_of("2025-03-20", "2025-04-01");
    says(&said, &["- 25 March 2025: 2 measures are on Celand list, as before [1]"]);
    never_says(&said, &["was on Celand list"]);
}

#[test]
fn what_has_no_day_of_its_own_is_not_due() {
    let text = r#"#![enable(implicit_some)]
(schema: 2, title: "t", subjects: [
    (id: "QQ", name: "Quelland", kind: State), (id: "OO", name: "Ostmark", kind: State),
    (id: "works", name: "Alpha Works", kind: Company),
], sources: [(id: "wire", publisher: "A wire", title: "W", published: "2025-01-01")], sanctions: [
    (id: "oo-works", issuer: "OO", target: "works", measure: AssetFreeze, history: [
        (on: "2025-03-01", what: Threatened, sources: ["wire"])]),
    (id: "qq-works", issuer: "QQ", target: "works", measure: TravelBan, history: [
        (on: "2025-01-01", what: Designated, until: "2026-02-01", sources: ["wire"])]),
])"#;
    let loaded = load_text(text.to_owned());
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    let said = markdown(&brief(&Day::new(loaded.state, Clock::as_of(day("2026-01-05"))), day("2025-12-01")));
    let part = |heading: &str| {
        let from =
            said.split(&format!("## {heading}\n")).nth(1).unwrap_or_else(|| panic!("{heading}: {said}"));
        from.split("\n## ").next().unwrap().to_owned()
    };
    assert!(part("What is due").contains("1 February 2026 (runs out)"), "{said}");
    assert!(!part("What is due").contains("threatened"), "{said}");
    let ahead = part("What is in preparation or announced");
    assert!(ahead.contains("1 March 2025 (not in force yet)") && ahead.contains("threatened"), "{said}");
}
