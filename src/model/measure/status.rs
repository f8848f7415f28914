//! The ladder: what a measure's history says on a day.

use chrono::NaiveDate;

use super::{MeasureChange, MeasureStep, Standing};
use crate::model::date::Date;
use crate::model::history::{Claims, Step, are_in_order, in_order};

/// What holds of one measure on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureStatus {
    /// The standing of the ladder.
    pub standing: Standing,
    /// The step that put it there; a place in the history.
    pub step: Option<usize>,
    /// Since when it is on this standing.
    pub since: Option<Date>,
    /// Until when, where the step is limited and the limit has not passed.
    pub until: Option<Date>,
    /// Since when it binds, while it does.
    pub in_force_since: Option<Date>,
    /// `since` is only known from an observation: it was so on that day or before.
    pub observed: bool,
    /// The same of `in_force_since`.
    pub start_observed: bool,
    /// Something limited has run out, and no later step is recorded: the day it ended.
    pub lapsed: Option<Date>,
    /// Other standings that hold as well, such as licensed while a lifting is announced.
    pub also: Vec<Standing>,
    /// Since when a lifting is announced that was neither done nor taken back: said again it dates from the first time.
    pub lifting_announced: Option<Date>,
    /// A step that may hold: its date has begun and is not over, or nothing says that it came before the step that put the
    /// measure where it is.
    pub possibly: Option<usize>,
}

/// The place of a step and when it happened.
type Mark = (usize, Date);

#[derive(Default)]
struct Ladder {
    /// Threatened and its like, while the measure was never in force.
    ahead: Option<(Standing, Mark)>,
    in_force: Option<Mark>,
    observed: bool,
    limit: Option<(Mark, Date)>,
    ended: Option<(Standing, Mark)>,
    /// What modifies it while it is in force, oldest first.
    modifiers: Vec<(Standing, Mark)>,
    lapsed: Option<Date>,
}

impl Ladder {
    fn start(&mut self, mark: Mark, observed: bool) {
        if self.in_force.is_none() || self.ended.is_some() {
            *self = Self { in_force: Some(mark), observed, ..Self::default() };
        } else if self.observed && !observed {
            // A known start replaces an observed one.
            self.in_force = Some(mark);
            self.observed = false;
        }
    }

    fn end(&mut self, standing: Standing, mark: Mark, observed: bool) {
        *self = Self { ended: Some((standing, mark)), observed, ..Self::default() };
    }

    /// What modifies a measure never revives one that has ended: only a new start or a sighting does.
    fn modify(&mut self, standing: Standing, mark: Mark) {
        if self.ended.is_some() {
            return;
        }
        if self.in_force.is_none() {
            self.start(mark, true);
        }
        self.lapsed = None;
        let held = self.modifiers.iter().position(|(held, _)| *held == standing);
        let held = held.map(|at| self.modifiers.remove(at).1);
        // What is said again is no news: it dates from the first time. The terms are those of the last licence, easing or
        // suspension; of an announcement the first is what was announced.
        let mark = match held {
            Some(first) if standing == Standing::LiftingAnnounced => first,
            Some((_, since)) => (mark.0, since),
            None => mark,
        };
        self.modifiers.push((standing, mark));
    }

    fn drop_modifiers(&mut self, standings: &[Standing]) {
        self.modifiers.retain(|(held, _)| !standings.contains(held));
    }

    fn take(&mut self, place: usize, step: &Step<MeasureChange>, day: NaiveDate) {
        let mark = (place, step.on);
        let over = step.is_over(day);
        // A term that had run out by then ended it; a renewal that comes late takes it up again.
        if step.change.what != MeasureStep::Renewed {
            self.expire(step.on.first());
        }
        match step.change.what {
            MeasureStep::InPreparation => self.look_ahead(Standing::InPreparation, mark, over),
            MeasureStep::Threatened => self.look_ahead(Standing::Threatened, mark, over),
            MeasureStep::Announced => self.look_ahead(Standing::Announced, mark, over),
            MeasureStep::Imposed | MeasureStep::Designated | MeasureStep::Adopted => {
                self.start(mark, false);
                self.limit = step.until.map(|until| (mark, until));
            }
            // What prolongs, changes or takes up a measure never revives one that was brought to an end; a renewal that
            // comes late takes up one that ran out.
            MeasureStep::Amended | MeasureStep::Resumed if self.ended.is_some() => {}
            MeasureStep::Renewed if self.ended.is_some_and(|(standing, _)| standing != Standing::Expired) => {
            }
            MeasureStep::Renewed => {
                // What is prolonged began before, and nobody says when: a renewal is never the day of the start.
                self.start(mark, true);
                self.limit = step.until.map(|until| (mark, until));
                self.drop_modifiers(&[Standing::LiftingAnnounced, Standing::Suspended]);
            }
            MeasureStep::Amended => {
                self.start(mark, true);
                if let Some(until) = step.until {
                    self.limit = Some((mark, until));
                }
            }
            MeasureStep::Licensed | MeasureStep::Eased | MeasureStep::Suspended if over => {
                if self.ended.is_some() {
                    return;
                }
                if self.in_force.is_none() {
                    self.start(mark, true);
                }
                self.lapsed = step.until;
            }
            MeasureStep::Licensed => self.modify(Standing::Licensed, mark),
            MeasureStep::Eased => self.modify(Standing::Eased, mark),
            MeasureStep::Suspended => self.modify(Standing::Suspended, mark),
            MeasureStep::LiftingAnnounced => self.modify(Standing::LiftingAnnounced, mark),
            MeasureStep::Resumed => {
                self.start(mark, true);
                self.drop_modifiers(&[Standing::Suspended, Standing::LiftingAnnounced]);
                self.lapsed = None;
            }
            MeasureStep::Lifted | MeasureStep::Delisted | MeasureStep::Revoked => {
                self.end(Standing::Lifted, mark, false);
            }
            MeasureStep::Expired => self.end(Standing::Expired, mark, false),
            MeasureStep::Seen | MeasureStep::InForce => self.start(mark, true),
            MeasureStep::NotSeen => {
                if self.in_force.is_some() {
                    self.end(Standing::NotSeen, mark, true);
                }
            }
        }
    }

    fn look_ahead(&mut self, standing: Standing, mark: Mark, over: bool) {
        if self.in_force.is_none() && !over {
            self.ahead = Some((standing, mark));
        }
    }

    /// A term that has run out ends the measure on the day after.
    fn expire(&mut self, day: NaiveDate) {
        if let (Some(_), Some((mark, until))) = (self.in_force, self.limit)
            && until.is_over_before(day)
        {
            self.end(Standing::Expired, (mark.0, until.day_after()), false);
            self.lapsed = Some(until);
        }
    }

    fn read(self) -> MeasureStatus {
        let mut status = MeasureStatus {
            standing: Standing::NoRecord,
            step: None,
            since: None,
            until: None,
            in_force_since: None,
            // A licence or an announcement has a day of its own, however the measure's start is known.
            observed: self.observed && self.modifiers.is_empty(),
            start_observed: self.observed,
            lapsed: self.lapsed,
            also: Vec::new(),
            lifting_announced: None,
            possibly: None,
        };
        let mark = if let Some((standing, mark)) = self.ended.filter(|_| self.in_force.is_none()) {
            status.standing = standing;
            Some(mark)
        } else if let Some(start) = self.in_force {
            status.in_force_since = Some(start.1);
            // A suspension outweighs all else: while it lasts the measure does not bind.
            let suspended = self.modifiers.iter().find(|(standing, _)| *standing == Standing::Suspended);
            let (standing, mark) =
                suspended.or(self.modifiers.last()).copied().unwrap_or((Standing::InForce, start));
            status.standing = standing;
            status.also = self.modifiers.iter().map(|(r, _)| *r).filter(|r| *r != standing).collect();
            let announced = self.modifiers.iter().find(|(held, _)| *held == Standing::LiftingAnnounced);
            status.lifting_announced = announced.map(|(_, mark)| mark.1);
            Some(mark)
        } else {
            self.ahead.map(|(standing, mark)| {
                status.standing = standing;
                mark
            })
        };
        status.step = mark.map(|m| m.0);
        status.since = mark.map(|m| m.1);
        status
    }
}

/// What the history says on `day`, its claims having been compared.
pub fn status(steps: &[Step<MeasureChange>], day: NaiveDate, claims: &Claims) -> MeasureStatus {
    let mut ladder = Ladder::default();
    let mut possibly = None;
    // Steps that are in order already need no list of places.
    let sorted = if are_in_order(steps) { Vec::new() } else { in_order(steps) };
    let places = (0..steps.len()).map(|at| sorted.get(at).copied().unwrap_or(at));
    for place in places {
        let Some(step) = steps.get(place).filter(|_| !claims.is_set_aside(place)) else {
            continue;
        };
        if step.on.certainly_by(day) {
            ladder.take(place, step, day);
        } else if step.on.possibly_by(day) && !step.change.what.is_observation() {
            possibly = possibly.or(Some(place));
        }
    }
    ladder.expire(day);
    let limit = ladder.limit;
    let mut status = ladder.read();
    status.possibly =
        possibly.or_else(|| status.step.and_then(|place| of_unknown_order(steps, place, day, claims)));
    if let Some(step) = status.step.and_then(|place| steps.get(place)) {
        status.until = step.until.filter(|until| !until.is_over_before(day));
    }
    if status.standing == Standing::InForce && status.until.is_none() {
        status.until = limit.map(|(_, until)| until);
    }
    status
}

/// A start that may have come after an end that counts, or an end after such a start: the day of one of them is not known.
fn of_unknown_order(
    steps: &[Step<MeasureChange>],
    place: usize,
    day: NaiveDate,
    claims: &Claims,
) -> Option<usize> {
    let counts = steps.get(place)?;
    let what = counts.change.what;
    // What has one start only ended after it.
    let began_before = |step: &Step<MeasureChange>| {
        step.change.what.starts() && !step.is_withdrawn() && step.on.is_over_before(counts.on.first())
    };
    if what.ends() && !steps.iter().any(began_before) {
        return None;
    }
    // A claim that says again what held before may have come later: where its day lies within.
    let is_within = |on: Date| counts.on.first() <= on.first() && on.last() <= counts.on.last();
    steps.iter().enumerate().find_map(|(at, step)| {
        let other = step.change.what;
        let is_other_way = (what.ends() && other.starts()) || (what.starts() && other.ends());
        let is_open = step.on.may_equal(counts.on) && !(step.on.is_exact() && counts.on.is_exact());
        let has_vote = !step.is_withdrawn() && (!claims.is_set_aside(at) || is_within(step.on));
        (is_other_way && is_open && has_vote && step.on.certainly_by(day)).then_some(at)
    })
}

#[cfg(test)]
mod tests;
