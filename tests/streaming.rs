//! A large file is shown while it is read: what is there can be looked at, and stays where it is when more comes. What
//! takes long on it is worked out beside the keys.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "bench/compose/mod.rs"]
mod compose;

use beltui::app::action::Action;
use beltui::app::keymap::Keymap;
use beltui::app::{App, Effect, Mood, script};
use beltui::edit::ahead::Ahead;
use beltui::model::state::{Place, RecordKind, State};
use beltui::store::load::{load_text, load_watched};
use beltui::ui::theme::{Base, Theme};
use beltui::views::day::{Clock, Day};
use common::desk::{Desk, typed};
use common::{TODAY, day, frame, lines, press};

fn composed(measures: u32) -> String {
    let mut bytes = Vec::new();
    compose::write(measures, 7, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn facts(state: State) -> Day {
    Day::new(state, Clock::as_of(day("2025-10-28")))
}

/// The states that were there while a text was read, and the one at the end.
fn parts(text: &str) -> (Vec<State>, State) {
    let (mut parts, mut next) = (Vec::new(), 500);
    let loaded = load_watched(text.to_owned(), &mut |gathered, text| {
        assert!(gathered.bytes <= gathered.of);
        if gathered.len(RecordKind::Sanctions) >= next {
            next *= 2;
            parts.push(gathered.so_far(text));
        }
    });
    (parts, loaded.state)
}

#[test]
fn each_part_is_the_beginning_of_the_next() {
    let text = composed(3000);
    let (parts, whole) = parts(&text);
    assert!(parts.len() >= 2, "{}", parts.len());
    for part in &parts {
        assert_eq!(part.head(), whole.head(), "the title is there from the beginning");
        for list in RecordKind::ALL.iter().copied() {
            let here = (0..part.len(list)).map(|at| part.at(beltui::model::state::Place { list, at }));
            let there = (0..part.len(list)).map(|at| whole.at(beltui::model::state::Place { list, at }));
            assert!(here.eq(there), "{list}");
        }
    }
    assert_eq!(whole.len(RecordKind::Sanctions), 3000);
}

#[test]
fn an_error_late_in_a_large_file_is_told_with_its_line() {
    let mut text = composed(3000);
    let last = text.rfind("issuer: \"").unwrap();
    text.replace_range(last..last + 6, "isuser");
    let loaded = load_text(text.clone());
    let line = text[..last].matches('\n').count() + 1;
    let told: Vec<_> = loaded.findings.iter().map(|f| (f.position.line, f.message.as_str())).collect();
    assert!(told.contains(&(line, "a measure has no field isuser")), "{told:?}");
    assert_eq!(loaded.state.len(RecordKind::Sanctions), 2999);
}

#[test]
fn what_is_there_can_be_looked_at_and_the_selection_stays_when_more_comes() {
    let (parts, whole) = parts(&composed(3000));
    let mut app =
        App::new("big.ron".to_owned(), day("2026-08-01"), Some(day("2025-10-28")), Keymap::standard());
    app.resize(160, 48);
    press(&mut app, "j");
    assert!(matches!(&app.message, Some((Mood::Warning, why)) if why.contains("still being read")));
    app.reading(25, 100);
    app.part(facts(parts[0].clone()));
    let shown = lines(&frame(&app, &Theme::shipped(Base::Dark))).join("\n");
    assert!(shown.contains("reading ▰▰▱▱▱▱▱▱▱▱ 25 %"), "{shown}");
    press(&mut app, "2jjj/freeze<Enter>jj");
    let selected = app.panes.selected_id(app.panes.focus, &app.facts).unwrap();
    let rows = app.panes.ledger.selection.len();
    press(&mut app, "e");
    assert!(app.modals.is_empty(), "nothing is edited before the file is there");
    app.part(facts(parts[1].clone()));
    assert_eq!(app.panes.selected_id(app.panes.focus, &app.facts).unwrap(), selected);
    assert!(app.panes.ledger.selection.len() > rows, "the filter holds for what has come");
    app.loaded(whole, Vec::new(), None);
    assert_eq!(app.panes.selected_id(app.panes.focus, &app.facts).unwrap(), selected);
    press(&mut app, "e");
    assert_eq!(app.modals.as_slice().len(), 1, "now it can be edited");
}

#[test]
fn who_has_not_moved_stays_at_the_beginning_and_the_log_at_its_day() {
    let (parts, whole) = parts(&composed(3000));
    let mut app =
        App::new("big.ron".to_owned(), day("2026-08-01"), Some(day("2025-10-28")), Keymap::standard());
    app.resize(160, 48);
    for part in parts {
        app.part(facts(part));
        assert_eq!(app.panes.ledger.pane.cursor.at, 0);
    }
    app.loaded(whole.clone(), Vec::new(), None);
    let mut at_once =
        App::new("big.ron".to_owned(), day("2026-08-01"), Some(day("2025-10-28")), Keymap::standard());
    at_once.resize(160, 48);
    at_once.loaded(whole, Vec::new(), None);
    let theme = Theme::shipped(Base::Dark);
    assert_eq!(lines(&frame(&app, &theme)), lines(&frame(&at_once, &theme)));
}

#[test]
fn of_what_is_typed_at_once_only_the_newest_is_looked_for() {
    let mut app = common::app((160, 48), "2025-10-28");
    press(&mut app, "2/");
    app.hold(true);
    let all = app.panes.ledger.selection.len();
    press(&mut app, "belavia");
    assert_eq!(app.panes.ledger.selection.len(), all, "nothing is looked for yet");
    app.hold(false);
    let found = app.panes.ledger.selection.len();
    assert!(found > 0 && found < all);
    app.hold(true);
    press(&mut app, " zzzz<Enter>j");
    app.hold(false);
    assert_eq!(app.panes.ledger.selection.len(), 0, "what is done next is done with what was found");
}

/// The keys of the loop go on while it is worked out what was known on another day.
#[test]
fn what_was_known_is_worked_out_beside_the_keys_of_a_large_file() {
    let desk = Desk::with(&composed(5000));
    let known = Some(day("2024-01-01"));
    desk.at_work(true, |at_work| {
        let selected = |app: &App| app.panes.selected_id(app.panes.focus, &app.facts);
        at_work.types("2jj");
        let third = selected(at_work.running.app);
        at_work.types("kk");
        let all = at_work.running.app.facts.entries.len();
        at_work.hears(typed("b2024-01-01<Enter>"));
        let app = &at_work.running.app;
        assert!(app.awaits_facts() && app.facts.known_on().is_none(), "what is shown stays");
        assert!(
            at_work.screen().contains("working out what was known on 2024-01-01"),
            "{}",
            at_work.screen()
        );
        let why = app.off(Action::Edit).unwrap();
        assert!(why.contains("worked out"), "{why}");
        // Another day is gone to meanwhile, and another measure.
        at_work.takes(typed("2jj["));
        let app = &at_work.running.app;
        assert_eq!(app.facts.known_on(), known);
        assert!(app.day() < day(TODAY), "the day that was gone to stays");
        assert_eq!(selected(app), third, "the cursor stays on the measure that was gone to");
        assert!(app.facts.entries.len() < all);
        let anew = Day::new(app.document.state().clone(), app.facts.clock());
        assert_eq!((&app.facts.ledger, app.facts.hidden()), (&anew.ledger, anew.hidden()));
        assert!(at_work.screen().contains("known on 2024-01-01"), "{}", at_work.screen());
        at_work.types("<Esc>");
        let app = &at_work.running.app;
        assert_eq!((app.facts.known_on(), app.facts.entries.len()), (None, all));
        assert!(app.off(Action::Edit).is_none());
    });
}

/// The facts that an effect asks for.
fn worked_out(effects: Vec<Effect>) -> Day {
    match <[Effect; 1]>::try_from(effects).unwrap() {
        [Effect::WorkOut(state, clock)] => Day::new(*state, clock),
        other => panic!("{other:?}"),
    }
}

fn pressed(app: &mut App, keys: &str) -> Vec<Effect> {
    script::keys(keys).unwrap().into_iter().flat_map(|key| app.press(key)).collect()
}

fn large() -> App {
    let mut app = App::new("big.ron".to_owned(), day(TODAY), Some(day("2025-10-28")), Keymap::standard());
    app.resize(160, 48);
    app.loaded(load_text(composed(5000)).state, Vec::new(), None);
    app
}

#[test]
fn of_two_days_that_are_worked_out_the_one_that_was_asked_for_last_is_shown() {
    let mut app = large();
    let first = worked_out(pressed(&mut app, "b2023-05-01<Enter>"));
    let second = worked_out(pressed(&mut app, "b2024-05-01<Enter>"));
    assert_eq!(app.worked_out(first).0.known_on(), Some(day("2023-05-01")), "it is given back");
    assert!(app.awaits_facts() && app.facts.known_on().is_none());
    assert!(app.worked_out(second).1.is_none());
    assert_eq!(app.facts.known_on(), Some(day("2024-05-01")));
    // Taken away while it is still worked out.
    let third = worked_out(pressed(&mut app, "b<Ctrl-u>2025-05-01<Enter>"));
    assert!(pressed(&mut app, "b<Ctrl-u>2024-05-01<Enter>").is_empty(), "that is shown already");
    assert!(app.worked_out(third).1.is_none());
    assert_eq!(app.facts.known_on(), Some(day("2024-05-01")));
}

#[test]
fn what_is_worked_out_of_a_file_that_somebody_has_changed_meanwhile_is_worked_out_anew() {
    let mut app = large();
    let facts = worked_out(pressed(&mut app, "b2024-05-01<Enter>"));
    let (ours, from) = (app.document.state().clone(), app.document.revision());
    let mut theirs = ours.clone();
    let place = Place { list: RecordKind::Sanctions, at: 4999 };
    theirs.remove(place).unwrap();
    let ahead = Ahead::new("outside", (ours, from), &theirs, &theirs).unwrap();
    app.take_outside(ahead, None);
    let (_, again) = app.worked_out(facts);
    assert!(app.awaits_facts() && app.facts.known_on().is_none());
    let (state, clock) = again.unwrap();
    assert!(app.worked_out(Day::new(state, clock)).1.is_none());
    assert_eq!((app.facts.known_on(), app.facts.ledger.len()), (Some(day("2024-05-01")), 4999));
    assert_eq!(app.facts.whole(), app.document.state());
}

#[test]
fn what_cannot_be_worked_out_leaves_what_is_shown_and_says_why() {
    let mut app = large();
    pressed(&mut app, "b2024-05-01<Enter>");
    app.not_worked_out("no thread".to_owned());
    assert!(!app.awaits_facts() && app.facts.known_on().is_none());
    assert!(matches!(&app.message, Some((Mood::Warning, why)) if why == "no thread"));
    assert!(app.off(Action::Edit).is_none());
}

#[test]
fn a_frame_of_a_large_file_shows_what_was_known_when_its_keys_ask_for_it() {
    let desk = Desk::with(&composed(5000));
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_beltui"))
        .args(["frame", "--keys", "b2024-05-01<Enter>", "--today", TODAY])
        .arg(desk.file())
        .env("HOME", desk.folder.path())
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && shown.contains("known on 2024-05-01"), "{shown}");
}
