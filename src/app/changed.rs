//! What an edit has changed, in words: for its name, the review and the edit log.

use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{RecordKind, State};
use crate::schema::compare::changes;
use crate::views::wording::{count, record_name};

/// `1 measure`, `12 measures`.
pub(super) fn counted(list: RecordKind, number: usize) -> String {
    count(number, list.word(), &format!("{}s", list.word()))
}

/// The same of records; one alone by its name.
pub(super) fn those(state: &State, list: RecordKind, ids: &[Id]) -> String {
    match ids {
        [one] => record_name(state, one),
        ids => counted(list, ids.len()),
    }
}

/// What a record is called, whether it is in the state already or is about to be.
pub(super) fn name(state: &State, record: Record<'_>) -> String {
    match record {
        Record::Subject(it) => it.name.to_string(),
        Record::Source(it) => format!("{}: {}", it.publisher, it.title),
        Record::Relation(it) => {
            format!("{} – {}", state.subject_name(&it.pair.0), state.subject_name(&it.pair.1))
        }
        Record::Measure(it) => {
            format!("{} › {}: {}", it.issuer, state.target_name(it), it.measure.word())
        }
        Record::Crossing(it) => it.name.to_string(),
        Record::Event(it) => it.title.to_string(),
        Record::Act(it) => it.name().to_owned(),
        Record::Decision(_) => record_name(state, record.id()),
    }
}

/// The fields in which two records differ, each once and without what stands in it.
fn fields(old: Record<'_>, new: Record<'_>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for change in changes(old, new) {
        let name = change.path.split('.').next().unwrap_or_default();
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// What the edit of a record is called: who it is about, and which fields.
pub(super) fn label(state: &State, old: Record<'_>, new: Record<'_>) -> String {
    format!("{}: {} edited", record_name(state, old.id()), fields(old, new).join(", "))
}

/// Each field in which two records differ, with what stood there and what does now.
pub(super) fn told(old: Record<'_>, new: Record<'_>) -> String {
    let side = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    let told = changes(old, new)
        .into_iter()
        .map(|change| format!("{}: {} → {}", change.path, side(change.old), side(change.new)));
    told.collect::<Vec<_>>().join("; ")
}
