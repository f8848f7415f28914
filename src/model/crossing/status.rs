//! What holds at a crossing on a day.

use chrono::NaiveDate;

use super::{Access, Crossing, CrossingChange, Traffic};
use crate::model::compact::Text;
use crate::model::date::Date;
use crate::model::history::{Claims, Step, began, in_order};
use crate::model::id::Id;

/// The status of one kind of traffic on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneStatus {
    /// The kind of traffic: never [`Traffic::All`].
    pub traffic: Traffic,
    /// The status; `None` when nothing is recorded.
    pub access: Option<Access>,
    /// The step that says so.
    pub step: Option<usize>,
    /// Since when: the day on which the present access began, however often it was said again.
    pub since: Option<Date>,
    /// Since when by the same decision: under the present conditions, and by whoever set them.
    pub scope_since: Option<Date>,
    /// Until when, where it is limited and the limit has not passed.
    pub until: Option<Date>,
    /// A limited step has run out and this is what held before it: the day it ended.
    pub lapsed: Option<Date>,
    /// A step whose date has begun and is not over, so that it may hold already, or that may have come after the one that
    /// says what holds.
    pub possibly: Option<usize>,
}

impl LaneStatus {
    /// Nothing is recorded of a kind of traffic.
    pub fn no_record(traffic: Traffic) -> Self {
        Self {
            traffic,
            access: None,
            step: None,
            since: None,
            scope_since: None,
            until: None,
            lapsed: None,
            possibly: None,
        }
    }
}

/// The last recorded throughput by a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Throughput {
    /// The place of its step.
    pub step: usize,
    /// Of when it is.
    pub on: Date,
    /// How many passed a day.
    pub per_day: u32,
    /// How many could pass a day.
    pub capacity_per_day: Option<u32>,
    /// What is counted.
    pub unit: Option<Text>,
}

/// What holds at one crossing on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossingStatus {
    /// One status a kind of traffic that the crossing is made for.
    pub lanes: Vec<LaneStatus>,
    /// The last recorded throughput.
    pub throughput: Option<Throughput>,
}

impl CrossingStatus {
    /// All traffic in one word: the common status, or restricted where only some of it may pass. `None` where that turns
    /// on a lane that nothing is known of.
    pub fn overall(&self) -> Option<Access> {
        let any = |wanted: fn(Access) -> bool| self.lanes.iter().filter_map(|lane| lane.access).any(wanted);
        let (opens, shuts) = (any(Access::is_open), any(Access::is_shut));
        if any(|access| access == Access::Restricted) || opens && shuts {
            return Some(Access::Restricted);
        }
        if self.lanes.is_empty() || self.lanes.iter().any(|lane| lane.access.is_none()) {
            return None;
        }
        match (opens, any(|access| access == Access::Suspended)) {
            (true, _) => Some(Access::Open),
            (false, true) => Some(Access::Suspended),
            (false, false) => Some(Access::Closed),
        }
    }

    /// The lanes that the overall status follows from: those of which it says what holds; where none has its very word, all.
    pub fn deciding(&self) -> impl Iterator<Item = &LaneStatus> {
        let overall = self.overall();
        let has_word = overall.is_some() && self.lanes.iter().any(|lane| lane.access == overall);
        self.lanes.iter().filter(move |lane| !has_word || lane.access == overall)
    }

    /// The lane that the overall status follows from and that changed last; it explains it.
    pub fn latest(&self) -> Option<&LaneStatus> {
        self.deciding().max_by_key(|lane| (lane.since, std::cmp::Reverse(lane.traffic)))
    }
}

impl Crossing {
    /// What holds on `day`, the claims of its history having been compared.
    pub fn status(&self, day: NaiveDate, claims: &Claims) -> CrossingStatus {
        let order: Vec<usize> =
            in_order(&self.history).into_iter().filter(|&place| !claims.is_set_aside(place)).collect();
        CrossingStatus {
            lanes: self.traffic.lanes().iter().map(|&lane| self.lane(lane, &order, day)).collect(),
            throughput: self.throughput(&order, day),
        }
    }

    fn lane(&self, lane: Traffic, order: &[usize], day: NaiveDate) -> LaneStatus {
        let mut status = LaneStatus::no_record(lane);
        let mut said = Said { between: &self.between, steps: self.steps(lane, order) };
        status.possibly = said
            .steps
            .iter()
            .find(|it| !it.step.on.certainly_by(day) && it.step.on.possibly_by(day))
            .map(|it| it.place);
        said.steps.retain(|it| it.step.on.certainly_by(day));
        let deciding = said.deciding(said.steps.len(), day);
        let from = deciding.map_or(0, |(_, at)| at + 1);
        let after = said.steps.get(from..).unwrap_or_default().iter().map(|it| it.step);
        status.lapsed = after.filter(|step| step.is_over(day)).filter_map(|step| step.until).max();
        if let Some((side, (at, it))) =
            deciding.and_then(|(side, at)| Some((side, (at, said.steps.get(at)?))))
        {
            status.access = Some(it.access);
            status.step = Some(it.place);
            status.since = said.since(it.access, at, day);
            status.scope_since = said.scope_since(side, it);
            status.until = it.step.until;
            status.possibly = status.possibly.or_else(|| said.may_be_last(side, at, day));
        }
        status
    }

    /// What the steps at the places say of one kind of traffic.
    fn steps(&self, lane: Traffic, order: &[usize]) -> Vec<Says<'_>> {
        let says = |&place: &usize| {
            let step = self.history.get(place)?;
            match step.change {
                CrossingChange::Status { access, traffic, .. } if traffic.covers(lane) => {
                    Some(Says { place, step, access })
                }
                _ => None,
            }
        };
        order.iter().filter_map(says).collect()
    }

    fn throughput(&self, order: &[usize], day: NaiveDate) -> Option<Throughput> {
        order.iter().rev().find_map(|&place| {
            let step = self.history.get(place).filter(|s| s.on.certainly_by(day) && !s.is_over(day))?;
            match &step.change {
                CrossingChange::Throughput { per_day, capacity_per_day, unit } => Some(Throughput {
                    step: place,
                    on: step.on,
                    per_day: *per_day,
                    capacity_per_day: capacity_per_day.or(self.capacity_per_day),
                    unit: unit.clone(),
                }),
                CrossingChange::Status { .. } => None,
            }
        })
    }
}

/// What a step says of one kind of traffic.
#[derive(Clone, Copy)]
struct Says<'a> {
    place: usize,
    step: &'a Step<CrossingChange>,
    access: Access,
}

/// What is said of one kind of traffic, in the order of time.
///
/// Two may shut a border, each on its side, and neither can open it alone: what one side decides changes that side, what
/// nobody of the two is named for changes both, and the stricter of the sides is what holds.
struct Said<'a> {
    between: &'a (Id, Id),
    steps: Vec<Says<'a>>,
}

impl<'a> Said<'a> {
    /// The side that decided a step; `None` where it speaks for both.
    fn side_of(&self, it: &Says<'a>) -> Option<&'a Id> {
        it.step.change.by().filter(|by| **by == self.between.0 || **by == self.between.1)
    }

    fn speaks_for(&self, it: &Says<'a>, side: &Id) -> bool {
        self.side_of(it).is_none_or(|by| by == side)
    }

    /// How many are certain by a day.
    fn by(&self, day: NaiveDate) -> usize {
        self.steps.partition_point(|it| it.step.on.certainly_by(day))
    }

    /// The side that decides what holds on a day after so many of these and the place of its step among them: the stricter
    /// one, and of two that agree the one that said so last.
    fn deciding(&self, count: usize, day: NaiveDate) -> Option<(&'a Id, usize)> {
        let by_then = self.steps.get(..count)?;
        let last = |side: &'a Id| {
            let at = by_then.iter().rposition(|it| !it.step.is_over(day) && self.speaks_for(it, side))?;
            Some((side, at))
        };
        let sides = [&self.between.0, &self.between.1].into_iter().filter_map(last);
        sides.max_by_key(|(_, at)| (self.steps.get(*at).map(|it| it.access), *at))
    }

    /// A step of the side that decides which says something else than that at `at` and may be later: the days leave open
    /// which of the two came last.
    fn may_be_last(&self, side: &Id, at: usize, day: NaiveDate) -> Option<usize> {
        let decides = self.steps.get(at)?;
        let mut last_begins = decides.step.on.first();
        let before = self.steps.get(..at)?.iter().rev();
        for it in before.filter(|it| !it.step.is_over(day) && self.speaks_for(it, side)) {
            if it.access != decides.access && it.step.on.last() > last_begins {
                return Some(it.place);
            }
            last_begins = last_begins.max(it.step.on.first());
        }
        None
    }

    fn access(&self, count: usize, day: NaiveDate) -> Option<Access> {
        self.deciding(count, day).and_then(|(_, at)| self.steps.get(at)).map(|it| it.access)
    }

    /// Since when `access`, which holds on `day` by the step at `at`, has held without a break.
    fn since(&self, access: Access, at: usize, day: NaiveDate) -> Option<Date> {
        let one = self.steps.first().and_then(|it| self.side_of(it));
        if self.steps.iter().all(|it| self.side_of(it) == one) {
            let said: Vec<_> = self.steps.iter().map(|it| (it.step, it.access == access)).collect();
            return began(&said, at);
        }
        // Each side may have changed what the other left as it was: only what held after each step and each last day tells.
        let begins = self.steps.iter().zip(1..).map(|(it, count)| (it.step.on, count));
        let ends = self.steps.iter().filter_map(|it| it.step.until).map(Date::day_after);
        let ends = ends.filter(|on| on.certainly_by(day)).map(|on| (on, self.by(on.last())));
        let mut turns: Vec<(Date, usize)> = begins.chain(ends).collect();
        turns.sort_unstable();
        let lasts = |&(on, count): &(Date, usize)| self.access(count, on.last()) == Some(access);
        turns.into_iter().rev().take_while(lasts).last().map(|(on, _)| on)
    }

    /// Since when the side that decides has said so under the same conditions.
    fn scope_since(&self, side: &Id, present: &Says<'a>) -> Option<Date> {
        let own: Vec<&Says<'a>> = self.steps.iter().filter(|it| self.speaks_for(it, side)).collect();
        let at = own.iter().position(|it| it.place == present.place)?;
        let same = |it: &Says<'a>| {
            it.access == present.access
                && it.step.scope == present.step.scope
                && it.step.change.by() == present.step.change.by()
        };
        let said: Vec<_> = own.iter().map(|it| (it.step, same(it))).collect();
        began(&said, at)
    }
}
