//! `beltui upgrade`, and the commands that only read, on files of schema 1.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use beltui::store::backups::list;
use beltui::store::load::load_text;
use beltui::store::lock::Lock;

use super::{BELARUS, QUELLAND, desk, run, run_on};

#[test]
fn a_file_is_upgraded_in_its_place_with_a_backup_and_its_doubts_listed() {
    let desk = desk(QUELLAND);
    fs::set_permissions(desk.file(), Permissions::from_mode(0o640)).unwrap();
    let link = desk.folder.path().join("link.ron");
    symlink(desk.file(), &link).unwrap();
    let file = link.display().to_string();
    let (code, out, err) = run(&desk, &["upgrade", &file]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    let said: Vec<&str> = out.lines().collect();
    assert_eq!(
        said,
        [
            format!("{file} is of schema 2 now; new are 2 subjects (from targets) and 2 acts (from legal acts and licences)").as_str(),
            "1 doubt, to be looked at:",
            "  us-ship: us-alpha and us-ship carry the number OFAC 90001 and are Entity and Vessel: their targets were kept apart",
            format!("the version before is kept: beltui backups {file}").as_str(),
        ]
    );
    assert!(desk.text() == load_text(QUELLAND.to_owned()).text);
    assert!(link.is_symlink());
    assert_eq!(fs::metadata(desk.file()).unwrap().permissions().mode() & 0o777, 0o640);
    let kept = list(&desk.state_dir(), &desk.file()).unwrap();
    assert_eq!(kept.len(), 1);
    assert!(fs::read_to_string(&kept[0].path).unwrap() == QUELLAND);
    // Nothing is left beside the file, and no journal.
    assert_eq!(fs::read_dir(desk.folder.path().join("files")).unwrap().count(), 1);
    assert!(fs::read_dir(desk.state_dir().join("journal")).unwrap().next().is_none());
    let (code, out, _) = run(&desk, &["check", &file]);
    assert_eq!((code, out.contains("clean") || out.contains("0 errors")), (0, true), "{out}");

    let (code, out, err) = run(&desk, &["upgrade", &file]);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(out, format!("there is nothing to do: {file} is of schema 2 already\n"));
    // The version before comes back.
    let (code, out, _) = run(&desk, &["backups", &file, "--restore", "1"]);
    assert!(code == 0 && out.contains("it is of schema 1: beltui upgrade"), "{out}");
    assert!(desk.text() == QUELLAND);
}

#[test]
fn a_dry_run_tells_the_difference_and_the_doubts_and_changes_nothing() {
    for (name, text) in [
        ("quelland", QUELLAND.to_owned()),
        ("belarus", BELARUS.to_owned()),
        ("windows", QUELLAND.replace('\n', "\r\n")),
    ] {
        let desk = desk(&text);
        let file = desk.file().display().to_string();
        let (code, diff, err) = run(&desk, &["upgrade", &file, "--dry-run"]);
        assert_eq!(code, 0, "{err}");
        assert!(diff.starts_with(&format!("--- {file}\n+++ {file}\n@@ ")), "{diff}");
        assert!(err.contains("would be of schema 2") && err.contains("doubt"), "{err}");
        assert!(desk.text() == text);
        assert!(!desk.state_dir().exists(), "{name}: nothing is written anywhere");
        let (code, again, said) = run_on(&desk, &["upgrade", "-", "--dry-run"], &text);
        assert_eq!((code, again.lines().skip(2).eq(diff.lines().skip(2))), (0, true), "{said}");
        // Whoever takes such differences makes of the old text what an upgrade makes of it.
        let patch = desk.folder.path().join("difference");
        fs::write(&patch, diff.replace(&file, "belarus.ron")).unwrap();
        let applied = Command::new("git")
            .args(["apply", "-p0", "--unsafe-paths", "--directory=files"])
            .arg(&patch)
            .current_dir(desk.folder.path())
            .env("GIT_CEILING_DIRECTORIES", "/")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("HOME", desk.folder.path())
            .output();
        let Ok(applied) = applied else {
            assert!(std::env::var_os("CI").is_none(), "this test needs git");
            eprintln!("NOT TESTED: there is no git here to apply a difference with");
            continue;
        };
        assert!(applied.status.success(), "{name}: {}", String::from_utf8_lossy(&applied.stderr));
        assert!(desk.text() == load_text(text).text, "{name}");
    }
}

#[test]
fn a_file_that_cannot_be_upgraded_is_refused_with_line_and_column_and_left_as_it_is() {
    let cases = [
        (
            QUELLAND.replace("kind: Vessel", "kind: Boat"),
            "us-ship: kind cannot be Boat: one of State, Sector, Goods, Entity, Person, Aircraft, Vessel, Several (FILE, line 33, column 69)",
        ),
        (QUELLAND.replace("[\"wire\"]),", "[\"wire\"],"), "line "),
        (
            QUELLAND.replace("country: \"QQ\"", "country: \"QX\""),
            "alpha-works-ojsc: there is no subject QX: ",
        ),
        (
            QUELLAND.replace("schema: 1", "schema: 3"),
            "schema 3 is newer than this program's 2: use a newer beltui",
        ),
        (QUELLAND.replace("    schema: 1, // the form\n", ""), "a state file needs the field schema"),
    ];
    for (text, says) in cases {
        let desk = desk(&text);
        let file = desk.file().display().to_string();
        for arguments in [vec!["upgrade", file.as_str()], vec!["upgrade", "--dry-run", file.as_str()]] {
            let (code, out, err) = run(&desk, &arguments);
            assert_eq!((code, out.as_str()), (1, ""), "{err}");
            assert!(err.contains(&says.replace("FILE", &file)), "{says}: {err}");
            assert!(desk.text() == text);
            assert!(!desk.state_dir().exists());
        }
    }
    let (code, _, err) = run(&desk(QUELLAND), &["upgrade", "no-such-file.ron"]);
    assert!(code == 2 && err.contains("cannot be read"), "{err}");
    let (code, _, err) = run_on(&desk(QUELLAND), &["upgrade", "-"], QUELLAND);
    assert!(code == 1 && err.contains("--dry-run"), "{err}");
}

#[test]
fn a_file_that_somebody_has_open_or_that_is_read_only_is_not_upgraded() {
    let desk = desk(QUELLAND);
    let file = desk.file().display().to_string();
    let lock = Lock::take(&desk.file()).unwrap();
    let (code, _, err) = run(&desk, &["upgrade", &file]);
    assert!(code == 1 && err.contains("has it open") && err.contains("it was not upgraded"), "{err}");
    assert!(desk.text() == QUELLAND);
    drop(lock);
    assert_eq!(run(&desk, &["upgrade", &file]).0, 0);
}

#[test]
fn commands_that_only_read_work_on_the_upgrade_and_say_so_once() {
    let desk = desk(QUELLAND);
    let file = desk.file().display().to_string();
    let new = desk.folder.path().join("new.ron").display().to_string();
    fs::write(&new, load_text(QUELLAND.to_owned()).text).unwrap();
    let list = desk.folder.path().join("sdn.csv");
    fs::write(
        &list,
        "90001,\"ALPHA WORKS\",-0- ,\"BELARUS\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\u{1a}",
    )
    .unwrap();
    let list = list.display().to_string();
    let day = ["--list-date", "2026-07-01"];
    let commands: Vec<Vec<&str>> = vec![
        vec!["export", "--what", "ledger", "FILE"],
        vec!["export", "--what", "agenda", "--format", "ics", "FILE"],
        vec!["brief", "--since", "2023-01-01", "--until", "2024-06-01", "FILE"],
        vec!["diff", "FILE", "--from", "2023-01-01", "--to", "2024-01-01"],
        vec!["frame", "FILE"],
        vec!["check", "FILE"],
        vec!["check", "--lists", "FILE"],
        vec!["check", "--format", "json", "FILE"],
        [&["reconcile", "FILE", "ofac", &list][..], &day].concat(),
        [&["import", "ofac", &list, "--into", "FILE", "--dry-run"][..], &day].concat(),
    ];
    for command in commands {
        let with =
            |name: &str| -> Vec<String> { command.iter().map(|it| it.replace("FILE", name)).collect() };
        let said = |name: &str| {
            let words = with(name);
            let mut words: Vec<&str> = words.iter().map(String::as_str).collect();
            words.extend(["--today", "2026-08-01"]);
            run(&desk, &words)
        };
        // Something differs between the two days.
        let wanted = if command[0] == "diff" { 3 } else { 0 };
        let (code, out, err) = said(&file);
        assert_eq!(code, wanted, "{command:?}: {err}");
        let told = format!("beltui: it is of schema 1 and read as beltui upgrade would write it ({file})\n");
        assert_eq!(err.matches("schema 1").count(), 1, "{command:?}: {err}");
        assert!(err.contains(&told), "{command:?}: {err}");
        // The same is said of the upgraded file, but for its name, its lines, and that the other is for reading only.
        let (code, of_new, _) = said(&new);
        assert_eq!(code, wanted, "{command:?}");
        if command[0] != "frame" && command[0] != "check" {
            assert_eq!(out, of_new, "{command:?}");
        }
        assert!(desk.text() == QUELLAND);
    }
    let (code, out, err) = run(&desk, &["diff", &file, &new, "--today", "2026-08-01"]);
    assert_eq!((code, out.as_str(), err.matches("schema 1").count()), (0, "nothing changed\n", 1), "{err}");
}

#[test]
fn commands_that_write_refuse_a_file_of_schema_1_and_say_what_to_do() {
    let desk = desk(QUELLAND);
    let file = desk.file().display().to_string();
    let list = desk.folder.path().join("sdn.csv");
    fs::write(
        &list,
        "90002,\"BETA WORKS\",-0- ,\"BELARUS\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\u{1a}",
    )
    .unwrap();
    let list = list.display().to_string();
    let (code, _, err) = run(
        &desk,
        &["import", "ofac", &list, "--list-date", "2026-07-01", "--into", &file, "--today", "2026-08-01"],
    );
    assert!(
        code == 1 && err.contains("it is of schema 1: beltui upgrade FILE makes it one of schema 2"),
        "{err}"
    );
    assert!(desk.text() == QUELLAND);
}

#[test]
fn check_tells_where_in_the_file_itself_something_is_wrong() {
    let text = QUELLAND
        .replace("kind: Vessel", "kind: Boat")
        .replace("measure: AssetFreeze,\n", "measure: Freeze,\n");
    let desk = desk(&text);
    let file = desk.file().display().to_string();
    let (code, out, _) = run(&desk, &["check", &file]);
    assert_eq!(code, 1);
    for part in [
        "error: us-alpha: measure cannot be Freeze",
        "belarus.ron:25:22",
        "25 |             measure: Freeze,",
        "error: us-ship: kind cannot be Boat",
        "belarus.ron:33:69",
        "(name: \"Gamma\", kind: Boat)",
    ] {
        assert!(out.contains(part), "{part}\n{out}");
    }
    let (_, out, _) = run(&desk, &["check", &file, "--format", "json"]);
    assert!(out.contains("\"line\": 33") && out.contains("kind: Boat)"), "{out}");
}
