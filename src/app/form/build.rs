//! From the fields of a form to a record, and back: parse, don't validate.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::spec::{Kind, Spec};
use super::when;
use crate::model::declare::{self, Shape};
use crate::ron::node::{Field, Node, Span, Value};

/// A node that remembers which field of the form it came from, so that an error finds its way back.
pub(super) fn node(field: usize, value: Value<'_>) -> Node<'_> {
    Node { span: Span { start: field + 1, end: field + 1 }, value }
}

/// The field of the form that a node came from.
pub(super) fn field_of(span: Span) -> Option<usize> {
    span.start.checked_sub(1)
}

fn text(field: usize, text: &str) -> Node<'static> {
    node(field, Value::Text(Cow::Owned(text.to_owned())))
}

/// The items of a list as they are typed, empty ones left out.
pub(super) fn items(typed: &str, separator: char) -> impl Iterator<Item = &str> {
    typed.split(separator).map(str::trim).filter(|item| !item.is_empty())
}

fn texts(field: usize, typed: &str, separator: char) -> Node<'static> {
    node(field, Value::List(items(typed, separator).map(|item| text(field, item)).collect()))
}

/// What a field says, as it stands in a record; `None` when it says nothing.
///
/// # Errors
/// Where what is typed has not the form of the field.
pub(super) fn encode(
    spec: &Spec,
    at: usize,
    typed: &str,
    choice: Option<&'static str>,
    today: NaiveDate,
) -> Result<Option<Node<'static>>, String> {
    if let Kind::Choice(_) = spec.kind {
        return Ok(choice.map(|name| node(at, Value::Name(name))));
    }
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    Ok(Some(match spec.kind {
        Kind::Id | Kind::Text | Kind::Note | Kind::One(_) => text(at, typed),
        Kind::Aliases => node(at, Value::List(items(typed, ';').map(|item| alias(at, item)).collect())),
        Kind::Texts => texts(at, typed, ';'),
        Kind::Many(_) => texts(at, typed, ','),
        Kind::Date => text(at, &when::read(typed, today)?.written()),
        Kind::Number => {
            if typed.parse::<f64>().is_err() {
                return Err("a number".to_owned());
            }
            node(at, Value::Number(Cow::Owned(typed.to_owned())))
        }
        Kind::Lines(fields) => lines(at, typed, fields)?,
        Kind::Choice(_) => return Ok(None),
    }))
}

/// Lines of parts with bars between them; several texts in one part have commas between them.
fn lines(at: usize, typed: &str, declared: &'static [declare::Field]) -> Result<Node<'static>, String> {
    let fewest = declared.iter().rposition(|field| field.is_needed).map_or(1, |last| last + 1);
    let mut structs = Vec::new();
    for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let parts: Vec<&str> = line.split('|').map(str::trim).collect();
        if parts.len() < fewest || parts.len() > declared.len() {
            let names: Vec<&str> = declared.iter().map(|field| field.name).collect();
            return Err(format!("one a line: {}", names.join(" | ")));
        }
        let mut fields = Vec::new();
        for (field, part) in declared.iter().zip(parts).filter(|(_, part)| !part.is_empty()) {
            let value = value(at, &field.shape, part);
            fields.push(Field { name: field.name, name_span: value.span, node: value });
        }
        structs.push(node(at, Value::Struct(None, fields)));
    }
    Ok(node(at, Value::List(structs)))
}

/// A part of a line as it stands in a record: a number as one, two with a dash between them as a pair.
fn value(at: usize, shape: &Shape, part: &str) -> Node<'static> {
    let number = |part: &str| node(at, Value::Number(Cow::Owned(part.trim().to_owned())));
    match shape {
        Shape::List(_) => texts(at, part, ','),
        Shape::Number | Shape::Decimal => number(part),
        Shape::Either(Shape::Decimal, _) => match part.split_once(['-', '–']) {
            Some((least, most)) => node(at, Value::Tuple(None, vec![number(least), number(most)])),
            None => number(part),
        },
        Shape::Flag => node(at, Value::Name(if part == "yes" || part == "true" { "true" } else { "false" })),
        _ => text(at, part),
    }
}

/// Behind a name that many others bear as well.
const WEAK: &str = " (weak)";

/// A name as it stands in a record.
fn alias(at: usize, typed: &str) -> Node<'static> {
    let Some(name) = typed.strip_suffix(WEAK) else { return text(at, typed) };
    let field = |name, value| Field { name, name_span: Span { start: at + 1, end: at + 1 }, node: value };
    let fields = vec![field("name", text(at, name)), field("weak", node(at, Value::Name("true")))];
    node(at, Value::Struct(None, fields))
}

/// Whether a field holds the words of `Other("…")`.
pub(super) fn is_other(spec: &Spec) -> bool {
    spec.path.rsplit('.').next() == Some("other")
}

/// What a field of a record says, as it is typed; for a choice, the name that is chosen.
pub(super) fn decode(spec: &Spec, found: Option<&Node<'_>>) -> String {
    let Some(found) = found else { return String::new() };
    match (&found.value, spec.kind) {
        (Value::Text(text), _) => text.clone().into_owned(),
        (Value::Number(number), _) => number.clone().into_owned(),
        (Value::Struct(..), Kind::Aliases) => {
            let name = decode(spec, get(found, "name"));
            let is_weak = get(found, "weak").is_some_and(|it| it.value == Value::Name("true"));
            if is_weak { name + WEAK } else { name }
        }
        (Value::Tuple(Some(_), items), _) if is_other(spec) => {
            items.first().map(|item| decode(spec, Some(item))).unwrap_or_default()
        }
        (Value::Name(name) | Value::Tuple(Some(name), _), _) => (*name).to_owned(),
        (Value::List(items), Kind::Lines(fields)) => {
            items.iter().map(|item| line_of(item, fields)).collect::<Vec<_>>().join("\n")
        }
        (Value::List(items), kind) => {
            let separator = if matches!(kind, Kind::Texts | Kind::Aliases) { "; " } else { ", " };
            items.iter().map(|item| decode(spec, Some(item))).collect::<Vec<_>>().join(separator)
        }
        _ => String::new(),
    }
}

fn line_of(item: &Node<'_>, fields: &[declare::Field]) -> String {
    let part = |field: &declare::Field| match get(item, field.name).map(|node| &node.value) {
        Some(Value::Text(text)) => text.clone().into_owned(),
        Some(Value::Number(number)) => number.clone().into_owned(),
        Some(Value::Name("true")) => "yes".to_owned(),
        Some(Value::Tuple(None, items)) => {
            let numbers = items.iter().filter_map(|item| match &item.value {
                Value::Number(number) => Some(number.as_ref()),
                _ => None,
            });
            numbers.collect::<Vec<_>>().join("–")
        }
        Some(Value::List(items)) => {
            let texts = items.iter().filter_map(|item| match &item.value {
                Value::Text(text) => Some(text.as_ref()),
                _ => None,
            });
            texts.collect::<Vec<_>>().join(", ")
        }
        _ => String::new(),
    };
    let mut parts: Vec<String> = fields.iter().map(part).collect();
    while parts.last().is_some_and(String::is_empty) {
        parts.pop();
    }
    parts.join(" | ")
}

/// The part of a record that a path leads to.
pub(super) fn get<'n, 't>(node: &'n Node<'t>, path: &str) -> Option<&'n Node<'t>> {
    let mut node = node;
    for part in path.split('.') {
        node = match &node.value {
            Value::Struct(_, fields) => &fields.iter().find(|field| field.name == part)?.node,
            Value::Tuple(None, items) => items.get(part.parse::<usize>().ok()?)?,
            // The words of `Other("…")`.
            Value::Tuple(Some("Other"), _) if part == "other" => node,
            _ => return None,
        };
    }
    Some(node)
}

/// Puts a value where a path leads to, or takes out what is there.
pub(super) fn set<'t>(record: &mut Node<'t>, path: &'static str, value: Option<Node<'t>>) {
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    let Value::Struct(_, fields) = &mut record.value else { return };
    let at = fields.iter().position(|field| field.name == first);
    let Some(rest) = rest else {
        match (at.and_then(|at| fields.get_mut(at)), value) {
            (Some(field), Some(value)) => field.node = value,
            (None, Some(value)) => fields.push(Field { name: first, name_span: value.span, node: value }),
            (Some(_), None) => fields.retain(|field| field.name != first),
            (None, None) => {}
        }
        return;
    };
    let span = value.as_ref().map_or(Span { start: 0, end: 0 }, |value| value.span);
    let empty = |value| Node { span, value };
    let at = at.unwrap_or_else(|| {
        let is_pair = rest.parse::<usize>().is_ok();
        let value = if is_pair { Value::Tuple(None, Vec::new()) } else { Value::Struct(None, Vec::new()) };
        fields.push(Field { name: first, name_span: span, node: empty(value) });
        fields.len() - 1
    });
    let Some(field) = fields.get_mut(at) else { return };
    match (&mut field.node.value, rest.parse::<usize>()) {
        (Value::Tuple(None, items), Ok(index)) => {
            while items.len() <= index {
                items.push(empty(Value::Text(Cow::Borrowed(""))));
            }
            if let Some(slot) = items.get_mut(index) {
                *slot = value.unwrap_or_else(|| empty(Value::Text(Cow::Borrowed(""))));
            }
            let is_empty = |node: &Node<'_>| matches!(&node.value, Value::Text(text) if text.is_empty());
            if items.iter().all(is_empty) {
                fields.remove(at);
            }
        }
        (_, Err(_)) if rest == "other" => {
            if let Some(words) = value {
                field.node = empty(Value::Tuple(Some("Other"), vec![words]));
            }
        }
        (Value::Struct(..), Err(_)) => {
            set(&mut field.node, rest, value);
            if matches!(&field.node.value, Value::Struct(_, inner) if inner.is_empty()) {
                fields.remove(at);
            }
        }
        _ => {}
    }
}
