//! Edits that the first edition has left in the journal of a file of schema 1. They are about records of that schema: they
//! are made again in its text, and what the upgrade of that says differently is what they are in this schema.

use super::journal::Entry;
use super::load::load_text;
use crate::edit::difference::difference;
use crate::edit::op::Transaction;
use crate::model::state::State;
use crate::ron::node::{Field, Node, Span, Value};
use crate::ron::patch::Patch;
use crate::ron::{Section, outline, parse};

/// What `entries`, which follow on a text of schema 1, make of `state`, which is what that says upgraded. `None` where one
/// of them does not fit the text, or it would have an error with them.
pub(super) fn upgraded(entries: &[Entry], old: &str, state: &State) -> Option<Transaction> {
    let (mut text, mut labels) = (old.to_owned(), Vec::new());
    for entry in entries {
        let label = match entry {
            Entry::Commit(edit) => &edit.label,
            Entry::Foreign { label, .. } => label,
            Entry::Saving(_) => continue,
        };
        labels.push(label.as_str());
        let written = entry.written();
        let node = parse(&written, Span { start: 0, end: written.len() }).ok()?;
        let Value::List(ops) = &get(&node, "ops")?.value else { return None };
        for op in ops {
            text = made(&text, op)?;
        }
    }
    let loaded = load_text(text);
    if loaded.old.is_none() || loaded.unfit().is_some() {
        return None;
    }
    let label = format!("recovered: {}", labels.join("; "));
    Some(Transaction::new(label, difference(state, &loaded.state)))
}

fn get<'n, 't>(node: &'n Node<'t>, name: &str) -> Option<&'n Node<'t>> {
    let Value::Struct(_, fields) = &node.value else { return None };
    fields.iter().find(|field| field.name == name).map(|field| &field.node)
}

fn text_of<'n>(node: &'n Node<'_>, name: &str) -> Option<&'n str> {
    match &get(node, name)?.value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

/// A text with one operation made in it; `None` where it does not fit.
fn made(text: &str, op: &Node<'_>) -> Option<String> {
    let outline = outline(text).ok()?;
    let mut patch = Patch::new(text);
    let kind = text_of(op, "op")?;
    if kind == "head" {
        let written: Option<Vec<Field<'_>>> =
            outline.sections.iter().map(|it| head_field(text, it)).collect();
        let node = Node { span: outline.span, value: Value::Struct(None, written?) };
        patch.value(&node, get(op, "old")?, get(op, "new")?);
        return Some(patch.apply());
    }
    let list = text_of(op, "list")?;
    let section = outline.sections.iter().find(|section| section.name == list)?;
    let items = section.items.as_deref()?;
    let find = |id: &str| {
        let mut nodes = items.iter().map(|span| parse(text, *span).ok());
        let at = nodes.position(|node| node.is_some_and(|node| text_of(&node, "id") == Some(id)))?;
        Some((at, parse(text, *items.get(at)?).ok()?))
    };
    match kind {
        "replace" => {
            let (old, new) = (get(op, "old")?, get(op, "new")?);
            patch.value(&find(text_of(old, "id")?)?.1, old, new);
        }
        "remove" => {
            let (at, _) = find(text_of(get(op, "record")?, "id")?)?;
            patch.remove(section.span, items, vec![at]);
        }
        "insert" => {
            let Value::Number(at) = &get(op, "at")?.value else { return None };
            let anchor = at.parse::<usize>().ok()?.min(items.len()).checked_sub(1);
            let record = get(op, "record")?;
            patch.insert(section.span, items, anchor, |style, indent| style.print_record(record, indent));
        }
        _ => return None,
    }
    Some(patch.apply())
}

/// A field of the file; a list only holds its place.
fn head_field<'t>(text: &'t str, section: &Section<'t>) -> Option<Field<'t>> {
    let node = match section.items {
        Some(_) => Node { span: section.span, value: Value::Name("list") },
        None => parse(text, section.span).ok()?,
    };
    Some(Field { name: section.name, name_span: section.name_span, node })
}
