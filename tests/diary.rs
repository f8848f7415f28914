//! `--log FILE`: a diary of steps with their times, which tells nothing of what stands in a file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use common::desk::Desk;

/// Imports a list of one entry with a diary; returns the exit code, what was said, and the diary.
fn imports(desk: &Desk, diary: &str) -> (i32, String, String) {
    let folder = desk.folder.path();
    let list = "90001,\"ALPHA WORKS\",-0- ,\"BELARUS\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\u{1a}";
    fs::write(folder.join("sdn.csv"), list).unwrap();
    let made = Command::new(env!("CARGO_BIN_EXE_beltui"))
        .args(["import", "ofac", "sdn.csv", "--list-date", "2026-07-01", "--into", "files/belarus.ron"])
        .args(["--log", diary])
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder.join("home"))
        .output()
        .unwrap();
    let said = String::from_utf8(made.stderr).unwrap();
    (made.status.code().unwrap(), said, fs::read_to_string(folder.join(diary)).unwrap_or_default())
}

#[test]
fn a_diary_tells_each_step_with_its_time_and_nothing_of_the_file() {
    let desk = Desk::new();
    let (code, said, diary) = imports(&desk, "diary");
    assert_eq!((code, said.as_str()), (0, ""));
    for step in [
        "beltui begins",
        "list: read files=1 entries=1",
        "open{file=\"files/belarus.ron\"}: read bytes=",
        "the journal is taken up edits=0",
        "save{file=\"files/belarus.ron\"}: the version before is kept",
        ": saved",
        "close time.busy=",
    ] {
        assert!(diary.contains(step), "{step}\n{diary}");
    }
    for text in ["ALPHA", "Belarus and the West", "Belavia"] {
        assert!(!diary.contains(text), "{text}\n{diary}");
    }
    let mode = fs::metadata(desk.folder.path().join("diary")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // The next one goes on behind it.
    let (_, _, more) = imports(&desk, "diary");
    assert!(more.starts_with(&diary) && more.len() > diary.len());
}

#[test]
fn what_is_no_file_is_no_diary_and_nothing_is_done() {
    let desk = Desk::new();
    let before = desk.text();
    for (diary, why) in [("files", "a folder stands where the diary belongs"), ("no/diary", "No such file")] {
        let (code, said, _) = imports(&desk, diary);
        assert!(code == 1 && said.contains(why), "{said}");
        assert_eq!(desk.text(), before);
    }
}
