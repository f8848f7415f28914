//! Edits that reach the file, and a file that is left alone and free when the program ends.

use std::fs;
use std::path::{Path, PathBuf};

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
    pty.says("✎ 1 unsaved");
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

/// All files in a folder and in those below it: the home of a test holds journals and backups too.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).collect()
}

/// A file that takes a while to be read.
fn large(home: &Home) -> PathBuf {
    let mut bytes = Vec::new();
    crate::compose::write(20_000, 7, &mut bytes).unwrap();
    home.file("large.ron", std::str::from_utf8(&bytes).unwrap())
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
        let mut files = files_in(file.parent().unwrap());
        files.retain(|path| !path.ends_with("settings.ron"));
        assert_eq!(files, std::slice::from_ref(&file), "{keys:?} {signal:?}");
    }
}
