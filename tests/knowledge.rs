//! The second clock: only what could be known on a day counts. From when a claim could be known stands in
//! `knowledge/cases.csv`: what the step says, its date, when each of its sources was published (`-` where one does not
//! say), from when the file says that it could be known (`known`, else empty), and the day.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

mod common;

use std::collections::BTreeSet;

use beltui::app::App;
use beltui::app::action::Action;
use beltui::model::date::Date;
use beltui::model::history::Step;
use beltui::model::knowledge::{as_known, event_known_from, hidden, step_known_from};
use beltui::model::measure::Standing;
use beltui::model::record::{Owned, Record};
use beltui::model::state::{Place, RecordKind, State};
use beltui::store::load::load_text;
use beltui::views::day::{Clock, Day};
use beltui::views::{record, wording};
use chrono::{Days, NaiveDate};
use common::{app, day, press, screen, shipped};
use proptest::prelude::*;

/// A file with one measure of one step.
fn file(what: &str, on: &str, published: &str, more: &str) -> State {
    let mut sources = String::new();
    let mut ids = Vec::new();
    for (at, published) in published.split(' ').enumerate() {
        let published = if published == "-" { String::new() } else { format!("published: \"{published}\",") };
        sources.push_str(&format!("(id: \"s{at}\", publisher: \"Alpha Works\", title: \"A\", {published}),"));
        ids.push(format!("\"s{at}\""));
    }
    let list = if what == "Imposed" { "" } else { "list: \"OFAC SDN\"," };
    let step = format!("(on: \"{on}\", what: {what}, {list} {more} sources: [{}])", ids.join(","));
    let loaded = load_text(format!(
        "#![enable(implicit_some)]\n(schema: 2, title: \"Quelland\", subjects: [(id: \"QL\", name: \"Quelland\", kind: State), (id: \"works\", name: \"Alpha Works\", kind: Company)],
        sources: [{sources}], relations: [], crossings: [], events: [], sanctions: [(id: \"m\", issuer: \"QL\",
        target: \"works\", measure: AssetFreeze, history: [{step}])])"
    ));
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    loaded.state
}

#[test]
fn a_claim_supports_no_later_day_than_its_newest_source_can_tell_of() {
    let mut reader = csv::Reader::from_reader(&include_bytes!("knowledge/proves.csv")[..]);
    let mut rows = 0;
    for row in reader.records().map(Result::unwrap) {
        let [what, on, published, says, proves] = [0, 1, 2, 3, 4].map(|column| &row[column]);
        let says = if says.is_empty() { String::new() } else { format!("known: \"{says}\",") };
        let state = file(what, on, published, &says);
        let case = format!("{what} on {on}, published {published} {says}");
        let facts = Day::new(state, Clock::as_of(day("2026-11-28")));
        let shown = facts.ledger[0].dates().shown.unwrap();
        assert_eq!(shown.0.written(), proves, "{case}");
        // A source itself is known of from the day on which it was published.
        let newest = published.split(' ').filter_map(|on| on.parse::<Date>().ok()).map(Date::first);
        let known = newest.chain([shown.0.first()]).max();
        assert_eq!(facts.known_to(day("2026-11-28")), known, "{case}");
        rows += 1;
    }
    assert!(rows >= 10);
}

#[test]
fn a_claim_is_known_from_the_day_that_the_table_says_and_not_before() {
    let mut reader = csv::Reader::from_reader(&include_bytes!("knowledge/cases.csv")[..]);
    let mut rows = 0;
    for row in reader.records().map(Result::unwrap) {
        let [what, on, published, says, known] = [0, 1, 2, 3, 4].map(|column| &row[column]);
        let says = if says.is_empty() { String::new() } else { format!("known: \"{says}\",") };
        let state = file(what, on, published, &says);
        let steps = |state: &State| state.measure("m").unwrap().history.len();
        let from = step_known_from(&state, &state.measure("m").unwrap().history[0]);
        let case = format!("{what} on {on}, published {published} {says}");
        assert_eq!(from, known.parse().ok(), "{case}");
        let asked = from.unwrap_or(day("9999"));
        let before = as_known(&state, asked - Days::new(1));
        assert_eq!((steps(&before), hidden(&state, &before)), (0, 1), "{case}: the day before");
        let then = as_known(&state, asked);
        let counts = usize::from(from.is_some());
        assert_eq!((steps(&then), hidden(&state, &then)), (counts, 1 - counts), "{case}: the day");
        rows += 1;
    }
    assert!(rows >= 18, "{rows} rows");
}

#[test]
fn a_claim_votes_again_before_the_day_on_which_it_was_withdrawn() {
    let withdrawn = "withdrawn: (on: \"2026-02\", why: \"another Alpha Works\"),";
    let state = file("Imposed", "2025-09-11", "2025-09-12", withdrawn);
    let standing = |known: Option<&str>| {
        let day = Day::new(state.clone(), Clock::as_of(day("2026-06-01")).known(known.map(day)));
        let page = record::page(&day, "m").unwrap();
        let texts: Vec<String> = page.lines.into_iter().map(|line| line.text).collect();
        (day.ledger[0].standing, texts.join("\n"))
    };
    // Of February the last day counts.
    for before in ["2025-09-12", "2026-01-31", "2026-02-27"] {
        let (standing, page) = standing(Some(before));
        assert_eq!(standing, Standing::InForce, "{before}");
        assert!(page.contains("not known yet: withdrawn"), "{before}: {page}");
    }
    for since in [Some("2026-02-28"), Some("2026-05-01"), None] {
        let (standing, page) = standing(since);
        assert_eq!(standing, Standing::NoRecord, "{since:?}");
        assert!(page.contains("it has no vote") && !page.contains("not known yet"), "{since:?}: {page}");
    }
}

#[test]
fn parts_with_sources_of_their_own_are_known_from_those() {
    let text = "#![enable(implicit_some)]\n(schema: 2, title: \"Quelland\",
        subjects: [(id: \"QL\", name: \"Quelland\", kind: State), (id: \"RL\", name: \"Ruritland\", kind: State)],
        sources: [
            (id: \"early\", publisher: \"Alpha Works\", title: \"A\", published: \"2025-01-10\"),
            (id: \"late\", publisher: \"Beta Works\", title: \"B\", published: \"2025-03-10\"),
        ],
        relations: [], sanctions: [],
        crossings: [(id: \"c\", name: \"Gate\", between: (\"QL\", \"RL\"), mode: Road, history: [
            (on: \"2025-01-05\", what: Closed, reasons: [
                (by: \"QL\", text: \"repairs\"), (by: \"RL\", text: \"a dispute\", sources: [\"late\"]),
            ], sources: [\"early\", \"late\"]),
        ])],
        events: [(id: \"e\", on: \"2025-01-05\", kind: Talks, title: \"Talks\",
            exchange: [(from: \"QL\", gave: \"a\"), (from: \"RL\", gave: \"b\", sources: [\"late\"])],
            figures: [(label: \"f\", value: \"1\", sources: [\"late\"]), (label: \"g\", value: \"2\")],
            sources: [\"early\"])])";
    let loaded = load_text(text.to_owned());
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    let counts = |known: &str| {
        let state = as_known(&loaded.state, day(known));
        let event = state.event("e").map(|it| (it.exchange.len(), it.figures.len()));
        let step = state.crossing("c").unwrap().history.first().cloned();
        (event, step.map(|step| (step.change.reasons().len(), step.sources.len())))
    };
    assert_eq!(counts("2025-01-09"), (None, None));
    assert_eq!(counts("2025-01-10"), (Some((1, 1)), Some((1, 1))));
    assert_eq!(counts("2025-03-10"), (Some((2, 2)), Some((2, 2))));
}

fn on(state: &State, clock: Clock) -> (Standing, String, String) {
    let day = Day::new(state.clone(), clock);
    let id = "us-belavia-asset-freeze";
    let row = &day.ledger[day.state().place(id).unwrap().at];
    let page = record::page(&day, id).unwrap();
    let text: Vec<String> = page.lines.iter().map(|line| format!("{} {}", line.label, line.text)).collect();
    let status = day.status(row).unwrap();
    (row.standing, wording::measure_status(&status), text.join("\n"))
}

#[test]
fn belavia_as_known_on_the_day_of_the_announcement_was_still_listed_and_later_has_its_proof() {
    let state = shipped().state;
    let clock = Clock::as_of(day("2025-09-11"));
    let (standing, words, page) = on(&state, clock.known(Some(day("2025-09-11"))));
    assert_eq!((standing, words.as_str()), (Standing::LiftingAnnounced, "lifting announced"));
    for said in [
        "seen on OFAC SDN (17:00 Moscow) — Vedomosti 2025-09-11",
        "2025-09-11 not known yet: lifted — Polish Institute of International Affairs ~2025-09",
        "2025-12-24 not known yet: not seen on OFAC SDN — OFAC (copy in moov-io/watchman) 2025-12-24",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("sources disagree"), "one source speaks yet: {page}");
    // What was claimed at the end of the month is there today, and disagrees.
    let (_, words, page) = on(&state, clock);
    assert_eq!(words, "licensed, lifting announced, eased");
    assert!(!page.contains("not known yet"), "{page}");
    assert!(page.contains("later: ") && page.contains("sources disagree"), "{page}");
}

#[test]
fn what_was_not_known_yet_neither_opens_nor_is_cited() {
    let day = Day::new(shipped().state, Clock::as_of(day("2025-09-11")).known(Some(day("2025-09-11"))));
    let page = record::page(&day, "us-belavia-asset-freeze").unwrap();
    let steps = &day.state().measure("us-belavia-asset-freeze").unwrap().history;
    let cited: Vec<usize> = page.lines.iter().filter_map(|line| line.step).collect();
    assert_eq!(
        cited.iter().collect::<BTreeSet<_>>().len(),
        steps.len(),
        "each step that was known, and no other"
    );
    for line in page.lines.iter().filter(|line| line.text.starts_with("not known yet")) {
        assert!(line.step.is_none() && line.link.is_none(), "{line:?}");
    }
    // An event that was not known yet has a page that says so and no more.
    let event = "ofac-removes-belavia-2025-11-04";
    assert!(day.state().event(event).is_none() && day.whole().event(event).is_some());
    let page = record::page(&day, event).unwrap();
    let said = |words: &str| page.lines.iter().any(|line| line.text.contains(words));
    assert!(said("not known on 2025-09-11") && page.lines.len() == 3, "{:?}", page.lines);
}

/// The file with a day for each source that has none: one before all others.
fn dated(state: &State) -> State {
    let mut state = state.clone();
    for place in state.places(&[RecordKind::Sources]) {
        let Some(Record::Source(source)) = state.at(place) else { continue };
        if source.published.is_none() {
            let mut source = source.clone();
            source.published = "1990".parse().ok();
            state.replace(place, Owned::Source(source));
        }
    }
    state
}

/// The newest day on which anything of a file could be known.
fn newest(state: &State) -> NaiveDate {
    let published = state.records().sources.iter().filter_map(|source| source.published);
    let seen = state.records().sanctions.iter().flat_map(|it| it.history.iter().map(|step| step.on));
    published.chain(seen).map(Date::last).max().unwrap()
}

/// Every claim of a file: the record, and what the step says of when.
fn claims(state: &State) -> BTreeSet<String> {
    fn of<C: std::fmt::Debug>(id: &str, steps: &[Step<C>]) -> Vec<String> {
        let said = |step: &Step<C>| {
            let change = format!("{:?}", step.change);
            // Of the reasons of several sides some may come to be known later.
            let change = change.split("reasons:").next().unwrap_or_default().to_owned();
            format!("{id} {} {change} {:?}", step.on, step.scope)
        };
        steps.iter().map(said).collect()
    }
    let places = state.places(RecordKind::ALL);
    let records = places.into_iter().filter_map(|place| state.at(place));
    let claims = records.flat_map(|record| {
        let id = record.id().as_str();
        match record {
            Record::Measure(it) => of(id, &it.history),
            Record::Crossing(it) => of(id, &it.history),
            Record::Relation(it) => of(id, &it.history),
            Record::Event(_) => vec![id.to_owned()],
            Record::Subject(_) | Record::Source(_) | Record::Act(_) | Record::Decision(_) => Vec::new(),
        }
    });
    claims.collect()
}

#[test]
fn as_known_on_the_newest_day_of_all_nothing_is_missing_but_what_no_dated_source_says() {
    let state = shipped().state;
    let newest = newest(&state);
    assert_eq!(as_known(&dated(&state), newest), dated(&state));
    // Without those days only what no dated source says is missing.
    let known = as_known(&state, newest);
    for event in &state.records().events {
        let is_known = known.event(event.id.as_str()).is_some();
        assert_eq!(is_known, event_known_from(&state, event).is_some(), "{}", event.id);
    }
    assert_eq!(hidden(&state, &state), 0);
    assert!(hidden(&state, &known) > 0, "some sources of the shipped file have no day");
}

#[test]
fn before_the_first_source_was_published_nothing_counts() {
    let state = shipped().state;
    let day = Day::new(state.clone(), Clock::as_of(day("2026-08-01")).known(Some(day("1980"))));
    assert!(claims(day.state()).is_empty());
    assert_eq!(day.hidden(), claims_and_doubles(&state));
    assert!(day.totals.in_force.is_empty(), "{:?}", day.totals);
    assert!(day.ledger.iter().all(|row| row.standing == Standing::NoRecord));
    assert_eq!(day.entries.all().len(), 0);
}

/// How many steps and events a file has.
fn claims_and_doubles(state: &State) -> usize {
    let records = state.records();
    records.events.len()
        + records.sanctions.iter().map(|it| it.history.len()).sum::<usize>()
        + records.crossings.iter().map(|it| it.history.len()).sum::<usize>()
        + records.relations.iter().map(|it| it.history.len()).sum::<usize>()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_is_known_once_stays_known(first in 0u64..4000, more in 0u64..1500) {
        let state = shipped().state;
        let first = day("2017") + Days::new(first);
        let (before, after) = (as_known(&state, first), as_known(&state, first + Days::new(more)));
        let (before_claims, after_claims) = (claims(&before), claims(&after));
        prop_assert!(before_claims.is_subset(&after_claims));
        prop_assert!(after_claims.is_subset(&claims(&state)));
        prop_assert!(hidden(&state, &after) <= hidden(&state, &before));
        // To look from an earlier day is the same from what is known later.
        prop_assert_eq!(claims(&as_known(&after, first)), before_claims);
    }

    #[test]
    fn setting_the_second_clock_and_computing_anew_come_to_the_same(
        known in proptest::collection::vec(proptest::option::of(0u64..4000), 1..4),
    ) {
        let state = shipped().state;
        let mut shown = Day::new(state.clone(), Clock::as_of(day("2025-10-28")));
        for known in known.into_iter().map(|days| days.map(|days| day("2017") + Days::new(days))).chain([None]) {
            shown.set_clock(shown.clock().known(known));
            let anew = Day::new(state.clone(), shown.clock());
            prop_assert_eq!(shown.state(), anew.state());
            prop_assert_eq!(&shown.ledger, &anew.ledger);
            prop_assert_eq!(&shown.totals, &anew.totals);
            prop_assert_eq!(shown.entries.all(), anew.entries.all());
            prop_assert_eq!(shown.hidden(), anew.hidden());
        }
        prop_assert_eq!(shown.state(), &state);
    }
}

#[test]
fn a_change_of_the_file_is_followed_as_known() {
    use beltui::app::follow::changes;
    use beltui::edit::document::Document;
    use beltui::edit::op::{Op, Transaction};
    let mut document = Document::new(shipped().state);
    let clock = Clock::as_of(day("2025-09-11")).known(Some(day("2025-09-11")));
    let mut shown = Day::new(document.state().clone(), clock);
    let old = document.state().measure("us-belavia-asset-freeze").unwrap().clone();
    let mut new = old.clone();
    new.history.change(|steps| steps.retain(|step| step.change.list().is_none() || step.time.is_none()));
    assert_eq!(new.history.len() + 1, old.history.len());
    let replace = Op::replace(Owned::Measure(old), Owned::Measure(new));
    let applied = document.commit(&Transaction::new("a sighting goes", vec![replace])).unwrap();
    shown.follow(document.state(), &changes(&applied));
    let anew = Day::new(document.state().clone(), clock);
    assert_eq!(shown.state(), anew.state());
    assert_eq!(shown.ledger, anew.ledger);
    assert_eq!(shown.entries.all(), anew.entries.all());
    assert_eq!(shown.whole(), document.state());
}

fn header(app: &App) -> String {
    screen(app).lines().next().unwrap().to_owned()
}

#[test]
fn b_sets_the_second_clock_and_the_header_shows_both_at_every_width() {
    for width in [60, 80, 100, 120, 160] {
        let mut app = app((width, 36), "2025-10-28");
        assert!(!header(&app).contains("known on"), "{}", header(&app));
        press(&mut app, "b2025-09-11<Enter>");
        assert_eq!(app.facts.clock(), Clock::as_of(day("2025-10-28")).known(Some(day("2025-09-11"))));
        let header = header(&app);
        assert!(header.contains("as of 2025-10-28") && header.contains("known on 2025-09-11"), "{header}");
        // The days go by, the second clock stays.
        press(&mut app, "[");
        assert_eq!(app.facts.known_on(), Some(day("2025-09-11")));
        assert!(app.day() < day("2025-10-28"));
    }
}

#[test]
fn the_second_clock_is_taken_away_by_an_empty_day_or_by_esc() {
    let mut app = app((120, 36), "2025-10-28");
    let all = app.facts.entries.all().len();
    press(&mut app, "b3 months ago<Enter>");
    assert_eq!(app.facts.known_on(), Some(day("2026-05-01")), "words are read against today");
    // What is asked for stands there; Esc leaves it.
    press(&mut app, "b<Esc>");
    assert_eq!(app.facts.known_on(), Some(day("2026-05-01")));
    press(&mut app, "b<Ctrl-u><Enter>");
    assert_eq!(app.facts.known_on(), None);
    press(&mut app, "b2025-09-11<Enter>");
    assert!(app.facts.entries.all().len() < all);
    // Esc takes away one thing at a time: the filter first.
    press(&mut app, "2/belavia<Enter><Esc>");
    assert_eq!(app.facts.known_on(), Some(day("2025-09-11")));
    press(&mut app, "<Esc>");
    assert_eq!((app.facts.known_on(), app.facts.entries.all().len()), (None, all));
    press(&mut app, "bnever<Enter>");
    assert!(screen(&app).contains("As known on"), "what is no date is asked for again: {}", screen(&app));
}

#[test]
fn while_the_second_clock_is_set_nothing_is_edited_and_the_reason_is_said() {
    let mut app = app((120, 36), "2025-10-28");
    press(&mut app, "b2025-09-11<Enter>");
    for action in Action::ALL.iter().copied().filter(|action| action.edits()) {
        let off = app.off(action).unwrap_or_else(|| panic!("{action:?} works"));
        assert!(off.contains("known on another day"), "{action:?}: {off}");
    }
    let state = app.document.state().clone();
    press(&mut app, "2d");
    assert!(screen(&app).contains("b and nothing typed"), "{}", screen(&app));
    assert_eq!(app.document.state(), &state);
    assert_eq!(app.document.state(), app.facts.whole(), "what is hidden is not gone");
    assert!(app.off(Action::Save).is_none(), "what was changed before can be saved");
    press(&mut app, "<Esc>");
    assert!(app.off(Action::Edit).is_none());
}

#[test]
fn what_was_selected_stays_selected_when_the_second_clock_is_set() {
    let mut app = app((120, 36), "2025-10-28");
    press(&mut app, "3");
    let event = "belavia-lifting-announced-2025-09-11";
    let place = app.facts.state().place(event).unwrap();
    let selected = |app: &App| {
        let (place, _): (Place, _) = app.panes.selected(app.panes.focus, &app.facts).unwrap();
        app.facts.state().at(place).unwrap().id().to_string()
    };
    press(&mut app, "g");
    for _ in 0..app.facts.entries.all().len() {
        if selected(&app) != event {
            press(&mut app, "j");
        }
    }
    assert_eq!(selected(&app), event);
    press(&mut app, "b2025-09-11<Enter>");
    assert_eq!(selected(&app), event);
    assert_ne!(app.facts.state().place(event).unwrap(), place, "events before it are hidden");
    press(&mut app, "<Esc>");
    assert_eq!(selected(&app), event);
}

/// What a command says on the shipped file.
fn says(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.ron"), beltui::store::places::SHIPPED).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_beltui"))
        .args(arguments)
        .args(["--today", common::TODAY])
        .current_dir(folder.path())
        .env("HOME", folder.path())
        .env("XDG_STATE_HOME", folder.path().join("state"))
        .env_remove("BELTUI_STATE")
        .output()
        .unwrap();
    let code = if arguments.first() == Some(&"diff") { [0, 3] } else { [0, 0] };
    let is_well = output.status.code().is_some_and(|it| code.contains(&it));
    assert!(is_well, "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_second_clock_is_set_on_the_command_line_in_the_words_of_a_day() {
    let export = |words: &[&str]| {
        says(&[&["export", "a.ron", "--what", "ledger", "--format", "json"], words].concat())
    };
    let table = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
    let with = export(&["--as-of", "2025-09-11", "--known", "2025-09-11"]);
    let row = |text: &str| {
        let table = table(text);
        let rows = table["rows"].as_array().unwrap();
        rows.iter().find(|row| row["id"] == "us-belavia-asset-freeze").unwrap().clone()
    };
    assert_eq!(table(&with)["known"], "2025-09-11");
    assert_eq!(row(&with)["status"], "lifting announced");
    let without = export(&["--as-of", "2025-09-11"]);
    assert_eq!(table(&without).get("known"), None);
    assert_eq!(row(&without)["status"], "licensed, lifting announced, eased");
    assert_eq!(export(&["--known", "3 months ago"]), export(&["--known", "2026-05-01"]));
    assert_eq!(export(&["--known", "2025-09"]), export(&["--known", "2025-09-30"]));
}

#[test]
fn brief_difference_and_frame_are_as_known() {
    let brief = |known: &[&str]| {
        says(&[&["brief", "a.ron", "--since", "2025-09-01", "--until", "2025-12-31"], known].concat())
    };
    let (all, known) = (brief(&[]), brief(&["--known", "2025-09-11"]));
    assert!(!all.contains("As it was known on") && all.contains("off the list 4 November 2025"), "{all}");
    assert!(known.contains("As it was known on 11 September 2025: "), "{known}");
    assert!(!known.contains("off the list"), "{known}");

    let days = |known: &[&str]| {
        says(&[&["diff", "a.ron", "--from", "2025-09-01", "--to", "2025-12-31"], known].concat())
    };
    let belavia = "us-belavia-asset-freeze";
    assert!(days(&[]).contains(belavia));
    let known = days(&["--known", "2025-09-11"]);
    assert!(known.contains(belavia) && !known.contains("delisted"), "{known}");
    assert_eq!(
        known.lines().next(),
        Some("what changed from 2025-09-01 to 2025-12-31, known on 2025-09-11"),
        "{known}"
    );
    let json = days(&["--known", "2025-09-11", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    for record in json.as_array().unwrap() {
        let days = [&record["from"], &record["to"], &record["known"]];
        assert_eq!(days, ["2025-09-01", "2025-12-31", "2025-09-11"]);
    }
    assert_eq!(days(&["--known", "1980"]), "nothing changed\n");
    assert_eq!(says(&["diff", "a.ron", "a.ron", "--known", "2025-09-11"]), "nothing changed\n");

    let frame =
        says(&["frame", "a.ron", "--as-of", "2025-09-11", "--known", "2025-09-11", "--size", "120x36"]);
    assert!(frame.contains("as of 2025-09-11 ▸ ") && frame.contains("known on 2025-09-11"), "{frame}");
}

#[test]
fn going_back_and_forward_brings_both_days_back() {
    let clock = |app: &App| (app.day(), app.facts.known_on());
    let mut app = app((160, 48), "2025-10-28");
    let mut places = vec![clock(&app)];
    let ways = [
        "b2025-09-11<Enter>",
        "1",
        "<Enter>",
        "b<Ctrl-u>2026-03-01<Enter>",
        "t2026-01-05<Enter>",
        "b<Ctrl-u><Enter>",
    ];
    for keys in ways {
        press(&mut app, keys);
        places.push(clock(&app));
    }
    let known: Vec<_> = places.iter().filter_map(|(_, known)| *known).map(|day| day.to_string()).collect();
    assert_eq!(known, ["2025-09-11", "2025-09-11", "2025-09-11", "2026-03-01", "2026-03-01"]);
    // To go to another day is one way with what follows it on the same day of knowledge.
    let there = |app: &App, wanted: (NaiveDate, Option<NaiveDate>)| {
        assert_eq!(clock(app), wanted);
        let header = header(app);
        let said = wanted.1.map(|known| format!("known on {known}"));
        assert!(said.map_or(!header.contains("known on"), |said| header.contains(&said)), "{header}");
    };
    for wanted in places.iter().rev().skip(1) {
        press(&mut app, "(");
        there(&app, *wanted);
    }
    assert!(app.off(Action::GoBack).is_some());
    for wanted in &places[1..] {
        press(&mut app, ")");
        there(&app, *wanted);
    }
    assert!(app.off(Action::GoForward).is_some());
}

#[test]
fn whatever_leads_to_another_day_keeps_the_second_clock() {
    let actions = [
        Action::DayPrevious,
        Action::DayNext,
        Action::MonthBack,
        Action::MonthForward,
        Action::Today,
        Action::MarkDay,
        Action::Changes,
        Action::Agenda,
        Action::Exchanges,
        Action::Trend,
        Action::Disagreements,
        Action::Follow,
    ];
    for action in actions {
        let mut app = app((160, 48), "2025-10-28");
        press(&mut app, "b2025-09-11<Enter>m");
        let off = app.off(action);
        assert_eq!(off, None, "{action:?}");
        app.act(action);
        assert_eq!(app.facts.known_on(), Some(day("2025-09-11")), "{action:?}");
        assert!(header(&app).contains("known on 2025-09-11"), "{action:?}: {}", header(&app));
        if action == Action::Agenda {
            assert!(screen(&app).contains("known on 2025-09-11 ·"), "{}", screen(&app));
        }
        // From a page one goes to the record, and back.
        press(&mut app, "j<Enter>");
        assert_eq!(app.facts.known_on(), Some(day("2025-09-11")), "{action:?}");
    }
}
