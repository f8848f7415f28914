//! Records that got another id: one record, not one that went and one that came.

use std::collections::{HashMap, HashSet};

use super::references::followed;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};
use crate::ron::node::{Node, Value};
use crate::schema::write::encode;

/// A record that went or came.
struct Candidate {
    id: Id,
    /// What it is about, as text.
    about: String,
    /// Each of its values with where it stands, its id left out.
    values: Vec<String>,
}

impl Candidate {
    fn of(record: Record<'_>, known: &HashMap<Id, Id>) -> Self {
        let followed = followed(record, known);
        let node = encode(followed.as_ref().map_or(record, |it| it.borrowed()));
        let (mut about, mut values) = (String::new(), Vec::new());
        // Without what it is about there is no telling whether another one is the same.
        let is_telling =
            |name: &str| record.list().fields().iter().any(|field| field.is_telling && field.name == name);
        if let Value::Struct(_, fields) = &node.value {
            for field in fields.iter().filter(|field| field.name != "id") {
                spread(field.name, &field.node, &mut values);
                if is_telling(field.name) {
                    about.push_str(&naming_part(&field.node));
                    about.push('\n');
                }
            }
        }
        values.sort_unstable();
        Self { id: record.id().clone(), about, values }
    }

    /// Whether at least half of all that either of them says is said by both.
    fn is_like(&self, other: &Self) -> bool {
        let (mut a, mut b) = (self.values.iter().peekable(), other.values.iter().peekable());
        let mut shared = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => _ = a.next(),
                std::cmp::Ordering::Greater => _ = b.next(),
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    a.next();
                    b.next();
                }
            }
        }
        shared * 2 >= self.values.len().max(other.values.len())
    }
}

/// Of a target only the name tells what it is: aliases come and go.
fn naming_part(node: &Node<'_>) -> String {
    match &node.value {
        Value::Struct(_, fields) => {
            fields.iter().find(|field| field.name == "name").map_or(said(node), |field| said(&field.node))
        }
        _ => said(node),
    }
}

/// A value that has no parts, as something to compare.
fn said(node: &Node<'_>) -> String {
    format!("{:?}", node.value)
}

fn spread(path: &str, node: &Node<'_>, values: &mut Vec<String>) {
    match &node.value {
        Value::Struct(_, fields) => {
            for field in fields {
                spread(&format!("{path}.{}", field.name), &field.node, values);
            }
        }
        Value::List(items) => {
            for item in items {
                spread(path, item, values);
            }
        }
        _ => values.push(format!("{path}: {}", said(node))),
    }
}

/// The records of a base that another state knows under other ids: with their list, and the new id. Only those about which
/// there is no doubt: one that went and one that came which are about the same and say the same, or, where no other
/// of the list comes into question, at least half of it.
pub fn found(base: &State, side: &State) -> HashMap<Id, (RecordKind, Id)> {
    let mut found = HashMap::new();
    let mut known = HashMap::new();
    for list in RecordKind::ALL.iter().copied() {
        let only = |state: &State, other: &State, names: &HashMap<Id, Id>| -> Vec<Candidate> {
            (0..state.len(list))
                .filter_map(|at| state.at(Place { list, at }))
                .filter(|record| other.place(record.id().as_str()).is_none())
                .map(|record| Candidate::of(record, names))
                .collect()
        };
        let gone = only(base, side, &known);
        if gone.is_empty() {
            continue;
        }
        let came = only(side, base, &HashMap::new());
        let mut groups: HashMap<&str, (Vec<&Candidate>, Vec<&Candidate>)> = HashMap::new();
        for it in &gone {
            groups.entry(&it.about).or_default().0.push(it);
        }
        for it in &came {
            groups.entry(&it.about).or_default().1.push(it);
        }
        for (mut gone, mut came) in groups.into_values() {
            let mut pairs = equal(&mut gone, &mut came);
            if let ([old], [new]) = (gone.as_slice(), came.as_slice())
                && old.is_like(new)
            {
                pairs.push((old, new));
            }
            for (old, new) in pairs {
                known.insert(old.id.clone(), new.id.clone());
                found.insert(old.id.clone(), (list, new.id.clone()));
            }
        }
    }
    found
}

/// Takes out the pairs that say the same, where there is just one of each.
fn equal<'c>(
    gone: &mut Vec<&'c Candidate>,
    came: &mut Vec<&'c Candidate>,
) -> Vec<(&'c Candidate, &'c Candidate)> {
    let mut by_values: HashMap<&[String], (Vec<&Candidate>, Vec<&Candidate>)> = HashMap::new();
    for it in gone.iter().copied() {
        by_values.entry(&it.values).or_default().0.push(it);
    }
    for it in came.iter().copied() {
        by_values.entry(&it.values).or_default().1.push(it);
    }
    let pairs: Vec<_> = by_values
        .into_values()
        .filter_map(|pair| match (pair.0.as_slice(), pair.1.as_slice()) {
            ([old], [new]) => Some((*old, *new)),
            _ => None,
        })
        .collect();
    let taken: HashSet<&Id> = pairs.iter().flat_map(|pair| [&pair.0.id, &pair.1.id]).collect();
    gone.retain(|it| !taken.contains(&it.id));
    came.retain(|it| !taken.contains(&it.id));
    pairs
}
