//! Whether an entry of a list is the one that a record means: numbers that were given to others, entries that fit
//! equally, names that only may be one, and texts that differ only in how they are written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use beltui::edit::document::Document;
use beltui::edit::op::Op;
use beltui::edit::proposal::Proposals;
use beltui::lists::Published;
use beltui::lists::difference::difference;
use beltui::lists::import::{Filter, gone, proposals};
use beltui::lists::matching::How;
use beltui::lists::reconcile::{Finding, Reconciliation, Verdict, reconcile};
use beltui::model::compact::ThinSlice;
use beltui::model::date::Date;
use beltui::model::record::Owned;
use beltui::model::state::State;
use common::lists::{date as day, list, read_text};

/// A list of OFAC with rows of number, name, kind and remark.
fn sdn(rows: &[(&str, &str, &str, &str)]) -> Published {
    let row = |(number, name, kind, remark): &(&str, &str, &str, &str)| {
        let remark = if remark.is_empty() { "-0- ".to_owned() } else { format!("\"{remark}\"") };
        format!("{number},\"{name}\",{kind},\"QUEL\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,{remark}\r\n")
    };
    read_text("sdn.csv", (rows.iter().map(row).collect::<String>() + "\u{1a}").as_bytes()).unwrap()
}

fn taken(state: &State, proposals: &Proposals) -> State {
    let mut document = Document::new(state.clone());
    document.commit(&proposals.accepted(state, |_| true)).unwrap();
    document.state().clone()
}

/// A file with the measures of a list.
fn file(list: &Published) -> State {
    taken(&State::default(), &proposals(&State::default(), list, day("2022-04-18"), &Filter::default()))
}

/// The same measures without their references.
fn nameless(list: &Published) -> State {
    let mut state = file(list);
    for it in &file(list).records().sanctions {
        let mut new = it.clone();
        new.list_refs = ThinSlice::default();
        let change = beltui::edit::proposal::Proposal {
            what: String::new(),
            why: String::new(),
            op: Some(Op::replace(Owned::Measure(it.clone()), Owned::Measure(new))),
            needs: Vec::new(),
        };
        let all =
            Proposals { title: "without references".to_owned(), needed: Vec::new(), changes: vec![change] };
        state = taken(&state, &all);
    }
    state
}

fn held(state: &State, lists: &[(&str, &Published)]) -> Reconciliation {
    let lists: Vec<(Date, Published)> = lists.iter().map(|(on, list)| (day(on), (*list).clone())).collect();
    reconcile(state, &lists, &Filter::default())
}

fn of<'a>(found: &'a Reconciliation, name: &str) -> &'a Finding {
    let of = |it: &&Finding| it.measure.is_some() && it.name.contains(name);
    found.findings.iter().find(of).unwrap_or_else(|| panic!("no {name}: {:#?}", found.findings))
}

#[test]
fn a_number_that_is_anothers_has_a_verdict_of_its_own_and_writes_nothing() {
    let old = sdn(&[("90001", "KHARDIN, Omar", "individual", ""), ("90002", "ZORVAN HOLDING", "-0- ", "")]);
    // Another name; the same first name alone; another kind; another company with a word that many have.
    let others = [
        ("90001", "SHUGARIN, Ivan", "individual", "no name in common"),
        ("90001", "SHUGARIN, Omar", "individual", "no name in common"),
        ("90001", "KHARDIN, Omar", "vessel", "another kind"),
        ("90002", "KELMOR HOLDING", "-0- ", "no name in common"),
    ];
    let state = file(&old);
    for (number, name, kind, why) in others {
        let new = sdn(&[(number, name, kind, "")]);
        let found = held(&state, &[("2022-04-18", &old), ("2022-04-20", &new)]);
        let finding = of(&found, if number == "90001" { "KHARDIN" } else { "ZORVAN" });
        assert_eq!(finding.verdict, Verdict::NumberOfAnother, "{name}");
        assert!(finding.verdict.is_gap());
        assert!(finding.detail.contains(name) && finding.detail.contains(why), "{}", finding.detail);
        assert_eq!((finding.proposal, finding.sightings[1].1), (None, None), "{name}: neither seen nor gone");
        assert!(found.findings.iter().all(|it| it.measure.is_some()), "the other is told once: {name}");
        let proposed = proposals(&state, &new, day("2022-04-20"), &Filter::default());
        assert!(proposed.changes.iter().all(|it| it.op.is_none()), "{:?}", proposed.changes);
        assert!(proposed.changes[0].what.starts_with("number of another"), "{:?}", proposed.changes);
        let gone = gone(&state, &new, day("2022-04-20"), &Filter::default());
        assert!(gone.iter().all(|it| !it.why.contains(number)), "{gone:?}");
    }
}

#[test]
fn a_number_with_a_name_in_common_is_the_same_entry_however_else_it_is_called() {
    let cases = [
        ("Alphabank", "-0- ", "QUELLAND BANK OF DEVELOPMENT ALPHABANK JOINT STOCK COMPANY"),
        ("ЗОРВАН ХОЛДИНГ", "-0- ", "ZORVAN HOLDING OJSC"),
        ("Omar Khardin", "individual", "KHARDYN, Omar Petrovich"),
    ];
    for (own, kind, name) in cases {
        let state = file(&sdn(&[("90001", own, kind, "")]));
        let found = held(&state, &[("2025-01-01", &sdn(&[("90001", name, kind, "")]))]);
        assert_eq!(of(&found, own).verdict, Verdict::Agrees, "{name}");
        assert_eq!(of(&found, own).found, Some((How::Reference, 100)), "{name}");
    }
}

#[test]
fn who_was_renamed_step_by_step_is_followed_from_list_to_list() {
    let old = sdn(&[("90001", "KELMOR WORKS", "-0- ", "a.k.a. 'ODRIN TRADING'")]);
    let mut between = old.clone();
    between.entries[0].aliases = vec!["ODRIN TRADING".to_owned()];
    let new = sdn(&[("90001", "ODRIN TRADING", "-0- ", "")]);
    let state = file(&old);
    let found = held(&state, &[("2024-01-01", &between), ("2025-01-01", &new)]);
    assert_eq!(of(&found, "KELMOR").verdict, Verdict::Agrees);
    assert_eq!(of(&held(&state, &[("2025-01-01", &new)]), "KELMOR").verdict, Verdict::NumberOfAnother);
}

#[test]
fn entries_that_are_alike_equally_are_all_named_with_why_and_none_is_taken_or_missing() {
    let state = nameless(&sdn(&[("90001", "Zorvan Works LLC", "-0- ", "")]));
    let new = sdn(&[
        ("90011", "ZORVAN WORKS JOINT STOCK COMPANY", "-0- ", ""),
        ("90012", "ZORVAN WORKS OJSC", "-0- ", ""),
        ("90013", "KELMOR WORKS", "-0- ", ""),
    ]);
    let found = held(&state, &[("2025-01-01", &new)]);
    let finding = of(&found, "Zorvan");
    assert_eq!(finding.verdict, Verdict::Possibly);
    for part in ["OFAC 90011", "OFAC 90012", "legal form differs"] {
        assert!(finding.detail.contains(part), "{part}: {}", finding.detail);
    }
    assert_eq!(finding.proposal, None);
    let missing: Vec<_> = found.findings.iter().filter(|it| it.verdict == Verdict::NotRecorded).collect();
    assert_eq!(missing.len(), 1, "what is possibly meant is not missing: {missing:#?}");
    assert_eq!(missing[0].reference.as_deref(), Some("OFAC 90013"));
    // An import takes it as new, and says whom it may be.
    let proposed = proposals(&state, &new, day("2025-01-01"), &Filter::default());
    let why = &proposed.changes.iter().find(|it| it.what.contains("OJSC")).unwrap().why;
    assert!(why.contains("may be us-zorvan-works-llc") && why.contains("legal form differs"), "{why}");
    assert!(proposed.changes.iter().all(|it| it.what.starts_with("new")), "{:?}", proposed.changes);
}

#[test]
fn why_a_name_in_other_letters_is_taken_is_said() {
    let state = nameless(&sdn(&[("90001", "Mikhail Khomenko", "individual", "")]));
    let new = sdn(&[("90014", "HOMENKO, Mihail", "individual", "")]);
    let found = held(&state, &[("2025-01-01", &new)]);
    let said = [
        &found.proposals.changes[of(&found, "Khomenko").proposal.unwrap()].why,
        &proposals(&state, &new, day("2025-01-01"), &Filter::default()).changes[0].why,
    ];
    for why in said {
        assert!(why.contains("matched by transliteration (other spelling: "), "{why}");
        assert!(why.contains("khomenko/homenko"), "{why}");
    }
}

#[test]
fn a_name_that_a_list_calls_weak_is_possibly_one_and_never_more_in_each_form() {
    for name in ["weak/sdn.xml", "weak/un.xml", "weak/eu.xml", "weak/uk.csv"] {
        let list = list(&[name]);
        assert!(list.entries[0].weak_aliases.iter().any(|it| it.eq_ignore_ascii_case("nightowl")), "{name}");
        // The same issuer's measure on somebody who is called so.
        let mut called = list.clone();
        called.entries[0].reference = "1".to_owned();
        called.entries[0].other_refs.clear();
        called.entries[0].name = "Nightowl".to_owned();
        called.entries[0].aliases.clear();
        called.entries[0].weak_aliases.clear();
        // Nothing but the name tells who it is: a subject keeps the numbers and the birthday of its entry.
        called.entries[0].identifiers.clear();
        called.entries[0].born.clear();
        let state = nameless(&called);
        let found = held(&state, &[("2025-06-01", &list)]);
        let finding = of(&found, "Nightowl");
        assert_eq!(finding.verdict, Verdict::Possibly, "{name}");
        assert!(finding.detail.contains("a weak alias"), "{name}: {}", finding.detail);
        assert_eq!(finding.proposal, None, "{name}");
        let proposed = proposals(&state, &list, day("2025-06-01"), &Filter::default());
        assert!(proposed.changes.iter().all(|it| !it.what.starts_with("update")), "{name}");
    }
}

#[test]
fn a_text_that_differs_only_in_how_it_is_written_is_no_other_name_and_no_change() {
    let pairs = [
        ("Ku\u{17a}nica Works", "Kuz\u{301}nica Works"),
        ("Zorvan Works", "Zor\u{200b}van\u{a0}Works"),
        ("Zorvan Works", "Zor\u{ad}van Works"),
        ("O'Hara Works", "O\u{2019}Hara Works"),
        ("O'Hara Works", "O\u{b4}Hara Works"),
        ("Kelmor Works", "\u{ff2b}\u{ff45}\u{ff4c}\u{ff4d}\u{ff4f}\u{ff52} Works"),
        ("Kelmor  Works", "Kelmor Works"),
        ("Kelmor-Works", "Kelmor\u{2011}Works"),
    ];
    for (one, other) in pairs {
        for (one, other) in [(one, other), (other, one)] {
            let (old, new) = (sdn(&[("90001", one, "-0- ", one)]), sdn(&[("90001", other, "-0- ", other)]));
            let changed = difference(&old, &new, |_| true);
            assert!(changed.changed.is_empty(), "{one:?} {other:?}: {:?}", changed.changed[0].fields);
            let proposed = proposals(&file(&old), &new, day("2025-01-01"), &Filter::default());
            assert_eq!(proposed.changes.len(), 1, "{one:?} {other:?}");
            assert!(!proposed.changes[0].why.contains("also called"), "{}", proposed.changes[0].why);
        }
    }
    let (old, new) = (sdn(&[("90001", "Kelmor", "-0- ", "")]), sdn(&[("90001", "KELMOR", "-0- ", "")]));
    assert_eq!(difference(&old, &new, |_| true).changed.len(), 1, "another case is a change");
}
