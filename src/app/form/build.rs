//! From the fields of a form to a record, and back: parse, don't validate.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::spec::{Kind, Spec};
use super::when;
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

/// The texts of a list as they are typed, with semicolons between them, empty ones left out.
pub(super) fn items(typed: &str) -> impl Iterator<Item = &str> {
    typed.split(';').map(str::trim).filter(|item| !item.is_empty())
}

/// The ids of a list as they are typed. Commas between them are understood as well: no id has one.
pub(super) fn ids(typed: &str) -> impl Iterator<Item = &str> {
    typed.split([';', ',']).map(str::trim).filter(|item| !item.is_empty())
}

fn texts<'t>(field: usize, items: impl Iterator<Item = &'t str>) -> Node<'static> {
    node(field, Value::List(items.map(|item| text(field, item)).collect()))
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
        Kind::Texts => texts(at, items(typed)),
        Kind::Many(_) => texts(at, ids(typed)),
        Kind::Aliases => node(at, Value::List(items(typed).map(|item| alias(at, item)).collect())),
        Kind::Span => return span(at, typed).map(Some),
        Kind::Date => text(at, &when::read(typed, today)?.written()),
        Kind::Number => {
            if typed.parse::<f64>().is_err() {
                return Err("a number".to_owned());
            }
            node(at, Value::Number(Cow::Owned(typed.to_owned())))
        }
        Kind::Choice(_) | Kind::Rows(_) => return Ok(None),
    }))
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

/// A number, or two with a dash between them where it is at least one and at most the other.
fn span(at: usize, typed: &str) -> Result<Node<'static>, String> {
    let number = |part: &str| match part.trim().parse::<f64>() {
        Ok(_) => Ok(node(at, Value::Number(Cow::Owned(part.trim().to_owned())))),
        Err(_) => Err("a number, or two with a dash between them".to_owned()),
    };
    match typed.split_once(['-', '–']) {
        Some((least, most)) => Ok(node(at, Value::Tuple(None, vec![number(least)?, number(most)?]))),
        None => number(typed),
    }
}

/// Whether a field holds the words of `Other("…")`.
pub(super) fn is_other(spec: &Spec) -> bool {
    spec.path.rsplit('.').next() == Some("other")
}

/// What a field of a record says, as it is typed; for a choice, the name that is chosen.
pub(super) fn decode(spec: &Spec, found: Option<&Node<'_>>) -> String {
    let Some(found) = found else { return String::new() };
    match (&found.value, spec.kind) {
        (_, Kind::Rows(_)) => String::new(),
        (Value::Text(text), _) => text.clone().into_owned(),
        (Value::Number(number), _) => number.clone().into_owned(),
        (Value::Struct(..), Kind::Aliases) => {
            let name = decode(spec, get(found, "name"));
            let is_weak = get(found, "weak").is_some_and(|it| it.value == Value::Name("true"));
            if is_weak { name + WEAK } else { name }
        }
        (Value::Tuple(None, items), Kind::Span) => {
            items.iter().map(|item| decode(spec, Some(item))).collect::<Vec<_>>().join("–")
        }
        (Value::Tuple(Some(_), items), _) if is_other(spec) => {
            items.first().map(|item| decode(spec, Some(item))).unwrap_or_default()
        }
        (Value::Name(name) | Value::Tuple(Some(name), _), _) => (*name).to_owned(),
        (Value::List(items), _) => {
            items.iter().map(|item| decode(spec, Some(item))).collect::<Vec<_>>().join("; ")
        }
        _ => String::new(),
    }
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
