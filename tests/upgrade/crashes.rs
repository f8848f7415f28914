//! Journals that a crash has left beside files of schema 1, of the first edition and of this one: nothing is lost, and
//! nothing is made in a text that it was not made in.

use std::fs;
use std::path::PathBuf;

use beltui::edit::op::{Op, Transaction};
use beltui::model::record::Owned;
use beltui::store::journal::{Entry, Journal, JournalPlace};
use beltui::store::load::load_text;
use beltui::store::write::Fingerprint;

use super::common::desk::Desk;
use super::{QUELLAND, desk, run};

/// A measure as the first edition had it, with a note or without one.
fn measure(note: &str) -> String {
    format!(
        "(id: \"us-ship\", issuer: \"US\", target: (name: \"Gamma\", kind: Vessel), measure: AssetFreeze, list_refs: [\"OFAC 90001\"], {note}history: [(on: \"2023-08-09\", what: Designated, sources: [\"wire\"])])"
    )
}

/// An edit in the form of the first edition.
fn old_edit(label: &str, ops: &str) -> Entry {
    let written = format!("(entry: \"commit\", label: {label:?}, ops: [{ops}])");
    Entry::Foreign { label: label.to_owned(), written }
}

/// The first edition's edits: a note at a measure, a new actor, and a deleted event.
fn old_edits() -> Vec<Entry> {
    vec![
        old_edit(
            "note us-ship",
            &format!(
                "(op: \"replace\", list: \"sanctions\", old: {}, new: {})",
                measure(""),
                measure("note: \"Kept by hand\", ")
            ),
        ),
        old_edit(
            "add beta",
            "(op: \"insert\", list: \"actors\", at: 2, record: (id: \"beta\", name: \"Beta Works\", kind: Company))",
        ),
    ]
}

/// An edit that has one form in both editions.
fn title_of_event() -> Entry {
    let old = load_text(QUELLAND.to_owned()).state.record("ev-1").unwrap().to_owned();
    let mut new = old.clone();
    let Owned::Event(event) = &mut new else { panic!("{new:?}") };
    event.title = "Further talks".into();
    Entry::Commit(Transaction::new("title ev-1", vec![Op::replace(old, new)]))
}

/// Leaves a journal that begins with a text of this fingerprint.
fn crashed(desk: &Desk, base: Fingerprint, entries: &[Entry]) -> PathBuf {
    let place = JournalPlace::of(&desk.state_dir(), &desk.file());
    let mut journal = Journal::begin(&place, base).unwrap();
    for entry in entries {
        journal.add(entry).unwrap();
    }
    place.path().to_owned()
}

#[test]
fn edits_that_a_crash_has_left_keep_a_file_from_being_upgraded_until_somebody_decides() {
    let desk = desk(QUELLAND);
    let file = desk.file().display().to_string();
    let journal = crashed(&desk, Fingerprint::of(QUELLAND), &old_edits());
    let before = fs::read(&journal).unwrap();
    let (code, out, err) = run(&desk, &["upgrade", &file]);
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(
        err.contains("a crash has left 1 edit in the journal")
            && err.contains("recovered: note us-ship; add beta"),
        "{err}"
    );
    assert!(err.contains("--edits take") && err.contains("--edits aside"), "{err}");
    let (code, _, err) = run(&desk, &["upgrade", &file, "--dry-run"]);
    assert!(code == 0 && err.contains("note us-ship; add beta"), "{err}");
    // Neither does the dashboard touch them, and it says that they are there.
    let opened = desk.opened().unwrap();
    assert!(opened.read_only.unwrap().contains("edits that a crash has left are kept in its journal"));
    assert!(opened.recovery.is_empty());
    assert!(fs::read(&journal).unwrap() == before && desk.text() == QUELLAND);
}

#[test]
fn edits_of_the_first_edition_are_made_again_in_the_text_that_they_were_made_in() {
    let desk = desk(QUELLAND);
    let file = desk.file().display().to_string();
    let entries = [old_edits(), vec![title_of_event()]].concat();
    crashed(&desk, Fingerprint::of(QUELLAND), &entries);
    let (code, out, err) = run(&desk, &["upgrade", &file, "--edits", "take"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.contains("made again: recovered: note us-ship; add beta; title ev-1"), "{out}");
    let loaded = load_text(desk.text());
    assert_eq!(loaded.errors(), 0);
    assert_eq!(loaded.state.measure("us-ship").unwrap().note.as_deref(), Some("Kept by hand"));
    assert_eq!(loaded.state.subject("beta").unwrap().name.as_str(), "Beta Works");
    assert!(desk.text().contains("Further talks") && desk.text().contains("// a works"));
    let (_, out, _) = run(&desk, &["edits", &file]);
    assert!(out.contains("no edits"), "{out}");
}

#[test]
fn edits_of_another_text_are_set_aside_where_they_have_the_old_form_and_fitted_where_both_forms_are_one() {
    let desk = desk(QUELLAND);
    let file = desk.file().display().to_string();
    let entries = [old_edits(), vec![title_of_event()]].concat();
    crashed(&desk, Fingerprint::of("(schema: 1, title: \"another text\")"), &entries);
    let (code, out, err) = run(&desk, &["upgrade", &file, "--edits", "take"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(
        err.contains("do not fit the file any more: note us-ship, add beta") && err.contains("beltui edits"),
        "{err}"
    );
    assert!(desk.text().contains("Further talks") && !desk.text().contains("Kept by hand"));
    let (_, out, _) = run(&desk, &["edits", &file]);
    assert!(out.contains("unfit") && out.contains("3 edits"), "{out}");
    let (_, out, _) = run(&desk, &["edits", &file, "--show", "1"]);
    assert!(
        out.contains("title ev-1") && out.contains("note us-ship (in the form of another version of beltui)"),
        "{out}"
    );
    let (code, out, _) = run(&desk, &["edits", &file, "--replay", "1"]);
    assert!(code == 1 && out.contains("does not fit the file any more: note us-ship"), "{out}");
}

#[test]
fn edits_are_set_aside_whole_where_somebody_says_so() {
    let desk = desk(QUELLAND);
    let file = desk.file().display().to_string();
    let journal = crashed(&desk, Fingerprint::of(QUELLAND), &old_edits());
    let before = fs::read(&journal).unwrap();
    let (code, _, err) = run(&desk, &["upgrade", &file, "--edits", "aside"]);
    assert!(code == 0 && err.contains("the discarded edits are kept as 1"), "{err}");
    assert!(desk.text() == load_text(QUELLAND.to_owned()).text);
    let kept = beltui::store::aside::list(&desk.state_dir(), &desk.file()).unwrap();
    assert!(fs::read(&kept[0].path).unwrap() == before);
    assert!(!journal.exists());
}

#[test]
fn a_journal_under_the_name_of_the_first_edition_is_asked_about_as_well() {
    let desk = desk(QUELLAND);
    let file = desk.file().display().to_string();
    let journal = crashed(&desk, Fingerprint::of(QUELLAND), &old_edits());
    let bytes = fs::read(&journal).unwrap();
    let frame = |payload: &[u8]| {
        let length = u32::try_from(payload.len()).unwrap();
        [&length.to_le_bytes()[..], &crc32fast::hash(payload).to_le_bytes(), payload].concat()
    };
    let head = frame(format!("beltui journal 1 {}", Fingerprint::of(QUELLAND).written()).as_bytes());
    let length = usize::try_from(u32::from_le_bytes(bytes[..4].try_into().unwrap())).unwrap() + 8;
    let crc = crc32fast::hash(desk.file().canonicalize().unwrap().as_os_str().as_encoded_bytes());
    fs::remove_file(&journal).unwrap();
    let old = journal.with_file_name(format!("belarus-{crc:08x}.journal"));
    fs::write(&old, [&head, &bytes[length..]].concat()).unwrap();
    let (code, _, err) = run(&desk, &["upgrade", &file]);
    assert!(code == 1 && err.contains("note us-ship; add beta"), "{err}");
    assert!(old.exists());
    let (code, out, err) = run(&desk, &["upgrade", &file, "--edits", "take"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(desk.text().contains("Kept by hand"));
}

#[test]
fn a_journal_of_edits_that_were_saved_is_no_hindrance() {
    let desk = desk(QUELLAND);
    let file = desk.file().display().to_string();
    let entries = [old_edits(), vec![Entry::Saving(Fingerprint::of(QUELLAND).written())]].concat();
    crashed(&desk, Fingerprint::of("before"), &entries);
    let (code, out, err) = run(&desk, &["upgrade", &file]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
}
