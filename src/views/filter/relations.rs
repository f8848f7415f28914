//! Which relations are shown, and in which order.

use crate::model::record::Record;
use crate::model::relation::{Relation, Stance, Trend};
use crate::views::analysis::number;
use crate::views::day::Day;
use crate::views::fields::FilterField;
use crate::views::fold::fold;
use crate::views::narrowing::{Narrowing, Scope};
use crate::views::query::Query;
use crate::views::relations::{Order, Row};
use crate::views::search::{Fit, Says, Search, Searched, Seen, Value, Word};

use super::found::Found;
use super::said::{Each, age, date, of_record, sources, withdrawn};

/// A relation, as a filter looks at it.
pub(super) struct Pair<'a> {
    /// The day that it is of.
    pub day: &'a Day,
    /// Its row.
    pub row: &'a Row,
    /// Its record.
    pub record: &'a Relation,
}

impl<'a> Pair<'a> {
    /// The relation at a place among the rows of a day.
    pub fn at(day: &'a Day, place: usize) -> Option<Self> {
        let row = day.relations.get(place)?;
        Some(Self { day, row, record: day.state().records().relations.get(row.at)? })
    }

    fn subject(&self) -> u32 {
        number(self.day.state(), &self.row.subject)
    }
}

impl Searched for Pair<'_> {
    fn shown(&self, each: &mut dyn FnMut(Says<'_>)) {
        let said = [
            self.row.stance().map(Stance::word),
            self.row.status.trend.map(Trend::word),
            self.row.representation(),
            self.row.shown().map(|shown| shown.age(self.day.as_of()).word()),
        ];
        each(Says::Code(self.subject()));
        said.into_iter().flatten().for_each(|text| each(Says::Text(text)));
    }

    fn has(&self, word: &Word<'_>) -> bool {
        word.names(self.subject()) || word.in_own(&self.day.analysis, self.row.place())
    }

    fn values(&self, field: FilterField, each: Each<'_>) {
        let (state, row, it) = (self.day.state(), self.row, self.record);
        match field {
            FilterField::Actor | FilterField::Country | FilterField::Name => {
                each(Value::Subject(self.subject()));
            }
            FilterField::Status => row.stance().into_iter().for_each(|it| each(Value::Text(it.word()))),
            FilterField::Trend => row.status.trend.into_iter().for_each(|it| each(Value::Text(it.word()))),
            FilterField::Rank => row.representation().into_iter().for_each(|it| each(Value::Text(it))),
            FilterField::Kind => {
                let kind = state.subject(row.subject.as_str()).map(|subject| subject.kind.word());
                if let Some(kind) = kind {
                    each(Value::Text(kind));
                }
            }
            FilterField::Since | FilterField::Before => {
                date(row.status.stance.as_ref().map(|held| held.since), each);
            }
            FilterField::Shown => date(row.shown().map(|shown| shown.0), each),
            FilterField::Age => age(row.shown(), self.day.as_of(), each),
            FilterField::Conflict => each(Value::Flag(row.conflict)),
            FilterField::Measures => {
                each(Value::Number(i64::try_from(row.own + row.via_bloc).unwrap_or(i64::MAX)));
            }
            FilterField::Source | FilterField::Publisher | FilterField::Grade => {
                sources(state, it.history.iter().flat_map(|step| &step.sources), each);
            }
            FilterField::Withdrawn => {
                each(Value::Flag(withdrawn(Record::Relation(it), it.history.len())));
            }
            FilterField::Id => each(Value::Text(it.id.as_str())),
            _ => of_record(state, Record::Relation(it), field, each),
        }
    }
}

/// The rows that pass a filter and belong to a subject, in order, by their places among the relations of the day.
pub fn relations(
    day: &Day,
    query: &Query,
    narrowing: Option<&Narrowing>,
    (order, reversed): (Order, bool),
) -> Found {
    let (state, analysis, rows) = (day.state(), &day.analysis, &day.relations);
    let search = Search::new(query, state, analysis);
    let cover = narrowing.map(|it| Scope::new(it, state, analysis));
    let seen = Seen::default();
    let fits = rows.iter().enumerate().map(|(place, row)| {
        let belongs = cover.as_ref().is_none_or(|it| it.has(row.place()));
        let fit = Pair::at(day, place).filter(|_| belongs).map_or(Fit::No, |it| search.fit(&it, &seen));
        (place, fit)
    });
    let mut found = Found::of(fits);
    let places = &mut found.places;
    places.sort_by_cached_key(|&place| {
        rows.get(place).map(|row| {
            let name = fold(state.subject_name(&row.subject));
            let rank = match order {
                Order::Stance => row.stance().map_or(usize::MAX, |stance| stance as usize),
                Order::Measures => usize::MAX - row.own - row.via_bloc,
                Order::Name => 0,
            };
            (rank, name)
        })
    });
    if reversed {
        places.reverse();
    }
    found
}
