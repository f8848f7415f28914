//! The directions of the house, read from the `use` lines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Every source file with its path from `src`.
fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&root, &mut found);
    found.sort();
    found
        .iter()
        .map(|path| (path.strip_prefix(&root).unwrap().to_owned(), fs::read_to_string(path).unwrap()))
        .collect()
}

/// The lines of a file without its comments: those of the program, and those of its unit tests.
fn halves(path: &Path, text: &str) -> (String, String) {
    let (mut program, mut tests) = (String::new(), String::new());
    let is_test_file = path.file_name().is_some_and(|name| name == "tests.rs");
    let mut lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    while let Some(line) = lines.next() {
        if line.trim_start() != "#[cfg(test)]" {
            let half = if is_test_file { &mut tests } else { &mut program };
            *half += &format!("{line}\n");
            continue;
        }
        // The item behind it ends with its first line, or where a line as far to the left closes it.
        let indent = &line[..line.len() - line.trim_start().len()];
        for (at, line) in lines.by_ref().enumerate() {
            tests += &format!("{line}\n");
            let is_closed = line.strip_prefix(indent).is_some_and(|line| line == "}" || line == "};");
            if is_closed || (at == 0 && (line.ends_with(';') || line.ends_with('}'))) {
                break;
            }
        }
    }
    (program, tests)
}

/// What the code of a file names, its tests and comments left out.
fn code(path: &Path, text: &str) -> String {
    halves(path, text).0
}

/// How many modules stand around the code of a file: `edit/document.rs` is in two, the crate among them.
fn depth(path: &Path) -> usize {
    path.components().count() - usize::from(path.ends_with("mod.rs"))
}

/// The names that stand in the crate itself and are named in code with so many modules around it: by `crate::name`,
/// `crate::{name, other::{…}}`, or `super::super::name`.
fn named(code: &str, depth: usize) -> Vec<String> {
    let supers = "super::".repeat(depth);
    let ways = code.split("crate::").skip(1).chain(code.split(supers.as_str()).skip(1));
    let mut found = Vec::new();
    for way in ways {
        let name = |text: &str| -> String {
            text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        let Some(group) = way.strip_prefix('{') else {
            found.push(name(way));
            continue;
        };
        let (mut level, mut start) = (0, 0);
        for (at, c) in group.char_indices() {
            match c {
                '{' => level += 1,
                '}' | ',' if level == 0 => {
                    found.push(name(&group[start..at]));
                    start = at + 1;
                    if c == '}' {
                        break;
                    }
                }
                '}' => level -= 1,
                _ => {}
            }
        }
    }
    found
}

#[test]
fn every_way_to_name_a_part_is_seen() {
    let code =
        "use crate::{app::{self, form}, ui};\nsuper::super::shell::a(crate::cli::b);\nsuper::store::c()";
    assert_eq!(named(code, 2), ["app", "ui", "cli", "shell"]);
    let path = Path::new("edit/document.rs");
    let text = "a\n#[cfg(test)]\nmod tests;\nb\n    #[cfg(test)]\n    fn c() {\n        d\n    }\ne\n// f\n#[cfg(test)]\nmod tests {\ng\n}\n";
    let (program, tests) = halves(path, text);
    assert_eq!(program, "a\nb\ne\n");
    assert!(tests.contains("mod tests;\n") && tests.contains("        d\n") && tests.contains("g\n"));
    assert_eq!((depth(path), depth(Path::new("edit/mod.rs"))), (2, 1));
}

/// Part of the house → the parts that it may name.
const ALLOWED: &[(&str, &[&str])] = &[
    ("ron", &["ron"]),
    ("model", &["model"]),
    ("names", &["names"]),
    ("schema", &["schema", "ron", "model"]),
    ("edit", &["edit", "schema", "ron", "model"]),
    ("store", &["store", "edit", "schema", "ron", "model"]),
    ("views", &["views", "model", "names"]),
    ("lists", &["lists", "model", "edit", "names"]),
    ("report", &["report", "views", "model", "edit", "schema"]),
    ("app", &["app", "ron", "views", "model", "edit", "schema"]),
    ("ui", &["ui", "app", "views", "model"]),
    ("shell", &["shell", "lists", "report", "app", "ui", "views", "store", "edit", "model"]),
    (
        "cli",
        &["cli", "ron", "lists", "report", "shell", "app", "ui", "views", "store", "edit", "schema", "model"],
    ),
];

/// The same for its unit tests: what they work on they may read from a text.
const ALLOWED_IN_TESTS: &[(&str, &[&str])] = &[("edit", &["store"]), ("app", &["store"])];

#[test]
fn no_part_reaches_up() {
    let of = |part: &str, table: &[(&'static str, &'static [&'static str])]| {
        table.iter().find(|(name, _)| *name == part).map(|(_, allowed)| *allowed)
    };
    for (path, text) in sources() {
        let part = path.iter().next().unwrap().to_str().unwrap().to_owned();
        let Some(allowed) = of(&part, ALLOWED) else { continue };
        let in_tests = of(&part, ALLOWED_IN_TESTS).unwrap_or_default();
        let (program, tests) = halves(&path, &text);
        // A module of tests inside of a file is one deeper.
        let names = named(&program, depth(&path)).into_iter().map(|name| (name, false));
        let inner = depth(&path) + usize::from(!path.ends_with("tests.rs"));
        for (name, is_test) in names.chain(named(&tests, inner).into_iter().map(|name| (name, true))) {
            let is_part = ALLOWED.iter().any(|(part, _)| *part == name);
            let is_allowed =
                allowed.contains(&name.as_str()) || (is_test && in_tests.contains(&name.as_str()));
            assert!(!is_part || is_allowed, "{} names {name}", path.display());
        }
    }
}

/// A path as it is named in code: `super::day::Day` are three names.
type Names = Vec<String>;

/// The paths of a tree behind `use`: `a::{b, c::d as e}` are two.
fn leaves(tree: &str) -> Vec<Names> {
    let names = |text: &str| -> Names { text.split("::").map(|name| name.trim().to_owned()).collect() };
    let tree = tree.trim();
    let Some((before, group)) = tree.split_once('{') else {
        let path = tree.split_once(" as ").map_or(tree, |(path, _)| path);
        return if path.is_empty() { Vec::new() } else { vec![names(path)] };
    };
    let group = group.trim_end().strip_suffix('}').unwrap_or(group);
    let (mut level, mut start, mut parts) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => level += 1,
            '}' => level -= 1,
            ',' if level == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&group[start..]);
    let before = before.trim().trim_end_matches("::");
    let under = |leaf: Names| if before.is_empty() { leaf } else { [names(before), leaf].concat() };
    parts.into_iter().flat_map(leaves).map(under).collect()
}

/// What the code of a file names: by `use`, by `pub use`, and by paths in the midst of it.
#[derive(Default)]
struct Named {
    used: Vec<Names>,
    given_on: Vec<Names>,
    within: Vec<Names>,
}

fn paths(code: &str) -> Named {
    let mut named = Named::default();
    let mut rest = String::new();
    // A statement that is a `use` stands at the beginning of a line, and ends with a semicolon.
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let statement = line.trim_start();
        let (is_public, tail) = match statement.strip_prefix("pub") {
            Some(tail) => (true, tail.trim_start_matches(|c| c != 'u').trim_start()),
            None => (false, statement),
        };
        let Some(tree) = tail.strip_prefix("use ").filter(|_| !is_public || statement.contains(" use "))
        else {
            rest += line;
            rest.push('\n');
            continue;
        };
        let mut tree = tree.to_owned();
        while !tree.contains(';') {
            let Some(line) = lines.next() else { break };
            tree += line;
        }
        let tree = tree.split(';').next().unwrap_or_default();
        if is_public { &mut named.given_on } else { &mut named.used }.extend(leaves(tree));
    }
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let mut from = 0;
    while let Some(at) = rest[from..].find("::").map(|at| from + at) {
        let begins = rest[..at].rfind(|c| !is_name(c)).map_or(0, |before| before + 1);
        let path = rest[begins..].split(|c: char| !is_name(c) && c != ':').next().unwrap_or_default();
        named.within.push(path.split("::").map(str::to_owned).collect());
        from = begins + path.len().max(at + 2 - begins);
    }
    named
}

/// The module that a file is.
fn module(path: &Path) -> Names {
    let mut names: Names = path.iter().map(|name| name.to_str().unwrap().to_owned()).collect();
    let last = names.pop().unwrap();
    if !["mod.rs", "lib.rs", "main.rs"].contains(&last.as_str()) {
        names.push(last.trim_end_matches(".rs").to_owned());
    }
    names
}

/// A path seen from the crate.
fn absolute(own: &[String], names: &[String]) -> Names {
    let (mut base, mut names) = (own.to_vec(), names);
    match names.first().map(String::as_str) {
        Some("crate") => (base, names) = (Names::new(), &names[1..]),
        Some("self") => names = &names[1..],
        _ => {
            while names.first().is_some_and(|name| name == "super") {
                base.pop();
                names = &names[1..];
            }
        }
    }
    [&base, names].concat()
}

/// Which files each file names.
struct Arrows {
    files: BTreeMap<Names, PathBuf>,
    /// What a module gives on under its own name, and where that stands: an arrow goes there.
    given_on: BTreeMap<(Names, String), Names>,
    /// File → the files that it names.
    from: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

impl Arrows {
    fn of(sources: &[(PathBuf, String)]) -> Self {
        let read: Vec<_> = sources.iter().map(|(path, text)| (path, paths(&code(path, text)))).collect();
        let files = read.iter().map(|(path, _)| (module(path), (*path).clone())).collect();
        let mut all = Self { files, given_on: BTreeMap::new(), from: BTreeMap::new() };
        for (path, named) in &read {
            let own = module(path);
            for names in &named.given_on {
                let name = names.last().cloned().unwrap_or_default();
                all.given_on.insert((own.clone(), name), absolute(&own, names));
            }
        }
        for (path, named) in &read {
            let own = module(path);
            let reached = named.used.iter().chain(&named.within);
            let to = reached.filter_map(|names| all.file(&absolute(&own, names), 0));
            let to = to.filter(|to| to != *path).collect();
            all.from.insert((*path).clone(), to);
        }
        all
    }

    /// The file in which that stands, which a path names.
    fn file(&self, path: &[String], steps: usize) -> Option<PathBuf> {
        let known = (0..=path.len()).rev().find(|&length| self.files.contains_key(&path[..length]))?;
        if known == 0 {
            return None;
        }
        let (module, rest) = path.split_at(known);
        let given_on = rest.first().and_then(|name| self.given_on.get(&(module.to_vec(), name.clone())));
        match given_on.filter(|to| steps < 9 && to.as_slice() != path) {
            Some(to) => self.file(&[to.as_slice(), &rest[1..]].concat(), steps + 1),
            None => self.files.get(module).cloned(),
        }
    }

    /// The circles between what stands in a folder: its files and its folders, each with all that is in it. Where the
    /// `mod.rs` is its `head`, what that holds is everybody's there, and left out.
    fn circles(&self, folder: &Path, head: bool) -> BTreeSet<Vec<String>> {
        let room = |path: &Path| {
            let within = path.strip_prefix(folder).ok()?;
            let name = within.iter().next()?.to_str()?.trim_end_matches(".rs").to_owned();
            Some(name).filter(|name| !head || name != "mod")
        };
        let mut ways: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (from, to) in &self.from {
            let Some(from) = room(from) else { continue };
            let to = to.iter().filter_map(|to| room(to)).filter(|to| *to != from);
            ways.entry(from.clone()).or_default().extend(to);
        }
        let reached = |from: &String| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
            while let Some(from) = open.pop() {
                open.extend(ways.get(from).into_iter().flatten().filter(|to| seen.insert((*to).clone())));
            }
            seen
        };
        let reached: BTreeMap<&String, BTreeSet<String>> =
            ways.keys().map(|from| (from, reached(from))).collect();
        let in_circle = reached.iter().filter(|(from, to)| to.contains(**from));
        in_circle
            .map(|(from, to)| {
                let back = |other: &&String| reached.get(other).is_some_and(|to| to.contains(*from));
                to.iter().filter(back).cloned().collect()
            })
            .collect()
    }
}

/// Folders whose `mod.rs` holds what all in it share and calls them as well, and what that is.
const HEADS: &[(&str, &str)] = &[
    ("model/declare", "what reads and shows a field is there for all that is declared"),
    ("app", "the app, whose methods stand in many files"),
    ("app/form", "the form, whose methods stand in many files"),
    ("cli", "the arguments of each command, and what commands have in common"),
    ("model/check", "the report that each check writes into"),
    ("schema/upgrade", "the plain fields that both halves change, and what they tell"),
    ("shell", "the messages that reach the loop"),
    ("store/load", "who looks on while a file is read"),
    ("store/merge", "what a merge is asked to choose between"),
];

/// Circles that are there, and why.
const CIRCLES: &[(&str, &[&str], &str)] =
    &[("schema/read", &["mod", "open", "values"], "a value may hold a struct, and a struct holds values")];

#[test]
fn nothing_in_a_folder_names_another_in_a_circle() {
    let sources = sources();
    let arrows = Arrows::of(&sources);
    let folders: BTreeSet<&Path> = sources.iter().filter_map(|(path, _)| path.parent()).collect();
    for folder in folders.into_iter().filter(|folder| *folder != Path::new("")) {
        let head = HEADS.iter().any(|(of, _)| Path::new(of) == folder);
        let circles = arrows.circles(folder, head);
        let known = CIRCLES.iter().filter(|(of, ..)| Path::new(of) == folder);
        let known: BTreeSet<Vec<String>> =
            known.map(|(_, rooms, _)| rooms.iter().map(|room| (*room).to_owned()).collect()).collect();
        let new: Vec<_> = circles.difference(&known).collect();
        assert!(new.is_empty(), "{}: these name each other in a circle: {new:?}", folder.display());
        let gone: Vec<_> = known.difference(&circles).collect();
        assert!(gone.is_empty(), "{}: no circle any more, take it off CIRCLES: {gone:?}", folder.display());
        // A head that names nobody needs no leave.
        let needs_leave = || arrows.circles(folder, false).iter().flatten().any(|room| room == "mod");
        assert!(!head || needs_leave(), "{}: take it off HEADS", folder.display());
    }
}

#[test]
fn circles_are_seen_however_a_thing_is_named() {
    let circles = |a: &str, b: &str| {
        let files = [
            ("part/mod.rs", "mod a;\nmod b;\npub use b::Shown;\n"),
            ("part/a.rs", a),
            ("part/b.rs", b),
            ("part/b/deep.rs", "use super::super::a::inner;\n"),
        ];
        let files = files.map(|(path, text)| (PathBuf::from(path), text.to_owned()));
        Arrows::of(&files).circles(Path::new("part"), false)
    };
    let head = [("part/mod.rs", "mod a;\nfn f() { a::g() }\n"), ("part/a.rs", "fn g(x: super::Thing) {}\n")];
    let head = head.map(|(path, text)| (PathBuf::from(path), text.to_owned()));
    let circles_of_head = |head_shares| Arrows::of(&head).circles(Path::new("part"), head_shares);
    assert_eq!(circles_of_head(false), BTreeSet::from([vec!["a".to_owned(), "mod".to_owned()]]));
    assert_eq!(circles_of_head(true), BTreeSet::new());
    let one = BTreeSet::from([vec!["a".to_owned(), "b".to_owned()]]);
    let to_b = [
        "use super::b::Thing;\n",
        "use crate::part::{\n    a,\n    b::{Thing, other},\n};\n",
        "fn f() -> crate::part::b::Thing {}\n",
        "use super::b;\nfn f() { b::thing() }\n",
        // What the folder gives on stands elsewhere.
        "use super::{Shown as Seen, other};\n",
        "pub(super) fn f(x: super::Shown) {}\n",
    ];
    for a in to_b {
        assert_eq!(circles(a, "use super::a::Other;\n"), one, "{a}");
        assert_eq!(circles(a, "fn f() {}\n"), one, "what stands in its folder counts as well: {a}");
    }
    let apart = [
        ("fn f() {}\n", "use super::a::Other;\n"),
        // Tests and comments name whom they like.
        (
            "// super::b::Thing\n#[cfg(test)]\nmod tests {\n    use super::super::b::Thing;\n}\n",
            "use super::a;\n",
        ),
    ];
    for (a, b) in apart {
        assert_eq!(circles(a, b), BTreeSet::new(), "{a}");
    }
}

/// Parts that must not know a thing, and the thing.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("ron", &["ratatui", "std::fs", "std::time", "chrono"]),
    ("names", &["ratatui", "std::fs", "std::io", "std::time", "chrono", "println!"]),
    ("model", &["ratatui", "std::fs", "std::io", "std::time", "chrono::Local", "chrono::Utc", "println!"]),
    ("schema", &["ratatui", "std::fs", "std::time", "chrono::Local", "chrono::Utc"]),
    ("edit", &["ratatui", "std::fs", "std::time", "chrono::Local", "chrono::Utc"]),
    ("views", &["ratatui", "std::fs", "std::io", "std::time", "chrono::Local", "chrono::Utc", "println!"]),
    ("app", &["std::fs", "std::io", "std::time", "chrono::Local", "chrono::Utc", "println!"]),
    ("ui", &["&mut App", "&mut self.app", "&mut State", "std::fs", "std::io", "chrono::Local"]),
];

#[test]
fn the_model_knows_no_screen_the_app_no_file_and_no_clock_and_the_ui_changes_nothing() {
    for (path, text) in sources() {
        let part = path.iter().next().unwrap().to_str().unwrap().to_owned();
        let Some((_, forbidden)) = FORBIDDEN.iter().find(|(name, _)| *name == part) else { continue };
        for thing in *forbidden {
            assert!(!code(&path, &text).contains(thing), "{} names {thing}", path.display());
        }
    }
}

#[test]
fn the_commands_write_in_one_place_which_makes_texts_visible() {
    const WRITING: &[&str] = &["print!", "println!", "stdout()", "stderr()", "Stdout", "Stderr", "/dev/tty"];
    for (path, text) in sources() {
        if !path.starts_with("cli") || path.ends_with("cli/out.rs") {
            continue;
        }
        // Asking whether there is a terminal writes nothing.
        let code = code(&path, &text).replace("stdout().is_terminal()", "");
        for writing in WRITING {
            assert!(!code.contains(writing), "{} writes by {writing}: use cli::out", path.display());
        }
    }
}

#[test]
fn json_is_written_in_one_place_which_escapes_what_steers() {
    for (path, text) in sources() {
        let writes =
            (path.starts_with("cli") || path.starts_with("report")) && !path.ends_with("report/json.rs");
        assert!(
            !writes || !code(&path, &text).contains("serde_json::to_"),
            "{} writes JSON of its own",
            path.display()
        );
    }
}

#[test]
fn the_network_is_reached_in_one_place() {
    for (path, text) in sources().into_iter().filter(|(path, _)| !path.starts_with("lists/fetch")) {
        for thing in ["ureq", "rustls", "TcpStream", "TcpListener", "UdpSocket", "ToSocketAddrs"] {
            assert!(!code(&path, &text).contains(thing), "{} names {thing}", path.display());
        }
    }
}

#[test]
fn no_file_is_too_large_to_know() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= 500, "{} has {lines} lines", path.display());
    }
}

#[test]
fn the_terminal_library_is_reached_through_ratatui_alone() {
    for (path, text) in sources() {
        let direct = code(&path, &text).replace("ratatui::crossterm", "");
        assert!(!direct.contains("crossterm::"), "{} uses a crossterm of its own", path.display());
    }
}

/// Where the app takes the names of keys and the places of panes from the terminal library; nothing of it draws.
const OF_THE_TERMINAL_IN_APP: &[&str] = &["app/chord.rs", "app/layout.rs"];

#[test]
fn the_app_names_the_terminal_library_for_keys_and_places_only() {
    for (path, text) in sources().into_iter().filter(|(path, _)| path.starts_with("app")) {
        let may = OF_THE_TERMINAL_IN_APP.iter().any(|known| path.ends_with(known));
        assert!(may || !code(&path, &text).contains("ratatui"), "{} names ratatui", path.display());
    }
}
