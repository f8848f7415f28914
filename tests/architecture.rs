//! The directions of the house, read from the `use` lines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

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

/// What the code of a file names, its tests and comments left out.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]").next().unwrap();
    body.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
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

#[test]
fn no_part_reaches_up() {
    for (path, text) in sources() {
        let part = path.iter().next().unwrap().to_str().unwrap().to_owned();
        let Some((_, allowed)) = ALLOWED.iter().find(|(name, _)| *name == part) else { continue };
        for named in code(&text).split("crate::").skip(1) {
            let named: String = named.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            let is_part = ALLOWED.iter().any(|(name, _)| *name == named);
            assert!(!is_part || allowed.contains(&named.as_str()), "{} names crate::{named}", path.display());
        }
    }
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
            assert!(!code(&text).contains(thing), "{} names {thing}", path.display());
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
        let code = code(&text).replace("stdout().is_terminal()", "");
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
            !writes || !code(&text).contains("serde_json::to_"),
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
        let direct = code(&text).replace("ratatui::crossterm", "");
        assert!(!direct.contains("crossterm::"), "{} uses a crossterm of its own", path.display());
    }
}
