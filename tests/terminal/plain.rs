//! Terminals that cannot show the dashboard.

use crate::harness::{Home, Pty, WINDOW};

#[test]
fn a_terminal_that_takes_text_alone_is_told_so_in_one_line() {
    for term in [Some("dumb"), Some(""), None] {
        let home = Home::new();
        let mut command = home.dashboard(&home.shipped());
        match term {
            Some(name) => command.env("TERM", name),
            None => command.env_remove("TERM"),
        }
        let mut pty = Pty::start(command, WINDOW);
        let (code, modes) = pty.ends();
        assert_eq!((code, &modes), (1, &pty.before), "{term:?}");
        let shown = pty.shown();
        let text = String::from_utf8_lossy(&shown.raw).trim_end().to_owned();
        assert!(text.starts_with("beltui: this terminal cannot show the dashboard"), "{text}");
        assert!(text.contains("beltui frame") && text.lines().count() == 1, "{text}");
        assert!(!shown.raw.contains(&0x1b), "{text:?}");
    }
}
