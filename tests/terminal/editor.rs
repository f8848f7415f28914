//! A person's own editor in a real terminal: it has the terminal and the keys, and both come back.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::editing::saves;
use crate::harness::{Home, Pty, WINDOW};
use crate::leaving::given_back;

/// The dashboard with a script for an editor, once the file is on the screen.
fn with_editor(home: &Home, file: &Path, script: &str) -> Pty {
    let editor = home.file("editor", &format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(&editor, fs::Permissions::from_mode(0o755)).unwrap();
    with(home, file, editor.to_str().unwrap())
}

fn with(home: &Home, file: &Path, editor: &str) -> Pty {
    let scratch = scratch(home);
    fs::create_dir_all(&scratch).unwrap();
    let mut command = home.dashboard(file);
    command.env_remove("VISUAL");
    command.env("EDITOR", editor);
    command.env("TMPDIR", scratch);
    let pty = Pty::start(command, WINDOW);
    pty.until("the file", |shown| {
        shown.says("2 Ledger") && !shown.says("reading …") && shown.says("jk move")
    });
    pty
}

/// Where the texts are while they are edited.
fn scratch(home: &Home) -> PathBuf {
    home.path("scratch")
}

/// Nothing is left of a text that was edited.
fn nothing_is_left(home: &Home) {
    let left: Vec<_> = fs::read_dir(scratch(home)).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn the_editor_has_the_terminal_and_the_keys_and_what_it_writes_is_one_edit() {
    let home = Home::new();
    let file = home.shipped();
    let seen = home.path("seen");
    // It notes what the text is like, and who may read it; then it asks, and writes what is answered.
    let script = format!(
        "stat -c '%a' \"$1\" \"$(dirname \"$1\")\" >'{seen}'\nprintf 'which programme? '\nread answer\n\
         sed -i \"s/programme: \\\"[^\\\"]*\\\"/programme: \\\"$answer\\\"/\" \"$1\"",
        seen = seen.display()
    );
    let mut pty = with_editor(&home, &file, &script);
    let taken = pty.modes();
    pty.types("2/id:us-naftan-asset-freeze\rE");
    pty.says("which programme?");
    pty.until("the terminal, given back", given_back);
    assert_eq!(pty.modes(), pty.before, "as it was before the program");
    // Keys that mean something to the dashboard go to the editor.
    pty.types("qjdw\n");
    pty.says("programme edited · u takes it back");
    assert_eq!(pty.modes(), taken);
    assert_eq!(fs::read_to_string(&seen).unwrap(), "600\n700\n");
    nothing_is_left(&home);
    saves(&mut pty);
    assert!(fs::read_to_string(&file).unwrap().contains("programme: \"qjdw\""));
    pty.types("q");
    assert_eq!(pty.ends().0, 0);
}

#[test]
fn an_editor_that_is_missing_fails_or_is_killed_changes_nothing_and_the_screen_comes_back() {
    let home = Home::new();
    let file = home.shipped();
    let before = fs::read_to_string(&file).unwrap();
    let mut pty = with(&home, &file, "no-such-editor --wait");
    pty.types("2gE");
    pty.says("the editor no-such-editor (from $EDITOR) cannot be started");
    pty.types("q");
    assert_eq!(pty.ends().0, 0);
    for (script, said) in [
        ("exit 3", "ended with exit code 3: nothing is changed"),
        ("kill -9 $$", "was ended by signal 9: nothing is changed"),
        (": >\"$1\"", "the text came back empty: nothing is changed"),
        ("rm \"$1\"", "has left no text that can be read"),
        ("true", "nothing has changed"),
    ] {
        let mut pty = with_editor(&home, &file, script);
        pty.types("2gE");
        pty.says(said);
        pty.until("the alternate screen", |shown| shown.screen().alternate_screen());
        nothing_is_left(&home);
        pty.types("q");
        assert_eq!(pty.ends().0, 0, "{script}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), before);
}

#[test]
fn what_is_wrong_is_shown_and_the_text_as_it_was_typed_is_edited_on() {
    let home = Home::new();
    let file = home.shipped();
    // The first time it makes a slip, the second time it mends it.
    let script = "if grep -q Frieze \"$1\"; then sed -i 's/AssetFrieze/TravelBan/' \"$1\"; else sed -i 's/AssetFreeze/AssetFrieze/' \"$1\"; fi";
    let mut pty = with_editor(&home, &file, script);
    pty.types("2/id:us-naftan-asset-freeze\rE");
    pty.says("1 thing is wrong with the text");
    pty.says("measure cannot be AssetFrieze: did you mean");
    pty.types("e");
    pty.says("measure edited · u takes it back");
    nothing_is_left(&home);
    pty.types("u");
    pty.says("undone: ");
    pty.types("q");
    assert_eq!(pty.ends().0, 0);
}

#[test]
fn a_key_that_would_end_the_program_is_for_the_editor_while_that_has_the_terminal() {
    let home = Home::new();
    let file = home.shipped();
    let script = "trap 'printf interrupted' INT\nprintf 'ready '\nuntil read answer; do :; done";
    let mut pty = with_editor(&home, &file, script);
    pty.types("2gE");
    pty.says("ready");
    pty.types("\x03");
    pty.says("interrupted");
    pty.types("x\n");
    pty.says("nothing has changed");
    pty.types("q");
    assert_eq!(pty.ends().0, 0);
}

#[test]
fn the_note_of_a_form_comes_back_from_the_editor_into_its_field() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = with_editor(&home, &file, "printf 'one line\\nand another\\n' >\"$1\"");
    pty.types("2/id:us-naftan-asset-freeze\re");
    pty.says("Edit US");
    // Back from the first field to the last, which is the note.
    pty.types("\x1b[Z");
    pty.says("▏two-directions");
    pty.types("\x05");
    pty.says("and another");
    pty.types("\x13");
    pty.says("note edited · u takes it back");
    nothing_is_left(&home);
    saves(&mut pty);
    assert!(fs::read_to_string(&file).unwrap().contains("note: \"one line\\nand another\""));
}

#[test]
fn a_signal_ends_the_editor_with_the_program_and_what_it_wrote_is_kept_and_named() {
    let home = Home::new();
    let file = home.shipped();
    let script = "sed -i 's/AssetFreeze/TravelBan/' \"$1\"\nprintf 'ready '\nexec cat";
    let mut pty = with_editor(&home, &file, script);
    pty.types("2/id:us-naftan-asset-freeze\rE");
    pty.says("ready");
    pty.signal("TERM");
    let (code, modes) = pty.ends();
    assert_eq!((code, modes == pty.before), (143, true));
    assert!(pty.shown().wrote("wrote is kept in"), "{}", pty.shown().text());
    let kept = fs::read_dir(scratch(&home)).unwrap().next().unwrap().unwrap().path();
    assert!(fs::read_to_string(kept.join("edit.ron")).unwrap().contains("TravelBan"));
    // The file is as it was, and nothing is offered.
    let pty = Pty::dashboard(&home, &file);
    assert!(!pty.shown().says("Unsaved edits"));
}
