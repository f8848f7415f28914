//! A part of a state that stands by itself: a record with all that what is said of it rests on.

use std::collections::HashSet;

use crate::model::declare::{Field, Visitor};
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::records::Gathering;
use crate::model::state::{RecordKind, State};
use crate::schema::references::{Fate, changed};

/// A part of a state.
#[derive(Debug, Clone)]
pub struct Apart {
    /// It, as a state of its own: every reference in it leads to a record of it.
    pub state: State,
    /// The events of it that are also about records that are not part of it, with these.
    pub cut: Vec<(Id, Vec<Id>)>,
}

/// The record with this id and all that it rests on: whatever it refers to, and that refers to; the acts that amend or
/// supersede those it rests on; the decisions about it. Of a subject the measures against it and by it and its relations as well, of an act or event what names it, of a relation the
/// measures of both sides and the crossings between them, of a crossing the others between the same two. What other records an event is about is left out.
///
/// `None` where there is no such record.
pub fn apart(state: &State, id: &str) -> Option<Apart> {
    let start = state.record(id)?;
    let mut taken = Taken { state, ids: HashSet::new(), open: Vec::new() };
    taken.take(start.id());
    taken.what_is_about(start);
    taken.close();
    let Taken { ids, .. } = taken;
    let (mut part, mut cut) = (Gathering::default(), Vec::new());
    for place in state.places(RecordKind::ALL) {
        let Some(record) = state.at(place).filter(|record| ids.contains(record.id())) else { continue };
        let stays = |id: &str| if ids.contains(&Id::new(id)) { Fate::Stays } else { Fate::Goes };
        match (record, changed(record, &stays)) {
            (Record::Event(event), Some(Ok(without))) => {
                let gone = event.links.iter().filter(|id| !ids.contains(*id)).cloned().collect();
                cut.push((event.id.clone(), gone));
                part.add(without);
            }
            _ => part.share(state.records(), place),
        }
    }
    let mut head = state.head().clone();
    head.focus = head.focus.filter(|focus| ids.contains(focus));
    Some(Apart { state: State::new(head, part.done()), cut })
}

/// What is part of it so far.
struct Taken<'a> {
    state: &'a State,
    ids: HashSet<&'a Id>,
    /// Those of them whose references were not followed yet.
    open: Vec<Record<'a>>,
}

impl<'a> Taken<'a> {
    fn take(&mut self, id: &Id) {
        if let Some(record) = self.state.record(id.as_str())
            && self.ids.insert(record.id())
        {
            self.open.push(record);
        }
    }

    fn take_all(&mut self, ids: Vec<&Id>) {
        for id in ids {
            self.take(id);
        }
    }

    /// Takes what says something about the record that it is all about.
    fn what_is_about(&mut self, start: Record<'a>) {
        let records = self.state.records();
        let subject = match start {
            Record::Subject(it) => {
                let against = records.sanctions.iter().filter(|measure| measure.target == it.id);
                let pairs = records.relations.iter();
                let pairs = pairs.filter(|relation| relation.pair.0 == it.id || relation.pair.1 == it.id);
                let issued = records.sanctions.iter().filter(|measure| measure.issuer == it.id);
                let measures = against.chain(issued).map(|it| &it.id);
                let about = measures.chain(pairs.map(|it| &it.id)).collect::<Vec<_>>();
                self.take_all(about);
                Some(&it.id)
            }
            // How two stand is also what each has in force, by itself or by a bloc.
            Record::Relation(it) => {
                let sides = [&it.pair.0, &it.pair.1];
                let is_of = |issuer: &Id| {
                    sides.iter().any(|side| *side == issuer || self.state.blocs_of(side).contains(issuer))
                };
                let by_them = records.sanctions.iter().filter(|measure| is_of(&measure.issuer));
                let crossings = records.crossings.iter().filter(|crossing| crossing.is_between(&it.pair));
                self.take_all(by_them.map(|it| &it.id).chain(crossings.map(|it| &it.id)).collect());
                None
            }
            // What is said of a whole border and of its points is held against each other.
            Record::Crossing(it) => {
                let beside = records.crossings.iter().filter(|other| other.is_between(&it.between));
                self.take_all(beside.map(|it| &it.id).collect());
                None
            }
            // What an act or an event did.
            Record::Act(_) | Record::Event(_) => {
                let kinds = [RecordKind::Sanctions, RecordKind::Relations, RecordKind::Crossings];
                let all = self.state.places(&kinds).into_iter().filter_map(|place| self.state.at(place));
                let naming = all.filter(|record| record.mentions(start.id()));
                self.take_all(naming.map(Record::id).collect());
                None
            }
            Record::Measure(it) => Some(&it.target),
            _ => None,
        };
        for decision in &records.decisions {
            if decision.subject.as_ref().is_some_and(|it| Some(it) == subject) {
                self.take(&decision.id);
            }
        }
        if let Some(focus) = &self.state.head().focus {
            self.take(focus);
        }
    }

    /// Takes all that what is taken rests on.
    fn close(&mut self) {
        loop {
            while let Some(record) = self.open.pop() {
                let mut found = Found { about: Vec::new(), is_event: matches!(record, Record::Event(_)) };
                record.visit(&mut found);
                self.take_all(found.about);
            }
            let acts = self.state.records().acts.iter();
            let changing = acts.filter(|act| !self.ids.contains(&act.id)).filter(|act| {
                act.amends.iter().chain(act.supersedes.iter()).any(|changed| self.ids.contains(changed))
            });
            let changing: Vec<&Id> = changing.map(|act| &act.id).collect();
            if changing.is_empty() {
                return;
            }
            self.take_all(changing);
        }
    }
}

/// The references of a record that are followed.
struct Found<'a> {
    about: Vec<&'a Id>,
    is_event: bool,
}

impl<'r> Visitor<'r> for Found<'r> {
    fn id(&mut self, field: &'static Field, it: &'r Id) {
        // What else an event is about says nothing of the record.
        if field.refers.is_some() && !(self.is_event && field.name == "links") {
            self.about.push(it);
        }
    }
}
