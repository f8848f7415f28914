//! What somebody else does to the file while it is open, through the real loop: seen, read and merged beside it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "bench/compose/mod.rs"]
mod compose;

use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use beltui::app::App;
use beltui::model::state::RecordKind;
use beltui::shell::{Exit, Message};
use beltui::store::load::load_text;
use beltui::store::places::SHIPPED;
use beltui::views::day::Day;
use common::desk::{AtWork, Desk, at_work_on, typed};

/// An edit: Naftan's measure is eased.
const STEP: &str = "2/id:us-naftan<Enter>+<Tab>eased<Tab>vedomosti<Ctrl-s>";
const EASED: &str = "what: Eased, sources: [\"vedomosti\"]";

const TITLE: &str = "title: \"Belarus and the West\"";
const THEIRS: &str = "title: \"Theirs\"";

fn title(app: &App) -> &str {
    &app.facts.state().head().title
}

fn message(app: &App) -> &str {
    app.message.as_ref().map_or("", |(_, text)| text)
}

/// A file of so many measures.
fn generated(measures: u32) -> String {
    let mut bytes = Vec::new();
    compose::write(measures, 7, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// What is shown is what it would be if it were computed anew.
fn shows_its_state(app: &App) {
    let anew = Day::new(app.document.state().clone(), app.facts.clock());
    assert_eq!(app.facts.ledger, anew.ledger);
    assert_eq!(app.facts.totals, anew.totals);
    assert_eq!(app.facts.entries.all(), anew.entries.all());
}

#[test]
fn what_changed_between_the_reading_and_the_watching_is_seen() {
    let desk = Desk::new();
    let opened = desk.opened();
    desk.replace(TITLE, THEIRS);
    let (app, _) = at_work_on(opened, false, true, |_| {});
    assert_eq!(title(&app), "Theirs");
    assert!(!app.document.is_dirty());
}

#[test]
fn what_changed_while_edits_of_a_crash_were_asked_about_is_seen_after_the_answer() {
    for (answer, unsaved) in [("r", 1), ("d", 0)] {
        let desk = Desk::new();
        desk.session(&[STEP], false);
        let (app, _) = desk.at_work(true, |at_work| {
            desk.replace(TITLE, THEIRS);
            at_work.takes(Message::Disturbed);
            assert_eq!(title(at_work.running.app), "Belarus and the West", "the edits fit what was read");
            at_work.types(answer);
            assert_eq!(at_work.running.app.document.is_dirty(), unsaved > 0, "{answer}");
            at_work.types("w");
        });
        assert_eq!(title(&app), "Theirs", "{answer}");
        assert_eq!(
            (desk.text().contains(EASED), desk.text().contains(THEIRS)),
            (unsaved > 0, true),
            "{answer}"
        );
    }
}

#[test]
fn an_edit_that_comes_while_their_change_is_read_is_accepted_and_both_are_kept() {
    let desk = Desk::with(&generated(1500));
    let (app, _) = desk.at_work(true, |at_work| {
        desk.replace("title: \"", "title: \"Theirs, ");
        // Both are there at once: the edit comes right after the look has begun.
        at_work.sender.send(Message::Disturbed).unwrap();
        at_work.types("2e<Shift-Tab>ours<Ctrl-s>");
    });
    assert!(title(&app).starts_with("Theirs, "));
    let recent = app.document.recent(9);
    assert_eq!(recent[0], "changes from outside", "the edit did not wait for it: {recent:?}");
    assert_eq!(recent.len(), 2);
    shows_its_state(&app);
}

#[test]
fn a_save_that_is_asked_for_while_their_change_is_read_saves_both() {
    let desk = Desk::new();
    desk.at_work(true, |at_work| {
        at_work.types(STEP);
        desk.replace(TITLE, THEIRS);
        at_work.hears(Message::Disturbed);
        at_work.types("w");
        assert!(!at_work.running.app.document.is_dirty(), "{}", at_work.screen());
    });
    assert!(desk.text().contains(THEIRS) && desk.text().contains(EASED));
}

#[test]
fn what_takes_longer_than_a_moment_is_told_until_it_is_there() {
    let desk = Desk::new();
    let (app, _) = desk.at_work(true, |at_work| {
        at_work.takes(Message::Looking);
        assert_eq!(message(at_work.running.app), "the file was changed by somebody else: reading it");
        desk.replace(TITLE, &format!("// a remark\n    {TITLE}"));
        at_work.takes(Message::Disturbed);
    });
    assert_eq!(message(&app), "", "what they changed shows nowhere");
    assert!(!app.document.is_dirty());
    let desk = Desk::new();
    let (app, _) = desk.at_work(true, |at_work| {
        at_work.types("w");
        at_work.takes(Message::Disturbed);
    });
    assert_eq!(message(&app), "there is nothing to save", "a look that finds nothing leaves what was said");
}

#[test]
fn many_events_in_a_row_are_one_look_more() {
    let desk = Desk::new();
    desk.at_work(true, |at_work| {
        desk.replace(TITLE, THEIRS);
        for _ in 0..100 {
            at_work.sender.send(Message::Disturbed).unwrap();
        }
        at_work.hears(Message::Disturbed);
        let mut looks = 0;
        while !at_work.running.is_idle() {
            at_work.next();
            looks += 1;
        }
        // One look for all of them; the watcher of a slow machine may tell of the same change once or twice more.
        assert!(looks < 10, "{looks}");
        assert_eq!(title(at_work.running.app), "Theirs");
    });
}

#[test]
fn a_change_of_many_records_is_shown_whole_undone_whole_and_recovered_after_a_crash() {
    let text = generated(400);
    let desk = Desk::with(&text);
    let changed = text.replace("measure: AssetFreeze", "measure: TravelBan");
    let measures = text.matches("measure: AssetFreeze").count();
    assert!(measures > 64, "more than are followed one by one: {measures}");
    let (app, _) = desk.at_work(false, |at_work| {
        let before = at_work.running.app.facts.state().clone();
        at_work.types("2jjj");
        let selected = |app: &App| app.panes.selected_id(app.panes.focus, &app.facts);
        let here = selected(at_work.running.app);
        fs::write(desk.file(), &changed).unwrap();
        at_work.takes(Message::Disturbed);
        assert_eq!(selected(at_work.running.app), here, "the cursor stays on its record");
        shows_its_state(at_work.running.app);
        assert!(!at_work.running.app.document.is_dirty(), "the file says it already");
        at_work.types("u");
        assert_eq!(at_work.running.app.facts.state(), &before);
        assert!(at_work.running.app.document.is_dirty());
        at_work.types("<Ctrl-r>");
        assert!(!at_work.running.app.document.is_dirty());
        // An edit of ours before another of theirs: what the file lacks is recovered, theirs is in the file.
        at_work.types("2e<Shift-Tab>ours<Ctrl-s>");
        fs::write(desk.file(), &text).unwrap();
        at_work.takes(Message::Disturbed);
    });
    let now = app.facts.state().clone();
    let (app, _) = desk.at_work(true, |at_work| at_work.types("rw"));
    assert_eq!(app.facts.state(), &now);
    assert!(desk.text().contains("ours"));
    assert_eq!(desk.text().matches("measure: AssetFreeze").count(), measures);
}

#[test]
fn records_that_come_before_the_selected_one_leave_it_selected() {
    let desk = Desk::new();
    let (app, _) = desk.session_with(&["2/id:us-naftan<Enter><Esc>", ""], true, &mut || {
        let copies = (0..70).map(|number| {
            format!(
                "(id: \"us-alpha-{number}\", issuer: \"US\", target: \"alpha-works\", \
                 measure: AssetFreeze, history: [(on: \"2021\", what: Designated, sources: [\"vedomosti\"])]),"
            )
        });
        desk.replace("sanctions: [", &format!("sanctions: [{}", copies.collect::<String>()));
        let subject = "(id: \"alpha-works\", name: \"Alpha Works\", kind: Company),";
        desk.replace("\n    subjects: [", &format!("\n    subjects: [{subject}"));
    });
    assert!(message(&app).contains("71 records taken over"), "{}", common::screen(&app));
    let selected = app.panes.selected_id(app.panes.focus, &app.facts).unwrap();
    assert!(selected.as_str().starts_with("us-naftan"), "{selected}");
    shows_its_state(&app);
}

#[test]
fn what_together_would_have_an_error_is_a_choice_and_neither_answer_has_one() {
    // They delete a source that nothing cites; we cite it meanwhile.
    let with = SHIPPED.replacen(
        "\n    sources: [",
        "\n    sources: [(id: \"alpha\", publisher: \"Alpha Works\", title: \"A\"),",
        1,
    );
    for (answer, kept) in [("<Ctrl-s>", true), (" j <Ctrl-s>", false)] {
        let desk = Desk::with(&with);
        let (app, _) = desk.at_work(true, |at_work| {
            at_work.types("2/id:us-naftan<Enter>+<Tab>eased<Tab>alpha<Ctrl-s>");
            fs::write(desk.file(), SHIPPED).unwrap();
            at_work.takes(Message::Disturbed);
            assert!(at_work.screen().contains("Both sides changed this"), "{}", at_work.screen());
            at_work.types(answer);
            at_work.types("w");
        });
        assert!(!app.document.is_dirty(), "{answer:?} {}", common::screen(&app));
        let loaded = load_text(desk.text());
        assert_eq!(loaded.findings, [], "{answer}");
        assert_eq!(loaded.state.source("alpha").is_some(), kept, "{answer}");
    }
}

/// What stands where the file was, how it is made, and what is said of it.
type Becomes = (&'static str, fn(&Path), &'static str);

const BECOMES: &[Becomes] = &[
    ("a folder", |at| fs::create_dir(at).unwrap(), "a folder stands where the file was"),
    ("a pipe", |at| run("mkfifo", at), "a named pipe stands where the file was"),
    ("zeroes", |at| symlink("/dev/zero", at).unwrap(), "a device stands where the file was"),
    ("nothing", |at| symlink("/dev/null", at).unwrap(), "a device stands where the file was"),
    ("a terminal", |at| symlink("/dev/tty", at).unwrap(), "a device stands where the file was"),
    ("a socket", |at| drop(UnixListener::bind(at).unwrap()), "a socket stands where the file was"),
    ("itself", |at| symlink(at.file_name().unwrap(), at).unwrap(), "the file cannot be read now"),
    ("empty", |at| drop(File::create(at).unwrap()), "the file is empty now"),
    (
        "letters",
        |at| fs::write(at, b"(schema: 2, title: \"T\xff").unwrap(),
        "the file is no text any more (line 1, column 22)",
    ),
    (
        "half",
        |at| fs::write(at, "(schema: 2, title:").unwrap(),
        "the file was changed and is left alone: it has an error",
    ),
    (
        "of tomorrow",
        |at| fs::write(at, "(schema: 9, title: \"T\")").unwrap(),
        "the file was changed and is left alone: its schema 9",
    ),
    ("a hole", |at| hole(at, 3 << 30), "the file is no text any more (line 1, column 1)"),
    (
        "a long tail",
        |at| tail(at, "(schema: 2,\n title: \"T\"", 3 << 30),
        "the file is no text any more (line 2, column 12)",
    ),
    ("too large", |at| hole(at, 5 << 30), "the file is larger than 4 GiB now"),
];

fn run(program: &str, at: &Path) {
    assert!(Command::new(program).arg(at).status().unwrap().success());
}

fn hole(at: &Path, length: u64) {
    tail(at, "", length);
}

/// A text, and nothing but zeroes behind it.
fn tail(at: &Path, text: &str, length: u64) {
    fs::write(at, text).unwrap();
    File::options().write(true).open(at).unwrap().set_len(length).unwrap();
}

#[test]
fn whatever_stands_where_the_file_was_keys_are_answered_edits_kept_and_the_file_taken_again_when_it_is_whole()
{
    for (what, make, said) in BECOMES {
        let desk = Desk::new();
        desk.at_work(true, |at_work| {
            at_work.types(STEP);
            fs::remove_file(desk.file()).unwrap();
            make(&desk.file());
            at_work.takes(Message::Disturbed);
            assert!(
                message(at_work.running.app).starts_with(said),
                "{what}: {}",
                message(at_work.running.app)
            );
            at_work.types("?");
            assert!(at_work.screen().contains("Keys that work here"), "{what}");
            at_work.types("<Esc>w");
            let refused = format!("not saved: {said}");
            assert!(
                message(at_work.running.app).starts_with(&refused),
                "{what}: {}",
                message(at_work.running.app)
            );
            assert_eq!(at_work.running.app.document.unsaved(), 1, "{what}");
            // A quit that would save first stays.
            at_work.types("qs");
            assert!(at_work.exit.is_none(), "{what}");
            fs::remove_file(desk.file()).or_else(|_| fs::remove_dir(desk.file())).unwrap();
            fs::write(desk.file(), SHIPPED.replacen(TITLE, THEIRS, 1)).unwrap();
            at_work.takes(Message::Disturbed);
            assert_eq!(title(at_work.running.app), "Theirs", "{what}");
            at_work.types("qs");
            assert!(matches!(at_work.exit, Some(Exit::Quit)), "{what}: {}", at_work.screen());
        });
        assert!(desk.text().contains(EASED) && desk.text().contains(THEIRS), "{what}");
    }
}

#[test]
fn a_link_whose_file_is_gone_counts_as_gone_and_a_save_writes_where_it_leads() {
    let desk = Desk::new();
    let target = desk.folder.path().join("elsewhere.ron");
    desk.at_work(true, |at_work| {
        at_work.types(STEP);
        fs::remove_file(desk.file()).unwrap();
        symlink(&target, desk.file()).unwrap();
        at_work.takes(Message::Disturbed);
        assert!(message(at_work.running.app).starts_with("the file is gone from the disk"));
        at_work.types("w");
    });
    assert!(fs::read_to_string(&target).unwrap().contains(EASED));
    assert!(fs::symlink_metadata(desk.file()).unwrap().is_symlink());
}

#[test]
fn a_file_that_is_half_written_when_it_is_saved_is_taken_as_soon_as_it_is_whole() {
    let desk = Desk::new();
    desk.at_work(true, |at_work| {
        at_work.types(STEP);
        fs::write(desk.file(), "(schema: 2, title:").unwrap();
        at_work.hears(typed("w"));
        // While the save goes on, or the look before it: whatever they have seen, it is looked at again.
        fs::write(desk.file(), SHIPPED.replacen(TITLE, THEIRS, 1)).unwrap();
        at_work.takes(Message::Disturbed);
        assert_eq!(title(at_work.running.app), "Theirs", "{}", at_work.screen());
    });
}

#[test]
fn a_choice_that_is_asked_again_for_the_same_things_keeps_what_was_chosen() {
    let edit = "2/id:us-belavia<Enter>e<Tab><Tab><Tab><Tab><Ctrl-u>OURS<Ctrl-s>";
    let desk = Desk::new();
    desk.at_work(true, |at_work| {
        at_work.types(edit);
        desk.replace("programme: \"BELARUS-EO14038\"", "programme: \"THEIRS\"");
        // The save raises the question, and goes on once it is answered.
        at_work.types("w");
        at_work.types("<Space>");
        at_work.takes(Message::Disturbed);
        at_work.types("<Enter>");
        assert!(!at_work.running.app.document.is_dirty(), "{}", at_work.screen());
        assert!(message(at_work.running.app).starts_with("saved"), "{}", message(at_work.running.app));
    });
    assert!(desk.text().contains("programme: \"THEIRS\""));
}

#[test]
fn an_answer_that_comes_while_it_is_looked_again_counts_unless_there_is_something_else_to_choose() {
    let edit = "2/id:us-belavia<Enter>e<Tab><Tab><Tab><Tab><Ctrl-u>OURS<Ctrl-s>";
    for (meanwhile, asked_again) in [(None, false), (Some("THEIRS"), false), (Some("OTHER"), true)] {
        let desk = Desk::new();
        desk.at_work(true, |at_work| {
            at_work.types(edit);
            desk.replace("programme: \"BELARUS-EO14038\"", "programme: \"THEIRS\"");
            at_work.takes(Message::Disturbed);
            if let Some(other) = meanwhile {
                desk.replace("programme: \"THEIRS\"", &format!("programme: \"{other}\""));
            }
            at_work.sender.send(Message::Disturbed).unwrap();
            at_work.types("<Space><Enter>");
            let screen = at_work.screen();
            assert_eq!(screen.contains("Both sides changed this"), asked_again, "{meanwhile:?} {screen}");
            assert_eq!(at_work.running.app.document.is_dirty(), asked_again, "{meanwhile:?}");
        });
    }
}

#[test]
fn a_question_about_a_change_that_was_taken_back_is_withdrawn() {
    let edit = "2/id:us-belavia<Enter>e<Tab><Tab><Tab><Tab><Ctrl-u>OURS<Ctrl-s>";
    let desk = Desk::new();
    let (app, _) = desk.at_work(true, |at_work| {
        at_work.types(edit);
        desk.replace("programme: \"BELARUS-EO14038\"", "programme: \"THEIRS\"");
        at_work.takes(Message::Disturbed);
        assert!(at_work.screen().contains("Both sides changed this"));
        fs::write(desk.file(), SHIPPED).unwrap();
        at_work.takes(Message::Disturbed);
    });
    assert!(app.modals.is_empty(), "{}", common::screen(&app));
    assert!(app.document.is_dirty());
}

#[test]
fn a_choice_before_a_quit_ends_with_the_quit() {
    let edit = "2/id:us-belavia<Enter>e<Tab><Tab><Tab><Tab><Ctrl-u>OURS<Ctrl-s>";
    let desk = Desk::new();
    let (_, exit) = desk.at_work(true, |at_work| {
        at_work.types(edit);
        desk.replace("programme: \"BELARUS-EO14038\"", "programme: \"THEIRS\"");
        at_work.types("qs");
        assert!(at_work.screen().contains("\"THEIRS\""), "{}", at_work.screen());
        at_work.types("<Enter>");
    });
    assert!(matches!(exit, Exit::Quit));
    assert!(desk.text().contains("programme: \"OURS\""));
}

/// Waits until their title is shown: nothing but the watch tells of it.
fn comes(at_work: &mut AtWork<'_, '_>, wanted: &str) {
    at_work.until(|app| title(app) == wanted);
    assert!(at_work.exit.is_none());
}

#[test]
fn a_watched_file_is_followed_through_its_link_and_through_another_folder_in_its_place() {
    let desk = Desk::new();
    let files = desk.file().parent().unwrap().to_owned();
    let at = |name: &str| desk.folder.path().join(name);
    let titled = |title: &str| SHIPPED.replacen(TITLE, &format!("title: \"{title}\""), 1);
    let real = at("real.ron");
    fs::rename(desk.file(), &real).unwrap();
    symlink(&real, desk.file()).unwrap();
    at_work_on(desk.opened(), true, true, |at_work| {
        // Its own folder, the target's, an atomic replacement of the target, of the link, and of the folder.
        fs::write(&real, titled("written")).unwrap();
        comes(at_work, "written");
        fs::write(at("new"), titled("renamed")).unwrap();
        fs::rename(at("new"), &real).unwrap();
        comes(at_work, "renamed");
        fs::write(at("other.ron"), titled("another target")).unwrap();
        symlink(at("other.ron"), at("link")).unwrap();
        fs::rename(at("link"), desk.file()).unwrap();
        comes(at_work, "another target");
        fs::write(at("other.ron"), titled("written there")).unwrap();
        comes(at_work, "written there");
        fs::rename(&files, at("away")).unwrap();
        at_work.until(|app| message(app).starts_with("the file is gone"));
        fs::create_dir(at("next")).unwrap();
        fs::write(at("next/belarus.ron"), titled("another folder")).unwrap();
        fs::rename(at("next"), &files).unwrap();
        comes(at_work, "another folder");
        fs::write(desk.file(), titled("written at last")).unwrap();
        comes(at_work, "written at last");
    });
}

#[test]
fn the_name_of_a_file_is_completed_as_far_as_it_is_clear() {
    let desk = Desk::new();
    let folder = desk.folder.path().join("lists of alpha");
    fs::create_dir(&folder).unwrap();
    for name in ["quelland-one.csv", "quelland-two.csv", "other.csv", ".hidden.csv"] {
        fs::write(folder.join(name), "").unwrap();
    }
    let (app, _) = desk.at_work(true, |at_work| {
        at_work.types(&format!("I2025-12-24={}/li<Tab>", desk.folder.path().display()));
        at_work.types("q<Tab>");
        let screen = at_work.screen();
        assert!(screen.contains("2 fit: quelland-one.csv  quelland-two.csv"), "{screen}");
        at_work.types("t<Tab>");
        at_work.types("nowhere/x<Tab>");
        assert!(at_work.screen().contains("no file begins so: nowhere/x"), "{}", at_work.screen());
    });
    let typed = match app.modals.last() {
        Some(beltui::app::Modal::AskLists(field)) => field.input.value().to_owned(),
        _ => panic!("{}", common::screen(&app)),
    };
    let words = shell_words::split(&typed).unwrap();
    let two = folder.join("quelland-two.csv");
    assert_eq!(words, [format!("2025-12-24={}", two.display()), "nowhere/x".to_owned()], "{typed}");
}

#[test]
fn lists_are_read_beside_the_loop_and_what_cannot_be_read_is_told() {
    let desk = Desk::new();
    let list = common::lists::fixture("sdn.csv");
    let (app, _) = desk.at_work(true, |at_work| {
        at_work.types(&format!("I2025-12-24={}<Enter>", list.display()));
        assert!(at_work.screen().contains("OFAC"), "{}", at_work.screen());
        at_work.types("<Esc>");
        at_work.types(&format!("I<Ctrl-u>2100-01-01={}<Enter>", list.display()));
        assert_eq!(message(at_work.running.app), "no list is of 2100-01-01: that day is still to come");
        at_work.types("I<Ctrl-u>nowhere.csv<Enter>");
        assert!(message(at_work.running.app).contains("nowhere.csv"), "{}", message(at_work.running.app));
        let screen = at_work.screen();
        assert!(
            screen.contains("Import an official list") && screen.contains("files nowhere.csv"),
            "{screen}"
        );
        at_work.types(&format!("<Ctrl-u>2025-12-24 {}<Enter>", list.display()));
        assert!(at_work.screen().contains("OFAC SDN of 2025-12-24"), "{}", at_work.screen());
        at_work.types("<Esc>");
        at_work.takes(Message::Proposed(Err("reading the lists failed".to_owned())));
    });
    assert_eq!(message(&app), "reading the lists failed");
}

#[test]
fn a_fault_while_the_file_is_read_ends_the_program_with_what_it_says() {
    let desk = Desk::new();
    let (_, exit) = desk.at_work(true, |at_work| at_work.takes(Message::Unopened("a fault".to_owned())));
    assert!(matches!(exit, Exit::Failed(why) if why == "a fault"));
}

/// All files in a folder and in those below it.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).collect()
}

#[test]
fn a_file_that_nobody_waits_for_any_more_is_closed() {
    let desk = Desk::new();
    let second = desk.opened();
    at_work_on(second, false, true, |at_work| {
        at_work.sender.send(Message::Opened(Box::new(desk.opened()), None)).unwrap();
    });
    // Neither a lock beside it nor a journal.
    assert_eq!(files_in(desk.folder.path()), [desk.file()]);
    assert!(desk.opened().unwrap().loaded.state.len(RecordKind::Events) > 0);
}
