//! The ledger: by measure and by subject, its columns, its orders.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::app::settings::{SettingChange, Settings};
use beltui::app::{App, Effect, PaneId, script};
use beltui::store::load::load_text;
use beltui::views::day::{Clock, Day};
use beltui::views::filter::{self, By, Order, Selection, Sort};
use beltui::views::groups::Line;
use beltui::views::ledger::Column;
use beltui::views::query::Query;
use beltui::views::subjects;
use common::{TODAY, day, press, screen};

const QUELLAND: &str = include_str!("ledger/quelland.ron");

/// A dashboard on Quelland.
fn quelland(size: (u16, u16)) -> App {
    let mut app = common::app(size, TODAY);
    let loaded = load_text(QUELLAND.to_owned());
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    common::load(&mut app, loaded);
    press(&mut app, "2");
    app
}

fn facts() -> Day {
    Day::new(load_text(QUELLAND.to_owned()).state, Clock::as_of(day(TODAY)))
}

/// The lines of the ledger: ids of measures, or of subjects.
fn listed(app: &App) -> Vec<String> {
    let (ledger, records) = (&app.panes.ledger, app.facts.state().records());
    let id = |row: usize| {
        let it = records.sanctions.get(row).unwrap();
        if ledger.is_by_subject() { it.target.to_string() } else { it.id.to_string() }
    };
    let line = |at| match ledger.line(at) {
        Some(Line::Row(row)) => id(row),
        Some(Line::Group(group)) => format!("[{}]", group.name),
        None => String::new(),
    };
    (0..app.panes.length(PaneId::Ledger)).map(line).collect()
}

/// The line of the screen that names something.
fn line_with<'a>(screen: &'a str, name: &str) -> &'a str {
    screen.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("no {name:?} in\n{screen}"))
}

#[test]
fn the_newest_change_comes_first_and_columns_sort_both_ways() {
    let mut reader = csv::Reader::from_reader(include_str!("ledger/orders.csv").as_bytes());
    for row in reader.records().map(Result::unwrap) {
        let mut app = quelland((160, 48));
        if &row[0] == "by subject" {
            press(&mut app, "v");
        }
        press(&mut app, &row[1]);
        let lines = listed(&app);
        let found = [&lines[0], &lines[1], &lines[2], lines.last().unwrap()];
        assert_eq!(found, [&row[2], &row[3], &row[4], &row[5]], "{row:?}");
    }
    assert!(screen(&quelland((160, 48))).contains("2 Ledger · newest change first"));
}

#[test]
fn what_has_no_date_stands_last_whichever_way_round() {
    let facts = facts();
    let id = |at: usize| facts.state().records().sanctions.get(at).unwrap().id.to_string();
    for column in Column::ALL.iter().copied().filter(|column| column.is_date()) {
        for reversed in [false, true] {
            let sort = Sort { column, reversed };
            let rows: Selection = filter::ledger(&facts, &Query::default(), None, sort);
            let dated = |at: usize| !beltui::views::cells::text(&facts, &facts.ledger[at], column).is_empty();
            let is_dated: Vec<bool> = rows.iter().map(dated).collect();
            assert!(is_dated.is_sorted_by(|a, b| a >= b), "{column} {reversed}: {is_dated:?}");
            assert_eq!(
                rows.iter().last().map(id).unwrap(),
                "gb-beta-freeze",
                "nothing is recorded of it yet"
            );
        }
    }
}

#[test]
fn several_columns_order_in_turn_and_the_head_says_which() {
    let mut app = quelland((160, 48));
    // By issuer, then by target.
    press(&mut app, ";l|");
    assert_eq!(listed(&app)[..4], ["eu-alpha-imports", "eu-beta-freeze", "eu-north", "eu-south"]);
    let shown = screen(&app);
    assert!(shown.contains("By▴") && shown.contains("Target▴2"), "{shown}");
    // Once more turns the second round, and the first stays.
    press(&mut app, "|");
    assert_eq!(listed(&app)[..4], ["eu-south", "eu-north", "eu-beta-freeze", "eu-alpha-imports"]);
    assert!(screen(&app).contains("Target▾2"));
    let order = &app.panes.ledger.order;
    assert_eq!(order.place(&By::Column(Column::Target)), Some((1, true)));
    assert_eq!(order.first(), &By::Column(Column::Issuer));
}

#[test]
fn no_more_than_three_columns_order() {
    let mut order = Order::default();
    for column in [Column::Issuer, Column::Target, Column::Measure, Column::Status] {
        order.then(By::Column(column));
    }
    assert_eq!(order.keys().len(), filter::MOST_KEYS);
    assert_eq!(
        order.place(&By::Column(Column::Status)),
        Some((2, false)),
        "the last takes the place of the last"
    );
}

#[test]
fn a_subject_passes_where_any_of_its_measures_does_and_is_shown_whole() {
    let mut app = quelland((160, 48));
    press(&mut app, "vz/status:lifted<Enter>");
    assert_eq!(listed(&app), ["beta", "alpha"]);
    let shown = screen(&app);
    let beta = line_with(&shown, "Beta Shipping");
    assert!(beta.contains('±') && beta.contains("○") && beta.contains("lifted"), "{beta}");
    assert!(beta.contains("in force"), "the Union's is there though only the American is lifted: {beta}");
    assert!(!beta.contains("no record"), "what begins later is blank: {beta}");
    assert!(shown.contains("2 of 5"), "{shown}");
}

#[test]
fn a_cell_says_the_strongest_how_many_and_of_which_kind() {
    let facts = facts();
    let texts = |subject: &str, issuer: &str| {
        let records = facts.state().records();
        let row = records.sanctions.iter().position(|it| it.target.as_str() == subject).unwrap();
        let issuer = records.subjects.iter().position(|it| it.id.as_str() == issuer).unwrap();
        let line = subjects::Line::of(&facts, row);
        line.cell(u32::try_from(issuer).unwrap()).unwrap().texts(line.says_kind)
    };
    assert_eq!(texts("beta", "EU"), ["in force", ""]);
    assert_eq!(texts("beta", "US"), ["lifted", ""]);
    // One of two is in force: that is not both.
    assert_eq!(texts("alpha", "US"), ["1 of 2 in force · Asset freeze", "1 of 2 Asset freeze", "1/2"]);
    assert_eq!(texts("alpha", "EU"), ["in force · Import restrictions", "Import restrictions", ""]);
    // Only the ban is in force without a lifting announced.
    assert_eq!(texts("gamma", "GB"), ["1 of 2 in force · Travel ban", "1 of 2 Travel ban", "1/2"]);
}

#[test]
fn by_subject_sorts_by_what_an_issuer_has_in_force_and_by_the_number_of_measures() {
    let mut app = quelland((160, 48));
    press(&mut app, "vz");
    let to = |app: &mut App, by: By| app.sort_ledger_by(by, false);
    to(&mut app, By::Issuer("GB".into()));
    assert_eq!(listed(&app)[0], "gamma");
    to(&mut app, By::Issuer("US".into()));
    assert_eq!(listed(&app)[..2], ["alpha", "beta"]);
    to(&mut app, By::Issuer("US".into()));
    assert_eq!(listed(&app)[..2], ["beta", "alpha"], "weakest first; who faces nothing from it stays last");
    to(&mut app, By::Column(Column::Measures));
    assert_eq!(listed(&app)[0], "alpha");
    // By measure the same order holds.
    press(&mut app, "vv");
    assert!(listed(&app)[..3].iter().all(|id| id.contains("alpha")), "{:?}", listed(&app));
}

#[test]
fn a_subject_changed_when_the_newest_of_its_measures_did() {
    let facts = facts();
    let all = filter::ledger(&facts, &Query::default(), None, Order::default());
    for reversed in [false, true] {
        let order = Order::from(Sort { column: Column::Since, reversed });
        let subjects = filter::subjects(&facts, &all, &order);
        let mut found: Vec<&str> = subjects
            .iter()
            .map(|at| facts.state().records().sanctions.get(at).unwrap().target.as_str())
            .collect();
        if !reversed {
            found.reverse();
        }
        assert_eq!(found, ["beta", "gamma", "alpha", "delta-1", "delta-2"]);
    }
}

#[test]
fn subjects_and_measures_are_grouped_by_kind_and_country() {
    let heads =
        |app: &App| -> Vec<String> { listed(app).into_iter().filter(|line| line.starts_with('[')).collect() };
    // What nothing is recorded of is a group of its own: by subject it belongs to what is.
    for (view, rest) in [("", &["[no record yet]"][..]), ("v", &[])] {
        let mut app = quelland((160, 48));
        press(&mut app, view);
        app.sort_ledger_by(By::Column(Column::Kind), false);
        press(&mut app, "o");
        assert_eq!(heads(&app), [&["[company]", "[person]", "[goods]"], rest].concat(), "{view}");
        app.sort_ledger_by(By::Column(Column::Country), false);
        assert_eq!(heads(&app), [&["[Quelland]", "[–]"], rest].concat(), "{view}");
    }
}

#[test]
fn view_and_columns_are_remembered() {
    let mut app = quelland((200, 48));
    assert!(screen(&app).contains("Ledger · newest"), "by measure the first time");
    let mut settings = Settings::default();
    let mut remember = |effects: Vec<Effect>| {
        for effect in effects {
            if let Effect::Remember(change @ SettingChange::Ledger(_)) = effect {
                settings.change(change);
            }
        }
    };
    // The columns are hidden and put elsewhere at once.
    press(&mut app, "z");
    assert!(line_with(&screen(&app), "Target").contains("Programme"));
    for key in script::keys("v<Down>").unwrap().into_iter().chain(script::keys("c<Space>jjJ<Esc>").unwrap()) {
        remember(app.press(key));
    }
    press(&mut app, "vv");
    let mut again = common::app((200, 48), TODAY);
    again.prefer(Settings::from_file(&settings.written()).unwrap());
    common::load(&mut again, load_text(QUELLAND.to_owned()));
    press(&mut again, "2z");
    assert!(again.panes.ledger.is_by_subject());
    press(&mut again, "vv");
    let shown = screen(&again);
    let heads = line_with(&shown, "Target");
    assert!(!heads.contains("By ") && !heads.contains("Issuer"), "{heads}");
    assert!(heads.find("Measure").unwrap() < heads.find("Target").unwrap(), "{heads}");
}

#[test]
fn columns_fit_what_they_say_and_empty_ones_vanish() {
    let mut app = quelland((200, 48));
    press(&mut app, "z");
    let shown = screen(&app);
    let heads = line_with(&shown, "Target");
    assert!(heads.contains("Until") && heads.contains("Programme"), "{shown}");
    assert!(shown.contains("QUELLAND-EO14038"), "{shown}");
    press(&mut app, "/issuer:gb<Enter>");
    let shown = screen(&app);
    let heads = line_with(&shown, "Target");
    assert!(
        !heads.contains("Programme") && !heads.contains("Legal act") && !heads.contains("Act"),
        "{shown}"
    );
}

#[test]
fn the_sign_of_the_status_is_the_last_to_go() {
    for (size, sign) in [((60, 20), "○"), ((40, 12), "○"), ((20, 5), "○")] {
        let app = quelland(size);
        let shown = screen(&app);
        let line = line_with(&shown, "│▸");
        assert!(line.contains("US") && line.contains("Beta") && line.contains(sign), "{size:?}\n{shown}");
    }
    let mut app = quelland((20, 5));
    press(&mut app, "v");
    assert!(line_with(&screen(&app), "│▸").contains("Beta"), "{}", screen(&app));
}

#[test]
fn rows_that_would_look_the_same_are_told_apart() {
    let app = quelland((80, 24));
    let shown = screen(&app);
    for (name, kind) in [("Gamma", "Asset"), ("Gamma", "Trave"), ("Alpha", "Debar")] {
        let is_it = |line: &&str| line.contains(name) && line.contains(kind);
        assert!(shown.lines().any(|line| is_it(&line)), "{name} {kind}\n{shown}");
    }
    assert!(shown.contains("…Northern Quelland") || shown.contains("…of Northern Quelland"), "{shown}");
    assert!(shown.contains("Southern Quelland"), "{shown}");
}

#[test]
fn acts_and_programmes_lose_their_beginning_where_they_end_in_a_number() {
    let mut app = quelland((110, 40));
    press(&mut app, "z");
    let shown = screen(&app);
    assert!(shown.contains("765/2006") && shown.contains("766/2006"), "{shown}");
}

#[test]
fn a_head_is_found_by_its_cell_and_sorts() {
    let mut app = quelland((160, 48));
    press(&mut app, "z");
    let row = app.layout.lines(PaneId::Ledger).y;
    let shown = screen(&app);
    let before = line_with(&shown, "Target").split_once("Measure").unwrap().0;
    let x = u16::try_from(beltui::app::text::width(before)).unwrap();
    let by = app.ledger_head_at(x, row).unwrap();
    assert_eq!(by, By::Column(Column::Measure));
    assert_eq!(app.ledger_head_at(x, row + 1), None, "only the line of the heads");
    app.sort_ledger_by(by, false);
    assert_eq!(listed(&app)[0], "eu-beta-freeze", "by measure, then by issuer and target");
    assert!(screen(&app).contains("Measure▴"));
}

#[test]
fn sideways_the_cursor_goes_through_the_columns_and_out_of_a_group_before_the_first() {
    let mut app = quelland((160, 48));
    press(&mut app, "ll");
    let at = app.panes.ledger.heads.at().cloned();
    assert_ne!(at, Some(By::Column(Column::Issuer)));
    press(&mut app, "hhhh");
    assert_eq!(app.panes.ledger.heads.at(), Some(&By::Column(Column::Issuer)));
    press(&mut app, ";ogj");
    assert_eq!(listed(&app)[0], "[European Union]");
    let count = app.panes.length(PaneId::Ledger);
    press(&mut app, "lh");
    assert_eq!(app.panes.length(PaneId::Ledger), count, "through the columns");
    press(&mut app, "h");
    assert!(app.panes.length(PaneId::Ledger) < count, "folded");
}
