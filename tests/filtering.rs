//! What filters keep, refuse, explain and offer. The cases are tables in `filtering/`: of `kept.csv` a list, a filter and the
//! ids of the records whose rows it keeps; of `refused.csv` how the complaint begins; of `why.csv` where the word stands that
//! a row does not show.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeSet;

use beltui::app::PaneId;
use beltui::model::state::Place;
use beltui::store::load::load_text;
use beltui::store::places::SHIPPED;
use beltui::views::day::{Clock, Day};
use beltui::views::fields::{FilterField, Listing};
use beltui::views::filter::{Facets, kept, rows, why};
use beltui::views::query::Query;
use common::{app, load, press, screen};

const QUELLAND: &str = include_str!("filtering/quelland.ron");

fn quelland() -> Day {
    let loaded = load_text(QUELLAND.to_owned());
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    Day::new(loaded.state, Clock::as_of("2026-01-05".parse().unwrap()))
}

fn table(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn listing(name: &str) -> Listing {
    Listing::from_name(name).unwrap()
}

/// The record of a row.
fn place(day: &Day, listing: Listing, row: usize) -> Place {
    match listing {
        Listing::Relations => day.relations[row].place(),
        Listing::Ledger => day.ledger[row].place(),
        Listing::Log => day.entries.get(row).unwrap().place(),
        Listing::Borders => day.crossings[row].place(),
    }
}

fn id(day: &Day, listing: Listing, row: usize) -> String {
    day.state().at(place(day, listing, row)).unwrap().id().to_string()
}

#[test]
fn filters_keep_what_the_table_says() {
    let day = quelland();
    let wrong: Vec<String> = table(include_str!("filtering/kept.csv"))
        .into_iter()
        .filter_map(|row| {
            let list = listing(&row[0]);
            let wanted: BTreeSet<String> = row[2].split_whitespace().map(str::to_owned).collect();
            let found = kept(&day, list, &row[1]);
            let found =
                found.map(|rows| rows.into_iter().map(|row| id(&day, list, row)).collect::<BTreeSet<_>>());
            (found.as_ref() != Ok(&wanted)).then(|| format!("{} {}: {found:?}", row[0], row[1]))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_field_stands_in_the_table_of_what_filters_keep() {
    let text = include_str!("filtering/kept.csv");
    // No record of the table's file has them; what they ask is asked of the shipped file below.
    let elsewhere = [FilterField::Event, FilterField::Exchange, FilterField::Known];
    for field in FilterField::ALL.iter().filter(|field| !elsewhere.contains(field)) {
        assert!(text.contains(&format!("{}:", field.name())), "{}", field.name());
    }
}

#[test]
fn what_is_not_understood_or_unknown_is_told_with_what_there_is() {
    let day = quelland();
    for row in table(include_str!("filtering/refused.csv")) {
        let complaints = kept(&day, listing(&row[0]), &row[1]).expect_err(&row[1]);
        assert!(complaints[0].starts_with(&row[2]), "{} {}: {complaints:?}", row[0], row[1]);
    }
}

#[test]
fn a_word_that_a_filter_may_ask_for_though_no_row_has_it_today_is_no_mistake() {
    let day = quelland();
    for filter in ["status:expired", "measure:tariffs", "issuer:qq", "target:ostmark", "kind:vessel"] {
        assert_eq!(kept(&day, Listing::Ledger, filter), Ok(Vec::new()), "{filter}");
    }
}

#[test]
fn where_a_word_stands_that_a_row_does_not_show_is_told() {
    let day = quelland();
    for case in table(include_str!("filtering/why.csv")) {
        let list = listing(&case[0]);
        let query = Query::for_list(&case[1], list);
        let row = rows(&day, list, &query, None).into_iter().find(|row| id(&day, list, *row) == case[2]);
        let told = why(&day, list, row.unwrap_or_else(|| panic!("{case:?}")), &query).unwrap_or_default();
        assert_eq!(told, case[3], "{case:?}");
    }
}

#[test]
fn what_is_typed_stands_instead_of_the_filter_of_before_and_a_key_that_moves_or_deletes_edits_that() {
    let mut app = app((160, 48), "2026-01-05");
    for (keys, kept) in [
        ("2/belta<Enter>", "belta"),
        ("/alpha<Enter>", "alpha"),
        ("/<End> freeze<Enter>", "alpha freeze"),
        ("/<Backspace>x<Enter>", "alpha freezx"),
        ("/<Enter>", "alpha freezx"),
    ] {
        press(&mut app, keys);
        assert_eq!(app.panes.get(PaneId::Ledger).filter, kept, "{keys}");
    }
}

/// What is offered keeps as many rows as it says, alone and beside another condition.
#[test]
fn each_value_that_is_offered_keeps_as_many_rows_as_it_says() {
    let shipped = Day::new(load_text(SHIPPED.to_owned()).state, Clock::as_of("2026-11-27".parse().unwrap()));
    for day in [quelland(), shipped] {
        // What stands under an event is shown with it in the log, whatever it says itself.
        for list in [Listing::Relations, Listing::Ledger, Listing::Borders] {
            for beside in ["", "since:2025"] {
                let beside_rows = rows(&day, list, &Query::for_list(beside, list), None);
                for field in FilterField::of(list) {
                    let facets = Facets::of(&day, list, field, beside_rows.iter().copied());
                    for offer in facets.offers(&day, "", 12) {
                        let filter = format!("{beside} {}:{}", field.name(), offer.text);
                        let query = Query::for_list(&filter, list);
                        assert_eq!(query.complaints, Vec::<String>::new(), "{filter}");
                        let count = rows(&day, list, &query, None).len();
                        assert_eq!(Some(count), offer.count, "{list}: {filter}");
                        assert!(count > 0, "{filter}");
                    }
                }
            }
        }
    }
}

#[test]
fn values_that_begin_as_what_is_typed_come_first_then_those_of_most_rows() {
    let day = quelland();
    let offers = |field, typed: &str| {
        let facets = Facets::of(&day, Listing::Ledger, field, 0..day.ledger.len());
        let offers = facets.offers(&day, typed, 8);
        offers.into_iter().map(|it| format!("{} {}", it.text, it.count.unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(offers(FilterField::Issuer, ""), ["OO 2", "WW 2"]);
    assert_eq!(offers(FilterField::Issuer, "west"), ["WW 2"]);
    assert_eq!(offers(FilterField::Status, ""), ["in-force 3", "licensed 1", "lifted 1"]);
    assert_eq!(offers(FilterField::Status, "li"), ["licensed 1", "lifted 1"]);
    assert_eq!(offers(FilterField::Measure, "ban"), ["travel-ban 1"]);
    assert_eq!(offers(FilterField::Target, "альф"), ["alpha-works 2"]);
    assert_eq!(offers(FilterField::Grade, ""), ["A1 3", "B2 2"]);
    assert_eq!(offers(FilterField::Conflict, ""), ["no 4"]);
    assert_eq!(offers(FilterField::Since, ""), Vec::<String>::new());
}

fn desk() -> beltui::app::App {
    let mut app = app((160, 48), "2026-01-05");
    load(&mut app, load_text(QUELLAND.to_owned()));
    app
}

#[test]
fn tab_takes_what_is_offered_and_the_arrows_choose() {
    let mut app = desk();
    press(&mut app, "2/sta");
    let shown = screen(&app);
    assert!(shown.contains("fields of Ledger") && shown.contains("status:"), "{shown}");
    press(&mut app, "<Tab>");
    let shown = screen(&app);
    assert!(
        shown.contains(" /status:") && shown.contains("in-force") && shown.contains("licensed"),
        "{shown}"
    );
    press(&mut app, "<Down><Down><Enter>");
    assert_eq!(app.panes.ledger.pane.filter, "status:licensed ");
    assert_eq!(app.panes.ledger.selection.len(), 1);
    // With nothing chosen any more, Enter keeps the filter.
    press(&mut app, "<Enter>");
    assert!(app.modals.is_empty());
    press(&mut app, "/<Ctrl-u>target:alp");
    assert!(screen(&app).contains("Alpha Works"), "{}", screen(&app));
    press(&mut app, "<Tab>mea<Tab>");
    assert_eq!(app.panes.ledger.pane.filter, "target:alpha-works measure:");
    // Esc gives up what is chosen, then the filter.
    press(&mut app, "<Down><Esc>");
    assert!(!app.modals.is_empty());
    press(&mut app, "<Esc>");
    assert_eq!(app.panes.ledger.pane.filter, "");
}

#[test]
fn arrows_move_through_the_rows_where_nothing_is_offered() {
    let mut app = desk();
    press(&mut app, "2/alpha<Down>");
    assert_eq!(app.panes.ledger.pane.cursor.at, 1);
}

#[test]
fn up_goes_through_the_filters_that_were_kept_in_this_pane() {
    let mut app = desk();
    press(&mut app, "2/issuer:oo<Enter>/<Ctrl-u>issuer:ww<Enter>4/rail<Enter>2/");
    press(&mut app, "<Up>");
    assert_eq!(app.panes.ledger.pane.filter, "issuer:ww");
    press(&mut app, "<Up>");
    assert_eq!(app.panes.ledger.pane.filter, "issuer:oo");
    press(&mut app, "<Up>");
    assert_eq!(app.panes.ledger.pane.filter, "issuer:oo");
    press(&mut app, "<Down>");
    assert_eq!(app.panes.ledger.pane.filter, "issuer:ww");
    press(&mut app, "<Down>");
    assert_eq!(app.panes.ledger.pane.filter, "");
    assert_eq!(app.settings.history[&PaneId::Ledger], ["issuer:oo", "issuer:ww"]);
    assert_eq!(app.settings.history[&PaneId::Borders], ["rail"]);
}

#[test]
fn a_value_that_nothing_has_is_told_while_it_is_typed() {
    let mut app = desk();
    press(&mut app, "4/status:opn");
    let shown = screen(&app);
    assert!(shown.contains("no status is \"opn\": restricted, suspended"), "{shown}");
    press(&mut app, "<Ctrl-u>quellford<Enter>");
    assert!(screen(&app).contains("… place Quellford"), "{}", screen(&app));
}

#[test]
fn how_many_more_have_a_word_where_no_row_shows_it_is_told() {
    let mut app = desk();
    press(&mut app, "2/west");
    assert_eq!(app.panes.ledger.selection.len(), 2);
    // A source of the measure against rock salt is called so.
    assert!(screen(&app).contains("1 more have it where no row shows it: any:"), "{}", screen(&app));
    press(&mut app, "<Ctrl-u>any:west");
    assert_eq!(app.panes.ledger.selection.len(), 3);
}

#[test]
fn pages_and_the_header_are_of_what_passes_the_filter_that_holds() {
    let mut app = app((200, 60), "2026-11-28");
    let count = app.facts.ledger.iter().filter(|row| row.standing.is_in_force()).count();
    press(&mut app, "2/issuer:LT<Enter>&t2026-01-01<Enter>mt2026-11-28<Enter>");
    let header = screen(&app).lines().next().unwrap().to_owned();
    let lithuanian = app.panes.ledger.selection.iter().filter_map(|row| app.facts.ledger.get(row));
    let in_force = lithuanian.filter(|row| row.standing.is_in_force()).count();
    assert!(in_force > 0 && in_force < count);
    assert!(header.contains(&format!("LT {in_force} in force")) && !header.contains("EU 1"), "{header}");
    for key in ["M", "A", "C", "X", "!"] {
        press(&mut app, key);
        let Some(beltui::app::Modal::Page(view)) = app.modals.last() else { panic!("{key} opens no page") };
        let title =
            view.page.lines.iter().find(|line| line.tone == beltui::views::page::Tone::Title).unwrap();
        assert!(title.text.ends_with(" · /issuer:LT"), "{key}: {}", title.text);
        for line in &view.page.lines {
            if let Some(beltui::views::page::Link::Record(id)) = &line.link
                && let Some(beltui::model::record::Record::Measure(it)) =
                    app.facts.state().record(id.as_str())
            {
                assert_eq!(it.issuer.as_str(), "LT", "{key}: {line:?}");
            }
        }
        press(&mut app, "<Esc>");
    }
    // Where it ends all is there again.
    press(&mut app, "&M");
    let Some(beltui::app::Modal::Page(view)) = app.modals.last() else { panic!("no page") };
    assert!(
        view.page.lines.iter().any(|line| line.words().contains("EU")) && app.panes.held_totals.is_none()
    );
}

#[test]
fn what_passes_a_filter_rests_on_its_own_acts_alone() {
    let loaded = load_text(SHIPPED.to_owned());
    let day = Day::new(loaded.state, Clock::as_of("2026-11-28".parse().unwrap()));
    let state = beltui::views::passing::passing(&day, "issuer:LT", None).unwrap();
    let acts = &state.records().acts;
    assert!(acts.len() < day.state().records().acts.len());
    for act in acts {
        let rests = |it: &beltui::model::measure::Measure| {
            it.acts.contains(&act.id) || it.history.iter().any(|step| step.act.as_ref() == Some(&act.id))
        };
        let says_how_long =
            acts.iter().any(|held| act.amends.contains(&held.id) || act.supersedes.contains(&held.id));
        assert!(says_how_long || state.records().sanctions.iter().any(rests), "{}", act.id);
    }
}

#[test]
fn what_passes_a_filter_holds_as_long_as_it_does_without_one() {
    let text = r#"#![enable(implicit_some)]
(schema: 2, title: "t", subjects: [
    (id: "QQ", name: "Quelland", kind: State), (id: "OO", name: "Ostmark", kind: State),
    (id: "works", name: "Alpha Works", kind: Company),
], sources: [(id: "wire", publisher: "A wire", title: "W", published: "2020-01-01")], acts: [
    (id: "reg-1", issuer: "QQ", kind: Regulation, number: "Regulation 1", adopted: "2020-01-01", expires: "2021-01-01", sources: ["wire"]),
    (id: "reg-2", issuer: "QQ", kind: Regulation, number: "Regulation 2", adopted: "2020-12-01", expires: "2022-01-01", amends: ["reg-1"], sources: ["wire"]),
    (id: "reg-3", issuer: "QQ", kind: Regulation, number: "Regulation 3", adopted: "2021-12-01", expires: "2030-01-01", amends: ["reg-2"], sources: ["wire"]),
    (id: "gl-1", issuer: "QQ", kind: GeneralLicence, number: "GL 1", adopted: "2020-02-01", sources: ["wire"]),
    (id: "gl-2", issuer: "QQ", kind: GeneralLicence, number: "GL 2", adopted: "2021-01-01", supersedes: ["gl-1"], sources: ["wire"]),
    (id: "order", issuer: "OO", kind: Order, number: "Order 1", adopted: "2020-01-01", sources: ["wire"]),
], sanctions: [
    (id: "qq-works", issuer: "QQ", target: "works", measure: AssetFreeze, acts: ["reg-1"], history: [
        (on: "2020-01-01", what: Designated, act: "reg-1", sources: ["wire"]),
        (on: "2020-02-01", what: Licensed, act: "gl-1", sources: ["wire"])]),
    (id: "oo-works", issuer: "OO", target: "works", measure: AssetFreeze, history: [
        (on: "2020-01-01", what: Designated, act: "order", sources: ["wire"])]),
])"#;
    let loaded = load_text(text.to_owned());
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    let day = Day::new(loaded.state, Clock::as_of("2026-01-05".parse().unwrap()));
    let state = beltui::views::passing::passing(&day, "issuer:QQ", None).unwrap();
    let acts: Vec<&str> = state.records().acts.iter().map(|act| act.id.as_str()).collect();
    assert_eq!(acts, ["reg-1", "reg-2", "reg-3", "gl-1", "gl-2"]);
    let alone = Day::new(state, day.clock());
    let row = |day: &Day| {
        let row = day
            .ledger
            .iter()
            .find(|row| day.state().at(row.place()).unwrap().id().as_str() == "qq-works")
            .unwrap();
        (row.standing, row.until.map(beltui::model::date::Date::written))
    };
    assert_eq!(row(&alone), row(&day));
    assert_eq!(row(&alone), (beltui::model::measure::Standing::InForce, Some("2030-01-01".to_owned())));
}

#[test]
fn a_filter_holds_in_all_panes_as_far_as_they_have_its_fields() {
    let mut app = desk();
    press(&mut app, "4/actor:oo traffic:freight<Enter>&");
    let shown = screen(&app);
    let header = shown.lines().next().unwrap();
    assert!(header.contains("&actor:oo traffic:freight"), "{header}");
    assert!(shown.contains("& · 1 of 2"), "{shown}");
    assert!(shown.contains("& without traffic: · 2 of 4"), "{shown}");
    assert_eq!((app.panes.ledger.selection.len(), app.panes.relations.pane.shown.len()), (2, 1));
    // Its own filter narrows a pane further, and the filter stays on another day.
    press(&mut app, "2/salt<Enter>t2025-12-25<Enter>");
    assert_eq!(app.panes.ledger.selection.len(), 1);
    press(&mut app, "<Esc>");
    assert_eq!(app.panes.ledger.selection.len(), 2);
    press(&mut app, "<Esc>");
    assert_eq!((app.panes.ledger.selection.len(), app.panes.borders.pane.shown.len()), (4, 2));
    assert!(app.panes.held.is_empty());
    press(&mut app, "&");
    assert!(screen(&app).contains("there is no filter to hold"), "{}", screen(&app));
    // A second one joins the first; once more without a filter ends both.
    press(&mut app, "2/actor:oo<Enter>&/measure:freeze<Enter>&");
    assert_eq!(app.panes.held, "actor:oo measure:freeze");
    assert_eq!(app.panes.ledger.selection.len(), 1);
    press(&mut app, "&");
    assert_eq!(app.panes.ledger.selection.len(), 4);
}

#[test]
fn a_saved_filter_of_the_first_edition_is_still_understood() {
    for (pane, filter) in [
        (
            Listing::Ledger,
            "issuer:us target:belavia status:in-force measure:freeze programme:by act:765 source:ofac",
        ),
        (Listing::Ledger, "actor:us kind:company since:2020 before:2026 conflict:no id:us"),
        (Listing::Log, "actor:us since:2025-09 before:2025-10 kind:talks status:past source:x"),
        (Listing::Borders, "actor:pl status:open kind:road source:x id:pl"),
        (Listing::Relations, "issuer:pl target:pl actor:pl status:hostile kind:state id:pl"),
    ] {
        assert_eq!(Query::for_list(filter, pane).complaints, Vec::<String>::new(), "{filter}");
    }
}
