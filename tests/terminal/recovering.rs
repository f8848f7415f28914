//! The program dies, or is made to end: the edits that it said yes to come back.

use std::fs;
use std::path::Path;

use crate::editing::{EASED, edits, saves};
use crate::harness::{Home, Pty, WINDOW};

/// Ends the program as no program can prepare for.
fn dies(pty: &mut Pty) {
    pty.signal("KILL");
    pty.ends();
}

/// The dashboard on a file, once it offers what a crash has left.
fn offers(home: &Home, file: &Path) -> Pty {
    let pty = Pty::start(home.dashboard(file), WINDOW);
    pty.says("Unsaved edits were found");
    pty
}

#[test]
fn an_edit_of_a_program_that_was_killed_is_offered_recovered_and_saved() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    edits(&mut pty);
    dies(&mut pty);
    assert!(!fs::read_to_string(&file).unwrap().contains(EASED));
    let mut pty = offers(&home, &file);
    pty.says("1 edit of the last session");
    // Killed once more before an answer: it is offered again.
    dies(&mut pty);
    let mut pty = offers(&home, &file);
    pty.types("r");
    pty.says("1 recovered");
    pty.says("✎ 1 unsaved");
    // And once more after it: what was recovered is not lost either.
    dies(&mut pty);
    let mut pty = offers(&home, &file);
    pty.types("r");
    pty.says("1 recovered");
    saves(&mut pty);
    assert!(fs::read_to_string(&file).unwrap().contains(EASED));
    dies(&mut pty);
    let pty = Pty::dashboard(&home, &file);
    assert!(!pty.shown().says("Unsaved edits"), "what is saved is not offered");
}

#[test]
fn edits_that_were_discarded_are_not_offered_again() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    edits(&mut pty);
    dies(&mut pty);
    let mut pty = offers(&home, &file);
    pty.types("d");
    pty.says("discarded");
    dies(&mut pty);
    let mut pty = Pty::dashboard(&home, &file);
    assert!(!pty.shown().says("Unsaved edits"));
    // Edits that are discarded with the program are gone as well.
    edits(&mut pty);
    pty.types("q");
    pty.says("1 unsaved change");
    pty.types("d");
    assert_eq!(pty.ends().0, 0);
    let pty = Pty::dashboard(&home, &file);
    assert!(!pty.shown().says("Unsaved edits"));
    assert!(!fs::read_to_string(&file).unwrap().contains(EASED));
}

#[test]
fn an_edit_of_a_program_that_a_signal_ended_is_offered() {
    for (signal, code) in [("TERM", 143), ("HUP", 129)] {
        let home = Home::new();
        let file = home.shipped();
        let mut pty = Pty::dashboard(&home, &file);
        edits(&mut pty);
        pty.signal(signal);
        assert_eq!(pty.ends().0, code);
        let mut pty = Pty::start(home.dashboard(&file), WINDOW);
        pty.says("Unsaved edits were found");
        pty.types("r");
        pty.says("1 recovered");
        saves(&mut pty);
        assert!(fs::read_to_string(&file).unwrap().contains(EASED), "{signal}");
    }
}

#[test]
fn an_undo_after_a_save_is_recovered_as_well() {
    let home = Home::new();
    let file = home.shipped();
    let before = fs::read_to_string(&file).unwrap();
    let mut pty = Pty::dashboard(&home, &file);
    edits(&mut pty);
    saves(&mut pty);
    pty.types("u");
    pty.says("undone: ");
    dies(&mut pty);
    let mut pty = offers(&home, &file);
    pty.types("r");
    pty.says("1 recovered");
    saves(&mut pty);
    assert!(fs::read_to_string(&file).unwrap() == before, "to the byte");
}
