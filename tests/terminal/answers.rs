//! What a terminal answers, asked by whoever had it before: it is no key, however it arrives.

use crate::harness::{Home, Pty, WINDOW};

/// Answers whose letters would act, were they keys: colours, the clipboard, a title, settings, a version, attributes,
/// a picture, the cursor, modes, the window.
const ANSWERS: &[&str] = &[
    "\x1b]11;rgb:2e2e/3434/3636\x07",
    "\x1b]10;rgb:ffff/ffff/ffff\x1b\\",
    "\x1b]52;c;ZGRkZA==\x1b\\",
    "\x1b]lquit: Мінск\x1b\\",
    "\x1bP1$r0;1m\x1b\\",
    "\x1bP1+r636f=323536\x1b\\",
    "\x1bP>|xterm(390)\x1b\\",
    "\x1bP!|7E565445\x1b\\",
    "\x1b_Gi=31;OK\x1b\\",
    "\x1b[?64;1;2c",
    "\x1b[>41;390;0c",
    "\x1b[24;80R",
    "\x1b[?2026;2$y",
    "\x1b[8;24;80t",
    "\x1b[?0u",
    "\x1b[0n",
];

#[test]
fn an_answer_changes_nothing_and_the_key_behind_it_is_heard() {
    let home = Home::new();
    let file = home.shipped();
    let frames = [home.frame(&file, WINDOW, "2"), home.frame(&file, WINDOW, "2j")];
    let mut pty = Pty::dashboard(&home, &file);
    pty.types("2");
    pty.shows(&frames[0]);
    let mut down = 0;
    for answer in ANSWERS {
        for at in (1..answer.len()).filter(|at| answer.is_char_boundary(*at)) {
            let (first, second) = answer.split_at(at);
            pty.types(first);
            pty.types(second);
            pty.types(["j", "k"][down]);
            down = 1 - down;
            pty.shows(&frames[down]);
        }
    }
}

#[test]
fn an_answer_over_a_field_is_not_typed_into_it() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    pty.types("2/bel");
    for answer in ANSWERS {
        pty.types(answer);
    }
    pty.types("avia");
    pty.shows(&home.frame(&file, WINDOW, "2/belavia"));
}

#[test]
fn escape_twice_before_an_arrow_is_one_key_that_means_nothing() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    pty.types("2\x1b\x1b[B");
    pty.types("j");
    pty.shows(&home.frame(&file, WINDOW, "2j"));
}

#[test]
fn escape_and_a_letter_that_come_together_leave_a_field_and_press_the_letter() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    pty.types("2/bela");
    pty.until("the field", |shown| !shown.screen().hide_cursor());
    pty.types("\x1bj");
    pty.shows(&home.frame(&file, WINDOW, "2/bela<Esc>j"));
}

/// What the program asks for the background with.
const ASKS: &str = "\x1b]11;?\x1b\\";

/// The colour of a border of a pane.
fn border(pty: &Pty) -> vt100::Color {
    pty.shown().screen().cell(1, 0).unwrap().fgcolor()
}

#[test]
fn a_light_background_has_the_light_theme_and_eats_no_key() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    pty.until("the question", |shown| shown.wrote(ASKS));
    let (frame, question) = {
        let shown = pty.shown();
        (shown.raw.windows(6).position(|bytes| bytes == b"beltui"), shown.last(ASKS))
    };
    assert!(frame < question, "the first frame is there before");
    // Light, by either answer; the scheme is told at any time, so that a slow machine hears it.
    pty.types("j\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?997;2nj");
    let light = vt100::Color::Idx(244);
    pty.until("a light border", |shown| {
        shown.screen().cell(1, 0).is_some_and(|cell| cell.fgcolor() == light)
    });
    pty.shows(&home.frame(&file, WINDOW, "jj"));
    // The terminal turns dark: so does the screen.
    pty.types("\x1b[?997;1n");
    pty.until("a dark border", |shown| {
        shown.screen().cell(1, 0).is_some_and(|cell| cell.fgcolor() == vt100::Color::Idx(243))
    });
    pty.types("q");
    assert_eq!(pty.ends().0, 0);
    assert!(pty.shown().wrote("\x1b[?2031l"), "it is not told any more");
}

#[test]
fn who_has_chosen_a_theme_is_asked_nothing() {
    let home = Home::new();
    let file = home.shipped();
    for chosen in ["--theme", "NO_COLOR", "TERM", "settings"] {
        let mut command = home.dashboard(&file);
        match chosen {
            "--theme" => command.args(["--theme", "dark"]),
            "settings" => _ = home.file("beltui/settings.ron", "(welcomed: true, theme: Some(Dark))"),
            "TERM" => command.env("TERM", "linux"),
            name => command.env(name, "1"),
        }
        let mut pty = Pty::start(command, WINDOW);
        pty.says("jk move");
        pty.types("\x1b[?997;2nj");
        pty.until("the file", |shown| shown.says("2 Ledger") && !shown.says("reading …"));
        pty.types("5");
        pty.says("►5");
        assert!(!pty.shown().wrote(ASKS), "{chosen}");
        assert_ne!(border(&pty), vt100::Color::Idx(244), "{chosen}");
        pty.types("\x1bq");
        assert_eq!(pty.ends().0, 0, "{chosen}");
    }
}
