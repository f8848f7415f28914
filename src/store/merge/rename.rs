//! Records that got another id on one side: one record, not one that went and one that came.

use std::collections::{HashMap, HashSet};

use super::super::text::print::inline;
use crate::edit::encode::encode;
use crate::edit::node::{Node, Value};
use crate::edit::references::followed;
use crate::model::gathering::Gathering;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{List, Place, State};

/// New ids by old ones.
pub(super) type Names = HashMap<Id, Id>;

/// A record that both sides gave another id, and not the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Twice {
    pub list: List,
    pub old: Id,
    pub ours: Id,
    pub theirs: Id,
}

/// Under which ids the records of three states are the same ones.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Renames {
    pub base: Names,
    pub ours: Names,
    pub theirs: Names,
    pub twice: Vec<Twice>,
    /// Renamed by one side and deleted by the other.
    pub deleted: HashSet<Id>,
}

impl Renames {
    pub fn of(base: &State, ours: &State, theirs: &State) -> Self {
        let (by_ours, by_theirs) = (found(base, ours), found(base, theirs));
        let mut renames = Self::default();
        for (old, (list, new)) in &by_ours {
            match by_theirs.get(old) {
                Some((_, other)) if other == new => renames.follow(old, new, None),
                Some((_, other)) => {
                    renames.ours.insert(new.clone(), old.clone());
                    renames.theirs.insert(other.clone(), old.clone());
                    renames.twice.push(Twice {
                        list: *list,
                        old: old.clone(),
                        ours: new.clone(),
                        theirs: other.clone(),
                    });
                }
                None => renames.follow(old, new, Some((Into::Theirs, theirs))),
            }
        }
        for (old, (_, new)) in &by_theirs {
            if !by_ours.contains_key(old) {
                renames.follow(old, new, Some((Into::Ours, ours)));
            }
        }
        renames.twice.sort_by(|a, b| (a.list, &a.old).cmp(&(b.list, &b.old)));
        renames
    }

    /// From now on what was `old` is `new`, on a side that still calls it `old` as well.
    fn follow(&mut self, old: &Id, new: &Id, other: Option<(Into, &State)>) {
        if let Some((side, state)) = other {
            if state.place(new.as_str()).is_some() {
                // Something else has that name there: the two are told apart by their ids, as ever.
                return;
            }
            if state.place(old.as_str()).is_none() {
                self.deleted.insert(new.clone());
            }
            let names = if side == Into::Ours { &mut self.ours } else { &mut self.theirs };
            names.insert(old.clone(), new.clone());
        }
        self.base.insert(old.clone(), new.clone());
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Into {
    Ours,
    Theirs,
}

/// A state under new ids.
pub(super) fn renamed(state: &State, names: &Names) -> State {
    /// For more names than these it is quicker to look at the fields of every record.
    const FEW: usize = 8;
    if names.is_empty() {
        return state.clone();
    }
    let mut records = Gathering::default();
    for place in state.places(List::ALL) {
        let Some(record) = state.at(place) else { continue };
        let touched = names.len() > FEW || names.keys().any(|id| record.id() == id || record.mentions(id));
        match touched.then(|| followed(record, names)).flatten() {
            Some(new) => records.add(new),
            None => records.share(state.records(), place),
        }
    }
    let mut head = state.head().clone();
    if let Some(new) = head.focus.as_ref().and_then(|focus| names.get(focus)) {
        head.focus = Some(new.clone());
    }
    State::new(head, records.done())
}

/// What a record is about: without it there is no telling whether another one is the same.
const ABOUT: &[(List, &[&str])] = &[
    (List::Actors, &["name", "kind"]),
    (List::Sources, &["publisher", "title"]),
    (List::Relations, &["pair"]),
    (List::Sanctions, &["issuer", "target", "measure"]),
    (List::Crossings, &["name", "between"]),
    (List::Events, &["title"]),
];

/// A record that went or came.
struct Candidate {
    id: Id,
    /// What it is about, as text.
    about: String,
    /// Each of its values with where it stands, its id left out.
    values: Vec<String>,
}

impl Candidate {
    fn of(record: Record<'_>, known: &Names) -> Self {
        let followed = followed(record, known);
        let node = encode(followed.as_ref().map_or(record, |it| it.borrowed()));
        let (mut about, mut values) = (String::new(), Vec::new());
        let naming = ABOUT.iter().find(|it| it.0 == record.list()).map_or(&[][..], |it| it.1);
        if let Value::Struct(_, fields) = &node.value {
            for field in fields.iter().filter(|field| field.name != "id") {
                spread(field.name, &field.node, &mut values);
                if naming.contains(&field.name) {
                    about.push_str(&naming_part(&field.node));
                    about.push('\n');
                }
            }
        }
        values.sort_unstable();
        Self { id: record.id().clone(), about, values }
    }

    /// Whether at least half of all that either of them says is said by both.
    fn is_like(&self, other: &Self) -> bool {
        let (mut a, mut b) = (self.values.iter().peekable(), other.values.iter().peekable());
        let mut shared = 0;
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            match x.cmp(y) {
                std::cmp::Ordering::Less => _ = a.next(),
                std::cmp::Ordering::Greater => _ = b.next(),
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    a.next();
                    b.next();
                }
            }
        }
        shared * 2 >= self.values.len().max(other.values.len())
    }
}

/// Of a target only the name tells what it is: aliases come and go.
fn naming_part(node: &Node<'_>) -> String {
    match &node.value {
        Value::Struct(_, fields) => {
            fields.iter().find(|field| field.name == "name").map_or(inline(node), |field| inline(&field.node))
        }
        _ => inline(node),
    }
}

fn spread(path: &str, node: &Node<'_>, values: &mut Vec<String>) {
    match &node.value {
        Value::Struct(_, fields) => {
            for field in fields {
                spread(&format!("{path}.{}", field.name), &field.node, values);
            }
        }
        Value::List(items) => {
            for item in items {
                spread(path, item, values);
            }
        }
        _ => values.push(format!("{path}: {}", inline(node))),
    }
}

/// The records of a base that a side knows under other ids: with their list, and the new id. Only those about which
/// there is no doubt: one that went and one that came which are about the same and say the same, or, where no other
/// of the list comes into question, at least half of it.
fn found(base: &State, side: &State) -> HashMap<Id, (List, Id)> {
    let mut found = HashMap::new();
    let mut known = Names::new();
    for list in List::ALL.iter().copied() {
        let only = |state: &State, other: &State, names: &Names| -> Vec<Candidate> {
            (0..state.len(list))
                .filter_map(|at| state.at(Place { list, at }))
                .filter(|record| other.place(record.id().as_str()).is_none())
                .map(|record| Candidate::of(record, names))
                .collect()
        };
        let gone = only(base, side, &known);
        if gone.is_empty() {
            continue;
        }
        let came = only(side, base, &Names::new());
        let mut groups: HashMap<&str, (Vec<&Candidate>, Vec<&Candidate>)> = HashMap::new();
        for it in &gone {
            groups.entry(&it.about).or_default().0.push(it);
        }
        for it in &came {
            groups.entry(&it.about).or_default().1.push(it);
        }
        for (mut gone, mut came) in groups.into_values() {
            let mut pairs = equal(&mut gone, &mut came);
            if let ([old], [new]) = (gone.as_slice(), came.as_slice())
                && old.is_like(new)
            {
                pairs.push((old, new));
            }
            for (old, new) in pairs {
                known.insert(old.id.clone(), new.id.clone());
                found.insert(old.id.clone(), (list, new.id.clone()));
            }
        }
    }
    found
}

/// Takes out the pairs that say the same, where there is just one of each.
fn equal<'c>(
    gone: &mut Vec<&'c Candidate>,
    came: &mut Vec<&'c Candidate>,
) -> Vec<(&'c Candidate, &'c Candidate)> {
    let mut by_values: HashMap<&[String], (Vec<&Candidate>, Vec<&Candidate>)> = HashMap::new();
    for it in gone.iter().copied() {
        by_values.entry(&it.values).or_default().0.push(it);
    }
    for it in came.iter().copied() {
        by_values.entry(&it.values).or_default().1.push(it);
    }
    let pairs: Vec<_> = by_values
        .into_values()
        .filter_map(|pair| match (pair.0.as_slice(), pair.1.as_slice()) {
            ([old], [new]) => Some((*old, *new)),
            _ => None,
        })
        .collect();
    let taken: HashSet<&Id> = pairs.iter().flat_map(|pair| [&pair.0.id, &pair.1.id]).collect();
    gone.retain(|it| !taken.contains(&it.id));
    came.retain(|it| !taken.contains(&it.id));
    pairs
}
