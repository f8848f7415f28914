//! What the file says of a record in fields that no row works out: each by the declaration of the record.

use chrono::NaiveDate;

use crate::model::compact::Text;
use crate::model::date::Date;
use crate::model::declare::{Declared, Field, Visitor};
use crate::model::evidence::Shown;
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{RecordKind, State};
use crate::views::analysis::number;
use crate::views::fields::FilterField;
use crate::views::search::Value;

/// Takes what a row has in a field.
pub(super) type Each<'e> = &'e mut dyn FnMut(Value<'_>);

/// The fields of the file that a field of a filter asks about, and all that stands in them.
fn names(field: FilterField) -> &'static [&'static str] {
    match field {
        FilterField::Step => &["what", "rank", "level", "status"],
        FilterField::By => &["by"],
        FilterField::Event => &["event"],
        FilterField::Reason => &["reason", "reasons"],
        FilterField::Scope => &["scope"],
        FilterField::Note => &["note"],
        FilterField::Basis => &["basis"],
        FilterField::Figure => &["figures"],
        FilterField::Exchange => &["exchange"],
        FilterField::Route => &["route"],
        FilterField::Place => &["sides"],
        FilterField::Capacity => &["capacity_per_day"],
        FilterField::Passing => &["per_day"],
        FilterField::Known => &["known"],
        _ => &[],
    }
}

/// What a record says in a field.
pub(super) fn of_record(state: &State, record: Record<'_>, field: FilterField, each: Each<'_>) {
    record.visit(&mut Said { state, names: names(field), inside: 0, each });
}

/// What a step says in a field.
pub(super) fn of_step<C>(state: &State, step: &Step<C>, field: FilterField, each: Each<'_>)
where
    Step<C>: Declared,
{
    step.visit(&mut Said { state, names: names(field), inside: 0, each });
}

/// Shows the values of some fields.
struct Said<'s, 'e> {
    state: &'s State,
    names: &'static [&'static str],
    /// How many of the structs around have such a name.
    inside: usize,
    each: Each<'e>,
}

impl Said<'_, '_> {
    fn asks(&self, field: &Field) -> bool {
        self.inside > 0 || self.names.contains(&field.name)
    }
}

impl<'r> Visitor<'r> for Said<'_, '_> {
    fn text(&mut self, field: &'static Field, text: &'r Text) {
        if self.asks(field) {
            (self.each)(Value::Text(text));
        }
    }

    fn other(&mut self, field: &'static Field, text: &'r Text) {
        self.text(field, text);
    }

    fn word(&mut self, field: &'static Field, (_, word): (&'static str, &'static str)) {
        if self.asks(field) {
            (self.each)(Value::Text(word));
        }
    }

    fn id(&mut self, field: &'static Field, id: &'r Id) {
        if self.inside == 0 && self.asks(field) {
            reference(self.state, id, self.each);
        }
    }

    fn date(&mut self, field: &'static Field, date: Date) {
        if self.asks(field) {
            (self.each)(Value::Date(date));
        }
    }

    fn number(&mut self, field: &'static Field, number: u32) {
        if self.asks(field) {
            (self.each)(Value::Number(i64::from(number)));
        }
    }

    fn nested<T: Declared>(&mut self, field: &'static Field, it: &'r T) {
        let is_asked = self.names.contains(&field.name);
        self.inside += usize::from(is_asked);
        it.visit(self);
        self.inside -= usize::from(is_asked);
    }
}

/// Whom an id names.
fn reference(state: &State, id: &Id, each: Each<'_>) {
    match state.place(id.as_str()).map(|place| place.list) {
        Some(RecordKind::Subjects) => each(Value::Subject(number(state, id))),
        Some(RecordKind::Sources) => each(Value::Source(number(state, id))),
        _ => {
            each(Value::Text(id.as_str()));
            if let Some(Record::Event(event)) = state.record(id.as_str()) {
                each(Value::Text(&event.title));
            }
        }
    }
}

/// A subject.
pub(super) fn subject(state: &State, id: &Id, each: Each<'_>) {
    each(Value::Subject(number(state, id)));
}

/// Sources, each by its number.
pub(super) fn sources<'a>(state: &State, ids: impl IntoIterator<Item = &'a Id>, each: Each<'_>) {
    for id in ids {
        each(Value::Source(number(state, id)));
    }
}

/// How old evidence is, in a word and in days.
pub(super) fn age(shown: Option<Shown>, day: NaiveDate, each: Each<'_>) {
    if let Some(shown) = shown {
        each(Value::Text(shown.age(day).word()));
        each(Value::Number(shown.days(day)));
    }
}

/// A date, where there is one.
pub(super) fn date(date: Option<Date>, each: Each<'_>) {
    if let Some(date) = date {
        each(Value::Date(date));
    }
}

/// Whether any claim of a record was withdrawn, of `steps` where it has a history.
pub(super) fn withdrawn(record: Record<'_>, steps: usize) -> bool {
    match record {
        Record::Event(event) => event.is_withdrawn(),
        record => (0..steps).any(|at| record.withdrawn(at).is_some()),
    }
}
