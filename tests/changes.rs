//! What changed since a person looked: in the world, and in the file; for people, programs and feed readers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use quick_xml::events::Event;
use quick_xml::reader::Reader;
use serde_json::Value;

/// A person with a file.
struct Desk {
    folder: tempfile::TempDir,
}

/// What came of a command: its exit code and what it wrote.
struct Done {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: tempfile::tempdir().unwrap() };
        desk.write(&file("", ""));
        desk
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, text: &str) {
        fs::write(self.path("a.ron"), text).unwrap();
    }

    fn command(&self, today: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_beltui"));
        command.args(arguments).args(["--today", today]).current_dir(self.folder.path());
        command
            .env("HOME", self.folder.path())
            .env("XDG_STATE_HOME", self.path("state"))
            .env_remove("BELTUI_STATE");
        command
    }

    fn run(&self, today: &str, arguments: &[&str]) -> Done {
        let output = self.command(today, arguments).output().unwrap();
        Done {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// `beltui changes a.ron` on a day: how it exits and what it says.
    fn changes(&self, today: &str, more: &[&str]) -> (i32, String) {
        let done = self.run(today, &[&["changes", "a.ron"], more].concat());
        assert!(done.code.is_some_and(|code| code != 1), "{more:?}: {}", done.err);
        (done.code.unwrap(), done.out)
    }

    fn json(&self, today: &str, more: &[&str]) -> Value {
        let (_, out) = self.changes(today, &[&["--format", "json"], more].concat());
        serde_json::from_str(&out).unwrap()
    }
}

/// A file of an invented world: a listing with a term, one without, and what is added to the second and to the events.
fn file(steps: &str, events: &str) -> String {
    format!(
        r#"(schema: 2, title: "Quelland",
        subjects: [
            (id: "QL", name: "Quelland", kind: State), (id: "NF", name: "Nordfels", kind: State),
            (id: "alpha-works", name: "Alpha Works", kind: Company),
            (id: "beta-yards", name: "Beta Yards", kind: Company, owners: [(owner: "gamma-trust", sources: ["gazette"])]),
            (id: "gamma-trust", name: "Gamma Trust", kind: Company),
        ],
        sources: [(id: "gazette", publisher: "Gazette of Quelland", title: "Issues", grade: "A1")],
        acts: [], relations: [(id: "nf-ql", pair: ("NF", "QL"), history: [])],
        sanctions: [
            (id: "ql-alpha", issuer: "QL", target: "alpha-works", measure: AssetFreeze, history: [
                (on: "2024-01-01", what: Designated, until: "2026-06-30", sources: ["gazette"]),
            ]),
            (id: "ql-beta", issuer: "QL", target: "beta-yards", measure: AssetFreeze, history: [
                (on: "2024-01-01", what: Designated, sources: ["gazette"]),{steps}
            ]),
        ],
        crossings: [], events: [{events}], decisions: [])"#
    )
}

const OLD_STEP: &str = r#"(on: "2026-05-05", what: Delisted, sources: ["gazette"]),"#;
const NEW_STEP: &str = r#"(on: "2026-06-10", what: Licensed, scope: "wages", sources: ["gazette"]),"#;
const EVENT: &str = r#"(id: "talks", on: "2026-06-12", title: "Talks in Nordfels", kind: Statement, actors: ["beta-yards"], sources: ["gazette"]),"#;

#[test]
fn a_first_look_says_so_and_what_comes_after_is_told_once() {
    let desk = Desk::new();
    let (code, said) = desk.changes("2026-06-01", &[]);
    assert_eq!(
        (code, said.lines().next()),
        (0, Some("Quelland: looked at for the first time on 2026-06-01"))
    );
    let (code, said) = desk.changes("2026-06-01", &[]);
    assert_eq!(
        (code, said.as_str()),
        (0, "Quelland: what changed since 2026-06-01, by 2026-06-01\nnothing changed.\n")
    );
    desk.write(&file(OLD_STEP, ""));
    assert_eq!(desk.changes("2026-06-01", &[]).0, 3);
    assert_eq!(desk.changes("2026-06-01", &[]).0, 0);
}

#[test]
fn what_happened_and_what_was_mended_in_the_file_are_told_apart() {
    let desk = Desk::new();
    desk.changes("2026-06-01", &[]);
    desk.write(&file(&format!("{OLD_STEP}{NEW_STEP}"), EVENT));
    let found = desk.json("2026-07-15", &["--peek"]);
    let told = |part: &str| -> Vec<String> {
        found[part].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
    };
    // The term of the one ran out since; that the other had been delisted before was not known to the file.
    assert_eq!(told("world"), ["ql-alpha", "talks"]);
    assert_eq!(told("file"), ["ql-beta"]);
    assert_eq!((found["since"].as_str(), found["until"].as_str()), (Some("2026-06-01"), Some("2026-07-15")));
    let (_, said) = desk.changes("2026-07-15", &[]);
    assert_eq!(
        said,
        "Quelland: what changed since 2026-06-01, by 2026-07-15\n\
         2 things happened, 1 record was added or mended.\n\
         \n\
         What happened · 2\n\
         \u{20} Terms that ran out, and nothing seen since says whether it was prolonged · 1\n\
         \u{20}   2026-07-01: QL › Alpha Works: Asset freeze: in force → expired\n\
         \u{20} Events · 1\n\
         \u{20}   2026-06-12: Talks in Nordfels\n\
         \n\
         Added to the file, or mended in it · 1\n\
         \u{20} mended: QL › Beta Yards: Asset freeze (sanctions ql-beta)\n\
         \u{20}   on 2026-06-01 it was in force by the file as it was, and lifted by the file as it is\n\
         \u{20}   new: 5 May 2026: Quelland lifted the listing of Beta Yards (Gazette of Quelland)\n\
         \u{20}   new: 10 June 2026: Quelland authorised dealings with Beta Yards (wages) (Gazette of Quelland)\n"
    );
}

/// A step of the time between is told as what happened, not once more as what was added.
#[test]
fn a_step_that_happened_since_is_told_once() {
    let desk = Desk::new();
    desk.changes("2026-06-01", &[]);
    desk.write(&file(NEW_STEP, ""));
    let found = desk.json("2026-06-20", &["--peek"]);
    assert_eq!(found["world"][0]["text"], "in force → licensed");
    assert_eq!((found["world"].as_array().unwrap().len(), found["file"].as_array().unwrap().len()), (1, 0));
    // A sighting changes nothing that holds, and is told all the same.
    desk.write(&file(r#"(on: "2026-06-10", what: Seen, list: "Quelland list", sources: ["gazette"]),"#, ""));
    let found = desk.json("2026-06-20", &["--peek"]);
    assert_eq!(
        (found["world"].as_array().unwrap().len(), found["file"][0]["id"].as_str()),
        (0, Some("ql-beta"))
    );
}

#[test]
fn what_was_mended_in_a_step_is_told_with_its_day() {
    let desk = Desk::new();
    desk.write(&file(OLD_STEP, ""));
    desk.changes("2026-06-01", &[]);
    desk.write(&file(&OLD_STEP.replace("Delisted", "Delisted, note: \"by letter\""), ""));
    let found = desk.json("2026-06-01", &[]);
    assert_eq!(found["file"][0]["says"][0], "step of 2026-05-05, note: + \"by letter\"");
    assert_eq!(found["file"][0]["fields"][0]["path"], "history.2.note");
    // A record that is gone is told too.
    let text = file("", "").replace(r#"(id: "nf-ql", pair: ("NF", "QL"), history: [])"#, "");
    desk.write(&text);
    let found = desk.json("2026-06-01", &[]);
    assert_eq!(
        (found["file"][0]["change"].as_str(), found["file"][0]["id"].as_str()),
        (Some("removed"), Some("nf-ql"))
    );
}

#[test]
fn a_day_instead_of_the_last_look_tells_what_happened_and_that_the_file_of_then_is_not_kept() {
    let desk = Desk::new();
    let (code, said) = desk.changes("2026-07-15", &["--since", "2026-06-15"]);
    assert!(code == 3 && said.contains("in force → expired"), "{said}");
    assert!(said.contains("How the file was on that day is not kept"), "{said}");
    // It is no look.
    assert!(desk.changes("2026-07-15", &[]).1.contains("looked at for the first time"));
    let done = desk.run("2026-07-15", &["changes", "a.ron", "--since", "2026-08-01"]);
    assert!(
        done.code == Some(1) && done.err.contains("2026-08-01, since which you ask, is after 2026-07-15"),
        "{}",
        done.err
    );
}

#[test]
fn the_last_look_moves_only_where_all_of_it_was_told() {
    let desk = Desk::new();
    desk.changes("2026-06-01", &[]);
    desk.write(&file(OLD_STEP, ""));
    // A look that only peeks, and one at another day.
    assert_eq!(desk.changes("2026-06-02", &["--peek"]).0, 3);
    assert_eq!(desk.changes("2026-06-02", &["--until", "2026-06-01"]).0, 3);
    // A full disk.
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let failed = desk
        .command("2026-06-02", &["changes", "a.ron"])
        .stdout(full)
        .stderr(Stdio::null())
        .status()
        .unwrap();
    assert_eq!(failed.code(), Some(1));
    // Nobody who reads.
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    desk.command("2026-06-02", &["changes", "a.ron"]).stdout(writer).status().unwrap();
    // A feed that cannot be written.
    for name in ["no/folder/../../a.ron", "no/feed.xml", "a.ron", "."] {
        let done = desk.run("2026-06-02", &["changes", "a.ron", "--atom", name]);
        assert_eq!(done.code, Some(1), "{name}: {}", done.out);
    }
    fs::write(desk.path("mine.txt"), "a shopping list").unwrap();
    let done = desk.run("2026-06-02", &["changes", "a.ron", "--atom", "mine.txt"]);
    assert!(done.code == Some(1) && done.err.contains("no feed that beltui wrote"), "{}", done.err);
    assert_eq!(fs::read_to_string(desk.path("mine.txt")).unwrap(), "a shopping list");
    // A file with an error.
    let whole = fs::read_to_string(desk.path("a.ron")).unwrap();
    desk.write(&whole.replace(
        "measure: AssetFreeze, history: [\n                (on: \"2024-01-01\", what: Designated, until",
        "measure: AssetFreeze, history: [\n                (on: \"2024-13-01\", what: Designated, until",
    ));
    // What is left out of it for that is not told as removed, on the screen nor in a feed.
    let done = desk.run("2026-06-02", &["changes", "a.ron", "--atom", "errors.xml"]);
    assert!(done.code == Some(1) && done.err.contains("it has errors"), "{:?} {}", done.code, done.err);
    assert!(done.out.is_empty() && !desk.path("errors.xml").exists(), "{}", done.out);
    let done = desk.run("2026-06-02", &["changes", "a.ron", "--since", "2026-06-01"]);
    assert!(done.code == Some(1) && done.err.contains("it has errors"), "{:?} {}", done.code, done.err);
    desk.write(&whole);
    let found = desk.json("2026-06-02", &[]);
    assert_eq!(
        (found["since"].as_str(), found["file"][0]["id"].as_str()),
        (Some("2026-06-01"), Some("ql-beta"))
    );
    assert_eq!(desk.json("2026-06-02", &[])["since"], "2026-06-02");
}

#[test]
fn what_was_kept_of_the_last_look_is_told_where_it_is_damaged() {
    let desk = Desk::new();
    desk.changes("2026-06-01", &[]);
    let folder = fs::read_dir(desk.path("state/beltui/looked")).unwrap().next().unwrap().unwrap().path();
    fs::write(folder.join("all"), "beltui looked 1 2026-06-01 0\nxx").unwrap();
    let done = desk.run("2026-06-01", &["changes", "a.ron"]);
    assert!(done.code == Some(1) && done.err.contains("is damaged"), "{}", done.err);
}

#[test]
fn each_choice_has_a_last_look_of_its_own() {
    let desk = Desk::new();
    for more in [&[][..], &["--only", "ql-alpha"], &["--filter", "target:beta"]] {
        assert_eq!(desk.changes("2026-06-01", more).0, 0, "{more:?}");
    }
    desk.write(&file(OLD_STEP, EVENT));
    assert_eq!(desk.changes("2026-06-02", &["--only", "ql-alpha"]).0, 0);
    assert_eq!(desk.changes("2026-06-02", &["--filter", "target:beta"]).0, 3);
    assert_eq!(desk.changes("2026-06-02", &["--filter", "target:beta"]).0, 0);
    for more in [["--filter", "colour:red"], ["--only", "ql-alfa"]] {
        let wrong = desk.run("2026-06-02", &[&["changes", "a.ron"][..], &more].concat());
        assert_eq!(wrong.code, Some(2), "{}", wrong.err);
    }
    // All of it was not looked at since.
    assert_eq!(desk.changes("2026-06-02", &[]).0, 3);
}

#[test]
fn only_what_belongs_to_the_watched_is_told() {
    let desk = Desk::new();
    let watch = |more: &[&str]| desk.run("2026-06-01", &[&["watch", "--file", "a.ron"], more].concat());
    assert_eq!(watch(&[]).out, "nobody is watched\n");
    let none = desk.run("2026-06-01", &["changes", "a.ron", "--watched"]);
    assert!(none.code == Some(1) && none.err.contains("beltui watch add ID"), "{}", none.err);
    let wrong = watch(&["add", "nobody"]);
    assert!(wrong.code == Some(2) && wrong.err.contains("nobody is no subject"), "{}", wrong.err);
    // The id of a measure means whom it is aimed at.
    assert_eq!(watch(&["add", "ql-beta", "NF"]).out, "NF  Nordfels\nbeta-yards  Beta Yards\n");
    assert_eq!(watch(&["remove", "NF"]).out, "beta-yards  Beta Yards\n");
    assert_eq!(watch(&["list"]).out, "beta-yards  Beta Yards\n");
    desk.changes("2026-06-01", &["--watched"]);
    let text = file(OLD_STEP, EVENT).replace("name: \"Gamma Trust\"", "name: \"Gamma Trust and Sons\"");
    desk.write(&text.replace("name: \"Nordfels\"", "name: \"North Fels\""));
    let found = desk.json("2026-07-15", &["--watched"]);
    let ids: BTreeSet<&str> = ["world", "file"]
        .iter()
        .flat_map(|part| found[part].as_array().unwrap())
        .map(|it| it["id"].as_str().unwrap())
        .collect();
    // Itself was not touched; its measure, the event that names it and who owns it were. Whose term ran out is another.
    assert_eq!(ids, BTreeSet::from(["gamma-trust", "ql-beta", "talks"]));
}

/// What RFC 4287 asks of a feed and of each entry.
fn entries(feed: &str) -> Vec<(String, String, String, String)> {
    let mut reader = Reader::from_str(feed);
    let (mut path, mut found, mut head): (Vec<String>, Vec<[String; 4]>, BTreeSet<String>) =
        Default::default();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                if name == "feed" {
                    let space = tag.try_get_attribute("xmlns").unwrap().unwrap();
                    assert_eq!(space.value.as_ref(), "http://www.w3.org/2005/Atom");
                }
                if name == "entry" {
                    found.push(Default::default());
                }
                path.push(name);
                if path.len() == 2 {
                    head.insert(path[1].clone());
                }
            }
            Event::End(_) => _ = path.pop().unwrap(),
            Event::Empty(tag) => {
                let term = tag.try_get_attribute("term").unwrap().unwrap();
                found.last_mut().unwrap()[3] = term.value.to_string();
            }
            Event::Text(text) => {
                let at = match path.last().map(String::as_str) {
                    Some("id") => 0,
                    Some("updated") => 1,
                    Some("title") => 2,
                    _ => continue,
                };
                if path.len() == 3 {
                    found.last_mut().unwrap()[at] += text.as_ref();
                }
            }
            Event::GeneralRef(_) if path.last().is_some_and(|it| it == "title") && path.len() == 3 => {
                found.last_mut().unwrap()[2].push('&');
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(path.is_empty());
    for needed in ["id", "title", "updated", "author"] {
        assert!(head.contains(needed), "the feed has no {needed}");
    }
    let ids: BTreeSet<&String> = found.iter().map(|it| &it[0]).collect();
    assert_eq!(ids.len(), found.len(), "each entry has an id of its own");
    for [id, updated, title, kind] in &found {
        assert!(id.starts_with("urn:uuid:") && id.len() == 45 && &id[23..24] == "8", "{id}");
        assert!(chrono::DateTime::parse_from_rfc3339(updated).is_ok(), "{updated}");
        assert!(!title.is_empty() && ["world", "file"].contains(&kind.as_str()), "{title:?} {kind:?}");
    }
    found.into_iter().map(|[id, updated, title, kind]| (id, updated, title, kind)).collect()
}

#[test]
fn a_feed_is_valid_deterministic_and_keeps_the_ids_of_what_it_told() {
    let desk = Desk::new();
    desk.changes("2026-06-01", &[]);
    desk.write(&file(&format!("{OLD_STEP}{NEW_STEP}"), EVENT));
    let feed = |today: &str| desk.changes(today, &["--format", "atom", "--peek"]).1;
    let first = feed("2026-07-15");
    assert_eq!(first, feed("2026-07-15"));
    let told = entries(&first);
    let kinds: Vec<(&str, &str)> = told.iter().map(|it| (it.1.as_str(), it.3.as_str())).collect();
    assert_eq!(
        kinds,
        [
            ("2026-07-15T00:00:00Z", "file"),
            ("2026-07-01T00:00:00Z", "world"),
            ("2026-06-12T00:00:00Z", "world")
        ]
    );
    // On another day the same changes have the same ids.
    let ids = |feed: &str| entries(feed).into_iter().map(|it| it.0).collect::<BTreeSet<_>>();
    assert_eq!(ids(&first), ids(&feed("2026-08-15")));
}

#[test]
fn a_feed_in_a_file_keeps_what_it_told_before_and_is_left_alone_where_nothing_changed() {
    let desk = Desk::new();
    desk.changes("2026-06-01", &[]);
    desk.write(&file(OLD_STEP, ""));
    let read = || fs::read_to_string(desk.path("feed.xml")).unwrap();
    assert_eq!(desk.changes("2026-06-02", &["--atom", "feed.xml"]).0, 3);
    let before = entries(&read());
    assert_eq!(before.len(), 1);
    desk.write(&file(&format!("{OLD_STEP}{NEW_STEP}"), EVENT));
    assert_eq!(desk.changes("2026-06-20", &["--atom", "feed.xml"]).0, 3);
    let after = entries(&read());
    assert!(after.len() == 3 && after.contains(&before[0]), "{after:?}");
    let written = read();
    assert_eq!(desk.changes("2026-06-21", &["--atom", "feed.xml"]).0, 0);
    assert_eq!(read(), written);
}

#[test]
fn nothing_in_a_file_ends_an_entry_or_steers_a_terminal() {
    let desk = Desk::new();
    desk.changes("2026-06-01", &[]);
    let evil = EVENT
        .replace("Talks in Nordfels", "a</title></entry>\n<entry>&amp;]]>\u{1b}]0;x\u{7}\u{202e}\u{fffe}");
    desk.write(&file("", &evil));
    for format in ["text", "json", "md", "atom"] {
        let (code, out) = desk.changes("2026-06-20", &["--format", format, "--peek"]);
        assert_eq!(code, 3);
        assert!(!out.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{format}: {out:?}");
        if format == "atom" {
            assert_eq!(entries(&out).len(), 1, "{out}");
        }
    }
}
