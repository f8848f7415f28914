//! All measures of one target, whoever issued them: found at once, however many measures there are.

use crate::model::compact::as_u32_saturating;
use crate::model::state::{Place, RecordKind};

use super::analysis::{Analysis, NOBODY};
use super::grouped::Grouped;

/// The measures of each target.
#[derive(Debug, Clone, Default)]
pub struct Targets {
    grouped: Grouped,
}

/// The number of the target of a measure.
fn of_measure(analysis: &Analysis, at: usize) -> u64 {
    u64::from(analysis.named(at).target)
}

impl Targets {
    /// Groups so many measures by their targets.
    pub fn of(analysis: &Analysis, measures: usize) -> Self {
        Self { grouped: Grouped::of((0..measures).map(|at| of_measure(analysis, at)).collect()) }
    }

    /// The measures against whom a record is about, by their places, in the order of the file: of a measure all against
    /// its target, of a subject all against it. Of other records there are none.
    pub fn measures_of(&self, analysis: &Analysis, place: Place) -> &[u32] {
        match place.list {
            RecordKind::Sanctions => {
                let target = analysis.named(place.at).target;
                if target == NOBODY { &[] } else { self.grouped.with(u64::from(target)) }
            }
            RecordKind::Subjects => self.grouped.with(u64::from(as_u32_saturating(place.at))),
            _ => &[],
        }
    }

    /// A measure has come into the list: those from its place on have moved.
    pub fn inserted(&mut self, at: usize) {
        self.grouped.inserted(at);
    }

    /// A measure has gone.
    pub fn removed(&mut self, at: usize) {
        self.grouped.removed(at);
    }

    /// The target of a measure may be another now.
    pub fn refresh(&mut self, analysis: &Analysis, at: usize) {
        self.grouped.set(at, of_measure(analysis, at));
    }
}
