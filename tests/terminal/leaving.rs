//! However the program ends or steps aside, the terminal is as it was.

use std::path::Path;

use crate::harness::{Home, Pty, Shown, WINDOW, command_line};

/// What switches a thing on, and what switches it off.
const SWITCHES: [(&str, &str); 5] = [
    ("\x1b[?1002h", "\x1b[?1002l"),
    ("\x1b[?1006h", "\x1b[?1006l"),
    ("\x1b[?2004h", "\x1b[?2004l"),
    ("\x1b[?1049h", "\x1b[?1049l"),
    ("\x1b[?25l", "\x1b[?25h"),
];

pub fn given_back(shown: &Shown) -> bool {
    let screen = shown.screen();
    !screen.alternate_screen()
        && !screen.hide_cursor()
        && !screen.bracketed_paste()
        && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
}

/// Asserts that the program has ended with `code` and left everything as it was.
pub fn left(pty: &mut Pty, code: u32, how: &str) {
    let (ended, modes) = pty.ends();
    assert_eq!(ended, code, "{how}");
    assert_eq!(modes, pty.before, "{how}: the line discipline");
    let shown = pty.shown();
    assert!(given_back(&shown), "{how}: the terminal keeps something");
    assert_eq!(shown.text(), "", "{how}: what the shell shows is as before");
    for (on, off) in SWITCHES {
        assert!(shown.wrote(on), "{how}: {on:?}");
        assert!(shown.last(off) > shown.last(on), "{how}: {off:?} is missing after the last {on:?}");
    }
    // An update that is begun and never ended would freeze the window.
    assert!(shown.last("\x1b[?2026l") > shown.last("\x1b[?2026h"), "{how}");
}

#[test]
fn a_key_that_leaves_gives_the_terminal_back() {
    for (keys, how) in
        [("q", "q"), ("\x03", "Ctrl-c"), ("/abc\x03", "Ctrl-c in a field"), (":quit\r", "palette")]
    {
        let home = Home::new();
        let mut pty = Pty::dashboard(&home, &home.shipped());
        pty.types(keys);
        left(&mut pty, 0, how);
    }
}

#[test]
fn a_signal_that_ends_the_program_gives_the_terminal_back() {
    for (signal, code) in [("TERM", 128 + 15), ("HUP", 128 + 1), ("INT", 128 + 2)] {
        let home = Home::new();
        let mut pty = Pty::dashboard(&home, &home.shipped());
        pty.signal(signal);
        left(&mut pty, code, signal);
    }
}

#[test]
fn a_signal_that_comes_while_a_page_and_a_field_are_open_gives_the_terminal_back() {
    let home = Home::new();
    let mut pty = Pty::dashboard(&home, &home.shipped());
    pty.types("2\r");
    pty.says("history ·");
    pty.types(":");
    pty.until("a text cursor", |shown| !shown.screen().hide_cursor());
    pty.signal("TERM");
    left(&mut pty, 143, "TERM over a palette");
}

#[test]
fn a_window_that_is_closed_ends_the_program() {
    let home = Home::new();
    let mut pty = Pty::dashboard(&home, &home.shipped());
    let code = pty.closes("G");
    assert!([1, 129].contains(&code), "{code}");
}

/// Waits until the shell asks for the next command.
pub fn asks(pty: &Pty) {
    pty.until("the shell's prompt", |shown| shown.text().ends_with("ready>"));
}

/// The dashboard on a file, started from a shell, once the file is on the screen.
pub fn from_a_shell(home: &Home, file: &Path) -> Pty {
    let mut shell = home.program("sh");
    shell.arg("-i");
    let mut pty = Pty::start(shell, WINDOW);
    pty.types("PS1='ready> '\n");
    asks(&pty);
    pty.types(&format!("{}\n", command_line(file)));
    pty.shows(&home.frame(file, WINDOW, ""));
    pty
}

#[test]
fn ctrl_z_gives_the_shell_back_and_fg_brings_the_dashboard_back_whole() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = from_a_shell(&home, &file);
    let panes = home.frame(&file, WINDOW, "");
    for round in 0..2 {
        pty.types("\x1a");
        asks(&pty);
        assert!(given_back(&pty.shown()), "round {round}: the terminal keeps something while stopped");
        // The shell has the keyboard, and echoes.
        pty.types(&format!("echo back-$((40 + {round}))\n"));
        pty.says(&format!("echo back-$((40 + {round}))"));
        pty.until("the echo", |shown| {
            shown.lines().iter().any(|line| *line == format!("back-{}", 40 + round))
        });
        asks(&pty);
        pty.types("fg\n");
        pty.shows(&panes);
        assert!(pty.shown().screen().alternate_screen());
        assert!(pty.shown().screen().bracketed_paste());
    }
    // It hears keys as before.
    pty.types("2/belavia issuer:us");
    pty.says("◐ licensed");
    pty.types("\x1b");
    pty.shows(&home.frame(&file, WINDOW, "2/belavia issuer:us<Esc>"));
    pty.types("q");
    asks(&pty);
    assert!(given_back(&pty.shown()));
    pty.types("exit 7\n");
    assert_eq!(pty.ends().0, 7);
}

#[test]
fn a_window_that_was_resized_while_the_program_was_stopped_is_filled_again() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = from_a_shell(&home, &file);
    pty.types("\x1a");
    asks(&pty);
    pty.resize((100, 30));
    pty.types("fg\n");
    pty.shows(&home.frame(&file, (100, 30), ""));
    pty.types("q");
    asks(&pty);
}
