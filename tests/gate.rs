//! No accepted edit makes a file that opens with errors: whatever a change says, after it the whole file is checked,
//! written and read again. What is refused has changed nothing, and its reason is told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use beltui::app::App;
use beltui::app::keymap::Keymap;
use beltui::edit::ahead::Ahead;
use beltui::edit::difference::difference;
use beltui::edit::document::{Document, Rejected};
use beltui::edit::op::{Op, Transaction};
use beltui::edit::proposal::{Proposal, Proposals};
use beltui::edit::references::{Referrer, referrers, release, rename, renamed};
use beltui::model::act::{Act, ActKind};
use beltui::model::check::{Severity, check};
use beltui::model::compact::{Text, ThinSlice};
use beltui::model::crossing::{Access, Crossing, CrossingChange, Location, Mode, Reason, Traffic};
use beltui::model::date::Date;
use beltui::model::decision::Decision;
use beltui::model::event::{Basis, Event, EventKind, EventKindName, Exchange, Figure};
use beltui::model::history::{Step, Withdrawal};
use beltui::model::id::Id;
use beltui::model::measure::{Measure, MeasureChange, MeasureStep, MeasureType, StandardMeasure};
use beltui::model::record::{Owned, Record};
use beltui::model::relation::{ConsularStep, Direction, MissionStep, Rank, Relation, RelationChange};
use beltui::model::relation::{Stance, Trend};
use beltui::model::source::{Archived, Source};
use beltui::model::state::{Head, Place, RecordKind, State};
use beltui::model::subject::{Alias, Identifier, Owner, Share, Subject, SubjectKind};
use beltui::store::load::load_text;
use beltui::store::merge::{Side, merge};
use beltui::store::places::SHIPPED;
use beltui::store::render::{Base, render};
use chrono::NaiveDate;
use common::{TODAY, day, press, screen};
use proptest::prelude::*;
use proptest::sample::select;

/// A file with a record or two of every kind, about the subject `AA`.
const SMALL: &str = r#"// A file of invented things.
(
    schema: 2,
    title: "Small",
    focus: "AA",
    subjects: [
        (id: "AA", name: "Quelland", kind: State),
        (id: "BB", name: "Farland", kind: State), // the other
        (id: "CC", name: "Union of Examples", kind: Bloc, members: ["BB"]),
        (id: "alone", name: "Alone", kind: Agency),
        (id: "works", name: "Alpha Works", kind: Company, countries: ["AA"]),
    ],
    sources: [
        (id: "s", publisher: "P", title: "T", published: "2025-11-04", grade: "B2"),
        (id: "t", publisher: "Q", title: "U"),
    ],
    acts: [
        (id: "act", issuer: "CC", kind: Decision, number: "N"),
    ],
    relations: [
        (id: "r", pair: ("AA", "BB"), history: [
            (on: "2020", what: Head, from: "BB", at: "AA", rank: Ambassador, sources: ["s"]),
        ]),
    ],
    sanctions: [
        (id: "m", issuer: "CC", target: "works", measure: AssetFreeze, history: [
            (on: "2020-12-17", what: Designated, sources: ["s"], event: "e"),
        ]),
    ],
    crossings: [
        (id: "c", name: "Cross", between: ("AA", "BB"), mode: Road, location: (lat: 54.5, lon: -25.25), history: [
            (on: "2024", what: Closed, by: "BB", traffic: Freight, sources: ["s"]),
        ]),
    ],
    events: [
        (id: "e", on: "2025-10-27", kind: Talks, title: "E", actors: ["BB"], links: ["m", "c"], sources: ["s", "t"]),
        (id: "f", kind: Other("own words"), title: "F", links: ["f"], sources: ["s"]),
    ],
)
"#;

const ACTORS: &[&str] = &["AA", "BB", "CC", "alone", "works"];
const SOURCES: &[&str] = &["s", "t"];
const ACTS: &[&str] = &["act"];
const EVENTS: &[&str] = &["e", "f"];
/// Every id of the small file, and some that it does not have.
const IDS: &[&str] =
    &["AA", "BB", "CC", "alone", "works", "s", "t", "act", "r", "m", "c", "e", "f", "new", "other", "none"];
/// Texts that no record may have for an id.
const NO_IDS: &[&str] = &["", " ", "a b", "a--b", "-", "ä", "a\0", "a\nb"];
/// Texts that are odd and may stand in a file.
const ODD: &[&str] =
    &["", " ", "\0", "a\rb", "\u{fffe}", "\u{feff}", "\"\\", "None", "// x", "\u{202e}", "\r\n", "\u{301}"];

fn state(text: &str) -> State {
    let loaded = load_text(text.to_owned());
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    loaded.state
}

fn small() -> State {
    state(SMALL)
}

fn record(state: &State, id: &str) -> Owned {
    state.record(id).unwrap_or_else(|| panic!("no record {id}")).to_owned()
}

fn removal(state: &State, id: &str) -> Op {
    Op::remove(record(state, id))
}

fn headed(state: &State, change: impl FnOnce(&mut Head)) -> Op {
    let old = state.head().clone();
    let mut new = old.clone();
    change(&mut new);
    Op::Head { old: Box::new(old), new: Box::new(new) }
}

/// Tries a change that must be refused; returns why, having seen that nothing has changed.
fn refused(state: &State, ops: Vec<Op>) -> String {
    let mut document = Document::new(state.clone());
    let origins = document.all_origins().clone();
    let why = document.commit(&Transaction::new("refused", ops)).expect_err("it must be refused");
    assert!(document.state() == state && !document.is_dirty());
    assert_eq!(document.all_origins(), &origins);
    assert_eq!(document.undo_label(), None);
    why.to_string()
}

/// Makes a change that must be accepted.
fn accepted(state: &State, ops: Vec<Op>) -> State {
    let mut document = Document::new(state.clone());
    document.commit(&Transaction::new("accepted", ops)).unwrap();
    document.state().clone()
}

// --- the head ---

#[test]
fn the_subject_that_the_file_is_about_is_not_deleted_from_under_the_head() {
    let state =
        state("(schema: 2, title: \"T\", focus: \"AA\", subjects: [(id: \"AA\", name: \"A\", kind: State)])");
    let why = refused(&state, vec![removal(&state, "AA")]);
    assert!(why.starts_with("there is no subject AA (the head of the file)"), "{why}");
    assert_eq!(referrers(&state, &"AA".into()), [Referrer::Head]);
    let mut ops = release(&state, &"AA".into()).unwrap();
    ops.push(removal(&state, "AA"));
    assert_eq!(accepted(&state, ops).head().focus, None);
}

#[test]
fn the_focus_follows_a_new_id_and_a_rename_that_leaves_it_behind_is_refused() {
    let state = small();
    let (old, new) = (Id::from("AA"), Id::from("QQ"));
    let to = Op::replace(record(&state, "AA"), record(&state, "AA").with_id(&new));
    let mut ops = rename(&state, &old, &new);
    ops.push(to.clone());
    assert_eq!(accepted(&state, ops.clone()).head().focus, Some(new));
    ops.retain(|op| !matches!(op, Op::Head { .. }));
    let why = refused(&state, ops);
    assert!(why.contains("there is no subject AA (the head of the file)"), "{why}");
}

#[test]
fn a_head_that_would_be_an_error_is_refused_though_nothing_else_changes() {
    let state = small();
    let focus = |id: &str| vec![headed(&state, |head| head.focus = Some(Id::new(id)))];
    for (id, reason) in
        [("XX", "there is no subject XX"), ("s", "s is a source"), ("", "there is no subject ")]
    {
        let why = refused(&state, focus(id));
        assert!(why.starts_with(reason) && why.contains("(the head of the file)"), "{why}");
    }
    for schema in [0, 3, u32::MAX] {
        let why = refused(&state, vec![headed(&state, |head| head.schema = schema)]);
        assert!(why.contains(&format!("schema {schema}")), "{why}");
    }
    assert_eq!(accepted(&state, focus("BB")).head().focus, Some("BB".into()));
    for text in ODD {
        let head = |head: &mut Head| (head.title, head.note) = (Text::from(*text), Some(Text::from(*text)));
        reads_back(SMALL, &[Transaction::new("head", vec![headed(&state, head)])]);
    }
}

#[test]
fn an_subject_and_the_focus_on_it_may_come_together_in_any_order() {
    let state = small();
    let subject = record(&state, "alone").with_id(&"new".into());
    let (insert, head) = (Op::insert(0, subject), headed(&state, |head| head.focus = Some("new".into())));
    for ops in [vec![insert.clone(), head.clone()], vec![head, insert]] {
        assert_eq!(accepted(&state, ops).head().focus, Some("new".into()));
    }
}

#[test]
fn what_a_merge_leaves_without_the_subject_that_it_is_about_is_refused_with_the_reason() {
    let base = small();
    let without = accepted(&base, vec![removal(&base, "alone")]);
    let about = accepted(&base, vec![headed(&base, |head| head.focus = Some("alone".into()))]);
    for (ours, theirs) in [(&without, &about), (&about, &without)] {
        let merged = merge(&base, ours, theirs, &|_| Side::Ours);
        if !merged.conflicts.is_empty() {
            continue;
        }
        let why = refused(ours, difference(ours, &merged.state));
        assert!(why.starts_with("there is no subject alone (the head of the file)"), "{why}");
        let document = Document::new(ours.clone());
        let from = (ours.clone(), document.revision());
        let why = Ahead::new("outside", from, &merged.state, theirs).expect_err("it must be refused");
        let why = App::refused_outside(&why);
        assert!(why.contains("there is no subject alone (the head of the file)"), "{why}");
    }
}

// --- ids that do not name any more what they named ---

#[test]
fn an_id_that_is_referred_to_does_not_move_to_another_list() {
    let state = small();
    let event = record(&state, "f").with_id(&"CC".into());
    let Owned::Event(mut event) = event else { panic!() };
    event.links = ThinSlice::new();
    let why = refused(&state, vec![removal(&state, "CC"), Op::insert(0, Owned::Event(event.clone()))]);
    assert!(why.contains("CC is an event, not a subject (m)"), "{why}");
    // By a rename that makes room for it.
    let away = Op::replace(record(&state, "CC"), record(&state, "CC").with_id(&"DD".into()));
    let why = refused(&state, vec![away, Op::insert(0, Owned::Event(event))]);
    assert!(why.contains("CC is an event, not a subject (m)"), "{why}");
    // An event may link to a record of any list.
    let source = record(&state, "t").with_id(&"c".into());
    accepted(&state, vec![removal(&state, "c"), Op::insert(0, source)]);
}

#[test]
fn a_record_does_not_become_one_of_another_list_in_its_place() {
    let state = small();
    let new = record(&state, "t").with_id(&"e".into());
    let why = refused(&state, vec![Op::replace(record(&state, "e"), new)]);
    assert!(why.starts_with("a record of events cannot become one of sources (e)"), "{why}");
}

#[test]
fn an_id_that_is_taken_is_named_whatever_list_has_it() {
    let state = small();
    for taken in ["e", "s"] {
        let new = record(&state, "f").with_id(&taken.into());
        let why = refused(&state, vec![Op::insert(0, new.clone())]);
        assert_eq!(why, format!("there is a record {taken} already: choose another id"));
        let why = refused(&state, vec![Op::replace(record(&state, "f"), new)]);
        assert_eq!(why, format!("there is a record {taken} already: choose another id"));
    }
}

#[test]
fn a_record_that_refers_to_itself_does_so_under_its_new_id() {
    let state = small();
    let (old, new) = (Id::from("f"), Id::from("renamed"));
    let it = record(&state, "f");
    let mut ops = rename(&state, &old, &new);
    ops.push(Op::replace(it.clone(), renamed(it.with_id(&new), &old, &new)));
    assert_eq!(accepted(&state, ops).event("renamed").unwrap().links, [new]);
}

#[test]
fn a_proposal_that_needs_a_record_whose_id_something_else_has_is_refused() {
    let state = small();
    let mut measure = record(&state, "m").with_id(&"proposed".into());
    if let Owned::Measure(it) = &mut measure {
        it.history.change(|steps| steps[0].sources = [Id::from("r")].into());
    }
    let proposals = Proposals {
        title: "a list".to_owned(),
        needed: vec![record(&state, "s").with_id(&"r".into())],
        changes: vec![Proposal {
            other: None,
            what: String::new(),
            why: String::new(),
            op: Some(Op::insert(0, measure)),
            needs: Vec::new(),
        }],
    };
    let why = refused(&state, proposals.accepted(&state, |_| true).ops);
    assert!(why.starts_with("r is a relation, not a source (proposed)"), "{why}");
}

// --- what would not read back ---

/// Records that could be written, and would be something else or an error when they are read.
fn unreadable(state: &State) -> Vec<(&'static str, Owned)> {
    let late = || Date::day(NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap());
    let mut records = Vec::new();
    let event = |on: Date| {
        let Owned::Event(it) = record(state, "f") else { panic!() };
        Owned::Event(Event { on: Some(on), ..it })
    };
    records.push(("on: \"10000-01-01\"", event(late())));
    records.push(("on: \"10000-01-01\"", event("9999".parse::<Date>().unwrap().day_after())));
    records.push(("on: \"0000-03-01\"", event(Date::day(NaiveDate::from_ymd_opt(0, 3, 1).unwrap()))));
    records.push(("on: \"-001-03-01\"", event(Date::day(NaiveDate::from_ymd_opt(-1, 3, 1).unwrap()))));
    let Owned::Source(it) = record(state, "t") else { panic!() };
    records.push(("published: ", Owned::Source(Source { published: Some(late()), ..it })));
    let step = |what, list: Option<&str>| {
        let mut it = record(state, "m");
        let Owned::Measure(measure) = &mut it else { panic!() };
        measure.history.change(|steps| steps[0].change = MeasureChange { what, list: list.map(Text::from) });
        it
    };
    records.push(("a step of a measure needs the field list", step(MeasureStep::Seen, None)));
    records.push(("a step of a measure needs the field list", step(MeasureStep::NotSeen, None)));
    records.push(("a step of a measure has no field list", step(MeasureStep::Imposed, Some("x"))));
    for (lat, lon, km) in [(f64::NAN, 0.0, 1.0), (0.0, f64::INFINITY, 1.0), (0.0, 0.0, f64::NAN)] {
        let Owned::Crossing(it) = record(state, "c") else { panic!() };
        let location = Some(Location { lat, lon, error_km: Some(km), note: None });
        records.push(("is no number that there is", Owned::Crossing(Crossing { location, ..it })));
    }
    for (lat, lon) in [(90.1, 0.0), (0.0, -180.5), (1e300, 0.0)] {
        let Owned::Crossing(it) = record(state, "c") else { panic!() };
        let location = Some(Location { lat, lon, error_km: None, note: None });
        records.push(("there is no such place", Owned::Crossing(Crossing { location, ..it })));
    }
    records
}

#[test]
fn what_would_not_read_back_is_refused_and_leaves_nothing_behind() {
    let state = small();
    for (reason, new) in unreadable(&state) {
        let old = record(&state, new.id().as_str());
        let added = new.clone().with_id(&"new".into());
        for op in [Op::replace(old, new), Op::insert(0, added)] {
            let why = refused(&state, vec![op]);
            assert!(why.contains(reason), "{why}");
        }
    }
    for id in NO_IDS {
        let why = refused(&state, vec![Op::insert(0, record(&state, "f").with_id(&Id::new(id)))]);
        assert!(why.contains("is not an id"), "{why}");
    }
}

#[test]
fn the_words_of_every_vocabulary_and_odd_texts_read_back() {
    let state = small();
    let mut all: Vec<Owned> = Vec::new();
    let mut step = |what: &MeasureStep| {
        let has_list = matches!(what, MeasureStep::Seen | MeasureStep::NotSeen);
        let mut it = record(&state, "m");
        let Owned::Measure(measure) = &mut it else { panic!() };
        let change = MeasureChange { what: *what, list: has_list.then(|| Text::from("x")) };
        measure
            .history
            .change(|steps| steps.push(Step { change, on: "2021".parse().unwrap(), ..steps[0].clone() }));
        all.push(it);
    };
    MeasureStep::ALL.iter().for_each(&mut step);
    for kind in EventKindName::ALL {
        let Owned::Event(it) = record(&state, "f") else { panic!() };
        all.push(Owned::Event(Event { kind: EventKind::Standard(*kind), ..it }));
    }
    for text in ODD {
        let Owned::Event(it) = record(&state, "f") else { panic!() };
        let (kind, note) = (EventKind::Other(Text::from(*text)), Some(Text::from(*text)));
        all.push(Owned::Event(Event { kind, note, time: Some(Text::from(*text)), ..it }));
    }
    for new in all {
        let old = record(&state, new.id().as_str());
        reads_back(SMALL, &[Transaction::new("odd", vec![Op::replace(old, new)])]);
    }
}

/// Makes changes that are accepted, writes the file and reads it again.
fn reads_back(text: &str, changes: &[Transaction]) {
    let base = Base::from(load_text(text.to_owned()));
    let mut document = Document::new(base.state.clone());
    for change in changes {
        document.commit(change).unwrap();
    }
    assert_reads_back(&base, &document);
}

fn assert_reads_back(base: &Base, document: &Document) {
    let written = render(base, document.state(), document.all_origins()).unwrap();
    let loaded = load_text(written.text);
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    assert!(loaded.state == *document.state());
}

// --- what the person is told ---

fn app_on(state: State) -> App {
    let mut app = App::new("a.ron".to_owned(), day(TODAY), None, Keymap::standard());
    app.resize(100, 30);
    app.loaded(state, Vec::new(), None);
    app
}

#[test]
fn deleting_the_focus_asks_names_it_and_takes_it_out_in_one_step() {
    let state = state(
        "(schema: 2, title: \"T\", focus: \"AA\", subjects: [(id: \"AA\", name: \"Quelland\", kind: State)])",
    );
    let mut app = app_on(state.clone());
    app.open_record(&"AA".into());
    press(&mut app, "d");
    assert!(screen(&app).contains("it is the file's focus"), "{}", screen(&app));
    assert!(app.facts.state() == &state, "it only asks");
    press(&mut app, "r");
    assert!(app.facts.state().is_empty() && app.facts.state().head().focus.is_none(), "{}", screen(&app));
    app.modals.clear();
    press(&mut app, "u");
    assert!(app.facts.state() == &state, "{}", screen(&app));
}

#[test]
fn a_refusal_says_the_reason_first_then_the_record_and_what_to_do() {
    let state = small();
    let without = vec![removal(&state, "t"), Op::insert(9, record(&state, "t").with_id(&"another".into()))];
    let why = refused(&state, without);
    assert!(why.starts_with("there is no source t (e): ") && why.contains("add source t"), "{why}");
    // Of several, a line has room for the first.
    let document = Document::new(state.clone());
    let mut wanted = state.clone();
    wanted.remove(wanted.place("s").unwrap());
    let from = (state.clone(), document.revision());
    let why = Ahead::new("outside", from, &wanted, &state).expect_err("it must be refused");
    let why = App::refused_outside(&why);
    assert!(why.contains("there is no source s (r): ") && why.ends_with("; and 4 more"), "{why}");
}

// --- the property ---

fn text() -> BoxedStrategy<Text> {
    prop_oneof![
        12 => "[a-zA-Zа-я]{1,6}",
        1 => any::<String>(),
        1 => select(ODD).prop_map(str::to_owned),
    ]
    .prop_map(Text::from)
    .boxed()
}

fn maybe_text() -> BoxedStrategy<Option<Text>> {
    proptest::option::weighted(0.3, text()).boxed()
}

fn date() -> BoxedStrategy<Date> {
    let day = |years: std::ops::RangeInclusive<i32>| {
        (years, 1u32..=365).prop_map(|(year, day)| Date::day(NaiveDate::from_yo_opt(year, day).unwrap()))
    };
    prop_oneof![
        20 => day(2000..=2030),
        20 => (2000..2030i32, 1..=12u32).prop_map(|(year, month)| format!("{year}-{month:02}").parse().unwrap()),
        4 => (2000..2030i32, 0..5i32).prop_map(|(year, more)| format!("{year}/{}", year + more).parse().unwrap()),
        1 => day(-2..=2),
        1 => day(9998..=10_001),
    ].boxed()
}

fn reference(right: &'static [&'static str]) -> BoxedStrategy<Id> {
    prop_oneof![40 => select(right), 1 => select(IDS), 1 => select(NO_IDS)].prop_map(Id::new).boxed()
}

fn references(right: &'static [&'static str], least: usize) -> BoxedStrategy<ThinSlice<Id>> {
    proptest::collection::vec(reference(right), least..3).prop_map(ThinSlice::from).boxed()
}

/// One source at least, as a rule.
fn sources() -> BoxedStrategy<ThinSlice<Id>> {
    prop_oneof![20 => references(SOURCES, 1), 1 => Just(ThinSlice::new())].boxed()
}

fn own_id() -> BoxedStrategy<Id> {
    prop_oneof![8 => "[a-z]{1,3}(-[a-z0-9]{1,2})?", 8 => select(IDS).prop_map(str::to_owned), 1 => select(NO_IDS).prop_map(str::to_owned)]
        .prop_map(|id| Id::new(&id)).boxed()
}

fn withdrawal() -> BoxedStrategy<Option<Box<Withdrawal>>> {
    let withdrawal = (date(), maybe_text(), references(SOURCES, 0))
        .prop_map(|(on, why, sources)| Box::new(Withdrawal { on, why, sources }));
    proptest::option::weighted(0.1, withdrawal).boxed()
}

fn step<C: Clone + std::fmt::Debug + 'static>(
    change: impl Strategy<Value = C> + 'static,
) -> BoxedStrategy<Step<C>> {
    let behind = (
        proptest::option::weighted(0.2, reference(EVENTS)),
        proptest::option::weighted(0.2, reference(ACTS)),
    );
    let until = proptest::option::weighted(0.1, date());
    let later = (proptest::option::weighted(0.1, date()), withdrawal());
    (date(), maybe_text(), change, until, maybe_text(), maybe_text(), sources(), behind, later)
        .prop_map(|(on, time, change, until, scope, note, sources, (event, act), (known, withdrawn))| Step {
            on,
            time,
            change,
            until,
            scope,
            note,
            sources,
            event,
            act,
            known,
            withdrawn,
        })
        .boxed()
}

fn history<C: Clone + std::fmt::Debug + 'static>(
    change: impl Strategy<Value = C> + 'static,
) -> BoxedStrategy<ThinSlice<Step<C>>> {
    proptest::collection::vec(step(change), 0..3).prop_map(ThinSlice::from).boxed()
}

fn subject() -> BoxedStrategy<Owned> {
    let affiliation = proptest::option::of(reference(ACTORS));
    let alias = prop_oneof![text().prop_map(Alias::Plain), text().prop_map(Alias::weak)];
    let aliases = proptest::collection::vec(alias, 0..2).prop_map(ThinSlice::from);
    let born = proptest::option::weighted(0.2, date());
    (
        own_id(),
        text(),
        select(SubjectKind::ALL),
        aliases,
        references(ACTORS, 0),
        affiliation,
        born,
        maybe_text(),
    )
        .prop_map(|(id, name, kind, aliases, members, affiliation, born, note)| {
            let owner = Owner {
                owner: affiliation.clone().unwrap_or_else(|| id.clone()),
                share: Some(if kind == SubjectKind::State {
                    Share::Exactly(2.5)
                } else {
                    Share::Between((0.0, 50.5))
                }),
                control: kind == SubjectKind::Bloc,
                since: born,
                until: None,
                sources: [Id::from("s")].into(),
            };
            let owners = note.is_some().then_some(owner).into_iter().collect();
            let identifiers = [Identifier { scheme: "LEI".into(), value: name.clone() }].into();
            let (countries, addresses, codes) =
                (members.clone(), [name.clone()].into(), [name.clone()].into());
            Owned::Subject(Subject {
                id,
                name,
                kind,
                aliases,
                countries,
                addresses,
                identifiers,
                born,
                codes,
                members,
                affiliation,
                owners,
                note,
            })
        })
        .boxed()
}

fn source() -> BoxedStrategy<Owned> {
    let grade = proptest::option::of("[A-F][1-6]".prop_map(|grade| grade.parse().unwrap()));
    let archived = proptest::option::weighted(0.2, (text(), maybe_text()));
    (own_id(), text(), text(), proptest::option::of(date()), maybe_text(), archived, grade, maybe_text())
        .prop_map(|(id, publisher, title, published, url, archived, grade, note)| {
            let archived = archived.map(|(url, sha256)| Box::new(Archived { url, sha256 }));
            let authors = [title.clone(), title.clone()].into();
            Owned::Source(Source { id, publisher, title, authors, published, url, archived, grade, note })
        })
        .boxed()
}

fn relation() -> BoxedStrategy<Owned> {
    let direction = || {
        let way = (reference(ACTORS), reference(ACTORS)).prop_map(|(from, at)| (from, at));
        prop_oneof![4 => Just(("AA".into(), "BB".into())), 4 => Just(("BB".into(), "AA".into())), 1 => way]
            .prop_map(|(from, at)| Direction { from, at })
    };
    let change = prop_oneof![
        (direction(), select(Rank::ALL), maybe_text())
            .prop_map(|(way, rank, name)| RelationChange::Head(way, rank, name)),
        (direction(), select(MissionStep::ALL)).prop_map(|(way, step)| RelationChange::Mission(way, step)),
        (direction(), select(ConsularStep::ALL)).prop_map(|(way, step)| RelationChange::Consular(way, step)),
        (
            select(Stance::ALL),
            proptest::option::of(select(Trend::ALL)),
            proptest::option::of(reference(ACTORS))
        )
            .prop_map(|(level, trend, by)| RelationChange::Stance(level, trend, by)),
    ];
    let other = (reference(ACTORS), reference(ACTORS));
    let pair = prop_oneof![6 => Just((Id::from("AA"), Id::from("BB"))), 1 => other];
    (own_id(), pair, maybe_text(), history(change))
        .prop_map(|(id, pair, note, history)| Owned::Relation(Relation { id, pair, note, history }))
        .boxed()
}

fn measure() -> BoxedStrategy<Owned> {
    let change =
        (select(MeasureStep::ALL), proptest::option::of(text()), 0..8).prop_map(|(what, list, odd)| {
            let needed = matches!(what, MeasureStep::Seen | MeasureStep::NotSeen);
            let list = if needed && odd > 0 {
                list.or(Some("list".into()))
            } else {
                list.filter(|_| needed || odd == 0)
            };
            MeasureChange { what, list }
        });
    let kind = prop_oneof![
        select(StandardMeasure::ALL).prop_map(MeasureType::Standard),
        text().prop_map(MeasureType::Other)
    ];
    let list_refs = proptest::collection::vec(text(), 0..2).prop_map(ThinSlice::from);
    let parties = (reference(ACTORS), reference(ACTORS));
    let rests_on = (references(ACTS, 0), list_refs);
    (own_id(), parties, kind, maybe_text(), rests_on, maybe_text(), history(change))
        .prop_map(|(id, (issuer, target), measure, programme, (acts, list_refs), note, history)| {
            let reason = note.clone();
            Owned::Measure(Measure {
                id,
                issuer,
                target,
                measure,
                programme,
                acts,
                list_refs,
                reason,
                note,
                history,
            })
        })
        .boxed()
}

fn crossing() -> BoxedStrategy<Owned> {
    let by = proptest::option::of(reference(ACTORS));
    let reason = (reference(ACTORS), text(), references(SOURCES, 0)).prop_map(|(by, text, sources)| Reason {
        by,
        text,
        sources,
    });
    let count = || proptest::option::of(any::<u32>());
    let change = prop_oneof![
        (select(Access::ALL), select(Traffic::ALL), by, proptest::collection::vec(reason, 0..2)).prop_map(
            |(access, traffic, by, reasons)| CrossingChange::Status {
                access,
                traffic,
                by,
                reasons: reasons.into()
            }
        ),
        (any::<u32>(), count(), maybe_text()).prop_map(|(per_day, capacity_per_day, unit)| {
            CrossingChange::Throughput { per_day, capacity_per_day, unit }
        }),
    ];
    let degrees = |most: f64| prop_oneof![8 => -most..most, 1 => any::<f64>(), 1 => Just(-0.0)];
    let location = (degrees(90.0), degrees(180.0), proptest::option::of(degrees(100.0)), maybe_text())
        .prop_map(|(lat, lon, error_km, note)| Location { lat, lon, error_km: error_km.map(f64::abs), note });
    let pair = (reference(ACTORS), reference(ACTORS));
    let between = prop_oneof![6 => Just((Id::from("AA"), Id::from("BB"))), 1 => pair];
    let sides = proptest::option::of((text(), text()));
    let traffic = prop_oneof![4 => Just(Traffic::All), 1 => select(Traffic::ALL)];
    let place = proptest::option::weighted(0.3, location);
    (
        (own_id(), text(), between, sides),
        (select(Mode::ALL), traffic, count(), place),
        maybe_text(),
        history(change),
    )
        .prop_map(
            |((id, name, between, sides), (mode, traffic, capacity_per_day, location), note, history)| {
                let (aliases, route) = ([name.clone()].into(), note.clone());
                Owned::Crossing(Crossing {
                    id,
                    name,
                    aliases,
                    between,
                    sides,
                    route,
                    mode,
                    traffic,
                    capacity_per_day,
                    location,
                    note,
                    history,
                })
            },
        )
        .boxed()
}

fn event() -> BoxedStrategy<Owned> {
    let kind = prop_oneof![
        select(EventKindName::ALL).prop_map(EventKind::Standard),
        text().prop_map(EventKind::Other)
    ];
    let exchange =
        (reference(ACTORS), proptest::option::of(reference(ACTORS)), text(), references(SOURCES, 0))
            .prop_map(|(from, to, gave, sources)| Exchange { from, to, gave, sources });
    let figure =
        (text(), text(), maybe_text(), references(SOURCES, 0)).prop_map(|(label, value, note, sources)| {
            Figure { label, value, unit: note.clone(), said_by: note.clone(), note, sources }
        });
    let dates = (proptest::option::of(date()), proptest::option::weighted(0.1, date()));
    let linked = (references(ACTORS, 0), references(IDS, 0));
    let parts = (proptest::collection::vec(exchange, 0..2), proptest::collection::vec(figure, 0..2));
    let said = (text(), maybe_text(), maybe_text());
    (own_id(), dates, kind, said, linked, select(Basis::ALL), parts, sources(), withdrawal())
        .prop_map(
            |(
                id,
                (on, until),
                kind,
                (title, time, note),
                (actors, links),
                basis,
                (exchange, figures),
                sources,
                withdrawn,
            )| {
                let (exchange, figures) = (exchange.into(), figures.into());
                Owned::Event(Event {
                    id,
                    on,
                    time,
                    until,
                    kind,
                    title,
                    by: actors.first().cloned(),
                    actors,
                    note,
                    basis,
                    links,
                    exchange,
                    figures,
                    sources,
                    known: until,
                    withdrawn,
                })
            },
        )
        .boxed()
}

fn act() -> BoxedStrategy<Owned> {
    let dates = (proptest::option::of(date()), proptest::option::weighted(0.2, date()));
    (own_id(), reference(ACTORS), select(ActKind::ALL), maybe_text(), dates, references(SOURCES, 0))
        .prop_map(|(id, issuer, kind, number, (adopted, expires), sources)| {
            Owned::Act(Act {
                id,
                issuer,
                kind,
                title: number.clone(),
                published: adopted,
                reference: number.clone(),
                applies: adopted,
                amends: ThinSlice::new(),
                supersedes: ThinSlice::new(),
                url: number.clone(),
                scope: number.clone(),
                note: number.clone(),
                number,
                adopted,
                expires,
                sources,
            })
        })
        .boxed()
}

fn decision() -> BoxedStrategy<Owned> {
    let subject = proptest::option::of(reference(ACTORS));
    (own_id(), subject, maybe_text(), text(), any::<bool>(), date(), text(), maybe_text())
        .prop_map(|(id, subject, name, entry, same, on, by, why)| {
            let digest = why.clone();
            let (was, facts) = (why.clone(), by.clone().into());
            Owned::Decision(Decision { id, subject, name, entry, same, on, by, why, digest, was, facts })
        })
        .boxed()
}

fn any_record() -> BoxedStrategy<Owned> {
    prop_oneof![act(), decision(), subject(), source(), relation(), measure(), crossing(), event()].boxed()
}

/// What a random change does; records are picked by number.
#[derive(Debug, Clone)]
enum Part {
    Insert(usize, Box<Owned>),
    Remove(usize),
    Release(usize),
    Replace(usize, Box<Owned>),
    /// Its id, with or without the references to it.
    Rename(usize, Id, bool),
    /// Another record under the id of one that goes.
    Supplant(usize, Box<Owned>),
    Head(Option<Id>, u32, Text),
}

#[derive(Debug, Clone)]
enum Move {
    Commit(Vec<Part>),
    Undo,
    Redo,
}

fn part() -> BoxedStrategy<Part> {
    let number = || 0usize..10_000;
    let record = || any_record().prop_map(Box::new);
    prop_oneof![
        4 => (number(), record()).prop_map(|(at, record)| Part::Insert(at, record)),
        2 => number().prop_map(Part::Remove),
        2 => number().prop_map(Part::Release),
        4 => (number(), record()).prop_map(|(at, record)| Part::Replace(at, record)),
        2 => (number(), own_id(), any::<bool>()).prop_map(|(at, id, follow)| Part::Rename(at, id, follow)),
        2 => (number(), record()).prop_map(|(at, record)| Part::Supplant(at, record)),
        2 => (proptest::option::of(reference(ACTORS)), prop_oneof![9 => Just(1u32), 1 => any::<u32>()], text())
            .prop_map(|(focus, schema, title)| Part::Head(focus, schema, title)),
    ].boxed()
}

fn moves(most: usize) -> BoxedStrategy<Vec<Move>> {
    let one = prop_oneof![
        6 => proptest::collection::vec(part(), 1..4).prop_map(Move::Commit),
        2 => Just(Move::Undo),
        1 => Just(Move::Redo),
    ];
    proptest::collection::vec(one, 1..most).boxed()
}

impl Part {
    /// The operations on the records that are there before the change.
    fn ops(&self, state: &State) -> Vec<Op> {
        let places = state.places(RecordKind::ALL);
        let pick = |number: usize| -> Option<Owned> {
            let place: Place = *places.get(number.checked_rem(places.len())?)?;
            state.at(place).map(Record::to_owned)
        };
        let remove = |record: Owned| Op::remove(record);
        match self {
            Self::Insert(at, record) => vec![Op::insert(*at, (**record).clone())],
            Self::Remove(at) => pick(*at).map(remove).into_iter().collect(),
            Self::Release(at) => {
                let Some(record) = pick(*at) else { return Vec::new() };
                let mut ops = release(state, record.id()).unwrap_or_default();
                ops.push(remove(record));
                ops
            }
            Self::Replace(at, new) => {
                // Of the same list, as a rule: by the next record of that list.
                let of_list = |old: &Owned| old.list() == new.list() || at % 7 == 0;
                let mut found = (0..places.len()).filter_map(|more| pick(at + more));
                let Some(old) = found.find(of_list) else { return Vec::new() };
                let id = if at % 3 == 0 { new.id().clone() } else { old.id().clone() };
                vec![Op::replace(old, (**new).clone().with_id(&id))]
            }
            Self::Rename(at, id, follow) => {
                let Some(old) = pick(*at) else { return Vec::new() };
                let mut new = old.clone().with_id(id);
                let mut ops = Vec::new();
                if *follow {
                    ops = rename(state, old.id(), id);
                    new = renamed(new, old.id(), id);
                }
                ops.push(Op::replace(old, new));
                ops
            }
            Self::Supplant(at, new) => {
                let Some(old) = pick(*at) else { return Vec::new() };
                let new = (**new).clone().with_id(old.id());
                vec![remove(old), Op::insert(*at, new)]
            }
            Self::Head(focus, schema, title) => vec![headed(state, |head| {
                (head.focus, head.schema, head.title) = (focus.clone(), *schema, title.clone());
            })],
        }
    }
}

/// The errors of a whole state: whose, and which.
fn errors(state: &State) -> BTreeSet<(Option<String>, String)> {
    let whose = |place: Option<Place>| Some(state.at(place?)?.id().to_string());
    let mut findings = check(state);
    findings.retain(|finding| finding.severity == Severity::Error);
    findings.into_iter().map(|finding| (whose(finding.place), finding.message)).collect()
}

/// Goes through the moves on a file; counts what was accepted.
fn holds(text: &str, moves: &[Move], each: bool) -> Result<usize, TestCaseError> {
    let base = Base::from(load_text(text.to_owned()));
    let mut document = Document::new(base.state.clone());
    let mut known = errors(&base.state);
    // The states before each change that can be taken back, and those that can come again.
    let (mut past, mut future): (Vec<State>, Vec<State>) = (Vec::new(), Vec::new());
    let mut count = 0;
    for one in moves {
        let before = document.state().clone();
        match one {
            Move::Commit(parts) => {
                let ops = parts.iter().flat_map(|part| part.ops(&before)).collect();
                let origins = document.all_origins().clone();
                match document.commit(&Transaction::new("change", ops)) {
                    Ok(_) => {
                        count += 1;
                        past.push(before);
                        future.clear();
                    }
                    Err(why) => {
                        prop_assert!(
                            document.state() == &before,
                            "refused, and something has changed: {}",
                            why
                        );
                        prop_assert!(document.all_origins() == &origins, "refused, and its origins changed");
                        prop_assert!(!matches!(why, Rejected::Errors(faults) if faults.is_empty()));
                        continue;
                    }
                }
            }
            Move::Undo => {
                let undone = document.undo();
                prop_assert_eq!(undone.is_some(), !past.is_empty());
                if let Some(wanted) = past.pop() {
                    prop_assert!(document.state() == &wanted, "an undo does not give back what was");
                    future.push(before);
                }
            }
            Move::Redo => {
                let redone = document.redo();
                prop_assert_eq!(redone.is_some(), !future.is_empty());
                if let Some(wanted) = future.pop() {
                    prop_assert!(document.state() == &wanted, "a redo does not do the same again");
                    past.push(before);
                }
            }
        }
        let now = errors(document.state());
        // What is taken back brings the errors back that its record had.
        if matches!(one, Move::Commit(_)) {
            let new: Vec<_> = now.difference(&known).collect();
            prop_assert!(new.is_empty(), "accepted, and the file has errors: {:?}", new);
        }
        known = now;
        if each && known.is_empty() {
            assert_reads_back(&base, &document);
        }
    }
    if known.is_empty() {
        assert_reads_back(&base, &document);
    }
    while document.undo().is_some() {}
    prop_assert!(document.state() == &base.state, "all undone, and something is left");
    let wanted = Document::new(base.state.clone());
    prop_assert_eq!(document.all_origins(), wanted.all_origins());
    Ok(count)
}

/// As many cases as usual, or as `PROPTEST_CASES` says; of slow ones a part.
fn cases(part: u32) -> ProptestConfig {
    let usual = ProptestConfig::default();
    ProptestConfig { cases: usual.cases.div_ceil(part), failure_persistence: None, ..usual }
}

proptest! {
    #![proptest_config(cases(1))]

    #[test]
    fn whatever_is_accepted_leaves_no_error_reads_back_and_is_undone_without_a_trace(moves in moves(14)) {
        holds(SMALL, &moves, true)?;
    }

    #[test]
    fn a_file_that_has_errors_gets_no_other(moves in moves(8)) {
        let wrong = SMALL
            .replacen("focus: \"AA\"", "focus: \"XX\"", 1)
            .replacen("links: [\"f\"]", "links: [\"gone\"]", 1)
            .replacen("lat: 54.5", "lat: 99.5", 1);
        holds(&wrong, &moves, false)?;
    }
}

/// The shipped file with the records of the small one among its own.
static SHIPPED_AND_SMALL: LazyLock<String> = LazyLock::new(|| {
    let base = Base::from(load_text(SHIPPED.to_owned()));
    let mut document = Document::new(base.state.clone());
    let small = small();
    let places = small.places(RecordKind::ALL).into_iter();
    let ops = places.map(|place| Op::insert(place.at * 3, small.at(place).unwrap().to_owned())).collect();
    document.commit(&Transaction::new("all", ops)).unwrap();
    render(&base, document.state(), document.all_origins()).unwrap().text
});

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn the_same_holds_of_the_shipped_file(moves in moves(8)) {
        holds(&SHIPPED_AND_SMALL, &moves, false)?;
    }
}

#[test]
fn the_random_changes_are_accepted_often_enough_to_say_something() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let (mut tried, mut taken) = (0, 0);
    for _ in 0..60 {
        let moves = moves(14).new_tree(&mut runner).unwrap().current();
        tried += moves.iter().filter(|one| matches!(one, Move::Commit(_))).count();
        taken += holds(SMALL, &moves, false).unwrap();
    }
    assert!(taken * 8 > tried && taken < tried, "{taken} of {tried} accepted");
}
