//! The shipped file: that it holds the facts of its sources, what it answers on a day, and that its words are nobody's.
//! What is asked of it are the CSV files in `tests/shipped`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "shipped/answers.rs"]
mod answers;
mod common;
#[path = "shipped/evidence.rs"]
mod evidence;
#[path = "shipped/questions.rs"]
mod questions;
#[path = "shipped/table.rs"]
mod table;

use std::collections::BTreeSet;

use beltui::model::compact::Text;
use beltui::model::crossing::Mode;
use beltui::model::date::Date;
use beltui::model::history::Step;
use beltui::model::id::Id;
use beltui::store::load::load_text;

use answers::Shipped;
use common::shipped;
use table::{each, table};

fn all_right(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_shipped_file_has_no_finding_at_all() {
    let loaded = shipped();
    assert_eq!(loaded.findings, Vec::new());
    assert_eq!(loaded.left_out, 0);
    assert!(!loaded.state.is_empty());
}

#[test]
fn every_file_in_the_state_folder_loads_clean() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("state");
    let mut seen = 0;
    for file in std::fs::read_dir(&folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "ron") {
            let loaded = load_text(std::fs::read_to_string(&path).unwrap());
            assert_eq!(loaded.findings, Vec::new(), "{}", path.display());
            seen += 1;
        }
    }
    assert!(seen > 0, "no state file in {}", folder.display());
}

#[test]
fn every_crossing_point_of_the_table_has_a_record_where_it_stands_on_the_ground() {
    let shipped = Shipped::new();
    let rows = table("points.csv");
    each(&rows, |row| {
        let id = row.get("id");
        let it = shipped.state.crossing(id).unwrap_or_else(|| panic!("there is no crossing {id}"));
        assert_eq!((it.mode, it.traffic), (row.word("mode"), row.word("traffic")));
        let neighbour = Id::new(&id[..2].to_uppercase());
        assert_eq!(it.between, (neighbour, Id::new("BY")));
        let written = |degrees: Option<f64>| degrees.map(|degrees| format!("{degrees:.4}"));
        let at = it.location.as_ref();
        assert_eq!(written(at.map(|at| at.lat)).as_deref(), row.maybe("lat"));
        assert_eq!(written(at.map(|at| at.lon)).as_deref(), row.maybe("lon"));
        let error_km = row.maybe("error_km").map(|km| km.parse::<f64>().unwrap());
        assert_eq!(at.and_then(|at| at.error_km), error_km);
    });
    let points = shipped.state.records().crossings.iter().filter(|it| it.mode != Mode::Border);
    assert_eq!(points.count(), rows.len(), "a point that points.csv does not have");
}

#[test]
fn every_crossing_point_is_found_by_the_name_on_either_side() {
    let shipped = Shipped::new();
    each(&table("points.csv"), |row| {
        let id = row.get("id");
        let sides = (row.get("neighbours_side").into(), row.get("belarusian_side").into());
        assert_eq!(shipped.state.crossing(id).unwrap().sides, Some(sides));
        for column in ["neighbours_side", "belarusian_side", "belarusian_name"] {
            let name = row.get(column);
            assert!(shipped.crossings(&format!("\"{name}\"")).contains(id), "{name} does not find it");
        }
    });
}

/// So many days may be between a step and the act, decision or announcement behind it.
const SOON: i64 = 31;

/// Kinds of events that tell of what was long before.
const TELLING: [&str; 3] = ["statement", "report", "publication"];

/// Calls `f` with each step of a history that names its event: the record, the day, and the event.
fn each_with_event<C>(id: &Id, steps: &[Step<C>], f: &mut impl FnMut(&Id, Date, &Id)) {
    for step in steps {
        if let Some(event) = &step.event {
            f(id, step.on, event);
        }
    }
}

#[test]
fn a_step_is_of_the_days_around_the_event_behind_it() {
    let shipped = Shipped::new();
    let (mut asked, mut wrong) = (0, Vec::new());
    let mut compare = |id: &Id, on: Date, event: &Id| {
        let it = shipped.state.event(event.as_str()).unwrap();
        let (Some(begin), kind) = (it.on, it.kind.word()) else { return };
        if TELLING.contains(&kind.to_lowercase().as_str()) {
            return;
        }
        asked += 1;
        let (soon, end) = (chrono::TimeDelta::days(SOON), it.until.unwrap_or(begin));
        if on.last() < begin.first() - soon || on.first() > end.last() + soon {
            wrong.push(format!("{id}: a step of {on} is put under {event} of {begin}"));
        }
    };
    let records = shipped.state.records();
    records.relations.iter().for_each(|it| each_with_event(&it.id, &it.history, &mut compare));
    records.sanctions.iter().for_each(|it| each_with_event(&it.id, &it.history, &mut compare));
    records.crossings.iter().for_each(|it| each_with_event(&it.id, &it.history, &mut compare));
    all_right(&wrong);
    assert!(asked > 300, "only {asked} steps name an event");
}

#[test]
fn the_five_texts_are_named_as_they_are() {
    let shipped = Shipped::new();
    each(&table("texts.csv"), |row| {
        let id = row.get("id");
        let it = shipped.state.source(id).unwrap_or_else(|| panic!("there is no source {id}"));
        assert_eq!((it.publisher.as_str(), it.title.as_str()), (row.get("publisher"), row.get("title")));
        assert_eq!(it.authors.iter().map(Text::as_str).collect::<Vec<_>>(), row.all("authors"));
        assert_eq!(it.published.map(Date::written).as_deref(), row.maybe("published"));
        assert!(it.note.as_ref().is_some_and(|text| text.contains(row.get("note"))), "{:?}", it.note);
    });
}

#[test]
fn one_name_in_two_spellings_finds_the_same_in_the_log() {
    let shipped = Shipped::new();
    each(&table("one_name.csv"), |row| {
        let (one, other) = (row.get("name"), row.get("other_spelling"));
        let by_field = |name: &str| shipped.logged(&format!("actor:{name}"));
        let (found, same) = (by_field(one), by_field(other));
        assert_eq!(found, same, "{one} and {other}");
        assert!(shipped.logged(other).is_superset(&found), "{other}");
        assert!(found.len() >= row.get("at_least").parse().unwrap(), "{one}: {found:?}");
    });
    assert!(shipped.logged("coale").is_superset(&shipped.logged("cole")));
}

#[test]
fn spellings_that_people_use_find_the_records_they_mean() {
    let shipped = Shipped::new();
    each(&table("spellings.csv"), |row| {
        let word = row.get("word");
        let found = match row.get("pane") {
            "ledger" => shipped.ledger(word),
            "borders" => shipped.crossings(word),
            "relations" => shipped.relations(word),
            "log" => shipped.logged(word),
            other => panic!("there is no pane {other}"),
        };
        let asked: BTreeSet<&str> = row.all("ids").into_iter().collect();
        assert!(!asked.is_empty() && found.is_superset(&asked), "{found:?}");
        assert!(!row.yes("nothing_else") || found == asked, "{found:?}");
    });
}

#[test]
fn every_alias_in_the_file_finds_its_record() {
    let shipped = Shipped::new();
    let records = shipped.state.records();
    let quoted = |alias: &str| format!("\"{alias}\"");
    let mut asked = 0;
    for it in &records.sanctions {
        for alias in shipped.state.target(it).into_iter().flat_map(|target| &target.aliases) {
            assert!(shipped.ledger(&quoted(alias.name())).contains(it.id.as_str()), "{alias}: {}", it.id);
            asked += 1;
        }
    }
    for it in &records.crossings {
        for alias in &it.aliases {
            assert!(shipped.crossings(&quoted(alias)).contains(it.id.as_str()), "{alias}: {}", it.id);
            asked += 1;
        }
    }
    for it in &records.subjects {
        // Nearly every event is about the subject of the file: as a word its names keep what shows them, so it is asked for.
        let is_focus = shipped.state.head().focus.as_ref() == Some(&it.id);
        for alias in &it.aliases {
            let field = if is_focus { "actor:" } else { "" };
            let log = shipped.logged(&format!("{field}{}", quoted(alias.name())));
            for event in records.events.iter().filter(|event| event.actors.contains(&it.id)) {
                assert!(log.contains(event.id.as_str()), "{alias}: {}", event.id);
                asked += 1;
            }
        }
    }
    assert!(asked > 300, "only {asked} aliases were asked for");
}
