//! One act, one count: the steps that one act makes in many histories are one.

use std::hash::{DefaultHasher, Hash, Hasher};

use chrono::NaiveDate;

use crate::model::date::Date;
use crate::model::history::Step;
use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureChange};
use crate::model::state::State;

/// Whether something lies in a time for certain, both days included: what may have been before it or after it does not
/// count there. Header, charts and briefs count by this.
pub fn lies_within(on: Date, from: NaiveDate, to: NaiveDate) -> bool {
    on.first() >= from && on.last() <= to
}

/// What an issuer did, once, however many measures it touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Act<'a> {
    /// It adopted an act that the file has.
    Given(&'a Id),
    /// It did what an event tells of.
    Event(&'a Id, &'a Id),
    /// It did something on a day under a programme, and no more is known to tell it from another act.
    Day(&'a Id, Date, Option<&'a str>),
}

/// The act behind a step of a measure.
pub fn act<'a>(it: &'a Measure, step: &'a Step<MeasureChange>) -> Act<'a> {
    if let Some(act) = &step.act {
        return Act::Given(act);
    }
    match &step.event {
        Some(event) => Act::Event(&it.issuer, event),
        None => Act::Day(&it.issuer, step.on, it.programme.as_deref()),
    }
}

impl Act<'_> {
    /// What it is called, where the file names it: by its act, by the event, by its programme.
    pub fn name(self, state: &State) -> Option<String> {
        match self {
            Self::Given(id) => Some(state.act_name(id).to_owned()),
            Self::Event(_, id) => state.event(id.as_str()).map(|event| event.title.to_string()),
            Self::Day(_, _, programme) => programme.map(str::to_owned),
        }
    }

    /// A number by which it is told from all others, where there are too many to hold each.
    pub fn number(self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}
