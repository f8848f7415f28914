//! The shipped file: what it answers on a day, what its sources disagree on, and that every row it was made from
//! can be found in it. The rows are the CSV files in `tests/shipped`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "shipped/answers.rs"]
mod answers;
mod common;
#[path = "shipped/days.rs"]
mod days;
#[path = "shipped/table.rs"]
mod table;

use std::collections::BTreeSet;

use beltui::model::compact::Text;
use beltui::model::crossing::{Access, CrossingChange, Mode, Traffic};
use beltui::model::date::Date;
use beltui::model::history::{Conflict, Step};
use beltui::model::id::Id;
use beltui::model::measure::{MeasureStep as Did, MeasureType, StandardMeasure};
use beltui::model::record::Record;
use beltui::model::state::{Place, RecordKind};
use beltui::store::load::load_text;
use beltui::views::log;

use answers::Shipped;
use common::{TODAY, shipped};
use table::{Row, each, table};

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

fn claim(shipped: &Shipped, place: Place, at: usize) -> String {
    let cited = |sources: &[Id]| sources.iter().map(Id::as_str).collect::<Vec<_>>().join(" ");
    match shipped.state.at(place).unwrap() {
        Record::Measure(it) => {
            let step = &it.history[at];
            format!("{} {} {}", step.change.what.word(), step.on.written(), cited(&step.sources))
        }
        Record::Event(it) => {
            let figure = &it.figures[at];
            let who = figure.said_by.as_deref().unwrap_or("nobody");
            format!("{} {} {who} {}", figure.label, figure.value, cited(&figure.sources))
        }
        other => format!("{}, step {at}", other.id()),
    }
}

#[test]
fn sources_disagree_on_these_records_in_these_ways_and_on_nothing_else() {
    let shipped = Shipped::new();
    let mut found = BTreeSet::new();
    for list in [RecordKind::Relations, RecordKind::Sanctions, RecordKind::Crossings, RecordKind::Events] {
        for place in (0..shipped.state.len(list)).map(|at| Place { list, at }) {
            for conflict in shipped.analysis.conflicts(place) {
                let how = match conflict {
                    Conflict::Dates(_) => "dates",
                    Conflict::Outcomes(_) => "outcomes",
                    Conflict::Contradicted(..) => "contradicted",
                    Conflict::Figures(_) => "figures",
                };
                let claims = conflict.places().into_iter().map(|at| claim(&shipped, place, at));
                found.insert((shipped.id(place).to_owned(), how.to_owned(), claims.collect::<Vec<_>>()));
            }
        }
    }
    let rows = table("conflicts.csv");
    let expected = |row: &Row| {
        let claims = row.all("claims").into_iter().map(str::to_owned).collect::<Vec<_>>();
        (row.get("id").to_owned(), row.get("how").to_owned(), claims)
    };
    each(&rows, |row| assert!(found.contains(&expected(row)), "the sources do not disagree so: {found:?}"));
    let unknown: Vec<_> = found.difference(&rows.iter().map(expected).collect()).cloned().collect();
    assert_eq!(unknown, Vec::new(), "disagreements of which conflicts.csv knows nothing");
}

#[test]
fn two_counts_of_releases_before_september_2025_are_kept_and_are_not_in_conflict() {
    let shipped = Shipped::new();
    each(&table("releases.csv"), |row| {
        let id = row.get("id");
        let event = shipped.state.event(id).unwrap();
        let [figure] = event.figures.as_slice() else { panic!("{:?}", event.figures) };
        assert_eq!(figure.value, row.get("value"));
        assert_eq!(figure.sources, [Id::new(row.get("source"))]);
        assert!(shipped.analysis.conflicts(shipped.place(id)).is_empty());
    });
}

#[test]
fn three_of_the_texts_link_the_releases_and_the_lifting_and_the_fourth_is_not_made_to() {
    let shipped = Shipped::new();
    let event = shipped.state.event("minsk-talks-2025-09-11").unwrap();
    let given: Vec<_> = event.exchange.iter().map(|it| (it.from.as_str(), it.gave.as_str())).collect();
    assert_eq!(
        given,
        [("BY", "52 prisoners released"), ("US", "lifting of the sanctions on Belavia announced")]
    );
    for exchange in &event.exchange {
        let cited: Vec<_> = exchange.sources.iter().map(Id::as_str).collect();
        assert_eq!(cited, ["eases-sharpens", "two-directions", "normalise"], "{}", exchange.gave);
    }
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

#[test]
fn every_border_event_of_the_table_is_a_step_with_its_report() {
    let shipped = Shipped::new();
    each(&table("border_events.csv"), |row| {
        let id = row.get("id");
        let (access, traffic): (Access, Traffic) = (row.word("access"), row.word("traffic"));
        let covered = shipped.state.crossing(id).unwrap().traffic;
        let there = shipped.crossing_steps(id).iter().any(|step| {
            let CrossingChange::Status { access: found, traffic: of, by, .. } = &step.change else {
                return false;
            };
            let decider = id[..2].to_uppercase();
            step.on.written() == row.get("on")
                && step.time.as_deref() == row.maybe("time")
                && step.until.map(Date::written).as_deref() == row.maybe("until")
                && *found == access
                && (*of == traffic || (*of == Traffic::All && covered == traffic))
                && by.as_ref().map(Id::as_str) == Some(decider.as_str())
                && shipped.cites(&step.sources, row.get("source"))
        });
        assert!(there, "{id} has no such step");
    });
}

#[test]
fn every_stage_from_announced_to_listed_is_a_step_with_its_source() {
    let shipped = Shipped::new();
    each(&table("announced_and_listed.csv"), |row| {
        let id = row.get("id");
        let (what, sources): (Did, _) = (row.word("what"), row.all("sources"));
        assert!(!sources.is_empty(), "no source is asked for");
        let there = shipped.measure_steps(id).iter().any(|step| {
            step.on.written() == row.get("on")
                && step.change.what == what
                && sources.iter().all(|named| shipped.cites(&step.sources, named))
        });
        assert!(there, "{id} has no such step with these sources");
    });
}

#[test]
fn every_named_listing_is_a_measure_with_the_days_of_the_table() {
    let shipped = Shipped::new();
    each(&table("listings.csv"), |row| {
        let id = row.get("id");
        let it = shipped.state.measure(id).unwrap_or_else(|| panic!("there is no measure {id}"));
        assert_eq!(it.measure, MeasureType::Standard(row.word::<StandardMeasure>("measure")));
        assert_eq!(it.issuer.as_str(), &id[..2].to_uppercase());
        assert_eq!(it.list_refs, [row.get("list_ref")]);
        assert_eq!(it.programme.as_deref(), Some(row.get("programme")));
        for (column, what) in [
            ("designated", Did::Designated),
            ("first_seen", Did::Seen),
            ("last_seen", Did::Seen),
            ("not_seen", Did::NotSeen),
        ] {
            let Some(on) = row.asked(column) else { continue };
            let basis = match (it.issuer.as_str(), what) {
                // The table gives the day and not who reports it.
                ("US", Did::Designated) => None,
                ("US", _) => Some(format!("ofac-copy-{on}")),
                _ if id == "eu-mozyr-asset-freeze" => Some("eu-2026-1817".to_owned()),
                _ => Some("eu-765-2006-consolidated".to_owned()),
            };
            let there = it.history.iter().any(|step| {
                step.on.written() == on
                    && step.change.what == what
                    && basis.as_ref().is_none_or(|source| shipped.cites(&step.sources, source))
            });
            assert!(there, "{column}: no step {} on {on} by {basis:?}", what.word());
        }
    });
}

/// A few words find a row when no more than a short list of events passes with it.
const SHORT_LIST: usize = 6;

#[test]
fn every_dated_event_is_found_in_the_log_by_a_few_words_with_the_sources_that_report_it() {
    let shipped = Shipped::new();
    each(&table("events.csv"), |row| {
        let id = row.get("id");
        let found = shipped.log(row.get("filter"), TODAY);
        let events: Vec<_> = found.iter().filter(|entry| entry.step().is_none()).collect();
        let names: Vec<_> = events.iter().map(|entry| shipped.id(entry.place())).collect();
        let at = names.iter().position(|name| *name == id);
        let entry = events[at.unwrap_or_else(|| panic!("{id} is not among {names:?}"))];
        assert!(events.len() <= SHORT_LIST, "{id} is one of {} events", events.len());
        let cited: BTreeSet<_> = log::sources(&shipped.state, entry).iter().map(Id::as_str).collect();
        assert_eq!(cited, row.all("sources").into_iter().collect(), "what {id} cites");
    });
}

#[test]
fn every_dated_event_stands_on_the_day_that_its_sources_give() {
    let shipped = Shipped::new();
    let rows = table("event_days.csv");
    each(&rows, |row| {
        let id = row.get("id");
        let event = shipped.state.event(id).unwrap_or_else(|| panic!("there is no event {id}"));
        assert_eq!(event.on.map(Date::written).as_deref(), row.maybe("on"), "{id}");
    });
    let known: BTreeSet<_> = rows.iter().map(|row| row.get("id")).collect();
    let events = shipped.state.records().events.iter().map(|event| event.id.as_str());
    let unknown: Vec<_> = events.filter(|id| !known.contains(id)).collect();
    assert_eq!(unknown, Vec::<&str>::new(), "events of which event_days.csv knows no day");
}

/// Calls `f` with each step of a history that names its event: the record, the day, and the event.
fn each_with_event<C>(id: &Id, steps: &[Step<C>], f: &mut impl FnMut(&Id, Date, &Id)) {
    for step in steps {
        if let Some(event) = &step.event {
            f(id, step.on, event);
        }
    }
}

#[test]
fn a_step_and_the_event_behind_it_can_be_of_one_day() {
    let shipped = Shipped::new();
    let (mut asked, mut wrong) = (0, Vec::new());
    let mut compare = |id: &Id, on: Date, event: &Id| {
        let of_event = shipped.state.event(event.as_str()).unwrap().on;
        asked += 1;
        if !of_event.is_some_and(|day| day.may_equal(on)) {
            wrong.push(format!("{id}: a step of {on} is put under {event} of {of_event:?}"));
        }
    };
    let records = shipped.state.records();
    records.relations.iter().for_each(|it| each_with_event(&it.id, &it.history, &mut compare));
    records.sanctions.iter().for_each(|it| each_with_event(&it.id, &it.history, &mut compare));
    records.crossings.iter().for_each(|it| each_with_event(&it.id, &it.history, &mut compare));
    all_right(&wrong);
    assert!(asked > 60, "only {asked} steps name an event");
}

#[test]
fn the_five_texts_are_named_as_they_are_and_no_source_is_graded() {
    let shipped = Shipped::new();
    each(&table("texts.csv"), |row| {
        let id = row.get("id");
        let it = shipped.state.source(id).unwrap_or_else(|| panic!("there is no source {id}"));
        assert_eq!((it.publisher.as_str(), it.title.as_str()), (row.get("publisher"), row.get("title")));
        assert_eq!(it.authors.iter().map(Text::as_str).collect::<Vec<_>>(), row.all("authors"));
        assert_eq!(it.published.map(Date::written).as_deref(), row.maybe("published"));
        assert!(it.note.as_ref().is_some_and(|text| text.contains(row.get("note"))), "{:?}", it.note);
    });
    assert!(shipped.state.grades().is_empty(), "a grade would decide between sources that disagree");
}

#[test]
fn the_observers_of_seventeen_named_states_are_all_named() {
    let shipped = Shipped::new();
    let event = shipped.state.event("us-observers-zapad-2025-09-15").unwrap();
    let named: BTreeSet<_> = event.actors.iter().map(|id| shipped.state.subject_name(id)).collect();
    let states = "United States,Türkiye,Hungary,Azerbaijan,Vietnam,Iran,Kazakhstan,China,Cuba,Russia,Serbia,\
                  Sudan,Turkmenistan,Zambia,Zimbabwe,Peru,Indonesia";
    let missing: Vec<_> = states.split(',').filter(|state| !named.contains(state)).collect();
    assert_eq!(missing, Vec::<&str>::new());
    assert_eq!(states.split(',').count(), 17);
    assert!(event.figures.iter().any(|figure| figure.value == "17"), "{:?}", event.figures);
}

#[test]
fn every_relation_of_the_table_has_its_row_its_stance_and_words_that_find_it() {
    let shipped = Shipped::new();
    let rows = table("relations.csv");
    each(&rows, |row| {
        let found = shipped.relation(row.get("id"), TODAY).stance.map(|held| held.value);
        assert_eq!(found, row.maybe_word("stance"));
        let found = shipped.relations(row.get("filter"));
        assert!(found.contains(row.get("id")) && found.len() <= 2, "{found:?}");
    });
    assert_eq!(shipped.state.len(RecordKind::Relations), rows.len());
}

#[test]
fn every_measure_that_the_texts_speak_of_is_found_in_the_ledger_with_those_texts() {
    let shipped = Shipped::new();
    each(&table("measures_in_the_texts.csv"), |row| {
        let (id, found) = (row.get("id"), shipped.ledger(row.get("filter")));
        assert!(found.contains(id) && found.len() <= 3, "{found:?}");
        let cited: BTreeSet<_> =
            shipped.measure_steps(id).iter().flat_map(|step| &step.sources).map(Id::as_str).collect();
        for source in row.all("sources") {
            assert!(cited.contains(source), "{id} cites {cited:?}, and not {source}");
        }
    });
    // The promise of 1996 is no measure in force; it is told with the event of that year.
    assert!(shipped.logged("assurance coercion before:1997").contains("topol-agreement-1996"));
}

#[test]
fn every_figure_about_the_borders_is_found_with_who_said_it() {
    let shipped = Shipped::new();
    each(&table("border_figures.csv"), |row| {
        let (id, value) = (row.get("id"), row.get("value"));
        let found = shipped.logged(row.get("filter"));
        assert!(found.contains(id), "{found:?}");
        let event = shipped.state.event(id).unwrap();
        let figure = event.figures.iter().find(|figure| figure.value == value);
        let figure = figure.unwrap_or_else(|| panic!("{id}: no {value} in {:?}", event.figures));
        assert_eq!(figure.said_by.as_deref(), row.maybe("said_by"));
        let source = Id::new(row.get("source"));
        assert_eq!(
            (figure.sources.as_slice(), event.sources.as_slice()),
            (&[source.clone()][..], &[source][..])
        );
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
    assert_eq!(shipped.logged("coale"), shipped.logged("cole"));
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
        for alias in &it.target.aliases {
            assert!(shipped.ledger(&quoted(alias)).contains(it.id.as_str()), "{alias}: {}", it.id);
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
        for alias in &it.aliases {
            let log = shipped.logged(&quoted(alias.name()));
            for event in records.events.iter().filter(|event| event.actors.contains(&it.id)) {
                assert!(log.contains(event.id.as_str()), "{alias}: {}", event.id);
                asked += 1;
            }
        }
    }
    assert!(asked > 300, "only {asked} aliases were asked for");
}
