//! Keeping up with a record that changes while its form is open.

use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::State;
use crate::ron::node::{Node, Value};
use crate::schema::write::encode as written;

use super::build::{decode, get};
use super::spec::Kind;
use super::{Form, Purpose};

impl Form {
    /// The id of the record that is edited.
    pub fn old_id(&self) -> Option<&Id> {
        match &self.purpose {
            Purpose::Record(_, old) => old.as_ref().map(|old| old.id()),
            Purpose::Step(record, _) => Some(record.id()),
            // Many are looked up when they are needed.
            Purpose::Steps(..) | Purpose::Fields(..) => None,
        }
    }

    /// Takes over what has become of the record meanwhile: fields that were not touched say what it says now. `false`
    /// where there is no such record or step any more.
    pub fn refresh(&mut self, state: &State) -> bool {
        let Some(now) = self.old_id().and_then(|id| state.record(id.as_str())).map(Record::to_owned) else {
            return false;
        };
        let node = written(now.borrowed());
        let source = match &mut self.purpose {
            Purpose::Steps(..) | Purpose::Fields(..) => None,
            Purpose::Record(_, old) => {
                *old = Some(Box::new(now.clone()));
                Some(node)
            }
            Purpose::Step(record, at) => {
                let steps = |node: &Node<'_>| match get(node, "history").map(|history| history.value.clone())
                {
                    Some(Value::List(steps)) => {
                        steps.into_iter().map(|step| format!("{:?}", step.value)).collect()
                    }
                    _ => Vec::new(),
                };
                let (before, after): (Vec<String>, Vec<String>) =
                    (steps(&written(record.borrowed())), steps(&node));
                // The step may stand elsewhere in the history now.
                let place = at.map(|at| after.iter().position(|step| Some(step) == before.get(at)));
                **record = now.clone();
                match place {
                    Some(None) => return false,
                    Some(Some(place)) => *at = Some(place),
                    None => {}
                }
                None
            }
        };
        if let Some(node) = source {
            for field in self.fields.iter_mut().filter(|field| field.row.is_none() && field.is_untouched()) {
                let text = decode(field.spec, get(&node, field.spec.path));
                if let Kind::Choice(words) = field.spec.kind {
                    field.choice = words.iter().position(|(name, _)| *name == text);
                } else {
                    field.set(&text);
                }
                field.filled = Some((field.input.value().to_owned(), field.choice));
            }
            self.fill_rows(&node);
        }
        true
    }
}
