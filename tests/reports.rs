//! What leaves the program: tables, the brief, differences, the calendar, and the commands on official lists.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use beltui::store::places::SHIPPED;
use serde_json::Value;

/// A folder with the shipped file, in which commands are run.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("a.ron"), SHIPPED).unwrap();
        Self { folder }
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_beltui"))
            .args(arguments)
            .args(["--today", common::TODAY])
            .current_dir(self.folder.path())
            .env("HOME", self.folder.path())
            .env("XDG_STATE_HOME", self.folder.path().join("state"))
            .env_remove("BELTUI_STATE")
            .output()
            .unwrap()
    }

    #[track_caller]
    fn says(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What a command says that was asked whether there is something, and found something.
    #[track_caller]
    fn finds(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let err = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{arguments:?}: {err}");
        String::from_utf8(output.stdout).unwrap()
    }

    fn file(&self) -> String {
        fs::read_to_string(self.folder.path().join("a.ron")).unwrap()
    }
}

/// Every file below a folder.
fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(walk(&path)) } else { found.push(path) }
    }
    found
}

fn fixture(name: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lists").join(name);
    path.display().to_string()
}

#[test]
fn every_pane_is_exported_in_every_form_and_twice_the_same() {
    let desk = Desk::new();
    for what in ["ledger", "log", "relations", "crossings", "sources", "agenda"] {
        let export = |format| {
            desk.says(&["export", "a.ron", "--what", what, "--format", format, "--as-of", "2025-10-28"])
        };
        let csv = export("csv");
        assert_eq!(csv, export("csv"), "{what}");
        let rows =
            csv::ReaderBuilder::new().from_reader(csv.as_bytes()).records().map(Result::unwrap).count();
        let json: Value = serde_json::from_str(&export("json")).unwrap();
        assert_eq!((json["beltui"].as_u64(), json["what"].as_str()), (Some(1), Some(what)));
        assert_eq!(json["as_of"], "2025-10-28");
        assert_eq!(json["rows"].as_array().unwrap().len(), rows, "{what}");
        assert!(rows > 0, "{what}");
        let markdown = export("md");
        assert!(markdown.starts_with(&format!("{what} as of 2025-10-28\n\n| ")), "{markdown}");
        assert_eq!(markdown.lines().count(), rows + 4, "{what}");
    }
    let ledger = desk.says(&["export", "a.ron", "--what", "ledger", "--as-of", "2025-09-12"]);
    let belavia = ledger.lines().find(|line| line.starts_with("\"us-belavia-asset-freeze\",")).unwrap();
    assert!(belavia.contains("lifting announced") && belavia.contains("OFAC 44541"), "{belavia}");
}

#[test]
fn the_agenda_is_a_calendar_that_calendars_read() {
    let desk = Desk::new();
    let text =
        desk.says(&["export", "a.ron", "--what", "agenda", "--format", "ics", "--as-of", "2025-12-28"]);
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert_eq!(
        text,
        desk.says(&["export", "a.ron", "--what", "agenda", "--format", "ics", "--as-of", "2025-12-28"])
    );
    assert!(text.lines().all(|line| line.len() <= 75), "lines are folded");
    let events = text.matches("BEGIN:VEVENT").count();
    assert!(
        events > 0
            && events == text.matches("\r\nUID:").count()
            && events == text.matches("\r\nDTSTAMP:20251228").count()
    );
    let refused = desk.run(&["export", "a.ron", "--what", "log", "--format", "ics"]);
    assert!(!refused.status.success());
}

#[test]
fn the_brief_is_cited_by_subject_with_gaps_in_days_and_what_holds() {
    let desk = Desk::new();
    let arguments = ["brief", "a.ron", "--since", "2025-09-01", "--until", "2025-12-28"];
    let brief = desk.says(&arguments);
    assert_eq!(brief, desk.says(&arguments));
    for text in [
        "# Belarus and the West: 1 September 2025 to 28 December 2025",
        "### Poland",
        "- 25 September 2025: Poland restores Terespol",
        "## Where sources disagree",
        "## What was announced and how long it took",
        "US › Belavia: Asset freeze: lifting announced 11 September 2025",
        "off the list 4 November 2025, 54 days later",
        "not recorded as done after at least 13 days, the newest that is recorded being of 26 December 2025",
        "| US | lifting announced → lifted or off the list | 1 | 1 | 54 days | 54 days | 54 days |",
        "## What holds on 28 December 2025",
        "| EU | Belavia | Asset freeze | in force",
        "## Sources",
    ] {
        assert!(brief.contains(text), "no {text:?} in\n{brief}");
    }
    // Every number that is cited is a source.
    let sources =
        brief.split("## Sources").nth(1).unwrap().lines().filter(|line| line.contains(". ")).count();
    let cited = brief.split("## Sources").next().unwrap();
    let numbers = cited.split('[').skip(1).filter_map(|part| part.split(']').next());
    let numbers = numbers.flat_map(|part| part.split(", ")).filter_map(|number| number.parse::<usize>().ok());
    assert_eq!(numbers.max(), Some(sources));
    let html =
        desk.says(&["brief", "a.ron", "--since", "2025-09-01", "--until", "2025-12-28", "--format", "html"]);
    assert!(html.starts_with("<!doctype html>") && html.contains("@page") && !html.contains("<script"));
    assert_eq!(html.matches("<li>").count(), html.matches("</li>").count());
    assert!(
        !desk.run(&["brief", "a.ron", "--since", "2025-12-28", "--until", "2025-09-01"]).status.success()
    );
}

#[test]
fn two_states_and_two_days_are_compared_by_record_and_field() {
    let desk = Desk::new();
    let other = SHIPPED
        .replacen("list_refs: [\"OFAC 44541\"]", "list_refs: [\"OFAC 44541\", \"X 1\"]", 1)
        .replacen("title: \"Washington Talks, Brussels Stays Silent\"", "title: \"Another\"", 1);
    fs::write(desk.folder.path().join("b.ron"), other).unwrap();
    let text = desk.finds(&["diff", "a.ron", "b.ron"]);
    assert!(
        text.contains("~ sanctions us-belavia-asset-freeze") && text.contains("list_refs.2: + \"X 1\""),
        "{text}"
    );
    assert!(text.contains("title: \"Washington Talks, Brussels Stays Silent\" → \"Another\""), "{text}");
    let json: Value =
        serde_json::from_str(&desk.finds(&["diff", "a.ron", "b.ron", "--format", "json"])).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 2);
    assert_eq!(desk.says(&["diff", "a.ron", "a.ron"]), "nothing changed\n");
    let same = desk.says(&["diff", "a.ron", "--from", "2025-06-01", "--to", "2025-06-01"]);
    assert_eq!(same, "nothing changed\n");
    let days = desk.finds(&["diff", "a.ron", "--from", "2025-06-01", "--to", "2025-12-20"]);
    assert!(days.contains("US › Belavia: Asset freeze") && days.contains("→ lifted"), "{days}");
    assert!(desk.finds(&["diff", "a.ron", "b.ron", "--format", "md"]).contains("## Changed · 2"));
}

#[test]
fn an_import_is_shown_first_written_with_a_backup_and_never_doubled() {
    let desk = Desk::new();
    let (sdn, add, alt) = (fixture("sdn.csv"), fixture("add.csv"), fixture("alt.csv"));
    let import = |more: &[&str]| {
        let mut arguments =
            vec!["import", "ofac", &sdn, &add, &alt, "--into", "a.ron", "--list-date", "2025-02-27"];
        arguments.extend(more);
        desk.says(&arguments)
    };
    let shown = import(&["--dry-run", "--programme", "BELARUS"]);
    // His names are his subject's, what the list says of the measure is the measure's.
    let is_update = |line: &str| line.contains("update: ") && line.contains("Alexander Lukashenko");
    assert!(shown.lines().any(is_update) && shown.contains("nothing is written"), "{shown}");
    assert_eq!(desk.file(), SHIPPED);
    assert!(import(&[]).contains("changes written"));
    let once = desk.file();
    assert!(once.contains("LUKASHENKA, Alyaksandr Hryhoryavich") && once.contains("SHA-256 of sdn.csv: "));
    // What was there is there as it was: comments, order, layout.
    let kept = SHIPPED.lines().filter(|line| once.contains(*line)).count();
    assert!(kept + 8 > SHIPPED.lines().count(), "{kept} of {}", SHIPPED.lines().count());
    assert!(desk.says(&["check", "a.ron"]).contains("clean"));
    assert!(import(&[]).contains("0 changes written"));
    assert_eq!(desk.file(), once);
    // One backup, of what was there before the first import; the second one wrote nothing.
    let kept = walk(&desk.folder.path().join("state"));
    assert_eq!(
        kept.iter().filter(|path| fs::read_to_string(path).is_ok_and(|text| text == SHIPPED)).count(),
        1
    );
    let undated = desk.run(&["import", "ofac", &sdn, "--into", "a.ron"]);
    assert!(String::from_utf8_lossy(&undated.stderr).contains("does not say which day it is of"));
}

#[test]
fn a_reconciliation_is_text_csv_json_and_markdown_and_becomes_observations() {
    let desk = Desk::new();
    let (sdn, add) =
        (format!("2025-09-11={}", fixture("sdn.csv")), format!("2025-09-11={}", fixture("add.csv")));
    let run = |more: &[&str]| {
        let mut arguments = vec!["reconcile", "a.ron", "ofac", &sdn, &add];
        arguments.extend(more);
        desk.says(&arguments)
    };
    let text = run(&[]);
    assert!(text.contains("lifting announced but still listed · 1"), "{text}");
    assert!(text.contains("US › Belavia: Asset freeze (0 days)  [OFAC 44541]"), "{text}");
    let gaps = ["reconcile", "a.ron", "ofac", &sdn, &add, "--gaps", "--format", "json"];
    let json: Value = serde_json::from_str(&desk.finds(&gaps)).unwrap();
    assert!(json["rows"].as_array().unwrap().iter().all(|row| row["gap"] == true));
    assert!(run(&["--format", "csv"]).starts_with("\"verdict\",\"gap\",\"name\","));
    assert!(run(&["--format", "md"]).contains("\n\n| verdict |"));
    // Who asks for gaps and has none is told so by the exit code.
    let none = desk.says(&[&gaps[..], &["--name", "nobody of this name"]].concat());
    assert!(serde_json::from_str::<Value>(&none).unwrap()["rows"].as_array().unwrap().is_empty(), "{none}");
    assert_eq!(desk.file(), SHIPPED);
    // The few entries of the fixture are not all that the file has in force on the list.
    assert!(!desk.run(&["reconcile", "a.ron", "ofac", &sdn, &add, "--accept"]).status.success());
    assert_eq!(desk.file(), SHIPPED);
    run(&["--accept", "--doubtful"]);
    assert!(desk.file().contains("SHA-256 of add.csv: "));
    let claims = desk.says(&["check", "a.ron", "--lists"]);
    assert!(claims.contains("SHA-256") && claims.contains("no digest"), "{claims}");
    let json: Value =
        serde_json::from_str(&desk.says(&["check", "a.ron", "--lists", "--format", "json"])).unwrap();
    assert!(
        json["rows"].as_array().unwrap().iter().any(|row| !row["digests"].as_array().unwrap().is_empty())
    );
}

#[test]
fn two_lists_are_compared_in_every_form() {
    let desk = Desk::new();
    let (old, new) = (desk.folder.path().join("old"), desk.folder.path().join("new"));
    for folder in [&old, &new] {
        fs::create_dir(folder).unwrap();
        for name in ["sdn.csv", "add.csv", "alt.csv"] {
            fs::copy(fixture(name), folder.join(name)).unwrap();
        }
    }
    let sdn = fs::read_to_string(new.join("sdn.csv")).unwrap();
    let without = |text: &str| {
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("44541")).collect();
        lines.join("\r\n") + "\r\n"
    };
    fs::write(new.join("sdn.csv"), without(&sdn).replace("BELARUSKALI OAO", "OAO BELARUSKALI")).unwrap();
    for name in ["add.csv", "alt.csv"] {
        let text = fs::read_to_string(new.join(name)).unwrap();
        fs::write(new.join(name), without(&text)).unwrap();
    }
    let text = desk.finds(&["list-diff", "old", "new"]);
    assert!(text.contains("removed · 1") && text.contains("- OFAC 44541"), "{text}");
    assert!(text.contains("name: BELARUSKALI OAO → OAO BELARUSKALI"), "{text}");
    assert!(desk.says(&["list-diff", "old", "old"]).contains("changed · 0"));
    let json: Value =
        serde_json::from_str(&desk.finds(&["list-diff", "old", "new", "--format", "json"])).unwrap();
    assert_eq!(json["rows"].as_array().unwrap().len(), 2);
    assert_eq!(
        desk.says(&["list-diff", "old", "new", "--programme", "RUSSIA", "--format", "csv"]).lines().count(),
        1
    );
}

#[test]
fn nothing_in_a_file_steers_a_terminal_a_calendar_or_a_page() {
    let desk = Desk::new();
    let evil = SHIPPED
        .replacen(
            "title: \"Belarus and the West\"",
            "title: \"A\\u{1b}]0;x\\u{7}\\nX-EVIL:1 ![i](http://x/y)\"",
            1,
        )
        .replacen("name: \"Belavia\"", "name: \"Bel\\u{1b}[31mavia\\u{202e}|![i](http://x)\"", 1);
    assert_ne!(evil, SHIPPED);
    fs::write(desk.folder.path().join("e.ron"), &evil).unwrap();
    let ics = desk.says(&["export", "e.ron", "--what", "agenda", "--format", "ics", "--as-of", "2025-12-28"]);
    assert!(!ics.lines().any(|line| line.starts_with("X-EVIL")), "{ics}");
    let uids: Vec<&str> = ics.lines().filter(|line| line.starts_with("UID:")).collect();
    let different: std::collections::BTreeSet<&&str> = uids.iter().collect();
    assert_eq!(uids.len(), different.len());
    for output in [
        ics,
        desk.finds(&["diff", "a.ron", "e.ron"]),
        desk.says(&["brief", "e.ron", "--since", "2025-09-01", "--until", "2025-12-28"]),
        desk.says(&["export", "e.ron", "--what", "ledger", "--format", "md"]),
    ] {
        assert!(!output.contains('\u{1b}') && !output.contains('\u{202e}'), "{output}");
        assert!(
            !output.contains("![i](") || output.contains("BEGIN:VCALENDAR") || output.starts_with('~'),
            "{output}"
        );
    }
}
