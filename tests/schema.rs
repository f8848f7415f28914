//! What the declared fields mean, held against every record that is shipped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use beltui::edit::references::{Referrer, referrers};
use beltui::model::declare::{Declared, Field, Shape};
use beltui::model::state::{Head, Place, RecordKind, State};
use beltui::ron::node::{Node, Value};
use beltui::ron::{outline, parse};
use beltui::schema::read::{Decoder, decode};
use beltui::schema::references::{Fate, changed};
use beltui::schema::write::{encode, plain};
use beltui::store::load::load_text;
use beltui::store::places::SHIPPED;
use beltui::views::analysis::Analysis;
use beltui::views::finder::find;

fn path(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "tests", "schema", name].iter().collect()
}

fn shipped() -> State {
    load_text(SHIPPED.to_owned()).state
}

#[test]
fn every_shipped_record_comes_back_from_its_plain_fields() {
    let state = shipped();
    for place in state.places(RecordKind::ALL) {
        let record = state.at(place).unwrap();
        let back = decode(&mut Decoder::default(), place.list, &encode(record));
        assert_eq!(back.unwrap(), record.to_owned());
    }
}

#[test]
fn a_record_mentions_what_its_plain_fields_refer_to() {
    let full = load_text(fs::read_to_string(path("full.ron")).unwrap()).state;
    for state in [shipped(), full] {
        let places = state.places(RecordKind::ALL);
        for of in places.iter().filter_map(|place| state.at(*place)) {
            let id = of.id();
            let same =
                |named: &str| if named == id.as_str() { Fate::Becomes(named.into()) } else { Fate::Stays };
            let slowly = places.iter().filter(|place| changed(state.at(**place).unwrap(), &same).is_some());
            let found: Vec<Place> = referrers(&state, id).into_iter().filter_map(Referrer::place).collect();
            assert_eq!(found, slowly.copied().collect::<Vec<_>>(), "{id:?}");
        }
    }
}

/// Texts into which the search over everything does not look: an hour and a grade say nothing about what a record is.
const UNSEARCHED: &[&str] = &["time", "grade"];

/// The texts of a record with the paths that lead to them.
fn texts(fields: &[Field], node: &Node<'_>, path: &str, found: &mut Vec<(String, String)>) {
    let Value::Struct(_, given) = &node.value else { panic!("{path}") };
    for given in given {
        let path = format!("{path}.{}", given.name);
        let mut beside = fields.iter().flat_map(Field::inner);
        let own = fields.iter().find(|field| field.name == given.name);
        let field = own.or_else(|| beside.find(|field| field.name == given.name)).unwrap();
        if field.refers.is_some() || UNSEARCHED.contains(&field.name) || field.shape == Shape::Date {
            continue;
        }
        let items = match &given.node.value {
            Value::List(items) | Value::Tuple(_, items) => items.as_slice(),
            _ => std::slice::from_ref(&given.node),
        };
        for item in items {
            match &item.value {
                Value::Text(text) => found.push((path.clone(), text.to_string())),
                Value::Struct(..) => texts(field.inner(), item, &path, found),
                _ => {}
            }
        }
    }
}

#[test]
fn the_search_over_everything_finds_a_record_by_every_text_that_it_has() {
    let state = load_text(fs::read_to_string(path("full.ron")).unwrap()).state;
    let analysis = Analysis::of(&state);
    let mut asked = 0;
    for place in state.places(RecordKind::ALL) {
        let mut found = Vec::new();
        texts(place.list.fields(), &encode(state.at(place).unwrap()), place.list.field(), &mut found);
        for (path, text) in found {
            // In quotes a text is one word, whatever stands in it.
            let (places, _) = find(&state, &analysis, &format!("\"{text}\""));
            assert!(places.contains(&place), "{path}: {text}");
            asked += 1;
        }
    }
    assert!(asked > 60, "{asked}");
}

#[test]
fn a_measure_is_not_found_by_the_title_of_its_source() {
    let state = load_text(fs::read_to_string(path("full.ron")).unwrap()).state;
    let analysis = Analysis::of(&state);
    let found = |text: &str| -> Vec<String> {
        let (places, _) = find(&state, &analysis, text);
        places.iter().map(|place| state.at(*place).unwrap().id().to_string()).collect()
    };
    assert_eq!(found("decree goods"), ["gazette"]);
    assert_eq!(found("gazette.example"), ["gazette"]);
    assert_eq!(found("kept in print"), ["gazette"]);
    assert_eq!(found("founded twice"), ["NB"]);
    assert!(found("alpha gazette").contains(&"nb-alpha-works".to_owned()), "its publisher is");
}

#[test]
fn the_full_file_has_every_declared_field_without_a_finding() {
    /// Every field with the fields around it.
    fn declared(fields: &[Field], above: &str, found: &mut Vec<String>) {
        for field in fields {
            let path = format!("{above}.{}", field.name);
            // What belongs to a word stands beside it.
            let is_beside = matches!(field.shape, Shape::Change(..));
            declared(field.inner(), if is_beside { above } else { &path }, found);
            found.push(path);
        }
    }
    fn given(node: &Node<'_>, above: &str, found: &mut Vec<String>) {
        match &node.value {
            Value::Struct(_, fields) => {
                for field in fields {
                    let path = format!("{above}.{}", field.name);
                    given(&field.node, &path, found);
                    found.push(path);
                }
            }
            Value::List(items) => items.iter().for_each(|item| given(item, above, found)),
            _ => {}
        }
    }
    let loaded = load_text(fs::read_to_string(path("full.ron")).unwrap());
    assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
    let state = loaded.state;
    let (mut wanted, mut found) = (Vec::new(), Vec::new());
    declared(Head::FIELDS, "file", &mut wanted);
    given(&plain(state.head()), "file", &mut found);
    for place in state.places(RecordKind::ALL) {
        declared(place.list.fields(), place.list.field(), &mut wanted);
        given(&encode(state.at(place).unwrap()), place.list.field(), &mut found);
    }
    let missing: BTreeSet<&String> = wanted.iter().filter(|path| !found.contains(path)).collect();
    assert_eq!(missing, BTreeSet::new());
}

/// What may be wrong with a field.
const FAULTS: &[&str] = &["without", "misspelt", "a number", "a name", "a tuple"];

/// A record in which one field has a fault: the field is counted through all structs in it. `None` where there are not
/// as many fields. Returns the path of the field.
fn spoil(node: &mut Node<'_>, path: &str, left: &mut usize, fault: &str) -> Option<String> {
    match &mut node.value {
        Value::Struct(_, fields) => {
            for at in 0..fields.len() {
                let path = format!("{path}.{}", fields[at].name);
                if *left > 0 {
                    *left -= 1;
                    if let Some(found) = spoil(&mut fields[at].node, &path, left, fault) {
                        return Some(found);
                    }
                    continue;
                }
                match fault {
                    "without" => _ = fields.remove(at),
                    "misspelt" => {
                        fields[at].name = Box::leak(format!("{}x", fields[at].name).into_boxed_str());
                    }
                    "a number" => fields[at].node.value = Value::Number("-7".into()),
                    "a name" => fields[at].node.value = Value::Name("Nonsense"),
                    _ => fields[at].node.value = Value::Tuple(Some("Other"), vec![fields[at].node.clone()]),
                }
                return Some(path);
            }
            None
        }
        Value::List(items) | Value::Tuple(_, items) => items
            .iter_mut()
            .enumerate()
            .find_map(|(at, item)| spoil(item, &format!("{path}.{at}"), left, fault)),
        _ => None,
    }
}

/// Every fault of every field of every record, with what the program says of it.
fn diagnostics() -> String {
    let text = fs::read_to_string(path("full.ron")).unwrap();
    let mut out = String::new();
    for section in outline(&text).unwrap().sections {
        let Some(list) = RecordKind::ALL.iter().find(|list| list.field() == section.name) else { continue };
        for span in section.items.unwrap() {
            for fault in FAULTS {
                for field in 0.. {
                    let mut node = parse(&text, span).unwrap();
                    let Some(path) = spoil(&mut node, list.field(), &mut field.clone(), fault) else { break };
                    let mut decoder = Decoder::default();
                    let record = decode(&mut decoder, *list, &node);
                    assert_eq!(record.is_none(), !decoder.problems.is_empty(), "{path} {fault}");
                    for problem in decoder.problems {
                        let at = span.start;
                        let (start, end) = (problem.span.start - at, problem.span.end - at);
                        let (message, help) = (problem.message, problem.help);
                        out += &format!("{path} {fault}: {start}-{end}: {message}: {help}\n");
                    }
                }
            }
        }
    }
    out
}

#[test]
fn what_is_wrong_with_a_field_is_told_as_the_table_says() {
    let told = diagnostics();
    let table = path("diagnostics.txt");
    if std::env::var_os("BELTUI_WRITE_DIAGNOSTICS").is_some() {
        fs::write(table, told).unwrap();
        return;
    }
    let wanted = fs::read_to_string(table).unwrap();
    let differ = wanted.lines().zip(told.lines()).find(|(wanted, told)| wanted != told);
    assert!(differ.is_none(), "{differ:?}");
    assert_eq!(wanted.lines().count(), told.lines().count());
}
