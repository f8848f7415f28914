//! What is said again: a step that says what held already is no change.

use crate::model::crossing::CrossingChange;
use crate::model::measure::{MeasureStep, Standing, status};
use crate::model::record::Record;
use crate::model::relation::RelationChange;
use crate::model::state::Place;

use super::day::Day;
use super::relations::holder;

/// Whether what a step says held on the day before it already.
pub fn is_said_again(day: &Day, place: Place, step: usize) -> bool {
    let (state, claims) = (day.state(), day.analysis.claims(place));
    match state.at(place) {
        Some(Record::Measure(it)) => {
            let Some(step) = it.history.get(step) else { return false };
            let Some(before) = step.on.first().pred_opt() else { return false };
            let held = status(&state.effective(it), before, claims);
            let announced = Standing::LiftingAnnounced;
            step.change.what == MeasureStep::LiftingAnnounced
                && (held.standing == announced || held.also.contains(&announced))
        }
        Some(Record::Crossing(it)) => {
            let Some(step) = it.history.get(step) else { return false };
            let Some(before) = step.on.first().pred_opt() else { return false };
            let CrossingChange::Status { access, traffic, .. } = &step.change else { return false };
            let held = it.status(before, claims);
            let mut lanes = held.lanes.iter().filter(|lane| traffic.covers(lane.traffic)).peekable();
            let scope =
                |lane: Option<usize>| lane.and_then(|at| it.history.get(at)).and_then(|it| it.scope.as_ref());
            lanes.peek().is_some()
                && lanes.all(|lane| lane.access == Some(*access) && scope(lane.step) == step.scope.as_ref())
        }
        Some(Record::Relation(it)) => {
            let Some(step) = it.history.get(step) else { return false };
            let Some(before) = step.on.first().pred_opt() else { return false };
            let held = it.status(before, claims);
            let of = |change: &RelationChange| {
                held.representation.iter().find(|it| Some(&it.direction) == change.direction())
            };
            match &step.change {
                RelationChange::Stance(stance, _, by) => {
                    held.stance.as_ref().is_some_and(|it| it.value == *stance)
                        && holder(it, &held) == by.as_ref()
                }
                change @ RelationChange::Mission(_, mission) => {
                    of(change).and_then(|it| it.mission.as_ref()).is_some_and(|it| it.value == *mission)
                }
                change @ RelationChange::Consular(_, service) => {
                    of(change).and_then(|it| it.consular.as_ref()).is_some_and(|it| it.value == *service)
                }
                // Another head of mission may have the rank of the one before.
                RelationChange::Head(..) => false,
            }
        }
        _ => false,
    }
}
