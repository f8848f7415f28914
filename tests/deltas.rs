//! OFAC's deltas: what one publication changed gives the day and the publication of a listing or delisting, where copies
//! of the list only give a window. What a copy of the list contradicts is told and not taken.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/home.rs"]
mod home;

use std::fs;
use std::path::Path;

use beltui::edit::document::Document;
use beltui::lists::archive::{Archive, ArchiveError, Asked, Day, Incoming, Kind, Put};
use beltui::lists::delta::{Action, Delta, Turn, publication_in};
use beltui::lists::import::Filter;
use beltui::lists::reconcile::{Finding, Reconciliation, Verdict, reconcile_with};
use beltui::lists::{ListName, Published, proof, read};
use beltui::model::date::Date;
use beltui::model::state::State;
use beltui::store::load::load_text;
use home::Home;

const FIXTURE: &str = include_str!("lists/delta.xml");

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// Keeps a delta that was asked from an address, and reads it.
fn kept(text: &[u8], name: &str, address: Option<&str>) -> Result<Delta, ArchiveError> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, text).unwrap();
    let archive = Archive::at(folder.path().join("lists"));
    let address = address.map(str::to_owned);
    let incoming = Incoming { name: name.to_owned(), file, address, ..Incoming::default() };
    let checked = "2026-06-01T10:00:00Z".parse().unwrap();
    let asked = Asked { list: None, day: Day::Own, checked, doubtful: false };
    match archive.put(&asked, &[incoming], &mut |_, _, _| {})? {
        Put::New(kept) if kept.kind == Kind::Delta => {}
        other => panic!("{other:?}"),
    }
    let index = archive.index()?;
    Ok(archive.load_deltas(&index)?.remove(0))
}

fn delta(text: &str) -> Delta {
    kept(text.as_bytes(), "2025-11-04_delta.xml", None).unwrap()
}

/// A delta of a day with these entities.
fn of_day(on: &str, entities: &str) -> Delta {
    let text = format!(
        "<sanctionsData xmlns=\"https://www.treasury.gov/ofac/DeltaFile/1.0\"><publicationInfo><datePublished>{on}T00:00:00-05:00</datePublished><publicationType>Standard Action</publicationType></publicationInfo><entities>{entities}</entities></sanctionsData>"
    );
    kept(text.as_bytes(), &format!("{on}_delta.xml"), None).unwrap()
}

fn entity(number: u32, action: &str) -> String {
    format!(
        "<entity id=\"{number}\" action=\"{action}\"><sanctionsLists><sanctionsList>SDN List</sanctionsList></sanctionsLists></entity>"
    )
}

#[test]
fn a_delta_says_who_came_and_who_went_on_which_list() {
    let delta = delta(FIXTURE);
    assert_eq!((delta.on, delta.publication_type.as_str()), (date("2025-11-04"), "Standard Action"));
    let said: Vec<(&str, Action, &str)> =
        delta.changes.iter().map(|it| (it.number.as_str(), it.action, it.name.as_str())).collect();
    assert_eq!(
        said,
        [
            ("90001", Action::Removed, "ZORVAN, Petr"),
            ("90003", Action::Added, "OMEGA WORKS"),
            ("90002", Action::Changed, ""),
            ("90004", Action::Changed, ""),
        ]
    );
    let turns = |list| delta.changes.iter().map(|it| it.turn(list)).collect::<Vec<_>>();
    let (came, went) = (Some(Turn::Listed), Some(Turn::Delisted));
    assert_eq!(turns(ListName::OfacSdn), [went, came, None, went]);
    assert_eq!(turns(ListName::OfacConsolidated), [None, None, None, came]);
}

#[test]
fn the_number_of_a_publication_is_that_of_the_address_and_no_other_is_made_up() {
    for (address, number) in [
        ("https://sanctionslistservice.ofac.treas.gov/changes/803", Some(803)),
        ("https://sanctionslistservice.ofac.treas.gov/changes/803/?x=1", Some(803)),
        ("https://sanctionslistservice.ofac.treas.gov/changes/latest", None),
        ("https://sanctionslistservice.ofac.treas.gov/changes/history/2026", None),
        ("https://sanctionslistservice.ofac.treas.gov/api/download/delta?filename=/changes/803", None),
    ] {
        assert_eq!(publication_in(address), number, "{address}");
        let delta = kept(FIXTURE.as_bytes(), "a.xml", Some(address)).unwrap();
        assert_eq!(delta.publication, number, "{address}");
        let said = number.map_or("the publication of 2025-11-04".to_owned(), |number| {
            format!("publication {number} of 2025-11-04")
        });
        assert_eq!(delta.said(), said);
        assert_eq!(delta.source().title.contains("publication 803"), number.is_some());
    }
}

#[test]
fn what_is_no_delta_is_refused_with_its_line() {
    for (old, new, said) in [
        ("action=\"remove\">\n", "action=\"vanish\">\n", "expected an action that is add, remove or update"),
        ("2025-11-04T00:00:00-05:00", "soon", "expected the day of the publication"),
        (
            "<datePublished>2025-11-04T00:00:00-05:00</datePublished>",
            "",
            "expected the day of the publication",
        ),
        ("id=\"90001\"", "", "expected an id of an entity"),
        ("</sanctionsData>", "", "expected "),
    ] {
        assert!(FIXTURE.contains(old), "{old}");
        let error = kept(FIXTURE.replacen(old, new, 1).as_bytes(), "a.xml", None).unwrap_err().to_string();
        assert!(error.contains(said) && error.contains("a.xml, line "), "{error}");
    }
    let empty = "<sanctionsData xmlns=\"https://www.treasury.gov/ofac/DeltaFile/1.0\"><publicationInfo><datePublished>2025-11-04</datePublished></publicationInfo><entities/></sanctionsData>";
    assert_eq!(delta(empty).changes, [], "a publication may change nothing of the lists");
}

#[test]
fn a_damaged_delta_is_read_or_refused_and_never_more() {
    let bytes = FIXTURE.as_bytes();
    let mut chance = fastrand::Rng::with_seed(11);
    for _ in 0..150 {
        let mut text = bytes.to_vec();
        match chance.u8(0..3) {
            0 => text.truncate(chance.usize(300..text.len())),
            1 => {
                let at = chance.usize(300..text.len());
                text[at] = chance.u8(..);
            }
            _ => {
                let (a, b) = (chance.usize(300..text.len()), chance.usize(300..text.len()));
                text.drain(a.min(b)..a.max(b));
            }
        }
        match kept(&text, "a.xml", None) {
            Ok(delta) => assert!(delta.changes.len() <= 4),
            Err(error) => assert!(error.to_string().contains("a.xml"), "{error}"),
        }
    }
}

#[test]
fn a_delta_is_no_list_and_says_so() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/lists/delta.xml");
    let error = read(&[path], None, &mut |_, _, _| {}).unwrap_err().to_string();
    assert!(error.contains("what one publication of OFAC changed: `beltui lists add` keeps it"), "{error}");
}

// --- with copies of the list ---

/// A list of OFAC's of a day with entries of these numbers beside those that are always there.
fn list(on: &str, numbers: &[u32]) -> (Date, Published) {
    let all = numbers.iter().copied().chain(91_000..91_040);
    let row = |it: u32| {
        format!("{it},\"WORKS {it}\",-0- ,\"QUEL{}\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n", it % 5)
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sdn.csv");
    fs::write(&path, all.map(row).collect::<String>() + "\u{1a}").unwrap();
    (date(on), read(&[path], Some(ListName::OfacSdn), &mut |_, _, _| {}).unwrap())
}

/// A state with one measure, of `OFAC 90001`, with this history.
fn state(history: &str) -> State {
    let text = format!(
        r#"(schema: 2, title: "T", subjects: [
            (id: "US", name: "United States", kind: State), (id: "a", name: "Works 90001", kind: Company)],
          sources: [(id: "p", publisher: "Paper", title: "x", published: "2024-01-01")],
          sanctions: [(id: "m", issuer: "US", target: "a", measure: AssetFreeze, programme: "QUEL1",
            list_refs: ["OFAC 90001"], history: [{history}])])"#
    );
    let loaded = load_text(text);
    assert_eq!(loaded.errors(), 0, "{history}");
    loaded.state
}

const LISTED: &str = r#"(on: "2024-01-01", what: Designated, sources: ["p"])"#;

fn held(state: &State, lists: &[(Date, Published)], deltas: &[Delta]) -> Reconciliation {
    reconcile_with(state, lists, deltas, &Filter::default())
}

fn of_file(found: &Reconciliation) -> &Finding {
    found.findings.iter().find(|it| it.measure.is_some()).unwrap()
}

/// The history of the measure once everything of it is accepted, a step a text.
fn accepted(state: &State, found: &Reconciliation) -> (State, Vec<String>) {
    let observations = found.observations();
    let transaction = found.proposals.accepted(state, |at| observations.contains(&at));
    let mut document = Document::new(state.clone());
    if !transaction.ops.is_empty() {
        document.commit(&transaction).unwrap();
    }
    let state = document.state().clone();
    let steps = state.records().sanctions.iter().flat_map(|it| it.history.iter());
    let said = steps.map(|step| {
        let sources: Vec<&str> = step.sources.iter().map(beltui::model::id::Id::as_str).collect();
        format!("{} {} {}", step.on.written(), step.change.what.word(), sources.join(" "))
    });
    let said = said.collect();
    (state, said)
}

#[test]
fn a_window_of_a_month_becomes_the_day_of_the_publication() {
    let lists = [list("2025-10-15", &[90_001]), list("2025-11-20", &[])];
    let state = state(LISTED);
    let without = held(&state, &lists, &[]);
    assert_eq!(of_file(&without).went_said(), "2025-10-15 to 2025-11-20");
    let mut delta = of_day("2025-11-04", &entity(90_001, "remove"));
    delta.publication = Some(803);
    let deltas = [delta];
    let found = held(&state, &lists, &deltas);
    let it = of_file(&found);
    assert_eq!((it.verdict, it.went_said().as_str()), (Verdict::NotListed, "2025-11-04"));
    assert!(it.detail.ends_with("; delisted by publication 803 of 2025-11-04"), "{}", it.detail);
    assert!(it.windows_said().contains("went 2025-11-04"), "{}", it.windows_said());
    let (state, history) = accepted(&state, &found);
    let source = deltas[0].source();
    let delisted = format!("2025-11-04 delisted {}", source.id);
    assert!(history.contains(&delisted), "{history:?}");
    let claim = proof::claims(&state).into_iter().find(|it| it.source == source.id).unwrap();
    assert_eq!(claim.digests, [(deltas[0].file.name.clone(), deltas[0].file.sha256.clone())]);
    let again = held(&state, &lists, &deltas);
    assert_eq!(again.observations().len(), 0, "a second time changes nothing");
    assert_eq!(of_file(&again).verdict, Verdict::AgreesNot);
}

#[test]
fn what_came_and_went_between_two_copies_or_after_the_last_is_known_all_the_same() {
    let lists = [list("2025-01-10", &[90_001]), list("2025-02-10", &[90_001])];
    let deltas = [
        of_day("2025-01-20", &entity(90_001, "remove")),
        of_day("2025-01-30", &entity(90_001, "add")),
        of_day("2025-03-05", &entity(90_001, "remove")),
    ];
    let state = state(LISTED);
    assert_eq!(of_file(&held(&state, &lists, &[])).verdict, Verdict::Agrees);
    let found = held(&state, &lists, &deltas);
    let it = of_file(&found);
    // The last copy has it, and a later publication has taken it off.
    assert_eq!(it.verdict, Verdict::NotListed);
    assert_eq!(
        (it.came_said().as_str(), it.went_said().as_str()),
        ("by 2025-01-10, 2025-01-30", "2025-01-20, 2025-03-05")
    );
    let (_, history) = accepted(&state, &found);
    let turns: Vec<String> = history
        .iter()
        .filter(|it| !it.contains("seen"))
        .map(|it| it.rsplit_once(' ').unwrap().0.to_owned())
        .collect();
    assert_eq!(
        turns,
        ["2024-01-01 designated", "2025-01-20 delisted", "2025-01-30 designated", "2025-03-05 delisted"]
    );
}

#[test]
fn a_part_of_the_list_says_nothing_of_who_is_gone_and_a_delta_does() {
    let part = list("2025-11-20", &[]);
    let mut part = (part.0, Published { coverage: beltui::lists::Coverage::Some, ..part.1 });
    part.1.part = Some("a part".to_owned());
    let (state, deltas) = (state(LISTED), [of_day("2025-11-04", &entity(90_001, "remove"))]);
    let lists = [part];
    assert_eq!(of_file(&held(&state, &lists, &[])).verdict, Verdict::Unknown);
    assert_eq!(of_file(&held(&state, &lists, &deltas)).verdict, Verdict::NotListed);
}

#[test]
fn an_entry_of_which_only_other_things_change_is_neither_designated_nor_delisted() {
    let lists = [list("2025-10-15", &[90_001]), list("2025-11-20", &[90_001])];
    let entity = "<entity id=\"90001\"><sanctionsLists><sanctionsList>SDN List</sanctionsList></sanctionsLists><generalInfo><remarks action=\"update\" oldValue=\"a\">b</remarks></generalInfo><sanctionsPrograms><sanctionsProgram action=\"add\">QUEL2</sanctionsProgram></sanctionsPrograms></entity>";
    let (state, deltas) = (state(LISTED), [of_day("2025-11-04", entity)]);
    let (with, without) = (held(&state, &lists, &deltas), held(&state, &lists, &[]));
    assert_eq!(with.proposals, without.proposals);
    assert_eq!(of_file(&with).detail, of_file(&without).detail);
}

#[test]
fn a_delta_and_a_copy_that_disagree_are_told_and_nothing_is_taken_of_it() {
    for (action, first, second, said) in [
        (
            "remove",
            &[90_001][..],
            &[90_001][..],
            "was delisted by the publication of 2025-11-04, and the list of 2025-11-20 has it: one of them is wrong",
        ),
        (
            "add",
            &[],
            &[],
            "was listed by the publication of 2025-11-04, and the list of 2025-11-20 has it not",
        ),
        (
            "add",
            &[90_001],
            &[90_001],
            "was listed by the publication of 2025-11-04, and the list of 2025-10-15 has it:",
        ),
    ] {
        let lists = [list("2025-10-15", first), list("2025-11-20", second)];
        let (state, deltas) = (state(LISTED), [of_day("2025-11-04", &entity(90_001, action))]);
        let (with, without) = (held(&state, &lists, &deltas), held(&state, &lists, &[]));
        assert!(with.told.iter().any(|it| it.contains(said)), "{action}: {:?}", with.told);
        assert!(of_file(&with).detail.contains(", but the list of "), "{action}");
        assert_eq!(with.proposals, without.proposals, "{action}");
        assert_eq!(of_file(&with).verdict, of_file(&without).verdict, "{action}");
        assert_eq!(of_file(&with).went, of_file(&without).went, "{action}");
    }
    // On the day of the publication itself a copy may be of before it.
    let lists = [list("2025-11-04", &[90_001]), list("2025-11-20", &[])];
    let (state, deltas) = (state(LISTED), [of_day("2025-11-04", &entity(90_001, "remove"))]);
    let found = held(&state, &lists, &deltas);
    assert_eq!((found.told.len(), of_file(&found).went_said().as_str()), (0, "2025-11-04"));
}

#[test]
fn what_the_file_says_already_gets_the_delta_as_its_source_and_a_month_becomes_a_day() {
    let lists = [list("2025-10-15", &[90_001]), list("2025-11-20", &[])];
    let deltas = [of_day("2025-11-04", &entity(90_001, "remove"))];
    let id = deltas[0].source().id;
    for (history, wanted) in [
        (
            r#"(on: "2025-11-04", what: Delisted, sources: ["p"])"#,
            Some(format!("2025-11-04 delisted p {id}")),
        ),
        (r#"(on: "2025-11", what: Delisted, sources: ["p"])"#, Some(format!("2025-11-04 delisted p {id}"))),
        (r#"(on: "2025-11-04", what: Lifted, sources: ["p"])"#, Some(format!("2025-11-04 lifted p {id}"))),
        // Another day is another claim: it is told beside it, and not changed.
        (r#"(on: "2025-11-06", what: Delisted, sources: ["p"])"#, None),
    ] {
        let state = state(&format!("{LISTED}, {history}"));
        let found = held(&state, &lists, &deltas);
        assert!(of_file(&found).detail.contains("delisted by the publication of 2025-11-04"));
        let (_, steps) = accepted(&state, &found);
        let ends: Vec<&String> =
            steps.iter().filter(|it| it.contains("delisted") || it.contains("lifted")).collect();
        match wanted {
            Some(wanted) => assert_eq!(ends, [&wanted], "{history}"),
            None => assert_eq!(ends, ["2025-11-06 delisted p"], "{history}"),
        }
    }
}

#[test]
fn deltas_are_kept_and_reconcile_takes_them_with_the_copies() {
    let home = Home::new();
    let row = |it: u32| {
        format!("{it},\"WORKS {it}\",-0- ,\"QUEL{}\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n", it % 5)
    };
    for (on, from) in [("2025-10-15", 90_001), ("2025-11-20", 90_002)] {
        home.write(&format!("in/{on}/sdn.csv"), (from..90_040).map(row).collect::<String>() + "\u{1a}");
    }
    // Whatever it is called, and packed: what stands in it says what it is.
    home.write("in/some.xml", FIXTURE);
    let added = home.run(["lists", "add", "in"]).well();
    assert!(
        added.contains("ofac-delta of 2025-11-04: 4 changes in some.xml") && added.contains("3 new"),
        "{added}"
    );
    assert!(home.run(["lists", "add", "in"]).well().contains("3 kept already"));
    let shown = home.run(["lists"]).well();
    assert!(shown.lines().any(|it| it.contains("ofac-delta") && it.contains("2025-11-04")), "{shown}");
    let state = home.write(
        "state.ron",
        r#"(schema: 2, title: "T", subjects: [
            (id: "US", name: "United States", kind: State), (id: "a", name: "Works 90001", kind: Company)],
          sources: [(id: "p", publisher: "Paper", title: "x", published: "2024-01-01")],
          sanctions: [(id: "m", issuer: "US", target: "a", measure: AssetFreeze, programme: "QUEL1",
            list_refs: ["OFAC 90001"], history: [(on: "2024-01-01", what: Designated, sources: ["p"])])])"#,
    );
    let state = state.to_str().unwrap();
    let told = home.run(["reconcile", state, "ofac"]);
    assert!(told.out.contains("delisted by the publication of 2025-11-04"), "{}", told.out);
    home.run(["reconcile", state, "ofac", "--accept"]);
    assert!(home.run(["check", state, "--lists"]).well().contains("some.xml SHA-256"));
    // Other lists know nothing of them.
    assert!(
        home.run(["reconcile", state, "ofac-cons"]).badly(1).contains("no copy of OFAC Consolidated is kept")
    );
}
