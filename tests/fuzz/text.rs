//! The text of a state file: read, printed, patched.

use beltui::ron::node::{Field, Node, Span, Value};
use beltui::ron::patch::Patch;
use beltui::ron::print::{Style, inline};
use beltui::ron::{comments, outline, parse};
use beltui::schema::upgrade::upgrade;
use beltui::store::load::load_text;
use beltui::store::places::SHIPPED;
use bolero::check;

use super::common::mutations::{Mutation, SMALL, mutated};

/// A value without its places.
fn bare<'t>(node: &Node<'t>) -> Node<'t> {
    let span = Span { start: 0, end: 0 };
    let all = |nodes: &[Node<'t>]| nodes.iter().map(bare).collect();
    let value = match node.value.clone() {
        Value::Struct(name, fields) => {
            let bare_field = |it: &Field<'t>| Field { name: it.name, name_span: span, node: bare(&it.node) };
            Value::Struct(name, fields.iter().map(bare_field).collect())
        }
        Value::Tuple(name, items) => Value::Tuple(name, all(&items)),
        Value::List(items) => Value::List(all(&items)),
        Value::Map(pairs) => Value::Map(pairs.iter().map(|(key, value)| (bare(key), bare(value))).collect()),
        other => other,
    };
    Node { span, value }
}

fn whole(text: &str) -> Option<Node<'_>> {
    parse(text, Span { start: 0, end: text.len() }).ok()
}

/// The records of a text, as they stand there.
fn records(text: &str) -> Vec<&str> {
    let Ok(outline) = outline(text) else { return Vec::new() };
    let spans = outline.sections.iter().flat_map(|it| it.items.clone().unwrap_or_else(|| vec![it.span]));
    spans.map(|span| &text[span.start..span.end]).collect()
}

/// The shipped file in pieces of which each is a file.
fn piece(at: usize) -> String {
    let all = records(SHIPPED);
    let record = all.iter().filter(|it| it.starts_with("(id")).nth(at % 300).unwrap_or(&"()");
    let list = if record.contains("publisher") { "sources" } else { "sanctions" };
    format!("(schema: 2, title: \"T\", {list}: [\n    {record},\n])")
}

#[test]
fn what_is_read_is_printed_and_read_the_same() {
    check!().with_type::<(u16, Vec<Mutation>)>().for_each(|(which, steps)| {
        let steps = &steps[..steps.len().min(6)];
        let base = if which % 3 == 0 { piece(usize::from(*which)) } else { SMALL.to_owned() };
        let text = mutated(&base, steps);
        let loaded = load_text(text.clone());
        assert_eq!(loaded.written(), text);
        for record in records(&text) {
            let Some(node) = whole(record) else { continue };
            let style = Style::of(&text);
            for printed in [inline(&node), style.print(&node, ""), style.print_record(&node, "    ")] {
                let again = whole(&printed).unwrap_or_else(|| panic!("not read again: {printed}"));
                assert_eq!(bare(&again), bare(&node), "{printed}");
            }
        }
    });
}

#[test]
fn any_bytes_are_read_to_the_end() {
    check!().for_each(|bytes| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let loaded = load_text(text.clone());
        assert_eq!(loaded.unwritable().is_some(), loaded.errors() > 0);
        let _ = (outline(&text), whole(&text));
    });
}

#[test]
fn a_patched_text_says_what_was_wanted_and_what_did_not_change_stands_there_to_the_letter() {
    check!().with_type::<(u16, Vec<Mutation>, Vec<Mutation>)>().for_each(|(which, first, then)| {
        let was = records(SMALL);
        let record = was[usize::from(*which) % was.len()];
        // Formatted in another way, then changed in what it says.
        let text = mutated(record, &first[..first.len().min(3)]);
        let wanted = mutated(&text, &then[..then.len().min(3)]);
        let (Some(node), Some(new)) = (whole(&text), whole(&wanted)) else { return };
        let (old, new) = (bare(&node), bare(&new));
        if twice(&old) || twice(&new) {
            // A field that stands twice is an error: such a file is never written.
            return;
        }
        let mut patch = Patch::new(&text);
        patch.value(&node, &old, &new);
        let result = patch.apply();
        let read = whole(&result).unwrap_or_else(|| panic!("not read:\n{text}\n→\n{result}"));
        assert_eq!(sorted(bare(&read)), sorted(new.clone()), "\n{text}\n→\n{result}");
        if let (Value::Struct(None, was), Value::Struct(None, is)) = (&node.value, &new.value) {
            for field in was {
                let same = is.iter().any(|it| it.name == field.name && it.node == bare(&field.node));
                let letters = &text[field.name_span.start..field.node.span.end];
                assert!(!same || result.contains(letters), "{letters} in\n{text}\n→\n{result}");
            }
        }
    });
}

/// Whether a field stands twice in a struct.
fn twice(node: &Node<'_>) -> bool {
    match &node.value {
        Value::Struct(_, fields) => fields.iter().enumerate().any(|(at, field)| {
            fields.iter().take(at).any(|before| before.name == field.name) || twice(&field.node)
        }),
        Value::Tuple(_, items) | Value::List(items) => items.iter().any(twice),
        Value::Map(pairs) => pairs.iter().any(|(key, value)| twice(key) || twice(value)),
        _ => false,
    }
}

/// With the fields of structs in the order of their names: a patch keeps the order of the text.
fn sorted(mut node: Node<'_>) -> Node<'_> {
    node.value = match node.value {
        Value::Struct(name, fields) => {
            let mut fields: Vec<Field<'_>> =
                fields.into_iter().map(|it| Field { node: sorted(it.node), ..it }).collect();
            fields.sort_by_key(|field| field.name);
            Value::Struct(name, fields)
        }
        Value::Tuple(name, items) => Value::Tuple(name, items.into_iter().map(sorted).collect()),
        Value::List(items) => Value::List(items.into_iter().map(sorted).collect()),
        other => other,
    };
    node
}

/// A file of schema 1.
const OLD: &str = include_str!("../upgrade/quelland-1.ron");

#[test]
fn an_upgrade_keeps_every_record_and_every_comment_whatever_stands_in_the_file() {
    check!().with_type::<Vec<Mutation>>().for_each(|steps| {
        let text = mutated(OLD, &steps[..steps.len().min(6)]);
        let loaded = load_text(text.clone());
        assert_eq!(loaded.written(), text);
        for finding in &loaded.findings {
            assert!(text.get(finding.bytes.clone()).is_some(), "{finding:?}");
        }
        let Ok(upgraded) = upgrade(&text) else { return };
        assert_eq!(comments(&upgraded.text), comments(&text));
        assert_eq!(records(&upgraded.text).len() - upgraded.subjects - upgraded.acts, records(&text).len());
    });
}
