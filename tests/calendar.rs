//! The agenda as a calendar. `tests/calendar/agenda.txt` is what the `icalendar` crate wrote of the file beside it, with
//! its lines joined again, our name in it, and signs for what would steer a terminal: where a line is folded is left open
//! by RFC 5545.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::path::Path;
use std::process::Command;

#[test]
fn the_calendar_says_of_a_hostile_file_what_an_independent_writer_said() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/calendar");
    let made = Command::new(env!("CARGO_BIN_EXE_beltui"))
        .args(["export", "agenda.ron", "--what", "agenda", "--format", "ics", "--as-of", "2026-08-01"])
        .args(["--today", "2026-08-01"])
        .current_dir(&folder)
        .output()
        .unwrap();
    let text = String::from_utf8(made.stdout).unwrap();
    let lines: Vec<&str> = text.strip_suffix("\r\n").unwrap().split("\r\n").collect();
    assert!(lines.iter().all(|line| line.len() <= 75 && !line.contains(char::is_control)), "{text}");
    let joined = lines.join("\n").replace("\n ", "") + "\n";
    assert_eq!(joined, std::fs::read_to_string(folder.join("agenda.txt")).unwrap());
}
