//! Official lists held against a file: import, reconciliation, and the difference between two lists.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::fs;
use std::sync::Arc;

use beltui::edit::document::Document;
use beltui::lists::difference::{Difference, difference};
use beltui::lists::import::{Filter, proposals};
use beltui::lists::matching::How;
use beltui::lists::proof::{claims, digests};
use beltui::lists::reconcile::{Finding, Reconciliation, Verdict, reconcile};
use beltui::lists::{Entry, ListName, Published, read};
use beltui::model::compact::ThinSlice;
use beltui::model::date::Date;
use beltui::model::measure::{Measure, MeasureStep, MeasureType, StandardMeasure};
use beltui::model::record::Owned;
use beltui::model::state::{Place, RecordKind, State};
use beltui::model::subject::{Subject, SubjectKind};
use common::lists::{date as day, entry, fixture, list, read_text};

/// The shipped state without its measures against the person whom the lists of the tests bring as new, and without a name
/// by which that person could be found.
struct Known {
    state: State,
}

fn shipped() -> Known {
    let is_person = |name: &str| name.contains("Lukashenko");
    let mut state = without(common::shipped().state, |state, it| is_person(state.target_name(it)));
    let of_person = |it: &&Subject| is_person(&it.name);
    let renamed: Vec<Subject> = state.records().subjects.iter().filter(of_person).cloned().collect();
    for it in renamed {
        let place = state.place(it.id.as_str()).unwrap();
        state.replace(place, Owned::Subject(Subject::new(it.id, "Alpha Works".into(), it.kind)));
    }
    Known { state }
}

/// A state without some of its measures.
fn without(mut state: State, gone: impl Fn(&State, &Measure) -> bool) -> State {
    while let Some(at) = state.records().sanctions.iter().position(|it| gone(&state, it)) {
        state.remove(Place { list: RecordKind::Sanctions, at });
    }
    state
}

/// A state that has nobody on OFAC's lists but those of some references: lists of these alone are whole for it.
fn on_ofac(state: State, references: &[&str]) -> State {
    without(state, |_, it| {
        let mut of_list = it.list_refs.iter().filter(|held| held.starts_with("OFAC ")).peekable();
        of_list.peek().is_some() && !of_list.any(|held| references.contains(&held.as_str()))
    })
}

/// The state after everything proposed is accepted.
fn accepted(state: &State, list: &Published, on: &str, filter: &Filter) -> (State, usize) {
    let proposals = proposals(state, list, day(on), filter);
    let mut document = Document::new(state.clone());
    document.commit(&proposals.accepted(state, |_| true)).unwrap();
    (document.state().clone(), proposals.changes.len())
}

#[test]
fn an_import_adds_what_is_new_updates_what_is_there_and_never_doubles() {
    let state = shipped().state;
    let list_of = list(&["sdn.csv", "add.csv", "alt.csv"]);
    let everything = Filter::default();
    // A new person; the company, the airline and the aircraft have their records already.
    let proposed = proposals(&state, &list_of, day("2025-02-27"), &everything).changes;
    let new: Vec<_> = proposed.iter().filter(|it| !it.what.starts_with("update: ")).collect();
    assert!(matches!(&new[..], [it] if it.what.starts_with("new: US › ")), "{new:?}");
    let (once, _) = accepted(&state, &list_of, "2025-02-27", &everything);
    let person = once.measure("us-lukashenka-alyaksandr-ryhorovich-asset-freeze").unwrap();
    assert_eq!(person.list_refs[0], "OFAC 9760");
    let target = once.target(person).unwrap();
    assert_eq!((target.kind, target.countries[0].as_str()), (SubjectKind::Person, "BY"));
    // Belavia has its record already: its subject gets the names, and there is no second record of either.
    let belavia = once.measure("us-belavia-asset-freeze").unwrap();
    let target = once.target(belavia).unwrap();
    let names: Vec<String> = target.aliases.iter().map(|alias| alias.name().to_lowercase()).collect();
    let different: std::collections::BTreeSet<&String> = names.iter().collect();
    assert!(names.contains(&"belavia belarusian airlines".to_owned()) && names.len() == different.len());
    assert_eq!(once.records().sanctions.len(), state.records().sanctions.len() + 1);
    assert_eq!(once.records().subjects.len(), state.records().subjects.len() + 1);
    // The same once more changes nothing.
    assert_eq!(accepted(&once, &list_of, "2025-02-27", &everything).1, 0);
    // A newer one of the same says that they were seen again: of many the first and the last are kept.
    let sightings = |state: &State| {
        let history = &state.measure("us-lukashenka-alyaksandr-ryhorovich-asset-freeze").unwrap().history;
        history.iter().map(|step| step.on.written()).collect::<Vec<_>>()
    };
    let (twice, _) = accepted(&once, &list_of, "2025-06-01", &everything);
    let (thrice, _) = accepted(&twice, &list_of, "2025-12-24", &everything);
    assert_eq!(sightings(&thrice), ["2025-02-27", "2025-12-24"]);
    // Every imported step cites the list, its day and its digest.
    let claims = claims(&thrice);
    let imported: Vec<_> =
        claims.iter().filter(|claim| claim.measure.as_str().starts_with("us-lukashenka")).collect();
    assert_eq!(imported.len(), 2);
    assert!(imported.iter().all(|claim| claim.digests.len() == 3 && claim.published == Some(claim.on)));
    let source = thrice.source(imported[0].source.as_str()).unwrap();
    assert_eq!(digests(source).len(), 3);
}

#[test]
fn an_import_takes_what_the_filter_means_and_who_issued_it() {
    let empty = State::default();
    let list = list(&["uk.csv"]);
    let filter = |programme: &str, country: &str, name: &str| {
        let of = |text: &str| if text.is_empty() { Vec::new() } else { vec![text.to_owned()] };
        Filter { programmes: of(programme), countries: of(country), names: of(name) }
    };
    let count = |filter: &Filter| proposals(&empty, &list, day("2026-02-13"), filter).changes.len();
    assert_eq!(count(&Filter::default()), 3, "an asset freeze and a travel ban are two measures");
    assert_eq!(count(&filter("", "", "lukashenko alexander")), 2);
    assert_eq!(count(&filter("The Republic of Belarus", "belarus", "belavia")), 1);
    assert_eq!(count(&filter("RUSSIA", "", "")), 0);
    let (state, _) = accepted(&empty, &list, "2026-02-13", &Filter::default());
    assert_eq!(state.subject("GB").unwrap().name, "United Kingdom");
}

fn finding<'a>(findings: &'a [Finding], name: &str) -> &'a Finding {
    findings
        .iter()
        .find(|finding| finding.name.contains(name))
        .unwrap_or_else(|| panic!("no {name}: {findings:#?}"))
}

/// Lists of several days: which entries of the fixture are on each.
fn dated(days: &[(&str, &[&str])]) -> Vec<(Date, Published)> {
    let whole = list(&["sdn.csv", "add.csv", "alt.csv"]);
    let of = |(on, references): &(&str, &[&str])| {
        let mut list = whole.clone();
        list.entries.retain(|entry| references.contains(&entry.reference.as_str()));
        list.files[0].sha256 = format!("{:0>64}", on.replace('-', ""));
        (day(on), list)
    };
    days.iter().map(of).collect()
}

#[test]
fn a_lifting_that_was_announced_and_is_still_listed_is_told_in_days() {
    let lists = dated(&[("2025-09-11", &["44541", "32746"])]);
    let Reconciliation { findings, .. } = reconcile(&shipped().state, &lists, &Filter::default());
    let belavia = finding(&findings, "Belavia");
    assert_eq!((belavia.verdict, belavia.days), (Verdict::AnnouncedStillListed, Some((0, 0))));
    assert_eq!(belavia.found.map(|(how, _)| how), Some(How::Reference));
    let lists = dated(&[("2025-12-24", &["44541", "32746"])]);
    let Reconciliation { findings, .. } = reconcile(&shipped().state, &lists, &Filter::default());
    assert_eq!(finding(&findings, "Belavia").verdict, Verdict::EndedStillListed);
    assert_eq!(finding(&findings, "Belavia").days, Some((50, 50)));
    assert_eq!(finding(&findings, "US › Belaruskali").verdict, Verdict::AnnouncedStillListed);
    assert_eq!(finding(&findings, "Naftan").verdict, Verdict::NotListed);
}

#[test]
fn several_lists_give_the_windows_in_which_measures_came_and_went() {
    let lists = dated(&[
        ("2023-01-01", &["32746"]),
        ("2024-06-27", &["32746", "44541"]),
        ("2025-02-27", &["32746", "44541"]),
        ("2025-12-24", &["32746"]),
    ]);
    let found = reconcile(&shipped().state, &lists, &Filter::default());
    let belavia = finding(&found.findings, "Belavia");
    assert_eq!(belavia.came, [(Some(day("2023-01-01")), day("2024-06-27"))]);
    assert_eq!(belavia.went, [(day("2025-02-27"), day("2025-12-24"))]);
    assert_eq!(belavia.verdict, Verdict::AgreesNot);
    assert_eq!(finding(&found.findings, "US › Belaruskali").came, [(None, day("2023-01-01"))]);
    // Accepted, each verdict is a dated observation with its proof; accepted again, nothing is left.
    let mut document = Document::new(shipped().state);
    let state = document.state().clone();
    document.commit(&found.proposals.accepted(&state, |_| true)).unwrap();
    let after = document.state().clone();
    let naftan = after.measure("us-naftan-asset-freeze").unwrap();
    let last = naftan
        .history
        .iter()
        .find(|step| step.on == day("2025-12-24") && step.change.what == MeasureStep::NotSeen);
    let source = after.source(last.unwrap().sources[0].as_str()).unwrap();
    assert_eq!(digests(source).len(), 3);
    assert!(reconcile(&after, &lists, &Filter::default()).proposals.changes.is_empty());
}

#[test]
fn aliases_alone_never_prove_that_something_is_not_on_the_list() {
    let lists = vec![(day("2025-12-24"), list(&["alt.csv"]))];
    let found = reconcile(&shipped().state, &lists, &Filter::default());
    assert_eq!(finding(&found.findings, "Naftan").verdict, Verdict::Unknown);
    assert_eq!(finding(&found.findings, "Belavia").verdict, Verdict::EndedStillListed);
    assert!(found.proposals.changes.iter().all(|change| !change.what.contains("Naftan")));
}

#[test]
fn a_measure_without_a_reference_is_matched_by_name_with_how_sure_that_is() {
    // The file knows the number of the annex and not that of the list.
    let mut state = shipped().state;
    let place = state.place("eu-belavia-asset-freeze").unwrap();
    let mut unnumbered = state.measure("eu-belavia-asset-freeze").unwrap().clone();
    unnumbered.list_refs = ThinSlice::default();
    state.replace(place, Owned::Measure(unnumbered));
    let lists = vec![(day("2025-12-24"), list(&["eu.csv"]))];
    let found = reconcile(&state, &lists, &Filter::default());
    let belavia = finding(&found.findings, "EU › Belavia");
    let (how, score) = belavia.found.unwrap();
    assert!(how != How::Reference && score < 100, "{how} {score}");
    assert_eq!(belavia.verdict, Verdict::Agrees, "{belavia:?}");
    // Accepted, the reference stands in the record: from then on it is sure.
    let mut document = Document::new(state.clone());
    document.commit(&found.proposals.accepted(&state, |_| true)).unwrap();
    let again = reconcile(document.state(), &lists, &Filter::default());
    assert_eq!(finding(&again.findings, "EU › Belavia").found, Some((How::Reference, 100)));
    // Who is on the list under the programmes of the file and not in the file is told.
    let missing = finding(&found.findings, "Lukashenka");
    assert_eq!((missing.verdict, missing.measure.as_ref()), (Verdict::NotRecorded, None));
}

#[test]
fn the_difference_of_two_lists_names_what_came_went_and_changed() {
    let (old, mut new) = (list(&["sdn.csv", "add.csv", "alt.csv"]), list(&["sdn.csv", "add.csv"]));
    new.entries.retain(|entry| entry.reference != "44541");
    let mut added = entry(&old, "44541").clone();
    added.reference = "50000".to_owned();
    added.name = "ZORVAN AIRLINES".to_owned();
    added.aliases.clear();
    added.identifiers.clear();
    new.entries.push(added.into());
    let belaruskali = new.entries.iter_mut().find(|it| it.reference == "32746").unwrap();
    Arc::make_mut(belaruskali).programmes = vec!["RUSSIA-EO14024".to_owned()];
    let all = difference(&old, &new, |_| true);
    let references = |entries: &[&Entry]| entries.iter().map(|it| it.reference.clone()).collect::<Vec<_>>();
    assert_eq!(
        (references(&all.added), references(&all.removed)),
        (vec!["50000".to_owned()], vec!["44541".to_owned()])
    );
    let belaruskali = all.changed.iter().find(|it| it.entry.reference == "32746").unwrap();
    assert!(belaruskali.fields.contains(&("alias", "JSC BELARUSKALI".to_owned(), String::new())));
    assert!(belaruskali.fields.contains(&(
        "programme",
        "BELARUS-EO14038".to_owned(),
        "RUSSIA-EO14024".to_owned()
    )));
    assert_eq!(difference(&old, &old, |_| true), Difference::default());
}

#[test]
fn in_the_program_proposals_are_looked_at_taken_one_by_one_or_all_and_undone() {
    use beltui::app::Effect;
    use beltui::app::request::ListTask;
    let mut app = common::app((160, 48), "2025-12-28");
    let mut loaded = common::shipped();
    loaded.state = on_ofac(loaded.state, &["OFAC 44541", "OFAC 32746"]);
    common::load(&mut app, loaded);
    common::press(&mut app, "R2025-09-11=sdn.csv \"my add.csv\"");
    let enter = beltui::app::script::keys("<Enter>").unwrap();
    let effects = app.press(enter[0]);
    let files = vec!["2025-09-11=sdn.csv".to_owned(), "my add.csv".to_owned()];
    assert_eq!(effects, vec![Effect::ReadLists(files, ListTask::Reconcile)]);
    let lists = dated(&[("2025-11-20", &["44541", "32746"])]);
    app.review(reconcile(app.facts.state(), &lists, &Filter::default()).review());
    common::seen(&mut app);
    let screen = common::screen(&app);
    assert!(screen.contains("recorded as ended but still listed (16 days): US › Belavia"), "{screen}");
    assert!(screen.contains("0 of "), "{screen}");
    // One is taken, and the other stays as it was.
    let before = app.facts.state().clone();
    common::press(&mut app, " <Enter>");
    let changed = app.facts.state().records().sanctions.iter();
    let changed = changed.filter(|it| before.measure(it.id.as_str()) != Some(it)).count();
    assert_eq!(changed, 1);
    common::press(&mut app, "u");
    assert!(*app.facts.state() == before);
    // All are taken.
    app.review(reconcile(app.facts.state(), &lists, &Filter::default()).review());
    common::seen(&mut app);
    common::press(&mut app, "a");
    assert!(!common::screen(&app).contains("0 of "));
    common::press(&mut app, "<Enter>");
    assert!(reconcile(app.facts.state(), &lists, &Filter::default()).proposals.changes.is_empty());
    // What would change nothing says so.
    app.review(proposals(
        app.facts.state(),
        &lists[0].1,
        lists[0].0,
        &Filter { names: vec!["zzz".to_owned()], ..Filter::default() },
    ));
    assert!(common::screen(&app).contains("nothing would change"));
}

/// A state with one more measure against one more subject, which are like Naftan's but for what `change` does.
fn with(change: impl FnOnce(&mut Measure, &mut Subject)) -> State {
    let state = shipped().state;
    let mut it = state.measure("us-naftan-asset-freeze").unwrap().clone();
    let like = state.target(&it).unwrap();
    // Its numbers would tell who it is, whatever it is called.
    let mut target = Subject::new("test".into(), like.name.clone(), like.kind);
    target.aliases = like.aliases.clone();
    target.countries = like.countries.clone();
    it.id = "us-test".into();
    it.target = target.id.clone();
    change(&mut it, &mut target);
    let mut document = Document::new(state);
    let records = [Owned::Subject(target), Owned::Measure(it)];
    let ops = records.map(|record| beltui::edit::op::Op::insert(usize::MAX, record)).to_vec();
    document.commit(&beltui::edit::op::Transaction::new("add", ops)).unwrap();
    document.state().clone()
}

fn verdict_of(state: &State, lists: &[(Date, Published)]) -> (Verdict, Finding) {
    let found = reconcile(state, lists, &Filter::default());
    let finding =
        found.findings.into_iter().find(|it| it.measure.as_ref().is_some_and(|id| id.as_str() == "us-test"));
    let finding = finding.unwrap();
    (finding.verdict, finding)
}

#[test]
fn the_list_of_those_who_are_not_blocked_says_nothing_about_those_who_are() {
    let state = with(|it, target| {
        it.measure = MeasureType::Standard(StandardMeasure::SectoralSanctions);
        it.list_refs = ["OFAC 99999".into()].into();
        target.name = "Another".into();
        target.aliases = ThinSlice::default();
    });
    let found = reconcile(&state, &dated(&[("2025-12-24", &["32746"])]), &Filter::default());
    assert!(found.findings.iter().all(|it| it.measure.as_ref().is_none_or(|id| id.as_str() != "us-test")));
    // What stands in it says which list it is, whatever it is called and whatever was asked for.
    let said = read(&[fixture("sdn.csv")], Some(ListName::OfacConsolidated), &mut |_, _, _| {}).unwrap_err();
    assert!(said.to_string().starts_with("this is a part of OFAC SDN, not of OFAC Consolidated"), "{said}");
    let folder = tempfile::tempdir().unwrap();
    let named = folder.path().join("cons_prim.csv");
    fs::copy(fixture("sdn.csv"), &named).unwrap();
    assert_eq!(read(&[named], None, &mut |_, _, _| {}).unwrap().list, ListName::OfacSdn);
}

#[test]
fn who_has_a_reference_is_that_entry_and_no_other_of_the_same_name() {
    // Its own entry is gone; another one has its name.
    let state = with(|it, target| {
        it.list_refs = ["OFAC 99999".into()].into();
        target.name = "BELARUSKALI OAO".into();
    });
    let (verdict, finding) = verdict_of(&state, &dated(&[("2025-12-24", &["32746", "44541"])]));
    assert_eq!(verdict, Verdict::NotListed);
    assert!(finding.found.is_none_or(|(how, _)| how == How::Likeness));
    // Two records of one name: only one of them is the entry.
    let state = with(|it, target| {
        it.list_refs = ThinSlice::default();
        target.name = "BELARUSKALI OAO".into();
    });
    assert_eq!(verdict_of(&state, &dated(&[("2025-12-24", &["32746"])])).0, Verdict::Possibly);
    // Matched by name on one day, it is the same entry while its names have something in common.
    let mut lists = dated(&[("2024-06-27", &["9760"]), ("2025-12-24", &["9760"])]);
    let named = |lists: &mut [(Date, Published)], name: &str| {
        let entry = Arc::make_mut(&mut lists[1].1.entries[0]);
        entry.name = name.to_owned();
        entry.aliases.clear();
    };
    named(&mut lists, "LUKASHENKA");
    let state = with(|it, target| {
        it.list_refs = ThinSlice::default();
        target.kind = SubjectKind::Person;
        target.name = "LUKASHENKA, Alyaksandr Ryhorovich".into();
        target.aliases = ThinSlice::default();
    });
    assert_eq!(verdict_of(&state, &lists).0, Verdict::Agrees);
    named(&mut lists, "ANOTHER, Name");
    let (verdict, finding) = verdict_of(&state, &lists);
    assert_eq!(verdict, Verdict::NumberOfAnother);
    assert_eq!(finding.sightings[1].1, None, "neither seen nor gone");
}

#[test]
fn what_never_began_and_what_came_back_have_verdicts_of_their_own() {
    let steps = |whats: &[(&str, MeasureStep)]| {
        let state = shipped().state;
        let template = state.measure("us-naftan-asset-freeze").unwrap().history[0].clone();
        let of = |(on, what): &(&str, MeasureStep)| {
            let mut step = template.clone();
            (step.on, step.act) = (day(on), None);
            let list = (*what == MeasureStep::NotSeen).then(|| "SDN".into());
            step.change = beltui::model::measure::MeasureChange { what: *what, list };
            step
        };
        whats.iter().map(of).collect::<Vec<_>>()
    };
    let of = |whats: &[(&str, MeasureStep)]| {
        let state = with(|it, target| {
            it.list_refs = ["OFAC 32746".into()].into();
            target.name = "Belaruskali".into();
            it.history = steps(whats).into();
        });
        verdict_of(&state, &dated(&[("2025-12-24", &["32746"])])).0
    };
    assert_eq!(of(&[("2025-01-01", MeasureStep::Announced)]), Verdict::NotBegun);
    assert_eq!(
        of(&[("2024-01-01", MeasureStep::Designated), ("2025-01-01", MeasureStep::NotSeen)]),
        Verdict::ListedAgain
    );
}

#[test]
fn an_import_finds_what_the_file_has_by_name_and_gives_it_its_reference() {
    let state = with(|it, target| {
        it.list_refs = ThinSlice::default();
        target.name = "LUKASHENKA, Alyaksandr Ryhorovich".into();
        target.kind = SubjectKind::Person;
        target.aliases = ThinSlice::default();
    });
    let list = list(&["sdn.csv", "add.csv"]);
    let (after, _) = accepted(&state, &list, "2025-12-24", &Filter::default());
    assert_eq!(after.records().sanctions.len(), state.records().sanctions.len());
    assert_eq!(after.measure("us-test").unwrap().list_refs[0], "OFAC 9760");
    // One with two references is one change.
    let state = with(|it, _| it.list_refs = ["OFAC 32746".into(), "OFAC 9760".into()].into());
    let (after, _) = accepted(&state, &list, "2025-12-24", &Filter::default());
    assert!(after.measure("us-test").is_some());
}

#[test]
fn the_main_birthday_and_the_main_country_are_those_of_who_is_new() {
    let xml = fs::read_to_string(fixture("sdn.xml")).unwrap();
    let part = |is_main: bool, of: &str, what: &str, text: &str| {
        format!("<{of}><uid>5</uid><{what}>{text}</{what}><mainEntry>{is_main}</mainEntry></{of}>")
    };
    let born = |is_main, text| part(is_main, "dateOfBirthItem", "dateOfBirth", text);
    let of = |is_main, text| part(is_main, "nationality", "country", text);
    let parts = format!(
        "<sdnEntry><uid>90001</uid><firstName>Petr</firstName><lastName>ZORVAN</lastName><sdnType>Individual</sdnType><programList><program>QUEL</program></programList><nationalityList>{}{}</nationalityList><dateOfBirthList>{}{}{}</dateOfBirthList></sdnEntry></sdnList>",
        of(false, "Belarus"),
        of(true, "Russia"),
        born(false, "1971"),
        born(true, "03 Apr 1970"),
        born(false, "31 Feb 1970"),
    );
    let enhanced = fs::read_to_string(fixture("sdn_enhanced.xml")).unwrap();
    let feature = |kind: &str, is_main: bool, value: &str| {
        format!(
            "<feature><type>{kind}</type><value>{value}</value><isPrimary>{is_main}</isPrimary></feature>"
        )
    };
    let features = [
        feature("Nationality Country", false, "Belarus"),
        feature("Nationality Country", true, "Russia"),
        feature("Birthdate", false, "1971"),
        feature("Birthdate", true, "03 Apr 1970"),
    ];
    let (before, rest) = enhanced.split_once("<feature id=\"1\">").unwrap();
    let (_, after) = rest.split_once("</features>").unwrap();
    let row = |remarks: &str| {
        format!(
            "90001,\"ZORVAN, Petr\",\"individual\",\"QUEL\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"{remarks}\"\r\n\u{1a}"
        )
    };
    let remarks =
        "alt. DOB 1971; DOB 03 Apr 1970; alt. DOB circa 1969; nationality Russia; alt. nationality Belarus.";
    for (name, text) in [
        ("sdn.csv", row(remarks)),
        ("sdn.xml", xml.replace("</sdnList>", &parts)),
        ("sdn_enhanced.xml", format!("{before}{}</features>{after}", features.concat())),
    ] {
        let list = read_text(name, text.as_bytes()).unwrap();
        let (after, _) = accepted(&shipped().state, &list, "2025-12-24", &Filter::default());
        let mut subjects = after.records().subjects.iter();
        let of_list = subjects.find(|it| it.name == "ZORVAN, Petr").unwrap();
        assert_eq!(of_list.born, Some(day("1970-04-03")), "{name}");
        let countries: Vec<&str> = of_list.countries.iter().map(beltui::model::id::Id::as_str).collect();
        assert_eq!(countries[..2], ["RU", "BY"], "{name}");
    }
    // What is no date is told in its line.
    let told = |name: &str, text: &str| read_text(name, text.as_bytes()).unwrap().notes.join("\n");
    let of_xml = told("sdn.xml", &xml.replace("</sdnList>", &parts));
    assert!(
        of_xml.contains("line 15)") && of_xml.contains("the birthday \"31 Feb 1970\" is no date"),
        "{of_xml}"
    );
    for birth in ["DOB 03 Apr 70", "alt. DOB 31 Feb 1970"] {
        let said = told("sdn.csv", &row(&format!("DOB circa 1969; {birth}; nationality Russia.")));
        let value = birth.rsplit_once("DOB ").unwrap().1;
        assert!(said.contains("line 1)") && said.contains(&format!("{value:?} is no date")), "{said}");
    }
    for birth in ["DOB 1970", "DOB Apr 1970", "DOB 1949 to 1951", "DOB circa 1970", "POB Quell"] {
        assert_eq!(told("sdn.csv", &row(birth)), "", "{birth}");
    }
}

#[test]
fn a_measure_of_a_kind_of_its_own_is_no_asset_freeze() {
    let text = fs::read_to_string(fixture("uk.csv")).unwrap();
    let text = text.replace("Asset freeze|Travel Ban", "Director Disqualification Sanction");
    let list = read_text("uk.csv", text.as_bytes()).unwrap();
    assert_eq!(
        entry(&list, "BEL0001").measures(),
        [MeasureType::Other("Director Disqualification Sanction".into())]
    );
    assert_eq!(entry(&list, "BEL0070").other_refs, ["OFSI 14121"]);
}

#[test]
fn only_who_is_sanctioned_comes_from_opensanctions_and_with_every_issuer() {
    let line = |id: &str, topics: &str| {
        format!(
            "{{\"id\":\"{id}\",\"caption\":\"{id}\",\"schema\":\"Person\",\"properties\":{{\"topics\":[\"{topics}\"]}},\"datasets\":[\"wd_peps\"],\"target\":true}}\n"
        )
    };
    let measure = |of: &str, dataset: &str, end: &str| {
        format!(
            "{{\"id\":\"s-{of}-{dataset}\",\"caption\":\"s\",\"schema\":\"Sanction\",\"properties\":{{\"entity\":[\"{of}\"],\"endDate\":[{end}]}},\"datasets\":[\"{dataset}\"],\"last_seen\":\"2025-10-01\"}}\n"
        )
    };
    let text = measure("a", "us_ofac_sdn", "")
        + &line("a", "sanction")
        + &line("b", "role.pep")
        + &measure("a", "eu_fsf", "")
        + &measure("a", "ua_nsdc", "\"2023-01-01\"");
    let list = read_text("entities.ftm.json", text.as_bytes()).unwrap();
    assert_eq!(list.entries.len(), 1);
    assert_eq!(entry(&list, "a").issuers(), ["US", "EU"]);
    let proposed = proposals(&shipped().state, &list, day("2025-10-01"), &Filter::default());
    assert_eq!(proposed.changes.len(), 2);
}

#[test]
fn the_same_day_with_other_files_is_another_source() {
    let list = list(&["sdn.csv", "add.csv"]);
    let mut other = list.clone();
    other.files[0].sha256 = "0".repeat(64);
    let on = day("2025-12-24");
    assert_ne!(beltui::lists::proof::source(&list, on).id, beltui::lists::proof::source(&other, on).id);
}

#[test]
fn files_without_names_update_what_the_file_has_and_are_named_by_those_of_another_day() {
    let state = shipped().state;
    let add = list(&["add.csv"]);
    let proposed = proposals(&state, &add, day("2026-01-15"), &Filter::default());
    assert!(proposed.changes.iter().any(|change| change.what.contains("Belaruskali")), "{proposed:?}");
    assert!(proposed.changes.iter().all(|change| change.what.starts_with("update")));
    // The person has a name on the first day only; the aircraft is gone on the last.
    let mut last = add.clone();
    last.entries.retain(|entry| entry.reference != "44580");
    let mut known = list(&["sdn.csv", "add.csv"]);
    let entry = known.entries.iter_mut().find(|it| it.reference == "44580").unwrap();
    Arc::make_mut(entry).reference = "77777".to_owned();
    let lists = vec![(day("2025-02-27"), known), (day("2025-12-24"), last)];
    let found = reconcile(&state, &lists, &Filter::default());
    let person = finding(&found.findings, "LUKASHENKA");
    assert_eq!((person.verdict, person.proposal.is_some()), (Verdict::NotRecorded, true));
    let gone = found.findings.iter().find(|it| it.reference.as_deref() == Some("OFAC 77777")).unwrap();
    assert_eq!((gone.verdict, gone.proposal), (Verdict::GoneUnrecorded, None));
}

#[test]
fn a_list_of_which_the_file_has_nothing_is_held_against_what_the_file_is_about() {
    let lists = vec![(day("2026-02-13"), list(&["uk.csv"]))];
    let state = without(shipped().state, |_, it| it.issuer.as_str() == "GB");
    let found = reconcile(&state, &lists, &Filter::default());
    let missing = found.findings.iter().filter(|it| it.verdict == Verdict::NotRecorded).count();
    assert_eq!(missing, 3);
}

#[test]
fn a_sighting_that_others_reported_gets_the_list_itself_as_its_proof() {
    // The shipped file has the sighting of this day by the word of a copy's keeper.
    let lists = dated(&[("2025-01-06", &["44541", "32746"])]);
    let found = reconcile(&shipped().state, &lists, &Filter::default());
    let mut document = Document::new(shipped().state);
    let state = document.state().clone();
    document.commit(&found.proposals.accepted(&state, |at| found.observations().contains(&at))).unwrap();
    let belavia: Vec<_> = claims(document.state())
        .into_iter()
        .filter(|claim| claim.measure.as_str() == "us-belavia-asset-freeze" && claim.on == day("2025-01-06"))
        .collect();
    assert!(belavia.iter().any(|claim| !claim.digests.is_empty()));
    let steps = |state: &State| state.measure("us-belavia-asset-freeze").unwrap().history.len();
    assert_eq!(steps(document.state()), steps(&state), "no step is doubled");
}

#[test]
fn a_filter_means_what_is_told_and_what_is_changed() {
    let lists = dated(&[("2025-11-20", &["32746"])]);
    let only = Filter { names: vec!["naftan".to_owned()], ..Filter::default() };
    let found = reconcile(&shipped().state, &lists, &only);
    assert!(!found.findings.is_empty());
    assert!(found.findings.iter().all(|finding| finding.name.contains("Naftan")));
    assert!(
        found.proposals.changes.iter().all(|change| change.what.contains("Naftan")),
        "{:?}",
        found.proposals
    );
}

#[test]
fn proposals_that_come_while_something_is_open_wait_until_it_is_closed() {
    let mut app = common::app((160, 48), "2025-12-28");
    let lists = dated(&[("2025-11-20", &["44541", "32746"])]);
    let proposals = reconcile(app.facts.state(), &lists, &Filter::default()).review();
    common::press(&mut app, "2a");
    let before = app.facts.state().clone();
    app.review(proposals);
    // What is typed goes into the form, and takes no change.
    common::press(&mut app, "a<Tab>");
    assert!(*app.facts.state() == before && matches!(app.modals.last(), Some(beltui::app::Modal::Form(_))));
    common::press(&mut app, "<Esc><Esc>");
    assert!(matches!(app.modals.last(), Some(beltui::app::Modal::Review(_))));
}

/// Rows of OFAC's table: number, name, kind, programmes.
fn sdn(rows: &[(&str, &str, &str, &str)]) -> Published {
    let row = |(number, name, kind, programmes): &(&str, &str, &str, &str)| {
        format!("{number},\"{name}\",{kind},\"{programmes}\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n")
    };
    let text = rows.iter().map(row).collect::<String>() + "\u{1a}";
    read_text("sdn.csv", text.as_bytes()).unwrap()
}

/// A state with one measure of the United States on somebody, who has a reference.
fn zorvan(reference: &str, programme: Option<&str>) -> State {
    with(|it, target| {
        it.list_refs = if reference.is_empty() { ThinSlice::default() } else { [reference.into()].into() };
        it.programme = programme.map(Into::into);
        target.name = "ZORVAN, Petr".into();
        target.kind = SubjectKind::Person;
        target.aliases = ThinSlice::default();
    })
}

#[test]
fn lists_of_many_days_tell_what_each_of_them_tells_and_hold_what_they_have_in_common_once() {
    const DAYS: usize = 70;
    let folder = tempfile::tempdir().unwrap();
    let on = |at: usize| format!("2024-{:02}-{:02}", at / 28 + 1, at % 28 + 1);
    // On a day the list has the entries whose bit its number has, and one that says something else each month.
    let names = ["ZORVAN", "KELMOR", "ODRIN", "MORAVA", "VELKA", "PRANT", "NORDA"];
    let files: Vec<String> = (0..DAYS)
        .map(|at| {
            let held = names.iter().enumerate().filter(|(bit, _)| (at >> bit) & 1 == 1);
            let rows = held.map(|(bit, name)| format!("9000{bit},\"{name} WORKS\",-0- ,\"QUEL\""));
            let changed = format!("99999,\"ALPHA WORKS {}\",-0- ,\"QUEL\"", at / 28);
            let rest = ",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n";
            let text: String = rows.chain([changed]).map(|row| row + rest).collect();
            let path = folder.path().join(format!("{at}.csv"));
            fs::write(&path, text + "\u{1a}").unwrap();
            format!("{}={}", on(at), path.display())
        })
        .collect();
    let today = day("2024-12-31").first();
    let read = || beltui::lists::dated(&files, Some(ListName::OfacSdn), None, today, &mut |_, _, _| {});
    let lists = read().unwrap();
    assert!(lists.iter().map(|(on, _)| on.written()).eq((0..DAYS).map(on)));
    let mut different: Vec<*const Entry> =
        lists.iter().flat_map(|(_, list)| list.entries.iter().map(Arc::as_ptr)).collect();
    different.sort_unstable();
    different.dedup();
    assert_eq!(different.len(), names.len() + 3, "seven that stay as they are, and one in three versions");
    let state = zorvan("OFAC 90006", None);
    let sightings = |lists: &[(Date, Published)], reference: &str| {
        let found =
            reconcile(&state, lists, &Filter { names: vec!["works".to_owned()], ..Filter::default() });
        let finding = found.findings.iter().find(|it| it.reference.as_deref() == Some(reference)).unwrap();
        finding.sightings.iter().map(|(on, seen)| (on.written(), *seen)).collect::<Vec<_>>()
    };
    let turned: Vec<(Date, Published)> = lists.iter().rev().cloned().collect();
    for bit in 0..names.len() - 1 {
        let wanted: Vec<_> = (0..DAYS).map(|at| (on(at), Some((at >> bit) & 1 == 1))).collect();
        assert_eq!(sightings(&lists, &format!("OFAC 9000{bit}")), wanted);
        assert_eq!(
            sightings(&turned, &format!("OFAC 9000{bit}")),
            wanted,
            "in whatever order they are named"
        );
    }
    assert!(sightings(&lists, "OFAC 99999").iter().all(|(_, seen)| *seen == Some(true)));
}

#[test]
fn what_was_off_the_list_in_between_is_a_gap_with_both_windows() {
    let (on, off) =
        (&[("90001", "ZORVAN, Petr", "individual", "QUEL")], &[("90002", "KELMOR", "-0- ", "QUEL")]);
    let state = zorvan("OFAC 90001", None);
    let lists = |days: &[(&str, bool)]| -> Vec<(Date, Published)> {
        days.iter().map(|(day_of, is_on)| (day(day_of), if *is_on { sdn(on) } else { sdn(off) })).collect()
    };
    let days = lists(&[
        ("2024-01-01", true),
        ("2024-02-01", false),
        ("2024-03-01", true),
        ("2024-04-01", false),
        ("2024-05-01", true),
    ]);
    let (verdict, finding) = verdict_of(&state, &days);
    assert_eq!(verdict, Verdict::OffInBetween);
    assert!(verdict.is_gap());
    assert_eq!(
        finding.windows_said(),
        "came by 2024-01-01; went 2024-01-01 to 2024-02-01; came 2024-02-01 to 2024-03-01; went 2024-03-01 to 2024-04-01; came 2024-04-01 to 2024-05-01"
    );
    assert_eq!(verdict_of(&state, &lists(&[("2024-01-01", true), ("2024-03-01", true)])).0, Verdict::Agrees);
    // Accepted, the file says so itself.
    let found = reconcile(&state, &days, &Filter::default());
    let mut document = Document::new(state.clone());
    document.commit(&found.proposals.accepted(&state, |_| true)).unwrap();
    assert_ne!(verdict_of(document.state(), &days).0, Verdict::OffInBetween);
}

#[test]
fn of_entries_that_fit_equally_the_one_of_its_programme_is_it_and_otherwise_none() {
    let rows =
        [("90001", "ZORVAN, Petr", "individual", "ODRIN"), ("90002", "ZORVAN, Petr", "individual", "QUEL")];
    let lists = vec![(day("2025-01-01"), sdn(&rows))];
    let (verdict, finding) = verdict_of(&zorvan("", Some("QUEL")), &lists);
    assert_eq!((verdict, finding.reference.as_deref()), (Verdict::Agrees, Some("OFAC 90002")));
    let (verdict, finding) = verdict_of(&zorvan("", None), &lists);
    assert_eq!(verdict, Verdict::Possibly);
    assert!(
        finding.detail.contains("OFAC 90001") && finding.detail.contains("OFAC 90002"),
        "{}",
        finding.detail
    );
    assert_eq!(finding.proposal, None);
    // An import takes the one, and of two neither.
    let taken = |programme| {
        let proposed = proposals(&zorvan("", programme), &lists[0].1, day("2025-01-01"), &Filter::default());
        proposed
            .changes
            .iter()
            .filter(|it| it.what.starts_with("update"))
            .map(|it| it.why.clone())
            .collect::<Vec<_>>()
    };
    assert!(
        matches!(&taken(Some("QUEL"))[..], [why] if why.contains("OFAC 90002") && !why.contains("90001"))
    );
    assert!(taken(None).is_empty());
}

#[test]
fn what_an_entry_that_is_gone_shows_is_its_own_reference() {
    let rows = [("90002", "ZORVAN, Petr", "individual", "QUEL")];
    let lists = vec![(day("2025-01-01"), sdn(&rows))];
    let (verdict, finding) = verdict_of(&zorvan("OFAC 90001", None), &lists);
    assert_eq!((verdict, finding.reference.as_deref()), (Verdict::NotListed, Some("OFAC 90001")));
}

#[test]
fn an_entry_of_two_programmes_draws_in_those_of_one_only() {
    let rows = [
        ("90001", "ZORVAN, Petr", "individual", "QUEL] [ODRIN-EO99999"),
        ("90002", "KELMOR", "-0- ", "QUEL-EO99998"),
        ("90003", "ALPHA WORKS", "-0- ", "ODRIN-EO99999"),
        ("90004", "BETA WORKS", "-0- ", "QUEL"),
    ];
    let lists = vec![(day("2025-01-01"), sdn(&rows))];
    let empty = State::default();
    let filter = Filter { names: vec!["zorvan".to_owned(), "kelmor".to_owned()], ..Filter::default() };
    let (state, _) = accepted(&empty, &lists[0].1, "2025-01-01", &filter);
    let found = reconcile(&state, &lists, &Filter::default());
    let missing: Vec<&str> =
        found.findings.iter().filter(|it| it.measure.is_none()).map(|it| it.name.as_str()).collect();
    assert_eq!(missing, ["US › BETA WORKS: Asset freeze"]);
}

#[test]
fn two_entries_with_one_number_of_another_list_of_the_issuer_are_about_one_subject() {
    let list = list(&["uk_regimes.xml"]);
    let (state, count) = accepted(&State::default(), &list, "2026-08-20", &Filter::default());
    assert_eq!(count, 8);
    let of = |reference: &str| {
        let measures = state.records().sanctions.iter();
        let of: Vec<_> = measures.filter(|it| it.list_refs.iter().any(|held| **held == *reference)).collect();
        let target = state.target(of[0]).unwrap();
        assert!(of.iter().all(|it| it.target == target.id), "{reference}");
        (of.len(), target)
    };
    let (count, target) = of("OFSI 13923");
    let aliases: Vec<&str> = target.aliases.iter().map(|alias| alias.name().as_str()).collect();
    assert_eq!(
        (count, target.name.as_str(), &aliases[..]),
        (4, "Yuri Morvich Kelmaev", &["Yuri Morvich Kelmayev"][..])
    );
    assert_eq!((of("UK BEL0005").0, of("UK GHR0055").0), (2, 2));
    assert_eq!(state.records().subjects.iter().filter(|it| it.kind != SubjectKind::State).count(), 4);
    assert_eq!(accepted(&state, &list, "2026-08-20", &Filter::default()).1, 0, "nothing comes twice");
}

#[test]
fn a_part_of_a_list_proves_nobodys_absence() {
    let state = zorvan("OFAC 90001", Some("QUEL"));
    let verdict = |list: Published| verdict_of(&state, &[(day("2025-01-01"), list)]).0;
    let rows: Vec<(String, String)> =
        (0..30).map(|at| ((91_000 + at).to_string(), format!("WORKS {at}"))).collect();
    let of = |programme: &dyn Fn(usize) -> &'static str| {
        let rows: Vec<(&str, &str, &str, &str)> = rows
            .iter()
            .enumerate()
            .map(|(at, (number, name))| (number.as_str(), name.as_str(), "-0- ", programme(at)))
            .collect();
        sdn(&rows)
    };
    assert_eq!(verdict(of(&|at| ["QUEL", "ODRIN", "KELMOR", "ZED", "YOT"][at % 5])), Verdict::NotListed);
    assert_eq!(verdict(of(&|_| "ODRIN")), Verdict::Unknown, "one programme, of another");
    assert_eq!(
        verdict(of(&|at| ["QUEL", "QUEL-EO99999"][at % 2])),
        Verdict::Unknown,
        "one programme, its own"
    );
    assert_eq!(
        verdict(of(&|at| ["ODRIN", "KELMOR"][at % 2])),
        Verdict::Unknown,
        "its programme is not there"
    );
    for name in ["add.csv", "alt.csv"] {
        assert_eq!(verdict(list(&[name])), Verdict::Unknown, "{name}");
    }
}

#[test]
fn a_collection_proves_the_absence_only_from_lists_that_are_in_it() {
    let state = with(|it, target| {
        it.issuer = "EU".into();
        it.list_refs = ["OpenSanctions NK-alpha".into()].into();
        target.name = "Alpha Works".into();
        target.aliases = ThinSlice::default();
    });
    let text = fs::read_to_string(fixture("nested.json")).unwrap();
    let lists = |text: String| vec![(day("2025-10-01"), read_text("a.json", text.as_bytes()).unwrap())];
    assert_eq!(verdict_of(&state, &lists(text.clone())).0, Verdict::Agrees);
    let gone = text.replace("NK-alpha", "NK-other").replace("Alpha Works", "Gamma Works");
    assert_eq!(verdict_of(&state, &lists(gone.clone())).0, Verdict::NotListed);
    assert_eq!(verdict_of(&state, &lists(gone.replace("eu_fsf", "ch_seco_sanctions"))).0, Verdict::Unknown);
    // Its id has moved: the new entry names the old one.
    let moved = text.replace("\"id\":\"NK-alpha\"", "\"id\":\"NK-new\"").replace("ofac-90001", "NK-alpha");
    let (verdict, finding) = verdict_of(&state, &lists(moved.clone()));
    assert_eq!((verdict, finding.reference.as_deref()), (Verdict::Agrees, Some("OpenSanctions NK-new")));
    let (old, new) =
        (read_text("a.json", text.as_bytes()).unwrap(), read_text("a.json", moved.as_bytes()).unwrap());
    let found = difference(&old, &new, |_| true);
    assert_eq!((found.added.len(), found.removed.len(), found.changed.len()), (0, 0, 1));
    // The collection says so, whatever it is called now.
    let renamed = read_text("a.json", moved.replace("Alpha", "Kelmor").as_bytes()).unwrap();
    let found = difference(&old, &renamed, |_| true);
    assert_eq!((found.changed.len(), found.reassigned.len()), (1, 0));
    // A status that is not known is no sighting and no absence.
    let unclear = text.replace("\"startDate\":[\"2021-06-21\"]", "\"status\":[\"zrusen\"]");
    assert_eq!(verdict_of(&state, &lists(unclear)).0, Verdict::Unclear);
}

#[test]
fn each_issuer_of_a_collection_comes_with_its_own_day_programme_and_measure() {
    let line = |dataset: &str, more: &str| {
        format!(
            "{{\"id\":\"s-{dataset}\",\"schema\":\"Sanction\",\"properties\":{{\"entity\":[\"NK-1\"],{more}}},\"datasets\":[\"{dataset}\"],\"last_seen\":\"2025-10-01\"}}\n"
        )
    };
    let text = "{\"id\":\"NK-1\",\"caption\":\"Alpha Works\",\"schema\":\"Company\",\"properties\":{\"topics\":[\"sanction\"]},\"last_seen\":\"2025-10-01\"}\n".to_owned()
        + &line("au_dfat_sanctions", "\"programId\":[\"AU-X\"],\"startDate\":[\"2023-02-24\"]")
        + &line("jp_meti_ru", "\"program\":[\"Export ban\"],\"listingDate\":[\"2022-03-01\"]")
        + &line("us_sam_exclusions", "\"startDate\":[\"2020-03-01\"]");
    let list = read_text("entities.ftm.json", text.as_bytes()).unwrap();
    let (state, count) = accepted(&State::default(), &list, "2025-10-01", &Filter::default());
    assert_eq!(count, 2);
    let told: Vec<String> = state
        .records()
        .sanctions
        .iter()
        .map(|it| {
            format!(
                "{} {} {} {}",
                it.issuer,
                it.measure.word(),
                it.history[0].on.written(),
                it.programme.as_deref().unwrap_or_default()
            )
        })
        .collect();
    assert_eq!(told, ["AU Asset freeze 2023-02-24 AU-X", "JP Export control 2022-03-01 Export ban"]);
    assert_eq!(state.subject("AU").unwrap().name, "Australia");
}

#[test]
fn an_import_tells_what_is_gone_and_an_older_list_changes_no_programme_back() {
    let rows =
        |programme| [("90001", "ZORVAN, Petr", "individual", programme), ("90002", "KELMOR", "-0- ", "QUEL")];
    let (state, _) =
        accepted(&State::default(), &sdn(&rows("QUEL-EO99999")), "2025-06-01", &Filter::default());
    let without = sdn(&rows("QUEL")[1..]);
    let gone =
        |list: &Published| beltui::lists::import::gone(&state, list, day("2025-07-01"), &Filter::default());
    assert!(
        matches!(&gone(&without)[..], [it] if it.what.contains("ZORVAN") && it.why.contains("OFAC 90001") && it.op.is_none())
    );
    assert!(gone(&sdn(&rows("QUEL"))).is_empty());
    let older = sdn(&rows("ODRIN"));
    assert!(beltui::lists::import::older(&state, &older, day("2025-01-01")).is_some());
    let (after, _) = accepted(&state, &older, "2025-01-01", &Filter::default());
    let it = after.measure("us-zorvan-petr-asset-freeze").unwrap();
    assert_eq!(it.programme.as_deref(), Some("QUEL-EO99999"));
    assert_eq!(
        it.history.iter().map(|step| step.on.written()).collect::<Vec<_>>(),
        ["2025-01-01", "2025-06-01"]
    );
    let (after, _) = accepted(&state, &older, "2025-07-01", &Filter::default());
    let it = after.measure("us-zorvan-petr-asset-freeze").unwrap();
    assert_eq!(it.programme.as_deref(), Some("ODRIN"));
}

#[test]
fn countries_are_meant_by_code_name_and_the_lists_own_spelling_and_a_miss_is_told() {
    let text = "1,\"A\",-0- ,\"QUEL\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"nationality Korea, North; alt. citizen Burma.\"\r\n";
    let list = read_text("sdn.csv", text.as_bytes()).unwrap();
    let state = State::default();
    let filter = |country: &str| Filter { countries: vec![country.to_owned()], ..Filter::default() };
    for country in ["KP", "kp", "PRK", "North Korea", "Korea, North", "MM", "Myanmar", "Burma"] {
        assert!(filter(country).of(&state).accepts(&list.entries[0]), "{country}");
        assert_eq!(filter(country).of(&state).misses(&list), None);
    }
    let said = filter("BY").of(&state).misses(&list).unwrap();
    assert_eq!(said, "no entry is of country BY; the list writes Burma, Korea, North");
    let programme = Filter { programmes: vec!["ODRIN".to_owned()], ..Filter::default() };
    assert_eq!(
        programme.of(&state).misses(&list).unwrap(),
        "no entry is of programme ODRIN; the list has QUEL"
    );
    // Canada's list has no countries but those of its regulations, in two languages.
    let sema =
        fs::read_to_string(fixture("sema.xml")).unwrap().replace("Quelland / Quellande", "Belarus / Bélarus");
    let canada = read_text("sema.xml", sema.as_bytes()).unwrap();
    assert!(canada.entries.iter().all(|entry| filter("BY").of(&state).accepts(entry)));
    assert_eq!(filter("BY").of(&state).misses(&canada), None);
    assert_eq!(
        filter("KP").of(&state).misses(&canada).unwrap(),
        "no entry is of country KP; the list writes Belarus, Bélarus"
    );
    let uk = common::lists::list(&["uk.csv"]);
    let belarus = Filter { programmes: vec!["Belarus".to_owned()], ..Filter::default() };
    assert_eq!(belarus.of(&state).misses(&uk), None, "words of a programme that is a sentence");
}

#[test]
fn of_a_list_that_may_not_be_whole_nothing_that_is_missing_is_taken_unasked() {
    let rows: Vec<(String, String)> =
        (0..40).map(|at| ((91_000 + at).to_string(), format!("WORKS {at}"))).collect();
    let programmes = ["QUEL", "ODRIN", "KELMOR", "ZED", "YOT"];
    let of = |count: usize, zorvan: bool| {
        let mut all: Vec<(&str, &str, &str, &str)> = rows
            .iter()
            .take(count)
            .enumerate()
            .map(|(at, (number, name))| (number.as_str(), name.as_str(), "-0- ", programmes[at % 5]))
            .collect();
        if zorvan {
            all.push(("90001", "ZORVAN, Petr", "individual", "QUEL"));
        }
        sdn(&all)
    };
    let state = on_ofac(zorvan("OFAC 90001", None), &["OFAC 90001"]);
    let held = |new: Published| {
        reconcile(&state, &[(day("2025-01-01"), of(40, true)), (day("2025-02-01"), new)], &Filter::default())
    };
    let whole = held(of(40, false));
    assert!(whole.why_not().is_none() && whole.told.is_empty());
    let cut = held(of(20, false));
    assert!(cut.why_not().unwrap().contains("51 % fewer"), "{:?}", cut.why_not());
    assert!(cut.told[0].starts_with("the list of 2025-02-01 may not be whole"));
    let review = cut.review();
    assert!(review.changes[0].what.contains("may not be whole") && review.changes[0].op.is_none());
    let of_zorvan = review.changes.iter().find(|it| it.what.contains("ZORVAN")).unwrap();
    assert!(of_zorvan.op.is_none(), "in the dashboard it is only told");
}
