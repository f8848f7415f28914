//! Keys pressed in the real loop, and what the screen says then: `(as of, keys, what is there, what is not)`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::sync::mpsc::channel;

use beltui::app::App;
use beltui::app::keymap::Keymap;
use beltui::shell::{Exit, Loop, Message, Outside};
use beltui::store::open_file::Opened;
use beltui::ui::theme::{Base, Theme};
use common::{TODAY, day, desk, shipped};
use ratatui::Terminal;
use ratatui::backend::{Backend, CrosstermBackend};

/// What is outside, for tests: it notes what was asked of it.
#[derive(Default)]
struct Noted {
    copied: Vec<String>,
    suspended: usize,
    frames: usize,
}

impl<B: Backend> Outside<B> for Noted {
    fn synchronized(&mut self, _: &mut Terminal<B>, begin: bool) -> std::io::Result<()> {
        self.frames += usize::from(begin);
        Ok(())
    }

    fn suspend(&mut self) -> std::io::Result<()> {
        self.suspended += 1;
        Ok(())
    }

    fn remember(&mut self, _: beltui::app::settings::SettingChange) -> std::io::Result<()> {
        Ok(())
    }

    fn copy(&mut self, _: &mut Terminal<B>, text: &str) -> std::io::Result<()> {
        self.copied.push(text.to_owned());
        Ok(())
    }
}

/// Runs the loop on the shipped file with keys pressed one after another, all waiting at once.
fn run(as_of: &str, typed: &str) -> (App, Noted, Exit) {
    let (sender, messages) = channel();
    sender.send(Message::Opened(Box::new(Ok(Opened::unkept(shipped()))), None)).unwrap();
    sender.send(desk::typed(typed)).unwrap();
    sender.send(Message::Gone).unwrap();
    let mut app = App::new("belarus.ron".to_owned(), day(TODAY), Some(day(as_of)), Keymap::standard());
    let theme = Theme::shipped(Base::Dark);
    let options = ratatui::TerminalOptions {
        viewport: ratatui::Viewport::Fixed(ratatui::layout::Rect::new(0, 0, 120, 36)),
    };
    let mut terminal = Terminal::with_options(Fixed(CrosstermBackend::new(Vec::new())), options).unwrap();
    let mut noted = Noted::default();
    let mut running = Loop::new(&mut app, &theme, &mut terminal, &mut noted, sender);
    let exit = running.run(&messages).unwrap();
    (app, noted, exit)
}

/// A terminal of 120×36 that takes everything and shows nothing.
struct Fixed(CrosstermBackend<Vec<u8>>);

impl Backend for Fixed {
    type Error = std::io::Error;

    fn draw<'a, I>(&mut self, content: I) -> std::io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a ratatui::buffer::Cell)>,
    {
        self.0.draw(content)
    }

    fn hide_cursor(&mut self) -> std::io::Result<()> {
        self.0.hide_cursor()
    }

    fn show_cursor(&mut self) -> std::io::Result<()> {
        self.0.show_cursor()
    }

    fn get_cursor_position(&mut self) -> std::io::Result<ratatui::layout::Position> {
        panic!("nothing may ask the terminal where its cursor is: it may never answer")
    }

    fn set_cursor_position<P: Into<ratatui::layout::Position>>(
        &mut self,
        position: P,
    ) -> std::io::Result<()> {
        self.0.set_cursor_position(position)
    }

    fn clear(&mut self) -> std::io::Result<()> {
        self.0.clear()
    }

    fn clear_region(&mut self, region: ratatui::backend::ClearType) -> std::io::Result<()> {
        self.0.clear_region(region)
    }

    fn size(&self) -> std::io::Result<ratatui::layout::Size> {
        Ok(ratatui::layout::Size::new(120, 36))
    }

    fn window_size(&mut self) -> std::io::Result<ratatui::backend::WindowSize> {
        let size = ratatui::layout::Size::new(120, 36);
        Ok(ratatui::backend::WindowSize { columns_rows: size, pixels: ratatui::layout::Size::default() })
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Backend::flush(&mut self.0)
    }
}

type Case = (&'static str, &'static str, &'static [&'static str], &'static [&'static str]);

const CASES: &[Case] = &[
    // Filters, live and in any alphabet.
    ("2025-10-28", "2/belavia issuer:us", &["◐ licensed", "/belavia issuer:us · 3 of 338"], &["Grodno Azot"]),
    ("2025-10-28", "2/белавиа", &["/белавиа · 3 of 338"], &[]),
    ("2025-10-28", "4/kuznica", &["/kuznica · 2 of 33", "Kuźnica"], &["Połowce"]),
    ("2025-10-28", "2/status:licensed", &["licensed", "· 3 of 338"], &[]),
    ("2025-10-28", "2/conflict:yes", &["/conflict:yes · 4 of 338", "≠"], &[]),
    ("2025-10-28", "2/isuer:us", &["no field isuer"], &[]),
    ("2025-10-28", "2/belavia<Esc>", &["crypto, e-money"], &["/belavia"]),
    ("2025-10-28", "2/belavia<Enter><Esc>", &["crypto, e-money"], &["/belavia"]),
    ("2025-10-28", "2/zzzz", &["nothing passes the filter; Esc clears it", "0 of 338"], &[]),
    ("2025-10-28", "3/cole", &["/cole · 24 of 1461"], &[]),
    // The day.
    ("2025-10-28", "t2025-09-11<Enter>", &["as of 2025-09-11"], &[]),
    ("2025-10-28", "t2025-13<Enter>", &["no such day in the calendar"], &[]),
    ("2025-10-28", "T", &["as of 2026-08-01 ▸ · known to 2026-07-23 (9 d)"], &[]),
    ("2025-10-28", "[", &["as of 2025-10-27"], &[]),
    ("2025-10-27", "]", &["as of 2025-10-28"], &[]),
    ("2025-10-28", "{", &["as of 2025-09-28"], &[]),
    ("2025-10-28", "}", &["as of 2025-11-28"], &[]),
    ("1990", "[", &["nothing is dated before this day"], &[]),
    // Records.
    (
        "2025-10-01",
        "2/id:us-belavia-asset-freeze<Enter><Enter>",
        &["licensed, lifting announced", "≠ imposed — ", "Record"],
        &[],
    ),
    ("2025-10-01", "2/id:us-belavia-asset-freeze<Enter><Enter><Esc>", &["2 Ledger"], &["history ·"]),
    ("2025-10-28", "1/czech<Enter><Enter>", &["Czech Republic", "history ·"], &[]),
    ("2025-10-28", "4/id:lt-medininkai<Enter><Enter>", &["restricted", "diplomatic", "54.5410 N"], &[]),
    (
        "2025-10-28",
        "!",
        &["What sources disagree on", "Gazeta.ru 2025-11-04", "lifted — Polish Institute"],
        &[],
    ),
    // Views, order, zoom, follow.
    ("2025-10-28", "2;og", &["▿ Belarus ·", "Ledger by Issuer"], &[]),
    ("2025-10-28", "2;ogh", &["▹ Belarus ·"], &[]),
    ("2025-10-28", "3v", &["Log · events"], &["└ §"]),
    ("2025-10-28", "2s", &["sorted by age of the evidence"], &[]),
    ("2025-10-28", "3s", &["the log is always newest first"], &[]),
    ("2025-10-28", "1v", &["this pane has one view"], &[]),
    ("2025-10-28", "2z", &["Since▾", "Measure"], &["4 Borders"]),
    ("2025-10-28", "2zz", &["4 Borders"], &[]),
    ("2025-10-28", "1/united<Enter>f", &["leads", "of United States"], &[]),
    ("2025-10-28", "1/united<Enter>ff", &["everything again"], &["of United States"]),
    // Help, palette, unknown keys, another keyboard.
    ("2025-10-28", "?", &["Keys that work here", "Half a page down"], &[]),
    ("2025-10-28", ":what sources<Enter>", &["What sources disagree on"], &[]),
    ("2025-10-28", "~", &["does nothing here"], &[]),
    ("2025-10-28", "1<Tab><Tab>v", &["Log · events"], &[]),
    ("2025-10-28", "хе2025-09<Enter>", &["as of 2025-09-30"], &[]),
    // On a Cyrillic keyboard the point stands in the place of / and the comma in that of ?; after a Latin letter no more.
    ("2025-10-28", "2о.belavia issuer:us", &["/belavia issuer:us · 3 of 338"], &[]),
    ("2025-10-28", "2о,", &["Keys that work here"], &[]),
    (
        "2025-10-28",
        "2о.бю.,<Esc>j,",
        &[", does nothing here; ? shows what does"],
        &["Keys that work here", "/бю"],
    ),
    ("2025-10-28", "2о.бю.,", &["/бю.,"], &[]),
    ("2025-10-28", "Ж", &["Every action"], &[]),
    ("2025-10-28", "Жгтвщ", &["▸ Take the last change back: there is nothing to take back"], &[]),
    // Searching on a page: from where the cursor is, round and round; Esc goes back, Enter stays, Esc then ends it.
    ("2025-10-28", "A/belavia", &["/belavia  "], &["Every action"]),
    ("2025-10-28", "?/move", &["1 of ", "│»"], &[]),
    ("2025-10-28", "?/zzzz", &["no line has zzzz"], &[]),
    ("2025-10-28", "?/move<Enter>n", &["2 of "], &[]),
    ("2025-10-28", "?/move<Enter>N", &[", from the other end"], &[]),
    ("2025-10-28", "?/move<Enter><Esc>n", &["nothing is searched for", "Keys that work here"], &["»"]),
    ("2025-10-28", "?/signs<Esc>", &["▸Keys that work here"], &["»"]),
    ("2025-10-28", "n", &["n does nothing here"], &[]),
    // Commands.
    ("2025-10-28", ":date 2025-09<Enter>", &["as of 2025-09-30"], &[]),
    ("2025-10-28", ":date 2025-13<Enter>", &["no such day in the calendar", ":date 2025-13"], &[]),
    ("2025-10-28", "2:5<Enter>y", &["copied"], &[]),
    ("2025-10-28", "2:filter belavia issuer:us<Enter>", &["/belavia issuer:us · 3 of 338"], &[]),
    ("2025-10-28", "2:find belavia<Enter>", &["found", "belavia"], &[]),
    ("2025-10-28", ":xyzzy<Enter>", &["no action fits xyzzy", "no action is called xyzzy"], &[]),
    ("2025-10-28", ":w<Enter>", &["there is nothing to save"], &[]),
];

#[test]
fn keys_do_what_they_say() {
    let mut wrong = Vec::new();
    for (as_of, typed, there, gone) in CASES {
        let (app, ..) = run(as_of, typed);
        let screen = common::screen(&app);
        for text in there.iter().filter(|text| !screen.contains(**text)) {
            wrong.push(format!("{typed}: no {text:?} in\n{screen}"));
        }
        for text in gone.iter().filter(|text| screen.contains(**text)) {
            wrong.push(format!("{typed}: {text:?} is still in\n{screen}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn quitting_ends_the_loop_from_anywhere() {
    for typed in [
        "q",
        "<Ctrl-c>",
        "/abc<Ctrl-c>",
        ":quit<Enter>",
        ":q<Enter>",
        ":wq<Enter>",
        "?<Esc>q",
        "<Enter><Ctrl-c>",
    ] {
        let (_, _, exit) = run("2025-10-28", typed);
        assert!(matches!(exit, Exit::Quit), "{typed}: {exit:?}");
    }
}

#[test]
fn a_thousand_keys_at_once_draw_no_more_frames_than_the_time_they_take_has_room_for() {
    let begun = std::time::Instant::now();
    let (app, noted, _) = run("2025-10-28", &"j".repeat(1000));
    assert_eq!(app.panes.ledger.pane.cursor.at, app.panes.ledger.selection.len() - 1);
    let room = 2 + begun.elapsed().as_millis() / 30;
    assert!(u128::try_from(noted.frames).unwrap() <= room, "{} frames", noted.frames);
}

#[test]
fn a_cited_line_is_copied_with_its_source() {
    let (_, noted, _) = run("2025-10-01", "2/id:us-belavia-asset-freeze<Enter>y");
    let [line] = noted.copied.as_slice() else { panic!("{:?}", noted.copied) };
    assert!(line.starts_with("US authorised dealings with Belavia"), "{line}");
    assert!(
        line.contains(", 11 September 2025 (Export Compliance Daily, 17 September 2025; Export Practitioner"),
        "{line}"
    );
}

#[test]
fn suspending_asks_the_outside_and_draws_again() {
    let (_, noted, _) = run("2025-10-28", "<Ctrl-z>");
    assert_eq!(noted.suspended, 1);
}

#[test]
fn the_selection_stays_on_its_record_when_the_order_or_the_day_changes() {
    let (mut app, ..) = run("2025-10-28", "2/naftan issuer:us<Enter>");
    let id = |app: &App| app.panes.selected_id(app.panes.focus, &app.facts);
    let before = id(&app);
    assert!(before.is_some());
    common::press(&mut app, "s<Esc>S}");
    assert_eq!(id(&app), before);
}

#[test]
fn the_wheel_over_the_pane_that_leads_takes_what_follows_along_wherever_the_focus_is() {
    let (mut app, ..) = run("2025-10-28", "2f1");
    let place = app.layout.ledger;
    let (selected, followed) = (
        |app: &App| app.panes.selected_id(beltui::app::PaneId::Ledger, &app.facts),
        |app: &App| app.panes.log.pane.shown.clone(),
    );
    let before = (selected(&app), followed(&app));
    for _ in 0..20 {
        app.wheel(place.x + 2, place.y + 3, true);
    }
    let mut anew = app.clone();
    anew.panes.select_all(&anew.facts);
    assert_ne!((selected(&app), followed(&app)), before, "the wheel moves the selection");
    assert_eq!(followed(&app), followed(&anew));
}

#[test]
fn a_click_on_a_page_goes_to_its_line_and_asks_nothing_of_the_shell() {
    let (mut app, ..) = run("2025-10-28", "2<Enter>");
    let place = app.layout.page;
    assert_eq!(app.click(place.x + 5, place.y + 4), []);
    let Some(beltui::app::Modal::Page(view)) = app.modals.last() else { panic!("no page") };
    assert_eq!(view.cursor.at, view.cursor.top + 3);
}
