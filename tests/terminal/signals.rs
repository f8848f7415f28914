//! Signals from outside: the terminal comes back, whichever it is, and nothing that was accepted is lost.

use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::harness::{Home, Pty, WINDOW};
use crate::leaving::{asks, from_a_shell, given_back, left};

#[test]
fn every_signal_that_can_be_caught_gives_the_terminal_back() {
    let mut signals = vec![
        ("TERM", 15),
        ("HUP", 1),
        ("INT", 2),
        ("QUIT", 3),
        ("TRAP", 5),
        ("ABRT", 6),
        ("BUS", 7),
        ("USR1", 10),
        ("USR2", 12),
        ("ALRM", 14),
        ("XCPU", 24),
        ("XFSZ", 25),
        ("VTALRM", 26),
        ("PROF", 27),
        ("SYS", 31),
    ];
    if cfg!(target_os = "linux") {
        signals.extend([("16", 16), ("29", 29), ("30", 30), ("34", 34), ("50", 50), ("64", 64)]);
    } else {
        // The numbers of the others differ; TERM, HUP, INT, QUIT, TRAP, ABRT and ALRM are the same everywhere.
        signals.retain(|(_, number)| matches!(number, 1..=3 | 5 | 6 | 14 | 15));
    }
    for (name, number) in signals {
        let home = Home::new();
        let mut pty = Pty::dashboard(&home, &home.shipped());
        pty.signal(name);
        left(&mut pty, 128 + number, name);
    }
}

#[test]
fn a_signal_keeps_what_was_edited_for_the_next_start() {
    for (name, code) in [("USR1", 138), ("HUP", 129)] {
        let home = Home::new();
        let file = home.shipped();
        let before = fs::read_to_string(&file).unwrap();
        let mut pty = Pty::dashboard(&home, &file);
        pty.types("2ge\x1b[Z kept\x13");
        pty.says("u takes it back");
        pty.signal(name);
        left(&mut pty, code, name);
        assert_eq!(fs::read_to_string(&file).unwrap(), before, "nothing is saved by itself");
        let pty = Pty::start(home.dashboard(&file), WINDOW);
        pty.says("Unsaved edits were found");
    }
}

#[test]
fn keys_typed_before_the_question_is_seen_do_not_answer_it() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    pty.types("2ge\x1b[Z kept\x13");
    pty.says("u takes it back");
    pty.signal("KILL");
    pty.ends();
    for _ in 0..5 {
        let mut pty = Pty::start(home.dashboard(&file), WINDOW);
        pty.types("ddd");
        pty.says("Unsaved edits were found");
        pty.signal("TERM");
        assert_eq!(pty.ends().0, 143);
    }
    let mut pty = Pty::start(home.dashboard(&file), WINDOW);
    pty.says("Unsaved edits were found");
    pty.types("r");
    pty.says("1 recovered");
}

/// What the system says of a process: `T` for a stopped one.
#[cfg(target_os = "linux")]
fn state(pid: u32) -> char {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    stat.rsplit_once(") ").unwrap().1.chars().next().unwrap()
}

#[cfg(target_os = "linux")]
fn waits_until(wanted: &str, holds: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(20);
    while !holds() {
        assert!(Instant::now() < end, "never {wanted}");
        std::thread::yield_now();
    }
}

#[cfg(target_os = "linux")]
fn send(name: &str, pid: u32) {
    assert!(Command::new("sh").args(["-c", &format!("kill -{name} {pid}")]).status().unwrap().success());
}

/// The process that a shell has started.
#[cfg(target_os = "linux")]
fn child(of: u32) -> u32 {
    let children = fs::read_to_string(format!("/proc/{of}/task/{of}/children")).unwrap();
    children.split_whitespace().next().unwrap().parse().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn a_stop_from_outside_gives_the_shell_back_and_fg_brings_the_dashboard_back() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = from_a_shell(&home, &file);
    for _ in 0..2 {
        send("TSTP", child(pty.pid));
        asks(&pty);
        pty.until("the terminal, given back", given_back);
        pty.types("fg\n");
        pty.shows(&home.frame(&file, WINDOW, ""));
        pty.until("the alternate screen", |shown| shown.screen().alternate_screen());
    }
    pty.types("2j");
    pty.shows(&home.frame(&file, WINDOW, "2j"));
    pty.types("q");
    asks(&pty);
}

#[test]
#[cfg(target_os = "linux")]
fn after_a_stop_with_or_without_a_word_the_terminal_is_taken_anew() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    let taken = pty.modes();
    for stop in ["STOP", "TSTP"] {
        pty.signal(stop);
        waits_until("stopped", || state(pty.pid) == 'T');
        if stop == "STOP" {
            // Whoever has the terminal meanwhile makes it its own.
            let tty = fs::read_link(format!("/proc/{}/fd/0", pty.pid)).unwrap();
            assert!(Command::new("stty").arg("-F").arg(tty).arg("sane").status().unwrap().success());
            assert_ne!(pty.modes(), taken);
        } else {
            assert_eq!(pty.modes(), pty.before, "given back");
            pty.until("the terminal, given back", given_back);
        }
        let before = pty.shown().raw.len();
        pty.signal("CONT");
        pty.until("a whole frame", |shown| {
            let since = String::from_utf8_lossy(&shown.raw[before..]).into_owned();
            since.contains("\x1b[?1049h") && since.contains("2 Ledger") && since.ends_with("\x1b[?2026l")
        });
        assert_eq!(pty.modes(), taken, "{stop}");
        pty.shows(&home.frame(&file, WINDOW, ""));
    }
    pty.types("2j");
    pty.shows(&home.frame(&file, WINDOW, "2j"));
    pty.types("q");
    left(&mut pty, 0, "q after a stop");
}
