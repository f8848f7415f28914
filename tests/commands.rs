//! The commands as they are run from a shell: what they print, what they write, and how they exit.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use beltui::store::places::{EMPTY, SHIPPED};
use serde_json::Value;

/// A home of its own for one test.
struct Home(tempfile::TempDir);

/// What a command did.
struct Done {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Done {
    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8 on the output");
        Self { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    /// The output of a command that went well and complained of nothing.
    fn well(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }

    /// What a command that did not go well said; it printed nothing else.
    fn badly(self, code: i32) -> String {
        assert_eq!((self.code, self.out.as_str()), (Some(code), ""), "{}", self.err);
        assert!(!self.err.contains("panicked"), "{}", self.err);
        self.err
    }
}

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        for folder in ["home", "data", "config"] {
            std::fs::create_dir(home.path(folder)).unwrap();
        }
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The state file that the first start creates.
    fn default_file(&self) -> PathBuf {
        self.path("data/beltui/belarus.ron")
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    /// The program, with nothing of whoever runs the tests in its environment.
    fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beltui"));
        command
            .current_dir(self.0.path())
            .env("HOME", self.path("home"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .stdin(Stdio::null());
        for name in ["BELTUI_STATE", "NO_COLOR", "COLORFGBG", "RUST_BACKTRACE"] {
            command.env_remove(name);
        }
        command
    }

    fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Done {
        Done::of(self.command().args(arguments).output().unwrap())
    }

    /// A frame of the shipped file on a fixed day, with more arguments.
    fn frame(&self, more: &[&str]) -> String {
        let file = self.write("shipped.ron", SHIPPED);
        let fixed = ["frame", file.to_str().unwrap(), "--today", "2026-08-01"];
        self.run(fixed.iter().chain(more)).well()
    }
}

/// Three records, five findings, in lines and columns that can be counted by hand.
const BROKEN: &str = r#"(schema: 2, title: "T",
subjects: [
(id: "US", name: "United States", kind: State, nmae: 1),
(id: "BY", name: 7, kind: Stat),
],
sources: [(id: "s", publisher: "P", title: "T", published: "2025-13")],
events: [(id: "e", on: "2025", kind: Talks, title: "T", actors: ["XX"], sources: ["s"])],
)
"#;

/// Each finding of it: line, column, id, and a part of what is said.
const FINDINGS: &[(u64, u64, &str, &str)] = &[
    (3, 48, "US", "no field nmae"),
    (4, 18, "BY", "name is a text in quotes"),
    (4, 27, "BY", "kind cannot be Stat"),
    (6, 60, "s", "no such day in the calendar"),
    (7, 66, "e", "there is no subject XX"),
];

#[test]
fn check_prints_clean_for_the_shipped_file() {
    let home = Home::new();
    let file = home.write("shipped.ron", SHIPPED);
    let out = home.run(["check".as_ref(), file.as_os_str()]).well();
    assert!(out.starts_with(&format!("{}: clean (", file.display())), "{out}");
    assert_eq!(out.lines().count(), 1, "{out}");
    for list in ["subjects", "sources", "relations", "sanctions", "crossings", "events"] {
        assert!(out.contains(list), "{list}: {out}");
    }
}

#[test]
fn check_names_all_findings_at_once_each_with_its_place_its_record_its_line_and_what_to_do() {
    let home = Home::new();
    home.write("broken.ron", BROKEN);
    let done = home.run(["check", "broken.ron"]);
    assert_eq!((done.code, done.err.as_str()), (Some(1), ""), "{}", done.out);
    let lines: Vec<_> = BROKEN.lines().collect();
    for (line, column, id, message) in FINDINGS {
        assert!(done.out.contains(&format!("broken.ron:{line}:{column}\n")), "{line}:{column}\n{}", done.out);
        let title = done.out.lines().find(|it| it.contains(message)).unwrap_or_else(|| panic!("{message}"));
        assert!(title.starts_with(&format!("error: {id}: ")), "{title}");
        let source = lines[usize::try_from(*line).unwrap() - 1];
        assert!(done.out.contains(source), "line {line}\n{}", done.out);
    }
    assert!(done.out.contains("^^ "), "what to do stands beside the marks\n{}", done.out);
    assert!(done.out.contains("broken.ron: 5 errors, 0 warnings"), "{}", done.out);
    assert!(!done.out.contains('\u{1b}'), "colours without a terminal\n{}", done.out);
}

/// The findings of a file as `--format json` gives them.
fn findings(home: &Home, file: &Path) -> Value {
    let done = home.run(["check".as_ref(), file.as_os_str(), "--format".as_ref(), "json".as_ref()]);
    assert_eq!(done.err, "");
    serde_json::from_str(&done.out).unwrap_or_else(|error| panic!("{error}\n{}", done.out))
}

#[test]
fn check_gives_programs_the_same_findings_as_json() {
    let home = Home::new();
    let file = home.write("broken.ron", BROKEN);
    let done = home.run(["check".as_ref(), file.as_os_str(), "--format=json".as_ref()]);
    assert_eq!(done.code, Some(1), "{}", done.err);
    let report: Value = serde_json::from_str(&done.out).unwrap();
    assert_eq!(report["file"], file.display().to_string());
    assert_eq!((&report["errors"], &report["warnings"]), (&Value::from(5), &Value::from(0)));
    let found = report["findings"].as_array().unwrap();
    assert_eq!(found.len(), FINDINGS.len(), "{found:?}");
    for (finding, (line, column, id, message)) in found.iter().zip(FINDINGS) {
        assert_eq!((&finding["line"], &finding["column"]), (&Value::from(*line), &Value::from(*column)));
        assert_eq!((&finding["id"], &finding["severity"]), (&Value::from(*id), &Value::from("error")));
        assert!(finding["message"].as_str().unwrap().contains(message), "{finding}");
        assert!(!finding["help"].as_str().unwrap().is_empty(), "{finding}");
        let source = BROKEN.lines().nth(usize::try_from(*line).unwrap() - 1);
        assert_eq!(finding["source_line"].as_str(), source);
    }
    assert_eq!(findings(&home, &home.write("shipped.ron", SHIPPED))["findings"], Value::Array(Vec::new()));
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

#[test]
fn warnings_are_named_and_are_no_failure() {
    let home = Home::new();
    let measure =
        "(id: \"m\", issuer: \"US\", target: (name: \"X\", kind: Entity), measure: AssetFreeze, history: [])";
    let text = format!(
        "(schema: 2, title: \"T\", subjects: [(id: \"US\", name: \"U\", kind: State)],\nsanctions: [{measure}])"
    );
    home.write("warning.ron", text);
    let out = home.run(["check", "warning.ron"]).well();
    assert!(out.starts_with("warning: m: the measure has no history"), "{out}");
    assert!(out.contains("warning.ron: 0 errors, 1 warning ("), "{out}");
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
fn the_reason_why_a_file_cannot_be_read_is_said_once() {
    let home = Home::new();
    let err = home.run(["check", "missing.ron"]).badly(2);
    assert_eq!(err.matches("No such file").count(), 1, "{err}");
}

#[test]
fn what_cannot_be_read_at_all_exits_with_two() {
    let home = Home::new();
    home.write("folder/x", "");
    home.write("latin1.ron", b"(schema: 2,\ntitle: \"M\xfcnchen\")\n");
    for (file, says) in [
        ("missing.ron", "missing.ron"),
        ("folder", "a folder stands where a file should be"),
        ("latin1.ron", "not UTF-8 text from line 2, column 10 on"),
    ] {
        for command in ["check", "frame"] {
            let err = home.run([command, file]).badly(2);
            assert!(err.starts_with("beltui: ") && err.contains(says), "{command} {file}: {err}");
            assert_eq!(err.lines().count(), 1, "{command} {file}: {err}");
        }
    }
    assert!(!home.default_file().exists(), "a named file that is not there is not replaced by the default");
}

#[test]
fn init_writes_the_example_or_an_empty_file_which_both_check_clean() {
    let home = Home::new();
    for (arguments, text) in [
        (&["init", "example.ron"][..], SHIPPED),
        (&["init", "empty.ron", "--empty"], EMPTY),
        (&["init", "a/b/nested.ron", "--empty"], EMPTY),
    ] {
        let out = home.run(arguments).well();
        assert!(out.contains(arguments[1]), "{out}");
        assert_eq!(std::fs::read_to_string(home.path(arguments[1])).unwrap(), text, "{arguments:?}");
        let checked = home.run(["check", arguments[1]]).well();
        assert!(checked.contains(": clean ("), "{checked}");
    }
    assert!(home.run(["check", "empty.ron"]).well().contains("0 subjects, 0 sources"));
}

#[test]
fn init_leaves_a_file_that_exists_as_it_is() {
    let home = Home::new();
    home.write("mine.ron", "my own notes");
    std::fs::create_dir(home.path("folder")).unwrap();
    for arguments in [&["init", "mine.ron"][..], &["init", "mine.ron", "--empty"], &["init", "folder"]] {
        let err = home.run(arguments).badly(1);
        assert_eq!(err, format!("beltui: it exists already, and is left as it is ({})\n", arguments[1]));
    }
    assert_eq!(std::fs::read_to_string(home.path("mine.ron")).unwrap(), "my own notes");
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
fn the_environment_names_the_state_file_and_the_command_line_outweighs_it() {
    let home = Home::new();
    let titled = |title: &str| format!("(schema: 2, title: \"{title}\")");
    let by_variable = home.write("variable.ron", titled("By variable"));
    home.write("argument.ron", titled("By argument"));
    let frame = |more: &[&str], variable: &Path| {
        let output = home.command().arg("frame").args(more).env("BELTUI_STATE", variable).output();
        Done::of(output.unwrap())
    };
    let out = frame(&[], &by_variable).well();
    assert!(out.contains("By variable"), "{out}");
    let out = frame(&["argument.ron"], &by_variable).well();
    assert!(out.contains("By argument") && !out.contains("By variable"), "{out}");
    let err = frame(&[], &home.path("missing.ron")).badly(2);
    assert!(err.contains("missing.ron"), "{err}");
    assert!(!home.default_file().exists(), "the default is not created when another file is named");
    let out = frame(&[], Path::new("")).well();
    assert!(out.contains("Belarus and the West"), "an empty variable names nothing\n{out}");
    assert!(home.default_file().exists());
}

#[test]
fn a_frame_has_the_size_that_was_asked_for() {
    let home = Home::new();
    for (size, columns, rows) in [("160x48", 160, 48), ("80x24", 80, 24), ("20x5", 20, 5), ("1x1", 1, 1)] {
        let out = home.frame(&["--size", size]);
        assert_eq!(out.lines().count(), rows, "{size}");
        let widest = out.lines().map(beltui::app::text::width).max().unwrap();
        assert!(widest <= columns, "{size}: {widest}");
        assert!(columns < 80 || widest == columns, "{size}: borders reach the last column, not {widest}");
    }
    assert_eq!(home.frame(&["--size", "0x0"]), "");
    assert_eq!(home.frame(&[]).lines().count(), 48);
}

#[test]
fn a_size_that_is_none_is_refused() {
    let home = Home::new();
    home.write("empty.ron", EMPTY);
    for size in
        ["", "80", "80x", "x24", "80x24x1", "-1x24", "1001x24", "80x1001", "80x65536", "80 x 24", "axb"]
    {
        let err = home.run(["frame", "empty.ron", &format!("--size={size}")]).badly(2);
        assert!(err.contains("--size"), "{size}: {err}");
        assert!(err.contains("160x48"), "{size}: {err}");
    }
}

#[test]
fn keys_are_pressed_before_the_frame_is_drawn() {
    let home = Home::new();
    let day = ["--as-of", "2025-10-28", "--size", "120x36", "--keys"];
    for (keys, there) in [
        ("!", "What sources disagree on"),
        ("2/belavia issuer:us", "/belavia issuer:us"),
        ("?", "Keys that work here"),
        ("2/id:us-belavia<Enter><Enter>", "licensed"),
        ("t2025-09-11<Enter>", "as of 2025-09-11"),
        ("/a<lt>b", "/a<b"),
    ] {
        let out = home.frame(&[&day[..], &[keys]].concat());
        assert!(out.contains(there), "{keys}\n{out}");
        assert!(!home.frame(&[&day[..], &[""]].concat()).contains(there), "{there} is there without {keys}");
    }
}

#[test]
fn keys_that_are_none_are_refused() {
    let home = Home::new();
    home.write("empty.ron", EMPTY);
    for keys in ["<Entr>", "a<b", "<", "<>", "<Ctrl->"] {
        let err = home.run(["frame", "empty.ron", "--keys", keys]).badly(1);
        assert!(err.starts_with("beltui: --keys: "), "{keys}: {err}");
    }
}

#[test]
fn the_day_is_the_one_asked_for_or_else_today() {
    let home = Home::new();
    home.write("empty.ron", EMPTY);
    for (arguments, there) in [
        (&["--today", "2026-08-01"][..], "as of 2026-08-01"),
        (&["--today", "2026-08-01", "--as-of", "2025-10-28"], "as of 2025-10-28"),
        (&["--today", "2026-08-01", "--as-of", "2025-09"], "as of 2025-09-30"),
        (&["--today", "2026-08-01", "--as-of", "2024"], "as of 2024-12-31"),
        (&["--today", "2026-08-01", "--as-of", "yesterday"], "as of 2026-07-31"),
        (&["--as-of", "last friday", "--today", "2026-08-01"], "as of 2026-07-31"),
        (&["--today", "2026-08-01", "--as-of", "6 months ago"], "as of 2026-02-01"),
        (&["--today", "2026-08-01", "--as-of", "last month"], "as of 2026-07-31"),
        (&["--today", "2026-08-01", "--as-of", "11 sep 2025"], "as of 2025-09-11"),
    ] {
        let out = home.run(["frame", "empty.ron"].iter().chain(arguments)).well();
        assert!(out.contains(there), "{arguments:?}\n{out}");
    }
    for wrong in ["2025-13", "2025-02-30", "whenever", "friday", "11.09.25", "2025-9-1", ""] {
        let err = home.run(["frame", "empty.ron", &format!("--as-of={wrong}")]).badly(2);
        assert!(err.contains("--as-of"), "{wrong}: {err}");
    }
}

#[test]
fn days_of_every_command_may_be_words_and_are_read_against_today() {
    let home = Home::new();
    home.write("a.ron", SHIPPED);
    home.write("sdn.csv", include_bytes!("lists/sdn.csv"));
    let same = |words: &[&str], dates: &[&str]| {
        let run = |arguments: &[&str]| home.run(arguments.iter().chain(&["--today", "2025-12-20"]));
        let (said, exact) = (run(words), run(dates));
        assert_eq!((said.code, said.err.as_str()), (Some(0), ""), "{words:?}");
        assert_eq!(said.out, exact.out, "{words:?}");
    };
    same(
        &["brief", "a.ron", "--since", "6 months ago", "--until", "yesterday"],
        &["brief", "a.ron", "--since", "2025-06-20", "--until", "2025-12-19"],
    );
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
    for wrong in ["friday", "11.09.25", "last may", "11/09/2025"] {
        let err = home.run(["brief", "a.ron", "--since", wrong]).badly(2);
        assert!(err.contains("--since"), "{wrong}: {err}");
    }
}

#[test]
fn check_warns_of_what_is_dated_after_today() {
    let home = Home::new();
    home.write("a.ron", SHIPPED);
    assert!(home.run(["check", "a.ron", "--today", "2026-11-27"]).well().contains(": clean ("));
    let early = home.run(["check", "a.ron", "--today", "2025-01-01"]).well();
    assert!(early.contains("which is after today, 2025-01-01") && early.contains(": 0 errors, "), "{early}");
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

/// The text without its escape sequences of the form `ESC [ … m`.
fn without_colours(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = after.split_once('m').unwrap_or_else(|| panic!("no end of {after:?}")).1;
    }
    plain + rest
}

#[test]
fn the_colours_of_a_frame_are_all_that_ansi_adds_to_text() {
    let home = Home::new();
    let text = home.frame(&["--size", "120x36"]);
    assert!(!text.contains('\u{1b}'), "{text}");
    let ansi = home.frame(&["--size", "120x36", "--format", "ansi"]);
    assert!(ansi.contains("38;5;"), "{ansi}");
    let trimmed: Vec<_> = without_colours(&ansi).lines().map(|line| line.trim_end().to_owned()).collect();
    assert_eq!(trimmed, text.lines().collect::<Vec<_>>());
}

#[test]
fn no_color_takes_the_colours_away_and_leaves_the_words() {
    let home = Home::new();
    let file = home.write("shipped.ron", SHIPPED);
    let ansi = |value: Option<&str>| {
        let mut command = home.command();
        command.args(["frame", "--today", "2026-08-01", "--format", "ansi"]).arg(&file);
        if let Some(value) = value {
            command.env("NO_COLOR", value);
        }
        Done::of(command.output().unwrap()).well()
    };
    let (with, without) = (ansi(None), ansi(Some("1")));
    assert!(with.contains("38;5;"));
    assert!(!without.contains("38;") && !without.contains("48;"), "{without}");
    assert_eq!(ansi(Some("")), with, "an empty NO_COLOR says nothing");
    assert_eq!(without_colours(&without).lines().count(), without_colours(&with).lines().count());
}

/// What is wrong with a text as XML: tags that do not match, quotes that do not close, signs that are not escaped.
fn not_xml(text: &str) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (content, tag) = rest.split_at(at);
        if let Some(bad) = bad_content(content) {
            return Some(bad);
        }
        let end = tag.find('>')?;
        let (inside, after) = (&tag[1..end], &tag[end + 1..]);
        if inside.matches('"').count() % 2 == 1 || inside.contains('<') || bad_content(inside).is_some() {
            return Some(format!("<{inside}>"));
        }
        let name = inside.trim_matches('/').split_whitespace().next().unwrap_or_default();
        if let Some(closed) = inside.strip_prefix('/') {
            if open.pop() != Some(closed) {
                return Some(format!("</{closed}> closes nothing"));
            }
        } else if !inside.ends_with('/') {
            open.push(name);
        }
        rest = after;
    }
    if let Some(tag) = open.last() {
        return Some(format!("<{tag}> is never closed"));
    }
    bad_content(rest)
}

fn bad_content(text: &str) -> Option<String> {
    let known = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];
    let bare = text
        .match_indices('&')
        .map(|(at, _)| &text[at..])
        .find(|rest| !known.iter().any(|it| rest.starts_with(it)));
    bare.map(|rest| rest.chars().take(20).collect())
}

#[test]
fn what_this_test_takes_for_xml_is_so() {
    for good in ["<a b=\"1\"><c/>x &amp; y</a>", "<a></a>"] {
        assert_eq!(not_xml(good), None, "{good}");
    }
    for bad in ["<a>", "</a>", "<a></b>", "<a>&</a>", "<a><b></a></b>", "<a b=\"></a>", "<a>x & y</a>"] {
        assert!(not_xml(bad).is_some(), "{bad}");
    }
}

#[test]
fn a_picture_is_balanced_xml_with_every_sign_escaped() {
    let home = Home::new();
    let text = SHIPPED.replacen("title: \"Belarus and the West\"", "title: \"A & B <c> \\\"d\\\" 'e'\"", 1);
    home.write("signs.ron", text);
    for more in [&[][..], &["--theme", "light"], &["--keys", "!"], &["--keys", "/<lt>&\""]] {
        let arguments = ["frame", "signs.ron", "--today", "2026-08-01", "--format", "svg"];
        let out = home.run(arguments.iter().chain(more)).well();
        assert_eq!(not_xml(&out), None, "{more:?}");
        assert!(out.starts_with("<svg ") && out.trim_end().ends_with("</svg>"), "{more:?}");
        assert_eq!(out.matches("<text").count(), out.matches("</text>").count(), "{more:?}");
        assert!(out.contains("<text") && out.contains("<rect"), "{more:?}");
        assert!(out.contains("A\u{a0}&amp;\u{a0}B\u{a0}&lt;c&gt;"), "{more:?}");
    }
}

#[test]
fn a_picture_of_a_light_theme_has_a_light_ground_however_the_theme_was_chosen() {
    let home = Home::new();
    let asked_for = home.frame(&["--format", "svg", "--theme", "light"]);
    let mut command = home.command();
    command.args(["frame", "shipped.ron", "--today", "2026-08-01", "--format", "svg"]);
    let by_environment = Done::of(command.env("COLORFGBG", "0;15").output().unwrap()).well();
    // The name of the file differs; the ground is the first rectangle.
    let ground = |svg: &str| svg.lines().find(|line| line.starts_with("<rect")).unwrap().to_owned();
    assert_eq!(ground(&by_environment), ground(&asked_for));
    home.write("config/beltui/theme.ron", "(base: Light)");
    assert_eq!(ground(&home.frame(&["--format", "svg"])), ground(&asked_for));
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
    assert!(home.run(["completions", "cobol"]).badly(2).contains("cobol"));
}

#[test]
fn the_dashboard_needs_a_terminal_and_says_what_else_there_is() {
    let home = Home::new();
    home.write("mine.ron", EMPTY);
    for arguments in [&[][..], &["mine.ron"], &["--read-only", "mine.ron"], &["missing.ron"]] {
        let err = home.run(arguments).badly(1);
        assert!(err.starts_with("beltui: the dashboard needs a terminal"), "{arguments:?}: {err}");
        assert!(err.contains("beltui frame") && err.contains("beltui check"), "{arguments:?}: {err}");
    }
    assert!(!home.default_file().exists(), "a start that fails writes nothing");
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

#[test]
fn own_keys_and_colours_that_cannot_be_used_do_not_stop_a_frame() {
    let home = Home::new();
    let standard = home.frame(&["--format", "ansi", "--keys", "!"]);
    for bad in [
        &b"((("[..],
        b"{ Pane: [(keys: [\"x\"], does: Explode)] }",
        b"{ Pane: [(keys: [\"x\"], does: Quit), (keys: [\"x\"], does: Help)] }",
        b"(colours: {Good: \"gr\xc3\xbcn\"})",
        b"\xff\xfe\x00",
        b"",
    ] {
        home.write("config/beltui/keymap.ron", bad);
        home.write("config/beltui/theme.ron", bad);
        let out = home.frame(&["--format", "ansi", "--keys", "!"]);
        assert!(out == standard, "{:?}\n{out}", String::from_utf8_lossy(bad));
    }
    for name in ["keymap.ron", "theme.ron"] {
        std::fs::remove_file(home.path(&format!("config/beltui/{name}"))).unwrap();
        std::fs::create_dir(home.path(&format!("config/beltui/{name}"))).unwrap();
    }
    assert!(home.frame(&["--format", "ansi", "--keys", "!"]) == standard, "folders in place of the files");
}

#[test]
fn an_own_theme_that_says_nothing_leaves_the_colours_to_the_background() {
    let home = Home::new();
    let ansi = |background: &str| {
        let mut command = home.command();
        home.write("a.ron", SHIPPED);
        command
            .args(["frame", "a.ron", "--format", "ansi", "--today", "2026-08-01"])
            .env("COLORFGBG", background);
        Done::of(command.output().unwrap()).well()
    };
    let (dark, light) = (ansi("15;0"), ansi("0;15"));
    assert_ne!(dark, light);
    for nothing in ["", "\u{feff}", "// nothing of mine yet\r\n"] {
        home.write("config/beltui/theme.ron", nothing);
        assert_eq!((ansi("15;0"), ansi("0;15")), (dark.clone(), light.clone()), "{nothing:?}");
    }
}

#[test]
fn pipes_and_devices_in_the_place_of_own_files_hold_nothing_up() {
    let home = Home::new();
    let standard = home.frame(&["--format", "ansi"]);
    std::fs::create_dir_all(home.path("config/beltui")).unwrap();
    for name in ["keymap.ron", "theme.ron", "settings.ron"] {
        let path = home.path(&format!("config/beltui/{name}"));
        assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
        assert!(home.frame(&["--format", "ansi"]) == standard, "a pipe");
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
        assert!(home.frame(&["--format", "ansi"]) == standard, "/dev/zero");
        std::fs::remove_file(&path).unwrap();
        std::os::unix::fs::symlink("nowhere", &path).unwrap();
        assert!(home.frame(&["--format", "ansi"]) == standard, "a link that leads nowhere");
    }
}

#[test]
fn an_own_keymap_changes_what_keys_do() {
    let home = Home::new();
    let says = |keys: &str, there: &str| home.frame(&["--keys", keys]).contains(there);
    let disagreements = "What sources disagree on";
    assert!(says("!", disagreements) && !says("x", disagreements));
    let own = "{ Pane: [(keys: [\"x\", \"F5\"], does: Disagreements), (keys: [\"!\"], does: Nothing)] }";
    // As an editor on another system may write it: with a mark before it, and its line ends.
    for own in [own.to_owned(), format!("\u{feff}// mine\r\n{own}\r\n")] {
        home.write("config/beltui/keymap.ron", own);
        assert!(says("x", disagreements) && says("<F5>", disagreements) && !says("!", disagreements));
    }
    assert!(says("?", "Keys that work here"), "keys that the file does not name keep what they do");
}

#[test]
fn an_own_theme_changes_the_colours_unless_another_is_asked_for() {
    let home = Home::new();
    let ansi = |more: &[&str]| home.frame(&[&["--format", "ansi"], more].concat());
    let (standard, light) = (ansi(&[]), ansi(&["--theme", "light"]));
    assert_ne!(standard, light);
    assert_eq!(ansi(&["--theme", "dark"]), standard);
    home.write("config/beltui/theme.ron", "(base: Dark, colours: {Accent: \"#010203\"})");
    assert!(!standard.contains("38;2;1;2;3") && ansi(&[]).contains("38;2;1;2;3"));
    assert_eq!(ansi(&["--theme", "light"]), light);
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
