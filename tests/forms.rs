//! Forms by their keys: what a text is taken for, what is said at the field, and what is made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::app::{App, Mood};
use beltui::model::crossing::{CrossingChange, Traffic};
use beltui::model::event::Event;
use beltui::model::measure::{Measure, MeasureStep};
use common::{TODAY, press, screen};

/// The sizes at which every form is looked at.
const SIZES: [(u16, u16); 4] = [(160, 48), (120, 36), (80, 24), (60, 20)];
/// A new step of a measure.
const STEP: &str = "2/id:us-naftan<Enter>+";

fn at(size: (u16, u16), keys: &str) -> App {
    let mut app = common::app(size, TODAY);
    press(&mut app, keys);
    app
}

fn after(keys: &str) -> App {
    at(SIZES[1], keys)
}

fn message(app: &App) -> &str {
    app.message.as_ref().map_or("", |(_, text)| text)
}

fn measure<'a>(app: &'a App, id: &str) -> &'a Measure {
    app.facts.state().measure(id).unwrap_or_else(|| panic!("no {id}\n{}", screen(app)))
}

fn event<'a>(app: &'a App, title: &str) -> &'a Event {
    let mut events = app.facts.state().records().events.iter();
    events.find(|it| &*it.title == title).unwrap_or_else(|| panic!("no {title}\n{}", screen(app)))
}

fn steps(app: &App) -> usize {
    measure(app, "us-naftan-asset-freeze").history.len()
}

fn last_sources(app: &App) -> Vec<String> {
    let step = measure(app, "us-naftan-asset-freeze").history.last().unwrap();
    step.sources.iter().map(ToString::to_string).collect()
}

/// The only measure of the United States against Poland, where there is one.
fn new_measure(app: &App) -> Option<&Measure> {
    let mut measures = app.facts.state().records().sanctions.iter();
    measures.find(|it| it.issuer.as_str() == "US" && it.target.as_str() == "PL")
}

/// The line of the screen that has a text, and its number.
fn line(app: &App, text: &str) -> (usize, String) {
    let screen = screen(app);
    let found = screen.lines().enumerate().find(|(_, line)| line.contains(text));
    found.map_or_else(|| panic!("no {text:?} in\n{screen}"), |(at, line)| (at, line.to_owned()))
}

#[test]
fn lift_is_lifted_and_what_else_begins_so_is_one_key_away() {
    for size in SIZES {
        let mut app = at(size, &format!("{STEP}<Tab>lift"));
        assert!(line(&app, "what*").1.contains("‹ lifted ›"), "{}", screen(&app));
        let shown = screen(&app);
        assert!(shown.contains("1 of 2") && shown.contains("lifting announced"), "{shown}");
        press(&mut app, "<Ctrl-n>");
        assert!(line(&app, "what*").1.contains("‹ lifting announced ›"), "{}", screen(&app));
    }
    let app = after(&format!("{STEP}<Tab>lift<Tab>vedomosti<Ctrl-s>"));
    let last = measure(&app, "us-naftan-asset-freeze").history.last().unwrap().clone();
    assert_eq!(last.change.what, MeasureStep::Lifted);
}

#[test]
fn a_word_that_is_refused_blocks_and_is_never_recorded_as_another() {
    let cases = [
        (STEP, "removed", "reuters<Ctrl-n>"),
        (STEP, "ended", ""),
        ("4+", "partly", ""),
        ("2*+", "blocked", ""),
    ];
    for (form, word, sources) in cases {
        // Nor at a second time, nor where something else is refused as well.
        let app = after(&format!("{form}<Tab>{word}<Tab>{sources}<Ctrl-s><Ctrl-s>"));
        assert!(
            line(&app, "what*").1.contains(&format!("{word}  ✗ no such word: {word}")),
            "{}",
            screen(&app)
        );
        assert!(!app.document.is_dirty(), "{}", screen(&app));
    }
}

#[test]
fn a_source_that_may_be_several_is_refused_at_its_field_with_all_that_it_may_be() {
    let before = steps(&common::app(SIZES[0], TODAY));
    for size in SIZES {
        for refused in ["<Ctrl-s>", "<Enter>"] {
            let app = at(size, &format!("{STEP}<Tab>lifted<Tab>ofac{refused}"));
            assert_eq!(steps(&app), before, "{}", screen(&app));
            let (field, text) = line(&app, "sources*");
            assert!(text.contains('✗'), "{}", screen(&app));
            let (count, text) = line(&app, "match, none is chosen");
            assert!((field..=field + 3).contains(&count), "{text}: not at its field\n{}", screen(&app));
            assert!(screen(&app).contains("ofac-copy-2021-04-25"), "{}", screen(&app));
        }
    }
    // The way through the form goes on, and comes back to what was left open.
    let app = after(&format!("{STEP}<Tab>lifted<Tab>ofac<Tab>note<Ctrl-s>"));
    assert_eq!(steps(&app), before);
    assert!(line(&app, "sources*").1.contains("✗ ofac: "), "{}", screen(&app));
    assert!(screen(&app).contains("none is chosen"), "{}", screen(&app));
}

#[test]
fn what_was_chosen_of_several_is_named_when_it_is_done() {
    let app = after(&format!("{STEP}<Tab>lifted<Tab>ofac-copy<Ctrl-n><Ctrl-n><Ctrl-s>"));
    assert_eq!(last_sources(&app), ["ofac-copy-2022-01-31"], "{}", screen(&app));
    let source = app.facts.state().source("ofac-copy-2022-01-31").unwrap();
    let named = format!("({}, {})", source.publisher, source.published.unwrap());
    assert!(message(&app).contains(&named), "{}", message(&app));
    // The highlighted one and the count stand at the field.
    let app = after(&format!("{STEP}<Tab>lifted<Tab>ofac-copy<Ctrl-n><Ctrl-n>"));
    let shown = screen(&app);
    assert!(shown.contains(" 2 of 8 ") && shown.contains("▸ofac-copy-2022-01-31"), "{shown}");
    let app = after(&format!("{STEP}<Tab>lifted<Tab>ofac-copy<Ctrl-p>"));
    assert!(screen(&app).contains(" 8 of 8 "), "{}", screen(&app));
}

#[test]
fn what_can_mean_one_record_only_is_taken_and_named() {
    for typed in ["VEDOMOSTI", "preiherm"] {
        let app = after(&format!("{STEP}<Tab>lifted<Tab>{typed}<Ctrl-s>"));
        let wanted = if typed == "preiherm" { "preiherman" } else { "vedomosti" };
        assert_eq!(last_sources(&app), [wanted], "{}", screen(&app));
        let publisher = &app.facts.state().source(wanted).unwrap().publisher;
        assert!(message(&app).contains(&**publisher), "{}", message(&app));
    }
}

#[test]
fn a_source_that_is_older_than_the_step_is_warned_of_and_can_be_taken() {
    for size in SIZES {
        let app = at(size, &format!("{STEP}<Tab>lifted<Tab>ofac-copy-2021-04-25<Tab>"));
        assert!(line(&app, "sources*").1.contains('⚠'), "{}", screen(&app));
    }
    let mut app = at(SIZES[0], &format!("{STEP}<Tab>lifted<Tab>ofac-copy-2021-04-25"));
    assert!(
        line(&app, "sources*").1.contains("of 2021-04-25, cannot vouch for 2026-08-01"),
        "{}",
        screen(&app)
    );
    press(&mut app, "<Shift-Tab><Shift-Tab><Ctrl-u>2021-04-25");
    assert!(!line(&app, "sources*").1.contains('⚠'), "{}", screen(&app));
    let before = steps(&app);
    press(&mut app, "<Ctrl-u>2021-05<Ctrl-s>");
    assert_eq!(steps(&app), before + 1, "{}", screen(&app));
}

#[test]
fn a_new_step_is_about_the_traffic_that_the_crossing_is_made_for() {
    let shipped = common::app(SIZES[1], TODAY);
    for wanted in [Traffic::Freight, Traffic::All] {
        let crossings = &shipped.facts.state().records().crossings;
        let of = crossings.iter().find(|it| it.traffic == wanted).unwrap();
        let app = after(&format!("4/id:{}<Enter>+<Tab>closed<Tab>vedomosti<Ctrl-s>", of.id));
        let step = app.facts.state().records().crossings.iter().find(|it| it.id == of.id).unwrap();
        let last = &step.history.last().unwrap().change;
        assert!(matches!(last, CrossingChange::Status { traffic, .. } if *traffic == wanted), "{last:?}");
    }
}

#[test]
fn fields_that_come_with_a_word_move_none_of_those_before_them() {
    for size in SIZES {
        let mut app = at(size, "4<Enter><Esc>+");
        let places = |app: &App| ["on*", "what*", "sources*"].map(|label| line(app, label).0);
        let before = places(&app);
        press(&mut app, "<Tab>closed");
        assert_eq!(places(&app), before, "{}", screen(&app));
        press(&mut app, "<Tab>");
        let (row, _) = line(&app, "sources*");
        let typed = {
            press(&mut app, "Quelland");
            line(&app, "Quelland").0
        };
        assert_eq!(typed, row, "{}", screen(&app));
    }
}

#[test]
fn a_new_measure_comes_with_its_first_step_in_one_change() {
    let keys = "2aUS<Tab>PL<Shift-Tab><Shift-Tab>desig<Tab><Ctrl-u>2026-05<Tab>vedomosti<Ctrl-s>";
    let mut app = after(keys);
    let it = new_measure(&app).unwrap_or_else(|| panic!("{}", screen(&app)));
    let [step] = it.history.as_slice() else { panic!("{:?}", it.history) };
    assert_eq!((step.on.written().as_str(), step.change.what), ("2026-05", MeasureStep::Designated));
    assert_eq!(step.sources[0].as_str(), "vedomosti");
    press(&mut app, "u");
    assert!(new_measure(&app).is_none());
    assert!(!app.document.is_dirty());
    // A fault of the step stands at its field, and nothing is made.
    let app = after(&keys.replace("2026-05", "2026-13"));
    assert!(new_measure(&app).is_none());
    assert!(screen(&app).contains("✗"), "{}", screen(&app));
    // Without it the record is made all the same.
    let app = after("2aUS<Tab>PL<Ctrl-s>");
    assert!(new_measure(&app).unwrap_or_else(|| panic!("{}", screen(&app))).history.is_empty());
}

#[test]
fn a_target_that_the_file_does_not_have_is_told_at_its_field() {
    let app = after("2aUS<Tab>Alpha Works<Ctrl-s>");
    assert!(line(&app, "target*").1.contains("✗ no subject Alpha Works"), "{}", screen(&app));
    assert!(!app.document.is_dirty());
}

#[test]
fn a_new_crossing_gives_its_first_step_what_is_known_of_it() {
    let keys = "4aAlpha<Tab>PL<Tab>BY<Tab><Tab>freight<Shift-Tab><Shift-Tab><Shift-Tab><Shift-Tab><Shift-Tab>closed\
                <Tab><Tab>vedomosti<Ctrl-s>";
    let app = after(keys);
    let crossings = &app.facts.state().records().crossings;
    let it = crossings.iter().find(|it| &*it.name == "Alpha");
    let it = it.unwrap_or_else(|| panic!("{}", screen(&app)));
    let change = &it.history[0].change;
    let CrossingChange::Status { traffic, by, .. } = change else { panic!("{change:?}") };
    assert_eq!((*traffic, by.as_ref().map(beltui::model::id::Id::as_str)), (Traffic::Freight, Some("PL")));
}

#[test]
fn semicolons_stand_between_items_everywhere_and_commas_between_ids_are_understood() {
    for typed in
        ["vedomosti; polsatnews-2025-09-25", "vedomosti, polsatnews-2025-09-25", "vedomosti;VEDOMOSTI"]
    {
        let app = after(&format!("{STEP}<Tab>lifted<Tab>{typed}<Ctrl-s>"));
        let wanted = typed.split([';', ',']).map(|it| it.trim().to_lowercase()).collect::<Vec<_>>();
        assert_eq!(last_sources(&app), wanted, "{}", screen(&app));
    }
    let app = after(&format!("{STEP}<Tab>lifted<Tab>vedomosti, pol"));
    assert!(screen(&app).contains("polsatnews-2025-09-25"), "{}", screen(&app));
    // Names may have commas.
    let app = after("3a<Tab>talks<Tab>T<Tab>Quelland, Works");
    assert!(!screen(&app).contains('✗'), "{}", screen(&app));
    // A comma is part of a text.
    let app = after("2aUS<Tab>PL<Tab><Tab><Tab><Tab><Tab>Annex 1, part 2; Annex 3<Ctrl-s>");
    let it = new_measure(&app).unwrap_or_else(|| panic!("{}", screen(&app)));
    let listed: Vec<&str> = it.list_refs.iter().map(|it| &**it).collect();
    assert_eq!(listed, ["Annex 1, part 2", "Annex 3"], "{}", screen(&app));
}

/// A new event, the keys being in the field that heads its exchanges.
const EVENT: &str = "3a<Tab>talks<Tab>Alpha talks<Tab><Tab>vedomosti<Tab><Tab><Tab><Tab><Tab><Tab>";

#[test]
fn who_gave_what_is_fields_with_completion_in_rows_that_come_and_go() {
    let one = "<Ctrl-j>US<Tab>belarus<Tab>Alpha Works<Tab>vedomosti";
    let two = "<Ctrl-j>BY<Tab>US<Tab>Quelland papers";
    for size in SIZES {
        let app = at(size, &format!("{EVENT}{one}{two}"));
        assert!(line(&app, "2 from*").1.contains("BY"), "{}", screen(&app));
    }
    let given = |keys: &str| -> Vec<(String, String, String, usize)> {
        let app = after(keys);
        let sides = event(&app, "Alpha talks").exchange.iter();
        let sides = sides.map(|it| {
            let to = it.to.as_ref().map(ToString::to_string).unwrap_or_default();
            (it.from.to_string(), to, it.gave.to_string(), it.sources.len())
        });
        sides.collect()
    };
    let side = |from: &str, to: &str, gave: &str, sources| {
        (from.to_owned(), to.to_owned(), gave.to_owned(), sources)
    };
    let (first, second) = (side("US", "BY", "Alpha Works", 1), side("BY", "US", "Quelland papers", 0));
    assert_eq!(given(&format!("{EVENT}{one}{two}<Ctrl-s>")), [first.clone(), second.clone()]);
    assert_eq!(given(&format!("{EVENT}{one}{two}<Ctrl-x><Ctrl-s>")), [first]);
    let back = "<Shift-Tab>".repeat(4);
    assert_eq!(given(&format!("{EVENT}{one}{two}{back}<Ctrl-x><Ctrl-s>")), [second]);
    assert_eq!(given(&format!("{EVENT}<Ctrl-j><Ctrl-j><Ctrl-s>")), [], "a row that says nothing is none");
}

#[test]
fn what_is_wrong_in_a_row_stands_at_its_field() {
    let app = after(&format!("{EVENT}<Ctrl-j>nobody here<Tab><Tab>Alpha Works<Ctrl-s>"));
    assert!(line(&app, "1 from*").1.contains("✗ no subject nobody here"), "{}", screen(&app));
    let app = after(&format!("{EVENT}<Ctrl-j>US<Ctrl-s>"));
    assert!(line(&app, "what*").1.contains("✗ needed"), "{}", screen(&app));
    let app = after(&format!("{EVENT}x"));
    assert!(screen(&app).contains("Ctrl-j adds a row"), "{}", screen(&app));
}

#[test]
fn the_first_escape_says_in_the_footer_that_nothing_is_closed_yet() {
    for size in SIZES {
        let mut app = at(size, "3a<Tab>x<Esc>");
        assert_eq!(app.message.as_ref().map(|(mood, _)| *mood), Some(Mood::Warning));
        let shown = screen(&app);
        assert!(shown.lines().last().unwrap().contains("Esc again"), "{shown}");
        // Whoever types on is asked once more.
        press(&mut app, "y<Esc>");
        assert!(!app.modals.is_empty());
        press(&mut app, "<Tab><Esc>");
        assert!(!app.modals.is_empty(), "to move on is no consent");
        press(&mut app, "<Esc>");
        assert!(app.modals.is_empty());
    }
}

#[test]
fn what_was_typed_for_a_source_begins_the_new_one_over_a_form_that_is_out_of_view() {
    for size in SIZES {
        let app = at(size, &format!("{STEP}<Tab>eased<Tab>Quelland Post<Ctrl-o>"));
        assert!(line(&app, "publisher").1.contains("Quelland Post"), "{}", screen(&app));
        assert!(!screen(&app).contains("New step"), "{}", screen(&app));
    }
    let app =
        after(&format!("{STEP}<Tab>eased<Tab>vedomosti; Quelland Post<Ctrl-o><Tab>A report<Ctrl-s><Ctrl-s>"));
    assert_eq!(last_sources(&app), ["vedomosti", "quelland-post"], "{}", screen(&app));
}

#[test]
fn fields_out_of_view_are_counted_in_the_border() {
    let more = |app: &App, sign: &str| {
        screen(app).lines().any(|line| line.contains(sign) && line.contains(" more "))
    };
    let mut app = at((60, 20), "4a");
    assert!(more(&app, "▼") && !more(&app, "▲"), "{}", screen(&app));
    press(&mut app, "<Shift-Tab>");
    assert!(more(&app, "▲") && !more(&app, "▼"), "{}", screen(&app));
    let app = at((160, 48), "3a");
    assert!(!more(&app, "▼") && !more(&app, "▲"), "{}", screen(&app));
}
