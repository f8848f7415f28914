//! What is there at the start: the panes, or what is wrong with the file.

use std::fs;
use std::path::PathBuf;

use beltui::store::places::SHIPPED;

use crate::harness::{Home, Pty, WINDOW};

#[test]
fn a_start_shows_the_four_panes_with_what_the_file_says() {
    let home = Home::new();
    let file = home.shipped();
    let pty = Pty::dashboard(&home, &file);
    for pane in ["1 Relations", "2 Ledger", "3 Log", "4 Borders", "as of 2025-10-28"] {
        pty.says(pane);
    }
    pty.shows(&home.frame(&file, WINDOW, ""));
    let shown = pty.shown();
    assert!(shown.screen().alternate_screen(), "what the shell showed before must stay untouched");
    assert!(shown.screen().bracketed_paste());
    assert_ne!(shown.screen().mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    assert_ne!(pty.modes(), pty.before, "keys must not be echoed while the dashboard has the terminal");
}

#[test]
fn a_terminal_that_answers_no_query_gets_its_first_frame_and_is_asked_for_its_background_alone() {
    let home = Home::new();
    let pty = Pty::dashboard(&home, &home.shipped());
    // Where the cursor is, what the terminal is, which keys it reports, the colour of its text.
    for query in ["\x1b[6n", "\x1b[5n", "\x1b[c", "\x1b[0c", "\x1b[>c", "\x1b[?u", "\x1b]10;?"] {
        assert!(!pty.shown().wrote(query), "{query:?}");
    }
}

/// A file that takes a while to be read, and of which nothing can be shown before.
fn slow(home: &Home) -> PathBuf {
    let event = |number: u32| {
        format!("(id: \"e-{number}\", on: \"2025\", kind: Talks, title: \"Alpha\", sources: [\"s\"]),\n")
    };
    let events: String = (0..100_000).map(event).collect();
    let head =
        "(schema: 2, title: \"Quelland\", sources: [(id: \"s\", publisher: \"Alpha Works\", title: \"A\")],";
    home.file("slow.ron", &format!("{head}\nevents: [\n{events}])\n"))
}

#[test]
fn the_first_frame_does_not_wait_for_the_file() {
    let home = Home::new();
    let file = slow(&home);
    let mut pty = Pty::start(home.dashboard(&file), WINDOW);
    pty.says("reading …");
    pty.says("reading the file …");
    for pane in ["1 Relations", "2 Ledger", "3 Log", "4 Borders", "as of 2025-10-28", "slow.ron"] {
        pty.says(pane);
    }
    pty.types("?");
    pty.says("not now: the file is still");
    pty.types("\x1b");
    pty.until("no help", |shown| !shown.says("Keys that work here"));
    pty.shows(&home.frame(&file, WINDOW, ""));
}

#[test]
fn a_key_that_came_too_early_is_answered_and_the_answer_goes_when_the_file_is_there() {
    let home = Home::new();
    let file = slow(&home);
    let mut pty = Pty::start(home.dashboard(&file), WINDOW);
    pty.says("reading …");
    pty.types("/");
    pty.says("the file is still being read");
    pty.shows(&home.frame(&file, WINDOW, ""));
}

#[test]
fn a_program_that_still_reads_its_file_can_be_left() {
    let home = Home::new();
    let file = slow(&home);
    let mut pty = Pty::start(home.dashboard(&file), WINDOW);
    pty.says("reading …");
    pty.types("q");
    let (code, modes) = pty.ends();
    assert_eq!((code, modes == pty.before), (0, true));
}

#[test]
fn the_first_start_without_a_file_writes_the_shipped_one_and_says_so() {
    let home = Home::new();
    let pty = Pty::start(home.program(env!("CARGO_BIN_EXE_beltui")), WINDOW);
    pty.says("first start: the shipped file is now");
    pty.says("Belarus and the West");
}

#[test]
fn a_missing_file_is_named_before_the_screen_is_taken() {
    let home = Home::new();
    let mut pty = Pty::start(home.dashboard(&home.path("nowhere.ron")), WINDOW);
    let (code, modes) = pty.ends();
    assert_eq!(code, 2);
    assert_eq!(modes, pty.before);
    let shown = pty.shown();
    assert!(shown.wrote("cannot be read: No such file") && shown.wrote("nowhere.ron"), "{}", shown.text());
    assert!(!shown.wrote("\x1b["), "{:?}", String::from_utf8_lossy(&shown.raw));
}

#[test]
fn a_folder_instead_of_a_file_is_named_on_the_screen_of_the_shell() {
    let home = Home::new();
    fs::create_dir(home.path("folder.ron")).unwrap();
    let mut pty = Pty::start(home.dashboard(&home.path("folder.ron")), WINDOW);
    let (code, modes) = pty.ends();
    assert_eq!(code, 2);
    assert_eq!(modes, pty.before);
    let shown = pty.shown();
    assert!(!shown.screen().alternate_screen());
    assert!(shown.says("a folder stands where a file should be"), "{}", shown.text());
}

#[test]
fn a_file_with_an_error_opens_with_its_findings_and_for_reading_only() {
    let home = Home::new();
    let broken = SHIPPED.replacen("kind: Bloc,", "kind: Blok,", 1);
    let line = 1 + broken.lines().position(|line| line.contains("kind: Blok,")).unwrap();
    let file = home.file("broken.ron", &broken);
    let mut pty = Pty::start(home.dashboard(&file), WINDOW);
    pty.says("kind cannot be Blok");
    pty.says("did you mean Bloc?");
    pty.says(&format!("{line}:19"));
    pty.says("read-only");
    pty.types("\x1b");
    pty.until("the panes", |shown| shown.says("3 Log") && !shown.says("Blok"));
    pty.says("read-only");
    pty.shows(&home.frame(&file, WINDOW, "<Esc>"));
}

#[test]
fn a_file_that_was_cut_short_opens_with_the_bracket_that_is_never_closed() {
    let home = Home::new();
    let half = SHIPPED.split_at(SHIPPED.floor_char_boundary(SHIPPED.len() / 2)).0;
    let mut pty = Pty::start(home.dashboard(&home.file("half.ron", half)), WINDOW);
    pty.says("never closed");
    pty.says("read-only");
    pty.types("q");
    pty.until("the panes", |shown| shown.says("3 Log"));
    pty.types("q");
    assert_eq!(pty.ends().0, 0);
}
