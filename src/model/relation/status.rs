//! What holds between two subjects on a day.

use std::cmp::Ordering;

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::{ConsularStep, Direction, MissionStep, Rank, Relation, RelationChange, Stance, Trend};
use crate::model::date::Date;
use crate::model::evidence::Shown;
use crate::model::history::{Claims, Step, began, in_order};
use crate::model::id::Id;

/// Something that holds by a step of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<T> {
    /// What holds.
    pub value: T,
    /// The place of its step.
    pub step: usize,
    /// Since when: what is said again moves no date.
    pub since: Date,
    /// `since` is only the day of an assessment: it was so on that day or before.
    pub observed: bool,
    /// The latest day on which a claim supports it.
    pub shown: Shown,
    /// Until when, where it is limited.
    pub until: Option<Date>,
}

/// One direction of representation on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Representation {
    /// Whose, at whom.
    pub direction: Direction,
    /// The head of mission.
    pub head: Option<Held<Rank>>,
    /// The mission; never [`MissionStep::ReopeningAnnounced`].
    pub mission: Option<Held<MissionStep>>,
    /// A reopening that was announced since.
    pub reopening: Option<Held<MissionStep>>,
    /// The consular service.
    pub consular: Option<Held<ConsularStep>>,
}

/// What holds between two subjects on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationStatus {
    /// How they stand to each other.
    pub stance: Option<Held<Stance>>,
    /// Where that is moving: as a source says, or against the stance before it of the same holder; `None` where there is
    /// neither.
    pub trend: Option<Trend>,
    /// Representation in each direction that the history speaks of.
    pub representation: Vec<Representation>,
}

impl RelationStatus {
    /// The step that tells most of how they stand: of the stance, else of what came last of all representation.
    pub fn telling_step(&self) -> Option<usize> {
        fn of<T>(held: Option<&Held<T>>) -> Option<(Date, usize)> {
            held.map(|held| (held.since, held.step))
        }
        let of_representation = |it: &Representation| {
            [
                of(it.head.as_ref()),
                of(it.mission.as_ref()),
                of(it.reopening.as_ref()),
                of(it.consular.as_ref()),
            ]
        };
        let newest = || self.representation.iter().flat_map(of_representation).flatten().max();
        self.stance.as_ref().map(|held| held.step).or_else(|| newest().map(|(_, step)| step))
    }
}

/// The steps of one axis and direction that are certain by the day, in the order of time, with their places.
type Steps<'a> = Vec<(usize, &'a Step<RelationChange>)>;

/// The latest day for which a step is evidence.
pub type Proves<'a> = dyn Fn(&Step<RelationChange>) -> Date + 'a;

impl Relation {
    /// What holds on `day`, the claims of its history having been compared, each step being evidence for its own day.
    pub fn status(&self, day: NaiveDate, claims: &Claims) -> RelationStatus {
        self.status_by(day, claims, &|step| step.on)
    }

    /// The same where a step is evidence no later than `proves` says of it
    /// ([`step_proves`](crate::model::knowledge::step_proves)).
    pub fn status_by(&self, day: NaiveDate, claims: &Claims, proves: &Proves<'_>) -> RelationStatus {
        let mut axes: IndexMap<(&str, Option<&Direction>), Steps<'_>> = IndexMap::new();
        for place in in_order(&self.history).into_iter().filter(|&place| !claims.is_set_aside(place)) {
            if let Some(step) = self.history.get(place).filter(|step| step.on.certainly_by(day)) {
                axes.entry(step.change.axis_and_direction()).or_default().push((place, step));
            }
        }
        // Each direction that the history speaks of, though nothing of it may hold.
        let directions = self.history.iter().filter_map(|step| step.change.direction());
        let mut all: IndexMap<&Direction, Representation> =
            directions.map(|it| (it, Representation::of(it.clone()))).collect();
        let (mut stance, mut trend) = (None, None);
        for ((_, direction), steps) in axes {
            if let Some(direction) = direction {
                if let Some(of) = all.get_mut(direction) {
                    of.take(steps, day, proves);
                }
            } else {
                (stance, trend) = assessed(steps, day, proves);
            }
        }
        RelationStatus { stance, trend, representation: all.into_values().collect() }
    }
}

/// The stance by the last assessment that holds, and its trend. What others see is no change of it.
fn assessed(steps: Steps<'_>, day: NaiveDate, proves: &Proves<'_>) -> (Option<Held<Stance>>, Option<Trend>) {
    let of = |step: &Step<RelationChange>| match &step.change {
        RelationChange::Stance(stance, trend, by) => Some((*stance, *trend, by.clone())),
        _ => None,
    };
    let last = steps.iter().rev().find(|(_, step)| !step.is_over(day));
    let Some((at, (_, stated, holder))) = last.and_then(|(place, step)| Some((*place, of(step)?))) else {
        return (None, None);
    };
    let by_holder = |step: &Step<RelationChange>| -> Option<(Stance, Option<Id>)> {
        of(step).map(|(stance, _, by)| (stance, by)).filter(|(_, by)| *by == holder)
    };
    let own: Steps<'_> = steps.into_iter().filter(|(_, step)| by_holder(step).is_some()).collect();
    let before = own.iter().take_while(|(place, _)| *place != at).last();
    let before = before.and_then(|(_, step)| by_holder(step)).map(|(stance, _)| stance);
    let held = held(&own, day, proves, |change| match change {
        RelationChange::Stance(stance, ..) => Some(*stance),
        _ => None,
    });
    let Some(held) = held.map(|held| Held { observed: true, ..held }) else { return (None, None) };
    let against = |before: Stance| match held.value.cmp(&before) {
        Ordering::Greater => Trend::Improving,
        Ordering::Less => Trend::Worsening,
        Ordering::Equal => Trend::Steady,
    };
    let trend = stated.or(before.map(against));
    (Some(held), trend)
}

/// The last of some steps that holds, with since when it does and how late that is shown.
fn held<T>(
    steps: &[(usize, &Step<RelationChange>)],
    day: NaiveDate,
    proves: &Proves<'_>,
    value: impl Fn(&RelationChange) -> Option<T>,
) -> Option<Held<T>> {
    let at = steps.iter().rposition(|(_, step)| !step.is_over(day))?;
    let (place, step) = *steps.get(at)?;
    let said: Vec<_> = steps.iter().map(|(_, it)| (*it, it.change.says_as(&step.change))).collect();
    let shown = said.iter().filter(|(_, same)| *same).map(|(it, _)| Shown(proves(it))).max();
    Some(Held {
        value: value(&step.change)?,
        step: place,
        since: began(&said, at).unwrap_or(step.on),
        observed: false,
        shown: shown.unwrap_or_else(|| Shown(proves(step))),
        until: step.until,
    })
}

impl Representation {
    fn of(direction: Direction) -> Self {
        Self { direction, head: None, mission: None, reopening: None, consular: None }
    }

    /// Takes the steps of one axis in this direction.
    fn take(&mut self, steps: Steps<'_>, day: NaiveDate, proves: &Proves<'_>) {
        match steps.first().map(|(_, step)| &step.change) {
            Some(RelationChange::Head(..)) => {
                self.head = held(&steps, day, proves, |change| match change {
                    RelationChange::Head(_, rank, _) => Some(*rank),
                    _ => None,
                });
            }
            Some(RelationChange::Mission(..)) => {
                let mission = |change: &RelationChange| match change {
                    RelationChange::Mission(_, step) => Some(*step),
                    _ => None,
                };
                let is_announced = |(_, step): &(usize, &Step<RelationChange>)| {
                    mission(&step.change) == Some(MissionStep::ReopeningAnnounced)
                };
                // What was announced before the mission last changed has been done, or overtaken.
                let from = steps.iter().rposition(|it| !is_announced(it) && !it.1.is_over(day));
                let after = steps.get(from.map_or(0, |at| at + 1)..).unwrap_or_default();
                let announced: Steps<'_> = after.iter().copied().filter(is_announced).collect();
                self.reopening = held(&announced, day, proves, mission);
                let done: Steps<'_> = steps.into_iter().filter(|it| !is_announced(it)).collect();
                self.mission = held(&done, day, proves, mission);
            }
            Some(RelationChange::Consular(..)) => {
                self.consular = held(&steps, day, proves, |change| match change {
                    RelationChange::Consular(_, step) => Some(*step),
                    _ => None,
                });
            }
            Some(RelationChange::Stance(..)) | None => {}
        }
    }

    /// The latest day that supports what holds in this direction; of several axes that which is shown longest ago.
    pub fn shown(&self) -> Option<Shown> {
        let head = self.head.as_ref().map(|held| held.shown);
        let mission = self.mission.as_ref().map(|held| held.shown);
        let consular = self.consular.as_ref().map(|held| held.shown);
        [head, mission, consular].into_iter().flatten().min()
    }
}
