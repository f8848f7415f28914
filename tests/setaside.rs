//! `beltui edits` and `beltui backups`: what was set aside or replaced comes back.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use beltui::edit::document::Document;
use beltui::edit::op::{Op, Transaction};
use beltui::edit::references::release;
use beltui::store::backups::list;
use beltui::store::open_file::open_with;
use beltui::store::places::SHIPPED;
use common::desk::Desk;

/// What a command said, without colour: exit code, standard output, standard error.
fn run(desk: &Desk, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beltui"));
    command.args(arguments).env_clear().env("HOME", desk.folder.path().join("home"));
    // The state directory of the program is `beltui` in the one that the system names.
    command.env("XDG_STATE_HOME", desk.folder.path()).env("TZ", "UTC");
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// A desk whose state directory is the one of the commands.
fn desk() -> Desk {
    Desk { state: "beltui", ..Desk::new() }
}

const CRASH: &[&str] = &["2/id:us-naftan<Enter>e<Shift-Tab>Kept by hand<Ctrl-s>"];

/// Notes something at a measure, and dies.
fn crashes(desk: &Desk) {
    let (app, _) = desk.session(CRASH, false);
    assert!(app.document.is_dirty(), "{}", common::screen(&app));
}

#[test]
fn discarded_edits_are_listed_shown_and_made_again() {
    let desk = desk();
    let file = desk.file().display().to_string();
    assert_eq!(
        run(&desk, &["edits", &file]),
        (0, format!("no edits of {file} are set aside\n"), String::new())
    );
    crashes(&desk);
    desk.session(&["d"], true);
    let (code, out, _) = run(&desk, &["edits", &file]);
    assert_eq!(code, 0);
    assert!(out.contains("     1  ") && out.contains("discarded  1 edit\n"), "{out}");
    let (code, out, _) = run(&desk, &["edits", &file, "--show", "1"]);
    assert_eq!(code, 0);
    assert!(out.contains("changed measure us-naftan-asset-freeze: note"), "{out}");
    assert!(!desk.text().contains("Kept by hand"));
    let (code, out, err) = run(&desk, &["edits", &file, "--replay", "1"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(desk.text().contains("Kept by hand"));
    let (code, out, _) = run(&desk, &["edits", &file, "--replay", "1"]);
    assert_eq!((code, out.as_str()), (0, "the file has them all already\n"));
    let (code, _, err) = run(&desk, &["edits", &file, "--show", "7"]);
    assert!(code == 1 && err.contains("no edits of the number 7"), "{err}");
}

#[test]
fn edits_that_do_not_fit_any_more_are_told_by_every_way_of_opening_and_stay() {
    let desk = desk();
    let file = desk.file().display().to_string();
    crashes(&desk);
    // Somebody else, with a state directory of their own, deletes the measure.
    let theirs = desk.folder.path().join("theirs");
    let opened = open_with(&desk.file(), None, Some(theirs)).unwrap();
    let (mut open_file, mut document) = (opened.open_file.unwrap(), Document::new(opened.loaded.state));
    let record = document.state().record("us-naftan-asset-freeze").unwrap().to_owned();
    let mut ops = release(document.state(), record.id()).unwrap();
    ops.push(Op::remove(record));
    document.commit(&Transaction::new("delete", ops)).unwrap();
    open_file.save(&mut document).unwrap();
    open_file.finish();
    let list = desk.folder.path().join("sdn.csv");
    fs::write(
        &list,
        "90001,\"ALPHA WORKS\",-0- ,\"BELARUS\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\u{1a}",
    )
    .unwrap();
    let list = list.display().to_string();
    let import = ["import", "ofac", &list, "--list-date", "2026-07-01", "--into", &file];
    let (code, out, err) = run(&desk, &import);
    assert_eq!(code, 0, "{out}{err}");
    assert!(err.contains("do not fit the file any more") && err.contains("beltui edits "), "{err}");
    let (code, out, _) = run(&desk, &["edits", &file, "--replay", "1"]);
    assert_eq!(code, 1);
    assert!(out.contains("does not fit the file any more: "), "{out}");
    let (_, out, _) = run(&desk, &["edits", &file]);
    assert!(out.contains("unfit"), "{out}");
}

#[test]
fn a_backup_is_listed_and_brought_back_and_what_was_there_becomes_one() {
    let desk = desk();
    let file = desk.file().display().to_string();
    let (_, out, _) = run(&desk, &["backups", &file]);
    assert!(out.starts_with("no earlier version of "), "{out}");
    desk.session(&[CRASH[0], "w"], true);
    let saved = desk.text();
    let (_, out, _) = run(&desk, &["backups", &file]);
    assert!(out.starts_with("     1  ") && out.contains(&format!("{} bytes", SHIPPED.len())), "{out}");
    let (code, out, err) = run(&desk, &["backups", &file, "--restore", "1"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(desk.text() == SHIPPED);
    let (code, ..) = run(&desk, &["backups", &file, "--restore", "2"]);
    assert!(code == 0 && desk.text() == saved);
    let (code, _, err) = run(&desk, &["backups", &file, "--restore", "99"]);
    assert!(code == 1 && err.contains("no backup 99"), "{err}");
}

#[test]
fn a_backup_comes_back_in_the_place_of_a_file_that_is_no_text_and_of_one_that_is_gone() {
    let desk = desk();
    let file = desk.file().display().to_string();
    fs::set_permissions(desk.file(), Permissions::from_mode(0o644)).unwrap();
    desk.session(&[CRASH[0], "w"], true);
    fs::write(desk.file(), b"\xff\xfe no text").unwrap();
    let (code, out, err) = run(&desk, &["backups", &file, "--restore", "1"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(desk.text() == SHIPPED && out.ends_with("is backup 1 again\n"), "{out}");
    let kept = list(&desk.state_dir(), &desk.file()).unwrap();
    assert_eq!(fs::read(&kept[0].path).unwrap(), b"\xff\xfe no text");
    // Nobody knows any more who might read it.
    fs::remove_file(desk.file()).unwrap();
    let (code, out, err) = run(&desk, &["backups", &file, "--restore", "1"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert!(out.ends_with("again; it was gone, and is for you alone now\n"), "{out}");
    assert!(desk.text() == SHIPPED);
    assert_eq!(fs::metadata(desk.file()).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn discarded_edits_that_cannot_be_set_aside_are_offered_once_more() {
    let desk = desk();
    // Something stands where the folder of such edits belongs.
    fs::create_dir_all(desk.state_dir()).unwrap();
    fs::write(desk.state_dir().join("edits"), "").unwrap();
    desk.session(&[CRASH[0], "qd"], true);
    assert_eq!(desk.opened().unwrap().recovery.len(), 1, "they are still in the journal");
    // Where there is room again they are thrown away.
    fs::remove_file(desk.state_dir().join("edits")).unwrap();
    desk.session(&["d"], true);
    assert!(desk.opened().unwrap().recovery.is_empty());
    assert!(!desk.text().contains("Kept by hand"));
}
