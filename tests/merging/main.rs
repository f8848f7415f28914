//! Merging by record: the cases, real git, properties over random edits, hostile branches.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod cases;
mod git;
mod hostile;
mod properties;

use beltui::store::load::load_text;
use beltui::store::merge::{Marks, Outcome, merge_texts};

/// A small file that all tests start from.
const BASE: &str = r#"#![enable(implicit_some)]
(
    schema: 2,
    title: "Trade of Quelland",
    focus: "QQ",
    subjects: [
        (id: "QQ", name: "Quelland", kind: State),
        (id: "US", name: "United States", kind: State),
        (id: "zorvan", name: "Zorvan Works", kind: Company, aliases: ["ZW"]),
        (id: "yarv", name: "Yarv Works", kind: Company),
        (id: "alpha", name: "Alpha Works", kind: Organisation),
    ],
    sources: [
        (id: "wire", publisher: "A wire", title: "A wire report", published: "2024-01-01", grade: "B2"),
    ],
    relations: [],
    sanctions: [
        // the first
        (
            id: "us-z",
            issuer: "US",
            target: "zorvan",
            measure: AssetFreeze,
            list_refs: ["Z 1"],
            note: "hello",
            history: [
                (on: "2023-08-09", what: Designated, sources: ["wire"]),
            ],
        ),
        (
            id: "us-y",
            issuer: "US",
            target: "yarv",
            measure: AssetFreeze,
            history: [
                (on: "2023-09-09", what: Designated, sources: ["wire"]),
                (on: "2023-12-01", what: Renewed, sources: ["wire"]),
            ],
        ),
    ],
    crossings: [],
    events: [
        (id: "ev-1", on: "2024-01-01", kind: Talks, title: "Talks", actors: ["US", "QQ"], sources: ["wire"]),
    ],
)
"#;

/// A text with stretches replaced, each of which must be there.
fn with(text: &str, changes: &[(&str, &str)]) -> String {
    let mut text = text.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from} is not in {text}");
        text = text.replacen(from, to, 1);
    }
    text
}

/// What comes of a merge, as text.
fn merged(base: &str, ours: &str, theirs: &str) -> (String, Outcome) {
    let outcome =
        merge_texts(base.as_bytes(), ours.as_bytes(), theirs.as_bytes(), &Marks::default()).expect("texts");
    (String::from_utf8(outcome.text.clone()).unwrap(), outcome)
}

/// A text with the choice made for one side between all marks: 0 for ours, 1 for theirs.
fn half(text: &str, side: usize) -> String {
    let mut out = String::new();
    let mut within = None;
    for line in text.split_inclusive('\n') {
        match line {
            _ if line.starts_with("<<<<<<< ") => within = Some(0),
            _ if line.trim_end() == "=======" => within = Some(1),
            _ if line.starts_with(">>>>>>> ") => within = None,
            _ if within.is_none_or(|half| half == side) => out.push_str(line),
            _ => {}
        }
    }
    out
}

/// The errors of a text.
fn errors(text: &str) -> Vec<String> {
    let loaded = load_text(text.to_owned());
    let errors = loaded.findings.iter().filter(|it| it.severity == beltui::model::check::Severity::Error);
    errors.map(|it| format!("{}: {}", it.position.line, it.message)).collect()
}
