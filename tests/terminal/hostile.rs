//! Whatever a file, its name, the holder of its lock or the command line says: a terminal gets text, and only text.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::PathBuf;

use beltui::model::text::is_hostile;

use crate::harness::{Home, Pty, WINDOW};

/// What no terminal may get: controls, their 8-bit forms, a turned line, nothing at all, and a line of its own.
const PAYLOAD: &str = "\u{1b}[6666m\u{1b}]0;OWNED\u{7}\u{9b}6666m\u{202e}\u{200b}\r\nOWNED\u{7f}";

/// The name of a file, with the payload in it.
fn name(before: &str, after: &str) -> String {
    // A slash would be another folder.
    format!("{before}{PAYLOAD}{after}")
}

/// The payload as it may stand in quotes in a state file: in escapes, or raw where the form of the file lets it.
fn quoted(is_raw: bool) -> String {
    if is_raw {
        return PAYLOAD.to_owned();
    }
    let escapes: Vec<String> = PAYLOAD.chars().map(|c| format!("\\u{{{:x}}}", u32::from(c))).collect();
    escapes.concat()
}

/// A state that has the payload in every text. `note` tells versions of it apart.
fn state(is_raw: bool, note: &str) -> String {
    let p = quoted(is_raw);
    format!(
        r#"#![enable(implicit_some)]
(schema: 2, title: "T{p}", focus: "QQ", note: "N{p}",
subjects: [
    (id: "QQ", name: "Quelland{p}", kind: State, aliases: ["A{p}"], note: "{note}{p}"),
    (id: "US", name: "United States{p}", kind: State),
    (id: "zorvan", name: "Zorvan{p}", kind: Company, aliases: ["Z{p}"]),
],
sources: [
    (id: "wire", publisher: "P{p}", title: "T{p}", authors: ["W{p}"], published: "2024-01-01", url: "javascript:{p}", note: "N{p}"),
    (id: "paper", publisher: "P", title: "T", url: "https://alpha.example/{p}"),
],
acts: [
    (id: "us-act", issuer: "US", kind: Law, number: "L{p}", title: "T{p}", reference: "R{p}", url: "javascript:{p}", note: "N{p}"),
    (id: "us-licence", issuer: "US", kind: GeneralLicence, number: "L{p}", scope: "S{p}"),
],
relations: [(id: "qq-us", pair: ("QQ", "US"), note: "N{p}", history: [
    (on: "2025-06-01", what: Head, from: "US", at: "QQ", rank: Ambassador, scope: "S{p}", note: "N{p}", time: "T{p}", sources: ["wire"]),
    (on: "2025-06-01", what: Stance, level: Hostile, note: "N{p}", sources: ["wire"]),
])],
sanctions: [(id: "us-zorvan", issuer: "US", target: "zorvan", measure: Other("M{p}"),
    programme: "P{p}", acts: ["us-act"], list_refs: ["OFAC 90001{p}"], reason: "R{p}", note: "N{p}", history: [
    (on: "2022-01-01", what: Imposed, scope: "S{p}", note: "N{p}", sources: ["wire"]),
    (on: "2023-01-01", what: Imposed, sources: ["paper"]),
    (on: "2025-09-12", what: Seen, list: "OFAC{p} SDN", sources: ["wire"]),
    (on: "2025-10", what: Licensed, act: "us-licence", until: "2027-01-01", sources: ["wire"]),
])],
crossings: [(id: "gate", name: "Gate{p}", aliases: ["G{p}"], between: ("QQ", "US"), sides: ("a{p}", "b{p}"), route: "R{p}", mode: Road,
    traffic: All, note: "N{p}", history: [
    (on: "2025-09-12", what: Closed, by: "QQ", scope: "S{p}", note: "N{p}", until: "2027-01-01", sources: ["wire"]),
])],
events: [
    (id: "talks", on: "2025-09-11", time: "T{p}", kind: Other("K{p}"), title: "T{p}", actors: ["QQ"], note: "N{p}", links: ["us-zorvan"],
     exchange: [(from: "QQ", to: "US", gave: "G{p}", sources: ["wire"])],
     figures: [(label: "L{p}", value: "V{p}", unit: "U{p}", said_by: "S{p}", sources: ["wire"]), (label: "L{p}", value: "W", sources: ["wire"])],
     sources: ["wire"]),
    (id: "due", on: "2027-01-01", kind: Talks, title: "D{p}", basis: Scheduled, sources: ["wire"]),
],
)
"#
    )
}

/// What has errors of every kind: a file that is no state, one cut short, unknown fields and ids.
fn broken(is_raw: bool) -> String {
    let p = quoted(is_raw);
    format!(
        "(schema: 2, title: \"T\", subjects: [(id: \"{p}\", name: \"\", kind: State), (id: \"QQ\", name: \"Q{p}\", kind: Nothing, no: \"{p}\")],\n\
         events: [(id: \"e\", kind: Talks, title: \"T{p}\", actors: [\"{p}\"], sources: [\"{p}\"])], /* {p} */ {PAYLOAD})"
    )
}

/// An entry of a list.
fn sdn(reference: u32) -> String {
    let payload = PAYLOAD.replace("\r\n", "");
    format!(
        "{reference},\"ALPHA{payload}\",-0- ,\"BELARUS-EO14038{payload}\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"Remark {payload}\"\r\n"
    )
}

/// The bytes that come from a command in a terminal, and its exit code.
fn run(home: &Home, words: &[&str]) -> (Vec<u8>, u32) {
    let mut command = home.program(env!("CARGO_BIN_EXE_beltui"));
    command.args(words);
    let mut pty = Pty::start(command, (400, 48));
    let (code, _) = pty.ends();
    let bytes = pty.shown().raw.clone();
    (bytes, code)
}

/// A text without the sequences that the program itself writes: styles, and the erasing of a line's rest.
fn without_own(text: &str) -> String {
    let mut rest = text;
    let mut out = String::new();
    while let Some((before, after)) = rest.split_once("\x1b[") {
        out.push_str(before);
        let end = after.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(after.len());
        let (codes, after_codes) = after.split_at(end);
        let is_own = after_codes.starts_with('m') && codes.split(';').all(|code| code.len() <= 3)
            || (after_codes.starts_with('K') && codes.is_empty());
        if is_own {
            rest = &after_codes[1..];
        } else {
            out.push_str("\x1b[");
            rest = after;
        }
    }
    out + rest
}

/// What is wrong with what a terminal got.
fn fault(bytes: &[u8]) -> Option<String> {
    let Ok(text) = std::str::from_utf8(bytes) else { return Some("no UTF-8".to_owned()) };
    let plain = without_own(text);
    if let Some(c) = plain.replace("\r\n", "\n").chars().find(|c| is_hostile(*c) && *c != '\n' && *c != '\r')
    {
        return Some(format!("{c:?} stands in it"));
    }
    plain
        .lines()
        .any(|line| line.trim_start_matches('\r').starts_with("OWNED"))
        .then(|| "a line of its own".to_owned())
}

/// Files with hostile names and contents.
struct Files {
    home: Home,
}

impl Files {
    fn new() -> Self {
        let files = Self { home: Home::new() };
        for (is_raw, word) in [(false, "escaped"), (true, "raw")] {
            files.write(&name(word, ".ron"), &state(is_raw, "old"));
            files.write(&name(word, "-new.ron"), &state(is_raw, "new"));
            files.write(&name(word, "-other.ron"), &state(is_raw, "other"));
            files.write(&name(word, "-broken.ron"), &broken(is_raw));
        }
        files.write(&name("old", "sdn.csv"), &(sdn(90_001) + &sdn(90_002)));
        files.write(&name("new", "sdn.csv"), &(sdn(90_001).replace("ALPHA", "BETA") + &sdn(90_003)));
        files.write(&name("no", "list.csv"), PAYLOAD);
        files
    }

    fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.home.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// The words of a command line: `@` stands before the name of a file.
    fn words(line: &str) -> Vec<String> {
        let word = |word: &str| match word.split_once('@') {
            Some((before, file)) => {
                let stem = STEMS.iter().find(|stem| file.starts_with(**stem)).unwrap();
                format!("{before}{}", name(stem, &file[stem.len()..]))
            }
            None => word.to_owned(),
        };
        line.split(' ').map(|it| word(it).replace("PAYLOAD", PAYLOAD)).collect()
    }
}

/// What the names of files begin with.
const STEMS: &[&str] = &["escaped", "raw", "old", "new", "no", "gone"];

/// Commands on a state file, `@S`.
const ON_A_STATE: &[&str] = &[
    "check @S",
    "check @S --format json",
    "check @S --lists",
    "check @S --lists --format json",
    "export @S --what ledger",
    "export @S --what ledger --format json",
    "export @S --what ledger --format md",
    "export @S --what log",
    "export @S --what log --format json",
    "export @S --what log --format md",
    "export @S --what relations",
    "export @S --what relations --format md",
    "export @S --what crossings",
    "export @S --what crossings --format md",
    "export @S --what sources",
    "export @S --what sources --format json",
    "export @S --what sources --format md",
    "export @S --what agenda",
    "export @S --what agenda --format json",
    "export @S --what agenda --format md",
    "export @S --what agenda --format ics",
    "export ledger @S --sort -target --group issuer --format md",
    "export log @S --view events --columns title",
    "brief @S --since 2020-01-01",
    "brief @S --since 2020-01-01 --format html",
    "changes @S --since 2020-01-01",
    "changes @S --since 2020-01-01 --format json",
    "changes @S --since 2020-01-01 --format md",
    "changes @S --since 2020-01-01 --format atom",
    "diff @S @S-new",
    "diff @S @S-new --format json",
    "diff @S @S-new --format md",
    "diff @S --from 2020-01-01 --to 2026-01-01",
    "diff @S --from 2020-01-01 --to 2026-01-01 --format json",
    "diff @S --from 2020-01-01 --to 2026-01-01 --format md",
    "import ofac @oldsdn.csv --list-date 2025-01-01 --into @S --dry-run",
    "import ofac @oldsdn.csv --list-date 2025-01-01 --into @S",
    "reconcile @S ofac @oldsdn.csv --list-date 2025-01-01",
    "reconcile @S ofac 2025-01-01=@oldsdn.csv 2025-02-01=@newsdn.csv --format csv",
    "reconcile @S ofac @oldsdn.csv --list-date 2025-01-01 --format json",
    "reconcile @S ofac @oldsdn.csv --list-date 2025-01-01 --format md",
    "reconcile @S ofac @oldsdn.csv --list-date 2025-01-01 --accept",
    "frame @S",
    "frame @S --format ansi",
    "frame @S --format svg",
    "frame @S --keys 2<Enter>",
    "frame @S --keys 3<Enter>",
    "frame @S --keys !",
    "frame @S --keys 2e",
    "backups @S",
    "backups @S --restore 1",
    "backups @S --restore 99",
    "merge @S @S-new @S-other",
    "init @S",
];

#[test]
fn no_command_lets_a_file_or_its_name_steer_the_terminal() {
    let files = Files::new();
    for version in ["escaped", "raw"] {
        for line in ON_A_STATE {
            let line = line
                .replace("@S-new", &format!("@{version}-new.ron"))
                .replace("@S-other", &format!("@{version}-other.ron"))
                .replace("@S", &format!("@{version}.ron"));
            let words = Files::words(&line);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let (bytes, code) = run(&files.home, &words);
            let text = String::from_utf8_lossy(&bytes);
            assert_eq!(fault(&bytes), None, "{line}\n{text}");
            let most = if line.starts_with("diff") || line.starts_with("changes") { 3 } else { 2 };
            assert!(code <= most && !text.contains("panicked"), "{line}\n{text}");
            // A command that says nothing of the file proves nothing.
            assert!(
                text.contains('␛') || text.contains("u001b") || line.contains("--restore 1"),
                "{line} {code}\n{text}"
            );
        }
    }
}

/// Commands that fail, or that are none.
const FAILING: &[&str] = &[
    "check @escaped-broken.ron",
    "check @escaped-broken.ron --format json",
    "check @raw-broken.ron",
    "check @raw-broken.ron --format json",
    "export @raw-broken.ron --what log",
    "export @raw-broken.ron --what agenda --format ics",
    "brief @escaped-broken.ron --since 2020-01-01",
    "frame @raw-broken.ron",
    "check @gone.ron",
    "frame @gone.ron",
    "@gone.ron",
    "import ofac @gone.csv --into @raw.ron",
    "import ofac @nolist.csv --into @raw.ron",
    "import ofac @oldsdn.csv --into @raw.ron",
    "reconcile @raw.ron ofac PAYLOAD=@oldsdn.csv",
    "list-diff @oldsdn.csv @newsdn.csv",
    "list-diff @oldsdn.csv @newsdn.csv --format csv",
    "list-diff @oldsdn.csv @newsdn.csv --format json",
    "list-diff @oldsdn.csv @newsdn.csv --format md",
    "list-diff @nolist.csv @newsdn.csv",
    "init @escapedmade.ron",
    "init /gone/PAYLOAD.ron",
    "frame @raw.ron --keys <PAYLOAD>",
    "frame @raw.ron --size PAYLOAD",
    "PAYLOAD PAYLOAD",
    "PAYLOAD",
    "--PAYLOAD",
    "check --format PAYLOAD",
    "check --format=PAYLOAD",
    "export --what PAYLOAD",
    "export PAYLOAD @raw.ron",
    "export ledger @raw.ron --filter status:PAYLOAD",
    "export ledger @raw.ron --columns PAYLOAD",
    "export ledger @raw.ron --sort PAYLOAD",
    "export log @raw.ron --view PAYLOAD",
    "frame @raw.ron --view PAYLOAD",
    "frame @raw.ron --record PAYLOAD",
    "export --what ledger --as-of PAYLOAD",
    "import PAYLOAD PAYLOAD --into PAYLOAD",
    "import ofac @oldsdn.csv --list-date PAYLOAD --into PAYLOAD",
    "backups --restore PAYLOAD",
    "help PAYLOAD",
    "@gone.ron --theme PAYLOAD",
    "reconcile @raw.ron PAYLOAD @oldsdn.csv",
    "completions PAYLOAD",
];

#[test]
fn a_merge_that_fails_names_its_sides_and_no_file() {
    let files = Files::new();
    let words = Files::words("merge @gone.ron @raw.ron @raw.ron");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let (bytes, code) = run(&files.home, &words);
    let text = String::from_utf8_lossy(&bytes);
    assert_eq!((fault(&bytes), code), (None, 129), "{text}");
    assert!(text.starts_with("beltui merge: base cannot be read: "), "{text}");
}

#[test]
fn what_goes_wrong_is_told_in_signs_too() {
    let files = Files::new();
    for line in FAILING {
        let words = Files::words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (bytes, code) = run(&files.home, &words);
        let text = String::from_utf8_lossy(&bytes);
        assert_eq!(fault(&bytes), None, "{line}\n{text}");
        let most = if line.starts_with("list-diff") { 3 } else { 2 };
        assert!(code <= most && !text.contains("panicked"), "{line}\n{text}");
        let signs = ["␛", "u001b", "\\u{1b}"];
        assert!(signs.iter().any(|sign| text.contains(sign)), "{line} {code}\n{text}");
    }
}

#[test]
fn a_name_that_is_no_utf_8_is_told_without_its_bytes() {
    let home = Home::new();
    let name = OsStr::from_bytes(b"a\x9b31m\xff\x1b.ron");
    for words in [
        &["init"][..],
        &["check"],
        &["frame"],
        &["backups"],
        &["check", "--format", "json"],
        &["check", "too", "many"],
    ] {
        let mut command = home.program(env!("CARGO_BIN_EXE_beltui"));
        command.args(words);
        command.arg(name);
        let mut pty = Pty::start(command, (400, 48));
        pty.ends();
        let bytes = pty.shown().raw.clone();
        assert_eq!(fault(&bytes), None, "{words:?}\n{}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn what_the_environment_names_is_told_in_signs() {
    let home = Home::new();
    let mut command = home.program(env!("CARGO_BIN_EXE_beltui"));
    command.arg("check");
    command.env("BELTUI_STATE", home.path(&name("gone", ".ron")));
    let mut pty = Pty::start(command, (400, 48));
    assert_eq!(pty.ends().0, 2);
    let bytes = pty.shown().raw.clone();
    assert_eq!(fault(&bytes), None, "{}", String::from_utf8_lossy(&bytes));
    assert!(String::from_utf8_lossy(&bytes).contains('␛'));
}

/// A file whose lock somebody holds who calls himself so.
fn held(files: &Files, of: &str, holder: &str) -> File {
    let mut lock = File::create(files.home.path(&format!(".{of}.lock"))).unwrap();
    lock.write_all(holder.as_bytes()).unwrap();
    lock.lock().unwrap();
    lock
}

#[test]
fn who_holds_a_lock_is_told_in_signs() {
    let files = Files::new();
    let file = name("raw", ".ron");
    let _lock = held(&files, &file, &format!("process {PAYLOAD}"));
    for line in [
        "import ofac @oldsdn.csv --list-date 2025-01-01 --into @raw.ron",
        "reconcile @raw.ron ofac @oldsdn.csv --list-date 2025-01-01 --accept",
    ] {
        let words = Files::words(line);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (bytes, code) = run(&files.home, &words);
        let text = String::from_utf8_lossy(&bytes);
        assert_eq!((fault(&bytes), code), (None, 1), "{line}\n{text}");
        let why = "a file that is no lock of beltui stands where its lock belongs";
        assert!(text.contains(why) && text.contains('␛'), "{line}\n{text}");
    }
}

#[test]
fn the_dashboard_draws_signs_for_a_hostile_file_its_name_its_lock_and_the_settings() {
    let files = Files::new();
    let file = name("escaped", ".ron");
    let _lock = held(&files, &file, &format!("process {PAYLOAD}"));
    let config = files.home.path("beltui");
    fs::create_dir_all(&config).unwrap();
    fs::write(config.join("keymap.ron"), format!("{{Pane: [(keys: [\"{PAYLOAD}\"], does: Open)]}}")).unwrap();
    fs::write(config.join("theme.ron"), format!("(colours: {{Text: \"{PAYLOAD}\"}})")).unwrap();
    let mut pty = Pty::dashboard_in(&files.home, &files.home.path(&file), WINDOW);
    pty.says("␛");
    for keys in ["j", "\r", "q", "3", "\r", "q", "!", "q", "?", "q"] {
        pty.types(keys);
    }
    pty.types("q");
    pty.ends();
    let shown = pty.shown();
    for never in ["\x1b[6666m", "\x1b]", "\u{7}", "\u{202e}", "\u{200b}", "\u{9b}", "\u{7f}"] {
        assert!(!shown.wrote(never), "{never:?}");
    }
}

#[test]
fn the_dashboard_starts_whatever_stands_in_the_place_of_own_files_and_says_so() {
    for name in ["keymap.ron", "theme.ron", "settings.ron"] {
        let home = Home::new();
        let path = home.path("beltui").join(name);
        _ = fs::remove_file(&path);
        fs::create_dir(&path).unwrap();
        let complains = |why: &str| {
            // On the narrowest screen that people use.
            let pty = Pty::start(home.dashboard(&home.shipped()), (80, 24));
            pty.says(&format!("{name}: {why}"));
        };
        complains("it is a folder, not a file: the defaults are used");
        fs::remove_dir(&path).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        complains("it is a named pipe, not a file");
        fs::remove_file(&path).unwrap();
        fs::write(&path, "(((").unwrap();
        complains("line 1, column");
        fs::write(&path, "\u{feff}// nothing of mine yet\r\n").unwrap();
        let pty = Pty::dashboard(&home, &home.shipped());
        assert!(!pty.shown().says("the defaults are used"));
    }
}

#[test]
fn into_a_file_the_data_is_exact() {
    let files = Files::new();
    let path = files.home.path(&name("escaped", ".ron"));
    assert!(path.as_os_str().as_bytes().contains(&0x1b));
    let output = |format: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_beltui"));
        command.arg("export").arg(&path).args([
            "--what",
            "ledger",
            "--format",
            format,
            "--as-of",
            "2025-10-28",
        ]);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let target = format!("Zorvan{PAYLOAD}");
    let mut csv = csv::Reader::from_reader(std::io::Cursor::new(output("csv")));
    assert!(csv.records().any(|row| row.unwrap().iter().any(|cell| cell == target)));
    let json = output("json");
    assert_eq!(json.chars().find(|c| is_hostile(*c) && *c != '\n'), None);
    let rows: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(rows["rows"][0]["target"], target.as_str());
    // What is for eyes stays visible in a file.
    assert!(!output("md").chars().any(|c| is_hostile(c) && c != '\n'));
}
