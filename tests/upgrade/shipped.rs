//! The file that was shipped with schema 1, upgraded: nothing that it says is lost.

use std::collections::{BTreeMap, BTreeSet};

use beltui::report::export;
use beltui::report::table::Table;
use beltui::ron::node::{Field, Node, Span, Value};
use beltui::ron::print::inline;
use beltui::ron::{comments, outline, parse};
use beltui::schema::upgrade::{UpgradeError, Upgraded, upgrade};
use beltui::store::load::load_text;
use beltui::views::day::{Clock, Day};

use super::BELARUS;
use super::common::day;

/// Every record of a text by its list and id, with its fields as they are written.
fn records(text: &str) -> BTreeMap<(String, String), BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    for section in outline(text).unwrap().sections {
        for span in section.items.unwrap_or_default() {
            let Value::Struct(_, fields) = parse(text, span).unwrap().value else { panic!("no record") };
            let fields: BTreeMap<String, String> = fields.iter().map(written).collect();
            let list = if section.name == "actors" { "subjects" } else { section.name };
            let id = fields["id"].trim_matches('"').to_owned();
            assert!(all.insert((list.to_owned(), id), fields).is_none());
        }
    }
    all
}

/// A field, without what a step says in another way in schema 2.
fn written(field: &Field<'_>) -> (String, String) {
    let mut node = field.node.clone();
    if let ("history", Value::List(steps)) = (field.name, &mut node.value) {
        for step in steps {
            if let Value::Struct(_, fields) = &mut step.value {
                let is_stance = fields.iter().any(|it| inline(&it.node) == "Stance");
                fields.retain(|it| !(matches!(it.name, "licence" | "act") || is_stance && it.name == "by"));
            }
        }
    }
    (field.name.to_owned(), inline(&node))
}

#[test]
fn every_record_is_there_and_says_what_it_said() {
    let Upgraded { text, subjects, acts, .. } = upgrade(BELARUS).unwrap();
    let (old, new) = (records(BELARUS), records(&text));
    assert_eq!(new.len(), old.len() + subjects + acts);
    for ((list, id), was) in &old {
        let mut is = new[&(list.clone(), id.clone())].clone();
        for (name, said) in was {
            let name = name.as_str();
            let said_now = is.remove(name);
            match name {
                // These are references now, or have more in them.
                "target" => assert_ne!(said_now.as_ref(), Some(said)),
                "legal_acts" => assert!(said_now.is_none() && is.remove("acts").is_some(), "{id}"),
                "aliases" => {
                    let said = said.trim_end_matches(']');
                    assert!(said_now.is_some_and(|now| now.starts_with(said)), "{id}");
                }
                _ => assert_eq!(said_now.as_ref(), Some(said), "{list} {id} {name}"),
            }
        }
        assert!(is.is_empty(), "{list} {id}: {is:?}");
    }
}

#[test]
fn what_was_a_target_is_a_subject_of_that_name_kind_and_country() {
    let loaded = load_text(BELARUS.to_owned());
    // What its texts say without a holder, or before their sources could, is told of it as of any file.
    assert_eq!(loaded.errors(), 0, "{:?}", loaded.findings);
    let state = loaded.state;
    for ((_, id), was) in records(BELARUS).into_iter().filter(|((list, _), _)| list == "sanctions") {
        let target = &was["target"];
        let node = parse(target, Span { start: 0, end: target.len() }).unwrap();
        let Value::Struct(_, fields) = &node.value else { panic!("{target}") };
        let said = |name: &str| fields.iter().find(|it| it.name == name).map(|it| it.node.clone());
        let texts = |node: Option<Node<'_>>| match node.map(|node| node.value) {
            Some(Value::List(items)) => items.iter().map(|it| inline(it).replace('"', "")).collect(),
            Some(value) => vec![inline(&Node { span: Span::default(), value }).replace('"', "")],
            None => Vec::new(),
        };
        let subject = state.target(state.measure(&id).unwrap()).unwrap();
        let names: BTreeSet<String> = [subject.name.to_string()]
            .into_iter()
            .chain(subject.aliases.iter().map(|it| it.name().to_string()))
            .collect();
        for name in texts(said("name")).into_iter().chain(texts(said("aliases"))) {
            assert!(names.contains(&name), "{id}: {name} is none of {names:?}");
        }
        for country in texts(said("country")) {
            let is_of = subject.countries.iter().any(|it| it.as_str() == country);
            assert!(is_of || subject.id.as_str() == country, "{id}: {country}");
        }
    }
}

#[test]
fn every_comment_stands_in_its_order_and_every_line_that_says_nothing_new_is_kept() {
    let Upgraded { text, .. } = upgrade(BELARUS).unwrap();
    assert_eq!(comments(&text), comments(BELARUS));
    let new: BTreeSet<&str> = text.lines().collect();
    let gone: Vec<&str> = BELARUS.lines().filter(|line| !new.contains(line)).collect();
    let within_target = |line: &str| {
        let line = line.trim();
        ["name:", "kind:", "aliases:", "country:", "),"].iter().any(|it| line.starts_with(it))
    };
    for line in gone {
        let is_about =
            ["schema: 1", "actors:", "target:", "legal_acts:", "licence:", "what: Stance", "id: \"BY\""];
        assert!(is_about.iter().any(|it| line.contains(it)) || within_target(line), "{line}");
    }
}

#[test]
fn an_upgraded_text_is_not_upgraded_again() {
    let Upgraded { text, .. } = upgrade(BELARUS).unwrap();
    assert_eq!(upgrade(&text), Err(UpgradeError::Schema("2".to_owned())));
    assert!(load_text(text).old.is_none());
}

/// What the rows of a table say: by id, the cells of two columns.
fn cells(table: &Table, columns: [&str; 2]) -> BTreeMap<String, [String; 2]> {
    let at = |name: &str| table.columns.iter().position(|it| *it == name).unwrap();
    let [first, second] = columns.map(at);
    let row = |row: &Vec<beltui::report::table::Cell>| {
        (row[at("id")].plain(), [row[first].plain(), row[second].plain()])
    };
    table.rows.iter().map(row).collect()
}

/// What the program that had schema 1 for its own said of its file, on every day on which something changes in it: a
/// line where that was not what it had said on the day before. What it called *not seen on list* is *off the list* now.
#[test]
fn statuses_are_on_every_day_what_they_were() {
    let state = load_text(BELARUS.to_owned()).state;
    let mut said: BTreeMap<(String, String), [String; 2]> = BTreeMap::new();
    let mut reader = csv::Reader::from_reader(include_str!("statuses-1.csv").as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let days: BTreeSet<&str> = rows.iter().map(|row| &row[0]).collect();
    let mut rows = rows.iter().peekable();
    for on in days {
        while let Some(row) = rows.next_if(|row| &row[0] == on) {
            let status = row[3].replace("not seen on list", "off the list");
            // What is recorded of some traffic has a word of its own since.
            let in_part = row[4].split(" · ").any(|lane| !lane.ends_with("no record"));
            let status = if status == "no record" && &row[1] == "crossings" && in_part {
                "part unknown".to_owned()
            } else {
                status
            };
            said.insert((row[1].to_owned(), row[2].to_owned()), [status, row[4].to_owned()]);
        }
        let day = Day::new(state.clone(), Clock::as_of(day(on)));
        let ledger = cells(&export::ledger(&day), ["status", "in_force_since"]);
        let crossings = cells(&export::crossings(&day), ["status", "traffic"]);
        assert_eq!(ledger.len() + crossings.len(), said.len());
        for (list, cells) in [("ledger", ledger), ("crossings", crossings)] {
            for (id, now) in cells {
                assert_eq!(now, said[&(list.to_owned(), id.clone())], "{id} on {on}");
            }
        }
    }
}
