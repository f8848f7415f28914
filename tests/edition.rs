//! New editions of the shipped file, for who holds a copy of an older one: what is offered, what is taken, and that
//! nothing of the person's is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;
#[path = "common/home.rs"]
mod home;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use beltui::app::edition::EditionOffer;
use beltui::app::{App, Effect, Modal};
use beltui::model::state::RecordKind;
use beltui::store::backups;
use beltui::store::edition::{Copy, Found, NotTaken, Offer};
use beltui::store::load::load_text;
use beltui::store::lock::Lock;
use beltui::store::places::{Kind, SHIPPED, folder_of, journal_of};
use beltui::store::write::Fingerprint;
use common::desk::{AtWork, Desk, at_work_on_copy};
use common::{press, seen};
use home::Home;

/// An edition of long ago.
const OLD: &str = r#"// Quelland, and who says what
(
    schema: 2,
    title: "Quelland",
    subjects: [
        (id: "QQ", name: "Quelland", kind: State), // the country
        (id: "alpha", name: "Alpha Works", kind: Company, countries: ["QQ"]),
    ],
    sources: [
        (id: "wire", publisher: "The Wire", title: "News", published: "2024-02-01"),
    ],
    events: [
        (id: "talks", on: "2024-01-10", kind: Talks, title: "Talks in Quelltown", sources: ["wire"]),
        (id: "vote", on: "2024-01-20", kind: Talks, title: "A vote", sources: ["wire"]),
    ],
)
"#;

/// What came after it, with a record more, one less, one changed, and another comment.
fn new() -> String {
    [
        ("// the country", "// the country, since 1900"),
        ("title: \"A vote\"", "title: \"A vote of confidence\""),
        ("    events: [\n", "    events: [\n        (id: \"visit\", on: \"2024-03\", kind: Talks, title: \"A visit\", sources: [\"wire\"]),\n"),
        ("        (id: \"talks\", on: \"2024-01-10\", kind: Talks, title: \"Talks in Quelltown\", sources: [\"wire\"]),\n", ""),
    ]
    .iter()
    .fold(OLD.to_owned(), |text, (from, to)| replaced(&text, from, to))
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    text.replacen(from, to, 1)
}

/// What a person has made of a copy: a comment, a changed record, a new one.
fn edited() -> String {
    let text = replaced(OLD, "name: \"Alpha Works\"", "name: \"Alpha Works plc\"");
    let text =
        replaced(&text, "        (id: \"vote\"", "        // mine: ask Beta about it\n        (id: \"vote\"");
    let mine = "kind: Talks, title: \"A vote\", sources: [\"wire\"]),\n";
    replaced(
        &text,
        mine,
        &format!(
            "{mine}        (id: \"own\", on: \"2024-02\", kind: Talks, title: \"Own\", sources: [\"wire\"]),\n"
        ),
    )
}

/// A desk with a copy of the old edition on it, as an earlier program has made it and a person has changed it.
fn desk(text: &str) -> Desk {
    let desk = Desk::with(OLD);
    Copy::with(&desk.file(), &desk.state_dir(), OLD).begin().unwrap();
    fs::write(desk.file(), text).unwrap();
    desk
}

/// The copy on a desk, for a program with another edition.
fn copy(desk: &Desk, edition: impl Into<String>) -> Copy {
    Copy::with(&desk.file(), &desk.state_dir(), edition.into())
}

fn offered(copy: &Copy) -> Offer {
    match copy.look(false, false).unwrap() {
        Found::Offer(offer) => *offer,
        found => panic!("{found:?}"),
    }
}

fn bar(copy: &Copy) -> String {
    match copy.look(false, false).unwrap() {
        Found::Cannot(why) => why,
        found => panic!("{found:?}"),
    }
}

fn is_current(copy: &Copy) -> bool {
    matches!(copy.look(false, false).unwrap(), Found::Current)
}

fn backup(desk: &Desk) -> String {
    fs::read_to_string(&backups::list(&desk.state_dir(), &desk.file()).unwrap()[0].path).unwrap()
}

#[test]
fn a_copy_that_nobody_has_changed_becomes_the_new_edition_letter_by_letter() {
    let desk = desk(OLD);
    let copy = copy(&desk, new());
    let offer = offered(&copy);
    assert!(offer.is_untouched && offer.conflicts.is_empty());
    assert_eq!(desk.text(), OLD, "nothing is written before the person says so");
    copy.take(offer.copy, &[], false).unwrap();
    assert_eq!(desk.text(), new());
    assert_eq!(backup(&desk), OLD);
    assert!(is_current(&copy));
    // The program before it, which still has that edition, offers nothing.
    let before = super_copy(&desk, OLD);
    assert!(matches!(before, Found::Declined), "{before:?}");
}

fn super_copy(desk: &Desk, edition: &str) -> Found {
    copy(desk, edition).look(false, false).unwrap()
}

#[test]
fn what_a_person_has_changed_stays_and_the_edition_comes_beside_it() {
    let desk = desk(&edited());
    let copy = copy(&desk, new());
    let offer = offered(&copy);
    assert!(!offer.is_untouched && offer.conflicts.is_empty(), "{:?}", offer.conflicts);
    copy.take(offer.copy, &[], false).unwrap();
    let text = desk.text();
    for kept in ["Alpha Works plc", "// mine: ask Beta about it", "id: \"own\""] {
        assert!(text.contains(kept), "{kept}\n{text}");
    }
    for come in ["// the country, since 1900", "A vote of confidence", "id: \"visit\""] {
        assert!(text.contains(come), "{come}\n{text}");
    }
    assert!(!text.contains("Quelltown"), "{text}");
    assert_eq!(backup(&desk), edited());
    assert!(is_current(&copy));
    // The next edition starts from this one: what was taken is no change of the person's.
    let next = replaced(&new(), "title: \"A visit\"", "title: \"A second visit\"");
    let copy = Copy::with(&desk.file(), &desk.state_dir(), next);
    let offer = offered(&copy);
    assert!(offer.conflicts.is_empty(), "{:?}", offer.conflicts);
    copy.take(offer.copy, &[], false).unwrap();
    assert_eq!(desk.text(), replaced(&text, "A visit", "A second visit"));
}

#[test]
fn what_both_have_changed_is_chosen() {
    let mine = replaced(&edited(), "title: \"A vote\"", "title: \"My vote\"");
    let mine = replaced(&mine, "title: \"Talks in Quelltown\"", "title: \"Talks in Quelltown, again\"");
    for (choices, there, gone) in [
        ([false, false], ["My vote", "Quelltown, again"], ["of confidence", "absent"]),
        ([true, true], ["of confidence", "Alpha Works plc"], ["My vote", "Quelltown"]),
        ([false, true], ["My vote", "id: \"own\""], ["of confidence", "Quelltown"]),
    ] {
        let desk = desk(&mine);
        let copy = copy(&desk, new());
        let offer = offered(&copy);
        let both: Vec<_> =
            offer.conflicts.iter().map(|it| (it.field.as_str(), it.theirs.is_some())).collect();
        // In the order of the merged file: the vote, and the talks that the edition does not have any more.
        let vote_first = both[0].0 == "title";
        assert_eq!(both.len(), 2, "{both:?}");
        let choices = if vote_first { choices } else { [choices[1], choices[0]] };
        copy.take(offer.copy, &choices, false).unwrap();
        let text = desk.text();
        assert!(there.iter().all(|it| text.contains(it)), "{choices:?}\n{text}");
        assert!(gone.iter().all(|it| !text.contains(it)), "{choices:?}\n{text}");
        assert!(text.contains("// mine: ask Beta about it"), "{text}");
        assert!(is_current(&copy), "what was chosen is not asked again");
    }
}

#[test]
fn an_edition_that_was_declined_is_not_offered_again_and_the_next_one_is() {
    let desk = desk(&edited());
    copy(&desk, new()).decline().unwrap();
    copy(&desk, new()).decline().unwrap();
    assert!(matches!(copy(&desk, new()).look(false, false).unwrap(), Found::Declined));
    let Found::Offer(_) = copy(&desk, new()).look(false, true).unwrap() else {
        panic!("it is wanted after all")
    };
    let next = replaced(&new(), "A visit", "A second visit");
    let offer = offered(&copy(&desk, next));
    assert!(offer.conflicts.is_empty());
    assert_eq!(desk.text(), edited());
}

#[test]
fn a_copy_of_which_nothing_is_known_is_left_alone_and_one_that_is_the_edition_is_remembered() {
    let unknown = Desk::with(&edited());
    assert!(matches!(copy(&unknown, new()).look(false, false).unwrap(), Found::Foreign));
    let fresh = Desk::with(OLD);
    assert!(is_current(&copy(&fresh, OLD)));
    fs::write(fresh.file(), edited()).unwrap();
    assert!(!offered(&copy(&fresh, new())).is_untouched);
}

#[test]
fn a_copy_that_a_later_program_has_made_is_not_led_back() {
    let desk = desk(&edited());
    let base = folder_of(&desk.state_dir(), Kind::Editions, &desk.file()).join("base.ron");
    let kept = fs::read_to_string(&base).unwrap();
    let (head, text) = kept.split_once('\n').unwrap();
    assert!(head.ends_with(env!("CARGO_PKG_VERSION")) && text == OLD);
    fs::write(&base, format!("// kept by beltui 999.0.1\n{text}")).unwrap();
    assert!(is_current(&copy(&desk, new())));
    // What cannot be read is no base.
    fs::write(&base, "\n").unwrap();
    assert!(matches!(copy(&desk, new()).look(false, false).unwrap(), Found::Foreign));
}

#[test]
fn what_cannot_be_done_is_not_offered_and_says_why() {
    let held = desk(&edited());
    let lock = Lock::take(&held.file()).unwrap();
    assert!(bar(&copy(&held, new())).contains("has it open"));
    drop(lock);
    offered(&copy(&held, new()));

    let mut permissions = fs::metadata(held.file()).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(held.file(), permissions).unwrap();
    assert_eq!(bar(&copy(&held, new())), "the file is read-only");

    let broken = desk(&replaced(&edited(), "kind: Company", "kind: Compony"));
    assert!(bar(&copy(&broken, new())).contains("has an error in line 7"), "{}", bar(&copy(&broken, new())));

    let torn = desk(&edited());
    torn.session(&["3A"], false);
    fs::create_dir_all(journal_of(&torn.state_dir(), &torn.file()).parent().unwrap()).unwrap();
    fs::write(journal_of(&torn.state_dir(), &torn.file()), "something").unwrap();
    assert!(bar(&copy(&torn, new())).contains("edits in the journal"));
}

#[test]
fn where_nothing_can_be_kept_nothing_is_taken() {
    let desk = desk(&edited());
    let copy = copy(&desk, new());
    let offer = offered(&copy);
    let backups = desk.state_dir().join("backups");
    fs::write(&backups, "in the way").unwrap();
    let why = copy.take(offer.copy, &[], false).unwrap_err();
    assert!(matches!(why, NotTaken::NoBackup(_)), "{why}");
    assert_eq!(desk.text(), edited());
    fs::remove_file(&backups).unwrap();
    let again = offered(&copy);
    copy.take(again.copy, &[], false).unwrap();
    assert_ne!(desk.text(), edited());
}

#[test]
fn what_somebody_writes_after_the_look_is_not_overwritten() {
    let desk = desk(&edited());
    let copy = copy(&desk, new());
    let offer = offered(&copy);
    desk.replace("Alpha Works plc", "Beta Works");
    let why = copy.take(offer.copy, &[], false).unwrap_err();
    assert!(matches!(why, NotTaken::Changed), "{why}");
    assert!(desk.text().contains("Beta Works"));
    let offer = offered(&copy);
    copy.take(offer.copy, &[], false).unwrap();
    assert!(desk.text().contains("Beta Works") && desk.text().contains("id: \"visit\""));
}

#[test]
fn whenever_it_is_killed_the_next_look_knows_what_the_copy_comes_from() {
    let mine = replaced(&edited(), "title: \"A vote\"", "title: \"My vote\"");
    let before = desk(&mine);
    let taken = desk(&mine);
    let copy_of = |desk: &Desk| copy(desk, new());
    let offer = offered(&copy_of(&taken));
    copy_of(&taken).take(offer.copy, &[false], false).unwrap();
    let merged = taken.text();
    let next = |desk: &Desk| {
        let folder = folder_of(&desk.state_dir(), Kind::Editions, &desk.file());
        folder.join(format!("next-{}.ron", Fingerprint::of(&merged).written()))
    };
    let base = folder_of(&taken.state_dir(), Kind::Editions, &taken.file()).join("base.ron");
    // Before the file was written: what was prepared is thrown away, and the edition is offered.
    fs::copy(&base, next(&before)).unwrap();
    assert_eq!(offered(&copy_of(&before)).conflicts.len(), 1);
    assert!(!next(&before).exists());
    // After it: what was chosen is not asked again.
    fs::copy(&base, next(&before)).unwrap();
    fs::write(before.file(), &merged).unwrap();
    assert!(is_current(&copy_of(&before)));
    assert!(!next(&before).exists());
}

/// The loop on a copy, as the program runs it; returns what is on the screen at the end.
fn at_work(desk: &Desk, clean: bool, work: impl FnOnce(&mut AtWork<'_, '_>)) -> App {
    let copy = copy(desk, new());
    at_work_on_copy(desk.opened(), Some(copy), false, clean, work).0
}

/// The question is on the screen.
fn asked(at_work: &mut AtWork<'_, '_>) {
    assert!(matches!(at_work.running.app.modals.last(), Some(Modal::Question(_))), "{}", at_work.screen());
    assert!(at_work.screen().contains("A new edition of the shipped file"), "{}", at_work.screen());
}

/// Whether a box on the screen says something, wherever its lines end.
fn said(screen: &str, text: &str) -> bool {
    let words: Vec<&str> =
        screen.split(|c: char| c.is_whitespace() || c == '│').filter(|it| !it.is_empty()).collect();
    words.join(" ").contains(text)
}

#[test]
fn an_edition_is_offered_taken_and_can_be_undone() {
    let desk = desk(&edited());
    let app = at_work(&desk, true, |at_work| {
        asked(at_work);
        assert!(said(&at_work.screen(), "1 record new, 1 changed, 1 gone"), "{}", at_work.screen());
        at_work.types("t");
        let shown = at_work.screen();
        assert!(
            shown.contains("new edition taken: 3 records · u takes it back; before it: backup 1"),
            "{shown}"
        );
        assert!(!at_work.running.app.document.is_dirty());
        assert!(at_work.running.app.facts.state().record("visit").is_some());
        at_work.types("u");
        assert!(
            at_work.screen().contains("undone: the new edition of the shipped file"),
            "{}",
            at_work.screen()
        );
        assert!(at_work.running.app.facts.state().record("visit").is_none());
        at_work.types("w");
    });
    assert!(!app.document.is_dirty());
    let text = desk.text();
    assert!(text.contains("Quelltown") && text.contains("// mine: ask Beta about it"), "{text}");
    // Taken back is declined.
    let app = at_work(&desk, true, |at_work| at_work.types("1"));
    assert!(app.modals.is_empty());
}

#[test]
fn a_copy_that_cannot_be_changed_as_it_is_can_be_once_the_edition_is_taken() {
    let old = replaced(OLD, "kind: Company", "kind: Compony");
    let desk = Desk::with(&old);
    copy(&desk, old.clone()).begin().unwrap();
    let app = at_work(&desk, true, |at_work| {
        assert!(at_work.running.app.file.read_only.is_some());
        assert!(at_work.screen().contains("did you mean Company?"), "{}", at_work.screen());
        at_work.types("<Esc>");
        asked(at_work);
        assert!(said(&at_work.screen(), "you have changed nothing"), "{}", at_work.screen());
        at_work.types("t");
        assert!(at_work.screen().contains("new edition taken; before it: backup 1"), "{}", at_work.screen());
        assert_eq!(at_work.running.app.file.read_only, None);
        at_work.types("3ggddw");
        assert!(at_work.screen().contains("saved"), "{}", at_work.screen());
    });
    assert!(!app.document.is_dirty());
    assert_eq!(backups::list(&desk.state_dir(), &desk.file()).unwrap().len(), 2);
    assert!(desk.text().contains("A vote of confidence"));
}

#[test]
fn an_edition_waits_until_nothing_else_is_open_and_no_key_typed_before_answers() {
    let (before, after) = (load_text(OLD.to_owned()).state, load_text(new()).state);
    let mut app = common::app((120, 40), common::TODAY);
    press(&mut app, "?");
    app.offer_edition(EditionOffer::new(before, after, Vec::new(), true));
    assert!(matches!(app.modals.as_slice(), [Modal::Page(_)]));
    press(&mut app, "<Esc>");
    assert!(matches!(app.modals.as_slice(), [Modal::Question(_)]));
    press(&mut app, "t");
    assert!(matches!(app.modals.as_slice(), [Modal::Question(_)]), "nobody has seen it yet");
    seen(&mut app);
    let effects = beltui::app::script::keys("t").unwrap().into_iter().flat_map(|key| app.press(key));
    assert_eq!(effects.collect::<Vec<_>>(), [Effect::TakeEdition(Vec::new())]);
}

#[test]
fn what_changes_can_be_looked_at_first_and_the_answer_is_remembered() {
    let desk = desk(&edited());
    at_work(&desk, true, |at_work| {
        asked(at_work);
        at_work.types("l");
        let shown = at_work.screen();
        for line in [
            "What the new edition changes",
            "new      A visit",
            "gone     Talks in Quelltown",
            "changed  A vote of confidence: title",
        ] {
            assert!(shown.contains(line), "{line}\n{shown}");
        }
        at_work.types("<Esc>");
        assert!(at_work.screen().contains("A new edition of the shipped file"), "{}", at_work.screen());
        at_work.types("n");
        assert!(at_work.running.app.modals.is_empty());
    });
    // Not now is not never.
    at_work(&desk, true, |at_work| {
        asked(at_work);
        at_work.types("d");
        assert!(at_work.screen().contains("this edition is not offered again"), "{}", at_work.screen());
    });
    at_work(&desk, true, |at_work| {
        at_work.types("1");
        assert!(at_work.running.app.modals.is_empty(), "{}", at_work.screen());
    });
    assert_eq!(desk.text(), edited());
}

#[test]
fn what_both_have_changed_is_asked_about_before_anything_is_written() {
    let mine = replaced(&edited(), "title: \"A vote\"", "title: \"My vote\"");
    let desk = desk(&mine);
    at_work(&desk, true, |at_work| {
        asked(at_work);
        assert!(at_work.screen().contains("both changed 1 thing"), "{}", at_work.screen());
        at_work.types("t");
        let shown = at_work.screen();
        for line in [
            "You and the new edition changed this",
            "[x] yours   \"My vote\"",
            "[ ] edition \"A vote of confidence\"",
        ] {
            assert!(shown.contains(line), "{line}\n{shown}");
        }
        at_work.types("<Esc>");
        assert!(at_work.screen().contains("A new edition of the shipped file"), "{}", at_work.screen());
        assert_eq!(desk.text(), mine);
        at_work.types("t<Space><Enter>");
    });
    assert!(
        desk.text().contains("A vote of confidence") && !desk.text().contains("My vote"),
        "{}",
        desk.text()
    );
    assert_eq!(backup(&desk), mine);
}

#[test]
fn edits_of_a_crash_come_first_and_stay() {
    let desk = desk(&edited());
    at_work(&desk, false, |at_work| {
        asked(at_work);
        at_work.types("n3ggdd");
        assert_eq!(at_work.running.app.document.recent(1), ["Own deleted"]);
    });
    assert!(desk.text().contains("id: \"own\""));
    let app = at_work(&desk, true, |at_work| {
        assert!(at_work.screen().contains("Unsaved edits were found"), "{}", at_work.screen());
        at_work.types("r");
        asked(at_work);
        at_work.types("t");
        assert!(desk.text().contains("id: \"own\""), "what is not saved is not written");
        assert!(at_work.running.app.document.is_dirty());
        at_work.types("w");
    });
    assert!(!app.document.is_dirty());
    let text = desk.text();
    assert!(text.contains("id: \"visit\"") && text.contains("Alpha Works plc"), "{text}");
    assert!(!text.contains("id: \"own\""), "{text}");
    assert!(is_current(&copy(&desk, new())));
}

/// A home with the person's own copy of an earlier edition than the shipped one, edited.
fn own() -> (Home, String) {
    let home = Home::new();
    let older = replaced(SHIPPED, "title: \"Belarus and the West\"", "title: \"Quelland\"");
    let mine = replaced(&older, "\n(", "\n// mine: ask Beta about it\n(");
    let file = home.default_file();
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(&file, &mine).unwrap();
    Copy::with(&file, &home.path("state/beltui"), older).begin().unwrap();
    (home, mine)
}

fn taken() -> String {
    replaced(SHIPPED, "\n(", "\n// mine: ask Beta about it\n(")
}

#[test]
fn the_command_tells_what_a_new_edition_changes_takes_it_and_declines_it() {
    let (home, mine) = own();
    let told = home.run(["edition"]);
    assert_eq!((told.code, told.err.as_str()), (Some(3), ""));
    for line in ["What the new edition changes", "changed  Quelland → Belarus and the West", "--take"] {
        assert!(told.out.contains(line), "{line}\n{}", told.out);
    }
    let declined = home.run(["edition", "--decline"]).well();
    assert!(declined.starts_with("this edition is not offered again for "), "{declined}");
    assert_eq!(fs::read_to_string(home.default_file()).unwrap(), mine);
    // Who asks for it gets it all the same.
    let said = home.run(["edition", "--take"]).well();
    assert!(said.ends_with("what it held before is backup 1\n"), "{said}");
    assert!(fs::read_to_string(home.default_file()).unwrap() == taken());
    assert!(home.run(["edition"]).well().starts_with("there is no newer edition for "));
    home.run(["backups", "--restore", "1"]).well();
    assert!(fs::read_to_string(home.default_file()).unwrap() == mine);
    let other = home.write("other.ron", OLD);
    let said = home.run(["edition", other.to_str().unwrap()]).well();
    assert!(said.contains("is not known to be a copy of the shipped file"), "{said}");
}

#[test]
fn the_command_asks_which_side_is_taken_where_both_changed_the_same() {
    let (home, mine) = own();
    let mine = replaced(&mine, "title: \"Quelland\"", "title: \"My Quelland\"");
    fs::write(home.default_file(), &mine).unwrap();
    let said = home.run(["edition", "--take"]).badly(1);
    assert!(said.contains("both changed file · title") && said.contains("--prefer"), "{said}");
    assert_eq!(fs::read_to_string(home.default_file()).unwrap(), mine);
    home.run(["edition", "--take", "--prefer", "yours"]).well();
    let text = fs::read_to_string(home.default_file()).unwrap();
    assert!(text.contains("My Quelland") && text.contains("// mine: ask Beta about it"));
    assert!(home.run(["edition"]).well().starts_with("there is no newer edition for "));
}

#[test]
fn the_first_start_and_init_keep_from_which_edition_a_copy_comes() {
    let home = Home::new();
    home.run(["check"]);
    home.run(["init", "mine.ron"]).well();
    for file in [home.default_file(), home.path("mine.ron")] {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text == SHIPPED);
        fs::write(&file, replaced(&text, "\n(", "\n// mine\n(")).unwrap();
        let next = replaced(SHIPPED, "title: \"Belarus and the West\"", "title: \"Quelland\"");
        let copy = Copy::with(&file, &home.path("state/beltui"), next);
        let offer = offered(&copy);
        assert!(!offer.is_untouched && offer.conflicts.is_empty(), "{}", file.display());
    }
    // A file that is there keeps what is known of it.
    home.run(["init", "mine.ron"]).badly(1);
}

/// The environment variable that says in which folder [`worker`] takes an edition.
const FOLDER: &str = "BELTUI_EDITION_FOLDER";

/// No test: what a process does that is killed.
#[test]
fn worker() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let copy = Copy::with(&folder.join("files/belarus.ron"), &folder.join("state"), new());
    let offer = offered(&copy);
    copy.take(offer.copy, &vec![false; offer.conflicts.len()], false).unwrap();
}

#[test]
fn killed_at_any_step_the_copy_holds_the_one_or_the_other_and_nothing_is_asked_twice() {
    let is_there = |folder: &Path, name: &str| {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with(name))
    };
    let mine = replaced(&edited(), "title: \"A vote\"", "title: \"My vote\"");
    let whole = desk(&mine);
    copy(&whole, new()).take(offered(&copy(&whole, new())).copy, &[false], false).unwrap();
    let merged = whole.text();
    for round in 0..24 {
        let desk = desk(&mine);
        let [editions, kept] =
            [Kind::Editions, Kind::Backups].map(|kind| folder_of(&desk.state_dir(), kind, &desk.file()));
        let reached = || match round % 4 {
            0 => is_there(&editions, "next-"),
            1 => is_there(&kept, "000001-"),
            2 => desk.text() == merged,
            _ => is_there(&editions, "answered"),
        };
        let mut worker = Command::new(std::env::current_exe().unwrap());
        worker.args(["--exact", "worker"]).env(FOLDER, desk.folder.path()).stdout(Stdio::null());
        let mut child = worker.spawn().unwrap();
        while !reached() && child.try_wait().unwrap().is_none() {}
        let _ = child.kill();
        child.wait().unwrap();
        let text = desk.text();
        assert!(text == mine || text == merged, "{round}\n{text}");
        let copy = copy(&desk, new());
        if text == mine {
            copy.take(offered(&copy).copy, &[false], false).unwrap();
        }
        assert_eq!(desk.text(), merged, "{round}");
        assert!(is_current(&copy), "{round}");
        assert!(!is_there(&editions, "next-"), "{round}");
        let versions = backups::list(&desk.state_dir(), &desk.file()).unwrap();
        assert!(versions.iter().any(|one| fs::read_to_string(&one.path).unwrap() == mine), "{round}");
        // Whatever it has left beside the file is swept when it is opened.
        desk.session(&["1"], true);
        let beside: Vec<_> = fs::read_dir(desk.folder.path().join("files")).unwrap().flatten().collect();
        assert_eq!(beside.len(), 1, "{round}: {beside:?}");
    }
}

#[test]
fn on_a_full_disk_nothing_is_taken_and_it_is_offered_again_when_there_is_room() {
    const BLOCK: usize = 512;
    let padding = |text: &str, length: usize| "x".repeat(length - text.len() - "// \n".len());
    let padded = |text: &str, length: usize| format!("// {}\n{text}", padding(text, length));
    let mine = padded(&edited(), 20 * BLOCK);
    // No room for the edition, for the version before, for the merged file.
    for (blocks, what) in [(0, "next-"), (8, "000001-"), (20, "")] {
        let desk = desk(&mine);
        let merged = {
            let whole = self::desk(&mine);
            copy(&whole, new()).take(offered(&copy(&whole, new())).copy, &[], false).unwrap();
            whole.text()
        };
        assert!(merged.len() > 20 * BLOCK && new().len() < 8 * BLOCK);
        let script = format!("trap '' XFSZ; ulimit -c 0; ulimit -f {blocks}; exec \"$0\" --exact worker");
        let mut worker = Command::new("sh");
        worker.args(["-c", &script]).arg(std::env::current_exe().unwrap()).env(FOLDER, desk.folder.path());
        let status = worker.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
        assert!(!status.success(), "{blocks}");
        assert_eq!(desk.text(), mine, "{blocks}");
        let folders =
            [Kind::Editions, Kind::Backups].map(|kind| folder_of(&desk.state_dir(), kind, &desk.file()));
        for entry in folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            assert!(what.is_empty() || !name.starts_with(what), "{blocks}: {name}");
        }
        let beside = fs::read_dir(desk.folder.path().join("files")).unwrap().count();
        assert_eq!(beside, 1, "{blocks}: nothing half done is left");
        copy(&desk, new()).take(offered(&copy(&desk, new())).copy, &[], false).unwrap();
        assert_eq!(desk.text(), merged, "{blocks}");
    }
}

/// The first edition, which programs shipped that kept no base, in the schema of that time.
const FIRST: &str = include_str!("../assets/editions/first.ron");

/// A text in the place of the person's copy, of which nothing is known.
fn unknown(text: &str) -> (Desk, Copy) {
    let desk = Desk::with(text);
    let copy = Copy::of(&desk.file(), &desk.state_dir());
    (desk, copy)
}

#[test]
fn a_copy_of_the_first_edition_becomes_the_shipped_one_letter_by_letter() {
    let (desk, copy) = unknown(FIRST);
    let offer = offered(&copy);
    assert!(offer.is_untouched && offer.conflicts.is_empty());
    copy.take(offer.copy, &[], false).unwrap();
    assert!(desk.text() == SHIPPED);
    assert!(backup(&desk) == FIRST);
    assert!(is_current(&copy));
}

#[test]
fn an_edited_copy_of_the_first_edition_is_upgraded_and_merged() {
    let source = "    sources: [\n";
    let own = "        (id: \"alpha-wire\", publisher: \"Alpha Works\", title: \"Own notes\"), // mine\n";
    let event = "        (id: \"own-talks\", on: \"2024-02\", kind: Talks, title: \"Own talks\", actors: [\"BY\"], sources: [\"alpha-wire\"]),\n";
    let text = replaced(FIRST, source, &format!("{source}{own}"));
    let text = replaced(&text, "    events: [\n", &format!("    events: [\n{event}"));
    let (desk, copy) = unknown(&text);
    let offer = offered(&copy);
    assert!(!offer.is_untouched);
    assert!(offer.conflicts.is_empty(), "{:#?}", offer.conflicts);
    copy.take(offer.copy, &[], false).unwrap();
    let taken = load_text(desk.text());
    assert_eq!(taken.errors(), 0, "{:?}", taken.findings);
    let shipped = load_text(SHIPPED.to_owned()).state;
    for place in shipped.places(RecordKind::ALL) {
        let record = shipped.at(place).unwrap();
        assert_eq!(taken.state.record(record.id().as_str()), Some(record));
    }
    assert!(taken.state.record("own-talks").is_some() && desk.text().contains("// mine\n"));
    assert!(backup(&desk) == text);
    assert!(is_current(&copy));
}
