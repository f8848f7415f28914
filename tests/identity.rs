//! Whether an entry of a list is the one that a record means: numbers that were given to others, entries that fit
//! equally, names that only may be one, and texts that differ only in how they are written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::sync::Arc;

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
use beltui::model::subject::SubjectKind;
use beltui::store::load::load_text;
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
            other: None,
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
fn the_difference_of_two_lists_tells_a_number_that_is_anothers_as_that() {
    // The name, the kind and what is remarked of who has the number now, and whether that is another.
    let cases = [
        ("SHUGARIN, Ivan", "individual", "DOB 05 May 1981.", true),
        ("SHUGARIN, Omar", "individual", "", true),
        ("KHARDIN, Omar", "vessel", "", true),
        ("KHARDYN, Omar Petrovich", "individual", "", false),
        ("KHARDIN, Omar", "individual", "DOB 05 May 1981.", false),
        // Many are born on one day; a number of a register is that of one, whatever it is called.
        ("ODRIN, Petr", "individual", "DOB 01 Jan 1970.", true),
        ("ODRIN, Petr", "individual", "Tax ID No. 100122847 (Quelland).", false),
    ];
    let remark = "DOB 01 Jan 1970; Tax ID No. 100122847 (Quelland).";
    let old = sdn(&[("90001", "KHARDIN, Omar", "individual", remark), ("90002", "ZORVAN", "-0- ", "")]);
    for (name, kind, remark, is_another) in cases {
        let new = sdn(&[("90001", name, kind, remark), ("90002", "ZORVAN", "-0- ", "")]);
        let found = difference(&old, &new, |_| true);
        assert_eq!(found.reassigned.len(), usize::from(is_another), "{name} {remark}");
        assert_eq!(found.changed.len(), usize::from(!is_another), "{name} {remark}");
        assert!(found.added.is_empty() && found.removed.is_empty(), "{name}: the number is on both");
        if let Some(it) = found.reassigned.first() {
            assert_eq!((it.before.name.as_str(), it.entry.name.as_str()), ("KHARDIN, Omar", name));
            assert_eq!(it.now, None);
        }
    }
    // Who had it may have another one now.
    let new = sdn(&[
        ("90001", "SHUGARIN, Ivan", "individual", ""),
        ("90002", "ZORVAN", "-0- ", ""),
        ("90003", "KHARDIN, Omar", "individual", ""),
    ]);
    let found = difference(&old, &new, |_| true);
    assert_eq!(found.reassigned[0].now.map(|it| it.reference.as_str()), Some("90003"));
    assert_eq!(found.added.len(), 1);
    // A file without names tells nothing of whose a number is.
    let mut unnamed = new.clone();
    Arc::make_mut(&mut unnamed.entries[0]).name.clear();
    assert!(difference(&old, &unnamed, |_| true).reassigned.is_empty());
}

#[test]
fn an_entry_under_another_number_is_renumbered_where_that_is_sure() {
    let born = "DOB 05 May 1981.";
    let taxed = "Tax ID No. 100122847 (Quelland).";
    // Name, kind and remark before and after, and whether it is the same one for certain.
    let cases = [
        ("KHARDIN, Omar", "individual", born, "KHARDIN, Omar", born, true),
        ("KHARDIN, Omar", "individual", "", "KHARDIN, Omar", "", false),
        ("KHARDIN, Omar", "individual", "DOB 1981.", "KHARDIN, Omar", "DOB 1981.", false),
        ("KHARDIN, Omar", "individual", born, "KHARDIN, Omar", "DOB 06 May 1981.", false),
        ("KHARDIN, Omar", "individual", born, "SHUGARIN, Ivan", born, false),
        ("KHARDIN, Omar", "individual", "Passport D9000001.", "KHARDYN, Omar", "Passport D9000001.", true),
        // The same number, another name: two companies, two people.
        ("KHARDIN, Omar", "individual", "Passport D9000001.", "SHUGARIN, Ivan", "Passport D9000001.", false),
        ("ZORVAN WORKS", "-0- ", taxed, "KELMOR HOLDING", taxed, false),
        // The same number and name, another birthday.
        (
            "KHARDIN, Omar",
            "individual",
            "DOB 05 May 1981; Passport D9000001.",
            "KHARDIN, Omar",
            "DOB 11 Jul 1954; Passport D9000001.",
            false,
        ),
        ("ZORVAN WORKS", "-0- ", taxed, "ZORVAN WORKS LLC", taxed, true),
        ("ZORVAN WORKS", "-0- ", "nationality Quelland.", "Zorvan Works", "nationality Quelland.", true),
        ("ZORVAN WORKS", "-0- ", "", "ZORVAN WORKS", "", false),
        ("ZORVAN WORKS", "-0- ", taxed, "ZORVAN WORKS", "Tax ID No. 100122848 (Quelland).", false),
        (
            "ODRIN STAR",
            "vessel",
            "Vessel Registration Identification IMO 9074729.",
            "ODRIN STAR",
            "Vessel Registration Identification IMO 9074729.",
            true,
        ),
        (
            "ODRIN STAR",
            "vessel",
            "Vessel Registration Identification IMO 9074729.",
            "KELMOR MOON",
            "Vessel Registration Identification IMO 9074729.",
            true,
        ),
        ("ODRIN STAR", "vessel", "MMSI 572469210.", "KELMOR MOON", "MMSI 572469210.", false),
        (
            "ODRIN STAR",
            "vessel",
            "Vessel Registration Identification IMO 9074729.",
            "ODRIN STAR",
            "Vessel Registration Identification IMO 9319466.",
            false,
        ),
    ];
    for (name, kind, remark, now, now_remark, is_same) in cases {
        let old = sdn(&[("90001", name, kind, remark), ("90009", "KELMOR", "-0- ", "")]);
        let new = sdn(&[("90002", now, kind, now_remark), ("90009", "KELMOR", "-0- ", "")]);
        let found = difference(&old, &new, |_| true);
        let count = usize::from(is_same);
        assert_eq!(found.renumbered.len(), count, "{name} {remark} / {now} {now_remark}");
        assert_eq!((found.added.len(), found.removed.len()), (1 - count, 1 - count), "{name} {remark}");
        for it in &found.renumbered {
            assert_eq!((it.before.reference.as_str(), it.entry.reference.as_str()), ("90001", "90002"));
            let fields: Vec<&str> = it.fields.iter().map(|(field, ..)| *field).collect();
            assert_eq!(fields.contains(&"name"), name != now, "{fields:?}");
            assert!(!fields.contains(&"reference"), "{fields:?}");
        }
        // One side that is meant is enough.
        for meant in ["90001", "90002"] {
            let found = difference(&old, &new, |it| it.reference == meant);
            let sides = (found.added.len(), found.removed.len(), found.renumbered.len());
            let gone = usize::from(meant == "90001");
            let expected = if is_same { (0, 0, 1) } else { (1 - gone, gone, 0) };
            assert_eq!(sides, expected, "{meant}: {name} {remark}");
        }
        // Of two that fit equally none is it.
        let twins = sdn(&[("90002", now, kind, now_remark), ("90003", now, kind, now_remark)]);
        let found = difference(&old, &twins, |_| true);
        assert_eq!((found.renumbered.len(), found.added.len()), (0, 2), "{name} {remark}");
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
    let old = sdn(&[("90001", "KELMOR WORKS", "-0- ", "")]);
    let mut between = old.clone();
    Arc::make_mut(&mut between.entries[0]).aliases = vec!["ODRIN TRADING".to_owned()];
    let new = sdn(&[("90001", "ODRIN TRADING", "-0- ", "")]);
    let state = file(&old);
    let found = held(&state, &[("2024-01-01", &between), ("2025-01-01", &new)]);
    assert_eq!(of(&found, "KELMOR").verdict, Verdict::Agrees);
    assert_eq!(of(&held(&state, &[("2025-01-01", &new)]), "KELMOR").verdict, Verdict::NumberOfAnother);
    // What the first list calls it besides, in its remarks, the file knows.
    let state = file(&sdn(&[("90001", "KELMOR WORKS", "-0- ", "a.k.a. 'ODRIN TRADING'.")]));
    assert_eq!(of(&held(&state, &[("2025-01-01", &new)]), "KELMOR").verdict, Verdict::Agrees);
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
        let entry = Arc::make_mut(&mut called.entries[0]);
        entry.reference = "1".to_owned();
        entry.other_refs.clear();
        entry.name = "Nightowl".to_owned();
        entry.aliases.clear();
        entry.weak_aliases.clear();
        // Nothing but the name tells who it is: a subject keeps the numbers and the birthday of its entry.
        entry.identifiers.clear();
        entry.born.clear();
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

/// A list of the European Union: a number, a name and a programme each.
fn fsd(rows: &[(&str, &str, &str)]) -> Published {
    let row = |(number, name, programme): &(&str, &str, &str)| {
        format!(
            r#"<sanctionEntity designationDate="2022-06-03" euReferenceNumber="{number}" logicalId="1">
<regulation regulationType="regulation" organisationType="council" publicationDate="2022-06-03" entryIntoForceDate="2022-06-03" numberTitle="2022/876 (OJ L153)" programme="{programme}" logicalId="1"/>
<subjectType code="enterprise" classificationCode="E"/>
<nameAlias wholeName="{name}" nameLanguage="EN" strong="true" logicalId="2"/>
<address city="Quel" countryIso2Code="BY" countryDescription="BELARUS" logicalId="3"/>
</sanctionEntity>"#
        )
    };
    let text = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-10-05T16:47:04.449+02:00" globalFileId="1">{}</export>"#,
        rows.iter().map(row).collect::<String>()
    );
    read_text("eu.xml", text.as_bytes()).unwrap()
}

/// A file of schema 2 with an issuer, a country and records.
fn state_of(issuer: &str, subjects: &str, acts: &str, sanctions: &str, decisions: &str) -> State {
    let text = format!(
        r#"#![enable(implicit_some)]
(schema: 2, title: "Lists", subjects: [
    (id: "{issuer}", name: "Issuer", kind: State), (id: "BY", name: "Belarus", kind: State),
    (id: "RU", name: "Russia", kind: State), {subjects}],
 sources: [(id: "s", publisher: "p", title: "t", published: "2024-01-01")],
 acts: [{acts}], relations: [], sanctions: [{sanctions}], crossings: [], events: [], decisions: [{decisions}])"#
    );
    let loaded = load_text(text.clone());
    assert_eq!(loaded.errors(), 0, "{:?}\n{text}", loaded.findings);
    loaded.state
}

#[test]
fn a_list_tells_only_of_its_own_numbers_and_of_the_kinds_of_measure_that_it_carries() {
    let of = |id: &str, measure: &str, reference: &str| {
        format!(
            r#"(id: "eu-{id}", issuer: "EU", target: "{id}", measure: {measure}, list_refs: ["{reference}"],
            history: [(on: "2022-06-03", what: Designated, sources: ["s"])]),"#
        )
    };
    let subject =
        |id: &str, name: &str| format!(r#"(id: "{id}", name: "{name}", kind: Company, countries: ["BY"]),"#);
    let subjects = [
        subject("alpha", "Alpha Works"),
        subject("beta", "Beta Mill"),
        subject("gamma", "Gamma Depot"),
        subject("delta", "Delta Yard"),
    ];
    let sanctions = [
        of("alpha", "AssetFreeze", "EU I.B 28"),
        of("beta", "AssetFreeze", "EU I.B 29"),
        of("gamma", "ExportControl", "EU V"),
        of("delta", "ExportControl", "EU.7.1"),
    ];
    let state = state_of("EU", &subjects.concat(), "", &sanctions.concat(), "");
    let list = fsd(&[("EU.8011.22", "Alpha Works OJSC", "BLR"), ("EU.9100.1", "Epsilon", "UKR")]);
    let found = held(&state, &[("2026-10-05", &list)]);
    assert_eq!(of_measure(&found, "alpha"), Some(Verdict::Agrees), "an annex is no number of the list");
    assert_eq!(of_measure(&found, "beta"), Some(Verdict::NoMatch), "nobody knows whether it was ever there");
    assert_eq!(of_measure(&found, "gamma"), None);
    assert_eq!(of_measure(&found, "delta"), None, "a list of asset freezes says nothing of exports");
    assert!(gone(&state, &list, day("2026-10-05"), &Filter::default()).is_empty());
    let new: Vec<String> = proposals(&state, &list, day("2026-10-05"), &Filter::default())
        .changes
        .into_iter()
        .map(|it| it.what)
        .filter(|it| it.starts_with("new: "))
        .collect();
    assert_eq!(new, ["new: EU › Epsilon: Asset freeze"], "the file has the other one by name");
}

/// The verdict on a measure of the file.
fn of_measure(found: &Reconciliation, id: &str) -> Option<Verdict> {
    let is_it =
        |it: &&Finding| it.measure.as_ref().is_some_and(|held| held.as_str().strip_prefix("eu-") == Some(id));
    found.findings.iter().find(is_it).map(|it| it.verdict)
}

/// What an import makes of a list: for each new measure whose it is, and what is told of it.
fn whose(state: &State, list: &Published) -> Vec<(String, String)> {
    let all = proposals(state, list, day("2026-10-05"), &Filter::default());
    let new = all.changes.into_iter().filter_map(|it| {
        let Owned::Measure(measure) = it.op?.into_inserted()? else { return None };
        Some((measure.target.to_string(), it.why))
    });
    new.collect()
}

/// Whether each new measure is against a subject of the file, or who it may be.
fn taken_as(state: &State, list: &Published) -> Vec<String> {
    let of = |(target, why): (String, String)| {
        let may_be = why.split("; may be ").skip(1).filter_map(|it| it.split(" of the file: ").next());
        let may_be: std::collections::BTreeSet<&str> = may_be.collect();
        if state.subject(&target).is_some() {
            format!("is {target}")
        } else if may_be.is_empty() {
            "new".to_owned()
        } else {
            format!("may be {}", may_be.into_iter().collect::<Vec<_>>().join(" or "))
        }
    };
    whose(state, list).into_iter().map(of).collect()
}

#[test]
fn who_shares_a_name_is_one_subject_only_where_more_agrees_and_nobody_else_fits_as_well() {
    let person = |more: &str| format!(r#"(id: "zorvan", name: "Petr Zorvan", kind: Person{more}),"#);
    let of_by = person(r#", countries: ["BY"]"#);
    let decided = |same: bool| {
        format!(
            r#"(id: "d", subject: "zorvan", entry: "OFAC 90001", same: {same}, on: "2026-10-01", by: "A desk")"#
        )
    };
    let (kazakh, russian) = ("nationality Kazakhstan.", "DOB 02 Mar 1980; nationality Russia.");
    let belarusian = "nationality Belarus.";
    let two = person(
        r#", countries: ["BY"]), (id: "other", name: "ZORVAN, Petr", kind: Person, countries: ["BY"]"#,
    );
    let of_alias = person(
        r#", countries: ["QQ"]), (id: "QQ", name: "Quelland", kind: State, aliases: ["Quellish Republic"]"#,
    );
    for (said, subjects, decision, remarks, expected) in [
        (
            "his country by another name",
            &of_alias,
            "",
            &["nationality Quellish Republic."][..],
            &["is zorvan"][..],
        ),
        ("other countries", &of_by, "", &[kazakh, russian], &["may be zorvan", "may be zorvan"]),
        ("his country", &of_by, "", &[belarusian], &["is zorvan"]),
        ("his country, and another's", &of_by, "", &[kazakh, belarusian], &["may be zorvan", "is zorvan"]),
        ("both of it", &of_by, "", &[belarusian, belarusian], &["may be zorvan", "may be zorvan"]),
        ("a name alone", &person(""), "", &[""], &["may be zorvan"]),
        ("a country of one", &person(""), "", &[belarusian], &["may be zorvan"]),
        ("born that day", &person(r#", born: "1980-03-02""#), "", &[russian], &["is zorvan"]),
        ("born another year", &person(r#", born: "1955""#), "", &[russian], &["new"]),
        ("two in the file", &two, "", &[belarusian], &["may be other or zorvan"]),
        ("it was decided so", &of_by, &decided(true), &[kazakh, belarusian], &["is zorvan", "may be zorvan"]),
        ("and so", &of_by, &decided(false), &[belarusian, russian], &["new", "may be zorvan"]),
        ("the other is it", &of_by, &decided(false), &[belarusian, belarusian], &["new", "is zorvan"]),
    ] {
        let state = state_of("US", subjects, "", "", decision);
        let rows: Vec<_> = ["90001", "90002"]
            .iter()
            .zip(remarks)
            .map(|(number, remark)| (*number, "ZORVAN, Petr", "individual", *remark))
            .collect();
        assert_eq!(taken_as(&state, &sdn(&rows)), expected, "{said}: {:?}", whose(&state, &sdn(&rows)));
    }
}

#[test]
fn a_measure_without_a_number_is_not_that_of_a_person_of_another_country_by_name_alone() {
    let sanction = r#"(id: "us-zorvan", issuer: "US", target: "zorvan", measure: AssetFreeze,
        history: [(on: "2021-08-09", what: Designated, sources: ["s"])]),"#;
    for (said, more, remark, is_it) in [
        ("his country", r#", countries: ["BY"]"#, "nationality Belarus.", true),
        ("another country", r#", countries: ["BY"]"#, "nationality Kazakhstan.", false),
        ("no country in the file", "", "nationality Kazakhstan.", true),
        (
            "another country, born that day",
            r#", countries: ["BY"], born: "1980-03-02""#,
            "DOB 02 Mar 1980; nationality Russia.",
            true,
        ),
    ] {
        let subject = format!(r#"(id: "zorvan", name: "Petr Zorvan", kind: Person{more}),"#);
        let state = state_of("US", &subject, "", sanction, "");
        let list = sdn(&[("90001", "ZORVAN, Petr", "individual", remark)]);
        let found = held(&state, &[("2026-10-05", &list)]);
        let verdict = found.findings.iter().find(|it| it.measure.is_some()).map(|it| it.verdict);
        let expected = if is_it { Verdict::Agrees } else { Verdict::Possibly };
        assert_eq!(verdict, Some(expected), "{said}");
        let other = "another country: Kazakhstan on the list, Belarus in the file";
        let is_named = found.findings.iter().any(|it| it.detail.contains(other));
        assert_eq!(is_named, !is_it, "{said}: {:#?}", found.findings);
        let all = proposals(&state, &list, day("2026-10-05"), &Filter::default());
        let updates = all.changes.iter().any(|it| it.what.starts_with("update: US › Petr Zorvan"));
        assert_eq!(updates, is_it, "{said}: {:?}", all.changes);
    }
}

#[test]
fn what_the_file_knows_by_a_number_or_with_another_legal_form_is_not_made_again() {
    let ship =
        r#"(id: "ship", name: "Beta Moon", kind: Vessel, identifiers: [(scheme: "IMO", value: "9074729")]),"#;
    let state = state_of("US", ship, "", "", "");
    let imo = |number: &str| format!("Vessel Registration Identification IMO {number};");
    let (own, other) = (imo("9074729"), imo("9319466"));
    let list = sdn(&[("90001", "ALPHA STAR", "vessel", &own), ("90002", "BETA MOON", "vessel", &other)]);
    assert_eq!(taken_as(&state, &list), ["is ship", "may be ship"]);

    let mill = |country: &str| {
        format!(r#"(id: "mill", name: "Quelmash", kind: Company, countries: ["{country}"]),"#)
    };
    for (name, country, expected) in [
        ("Quelmash JSC", "BY", "is mill"),
        ("Quelmash", "BY", "is mill"),
        ("Quelmash JSC", "RU", "may be mill"),
        ("Quelmash", "RU", "may be mill"),
        ("Epsilon Depot", "BY", "new"),
    ] {
        let state = state_of("EU", &mill(country), "", "", "");
        let list = fsd(&[("EU.1.1", name, "BLR")]);
        assert_eq!(taken_as(&state, &list), [expected], "{name} {country}");
    }
    // The file has another measure by its number: of two of one name each is its own.
    let sanction = r#"(id: "eu-mill", issuer: "EU", target: "mill", measure: AssetFreeze, list_refs: ["EU.1.1"],
        history: [(on: "2022-06-03", what: Designated, sources: ["s"])]),"#;
    let state = state_of("EU", &mill("BY"), "", sanction, "");
    let list = fsd(&[("EU.1.1", "Quelmash", "BLR"), ("EU.1.2", "Quelmash OJSC", "BLR")]);
    assert_eq!(taken_as(&state, &list), ["may be mill"]);
}

/// The UK list with entries of an id, OFSI's number, a name, and what else its XML says.
fn uk(entries: &[(&str, &str, &str, &str)]) -> Published {
    let of = |(id, ofsi, name, more): &(&str, &str, &str, &str)| {
        format!(
            "<Designation><UniqueID>{id}</UniqueID><OFSIGroupID>{ofsi}</OFSIGroupID>\
             <IndividualEntityShip>Individual</IndividualEntityShip><RegimeName>Quelland {}</RegimeName>\
             <SanctionsImposed>Asset freeze</SanctionsImposed><Names><Name><Name6>{name}</Name6>\
             <NameType>Primary Name</NameType></Name></Names>{more}</Designation>\n",
            &id[..3]
        )
    };
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Designations><DateGenerated>20/08/2026</DateGenerated>\n{}</Designations>",
        entries.iter().map(of).collect::<String>()
    );
    read_text("uk.xml", text.as_bytes()).unwrap()
}

#[test]
fn two_entries_with_one_number_of_another_list_are_two_where_their_names_or_birthdays_are() {
    let born = |day: &str| {
        format!(
            "<IndividualDetails><Individual><DOBs><DOB>{day}</DOB></DOBs></Individual></IndividualDetails>"
        )
    };
    let (may, july) = (born("05/05/1981"), born("11/07/1954"));
    // OFSI's number of both, the name and what else is said of the second, and how many people they are.
    let cases = [
        ("13923", "Omar Khardyn", "", 1),
        ("13923", "Omar Khardin", may.as_str(), 1),
        ("13923", "Omar Khardin", july.as_str(), 2),
        ("13923", "Ivan Shugarin", "", 2),
        ("N/A", "Omar Khardyn", "", 2),
        ("N/A", "Ivan Shugarin", "", 2),
        ("0", "Ivan Shugarin", "", 2),
        ("-", "Ivan Shugarin", "", 2),
        ("13923 (see 7)", "Ivan Shugarin", "", 2),
    ];
    for (ofsi, name, more, people) in cases {
        let list = uk(&[("BEL0005", ofsi, "Omar Khardin", &may), ("GHR0055", ofsi, name, more)]);
        let state = file(&list);
        let found = state.records().subjects.iter().filter(|it| it.kind == SubjectKind::Person).count();
        assert_eq!(found, people, "{ofsi} {name} {more}");
        let is_number = ofsi == "13923";
        let held = state.records().sanctions.iter().flat_map(|it| &it.list_refs);
        assert_eq!(held.filter(|it| it.starts_with("OFSI")).count(), if is_number { 2 } else { 0 }, "{ofsi}");
    }
}

#[test]
fn who_is_listed_twice_is_what_both_entries_say_whichever_way_they_come_into_the_file() {
    let mut list = uk(&[
        ("BEL0005", "13923", "Omar Khardin", ""),
        (
            "GHR0055",
            "13923",
            "Omar Khardyn",
            "<IndividualDetails><Individual><DOBs><DOB>05/05/1981</DOB></DOBs><Nationalities>\
             <Nationality>Belarus</Nationality></Nationalities><PassportDetails><Passport>\
             <PassportNumber>D9000001</PassportNumber></Passport></PassportDetails></Individual></IndividualDetails>",
        ),
    ]);
    let second = Arc::make_mut(&mut list.entries[1]);
    second.weak_aliases.push("Night Owl".to_owned());
    second.addresses.push("1 Mill Road, Quell".to_owned());
    let state = state_of("GB", "", "", "", "");
    let of_import = proposals(&state, &list, day("2026-08-20"), &Filter::default());
    let of_record = reconcile(
        &state,
        &[(day("2026-08-20"), list.clone())],
        &Filter { programmes: vec!["Quelland".to_owned()], ..Filter::default() },
    );
    for (way, proposed) in [("import", of_import), ("reconcile", of_record.proposals)] {
        let state = taken(&state, &proposed);
        let people: Vec<_> =
            state.records().subjects.iter().filter(|it| it.kind == SubjectKind::Person).collect();
        let [person] = people.as_slice() else { panic!("{way}: {people:?}") };
        let aliases: Vec<String> = person.aliases.iter().map(ToString::to_string).collect();
        assert_eq!((person.name.as_str(), aliases.len()), ("Omar Khardin", 2), "{way}: {aliases:?}");
        assert!(aliases[0] == "Omar Khardyn" && person.aliases[1].is_weak(), "{way}: {aliases:?}");
        assert_eq!(person.countries, [beltui::model::id::Id::new("BY")], "{way}");
        assert_eq!(person.born.map(Date::written).as_deref(), Some("1981-05-05"), "{way}");
        assert_eq!(person.addresses.len(), 1, "{way}");
        assert_eq!(person.identifiers.iter().map(|it| &*it.value).collect::<Vec<_>>(), ["D9000001"], "{way}");
    }
}
