//! The views that put many records together: over time, by target, what is due, what was given, what changed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::app::App;
use beltui::app::panes::ledger::LedgerView;
use beltui::ui::theme::{Base, Theme};
use beltui::views::changes;
use beltui::views::day::{Clock, Day};
use common::{app, frame, lines, press};

fn shown(app: &App) -> String {
    lines(&frame(app, &Theme::shipped(Base::Dark))).join("\n")
}

/// The screen after some keys.
fn after(as_of: &str, keys: &str) -> String {
    let mut app = app((160, 48), as_of);
    press(&mut app, keys);
    shown(&app)
}

#[track_caller]
fn says(screen: &str, texts: &[&str]) {
    for text in texts {
        assert!(screen.contains(text), "no {text:?} in\n{screen}");
    }
}

#[test]
fn the_ledger_goes_round_its_three_views_and_keeps_the_selected_measure() {
    let mut app = app((160, 48), "2025-10-28");
    press(&mut app, "2/id:us-belavia-asset-freeze<Enter>");
    let selected = app.panes.selected_id(app.panes.focus, &app.facts).unwrap();
    press(&mut app, "<Esc>");
    for view in [LedgerView::Subjects, LedgerView::Timeline, LedgerView::Measures] {
        press(&mut app, "v");
        assert_eq!(app.panes.ledger.view, view);
        let now = app.panes.selected_id(app.panes.focus, &app.facts).unwrap();
        let target =
            |id: &beltui::model::id::Id| app.facts.state().measure(id.as_str()).unwrap().target.clone();
        assert_eq!(target(&now), target(&selected), "{view}");
    }
}

#[test]
fn the_timeline_shows_years_bars_disputed_steps_and_the_day() {
    let screen = after("2025-10-28", "2;vvz");
    says(&screen, &["Ledger · timeline", "2021", "2025", "┬", "━", "≠", "│"]);
    let screen = after("2025-10-28", "2vvz/id:us-belavia-asset-freeze<Enter>");
    let belavia =
        screen.lines().find(|line| line.contains("Belavia ") && line.contains("US   Asset freeze")).unwrap();
    assert!(belavia.contains('≠'), "sources disagree about Belavia: {belavia}");
    // Closer, months are named; the day stays in view.
    let closer = after("2025-10-28", "2vvz====");
    says(&closer, &["2025-09", "┬"]);
}

#[test]
fn nothing_is_drawn_as_in_force_after_today_and_what_is_later_than_the_day_asked_is_dotted() {
    let bars = |as_of: &str| -> Vec<String> {
        let screen = after(as_of, "2vvz/target:belaruskali<Enter>");
        let rows = screen.lines().filter(|line| line.contains("Asset freeze"));
        rows.map(|line| line.chars().skip(52).collect::<String>()).collect()
    };
    // Today is where the day line stands on the axis, which the head of the years has for it.
    let today = |as_of: &str| -> usize {
        let screen = after(as_of, "2vvz/target:belaruskali<Enter>");
        let head = screen.lines().find(|line| line.contains('┬')).expect("the axis");
        head.chars().skip(52).position(|sign| sign == '┬').expect("the day on the axis")
    };
    let held = ['━', '╌', '╍', '┄', '┈', '┿'];
    let (now, all) = (today(common::TODAY), bars(common::TODAY));
    assert!(!all.is_empty());
    for bar in &all {
        let signs: Vec<char> = bar.chars().collect();
        assert!(!signs[now + 1..].iter().any(|sign| held.contains(sign) || *sign == '⋯'), "{bar}");
    }
    assert!(all.iter().any(|bar| bar.chars().take(now + 1).any(|sign| held.contains(&sign))), "{all:#?}");
    let earlier = bars("2024-06-01");
    assert!(earlier.iter().any(|bar| bar.contains("┿⋯") || bar.contains("╌⋯")), "{earlier:#?}");
}

#[test]
fn the_timeline_is_filtered_and_grouped_as_the_table_is() {
    let screen = after("2025-10-28", "2vvz/issuer:eu<Enter>");
    assert!(!screen.lines().any(|line| line.contains(" US   ")), "{screen}");
    says(&after("2025-10-28", "2;vvo"), &["▿ European Union", "timeline by Issuer"]);
}

#[test]
fn by_subject_says_what_each_faces_and_marks_those_on_which_issuers_differ() {
    let screen = after("2025-12-28", "2vgG");
    says(&screen, &["Ledger · by subject", "Subject", "US", "EU"]);
    let screen = after("2025-12-28", "2vzg/measure:freeze belavia<Enter>");
    says(&screen, &["± Belavia", "Belavia: US lifted 2025-11-04", "EU in force since 2021-12-02"]);
    // Sorted by that, they come first.
    let screen = after("2025-12-28", "2vzhh;g");
    let lines: Vec<&str> = screen.lines().skip(3).take(2).collect();
    assert!(lines.iter().all(|line| line.contains(" ± ") || line.contains("▸±")), "{screen}");
}

#[test]
fn enter_by_subject_shows_the_measures_of_the_cell() {
    let mut app = app((160, 48), "2025-12-28");
    press(&mut app, "2vg/measure:freeze belavia<Enter>l<Enter>");
    assert_eq!(app.panes.ledger.view, LedgerView::Measures);
    assert_eq!(app.panes.ledger.pane.filter, "target:\"Belavia\" issuer:EU");
    let id = app.panes.selected_id(app.panes.focus, &app.facts).unwrap();
    assert_eq!(id.as_str(), "eu-belavia-asset-freeze");
}

#[test]
fn the_agenda_tells_due_overdue_running_out_and_only_announced_apart() {
    let screen = after("2025-12-28", "Az");
    says(
        &screen,
        &[
            "Agenda after 2025-12-28",
            "Due or running out within 30 days · 2",
            "Belarus–Türkiye joint intergovernmental economic commission",
            "Later, or without a date · 8, and 2 acts",
            "date open",
            "LT › air traffic near the Belarusian border: Airspace restriction: in force until 2026-02-01",
            "Belaruskali: Asset freeze: lifting announced, 15 d ago, no delisting recorded",
        ],
    );
}

#[test]
fn exchanges_show_both_sides_what_they_add_up_to_and_what_became_of_the_measures() {
    says(
        &after("2025-12-28", "Xz"),
        &[
            "175 prisoners released (123 + 52)",
            "1 lifted (done)",
            "What Belarus gave, what it got for that, and what became of it",
            "2025-09-11  BY → US: 52 prisoners released",
            "US → BY: lifting of the sanctions on Belavia",
            "○ US › Belavia: lifted (done), since",
            "2025-11-04, shown 2025-12-24, 4 d ago",
            "after this day",
        ],
    );
    let earlier = after("2025-10-01", "Xz");
    says(
        &earlier,
        &["gave in 2 recorded exchanges: 52 prisoners released", "US › Belavia: licensed (listed still)"],
    );
}

#[test]
fn the_charts_set_what_eases_against_what_tightens_by_month_and_issuer() {
    let screen = after("2025-12-28", "C");
    let month = |month: &str| screen.lines().find(|line| line.contains(month)).unwrap();
    assert!(month("2025-12 ").contains("US") && month("2025-12 ").contains("◀│"), "{screen}");
    assert!(month("2025-07 ").contains("EU") && month("2025-07 ").contains("│▶"), "{screen}");
    says(&after("2025-12-28", "CzG"), &["Measures in force by issuer", "2024", "2025-12"]);
}

#[test]
fn what_changed_between_a_marked_day_and_another_is_listed_from_and_to() {
    let mut app = app((160, 140), "2025-06-01");
    press(&mut app, "mt2025-12-20<Enter>M");
    let screen = shown(&app);
    says(
        &screen,
        &[
            "marked 2025-06-01",
            "What changed from 2025-06-01 to 2025-12-20",
            "US › Belavia: Asset freeze: in force → lifted",
            "US › Belaruskali: Asset freeze: in force → licensed",
            "Bobrowniki – Berestovitsa: suspended → restricted",
        ],
    );
    says(&after("2025-06-01", "M"), &["no day is marked: m marks this one"]);
}

#[test]
fn what_changed_between_two_days_is_the_same_from_either_of_them() {
    let page = |of: &str, marked: &str| {
        let day = Day::new(common::shipped().state, Clock::as_of(common::day(of)));
        changes::page(&day, common::day(marked)).lines
    };
    let forth = page("2025-12-20", "2025-06-01");
    assert!(forth.len() > 20, "{forth:#?}");
    assert_eq!(format!("{forth:#?}"), format!("{:#?}", page("2025-06-01", "2025-12-20")));
}

#[test]
fn the_map_shows_crossings_by_sign_with_names_and_the_selected_one() {
    let screen = after("2025-10-28", "4z");
    says(
        &screen,
        &["Borders", "Belarus", "Lithuania", "Medininkai", "⊠ Raigardas", "◧ Medininkai", "last year"],
    );
    let screen = after("2025-10-28", "4z/id:lt-medininkai<Enter>");
    says(&screen, &["◉ Medininkai"]);
    // Closer, what is far away is out of view.
    let closer = after("2025-10-28", "4z/id:lt-medininkai<Enter>==");
    says(&closer, &["◉ Medininkai"]);
    assert!(!closer.contains("Kukuryki"), "{closer}");
    says(&after("2025-10-28", "4v"), &["list"]);
}

#[test]
fn the_search_over_everything_finds_by_name_alias_and_note_in_both_scripts_and_opens() {
    let screen = after("2025-10-28", "Fбелавиа");
    says(&screen, &["found", "measure", "US › Belavia: Asset freeze", "EU › Belavia: Asset freeze"]);
    says(&after("2025-10-28", "Fvedomosti<Enter>"), &["Record", "record"]);
    // A subject is answered whole; its record is one key further.
    says(&after("2025-10-28", "FUnited States<Enter>"), &["5 United States", "US at BY", "US → BY: "]);
    says(&after("2025-10-28", "FUnited States<Enter><Enter>"), &["United States", "subject · US"]);
    // What nothing has finds nothing, and Enter stays.
    says(&after("2025-10-28", "Fzzzz<Enter>"), &["0 found"]);
}

#[test]
fn every_view_has_a_useful_form_at_80_by_24() {
    for (keys, text) in [
        ("2vv", "timeline"),
        ("2vvz", "━"),
        ("2v/measure:freeze belavia<Enter>", "± Belavia"),
        ("4z", "⊠ Raigardas"),
        ("A", "Agenda after"),
        ("X", "prisoners released"),
        ("C", "│▶"),
    ] {
        let mut app = app((80, 24), "2025-12-28");
        press(&mut app, keys);
        says(&shown(&app), &[text]);
    }
}

#[test]
fn enter_on_a_bar_of_the_charts_shows_the_steps_behind_it_and_their_records() {
    let mut app = app((160, 48), "2025-12-28");
    press(&mut app, "C");
    let bar = |app: &App| {
        let Some(beltui::app::Modal::Page(view)) = app.modals.last() else { panic!("no page") };
        view.rows.iter().position(|row| row.label == "2025-11").unwrap()
    };
    let rows = bar(&app);
    press(&mut app, &format!("g{}", "j".repeat(rows)));
    press(&mut app, "<Enter>");
    says(&shown(&app), &["United States: steps of 2025-11", "Eases · ", "Belavia: Asset freeze, delisted"]);
    press(&mut app, "<Tab><Enter>");
    says(&shown(&app), &["history · "]);
    // The years below lead to what was in force.
    let screen = after("2025-12-28", "CG<Enter>");
    says(&screen, &["measures in force", "2025-12-28 · "]);
}

#[test]
fn panes_show_what_changed_since_the_marked_day() {
    let screen = after("2025-06-01", "mt2025-12-20<Enter>2/belavia<Enter>");
    says(&screen, &["in force → lifted", "marked 2025-06-01"]);
    // Going back before the mark shows what was to come.
    says(&after("2025-12-20", "mt2025-06-01<Enter>2z/belaruskali<Enter>"), &["in force ⇢ licensed"]);
    let borders = after("2025-06-01", "mt2025-12-20<Enter>4z");
    says(&borders, &["ΔPL Bobrowniki"]);
    assert!(screen.lines().any(|line| line.contains("│2025-12-18 Δ") || line.contains(" Δ§")), "{screen}");
}

#[test]
fn one_goes_back_to_where_one_was_and_forward_again() {
    let mut app = app((160, 48), "2025-10-28");
    press(&mut app, "2/id:us-belavia-asset-freeze<Enter><Enter>");
    let record = shown(&app);
    says(&record, &["United States › Belavia: Asset freeze"]);
    press(&mut app, "<Esc>1A");
    says(&shown(&app), &["Agenda after 2025-10-28"]);
    press(&mut app, "(");
    assert!(app.modals.is_empty() && app.panes.focus == beltui::app::PaneId::Relations);
    press(&mut app, "((");
    says(&shown(&app), &["United States › Belavia: Asset freeze"]);
    press(&mut app, ")))");
    says(&shown(&app), &["Agenda after 2025-10-28"]);
    press(&mut app, ")");
    says(&shown(&app), &["nowhere to go forward to"]);
    // A walk through many days is one step back.
    press(&mut app, "<Esc>[[[[[(");
    assert_eq!(app.day(), common::day("2025-10-28"));
}

#[test]
fn a_filter_is_saved_under_a_name_applied_and_deleted() {
    use beltui::app::Effect;
    use beltui::app::settings::SettingChange;
    let mut app = app((160, 48), "2025-10-28");
    press(&mut app, "2/issuer:eu measure:freeze");
    let keys = beltui::app::script::keys("<Ctrl-s>eu freezes<Enter>").unwrap();
    let effects: Vec<Effect> = keys.into_iter().flat_map(|key| app.press(key)).collect();
    let [Effect::Remember(SettingChange::Filter(name, Some(saved)))] = effects.as_slice() else {
        panic!("{effects:?}")
    };
    assert_eq!((name.as_str(), saved.filter.as_str()), ("eu freezes", "issuer:eu measure:freeze"));
    let count = app.panes.ledger.selection.len();
    press(&mut app, "<Esc>3'");
    says(&shown(&app), &["Saved filters", "eu freezes", "Ledger: /issuer:eu measure:freeze"]);
    press(&mut app, "j<Enter>");
    assert_eq!((app.panes.focus, app.panes.ledger.selection.len()), (beltui::app::PaneId::Ledger, count));
    press(&mut app, "'jd");
    assert!(app.settings.filters.is_empty());
    says(&shown(&app), &["None yet"]);
}

#[test]
fn a_pane_is_made_larger_and_smaller_and_that_is_remembered() {
    use beltui::app::Effect;
    use beltui::app::settings::SettingChange;
    let mut app = app((160, 48), "2025-10-28");
    let before = app.layout;
    press(&mut app, "2");
    let key = beltui::app::script::keys(">").unwrap();
    let effects = app.press(key[0]);
    assert!(matches!(effects.as_slice(), [Effect::Remember(SettingChange::Shares(_))]), "{effects:?}");
    assert!(app.layout.ledger.height > before.ledger.height);
    press(&mut app, "1>");
    assert!(app.layout.relations.width > before.relations.width);
    press(&mut app, "<lt>2<lt>");
    assert_eq!(app.layout, before);
    // What a larger screen has allowed does not stick on a smaller one.
    app.settings.shares.left = 150;
    app.resize(160, 48);
    let wide = app.layout.relations.width;
    press(&mut app, "1<lt>");
    assert!(app.layout.relations.width < wide);
}

#[test]
fn a_step_is_copied_as_a_line_that_can_be_cited() {
    use beltui::app::Effect;
    let copied = |keys: &str| {
        let mut app = app((160, 48), "2025-12-28");
        press(&mut app, keys);
        let copy = beltui::app::script::keys("y").unwrap();
        match app.press(copy[0]).as_slice() {
            [Effect::Copy(text)] => text.clone(),
            other => panic!("{other:?}"),
        }
    };
    let line = copied("2/id:us-belavia-asset-freeze<Enter>");
    assert!(line.contains("Belavia, 4 November 2025 ("), "{line}");
    let line = copied("3/belavia source:preiherman since:2025-11<Enter>gjjj");
    assert_eq!(
        line,
        "US announced the lifting of the listing of Belavia (full), November 2025 (Preiherman, Caliber.az, 2 December 2025)"
    );
}

#[test]
fn the_map_is_moved_by_hand_and_comes_back_with_the_next_crossing() {
    let mut app = app((160, 48), "2025-10-28");
    press(&mut app, "4z");
    let at_rest = shown(&app);
    press(&mut app, "LLJ");
    assert_ne!(shown(&app), at_rest);
    press(&mut app, "HHK");
    assert_eq!(shown(&app).lines().nth(5), at_rest.lines().nth(5));
    press(&mut app, "LLj");
    assert_eq!(app.panes.borders.map.pan, (0, 0));
}

#[test]
fn back_follows_a_record_to_its_new_id() {
    let mut app = app((160, 48), "2025-10-28");
    press(&mut app, "2/id:us-naftan<Enter><Enter>e<Tab><Tab><Tab>");
    press(&mut app, "<Ctrl-u>us-naftan-renamed<Ctrl-s>");
    assert!(app.facts.state().measure("us-naftan-renamed").is_some(), "{}", shown(&app));
    press(&mut app, "<Esc>A((");
    says(&shown(&app), &["us-naftan-renamed"]);
}

#[test]
fn what_was_scheduled_is_due_and_what_only_turned_out_later_is_told_apart() {
    let screen = after("2025-08-15", "A");
    says(&screen, &["Agenda after 2025-08-15"]);
    let mut app = app((160, 48), "2025-08-15");
    press(&mut app, "A");
    let Some(beltui::app::Modal::Page(view)) = app.modals.last() else { panic!("no page") };
    let lines: Vec<String> = view.page.lines.iter().map(beltui::views::page::Line::words).collect();
    let at = |start: &str| lines.iter().position(|line| line.starts_with(start)).unwrap();
    let later = at("After this day, as it turned out");
    let drones = lines.iter().position(|line| line.contains("Drones over Poland")).unwrap();
    assert!(drones > later, "nobody had scheduled it");
}

#[test]
fn crossings_in_one_cell_of_the_map_are_named_apart_each_with_its_sign() {
    says(&after("2025-10-28", "4"), &["Kuźnica ⊟, Kuźnica rail ◧"]);
}

#[test]
fn a_large_map_tells_kinds_of_traffic_apart_where_they_differ_and_names_cities() {
    let screen = after("2026-11-28", "4z");
    says(&screen, &["◧ Medininkai passenger ◧ freight □", "• Minsk", "Vilnius •", "Belarus"]);
    // Where they are the same the sign says it for both.
    assert!(!screen.contains("Raigardas passenger"), "{screen}");
}

#[test]
fn leaving_the_measures_of_a_cell_brings_the_subjects_and_their_filter_back() {
    let mut app = app((160, 48), "2025-12-28");
    press(&mut app, "2v/bel<Enter><Enter>");
    assert_eq!(app.panes.ledger.view, LedgerView::Measures);
    press(&mut app, "<Esc>");
    assert_eq!((app.panes.ledger.view, app.panes.ledger.pane.filter.as_str()), (LedgerView::Subjects, "bel"));
}

#[test]
fn a_search_that_finds_nothing_says_so() {
    says(&after("2025-10-28", "Fzzzz"), &[" 0 found "]);
}

#[test]
fn the_header_counts_what_the_agenda_lists_as_due() {
    for day in ["2020-08-10", "2022-02-24", "2025-08-15", "2025-12-28", "2026-01-20", "2026-08-01"] {
        let mut app = app((160, 48), day);
        press(&mut app, "A");
        let Some(beltui::app::Modal::Page(view)) = app.modals.last() else { panic!("no page") };
        let said = format!("Agenda after {day} · {} due within 30 days", app.facts.due);
        assert_eq!(view.page.lines[0].text, said);
    }
}

#[test]
fn what_eases_is_counted_of_those_that_are_counted_as_in_force() {
    let text = |focus: &str| {
        format!(
            r#"#![enable(implicit_some)]
(schema: 2, title: "t", {focus} subjects: [
    (id: "QQ", name: "Quelland", kind: State), (id: "OO", name: "Ostmark", kind: State),
    (id: "WW", name: "Westreich", kind: State),
    (id: "works", name: "Alpha Works", kind: Company, countries: ["QQ"]),
    (id: "yards", name: "Beta Yards", kind: Company, countries: ["OO"]),
], sources: [(id: "wire", publisher: "A wire", title: "W", published: "2025-01-01")], sanctions: [
    (id: "a", issuer: "WW", target: "works", measure: AssetFreeze, history: [
        (on: "2025-01-01", what: Designated, sources: ["wire"])]),
    (id: "b", issuer: "WW", target: "yards", measure: AssetFreeze, history: [
        (on: "2025-01-01", what: Designated, sources: ["wire"]), (on: "2025-02-01", what: Eased, sources: ["wire"])]),
])"#
        )
    };
    for (focus, in_force, easing) in [("focus: \"QQ\",", 1, 0), ("focus: \"OO\",", 1, 1), ("", 2, 1)] {
        let loaded = beltui::store::load::load_text(text(focus));
        assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
        let clock = beltui::views::day::Clock::as_of("2025-03-01".parse().unwrap());
        let totals = beltui::views::day::Day::new(loaded.state, clock).totals;
        let all: usize = totals.in_force.iter().map(|(_, count)| count).sum();
        assert_eq!((all, totals.easing), (in_force, easing), "{focus}");
    }
}
