//! More than the program can take at once: it draws in between, and hears whoever wants it to end.

use crate::harness::{Home, Pty};
use crate::leaving::left;

#[test]
fn a_flood_of_keys_is_drawn_meanwhile_and_a_signal_ends_the_program_before_its_end() {
    let home = Home::new();
    let mut pty = Pty::dashboard(&home, &home.shipped());
    let before = frames(&pty);
    // So many take a minute and more without optimisation.
    pty.types(&"jk".repeat(500_000));
    pty.until("frames in the flood", |shown| frames_of(&shown.raw) > before + 5);
    pty.signal("TERM");
    left(&mut pty, 143, "TERM in a flood");
}

fn frames(pty: &Pty) -> usize {
    frames_of(&pty.shown().raw)
}

/// How many frames were begun.
fn frames_of(raw: &[u8]) -> usize {
    raw.windows(8).filter(|bytes| *bytes == b"\x1b[?2026h").count()
}

/// A paste of so many characters that a field can take no more.
fn paste() -> String {
    format!("\x1b[200~{}\x1b[201~", "lorem ipsum ".repeat((1 << 20) / 12))
}

#[test]
fn a_megabyte_pasted_into_a_line_is_cut_and_said_and_the_next_key_counts() {
    for (keys, says) in
        [("2/", "every"), ("F", "Search everything"), (":", "Every action"), ("t", "As of"), ("R", "files")]
    {
        let home = Home::new();
        let mut pty = Pty::dashboard(&home, &home.shipped());
        pty.types(keys);
        pty.until(says, |shown| !shown.screen().hide_cursor());
        pty.types(&paste());
        pty.says("pasted 10,000 of 1,048,572 characters");
        pty.types("\x15belavia");
        pty.until("the next keys", |shown| shown.says("belavia") && !shown.says("pasted"));
        pty.types("\x03");
        assert_eq!(pty.ends().0, 0, "{keys}");
    }
}

#[test]
fn a_note_takes_a_megabyte_and_the_next_key_counts() {
    let home = Home::new();
    let mut pty = Pty::dashboard(&home, &home.shipped());
    // From the first field of the form backwards to the last, the note, which is emptied.
    pty.types("2ge\x1b[Z\x15");
    pty.says("Ctrl-j begins a line");
    pty.types(&paste());
    pty.types("END");
    pty.says("lorem ipsum END");
    pty.types("\x13");
    pty.says("u takes it back");
}

#[test]
fn a_paste_where_nothing_can_be_typed_says_so() {
    let home = Home::new();
    let mut pty = Pty::dashboard(&home, &home.shipped());
    pty.types("\x1b[200~q\x1b[201~");
    pty.says("nothing can be pasted here");
    pty.types("2\r");
    pty.says("history ·");
    pty.types("\x1b[200~q\x1b[201~");
    pty.says("nothing can be pasted here");
}
