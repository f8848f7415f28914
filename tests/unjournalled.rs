//! An accepted edit is in the journal, or the screen says that it is not: there is no third state. And a version that
//! cannot be kept is asked about before anything is saved.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::path::Path;

use beltui::app::App;
use beltui::edit::op::Transaction;
use beltui::store::aside;
use beltui::store::journal::JournalPlace;
use beltui::store::places::SHIPPED;
use common::desk::{AtWork, Desk};

/// A new event; its title is typed.
fn adds(title: &str) -> String {
    format!("3a<Tab>t<Tab>{title}<Tab><Tab>vedomosti<Tab><Ctrl-s>")
}

fn has(app: &App, title: &str) -> bool {
    app.facts.state().records().events.iter().any(|event| &*event.title == title)
}

/// In the place of the state directory stands a file.
fn blocked(desk: &Desk) {
    fs::write(desk.state_dir(), "in the way").unwrap();
}

fn freed(desk: &Desk) {
    fs::remove_file(desk.state_dir()).unwrap();
}

fn head(at_work: &AtWork<'_, '_>) -> String {
    at_work.screen().lines().next().unwrap().to_owned()
}

/// What an unused session would be offered.
fn offered(desk: &Desk) -> Vec<Transaction> {
    desk.opened().unwrap().recovery
}

#[test]
fn without_a_journal_every_edit_says_so_and_the_header_does_until_there_is_one() {
    let desk = Desk::new();
    blocked(&desk);
    desk.at_work(false, |at_work| {
        assert!(head(at_work).contains("✗ no journal"), "{}", at_work.screen());
        for title in ["First", "Second"] {
            at_work.types(&adds(title));
            assert!(has(at_work.running.app, title), "{}", at_work.screen());
            assert!(at_work.screen().contains("this change is not in the journal"), "{}", at_work.screen());
            at_work.types("k");
            assert!(head(at_work).contains("✗ no journal · ✎ "), "{}", at_work.screen());
        }
        freed(&desk);
        at_work.types(&adds("Third"));
        assert!(!at_work.screen().contains("journal"), "{}", at_work.screen());
    });
    // All three are safe: the journal was begun with what it had missed.
    assert_eq!(offered(&desk).len(), 1);
    let (app, _) = desk.session(&["r"], false);
    assert!(["First", "Second", "Third"].iter().all(|title| has(&app, title)));
}

#[test]
fn a_journal_that_is_taken_away_under_the_program_is_begun_again_with_all_edits() {
    let desk = Desk::new();
    desk.at_work(false, |at_work| {
        at_work.types(&adds("First"));
        fs::remove_dir_all(desk.state_dir()).unwrap();
        at_work.types(&adds("Second"));
        assert!(!head(at_work).contains("no journal"), "{}", at_work.screen());
    });
    let (app, _) = desk.session(&["r"], false);
    assert!(["First", "Second"].iter().all(|title| has(&app, title)));
}

#[test]
fn a_version_that_cannot_be_kept_is_asked_about_and_nothing_is_saved_before_that() {
    for (answer, saved, beside) in [("c", false, false), ("n", true, false), ("b", true, true)] {
        let desk = Desk::new();
        blocked(&desk);
        let (app, _) = desk.at_work(true, |at_work| {
            at_work.types(&adds("First"));
            at_work.types("w");
            assert!(at_work.screen().contains("The version before cannot be kept"), "{}", at_work.screen());
            assert_eq!(desk.text(), SHIPPED);
            at_work.types(answer);
            // What was chosen counts for the next save as well.
            if saved {
                at_work.types(&adds("Second"));
                at_work.types("w");
            }
        });
        assert_eq!(!app.document.is_dirty(), saved, "{answer}");
        assert_eq!(desk.text().contains("\"Second\""), saved, "{answer}");
        let kept = desk.folder.path().join("files/belarus.ron.backup-1");
        assert_eq!(fs::read_to_string(kept).is_ok_and(|text| text == SHIPPED), beside, "{answer}");
    }
}

#[test]
fn save_and_quit_ends_after_the_question_and_not_where_nothing_is_saved() {
    for (answer, ends) in [("n", true), ("c", false)] {
        let desk = Desk::new();
        blocked(&desk);
        desk.at_work(true, |at_work| {
            at_work.types(&adds("First"));
            at_work.types("q");
            at_work.types("s");
            assert!(at_work.exit.is_none());
            at_work.types(answer);
            assert_eq!(at_work.exit.is_some(), ends, "{answer}: {}", at_work.screen());
        });
    }
}

fn set_aside(desk: &Desk) -> usize {
    aside::list(&desk.state_dir(), &desk.file()).unwrap().len()
}

#[test]
fn what_is_discarded_at_a_question_is_kept_and_told() {
    let desk = Desk::new();
    desk.session(&[&adds("First")], false);
    let journal = JournalPlace::of(&desk.state_dir(), &desk.file());
    let before = fs::read(Path::new(journal.path())).unwrap();
    desk.at_work(true, |at_work| {
        at_work.types("d");
        assert!(at_work.screen().contains("the discarded edits are kept as 1"), "{}", at_work.screen());
        assert!(!has(at_work.running.app, "First"));
    });
    let kept = aside::list(&desk.state_dir(), &desk.file()).unwrap();
    assert_eq!(fs::read(&kept[0].path).unwrap(), before);
    assert!(offered(&desk).is_empty());
    // Leaving without saving is no different.
    desk.session(&[&adds("Second"), "q", "d"], true);
    assert_eq!(set_aside(&desk), 2);
    assert!(offered(&desk).is_empty());
    // What was saved, or taken back, is nothing to keep.
    desk.session(&[&adds("Third"), "w"], true);
    desk.session(&[&adds("Fourth"), "u"], true);
    assert_eq!(set_aside(&desk), 2);
}
