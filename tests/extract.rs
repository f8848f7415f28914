//! `export` and `brief` with a filter, an order, columns and groups.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "common/home.rs"]
mod home;

use beltui::app::{App, PaneId};
use home::{Done, Home};
use serde_json::Value;

/// The shipped file in a home of its own.
fn home() -> Home {
    let home = Home::new();
    home.write("a.ron", beltui::store::places::SHIPPED);
    home
}

fn export(home: &Home, arguments: &[&str]) -> Done {
    let fixed = ["--today", common::TODAY, "--as-of", "2025-10-28"];
    home.run(["export"].iter().chain(arguments).chain(&fixed))
}

/// What the columns say of each row.
fn rows(home: &Home, arguments: &[&str]) -> Vec<Vec<String>> {
    let csv = export(home, arguments).well();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The ids of the rows.
fn ids(home: &Home, arguments: &[&str]) -> Vec<String> {
    let rows = rows(home, &[arguments, &["--columns", "id"]].concat());
    rows.into_iter().skip(1).map(|row| row[0].clone()).collect()
}

/// The ids of what a pane shows after some keys.
fn shown(pane: PaneId, keys: &str) -> Vec<String> {
    let mut app: App = common::app((160, 48), "2025-10-28");
    common::press(&mut app, keys);
    let all = app.panes.length(pane);
    let mut ids = Vec::new();
    for _ in 0..all {
        ids.push(app.panes.selected_id(pane, &app.facts).unwrap().to_string());
        common::press(&mut app, "j");
    }
    ids
}

#[test]
fn a_filter_chooses_the_rows_that_the_pane_shows() {
    let home = home();
    for (what, pane, number, filter) in [
        ("ledger", PaneId::Ledger, "2", "issuer:us status:in-force"),
        ("crossings", PaneId::Borders, "4", "actor:pl"),
        ("relations", PaneId::Relations, "1", "united"),
    ] {
        let mut wanted = shown(pane, &format!("{number}/{filter}<Enter>g"));
        let mut found = ids(&home, &[what, "a.ron", "--filter", filter]);
        assert!(!found.is_empty() && found.len() < ids(&home, &[what, "a.ron"]).len(), "{what}");
        wanted.sort();
        found.sort();
        assert_eq!(found, wanted, "{what}");
    }
}

#[test]
fn rows_stand_in_the_order_of_the_pane() {
    let home = home();
    for (what, pane, keys, sort) in [
        ("ledger", PaneId::Ledger, "2g", "-status_since"),
        ("ledger", PaneId::Ledger, "2Sg", "status_since"),
        ("ledger", PaneId::Ledger, "2sg", "-shown"),
        ("ledger", PaneId::Ledger, "2;g", "issuer"),
        ("ledger", PaneId::Ledger, "2;;g", "-issuer"),
        ("ledger", PaneId::Ledger, "2l;g", "target"),
        ("ledger", PaneId::Ledger, "2lll;g", "status"),
        ("relations", PaneId::Relations, "1g", "measures"),
        ("relations", PaneId::Relations, "1sg", "stance"),
        ("relations", PaneId::Relations, "1ssg", "name"),
        ("crossings", PaneId::Borders, "4g", "border"),
        ("crossings", PaneId::Borders, "4sg", "status"),
        ("crossings", PaneId::Borders, "4ssSg", "-last-change"),
    ] {
        assert_eq!(ids(&home, &[what, "a.ron", "--sort", sort]), shown(pane, keys), "{what} {sort}");
    }
}

#[test]
fn the_first_of_several_columns_weighs_most_and_nothing_comes_last() {
    let home = home();
    let said = rows(
        &home,
        &["ledger", "a.ron", "--sort", "issuer,-in_force_since", "--columns", "issuer,in_force_since"],
    );
    assert_eq!(said[0], ["issuer", "in_force_since", "as_of", "known"]);
    let mut issuers: Vec<&str> = said[1..].iter().map(|row| row[0].as_str()).collect();
    issuers.dedup();
    let mut once = issuers.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(issuers.len(), once.len(), "each issuer stands in one place");
    let said = rows(&home, &["crossings", "a.ron", "--sort", "-per_day", "--columns", "per_day"]);
    let numbers: Vec<Option<i64>> = said[1..].iter().map(|row| row[0].parse().ok()).collect();
    let known = numbers.iter().take_while(|it| it.is_some()).count();
    assert!(known > 0 && numbers[known..].iter().all(Option::is_none));
    assert!(numbers[..known].is_sorted_by(|a, b| a >= b), "{numbers:?}");
}

#[test]
fn columns_are_those_asked_for_in_their_order_in_every_form() {
    let home = home();
    let asked = ["ledger", "a.ron", "--columns", "target,In-Force-Since,id", "--filter", "id:us-belavia"];
    let markdown = export(&home, &[&asked[..], &["--format", "md"]].concat()).well();
    assert_eq!(markdown.lines().nth(2), Some("| target | in force since | id |"), "{markdown}");
    let json: Value =
        serde_json::from_str(&export(&home, &[&asked[..], &["--format", "json"]].concat()).well()).unwrap();
    let row = json["rows"][0].as_object().unwrap();
    let mut names: Vec<&String> = row.keys().collect();
    names.sort();
    assert_eq!(names, ["id", "in_force_since", "target"]);
}

#[test]
fn groups_have_heads_of_their_own_in_markdown() {
    let home = home();
    let asked = ["ledger", "a.ron", "--group", "issuer", "--columns", "target", "--filter", "belavia"];
    let markdown = export(&home, &[&asked[..], &["--format", "md"]].concat()).well();
    let heads: Vec<&str> = markdown.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    assert!(heads.len() > 1 && heads.contains(&"US"), "{markdown}");
    assert_eq!(markdown.matches("| target |").count(), heads.len());
    // Of what says several things the pane orders by the first, or by how many there are.
    for column in ["country", "acts", "sources"] {
        let asked = ["ledger", "a.ron", "--group", column, "--columns", "target", "--format", "md"];
        let markdown = export(&home, &asked).well();
        let mut heads: Vec<&str> = markdown.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let all = heads.len();
        heads.sort_unstable();
        heads.dedup();
        assert!(all > 1 && heads.len() == all, "{column}: {markdown}");
    }
}

#[test]
fn relations_tie_where_the_measures_of_both_and_of_their_blocs_do() {
    let subjects =
        ["AA", "BB", "QQ", "UU"].map(|id| format!("(id: \"{id}\", name: \"{id}land\", kind: State),"));
    let measure = |id: &str, issuer: &str| {
        format!(
            "(id: \"{id}\", issuer: \"{issuer}\", target: \"works\", measure: AssetFreeze, history: [(on: \"2025-01-01\", what: Designated, sources: [\"wire\"])]),"
        )
    };
    // AA has one of its own, BB one of its bloc: together they are as many.
    let text = format!(
        "#![enable(implicit_some)]\n(schema: 2, title: \"t\", focus: \"QQ\", subjects: [{}
         (id: \"bloc\", name: \"A bloc\", kind: Bloc, members: [\"BB\"]),
         (id: \"works\", name: \"Alpha Works\", kind: Company, countries: [\"QQ\"])],
         sources: [(id: \"wire\", publisher: \"A wire\", title: \"W\", published: \"2025-01-01\")],
         relations: [(id: \"z-aa\", pair: (\"AA\", \"QQ\"), history: []), (id: \"a-bb\", pair: (\"BB\", \"QQ\"), history: [])],
         sanctions: [{}{}])",
        subjects.concat(),
        measure("m1", "AA"),
        measure("m2", "bloc"),
    );
    let loaded = beltui::store::load::load_text(text);
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    let clock = beltui::views::day::Clock::as_of("2025-03-01".parse().unwrap());
    let day = beltui::views::day::Day::new(loaded.state, clock);
    let ranks = beltui::views::ranks::relations(&day, beltui::views::relations::Order::Measures, false, true);
    assert_eq!((day.relations[0].own, day.relations[1].via_bloc), (1, 1));
    assert_eq!(ranks, [1, 2]);
}

#[test]
fn only_the_named_records_are_written() {
    let home = home();
    let all = ids(&home, &["ledger", "a.ron"]);
    let only = format!("{},{}", all[3], all[1]);
    assert_eq!(ids(&home, &["ledger", "a.ron", "--only", &only]), [all[1].clone(), all[3].clone()]);
}

#[test]
fn a_word_that_means_nothing_is_refused_with_what_there_is() {
    let home = home();
    for (arguments, told) in [
        (
            &["ledger", "a.ron", "--columns", "id,colour"][..],
            "--columns: no column \"colour\" in the ledger: id issuer",
        ),
        (
            &["ledger", "a.ron", "--sort", "-colour"],
            "--sort: no column \"colour\" in the ledger: measures_against issuers_differ id issuer",
        ),
        (&["crossings", "a.ron", "--sort", "colour"], "border last-change id name"),
        (&["ledger", "a.ron", "--group", "colour"], "--group: no column"),
        (&["ledger", "a.ron", "--filter", "colour:red"], "--filter: no field colour"),
        (&["agenda", "a.ron", "--filter", "us"], "--filter: the agenda has no filter"),
        (&["ledger", "a.ron", "--only", "nope"], "--only: no record of the file has the id \"nope\""),
        (&["agenda", "a.ron", "--only", "nope"], "--only: no record of the file has the id \"nope\""),
        (
            &["crossings", "a.ron", "--only", "US"],
            "--only: \"US\" is a subject: it has no row in the crossings",
        ),
        (&["colours", "a.ron"], "\"colours\" is nothing that can be exported: one of ledger"),
        (&["agenda", "a.ron", "--format", "ics", "--columns", "on"], "a calendar has all of the agenda"),
    ] {
        let said = export(&home, arguments).badly(2);
        assert!(said.contains(told), "{arguments:?}: {said}");
    }
    let brief =
        home.run(["brief", "a.ron", "--today", "2025-10-28", "--since", "2025-01", "--filter", "x:y"]);
    assert!(brief.well().contains("that pass the filter x:y on"), "one letter is no field");
    let brief =
        home.run(["brief", "a.ron", "--today", "2025-10-28", "--since", "2025-01", "--filter", "colour:red"]);
    assert!(brief.badly(2).contains("--filter: no field colour"));
}

#[test]
fn what_comes_before_the_file_may_still_be_said_behind_it() {
    let home = home();
    assert_eq!(
        export(&home, &["ledger", "a.ron"]).well(),
        export(&home, &["a.ron", "--what", "ledger"]).well()
    );
}

#[test]
fn a_brief_with_a_filter_tells_of_what_passes_alone_and_says_so() {
    let home = home();
    let brief = |filter: &[&str]| {
        let fixed =
            ["brief", "a.ron", "--today", common::TODAY, "--since", "2025-01", "--until", "2025-10-28"];
        home.run(fixed.iter().chain(filter)).well()
    };
    let (whole, part) = (brief(&[]), brief(&["--filter", "issuer:us"]));
    assert_eq!(whole, brief(&["--filter", ""]));
    assert!(part.len() < whole.len());
    assert!(part.contains("that pass the filter issuer:us on 28 October 2025"), "{part}");
    let holds = part.split("## What holds").nth(1).unwrap().split("\n## ").next().unwrap();
    let rows: Vec<&str> = holds.lines().filter(|line| line.starts_with("| ")).skip(1).collect();
    assert!(!rows.is_empty() && rows.iter().all(|row| row.starts_with("| US |")), "{holds}");
    let wanted = ids(&home, &["ledger", "a.ron", "--filter", "issuer:us status:in-force"]).len();
    assert!(part.contains(&format!("{wanted} measures are in force")), "{wanted}: {part}");
}
