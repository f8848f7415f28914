//! The legal acts and licences that measures name, as records, each once.

use std::collections::HashMap;

use super::{Ids, field, node, set, steps, text, texts, word, words};
use crate::model::act::ActKind;
use crate::ron::node::{Field, Node, Value};

/// An act that measures name.
struct Act {
    id: String,
    issuer: String,
    kind: &'static str,
    number: String,
}

/// All of them, in the order in which they are named.
#[derive(Default)]
pub(super) struct Acts {
    made: Vec<Act>,
    known: HashMap<(String, String), usize>,
}

impl Acts {
    /// The id of an act, made where it is new.
    fn id(&mut self, issuer: &str, number: &str, is_licence: bool, ids: &mut Ids) -> String {
        let plain = number.split_whitespace().collect::<Vec<_>>().join(" ");
        let key = (issuer.to_owned(), plain.to_lowercase());
        let at = *self.known.entry(key).or_insert_with(|| {
            let id = ids.make(&[issuer, &plain]);
            let kind = ActKind::of_number(&plain, is_licence).name();
            self.made.push(Act { id, issuer: issuer.to_owned(), kind, number: plain });
            self.made.len() - 1
        });
        self.made.get(at).map(|act| act.id.clone()).unwrap_or_default()
    }

    /// Puts references in the place of the names of acts in a measure whose fields have their new names.
    pub(super) fn take_from(&mut self, measure: &mut Node<'_>, ids: &mut Ids) {
        let issuer = word(measure, "issuer").unwrap_or_default().to_owned();
        let named: Vec<String> = words(measure, "acts").into_iter().map(str::to_owned).collect();
        let acts: Vec<String> = named.iter().map(|number| self.id(&issuer, number, false, ids)).collect();
        set(measure, "acts", texts(acts));
        for step in steps(measure) {
            if let Some(licence) = word(step, "act").map(str::to_owned) {
                let id = self.id(&issuer, &licence, true, ids);
                set(step, "act", text(id));
            }
        }
    }

    /// The records.
    pub(super) fn made<'t>(&self) -> Vec<Node<'t>> {
        let record = |act: &Act| {
            let fields: Vec<Field<'t>> = vec![
                field("id", text(act.id.clone())),
                field("issuer", text(act.issuer.clone())),
                field("kind", node(Value::Name(act.kind))),
                field("number", text(act.number.clone())),
            ];
            node(Value::Struct(None, fields))
        };
        self.made.iter().map(record).collect()
    }
}
