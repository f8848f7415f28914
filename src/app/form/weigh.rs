//! What can be accepted and is to be looked at once more: said beside the field.

use crate::model::date::Date;
use crate::model::record::{Owned, Record};
use crate::model::state::{RecordKind, State};

use super::build::ids;
use super::spec::{FIRST, Refers};
use super::{Form, FormField, when};

impl Form {
    /// Looks at what the fields say together.
    pub(super) fn weigh(&mut self, state: &State) {
        // What is due is reported before it happens.
        let is_due = self.field("basis").and_then(FormField::name) == Some("Scheduled");
        for at in 0..self.fields.len() {
            let Some(field) = self.fields.get(at) else { continue };
            let early = if field.refers() == Some(Refers::To(RecordKind::Sources)) && !is_due {
                let path = field.spec.path;
                // A source of a row vouches for the day of the whole.
                let on = if path.starts_with(FIRST) { "step.on" } else { "on" };
                when::read(self.value(on), self.today)
                    .ok()
                    .and_then(|on| self.too_early(field.input.value(), on, state))
            } else {
                None
            };
            if let Some(field) = self.fields.get_mut(at) {
                field.warning = early;
            }
        }
    }

    /// A source cannot vouch for what happened after it was published.
    fn too_early(&self, sources: &str, on: Date, state: &State) -> Option<String> {
        ids(sources).find_map(|id| {
            let source = match state.record(id) {
                Some(Record::Source(source)) => source,
                _ => self.made.iter().find_map(|record| match record {
                    Owned::Source(source) if source.id.as_str() == id => Some(source),
                    _ => None,
                })?,
            };
            let published = source.published.filter(|published| published.last() < on.first())?;
            Some(format!("of {published}, cannot vouch for {on}: {}", source.publisher))
        })
    }
}
