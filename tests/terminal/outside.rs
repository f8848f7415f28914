//! Somebody else at the same file: what they change is taken over, and a second window only looks.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::editing::{EASED, edits, lock_of, saves};
use crate::harness::{Home, Pty};

/// Changes one text of a file in one step, as another program would.
fn replace(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{from}");
    let beside = file.with_extension("new");
    fs::write(&beside, text.replacen(from, to, 1)).unwrap();
    fs::rename(&beside, file).unwrap();
}

const PROGRAMME: &str = "programme: \"BELARUS-EO14038\"";

/// Types another programme into the form of a measure.
const OURS: &str = "2/id:us-belavia-asset-freeze\re\t\t\t\t\x15OURS";

#[test]
fn a_change_that_comes_while_a_form_is_open_is_taken_over_and_both_are_saved() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    pty.types(OURS);
    pty.says("OURS");
    replace(&file, "list_refs: [\"OFAC 44541\"]", "list_refs: [\"OFAC 1\"]");
    pty.says("1 record taken over");
    assert!(pty.shown().says("OURS"), "the form stays open");
    // The record was changed under the form: the first tells so.
    pty.types("\x13");
    pty.says("the record was changed meanwhile");
    pty.types("\x13");
    pty.says("u takes it back");
    saves(&mut pty);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("programme: \"OURS\"") && text.contains("OFAC 1\""));
}

#[test]
fn what_both_changed_is_a_choice_whose_answer_is_saved() {
    for (answer, wanted) in [(" \r", "THEIRS"), ("\r", "OURS")] {
        let home = Home::new();
        let file = home.shipped();
        let mut pty = Pty::dashboard(&home, &file);
        pty.types(&format!("{OURS}\x13"));
        pty.says("u takes it back");
        replace(&file, PROGRAMME, "programme: \"THEIRS\"");
        pty.says("Both sides changed this");
        pty.until("both sides", |shown| shown.says("\"OURS\"") && shown.says("\"THEIRS\""));
        pty.types(answer);
        pty.until("the panes", |shown| !shown.says("Both sides changed this"));
        if wanted == "OURS" {
            pty.types("q");
            pty.says("1 unsaved change");
            pty.types("s");
        } else {
            // It is merged beside the loop; then nothing is left to save.
            pty.says("1 record taken over");
            pty.until("no unsaved edits", |shown| !shown.says("unsaved"));
            pty.types("q");
        }
        let (code, _) = pty.ends();
        assert_eq!(code, 0, "{wanted}");
        assert!(fs::read_to_string(&file).unwrap().contains(&format!("programme: \"{wanted}\"")), "{wanted}");
    }
}

#[test]
fn a_second_window_only_looks_and_says_who_has_the_file() {
    let home = Home::new();
    let file = home.shipped();
    let mut first = Pty::dashboard(&home, &file);
    let mut second = Pty::dashboard(&home, &file);
    second.says(&format!("open for reading only: process {} has it open", first.pid));
    second.says("read-only");
    second.types("2e");
    second.says("the file is open for reading only");
    edits(&mut first);
    saves(&mut first);
    second.types("q");
    assert_eq!(second.ends().0, 0);
    assert!(lock_of(&file).exists(), "the lock is that of the first");
    first.types("q");
    assert_eq!(first.ends().0, 0);
    assert!(!lock_of(&file).exists());
    let third = Pty::dashboard(&home, &file);
    assert!(!third.shown().says("read-only"));
}

#[test]
fn a_pipe_in_the_place_of_the_file_is_told_and_keys_are_answered() {
    let home = Home::new();
    let file = home.shipped();
    let text = fs::read_to_string(&file).unwrap();
    let mut pty = Pty::dashboard(&home, &file);
    edits(&mut pty);
    fs::remove_file(&file).unwrap();
    assert!(Command::new("mkfifo").arg(&file).status().unwrap().success());
    pty.says("a named pipe stands where the file was");
    pty.types("?");
    pty.says("Keys that work here");
    pty.types("\x1b");
    pty.until("the panes", |shown| !shown.says("Keys that work here"));
    pty.types("w");
    pty.says("not saved: a named pipe stands where the file was");
    fs::remove_file(&file).unwrap();
    fs::write(&file, text.replacen("title: \"Belarus and the West\"", "title: \"Theirs\"", 1)).unwrap();
    pty.says("Theirs");
    saves(&mut pty);
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(EASED) && text.contains("Theirs"));
}
