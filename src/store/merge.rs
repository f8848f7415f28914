//! Three-way merge of states, by record and by field. Two sides may each add, change and delete; only where both
//! changed the same thing differently is there something to choose.

use std::collections::{HashMap, HashSet};

use super::text::patch::common;
use crate::edit::decode::{Decoder, decode};
use crate::edit::encode::encode;
use crate::edit::node::{Field, Node, Span, Value};
use crate::model::compact::Text;
use crate::model::id::Id;
use crate::model::record::Owned;
use crate::model::state::{Head, List, Place, Records, State};

/// Something that both sides changed differently.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The list of the record.
    pub list: List,
    /// The record.
    pub id: Id,
    /// Which field, such as `history 3 · sources`; empty for the whole record.
    pub field: String,
    /// What our side says, as it would stand in the file; `None` where it deleted it.
    pub ours: Option<String>,
    /// What the other side says.
    pub theirs: Option<String>,
}

/// The outcome of a merge: what our side says wherever there is something to choose.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The merged state.
    pub state: State,
    /// What there is to choose.
    pub conflicts: Vec<Conflict>,
}

/// Which side is taken where both changed the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Ours.
    Ours,
    /// Theirs.
    Theirs,
}

/// Merges two sides that both come from `base`. `choose` says which side is taken for the conflict of a number, in
/// the order in which they are found.
pub fn merge(base: &State, ours: &State, theirs: &State, choose: &dyn Fn(usize) -> Side) -> Merged {
    let mut merge = Merge { conflicts: Vec::new(), choose };
    let mut records = Records::default();
    for list in List::ALL.iter().copied() {
        for record in merge.list(list, base, ours, theirs) {
            push(&mut records, record);
        }
    }
    let head = merge.head(base.head(), ours.head(), theirs.head());
    Merged { state: State::new(head, records), conflicts: merge.conflicts }
}

fn push(records: &mut Records, record: Owned) {
    match record {
        Owned::Actor(it) => records.actors.push(it),
        Owned::Source(it) => records.sources.push(it),
        Owned::Relation(it) => records.relations.push(it),
        Owned::Sanction(it) => records.sanctions.push(it),
        Owned::Crossing(it) => records.crossings.push(it),
        Owned::Event(it) => records.events.push(it),
    }
}

struct Merge<'c> {
    conflicts: Vec<Conflict>,
    choose: &'c dyn Fn(usize) -> Side,
}

fn ids(state: &State, list: List) -> Vec<Id> {
    (0..state.len(list))
        .filter_map(|at| state.at(Place { list, at }))
        .map(|record| record.id().clone())
        .collect()
}

fn of(state: &State, list: List, id: &Id) -> Option<Owned> {
    let place = state.place(id.as_str()).filter(|place| place.list == list)?;
    state.at(place).map(crate::model::record::Record::to_owned)
}

impl Merge<'_> {
    fn conflict(&mut self, conflict: Conflict) -> Side {
        let side = (self.choose)(self.conflicts.len());
        self.conflicts.push(conflict);
        side
    }

    fn list(&mut self, list: List, base: &State, ours: &State, theirs: &State) -> Vec<Owned> {
        let (our_ids, their_ids) = (ids(ours, list), ids(theirs, list));
        // Their order, with what only we have behind what it stands behind with us.
        let mut order = their_ids.clone();
        let known: HashSet<&Id> = their_ids.iter().collect();
        let mut behind: Option<&Id> = None;
        for id in &our_ids {
            if !known.contains(id) {
                let at = behind.and_then(|behind| order.iter().position(|known| known == behind));
                order.insert(at.map_or(0, |at| at + 1), id.clone());
            }
            behind = Some(id);
        }
        let mut merged = Vec::new();
        for id in &order {
            let (b, o, t) = (of(base, list, id), of(ours, list, id), of(theirs, list, id));
            merged.extend(self.record(list, id, b.as_ref(), o, t));
        }
        merged
    }

    fn record(
        &mut self,
        list: List,
        id: &Id,
        base: Option<&Owned>,
        ours: Option<Owned>,
        theirs: Option<Owned>,
    ) -> Option<Owned> {
        if ours == theirs || theirs.as_ref() == base {
            return ours;
        }
        if ours.as_ref() == base {
            return theirs;
        }
        let printed = |record: &Owned| super::text::print::inline(&encode(record.borrowed()));
        match (&ours, &theirs) {
            (Some(o), Some(t)) => {
                let empty = Node { span: NOWHERE, value: Value::Struct(None, Vec::new()) };
                let b = base.map_or(empty, |b| encode(b.borrowed()));
                let mut path = Path { list, id: id.clone(), at: Vec::new() };
                let before = self.conflicts.len();
                let node = self.value(&mut path, &b, &encode(o.borrowed()), &encode(t.borrowed()));
                if let Some(merged) = decode(&mut Decoder::default(), list, &node) {
                    return Some(merged);
                }
                // The parts do not make a record together: then it is the whole that there is to choose.
                self.conflicts.truncate(before);
            }
            (None, None) => return None,
            _ => {}
        }
        let conflict = Conflict {
            list,
            id: id.clone(),
            field: String::new(),
            ours: ours.as_ref().map(printed),
            theirs: theirs.as_ref().map(printed),
        };
        match self.conflict(conflict) {
            Side::Ours => ours,
            Side::Theirs => theirs,
        }
    }

    fn value<'t>(
        &mut self,
        path: &mut Path,
        base: &Node<'t>,
        ours: &Node<'t>,
        theirs: &Node<'t>,
    ) -> Node<'t> {
        if ours.value == theirs.value || theirs.value == base.value {
            return ours.clone();
        }
        if ours.value == base.value {
            return theirs.clone();
        }
        match (&base.value, &ours.value, &theirs.value) {
            (Value::Struct(_, b), Value::Struct(name, o), Value::Struct(_, t)) => {
                let fields = self.fields(path, b, o, t);
                Node { span: NOWHERE, value: Value::Struct(*name, fields) }
            }
            (Value::List(b), Value::List(o), Value::List(t)) => {
                let items = self.items(path, b, o, t);
                Node { span: NOWHERE, value: Value::List(items) }
            }
            _ => match self.conflict(path.conflict(Some(ours), Some(theirs))) {
                Side::Ours => ours.clone(),
                Side::Theirs => theirs.clone(),
            },
        }
    }

    fn fields<'t>(
        &mut self,
        path: &mut Path,
        base: &[Field<'t>],
        ours: &[Field<'t>],
        theirs: &[Field<'t>],
    ) -> Vec<Field<'t>> {
        fn find<'a, 't>(fields: &'a [Field<'t>], name: &str) -> Option<&'a Node<'t>> {
            fields.iter().find(|field| field.name == name).map(|field| &field.node)
        }
        let mut names: Vec<&'t str> = ours.iter().map(|field| field.name).collect();
        names.extend(theirs.iter().map(|f| f.name).filter(|name| find(ours, name).is_none()));
        let mut merged = Vec::new();
        for name in names {
            let (b, o, t) = (find(base, name), find(ours, name), find(theirs, name));
            path.at.push(name.to_owned());
            let same =
                |a: Option<&Node<'t>>, b: Option<&Node<'t>>| a.map(|n| &n.value) == b.map(|n| &n.value);
            let node = if same(o, t) || same(t, b) {
                o.cloned()
            } else if same(o, b) {
                t.cloned()
            } else {
                match (o, t) {
                    (Some(o), Some(t)) => {
                        let empty = match (&o.value, &t.value) {
                            (Value::List(_), Value::List(_)) => Value::List(Vec::new()),
                            _ => Value::Name("None"),
                        };
                        let empty = Node { span: NOWHERE, value: empty };
                        Some(self.value(path, b.unwrap_or(&empty), o, t))
                    }
                    (o, t) => match self.conflict(path.conflict(o, t)) {
                        Side::Ours => o.cloned(),
                        Side::Theirs => t.cloned(),
                    },
                }
            };
            path.at.pop();
            merged.extend(node.map(|node| Field { name, name_span: NOWHERE, node }));
        }
        merged
    }

    fn items<'t>(
        &mut self,
        path: &mut Path,
        base: &[Node<'t>],
        ours: &[Node<'t>],
        theirs: &[Node<'t>],
    ) -> Vec<Node<'t>> {
        let (o, t) = (Side3::align(base, ours), Side3::align(base, theirs));
        let mut merged: Vec<Node<'t>> = Vec::new();
        let add = |merged: &mut Vec<Node<'t>>, node: &Node<'t>| {
            if !merged.iter().any(|known| known.value == node.value) {
                merged.push(node.clone());
            }
        };
        for at in 0..=base.len() {
            for node in t.before(at).into_iter().chain(o.before(at)) {
                add(&mut merged, node);
            }
            let Some(b) = base.get(at) else { break };
            path.at.push((at + 1).to_string());
            match (o.fate(at), t.fate(at)) {
                (Some(o), Some(t)) => {
                    let node = self.value(path, b, o, t);
                    merged.push(node);
                }
                // Gone on one side and untouched on the other: it goes.
                (None, Some(t)) if t.value == b.value => {}
                (Some(o), None) if o.value == b.value => {}
                (None, None) => {}
                (o, t) => {
                    let side = self.conflict(path.conflict(o, t));
                    merged.extend(if side == Side::Ours { o.cloned() } else { t.cloned() });
                }
            }
            path.at.pop();
        }
        merged
    }

    fn head(&mut self, base: &Head, ours: &Head, theirs: &Head) -> Head {
        let mut one = |field: &str, b: &Option<Text>, o: &Option<Text>, t: &Option<Text>| {
            if o == t || t == b {
                return o.clone();
            }
            if o == b {
                return t.clone();
            }
            let conflict = Conflict {
                list: List::Actors,
                id: Id::new("file"),
                field: field.to_owned(),
                ours: o.as_deref().map(str::to_owned),
                theirs: t.as_deref().map(str::to_owned),
            };
            match self.conflict(conflict) {
                Side::Ours => o.clone(),
                Side::Theirs => t.clone(),
            }
        };
        let some = |text: &Text| Some(text.clone());
        let id = |id: &Option<Id>| id.as_ref().map(|id| Text::from(id.as_str()));
        Head {
            schema: ours.schema.max(theirs.schema),
            title: one("title", &some(&base.title), &some(&ours.title), &some(&theirs.title))
                .unwrap_or_default(),
            focus: one("focus", &id(&base.focus), &id(&ours.focus), &id(&theirs.focus)).map(Id::from),
            note: one("note", &base.note, &ours.note, &theirs.note),
        }
    }
}

const NOWHERE: Span = Span { start: 0, end: 0 };

/// Where in a record the merge is.
struct Path {
    list: List,
    id: Id,
    at: Vec<String>,
}

impl Path {
    fn conflict(&self, ours: Option<&Node<'_>>, theirs: Option<&Node<'_>>) -> Conflict {
        let printed = |node: Option<&Node<'_>>| node.map(super::text::print::inline);
        Conflict {
            list: self.list,
            id: self.id.clone(),
            field: self.at.join(" · "),
            ours: printed(ours),
            theirs: printed(theirs),
        }
    }
}

/// One side of a list against the base: what became of each item, and what came before each.
struct Side3<'a, 't> {
    fates: Vec<Option<&'a Node<'t>>>,
    inserted: HashMap<usize, Vec<&'a Node<'t>>>,
}

impl<'a, 't> Side3<'a, 't> {
    fn align(base: &[Node<'t>], side: &'a [Node<'t>]) -> Self {
        let mut fates = vec![None; base.len()];
        let mut inserted: HashMap<usize, Vec<&Node<'t>>> = HashMap::new();
        let mut pairs = common(base, side);
        pairs.push((base.len(), side.len()));
        let (mut b, mut s) = (0, 0);
        for (next_b, next_s) in pairs {
            // As many as have a counterpart in the gap were changed; the rest came or went.
            while b < next_b && s < next_s {
                if let Some(slot) = fates.get_mut(b) {
                    *slot = side.get(s);
                }
                (b, s) = (b + 1, s + 1);
            }
            inserted.entry(next_b).or_default().extend(side.get(s..next_s).unwrap_or_default());
            if let Some(slot) = fates.get_mut(next_b) {
                *slot = side.get(next_s);
            }
            (b, s) = (next_b + 1, next_s + 1);
        }
        Self { fates, inserted }
    }

    fn fate(&self, at: usize) -> Option<&'a Node<'t>> {
        self.fates.get(at).copied().flatten()
    }

    fn before(&self, at: usize) -> Vec<&'a Node<'t>> {
        self.inserted.get(&at).cloned().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::load::load_text;
    use crate::store::places::SHIPPED;

    fn state(text: &str) -> State {
        let loaded = load_text(text.to_owned());
        assert!(loaded.findings.is_empty(), "{:?}", loaded.findings);
        loaded.state
    }

    /// The shipped file with texts replaced.
    fn with(changes: &[(&str, &str)]) -> State {
        let mut text = SHIPPED.to_owned();
        for (from, to) in changes {
            assert!(text.contains(from), "{from}");
            text = text.replacen(from, to, 1);
        }
        state(&text)
    }

    fn ours(base: &State, ours: &State, theirs: &State) -> Merged {
        merge(base, ours, theirs, &|_| Side::Ours)
    }

    const STEP: &str = "(on: \"2022\", what: Imposed, sources: [\"normalise\"]),";

    #[test]
    fn changes_to_different_records_and_to_different_fields_of_one_go_together() {
        let base = state(SHIPPED);
        let a = with(&[("programme: \"BELARUS-EO14038\"", "programme: \"A\"")]);
        let b = with(&[
            ("title: \"Belarus and the West\"", "title: \"B\""),
            ("legal_acts: [\"E.O. 14038\"]", "legal_acts: [\"B\"]"),
        ]);
        let both = with(&[
            ("programme: \"BELARUS-EO14038\"", "programme: \"A\""),
            ("title: \"Belarus and the West\"", "title: \"B\""),
            ("legal_acts: [\"E.O. 14038\"]", "legal_acts: [\"B\"]"),
        ]);
        for (one, other) in [(&a, &b), (&b, &a)] {
            let merged = ours(&base, one, other);
            assert_eq!(merged.conflicts, []);
            assert!(merged.state == both);
        }
    }

    #[test]
    fn steps_that_both_sides_add_are_both_there() {
        let base = state(SHIPPED);
        let one = format!("{STEP} (on: \"2001\", what: Threatened, sources: [\"normalise\"]),");
        let other = format!("{STEP} (on: \"2002\", what: Announced, sources: [\"normalise\"]),");
        let merged = ours(&base, &with(&[(STEP, &one)]), &with(&[(STEP, &other)]));
        assert_eq!(merged.conflicts, []);
        let before = base.sanction("us-belavia-asset-freeze").unwrap().history.len();
        assert_eq!(merged.state.sanction("us-belavia-asset-freeze").unwrap().history.len(), before + 2);
    }

    #[test]
    fn the_same_field_changed_by_both_is_a_choice_that_shows_both() {
        let base = state(SHIPPED);
        let a = with(&[("programme: \"BELARUS-EO14038\"", "programme: \"A\"")]);
        let b = with(&[("programme: \"BELARUS-EO14038\"", "programme: \"B\"")]);
        let merged = ours(&base, &a, &b);
        let [conflict] = merged.conflicts.as_slice() else { panic!("{:?}", merged.conflicts) };
        assert_eq!(conflict.field, "programme");
        assert_eq!((conflict.ours.as_deref(), conflict.theirs.as_deref()), (Some("\"A\""), Some("\"B\"")));
        assert!(merged.state == a);
        assert!(merge(&base, &a, &b, &|_| Side::Theirs).state == b);
    }

    #[test]
    fn one_field_of_one_step_changed_by_both_is_a_choice_about_that_field_alone() {
        let base = state(SHIPPED);
        let a = with(&[(STEP, "(on: \"2021\", what: Imposed, sources: [\"normalise\"]),")]);
        let b = with(&[(STEP, "(on: \"2020\", what: Imposed, note: \"x\", sources: [\"normalise\"]),")]);
        let merged = ours(&base, &a, &b);
        assert_eq!(
            merged.conflicts.iter().map(|c| c.field.as_str()).collect::<Vec<_>>(),
            ["history · 1 · on"]
        );
        let step = &merged.state.sanction("us-belavia-asset-freeze").unwrap().history[0];
        assert_eq!((step.on.written().as_str(), step.note.as_deref()), ("2021", Some("x")));
    }

    #[test]
    fn a_record_deleted_by_one_and_changed_by_the_other_is_a_choice() {
        let base = state(
            "(schema: 1, title: \"T\", actors: [(id: \"A\", name: \"a\", kind: State), (id: \"B\", name: \"b\", kind: State)])",
        );
        let deleted = state("(schema: 1, title: \"T\", actors: [(id: \"A\", name: \"a\", kind: State)])");
        let changed = state(
            "(schema: 1, title: \"T\", actors: [(id: \"A\", name: \"a\", kind: State), (id: \"B\", name: \"c\", kind: State)])",
        );
        let merged = ours(&base, &deleted, &changed);
        assert_eq!(merged.conflicts.len(), 1);
        assert!(merged.conflicts[0].ours.is_none());
        assert!(merged.state == deleted);
        assert!(ours(&base, &deleted, &base).state == deleted);
        assert!(ours(&base, &base, &deleted).state == deleted);
    }
}
