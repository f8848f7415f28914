//! Faults in the program. This test program plays it: in a pseudo-terminal of its own it takes the terminal as the
//! dashboard does, and panics.

use std::io::{Read, Write};

use beltui::shell::Asked;
use beltui::shell::panics::guarded;
use beltui::shell::terminal::Session;

use crate::harness::{Home, Pty, WINDOW};
use crate::leaving::given_back;

/// Says to this program that it is the one that panics.
const PLAYS: &str = "BELTUI_TEST_PLAYS";

fn plays() -> bool {
    std::env::var_os(PLAYS).is_some()
}

/// Starts one test of this program in a pseudo-terminal.
fn played(home: &Home, name: &str) -> Pty {
    let mut command = home.program(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture", "--test-threads=1"]);
    command.env(PLAYS, "1");
    Pty::start(command, WINDOW)
}

#[test]
fn a_panic_of_the_loop_gives_the_terminal_back_before_it_is_said() {
    if plays() {
        let _session = Session::begin(Err("nowhere".to_owned()), Asked::default(), None, true).unwrap();
        panic!("the fault of Alpha Works");
    }
    let home = Home::new();
    let mut pty = played(&home, "panics::a_panic_of_the_loop_gives_the_terminal_back_before_it_is_said");
    let (code, modes) = pty.ends();
    assert_eq!((code, &modes), (101, &pty.before));
    let shown = pty.shown();
    assert!(given_back(&shown));
    assert!(shown.wrote("the fault of Alpha Works"), "{}", shown.text());
    assert!(shown.last("\x1b[?1049l") > shown.last("\x1b[?1049h"));
}

#[test]
fn a_panic_of_another_thread_leaves_the_terminal_and_becomes_a_sentence() {
    if plays() {
        let _session = Session::begin(Err("nowhere".to_owned()), Asked::default(), None, true).unwrap();
        let work = || guarded("reading the lists", || -> u8 { panic!("the fault of Quelland") });
        let why = std::thread::spawn(work).join().unwrap().unwrap_err();
        print!("<{why}>");
        std::io::stdout().flush().unwrap();
        let _ = std::io::stdin().read(&mut [0]);
        return;
    }
    let home = Home::new();
    let mut pty =
        played(&home, "panics::a_panic_of_another_thread_leaves_the_terminal_and_becomes_a_sentence");
    pty.says("<reading the lists failed by a fault in the program (the fault of Quelland, ");
    assert!(!given_back(&pty.shown()));
    assert_ne!(pty.modes(), pty.before);
    assert!(!pty.shown().wrote("panicked at"), "nothing else is written over the screen");
    pty.types("q");
    assert_eq!(pty.ends().0, 0);
    assert!(given_back(&pty.shown()));
}
