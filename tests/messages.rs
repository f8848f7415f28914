//! What goes wrong is told with its reason first: on a terminal of 80 columns the reason is on the screen.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use beltui::app::App;
use beltui::app::keymap::Keymap;
use beltui::store::load::{ReadError, load};
use beltui::ui::frame::draw;
use beltui::ui::theme::{Base, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The width of the narrowest terminal that people use.
const COLUMNS: u16 = 80;

/// A folder as deep as those of real life.
const DEEP: &str = "home/somebody/Documents/the-desk-of-quelland/sanctions-and-borders/states-of-2026";

/// The foot of the screen when the program warns so.
fn foot(warning: &str) -> String {
    let mut app = App::new("a.ron".to_owned(), "2026-11-27".parse().unwrap(), None, Keymap::standard());
    app.resize(COLUMNS, 24);
    app.warn(warning);
    let mut buffer = Buffer::empty(Rect::new(0, 0, COLUMNS, 24));
    draw(&app, &Theme::shipped(Base::Dark), &mut buffer);
    (0..COLUMNS).map(|x| buffer[(x, 23)].symbol()).collect()
}

/// The folder, and in it a file of each kind that cannot be read.
fn deep() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join(DEEP);
    fs::create_dir_all(&deep).unwrap();
    (folder, deep)
}

fn unread(path: &Path) -> ReadError {
    load(path).unwrap_err()
}

#[test]
fn the_reason_is_on_a_screen_of_80_columns() {
    let (_folder, deep) = deep();
    let latin = deep.join("latin-1.ron");
    fs::write(&latin, b"(title: \"\xe4\")").unwrap();
    let denied = || std::io::Error::from_raw_os_error(13);
    let path = deep.join("quelland.ron");
    let unreadable = ReadError::Io { path: path.clone(), source: denied() };
    let shown = path.display();
    for (warning, reason) in [
        (unread(&deep.join("gone.ron")).to_string(), "No such file or directory"),
        (unread(&latin).to_string(), "not UTF-8 text from line 1, column 10 on: save the file as UTF-8"),
        (ReadError::TooBig { path: path.clone() }.to_string(), "larger than 4 GiB"),
        (unreadable.to_string(), "cannot be read: Permission denied"),
        (format!("the file on disk: {unreadable}"), "cannot be read: Permission denied"),
        (format!("not saved: {unreadable}"), "cannot be read: Permission denied"),
        // Where a path stands before the reason, its beginning gives way.
        (format!("not saved: {shown} was not written: {}", denied()), "Permission denied"),
        (format!("{shown}: line 3, column 12: no action"), "line 3, column 12: no action"),
        (
            format!("this change is not in the journal ({}): save it soon", denied()),
            "(Permission denied): save it soon",
        ),
        (format!("this is not remembered: {}", denied()), "Permission denied"),
        (
            format!("open for reading only: its folder cannot be written: {} ({shown})", denied()),
            "Permission denied",
        ),
    ] {
        let foot = foot(&warning);
        assert!(foot.contains(reason), "{warning}\n{foot}");
        assert!(!foot.contains("os error"), "{foot}");
    }
}

/// What a command says that fails.
fn said(words: &[&str], folder: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_beltui"));
    command.args(words).current_dir(folder);
    for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
        command.env(name, folder);
    }
    let output = command.env_remove("BELTUI_STATE").output().unwrap();
    assert!(!output.status.success(), "{words:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn commands_say_the_reason_before_the_place() {
    let (_folder, deep) = deep();
    fs::write(deep.join("latin-1.ron"), b"(title: \"\xe4\")").unwrap();
    fs::write(deep.join("there.ron"), "(schema: 2, title: \"T\")").unwrap();
    fs::write(deep.join("errors.ron"), "()").unwrap();
    let list = include_str!("lists/sdn.csv");
    fs::write(deep.join("sdn.csv"), list).unwrap();
    fs::write(deep.join("short.csv"), list.replacen("\"aircraft\",", "", 1)).unwrap();
    fs::write(deep.join("other.csv"), "no list at all\n").unwrap();
    let at = |name: &str| deep.join(name).to_str().unwrap().to_owned();
    let dated = format!("2025-12-24={}", at("sdn.csv"));
    for (words, reason) in [
        (vec!["check", &at("gone.ron")], "cannot be read: No such file or directory"),
        (vec!["frame", &at("latin-1.ron")], "not UTF-8 text from line 1, column 10 on"),
        (vec!["init", &at("there.ron")], "it exists already"),
        (vec!["init", &at("there.ron/below/new.ron")], "Not a directory"),
        (vec!["backups", &at("there.ron"), "--restore", "7"], "there is no backup 7"),
        (vec!["import", "ofac", &at("short.csv"), "--into", &at("there.ron")], "expected 12 fields, not 11"),
        (vec!["import", "ofac", &at("sdn.csv"), "--into", &at("there.ron")], "which day it is of"),
        (vec!["import", "ofac", &at("other.csv"), "--into", &at("there.ron")], "this is no list"),
        (vec!["list-diff", &at("gone.csv"), &at("gone.csv")], "cannot be read: No such file"),
        (
            vec!["import", "ofac", &dated, "--into", &at("errors.ron")],
            "it has 2 errors: beltui check lists them",
        ),
    ] {
        let said = said(&words, &deep);
        let first: String = said.chars().take(usize::from(COLUMNS)).collect();
        assert!(first.contains(reason), "{words:?}: {said}");
        assert_eq!(said.matches(reason).count(), 1, "said twice: {said}");
        assert!(!said.contains("os error"), "{said}");
    }
}
