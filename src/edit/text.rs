//! Records as text for a person's own editor, and what that makes of them back again: each finding with its line and
//! column, and only what differs as an edit.

use std::collections::{HashMap, HashSet};

use super::document::Rejected;
use super::gate::Fault;
use super::op::Op;
use super::references::{followed, is_focus};
use crate::model::check::{Part, Position};
use crate::model::id::Id;
use crate::model::record::{Owned, Record};
use crate::model::state::{Head, RecordKind, State};
use crate::ron::node::{Field, Node, Span, Value};
use crate::ron::print::{Style, inline};
use crate::ron::{is_blank, parse};
use crate::schema::read::{Decoder, decode};
use crate::schema::write::{self, encode};

/// Lines at the head of the text that are the program's own begin so.
const OURS: &str = "//: ";

/// Something that keeps a text from being taken, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Where.
    pub at: Position,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Position { line, column } = self.at;
        write!(f, "line {line}, column {column}: {}: {}", self.message, self.help)
    }
}

/// A field that both the person and somebody else have changed, and of which the person was told: what it says now.
pub type Told = (Id, &'static str, Option<String>);

/// What a text makes of the records.
#[derive(Debug)]
pub struct Edited<'t> {
    text: &'t str,
    /// The records that it holds, with where they stand in it.
    records: Vec<(Owned, Node<'t>)>,
    /// What it takes to make them of what is there.
    pub ops: Vec<Op>,
}

/// Records as a text: one by itself, several in the lists of the file; under a head that says what becomes of it, and
/// `more` lines.
pub fn written(records: &[Owned], more: &[String]) -> String {
    let style = Style { indent: "    ".to_owned(), newline: "\n" };
    let body = if let [record] = records {
        style.print_record(&encode(record.borrowed()), "")
    } else {
        in_lists(records, &style)
    };
    headed(&format!("{body}\n"), more)
}

/// A record by itself, as it would stand in a file.
pub fn plain(record: Record<'_>) -> String {
    Style { indent: "    ".to_owned(), newline: "\n" }.print_record(&encode(record), "")
}

/// The fields of a file's head, each with a comma and in a line of its own.
pub fn plain_head(head: &Head) -> String {
    let node = write::plain(head);
    let Value::Struct(_, fields) = &node.value else { return String::new() };
    let lines = fields.iter().map(|field| format!("    {}: {},\n", field.name, inline(&field.node)));
    lines.collect::<Vec<_>>().concat()
}

fn in_lists(records: &[Owned], style: &Style) -> String {
    let mut text = "(\n".to_owned();
    for kind in RecordKind::ALL {
        let mut of_kind = records.iter().filter(|record| record.list() == *kind).peekable();
        if of_kind.peek().is_none() {
            continue;
        }
        text.push_str(&format!("    {}: [\n", kind.field()));
        for record in of_kind {
            let printed = style.print_record(&encode(record.borrowed()), "        ");
            text.push_str(&format!("        {printed},\n"));
        }
        text.push_str("    ],\n");
    }
    text + ")"
}

/// A text under a head of the program's own, in the place of the one that it has.
pub fn headed(text: &str, more: &[String]) -> String {
    const HEAD: [&str; 2] = [
        "Save, and leave the editor: what differs is taken as one edit, and undone as one.",
        "Left as it is, or empty, it changes nothing. Comments that you write here are not kept.",
    ];
    let lines = HEAD.into_iter().chain(more.iter().map(String::as_str));
    let mut headed = String::new();
    for line in lines {
        headed.push_str(&format!("{OURS}{}\n", line.replace(['\n', '\r'], " ")));
    }
    headed + without_head(text)
}

/// The text below the lines at its head that are the program's own.
pub fn without_head(text: &str) -> &str {
    let mut rest = text;
    while let Some((line, below)) = rest.split_once('\n') {
        if !line.starts_with(OURS.trim_end()) {
            break;
        }
        rest = below;
    }
    rest
}

/// Whether a text says nothing: it is empty, or all white space and comments.
pub fn is_empty(text: &str) -> bool {
    is_blank(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// What a text makes of records that were `originals` when it was written. What has become of them meanwhile goes together
/// with it field by field; a field that was changed on both sides is refused, unless the person was `told` of it.
///
/// # Errors
/// What is wrong with it; and the fields that were changed on both sides.
pub fn read<'t>(
    text: &'t str,
    state: &State,
    originals: &[Owned],
    told: &mut Vec<Told>,
) -> Result<Edited<'t>, Vec<Wrong>> {
    let records = records(text, originals)?;
    let mut findings = Findings { text, wrong: Vec::new() };
    let mut seen: HashSet<&Id> = HashSet::new();
    for (record, node) in &records {
        if !seen.insert(record.id()) {
            findings.add(
                node.span.start,
                format!("there are two records {}", record.id()),
                "keep one of them",
            );
        }
    }
    let olds = matched(&records, originals, &mut findings);
    let mut names: HashMap<Id, Id> = HashMap::new();
    let mut changed: Vec<(Option<Record<'_>>, Owned)> = Vec::new();
    for ((record, node), old) in records.iter().zip(&olds) {
        let Some(base) = old else {
            changed.push((None, record.clone()));
            continue;
        };
        let Some(now) = state.record(base.id().as_str()) else {
            let message = format!("{} was deleted meanwhile", base.id());
            findings.add(node.span.start, message, "undo that, or leave it out here");
            continue;
        };
        if record.list() != base.list() {
            let message = format!("a {} cannot become a {}", base.list(), record.list());
            findings.add(node.span.start, message, "delete it, and add the other");
            continue;
        }
        let mut both = Vec::new();
        let merged = merged(base, record, now, told, &mut both);
        for name in &both {
            let at = field_of(node, name).map_or(node.span.start, |node| node.span.start);
            let message = format!("{name} of {} was changed meanwhile", base.id());
            let said = told.iter().rev().find(|(id, field, _)| id == base.id() && field == name);
            let said = said.and_then(|(_, _, said)| said.clone()).unwrap_or_else(|| "nothing".to_owned());
            findings.add(at, message, &format!("it says now: {said}; what you leave here replaces that"));
        }
        match merged {
            Some(new) if both.is_empty() => {
                if new.id() != now.id() {
                    names.insert(now.id().clone(), new.id().clone());
                }
                changed.push((Some(now), new));
            }
            Some(_) => {}
            None => findings.add(
                node.span.start,
                format!("{} does not go together with what was changed meanwhile", base.id()),
                "leave it out here, and edit it anew",
            ),
        }
    }
    if findings.wrong.is_empty() {
        let ops = ops(state, changed, &names);
        return Ok(Edited { text, records, ops });
    }
    Err(findings.wrong)
}

impl Edited<'_> {
    /// Why the gate refuses it, each with where it stands in the text.
    pub fn wrong(&self, rejected: &Rejected) -> Vec<Wrong> {
        let mut findings = Findings { text: self.text, wrong: Vec::new() };
        let of = |id: &Id| self.records.iter().find(|(record, _)| record.id() == id).map(|(_, node)| node);
        match rejected {
            Rejected::Errors(faults) => {
                for fault in faults {
                    let node = fault.record.as_ref().and_then(of);
                    let at = node.map_or(0, |node| follow(node, &fault.path).start);
                    let whose = match (&fault.record, node) {
                        (Some(id), None) => format!(" ({id})"),
                        _ => String::new(),
                    };
                    let Fault { message, help, .. } = fault;
                    findings.add(at, format!("{message}{whose}"), help);
                }
            }
            Rejected::Taken(id) => {
                let at = of(id).and_then(|node| field_of(node, "id")).map_or(0, |node| node.span.start);
                findings.add(at, format!("there is a record {id} already"), "choose another id");
            }
            Rejected::Stale(id) => findings.add(0, format!("{id} has changed meanwhile"), "accept once more"),
        }
        findings.wrong
    }
}

struct Findings<'t> {
    text: &'t str,
    wrong: Vec<Wrong>,
}

impl Findings<'_> {
    fn add(&mut self, byte: usize, message: impl Into<String>, help: &str) {
        let at = position(self.text, byte);
        self.wrong.push(Wrong { at, message: message.into(), help: help.to_owned() });
    }
}

/// The line and column of a byte.
fn position(text: &str, byte: usize) -> Position {
    let before = text.get(..text.floor_char_boundary(byte)).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let column =
        before.get(line_start..).unwrap_or_default().trim_start_matches('\u{feff}').chars().count() + 1;
    Position { line: before.matches('\n').count() + 1, column }
}

/// The records that a text holds.
fn records<'t>(text: &'t str, originals: &[Owned]) -> Result<Vec<(Owned, Node<'t>)>, Vec<Wrong>> {
    let mut findings = Findings { text, wrong: Vec::new() };
    let node = match parse(text, Span { start: 0, end: text.len() }) {
        Ok(node) => node,
        Err(error) => {
            findings.add(error.span.start, error.message, &error.help);
            return Err(findings.wrong);
        }
    };
    let mut found = Vec::new();
    let mut read = |kind: RecordKind, node: Node<'t>, findings: &mut Findings<'_>| {
        let mut decoder = Decoder::default();
        let record = decode(&mut decoder, kind, &node);
        for problem in decoder.problems {
            findings.add(problem.span.start, problem.message, &problem.help);
        }
        found.extend(record.map(|record| (record, node)));
    };
    match (node.value, originals) {
        (Value::Struct(None, fields), _) if fields.iter().all(|field| kind_of(field.name).is_some()) => {
            for Field { name, node, .. } in fields {
                let Some(kind) = kind_of(name) else { continue };
                let Value::List(items) = node.value else {
                    findings.add(
                        node.span.start,
                        format!("{name} is a list"),
                        "write [ … ] around its records",
                    );
                    continue;
                };
                for item in items {
                    read(kind, item, &mut findings);
                }
            }
        }
        (value @ Value::Struct(None, _), [original]) => {
            read(original.list(), Node { span: node.span, value }, &mut findings);
        }
        (Value::Struct(None, fields), _) => {
            for field in fields.iter().filter(|field| kind_of(field.name).is_none()) {
                let message = format!("there is no list {}", field.name);
                let help = format!("the lists are {}", RecordKind::FIELDS.join(", "));
                findings.add(field.name_span.start, message, &help);
            }
        }
        _ => findings.add(node.span.start, "a record is expected here", "write ( … ) with its fields"),
    }
    if findings.wrong.is_empty() { Ok(found) } else { Err(findings.wrong) }
}

fn kind_of(field: &str) -> Option<RecordKind> {
    RecordKind::ALL.iter().copied().find(|kind| kind.field() == field)
}

/// Which original each record of a text is; `None` for a new one. As many new ids as are missing in a list are those of
/// the missing ones, in their order; else a record that is missing is told.
fn matched<'o>(
    records: &[(Owned, Node<'_>)],
    originals: &'o [Owned],
    findings: &mut Findings<'_>,
) -> Vec<Option<&'o Owned>> {
    let by_id: HashMap<&Id, &Owned> = originals.iter().map(|old| (old.id(), old)).collect();
    let there: HashSet<&Id> = records.iter().map(|(record, _)| record.id()).collect();
    let mut olds: Vec<Option<&Owned>> =
        records.iter().map(|(record, _)| by_id.get(record.id()).copied()).collect();
    for kind in RecordKind::ALL.iter().copied() {
        let missing: Vec<&Owned> =
            originals.iter().filter(|old| old.list() == kind && !there.contains(old.id())).collect();
        if missing.is_empty() {
            continue;
        }
        let fresh: Vec<usize> = records
            .iter()
            .zip(&olds)
            .enumerate()
            .filter(|(_, ((record, _), old))| old.is_none() && record.list() == kind)
            .map(|(at, _)| at)
            .collect();
        if fresh.len() == missing.len() {
            for (at, old) in fresh.into_iter().zip(missing) {
                if let Some(slot) = olds.get_mut(at) {
                    *slot = Some(old);
                }
            }
        } else {
            for old in missing {
                let help = "put it back; what is to go is deleted with d";
                findings.add(0, format!("the record {} is missing", old.id()), help);
            }
        }
    }
    olds
}

/// The changes of the person and those of somebody else together; `None` where they make no record. The fields that were
/// changed on both sides, and of which nobody was told yet, go into `both`, and are told by that.
fn merged(
    base: &Owned,
    mine: &Owned,
    now: Record<'_>,
    told: &mut Vec<Told>,
    both: &mut Vec<&'static str>,
) -> Option<Owned> {
    if now == base.borrowed() {
        return Some(mine.clone());
    }
    let (old, own, other) = (encode(base.borrowed()), encode(mine.borrowed()), encode(now));
    let mut fields = Vec::new();
    for declared in base.list().fields() {
        let name = declared.name;
        let [old, own, other] = [&old, &own, &other].map(|node| field_of(node, name));
        let says = |node: Option<&Node<'_>>| node.map(inline);
        let taken = if says(own) == says(old) || says(own) == says(other) {
            other
        } else {
            let said = (base.id().clone(), name, says(other));
            if says(other) != says(old) && !told.contains(&said) {
                told.push(said);
                both.push(name);
            }
            own
        };
        fields.extend(taken.map(|node| Field { name, name_span: Span::default(), node: node.clone() }));
    }
    let node = Node { span: Span::default(), value: Value::Struct(None, fields) };
    decode(&mut Decoder::default(), base.list(), &node)
}

fn field_of<'n, 't>(node: &'n Node<'t>, name: &str) -> Option<&'n Node<'t>> {
    match &node.value {
        Value::Struct(_, fields) => fields.iter().find(|field| field.name == name).map(|field| &field.node),
        _ => None,
    }
}

/// What it takes: the records that differ, and all that refers to one which has another id now.
fn ops(state: &State, changed: Vec<(Option<Record<'_>>, Owned)>, names: &HashMap<Id, Id>) -> Vec<Op> {
    let edited: HashSet<&Id> = changed.iter().filter_map(|(old, _)| old.map(Record::id)).collect();
    let mut ops = Vec::new();
    if !names.is_empty() {
        let referring = state.places(RecordKind::ALL).into_iter().filter_map(|place| state.at(place));
        for record in referring.filter(|record| !edited.contains(record.id())) {
            if record.mentions_any(&|id| names.contains_key(id))
                && let Some(new) = followed(record, names)
            {
                ops.push(Op::replace(record.to_owned(), new));
            }
        }
        if let Some((_, focus)) = names.iter().find(|(old, _)| is_focus(state, old)) {
            let old = state.head().clone();
            let new = Head { focus: Some(focus.clone()), ..old.clone() };
            ops.push(Op::Head { old: Box::new(old), new: Box::new(new) });
        }
    }
    for (old, new) in changed {
        // What it refers to follows the new ids as well; its own is written in it already.
        let own_id = new.id().clone();
        let new = followed(new.borrowed(), names).map_or(new, |it| it.with_id(&own_id));
        match old {
            Some(old) if old == new.borrowed() => {}
            Some(old) => ops.push(Op::replace(old.to_owned(), new)),
            None => ops.push(Op::insert(usize::MAX, new)),
        }
    }
    ops
}

/// Where a path through a record leads; the opening bracket of the last thing on it that is there.
fn follow(node: &Node<'_>, path: &[Part]) -> Span {
    let Some((part, rest)) = path.split_first() else { return node.span };
    let next = match (part, &node.value) {
        (Part::Field(name), _) => field_of(node, name),
        (Part::Item(at), Value::List(items) | Value::Tuple(_, items)) => items.get(*at),
        _ => None,
    };
    next.map_or(node.span, |node| follow(node, rest))
}
