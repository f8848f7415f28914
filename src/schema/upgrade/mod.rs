//! From schema 1 to schema 2: the text of a file rewritten with every comment, its order and its layout kept.
//!
//! Schema 1 had actors, and wrote what a measure was aimed at and which acts it rested on into every measure. Schema 2
//! has each of them once, as subjects and acts that measures refer to. What cannot be understood stays as it stands and
//! is told with its place: an upgrade loses nothing.

mod acts;
mod comments;
pub mod first;
mod forms;
mod plain;
mod subjects;

use std::collections::{HashMap, HashSet};

use any_ascii::any_ascii;
use thiserror::Error;

use crate::ron::node::{Node, Span, Value};
use crate::ron::patch::Patch;
use crate::ron::{OldPlaces, Outline, Section, SyntaxError, find_field, outline, parse};
use crate::schema::read::{Decoder, Problem};

use acts::{Acts, are_texts};
use comments::keep_comments;
use first::Target;
use plain::{field, field_of, get, set, steps, text, word, words};
use subjects::{Aim, Known, Subjects};

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
    /// What a person should look at.
    pub doubts: Vec<Doubt>,
    /// What is wrong with what was to be rewritten: it stands as it stood.
    pub faults: Vec<Fault>,
    /// Where what stands in the text stood.
    pub places: Places,
}

/// Something that the upgrade had no rule for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    /// The record it is about.
    pub id: String,
    /// What is doubtful, and what was done.
    pub message: String,
}

/// Something in a measure that has not the form of schema 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The measure, where it has an id.
    pub id: Option<String>,
    /// What is wrong, with its place in the old text.
    pub problem: Problem,
}

/// Where what stands in an upgraded text stood in the old one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    moved: OldPlaces,
    /// Where that stood of which new records were made.
    made: HashMap<String, Span>,
    /// What has faults, and would be found wrong once more as what it is not any more; in order.
    faulty: Vec<Span>,
}

impl Places {
    /// Where a stretch of the new text stood, `id` being the record in which it stands.
    pub fn of(&self, new: Span, id: Option<&str>) -> Span {
        // A record that could not be read may have the id of a new one.
        match id.filter(|_| self.moved.has_come(new.start)).and_then(|id| self.made.get(id)) {
            Some(span) => *span,
            None => self.moved.of(new),
        }
    }

    /// Whether what stood at a place has a fault that is told.
    pub fn has_fault(&self, old: Span) -> bool {
        let before = self.faulty.partition_point(|span| span.start <= old.start).checked_sub(1);
        before.and_then(|at| self.faulty.get(at)).is_some_and(|span| old.end <= span.end)
    }
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
}

impl From<SyntaxError> for UpgradeError {
    fn from(error: SyntaxError) -> Self {
        Self::Syntax(error)
    }
}

/// Ids that are taken, and new ones that are not.
struct Ids {
    taken: HashSet<String>,
    /// Up to which number an id is taken.
    last: HashMap<String, usize>,
}

impl Ids {
    /// An id made of some words: letters, digits and single hyphens.
    fn make(&mut self, words: &[&str]) -> String {
        let mut id = String::new();
        'words: for word in words {
            // Of a name of megabytes the beginning is enough.
            for sign in word.chars().chain([' ']) {
                for sign in any_ascii(sign.encode_utf8(&mut [0; 4])).chars().flat_map(char::to_lowercase) {
                    if sign.is_ascii_alphanumeric() {
                        id.push(sign);
                    } else if !id.is_empty() && !id.ends_with('-') {
                        id.push('-');
                    }
                    if id.len() >= LONGEST {
                        break 'words;
                    }
                }
            }
        }
        let id = id.trim_end_matches('-');
        let id = if id.is_empty() { "record" } else { id };
        let last = self.last.entry(id.to_owned()).or_default();
        loop {
            *last += 1;
            let free = if *last == 1 { id.to_owned() } else { format!("{id}-{last}") };
            if self.taken.insert(free.clone()) {
                return free;
            }
        }
    }
}

/// An id that is made has so many letters at most; a number may follow.
const LONGEST: usize = 48;

/// The number of the schema that a text says that it has, however it is written; `None` where it says none.
fn schema_of(old: &str) -> Result<Option<(Span, u32)>, SyntaxError> {
    let Some(span) = find_field(old, "schema")? else { return Ok(None) };
    let node = match parse(old, span)?.value {
        Value::Tuple(Some("Some"), items) => items.into_iter().next().map(|node| node.value),
        value => Some(value),
    };
    let Some(Value::Number(number)) = node else { return Ok(None) };
    Ok(number.replace('_', "").parse().ok().map(|number| (span, number)))
}

/// The schema that a text says that it has, as far as that can be read. What follows is not read.
pub fn written_schema(text: &str) -> Option<u32> {
    schema_of(text).ok().flatten().map(|(_, number)| number)
}

/// Whether a text says that it is of the schema that can be upgraded.
pub fn is_upgradable(text: &str) -> bool {
    written_schema(text) == Some(UPGRADABLE)
}

/// The records of a list, each with its place; those that cannot be read are left out.
fn records<'t>(old: &'t str, spans: &[Span]) -> impl Iterator<Item = Node<'t>> {
    spans.iter().filter_map(|span| parse(old, *span).ok())
}

/// The text of a file of schema 1 as schema 2 writes it.
///
/// # Errors
/// Where the brackets of the text do not match, or it is of another schema.
pub fn upgrade(old: &str) -> Result<Upgraded, UpgradeError> {
    let schema = match schema_of(old)? {
        Some((span, UPGRADABLE)) => span,
        Some((_, other)) => return Err(UpgradeError::Schema(other.to_string())),
        None => return Err(UpgradeError::Schema("of no number".to_owned())),
    };
    let outline = outline(old)?;
    let items = |names: &[&str]| -> Vec<Span> {
        let lists = outline.sections.iter().filter(|section| names.contains(&section.name));
        lists.flat_map(|section| section.items.as_deref().unwrap_or_default()).copied().collect()
    };
    let all = outline.sections.iter().flat_map(|section| section.items.as_deref().unwrap_or_default());
    let all: Vec<Span> = all.copied().collect();
    let taken = records(old, &all).filter_map(|record| word(&record, "id").map(str::to_owned)).collect();
    let mut ids = Ids { taken, last: HashMap::new() };
    let measures = items(&["sanctions"]);
    let mut faults = Vec::new();
    let mut places = Places::default();
    let aims = aims(old, &measures, &mut faults, &mut places.faulty);
    places.faulty.sort_unstable();
    let known: Vec<Known> =
        records(old, &items(&["actors", "subjects"])).filter_map(|record| Known::read(&record)).collect();
    let mut doubts = Vec::new();
    let subjects = Subjects::of(&known, &aims, &mut ids, &mut doubts);

    let mut patch = Patch::new(old);
    patch.replace(schema, UPGRADED.to_string());
    let mut acts = Acts::default();
    let mut targets = aims.iter().map(|aim| aim.measure).zip(subjects.of_targets()).peekable();
    for (at, span) in measures.iter().enumerate() {
        let target = targets.next_if(|(measure, _)| *measure == at).map(|(_, id)| id);
        let Ok(measure) = parse(old, *span) else { continue };
        let mut new = measure.clone();
        if let Some(target) = target {
            keep_comments(&mut patch, old, &measure, "target");
            set(&mut new, "target", text(target));
        }
        for (name, now) in acts.take_from(&mut new, &mut ids) {
            patch.replace(name, now.to_owned());
        }
        if let Some(wrapped) = field_of(&measure, "legal_acts").filter(|field| are_texts(field))
            && matches!(wrapped.node.value, Value::Tuple(..))
        {
            keep_comments(&mut patch, old, &measure, "legal_acts");
        }
        patch.value(&measure, &measure, &new);
    }
    for relation in records(old, &items(&["relations"])) {
        let mut new = relation.clone();
        give_holders(&mut new, &mut doubts);
        patch.value(&relation, &relation, &new);
    }
    for more in subjects.told_more(&known, &mut doubts) {
        let Ok(actor) = parse(old, more.span) else { continue };
        let mut new = actor.clone();
        more.add_to(&mut new);
        patch.value(&actor, &actor, &new);
    }
    doubts.extend(acts.doubts());
    let (made, acts) = (subjects.made(), acts.made());
    for section in outline.sections.iter().filter(|section| section.name == "actors") {
        patch.replace(section.name_span, "subjects".to_owned());
    }
    insert(&mut patch, &outline, (&["actors", "subjects"], "subjects"), &made);
    insert(&mut patch, &outline, (&["acts"], "acts"), &acts);
    places.made = made.iter().chain(&acts).map(|(id, span, _)| (id.clone(), *span)).collect();
    let (subjects, acts) = (made.len(), acts.len());
    let text;
    (text, places.moved) = patch.apply_placed();
    Ok(Upgraded { text, subjects, acts, doubts, faults, places })
}

/// What the measures are aimed at, where it is written as schema 1 wrote it. What is wrong with it is told; `faulty` is
/// where it stands.
fn aims(old: &str, measures: &[Span], faults: &mut Vec<Fault>, faulty: &mut Vec<Span>) -> Vec<Aim> {
    let mut decoder = Decoder::default();
    let mut aims = Vec::new();
    for (at, measure) in measures.iter().enumerate() {
        let Ok(measure) = parse(old, *measure) else { continue };
        let id = word(&measure, "id").map(str::to_owned);
        let mut wrong = |problem: Problem| faults.push(Fault { id: id.clone(), problem });
        for (record, name, wanted) in named_acts(&measure) {
            let Some(field) = field_of(record, name) else { continue };
            let is_right = match name {
                "legal_acts" => are_texts(field),
                _ => get(record, name).is_none_or(|node| matches!(node.value, Value::Text(_))),
            };
            // Without an issuer there is no act, and the issuer is what is missed.
            if is_right && get(&measure, "issuer").is_some() {
                continue;
            }
            faulty.push(Span { start: field.name_span.start, end: field.node.span.end });
            if !is_right {
                let message = format!("{name} is {wanted}, not {}", told(&field.node));
                wrong(Problem { span: field.node.span, message, help: format!("write {wanted}") });
            }
        }
        // A measure that names a subject already stays as it is; without a target it is found wrong when it is read.
        let Some(target) = get(&measure, "target").filter(|node| !matches!(node.value, Value::Text(_)))
        else {
            continue;
        };
        let span = target.span;
        if let Some(target) = decoder.record::<Target>(target) {
            let list_refs = words(&measure, "list_refs").into_iter().map(str::to_owned).collect();
            aims.push(Aim { measure: at, id: id.unwrap_or_default(), target, list_refs, span });
        } else {
            faulty.push(span);
            std::mem::take(&mut decoder.problems).into_iter().for_each(wrong);
        }
    }
    aims
}

/// Where a measure may name acts, and what is wanted there.
fn named_acts<'n, 't>(measure: &'n Node<'t>) -> Vec<(&'n Node<'t>, &'static str, &'static str)> {
    let steps: &[Node<'t>] = match get(measure, "history").map(|node| &node.value) {
        Some(Value::List(steps)) => steps,
        _ => &[],
    };
    let steps = steps.iter().map(|step| (step, "licence", "a text in quotes: \"…\""));
    std::iter::once((measure, "legal_acts", "a list of texts in quotes: [ \"…\" ]")).chain(steps).collect()
}

/// What a value is, for a message; of a list that is one, what stands in it.
fn told(node: &Node<'_>) -> String {
    match &node.value {
        Value::List(items) => {
            let other = items.iter().find(|item| !matches!(item.value, Value::Text(_)));
            other.map_or_else(|| node.value.kind().to_owned(), |item| format!("of {}", item.value.kind()))
        }
        value => value.kind().to_owned(),
    }
}

/// Puts records into the list that has one of these names, or else into a new one.
fn insert(
    patch: &mut Patch<'_>,
    outline: &Outline<'_>,
    (names, name): (&[&str], &str),
    records: &[(String, Span, Node<'_>)],
) {
    if records.is_empty() {
        return;
    }
    let sections = &outline.sections;
    let list = sections.iter().find_map(|section| {
        names.contains(&section.name).then_some(section).and_then(|it| Some((it, it.items.as_deref()?)))
    });
    if let Some((section, items)) = list {
        let last = items.len().checked_sub(1);
        for (.., record) in records {
            patch.insert(section.span, items, last, |style, indent| style.print_record(record, indent));
        }
        return;
    }
    let before: &[&str] = if name == "acts" { &["sources", "actors", "subjects"] } else { &[] };
    let anchor = before.iter().find_map(|name| sections.iter().position(|it| it.name == *name));
    let anchor = anchor.or_else(|| sections.iter().rposition(|it| it.items.is_none()));
    let spans: Vec<Span> = sections.iter().map(whole).collect();
    patch.insert(outline.span, &spans, anchor, |style, indent| {
        let deeper = format!("{indent}{}", style.indent);
        let mut out = format!("{name}: [");
        for (.., record) in records {
            out.push_str(&format!("{}{deeper}{},", style.newline, style.print_record(record, &deeper)));
        }
        out + style.newline + indent + "]"
    });
}

/// A section with its name.
fn whole(section: &Section<'_>) -> Span {
    Span { start: section.name_span.start, end: section.span.end }
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
