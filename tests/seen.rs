//! Questions that no key has raised, and keys that were typed before anybody saw them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::app::modal::Choice;
use beltui::app::{App, Modal};
use beltui::shell::Message;
use common::desk::{Desk, typed};
use common::press;

/// One edit that is accepted and never saved.
const EDIT: &str = "2/id:us-naftan<Enter>+<Tab>eased<Tab>vedomosti<Ctrl-s>";

fn asks(app: &App) -> bool {
    matches!(app.modals.last(), Some(Modal::Question(_)))
}

#[test]
fn a_key_that_waits_behind_the_file_does_not_answer_what_the_file_raises() {
    let desk = Desk::new();
    desk.session(&[EDIT], false);
    for key in ["d", "r", "l", "<Enter>", "<Esc>", "<Tab><Tab><Enter>"] {
        let (app, _) = desk.at_work(false, |_| {});
        assert!(asks(&app));
        let (app, _) = desk.at_work(false, |at_work| {
            // The file is opened once more, and the key is there before the loop has taken it.
            at_work.running.app.modals.clear();
            let edits = std::mem::take(&mut at_work.running.app.file.recovery);
            at_work.running.app.offer_recovery(edits);
            at_work.hears(typed(key));
        });
        assert!(asks(&app) && app.file.recovery.len() == 1, "{key}");
    }
    let (app, _) = desk.session(&["r"], true);
    assert_eq!(app.document.unsaved(), 1);
}

#[test]
fn a_question_that_a_key_has_raised_takes_the_very_next_key() {
    let desk = Desk::new();
    let (_, exit) = desk.session(&[&format!("{EDIT}qd")], true);
    assert!(matches!(exit, beltui::shell::Exit::Quit));
}

#[test]
fn both_sides_are_chosen_between_only_once_they_were_seen() {
    let mut app = common::app((120, 36), "2025-10-28");
    let choice = Choice {
        what: "Alpha Works".to_owned(),
        ours: Some("a".to_owned()),
        theirs: Some("b".to_owned()),
        take_theirs: false,
    };
    app.ask_choices(vec![choice]);
    press(&mut app, "<Space><Enter><Esc>");
    app.paste("q");
    assert!(matches!(app.modals.as_slice(), [Modal::Conflicts(asked)] if !asked.choices[0].take_theirs));
    let number = app.is_asked().unwrap();
    assert_eq!(app.is_asked(), None, "a frame is the first one once");
    press(&mut app, "<Space><Enter>");
    app.may_be_answered(number - 1);
    press(&mut app, "<Space><Enter>");
    app.may_be_answered(number);
    assert!(matches!(app.modals.as_slice(), [Modal::Conflicts(asked)] if !asked.choices[0].take_theirs));
    press(&mut app, "<Space>");
    assert!(matches!(app.modals.as_slice(), [Modal::Conflicts(asked)] if asked.choices[0].take_theirs));
}

#[test]
fn a_question_that_is_gone_before_it_was_drawn_drops_no_key() {
    let mut app = common::app((120, 36), "2025-10-28");
    app.ask_choices(vec![Choice {
        what: "Alpha Works".to_owned(),
        ours: None,
        theirs: Some("b".to_owned()),
        take_theirs: false,
    }]);
    app.modals.clear();
    assert_eq!(app.is_asked(), None, "nothing of it is on the screen");
    press(&mut app, "t");
    assert!(matches!(app.modals.last(), Some(Modal::AskDay(..))));
}

#[test]
fn keys_typed_while_a_save_goes_on_do_not_answer_what_its_end_raises() {
    let desk = Desk::new();
    let (app, exit) = desk.at_work(true, |at_work| {
        at_work.types(EDIT);
        // The save begins, the program shall end behind it, and something is edited meanwhile.
        at_work.running.app.file.save.then_quit = true;
        let effects = at_work.running.app.saved(Ok(()));
        assert!(effects.is_empty());
        at_work.hears(typed("d"));
        at_work.hears(Message::Input(Vec::new()));
    });
    assert!(asks(&app) && !matches!(exit, beltui::shell::Exit::Quit));
}
