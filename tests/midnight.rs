//! The day moves while the dashboard is open, unless one was chosen: the real loop with a clock that tests set.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::mpsc::channel;
use std::time::Duration;

use beltui::app::App;
use beltui::app::keymap::Keymap;
use beltui::shell::{Loop, Message, Today};
use beltui::store::open_file::Opened;
use beltui::ui::theme::{Base, Theme};
use common::desk::{Nothing, typed};
use common::{day, screen, shipped};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};

fn at(text: &str) -> Today {
    Today { day: day(text), left: None, time: None }
}

/// Opens the shipped file on the first of August; then each group of keys is typed on its day.
fn typed_on(as_of: Option<&str>, groups: &[(&str, &str)]) -> (App, String) {
    let clock = Rc::new(Cell::new(at("2026-08-01")));
    let mut app = App::new("belarus.ron".to_owned(), day("2026-08-01"), as_of.map(day), Keymap::standard());
    let theme = Theme::shipped(Base::Dark);
    let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, 120, 36)) };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(Vec::new()), options).unwrap();
    app.resize(120, 36);
    let (sender, messages) = channel();
    let mut outside = Nothing { clock: Some(Rc::clone(&clock)), ..Nothing::default() };
    let mut running = Loop::new(&mut app, &theme, &mut terminal, &mut outside, sender.clone());
    sender.send(Message::Opened(Box::new(Ok(Opened::unkept(shipped()))), None)).unwrap();
    running.step(&messages).unwrap();
    for (today, keys) in groups {
        clock.set(at(today));
        sender.send(typed(keys)).unwrap();
        running.step(&messages).unwrap();
    }
    let shown = screen(running.app);
    (app, shown)
}

#[test]
fn past_midnight_the_first_key_sees_the_next_day() {
    let (app, shown) = typed_on(None, &[("2026-08-02", "j")]);
    assert_eq!(app.day(), day("2026-08-02"));
    assert!(shown.contains("as of 2026-08-02"), "{shown}");
}

#[test]
fn the_loop_wakes_at_midnight_by_itself_and_not_again() {
    let clock = Rc::new(Cell::new(Today { day: day("2026-08-01"), left: Some(Duration::ZERO), time: None }));
    let mut app = App::new("belarus.ron".to_owned(), day("2026-08-01"), None, Keymap::standard());
    let theme = Theme::shipped(Base::Dark);
    let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, 120, 36)) };
    let mut terminal = Terminal::with_options(CrosstermBackend::new(Vec::new()), options).unwrap();
    let (sender, messages) = channel();
    let mut outside = Nothing { clock: Some(Rc::clone(&clock)), ..Nothing::default() };
    let mut running = Loop::new(&mut app, &theme, &mut terminal, &mut outside, sender);
    // No message comes.
    assert!(running.step(&messages).unwrap().is_none());
    assert_eq!(app.day(), day("2026-08-02"));
    assert_eq!(clock.get(), at("2026-08-02"), "nothing wakes it before the next midnight");
}

#[test]
fn a_day_that_was_chosen_stays_and_today_is_the_next_one() {
    for (as_of, first) in
        [(Some("2026-08-01"), ""), (Some("2025-10-28"), ""), (None, "["), (None, "t2025-09-11<Enter>")]
    {
        let (app, _) = typed_on(as_of, &[("2026-08-01", first)]);
        let chosen = app.day();
        let (app, shown) = typed_on(as_of, &[("2026-08-01", first), ("2026-08-02", "j")]);
        assert_eq!((app.day(), app.clock.today), (chosen, day("2026-08-02")), "{as_of:?} {first}");
        assert!(shown.contains(&format!("as of {chosen}")), "{shown}");
        let (app, shown) = typed_on(as_of, &[("2026-08-01", first), ("2026-08-02", "T")]);
        assert_eq!(app.day(), day("2026-08-02"), "{as_of:?} {first}");
        assert!(shown.contains("as of 2026-08-02"), "{shown}");
        // Whoever has come back to today goes on with it.
        let (app, _) = typed_on(as_of, &[("2026-08-01", first), ("2026-08-01", "T"), ("2026-08-02", "j")]);
        assert_eq!(app.day(), day("2026-08-02"), "{as_of:?} {first}");
    }
}

#[test]
fn new_forms_and_dates_in_words_are_of_the_next_day() {
    let (_, shown) = typed_on(None, &[("2026-08-02", "3a")]);
    assert!(shown.contains("2026-08-02"), "{shown}");
    let (_, shown) = typed_on(None, &[("2026-08-01", "3a<Ctrl-u>"), ("2026-08-02", "yesterday")]);
    assert!(shown.contains("= 2026-08-01"), "what is typed into an open form as well: {shown}");
    let (app, _) = typed_on(None, &[("2026-08-01", "t"), ("2026-08-02", "yesterday<Enter>")]);
    assert_eq!(app.day(), day("2026-08-01"));
}

#[test]
fn what_is_being_done_at_midnight_goes_on() {
    let (app, shown) = typed_on(None, &[("2026-08-01", "2/bela"), ("2026-08-02", "via")]);
    assert_eq!(app.panes.ledger.pane.filter, "belavia");
    assert!(shown.contains("as of 2026-08-02"), "{shown}");
}

#[test]
fn a_clock_that_goes_back_is_followed_as_well() {
    let (app, _) = typed_on(None, &[("2026-08-03", "j"), ("2026-08-01", "j")]);
    assert_eq!(app.day(), day("2026-08-01"));
}
