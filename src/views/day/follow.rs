//! The rows follow what has changed in the state: only what a change has touched is computed anew.

use crate::model::compact::as_u32_saturating;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};
use crate::views::ledger;

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
        self.whole = state.clone();
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
        for place in &places {
            self.refresh(*place);
        }
        self.entries.refresh(&self.state, &self.analysis, &places);
        self.sum();
    }

    /// Whether changes, after which the file says `state`, have everything computed anew where `clock` is asked for. With a
    /// second clock the places of what counts are others than those of what was changed.
    pub fn is_far_reaching(state: &State, changes: &[Change<'_>], clock: Clock) -> bool {
        clock.known.is_some()
            || changes.len() > MANY
            || changes.iter().any(|change| reaches_far(state, *change))
    }

    fn inserted(&mut self, place: Place) {
        self.analysis.inserted(place);
        self.entries.inserted(place);
        if place.list == RecordKind::Sanctions {
            self.turns.inserted(place.at);
            let new = ledger::Row::coming();
            self.ledger.insert(place.at.min(self.ledger.len()), new);
            ledger::renumber(&mut self.ledger, place.at);
        }
    }

    fn removed(&mut self, place: Place) {
        if place.list == RecordKind::Sanctions && place.at < self.ledger.len() {
            let row = self.ledger.remove(place.at);
            self.bound.take(&self.analysis, &row);
            ledger::renumber(&mut self.ledger, place.at);
            self.turns.removed(place.at);
        }
        self.analysis.removed(place);
        self.entries.removed(place);
    }

    fn refresh(&mut self, place: Place) {
        // Taken out while it is still known whom it named.
        if let Some(row) = self.ledger.get_mut(place.at).filter(|_| place.list == RecordKind::Sanctions) {
            self.bound.take(&self.analysis, row);
            *row = ledger::Row::coming();
        }
        let state = &self.state;
        self.analysis.refresh(state, place);
        match place.list {
            RecordKind::Sanctions => {
                self.turns.refresh(state, place.at);
                self.compute_row(place.at);
            }
            RecordKind::Subjects => self.sort_keys.added(&self.analysis, as_u32_saturating(place.at)),
            RecordKind::Sources => self.refresh_events(),
            _ => {}
        }
    }

    /// The names of a source stand in the texts of what cites it, those of measures excepted.
    fn refresh_events(&mut self) {
        let state = &self.state;
        for list in [RecordKind::Acts, RecordKind::Relations, RecordKind::Crossings, RecordKind::Events] {
            for at in 0..state.len(list) {
                self.analysis.refresh(state, Place { list, at });
            }
        }
    }
}

/// Whether a change is seen in many other records: names of subjects stand in the texts of others, and grades and members
/// decide about claims and rows.
fn reaches_far(state: &State, change: Change<'_>) -> bool {
    let last = |list| state.len(list);
    match change {
        // A new one at the end moves no other, and nothing has named it before.
        Change::Inserted(at, record) => match record {
            Record::Subject(it) => at + 1 < last(RecordKind::Subjects) || !it.members.is_empty(),
            Record::Source(_) => at + 1 < last(RecordKind::Sources),
            Record::Act(it) => at + 1 < last(RecordKind::Acts) || !it.amends.is_empty(),
            _ => false,
        },
        Change::Removed(_, record) => {
            matches!(record.list(), RecordKind::Subjects | RecordKind::Sources | RecordKind::Acts)
        }
        Change::Replaced { old, new } => match (old, new) {
            (Record::Source(old), Record::Source(new)) => old.id != new.id || old.grade != new.grade,
            (Record::Subject(_) | Record::Act(_), _) => true,
            _ => false,
        },
        Change::Head => true,
    }
}
