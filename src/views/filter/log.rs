//! Which entries of the log are shown.

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::model::date::Date;
use crate::model::event::Event;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::State;
use crate::model::subject::{Subject, SubjectKind};
use crate::views::analysis::Analysis;
use crate::views::day::Day;
use crate::views::log::{Entry, kind, sources, title};
use crate::views::narrowing::{Narrowing, Scope};
use crate::views::query::Query;
use crate::views::search::{Field, Search, Searched, Word};

struct Dated<'a> {
    state: &'a State,
    analysis: &'a Analysis,
    entry: &'a Entry,
    day: NaiveDate,
}

impl Dated<'_> {
    fn event(&self) -> Option<&Event> {
        match self.state.at(self.entry.place()) {
            Some(Record::Event(event)) => Some(event),
            _ => None,
        }
    }
}

impl Searched for Dated<'_> {
    fn has(&self, word: &Word<'_>) -> bool {
        word.in_record(self.analysis, self.entry.place())
    }

    fn field(&self, field: &Field<'_>) -> Option<bool> {
        let needle = field.needle;
        let record = self.state.at(self.entry.place())?;
        let names = |id: &Id| needle.names(self.state, id);
        let takes_part = |id: &Id| {
            let whose = self.state.subject(id.as_str()).and_then(|subject| subject.affiliation.as_ref());
            names(id) || whose.is_some_and(names)
        };
        Some(match (field.name, record) {
            ("actor", Record::Event(it)) => it.actors.iter().any(takes_part),
            ("actor", Record::Measure(it)) => {
                names(&it.issuer)
                    || names(&it.target)
                    || self.state.target(it).is_some_and(|target| is_group_of(target, &names))
                    || self.state.target(it).and_then(Subject::country).is_some_and(names)
            }
            ("actor", Record::Crossing(it)) => names(&it.between.0) || names(&it.between.1),
            ("actor", Record::Relation(it)) => names(&it.pair.0) || names(&it.pair.1),
            ("issuer", Record::Measure(it)) => names(&it.issuer),
            ("target", Record::Measure(it)) => {
                self.state.target(it).is_some_and(|target| target.names().any(|name| needle.within(name)))
            }
            ("measure", Record::Measure(it)) => needle.within(it.measure.word()),
            ("kind", _) => needle.within(&kind(self.state, self.entry)),
            ("status", _) => {
                needle.within(self.entry.when(self.state, self.day))
                    || self.event().is_some_and(|event| needle.within(event.basis.word()))
                    || (self.entry.step().is_some() && needle.within(&title(self.state, self.entry)))
            }
            ("source", _) => sources(self.state, self.entry).iter().any(|s| needle.within(s.as_str())),
            ("id", record) => needle.within(record.id().as_str()),
            _ => return None,
        })
    }

    fn date(&self) -> Option<Date> {
        self.entry.on(self.state)
    }

    fn in_conflict(&self) -> bool {
        self.entry.in_conflict()
    }
}

/// Whether it is a group of somebody: what is aimed at several is aimed at each.
fn is_group_of(target: &Subject, is_meant: &dyn Fn(&Id) -> bool) -> bool {
    target.kind == SubjectKind::Group && target.members.iter().any(is_meant)
}

/// So many entries are looked at in one go.
const CHUNK: usize = 4096;

/// The entries that pass a filter and belong to a subject; their places among all. `None` where all do.
///
/// What stands under an event that passes stays with it.
pub fn log(day: &Day, query: &Query, narrowing: Option<&Narrowing>) -> Option<Vec<u32>> {
    if query.is_empty() && narrowing.is_none() {
        return None;
    }
    let (state, analysis, entries) = (day.state(), &day.analysis, day.entries.all());
    let day = day.as_of();
    let search = Search::of_entries(query, state, analysis);
    let cover = narrowing.map(|it| Scope::new(it, state, analysis));
    let passes = |entry: &Entry| {
        (search.is_empty() || search.accepts(&Dated { state, analysis, entry, day }))
            && cover.as_ref().is_none_or(|it| it.has(entry.place()))
    };
    let passed: Vec<bool> = entries.par_iter().with_min_len(CHUNK).map(passes).collect();
    let mut parent = false;
    let mut places = Vec::new();
    for ((place, entry), own) in (0..).zip(entries).zip(passed) {
        if !entry.is_under() {
            parent = own;
        }
        if own || (entry.is_under() && parent) {
            places.push(place);
        }
    }
    Some(places)
}
