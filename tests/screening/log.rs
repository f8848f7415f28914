//! The log of screenings: every kind of damage is found, a torn line is told, what is purged is marked.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;

use beltui::store::screenings::{Log, sha256};
use chrono::NaiveDate;
use serde_json::{Map, Value};

use super::home::{Done, Home};
use super::{STATE, TODAY, desk, screen};

const LOG: &str = "state/beltui/screenings/screenings.jsonl";

/// A home in which so many screenings were recorded.
fn recorded(count: usize) -> Home {
    let home = desk();
    for _ in 0..count {
        let done = screen(&home, &["--name", "Gamma Works", "--lists-only"]);
        assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
    }
    home
}

fn verify(home: &Home) -> Done {
    home.run(["screenings", "verify"])
}

fn text(home: &Home) -> Vec<u8> {
    std::fs::read(home.path(LOG)).unwrap()
}

/// What `verify` says of the log with another text.
fn damaged(home: &Home, text: &[u8]) -> String {
    home.write(LOG, text);
    let done = verify(home);
    assert_eq!(done.code, Some(1), "{}", done.out);
    assert!(!done.out.contains("as it was written"), "{}", done.out);
    done.err
}

#[test]
fn it_keeps_who_when_what_was_checked_and_what_was_found_for_its_owner_alone() {
    let home = desk();
    home.write("names.csv", "name,id\nGamma Works,C-1\nQuelland Star,C-2\n");
    let done = screen(&home, &["names.csv", "--lists-only", "--known", "2026-07-31", "--log", "diary.txt"]);
    assert_eq!(done.code, Some(3));
    let written = text(&home);
    let line: Value = serde_json::from_slice(&written).unwrap();
    assert_eq!(
        (&line["by"], &line["at"], &line["as_of"], &line["known"]),
        (&"A. Clerk".into(), &TODAY.into(), &TODAY.into(), &"2026-07-31".into())
    );
    assert_eq!(
        (&line["line"], &line["what"], &line["version"]),
        (&1.into(), &"screening".into(), &env!("CARGO_PKG_VERSION").into())
    );
    assert_eq!(line["input"]["sha256"], sha256(b"name,id\nGamma Works,C-1\nQuelland Star,C-2\n"));
    assert_eq!(
        (&line["lists"][0]["list"], &line["lists"][0]["day"], &line["lists"][0]["entries"]),
        (&"OFAC SDN".into(), &"2026-07-20".into(), &14.into())
    );
    assert_eq!(line["lists"][0]["files"][0]["sha256"], sha256(super::LIST.as_bytes()));
    assert_eq!(
        (&line["names"][0]["name"], &line["names"][0]["result"]),
        (&"Gamma Works".into(), &"no entry found".into())
    );
    assert_eq!(
        (&line["names"][1]["result"], &line["names"][1]["hits"][0]["entry"]),
        (&"hit".into(), &"OFAC 90004".into())
    );
    for file in [LOG.to_owned(), format!("{LOG}.head")] {
        let mode = std::fs::metadata(home.path(&file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    assert!(
        !std::fs::read_to_string(home.path("diary.txt")).unwrap().contains("Gamma"),
        "no name is in the diary"
    );
    let told = home.run(["screenings"]).well();
    assert!(told.contains("names.csv: 2 names, 1 with a hit, 1 lists"), "{told}");
}

#[test]
fn nothing_is_recorded_where_that_is_asked_for_and_elsewhere_where_it_is_named() {
    let home = desk();
    screen(&home, &["--name", "Gamma Works", "--lists-only", "--no-record"]);
    assert!(!home.path(LOG).exists());
    screen(&home, &["--name", "Gamma Works", "--lists-only", "--log-to", "own.jsonl"]);
    assert!(home.path("own.jsonl").exists() && !home.path(LOG).exists());
    let told = home.run(["screenings", "verify", "--log-to", "own.jsonl"]).well();
    assert!(told.contains("1 screenings"), "{told}");
    assert!(verify(&home).well().contains("nothing was recorded"));
}

#[test]
fn every_byte_that_is_changed_is_found() {
    let home = recorded(3);
    let whole = text(&home);
    assert!(verify(&home).well().contains("as it was written: 3 screenings"));
    // Through the program at some places, through its own function at all others.
    for at in [0, whole.len() / 3, whole.len() / 2, whole.len() - 2] {
        let mut other = whole.clone();
        other[at] ^= 1;
        damaged(&home, &other);
    }
    let log = Log::at(home.path(LOG));
    for at in (0..whole.len()).step_by(7).chain(whole.len() - 80..whole.len()) {
        let mut other = whole.clone();
        other[at] = if other[at] == b'x' { b'y' } else { b'x' };
        home.write(LOG, &other);
        assert!(!log.verify().unwrap().faults.is_empty(), "byte {at}");
    }
    home.write(LOG, &whole);
    assert!(log.verify().unwrap().faults.is_empty());
}

#[test]
fn lines_that_are_removed_put_in_or_exchanged_and_a_cut_end_are_found() {
    let home = recorded(4);
    let whole = text(&home);
    let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    let of = |places: &[usize]| places.iter().flat_map(|at| lines[*at].to_vec()).collect::<Vec<u8>>();
    assert!(damaged(&home, &of(&[1, 2, 3])).contains("lines before it are gone"));
    assert!(damaged(&home, &of(&[0, 2, 3])).contains("lines are missing"));
    assert!(damaged(&home, &of(&[0, 1, 1, 2, 3])).contains("put in"));
    damaged(&home, &of(&[0, 2, 1, 3]));
    assert!(damaged(&home, &of(&[0, 1, 2])).contains("which was line 4: it was cut off or changed"));
    assert!(damaged(&home, &of(&[])).contains("cut off or changed"));
    assert!(damaged(&home, &whole[..whole.len() - 9]).contains("not written to its end"));
    // Without its head it cannot be told that its end is gone, and that is a fault for ever; a hash that was noted finds it.
    let noted = Log::at(home.path(LOG));
    home.write(LOG, &whole);
    let hash = noted.verify().unwrap().last.unwrap().1;
    std::fs::remove_file(home.path(&format!("{LOG}.head"))).unwrap();
    home.write(LOG, of(&[0, 1, 2]));
    let lost = "its head is missing: whether lines at its end were cut off cannot be told";
    let told = damaged(&home, &of(&[0, 1, 2]));
    assert!(told.contains(lost), "{told}");
    let done = home.run(["screenings", "verify", "--expect", &hash]);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("no line has the hash"), "{}", done.err);
    let done = screen(&home, &["--name", "Gamma Works", "--lists-only"]);
    assert!(done.err.contains("its head was missing"), "{}", done.err);
    let done = verify(&home);
    assert!(done.code == Some(1) && done.err.contains("its head was missing"), "{} {}", done.out, done.err);
    assert!(!done.out.contains("as it was written"), "{}", done.out);
}

#[test]
fn a_line_that_a_crash_has_torn_is_told_and_marked_and_the_chain_goes_on() {
    let home = recorded(2);
    let whole = text(&home);
    // The crash came while a third was written: its head is still of the second.
    home.write(LOG, [&whole[..], b"{\"as_of\":\"2026-08-01\",\"na"].concat());
    let done = screen(&home, &["--name", "Gamma Works", "--lists-only"]);
    assert_eq!(done.code, Some(0));
    assert!(
        done.err.contains("was not written to its end (25 bytes): it stays, and is marked"),
        "{}",
        done.err
    );
    let told = verify(&home).well();
    assert!(told.contains("line 3 was torn by a crash") && told.contains("3 screenings"), "{told}");
    assert!(text(&home).starts_with(&whole));
    // A crash between a line and its head is none of the log's faults.
    let head = std::fs::read(home.path(&format!("{LOG}.head"))).unwrap();
    screen(&home, &["--name", "Gamma Works", "--lists-only"]);
    home.write(&format!("{LOG}.head"), &head);
    assert!(verify(&home).well().contains("a crash came between"));
    assert_eq!(screen(&home, &["--name", "Gamma Works", "--lists-only"]).err, "");
    assert!(verify(&home).well().contains("5 screenings"));
}

#[test]
fn what_is_written_behind_a_damaged_end_says_so_for_ever() {
    let home = recorded(3);
    let whole = text(&home);
    let second = whole.iter().enumerate().filter(|(_, byte)| **byte == b'\n').nth(1).unwrap().0 + 1;
    home.write(LOG, &whole[..second]);
    let done = screen(&home, &["--name", "Gamma Works", "--lists-only"]);
    assert_eq!(done.code, Some(0));
    assert!(done.err.contains("its head says that line 3 was written last"), "{}", done.err);
    let done = verify(&home);
    assert_eq!(done.code, Some(1));
    assert!(done.err.contains("its head says that line 3"), "{}", done.err);
}

#[test]
fn a_purge_leaves_a_mark_and_a_beginning_that_is_cut_off_is_none() {
    let home = recorded(0);
    for today in ["2026-07-21", "2026-07-22", "2026-07-23"] {
        let all = ["screen", "--name", "Gamma Works", "--lists-only", "--lists", "sdn.xml", "--today", today];
        assert_eq!(home.run(all).code, Some(0));
    }
    let before = text(&home);
    let purge = |day: &str| home.run(["screenings", "purge", "--before", day, "--today", TODAY]);
    assert!(purge("2026-07-21").well().contains("0 screenings before"));
    assert_eq!(text(&home), before);
    assert!(purge("2026-07-23").well().contains("2 screenings before 2026-07-23 are purged, 1 are left"));
    let told = verify(&home).well();
    assert!(
        told.contains("purged on 2026-08-01: 2 screenings before 2026-07-23")
            && told.contains("1 screenings"),
        "{told}"
    );
    // The mark cannot be taken out, nor made of nothing.
    let purged = text(&home);
    let lines: Vec<&[u8]> = purged.split_inclusive(|byte| *byte == b'\n').collect();
    assert_eq!(lines.len(), 3);
    damaged(&home, &lines[..2].concat());
    damaged(&home, &lines[1..].concat());
    home.write(LOG, &purged);
    // It goes on, and can be purged again, of everything.
    assert_eq!(screen(&home, &["--name", "Gamma Works", "--lists-only"]).code, Some(0));
    assert!(verify(&home).well().contains("2 screenings"));
    assert!(purge("2026-09-01").well().contains("2 screenings before"));
    assert!(verify(&home).well().contains("0 screenings"));
    assert_eq!(screen(&home, &["--name", "Gamma Works", "--lists-only"]).code, Some(0));
    assert!(verify(&home).well().contains("1 screenings"));
    // Nothing is taken out of what is damaged.
    let mut other = text(&home);
    let at = other.len() / 2;
    other[at] ^= 1;
    home.write(LOG, &other);
    assert!(purge("2027-01-01").badly(1).contains("the log is damaged, and nothing of it was purged"));
    assert_eq!(text(&home), other);
}

#[test]
fn a_screening_that_cannot_be_recorded_fails_and_says_so() {
    let home = desk();
    std::fs::create_dir(home.path("folder")).unwrap();
    home.write("file", "no folder");
    for place in ["folder", "file/log.jsonl"] {
        let done = screen(&home, &["--name", "Quelland Star", "--lists-only", "--log-to", place]);
        assert_eq!(done.code, Some(1), "{place}: {}", done.err);
        assert!(done.err.contains("the screening is not recorded"), "{}", done.err);
        assert!(done.out.contains("sure  OFAC 90004"), "what was found is told all the same: {}", done.out);
    }
    std::os::unix::fs::symlink(home.path("file"), home.path("link")).unwrap();
    assert_eq!(screen(&home, &["--name", "Gamma Works", "--lists-only", "--log-to", "link"]).code, Some(1));
    assert_eq!(std::fs::read_to_string(home.path("file")).unwrap(), "no folder", "no link is followed");
    // A file that is none of its logs is left as it is, a state file or a list named by a slip; and what is not recorded
    // has no certificate.
    for file in ["file", "sdn.xml", "state.ron"] {
        let before = std::fs::read(home.path(file)).unwrap();
        let done = screen(
            &home,
            &["--name", "Gamma Works", "--lists-only", "--log-to", file, "--certificate", "clear.html"],
        );
        assert_eq!(done.code, Some(1), "{file}: {}", done.err);
        assert!(done.err.contains("it is there, and is no log of screenings"), "{}", done.err);
        assert!(done.err.contains("no certificate: a screening that is not recorded"), "{}", done.err);
        assert_eq!(std::fs::read(home.path(file)).unwrap(), before, "{file}");
    }
    assert!(!home.path("clear.html").exists());
    // Not even where the head of an earlier log stands beside it.
    screen(&home, &["--name", "Gamma Works", "--lists-only", "--log-to", "own.jsonl"]);
    home.write("own.jsonl", STATE);
    let done = screen(&home, &["--name", "Gamma Works", "--lists-only", "--log-to", "own.jsonl"]);
    assert!(done.code == Some(1) && done.err.contains("is no log of screenings"), "{}", done.err);
    assert_eq!(std::fs::read_to_string(home.path("own.jsonl")).unwrap(), STATE);
}

#[test]
fn a_log_has_its_head_before_its_first_line() {
    let home = recorded(1);
    let (whole, head) = (text(&home), std::fs::read(home.path(&format!("{LOG}.head"))).unwrap());
    // A crash before the first line, within it, and between it and its head.
    let none = format!("{{\"lines\":0,\"hash\":\"{}\"}}\n", "0".repeat(64));
    home.write(&format!("{LOG}.head"), &none);
    home.write(LOG, "");
    assert!(verify(&home).code == Some(0));
    home.write(LOG, &whole);
    assert!(verify(&home).well().contains("a crash came between"));
    home.write(LOG, &whole[..40]);
    assert_eq!(verify(&home).code, Some(1));
    let done = screen(&home, &["--name", "Gamma Works", "--lists-only"]);
    assert!(done.err.contains("was not written to its end (40 bytes)"), "{}", done.err);
    assert!(verify(&home).well().contains("as it was written: 1 screenings"));
    // An empty log of which the head says that it was not is none of these.
    home.write(&format!("{LOG}.head"), &head);
    assert!(damaged(&home, b"").contains("cut off or changed"));
}

#[test]
fn two_at_once_write_one_line_after_the_other() {
    let home = desk();
    let children: Vec<_> = (0..6)
        .map(|_| {
            let mut command = home.command();
            command.args([
                "screen",
                "--name",
                "Gamma Works",
                "--lists-only",
                "--lists",
                "sdn.xml",
                "--today",
                TODAY,
            ]);
            command.stdout(Stdio::null()).spawn().unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    assert!(verify(&home).well().contains("6 screenings"));
}

#[test]
fn threads_of_one_program_wait_for_each_other_too() {
    let folder = tempfile::tempdir().unwrap();
    let log = Log::at(folder.path().join("a").join("log.jsonl"));
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let log = log.clone();
            scope.spawn(move || {
                for _ in 0..25 {
                    let fields = Map::from_iter([("thread".to_owned(), Value::from(thread))]);
                    log.append("screening", "2026-08-01", fields).unwrap();
                }
            });
        }
    });
    let found = log.verify().unwrap();
    assert_eq!((found.screenings, found.faults), (100, Vec::new()));
    let lines = log.lines().unwrap();
    assert!(lines.iter().zip(1..).all(|(line, number)| line.number == number));
    let purged = log.purge(NaiveDate::from_ymd_opt(2026, 8, 2).unwrap(), "2026-08-02").unwrap();
    assert_eq!((purged.count, purged.left), (100, 0));
}
