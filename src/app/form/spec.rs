//! The fields of each form: what stands in them and when they show follows from the declarations of the model; here
//! stands the order in which a person fills them.

use std::sync::LazyLock;

use crate::model::declare::{Field, Shape, Words};
use crate::model::state::RecordKind;

pub use crate::model::declare::Refers;

/// What may stand in a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// The record's id; proposed from the other fields until it is typed.
    Id,
    /// One line.
    Text,
    /// Several lines.
    Note,
    /// Several texts, with a semicolon between them.
    Texts,
    /// A date, as precise as the source, or in words (`3 days ago`).
    Date,
    /// One of some words: their names in the file, with their wording.
    Choice(Words),
    /// A reference.
    One(Refers),
    /// Several references, with a semicolon between them.
    Many(Refers),
    /// Names, with semicolons between them; one that many others bear as well is marked so.
    Aliases,
    /// A number.
    Number,
    /// A number, or two with a dash between them: at least the one and at most the other.
    Span,
    /// Structs, as many as there are, with a field for each of their fields.
    Rows(&'static [Spec]),
}

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spec {
    /// Where it stands in the record: `target.name`, `pair.0`.
    pub path: &'static str,
    /// What it is called on the screen.
    pub label: &'static str,
    /// What may stand in it.
    pub kind: Kind,
    /// It must not be empty.
    pub needed: bool,
    /// It shows only while another field has one of these values; with none of them, while it has any.
    pub when: Option<(&'static str, &'static [&'static str])>,
    /// What it means, in a few words; empty where its label says it.
    pub help: &'static str,
}

/// The order of each kind's form; a declared field that is not named stands at its end.
const ORDER: &[(RecordKind, &[&str])] = &[
    (RecordKind::Subjects, &["name", "kind", "id", "aliases", "members", "affiliation", "note"]),
    (
        RecordKind::Sources,
        &[
            "publisher",
            "title",
            "published",
            "url",
            "authors",
            "id",
            "archived.url",
            "archived.sha256",
            "grade",
            "note",
        ],
    ),
    (RecordKind::Relations, &["pair.0", "pair.1", "id", "note"]),
    (
        RecordKind::Sanctions,
        &[
            "issuer",
            "target",
            "measure",
            "measure.other",
            "id",
            "programme",
            "acts",
            "list_refs",
            "reason",
            "note",
        ],
    ),
    (
        RecordKind::Crossings,
        &[
            "name",
            "between.0",
            "between.1",
            "mode",
            "traffic",
            "id",
            "sides.0",
            "sides.1",
            "route",
            "capacity_per_day",
            "location.lat",
            "location.lon",
            "location.error_km",
            "location.note",
            "aliases",
            "note",
        ],
    ),
    (
        RecordKind::Events,
        &[
            "on",
            "kind",
            "kind.other",
            "title",
            "actors",
            "sources",
            "id",
            "links",
            "until",
            "time",
            "basis",
            "exchange",
            "figures",
            "note",
            "by",
            "known",
            "withdrawn.on",
            "withdrawn.why",
            "withdrawn.sources",
        ],
    ),
];

fn order(list: RecordKind) -> &'static [&'static str] {
    ORDER.iter().find(|(known, _)| *known == list).map_or(&[], |(_, order)| order)
}

/// What belongs to the word of a step stands behind this field: fields that come and go with the word are never between
/// those that every step has, so that the way through them is always the same.
const BEFORE_CHANGE: &str = "sources";

/// The order of a step's form; what is not named stands at its end.
const STEP_ORDER: &[&str] = &[
    "on",
    "what",
    "sources",
    "until",
    "scope",
    "note",
    "time",
    "event",
    "act",
    "known",
    "withdrawn.on",
    "withdrawn.why",
    "withdrawn.sources",
];

/// What a form of a step asks besides: whether an event is to be made of it.
const ALSO: [Spec; 2] = [
    Spec {
        path: "also.event",
        label: "log an event?",
        kind: Kind::Choice(&[("No", "no"), ("Yes", "yes")]),
        needed: false,
        when: None,
        help: "the event behind it, in the same change",
    },
    Spec {
        path: "also.title",
        label: "its title",
        kind: Kind::Text,
        needed: false,
        when: Some(("also.event", &["Yes"])),
        help: "proposed where it is left empty",
    },
];

/// What may stand in a field of this shape; `None` where it has no field of its own in a form.
fn kind(field: &Field, shape: &Shape) -> Option<Kind> {
    Some(match shape {
        Shape::Text if field.has_lines => Kind::Note,
        Shape::Text => Kind::Text,
        Shape::Id => field.refers.map_or(Kind::Id, Kind::One),
        Shape::Date => Kind::Date,
        Shape::Number | Shape::Decimal => Kind::Number,
        Shape::Flag => Kind::Choice(&[("true", "yes"), ("false", "no")]),
        Shape::List(Shape::Either(Shape::Text, _)) => Kind::Aliases,
        Shape::Word(words) | Shape::WordOrOther(words) | Shape::Change(words, _) => Kind::Choice(words),
        Shape::List(Shape::Text) => Kind::Texts,
        Shape::List(Shape::Id) => Kind::Many(field.refers?),
        Shape::Either(Shape::Decimal, _) => Kind::Span,
        Shape::List(Shape::Struct(fields)) if !is_history(field) => Kind::Rows(rows(field, fields)),
        Shape::List(_) | Shape::Pair(_) | Shape::Struct(_) | Shape::Either(..) => return None,
    })
}

/// The fields of each row of a field that holds structs.
fn rows(of: &Field, fields: &'static [Field]) -> &'static [Spec] {
    let sub = |field: &'static Field| {
        let path = String::leak(format!("{}.{}", of.name, field.name));
        let when = of.shown_for;
        spec(path, field, &field.shape, field.labels[0]).map(|spec| Spec { when, ..spec })
    };
    Vec::leak(fields.iter().filter_map(sub).collect())
}

/// What a declaration says of a field, without the signs of the README.
fn help(field: &Field) -> &'static str {
    if field.help.contains('`') { String::leak(field.help.replace('`', "")) } else { field.help }
}

/// Whether a field holds steps, which have forms of their own.
fn is_history(field: &Field) -> bool {
    field.inner().iter().any(|inner| matches!(inner.shape, Shape::Change(..)))
}

fn spec(path: &'static str, field: &Field, shape: &Shape, label: &'static str) -> Option<Spec> {
    let only_for = (!field.only_for.is_empty()).then_some(("what", field.only_for));
    let kind = kind(field, shape)?;
    let when = field.shown_for.or(only_for);
    Some(Spec { path, label, kind, needed: field.is_needed, when, help: help(field) })
}

/// The field of a form that a path leads to.
fn at(fields: &'static [Field], path: &'static str) -> Option<Spec> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let field = fields.iter().find(|field| field.name == name)?;
    let [one, other] = field.labels;
    match (field.shape, rest) {
        (shape, None) => spec(path, field, &shape, one),
        (Shape::Pair(shape), Some("0")) => spec(path, field, shape, one),
        (Shape::Pair(shape), Some("1")) => spec(path, field, shape, other),
        (Shape::WordOrOther(_), Some("other")) => Some(Spec {
            path,
            label: "in words",
            kind: Kind::Text,
            needed: field.is_needed,
            when: Some((field.name, &["Other"])),
            help: "",
        }),
        (Shape::Struct(inner), Some(rest)) => {
            let spec = at(inner, rest)?;
            Some(Spec { path, needed: spec.needed && field.is_needed, ..spec })
        }
        _ => None,
    }
}

/// The fields that the order does not name.
fn unnamed(fields: &'static [Field], order: &[&str]) -> impl Iterator<Item = Spec> {
    let is_named = |field: &Field| order.iter().any(|path| path.split('.').next() == Some(field.name));
    let unnamed: Vec<&'static Field> = fields.iter().filter(|field| !is_named(field)).collect();
    unnamed.into_iter().filter_map(|field| spec(field.name, field, &field.shape, field.labels[0]))
}

fn record_specs(list: RecordKind) -> Vec<Spec> {
    let named = order(list).iter().filter_map(|path| at(list.fields(), path));
    named.chain(unnamed(list.fields(), order(list))).collect()
}

fn step_specs(list: RecordKind) -> Vec<Spec> {
    let Some(history) = list.fields().iter().find(|field| is_history(field)) else { return Vec::new() };
    let mut specs = Vec::new();
    for path in STEP_ORDER {
        specs.extend(at(history.inner(), path));
        if *path == BEFORE_CHANGE {
            for field in history.inner() {
                if let Shape::Change(_, fields) = field.shape {
                    let spec = |field: &'static Field| spec(field.name, field, &field.shape, field.labels[0]);
                    specs.extend(fields.iter().filter_map(spec));
                }
            }
        }
        // What is rarely filled comes behind what is asked besides.
        if *path == "event" {
            specs.extend(ALSO);
        }
    }
    specs.extend(unnamed(history.inner(), STEP_ORDER));
    specs
}

/// The first step of a new record, behind the fields of the record: its word first, and the rest once that is chosen.
fn first_step(list: RecordKind) -> Vec<Spec> {
    let (word, others): (Vec<Spec>, Vec<Spec>) = step_specs(list)
        .into_iter()
        .filter(|spec| spec.path != "event" && !spec.path.starts_with("also."))
        .partition(|spec| spec.path == WORD);
    let word = word.into_iter().map(|spec| Spec {
        path: FIRST_WORD,
        label: "first step",
        needed: false,
        help: "what happened first, in the same change; may be left out",
        ..spec
    });
    word.chain(others.into_iter().map(as_first)).collect()
}

/// The word of a step.
const WORD: &str = "what";
/// The fields by which one of many records' fields is chosen begin so.
pub const MANY: &str = "many.";
/// The fields of the first step of a new record begin so.
pub const FIRST: &str = "step.";
/// Its word.
const FIRST_WORD: &str = "step.what";

/// A field of a step in the form of a new record.
fn as_first(spec: Spec) -> Spec {
    let when = match spec.when {
        None => Some((FIRST_WORD, &[][..])),
        Some((WORD, words)) => Some((FIRST_WORD, words)),
        Some((path, words)) => Some((&*String::leak(format!("{FIRST}{path}")), words)),
    };
    let kind = match spec.kind {
        Kind::Rows(rows) => Kind::Rows(Vec::leak(rows.iter().map(|row| Spec { when, ..*row }).collect())),
        kind => kind,
    };
    Spec { path: String::leak(format!("{FIRST}{}", spec.path)), kind, when, ..spec }
}

/// The fields of every form, made once.
struct Forms {
    list: RecordKind,
    new: Vec<Spec>,
    record: Vec<Spec>,
    step: Vec<Spec>,
}

static FORMS: LazyLock<Vec<Forms>> = LazyLock::new(|| {
    let of = |list: &RecordKind| {
        let (list, record) = (*list, record_specs(*list));
        let new = record.iter().copied().chain(first_step(list)).collect();
        Forms { list, new, record, step: step_specs(list) }
    };
    RecordKind::ALL.iter().map(of).collect()
});

fn forms(list: RecordKind) -> Option<&'static Forms> {
    FORMS.iter().find(|forms| forms.list == list)
}

/// The fields of a new record of a list, and of its first step where it has a history.
pub fn new(list: RecordKind) -> &'static [Spec] {
    forms(list).map_or(&[], |forms| &forms.new)
}

/// The fields of a record of a list.
pub fn record(list: RecordKind) -> &'static [Spec] {
    forms(list).map_or(&[], |forms| &forms.record)
}

/// The fields of a step of a record of a list; none for lists without histories.
pub fn step(list: RecordKind) -> &'static [Spec] {
    forms(list).map_or(&[], |forms| &forms.step)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paths of all that can be filled in a struct.
    fn paths(fields: &[Field], above: &str) -> Vec<String> {
        let mut found = Vec::new();
        for field in fields.iter().filter(|field| !is_history(field)) {
            let path = format!("{above}{}", field.name);
            match field.shape {
                Shape::Pair(_) => found.extend([format!("{path}.0"), format!("{path}.1")]),
                Shape::Struct(inner) => found.extend(paths(inner, &format!("{path}."))),
                Shape::WordOrOther(_) => found.extend([path.clone(), format!("{path}.other")]),
                Shape::Change(_, inner) => {
                    found.push(path);
                    found.extend(paths(inner, above));
                }
                _ => found.push(path),
            }
        }
        found
    }

    #[test]
    fn a_field_that_comes_and_goes_stands_behind_the_one_that_it_depends_on() {
        for list in RecordKind::ALL.iter().copied() {
            for specs in [new(list), record(list), step(list)] {
                for (at, spec) in specs.iter().enumerate() {
                    let Some((path, _)) = spec.when else { continue };
                    let behind = specs[..at].iter().any(|before| before.path == path);
                    assert!(behind, "{list}: {} stands before {path}", spec.path);
                }
            }
            let steady: Vec<&str> = step(list).iter().take(3).map(|spec| spec.path).collect();
            assert!(steady.is_empty() || steady == ["on", "what", "sources"], "{list}: {steady:?}");
        }
    }

    #[test]
    fn every_field_of_a_row_can_be_filled() {
        for list in RecordKind::ALL.iter().copied() {
            for (spec, field) in new(list).iter().filter_map(|spec| {
                let name = spec.path.strip_prefix(FIRST).unwrap_or(spec.path);
                Some((spec, list.fields().iter().find(|field| field.name == name)?))
            }) {
                if let (Kind::Rows(rows), Shape::List(Shape::Struct(fields))) = (spec.kind, field.shape) {
                    let names: Vec<&str> =
                        rows.iter().filter_map(|row| row.path.rsplit('.').next()).collect();
                    let declared: Vec<&str> = fields.iter().map(|field| field.name).collect();
                    assert_eq!(names, declared, "{list}: {}", spec.path);
                    assert!(
                        !rows.iter().any(|row| matches!(row.kind, Kind::Rows(_))),
                        "{list}: {}",
                        spec.path
                    );
                }
            }
        }
    }

    #[test]
    fn every_declared_field_can_be_filled_in_a_form_once() {
        for list in RecordKind::ALL.iter().copied() {
            let sorted = |mut paths: Vec<String>| {
                paths.sort_unstable();
                paths
            };
            let asked = |specs: &[Spec]| sorted(specs.iter().map(|spec| spec.path.to_owned()).collect());
            assert_eq!(asked(record(list)), sorted(paths(list.fields(), "")), "{list}");
            let history = list.fields().iter().find(|field| is_history(field));
            let mut declared = history.map(|it| paths(it.inner(), "")).unwrap_or_default();
            if history.is_some() {
                declared.extend(ALSO.map(|spec| spec.path.to_owned()));
            }
            assert_eq!(asked(step(list)), sorted(declared), "a step of {list}");
        }
    }
}
