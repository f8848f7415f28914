//! Rules of evidence: what supports a status, how old that is, and how far the knowledge of a file goes.
//!
//! A statement never says more than its evidence: each status carries the latest day on which a claim supports it, and
//! its age on the day asked.

use std::cmp::Ordering;

use chrono::NaiveDate;

use super::crossing::{Access, CrossingChange, Traffic};
use super::date::Date;
use super::declare::vocabulary;
use super::history::{Claims, Step};
use super::measure::{MeasureChange, MeasureStep, Standing};

/// Evidence up to so many days old is fresh.
pub const FRESH_DAYS: i64 = 30;

/// Evidence up to so many days old is ageing; what is older is stale.
pub const AGEING_DAYS: i64 = 180;

vocabulary! {
    /// How old the evidence of a status is on the day asked.
    pub enum Age {
        /// At most [`FRESH_DAYS`] days.
        Fresh => "fresh",
        /// At most [`AGEING_DAYS`] days.
        Ageing => "ageing",
        /// Older.
        Stale => "stale",
    }
}

impl Age {
    /// The age of evidence that is so many days old.
    pub fn of_days(days: i64) -> Self {
        if days <= FRESH_DAYS {
            Self::Fresh
        } else if days <= AGEING_DAYS {
            Self::Ageing
        } else {
            Self::Stale
        }
    }
}

/// The latest day on which a claim supports a status. One is later than another where its first possible day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown(pub Date);

impl Ord for Shown {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |shown: &Self| (shown.0.first(), shown.0.last(), shown.0);
        key(self).cmp(&key(other))
    }
}

impl PartialOrd for Shown {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Shown {
    /// How many days old it is on `day`. Of an imprecise date the first day counts: evidence is never made younger
    /// than it may be.
    pub fn days(self, day: NaiveDate) -> i64 {
        (day - self.0.first()).num_days().max(0)
    }

    /// How old that is.
    pub fn age(self, day: NaiveDate) -> Age {
        Age::of_days(self.days(day))
    }

    /// The later of two.
    fn later(one: Option<Self>, date: Date) -> Option<Self> {
        one.max(Some(Self(date)))
    }

    /// The later of one and what a step proves, which is never later than its own day: only a later step is asked.
    fn or_step<C>(one: Option<Self>, step: &Step<C>, proves: impl Fn(&Step<C>) -> Date) -> Option<Self> {
        if one >= Some(Self(step.on)) { one } else { Self::later(one, proves(step)) }
    }
}

/// Whether a step shows that the measure binds without saying that it began or became lighter.
fn shows_binding(what: MeasureStep) -> bool {
    matches!(
        what,
        MeasureStep::Seen
            | MeasureStep::InForce
            | MeasureStep::Renewed
            | MeasureStep::Amended
            | MeasureStep::Resumed
    )
}

/// Whether a step of a measure supports a standing: it says the same, or what it says can only be while that holds.
fn supports(what: MeasureStep, standing: Standing) -> bool {
    match standing {
        Standing::NoRecord => false,
        Standing::InPreparation => what == MeasureStep::InPreparation,
        Standing::Threatened => what == MeasureStep::Threatened,
        Standing::Announced => what == MeasureStep::Announced,
        Standing::Suspended => what == MeasureStep::Suspended,
        Standing::Licensed => what == MeasureStep::Licensed || shows_binding(what),
        Standing::Eased => what == MeasureStep::Eased || shows_binding(what),
        Standing::LiftingAnnounced => what == MeasureStep::LiftingAnnounced || shows_binding(what),
        // Only what binds is licensed, made lighter or to be lifted.
        Standing::InForce => {
            what.starts()
                || shows_binding(what)
                || matches!(what, MeasureStep::Licensed | MeasureStep::Eased | MeasureStep::LiftingAnnounced)
        }
        Standing::NotSeen => what == MeasureStep::NotSeen,
        Standing::Lifted => what.ends() || what == MeasureStep::NotSeen,
        Standing::Expired => what == MeasureStep::Expired || what == MeasureStep::NotSeen,
    }
}

/// The latest day on which a claim supports the standing of a measure on `day`: of its steps from `step` on, and of
/// `acts`, the days of the acts that it rests on. A step supports it no later than `proves` says of it
/// ([`step_proves`](super::knowledge::step_proves)); claims that do not prevail support nothing.
pub fn measure_shown(
    steps: &[Step<MeasureChange>],
    claims: &Claims,
    standing: Standing,
    step: Option<usize>,
    acts: impl IntoIterator<Item = Date>,
    proves: impl Fn(&Step<MeasureChange>) -> Date,
    day: NaiveDate,
) -> Option<Shown> {
    let first = step.and_then(|place| steps.get(place))?;
    let from = first.on;
    let mut shown = None;
    for (place, it) in steps.iter().enumerate().rev() {
        let counts = !claims.is_set_aside(place) && it.on.certainly_by(day) && it.on >= from;
        if counts && (supports(it.change.what, standing) || Some(place) == step) {
            shown = Shown::or_step(shown, it, &proves);
        }
    }
    if standing.is_in_force() {
        for date in acts.into_iter().filter(|date| date.certainly_by(day) && *date >= from) {
            shown = Shown::later(shown, date);
        }
    }
    // A term that ran out ends the measure without a step of its own: the day is that of the step that set the term.
    shown.or_else(|| from.certainly_by(day).then(|| Shown(proves(first))))
}

/// The latest day on which a claim supports what holds for one lane of a crossing on `day`: of its steps from `step`
/// on, those that say the same for the same traffic, each no later than `proves` says of it.
pub fn lane_shown(
    steps: &[Step<CrossingChange>],
    claims: &Claims,
    lane: Traffic,
    access: Option<Access>,
    step: Option<usize>,
    proves: impl Fn(&Step<CrossingChange>) -> Date,
    day: NaiveDate,
) -> Option<Shown> {
    let (access, from) = (access?, step.and_then(|place| steps.get(place))?.on);
    let mut shown = None;
    for (place, it) in steps.iter().enumerate().rev() {
        let says = match &it.change {
            CrossingChange::Status { access: said, traffic, .. } => *said == access && traffic.covers(lane),
            // What passes has to be let through.
            CrossingChange::Throughput { per_day, .. } => {
                lane == Traffic::Freight
                    && *per_day > 0
                    && matches!(access, Access::Open | Access::Restricted)
            }
        };
        let counts = !claims.is_set_aside(place) && it.on.certainly_by(day) && it.on >= from;
        if counts && says {
            shown = Shown::or_step(shown, it, &proves);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::history::Grades;
    use crate::model::id::Id;
    use crate::model::measure::{claims, status};

    use MeasureStep::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn history(steps: &[(&str, MeasureStep)]) -> Vec<Step<MeasureChange>> {
        let step = |&(on, what): &(&str, MeasureStep)| Step {
            on: date(on),
            time: None,
            change: MeasureChange { what, list: None },
            until: None,
            scope: None,
            note: None,
            sources: [Id::new(on)].into(),
            event: None,
            act: None,
            known: None,
            withdrawn: None,
        };
        steps.iter().map(step).collect()
    }

    /// What a case is called, its steps, days of acts, the day asked, the day shown and its age.
    type Case = (
        &'static str,
        &'static [(&'static str, MeasureStep)],
        &'static [&'static str],
        &'static str,
        Option<(&'static str, Age)>,
    );
    const SHOWN: &[Case] = &[
        ("nothing is shown before the first record", &[("2022-06-03", Designated)], &[], "2022-06-02", None),
        (
            "the day of listing, while nothing else is known",
            &[("2022-06-03", Designated)],
            &[],
            "2022-07-03",
            Some(("2022-06-03", Age::Fresh)),
        ),
        (
            "a sighting is later evidence",
            &[("2022-06-03", Designated), ("2026-04-24", Seen)],
            &[],
            "2026-11-27",
            Some(("2026-04-24", Age::Stale)),
        ),
        (
            "a sighting after the day asked is none",
            &[("2022-06-03", Designated), ("2026-04-24", Seen)],
            &[],
            "2022-12-01",
            Some(("2022-06-03", Age::Stale)),
        ),
        (
            "the extension of an act shows what rests on it",
            &[("2022-06-03", Designated)],
            &["2022-06-03", "2026-02-24"],
            "2026-06-01",
            Some(("2026-02-24", Age::Ageing)),
        ),
        (
            "an act is no evidence for what has ended",
            &[("2022-06-03", Designated), ("2025-11-04", Delisted)],
            &["2026-02-24"],
            "2026-06-01",
            Some(("2025-11-04", Age::Stale)),
        ),
        (
            "off the list is shown by each copy without it",
            &[("2022-06-03", Seen), ("2026-06-02", NotSeen), ("2026-11-20", NotSeen)],
            &[],
            "2026-11-27",
            Some(("2026-11-20", Age::Fresh)),
        ),
        (
            "a licence is shown by a sighting: it still binds",
            &[("2021-08-09", Designated), ("2025-12-15", Licensed), ("2026-04-01", Seen)],
            &[],
            "2026-04-10",
            Some(("2026-04-01", Age::Fresh)),
        ),
        (
            "a report of intent says nothing of what binds",
            &[("2021-08-09", Designated), ("2026-04-01", Threatened)],
            &[],
            "2026-04-10",
            Some(("2021-08-09", Age::Stale)),
        ),
    ];

    #[test]
    fn each_status_carries_the_latest_day_that_supports_it() {
        for (name, steps, acts, day, expected) in SHOWN {
            let steps = history(steps);
            let (claims, day) = (claims(&steps, &Grades::new()), date(day).first());
            let found = status(&steps, day, &claims);
            let acts = acts.iter().map(|text| date(text));
            let shown = measure_shown(&steps, &claims, found.standing, found.step, acts, |step| step.on, day);
            let said = shown.map(|shown| (shown.0.written(), shown.age(day)));
            assert_eq!(said, expected.map(|(on, age)| (on.to_owned(), age)), "{name}");
        }
    }

    #[test]
    fn evidence_of_an_imprecise_day_is_as_old_as_it_may_be() {
        let shown = Shown(date("2026-10"));
        let day = date("2026-11-02").first();
        assert_eq!((shown.days(day), shown.age(day)), (32, Age::Ageing));
    }

    #[test]
    fn the_ages_meet_without_a_gap() {
        let ages: Vec<Age> = [0, 30, 31, 180, 181, 100_000].map(Age::of_days).into();
        assert_eq!(ages, [Age::Fresh, Age::Fresh, Age::Ageing, Age::Ageing, Age::Stale, Age::Stale]);
    }
}
