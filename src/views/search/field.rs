//! What is asked of one field, made ready.

use memchr::memmem::Finder;

use crate::model::state::{Place, RecordKind, State};
use crate::views::analysis::Analysis;
use crate::views::fields::FilterField;
use crate::views::fold::normal;
use crate::views::query::Ask;
use crate::views::words::{BETWEEN, names_in};

use super::values::{Seen, Value, holds};

/// What is looked for in one field, made ready.
#[derive(Debug)]
pub struct Field<'q> {
    /// The field.
    pub name: FilterField,
    ask: &'q Ask,
    subjects: Vec<bool>,
    countries: Vec<bool>,
    acts: Vec<bool>,
    sources: Vec<bool>,
    /// The measures in whose own texts it stands at all; empty where it need not stand there.
    measures: Vec<bool>,
}

impl<'q> Field<'q> {
    pub(super) fn new(
        name: FilterField,
        ask: &'q Ask,
        state: &State,
        analysis: &Analysis,
        measures: bool,
    ) -> Self {
        let mut field = Self {
            name,
            ask,
            subjects: Vec::new(),
            countries: Vec::new(),
            acts: Vec::new(),
            sources: Vec::new(),
            measures: Vec::new(),
        };
        let Ask::Has(needle) = ask else { return field };
        let wanted = needle.as_str();
        let finder = Finder::new(wanted);
        let among =
            |list| -> Vec<bool> { analysis.names(list).map(|names| finder.find(names).is_some()).collect() };
        match name {
            FilterField::Issuer
            | FilterField::Held
            | FilterField::Country
            | FilterField::Actor
            | FilterField::By
            | FilterField::Owner => {
                // Who is called so by code alone is meant.
                let coded: Vec<bool> = analysis
                    .names(RecordKind::Subjects)
                    .map(|names| id_in(names) == wanted.as_bytes())
                    .collect();
                field.subjects = if coded.contains(&true) {
                    coded
                } else {
                    let begins = |names: &[u8]| finder.find(names).is_some() && begins(names, wanted);
                    analysis.names(RecordKind::Subjects).map(begins).collect()
                };
            }
            FilterField::Target | FilterField::Name => {
                field.subjects = among(RecordKind::Subjects);
                if name == FilterField::Target {
                    let is_whole = |names: &[u8]| has_part(names, wanted);
                    field.countries = analysis.names(RecordKind::Subjects).map(is_whole).collect();
                }
            }
            FilterField::Act => field.acts = among(RecordKind::Acts),
            _ => {}
        }
        if matches!(name, FilterField::Source | FilterField::Publisher | FilterField::Grade | FilterField::By)
        {
            let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
            let count = state.len(RecordKind::Sources);
            let has = |at| {
                finder.find(haystack(state, analysis, name, Value::Source(number(at))).as_bytes()).is_some()
            };
            field.sources = (0..count).map(has).collect();
        }
        if measures && matches!(name, FilterField::Note | FilterField::Scope | FilterField::Reason) {
            field.measures = analysis.measures_with(&finder);
        }
        field
    }

    /// Whether a measure may have it at all.
    pub fn may_be_of(&self, measure: usize) -> bool {
        self.measures.get(measure) != Some(&false)
    }

    /// Whether this is what is looked for.
    pub fn accepts(&self, value: Value<'_>, seen: &Seen) -> bool {
        match (self.ask, value) {
            (Ask::Has(_), Value::Subject(number)) => holds(&self.subjects, number),
            (Ask::Has(_), Value::Country(number)) => holds(&self.countries, number),
            (Ask::Has(_), Value::Act(number)) => holds(&self.acts, number),
            (Ask::Has(_), Value::Source(number)) => holds(&self.sources, number),
            (Ask::Has(needle), Value::Text(text)) => seen.within(needle, text),
            (Ask::Has(needle), Value::Made(text)) => needle.within(text),
            (Ask::Dated(span), Value::Date(date)) => span.may_hold(date),
            (Ask::Counts(range), Value::Number(number)) => range.contains(&number),
            (Ask::Is(yes), Value::Flag(is)) => *yes == is,
            _ => false,
        }
    }
}

/// The folded text in which a filter looks for a part of a value.
pub(in crate::views) fn haystack(
    state: &State,
    analysis: &Analysis,
    field: FilterField,
    value: Value<'_>,
) -> String {
    let names = |list, at: u32| {
        let names = names_in(analysis.text(Place { list, at: at as usize }));
        String::from_utf8_lossy(names).into_owned()
    };
    match value {
        Value::Subject(at) | Value::Country(at) => names(RecordKind::Subjects, at),
        Value::Act(at) => names(RecordKind::Acts, at),
        Value::Source(at) => {
            let Some(source) = state.records().sources.get(at as usize) else { return String::new() };
            match field {
                FilterField::Publisher => normal(&source.publisher),
                FilterField::Grade => {
                    source.grade.map(|grade| normal(&grade.to_string())).unwrap_or_default()
                }
                _ => format!("{}{BETWEEN}{}", names(RecordKind::Sources, at), normal(&source.title)),
            }
        }
        Value::Text(text) | Value::Made(text) => normal(text),
        Value::Date(_) | Value::Number(_) | Value::Flag(_) => String::new(),
    }
}

/// The id that stands before the names of a record.
pub(super) fn id_in(names: &[u8]) -> &[u8] {
    names.get(..memchr::memchr(BETWEEN as u8, names).unwrap_or(names.len())).unwrap_or(names)
}

/// Whether one of several names, or the id before them, is just that.
pub(in crate::views) fn has_part(names: &[u8], wanted: &str) -> bool {
    names.split(|byte| *byte == BETWEEN as u8).any(|name| name == wanted.as_bytes())
}

/// Whether a word of a subject's names begins so, its id standing before them, or its id is that.
fn begins(names: &[u8], wanted: &str) -> bool {
    let mut parts = std::str::from_utf8(names).unwrap_or_default().split(BETWEEN);
    let is_id = parts.next() == Some(wanted);
    is_id || parts.any(|name| begins_word(name, wanted))
}

/// Whether a word of a folded text begins so.
pub(in crate::views) fn begins_word(text: &str, wanted: &str) -> bool {
    text.match_indices(wanted)
        .any(|(at, _)| text.get(..at).is_some_and(|before| !before.ends_with(char::is_alphanumeric)))
}
