//! The rows follow what has changed in the state: only what a change has touched is computed anew.

use rayon::prelude::*;

use crate::model::compact::as_u32_saturating;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};
use crate::model::subject::SubjectKind;
use crate::views::ledger;
use crate::views::log::Chronicle;

use super::{Clock, Day};

/// One thing that has changed in a state; changes follow one another, and places are those of their time.
#[derive(Debug, Clone, Copy)]
pub enum Change<'a> {
    /// What stands at the head of the file.
    Head,
    /// A record has come to a place in its list.
    Inserted(usize, Record<'a>),
    /// A record has gone from a place in its list.
    Removed(usize, Record<'a>),
    /// A record is another now.
    Replaced {
        /// What it was.
        old: Record<'a>,
        /// What it is.
        new: Record<'a>,
    },
}

/// A change of more records than this has everything computed anew.
const MANY: usize = 64;

impl Day {
    /// Follows the changes that have made `state` of the state that the rows are of.
    pub fn follow(&mut self, state: &State, changes: &[Change<'_>]) {
        let before = std::mem::replace(&mut self.whole, state.clone());
        self.know();
        if Self::is_far_reaching(state, changes, self.clock) {
            self.renew();
            return;
        }
        let mut touched: Vec<&Id> = Vec::new();
        for change in changes {
            match *change {
                Change::Inserted(at, record) => {
                    self.inserted(Place { list: record.list(), at });
                    self.calendar.put(state, record);
                    touched.push(record.id());
                }
                Change::Removed(at, record) => {
                    self.calendar.take(state, record);
                    self.removed(Place { list: record.list(), at });
                }
                Change::Replaced { old, new } => {
                    self.calendar.take(state, old);
                    self.calendar.put(state, new);
                    touched.push(new.id());
                }
                Change::Head => {}
            }
        }
        let mut places: Vec<Place> = touched.iter().filter_map(|id| state.place(id.as_str())).collect();
        places.sort_unstable();
        places.dedup();
        let before = keeps_places(&before, changes).then_some(&before);
        let mut dated = Vec::with_capacity(places.len());
        for place in &places {
            let old = before.and_then(|before| before.at(*place));
            let kept_claims = self.refresh(*place, old);
            let stays = old.zip(state.at(*place)).is_some_and(|(old, new)| Chronicle::stays(old, new));
            if !kept_claims || !stays {
                dated.push(*place);
            }
        }
        self.entries.refresh(&self.state, &self.analysis, &dated);
        self.rows_since = self.rows_of(changes, &places);
        self.sum();
    }

    /// The rows of the ledger that changes have touched, where all others are what they were, at the places where they
    /// were, and pass the same filters.
    fn rows_of(&self, changes: &[Change<'_>], places: &[Place]) -> Option<Vec<usize>> {
        let is_own = |change: &Change<'_>| match change {
            Change::Replaced { new, .. } => !is_named_by_measures(new.list()),
            Change::Inserted(at, record) => match record.list() {
                RecordKind::Sanctions => at + 1 == self.ledger.len(),
                list => !is_named_by_measures(list),
            },
            Change::Removed(_, record) => {
                record.list() != RecordKind::Sanctions && !is_named_by_measures(record.list())
            }
            Change::Head => false,
        };
        let rows = places.iter().filter(|place| place.list == RecordKind::Sanctions);
        changes.iter().all(is_own).then(|| rows.map(|place| place.at).collect())
    }

    /// Whether changes, after which the file says `state`, have everything computed anew where `clock` is asked for. With a
    /// second clock the places of what counts are others than those of what was changed.
    pub fn is_far_reaching(state: &State, changes: &[Change<'_>], clock: Clock) -> bool {
        clock.known.is_some()
            || changes.len() > MANY
            || changes.iter().any(|change| reaches_far(state, *change))
    }

    fn inserted(&mut self, place: Place) {
        self.naming.forget(place.list);
        self.analysis.inserted(place);
        self.entries.inserted(place, self.analysis.len(place.list));
        if place.list == RecordKind::Sanctions {
            self.targets.inserted(place.at);
            let new = ledger::Row::coming();
            self.ledger.insert(place.at.min(self.ledger.len()), new);
            ledger::renumber(&mut self.ledger, place.at);
            self.turns.inserted(place.at, self.ledger.len());
        }
    }

    fn removed(&mut self, place: Place) {
        self.naming.forget(place.list);
        if place.list == RecordKind::Sanctions && place.at < self.ledger.len() {
            let row = self.ledger.remove(place.at);
            self.uncount(&row);
            ledger::renumber(&mut self.ledger, place.at);
            self.turns.removed(place.at);
            self.targets.removed(place.at);
        }
        self.analysis.removed(place);
        self.entries.removed(place);
    }

    /// Looks at a record again; `old` is what it was, where that is known. Returns whether its claims compare as they did.
    fn refresh(&mut self, place: Place, old: Option<Record<'_>>) -> bool {
        // Taken out while it is still known whom it named.
        if let Some(row) = self.ledger.get_mut(place.at).filter(|_| place.list == RecordKind::Sanctions) {
            let row = std::mem::replace(row, ledger::Row::coming());
            self.uncount(&row);
        }
        self.naming.forget(place.list);
        let is_new = self.sort_keys.count() <= place.at;
        let kept = self.analysis.refresh(&self.state, place);
        match place.list {
            RecordKind::Sanctions => {
                let old = match old {
                    Some(Record::Measure(old)) => Some(old),
                    _ => None,
                };
                self.turns.refresh(&self.state, place.at, old);
                self.targets.refresh(&self.analysis, place.at);
                self.compute_row(place.at);
            }
            RecordKind::Subjects => {
                let number = as_u32_saturating(place.at);
                if is_new {
                    self.sort_keys.added(&self.analysis, number);
                } else if !kept.names {
                    self.sort_keys.renamed(&self.analysis, number);
                }
                self.refresh_targets(number);
            }
            _ => {}
        }
        if !kept.names {
            self.refresh_referring(place);
        }
        kept.claims
    }

    /// A subject has changed: measures against it count for the state that it belongs to.
    fn refresh_targets(&mut self, number: u32) {
        let against: Vec<usize> = self.analysis.against(&[number]).map(|(at, _)| at).collect();
        for at in against {
            let Some(row) = self.ledger.get(at).cloned() else { continue };
            self.bound.take(&self.analysis, &row);
            self.analysis.refresh(&self.state, row.place());
            self.bound.put(&self.analysis, &row);
        }
    }

    /// The names of a record stand in the texts of what refers to it, those of measures excepted.
    fn refresh_referring(&mut self, place: Place) {
        let state = &self.state;
        let Some(id) = state.at(place).map(Record::id) else { return };
        let lists: Vec<RecordKind> =
            RecordKind::ALL.iter().copied().filter(|list| *list != RecordKind::Sanctions).collect();
        let refers = |other: &Place| *other != place && state.at(*other).is_some_and(|it| it.mentions(id));
        let referring: Vec<Place> =
            state.places(&lists).into_par_iter().with_min_len(1024).filter(refers).collect();
        for other in referring {
            self.analysis.refresh(state, other);
        }
    }
}

/// Whether a measure refers to records of a list: it is found by their names.
fn is_named_by_measures(list: RecordKind) -> bool {
    matches!(list, RecordKind::Subjects | RecordKind::Acts | RecordKind::Sources)
}

/// Whether the records that `before` has are where they were after changes, and acts bind as they did: what is at a place
/// is what was there, changed.
fn keeps_places(before: &State, changes: &[Change<'_>]) -> bool {
    changes.iter().all(|change| match change {
        Change::Replaced { new, .. } => new.list() != RecordKind::Acts,
        Change::Inserted(at, record) => record.list() != RecordKind::Acts && *at >= before.len(record.list()),
        Change::Removed(..) | Change::Head => false,
    })
}

/// Whether a change is seen in many other records: names of subjects stand in the texts of others, and members, grades
/// and days of publication decide about claims and rows.
fn reaches_far(state: &State, change: Change<'_>) -> bool {
    let last = |list| state.len(list);
    match change {
        // A new one at the end moves no other, and nothing has named it before.
        Change::Inserted(at, record) => match record {
            Record::Subject(it) => at + 1 < last(RecordKind::Subjects) || !it.members.is_empty(),
            Record::Source(_) => at + 1 < last(RecordKind::Sources),
            Record::Act(it) => {
                at + 1 < last(RecordKind::Acts) || !it.amends.is_empty() || !it.supersedes.is_empty()
            }
            _ => false,
        },
        Change::Removed(_, record) => {
            matches!(record.list(), RecordKind::Subjects | RecordKind::Sources | RecordKind::Acts)
        }
        Change::Replaced { old, new } => match (old, new) {
            (Record::Source(old), Record::Source(new)) => {
                old.id != new.id || old.grade != new.grade || old.published != new.published
            }
            (Record::Subject(old), Record::Subject(new)) => {
                let is_bloc = old.kind == SubjectKind::Bloc || new.kind == SubjectKind::Bloc;
                old.id != new.id || (is_bloc && (old.kind != new.kind || old.members != new.members))
            }
            (Record::Act(old), Record::Act(new)) => !new.binds_like(old),
            _ => false,
        },
        Change::Head => true,
    }
}
