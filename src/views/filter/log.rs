//! Which entries of the log are shown.

use rayon::prelude::*;

use crate::model::crossing::CrossingChange;
use crate::model::declare::Declared;
use crate::model::event::Event;
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureChange};
use crate::model::record::Record;
use crate::model::relation::RelationChange;
use crate::model::subject::{Subject, SubjectKind};
use crate::views::analysis::number;
use crate::views::day::Day;
use crate::views::fields::FilterField;
use crate::views::log::{Entry, kind, sources, title};
use crate::views::narrowing::{Narrowing, Scope};
use crate::views::query::Query;
use crate::views::search::{Field, Fit, Says, Search, Searched, Seen, Value, Word};

use super::found::Found;
use super::measure::{SearchedMeasure, measure_at};
use super::said::{Each, date, of_record, of_step, sources as each_source, subject, withdrawn};

/// An entry of the log, as a filter looks at it.
pub(super) struct Dated<'a> {
    /// The day that it is seen from.
    pub day: &'a Day,
    /// The entry.
    pub entry: &'a Entry,
    /// Its event, or the record whose history has it.
    pub record: Record<'a>,
}

impl<'a> Dated<'a> {
    /// The entry at a place of the log.
    pub fn of(day: &'a Day, entry: &'a Entry) -> Option<Self> {
        Some(Self { day, entry, record: day.state().at(entry.place())? })
    }

    /// What its step says in a field of the file; of an event all that it says.
    fn said(&self, field: FilterField, each: Each<'_>) {
        fn step<C>(it: &Dated<'_>, steps: &[Step<C>], field: FilterField, each: Each<'_>)
        where
            Step<C>: Declared,
        {
            if let Some(step) = it.entry.step().and_then(|at| steps.get(at)) {
                of_step(it.day.state(), step, field, each);
            }
        }
        match self.record {
            Record::Measure(it) => step::<MeasureChange>(self, &it.history, field, each),
            Record::Crossing(it) => step::<CrossingChange>(self, &it.history, field, each),
            Record::Relation(it) => step::<RelationChange>(self, &it.history, field, each),
            record => of_record(self.day.state(), record, field, each),
        }
    }

    /// The limit of its step, or of its event.
    fn until(&self) -> Option<crate::model::date::Date> {
        let at = self.entry.step();
        match self.record {
            Record::Event(it) => it.until,
            Record::Measure(it) => it.history.get(at?)?.until,
            Record::Crossing(it) => it.history.get(at?)?.until,
            Record::Relation(it) => it.history.get(at?)?.until,
            _ => None,
        }
    }

    /// Who takes part in it.
    fn actors(&self, each: Each<'_>) {
        let state = self.day.state();
        match self.record {
            Record::Event(it) => {
                for id in &it.actors {
                    subject(state, id, each);
                    let whose = state.subject(id.as_str()).and_then(|subject| subject.affiliation.as_ref());
                    if let Some(whose) = whose {
                        subject(state, whose, each);
                    }
                }
            }
            Record::Measure(it) => {
                let named = self.day.analysis.named(self.entry.place().at);
                for it in [named.issuer, named.target].into_iter().chain(named.countries()) {
                    each(Value::Subject(it));
                }
                // What is aimed at several is aimed at each.
                let members = state.target(it).filter(|target| target.kind == SubjectKind::Group);
                let members = members.into_iter().flat_map(|group| &group.members);
                members.for_each(|member| subject(state, member, each));
            }
            Record::Crossing(it) => sides(&it.between).for_each(|id| subject(state, id, each)),
            Record::Relation(it) => sides(&it.pair).for_each(|id| subject(state, id, each)),
            _ => {}
        }
    }

    /// Of which countries those are whom it is about.
    fn countries(&self, each: Each<'_>) {
        let state = self.day.state();
        match self.record {
            Record::Event(it) => {
                let of = |id| state.subject(Id::as_str(id)).map_or(&[][..], Subject::of_countries);
                it.actors.iter().flat_map(of).for_each(|id| subject(state, id, each));
            }
            Record::Measure(_) => {
                let named = self.day.analysis.named(self.entry.place().at);
                named.countries().for_each(|it| each(Value::Subject(it)));
            }
            _ => self.actors(each),
        }
    }

    /// The measure whose step it is.
    fn measure(&self) -> Option<SearchedMeasure<'a>> {
        matches!(self.record, Record::Measure(_)).then(|| measure_at(self.day, self.entry.place())).flatten()
    }

    /// Whom it is about beside the subject that the file is about: they are found by any of their names.
    fn others<'i>(&self, ids: impl IntoIterator<Item = &'i Id>, each: &mut dyn FnMut(Says<'_>)) {
        let state = self.day.state();
        for id in ids {
            let whose = state.subject(id.as_str()).and_then(|subject| subject.affiliation.as_ref());
            for id in [Some(id), whose].into_iter().flatten() {
                if state.head().focus.as_ref() != Some(id) {
                    each(Says::About(number(state, id)));
                }
            }
        }
    }

    /// The line of a measure's step: each part of it, without making it.
    fn measure_shown(&self, it: &Measure, each: &mut dyn FnMut(Says<'_>)) {
        let named = self.day.analysis.named(self.entry.place().at);
        each(Says::Code(named.issuer));
        each(Says::Name(named.target));
        for country in named.countries().filter(|country| *country != self.day.focus()) {
            each(Says::About(country));
        }
        let Some(step) = self.entry.step().and_then(|at| it.history.get(at)) else { return };
        each(Says::Word(step.change.what.word()));
        step.scope.iter().for_each(|scope| each(Says::Text(scope)));
        step.change.list().into_iter().for_each(|list| each(Says::Text(list)));
        if step.act.is_some() {
            self.day.state().licence(step).into_iter().for_each(|licence| each(Says::Text(licence)));
        }
    }
}

impl Searched for Dated<'_> {
    fn shown(&self, each: &mut dyn FnMut(Says<'_>)) {
        match self.record {
            Record::Measure(it) => self.measure_shown(it, each),
            Record::Event(it) => {
                each(Says::Text(&it.title));
                self.others(&it.actors, each);
            }
            Record::Crossing(it) => {
                each(Says::Made(&title(self.day.state(), self.entry)));
                self.others(sides(&it.between), each);
            }
            Record::Relation(it) => {
                each(Says::Made(&title(self.day.state(), self.entry)));
                self.others(sides(&it.pair), each);
            }
            _ => {}
        }
    }

    fn has(&self, word: &Word<'_>) -> bool {
        word.in_record(&self.day.analysis, self.entry.place())
    }

    fn may_have(&self, field: &Field<'_>) -> bool {
        !matches!(self.record, Record::Measure(_)) || field.may_be_of(self.entry.place().at)
    }

    fn values(&self, field: FilterField, each: Each<'_>) {
        let (state, entry) = (self.day.state(), self.entry);
        match field {
            FilterField::Actor => self.actors(each),
            FilterField::Country => self.countries(each),
            FilterField::Issuer
            | FilterField::Target
            | FilterField::Measure
            | FilterField::Programme
            | FilterField::Act
            | FilterField::List => {
                if let Some(measure) = self.measure() {
                    measure.values(field, each);
                }
            }
            FilterField::Kind => each(Value::Made(&kind(state, entry))),
            FilterField::Name => match self.record {
                Record::Event(it) => each(Value::Text(&it.title)),
                Record::Measure(_) => each(Value::Subject(self.day.analysis.named(entry.place().at).target)),
                Record::Crossing(it) => each(Value::Text(&it.name)),
                _ => self.actors(each),
            },
            FilterField::Status => {
                each(Value::Text(entry.when(state, self.day.as_of())));
                match self.record {
                    Record::Event(Event { basis, .. }) => each(Value::Text(basis.word())),
                    _ => each(Value::Made(&title(state, entry))),
                }
            }
            FilterField::Since | FilterField::Before => date(entry.on(state), each),
            FilterField::Until => date(self.until(), each),
            FilterField::Conflict => each(Value::Flag(entry.in_conflict())),
            FilterField::Source | FilterField::Publisher | FilterField::Grade => {
                each_source(state, sources(state, entry), each);
            }
            FilterField::Sources => {
                each(Value::Number(i64::try_from(sources(state, entry).len()).unwrap_or(i64::MAX)));
            }
            FilterField::Withdrawn => each(Value::Flag(match entry.step() {
                Some(at) => self.record.withdrawn(at).is_some(),
                None => withdrawn(self.record, 0),
            })),
            FilterField::Id => each(Value::Text(self.record.id().as_str())),
            _ => self.said(field, each),
        }
    }
}

fn sides(pair: &(Id, Id)) -> impl Iterator<Item = &Id> {
    [&pair.0, &pair.1].into_iter()
}

/// So many entries are looked at in one go.
const CHUNK: usize = 4096;

/// The entries that pass a filter and belong to a subject; their places among all. `None` where all do.
///
/// What stands under an event that passes stays with it.
pub fn log(day: &Day, query: &Query, narrowing: Option<&Narrowing>) -> Option<Found<u32>> {
    if query.is_empty() && narrowing.is_none() {
        return None;
    }
    let (state, analysis, entries) = (day.state(), &day.analysis, day.entries.all());
    let search = Search::of_entries(query, state, analysis);
    let cover = narrowing.map(|it| Scope::new(it, state, analysis));
    let fit = |seen: &Seen, entry: &Entry| {
        if cover.as_ref().is_some_and(|it| !it.has(entry.place())) {
            return Fit::No;
        }
        if search.is_empty() {
            return Fit::Shown;
        }
        Dated::of(day, entry).map_or(Fit::No, |it| search.fit(&it, seen))
    };
    let chunks = entries.par_chunks(CHUNK).map(|entries| {
        let seen = Seen::default();
        entries.iter().map(|entry| fit(&seen, entry)).collect::<Vec<Fit>>()
    });
    let fits: Vec<Fit> = chunks.collect::<Vec<_>>().concat();
    let best = if fits.contains(&Fit::Shown) { Fit::Shown } else { Fit::Unseen };
    let unseen = fits.iter().filter(|fit| **fit == Fit::Unseen && best == Fit::Shown).count();
    let mut parent = false;
    let mut places = Vec::new();
    for ((place, entry), fit) in (0..).zip(entries).zip(fits) {
        let own = fit == best;
        if !entry.is_under() {
            parent = own;
        }
        if own || (entry.is_under() && parent) {
            places.push(place);
        }
    }
    Some(Found { places, unseen })
}
