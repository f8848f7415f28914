//! Edits that reach the file, and a file that is left alone and free when the program ends.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::harness::{Home, Pty, WINDOW};

/// Naftan's measure is eased; what stands in the file then.
pub const STEP: &str = "2/id:us-naftan\r+\teased\tvedomosti\x13";
pub const EASED: &str = "what: Eased, sources: [\"vedomosti\"]";

/// The lock beside a file.
pub fn lock_of(file: &Path) -> PathBuf {
    file.with_file_name(format!(".{}.lock", file.file_name().unwrap().to_str().unwrap()))
}

/// Types the edit, and waits until it is accepted.
pub fn edits(pty: &mut Pty) {
    pty.types(STEP);
    pty.says("u takes it back");
    pty.says("● 1 unsaved");
}

/// Saves, and waits until that is done.
pub fn saves(pty: &mut Pty) {
    pty.types("w");
    pty.says("saved ");
    pty.until("no unsaved edits", |shown| !shown.says("unsaved") && !shown.says("saving …"));
}

#[test]
fn an_edit_that_is_saved_stands_in_the_file_and_nothing_is_left_beside_it() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    edits(&mut pty);
    assert!(!fs::read_to_string(&file).unwrap().contains(EASED));
    saves(&mut pty);
    assert!(fs::read_to_string(&file).unwrap().contains(EASED));
    assert!(lock_of(&file).exists());
    pty.types("q");
    assert_eq!(pty.ends().0, 0);
    assert!(!lock_of(&file).exists());
    // Nothing is offered at the next start.
    let pty = Pty::dashboard(&home, &file);
    assert!(!pty.shown().says("Unsaved edits"));
}

#[test]
fn quitting_with_unsaved_edits_saves_discards_or_stays_as_asked() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    edits(&mut pty);
    pty.types("q");
    pty.says("1 unsaved change");
    pty.types("c");
    pty.until("the panes", |shown| !shown.says("1 unsaved change"));
    pty.types("q");
    pty.says("1 unsaved change");
    pty.types("s");
    assert_eq!(pty.ends().0, 0);
    assert!(fs::read_to_string(&file).unwrap().contains(EASED));
    let mut pty = Pty::dashboard(&home, &file);
    pty.types("2/id:us-naftan\rd");
    pty.says("refers to it");
    pty.types("r");
    pty.says("u takes it back");
    pty.types("q");
    pty.says("1 unsaved change");
    pty.types("d");
    assert_eq!(pty.ends().0, 0);
    assert!(fs::read_to_string(&file).unwrap().contains(EASED));
}

/// A file that takes a while to be read.
fn large(home: &Home) -> PathBuf {
    let made = Command::new(env!("CARGO_BIN_EXE_beltui"))
        .args(["generate", "--sanctions", "20000", "--seed", "7"])
        .output()
        .unwrap();
    assert!(made.status.success());
    home.file("large.ron", std::str::from_utf8(&made.stdout).unwrap())
}

#[test]
fn leaving_while_the_file_is_read_leaves_no_lock_and_no_journal() {
    let home = Home::new();
    let file = large(&home);
    for (keys, signal, code) in
        [("q", None, 0), ("\x03", None, 0), ("", Some("TERM"), 143), ("", Some("INT"), 130)]
    {
        let mut pty = Pty::start(home.dashboard(&file), WINDOW);
        pty.until("the lock while it is read", |shown| shown.says("reading ") && lock_of(&file).exists());
        pty.types(keys);
        if let Some(signal) = signal {
            pty.signal(signal);
        }
        let (ended, modes) = pty.ends();
        assert_eq!((ended, modes == pty.before), (code, true), "{keys:?} {signal:?}");
        assert!(!lock_of(&file).exists(), "{keys:?} {signal:?}");
        let beside: Vec<_> = fs::read_dir(file.parent().unwrap())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .filter(|name| name.contains("large.ron") && name != "large.ron")
            .collect();
        assert_eq!(beside, [""; 0]);
    }
    let journals = home.path("beltui/journals");
    assert_eq!(fs::read_dir(journals).map_or(0, Iterator::count), 0);
}
