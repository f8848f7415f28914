//! Three-way merge of plain fields: what two sides have made of one value.

use std::collections::HashMap;

use super::{About, Conflict, Side};
use crate::ron::common::common;
use crate::ron::node::{Field, Node, Span, Value};
use crate::ron::print::inline;

/// What was found to choose so far, and who chooses.
pub(super) struct Choices<'c> {
    pub conflicts: Vec<Conflict>,
    choose: &'c dyn Fn(usize) -> Side,
}

impl<'c> Choices<'c> {
    pub fn new(choose: &'c dyn Fn(usize) -> Side) -> Self {
        Self { conflicts: Vec::new(), choose }
    }

    pub fn conflict(&mut self, conflict: Conflict) -> Side {
        let side = (self.choose)(self.conflicts.len());
        self.conflicts.push(conflict);
        side
    }

    pub fn value<'t>(
        &mut self,
        path: &mut Path,
        base: &Node<'t>,
        ours: &Node<'t>,
        theirs: &Node<'t>,
    ) -> Node<'t> {
        if ours.value == theirs.value || theirs.value == base.value {
            return ours.clone();
        }
        if ours.value == base.value {
            return theirs.clone();
        }
        match (&base.value, &ours.value, &theirs.value) {
            (Value::Struct(_, b), Value::Struct(name, o), Value::Struct(_, t)) => {
                let fields = self.fields(path, b, o, t);
                Node { span: NOWHERE, value: Value::Struct(*name, fields) }
            }
            (Value::List(b), Value::List(o), Value::List(t)) => {
                let items = self.items(path, b, o, t);
                Node { span: NOWHERE, value: Value::List(items) }
            }
            _ => match self.conflict(path.conflict(Some(ours), Some(theirs))) {
                Side::Ours => ours.clone(),
                Side::Theirs => theirs.clone(),
            },
        }
    }

    fn fields<'t>(
        &mut self,
        path: &mut Path,
        base: &[Field<'t>],
        ours: &[Field<'t>],
        theirs: &[Field<'t>],
    ) -> Vec<Field<'t>> {
        fn find<'a, 't>(fields: &'a [Field<'t>], name: &str) -> Option<&'a Node<'t>> {
            fields.iter().find(|field| field.name == name).map(|field| &field.node)
        }
        let mut names: Vec<&'t str> = ours.iter().map(|field| field.name).collect();
        names.extend(theirs.iter().map(|f| f.name).filter(|name| find(ours, name).is_none()));
        let mut merged = Vec::new();
        for name in names {
            let (b, o, t) = (find(base, name), find(ours, name), find(theirs, name));
            path.at.push(name.to_owned());
            let same =
                |a: Option<&Node<'t>>, b: Option<&Node<'t>>| a.map(|n| &n.value) == b.map(|n| &n.value);
            let node = if same(o, t) || same(t, b) {
                o.cloned()
            } else if same(o, b) {
                t.cloned()
            } else {
                match (o, t) {
                    (Some(o), Some(t)) => {
                        let empty = match (&o.value, &t.value) {
                            (Value::List(_), Value::List(_)) => Value::List(Vec::new()),
                            _ => Value::Name("None"),
                        };
                        let empty = Node { span: NOWHERE, value: empty };
                        Some(self.value(path, b.unwrap_or(&empty), o, t))
                    }
                    (o, t) => match self.conflict(path.conflict(o, t)) {
                        Side::Ours => o.cloned(),
                        Side::Theirs => t.cloned(),
                    },
                }
            };
            path.at.pop();
            merged.extend(node.map(|node| Field { name, name_span: NOWHERE, node }));
        }
        merged
    }

    fn items<'t>(
        &mut self,
        path: &mut Path,
        base: &[Node<'t>],
        ours: &[Node<'t>],
        theirs: &[Node<'t>],
    ) -> Vec<Node<'t>> {
        let (o, t) = (Side3::align(base, ours), Side3::align(base, theirs));
        let mut merged: Vec<Node<'t>> = Vec::new();
        // What both have added is there once.
        let mut by_theirs: HashMap<String, usize> = HashMap::new();
        for node in t.inserted.values().flatten() {
            *by_theirs.entry(inline(node)).or_default() += 1;
        }
        for at in 0..=base.len() {
            merged.extend(t.before(at).into_iter().cloned());
            for node in o.before(at) {
                match by_theirs.get_mut(&inline(node)).filter(|count| **count > 0) {
                    Some(count) => *count -= 1,
                    None => merged.push(node.clone()),
                }
            }
            let Some(b) = base.get(at) else { break };
            path.at.push((at + 1).to_string());
            match (o.fate(at), t.fate(at)) {
                (Some(o), Some(t)) => {
                    let node = self.value(path, b, o, t);
                    merged.push(node);
                }
                // Gone on one side and untouched on the other: it goes.
                (None, Some(t)) if t.value == b.value => {}
                (Some(o), None) if o.value == b.value => {}
                (None, None) => {}
                (o, t) => {
                    let side = self.conflict(path.conflict(o, t));
                    merged.extend(if side == Side::Ours { o.cloned() } else { t.cloned() });
                }
            }
            path.at.pop();
        }
        merged
    }
}

pub(super) const NOWHERE: Span = Span { start: 0, end: 0 };

/// Where in a record the merge is.
pub(super) struct Path {
    pub about: About,
    pub at: Vec<String>,
}

impl Path {
    fn conflict(&self, ours: Option<&Node<'_>>, theirs: Option<&Node<'_>>) -> Conflict {
        let printed = |node: Option<&Node<'_>>| node.map(inline);
        Conflict {
            about: self.about.clone(),
            field: self.at.join(" · "),
            ours: printed(ours),
            theirs: printed(theirs),
        }
    }
}

/// One side of a list against the base: what became of each item, and what came before each.
struct Side3<'a, 't> {
    fates: Vec<Option<&'a Node<'t>>>,
    inserted: HashMap<usize, Vec<&'a Node<'t>>>,
}

impl<'a, 't> Side3<'a, 't> {
    fn align(base: &[Node<'t>], side: &'a [Node<'t>]) -> Self {
        let mut fates = vec![None; base.len()];
        let mut inserted: HashMap<usize, Vec<&Node<'t>>> = HashMap::new();
        let mut pairs = common(base, side);
        pairs.push((base.len(), side.len()));
        let (mut b, mut s) = (0, 0);
        for (next_b, next_s) in pairs {
            // As many as have a counterpart in the gap were changed; the rest came or went.
            while b < next_b && s < next_s {
                if let Some(slot) = fates.get_mut(b) {
                    *slot = side.get(s);
                }
                (b, s) = (b + 1, s + 1);
            }
            inserted.entry(next_b).or_default().extend(side.get(s..next_s).unwrap_or_default());
            if let Some(slot) = fates.get_mut(next_b) {
                *slot = side.get(next_s);
            }
            (b, s) = (next_b + 1, next_s + 1);
        }
        Self { fates, inserted }
    }

    fn fate(&self, at: usize) -> Option<&'a Node<'t>> {
        self.fates.get(at).copied().flatten()
    }

    fn before(&self, at: usize) -> Vec<&'a Node<'t>> {
        self.inserted.get(&at).cloned().unwrap_or_default()
    }
}
