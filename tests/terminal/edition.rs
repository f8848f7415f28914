//! A new edition of the shipped file, offered on the real screen.

use std::fs;
use std::path::PathBuf;

use beltui::store::backups;
use beltui::store::edition::Copy;
use beltui::store::places::SHIPPED;

use crate::harness::{Home, Pty, WINDOW};

/// What an earlier edition called the file, and what it is called now.
const TITLE: [&str; 2] = ["title: \"Quelland\"", "title: \"Belarus and the West\""];

/// What a person has written above it.
const MINE: &str = "// mine: ask Beta about it\n(";

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

fn older() -> String {
    replaced(SHIPPED, TITLE[1], TITLE[0])
}

/// The person's own copy of an earlier edition, with a comment of his own; where it is, and the state directory.
fn own(home: &Home) -> (PathBuf, PathBuf) {
    let (file, state) = (home.path("beltui/belarus.ron"), home.path("beltui"));
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, replaced(&older(), "\n(", &format!("\n{MINE}"))).unwrap();
    Copy::with(&file, &state, older()).begin().unwrap();
    (file, state)
}

/// The dashboard without a file named.
fn dashboard(home: &Home, arguments: &[&str]) -> Pty {
    let mut command = home.program(env!("CARGO_BIN_EXE_beltui"));
    command.args(arguments);
    Pty::start(command, WINDOW)
}

const OFFERED: &str = "A new edition of the shipped file";

#[test]
fn a_new_edition_is_offered_looked_at_and_taken_and_is_there_when_the_program_is_killed() {
    let home = Home::new();
    let (file, state) = own(&home);
    let before = fs::read_to_string(&file).unwrap();
    let mut pty = dashboard(&home, &[]);
    pty.says(OFFERED);
    pty.types("l");
    pty.says("What the new edition changes");
    pty.says("Quelland → Belarus and the West");
    pty.types("\x1b");
    pty.until("the question again", |shown| {
        shown.says("take it") && !shown.says("What the new edition changes")
    });
    // Killed while it asks: it asks again.
    pty.signal("KILL");
    pty.ends();
    assert!(fs::read_to_string(&file).unwrap() == before);
    let mut pty = dashboard(&home, &[]);
    pty.says(OFFERED);
    pty.types("t");
    pty.says("new edition taken: 1 record");
    pty.signal("KILL");
    pty.ends();
    assert!(fs::read_to_string(&file).unwrap() == replaced(SHIPPED, "\n(", &format!("\n{MINE}")));
    let kept = backups::list(&state, &file).unwrap();
    assert!(fs::read_to_string(&kept[0].path).unwrap() == before);
    let mut pty = dashboard(&home, &[]);
    pty.says("2 Ledger");
    pty.says("jk move");
    pty.types("q");
    assert_eq!(pty.ends().0, 0);
    assert!(!pty.shown().wrote(OFFERED), "what is taken is not offered again");
}

#[test]
fn who_only_looks_or_holds_the_edition_is_offered_nothing() {
    let home = Home::new();
    own(&home);
    let mut pty = dashboard(&home, &["--read-only"]);
    pty.says("reading only");
    pty.types("q");
    assert_eq!(pty.ends().0, 0);
    assert!(!pty.shown().wrote(OFFERED));
    let home = Home::new();
    for _ in 0..2 {
        let mut pty = dashboard(&home, &[]);
        pty.until("the file", |shown| shown.says("first start") || shown.says("jk move"));
        pty.until("all of it", |shown| shown.says("2 Ledger") && !shown.says("reading …"));
        pty.types("q");
        assert_eq!(pty.ends().0, 0);
        assert!(!pty.shown().wrote(OFFERED));
    }
}
