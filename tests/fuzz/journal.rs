//! The journal after a crash: what is whole in it is found, whatever stands behind.

use std::fs;
use std::path::{Path, PathBuf};

use beltui::edit::op::{Op, Transaction};
use beltui::model::record::Owned;
use beltui::model::state::{List, Place};
use beltui::store::journal::{Entry, Journal, unfinished};
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

fn journal_of(path: &Path) -> Written {
    let state = load_text(SMALL.to_owned()).state;
    let place = Place { list: List::Events, at: 0 };
    let old = state.at(place).unwrap().to_owned();
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
    let mut journal = Journal::begin(path, Fingerprint::of(SMALL)).unwrap();
    let length = || usize::try_from(fs::metadata(path).unwrap().len()).unwrap();
    let mut ends = vec![length()];
    for entry in &entries {
        journal.add(entry).unwrap();
        ends.push(length());
    }
    Written { bytes: fs::read(path).unwrap(), ends, entries }
}

fn in_a_folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.journal");
    (folder, path)
}

#[test]
fn any_bytes_are_a_journal_or_none() {
    let (_folder, path) = in_a_folder();
    check!().for_each(|bytes| {
        fs::write(&path, bytes).unwrap();
        let _ = unfinished(&path);
    });
}

#[test]
fn whole_entries_before_the_damage_are_found_and_only_the_rest_is_cut_off() {
    let (_folder, path) = in_a_folder();
    let written = journal_of(&path);
    check!().with_type::<Vec<Mutation>>().for_each(|steps| {
        let damaged = mutated_bytes(&written.bytes, &steps[..steps.len().min(4)]);
        fs::write(&path, &damaged).unwrap();
        let same = damaged.iter().zip(&written.bytes).take_while(|(a, b)| a == b).count();
        let whole = written.ends.iter().filter(|end| **end <= same).count();
        let found = unfinished(&path);
        if whole == 0 {
            // The head itself is damaged: nothing is known of it.
            return;
        }
        let found = found.unwrap();
        let entries = found.as_ref().map_or(&[][..], |it| it.entries.as_slice());
        assert!(entries.len() >= whole - 1, "{} of {}", entries.len(), whole - 1);
        assert_eq!(entries[..whole - 1], written.entries[..whole - 1]);
        drop(Journal::resume(&path).unwrap());
        let kept = fs::read(&path).unwrap();
        assert!(damaged.starts_with(&kept), "what is kept is what stood there");
        assert!(kept.len() >= written.ends[whole - 1], "no whole entry is cut off");
        assert_eq!(unfinished(&path).unwrap(), found, "what was found is still there");
    });
}
