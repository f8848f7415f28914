//! The legal acts and licences that measures name, as records, each once.

use std::collections::HashMap;

use super::plain::{field, field_of, get, node, set, steps, text, texts, word, words};
use super::{Doubt, Ids};
use crate::model::act::ActKind;
use crate::ron::node::{Field, Node, Span, Value};

/// An act that measures name.
struct Act {
    id: String,
    issuer: String,
    kind: &'static str,
    number: String,
    /// Where it is first named.
    span: Span,
}

/// All of them, in the order in which they are named.
#[derive(Default)]
pub(super) struct Acts {
    made: Vec<Act>,
    known: HashMap<(String, String), usize>,
}

impl Acts {
    /// The id of an act, made where it is new.
    fn id(&mut self, issuer: &str, number: &str, (span, is_licence): (Span, bool), ids: &mut Ids) -> String {
        let plain = number.split_whitespace().collect::<Vec<_>>().join(" ");
        let key = (issuer.to_owned(), plain.to_lowercase());
        let at = *self.known.entry(key).or_insert_with(|| {
            let id = ids.make(&[issuer, &plain]);
            let kind = ActKind::of_number(&plain, is_licence).name();
            self.made.push(Act { id, issuer: issuer.to_owned(), kind, number: plain, span });
            self.made.len() - 1
        });
        self.made.get(at).map(|act| act.id.clone()).unwrap_or_default()
    }

    /// Puts references in the place of the names of acts in a measure: in fields that have their old names still, where
    /// they are written as they should be. Returns those fields.
    pub(super) fn take_from(&mut self, measure: &mut Node<'_>, ids: &mut Ids) -> Vec<(Span, &'static str)> {
        let mut taken = Vec::new();
        let Some(issuer) = word(measure, "issuer").map(str::to_owned) else { return taken };
        if let Some(field) = field_of(measure, "legal_acts").filter(|field| are_texts(field)) {
            taken.push((field.name_span, "acts"));
            let span = field.node.span;
            let named: Vec<String> = words(measure, "legal_acts").into_iter().map(str::to_owned).collect();
            let id = |number: &String| self.id(&issuer, number, (span, false), ids);
            let acts: Vec<String> = named.iter().map(id).collect();
            set(measure, "legal_acts", texts(acts));
        }
        for step in steps(measure) {
            let Some(field) = field_of(step, "licence") else { continue };
            let (name, span) = (field.name_span, field.node.span);
            match get(step, "licence").map(|node| &node.value) {
                None => taken.push((name, "act")),
                Some(Value::Text(licence)) => {
                    taken.push((name, "act"));
                    let id = self.id(&issuer, licence, (span, true), ids);
                    set(step, "licence", text(id));
                }
                Some(_) => {}
            }
        }
        taken
    }

    /// Tells acts of which the name does not say what they are, and those that measures of two issuers name: one act has one
    /// issuer.
    pub(super) fn doubts(&self) -> impl Iterator<Item = Doubt> + '_ {
        let mut first: HashMap<String, &Act> = HashMap::new();
        let twice = self.made.iter().filter_map(move |act| {
            let other = *first.entry(act.number.to_lowercase()).or_insert(act);
            (other.id != act.id).then(|| Doubt {
                id: act.id.clone(),
                message: format!(
                    "measures of {} and of {} name {:?}, and an act was made for each: make it one with the issuer that it has",
                    other.issuer, act.issuer, act.number
                ),
            })
        });
        let of = |act: &Act| Doubt {
            id: act.id.clone(),
            message: format!("the name {:?} does not say what kind of act it is: it is Other", act.number),
        };
        self.made.iter().filter(|act| act.kind == "Other").map(of).chain(twice)
    }

    /// The records, and where what they were made of stands.
    pub(super) fn made<'t>(&self) -> Vec<(String, Span, Node<'t>)> {
        let record = |act: &Act| {
            let fields: Vec<Field<'t>> = vec![
                field("id", text(act.id.clone())),
                field("issuer", text(act.issuer.clone())),
                field("kind", node(Value::Name(act.kind))),
                field("number", text(act.number.clone())),
            ];
            (act.id.clone(), act.span, node(Value::Struct(None, fields)))
        };
        self.made.iter().map(record).collect()
    }
}

/// Whether a field says texts, or nothing.
pub(super) fn are_texts(field: &Field<'_>) -> bool {
    let node = match &field.node.value {
        Value::Name("None") => return true,
        Value::Tuple(Some("Some"), items) => items.first(),
        _ => Some(&field.node),
    };
    match node.map(|node| &node.value) {
        Some(Value::List(items)) => items.iter().all(|item| matches!(item.value, Value::Text(_))),
        _ => false,
    }
}
