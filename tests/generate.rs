//! The state files that are composed for benchmarks: the same for the same seed, clean, and like the world's lists.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "bench/compose/mod.rs"]
mod compose;

use std::collections::BTreeSet;

use beltui::model::history::Conflict;
use beltui::model::measure::{MeasureStep, claims};
use beltui::model::state::RecordKind;
use beltui::model::subject::{Alias, SubjectKind};
use beltui::store::load::{Loaded, load_text};

/// The file of so many measures and a seed.
fn composed(measures: u32, seed: u64) -> String {
    let mut bytes = Vec::new();
    compose::write(measures, seed, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

fn clean(text: String) -> Loaded {
    let loaded = load_text(text);
    let said: Vec<String> = loaded
        .findings
        .iter()
        .take(5)
        .map(|it| format!("{}: {:?}: {}", it.position.line, it.id, it.message))
        .collect();
    assert!(said.is_empty(), "{said:#?}");
    loaded
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    assert!(composed(300, 1) == composed(300, 1));
}

#[test]
fn a_seed_gives_the_same_bytes_on_every_machine_and_in_every_build() {
    let sum = |text: &str| crc32fast::hash(text.as_bytes());
    let sums = [sum(&composed(300, 1)), sum(&composed(300, u64::MAX))];
    assert_eq!(
        sums,
        [462_477_844, 819_766_718],
        "a change of the composer makes figures measured before it worthless: say so"
    );
}

#[test]
fn another_seed_gives_other_bytes() {
    assert!(composed(300, 1) != composed(300, 2));
}

#[test]
fn a_file_without_measures_is_clean_and_has_all_else() {
    let records = clean(composed(0, 7)).state.records().clone();
    assert!(records.sanctions.is_empty());
    assert_eq!((records.subjects.len(), records.sources.len()), (250, 40));
    assert_eq!((records.relations.len(), records.crossings.len()), (20, 40));
    assert!(records.events.len() >= 60);
}

/// Whether a text has a letter of a block of the script's letters.
fn has(text: &str, first: char, last: char) -> bool {
    text.chars().any(|c| (first..=last).contains(&c))
}

#[test]
fn files_of_several_seeds_are_clean_and_have_names_in_all_scripts() {
    for seed in [1, 2, 3, u64::MAX] {
        let loaded = clean(composed(300, seed));
        let sanctions = &loaded.state.records().sanctions;
        assert_eq!(sanctions.len(), 300);
        let names: String = sanctions
            .iter()
            .map(|it| loaded.state.target(it).unwrap())
            .flat_map(|it| std::iter::once(&it.name).chain(it.aliases.iter().map(Alias::name)))
            .map(beltui::model::compact::Text::as_str)
            .collect();
        for (script, first, last) in [
            ("Cyrillic", 'А', 'я'),
            ("Arabic", 'ا', 'ي'),
            ("Chinese", '一', '龥'),
            ("Latin with diacritics", 'à', 'ž'),
        ] {
            assert!(has(&names, first, last), "no {script} with seed {seed}");
        }
    }
    // The scripts of states that are named less often need more measures.
    let text = composed(3000, 1);
    for (script, first, last) in [("Greek", 'α', 'ω'), ("Hebrew", 'א', 'ת'), ("Hangul", '가', '힣')] {
        assert!(has(&text, first, last), "no {script}");
    }
    assert!(text.contains("株式会社"), "no Japanese");
}

#[test]
fn a_target_is_a_subject_of_its_own_and_acts_are_shared() {
    let state = clean(composed(3000, 1)).state;
    let sanctions = &state.records().sanctions;
    let targets: BTreeSet<&str> = sanctions.iter().map(|it| it.target.as_str()).collect();
    assert!((1500..1900).contains(&targets.len()), "{} targets of 3,000 measures", targets.len());
    let states = targets.iter().filter(|id| state.subject(id).unwrap().kind == SubjectKind::State).count();
    assert!(states > 0, "a state is a target as the subject that it is");
    // Every subject beside the 250 that are always there is a target.
    assert_eq!(state.len(RecordKind::Subjects), 250 + targets.len() - states);
    let names: BTreeSet<&str> = targets.iter().map(|id| state.subject(id).unwrap().name.as_str()).collect();
    assert!(names.len() * 10 > targets.len() * 9, "{} names of {} targets", names.len(), targets.len());
    let acts: usize = sanctions.iter().map(|it| it.acts.len()).sum();
    assert!(acts > 5 * state.len(RecordKind::Acts), "{acts} of {}", state.len(RecordKind::Acts));
    let licensed =
        sanctions.iter().flat_map(|it| &it.history).filter(|it| it.change.what == MeasureStep::Licensed);
    let (with, without): (Vec<_>, Vec<_>) = licensed.partition(|step| state.licence(step).is_some());
    assert!(with.len() > without.len() && !without.is_empty());
}

#[test]
fn measures_are_as_long_and_as_disputed_as_those_of_the_worlds_lists() {
    let text = composed(10_000, 1);
    let bytes = text.len() / 10_000;
    assert!((720..880).contains(&bytes), "{bytes} bytes a measure");
    let loaded = clean(text);
    let sanctions = &loaded.state.records().sanctions;

    let steps: usize = sanctions.iter().map(|it| it.history.len()).sum();
    assert!((30_000..36_000).contains(&steps), "{steps} steps of 10,000 measures");
    assert!(sanctions.iter().all(|it| (1..=12).contains(&it.history.len())));
    let words: BTreeSet<MeasureStep> =
        sanctions.iter().flat_map(|it| &it.history).map(|step| step.change.what).collect();
    assert_eq!(words.len(), MeasureStep::ALL.len(), "every kind of step is there: {words:?}");

    let grades = loaded.state.grades();
    let conflicts: Vec<Conflict> =
        sanctions.iter().flat_map(|it| claims(&it.history, grades).conflicts).collect();
    let disputed = sanctions.iter().filter(|it| !claims(&it.history, grades).conflicts.is_empty()).count();
    assert!((20..80).contains(&disputed), "{disputed} of 10,000 are disputed");
    for kind in [Conflict::Dates(vec![]), Conflict::Outcomes(vec![]), Conflict::Contradicted(0, 0)] {
        let same = |it: &Conflict| std::mem::discriminant(it) == std::mem::discriminant(&kind);
        assert!(conflicts.iter().any(same), "no conflict like {kind:?}");
    }
}
