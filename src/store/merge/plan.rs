//! The merge of states in its steps: who is who, what cannot hold together, and then record by record.

use std::collections::HashSet;

use super::fields::{Choices, NOWHERE, Path};
use super::lines::Change;
use super::order;
use super::rename::{Names, Renames, Twice, renamed};
use super::{About, Conflict, Side};
use crate::model::check::{Finding, Severity, check, check_records};
use crate::model::compact::Text;
use crate::model::id::Id;
use crate::model::record::Owned;
use crate::model::records::Gathering;
use crate::model::state::{Head, Place, RecordKind, State};
use crate::ron::node::{Node, Value};
use crate::ron::print::inline;
use crate::schema::read::{Decoder, decode};
use crate::schema::write::encode;

/// After so many rounds of looking for what does not hold together, everything that differs is to be chosen whole.
const ROUNDS: usize = 16;

/// Two sides and their base, ready to be merged.
pub(super) struct Plan {
    base: State,
    ours: State,
    theirs: State,
    /// The records of either side in their order.
    entries: Vec<(RecordKind, Vec<Entry>)>,
    /// Under which ids a record is known to all three.
    pub names: Renames,
    /// Records that are to be chosen whole wherever the sides differ.
    pub whole: HashSet<Id>,
}

/// A merged state.
#[derive(Debug, Clone)]
pub(super) struct Variant {
    pub state: State,
    pub conflicts: Vec<Conflict>,
    /// The ids by which all sides know the records that were given two new ones.
    pub common: Names,
}

/// A record that a side has: where it stands in the base, in ours and in theirs, and who has changed it.
#[derive(Debug, Clone, Copy)]
struct Entry {
    places: [Option<usize>; 3],
    change: Change,
}

/// What comes of a record.
enum Outcome<'s> {
    Kept(&'s State, Place),
    New(Box<Owned>),
    Gone,
}

impl Plan {
    pub fn new(base: &State, ours: &State, theirs: &State) -> Self {
        let names = Renames::of(base, ours, theirs);
        let [base, ours, theirs] =
            [(base, &names.base), (ours, &names.ours), (theirs, &names.theirs)].map(|it| renamed(it.0, it.1));
        let all = [&base, &ours, &theirs];
        let entries = RecordKind::ALL.iter().map(|list| (*list, entries(all, *list))).collect();
        let mut plan = Self { base, ours, theirs, entries, whole: names.deleted.clone(), names };
        plan.settle();
        plan
    }

    /// Merges; `choose` as with [`super::merge`].
    pub fn merged(&self, choose: &dyn Fn(usize) -> Side) -> Variant {
        let mut choices = Choices::new(choose);
        let mut common = Names::new();
        let mut chosen = Names::new();
        for Twice { list, old, ours, theirs } in &self.names.twice {
            let printed = |id: &Id| Some(format!("{:?}", id.as_str()));
            let conflict = Conflict {
                about: About::Record(*list, old.clone()),
                field: "id".to_owned(),
                ours: printed(ours),
                theirs: printed(theirs),
            };
            let new = if choices.conflict(conflict) == Side::Ours { ours } else { theirs };
            chosen.insert(old.clone(), new.clone());
            common.insert(new.clone(), old.clone());
        }
        let state = renamed(&self.records(&mut choices), &chosen);
        Variant { state, conflicts: choices.conflicts, common }
    }

    /// Takes more records to be chosen whole; `false` where they were already.
    pub fn take_whole(&mut self, ids: HashSet<Id>) -> bool {
        let before = self.whole.len();
        self.whole.extend(ids);
        let more = self.whole.len() > before;
        if more {
            self.settle();
        }
        more
    }

    /// Finds what does not hold together, whichever side is chosen: it is to be chosen whole.
    fn settle(&mut self) {
        for round in 0..=ROUNDS {
            let mut broken = HashSet::new();
            for (side, state) in [(Side::Ours, &self.ours), (Side::Theirs, &self.theirs)] {
                let merged = self.records(&mut Choices::new(&|_| side));
                for finding in errors(&merged, state) {
                    if !self.is_of_a_side(&merged, &finding) {
                        self.involved(&merged, &finding, &mut broken);
                    }
                }
            }
            if broken.is_subset(&self.whole) {
                return;
            }
            if round == ROUNDS {
                let all = [&self.base, &self.ours, &self.theirs];
                broken.extend(all.iter().flat_map(|state| {
                    let places = state.places(RecordKind::ALL);
                    places.into_iter().filter_map(|place| Some(state.at(place)?.id().clone()))
                }));
            }
            self.whole.extend(broken);
        }
    }

    /// Whether a side has an error by itself: no choice between the sides would mend it.
    fn is_of_a_side(&self, merged: &State, finding: &Finding) -> bool {
        [&self.ours, &self.theirs].iter().any(|side| match finding.place {
            None => {
                let focus = &side.head().focus;
                focus == &merged.head().focus
                    && focus.as_ref().is_some_and(|focus| side.subject(focus.as_str()).is_none())
            }
            Some(place) => {
                let there = merged.at(place).and_then(|record| side.place(record.id().as_str()));
                let there = there.filter(|there| there.list == place.list);
                let found = there.map(|there| check_records(side, &[there])).unwrap_or_default();
                found.iter().any(|it| it.message == finding.message)
            }
        })
    }

    /// The records that an error of a merged state comes from: the one that has it, and what it lacks.
    fn involved(&self, merged: &State, finding: &Finding, ids: &mut HashSet<Id>) {
        let lacks = |id: &str| {
            merged.place(id).is_none()
                && [&self.base, &self.ours, &self.theirs].iter().any(|state| state.place(id).is_some())
        };
        let Some(record) = finding.place.and_then(|place| merged.at(place)) else {
            ids.extend(merged.head().focus.clone());
            return;
        };
        ids.insert(record.id().clone());
        texts(&encode(record), &mut |text| {
            if lacks(text) {
                ids.insert(Id::new(text));
            }
        });
    }

    fn records(&self, choices: &mut Choices<'_>) -> State {
        let mut records = Gathering::default();
        for (list, entries) in &self.entries {
            for entry in entries {
                match self.record(choices, *list, *entry) {
                    Outcome::Kept(state, place) => records.share(state.records(), place),
                    Outcome::New(record) => records.add(*record),
                    Outcome::Gone => {}
                }
            }
        }
        let head = self.head(choices);
        State::new(head, records.done())
    }

    fn record(&self, choices: &mut Choices<'_>, list: RecordKind, entry: Entry) -> Outcome<'_> {
        let [b, o, t] = entry.places.map(|at| at.map(|at| Place { list, at }));
        let kept = |state, place: Option<Place>| place.map_or(Outcome::Gone, |at| Outcome::Kept(state, at));
        let (ours, theirs) = (kept(&self.ours, o), kept(&self.theirs, t));
        let id = || {
            let record = o.and_then(|at| self.ours.at(at)).or_else(|| t.and_then(|at| self.theirs.at(at)));
            record.map(|record| record.id().clone())
        };
        if entry.change == Change::None {
            return ours;
        }
        let is_whole = !self.whole.is_empty() && id().is_some_and(|id| self.whole.contains(&id));
        match entry.change {
            Change::Ours if !is_whole => return ours,
            Change::Theirs if !is_whole => return theirs,
            _ => {}
        }
        let Some(id) = id() else { return ours };
        let about = About::Record(list, id);
        let (b, o, t) = (fields_of(&self.base, b), fields_of(&self.ours, o), fields_of(&self.theirs, t));
        if let (Some(o), Some(t), false) = (&o, &t, is_whole) {
            let empty = Node { span: NOWHERE, value: Value::Struct(None, Vec::new()) };
            let mut path = Path { about: about.clone(), at: Vec::new() };
            let before = choices.conflicts.len();
            let node = choices.value(&mut path, b.as_ref().unwrap_or(&empty), o, t);
            if let Some(merged) = decode(&mut Decoder::default(), list, &node) {
                return Outcome::New(Box::new(merged));
            }
            // The parts do not make a record together: then it is the whole that there is to choose.
            choices.conflicts.truncate(before);
        }
        let (our_text, their_text) = (o.as_ref().map(inline), t.as_ref().map(inline));
        let conflict = Conflict { about, field: String::new(), ours: our_text, theirs: their_text };
        if choices.conflict(conflict) == Side::Ours { ours } else { theirs }
    }

    fn head(&self, choices: &mut Choices<'_>) -> Head {
        let (base, ours, theirs) = (self.base.head(), self.ours.head(), self.theirs.head());
        let mut one = |field: &str, [b, o, t]: [Option<&str>; 3], is_whole: bool| {
            if o == t || (!is_whole && t == b) {
                return o.map(Text::from);
            }
            if !is_whole && o == b {
                return t.map(Text::from);
            }
            let conflict = Conflict {
                about: About::Head,
                field: field.to_owned(),
                ours: o.map(str::to_owned),
                theirs: t.map(str::to_owned),
            };
            if choices.conflict(conflict) == Side::Ours { o } else { t }.map(Text::from)
        };
        let heads = [base, ours, theirs];
        let focus = heads.map(|head| head.focus.as_ref().map(Id::as_str));
        let is_whole = focus.iter().flatten().any(|focus| self.whole.contains(*focus));
        Head {
            schema: ours.schema.max(theirs.schema),
            title: one("title", heads.map(|head| Some(head.title.as_str())), false).unwrap_or_default(),
            focus: one("focus", focus, is_whole).map(Id::from),
            note: one("note", heads.map(|head| head.note.as_deref()), false),
        }
    }
}

fn ids(state: &State, list: RecordKind) -> Vec<&str> {
    (0..state.len(list)).filter_map(|at| Some(state.at(Place { list, at })?.id().as_str())).collect()
}

fn entries(all: [&State; 3], list: RecordKind) -> Vec<Entry> {
    let [base, ours, theirs] = all;
    let same = |a: &State, at: Option<usize>, b: &State, there: Option<usize>| match (at, there) {
        (Some(at), Some(there)) => {
            let (place, other) = (Place { list, at }, Place { list, at: there });
            a.is_same(place, b, there) || a.at(place) == b.at(other)
        }
        (at, there) => at == there,
    };
    let [b, o, t] = all.map(|state| ids(state, list));
    let entry = |id: &str| {
        let places =
            all.map(|state| state.place(id).filter(|place| place.list == list).map(|place| place.at));
        let [b, o, t] = places;
        let change = if same(theirs, t, base, b) {
            if same(ours, o, base, b) { Change::None } else { Change::Ours }
        } else if same(ours, o, base, b) {
            Change::Theirs
        } else if same(ours, o, theirs, t) {
            Change::None
        } else {
            Change::Both
        };
        Entry { places, change }
    };
    order::merged(&b, &o, &t).into_iter().map(entry).collect()
}

fn fields_of(state: &State, place: Option<Place>) -> Option<Node<'_>> {
    place.and_then(|place| state.at(place)).map(encode)
}

/// The errors of a merged state that its side does not have: those of records that the side does not have so, and
/// where it has more, of what may refer to it.
fn errors(merged: &State, side: &State) -> Vec<Finding> {
    let mut changed = Vec::new();
    let mut kept = 0;
    for place in merged.places(RecordKind::ALL) {
        let Some(record) = merged.at(place) else { continue };
        let there = side.place(record.id().as_str()).filter(|there| there.list == place.list);
        kept += usize::from(there.is_some());
        if !there.is_some_and(|there| merged.is_same(place, side, there.at)) {
            changed.push(place);
        }
    }
    let all: usize = RecordKind::ALL.iter().map(|list| side.len(*list)).sum();
    let all_there = kept == all && merged.head().focus == side.head().focus;
    let mut found = if all_there { check_records(merged, &changed) } else { check(merged) };
    found.retain(|finding| finding.severity == Severity::Error);
    found
}

/// Each text that a value holds.
fn texts(node: &Node<'_>, visit: &mut dyn FnMut(&str)) {
    match &node.value {
        Value::Text(text) => visit(text),
        Value::Struct(_, fields) => {
            for field in fields {
                texts(&field.node, visit);
            }
        }
        Value::List(items) | Value::Tuple(_, items) => {
            for item in items {
                texts(item, visit);
            }
        }
        _ => {}
    }
}
