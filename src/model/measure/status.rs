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
    /// A step whose date has begun and is not over: it may hold already.
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
        self.modifiers.retain(|(held, _)| *held != standing);
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
            MeasureStep::Renewed => {
                self.start(mark, self.in_force.is_none());
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
    status.possibly = possibly;
    if let Some(step) = status.step.and_then(|place| steps.get(place)) {
        status.until = step.until.filter(|until| !until.is_over_before(day));
    }
    if status.standing == Standing::InForce && status.until.is_none() {
        status.until = limit.map(|(_, until)| until);
    }
    status
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::history::{Conflict, Grades};
    use crate::model::id::Id;
    use crate::model::measure::claims;

    /// One step in brief: date, what, source, and until where there is one.
    type Brief = (&'static str, MeasureStep, &'static str, Option<&'static str>);

    fn history(steps: &[Brief]) -> Vec<Step<MeasureChange>> {
        let date = |text: &str| text.parse::<Date>().unwrap();
        steps
            .iter()
            .map(|&(on, what, source, until)| Step {
                on: date(on),
                time: None,
                change: MeasureChange { what, named: None },
                until: until.map(date),
                scope: None,
                note: None,
                sources: [Id::new(source)].into(),
                event: None,
            })
            .collect()
    }

    fn on(steps: &[Brief], day: &str) -> MeasureStatus {
        graded(&history(steps), day, &Grades::new())
    }

    fn graded(steps: &[Step<MeasureChange>], day: &str, grades: &Grades) -> MeasureStatus {
        status(steps, day.parse::<Date>().unwrap().first(), &claims(steps, grades))
    }

    use MeasureStep::*;

    /// What a case is called, its steps, the day asked, the standing, and whether it binds.
    type Case = (&'static str, &'static [Brief], &'static str, Standing, bool);
    const LADDERS: &[Case] = &[
        ("nothing yet", &[("2023-08-09", Designated, "a", None)], "2023-08-08", Standing::NoRecord, false),
        (
            "announced is not in force",
            &[("2023-01-01", Announced, "a", None)],
            "2023-06-01",
            Standing::Announced,
            false,
        ),
        (
            "in force from its day",
            &[("2023-08-09", Designated, "a", None)],
            "2023-08-09",
            Standing::InForce,
            true,
        ),
        (
            "lifting announced is not lifted",
            &[("2021-08-09", Designated, "a", None), ("2025-09-11", LiftingAnnounced, "b", None)],
            "2025-09-12",
            Standing::LiftingAnnounced,
            true,
        ),
        (
            "licensed is not delisted",
            &[("2021-08-09", Designated, "a", None), ("2025-12-15", Licensed, "b", None)],
            "2026-01-01",
            Standing::Licensed,
            true,
        ),
        (
            "a licence that has run out leaves the measure in force",
            &[("2021-08-09", Designated, "a", None), ("2025-12-15", Licensed, "b", Some("2026-01-31"))],
            "2026-02-01",
            Standing::InForce,
            true,
        ),
        (
            "eased is in force",
            &[("2021-08-09", Designated, "a", None), ("2025-07-01", Eased, "b", None)],
            "2025-07-02",
            Standing::Eased,
            true,
        ),
        (
            "lifted is over",
            &[("2021-08-09", Designated, "a", None), ("2025-11-04", Delisted, "b", None)],
            "2025-11-04",
            Standing::Lifted,
            false,
        ),
        (
            "a term runs out on the day after",
            &[("2024-02-28", Adopted, "a", Some("2025-02-28"))],
            "2025-03-01",
            Standing::Expired,
            false,
        ),
        (
            "a term holds through its last day",
            &[("2024-02-28", Adopted, "a", Some("2025-02-28"))],
            "2025-02-28",
            Standing::InForce,
            true,
        ),
        (
            "imposed again after its term ran out",
            &[("2020-01-01", Imposed, "a", Some("2020-12-31")), ("2023-01-01", Imposed, "a", None)],
            "2024-01-01",
            Standing::InForce,
            true,
        ),
        (
            "seen on a list after its term ran out",
            &[("2020-01-01", Imposed, "a", Some("2020-12-31")), ("2023-01-01", Seen, "b", None)],
            "2024-01-01",
            Standing::InForce,
            true,
        ),
        (
            "renewed before it ran out",
            &[
                ("2024-02-28", Adopted, "a", Some("2025-02-28")),
                ("2025-02-24", Renewed, "a", Some("2026-02-28")),
            ],
            "2025-06-01",
            Standing::InForce,
            true,
        ),
        (
            "suspended does not bind",
            &[("2021-01-01", Imposed, "a", None), ("2022-01-01", Suspended, "a", Some("2022-06-30"))],
            "2022-06-30",
            Standing::Suspended,
            false,
        ),
        (
            "a suspension whose end has passed leaves it in force again",
            &[("2021-01-01", Imposed, "a", None), ("2022-01-01", Suspended, "a", Some("2022-06-30"))],
            "2022-07-01",
            Standing::InForce,
            true,
        ),
        (
            "seen on a list is in force",
            &[("2021-04-25", Seen, "a", None)],
            "2021-05-01",
            Standing::InForce,
            true,
        ),
        (
            "gone from a list without a delisting",
            &[("2021-04-25", Seen, "a", None), ("2026-06-02", NotSeen, "b", None)],
            "2026-06-03",
            Standing::NotSeen,
            false,
        ),
        (
            "designated again after a delisting",
            &[
                ("2006", Designated, "a", None),
                ("2015-10-30", Delisted, "a", None),
                ("2021-06-03", Designated, "a", None),
            ],
            "2021-06-03",
            Standing::InForce,
            true,
        ),
        (
            "a lifting announced some day in the month of the delisting does not revive it",
            &[
                ("2021", Designated, "a", None),
                ("2025-11-04", Delisted, "a", None),
                ("2025-11", LiftingAnnounced, "b", None),
            ],
            "2025-12-01",
            Standing::Lifted,
            false,
        ),
        (
            "in preparation",
            &[("2025-11-28", InPreparation, "a", None)],
            "2025-12-01",
            Standing::InPreparation,
            false,
        ),
        ("threatened", &[("2025-11-28", Threatened, "a", None)], "2025-12-01", Standing::Threatened, false),
    ];

    #[test]
    fn every_ladder_reads_as_the_field_reads_it() {
        for (name, steps, day, standing, in_force) in LADDERS {
            let status = on(steps, day);
            assert_eq!(status.standing, *standing, "{name}");
            assert_eq!(status.standing.is_in_force(), *in_force, "{name}");
        }
    }

    #[test]
    fn a_licence_is_of_its_own_day_though_the_start_is_only_observed() {
        let steps: &[Brief] = &[("2022-01-31", Seen, "a", None), ("2025-12-15", Licensed, "b", None)];
        let (before, after) = (on(steps, "2025-12-14"), on(steps, "2025-12-16"));
        assert_eq!((before.observed, before.start_observed), (true, true));
        assert_eq!((after.observed, after.start_observed), (false, true));
        assert_eq!(after.since.unwrap().written(), "2025-12-15");
    }

    #[test]
    fn a_limit_that_has_passed_is_said() {
        let steps: &[Brief] =
            &[("2021-01-01", Imposed, "a", None), ("2022-01-01", Suspended, "a", Some("2022-06-30"))];
        assert_eq!(on(steps, "2022-07-01").lapsed.unwrap().written(), "2022-06-30");
        assert_eq!(on(steps, "2022-06-30").lapsed, None);
    }

    #[test]
    fn a_month_counts_when_it_is_over_and_is_possible_before() {
        let steps: &[Brief] = &[("2023-08-09", Designated, "a", None), ("2025-09", Licensed, "b", None)];
        let before = on(steps, "2025-09-12");
        assert_eq!((before.standing, before.possibly), (Standing::InForce, Some(1)));
        let after = on(steps, "2025-09-30");
        assert_eq!((after.standing, after.possibly), (Standing::Licensed, None));
    }

    const BELAVIA: &[Brief] = &[
        ("2022", Imposed, "normalise", None),
        ("2023", Imposed, "vedomosti", None),
        ("2023-08-09", Designated, "willkie", None),
        ("2025-09-11", Lifted, "normalise", None),
        ("2025-09-11", Seen, "vedomosti", None),
        ("2025-09-11", LiftingAnnounced, "vedomosti", None),
        ("2025-11-04", Delisted, "register", None),
    ];

    #[test]
    fn a_lifting_that_a_sighting_speaks_against_does_not_prevail() {
        assert_eq!(on(BELAVIA, "2025-09-11").standing, Standing::LiftingAnnounced);
        assert_eq!(on(BELAVIA, "2025-11-03").standing, Standing::LiftingAnnounced);
        assert_eq!(on(BELAVIA, "2025-11-04").standing, Standing::Lifted);
    }

    #[test]
    fn the_more_precise_date_prevails_and_the_rival_year_is_a_conflict() {
        assert_eq!(on(BELAVIA, "2023-08-08").standing, Standing::NoRecord);
        assert_eq!(on(BELAVIA, "2023-08-09").since.unwrap().written(), "2023-08-09");
        let found = claims(&history(BELAVIA), &Grades::new());
        assert!(found.conflicts.contains(&Conflict::Dates(vec![2, 0])), "{found:?}");
        assert!(found.conflicts.contains(&Conflict::Dates(vec![6, 3])), "{found:?}");
        assert!(found.conflicts.iter().any(|c| matches!(c, Conflict::Outcomes(_))), "{found:?}");
    }

    #[test]
    fn a_better_graded_source_prevails_over_a_more_precise_date() {
        let grades = Grades::from([(Id::new("normalise"), "A1".parse().unwrap())]);
        assert_eq!(graded(&history(BELAVIA), "2023-01-01", &grades).standing, Standing::InForce);
    }

    #[test]
    fn the_order_of_the_steps_in_the_file_does_not_matter() {
        let mut steps = history(BELAVIA);
        let days = ["2022-12-31", "2023-08-09", "2025-09-11", "2025-10-01", "2025-11-30"];
        let read =
            |steps: &[Step<MeasureChange>]| days.map(|day| graded(steps, day, &Grades::new()).standing);
        let forward = read(&steps);
        steps.reverse();
        assert_eq!(read(&steps), forward);
    }
}
