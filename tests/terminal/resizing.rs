//! Windows of any size, and windows that change it.

use crate::harness::{Home, Pty, WINDOW};

#[test]
fn a_window_of_any_size_shows_the_frame_of_that_size() {
    let home = Home::new();
    let file = home.shipped();
    for window in [(1, 1), (10, 3), (20, 5), (60, 20), (80, 24), (120, 36), (300, 100)] {
        let mut pty = Pty::start(home.dashboard(&file), window);
        pty.shows(&home.frame(&file, window, ""));
        pty.types("q");
        assert_eq!(pty.ends().0, 0, "{window:?}");
    }
}

#[test]
fn a_storm_of_two_hundred_sizes_ends_with_the_frame_of_the_last() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    // What was in view at one size stays so at another: a list that stands at its beginning has no such past.
    let first = "1g4g2g";
    pty.types(first);
    pty.shows(&home.frame(&file, WINDOW, first));
    let mut chance: u32 = 0x9e37_79b9;
    let mut below = |limit: u16| {
        chance ^= chance << 13;
        chance ^= chance >> 17;
        chance ^= chance << 5;
        u16::try_from(chance % u32::from(limit)).unwrap()
    };
    for last in [(1, 1), (160, 48), (10, 3), (80, 24), (300, 100), (120, 36)] {
        for _ in 0..33 {
            pty.resize((1 + below(300), 1 + below(100)));
        }
        pty.resize(last);
        pty.shows(&home.frame(&file, last, first));
    }
}

#[test]
fn a_storm_over_an_open_page_ends_with_the_page() {
    let home = Home::new();
    let file = home.shipped();
    let mut pty = Pty::dashboard(&home, &file);
    pty.types("2\r");
    pty.says("history ·");
    for width in (1..=120).rev().chain(1..=120) {
        pty.resize((width, 1 + width / 4));
    }
    pty.resize((100, 30));
    // The window forgets nothing: the page is open still, at its top.
    pty.shows(&home.frame(&file, (100, 30), "2<Enter>"));
}
