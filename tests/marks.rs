//! Marks, and what is done to all that is marked: keys in the real loop, the screen, and the file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::app::{App, PaneId};
use beltui::model::id::Id;
use beltui::model::state::RecordKind;
use beltui::store::load::load_text;
use beltui::store::render::{Base, render};
use common::desk::Desk;
use proptest::prelude::*;

/// Six measures of two issuers against five works, two crossings, and an event about two of the measures.
const QUELLAND: &str = r#"// Invented throughout.
(
    schema: 2,
    title: "Quelland",
    focus: "QQ",
    subjects: [
        (id: "QQ", name: "Quelland", kind: State),
        (id: "FF", name: "Farland", kind: State),
        (id: "GG", name: "Gorland", kind: State),
        (id: "alpha", name: "Alpha Works", kind: Company, countries: ["QQ"]), // the first
        (id: "beta", name: "Beta Works", kind: Company, countries: ["QQ"]),
        (id: "gamma", name: "Gamma Works", kind: Company, countries: ["QQ"]),
    ],
    sources: [
        (id: "wire", publisher: "A wire", title: "Reports", published: "2026-07-01"),
        (id: "post", publisher: "A post", title: "Letters", published: "2026-07-02"),
    ],
    relations: [
        (id: "qq-ff", pair: ("QQ", "FF"), history: [(on: "2025-01-01", what: Mission, from: "FF", at: "QQ", status: Open, sources: ["wire"])]),
        (id: "qq-gg", pair: ("QQ", "GG"), history: [(on: "2025-01-01", what: Mission, from: "GG", at: "QQ", status: Open, sources: ["wire"])]),
    ],
    sanctions: [
        (id: "f-alpha", issuer: "FF", target: "alpha", measure: AssetFreeze, programme: "ONE", history: [
            (on: "2024-01-01", what: Designated, sources: ["wire"]), // as it was said
        ]),
        (id: "f-beta", issuer: "FF", target: "beta", measure: AssetFreeze, programme: "ONE", history: [
            (on: "2024-01-01", what: Designated, sources: ["wire"]),
        ]),
        (id: "f-gamma", issuer: "FF", target: "gamma", measure: AssetFreeze, programme: "TWO", history: [
            (on: "2024-01-01", what: Designated, sources: ["wire"]),
        ]),
        (id: "g-alpha", issuer: "GG", target: "alpha", measure: AssetFreeze, history: [
            (on: "2024-01-01", what: Designated, sources: ["wire"]),
        ]),
        (id: "g-beta", issuer: "GG", target: "beta", measure: TravelBan, history: [
            (on: "2024-01-01", what: Designated, sources: ["wire"]),
        ]),
    ],
    crossings: [
        (id: "north", name: "North Bridge", between: ("QQ", "FF"), mode: Road, traffic: All, history: [
            (on: "2025-02-01", what: Open, traffic: All, sources: ["wire"]),
        ]),
        (id: "south", name: "South Bridge", between: ("QQ", "GG"), mode: Road, traffic: All, history: [
            (on: "2025-02-01", what: Open, traffic: All, sources: ["wire"]),
        ]),
    ],
    events: [
        (id: "talks", on: "2026-01-01", kind: Talks, title: "Talks", links: ["f-alpha", "f-beta"], sources: ["wire"]),
    ],
)
"#;

fn marked(app: &App) -> Vec<String> {
    app.marked().iter().map(ToString::to_string).collect()
}

/// What is marked in the ledger after some keys there.
fn after(keys: &str) -> Vec<String> {
    let (app, _) = Desk::with(QUELLAND).session(&[&format!("2{keys}")], false);
    marked(&app)
}

const ALL: [&str; 5] = ["f-alpha", "f-beta", "f-gamma", "g-alpha", "g-beta"];

#[test]
fn a_row_a_range_and_all_that_is_filtered_are_marked_and_marks_are_taken_away() {
    for (keys, wanted) in [
        ("g<Space>", &ALL[..1]),
        ("g<Space><Space>", &ALL[..2]),
        ("g<Space>k<Space>", &[]),
        // A range, both ways, over what was marked before, ended by its key or by the space bar.
        ("gjVjjV", &ALL[1..4]),
        ("GkVkkk", &ALL[..4]),
        ("GVkkjV", &ALL[3..]),
        ("gVG<Space>k", &ALL),
        ("gVj<Esc>", &[]),
        ("g<Space>Vj<Esc>", &ALL[..1]),
        // All that is filtered; once more takes it away, and what the filter hides stays marked.
        ("/issuer:gg<Enter>*", &ALL[3..]),
        ("/issuer:gg<Enter>**", &[]),
        ("g<Space>/issuer:gg<Enter>*", &["g-alpha", "g-beta", "f-alpha"]),
        ("*/issuer:ff<Enter>*", &ALL[3..]),
        ("*<Esc>", &[]),
        // Folded groups count.
        ("oh*", &ALL),
        ("*ss", &ALL),
        ("*vv", &ALL),
        ("gVjs*j", &ALL),
    ] {
        let mut found = after(keys);
        if keys.contains("*ss") || keys.contains("Vjs") || keys.contains("vv") {
            found.sort_unstable();
        }
        assert_eq!(found, wanted, "{keys}");
    }
}

#[test]
fn by_subject_the_measure_of_the_cell_is_marked_and_an_empty_cell_has_none() {
    let desk = Desk::with(QUELLAND);
    desk.at_work(false, |at| {
        at.types(":subjects<Enter>;l");
        let subjects = at.screen();
        assert!(subjects.contains("by subject") && subjects.contains("Gamma Works"), "{subjects}");
        // The column of FF has a measure against each, that of GG none against Gamma Works.
        at.types("gVG");
        let (first, all) = (marked(at.running.app), ["f-alpha", "f-beta", "f-gamma", "g-alpha", "g-beta"]);
        at.types("V<Esc>");
        at.types(if first.len() == 3 { "l" } else { "h" });
        at.types("gVG");
        let second = marked(at.running.app);
        at.types("V");
        let mut both = [first.clone(), second.clone()].concat();
        both.sort_unstable();
        assert_eq!(both, all, "{first:?} {second:?}");
        // Another column ends the range, and its marks stay.
        at.types("<Esc>gVjh");
        let kept = marked(at.running.app);
        at.types("l");
        assert_eq!(marked(at.running.app), kept);
        assert!(!at.running.app.panes.ledger.pane.marks.is_ranging());
        at.types("<Esc>");
        let of_gg = |at: &mut common::desk::AtWork<'_, '_>| {
            let place = at.running.app.panes.ledger.heads.at().cloned();
            place == Some(beltui::views::filter::By::Issuer(Id::new("GG")))
        };
        if !of_gg(at) {
            at.types("l");
        }
        if !of_gg(at) {
            at.types("hh");
        }
        assert!(of_gg(at));
        for row in ["g", "j", "j"] {
            at.types(row);
            let is_gamma = at.running.app.panes.ledger.subject_sentence(&at.running.app.facts).unwrap();
            if is_gamma.contains("Gamma Works") {
                for key in ["<Space>", "y"] {
                    at.types(key);
                    assert!(
                        at.screen().contains("no measure of GG against Gamma Works is here"),
                        "{}",
                        at.screen()
                    );
                }
                assert!(marked(at.running.app).is_empty() && at.running.outside.copied.is_empty());
                return;
            }
        }
        panic!("{}", at.screen());
    });
}

#[test]
fn what_is_marked_in_the_log_is_cited_by_what_holds() {
    let desk = Desk::with(QUELLAND);
    desk.at_work(false, |at| {
        at.types("3*y");
        let copied = &at.running.outside.copied[0];
        assert!(copied.contains("Alpha Works") && !copied.contains("no record"), "{copied}");
    });
}

#[test]
fn esc_takes_marks_away_before_the_filter_and_each_pane_has_its_own() {
    let desk = Desk::with(QUELLAND);
    desk.at_work(false, |at| {
        at.types("2/issuer:ff<Enter>*4g<Space><Space>");
        assert!(at.screen().contains("2 Ledger · 3 marked"), "{}", at.screen());
        assert!(at.screen().contains("4 Borders · 2 marked"));
        assert_eq!(marked(at.running.app), ["north", "south"]);
        at.types("2<Esc>");
        assert!(at.screen().contains("/issuer:ff · 3 of 5") && !at.screen().contains("2 Ledger ·"));
        assert!(at.screen().contains("3 marks taken away") && at.screen().contains("4 Borders · 2 marked"));
        at.types("<Esc>");
        assert!(!at.screen().contains("/issuer:ff"));
        at.types("1g<Space>3g<Space>");
        for title in ["1 Relations · 1 marked", "3 Log · 1 marked"] {
            assert!(at.screen().contains(title), "{title}\n{}", at.screen());
        }
    });
}

#[test]
fn a_marked_row_has_a_sign_and_the_footer_says_what_is_done_to_all() {
    let desk = Desk::with(QUELLAND);
    desk.at_work(false, |at| {
        at.types("2g<Space>j");
        let screen = at.screen();
        let row = screen.lines().find(|line| line.contains("FF Alpha Works"));
        assert!(row.unwrap().contains("✦FF"), "{screen}");
        assert!(screen.contains("step to all") && screen.contains("no marks"), "{screen}");
        // As a timeline and as a matrix as well.
        for view in ["v", "v"] {
            at.types(view);
            assert!(at.screen().contains('✦'), "{}", at.screen());
        }
    });
}

#[test]
fn marks_follow_a_new_id_and_go_with_their_records_and_nothing_is_marked_that_is_not_there() {
    let desk = Desk::with(QUELLAND);
    desk.at_work(false, |at| {
        at.types("2*<Enter>e<Tab><Tab><Tab><Ctrl-u>renamed<Ctrl-s><Esc>");
        assert_eq!(marked(at.running.app)[0], "renamed", "{}", at.screen());
        at.types("u");
        assert_eq!(marked(at.running.app), ALL);
        // On its page the record is meant, not what is marked.
        at.types("G<Enter>dd");
        assert_eq!(marked(at.running.app), ALL[..4]);
        at.types("dr");
        assert_eq!(marked(at.running.app), [""; 0]);
        assert_eq!(at.running.app.document.state().len(RecordKind::Sanctions), 0, "{}", at.screen());
        at.types("u");
        assert_eq!(at.running.app.document.state().len(RecordKind::Sanctions), 4);
    });
}

#[test]
fn one_step_goes_to_all_that_is_marked_and_is_undone_at_once() {
    let desk = Desk::with(QUELLAND);
    desk.at_work(true, |at| {
        at.types("2/issuer:ff<Enter>*+");
        assert!(at.screen().contains("New step of 3 measures"), "{}", at.screen());
        at.types("<Ctrl-u>2026-06-30<Tab>lifted<Tab>wire<Ctrl-s>");
        let said = "3 measures, a step of 2026-06-30: lifted · u takes it back";
        assert!(at.screen().contains(said), "{}", at.screen());
        assert_eq!(at.running.app.document.unsaved(), 1);
        at.types("w");
    });
    let text = desk.text();
    assert_eq!(text.matches("(on: \"2026-06-30\", what: Lifted, sources: [\"wire\"]),").count(), 3, "{text}");
    assert!(text.contains("// as it was said") && text.contains("// the first"));
    desk.at_work(true, |at| at.types("2/issuer:ff<Enter>*+<Tab>lifted<Tab>wire<Ctrl-s>uw"));
    assert_eq!(desk.text(), text);
}

#[test]
fn what_is_proposed_for_each_record_stays_its_own_until_something_is_typed() {
    let (app, _) = Desk::with(QUELLAND).session(&["4*+<Tab>closed<Tab>wire<Tab>"], false);
    assert!(common::screen(&app).contains("each its own"), "{}", common::screen(&app));
    let by =
        |app: &App, id: &str| format!("{:?}", app.document.state().record(id).unwrap()).matches("FF").count();
    let (app, _) = Desk::with(QUELLAND).session(&["4*+<Tab>closed<Tab>wire<Ctrl-s>"], false);
    assert!(common::screen(&app).contains("2 crossings, a step of"), "{}", common::screen(&app));
    assert_eq!((by(&app, "north"), by(&app, "south")), (2, 0), "each neighbour decides");
    // Both directions of relations likewise.
    let (app, _) =
        Desk::with(QUELLAND).session(&["1*+<Tab>mission<Tab>wire<Tab><Tab><Tab>closed<Ctrl-s>"], false);
    assert!(common::screen(&app).contains("2 relations, a step of"), "{}", common::screen(&app));
}

#[test]
fn one_event_stands_behind_the_steps_of_all() {
    let keys = "2/issuer:ff<Enter>*+<Tab>lifted<Tab>wire<Tab><Tab><Tab><Tab><Tab><Tab><Right><Ctrl-s>";
    let (app, _) = Desk::with(QUELLAND).session(&[keys], false);
    let events = &app.document.state().records().events;
    assert_eq!(events.len(), 2, "{}", common::screen(&app));
    let event = events.get(1).unwrap();
    let linked: Vec<&str> = event.links.iter().map(Id::as_str).collect();
    assert_eq!(linked, ["f-alpha", "f-beta", "f-gamma"]);
    assert_eq!(event.title.as_str(), "3 measures: lifted");
}

#[test]
fn one_field_of_all_is_edited_after_a_look_at_what_would_change() {
    let desk = Desk::with(QUELLAND);
    desk.at_work(true, |at| {
        at.types("2*eprogramme<Tab>");
        // Where values differ it says so.
        for said in ["A field of 5 measures", "now: nothing ×2 · ONE ×2 · TWO ×1"] {
            assert!(at.screen().contains(said), "{said}\n{}", at.screen());
        }
        at.types("THREE<Ctrl-s>");
        for said in ["programme of 5 measures", "programme: \"ONE\" → \"THREE\"", "5 of 5 changes are taken"]
        {
            assert!(at.screen().contains(said), "{said}\n{}", at.screen());
        }
        // One is left as it is.
        at.types("j<Space><Enter>w");
        assert!(at.screen().contains("saved"), "{}", at.screen());
    });
    assert_eq!(desk.text().matches("programme: \"THREE\"").count(), 4);
    assert_eq!(desk.text().matches("programme: \"ONE\"").count(), 1);
    desk.at_work(true, |at| at.types("2*eprogramme<Tab>FOUR<Ctrl-s><Enter>uuu"));
    assert!(desk.text().contains("// as it was said"));
}

#[test]
fn what_all_say_stands_in_the_field_and_an_empty_one_takes_it_away() {
    let (app, _) = Desk::with(QUELLAND)
        .session(&["2/issuer:ff -gamma<Enter>*eprogramme<Tab><Ctrl-u><Ctrl-s><Enter>"], false);
    for id in ["f-alpha", "f-beta"] {
        assert_eq!(app.document.state().measure(id).unwrap().programme, None, "{}", common::screen(&app));
    }
    let (app, _) = Desk::with(QUELLAND).session(&["2/issuer:ff -gamma<Enter>*eprogramme<Tab>"], false);
    assert!(common::screen(&app).contains(" ONE"), "{}", common::screen(&app));
}

#[test]
fn a_list_is_added_to_or_taken_from_without_a_word_on_what_else_is_in_it() {
    let links = |app: &App| {
        let records = app.document.state().records();
        records.events.get(0).unwrap().links.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let (app, _) = Desk::with(QUELLAND)
        .session(&["3/talks<Enter>*elinks<Tab>besides<Tab>f-gamma; f-beta<Ctrl-s><Enter>"], false);
    assert_eq!(links(&app), ["f-alpha", "f-beta", "f-gamma"], "{}", common::screen(&app));
    let (app, _) =
        Desk::with(QUELLAND).session(&["3/talks<Enter>*elinks<Tab>taken<Tab>f-alpha<Ctrl-s><Enter>"], false);
    assert_eq!(links(&app), ["f-beta"], "{}", common::screen(&app));
}

#[test]
fn records_of_several_kinds_have_no_step_and_no_field_in_common() {
    for key in ["+", "e"] {
        let (app, _) = Desk::with(QUELLAND).session(&[&format!("3*{key}")], false);
        let said = "marked are 2 relations, 5 measures, 2 crossings and 1 event: ";
        assert!(app.message.as_ref().unwrap().1.starts_with(said), "{:?}", app.message);
    }
}

#[test]
fn deleting_all_asks_and_names_what_refers_and_what_cannot_be_without_it() {
    let desk = Desk::with(QUELLAND);
    desk.at_work(false, |at| {
        at.types("2/issuer:ff<Enter>*d");
        for said in ["Delete 3 measures?", "talks refers to f-alpha", "remove the references and delete"] {
            assert!(at.screen().contains(said), "{said}\n{}", at.screen());
        }
        at.types("c");
        assert_eq!(at.running.app.document.state().len(RecordKind::Sanctions), 5);
        at.types("dr");
        assert_eq!(at.running.app.document.state().len(RecordKind::Sanctions), 2);
        assert!(at.screen().contains("3 measures deleted"), "{}", at.screen());
        at.types("u<Esc>");
        assert!(!at.running.app.document.is_dirty());
        // Nothing refers to these: it asks all the same.
        at.types("/issuer:gg<Enter>*d");
        assert!(at.screen().contains("d delete"), "{}", at.screen());
        at.types("d");
        assert_eq!(at.running.app.document.state().len(RecordKind::Sanctions), 3);
    });
}

#[test]
fn what_the_filter_hides_is_done_as_well_and_told() {
    let (app, _) = Desk::with(QUELLAND).session(&["2*/issuer:gg<Enter>d"], false);
    let said = "Delete 5 measures? (3 of them not shown here)";
    assert!(common::screen(&app).contains(said), "{}", common::screen(&app));
}

#[test]
fn what_is_refused_of_many_is_named_and_can_be_left_out() {
    let desk = Desk::with(QUELLAND);
    desk.at_work(false, |at| {
        // A measure of an issuer against itself is none: the target of one cannot become its issuer.
        at.types("2*etarget<Tab><Ctrl-u>no-such-thing<Ctrl-s>");
        assert!(at.screen().contains("no subject no-such-thing"), "{}", at.screen());
        at.types("<Esc><Esc>");
        assert_eq!(marked(at.running.app), ALL);
    });
    // Of a pair one is changed into the other: the gate refuses both.
    desk.at_work(false, |at| {
        at.types("1*ebetween<Tab><Ctrl-u>GG<Ctrl-s><Enter>");
        let screen = at.screen();
        assert!(screen.contains("2 of 2 refused: nothing is changed yet"), "{screen}");
        assert!(screen.contains("qq-ff: ") && screen.contains("qq-gg: ") && !screen.contains("leave out"));
        at.types("c<Esc><Esc><Esc>");
        assert!(!at.running.app.document.is_dirty());
        // Somebody who is one of the one pair and not of the other.
        at.types("1+<Tab>mission<Tab>wire<Tab>FF<Tab><Tab>closed<Ctrl-s>");
        let screen = at.screen();
        assert!(screen.contains("1 of 2 refused: nothing is changed yet"), "{screen}");
        assert!(screen.contains("FF is not one of the pair"), "{screen}");
        at.types("c");
        assert!(at.screen().contains("New step of 2 relations") && !at.running.app.document.is_dirty());
        at.types("<Ctrl-s>o");
        assert_eq!(at.running.app.document.unsaved(), 1, "{}", at.screen());
        let steps = |id: &str| {
            format!("{:?}", at.running.app.document.state().record(id).unwrap()).matches("Mission").count()
        };
        assert_eq!((steps("qq-ff") > steps("qq-gg"), at.running.app.modals.is_empty()), (true, true));
    });
}

#[test]
fn all_that_is_marked_is_copied_as_cited_lines_in_the_order_of_the_pane() {
    let desk = Desk::with(QUELLAND);
    desk.at_work(false, |at| {
        at.types("2*y");
        let copied = &at.running.outside.copied;
        let lines: Vec<&str> = copied[0].lines().collect();
        assert_eq!(lines.len(), 5, "{copied:?}");
        assert!(
            lines[0].contains("Alpha Works")
                && lines.iter().all(|line| line.contains("(A wire, 1 July 2026)"))
        );
        assert!(at.screen().contains("copied: 5 cited lines"));
    });
}

#[test]
fn nothing_is_done_to_what_is_marked_while_the_file_is_read_only_or_looked_at_as_known_before() {
    let (app, _) = Desk::with(QUELLAND).session(&["2*b2026-07-02<Enter>+"], false);
    assert!(common::screen(&app).contains("cannot be edited"), "{}", common::screen(&app));
}

#[test]
fn the_edit_log_says_what_was_done_and_what_became_of_it_and_opens_the_records() {
    let desk = Desk::with(QUELLAND);
    desk.at_work(false, |at| {
        at.types("U");
        assert!(at.screen().contains("Nothing yet."), "{}", at.screen());
        at.types("<Esc>2g+<Ctrl-u>2026-06-30<Tab>eased<Tab>wire<Ctrl-s>");
        assert!(
            at.screen().contains("FF › Alpha Works: Asset freeze, a step of 2026-06-30: eased"),
            "{}",
            at.screen()
        );
        at.types("/issuer:gg<Enter>*dd");
        at.types("u");
        assert!(at.screen().contains("undone: 2 measures deleted"), "{}", at.screen());
        at.types("U");
        let screen = at.screen();
        let [first, second] =
            ["undone: 2 measures deleted", "a step of 2026-06-30: eased"].map(|it| screen.find(it));
        assert!(first.unwrap() < second.unwrap(), "{screen}");
        assert!(screen.contains("· GG › Alpha Works: Asset freeze"), "{screen}");
        at.types("<Tab><Tab><Enter>");
        assert!(at.screen().contains("Record"), "{}", at.screen());
        at.types("<Esc>");
        // The page follows what is done on it.
        at.types("<Ctrl-r>");
        assert!(!at.screen().contains("undone: 2 measures"), "{}", at.screen());
        at.types("u");
        assert!(at.screen().contains("undone: 2 measures"), "{}", at.screen());
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_is_done_to_all_and_undone_leaves_every_byte(
        pane in 1usize..5,
        marks in prop::collection::btree_set(0usize..2, 1..3),
        more in prop::collection::btree_set(2usize..5, 0..3),
        deed in prop::sample::select(vec![
            "+<Ctrl-u>2026-06-30<Tab>lifted<Tab>wire<Ctrl-s>",
            "+<Tab>closed<Tab>post<Ctrl-s>",
            "+<Tab>mission<Tab>wire<Tab><Tab><Tab>closed<Ctrl-s>",
            "enote<Tab>One\u{301} дело<Ctrl-s><Ctrl-s><Enter>",
            "eprogramme<Tab>X<Ctrl-s><Enter>",
            "dr", "dd", "do",
        ]),
    ) {
        let desk = Desk::with(QUELLAND);
        let base: Base = load_text(QUELLAND.to_owned()).into();
        let written = |app: &App| {
            render(&base, app.document.state(), app.document.all_origins()).unwrap().text
        };
        desk.at_work(true, |at| {
            at.types(&pane.to_string());
            // No row twice: that would take its mark away. The two shorter panes have two.
            for mark in marks.iter().chain(more.iter().filter(|_| matches!(pane, 2 | 3))) {
                at.types(&format!("g{}<Space>", "j".repeat(*mark)));
            }
            at.types(deed);
            at.types("<Esc><Esc><Esc>");
            let done = at.running.app.document.unsaved();
            assert!(done <= 1, "one undo takes all of it back: {done}");
            let now = load_text(written(at.running.app));
            assert_eq!(now.errors(), 0, "{:?}", now.findings);
            at.types("u");
            assert_eq!(written(at.running.app), QUELLAND);
            // What was deleted and saved comes back without its comments: all else does to the byte.
            if !deed.starts_with('d') {
                at.types("<Ctrl-r>wuw");
            }
        });
        assert_eq!(desk.text(), QUELLAND);
    }
}

#[test]
fn a_pane_knows_of_each_line_whether_it_is_marked() {
    let (app, _) = Desk::with(QUELLAND).session(&["2gj<Space>"], false);
    let marked: Vec<bool> =
        (0..6).map(|line| app.panes.is_marked(PaneId::Ledger, &app.facts, line)).collect();
    assert_eq!(marked, [false, true, false, false, false, false]);
}
