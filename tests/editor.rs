//! A person's own editor: what comes back from it goes through the gate, and nothing that was typed is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::cell::RefCell;
use std::rc::Rc;

use beltui::app::editor::EditorEnd;
use beltui::edit::op::{Op, Transaction};
use beltui::edit::text;
use beltui::model::record::{Owned, Record};
use beltui::model::state::{Place, RecordKind};
use beltui::store::load::load_text;
use common::desk::{AtWork, Desk};
use common::shipped;

const FILE: &str = r#"(
    schema: 2,
    title: "Quelland",
    focus: "QQ",
    subjects: [
        (id: "QQ", name: "Quelland", kind: State), // it
        (id: "FF", name: "Farland", kind: State),
        (id: "alpha", name: "Alpha Works", kind: Company, countries: ["QQ"]),
        (id: "beta", name: "Beta Works", kind: Company, countries: ["QQ"]),
    ],
    sources: [(id: "wire", publisher: "A wire", title: "Reports", published: "2026-07-01")],
    sanctions: [
        (id: "f-alpha", issuer: "FF", target: "alpha", measure: AssetFreeze, programme: "ONE", history: [
            (on: "2024-01-01", what: Designated, sources: ["wire"]), // as it was said
        ]),
        (id: "f-beta", issuer: "FF", target: "beta", measure: AssetFreeze, programme: "TWO", history: [
            (on: "2024-01-01", what: Designated, sources: ["wire"]),
        ]),
    ],
    events: [
        (id: "talks", on: "2026-01-01", kind: Talks, title: "Talks", links: ["f-alpha", "f-beta"], sources: ["wire"]),
    ],
)
"#;

/// What comes back from an editor.
type Ended = Result<EditorEnd, String>;

/// Somebody in the editor.
type Deed = Box<dyn Fn(&str) -> Ended>;

/// The text was saved, and the editor left.
const SAVED: fn(String) -> Ended = |text| Ok(EditorEnd { text, failure: None });

/// Whoever replaces one text in the editor.
fn replaces(at: &mut AtWork<'_, '_>, from: &'static str, to: &'static str) {
    at.edits(move |text| {
        assert!(text.contains(from), "no {from} in\n{text}");
        SAVED(text.replace(from, to))
    });
}

/// Whoever does one thing after another in the editor; what each is given is kept.
fn in_turn(at: &mut AtWork<'_, '_>, deeds: Vec<Deed>) -> Rc<RefCell<Vec<String>>> {
    let (given, mut deeds) = (Rc::new(RefCell::new(Vec::new())), deeds.into_iter());
    let keeps = Rc::clone(&given);
    at.edits(move |text| {
        keeps.borrow_mut().push(text.to_owned());
        deeds.next().expect("the editor is opened once more than wanted")(text)
    });
    given
}

#[test]
fn only_what_differs_is_an_edit_and_it_is_one_line_in_the_file() {
    let desk = Desk::with(FILE);
    desk.at_work(true, |at| {
        replaces(at, "programme: \"ONE\"", "programme: \"THREE\" /* why */");
        at.types("2gE");
        assert!(at.screen().contains("FF › Alpha Works: Asset freeze: programme edited"), "{}", at.screen());
        at.types("w");
    });
    assert_eq!(desk.text(), FILE.replace("programme: \"ONE\"", "programme: \"THREE\""));
    desk.at_work(true, |at| {
        replaces(at, "THREE", "ONE");
        at.types("2gEuw");
        assert!(at.screen().contains("there is nothing to save"), "{}", at.screen());
    });
}

#[test]
fn all_that_is_marked_is_one_text_and_what_would_change_is_looked_at_before() {
    let desk = Desk::with(FILE);
    desk.at_work(true, |at| {
        replaces(at, "programme: \"", "programme: \"NEW \u{301}");
        at.types("2*E");
        for said in
            ["the text of 2 measures edited", "programme: \"ONE\" → \"NEW", "2 of 2 changes are taken"]
        {
            assert!(at.screen().contains(said), "{said}\n{}", at.screen());
        }
        assert!(!at.running.app.document.is_dirty());
        at.types("<Enter>");
        assert_eq!(at.running.app.document.unsaved(), 1);
        at.types("u");
        assert!(!at.running.app.document.is_dirty());
    });
}

#[test]
fn what_is_wrong_is_told_with_line_and_column_and_what_was_typed_is_edited_on() {
    let desk = Desk::with(FILE);
    desk.at_work(true, |at| {
        let given = in_turn(
            at,
            vec![
                Box::new(|text| {
                    SAVED(text.replace("AssetFreeze", "AssetFrieze").replace("\"ONE\"", "\"MINE\""))
                }),
                Box::new(|text| SAVED(text.to_owned())),
                Box::new(|text| SAVED(text.replace("AssetFrieze", "TravelBan"))),
            ],
        );
        at.types("2gE");
        assert!(at.screen().contains("1 thing is wrong with the text"), "{}", at.screen());
        assert!(at.screen().contains("line 7, column 14"), "{}", at.screen());
        // No other key, nor a way around it.
        at.types("q<Esc>j");
        assert!(at.screen().contains("edit on"), "{}", at.screen());
        at.types("e");
        // The head names the line of the text that it stands in.
        let shown = given.borrow()[1].clone();
        let line =
            shown.lines().collect::<Vec<_>>().iter().rposition(|line| line.contains("AssetFrieze")).unwrap()
                + 1;
        assert!(shown.contains(&format!("//: line {line}, column 14: ")), "{shown}");
        assert!(shown.contains("\"MINE\""));
        at.types("e");
        assert!(!at.screen().contains("edit on"), "{}", at.screen());
        let record = at.running.app.document.state().measure("f-alpha").unwrap();
        assert_eq!((record.programme.as_deref(), record.measure.word()), (Some("MINE"), "Travel ban"));
        let heads = given.borrow()[2].matches("//: line").count();
        assert_eq!(heads, 1, "what was wrong is said once");
    });
}

#[test]
fn each_kind_of_fault_names_its_place_and_the_text_can_be_thrown_away() {
    for (from, to, said) in [
        ("id: \"f-alpha\"", "id: \"f-alpha\", id: \"x\"", "line 4, column 20: the field id stands twice"),
        ("issuer:", "isuer:", "did you mean issuer?"),
        ("\"FF\"", "\"NOBODY\"", "line 5, column 13: there is no subject NOBODY"),
        ("\"2024-01-01\"", "\"2024-13\"", "line 9, column "),
        ("[\"wire\"]", "[]", "line 9, column "),
        ("history: [", "history: ", "line "),
        ("id: \"f-alpha\"", "id: \"f-beta\"", "line 4, column 9: there is a record f-beta already"),
        ("id: \"f-alpha\"", "id: \"not so\"", "line 4, column 9: "),
    ] {
        let desk = Desk::with(FILE);
        desk.at_work(true, |at| {
            replaces(at, from, to);
            at.types("2gE");
            let screen = at.screen().replace("│\n│ ", "");
            let flat: String = screen.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(flat.contains("wrong with the text") && flat.contains(said), "{said}\n{screen}");
            at.types("d");
            assert!(at.screen().contains("what was typed in the editor is discarded"), "{}", at.screen());
            assert!(!at.running.app.document.is_dirty());
        });
    }
}

#[test]
fn a_new_id_is_followed_and_a_record_that_is_missing_or_new_is_understood() {
    let desk = Desk::with(FILE);
    desk.at_work(true, |at| {
        replaces(at, "f-alpha", "renamed");
        at.types("2g<Space>E");
        assert!(at.screen().contains("its text edited"), "{}", at.screen());
        let state = at.running.app.document.state();
        assert_eq!(state.records().events.get(0).unwrap().links[0].as_str(), "renamed");
        assert_eq!(at.running.app.marked()[0].as_str(), "renamed");
        at.types("u");
        assert!(!at.running.app.document.is_dirty());
        // A second record behind the first is a new one.
        at.edits(|text| {
            let body = text::without_head(text).trim_end().to_owned();
            SAVED(format!(
                "(sanctions: [{body}, {}])",
                body.replace("f-alpha", "more").replace("AssetFreeze", "TravelBan")
            ))
        });
        at.types("E");
        assert!(at.running.app.document.state().measure("more").is_some(), "{}", at.screen());
        let told = at.running.app.message.as_ref().map_or("", |(_, text)| text);
        assert!(told.starts_with("1 measure added · "), "{told}");
        at.types("u");
        // One of two is missing.
        at.edits(|text| {
            let from = text.find("        (\n            id: \"f-beta\"").unwrap();
            SAVED(format!("{}    ],\n)", &text[..from]))
        });
        at.types("*E");
        assert!(at.screen().contains("the record f-beta is missing"), "{}", at.screen());
    });
}

#[test]
fn an_editor_that_is_missing_fails_is_killed_or_leaves_nothing_changes_nothing_and_says_so() {
    let failed =
        |text: &str, why: &str| Ok(EditorEnd { text: text.to_owned(), failure: Some(why.to_owned()) });
    let cases: Vec<(Deed, &str)> = vec![
        (Box::new(|_| Err("the editor x cannot be started".to_owned())), "the editor x cannot be started"),
        (Box::new(move |text| failed(text, "x ended with exit code 1")), "exit code 1: nothing is changed"),
        (Box::new(move |_| failed("", "x was ended by signal 9")), "signal 9: nothing is changed"),
        (Box::new(|_| SAVED(String::new())), "came back empty: nothing is changed"),
        (Box::new(|_| SAVED("// a comment\n".to_owned())), "came back empty: nothing is changed"),
        (Box::new(|text| SAVED(text.to_owned())), "nothing has changed"),
    ];
    for (editor, said) in cases {
        let desk = Desk::with(FILE);
        desk.at_work(true, |at| {
            in_turn(at, vec![editor]);
            at.types("2gE");
            assert!(at.screen().contains(said), "{said}\n{}", at.screen());
            assert!(!at.running.app.document.is_dirty() && at.running.app.modals.is_empty());
        });
    }
    // What it had written is kept until the person decides.
    let desk = Desk::with(FILE);
    desk.at_work(true, |at| {
        let given = in_turn(
            at,
            vec![
                Box::new(move |text| failed(&text.replace("ONE", "HALF"), "x was ended by signal 9")),
                Box::new(|_| Err("the editor x cannot be started".to_owned())),
                Box::new(|text| SAVED(text.replace("HALF", "WHOLE"))),
            ],
        );
        at.types("2gE");
        assert!(at.screen().contains("signal 9: nothing is changed yet"), "{}", at.screen());
        at.types("e");
        assert!(at.screen().contains("What was typed before is kept"), "{}", at.screen());
        at.types("e");
        assert!(given.borrow()[2].contains("HALF"));
        let record = at.running.app.document.state().measure("f-alpha").unwrap();
        assert_eq!(record.programme.as_deref(), Some("WHOLE"), "{}", at.screen());
    });
}

#[test]
fn what_somebody_else_has_changed_meanwhile_goes_together_with_it_or_is_told() {
    // Another field: both stand.
    let desk = Desk::with(FILE);
    let file = desk.file();
    desk.at_work(true, |at| {
        at.edits(move |text| {
            std::fs::write(&file, FILE.replace("programme: \"ONE\"", "programme: \"THEIRS\"")).unwrap();
            SAVED(text.replace("AssetFreeze", "TravelBan"))
        });
        at.types("2gE");
        at.takes(beltui::shell::Message::Disturbed);
        let record = at.running.app.document.state().measure("f-alpha").unwrap();
        assert_eq!((record.programme.as_deref(), record.measure.word()), (Some("THEIRS"), "Travel ban"));
    });
    // The same field, on disk: it is asked which.
    let desk = Desk::with(FILE);
    let file = desk.file();
    desk.at_work(true, |at| {
        at.edits(move |text| {
            std::fs::write(&file, FILE.replace("programme: \"ONE\"", "programme: \"THEIRS\"")).unwrap();
            SAVED(text.replace("\"ONE\"", "\"MINE\""))
        });
        at.types("2gE");
        at.takes(beltui::shell::Message::Disturbed);
        assert!(at.screen().contains("Both sides changed this"), "{}", at.screen());
    });
}

#[test]
fn what_came_while_a_text_waited_to_be_mended_is_never_written_over_unseen() {
    let desk = Desk::with(FILE);
    desk.at_work(true, |at| {
        let given = in_turn(
            at,
            vec![
                Box::new(|text| {
                    SAVED(text.replace("\"ONE\"", "\"MINE\"").replace("AssetFreeze", "Nonsense"))
                }),
                Box::new(|text| SAVED(text.replace("Nonsense", "AssetFreeze"))),
                Box::new(|text| SAVED(text.to_owned())),
            ],
        );
        at.types("2gE");
        assert!(at.screen().contains("wrong with the text"), "{}", at.screen());
        desk.replace("programme: \"ONE\"", "programme: \"THEIRS\"");
        at.takes(beltui::shell::Message::Disturbed);
        desk.replace("measure: AssetFreeze, programme: \"TWO\"", "measure: TravelBan, programme: \"TWO\"");
        at.takes(beltui::shell::Message::Disturbed);
        at.types("e");
        assert!(at.screen().contains("programme of f-alpha was changed meanwhile"), "{}", at.screen());
        let programme = |at: &AtWork<'_, '_>| {
            at.running.app.document.state().measure("f-alpha").unwrap().programme.clone()
        };
        assert_eq!(programme(at).as_deref(), Some("THEIRS"));
        at.types("e");
        assert!(given.borrow()[2].contains("it says now: \"THEIRS\""), "{}", given.borrow()[2]);
        assert_eq!(programme(at).as_deref(), Some("MINE"), "{}", at.screen());
        // What is gone meanwhile is not made anew.
    });
}

#[test]
fn a_note_in_a_form_comes_back_with_its_lines() {
    let desk = Desk::with(FILE);
    desk.at_work(true, |at| {
        at.edits(|text| {
            assert_eq!(text, "old");
            SAVED("One line.\r\nAnother: é\u{301} дело\x1b\n".to_owned())
        });
        at.types("3/talks<Enter>e");
        let to_note = "<Tab>".repeat(12);
        at.types(&format!("{to_note}old<Ctrl-e>"));
        assert!(at.screen().contains("Another: "), "{}", at.screen());
        at.types("<Ctrl-s>");
        let note = at.running.app.document.state().records().events.get(0).unwrap().note.clone();
        assert_eq!(note.as_deref(), Some("One line.\nAnother: é\u{301} дело"), "{}", at.screen());
        // In any other field the key goes to its end.
        at.edits(|_| panic!("no editor is asked for"));
        at.types("e<Tab><Tab><Ctrl-a><Ctrl-e>!<Ctrl-s>");
        assert_eq!(at.running.app.document.state().records().events.get(0).unwrap().title.as_str(), "Talks!");
    });
}

#[test]
fn every_shipped_record_comes_back_from_its_text_as_it_was() {
    let state = shipped().state;
    for list in RecordKind::ALL.iter().copied() {
        let all: Vec<Owned> = (0..state.len(list))
            .filter_map(|at| state.at(Place { list, at }))
            .map(Record::to_owned)
            .collect();
        for records in all.chunks(7) {
            let text = text::written(records, &["a word\non it".to_owned()]);
            let edited = text::read(&text, &state, records, &mut Vec::new()).unwrap();
            assert_eq!(edited.ops, [], "{text}");
        }
        if let Some(one) = all.first() {
            let text = text::written(std::slice::from_ref(one), &[]);
            assert_eq!(
                text::read(&text, &state, std::slice::from_ref(one), &mut Vec::new()).unwrap().ops,
                []
            );
        }
    }
}

#[test]
fn what_refers_to_records_that_swap_places_in_a_text_follows_each_by_its_new_id() {
    let state = load_text(FILE.to_owned()).state;
    let originals: Vec<Owned> =
        ["f-alpha", "f-beta", "talks"].iter().map(|id| state.record(id).unwrap().to_owned()).collect();
    let text = text::written(&originals, &[]).replace("id: \"f-alpha\"", "id: \"one\"");
    let text = text.replace("id: \"f-beta\"", "id: \"two\"");
    let edited = text::read(&text, &state, &originals, &mut Vec::new()).unwrap();
    let mut document = beltui::edit::document::Document::new(state);
    document.commit(&Transaction::new("edit", edited.ops.clone())).unwrap();
    let links: Vec<String> =
        document.state().records().events.get(0).unwrap().links.iter().map(ToString::to_string).collect();
    assert_eq!(links, ["one", "two"]);
    assert!(edited.ops.iter().all(|op| matches!(op, Op::Replace { .. })));
}
