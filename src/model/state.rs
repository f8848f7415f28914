//! Everything one file knows, by id.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use chrono::NaiveDate;
use hashbrown::HashMap;

use super::act::Act;
use super::acts;
use super::compact::Text;
use super::crossing::Crossing;
use super::date::Date;
use super::declare::declared;
use super::event::Event;
use super::history::{Claims, Grades, Step};
use super::id::Id;
use super::index::Index;
use super::measure::{Binding, Measure, MeasureChange, MeasureStatus, MeasureStep, bound_status, effective};
use super::record::{Owned, Record};
use super::relation::Relation;
use super::source::Source;
use super::subject::{Subject, SubjectKind};

pub use super::kind::{Place, RecordKind};
pub use super::records::Records;

/// The schema that this program reads and writes.
pub const SCHEMA: u32 = 2;

declared! {
    /// What stands at the head of a file.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Head("a state file") {
        /// The version of the file's form.
        schema: u32 => help("2"),
        /// What the file is about, in one line.
        title: Text,
        /// The subject that the file is about.
        focus: Option<Id> => to(RecordKind::Subjects).help("a subject"),
        /// Anything else worth saying.
        note: Option<Text> => lines(),
    }
}

impl Default for Head {
    fn default() -> Self {
        Self { schema: SCHEMA, title: Text::new(), focus: None, note: None }
    }
}

/// Everything one file knows, with its indexes. Cheap to clone: what is not changed is shared.
#[derive(Debug, Clone, Default)]
pub struct State {
    head: Head,
    records: Records,
    index: Arc<Index>,
    grades: Arc<Grades>,
    blocs: HashMap<Id, Vec<Id>>,
    /// When each act binds, its prolongations counted in.
    bindings: Arc<HashMap<Id, Binding>>,
    /// The days on which each act shows that what rests on it binds, those of the acts that amend it among them.
    act_days: Arc<HashMap<Id, Vec<Date>>>,
    /// From when acts bind that are not known yet: nothing more of them counts, nor is told.
    unknown: Arc<HashMap<Id, Binding>>,
    unread: HashSet<Id>,
}

/// What an act is called that is not known yet.
const NOT_KNOWN: &str = "an act not known yet";

/// The indexes say nothing that the records do not.
impl PartialEq for State {
    fn eq(&self, other: &Self) -> bool {
        self.head == other.head && self.records == other.records && self.unread == other.unread
    }
}

impl State {
    /// Builds the indexes. Where an id stands twice, it names the first record that has it.
    pub fn new(head: Head, records: Records) -> Self {
        let mut state = Self { head, records, ..Self::default() };
        let all: usize = RecordKind::ALL.iter().map(|list| state.len(*list)).sum();
        let mut index = Index::with_room(all);
        for place in state.places(RecordKind::ALL) {
            index.add(&state.records, place);
        }
        state.index = Arc::new(index);
        state.derive_again(RecordKind::Sources);
        state.derive_again(RecordKind::Subjects);
        state.derive_again(RecordKind::Acts);
        state
    }

    /// The same file with other records: those of the same ids, of which some may say less and some be out.
    pub(super) fn with_less(&self, records: Records) -> Self {
        if RecordKind::ALL.iter().all(|list| records.len(*list) == self.len(*list)) {
            // The same ids at the same places.
            return Self { records, ..self.clone() };
        }
        let mut less = Self::new(self.head.clone(), records).with_unread(self.unread.clone());
        // What an act does that is not known yet binds no sooner for that.
        let out = self.bindings.iter().chain(self.unknown.iter());
        let out = out.filter(|(id, _)| !less.bindings.contains_key(id.as_str()));
        let unknown = out.map(|(id, it)| (id.clone(), Binding { applies: it.applies, ..Binding::default() }));
        less.unknown = Arc::new(unknown.collect());
        less
    }

    /// Puts a record into its list at a place; at the end where the place lies beyond it.
    pub fn insert(&mut self, at: usize, record: Owned) -> Place {
        let list = record.list();
        let at = at.min(self.len(list));
        let index = Arc::make_mut(&mut self.index);
        index.shift(Place { list, at }, true);
        self.records.insert(at, record);
        index.add(&self.records, Place { list, at });
        self.derive_again(list);
        Place { list, at }
    }

    /// Takes the record at a place out of its list.
    pub fn remove(&mut self, place: Place) -> Option<Owned> {
        if place.at >= self.len(place.list) {
            return None;
        }
        let index = Arc::make_mut(&mut self.index);
        index.take(&self.records, place);
        index.shift(place, false);
        let record = self.records.remove(place)?;
        self.derive_again(place.list);
        Some(record)
    }

    /// Replaces the record at a place by another of the same list and returns it; nothing happens when the lists
    /// differ or there is no such place.
    pub fn replace(&mut self, place: Place, record: Owned) -> Option<Owned> {
        let (old_id, new_id) = (self.at(place)?.id().clone(), record.id().clone());
        if self.at(place)?.list() != record.list() {
            return None;
        }
        if old_id != new_id {
            Arc::make_mut(&mut self.index).take(&self.records, place);
        }
        let old = self.records.replace(place, record)?;
        if old_id != new_id {
            Arc::make_mut(&mut self.index).add(&self.records, place);
        }
        let is_derived_from = match (&old, self.at(place)) {
            (Owned::Source(old), Some(Record::Source(new))) => old_id != new_id || old.grade != new.grade,
            (Owned::Act(old), Some(Record::Act(new))) => !new.binds_like(old),
            (Owned::Subject(old), Some(Record::Subject(new))) => {
                old.kind == SubjectKind::Bloc || new.kind == SubjectKind::Bloc
            }
            _ => true,
        };
        if is_derived_from {
            self.derive_again(place.list);
        }
        Some(old)
    }

    /// Replaces what stands at the head of the file.
    pub fn replace_head(&mut self, head: Head) -> Head {
        std::mem::replace(&mut self.head, head)
    }

    /// What is derived from whole lists: grades from the sources, blocs from the subjects.
    fn derive_again(&mut self, list: RecordKind) {
        if list == RecordKind::Sources {
            let graded = self.records.sources.iter().filter_map(|s| s.grade.map(|g| (s.id.clone(), g)));
            self.grades = Arc::new(graded.collect());
        }
        if list == RecordKind::Acts {
            (self.bindings, self.act_days) = acts::derived(&self.records.acts);
        }
        if list == RecordKind::Subjects {
            self.blocs.clear();
            for subject in self.records.subjects.iter().filter(|subject| subject.kind == SubjectKind::Bloc) {
                // Who is named twice is a member once, and nobody is a member of itself.
                for member in subject.members.iter().filter(|member| **member != subject.id) {
                    let blocs = self.blocs.entry(member.clone()).or_default();
                    if blocs.last() != Some(&subject.id) {
                        blocs.push(subject.id.clone());
                    }
                }
            }
        }
    }

    /// Notes the ids of records that stand in the file but could not be read, so that a reference to one is not
    /// taken for a reference to nothing.
    #[must_use]
    pub fn with_unread(mut self, ids: HashSet<Id>) -> Self {
        self.unread = ids;
        self
    }

    /// Whether a record with this id stands in the file but could not be read.
    pub fn is_unread(&self, id: &str) -> bool {
        self.unread.contains(id)
    }

    /// What stands at the head of the file.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The records of all lists.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// How many records a list has.
    pub fn len(&self, list: RecordKind) -> usize {
        self.records.len(list)
    }

    /// Whether no list has a record.
    pub fn is_empty(&self) -> bool {
        RecordKind::ALL.iter().all(|list| self.len(*list) == 0)
    }

    /// The places of all records of some lists.
    pub fn places(&self, lists: &[RecordKind]) -> Vec<Place> {
        let of = |list: &RecordKind| {
            let list = *list;
            (0..self.len(list)).map(move |at| Place { list, at })
        };
        lists.iter().flat_map(of).collect()
    }

    /// The record at a place.
    pub fn at(&self, place: Place) -> Option<Record<'_>> {
        self.records.at(place)
    }

    /// Whether a record is the very same as that at a place of another state, without comparing what it says.
    pub fn is_same(&self, place: Place, other: &Self, there: usize) -> bool {
        self.records.is_same(place, &other.records, there)
    }

    /// The same state, in which each record that `other` has as well is the very one that it has: what two states of
    /// one file say alike is in memory once, and comparing it is comparing pointers.
    #[must_use]
    pub fn sharing(mut self, other: &Self) -> Self {
        let known = |list, id: &Id| {
            let place = other.place(id.as_str()).filter(|place| place.list == list);
            place.map(|place| place.at)
        };
        self.records = self.records.sharing(&other.records, known);
        self
    }

    /// Where the record with this id stands.
    pub fn place(&self, id: &str) -> Option<Place> {
        self.index.find(&self.records, id)
    }

    /// The record with this id.
    pub fn record(&self, id: &str) -> Option<Record<'_>> {
        self.place(id).and_then(|place| self.at(place))
    }

    /// The subject with this id.
    pub fn subject(&self, id: &str) -> Option<&Subject> {
        match self.record(id) {
            Some(Record::Subject(subject)) => Some(subject),
            _ => None,
        }
    }

    /// The name of a subject; its id where the file has no such subject.
    pub fn subject_name<'a>(&'a self, id: &'a Id) -> &'a str {
        self.subject(id.as_str()).map_or(id.as_str(), |subject| &subject.name)
    }

    /// The source with this id.
    pub fn source(&self, id: &str) -> Option<&Source> {
        match self.record(id) {
            Some(Record::Source(source)) => Some(source),
            _ => None,
        }
    }

    /// The act with this id.
    pub fn act(&self, id: &str) -> Option<&Act> {
        match self.record(id) {
            Some(Record::Act(act)) => Some(act),
            _ => None,
        }
    }

    /// How an act is cited; its id where the file has no such act.
    pub fn act_name<'a>(&'a self, id: &'a Id) -> &'a str {
        let unknown = || if self.unknown.contains_key(id.as_str()) { NOT_KNOWN } else { id.as_str() };
        self.act(id.as_str()).map_or_else(unknown, Act::name)
    }

    /// When an act binds, the acts that prolong it counted in.
    pub fn binding(&self, act: &Id) -> Option<Binding> {
        self.bindings.get(act.as_str()).or_else(|| self.unknown.get(act.as_str())).copied()
    }

    /// The days on which an act, and each that amends or prolongs it, shows that what rests on it binds: of adoption, of
    /// publication and of application.
    pub fn act_days(&self, act: &Id) -> &[Date] {
        self.act_days.get(act.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The licence that a step names.
    pub fn licence<'a>(&'a self, step: &'a Step<MeasureChange>) -> Option<&'a str> {
        step.act.as_ref().filter(|_| step.change.what == MeasureStep::Licensed).map(|act| self.act_name(act))
    }

    /// Whom or what a measure is aimed at.
    pub fn target(&self, it: &Measure) -> Option<&Subject> {
        self.subject(it.target.as_str())
    }

    /// The name of a measure's target; its id where the file has no such subject.
    pub fn target_name<'a>(&'a self, it: &'a Measure) -> &'a str {
        self.subject_name(&it.target)
    }

    /// The history of a measure on the days on which its steps bind: statuses and claims run over it.
    pub fn effective<'a>(&'a self, it: &'a Measure) -> Cow<'a, [Step<MeasureChange>]> {
        effective(&it.history, it.issuer.as_str(), |act| self.binding(act))
    }

    /// What the history of a measure says on `day`, its claims having been compared.
    pub fn status(&self, it: &Measure, day: NaiveDate, claims: &Claims) -> MeasureStatus {
        bound_status(&it.history, &self.effective(it), day, claims)
    }

    /// The measure with this id.
    pub fn measure(&self, id: &str) -> Option<&Measure> {
        match self.record(id) {
            Some(Record::Measure(sanction)) => Some(sanction),
            _ => None,
        }
    }

    /// The crossing with this id.
    pub fn crossing(&self, id: &str) -> Option<&Crossing> {
        match self.record(id) {
            Some(Record::Crossing(crossing)) => Some(crossing),
            _ => None,
        }
    }

    /// The relation with this id.
    pub fn relation(&self, id: &str) -> Option<&Relation> {
        match self.record(id) {
            Some(Record::Relation(relation)) => Some(relation),
            _ => None,
        }
    }

    /// The event with this id.
    pub fn event(&self, id: &str) -> Option<&Event> {
        match self.record(id) {
            Some(Record::Event(event)) => Some(event),
            _ => None,
        }
    }

    /// How far each source is trusted.
    pub fn grades(&self) -> &Grades {
        &self.grades
    }

    /// The blocs that a subject is a member of: their measures reach it.
    pub fn blocs_of(&self, member: &Id) -> &[Id] {
        self.blocs.get(member).map_or(&[], Vec::as_slice)
    }

    /// Whether `issuer` is `narrowing`, or a bloc that `narrowing` is a member of (then it acts for it *via the bloc*).
    pub fn acts_for(&self, issuer: &Id, subject: &Id) -> Option<Via> {
        if issuer == subject {
            Some(Via::Itself)
        } else if self.blocs_of(subject).contains(issuer) {
            Some(Via::Bloc)
        } else {
            None
        }
    }
}

/// How a measure is a subject's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// The subject issued it.
    Itself,
    /// A bloc issued it, and the subject is a member: derived, and shown as such.
    Bloc,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::chunked::ChunkedVec;

    fn subject(id: &str, kind: SubjectKind, members: &[&str]) -> Subject {
        Subject {
            members: members.iter().map(|m| Id::new(m)).collect(),
            ..Subject::new(id.into(), id.into(), kind)
        }
    }

    #[test]
    fn a_blocs_measure_reaches_its_members_as_derived_and_an_organisations_does_not() {
        let records = Records {
            subjects: ChunkedVec::from_iter([
                subject("EU", SubjectKind::Bloc, &["PL", "EU", "PL"]),
                subject("OSCE", SubjectKind::Organisation, &["PL"]),
                subject("PL", SubjectKind::State, &[]),
            ]),
            ..Records::default()
        };
        let state = State::new(Head::default(), records);
        let acts = |issuer: &str| state.acts_for(&issuer.into(), &"PL".into());
        assert_eq!(acts("EU"), Some(Via::Bloc));
        assert_eq!(acts("PL"), Some(Via::Itself));
        assert_eq!(acts("OSCE"), None);
        assert_eq!(state.blocs_of(&"PL".into()), ["EU".into()], "named twice, it is a member once");
        assert!(state.blocs_of(&"EU".into()).is_empty(), "no bloc is its own member");
    }

    #[test]
    fn what_two_states_say_alike_is_in_memory_once() {
        let of = |actors: &[Subject]| {
            State::new(
                Head::default(),
                Records { subjects: actors.iter().cloned().collect(), ..Records::default() },
            )
        };
        let state = |id| subject(id, SubjectKind::State, &[]);
        let ours = of(&[state("A"), state("B"), state("C")]);
        let theirs = of(&[state("C"), subject("A", SubjectKind::Bloc, &[]), state("B"), state("D")]);
        let shared = theirs.clone().sharing(&ours);
        assert_eq!(shared, theirs);
        let same = |at, there| shared.is_same(Place { list: RecordKind::Subjects, at }, &ours, there);
        assert!(same(0, 2) && same(2, 1), "C and B are those of the other");
        assert!(!same(1, 0), "A says something else");
    }
}
