//! Official lists for tests: small files written as the publishers write them.

use std::fs;
use std::path::{Path, PathBuf};

use beltui::lists::{Entry, ListError, Published, read};
use beltui::model::date::Date;

/// One file of every form that is read.
pub const FIXTURES: &[&str] = &[
    "sdn.csv",
    "add.csv",
    "alt.csv",
    "sdn_comments.csv",
    "sdn.xml",
    "sdn_advanced.xml",
    "eu.csv",
    "eu.xml",
    "uk.csv",
    "uk.xml",
    "conlist.csv",
    "un.xml",
    "targets.simple.csv",
    "entities.ftm.json",
    "sdn_enhanced.xml",
    "eu_1_0.csv",
    "eu_old.xml",
    "sema.xml",
    "seco.xml",
    "latvia.xml",
    "csl.csv",
    "nested.json",
];

/// Asserts that a refusal names the file, and the line where it is a list.
pub fn names_its_place(name: &str, said: &str) {
    let placed = said.contains(", line ") || said.contains("this is no list that beltui reads");
    assert!(said.contains(name) && placed, "{said}");
}

/// A fixture, by its name.
pub fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lists").join(name)
}

/// Fixtures read as one list.
pub fn list(names: &[&str]) -> Published {
    let paths: Vec<PathBuf> = names.iter().map(|name| fixture(name)).collect();
    read(&paths, None, &mut |_, _, _| {}).unwrap()
}

/// An entry of a list, by its reference.
pub fn entry<'a>(list: &'a Published, reference: &str) -> &'a Entry {
    list.entries.iter().find(|entry| entry.reference == reference).unwrap()
}

/// A date.
pub fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// Reads a text as a file of its own.
pub fn read_text(name: &str, text: &[u8]) -> Result<Published, ListError> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    read(&[path], None, &mut |_, _, _| {})
}
