//! Edits that come while the file is being saved: the save does not have them, and nothing loses them. And programs that
//! write the file in place meanwhile, instead of putting a new one there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use beltui::edit::document::Document;
use beltui::edit::op::{Op, Transaction};
use beltui::model::record::Owned;
use beltui::store::backups;
use beltui::store::journal::{Entry, Journal, JournalPlace};
use beltui::store::open_file::{OpenFile, Opened, Outcome, open_with};
use beltui::store::places::{Kind, SHIPPED, folder_of};
use beltui::store::write::Fingerprint;
use common::desk::{Desk, typed};

fn open(folder: &Path) -> (OpenFile, Document, Vec<Transaction>) {
    let Opened { loaded, open_file, recovery, .. } =
        open_with(&folder.join("a.ron"), None, Some(folder.join("state"))).unwrap();
    (open_file.unwrap(), Document::new(loaded.state), recovery)
}

/// Changes the note of a measure.
fn edit(document: &mut Document, id: &str, note: &str) -> Transaction {
    let old = document.state().record(id).unwrap().to_owned();
    let mut new = old.clone();
    let Owned::Measure(it) = &mut new else { panic!("{id}") };
    it.note = Some(note.into());
    document.commit(&Transaction::new(note, vec![Op::replace(old, new)])).unwrap()
}

fn labels(edits: &[Transaction]) -> Vec<&str> {
    edits.iter().map(|edit| edit.label.as_str()).collect()
}

const FIRST: &str = "us-belavia-asset-freeze";
const SECOND: &str = "eu-belavia-asset-freeze";
/// To which nothing refers.
const ALONE: &str = "us-lakokraska-asset-freeze";

#[test]
fn an_edit_that_comes_during_a_save_stays_unsaved_and_in_the_journal() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ron");
    fs::write(&file, SHIPPED).unwrap();
    let (mut open_file, mut document, _) = open(folder.path());
    let applied = edit(&mut document, FIRST, "in the save");
    open_file.journal(applied, document.state()).unwrap();
    // The loop takes a picture of the state, and the thread saves that.
    let (state, origins, revision) =
        (document.state().clone(), document.all_origins().clone(), document.revision());
    let journal_handle = open_file.journal_handle();
    journal_handle.begin_save();
    journal_handle.commit(edit(&mut document, SECOND, "during the save")).unwrap();
    assert!(matches!(open_file.save_state(&state, &origins), Ok(Outcome::Saved)));
    document.mark_saved_at(revision, open_file.origins_of(document.state()));
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains("in the save") && !text.contains("during the save"));
    assert!(document.is_dirty());
    assert_eq!(document.unsaved(), 1);
    // Undone, the document is what the file says; the next save writes the rest.
    document.undo();
    assert!(!document.is_dirty());
    document.redo();
    // The program is killed: the edit is offered.
    drop((open_file, journal_handle));
    let (mut open_file, mut document, recovery) = open(folder.path());
    assert_eq!(labels(&recovery), ["during the save"]);
    document.commit(&recovery[0]).unwrap();
    open_file.decide(true).unwrap();
    assert!(matches!(open_file.save(&mut document), Ok(Outcome::Saved)));
    assert!(fs::read_to_string(&file).unwrap().contains("during the save"));
}

#[test]
fn after_a_crash_between_the_rename_and_the_new_journal_only_what_the_save_lacked_is_offered() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ron");
    fs::write(&file, SHIPPED).unwrap();
    let (open_file, mut document, _) = open(folder.path());
    drop(open_file);
    let saved = edit(&mut document, FIRST, "in the save");
    let during = edit(&mut document, SECOND, "during the save");
    let after = edit(&mut document, SECOND, "after the mark");
    // What such a crash leaves: the new text, and the journal of before, with the mark in it.
    let text = SHIPPED.replacen("title: \"", "title: \"New: ", 1);
    fs::write(&file, &text).unwrap();
    let place = JournalPlace::of(&folder.path().join("state"), &file);
    let mut journal = Journal::begin(&place, Fingerprint::of(SHIPPED)).unwrap();
    for entry in [
        Entry::Commit(saved),
        Entry::Commit(during),
        Entry::Saving(format!("{} since 1", Fingerprint::of(&text).written())),
        Entry::Commit(after),
    ] {
        journal.add(&entry).unwrap();
    }
    drop(journal);
    let (_keeper, _, recovery) = open(folder.path());
    assert_eq!(labels(&recovery), ["during the save", "after the mark"]);
}

#[test]
fn a_record_deleted_and_added_again_during_a_save_does_not_stop_the_next_one() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.ron");
    fs::write(&file, SHIPPED).unwrap();
    let (mut open_file, mut document, _) = open(folder.path());
    edit(&mut document, FIRST, "in the save");
    let (state, origins, revision) =
        (document.state().clone(), document.all_origins().clone(), document.revision());
    open_file.journal_handle().begin_save();
    let record = document.state().record(ALONE).unwrap().to_owned();
    let remove = Op::remove(record.clone());
    document.commit(&Transaction::new("delete", vec![remove])).unwrap();
    document.commit(&Transaction::new("add", vec![Op::insert(usize::MAX, record)])).unwrap();
    assert!(matches!(open_file.save_state(&state, &origins), Ok(Outcome::Saved)));
    document.mark_saved_at(revision, open_file.origins_of(document.state()));
    assert!(matches!(open_file.save(&mut document), Ok(Outcome::Saved)));
    assert!(!document.is_dirty());
}

#[test]
fn an_edit_at_any_moment_of_a_save_is_in_the_file_or_unsaved_and_in_the_journal() {
    const STEP: &str = "2/id:us-naftan<Enter>+<Tab>eased<Tab>vedomosti<Ctrl-s>";
    let amended = "what: Amended, sources: [\"vedomosti\"]";
    // The edit comes before the file is looked at, before and while it is saved, and after it.
    for messages in 0..4 {
        for crash in [false, true] {
            let desk = Desk::new();
            desk.at_work(!crash, |at_work| {
                at_work.types(STEP);
                at_work.hears(typed("w"));
                for _ in 0..messages {
                    if !at_work.running.is_idle() {
                        at_work.next();
                    }
                }
                at_work.types("+<Tab>amended<Tab>vedomosti<Ctrl-s>");
                let document = &at_work.running.app.document;
                assert!(desk.text().contains("what: Eased"));
                assert_eq!(document.is_dirty(), !desk.text().contains(amended), "{messages}");
                if !crash {
                    at_work.types("w");
                }
            });
            if crash && !desk.text().contains(amended) {
                desk.session(&["rw"], true);
            }
            assert!(desk.text().contains(amended), "{messages} {crash}");
            assert!(desk.opened().unwrap().recovery.is_empty(), "{messages} {crash}");
        }
    }
}

/// The shipped file opened, with an edit that is not saved yet, and who has the file open for writing.
fn edited(folder: &Path) -> (OpenFile, Document, File) {
    let file = folder.join("a.ron");
    fs::write(&file, SHIPPED).unwrap();
    let writer = File::options().write(true).open(&file).unwrap();
    let (mut open_file, mut document, _) = open(folder);
    let applied = edit(&mut document, FIRST, "ours");
    open_file.journal(applied, document.state()).unwrap();
    (open_file, document, writer)
}

/// What a save of that edit writes where nobody is in the way.
fn saved() -> String {
    let folder = tempfile::tempdir().unwrap();
    let (mut open_file, mut document, _) = edited(folder.path());
    assert!(matches!(open_file.save(&mut document), Ok(Outcome::Saved)));
    fs::read_to_string(folder.path().join("a.ron")).unwrap()
}

#[test]
fn a_save_of_edits_that_come_to_nothing_leaves_no_backup_and_nothing_half_done() {
    let folder = tempfile::tempdir().unwrap();
    let (mut open_file, mut document, _) = edited(folder.path());
    document.undo();
    assert!(matches!(open_file.save(&mut document), Ok(Outcome::Saved)));
    assert!(fs::read_to_string(folder.path().join("a.ron")).unwrap() == SHIPPED);
    let kept = folder_of(&folder.path().join("state"), Kind::Backups, &folder.path().join("a.ron"));
    let names: Vec<_> = fs::read_dir(kept).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["path"]);
}

#[test]
fn who_has_the_old_file_open_and_writes_on_changes_neither_the_new_one_nor_the_backup() {
    let folder = tempfile::tempdir().unwrap();
    let (mut open_file, mut document, mut writer) = edited(folder.path());
    assert!(matches!(open_file.save(&mut document), Ok(Outcome::Saved)));
    writer.write_all(b"theirs, too late").unwrap();
    writer.set_len(9).unwrap();
    let [backup] = backups::list(&folder.path().join("state"), &folder.path().join("a.ron"))
        .unwrap()
        .try_into()
        .unwrap();
    assert!(fs::read_to_string(backup.path).unwrap() == SHIPPED);
    assert!(fs::read_to_string(folder.path().join("a.ron")).unwrap() == saved());
}

#[test]
fn a_file_that_was_destroyed_in_place_and_then_removed_is_written_again_with_every_comment() {
    // Cut off as by an editor on a full disk, which is said to be mended by removing the file; and moved away, where
    // somebody goes on with it.
    for (left, goes_to) in [(0, None), (1_000, None), (1_000, Some("moved.ron"))] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.ron");
        let (mut open_file, mut document, mut writer) = edited(folder.path());
        writer.set_len(left).unwrap();
        assert!(matches!(open_file.save(&mut document), Ok(Outcome::Changed)));
        match goes_to {
            Some(name) => fs::rename(&file, folder.path().join(name)).unwrap(),
            None => fs::remove_file(&file).unwrap(),
        }
        writer.write_all(b"theirs").unwrap();
        assert!(matches!(open_file.save(&mut document), Ok(Outcome::Saved)));
        assert!(fs::read_to_string(&file).unwrap() == saved(), "{left} bytes left, {goes_to:?}");
    }
}
