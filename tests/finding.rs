//! The search over everything, by names that are spelled otherwise than what is typed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use beltui::model::state::State;
use beltui::store::load::load_text;
use beltui::views::analysis::Analysis;
use beltui::views::finder::find;

fn ids(state: &State, analysis: &Analysis, text: &str) -> Vec<String> {
    let (places, count) = find(state, analysis, text);
    assert_eq!(places.len(), count, "{text}");
    places.iter().map(|place| state.at(*place).unwrap().id().to_string()).collect()
}

const SUBJECTS: &str = r#"(schema: 2, title: "t", subjects: [
    (id: "works", name: "Grodna Works", kind: Company),
    (id: "trade", name: "Hrodno Works Trade", kind: Company),
    (id: "other", name: "Gomel Workshop", kind: Company),
    (id: "joined", name: "Zorvanbank", kind: Company),
    (id: "person", name: "Alyaksandr Zorvanenka", kind: Person),
])"#;

#[test]
fn names_in_another_spelling_are_found_behind_those_with_the_very_words() {
    let state = load_text(SUBJECTS.to_owned()).state;
    let analysis = Analysis::of(&state);
    let cases: &[(&str, &[&str])] = &[
        ("grodna works", &["works", "trade"]),
        ("hrodno works", &["trade", "works"]),
        ("hrodna works", &["works", "trade"]),
        ("гродно works", &["works", "trade"]),
        ("grodnaworks", &["works"]),
        ("zorvan bank", &["joined"]),
        ("zorvanenko", &["person"]),
        ("aleksandr zorvanenko", &["person"]),
        ("Аляксандр Зорваненка", &["person"]),
        ("hr", &["trade"]),
        ("kelmor", &[]),
        ("name:hrodna", &[]),
    ];
    for (text, wanted) in cases {
        assert_eq!(ids(&state, &analysis, text), *wanted, "{text}");
    }
}

#[test]
fn a_factory_is_found_in_the_shipped_file_in_each_of_its_spellings() {
    let state = load_text(beltui::store::places::SHIPPED.to_owned()).state;
    let analysis = Analysis::of(&state);
    let exact = ids(&state, &analysis, "Grodno Azot");
    assert!(exact[0].contains("azot"), "{exact:?}");
    for text in ["grodna azot", "hrodna azot", "grodnoazot"] {
        let found = ids(&state, &analysis, text);
        assert!(found.iter().any(|id| exact.contains(id) && id.contains("azot")), "{text}: {found:?}");
    }
}
