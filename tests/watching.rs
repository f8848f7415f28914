//! Whom a person watches, in the dashboard.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeSet;

use beltui::app::PaneId;
use beltui::app::action::Action;
use beltui::model::id::Id;
use beltui::store::{looked, watched};
use beltui::views::agenda::{Horizon, Watching, page_watching};
use beltui::views::day::{Clock, Day};
use common::desk::Desk;
use common::{app, day, press, screen, shipped};

fn ids(names: &[&str]) -> BTreeSet<Id> {
    names.iter().map(|name| Id::new(name)).collect()
}

#[test]
fn a_key_watches_whom_the_selected_measure_is_aimed_at_and_once_more_ends_it() {
    let desk = Desk::new();
    desk.at_work(true, |at_work| {
        at_work.running.state_dir = Some(desk.state_dir());
        at_work.running.app.file.path = desk.file();
        let kept = || watched::read(&desk.state_dir(), &desk.file()).unwrap();
        at_work.types("2/id:us-belavia-asset-freeze<Enter>");
        at_work.types("W");
        assert!(at_work.screen().contains("Belavia is watched"), "{}", at_work.screen());
        // The title of its dossier says so.
        at_work.types("5");
        assert_eq!(kept(), ids(&["belavia"]));
        assert!(at_work.screen().contains("Belavia · watched"), "{}", at_work.screen());
        // Another window has added somebody meanwhile.
        watched::change(&desk.state_dir(), &desk.file(), &[Id::new("belaruskali")], &[]).unwrap();
        at_work.types("W");
        assert_eq!(kept(), ids(&["belaruskali"]));
        assert!(!at_work.screen().contains("Belavia · watched"), "{}", at_work.screen());
    });
}

#[test]
fn what_is_watched_is_there_when_the_file_is_opened_again() {
    let desk = Desk::new();
    watched::change(&desk.state_dir(), &desk.file(), &[Id::new("belavia")], &[]).unwrap();
    let look = looked::Look { on: day("2026-06-10"), text: desk.text() };
    looked::remember(&desk.state_dir(), &desk.file(), "", &look).unwrap();
    desk.at_work(true, |at_work| {
        at_work.running.state_dir = Some(desk.state_dir());
        at_work.running.app.file.path = desk.file();
        at_work.running.learns = true;
        at_work.takes(beltui::shell::Message::Opened(Box::new(desk.opened()), None));
        let watching = at_work.running.app.watching.clone();
        assert_eq!((watching.subjects, watching.looked), (ids(&["belavia"]), Some(day("2026-06-10"))));
    });
}

#[test]
fn nobody_is_watched_where_no_subject_is_selected_and_it_says_why() {
    let mut app = app((120, 36), "2026-07-01");
    press(&mut app, "4");
    assert_eq!(app.panes.focus, PaneId::Borders);
    assert_eq!(app.off(Action::Watch), Some("no subject is selected, and no measure against one"));
    press(&mut app, "W");
    assert!(screen(&app).contains("no subject is selected"), "{}", screen(&app));
}

#[test]
fn the_agenda_has_the_watched_first_and_what_changed_since_one_looked() {
    let of = Day::new(shipped().state, Clock::as_of(day("2026-06-10")));
    let said = |watching: &Watching| -> Vec<String> {
        page_watching(&of, Horizon::All, watching)
            .lines
            .iter()
            .map(|line| format!("{} {}", line.label, line.words()))
            .collect()
    };
    let plain = said(&Watching::default());
    assert!(!plain.iter().any(|line| line.contains("watched") || line.contains("since you looked")));
    let watching = Watching {
        subjects: ids(&["belinvestbank", "belavia", "belaruskali"]),
        looked: Some(day("2025-10-01")),
    };
    let watched = said(&watching);
    let at = |text: &str| watched.iter().position(|line| line.contains(text)).unwrap();
    // Of what was announced and is not done, the watched stands before the others.
    let announced = at("Announced and not recorded as done");
    assert!(
        watched[announced + 2].contains("only announced, watched")
            && watched[announced + 2].contains("Belinvestbank"),
        "{watched:#?}"
    );
    assert!(!watched[announced + 3].contains("watched"), "{}", watched[announced + 3]);
    // What happened since, to them first.
    let changed =
        watched.iter().position(|line| line.contains("Changed since you looked on 2025-10-01 · ")).unwrap();
    assert!(watched[changed].ends_with(", 3 of whom you watch"), "{}", watched[changed]);
    let lines = &watched[changed + 1..changed + 4];
    let names = ["Belinvestbank", "Belavia", "Belaruskali"];
    assert!(names.iter().all(|name| lines.iter().any(|line| line.contains(name))), "{lines:#?}");
    assert!(lines.iter().all(|line| line.ends_with(", watched")), "{lines:#?}");
    assert!(lines.iter().any(|line| line.contains("2025-11-04") && line.contains("→ lifted")), "{lines:#?}");
    assert!(!watched[changed + 4].ends_with(", watched"));
    // Who has looked on the day itself, or never, is told nothing; where nothing happened it says so.
    let quiet = said(&Watching { looked: Some(day("2026-06-09")), ..Watching::default() });
    let at =
        quiet.iter().position(|line| line.contains("Changed since you looked on 2026-06-09 · ")).unwrap();
    assert!(
        quiet[at].ends_with("· 0") && quiet[at + 1].contains("Nothing is recorded that happened since."),
        "{quiet:#?}"
    );
    let later = said(&Watching { looked: Some(day("2026-06-10")), ..Watching::default() });
    assert_eq!(later, plain);
}
