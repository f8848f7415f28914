//! The dashboard on a file of schema 1, and one that somebody makes of schema 1 while it is open.

use std::fs;

use beltui::shell::Message;
use beltui::store::backups::list;
use beltui::store::load::load_text;

use super::common::desk::Desk;
use super::common::screen;
use super::{QUELLAND, desk};

#[test]
fn a_file_of_schema_1_is_shown_for_reading_only_and_never_written() {
    let desk = desk(QUELLAND);
    let opened = desk.opened().unwrap();
    assert_eq!(
        opened.read_only.as_deref(),
        Some("it is of schema 1: beltui upgrade FILE makes it one of schema 2")
    );
    assert!(opened.open_file.is_none() && opened.loaded.errors() == 0);
    drop(opened);
    let (app, _) = desk.at_work(true, |at_work| {
        let shown = at_work.screen();
        assert!(shown.contains("read-only") && shown.contains("Alpha Works OJSC"), "{shown}");
        let message = &at_work.running.app.message.as_ref().unwrap().1;
        assert_eq!(
            message,
            "open for reading only: it is of schema 1: beltui upgrade FILE makes it one of schema 2"
        );
        at_work.types("2je<Ctrl-s>");
        let told = &at_work.running.app.message.as_ref().unwrap().1;
        let wanted = "the file is open for reading only: it is of schema 1: beltui upgrade FILE makes";
        assert!(told.starts_with(wanted), "{told}");
        // Why it is can be looked up at any time.
        at_work.types(":what is wrong<Enter>");
        let shown = at_work.screen();
        assert!(shown.contains("Opened for reading only: it is of schema 1: beltui upgrade"), "{shown}");
        at_work.types("wu");
    });
    assert!(!app.document.is_dirty());
    assert!(desk.text() == QUELLAND);
    assert!(!desk.state_dir().exists(), "no journal and no backup");
    assert_eq!(fs::read_dir(desk.folder.path().join("files")).unwrap().count(), 1, "no lock stays");
}

#[test]
fn what_is_wrong_in_it_is_shown_with_its_place_in_the_file() {
    let desk = desk(&QUELLAND.replace("kind: Vessel", "kind: Boat"));
    let (app, _) = desk.session(&[""], true);
    let shown = screen(&app);
    assert!(shown.contains("kind cannot be Boat") && shown.contains("33:69"), "{shown}");
}

/// An edit in the dashboard: a measure gets a note.
const EDIT: &str = "2/id:us-ship<Enter>e<Shift-Tab>Kept by hand<Ctrl-s>";

#[test]
fn a_file_that_somebody_makes_of_schema_1_is_taken_as_its_upgrade_and_a_save_writes_schema_2() {
    let new = load_text(QUELLAND.to_owned()).text;
    let desk = Desk { state: "beltui", ..Desk::with(&new) };
    // The other side has gone back to schema 1, and says something else.
    let theirs = QUELLAND.replace("title: \"Trade of Quelland\"", "title: \"Theirs\"");
    let (app, _) = desk.at_work(true, |at_work| {
        fs::write(desk.file(), &theirs).unwrap();
        at_work.takes(Message::Disturbed);
        let app = &at_work.running.app;
        assert_eq!(&*app.facts.state().head().title, "Theirs");
        let message = &app.message.as_ref().unwrap().1;
        assert!(message.contains("schema 1") && message.contains("a save writes schema 2"), "{message}");
        assert!(desk.text() == theirs, "nothing is written before somebody saves");
        at_work.types(EDIT);
        at_work.types("w");
    });
    assert!(!app.document.is_dirty(), "{}", screen(&app));
    let text = desk.text();
    assert!(
        text.contains("schema: 2")
            && text.contains("title: \"Theirs\"")
            && text.contains("Kept by hand")
            && text.contains("// a works"),
        "{text}"
    );
    let kept = list(&desk.state_dir(), &desk.file()).unwrap();
    assert!(fs::read_to_string(&kept[0].path).unwrap() == theirs, "the backup is what was in the file");
}
