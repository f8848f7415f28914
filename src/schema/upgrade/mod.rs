//! From schema 1 to schema 2: the text of a file rewritten with every comment, its order and its layout kept.
//!
//! Schema 1 had actors, and wrote what a measure was aimed at and which acts it rested on into every measure. Schema 2
//! has each of them once, as subjects and acts that measures refer to.

mod acts;
mod subjects;

use std::borrow::Cow;
use std::collections::HashSet;

use any_ascii::any_ascii;
use thiserror::Error;

use crate::ron::node::{Field, Node, Span, Value};
use crate::ron::patch::Patch;
use crate::ron::{Outline, Section, SyntaxError, comments, outline, parse};

use acts::Acts;
use subjects::Subjects;

/// The schema that can be upgraded.
pub const UPGRADABLE: u32 = 1;

/// The schema that an upgrade makes.
pub const UPGRADED: u32 = 2;

/// A file of schema 1 as a text of schema 2.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgraded {
    /// The text.
    pub text: String,
    /// How many subjects were made of the targets of measures.
    pub subjects: usize,
    /// How many acts were made of the legal acts and licences that measures name.
    pub acts: usize,
    /// What a person should look at, in the order of the file.
    pub doubts: Vec<Doubt>,
}

/// Something that the upgrade had no rule for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The record it is about.
    pub id: String,
    /// What is doubtful, and what was done.
    pub message: String,
}

/// Why a file cannot be upgraded; it is untouched.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UpgradeError {
    /// The text cannot be read.
    #[error("{} at byte {}: mend it first, beltui check names the line", .0.message, .0.span.start)]
    Syntax(SyntaxError),
    /// The file is of another schema.
    #[error("the file has schema {0}, and only schema {UPGRADABLE} is upgraded")]
    Schema(String),
    /// A record has not the form of schema 1.
    #[error("{id}: {message}; mend it first")]
    Record {
        /// The record.
        id: String,
        /// What is wrong.
        message: &'static str,
    },
}

impl From<SyntaxError> for UpgradeError {
    fn from(error: SyntaxError) -> Self {
        Self::Syntax(error)
    }
}

const NOWHERE: Span = Span { start: 0, end: 0 };

fn node(value: Value<'_>) -> Node<'_> {
    Node { span: NOWHERE, value }
}

fn text<'t>(text: impl Into<Cow<'t, str>>) -> Node<'t> {
    node(Value::Text(text.into()))
}

fn texts<'t>(items: impl IntoIterator<Item = String>) -> Node<'t> {
    node(Value::List(items.into_iter().map(text).collect()))
}

fn field<'t>(name: &'t str, node: Node<'t>) -> Field<'t> {
    Field { name, name_span: NOWHERE, node }
}

/// The value of a field of a struct.
fn get<'n, 't>(record: &'n Node<'t>, name: &str) -> Option<&'n Node<'t>> {
    let Value::Struct(_, fields) = &record.value else { return None };
    fields.iter().find(|field| field.name == name).map(|field| &field.node)
}

/// The text of a field; `None` where it is none.
fn word<'n>(record: &'n Node<'_>, name: &str) -> Option<&'n str> {
    match &get(record, name)?.value {
        Value::Text(text) => Some(text),
        Value::Name(name) => Some(name),
        _ => None,
    }
}

/// The texts of a list.
fn words<'n>(record: &'n Node<'_>, name: &str) -> Vec<&'n str> {
    let Some(Value::List(items)) = get(record, name).map(|node| &node.value) else { return Vec::new() };
    let text = |item: &'n Node<'_>| match &item.value {
        Value::Text(text) => Some(text.as_ref()),
        _ => None,
    };
    items.iter().filter_map(text).collect()
}

/// The steps of a record's history, to be changed.
fn steps<'n, 't>(record: &'n mut Node<'t>) -> &'n mut [Node<'t>] {
    let Value::Struct(_, fields) = &mut record.value else { return &mut [] };
    match fields.iter_mut().find(|field| field.name == "history").map(|field| &mut field.node.value) {
        Some(Value::List(steps)) => steps,
        _ => &mut [],
    }
}

/// Ids that are taken, and new ones that are not.
struct Ids(HashSet<String>);

impl Ids {
    /// An id made of some words: letters, digits and single hyphens.
    fn make(&mut self, words: &[&str]) -> String {
        let mut id = String::new();
        for sign in any_ascii(&words.join(" ")).chars().flat_map(char::to_lowercase) {
            if sign.is_ascii_alphanumeric() {
                id.push(sign);
            } else if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
            if id.len() >= LONGEST {
                break;
            }
        }
        let id = id.trim_end_matches('-');
        let id = if id.is_empty() { "record" } else { id };
        let more = (2..).map(|number| format!("{id}-{number}"));
        let free = std::iter::once(id.to_owned()).chain(more).find(|id| !self.0.contains(id));
        let free = free.unwrap_or_default();
        self.0.insert(free.clone());
        free
    }
}

/// An id that is made has so many letters at most; a number may follow.
const LONGEST: usize = 48;

/// The records of one list.
struct List<'t> {
    section: Section<'t>,
    records: Vec<Node<'t>>,
}

impl<'t> List<'t> {
    fn read(text: &'t str, outline: &Outline<'t>, name: &str) -> Result<Option<Self>, SyntaxError> {
        let Some(section) = outline.sections.iter().find(|it| it.name == name) else { return Ok(None) };
        let items = section.items.as_deref().unwrap_or_default();
        let records = items.iter().map(|span| parse(text, *span)).collect::<Result<_, _>>()?;
        Ok(Some(Self { section: section.clone(), records }))
    }
}

/// The text of a file of schema 1 as schema 2 writes it.
///
/// # Errors
/// Where the text cannot be read, is of another schema, or a measure has no target.
pub fn upgrade(old: &str) -> Result<Upgraded, UpgradeError> {
    let outline = outline(old)?;
    let schema = outline.sections.iter().find(|section| section.name == "schema");
    let written = schema.map(|section| old.get(section.span.start..section.span.end).unwrap_or_default());
    if written != Some("1") {
        return Err(UpgradeError::Schema(written.unwrap_or("of no number").to_owned()));
    }
    let read = |name| List::read(old, &outline, name);
    let (actors, measures, relations) = (read("actors")?, read("sanctions")?, read("relations")?);
    let mut taken = HashSet::new();
    for name in ["actors", "sources", "relations", "sanctions", "crossings", "events"] {
        let list = read(name)?;
        let ids = list.iter().flat_map(|list| &list.records).filter_map(|record| word(record, "id"));
        taken.extend(ids.map(str::to_owned));
    }
    let mut ids = Ids(taken);
    let mut doubts = Vec::new();
    let known = actors.as_ref().map_or(&[][..], |list| &list.records);
    let targets = measures.as_ref().map_or(&[][..], |list| &list.records);
    let subjects = Subjects::of(known, targets, &mut ids, &mut doubts)?;
    let mut acts = Acts::default();

    let mut patch = Patch::new(old);
    if let Some(schema) = schema {
        patch.replace(schema.span, UPGRADED.to_string());
    }
    for (measure, target) in targets.iter().zip(subjects.of_measures()) {
        keep_comments(&mut patch, old, measure, "target");
        let mut written = measure.clone();
        rename(&mut patch, &mut written, "legal_acts", "acts");
        for step in steps(&mut written) {
            rename(&mut patch, step, "licence", "act");
        }
        let mut new = written.clone();
        set(&mut new, "target", text(target));
        acts.take_from(&mut new, &mut ids);
        patch.value(&written, &written, &new);
    }
    for relation in relations.iter().flat_map(|list| &list.records) {
        let mut new = relation.clone();
        give_holders(&mut new, &mut doubts);
        patch.value(relation, relation, &new);
    }
    let (made, acts) = (subjects.made(), acts.made());
    let spans: Vec<Span> = outline.sections.iter().map(whole).collect();
    match &actors {
        Some(list) => {
            patch.replace(list.section.name_span, "subjects".to_owned());
            let items = list.section.items.as_deref().unwrap_or_default();
            for record in &made {
                let last = items.len().checked_sub(1);
                patch.insert(list.section.span, items, last, |style, indent| {
                    style.print_record(record, indent)
                });
            }
        }
        None if !made.is_empty() => {
            let anchor = outline.sections.iter().rposition(|it| it.items.is_none());
            insert_list(&mut patch, outline.span, &spans, anchor, "subjects", &made);
        }
        None => {}
    }
    if !acts.is_empty() {
        let before = ["sources", "actors"];
        let anchor = before.iter().find_map(|name| outline.sections.iter().position(|it| it.name == *name));
        insert_list(&mut patch, outline.span, &spans, anchor, "acts", &acts);
    }
    Ok(Upgraded { text: patch.apply(), subjects: made.len(), acts: acts.len(), doubts })
}

/// A section with its name.
fn whole(section: &Section<'_>) -> Span {
    Span { start: section.name_span.start, end: section.span.end }
}

/// Puts a list that the file does not have behind one of its sections.
fn insert_list(
    patch: &mut Patch<'_>,
    file: Span,
    sections: &[Span],
    anchor: Option<usize>,
    name: &str,
    records: &[Node<'_>],
) {
    patch.insert(file, sections, anchor, |style, indent| {
        let deeper = format!("{indent}{}", style.indent);
        let mut out = format!("{name}: [");
        for record in records {
            out.push_str(&format!("{}{deeper}{},", style.newline, style.print_record(record, &deeper)));
        }
        out + style.newline + indent + "]"
    });
}

/// Puts a value in the place of another.
fn set<'t>(record: &mut Node<'t>, name: &str, value: Node<'t>) {
    let Value::Struct(_, fields) = &mut record.value else { return };
    if let Some(slot) = fields.iter_mut().find(|field| field.name == name) {
        slot.node = value;
    }
}

/// Gives a field another name, in the text and in what was read of it.
fn rename<'t>(patch: &mut Patch<'_>, record: &mut Node<'t>, old: &str, new: &'t str) {
    let Value::Struct(_, fields) = &mut record.value else { return };
    if let Some(field) = fields.iter_mut().find(|field| field.name == old) {
        patch.replace(field.name_span, new.to_owned());
        field.name = new;
    }
}

/// Puts the comments within a field's value before the field: the value is about to be another.
fn keep_comments(patch: &mut Patch<'_>, text: &str, record: &Node<'_>, name: &str) {
    let Value::Struct(_, fields) = &record.value else { return };
    let Some(field) = fields.iter().find(|field| field.name == name) else { return };
    let start = field.name_span.start;
    let before = text.get(..start).unwrap_or_default();
    let begun = before.get(before.rfind('\n').map_or(0, |at| at + 1)..).unwrap_or_default();
    let own_line = begun.trim().is_empty();
    let newline = patch.style().newline;
    let mut kept = String::new();
    for comment in comments(text.get(field.node.span.start..field.node.span.end).unwrap_or_default()) {
        let comment = comment.trim_end();
        match comment.strip_prefix("//") {
            // Behind it on one line stand the fields that follow.
            Some(said) if !own_line => kept.push_str(&format!("/*{said} */ ")),
            _ if own_line => kept.push_str(&format!("{comment}{newline}{begun}")),
            _ => kept.push_str(&format!("{comment} ")),
        }
    }
    if !kept.is_empty() {
        patch.replace(Span { start, end: start }, kept);
    }
}

/// A stance has a holder: its only source, where there is one.
fn give_holders(relation: &mut Node<'_>, doubts: &mut Vec<Doubt>) {
    let id = word(relation, "id").unwrap_or_default().to_owned();
    for step in steps(relation) {
        if word(step, "what") != Some("Stance") || get(step, "by").is_some() {
            continue;
        }
        let on = word(step, "on").unwrap_or_default().to_owned();
        let holder = match words(step, "sources").as_slice() {
            [only] => (*only).to_owned(),
            sources => {
                let message = format!(
                    "the stance of {on} has {} sources and says of none whose assessment it is: it stays without a holder, write by: \"…\"",
                    sources.len()
                );
                doubts.push(Doubt { id: id.clone(), message });
                continue;
            }
        };
        let Value::Struct(_, fields) = &mut step.value else { continue };
        let behind = ["trend", "level", "what"];
        let at = behind.iter().find_map(|name| fields.iter().position(|field| field.name == *name));
        let at = at.map_or(fields.len(), |at| at + 1);
        fields.insert(at, field("by", text(holder)));
    }
}

#[cfg(test)]
mod tests;
