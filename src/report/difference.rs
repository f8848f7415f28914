//! What changed between two states, by record and field.

use std::fmt::Write as _;

use chrono::NaiveDate;
use serde_json::{Value, json};

use crate::edit::difference::difference;
use crate::edit::op::Op;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{Head, State};
use crate::schema::compare::{FieldChange, changes};
use crate::views::day::Day;
use crate::views::visible::visible;
use crate::views::wording::record_name;

use super::document::{Block, markdown};
use super::export;
use super::json::written;
use super::table::Cell;

/// What became of one record.
#[derive(Debug, Clone, PartialEq)]
struct Changed {
    /// `added`, `removed`, `changed`.
    verb: &'static str,
    list: &'static str,
    id: String,
    name: String,
    fields: Vec<FieldChange>,
}

/// The difference between two states.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    records: Vec<Changed>,
    /// The days that were compared.
    days: Option<Days>,
    /// The day on which things were known, where only that counts.
    known: Option<NaiveDate>,
}

/// Two days of one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Days {
    from: NaiveDate,
    to: NaiveDate,
}

impl Difference {
    /// Compares two states by the ids of their records.
    pub fn of(old: &State, new: &State) -> Self {
        let change = |verb, state: &State, record: Record<'_>, fields| Changed {
            verb,
            list: record.list().field(),
            id: record.id().to_string(),
            name: record_name(state, record.id()),
            fields,
        };
        let records = difference(old, new).into_iter().map(|op| match op {
            Op::Insert { record, .. } => change("added", new, record.borrowed(), Vec::new()),
            Op::Remove { record, .. } => change("removed", old, record.borrowed(), Vec::new()),
            Op::Replace { old, new: is } => {
                let fields = changes(old.borrowed(), is.borrowed());
                change("changed", new, is.borrowed(), fields)
            }
            Op::Head { old, new } => {
                let field = |path: &str, old: &str, new: &str| FieldChange {
                    path: path.to_owned(),
                    old: Some(format!("{old:?}")),
                    new: Some(format!("{new:?}")),
                };
                let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
                let focus = |head: &Head| text(head.focus.as_ref().map(Id::as_str));
                let note = |head: &Head| text(head.note.as_deref());
                let fields = vec![
                    field("title", &old.title, &new.title),
                    field("focus", &focus(&old), &focus(&new)),
                    field("note", &note(&old), &note(&new)),
                ];
                Changed {
                    verb: "changed",
                    list: "head",
                    id: String::new(),
                    name: "the head of the file".to_owned(),
                    fields: fields.into_iter().filter(|it| it.old != it.new).collect(),
                }
            }
        });
        let mut records: Vec<Changed> = records.collect();
        records.sort_by(|a, b| (a.list, &a.id).cmp(&(b.list, &b.id)));
        Self { records, days: None, known: None }
    }

    /// The same, of what was known on a day.
    #[must_use]
    pub fn known(self, known: Option<NaiveDate>) -> Self {
        Self { known, ..self }
    }

    /// The days that it is of, in words: `from 2025-09-01 to 2025-12-31, known on 2025-09-11`; nothing where it is of none.
    fn of_days(&self) -> String {
        let days = self.days.map(|it| format!("from {} to {}", it.from, it.to));
        let known = self.known.map(|known| format!("known on {known}"));
        days.into_iter().chain(known).collect::<Vec<_>>().join(", ")
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.records.is_empty()
    }

    /// For people, and for `less`.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let days = self.of_days();
        if !days.is_empty() {
            let _ = writeln!(out, "what changed {days}");
        }
        for it in &self.records {
            let sign = match it.verb {
                "added" => "+",
                "removed" => "-",
                _ => "~",
            };
            let _ = writeln!(out, "{sign} {} {}  {}", it.list, visible(&it.id), visible(&it.name));
            for field in &it.fields {
                let _ = writeln!(out, "    {}", visible(&said(field)));
            }
        }
        out
    }

    /// As Markdown.
    pub fn markdown(&self) -> String {
        let days = self.of_days();
        let mut blocks = vec![Block::Heading(1, format!("What changed {days}").trim_end().to_owned())];
        for (verb, heading) in [("added", "Added"), ("removed", "Removed"), ("changed", "Changed")] {
            let of: Vec<&Changed> = self.records.iter().filter(|it| it.verb == verb).collect();
            if of.is_empty() {
                continue;
            }
            blocks.push(Block::Heading(2, format!("{heading} · {}", of.len())));
            for it in of {
                blocks.push(Block::Heading(3, format!("{} ({} {})", it.name, it.list, it.id)));
                if !it.fields.is_empty() {
                    blocks.push(Block::Points(it.fields.iter().map(said).collect()));
                }
            }
        }
        markdown(&blocks)
    }

    /// As JSON: an array of objects with `change`, `list`, `id`, `name` and `fields`, each with `path`, `old` and `new`. Of
    /// two days each has them as `from` and `to`; with a second clock each has its day as `known`.
    pub fn json(&self) -> String {
        let records: Vec<Value> = self
            .records
            .iter()
            .map(|it| {
                let fields: Vec<Value> = it
                    .fields
                    .iter()
                    .map(|field| json!({ "path": field.path, "old": field.old, "new": field.new }))
                    .collect();
                let mut record = json!({ "change": it.verb, "list": it.list, "id": it.id, "name": it.name });
                if let Some(record) = record.as_object_mut() {
                    let days = self.days.into_iter().flat_map(|it| [("from", it.from), ("to", it.to)]);
                    for (name, day) in days.chain(self.known.map(|known| ("known", known))) {
                        record.insert(name.to_owned(), json!(day.to_string()));
                    }
                    record.insert("fields".to_owned(), Value::Array(fields));
                }
                record
            })
            .collect();
        written(&records)
    }
}

/// Columns that say how old the evidence is: that grows by itself, and is no change.
const AGES: [&str; 2] = ["shown_days", "age"];

/// What holds otherwise on one day than on another: statuses of measures, crossings and relations.
pub fn days(was: &Day, is: &Day) -> Difference {
    let tables = |day: &Day| [export::ledger(day), export::crossings(day), export::relations(day)];
    let lists = ["sanctions", "crossings", "relations"];
    let mut records = Vec::new();
    for ((was, is), list) in tables(was).into_iter().zip(tables(is)).zip(lists) {
        for (old, new) in was.rows.iter().zip(&is.rows) {
            let fields: Vec<FieldChange> = was
                .columns
                .iter()
                .zip(old.iter().zip(new))
                .filter(|(path, (old, new))| old != new && !AGES.contains(*path))
                .map(|(path, (old, new))| FieldChange {
                    path: (*path).to_owned(),
                    old: Some(old.plain()).filter(|it| !it.is_empty()),
                    new: Some(new.plain()).filter(|it| !it.is_empty()),
                })
                .collect();
            let text = |at: usize| new.get(at).map(Cell::plain).unwrap_or_default();
            let said =
                |column: &str| was.columns.iter().position(|it| *it == column).map(text).unwrap_or_default();
            let name = match list {
                "sanctions" => format!("{} › {}: {}", said("issuer"), said("target"), said("measure")),
                "crossings" => text(1),
                _ => text(2),
            };
            if !fields.is_empty() {
                records.push(Changed { verb: "changed", list, id: text(0), name, fields });
            }
        }
    }
    let days = Days { from: was.as_of(), to: is.as_of() };
    Difference { records, days: Some(days), known: is.known_on() }
}

pub(super) fn said(field: &FieldChange) -> String {
    match (&field.old, &field.new) {
        (Some(old), Some(new)) => format!("{}: {old} → {new}", field.path),
        (None, Some(new)) => format!("{}: + {new}", field.path),
        (Some(old), None) => format!("{}: - {old}", field.path),
        (None, None) => field.path.clone(),
    }
}
