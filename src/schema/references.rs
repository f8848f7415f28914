//! References of one record: which fields hold them the declaration says.

use std::borrow::Cow;

use super::read::{Decoder, decode};
use super::write::encode;
use crate::model::declare::{Field, Shape};
use crate::model::record::{Owned, Record};
use crate::ron::node::{self, Node, Value};

/// What becomes of a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It stays as it is.
    Stays,
    /// It names another record from now on.
    Becomes(String),
    /// It goes.
    Goes,
}

/// What has come of some references.
#[derive(Default)]
struct Outcome {
    /// One of them is not as it was.
    is_changed: bool,
    /// One of them cannot go: the record cannot be without it.
    is_bound: bool,
}

impl Outcome {
    fn and(&mut self, other: &Self) {
        self.is_changed |= other.is_changed;
        self.is_bound |= other.is_bound;
    }
}

/// A record could not be without a reference that was to go: a measure without its issuer is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bound;

/// The record after a fate has come over each of its references; `None` where all of them stay.
///
/// # Errors
/// Where it cannot be without a reference that goes.
pub fn changed(record: Record<'_>, fate: &dyn Fn(&str) -> Fate) -> Option<Result<Owned, Bound>> {
    let mut node = encode(record);
    let outcome = in_struct(record.list().fields(), &mut node, fate);
    if outcome.is_bound {
        return Some(Err(Bound));
    }
    // A reference that must be there and went leaves the record unreadable.
    outcome.is_changed.then(|| decode(&mut Decoder::default(), record.list(), &node).ok_or(Bound))
}

/// The field with this name: of the struct, or of what one of its words brings with it.
fn find(fields: &'static [Field], name: &str) -> Option<&'static Field> {
    let own = fields.iter().find(|field| field.name == name);
    own.or_else(|| {
        let beside = fields.iter().filter(|field| matches!(field.shape, Shape::Change(..)));
        beside.flat_map(Field::inner).find(|field| field.name == name)
    })
}

fn in_struct(fields: &'static [Field], node: &mut Node<'_>, fate: &dyn Fn(&str) -> Fate) -> Outcome {
    let mut outcome = Outcome::default();
    let Value::Struct(_, given) = &mut node.value else { return outcome };
    given.retain_mut(|given: &mut node::Field<'_>| {
        let Some(field) = find(fields, given.name) else { return true };
        if field.refers.is_none() {
            outcome.and(&below(field, &mut given.node, fate));
            return true;
        }
        match &mut given.node.value {
            Value::Text(_) => stays(&mut given.node, fate, &mut outcome),
            Value::List(items) => {
                let was_empty = items.is_empty();
                items.retain_mut(|item| stays(item, fate, &mut outcome));
                // A claim without a source is none.
                outcome.is_bound |= field.is_needed && items.is_empty() && !was_empty;
                true
            }
            Value::Tuple(_, items) => {
                for item in items {
                    outcome.is_bound |= !stays(item, fate, &mut outcome);
                }
                true
            }
            _ => true,
        }
    });
    outcome
}

/// The references in the structs that a field holds.
fn below(field: &Field, node: &mut Node<'_>, fate: &dyn Fn(&str) -> Fate) -> Outcome {
    let mut outcome = Outcome::default();
    if !field.inner().is_empty() {
        match &mut node.value {
            Value::Struct(..) => outcome = in_struct(field.inner(), node, fate),
            Value::List(items) => {
                for item in items {
                    outcome.and(&in_struct(field.inner(), item, fate));
                }
            }
            _ => {}
        }
    }
    outcome
}

/// Whether a reference is still there after its fate.
fn stays(node: &mut Node<'_>, fate: &dyn Fn(&str) -> Fate, outcome: &mut Outcome) -> bool {
    let Value::Text(id) = &mut node.value else { return true };
    match fate(id) {
        Fate::Stays => return true,
        Fate::Becomes(new) => *id = Cow::Owned(new),
        Fate::Goes => {
            outcome.is_changed = true;
            return false;
        }
    }
    outcome.is_changed = true;
    true
}
