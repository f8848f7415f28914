//! The dossier: what is selected is answered whole, beside the panes where there is room, one key away elsewhere.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::app::{App, Modal, PaneId};
use beltui::store::load::{Loaded, load_text};
use beltui::ui::theme::{Base, Theme};
use beltui::views::day::{Clock, Day};
use beltui::views::dossier;
use beltui::views::filter::{By, Order, ledger};
use beltui::views::ledger::Column;
use beltui::views::narrowing::Narrowing;
use beltui::views::page::{Line, Picture, Tone};
use beltui::views::query::Query;
use common::{day, frame, has_tones, load, press, screen};

fn loaded() -> Loaded {
    load_text(std::fs::read_to_string("tests/dossier/harbour.ron").unwrap())
}

fn harbour(size: (u16, u16)) -> App {
    let mut app = common::app(size, "2025-10-01");
    let loaded = loaded();
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    load(&mut app, loaded);
    app
}

fn facts(as_of: &str) -> Day {
    Day::new(loaded().state, Clock::as_of(day(as_of)))
}

/// A line as a person reads it: the label, then what stands behind it.
fn words(line: &Line) -> String {
    match line.label.as_str() {
        "" => line.words(),
        label => format!("{label} | {}", line.words()),
    }
}

#[test]
fn each_dossier_says_what_holds_since_when_and_how_that_is_known() {
    let cases = csv::ReaderBuilder::new().comment(Some(b'#')).from_path("tests/dossier/says.csv");
    let (mut count, mut missing): (usize, Vec<String>) = (0, Vec::new());
    for case in cases.unwrap().records() {
        let case = case.unwrap();
        let (as_of, record, says) = (&case[0], &case[1], &case[2]);
        let page = dossier::page(&facts(as_of), record).unwrap();
        let said: Vec<String> = page.lines.iter().map(words).collect();
        if !said.iter().any(|line| line == says) {
            missing.push(format!("{as_of} {record}: no {says:?} in\n{}\n", said.join("\n")));
        }
        count += 1;
    }
    assert!(
        missing.is_empty() && count > 40,
        "{count} cases, {} not said\n{}",
        missing.len(),
        missing.join("\n")
    );
}

#[test]
fn a_dossier_says_nothing_of_a_day_to_come_and_nothing_twice() {
    let page = dossier::page(&facts("2025-02-01"), "qn-alpha-asset-freeze").unwrap();
    let said: Vec<String> = page.lines.iter().map(words).collect();
    assert!(said.iter().all(|line| !line.contains("General Licence 1")), "{said:#?}");
    assert!(said.contains(&"2025-03-01 | later: Deal at the ford".to_owned()), "{said:#?}");
    let page = dossier::page(&facts("2025-10-01"), "ford").unwrap();
    let reasons = page.lines.iter().filter(|line| line.text.contains("smuggling")).count();
    assert_eq!(reasons, 1);
}

#[test]
fn all_issuers_stand_on_one_timeline_up_to_the_day() {
    let page = dossier::page(&facts("2025-10-01"), "qn-alpha-asset-freeze").unwrap();
    let bars: Vec<(&str, Picture)> =
        page.lines.iter().filter_map(|line| Some((line.label.as_str(), line.picture?))).collect();
    let (from, to) = (day("2022-01-01"), day("2025-10-01"));
    assert_eq!(bars[0], ("", Picture::Years(from, to)));
    let issuers: Vec<&str> = bars[1..].iter().map(|(issuer, _)| *issuer).collect();
    assert_eq!(issuers, ["QB", "QN", "QN", "QS"]);
    for (issuer, bar) in &bars[1..] {
        assert!(matches!(bar, Picture::Measure(_, first, last) if (*first, *last) == (from, to)), "{issuer}");
    }
}

#[test]
fn the_dossier_follows_the_cursor_of_the_focused_pane() {
    let mut app = harbour((160, 48));
    for (keys, title) in [
        ("2g", "5 Alpha Works"),
        ("G", "5 Gamma Holding"),
        ("/target:beta<Enter>", "5 Beta Shipping"),
        ("<Esc>1g", "5 Nordfels"),
        ("j", "5 Suedau"),
        ("4G", "5 Ford"),
        ("3/deal<Enter>g", "5 Deal at the ford"),
    ] {
        press(&mut app, keys);
        let drawn = screen(&app);
        assert!(drawn.contains(&format!("╭ {title} ")), "{keys}: no {title} in\n{drawn}");
    }
    press(&mut app, "2<Esc>/zzzz<Enter>");
    assert!(screen(&app).contains("nothing is selected"));
}

#[test]
fn the_dossier_follows_the_day_and_what_is_edited() {
    let mut app = harbour((160, 48));
    press(&mut app, "2g");
    assert!(screen(&app).contains("measures against it as of 2025-10-01: 4 in force of 5"));
    press(&mut app, "t2022-06-01<Enter>");
    assert!(screen(&app).contains("measures against it as of 2022-06-01: 1 in force of 1"));
    press(&mut app, "t2025-10-01<Enter>dd");
    assert_eq!(app.document.unsaved(), 1, "{:?}", app.message);
    assert!(
        screen(&app).contains("measures against it as of 2025-10-01: 3 in force of 4"),
        "{}",
        screen(&app)
    );
    press(&mut app, "u");
    assert!(screen(&app).contains("measures against it as of 2025-10-01: 4 in force of 5"));
}

#[test]
fn of_many_keys_at_once_the_last_is_answered() {
    let mut app = harbour((160, 48));
    press(&mut app, "1g");
    app.hold(true);
    press(&mut app, "j");
    assert!(screen(&app).contains("╭ 5 Nordfels "), "it is answered when all keys are taken");
    app.hold(false);
    assert!(screen(&app).contains("╭ 5 Suedau "));
}

#[test]
fn five_goes_into_the_dossier_and_back_at_every_size() {
    for size in [(200, 60), (160, 48), (120, 36), (80, 24), (60, 20)] {
        let mut app = harbour(size);
        press(&mut app, "2g5");
        let drawn = screen(&app);
        assert!(drawn.contains("╭►5 Alpha Works ") && drawn.contains("4 in force of 5"), "{size:?}\n{drawn}");
        assert_eq!(
            drawn.contains("╭ 2 Ledger "),
            size.0 >= 120,
            "beside the panes where there is room\n{drawn}"
        );
        press(&mut app, "5");
        assert!(app.modals.is_empty(), "{size:?}");
        assert!(screen(&app).contains("╭►2 Ledger "), "{size:?}");
        // Escape goes back as well.
        press(&mut app, "5<Esc>");
        assert!(app.modals.is_empty(), "{size:?}");
    }
}

#[test]
fn enter_in_the_dossier_opens_the_record_of_the_line_in_its_place_and_escape_returns() {
    let mut app = harbour((160, 48));
    press(&mut app, "2g5<Tab><Tab>");
    let Some(Modal::Page(dossier)) = app.modals.last() else { panic!("no page") };
    let row = dossier.cursor.at;
    press(&mut app, "<Enter>");
    let drawn = screen(&app);
    assert!(drawn.contains("╭►Record ") && drawn.contains("qb-alpha-asset-freeze"), "{drawn}");
    assert!(drawn.contains("╭ 2 Ledger ") && drawn.contains("╭ 1 Relations "), "{drawn}");
    press(&mut app, "<Esc>");
    let Some(Modal::Page(dossier)) = app.modals.last() else { panic!("no page") };
    assert_eq!(dossier.cursor.at, row);
    press(&mut app, "<Esc>");
    assert!(app.modals.is_empty());
}

#[test]
fn every_page_opens_in_the_dossiers_place_and_fills_the_screen_when_asked() {
    for keys in ["2<Enter>", "A", "X", "!", "?"] {
        let mut app = harbour((160, 48));
        press(&mut app, keys);
        assert!(screen(&app).contains("╭ 2 Ledger "), "{keys}");
        press(&mut app, "z");
        assert!(!screen(&app).contains("╭ 2 Ledger "), "{keys}");
        press(&mut app, "z");
        assert!(screen(&app).contains("╭ 2 Ledger "), "{keys}");
        // What filled the screen does not fill it the next time.
        press(&mut app, "z<Esc>A");
        assert!(screen(&app).contains("╭ 2 Ledger "), "{keys}");
    }
    let mut app = harbour((120, 36));
    press(&mut app, "2<Enter>z");
    assert_eq!(
        app.message.as_ref().map(|(_, text)| text.as_str()),
        Some("the page fills the screen already")
    );
}

#[test]
fn a_pane_is_one_key_away_from_any_page() {
    for (key, pane) in
        [("1", PaneId::Relations), ("2", PaneId::Ledger), ("3", PaneId::Log), ("4", PaneId::Borders)]
    {
        for size in [(160, 48), (80, 24)] {
            let mut app = harbour(size);
            press(&mut app, "2<Enter>A");
            press(&mut app, key);
            assert!(app.modals.is_empty(), "{key}");
            assert_eq!(app.panes.focus, pane);
        }
    }
}

#[test]
fn a_subject_that_is_found_is_answered_whole_and_its_record_is_one_key_further() {
    let mut app = harbour((80, 24));
    press(&mut app, "Falfa werke<Enter>");
    let drawn = screen(&app);
    assert!(drawn.contains("╭►5 Alpha Works ") && drawn.contains("4 in force of 5"), "{drawn}");
    press(&mut app, "<Enter>");
    assert!(screen(&app).contains("subject · alpha-works"), "{}", screen(&app));
}

#[test]
fn back_goes_to_the_dossier_where_one_was() {
    let mut app = harbour((160, 48));
    press(&mut app, "2g5<Tab><Tab><Enter>1((");
    let drawn = screen(&app);
    assert!(drawn.contains("╭►5 Alpha Works "), "{drawn}");
    assert!(matches!(app.modals.last(), Some(Modal::Page(_))));
}

#[test]
fn the_mouse_goes_into_the_dossier_and_out_and_scrolls_it() {
    let mut app = harbour((160, 24));
    press(&mut app, "2g");
    let place = app.layout.dossier;
    let top = |app: &App| app.dossier.as_ref().unwrap().view.cursor.top;
    app.wheel(place.x + 5, place.y + 5, true);
    assert_eq!(top(&app), 3, "the wheel scrolls it, whatever is focused");
    assert_eq!(app.panes.get(PaneId::Ledger).cursor.at, 0);
    assert_eq!(app.click(place.x + 5, place.y + 4), []);
    let Some(Modal::Page(view)) = app.modals.last() else { panic!("no page") };
    assert_eq!((view.cursor.at, view.cursor.top), (6, 3), "what was clicked is under the cursor");
    let ledger = app.layout.ledger;
    assert_eq!(app.click(ledger.x + 5, ledger.y + 3), []);
    assert!(app.modals.is_empty(), "a click on a pane leaves the page");
    assert_eq!(app.panes.get(PaneId::Ledger).cursor.at, 1);
}

#[test]
fn what_is_under_the_cursor_of_a_dossier_is_edited() {
    let mut app = harbour((160, 48));
    press(&mut app, "2g5<Tab><Tab>e");
    let Some(Modal::Form(form)) = app.modals.last() else { panic!("no form") };
    assert_eq!(form.old_id().map(beltui::model::id::Id::as_str), Some("qb-alpha-asset-freeze"));
}

#[test]
fn the_dossier_of_a_crossing_has_the_map_and_its_last_year_by_traffic() {
    for (size, keys) in [((160, 48), "4G"), ((120, 36), "4G5")] {
        let mut app = harbour(size);
        press(&mut app, keys);
        let drawn = screen(&app);
        for text in ["◉", "the last year", "passenger", "freight", "□□□", "⊠⊠⊠"] {
            assert!(drawn.contains(text), "{size:?}: no {text} in\n{drawn}");
        }
    }
    let mut app = harbour((160, 48));
    press(&mut app, "4Gv");
    assert!(!screen(&app).contains('◉'), "v takes the map away\n{}", screen(&app));
}

#[test]
fn a_dossier_says_by_sign_and_tone_what_its_words_say() {
    let mut app = harbour((160, 48));
    press(&mut app, "1g2g");
    for base in [Base::Dark, Base::Light] {
        let theme = Theme::shipped(base);
        let buffer = frame(&app, &theme);
        has_tones(
            &buffer,
            &theme,
            &[
                ("measures against it", Tone::Heading),
                ("◐ licensed  2023", Tone::Caution),
                ("● in force  2024-05-03", Tone::Bad),
                ("○ lifted                    2023", Tone::Good),
                ("stale 516 d   ≠", Tone::Caution),
            ],
        );
    }
}

#[test]
fn the_dossier_grows_and_shrinks_and_says_where_it_cannot() {
    let mut app = harbour((160, 48));
    press(&mut app, "2g5");
    let before = app.layout.dossier.width;
    press(&mut app, ">");
    assert_eq!(app.layout.dossier.width, before + 4);
    press(&mut app, "<lt><lt>");
    assert_eq!(app.layout.dossier.width, before - 4);
    let mut app = harbour((120, 36));
    press(&mut app, "2g5");
    let before = app.layout.dossier.width;
    press(&mut app, ">");
    assert_eq!(app.layout.dossier.width, before + 4, "beside its list as well");
    let mut app = harbour((90, 30));
    press(&mut app, "2g5>");
    assert_eq!(
        app.message.as_ref().map(|(_, text)| text.as_str()),
        Some("the page fills the screen already")
    );
}

#[test]
fn a_page_that_is_copied_has_its_columns_and_no_pictures() {
    let mut app = harbour((160, 48));
    press(&mut app, "2g5");
    let effects = app.act(beltui::app::action::Action::Copy);
    let [beltui::app::Effect::Copy(text)] = &effects[..] else { panic!("{effects:?}") };
    assert!(text.contains("QN · licensed · 2023-08-09 · 2025-03-01"), "{text}");
    assert!(text.contains("\nover time\nallowed on 2025-10-01\n"), "{text}");
}

#[test]
fn who_owned_it_once_or_will_is_told_as_such_and_relates_nothing() {
    let text = std::fs::read_to_string("tests/dossier/harbour.ron").unwrap();
    for (term, label, is_related) in [
        ("", "owner", true),
        ("until: \"2025-10-01\",", "owner", true),
        ("until: \"2025-09-30\",", "owner once", false),
        ("until: \"2024\",", "owner once", false),
        ("since: \"2025-10\",", "owner", true),
        ("since: \"2025-11\",", "owner later", false),
    ] {
        let loaded = load_text(text.replace("share: 60,", &format!("share: 60, {term}")));
        assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
        let facts = Day::new(loaded.state, Clock::as_of(day("2025-10-01")));
        let of = |id: &str| dossier::page(&facts, id).unwrap().lines.iter().map(words).collect::<Vec<_>>();
        let (owned, owner) = (of("qn-alpha-asset-freeze"), of("gamma-holding"));
        assert!(owned.iter().any(|line| line.starts_with(&format!("{label} | Gamma Holding"))), "{owned:?}");
        let related = |lines: &[String], why: &str| lines.iter().any(|line| line.contains(why));
        let found = [related(&owned, "against its owner"), related(&owner, "against what it owns")];
        assert_eq!(found, [is_related; 2], "{term}: {owned:?} {owner:?}");
    }
}

#[test]
fn of_a_measure_against_a_group_its_own_measure_says_whether_it_still_binds_one_of_it() {
    let text = r#"#![enable(implicit_some)]
(schema: 2, title: "T", subjects: [
    (id: "US", name: "Nordfels", kind: State), (id: "EU", name: "Coast Union", kind: Bloc),
    (id: "alpha", name: "Alpha Works", kind: Company), (id: "beta", name: "Beta Works", kind: Company),
    (id: "both", name: "two companies", kind: Group, members: ["alpha", "beta"]),
 ], sources: [(id: "s", publisher: "P", title: "T", published: "2025-01-01")], sanctions: [
    (id: "us-both", issuer: "US", target: "both", measure: AssetFreeze, history: [(on: "2021-01-01", what: Designated, sources: ["s"])]),
    (id: "eu-both", issuer: "EU", target: "both", measure: AssetFreeze, history: [(on: "2021-01-01", what: Designated, sources: ["s"])]),
    (id: "us-alpha", issuer: "US", target: "alpha", measure: AssetFreeze, history: [
        (on: "2021-01-01", what: Designated, sources: ["s"]), (on: "2024-01-01", what: Delisted, sources: ["s"]),
    ]),
 ])"#;
    let loaded = load_text(text.to_owned());
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    let day = Day::new(loaded.state, Clock::as_of(day("2025-01-01")));
    let related = |id: &str| {
        let page = dossier::page(&day, id).unwrap();
        let rows: Vec<String> =
            page.lines.iter().map(words).filter(|line| line.contains("two companies")).collect();
        (rows.iter().any(|line| line.contains("US")), rows.iter().any(|line| line.contains("EU")))
    };
    assert_eq!(related("alpha"), (false, true), "its own measure of the US is lifted");
    assert_eq!(related("beta"), (true, true), "it has none of its own");
}

#[test]
fn what_is_aimed_at_several_countries_counts_for_each_of_them_and_once_in_all() {
    let text = r#"#![enable(implicit_some)]
(
    schema: 2,
    title: "Quelland and its neighbours",
    focus: "QL",
    subjects: [
        (id: "QL", name: "Quelland", kind: State),
        (id: "QN", name: "Nordfels", kind: State),
        (id: "QS", name: "Suedau", kind: State),
        (id: "trailers", name: "trailers of three", kind: Group, countries: ["QN", "QS", "QL", "QS"]),
    ],
    sources: [(id: "gazette", publisher: "Gazette of Nordfels", title: "Notices", published: "2025-09-20")],
    relations: [
        (id: "ql-qn", pair: ("QL", "QN"), history: []),
        (id: "ql-qs", pair: ("QL", "QS"), history: []),
    ],
    sanctions: [
        (id: "ql-trailers", issuer: "QL", target: "trailers", measure: ImportRestrictions, history: [
            (on: "2025-01-01", what: Imposed, sources: ["gazette"]),
        ]),
    ],
)
"#;
    let facts = Day::new(load_text(text.to_owned()).state, Clock::as_of(day("2025-10-01")));
    for (relation, other) in [("ql-qn", "QN"), ("ql-qs", "QS")] {
        let page = dossier::page(&facts, relation).unwrap();
        let said: Vec<String> = page.lines.iter().map(words).collect();
        let wanted = format!("QL → {other}: 1 in force of 1");
        assert!(said.iter().any(|line| line.contains(&wanted)), "{relation}: {said:#?}");
    }
    for (asked, count) in [
        ("country:QN", 1),
        ("country:QS", 1),
        ("actor:QS", 1),
        ("target:QS", 1),
        ("country:QL", 1),
        ("country:XX", 0),
    ] {
        let kept = ledger(&facts, &Query::parse(asked), None, Order::by(By::Column(Column::Target)));
        assert_eq!(kept.len(), count, "{asked}");
    }
    for id in ["QN", "QS"] {
        let narrowed = Narrowing::Subject(id.into());
        let kept = ledger(&facts, &Query::default(), Some(&narrowed), Order::by(By::Column(Column::Target)));
        assert_eq!(kept.len(), 1, "narrowed to {id}");
    }
    // It is against the country that the file is about too, and so against no others besides.
    assert_eq!(facts.totals.in_force, [("QL".into(), 1)]);
    assert_eq!(facts.totals.against_others, 0);
}

#[test]
fn the_timeline_of_a_dossier_draws_nothing_after_today() {
    let mut app = common::app((160, 48), "2040-11-28");
    load(&mut app, loaded());
    // What has no last day would go on for ever.
    press(&mut app, "2/id:qb-alpha-asset-freeze<Enter>");
    let drawn = screen(&app);
    let lines: Vec<Vec<char>> = drawn.lines().map(|line| line.chars().collect()).collect();
    let years = drawn.lines().position(|line| line.contains("2026  2028")).expect("the years of the dossier");
    let text: String = lines[years].iter().collect();
    let next = text[..text.find("2028").unwrap()].chars().count();
    let is_held = |sign: &char| "━╌╍┄⋯".contains(*sign);
    let bar = &lines[years + 1];
    assert!(bar[next - 6..next].iter().any(is_held), "{drawn}");
    assert!(!bar[next..].iter().any(is_held), "{drawn}");
}
