//! Branches that somebody made to break the merge.

use std::process::Command;

use beltui::edit::difference::{difference, origins};
use beltui::edit::op::Op;
use beltui::store::load::load_text;
use beltui::store::merge::{Side, Way, merge};

use super::{BASE, errors, half, merged, with};

/// A file of so many subjects in an order.
fn actors(numbers: impl Iterator<Item = usize>) -> String {
    let mut records = String::new();
    for number in numbers {
        records.push_str(&format!(
            "        (id: \"a{number}\", name: \"Works {number}\", kind: Organisation),\n"
        ));
    }
    format!("(\n    schema: 2,\n    title: \"T\",\n    subjects: [\n{records}    ],\n)\n")
}

#[test]
fn many_records_turned_round_and_changed_are_merged() {
    const MANY: usize = 50_000;
    let base = actors(0..MANY);
    let turned = actors((0..MANY).rev());
    let changed = base.replacen("Works 777\"", "Works of 777\"", 1);
    let (text, outcome) = merged(&base, &changed, &turned);
    assert_eq!((outcome.marks, outcome.way), (0, Way::Records));
    assert!(text == turned.replacen("Works 777\"", "Works of 777\"", 1));
}

#[test]
fn many_new_records_on_both_sides_are_merged() {
    const MANY: usize = 20_000;
    let base = actors(0..1);
    let (ours, theirs) = (actors(0..MANY), actors((0..1).chain(MANY..2 * MANY)));
    let (text, outcome) = merged(&base, &ours, &theirs);
    assert_eq!((outcome.marks, outcome.way), (0, Way::Records));
    assert_eq!(load_text(text).state.records().subjects.len(), 2 * MANY);
}

#[test]
fn many_records_that_all_got_other_ids_are_told_apart_or_followed() {
    const MANY: usize = 20_000;
    let base = actors(0..MANY);
    let renamed = base.replace("(id: \"a", "(id: \"b");
    let (text, outcome) = merged(
        &base,
        &renamed,
        &base.replacen("Works 5\", kind: Organisation", "Works 5\", kind: Organisation, note: \"n\"", 1),
    );
    assert_eq!(outcome.marks, 0);
    assert!(text.contains("(id: \"b5\", name: \"Works 5\", kind: Organisation, note: \"n\")"));
    // All alike: there is no telling which is which.
    let alike = |letter: &str| {
        let text = actors(0..2_000);
        let (head, rest) = text.split_once("subjects").unwrap();
        let rest: Vec<String> = rest
            .lines()
            .enumerate()
            .map(|(at, line)| {
                if line.contains("name") {
                    format!("        (id: \"{letter}{at}\", name: \"Works\", kind: Organisation),")
                } else {
                    line.to_owned()
                }
            })
            .collect();
        format!("{head}actors{}\n", rest.join("\n"))
    };
    let (text, outcome) =
        merged(&alike("a"), &alike("b"), &alike("a").replacen("\"Works\"", "\"Works Ltd\"", 1));
    assert!(outcome.marks > 0 && text.contains("Works Ltd"));
}

#[test]
fn conflicts_in_every_record_are_all_marked() {
    const MANY: usize = 5_000;
    let base = actors(0..MANY);
    let (ours, theirs) = (base.replace("\", kind", " A\", kind"), base.replace("\", kind", " B\", kind"));
    let (text, outcome) = merged(&base, &ours, &theirs);
    assert_eq!(outcome.conflicts.len(), MANY);
    assert!(half(&text, 0) == ours && half(&text, 1) == theirs);
}

#[test]
fn the_same_record_twice_and_ids_that_are_none_are_merged_line_by_line() {
    let line = "        (id: \"US\", name: \"United States\", kind: State),\n";
    let twice = with(BASE, &[(line, &format!("{line}{line}"))]);
    let long = with(BASE, &[("id: \"alpha\"", &format!("id: \"{}\"", "x".repeat(1 << 20)))]);
    let steering = with(BASE, &[("id: \"alpha\"", "id: \"al\\u{1b}[31mpha\"")]);
    let ours = with(BASE, &[("note: \"hello\"", "note: \"hello there\"")]);
    for theirs in [&twice, &long, &steering] {
        let (text, outcome) = merged(BASE, &ours, theirs);
        assert!(matches!(outcome.way, Way::Lines(_)) && !outcome.errors.is_empty());
        assert!(
            text.contains("hello there")
                && theirs.lines().filter(|it| !BASE.contains(it)).all(|it| text.contains(it))
        );
    }
}

#[test]
fn long_names_and_signs_that_steer_a_terminal_are_cut_and_made_visible() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let name = format!("name: \"\\u{{1b}}]0;x\\u{{7}}{}\"", "x".repeat(1 << 20));
    for (file, text) in [
        ("base", BASE.to_owned()),
        ("ours", with(BASE, &[("name: \"Alpha Works\"", &name)])),
        ("theirs", with(BASE, &[("name: \"Alpha Works\"", "name: \"\\u{202e}b\"")])),
    ] {
        std::fs::write(path(file), text).unwrap();
    }
    let out = Command::new(env!("CARGO_BIN_EXE_beltui"))
        .arg("merge")
        .args(["base", "ours", "theirs"].map(path))
        .args(["--ours-name=\u{1b}[1mx\nbeltui: ok", "--theirs-name=%Y", "--path=a\u{1b}[2J.ron"])
        .output()
        .unwrap();
    let said = String::from_utf8(out.stderr).unwrap();
    assert_eq!(out.status.code(), Some(1), "{said}");
    assert!(said.chars().all(|c| c == '\n' || !beltui::app::text::is_hostile(c)), "{said:?}");
    assert!(said.len() < 4000 && said.contains("ours (␛[1mx␊beltui: ok)"), "{said}");
    let text = std::fs::read_to_string(path("ours")).unwrap();
    assert!(text.contains("<<<<<<< ␛[1mx␊beltui: ok\n") && text.contains(">>>>>>> theirs\n"));
    assert_eq!(errors(&half(&text, 1)), Vec::<String>::new());
}

#[test]
fn a_missing_side_is_told_by_its_name_and_git_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("base"), BASE).unwrap();
    std::fs::write(path("ours"), BASE).unwrap();
    let out = Command::new(env!("CARGO_BIN_EXE_beltui"))
        .arg("merge")
        .args(["base", "ours", ".merge_file_gone"].map(path))
        .output()
        .unwrap();
    let said = String::from_utf8(out.stderr).unwrap();
    assert!(out.status.code().is_some_and(|code| code > 128), "{:?}", out.status);
    assert!(said.contains("theirs cannot be read") && !said.contains(".merge_file"), "{said}");
    assert_eq!(std::fs::read_to_string(path("ours")).unwrap(), BASE);
}

#[test]
fn in_the_program_too_a_rename_and_an_edit_are_one_record_and_broken_references_are_a_choice() {
    let state = |text: &str| load_text(text.to_owned()).state;
    let (note, alpha) =
        ("note: \"hello\"", "        (id: \"alpha\", name: \"Alpha Works\", kind: Organisation),\n");
    let base = state(BASE);
    let ours = state(&with(BASE, &[("id: \"us-z\"", "id: \"us-zorvan\"")]));
    let theirs = state(&with(BASE, &[(note, "note: \"x\"")]));
    let both = state(&with(BASE, &[("id: \"us-z\"", "id: \"us-zorvan\""), (note, "note: \"x\"")]));
    assert_eq!(merge(&base, &ours, &theirs, &|_| Side::Ours).conflicts, []);
    assert!(merge(&base, &ours, &theirs, &|_| Side::Ours).state == both);
    // What is saved then keeps the letters of the record.
    assert!(matches!(difference(&base, &ours).as_slice(), [Op::Replace { .. }]));
    assert!(origins(&base, &ours).values().flatten().all(Option::is_some));
    let ours = state(&with(BASE, &[(alpha, "")]));
    let theirs = state(&with(BASE, &[("focus: \"QQ\"", "focus: \"alpha\"")]));
    let merged = merge(&base, &ours, &theirs, &|_| Side::Theirs);
    assert!(!merged.conflicts.is_empty());
    assert!(merged.state == theirs);
    assert!(merge(&base, &ours, &theirs, &|_| Side::Ours).state == ours);
}
