//! An entry of a journal as a text, and read from one.

use std::sync::Arc;

use crate::edit::op::{Op, Transaction};
use crate::model::record::Owned;
use crate::model::state::{Head, RecordKind};
use crate::ron::node::{Field, Node, Span, Value};
use crate::ron::parse;
use crate::ron::print::inline;
use crate::schema::read::{Decoder, decode};
use crate::schema::write::{encode, plain};

/// One thing that happened to the document or to its file.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// The document changed; taking a change back is a change as well.
    Commit(Transaction),
    /// A save is about to write a text with this fingerprint: what stands before is in it.
    Saving(String),
    /// A change to records in a form that this version does not read, such as those of schema 1: it is kept as it is
    /// written.
    Foreign {
        /// What the change is called.
        label: String,
        /// The entry.
        written: String,
    },
}

const NOWHERE: Span = Span { start: 0, end: 0 };

fn text(text: &str) -> Node<'_> {
    Node { span: NOWHERE, value: Value::Text(text.into()) }
}

fn fields<'t>(fields: Vec<(&'t str, Node<'t>)>) -> Node<'t> {
    let fields = fields.into_iter().map(|(name, node)| Field { name, name_span: NOWHERE, node }).collect();
    Node { span: NOWHERE, value: Value::Struct(None, fields) }
}

impl Entry {
    /// The entry as it stands in a journal.
    pub fn written(&self) -> String {
        let node = match self {
            Self::Commit(transaction) => {
                let ops = transaction.ops.iter().map(op_node).collect();
                fields(vec![
                    ("entry", text("commit")),
                    ("label", text(&transaction.label)),
                    ("ops", Node { span: NOWHERE, value: Value::List(ops) }),
                ])
            }
            Self::Saving(fingerprint) => fields(vec![("entry", text("saving")), ("text", text(fingerprint))]),
            Self::Foreign { written, .. } => return written.clone(),
        };
        inline(&node)
    }
}

fn number(number: usize) -> Node<'static> {
    Node { span: NOWHERE, value: Value::Number(number.to_string().into()) }
}

fn op_node(op: &Op) -> Node<'_> {
    match op {
        Op::Insert { at, record, .. } => one("insert", *at, record),
        Op::Remove { at, record, .. } => one("remove", *at, record),
        Op::Replace { old, new } => fields(vec![
            ("op", text("replace")),
            ("list", text(new.list().field())),
            ("old", encode(old.borrowed())),
            ("new", encode(new.borrowed())),
        ]),
        Op::Head { old, new } => {
            fields(vec![("op", text("head")), ("old", plain(&**old)), ("new", plain(&**new))])
        }
    }
}

fn one<'r>(op: &'r str, at: usize, record: &'r Owned) -> Node<'r> {
    fields(vec![
        ("op", text(op)),
        ("list", text(record.list().field())),
        ("at", number(at)),
        ("record", encode(record.borrowed())),
    ])
}

/// The fields of a struct by name.
struct Parts<'n, 't>(&'n [Field<'t>]);

impl<'n, 't> Parts<'n, 't> {
    fn of(node: &'n Node<'t>) -> Option<Self> {
        match &node.value {
            Value::Struct(None, fields) => Some(Self(fields)),
            _ => None,
        }
    }

    fn node(&self, name: &str) -> Option<&'n Node<'t>> {
        self.0.iter().find(|field| field.name == name).map(|field| &field.node)
    }

    fn text(&self, name: &str) -> Option<&'n str> {
        match &self.node(name)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    fn number<N: std::str::FromStr>(&self, name: &str) -> Option<N> {
        match &self.node(name)?.value {
            Value::Number(number) => number.parse().ok(),
            _ => None,
        }
    }

    fn record(&self, name: &str) -> Option<Arc<Owned>> {
        let list = self.text("list")?;
        let list = RecordKind::ALL.iter().copied().find(|known| known.field() == list)?;
        decode(&mut Decoder::default(), list, self.node(name)?).map(Arc::new)
    }

    fn head(&self, name: &str) -> Option<Box<Head>> {
        Decoder::default().record(self.node(name)?).map(Box::new)
    }
}

pub(super) fn read(payload: &str) -> Option<Entry> {
    let node = parse(payload, Span { start: 0, end: payload.len() }).ok()?;
    let parts = Parts::of(&node)?;
    match parts.text("entry")? {
        "saving" => Some(Entry::Saving(parts.text("text")?.to_owned())),
        "commit" => {
            let Value::List(ops) = &parts.node("ops")?.value else { return None };
            let label = parts.text("label")?;
            Some(match ops.iter().map(read_op).collect::<Option<Vec<Op>>>() {
                Some(ops) => Entry::Commit(Transaction::new(label, ops)),
                None => Entry::Foreign { label: label.to_owned(), written: payload.to_owned() },
            })
        }
        _ => None,
    }
}

fn read_op(node: &Node<'_>) -> Option<Op> {
    let parts = Parts::of(node)?;
    match parts.text("op")? {
        "insert" => {
            Some(Op::Insert { at: parts.number("at")?, record: parts.record("record")?, origin: None })
        }
        "remove" => {
            Some(Op::Remove { at: parts.number("at")?, record: parts.record("record")?, origin: None })
        }
        "replace" => Some(Op::Replace { old: parts.record("old")?, new: parts.record("new")? }),
        "head" => Some(Op::Head { old: parts.head("old")?, new: parts.head("new")? }),
        _ => None,
    }
}
