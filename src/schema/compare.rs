//! Records compared field by field.

use super::write::encode;
use crate::model::record::Record;
use crate::ron::node::{Node, Value};

/// A field that is another: its path (`history.3.on`), what was there and what is there; `None` where it was not, or is
/// not any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The path.
    pub path: String,
    /// What was there, as the file writes it.
    pub old: Option<String>,
    /// What is there.
    pub new: Option<String>,
}

/// The fields in which two records of one list differ, in the order of the file.
pub fn changes(old: Record<'_>, new: Record<'_>) -> Vec<FieldChange> {
    let mut found = Vec::new();
    compare("", Some(&encode(old)), Some(&encode(new)), &mut found);
    found
}

fn compare(path: &str, old: Option<&Node<'_>>, new: Option<&Node<'_>>, found: &mut Vec<FieldChange>) {
    let (was, is) = (old.map(|node| &node.value), new.map(|node| &node.value));
    let below = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    match (was, is) {
        (Some(Value::Struct(_, was)), Some(Value::Struct(_, is))) => {
            for field in was {
                let other = is.iter().find(|it| it.name == field.name).map(|it| &it.node);
                compare(&below(field.name), Some(&field.node), other, found);
            }
            for field in is.iter().filter(|it| !was.iter().any(|held| held.name == it.name)) {
                compare(&below(field.name), None, Some(&field.node), found);
            }
        }
        (Some(Value::List(was)), Some(Value::List(is))) => {
            // What stands the same at the beginning and at the end is not what changed.
            let same = |(a, b): &(&Node<'_>, &Node<'_>)| a.value == b.value;
            let start = was.iter().zip(is).take_while(same).count();
            let rest = was.len().min(is.len()) - start;
            let end = was.iter().rev().zip(is.iter().rev()).take(rest).take_while(same).count();
            let (was_end, is_end) = (was.len() - end, is.len() - end);
            for at in start..was_end.max(is_end) {
                let old = was.get(at).filter(|_| at < was_end);
                let new = is.get(at).filter(|_| at < is_end);
                compare(&below(&(at + 1).to_string()), old, new, found);
            }
        }
        (was, is) if was == is => {}
        _ => found.push(FieldChange {
            path: path.to_owned(),
            old: old.map(|node| written(&node.value)),
            new: new.map(|node| written(&node.value)),
        }),
    }
}

/// A value on one line.
fn written(value: &Value<'_>) -> String {
    let all =
        |nodes: &[Node<'_>]| nodes.iter().map(|node| written(&node.value)).collect::<Vec<_>>().join(", ");
    match value {
        Value::Struct(_, fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|field| format!("{}: {}", field.name, written(&field.node.value)))
                .collect();
            format!("({})", fields.join(", "))
        }
        Value::Tuple(name, nodes) => format!("{}({})", name.unwrap_or_default(), all(nodes)),
        Value::List(nodes) => format!("[{}]", all(nodes)),
        Value::Map(pairs) => {
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(key, node)| format!("{}: {}", written(&key.value), written(&node.value)))
                .collect();
            format!("{{{}}}", pairs.join(", "))
        }
        Value::Text(text) => format!("{text:?}"),
        Value::Char(text) => (*text).to_owned(),
        Value::Number(text) => text.to_string(),
        Value::Name(name) => (*name).to_owned(),
    }
}
