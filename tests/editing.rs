//! Editing through the real loop: keys pressed, the file read again. `(keys, what the screen says, what the file says)`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;

use beltui::app::App;
use beltui::shell::Exit;
use beltui::store::load::load_text;
use beltui::store::open_file::open_with;
use beltui::store::places::SHIPPED;
use common::desk::Desk;

/// The lines that come and go between two texts.
fn changed(before: &str, after: &str) -> (Vec<String>, Vec<String>) {
    let only = |a: &str, b: &str| {
        let mut left: Vec<&str> = b.lines().collect();
        let gone = a.lines().filter(|line| match left.iter().position(|other| other == line) {
            Some(at) => {
                left.remove(at);
                false
            }
            None => true,
        });
        gone.map(|line| line.trim().to_owned()).collect::<Vec<_>>()
    };
    (only(before, after), only(after, before))
}

#[test]
fn a_lifted_step_is_one_new_line_in_the_file() {
    let desk = Desk::new();
    let (app, _) = desk.session(&["2/id:us-naftan<Enter>+<Tab>delis<Tab>vedomosti<Ctrl-s>w"], true);
    let (gone, come) = changed(SHIPPED, &desk.text());
    assert_eq!(gone, [""; 0]);
    assert_eq!(come, ["(on: \"2026-08-01\", what: Delisted, sources: [\"vedomosti\"]),"]);
    assert!(!app.document.is_dirty());
}

#[test]
fn a_step_and_the_event_behind_it_are_taken_back_together() {
    let desk = Desk::new();
    let typed =
        "2/id:us-naftan<Enter>+<Tab>lifting<Tab>vedomosti<Tab><Tab><Tab><Tab><Tab><Tab><Right><Ctrl-s>";
    let (app, _) = desk.session(&[typed], true);
    let events = |app: &App| app.facts.state().records().events.len();
    let shipped = load_text(SHIPPED.to_owned()).state.records().events.len();
    assert_eq!(events(&app), shipped + 1, "{}", common::screen(&app));
    let (app, _) = desk.session(&[typed, "u"], true);
    assert_eq!(events(&app), shipped);
    assert!(!app.document.is_dirty());
}

#[test]
fn a_new_sanction_with_a_new_source_from_inside_is_one_change() {
    let desk = Desk::new();
    let typed = "2aunited states<Tab>poland<Tab><Ctrl-s>+<Tab>desig<Tab><Ctrl-o>Agency<Tab>A report<Tab>2026-08<Ctrl-s><Ctrl-s>w";
    let (app, _) = desk.session(&[typed], true);
    let loaded = load_text(desk.text());
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    let mut measures = loaded.state.records().sanctions.iter();
    let it = measures.find(|it| it.issuer.as_str() == "US" && it.target.as_str() == "PL");
    let it = it.unwrap_or_else(|| panic!("{}", common::screen(&app)));
    assert_eq!(it.history[0].sources[0].as_str(), "agency-2026-08");
    assert!(loaded.state.source("agency-2026-08").is_some());
    let (gone, _) = changed(SHIPPED, &desk.text());
    assert_eq!(gone, [""; 0], "nothing that was there has changed");
}

#[test]
fn cyrillic_and_combining_letters_are_typed_into_fields_by_grapheme() {
    let desk = Desk::new();
    let typed = "3aдень<Ctrl-u>2026-07-01<Tab>talks<Tab>Встреча в Мінску é\u{301}x<Backspace><Backspace>!<Tab><Tab>vedomosti<Ctrl-s>w";
    let (app, _) = desk.session(&[typed], true);
    assert!(desk.text().contains("title: \"Встреча в Мінску !\""), "{}", common::screen(&app));
}

#[test]
fn renaming_an_id_follows_its_references() {
    let desk = Desk::new();
    let state = load_text(SHIPPED.to_owned()).state;
    let linked = state
        .records()
        .events
        .iter()
        .filter(|e| e.links.iter().any(|l| l.as_str() == "us-naftan-asset-freeze"))
        .count();
    let typed = "2/id:us-naftan<Enter>e<Tab><Tab><Tab><Ctrl-u>us-naftan<Ctrl-s>w";
    let (app, _) = desk.session(&[typed], true);
    let loaded = load_text(desk.text());
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    assert!(loaded.state.measure("us-naftan").is_some(), "{}", common::screen(&app));
    let now = loaded
        .state
        .records()
        .events
        .iter()
        .filter(|e| e.links.iter().any(|l| l.as_str() == "us-naftan"))
        .count();
    assert_eq!(now, linked);
}

#[test]
fn deleting_what_others_refer_to_asks_and_takes_the_references_along() {
    let desk = Desk::new();
    let (app, _) = desk.session(&["2/id:us-naftan<Enter>d"], true);
    assert!(common::screen(&app).contains("refers to it"), "{}", common::screen(&app));
    let (_, _) = desk.session(&["2/id:us-naftan<Enter>drw"], true);
    let loaded = load_text(desk.text());
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    assert!(loaded.state.measure("us-naftan-asset-freeze").is_none());
    // An issuer cannot be taken from its measures.
    let (app, _) = desk.session(&["FUnited States<Enter><Enter>d"], true);
    assert!(common::screen(&app).contains("cannot be"), "{}", common::screen(&app));
}

#[test]
fn errors_stand_beside_their_fields_and_escape_asks_once() {
    let desk = Desk::new();
    let (app, _) = desk.session(&["3a<Ctrl-u>2026-13<Ctrl-s>"], true);
    let screen = common::screen(&app);
    assert!(screen.contains("✗ needed"), "{screen}");
    let (app, _) = desk.session(&["3a<Ctrl-u>x<Esc>"], true);
    assert!(common::screen(&app).contains("Esc again discards"), "{}", common::screen(&app));
    let (app, _) = desk.session(&["3a<Ctrl-u>x<Esc><Esc>"], true);
    assert!(app.modals.is_empty());
}

#[test]
fn a_date_in_words_is_echoed_and_stored_as_a_day() {
    let desk = Desk::new();
    let (app, _) = desk.session(&["2/id:us-naftan<Enter>+<Ctrl-u>3 days ago"], true);
    assert!(common::screen(&app).contains("= 2026-07-29"), "{}", common::screen(&app));
    desk.session(&["2/id:us-naftan<Enter>+<Ctrl-u>3 days ago<Tab>eased<Tab>vedomosti<Ctrl-s>w"], true);
    assert!(desk.text().contains("(on: \"2026-07-29\", what: Eased"));
}

#[test]
fn quitting_with_changes_asks_and_each_answer_does_what_it_says() {
    let step = "2/id:us-naftan<Enter>+<Tab>eased<Tab>vedomosti<Ctrl-s>";
    let desk = Desk::new();
    let (app, exit) = desk.session(&[step, "q"], true);
    assert!(matches!(exit, Exit::Gone), "it asks first");
    assert!(common::screen(&app).contains("1 unsaved change"));
    let (_, exit) = desk.session(&[step, "qd"], true);
    assert!(matches!(exit, Exit::Quit));
    assert_eq!(desk.text(), SHIPPED);
    let (_, exit) = desk.session(&[step, "qs"], true);
    assert!(matches!(exit, Exit::Quit));
    assert!(desk.text().contains("what: Eased, sources: [\"vedomosti\"]"));
}

#[test]
fn after_a_crash_the_edits_are_offered_and_recovered_or_discarded() {
    let step = "2/id:us-naftan<Enter>+<Tab>eased<Tab>vedomosti<Ctrl-s>";
    let desk = Desk::new();
    desk.session(&[step], false);
    assert_eq!(desk.text(), SHIPPED);
    let (app, _) = desk.session(&["l"], false);
    let screen = common::screen(&app);
    assert!(
        screen.contains("Unsaved edits were found")
            && screen.contains("US › Naftan: Asset freeze, a step of 2026-08-01: eased"),
        "{screen}"
    );
    let (app, _) = desk.session(&["r"], false);
    assert_eq!(app.document.unsaved(), 1);
    let (_, _) = desk.session(&["rw"], true);
    assert!(desk.text().contains("what: Eased, sources: [\"vedomosti\"]"));
    let (app, _) = desk.session(&[""], true);
    assert!(app.modals.is_empty(), "a clean exit leaves nothing to offer");
    desk.session(&[step], false);
    desk.session(&["d"], false);
    let (app, _) = desk.session(&[""], true);
    assert!(app.modals.is_empty(), "discarded is discarded");
}

#[test]
fn an_undo_after_a_save_survives_a_crash_as_well() {
    let step = "2/id:us-naftan<Enter>+<Tab>eased<Tab>vedomosti<Ctrl-s>";
    let desk = Desk::new();
    desk.session(&[step, "w", "u"], false);
    assert!(desk.text().contains("what: Eased, sources: [\"vedomosti\"]"));
    desk.session(&["rw"], true);
    assert_eq!(desk.text(), SHIPPED);
}

#[test]
fn what_somebody_else_changes_is_merged_and_the_same_field_is_a_choice() {
    let step = "2/id:us-naftan<Enter>+<Tab>eased<Tab>vedomosti<Ctrl-s>";
    let desk = Desk::new();
    let title = ("title: \"Belarus and the West\"", "title: \"Theirs\"");
    let (app, _) = desk.session_with(&[step, "w"], true, &mut || desk.replace(title.0, title.1));
    assert!(desk.text().contains("title: \"Theirs\""), "{}", common::screen(&app));
    assert!(desk.text().contains("what: Eased, sources: [\"vedomosti\"]"));

    let edit = "2/id:us-belavia<Enter>e<Tab><Tab><Tab><Tab><Ctrl-u>OURS<Ctrl-s>";
    let session = |typed: &[&str]| {
        let desk = Desk::new();
        let outside = || desk.replace("programme: \"BELARUS-EO14038\"", "programme: \"THEIRS\"");
        let (app, _) = desk.session_with(typed, true, &mut { outside });
        (common::screen(&app), desk.text())
    };
    let (screen, _) = session(&[edit, ""]);
    assert!(screen.contains("\"OURS\"") && screen.contains("\"THEIRS\""), "{screen}");
    assert!(session(&[edit, "<Space><Enter>", "w"]).1.contains("programme: \"THEIRS\""));
    assert!(session(&[edit, "<Enter>", "w"]).1.contains("programme: \"OURS\""));
}

#[test]
fn a_file_that_is_broken_from_outside_is_never_overwritten() {
    let step = "2/id:us-naftan<Enter>+<Tab>eased<Tab>vedomosti<Ctrl-s>";
    let desk = Desk::new();
    let broken = || fs::write(desk.file(), "(schema: 2, title:").unwrap();
    let (app, _) = desk.session_with(&[step, "w"], true, &mut { broken });
    assert_eq!(desk.text(), "(schema: 2, title:");
    assert!(app.document.is_dirty());
    assert!(common::screen(&app).contains("left alone"), "{}", common::screen(&app));
}

#[test]
fn the_second_session_on_a_file_is_read_only_and_says_who_has_it() {
    let desk = Desk::new();
    let state = Some(desk.state_dir());
    let first = open_with(&desk.file(), None, state.clone()).unwrap();
    let (app, _) = desk.session(&["2a"], true);
    let screen = common::screen(&app);
    assert!(screen.contains("read-only") && screen.contains("reading only"), "{screen}");
    assert!(app.modals.is_empty());
    drop(first);
    assert!(open_with(&desk.file(), None, state).unwrap().read_only.is_none());
}

#[test]
fn hundreds_of_edits_undone_give_the_file_back_to_the_byte() {
    let desk = Desk::new();
    let step = "2/id:us-naftan<Enter>+<Tab>eased<Tab>vedomosti<Ctrl-s>";
    let edits = format!("{step}{}", "+<Tab>amended<Tab>vedomosti<Ctrl-s>".repeat(150));
    let (app, _) = desk.session(&[&edits, "w", &"u".repeat(151), "w"], true);
    assert!(desk.text() == SHIPPED, "{}", common::screen(&app));
    let (app, _) = desk.session(&[&edits, &"u".repeat(151), &"<Ctrl-r>".repeat(151), "w"], true);
    let loaded = load_text(desk.text());
    let history = &loaded.state.measure("us-naftan-asset-freeze").unwrap().history;
    let before = load_text(SHIPPED.to_owned()).state.measure("us-naftan-asset-freeze").unwrap().history.len();
    assert_eq!(history.len(), before + 151, "{}", common::screen(&app));
}

#[test]
fn a_file_that_is_gone_is_unsaved_and_a_save_writes_it_again() {
    let desk = Desk::new();
    let (app, exit) = desk.session_with(&["", "q"], true, &mut || fs::remove_file(desk.file()).unwrap());
    assert!(matches!(exit, Exit::Gone), "it asks before the only copy goes");
    assert!(common::screen(&app).contains("unsaved"), "{}", common::screen(&app));
    let desk = Desk::new();
    desk.session_with(&["", "w"], true, &mut || fs::remove_file(desk.file()).unwrap());
    assert_eq!(desk.text(), SHIPPED);
}

#[test]
fn what_is_typed_into_a_form_is_not_lost_by_quitting() {
    let desk = Desk::new();
    let (app, exit) = desk.session(&["2/id:us-naftan<Enter>+<Tab>lifted<Ctrl-c>"], true);
    assert!(matches!(exit, Exit::Gone));
    assert!(common::screen(&app).contains("A form is open"), "{}", common::screen(&app));
    let (_, exit) = desk.session(&["2/id:us-naftan<Enter>+<Tab>lifted<Ctrl-c>d"], true);
    assert!(matches!(exit, Exit::Quit));
}

#[test]
fn fields_that_nobody_touched_stay_as_they_are_written() {
    let desk = Desk::new();
    let text = SHIPPED.replacen("list_refs: [\"OFAC 44541\"]", "list_refs: [\"OFAC 44541; as printed\"]", 1);
    assert!(text != SHIPPED);
    fs::write(desk.file(), &text).unwrap();
    desk.session(&["2/target:belavia issuer:us<Enter>e<Tab><Tab><Tab><Tab><Ctrl-u>NEW<Ctrl-s>w"], true);
    let (gone, come) = changed(&text, &desk.text());
    assert_eq!(gone, ["programme: \"BELARUS-EO14038\","]);
    assert_eq!(come, ["programme: \"NEW\","]);
}

#[test]
fn a_new_source_goes_to_the_field_that_takes_sources_wherever_it_is_asked_from() {
    let desk = Desk::new();
    let typed = "2/id:us-naftan<Enter>+<Tab>eased<Ctrl-o>Agency<Tab>A report<Ctrl-s><Ctrl-s>w";
    let (app, _) = desk.session(&[typed], true);
    assert!(desk.text().contains("what: Eased, sources: [\"agency\"]"), "{}", common::screen(&app));
}

#[test]
fn a_record_that_changes_under_its_form_keeps_both_changes() {
    let desk = Desk::new();
    let form = "2/target:belavia issuer:us<Enter>e<Tab><Tab><Tab><Tab><Ctrl-u>OURS";
    let (app, _) = desk.session_with(&[form, "<Ctrl-s><Ctrl-s>w"], true, &mut || {
        desk.replace("list_refs: [\"OFAC 44541\"]", "list_refs: [\"OFAC 1\"]");
    });
    let text = desk.text();
    assert!(text.contains("programme: \"OURS\"") && text.contains("OFAC 1\""), "{}", common::screen(&app));
}

#[test]
fn undoing_beyond_what_somebody_else_wrote_is_unsaved() {
    let desk = Desk::new();
    let step = "2/id:us-naftan<Enter>+<Tab>eased<Tab>vedomosti<Ctrl-s>";
    let (app, _) = desk.session_with(&[step, "uu"], true, &mut || {
        desk.replace("title: \"Belarus and the West\"", "title: \"T\"");
    });
    assert_eq!(app.facts.state().head().title, "Belarus and the West");
    assert!(app.document.is_dirty(), "the file says T");
}

#[test]
fn a_form_in_which_nothing_was_changed_changes_nothing() {
    let desk = Desk::new();
    let (app, _) = desk.session(&["2/id:us-naftan<Enter>e<Ctrl-s>"], true);
    assert!(!app.document.is_dirty());
    assert!(common::screen(&app).contains("nothing has changed"), "{}", common::screen(&app));
}

#[test]
fn quitting_during_a_save_waits_for_its_end() {
    let mut app = common::app((160, 48), "2025-10-28");
    app.file.save.goes_on = true;
    common::press(&mut app, "w");
    assert!(common::screen(&app).contains("a save goes on already"));
    let keys = beltui::app::script::keys("q").unwrap();
    assert_eq!(app.press(keys[0]), Vec::new());
    assert!(common::screen(&app).contains("then the program ends"));
    app.file.save.goes_on = false;
    assert_eq!(app.saved(Ok(())), vec![beltui::app::Effect::Quit]);
    // A save that fails keeps the program.
    app.file.save.then_quit = true;
    assert_eq!(app.saved(Err("no room".to_owned())), Vec::new());
}

#[test]
fn by_subject_an_empty_cell_is_no_measure_and_one_of_several_is_chosen_first() {
    for key in ["d", "+", "e", "E", "<Enter>"] {
        let mut app = common::app((160, 48), "2026-11-28");
        common::press(&mut app, &format!("vjjj{key}"));
        let told = app.message.as_ref().map_or("", |(_, text)| text);
        assert!(told.starts_with("no measure of US against "), "{key}: {told}\n{}", common::screen(&app));
        assert!(app.modals.is_empty() && !app.document.is_dirty(), "{key}");
    }
}

#[test]
fn deleting_asks_for_a_record_that_nothing_refers_to_and_for_a_step() {
    let step = "2/id:us-naftan<Enter><Enter>jjjjjjjjjjjjd";
    for (keys, asked) in [("3d", "Delete "), (step, "Delete the step of 2015-10-30 of US › Naftan")] {
        let mut app = common::app((160, 48), "2026-11-28");
        common::press(&mut app, keys);
        assert!(common::screen(&app).contains(asked), "{}", common::screen(&app));
        assert!(!app.document.is_dirty());
    }
}
