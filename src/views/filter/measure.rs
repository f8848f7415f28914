//! A measure, as a filter looks at it.

use crate::model::measure::{Measure, MeasureType, Standing};
use crate::model::record::Record;
use crate::model::state::Place;
use crate::model::subject::Subject;
use crate::views::analysis::Named;
use crate::views::day::Day;
use crate::views::fields::FilterField;
use crate::views::ledger::Row;
use crate::views::search::{Field, Says, Searched, Value, Word};

use super::said::{Each, age, date, of_record, subject, withdrawn};

/// A measure, as a filter looks at it.
pub(super) struct SearchedMeasure<'a> {
    /// The day that it is of.
    pub day: &'a Day,
    /// Its row.
    pub row: &'a Row,
    /// Its record.
    pub record: &'a Measure,
    /// Whom it names.
    pub named: Named<'a>,
}

impl SearchedMeasure<'_> {
    fn target(&self) -> Option<&Subject> {
        self.day.state().records().subjects.get(self.named.target as usize)
    }

    /// What its target has in a field.
    fn of_target(&self, field: FilterField, each: Each<'_>) {
        let Some(target) = self.target() else { return };
        match field {
            FilterField::Kind => each(Value::Text(target.kind.word())),
            FilterField::Owner => {
                target.owners.iter().for_each(|it| subject(self.day.state(), &it.owner, each));
            }
            FilterField::Number => target.identifiers.iter().for_each(|it| {
                each(Value::Text(&it.value));
                each(Value::Text(&it.scheme));
            }),
            FilterField::Address => target.addresses.iter().for_each(|it| each(Value::Text(it))),
            FilterField::Code => target.codes.iter().for_each(|it| each(Value::Text(it))),
            _ => {}
        }
    }
}

impl Searched for SearchedMeasure<'_> {
    fn shown(&self, each: &mut dyn FnMut(Says<'_>)) {
        each(Says::Code(self.named.issuer));
        each(Says::Name(self.named.target));
        // That of the file would keep nearly every row.
        for country in self.named.countries().filter(|country| *country != self.day.focus()) {
            each(Says::About(country));
        }
        each(Says::Word(self.row.standing.word()));
        match &self.record.measure {
            MeasureType::Standard(kind) => each(Says::Word(kind.word())),
            MeasureType::Other(text) => each(Says::Text(text)),
        }
        if let Some(shown) = self.row.dates().shown {
            each(Says::Word(shown.age(self.day.as_of()).word()));
        }
    }

    fn has(&self, word: &Word<'_>) -> bool {
        word.in_record(&self.day.analysis, self.row.place())
    }

    fn may_have(&self, field: &Field<'_>) -> bool {
        field.may_be_of(self.row.at())
    }

    fn values(&self, field: FilterField, each: Each<'_>) {
        let (row, it, named) = (self.row, self.record, &self.named);
        match field {
            FilterField::Issuer => each(Value::Subject(named.issuer)),
            FilterField::Held => match self.day.holders().get(named.target as usize) {
                Some(issuers) => issuers.iter().for_each(|issuer| each(Value::Subject(*issuer))),
                // Whom the file does not have as a subject is known by this measure alone.
                None if row.standing.is_in_force() => each(Value::Subject(named.issuer)),
                None => {}
            },
            FilterField::Target => {
                each(Value::Subject(named.target));
                named.countries().for_each(|it| each(Value::Country(it)));
            }
            FilterField::Country => named.countries().for_each(|it| each(Value::Subject(it))),
            FilterField::Actor => {
                for it in [named.issuer, named.target].into_iter().chain(named.countries()) {
                    each(Value::Subject(it));
                }
            }
            FilterField::Name => each(Value::Subject(named.target)),
            FilterField::Status => {
                each(Value::Text(row.standing.word()));
                if row.standing.is_in_force() && row.standing != Standing::InForce {
                    each(Value::Text(Standing::InForce.word()));
                }
                row.also().for_each(|standing| each(Value::Text(standing.word())));
            }
            FilterField::Measure => each(Value::Text(it.measure.word())),
            FilterField::Programme => it.programme.iter().for_each(|text| each(Value::Text(text))),
            FilterField::Act => named.acts.iter().for_each(|act| each(Value::Act(*act))),
            FilterField::List => {
                it.list_refs.iter().for_each(|text| each(Value::Text(text)));
                it.history
                    .iter()
                    .filter_map(|step| step.change.list())
                    .for_each(|text| each(Value::Text(text)));
            }
            FilterField::Since | FilterField::Before => date(row.since, each),
            FilterField::InForceSince => date(row.dates().in_force.map(|since| since.on), each),
            FilterField::Until => date(row.until, each),
            FilterField::Shown => date(row.dates().shown.map(|shown| shown.0), each),
            FilterField::Age => age(row.dates().shown, self.day.as_of(), each),
            FilterField::Conflict => each(Value::Flag(row.conflict)),
            FilterField::Source | FilterField::Publisher | FilterField::Grade => {
                named.sources.iter().for_each(|source| each(Value::Source(*source)));
            }
            FilterField::Sources => each(Value::Number(i64::from(row.sources))),
            FilterField::Withdrawn => {
                each(Value::Flag(withdrawn(Record::Measure(it), it.history.len())));
            }
            FilterField::Id => each(Value::Text(it.id.as_str())),
            FilterField::Kind
            | FilterField::Owner
            | FilterField::Number
            | FilterField::Address
            | FilterField::Code => self.of_target(field, each),
            _ => of_record(self.day.state(), Record::Measure(it), field, each),
        }
    }
}

/// Whom a measure names, and its row, made ready.
pub(super) fn measure_at(day: &Day, place: Place) -> Option<SearchedMeasure<'_>> {
    let row = day.ledger.get(place.at)?;
    let record = day.state().records().sanctions.get(row.at())?;
    Some(SearchedMeasure { day, row, record, named: day.analysis.named(row.at()) })
}
