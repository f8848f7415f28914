//! The commands as they are run from a shell. What one prints and how it exits stands in golden files that can be read
//! and mended without Rust (`tests/commands/*.trycmd`, each with its folder of inputs beside it); here stands what needs
//! pipes, processes or an expectation that is computed. What `frame` draws is in tests/frames.rs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/home.rs"]
mod home;

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use beltui::store::places::{EMPTY, SHIPPED};
use home::{Done, Home, NOT_OURS};
use serde_json::Value;

const README: &str = include_str!("../README.md");

/// The day on which the golden files take place.
const TODAY: &str = "2026-08-01";

/// The text with five findings.
const BROKEN: &str = include_str!("commands/check.in/broken.ron");

/// The blocks of `tests/commands/*.trycmd`. `TRYCMD=overwrite` writes what the program says into them; read `git diff`.
#[test]
fn the_commands_say_what_the_golden_files_say() {
    let home = Home::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commands");
    let golden = std::fs::read_dir(&folder).unwrap().map(|it| it.unwrap().path());
    assert!(golden.filter(|path| path.extension() == Some(OsStr::new("trycmd"))).count() >= 8, "{folder:?}");
    let cases = trycmd::TestCases::new();
    cases.register_bin("beltui", Path::new(env!("CARGO_BIN_EXE_beltui")));
    for (name, value) in home.environment() {
        cases.env(name, value.to_str().unwrap());
    }
    // What cannot be taken away from these cases is set to say nothing. Those that name no file set the variable that
    // names it, which a value here would outweigh.
    for name in NOT_OURS.iter().filter(|name| **name != "BELTUI_STATE") {
        cases.env(*name, if *name == "RUST_BACKTRACE" { "0" } else { "" });
    }
    cases.case(folder.join("*.trycmd"));
    cases.run();
}

/// Not a block of a golden file: in those a backslash is taken for a slash.
#[test]
fn check_gives_programs_the_same_findings_as_json() {
    let home = Home::new();
    home.write("broken.ron", BROKEN);
    let done = home.run(["check", "broken.ron", "--format=json"]);
    assert_eq!((done.code, done.err.as_str()), (Some(1), ""));
    assert_eq!(done.out, include_str!("commands/check.in/broken.json"));
}

/// The findings of a file as `--format json` gives them.
fn findings(home: &Home, file: &Path) -> Value {
    let done = home.run(["check".as_ref(), file.as_os_str(), "--format".as_ref(), "json".as_ref()]);
    assert_eq!(done.err, "");
    serde_json::from_str(&done.out).unwrap_or_else(|error| panic!("{error}\n{}", done.out))
}

/// A file whose one finding is the kind of its subject, with something before that subject.
fn after(before: &str) -> String {
    format!("(schema: 2, title: \"T\",\nsubjects: [\n{before}(id: \"BY\", name: \"B\", kind: Stat)])\n")
}

/// Complains of files whose finding has another place in the text than in JSON, or not the place expected.
fn places_told(cases: &[(&str, String, (usize, usize))]) {
    let home = Home::new();
    let mut wrong = Vec::new();
    for (name, text, (line, column)) in cases {
        let report = findings(&home, &home.write("awkward.ron", text));
        let found: Vec<_> = report["findings"].as_array().unwrap().iter().collect();
        assert_eq!(found.len(), 1, "{name}: {report}");
        let told = (&found[0]["line"], &found[0]["column"]);
        if told != (&Value::from(*line), &Value::from(*column)) {
            wrong.push(format!("{name}: JSON says {told:?}, not {line}:{column}"));
        }
        let out = home.run(["check", "awkward.ron"]).out;
        if !out.contains(&format!("awkward.ron:{line}:{column}\n")) {
            wrong.push(format!("{name}: no {line}:{column} in\n{out}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The column of `Stat` in a line that begins with the subject.
const COLUMN: usize = 29;

#[test]
fn places_are_counted_in_characters_whatever_stands_before_them_in_the_line() {
    let us = "(id: \"US\", name: \"x\", kind: State), ";
    let one_line =
        format!("(schema: 2, title: \"T\", subjects: [{us}(id: \"BY\", name: \"B\", kind: Stat)])");
    places_told(&[
        ("nothing", after(""), (3, COLUMN)),
        ("tabs", after("\t\t"), (3, COLUMN + 2)),
        ("Cyrillic", after("/*Беларусь*/"), (3, COLUMN + 12)),
        ("wide characters", after("/*白俄罗斯*/"), (3, COLUMN + 8)),
        ("combining marks", after("/*e\u{301}e\u{301}*/"), (3, COLUMN + 8)),
        ("line ends of another system", after("").replace('\n', "\r\n"), (3, COLUMN)),
        ("a mark of byte order", format!("\u{feff}{}", after("")), (3, COLUMN)),
        ("the whole file", one_line.clone(), (1, one_line.find("Stat)]").unwrap() + 1)),
    ]);
}

#[test]
fn places_are_those_of_the_file_where_the_line_is_shown_cut_or_made_harmless() {
    places_told(&[
        ("hostile characters", after("/*\u{202e}\u{1b}[31m\u{7f}*/"), (3, COLUMN + 11)),
        ("a very long line", after(&format!("/*{}*/", "long ".repeat(300))), (3, COLUMN + 1504)),
    ]);
}

const HOSTILE: &[char] = &['\u{1b}', '\u{202e}', '\u{2066}', '\u{9b}', '\u{7f}', '\u{7}', '\u{200b}'];

fn evil() -> String {
    HOSTILE.iter().collect()
}

/// Files full of hostile characters: in the id, the name, the word and the comment of a record that cannot be read,
/// and where no text may stand at all.
fn hostile() -> [(&'static str, String); 2] {
    let evil = evil();
    let record = format!("(id: \"a{evil}\", name: \"N{evil}\", kind: \"St{evil}\"), /* {evil}[2J */");
    [
        ("record.ron", format!("(schema: 2, title: \"T\",\nsubjects: [{record}],\n)")),
        ("syntax.ron", format!("(schema: 2, title: \"T\",\nsubjects: [], {evil}\n)")),
    ]
}

#[test]
fn hostile_characters_of_a_file_never_reach_the_terminal() {
    let home = Home::new();
    for (file, text) in hostile() {
        home.write(file, text);
        let done = home.run(["check", file]);
        assert_eq!((done.code, done.err.as_str()), (Some(1), ""), "{}", done.out);
        for c in HOSTILE {
            assert!(!done.out.contains(*c), "{file}: U+{:04X} in\n{:?}", u32::from(*c), done.out);
        }
        assert!(done.out.contains("␛⟨202E⟩"), "{file}: they are shown\n{}", done.out);
    }
    let record = home.run(["check", "record.ron"]).out;
    assert!(record.starts_with("error: a␛⟨202E⟩"), "the id is shown\n{record}");
    assert!(record.contains("[2J */"), "the line is shown\n{record}");
}

#[test]
fn hostile_characters_of_a_file_are_escaped_in_json_and_read_back_as_they_were() {
    let home = Home::new();
    for (file, text) in hostile() {
        home.write(file, &text);
        let done = home.run(["check", file, "--format", "json"]);
        assert_eq!((done.code, done.err.as_str()), (Some(1), ""), "{}", done.out);
        for c in HOSTILE {
            assert!(!done.out.contains(*c), "{file}: U+{:04X} in\n{:?}", u32::from(*c), done.out);
        }
        let report: Value = serde_json::from_str(&done.out).unwrap();
        let line = report["findings"][0]["source_line"].as_str().unwrap();
        assert!(text.lines().any(|it| it == line), "{file}: {line:?}");
    }
}

#[test]
fn hostile_characters_of_a_file_name_never_reach_the_terminal() {
    let home = Home::new();
    for command in ["check", "frame"] {
        let err = home.run([command, "no\u{1b}[2J\u{202e}such.ron"]).badly(2);
        assert!(!err.contains(['\u{1b}', '\u{202e}']), "{command}: {err:?}");
    }
}

#[test]
fn a_complaint_is_no_output_and_a_failure_leaves_no_file_behind() {
    let home = Home::new();
    home.write("folder/x", "");
    home.write("latin1.ron", b"(schema: 2,\ntitle: \"M\xfcnchen\")\n");
    home.write("mine.ron", EMPTY);
    for (code, arguments) in [
        (2, &["check", "missing.ron"][..]),
        (2, &["frame", "missing.ron"]),
        (2, &["check", "folder"]),
        (2, &["frame", "latin1.ron"]),
        (2, &["frame", "mine.ron", "--size=80"]),
        (2, &["frame", "mine.ron", "--as-of=friday"]),
        (2, &["brief", "mine.ron", "--since=friday"]),
        (2, &["completions", "cobol"]),
        (1, &["frame", "mine.ron", "--keys=<Entr>"]),
        (1, &["init", "mine.ron"]),
        (1, &[]),
        (2, &["missing.ron"]),
    ] {
        assert!(!home.run(arguments).badly(code).is_empty(), "{arguments:?}");
        assert!(
            !home.default_file().exists(),
            "{arguments:?}: no default where a file is named or no terminal is"
        );
    }
    let missing = home.command().arg("frame").env("BELTUI_STATE", home.path("missing.ron")).output();
    Done::of(missing.unwrap()).badly(2);
    assert!(!home.default_file().exists(), "the variable names a file too");
}

/// The folder in which what the README says is tried: the shipped file under the names that it uses, and lists.
fn as_in_the_readme() -> Home {
    let home = Home::new();
    for name in ["mine.ron", "state.ron", "base.ron"] {
        home.write(name, SHIPPED);
    }
    home.write("names.csv", "name\nQuiet Mill of Nowhere\n");
    let theirs = SHIPPED.replacen("title: \"Belarus and the West\"", "title: \"Theirs\"", 1);
    assert_ne!(theirs, SHIPPED);
    home.write("theirs.ron", theirs);
    for (name, list) in [
        ("sdn.csv", &include_bytes!("lists/sdn.csv")[..]),
        ("add.csv", include_bytes!("lists/add.csv")),
        ("alt.csv", include_bytes!("lists/alt.csv")),
    ] {
        for folder in [".", "old", "new"] {
            home.write(&format!("{folder}/{name}"), list);
        }
    }
    // The program that a reader has, on a fixed day.
    let program = format!("#!/bin/sh\nexec '{}' \"$@\" --today {TODAY}\n", env!("CARGO_BIN_EXE_beltui"));
    let program = home.write("bin/beltui", program);
    std::fs::set_permissions(program, std::fs::Permissions::from_mode(0o755)).unwrap();
    for folder in ["bash-completion/completions", "man/man1"] {
        std::fs::create_dir_all(home.path("home/.local/share").join(folder)).unwrap();
    }
    home
}

/// Runs a line in a shell that finds the program.
fn in_a_shell(home: &Home, line: &str) -> Done {
    let path = std::env::var("PATH").unwrap();
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).env("PATH", format!("{}:{path}", home.path("bin").display()));
    Done::of(home.fixed(&mut shell).output().unwrap())
}

/// What is told, but for that the small lists of these tests lack what the shipped file has in force on them.
fn but_for_few(err: &str) -> String {
    let is_few = |line: &&str| {
        line.ends_with("in force on it are not on it: is the file whole?")
            || line.ends_with("in the file itself alone")
    };
    err.lines().filter(|line| !is_few(line)).collect()
}

/// Commands of the README that are asked whether there is something, and find it.
const FIND: &[&str] = &["beltui diff ", "beltui changes mine.ron --since \"30 days ago\""];

/// Whether a command did what it was asked.
fn well(done: &Done, line: &str) -> bool {
    let finds = FIND.iter().any(|it| line.starts_with(it));
    done.code == Some(if finds { 3 } else { 0 })
}

#[test]
fn the_commands_of_the_readme_run_as_they_are_written() {
    let home = as_in_the_readme();
    in_a_shell(&home, "git init --quiet .").well();
    let blocks = README.split("```sh\n").skip(1).map(|block| block.split("```").next().unwrap());
    let mut run = 0;
    for line in blocks.flat_map(str::lines).filter(|line| !line.starts_with("cargo ")) {
        let done = in_a_shell(&home, line);
        assert_eq!(
            (well(&done, line), but_for_few(&done.err)),
            (true, String::new()),
            "{line}\n{}",
            done.out
        );
        match line.split_once(" > ").filter(|_| line.starts_with("beltui ")) {
            Some((_, file)) => {
                let file = file.replace('~', home.path("home").to_str().unwrap());
                assert!(std::fs::metadata(home.path(&file)).unwrap().len() > 0, "{line}");
            }
            None => assert_eq!(done.out.is_empty(), !line.starts_with("beltui "), "{line}\n{}", done.out),
        }
        run += 1;
    }
    assert!(run >= 16, "{run} commands");
    let driver = in_a_shell(&home, "git config merge.beltui.driver").well();
    assert!(driver.starts_with("beltui merge %O %A %B"), "{driver}");
    let hook = in_a_shell(&home, ".git/hooks/pre-commit").well();
    assert!(hook.contains(": clean ("), "{hook}");
    home.write("state.ron", BROKEN);
    assert_eq!(in_a_shell(&home, ".git/hooks/pre-commit").code, Some(1));
}

#[test]
fn each_command_in_the_table_of_the_readme_runs_with_its_blanks_filled_in() {
    let table = README.split("<!-- commands -->").nth(1).unwrap().split("<!-- /commands -->").next().unwrap();
    let usages = table.lines().filter_map(|line| line.strip_prefix("| `beltui ")?.split('`').next());
    let mut run = 0;
    // The first is the dashboard, which needs a terminal: tests/terminal plays it.
    for usage in usages.skip(1) {
        let home = as_in_the_readme();
        let (name, blanks) = usage.split_once(' ').unwrap();
        let (old, new) = if name == "list-diff" { ("old/", "new/") } else { ("mine.ron", "theirs.ron") };
        let mut blanks = blanks.to_owned();
        for (blank, filled) in [
            ("[OPTIONS]", ""),
            ("[COMMAND]", if name == "watch" { "list --file mine.ron" } else { "" }),
            ("[ID] [FILE]", "us-belavia-asset-freeze mine.ron"),
            ("[FILE]", "mine.ron"),
            ("<FILE>", "fresh.ron"),
            ("<FILES>...", "--list-date 2026-07-24 sdn.csv"),
            ("[FILES]...", "--list-date 2026-07-24 sdn.csv"),
            // Without a list nothing is clear, and it says so with its exit code.
            ("<NAMES>", "--lists 2026-07-24=sdn.csv --no-record names.csv"),
            ("<WHAT>", "ledger"),
            ("<DATE>", "2025-09-01"),
            // Nobody is asked for anything in a test.
            ("[LIST]...", "--show"),
            ("<STATE>", "mine.ron"),
            ("<LIST>", "ofac"),
            ("<SHELL>", "fish"),
            ("<OLD>", old),
            ("[NEW]", new),
            ("<NEW>", new),
            ("<BASE>", "base.ron"),
            ("<OURS>", "mine.ron"),
            ("<THEIRS>", "theirs.ron"),
        ] {
            blanks = blanks.replace(blank, filled);
        }
        assert!(!blanks.contains(['<', '[']), "{usage}: a blank that this test does not know");
        let line = format!("beltui {name} {blanks}");
        let done = in_a_shell(&home, &line);
        assert_eq!(
            (well(&done, &line), but_for_few(&done.err)),
            (true, String::new()),
            "{line}\n{}",
            done.out
        );
        run += 1;
    }
    assert!(run >= 14, "{run} commands");
}

#[test]
fn init_writes_the_shipped_file_letter_by_letter_and_nothing_into_a_folder() {
    let home = Home::new();
    std::fs::create_dir(home.path("folder")).unwrap();
    home.run(["init", "example.ron"]).well();
    assert_eq!(std::fs::read_to_string(home.path("example.ron")).unwrap(), SHIPPED);
    home.run(["init", "folder"]).badly(1);
    assert_eq!(std::fs::read_dir(home.path("folder")).unwrap().count(), 0);
}

#[test]
fn the_first_start_creates_the_default_file_and_later_starts_leave_it_alone() {
    for command in ["frame", "check"] {
        let home = Home::new();
        let out = home.run([command]).well();
        assert_eq!(std::fs::read_to_string(home.default_file()).unwrap(), SHIPPED, "{command}\n{out}");
        let mine = EMPTY.replacen("title: \"", "title: \"Mine alone ", 1);
        assert_ne!(mine, EMPTY);
        std::fs::write(home.default_file(), &mine).unwrap();
        home.run([command]).well();
        assert_eq!(std::fs::read_to_string(home.default_file()).unwrap(), mine, "{command}");
        assert!(home.run(["frame"]).well().contains("Mine alone"), "{command}");
    }
}

#[test]
fn an_empty_variable_names_no_file() {
    let home = Home::new();
    let out = Done::of(home.command().arg("frame").env("BELTUI_STATE", "").output().unwrap()).well();
    assert!(out.contains("Belarus and the West"), "{out}");
    assert!(home.default_file().exists());
}

#[test]
fn days_of_every_command_may_be_words_and_are_read_against_today() {
    let home = Home::new();
    home.write("a.ron", SHIPPED);
    home.write("sdn.csv", include_bytes!("lists/sdn.csv"));
    let same = |words: &[&str], dates: &[&str]| {
        let run = |arguments: &[&str]| home.run(arguments.iter().chain(&["--today", "2025-12-20"]));
        let (said, exact) = (run(words), run(dates));
        let code = if words[0] == "diff" { 3 } else { 0 };
        assert_eq!((said.code, but_for_few(&said.err)), (Some(code), String::new()), "{words:?}");
        assert_eq!(said.out, exact.out, "{words:?}");
    };
    same(
        &["brief", "a.ron", "--since", "6 months ago", "--until", "yesterday"],
        &["brief", "a.ron", "--since", "2025-06-20", "--until", "2025-12-19"],
    );
    for month in ["2025-09", "sep 2025", "09.2025"] {
        same(&["brief", "a.ron", "--since", month], &["brief", "a.ron", "--since", "2025-08-31"]);
    }
    same(
        &["diff", "a.ron", "--from", "11 sep 2025", "--to", "last friday"],
        &["diff", "a.ron", "--from", "2025-09-11", "--to", "2025-12-19"],
    );
    same(
        &["export", "a.ron", "--what", "ledger", "--as-of", "last month"],
        &["export", "a.ron", "--what", "ledger", "--as-of", "2025-11-30"],
    );
    let list = ["a.ron", "ofac", "sdn.csv", "--list-date"];
    same(
        &[&["reconcile"], &list[..], &["a week ago"]].concat(),
        &[&["reconcile"], &list[..], &["2025-12-13"]].concat(),
    );
}

#[test]
fn the_option_that_replaces_the_clock_is_in_no_help() {
    let home = Home::new();
    for arguments in [&["--help"][..], &["frame", "--help"], &["check", "--help"]] {
        let out = home.run(arguments).well();
        assert!(out.contains("Usage:") && !out.contains("--today"), "{arguments:?}\n{out}");
    }
    assert!(!home.run(["man"]).well().contains("today"));
}

const COMMANDS: &[&str] = &["check", "init", "frame", "completions", "man"];

/// The words of a text, hyphens and backslashes being parts of no word.
fn words(text: &str) -> std::collections::BTreeSet<&str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect()
}

#[test]
fn completions_and_the_manual_name_every_command() {
    let home = Home::new();
    for arguments in
        [&["completions", "bash"][..], &["completions", "zsh"], &["completions", "fish"], &["man"]]
    {
        let out = home.run(arguments).well();
        let words = words(&out);
        for command in COMMANDS {
            assert!(words.contains(command), "{arguments:?} do not name {command}");
        }
        for option in ["as-of", "read-only", "theme"] {
            assert!(out.replace('\\', "").contains(option), "{arguments:?} do not name --{option}");
        }
    }
    let help = home.run(["--help"]).well();
    assert!(COMMANDS.iter().all(|command| words(&help).contains(command)), "{help}");
}

/// Runs a command whose output nobody reads.
fn without_a_reader(home: &Home, arguments: &[&str]) -> Done {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    Done::of(home.command().args(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap())
}

#[test]
fn a_reader_of_json_that_has_gone_away_is_no_error_either() {
    let home = Home::new();
    home.write("broken.ron", BROKEN);
    let done = without_a_reader(&home, &["check", "broken.ron", "--format", "json"]);
    assert_eq!((done.code, done.err.as_str()), (Some(0), ""));
}

#[test]
fn a_reader_that_has_gone_away_is_no_error_and_no_panic() {
    let home = Home::new();
    home.write("shipped.ron", SHIPPED);
    home.write("broken.ron", BROKEN);
    for arguments in [
        &["check", "shipped.ron"][..],
        &["check", "broken.ron"],
        &["frame", "shipped.ron"],
        &["frame", "shipped.ron", "--format", "svg"],
        &["init", "new.ron"],
        &["completions", "bash"],
        &["man"],
        &["--help"],
    ] {
        let done = without_a_reader(&home, arguments);
        assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{arguments:?}");
    }
    assert_eq!(std::fs::read_to_string(home.path("new.ron")).unwrap(), SHIPPED);
}

/// Rows of OFAC's table: numbers and names, of many programmes.
fn sdn(numbers: impl Iterator<Item = usize>, end: &str) -> String {
    let programmes = ["QUEL", "ODRIN", "KELMOR", "ZED", "YOT"];
    let row = |number: usize| {
        let (programme, country) = (programmes[number % 5], ["Korea, North", "Quelland"][number % 2]);
        format!(
            "{number},\"WORKS {number}\",-0- ,\"{programme}\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"nationality {country}\"\r\n"
        )
    };
    numbers.map(row).collect::<String>() + end
}

#[test]
fn what_a_list_that_may_be_cut_off_does_not_have_is_told_everywhere_and_accepted_only_with_a_switch() {
    let home = Home::new();
    let state = home.write("state.ron", EMPTY);
    home.write("old.csv", sdn(90_000..90_040, "\u{1a}"));
    home.write("cut.csv", sdn(90_000..90_020, ""));
    let state = state.to_str().unwrap();
    home.run([
        "import",
        "ofac",
        "old.csv",
        "--list-date",
        "2025-01-01",
        "--into",
        state,
        "--name",
        "works 90030",
    ])
    .well();
    let lists = ["reconcile", state, "ofac", "2025-01-01=old.csv", "2025-02-01=cut.csv"];
    for format in ["text", "csv", "json", "md"] {
        let done = home.run([&lists[..], &["--format", format]].concat());
        assert_eq!(done.code, Some(0), "{}", done.err);
        assert!(done.err.contains("50 % fewer: is the file whole?"), "{format}: {}", done.err);
        assert!(done.err.contains("does not end with the mark"), "{format}: {}", done.err);
    }
    let before = std::fs::read_to_string(state).unwrap();
    let refused = home.run([&lists[..], &["--accept"]].concat());
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.err.contains("nothing was written") && refused.err.contains("--doubtful"),
        "{}",
        refused.err
    );
    assert_eq!(std::fs::read_to_string(state).unwrap(), before);
    let taken = home.run([&lists[..], &["--accept", "--doubtful"]].concat());
    assert_eq!(taken.code, Some(0), "{}", taken.err);
    assert!(std::fs::read_to_string(state).unwrap().contains("NotSeen"));
    let diff = home.run(["list-diff", "old.csv", "cut.csv"]);
    assert!(diff.err.contains("the new list may not be whole: 20 entries"), "{}", diff.err);
    home.write("alt.csv", "90000,1,\"aka\",\"ALPHA\",-0- \r\n\u{1a}");
    let parts = home.run(["list-diff", "old.csv", "alt.csv"]).badly(1);
    assert!(parts.contains("different parts of the list"), "{parts}");
}

#[test]
fn a_list_that_alone_lacks_what_the_file_has_in_force_is_doubted_everywhere() {
    let home = Home::new();
    let state = home.write("state.ron", EMPTY);
    home.write("old.csv", sdn(90_000..90_040, "\u{1a}"));
    // Whole, as far as it says itself.
    home.write("few.csv", sdn(90_000..90_006, "\u{1a}"));
    home.write("most.csv", sdn(90_004..90_040, "\u{1a}"));
    let state = state.to_str().unwrap();
    home.run(["import", "ofac", "old.csv", "--list-date", "2025-01-01", "--into", state]).well();
    let reconcile = |list: &str, more: &[&str]| {
        let day = "--list-date";
        home.run([&["reconcile", state, "ofac", list, day, "2025-02-01"], more].concat())
    };
    let said = "34 of the 40 measures that the file has in force on it are not on it";
    for format in ["text", "csv", "json", "md"] {
        let done = reconcile("few.csv", &["--format", format]);
        assert!(done.code == Some(0) && done.err.contains(said), "{format}: {}", done.err);
    }
    // Whom a filter means does not change what the list lacks.
    assert!(reconcile("few.csv", &["--name", "works 90001"]).err.contains(said));
    let before = std::fs::read_to_string(state).unwrap();
    let refused = reconcile("few.csv", &["--accept"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains(said) && refused.err.contains("--doubtful"), "{}", refused.err);
    assert_eq!(std::fs::read_to_string(state).unwrap(), before);
    // Four are few, whatever their share is.
    let taken = reconcile("most.csv", &["--accept"]);
    assert!(taken.code == Some(0) && !taken.err.contains("is the file whole"), "{}", taken.err);
    assert!(std::fs::read_to_string(state).unwrap().contains("NotSeen"));
}

#[test]
fn a_filter_that_means_nobody_says_what_the_list_has() {
    let home = Home::new();
    let state = home.write("state.ron", EMPTY);
    home.write("sdn.csv", sdn(90_000..90_005, "\u{1a}"));
    let import = |country: &str| {
        let state = state.to_str().unwrap();
        home.run([
            "import",
            "ofac",
            "sdn.csv",
            "--list-date",
            "2025-01-01",
            "--into",
            state,
            "--dry-run",
            "--country",
            country,
        ])
    };
    assert!(import("KP").well().ends_with("3 changes; nothing is written\n"));
    assert!(import("North Korea").well().ends_with("3 changes; nothing is written\n"));
    let missed = import("BY");
    assert!(
        missed.err.contains("no entry is of country BY; the list writes Korea, North, Quelland"),
        "{}",
        missed.err
    );
}

#[test]
fn a_broken_state_is_told_by_whatever_reads_it() {
    let home = Home::new();
    home.write("broken.ron", BROKEN);
    home.write("empty.ron", "");
    home.write("sdn.csv", sdn(90_000..90_005, "\u{1a}"));
    for arguments in [
        &["reconcile", "broken.ron", "ofac", "sdn.csv", "--list-date", "2025-01-01"][..],
        &["import", "ofac", "sdn.csv", "--list-date", "2025-01-01", "--into", "broken.ron", "--dry-run"],
        &["diff", "empty.ron", "empty.ron"],
        &["diff", "broken.ron", "--from", "2025-01-01", "--to", "2025-06-01"],
        &["export", "broken.ron", "--what", "ledger"],
        &["brief", "broken.ron", "--since", "2025-01-01"],
    ] {
        let done = home.run(arguments);
        assert_eq!(done.code, Some(1), "{arguments:?}");
        assert!(done.err.contains("it has errors"), "{arguments:?}: {}", done.err);
    }
}

#[test]
fn a_list_of_several_issuers_comes_into_an_empty_file_and_no_line_ends_with_a_space() {
    let home = Home::new();
    let state = home.write("state.ron", EMPTY);
    let row = |id: &str, programme: &str, dataset: &str| {
        format!(
            "\"{id}\",\"Company\",\"Works {id}\",\"{programme} - 2021-03-01\",\"{dataset}\",\"2025-10-01\"\n"
        )
    };
    let text = "id,schema,name,sanctions,dataset,last_seen\n".to_owned()
        + &row("NK-1", "QUEL", "US OFAC Specially Designated Nationals (SDN) List")
        + &row("NK-2", "QUE", "EU Financial Sanctions Files (FSF)")
        + &row("NK-3", "Notice", "INTERPOL Red Notices");
    home.write("targets.simple.csv", &text);
    let done = home.run(["import", "opensanctions", "targets.simple.csv", "--into", state.to_str().unwrap()]);
    assert_eq!(done.code, Some(0), "{}", done.err);
    assert!(done.err.contains("left out of the list of 2025-10-01: 1, wanted notices"), "{}", done.err);
    let written = std::fs::read_to_string(&state).unwrap();
    assert!(written.contains("United States") && written.contains("European Union"), "{written}");
    assert!(!written.lines().any(|line| line.ends_with(' ')), "{written}");
    home.run(["check", state.to_str().unwrap()]).well();
}
