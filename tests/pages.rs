//! The pages that put records together: what they say of an invented file and of the shipped one, and how one moves in them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::app::modal::{PageView, Topic};
use beltui::app::{App, Modal, PaneId};
use beltui::store::load::{Loaded, load_text};
use beltui::views::agenda::{self, Horizon};
use beltui::views::day::{Clock, Day};
use beltui::views::page::{Line, Link, Page};
use beltui::views::{changes, conflicts, exchanges};
use common::{app, day, load, press, screen};

fn loaded() -> Loaded {
    load_text(std::fs::read_to_string("tests/pages/desk.ron").unwrap())
}

fn desk(size: (u16, u16)) -> App {
    let mut app = app(size, "2026-03-01");
    let loaded = loaded();
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    load(&mut app, loaded);
    app
}

fn view(app: &App) -> &PageView {
    let Some(Modal::Page(view)) = app.modals.last() else { panic!("no page: {:?}", app.message) };
    view
}

/// A line as a person reads it: the label, then what stands behind it.
fn words(line: &Line) -> String {
    let said = line.words().replace('\n', " / ");
    if line.label.is_empty() { said } else { format!("{} | {said}", line.label) }
}

fn page(name: &str, of: &Day, marked: &str) -> Page {
    match name {
        "agenda" => agenda::page(of, Horizon::Month),
        "exchanges" => exchanges::page(of),
        "changes" => changes::page(of, day(marked)),
        "disagreements" => conflicts::all(of),
        other => panic!("{other}"),
    }
}

#[test]
fn each_page_says_what_happened_and_nothing_that_did_not() {
    let mut cases = csv::ReaderBuilder::new().comment(Some(b'#')).from_path("tests/pages/says.csv").unwrap();
    let state = loaded().state;
    let (mut count, mut wrong): (usize, Vec<String>) = (0, Vec::new());
    for case in cases.records() {
        let case = case.unwrap();
        let of = Day::new(state.clone(), Clock::as_of(day(&case[2])));
        let said: Vec<String> = page(&case[0], &of, &case[1]).lines.iter().map(words).collect();
        let is_right = match case[3].strip_prefix('!') {
            Some(never) => !said.iter().any(|line| line.contains(never)),
            None => said.iter().any(|line| line == &case[3]),
        };
        if !is_right {
            wrong.push(format!(
                "{} {} {}: {:?} in\n{}\n",
                &case[0],
                &case[1],
                &case[2],
                &case[3],
                said.join("\n")
            ));
        }
        count += 1;
    }
    assert!(wrong.is_empty() && count > 60, "{count} cases, {} wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_agenda_counts_what_it_lists_within_each_horizon_and_hides_nothing() {
    let state = loaded().state;
    let of = Day::new(state, Clock::as_of(day("2026-03-01")));
    assert_eq!(of.due, 4, "as the header counts");
    let mut all = None;
    for (horizon, within, due) in [
        (Horizon::Month, "within 30 days", 4),
        (Horizon::Quarter, "within 90 days", 5),
        (Horizon::HalfYear, "within 6 months", 6),
        (Horizon::Year, "within a year", 7),
        (Horizon::All, "at any time", 9),
    ] {
        let page = agenda::page(&of, horizon);
        let lines: Vec<String> = page.lines.iter().map(words).collect();
        assert_eq!(lines[0], format!("Agenda after 2026-03-01 · {due} due {within}"));
        // The lines below the first heading, counted one by one.
        let near = page.lines.iter().skip(2).take_while(|line| !line.cells.is_empty());
        let counted = |line: &&Line| matches!(line.cells[2].text.as_str(), "due" | "runs out");
        assert_eq!(near.filter(|line| line.link.is_some()).filter(counted).count(), due, "{lines:#?}");
        let mut links: Vec<String> =
            page.lines.iter().filter_map(|line| Some(format!("{:?}", line.link.as_ref()?))).collect();
        links.sort();
        assert_eq!(*all.get_or_insert_with(|| links.clone()), links, "{within}");
    }
}

#[test]
fn the_horizon_is_changed_on_the_page_and_stays() {
    let mut app = desk((160, 48));
    press(&mut app, "A");
    assert!(screen(&app).contains("4 due within 30 days"));
    press(&mut app, "==");
    assert!(screen(&app).contains("6 due within 6 months"), "{}", screen(&app));
    press(&mut app, "<Esc>A");
    assert!(screen(&app).contains("6 due within 6 months"));
    press(&mut app, "===");
    assert!(
        screen(&app).contains("it looks ahead to everything") && screen(&app).contains("9 due at any time")
    );
    press(&mut app, "-----");
    assert!(screen(&app).contains("4 due within 30 days"));
    press(&mut app, "<Esc>X=");
    assert!(screen(&app).contains("only the agenda looks farther or less far ahead"));
}

#[test]
fn lines_of_a_part_stand_by_date_and_what_has_none_is_last() {
    for on in ["2026-03-01", "2025-02-01"] {
        let of = Day::new(loaded().state, Clock::as_of(day(on)));
        let items = agenda::in_order(&of);
        assert!(items.is_sorted_by_key(|item| (item.on.is_none(), item.on)), "{on}");
        assert!(items.len() > 4);
    }
    let of = Day::new(common::shipped().state, Clock::as_of(day("2026-11-28")));
    let page = changes::page(&of, day("2025-06-01"));
    let parts: Vec<&[Line]> = page
        .lines
        .split(|line| {
            line.label.is_empty()
                && line.link.is_none()
                && line.text.contains(" · ")
                && line.tone == beltui::views::page::Tone::Heading
        })
        .collect();
    assert!(parts.len() > 6);
    for part in parts {
        let last = |label: &str| -> Option<chrono::NaiveDate> {
            let text = label.trim_start_matches(['≤', '~']);
            text.parse::<beltui::model::date::Date>().ok().map(beltui::model::date::Date::last)
        };
        let days: Vec<_> =
            part.iter().filter(|line| line.link.is_some()).filter_map(|line| last(&line.label)).collect();
        assert!(days.is_sorted_by(|a, b| a >= b), "{days:?}");
    }
}

#[test]
fn of_the_shipped_file_what_was_shut_and_opened_again_is_told() {
    let of = Day::new(common::shipped().state, Clock::as_of(day("2026-11-28")));
    let lines: Vec<String> = changes::page(&of, day("2025-06-01")).lines.iter().map(words).collect();
    let at = |text: &str| lines.iter().position(|line| line == text).unwrap_or_else(|| panic!("{lines:#?}"));
    // Poland shut its border whole from 12 to 25 September 2025.
    let border = at("2025-09-25 | Poland – Belarus border (said of the whole border): restricted again");
    assert_eq!(lines[border + 1], "closed 12 Sep 2025 · restricted 25 Sep 2025");
    let back = lines.iter().position(|line| line.starts_with("Changed and changed back")).unwrap();
    assert!(border > back);
    let terespol = at("2025-09-25 | Terespol – Brest: open again");
    assert_eq!(lines[terespol + 1], "suspended 12 Sep 2025 · open 25 Sep 2025");
}

#[test]
fn of_the_shipped_file_the_agenda_has_the_package_in_preparation_and_the_embassy() {
    let lines = |on: &str| -> Vec<String> {
        let of = Day::new(common::shipped().state, Clock::as_of(day(on)));
        agenda::page(&of, Horizon::Month).lines.iter().map(words).collect()
    };
    let package = "EU › Belarus: New package: in preparation, 12 d ago";
    assert!(lines("2025-12-10").iter().any(|line| line.contains(package)), "{:#?}", lines("2025-12-10"));
    assert!(!lines("2025-12-17").iter().any(|line| line.contains("New package: in preparation")));
    let embassy = "mission of US at BY: reopening announced, 443 d ago, not recorded as done";
    assert!(lines("2026-11-28").iter().any(|line| line.contains(embassy)));
    assert!(!lines("2025-09-10").iter().any(|line| line.contains("reopening announced")));
}

#[test]
fn the_totals_of_the_shipped_exchanges_are_the_sums_of_their_lines() {
    let of = Day::new(common::shipped().state, Clock::as_of(day("2026-11-28")));
    let page = exchanges::page(&of);
    let lines: Vec<String> = page.lines.iter().map(words).collect();
    assert!(lines.contains(&"By side, in recorded exchanges only".to_owned()));
    let said = lines.iter().find(|line| line.starts_with("BY | gave in")).unwrap();
    // The rows of exchanges, each with a number and what it counts.
    let rows =
        page.lines.iter().filter(|line| line.wraps && line.link.is_some() && !line.cells[0].text.is_empty());
    let gave: Vec<&str> =
        rows.map(|line| line.cells[1].text.as_str()).filter(|text| text.starts_with("BY")).collect();
    assert!(said.starts_with(&format!("BY | gave in {} recorded exchanges", gave.len())), "{said}");
    let released = gave.iter().filter_map(|text| text.split(": ").nth(1)?.split_once(" prisoners released"));
    let numbers: Vec<u64> = released.map(|(number, _)| number.parse().unwrap()).collect();
    assert!(
        said.contains(&format!("{} prisoners released", numbers.iter().sum::<u64>())),
        "{said}: {numbers:?}"
    );
}

/// Every page, how it is opened, and what it is about.
fn pages() -> Vec<(&'static str, Topic)> {
    vec![
        ("2g<Enter>", Topic::Record("qb-package".into())),
        ("A", Topic::Agenda),
        ("X", Topic::Exchanges),
        ("C", Topic::Trend),
        ("t2025-06-01<Enter>mTt2026-03-01<Enter>M", Topic::Changes),
        ("!", Topic::Disagreements),
        ("?", Topic::Help),
        ("'", Topic::Filters),
    ]
}

#[test]
fn every_page_opens_in_the_place_of_the_dossier_begins_on_its_first_link_and_gives_the_panes_back() {
    for (keys, topic) in pages() {
        for size in [(160, 48), (120, 36), (80, 24), (60, 20)] {
            let mut app = desk(size);
            press(&mut app, "2");
            let before = app.panes.get(PaneId::Ledger).cursor.at;
            press(&mut app, keys);
            let shown = view(&app);
            match &topic {
                Topic::Record(_) => assert!(matches!(shown.topic, Topic::Record(_)), "{keys}"),
                topic => assert_eq!(&shown.topic, topic, "{keys}"),
            }
            let first = shown.page.lines.iter().position(|line| line.link.is_some());
            if let Some(first) = first {
                let row = &shown.rows[shown.cursor.at];
                assert_eq!(row.line, first, "{topic:?} at {size:?}");
                let is_picture = shown.page.lines[first].picture.is_some();
                assert!(!row.text.is_empty() || is_picture, "{topic:?} at {size:?}: a blank line");
            } else {
                assert_eq!(shown.cursor.at, 0, "{topic:?} at {size:?}");
            }
            let title = beltui::app::layer::Layer::title(shown).into_owned();
            assert!(screen(&app).contains(&format!("╭►{title} ")), "{topic:?} at {size:?}\n{}", screen(&app));
            if size.0 >= 160 {
                assert_eq!(app.layout.page, app.layout.dossier, "{topic:?}");
                assert!(screen(&app).contains("╭ 2 Ledger ") && screen(&app).contains('▸'), "{topic:?}");
                press(&mut app, "z");
                assert!(!screen(&app).contains("╭ 2 Ledger "), "{topic:?} fills the screen");
                press(&mut app, "z");
                assert!(screen(&app).contains("╭ 2 Ledger "), "{topic:?} and comes back");
            } else {
                assert_eq!(app.layout.page.height, app.layout.body.height, "{topic:?} at {size:?}");
            }
            // A pane is one key away, and its cursor moves.
            press(&mut app, "2");
            assert!(app.modals.is_empty() && app.has_focus(PaneId::Ledger), "{topic:?} at {size:?}");
            press(&mut app, "gj");
            assert_eq!(app.panes.get(PaneId::Ledger).cursor.at, 1, "{topic:?} at {size:?}, from {before}");
            press(&mut app, "(");
            assert!(app.modals.page().is_some(), "{topic:?} at {size:?}: back on the page");
        }
    }
}

#[test]
fn the_cursor_of_a_page_stays_on_its_line_when_the_page_is_made_wider_or_the_day_changes() {
    for keys in ["A", "X", "!", "t2025-06-01<Enter>mt2026-03-01<Enter>M"] {
        let mut app = desk((160, 48));
        press(&mut app, keys);
        press(&mut app, "<Tab><Tab><Tab>");
        let on = |app: &App| view(app).line().unwrap().clone();
        let before = on(&app);
        assert!(before.link.is_some());
        press(&mut app, "z");
        assert_eq!(on(&app), before, "{keys}");
        press(&mut app, "z");
        assert_eq!(on(&app), before, "{keys}");
        app.resize(80, 24);
        assert_eq!(on(&app), before, "{keys}");
        press(&mut app, "<Enter><Esc>");
        assert_eq!(on(&app), before, "{keys}");
    }
    let mut app = desk((160, 48));
    press(&mut app, "A");
    let to = |app: &App, id: &str| view(app).link() == Some(&Link::Record(id.into()));
    while !to(&app, "qb-package") {
        press(&mut app, "<Tab>");
    }
    press(&mut app, "t2026-02-15<Enter>");
    assert!(to(&app, "qb-package"), "it stands elsewhere on the page of that day: {:?}", view(&app).line());
}

#[test]
fn enter_on_a_line_that_leads_nowhere_says_so_and_on_one_that_does_opens_it() {
    for keys in ["A", "X", "!"] {
        let mut app = desk((160, 48));
        press(&mut app, keys);
        press(&mut app, "g<Enter>");
        assert!(screen(&app).contains("this line opens nothing"), "{keys}");
        press(&mut app, "<Tab><Enter>");
        assert!(matches!(view(&app).topic, Topic::Record(_)), "{keys}");
        press(&mut app, "<Esc>");
        assert!(!matches!(view(&app).topic, Topic::Record(_)), "{keys}");
    }
}

#[test]
fn on_a_narrow_screen_what_was_given_and_what_became_of_it_stand_below_each_other() {
    let mut app = desk((200, 60));
    press(&mut app, "Xz");
    let wide = screen(&app);
    let heads = wide.lines().find(|line| line.contains(" gave ") && line.contains(" became")).unwrap();
    assert!(heads.contains(" got "), "{wide}");
    let mut app = desk((60, 40));
    press(&mut app, "X");
    let narrow = screen(&app);
    for text in [
        "2025-10-01  QL → QN: 12 sailors released",
        "  got     QN → QL: lifting announced",
        "  became  2 measures",
    ] {
        assert!(narrow.contains(text), "no {text:?} in\n{narrow}");
    }
}
