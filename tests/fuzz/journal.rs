//! The journal after a crash: what is whole in it is found, whatever stands behind.

use std::fs;

use beltui::edit::op::{Op, Transaction};
use beltui::model::record::Owned;
use beltui::model::state::{Place, RecordKind};
use beltui::store::journal::{Claim, Entry, Found, Journal, JournalPlace};
use beltui::store::load::load_text;
use beltui::store::write::Fingerprint;
use bolero::check;

use super::common::mutations::{Mutation, SMALL, mutated_bytes};

/// A journal with edits in it, and where in it each ends.
struct Written {
    bytes: Vec<u8>,
    ends: Vec<usize>,
    entries: Vec<Entry>,
}

fn journal_of(place: &JournalPlace) -> Written {
    let state = load_text(SMALL.to_owned()).state;
    let first = Place { list: RecordKind::Events, at: 0 };
    let old = state.at(first).unwrap().to_owned();
    let edit = |number: usize| {
        let mut new = old.clone();
        if let Owned::Event(it) = &mut new {
            it.title = format!("Talks {number} \"quoted\" \u{301}").into();
        }
        Transaction::new("edit", vec![Op::replace(old.clone(), new)])
    };
    let mut entries: Vec<Entry> = (0..4).map(|number| Entry::Commit(edit(number))).collect();
    entries.push(Entry::Saving(Fingerprint::of(SMALL).written()));
    let inserted = Op::insert(0, old.clone());
    entries.push(Entry::Commit(Transaction::new("add", vec![inserted])));
    let mut journal = Journal::begin(place, Fingerprint::of(SMALL)).unwrap();
    let length = || usize::try_from(fs::metadata(place.path()).unwrap().len()).unwrap();
    let mut ends = vec![length()];
    for entry in &entries {
        journal.add(entry).unwrap();
        ends.push(length());
    }
    Written { bytes: fs::read(place.path()).unwrap(), ends, entries }
}

fn in_a_folder() -> (tempfile::TempDir, JournalPlace) {
    let folder = tempfile::tempdir().unwrap();
    let place = JournalPlace::of(&folder.path().join("state"), &folder.path().join("a.ron"));
    fs::create_dir_all(place.path().parent().unwrap()).unwrap();
    (folder, place)
}

/// What is found where bytes stand in the place of a journal.
fn found(place: &JournalPlace) -> Found {
    Claim::of(place).unwrap().found().unwrap()
}

fn entries_of(found: Found) -> Vec<Entry> {
    match found {
        Found::Unfinished(left) => left.entries,
        Found::Nothing => Vec::new(),
        Found::Foreign(why) => panic!("its head is whole: {why}"),
    }
}

#[test]
fn any_bytes_are_a_journal_or_none() {
    let (_folder, place) = in_a_folder();
    check!().for_each(|bytes| {
        fs::write(place.path(), bytes).unwrap();
        if let Found::Nothing = found(&place) {
            // What says nothing is overwritten.
            assert!(bytes.iter().all(|byte| *byte == 0), "{bytes:?}");
        }
    });
}

#[test]
fn whole_entries_before_the_damage_are_found_and_only_the_rest_is_cut_off() {
    let (_folder, place) = in_a_folder();
    let written = journal_of(&place);
    check!().with_type::<Vec<Mutation>>().for_each(|steps| {
        let damaged = mutated_bytes(&written.bytes, &steps[..steps.len().min(4)]);
        fs::write(place.path(), &damaged).unwrap();
        let same = damaged.iter().zip(&written.bytes).take_while(|(a, b)| a == b).count();
        let whole = written.ends.iter().filter(|end| **end <= same).count();
        if whole == 0 {
            // The head itself is damaged: nothing is known of it.
            return;
        }
        let entries = entries_of(found(&place));
        assert!(entries.len() >= whole - 1, "{} of {}", entries.len(), whole - 1);
        assert_eq!(entries[..whole - 1], written.entries[..whole - 1]);
        drop(Claim::of(&place).unwrap().resume().unwrap());
        let kept = fs::read(place.path()).unwrap();
        assert!(damaged.starts_with(&kept), "what is kept is what stood there");
        assert!(kept.len() >= written.ends[whole - 1], "no whole entry is cut off");
        assert_eq!(entries_of(found(&place)), entries, "what was found is still there");
    });
}
