//! The mouse through the real loop: what a click means is what is seen there, and nothing that it does is without a key.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::app::text::width;
use beltui::app::{App, Modal, PaneId};
use beltui::shell::Message;
use common::desk::{AtWork, Desk};
use common::screen;
use ratatui::crossterm::event::{Event, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

fn event(kind: MouseEventKind, (column, row): (u16, u16)) -> Event {
    Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })
}

const DOWN: MouseEventKind = MouseEventKind::Down(MouseButton::Left);
const UP: MouseEventKind = MouseEventKind::Up(MouseButton::Left);

/// The first cell of a text on the screen, so many cells further on.
fn cell(app: &App, text: &str, further: u16) -> (u16, u16) {
    let screen = screen(app);
    for (row, line) in screen.lines().enumerate() {
        if let Some((before, _)) = line.split_once(text) {
            return (u16::try_from(width(before)).unwrap() + further, u16::try_from(row).unwrap());
        }
    }
    panic!("{text:?} is not on\n{screen}")
}

struct Mouse<'m, 'r, 'a>(&'m mut AtWork<'r, 'a>);

impl Mouse<'_, '_, '_> {
    fn sends(&mut self, events: &[Event]) {
        self.0.takes(Message::Input(events.to_vec()));
    }

    fn clicks(&mut self, text: &str, further: u16) {
        let at = cell(self.0.running.app, text, further);
        // A click of its own: one on another cell lies between it and the last.
        self.sends(&[event(DOWN, at), event(UP, at)]);
    }

    fn clicks_twice(&mut self, text: &str) {
        let at = cell(self.0.running.app, text, 0);
        self.sends(&[event(DOWN, at), event(UP, at), event(DOWN, at), event(UP, at)]);
    }

    fn types(&mut self, keys: &str) {
        self.0.types(keys);
    }

    fn app(&self) -> &App {
        self.0.running.app
    }

    fn says(&self, text: &str) {
        let screen = self.0.screen();
        assert!(screen.contains(text), "no {text:?} in\n{screen}");
    }

    fn says_not(&self, text: &str) {
        let screen = self.0.screen();
        assert!(!screen.contains(text), "{text:?} is in\n{screen}");
    }
}

fn with_mouse(test: impl FnOnce(&mut Mouse<'_, '_, '_>)) {
    Desk::new().at_work(true, |at_work| test(&mut Mouse(at_work)));
}

#[test]
fn the_arrows_and_the_date_of_the_header_step_and_ask_for_the_day() {
    with_mouse(|it| {
        it.types("t2025-10-28<Enter>");
        it.clicks("◂ as of", 0);
        it.says("as of 2025-10-27");
        it.clicks(" ▸", 1);
        it.says("as of 2025-10-28");
        it.clicks("as of 2025", 4);
        it.says("╭ As of ");
        it.types("<Esc>b2026-01-01<Enter>");
        it.clicks("known on 2026", 3);
        it.says("As known on");
        it.types("<Esc><Esc>");
    });
}

#[test]
fn hints_of_the_footer_press_their_keys_each_of_a_pair_its_own() {
    with_mouse(|it| {
        it.types("2g");
        it.clicks("jk move", 0);
        assert_eq!(it.app().panes.ledger.pane.cursor.at, 1);
        it.clicks("jk move", 4);
        assert_eq!(it.app().panes.ledger.pane.cursor.at, 2);
        it.clicks("jk move", 1);
        assert_eq!(it.app().panes.ledger.pane.cursor.at, 1);
        it.clicks("/ filter", 3);
        it.types("belavia");
        it.says("/belavia");
        it.types("<Enter>");
        it.says("/belavia · ");
        it.clicks("? help", 2);
        it.says("Keys that work here");
        it.clicks("Esc back", 0);
        it.says_not("Keys that work here");
    });
}

#[test]
fn a_head_sorts_by_it_and_once_more_the_other_way_round() {
    with_mouse(|it| {
        it.types("2");
        it.clicks("Target ", 1);
        it.says("Target▴");
        it.clicks("Target▴", 1);
        it.says("Target▾");
        it.clicks("By ", 1);
        it.says("By▴");
        it.clicks("crossing ", 1);
        it.says("Borders: sorted by name");
    });
}

#[test]
fn twice_opens_and_once_only_chooses() {
    with_mouse(|it| {
        it.types("2/id:us-belavia-asset-freeze<Enter>1");
        it.clicks("US Belavia", 3);
        assert_eq!(it.app().panes.focus, PaneId::Ledger);
        it.says_not("╭►Record ");
        it.types("1");
        it.clicks_twice("US Belavia");
        it.says("╭►Record ");
    });
}

#[test]
fn a_click_in_a_list_chooses_and_twice_does_it() {
    with_mouse(|it| {
        it.types(":go");
        it.clicks("As of a date you type", 1);
        let Some(Modal::Palette(palette)) = it.app().modals.last() else { panic!("no palette") };
        assert_eq!(palette.cursor.at, 1);
        it.types("<Esc>:agenda");
        it.clicks_twice("Agenda: what is due");
        it.says("Agenda after");
        it.types("<Esc>2F");
        it.types("belavia");
        let Some(Modal::Finder(finder)) = it.app().modals.last() else { panic!("no search") };
        assert!(finder.matches.len() > 2);
        let (column, row) = cell(it.app(), " belavia", 3);
        it.sends(&[event(DOWN, (column, row + 2))]);
        let Some(Modal::Finder(finder)) = it.app().modals.last() else { panic!("no search") };
        assert_eq!(finder.cursor.at, 1);
    });
}

#[test]
fn a_click_goes_to_the_field_of_a_form_and_gives_an_answer() {
    with_mouse(|it| {
        it.types("2a");
        it.clicks("programme", 2);
        it.types("ALPHA");
        it.says("ALPHA");
        it.clicks("issuer", 2);
        it.types("Q");
        let Some(Modal::Form(form)) = it.app().modals.last() else { panic!("no form") };
        assert_eq!(form.fields[form.at].spec.label, "issuer");
        it.types("<Ctrl-c>");
        it.says("A form is open");
        it.clicks("c stay", 3);
        it.says_not("A form is open");
        it.says("ALPHA");
    });
}

#[test]
fn the_sign_of_a_link_opens_it_and_the_line_alone_is_chosen() {
    with_mouse(|it| {
        it.types("A");
        it.clicks("renewed 3 times before", 2);
        it.says("Agenda after");
        let (column, row) = cell(it.app(), "times before ⏎", 13);
        it.sends(&[event(DOWN, (column, row))]);
        it.says("Record");
    });
}

#[test]
fn the_other_button_offers_what_works_there_with_its_keys() {
    with_mouse(|it| {
        it.types("2/id:us-belavia-asset-freeze<Enter>1");
        let at = cell(it.app(), "US Belavia", 3);
        it.sends(&[event(MouseEventKind::Down(MouseButton::Right), at)]);
        it.says("╭ Here ");
        it.says("Copy the record as a cited line");
        assert_eq!(it.app().panes.focus, PaneId::Ledger, "it is about what is under the pointer");
        it.types("<Esc>");
        it.says_not("╭ Here ");
        it.sends(&[event(MouseEventKind::Down(MouseButton::Right), at)]);
        it.clicks("Add a dated step", 2);
        it.says("Ctrl-s accept");
        it.types("<Esc>");
        // Beside it, it closes; a key does what it says.
        it.sends(&[event(MouseEventKind::Down(MouseButton::Right), at)]);
        it.sends(&[event(DOWN, (1, 20))]);
        it.says_not("╭ Here ");
        it.sends(&[event(MouseEventKind::Down(MouseButton::Right), at)]);
        it.types("5");
        it.says("╭►5 Belavia");
        it.types("<Esc>");
        it.sends(&[event(MouseEventKind::Down(MouseButton::Right), (40, 0))]);
        it.says("As of today");
    });
}

#[test]
fn a_border_between_panes_is_dragged_and_a_click_on_it_changes_nothing() {
    with_mouse(|it| {
        let before = it.app().layout;
        let at = (before.ledger.x, before.ledger.y + 4);
        it.sends(&[event(DOWN, at), event(UP, at)]);
        assert_eq!(it.app().layout.ledger, before.ledger);
        let to = (at.0 + 6, at.1);
        let drag = event(MouseEventKind::Drag(MouseButton::Left), to);
        it.sends(&[event(DOWN, at), drag.clone(), event(UP, to), drag]);
        assert_eq!(it.app().layout.ledger.x, before.ledger.x + 6);
        assert_eq!(it.app().settings.shares.left, 6);
    });
}

#[test]
fn the_wheel_takes_no_focus_and_scrolls_what_is_under_it_also_while_a_filter_is_typed() {
    with_mouse(|it| {
        it.types("2");
        let place = it.app().layout.log;
        it.types("/be");
        let before = it.app().panes.log.pane.cursor.top;
        it.sends(&[event(MouseEventKind::ScrollDown, (place.x + 3, place.y + 3))]);
        assert_ne!(it.app().panes.log.pane.cursor.top, before);
        assert_eq!(it.app().panes.focus, PaneId::Ledger);
        it.types("l");
        it.says("/bel");
    });
}
