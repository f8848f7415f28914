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
    ("edit", &["edit", "ron", "model"]),
    ("store", &["store", "ron", "model", "edit"]),
    ("views", &["views", "model"]),
    ("lists", &["lists", "model", "edit"]),
    ("report", &["report", "views", "model", "edit"]),
    ("app", &["app", "ron", "views", "model", "edit"]),
    ("ui", &["ui", "app", "views", "model"]),
    ("shell", &["shell", "lists", "app", "ui", "views", "store", "edit", "model"]),
    ("cli", &["cli", "ron", "lists", "report", "shell", "app", "ui", "views", "store", "edit", "model"]),
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

/// Which files of a folder name which others of it: a folder in it counts as one.
fn names_inside(folder: &str) -> BTreeMap<String, BTreeSet<String>> {
    let node = |path: &Path| -> Option<String> {
        let inside = path.strip_prefix(folder).ok()?;
        let first = inside.iter().next()?.to_str()?.trim_end_matches(".rs").to_owned();
        (first != "mod").then_some(first)
    };
    let sources = sources();
    let nodes: BTreeSet<String> = sources.iter().filter_map(|(path, _)| node(path)).collect();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in &sources {
        let Some(own) = node(path) else { continue };
        let named = named(&halves(path, text).0, depth(path) - 1);
        let others = named.into_iter().filter(|name| nodes.contains(name) && *name != own);
        found.entry(own.clone()).or_default().extend(others);
    }
    found
}

#[test]
fn the_lists_go_in_no_circle() {
    let mut left = names_inside("lists");
    assert!(left["file"].contains("form") && left["form"].contains("readers"), "{left:?}");
    // What names nobody who is left stands at the bottom and is taken away, until nobody is left.
    while let Some(bottom) = left.iter().find(|(_, names)| names.is_empty()).map(|(name, _)| name.clone()) {
        left.remove(&bottom);
        for names in left.values_mut() {
            names.remove(&bottom);
        }
    }
    assert!(left.is_empty(), "these go in a circle: {left:#?}");
}

/// Parts that must not know a thing, and the thing.
const FORBIDDEN: &[(&str, &[&str])] = &[
    ("ron", &["ratatui", "std::fs", "std::time", "chrono"]),
    ("model", &["ratatui", "std::fs", "std::io", "std::time", "chrono::Local", "chrono::Utc", "println!"]),
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
