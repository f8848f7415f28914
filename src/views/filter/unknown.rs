//! Values that no row has and none can have: a filter that asks for one keeps nothing, and is told why.

use crate::model::crossing::{Access, Mode, Traffic};
use crate::model::declare::Vocabulary;
use crate::model::event::{Basis, EventKindName};
use crate::model::evidence::Age;
use crate::model::measure::{MeasureStep, StandardMeasure, Standing};
use crate::model::relation::{Rank, Stance, Trend};
use crate::model::state::{Place, RecordKind};
use crate::model::subject::SubjectKind;
use crate::views::day::Day;
use crate::views::fields::{FilterField, Listing, Sort};
use crate::views::query::{Ask, Needle, Query, Term};
use crate::views::search::{Value, haystack};
use crate::views::wording;

use super::facets::Facets;

/// The words that a field can have though no row has them today.
fn words(field: FilterField, listing: Listing) -> Vec<&'static str> {
    fn all<T: Vocabulary>() -> Vec<&'static str> {
        T::ALL.iter().map(|word| word.word()).collect()
    }
    match (field, listing) {
        (FilterField::Status, Listing::Ledger) => all::<Standing>(),
        (FilterField::Status, Listing::Borders) => {
            [all::<Access>(), vec![wording::lane_access(None)]].concat()
        }
        (FilterField::Status, Listing::Relations) => all::<Stance>(),
        (FilterField::Status, Listing::Log) => {
            [all::<Basis>(), all::<MeasureStep>(), all::<Access>(), vec!["due", "later", "past"]].concat()
        }
        (FilterField::Freight | FilterField::Passenger, _) => {
            [all::<Access>(), vec!["limited", "shut", wording::lane_access(None)]].concat()
        }
        (FilterField::Takes, _) => vec![Traffic::Passenger.word(), Traffic::Freight.word()],
        (FilterField::Measure, _) => all::<StandardMeasure>(),
        (FilterField::Kind, Listing::Borders) => all::<Mode>(),
        (FilterField::Kind, Listing::Log) => {
            let lists = RecordKind::ALL.iter().map(|list| list.word());
            all::<EventKindName>().into_iter().chain(lists).collect()
        }
        (FilterField::Kind, _) => all::<SubjectKind>(),
        (FilterField::Step, Listing::Ledger) => all::<MeasureStep>(),
        (FilterField::Age, _) => all::<Age>(),
        (FilterField::Trend, _) => all::<Trend>(),
        (FilterField::Rank, _) => all::<Rank>(),
        (FilterField::Basis, _) => all::<Basis>(),
        _ => Vec::new(),
    }
}

/// Whether some record of the file is called so, though no row may name it.
fn is_called(day: &Day, field: FilterField, needle: &Needle) -> bool {
    let (state, analysis) = (day.state(), &day.analysis);
    let any = |list: RecordKind, value: &dyn Fn(u32) -> Value<'static>| {
        let count = u32::try_from(state.len(list)).unwrap_or(u32::MAX);
        (0..count).any(|at| {
            let place = Place { list, at: at as usize };
            let names = analysis.text(place);
            // Where it does not stand in the record at all it stands in no name of it.
            memchr::memmem::find(names, needle.as_str().as_bytes()).is_some()
                && haystack(state, analysis, field, value(at)).contains(needle.as_str())
        })
    };
    match field {
        FilterField::Act => any(RecordKind::Acts, &Value::Act),
        FilterField::Source | FilterField::Publisher => any(RecordKind::Sources, &Value::Source),
        FilterField::Target | FilterField::Name => any(RecordKind::Subjects, &Value::Subject),
        field if field.sort() == Sort::Subjects => any(RecordKind::Subjects, &Value::Subject),
        _ => false,
    }
}

/// The values of a field in all rows of a list: while one is typed they stay the same from key to key.
#[derive(Debug, Clone, Default)]
pub struct AllValues(Option<(u64, Listing, FilterField, Facets)>);

impl AllValues {
    fn of(&mut self, day: &Day, listing: Listing, field: FilterField) -> &Facets {
        let made = || {
            let count = match listing {
                Listing::Relations => day.relations.len(),
                Listing::Ledger => day.ledger.len(),
                Listing::Log => day.entries.len(),
                Listing::Borders => day.crossings.len(),
            };
            (day.generation, listing, field, Facets::of(day, listing, field, 0..count))
        };
        let is_it = |held: &(u64, Listing, FilterField, Facets)| {
            (held.0, held.1, held.2) == (day.generation, listing, field)
        };
        self.0 = self.0.take().filter(is_it);
        &self.0.get_or_insert_with(made).3
    }
}

/// What a filter asks for that no row of a list has and none can have, each told with what there is. `values` is of this day,
/// or empty.
pub fn unknown_values(day: &Day, listing: Listing, query: &Query, values: &mut AllValues) -> Vec<String> {
    let mut told = Vec::new();
    for (_, term) in &query.terms {
        let Term::Field(field, Ask::Has(needle)) = term else { continue };
        if field.sort() == Sort::Anything
            || words(*field, listing).into_iter().any(|word| needle.within(word))
            || is_called(day, *field, needle)
        {
            continue;
        }
        let facets = values.of(day, listing, *field);
        if !facets.has(day, needle.as_str()) {
            let there = match facets.told(day) {
                values if values.is_empty() => "no row says any".to_owned(),
                values => values,
            };
            told.push(format!("no {} is {:?}: {there}", field.name(), needle.as_str()));
        }
    }
    // Each is something, but no row has both: a crossing whose kinds of traffic differ has a status of its own.
    let asks = |field| query.terms.iter().any(|(_, term)| matches!(term, Term::Field(it, _) if *it == field));
    if told.is_empty()
        && listing == Listing::Borders
        && !query.excludes()
        && asks(FilterField::Traffic)
        && asks(FilterField::Status)
    {
        told.push(
            "status: is of all traffic together; of one kind ask freight:open or passenger:open".to_owned(),
        );
    }
    told
}
