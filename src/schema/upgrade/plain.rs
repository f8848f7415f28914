//! Records as plain fields: looked into, made and changed by the names that both schemas have for them.

use std::borrow::Cow;

use crate::ron::node::{Field, Node, Span, Value};

const NOWHERE: Span = Span { start: 0, end: 0 };

pub(super) fn node(value: Value<'_>) -> Node<'_> {
    Node { span: NOWHERE, value }
}

pub(super) fn text<'t>(text: impl Into<Cow<'t, str>>) -> Node<'t> {
    node(Value::Text(text.into()))
}

pub(super) fn texts<'t>(items: impl IntoIterator<Item = String>) -> Node<'t> {
    node(Value::List(items.into_iter().map(text).collect()))
}

pub(super) fn field<'t>(name: &'t str, node: Node<'t>) -> Field<'t> {
    Field { name, name_span: NOWHERE, node }
}

/// The field of a struct that has this name.
pub(super) fn field_of<'n, 't>(record: &'n Node<'t>, name: &str) -> Option<&'n Field<'t>> {
    let Value::Struct(_, fields) = &record.value else { return None };
    fields.iter().find(|field| field.name == name)
}

/// What a field says: `Some(…)` is what stands in it, and `None` nothing.
pub(super) fn get<'n, 't>(record: &'n Node<'t>, name: &str) -> Option<&'n Node<'t>> {
    let node = &field_of(record, name)?.node;
    match &node.value {
        Value::Name("None") => None,
        Value::Tuple(Some("Some"), items) => items.first(),
        _ => Some(node),
    }
}

/// The text or the word of a field; `None` where it is neither.
pub(super) fn word<'n>(record: &'n Node<'_>, name: &str) -> Option<&'n str> {
    match &get(record, name)?.value {
        Value::Text(text) => Some(text),
        Value::Name(name) => Some(name),
        _ => None,
    }
}

/// The texts of a list.
pub(super) fn words<'n>(record: &'n Node<'_>, name: &str) -> Vec<&'n str> {
    let Some(Value::List(items)) = get(record, name).map(|node| &node.value) else { return Vec::new() };
    let text = |item: &'n Node<'_>| match &item.value {
        Value::Text(text) => Some(text.as_ref()),
        _ => None,
    };
    items.iter().filter_map(text).collect()
}

/// The steps of a record's history, to be changed.
pub(super) fn steps<'n, 't>(record: &'n mut Node<'t>) -> &'n mut [Node<'t>] {
    let Value::Struct(_, fields) = &mut record.value else { return &mut [] };
    match fields.iter_mut().find(|field| field.name == "history").map(|field| &mut field.node.value) {
        Some(Value::List(steps)) => steps,
        _ => &mut [],
    }
}

/// Puts a value in the place of another.
pub(super) fn set<'t>(record: &mut Node<'t>, name: &str, value: Node<'t>) {
    let Value::Struct(_, fields) = &mut record.value else { return };
    if let Some(slot) = fields.iter_mut().find(|field| field.name == name) {
        slot.node = value;
    }
}

/// Puts a value behind the last of some fields, or in the place of the one that is there.
pub(super) fn put_behind<'t>(record: &mut Node<'t>, behind: &[&str], name: &'t str, value: Node<'t>) {
    let Value::Struct(_, fields) = &mut record.value else { return };
    if let Some(slot) = fields.iter_mut().find(|field| field.name == name) {
        slot.node = value;
        return;
    }
    let last = fields.iter().rposition(|field| behind.contains(&field.name));
    fields.insert(last.map_or(fields.len(), |at| at + 1), field(name, value));
}

/// A name as it is compared: without case and white space around and between.
pub(super) fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
