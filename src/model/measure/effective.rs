//! From when to when the steps of a measure bind: the acts behind them decide.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::{MeasureChange, MeasureStatus, MeasureStep, Standing, is_of_another, status};
use crate::model::date::Date;
use crate::model::history::{Claims, Step, Withdrawal};
use crate::model::id::Id;

/// When an act binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Binding {
    /// From which day on.
    pub applies: Option<Date>,
    /// The last day.
    pub expires: Option<Date>,
    /// The last day before another licence takes its place.
    pub replaced: Option<Date>,
}

impl Binding {
    /// The last day on which the act holds, whatever ends it first.
    pub fn last_day(self) -> Option<Date> {
        let ends = [self.expires, self.replaced].into_iter().flatten();
        ends.min_by_key(|on| on.last())
    }
}

impl MeasureStep {
    /// Whether it changes what binds, and not only what is known or said.
    pub fn changes_what_binds(self) -> bool {
        !self.is_observation()
            && !matches!(
                self,
                Self::InPreparation | Self::Threatened | Self::Announced | Self::LiftingAnnounced
            )
    }

    /// Whether what it does may be limited.
    fn may_be_limited(self) -> bool {
        self.changes_what_binds() && !self.ends() && !matches!(self, Self::Expired | Self::Resumed)
    }
}

/// The steps of a history of an issuer's measure on the days on which they bind: a step with an act that says from when it
/// applies binds from that day, else from its own; the last day of a step is its own, else that of its act, and a licence
/// ends when another takes its place. Sightings on lists of other issuers have no vote.
pub fn effective<'a>(
    steps: &'a [Step<MeasureChange>],
    issuer: &str,
    binding: impl Fn(&Id) -> Option<Binding>,
) -> Cow<'a, [Step<MeasureChange>]> {
    let is_foreign = |step: &Step<MeasureChange>| {
        !step.is_withdrawn() && step.change.list().is_some_and(|list| is_of_another(list, issuer))
    };
    // Most measures have no step whose act says anything.
    let changes = |step: &Step<MeasureChange>| {
        let what = step.change.what;
        let binding = step.act.as_ref().filter(|_| what.changes_what_binds()).and_then(&binding)?;
        let on = binding.applies.unwrap_or(step.on);
        let until = step.until.or(binding.expires.filter(|_| what.may_be_limited()));
        let replaced =
            binding.replaced.filter(|end| what == MeasureStep::Licensed && end.last() >= on.first());
        let until = match (until, replaced) {
            (Some(until), Some(replaced)) if until.last() < replaced.last() => Some(until),
            (until, replaced) => replaced.or(until),
        };
        (on != step.on || until != step.until).then_some((on, until))
    };
    if !steps.iter().any(|step| is_foreign(step) || (step.act.is_some() && changes(step).is_some())) {
        return Cow::Borrowed(steps);
    }
    let mut steps = steps.to_vec();
    for step in &mut steps {
        if is_foreign(step) {
            step.withdrawn = Some(Box::new(Withdrawal::of(step.on)));
        } else if let Some((on, until)) = changes(step) {
            (step.on, step.until) = (on, until);
        }
    }
    Cow::Owned(steps)
}

/// What a history says on `day`, given its steps on their own days and on those on which they bind: what was decided and does
/// not bind yet is announced.
pub fn bound_status(
    own: &[Step<MeasureChange>],
    bound: &[Step<MeasureChange>],
    day: NaiveDate,
    claims: &Claims,
) -> MeasureStatus {
    use Standing::{Announced, InPreparation, NoRecord, Threatened};
    let found = status(bound, day, claims);
    let waits = |(own, bound): (&Step<MeasureChange>, &Step<MeasureChange>)| {
        own.change.what.starts() && own.on.certainly_by(day) && !bound.on.certainly_by(day)
    };
    let may_be_ahead = matches!(found.standing, NoRecord | InPreparation | Threatened | Announced);
    if !may_be_ahead || !own.iter().zip(bound).any(waits) {
        return found;
    }
    let said = |(own, bound): (&Step<MeasureChange>, &Step<MeasureChange>)| {
        let mut step = bound.clone();
        if waits((own, bound)) {
            step.change = MeasureChange::plain(MeasureStep::Announced);
            (step.on, step.until) = (own.on, None);
        }
        step
    };
    let steps: Vec<_> = own.iter().zip(bound).map(said).collect();
    MeasureStatus { possibly: found.possibly, ..status(&steps, day, claims) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::history::Grades;
    use crate::model::measure::{Standing, claims, status};

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    /// A step: its day, what it says, its last day, and whether the act is behind it.
    type Brief = (&'static str, MeasureStep, Option<&'static str>, bool);

    fn history(steps: &[Brief]) -> Vec<Step<MeasureChange>> {
        let step = |&(on, what, until, by_act): &Brief| {
            let change = MeasureChange { what, list: None };
            let mut step = Step::new(date(on), change, [Id::new("s")].into());
            step.until = until.map(date);
            step.act = by_act.then(|| Id::new("act"));
            step
        };
        steps.iter().map(step).collect()
    }

    #[test]
    fn an_act_binds_from_the_day_it_applies_to_the_day_it_expires() {
        use MeasureStep::*;
        let both =
            Binding { applies: Some(date("2025-07-01")), expires: Some(date("2026-02-28")), replaced: None };
        let none = Binding::default();
        let cases: &[(&[Brief], Binding, &str, Standing)] = &[
            (&[("2025-06-17", Adopted, None, true)], both, "2025-06-30", Standing::NoRecord),
            (&[("2025-06-17", Adopted, None, true)], both, "2025-07-01", Standing::InForce),
            (&[("2025-06-17", Adopted, None, true)], both, "2026-02-28", Standing::InForce),
            (&[("2025-06-17", Adopted, None, true)], both, "2026-03-01", Standing::Expired),
            (&[("2025-06-17", Adopted, None, true)], none, "2025-06-17", Standing::InForce),
            (&[("2025-06-17", Adopted, None, false)], both, "2025-06-17", Standing::InForce),
            // The step's own last day beats the act's.
            (&[("2025-06-17", Adopted, Some("2027"), true)], both, "2026-03-01", Standing::InForce),
            (&[("2025-06-17", Adopted, Some("2025-09"), true)], both, "2025-10-01", Standing::Expired),
            // What is only said is said on its own day.
            (&[("2025-06-17", Announced, None, true)], both, "2025-06-17", Standing::Announced),
            (
                &[("2020", Adopted, None, false), ("2025-06-17", LiftingAnnounced, None, true)],
                both,
                "2025-06-17",
                Standing::LiftingAnnounced,
            ),
            // An end has no end.
            (
                &[("2020", Adopted, None, false), ("2025-06-17", Revoked, None, true)],
                both,
                "2025-06-30",
                Standing::InForce,
            ),
            (
                &[("2020", Adopted, None, false), ("2025-06-17", Revoked, None, true)],
                both,
                "2027-01-01",
                Standing::Lifted,
            ),
            (
                &[("2020", Adopted, None, false), ("2025-06-17", Licensed, None, true)],
                both,
                "2026-02-28",
                Standing::Licensed,
            ),
            (
                &[("2020", Adopted, None, false), ("2025-06-17", Licensed, None, true)],
                both,
                "2026-03-01",
                Standing::InForce,
            ),
        ];
        for (steps, binding, day, wanted) in cases {
            let steps = history(steps);
            let steps = effective(&steps, "QL", |_| Some(*binding));
            let found = status(&steps, date(day).first(), &claims(&steps, &Grades::new())).standing;
            assert_eq!(found, *wanted, "{steps:?} on {day}");
        }
    }

    #[test]
    fn what_is_decided_and_does_not_apply_yet_is_announced() {
        use MeasureStep::*;
        let later = Binding { applies: Some(date("2025-07-01")), ..Binding::default() };
        let month = Binding { applies: Some(date("2025-07")), ..Binding::default() };
        let cases: &[(&[Brief], Binding, &str, Standing, bool)] = &[
            (&[("2025-06-17", Adopted, None, true)], later, "2025-06-16", Standing::NoRecord, false),
            (&[("2025-06-17", Designated, None, true)], later, "2025-06-17", Standing::Announced, false),
            (&[("2025-06-17", Imposed, Some("2026"), true)], later, "2025-06-30", Standing::Announced, false),
            (&[("2025-06-17", Adopted, None, true)], later, "2025-07-01", Standing::InForce, false),
            (&[("2025-06-17", Adopted, None, true)], month, "2025-07-15", Standing::Announced, true),
            (
                &[("2025-06-01", Threatened, None, false), ("2025-06-17", Adopted, None, true)],
                later,
                "2025-06-17",
                Standing::Announced,
                false,
            ),
            // What binds already is not made less by an act that comes.
            (
                &[("2020-01-01", Adopted, None, false), ("2025-06-17", Adopted, None, true)],
                later,
                "2025-06-17",
                Standing::InForce,
                false,
            ),
            (
                &[
                    ("2020-01-01", Adopted, None, false),
                    ("2024", Lifted, None, false),
                    ("2025-06-17", Adopted, None, true),
                ],
                later,
                "2025-06-17",
                Standing::Lifted,
                false,
            ),
        ];
        for (steps, binding, day, wanted, possibly) in cases {
            let own = history(steps);
            let bound = effective(&own, "QL", |_| Some(*binding));
            let found = bound_status(&own, &bound, date(day).first(), &claims(&bound, &Grades::new()));
            assert_eq!(
                (found.standing, found.possibly.is_some()),
                (*wanted, *possibly),
                "{steps:?} on {day}"
            );
            assert!(
                found.until.is_none() || found.in_force_since.is_some(),
                "what does not bind has no term"
            );
        }
    }

    #[test]
    fn a_sighting_on_a_list_of_another_issuer_has_no_vote() {
        use MeasureStep::*;
        let sighting = |on: &str, what, list: &str| {
            Step::new(date(on), MeasureChange { what, list: Some(list.into()) }, [Id::new("s")].into())
        };
        let imposed = || history(&[("2023-03-05", Imposed, None, false)]);
        let lifted = || history(&[("2023-03-05", Imposed, None, false), ("2023-05-01", Lifted, None, false)]);
        let cases = [
            (
                imposed(),
                vec![sighting("2023-05-01", NotSeen, "EU list"), sighting("2023-06-01", Seen, "UK list")],
                Standing::NotSeen,
            ),
            (
                imposed(),
                vec![sighting("2023-05-01", NotSeen, "EU list"), sighting("2023-06-01", Seen, "EU list")],
                Standing::InForce,
            ),
            (imposed(), vec![sighting("2023-05-01", NotSeen, "OFAC SDN")], Standing::InForce),
            (imposed(), vec![sighting("2023-05-01", NotSeen, "OpenSanctions")], Standing::NotSeen),
            (lifted(), vec![sighting("2023-06-01", Seen, "UK list")], Standing::Lifted),
        ];
        for (mut steps, sightings, wanted) in cases {
            steps.extend(sightings);
            let bound = effective(&steps, "EU", |_| None);
            let claims = claims(&bound, &Grades::new());
            assert_eq!(status(&bound, date("2024").first(), &claims).standing, wanted, "{steps:?}");
            assert!(claims.conflicts.is_empty() || wanted == Standing::InForce, "{steps:?}");
        }
    }

    #[test]
    fn a_licence_ends_when_another_takes_its_place() {
        use MeasureStep::*;
        let cases = [
            (None, Some("2022-04-30"), Some("2022-04-19"), Some("2022-04-19")),
            (Some("2022-04-30"), None, Some("2022-04-19"), Some("2022-04-19")),
            (Some("2022-04-10"), None, Some("2022-04-19"), Some("2022-04-10")),
            (None, None, Some("2022-04-19"), Some("2022-04-19")),
            // What is said of it later is said of what was meant then.
            (None, Some("2022-04-30"), Some("2022-02-01"), Some("2022-04-30")),
        ];
        for (own, expires, replaced, wanted) in cases {
            let binding = Binding { applies: None, expires: expires.map(date), replaced: replaced.map(date) };
            let of = |what| {
                let steps = history(&[("2022-03-01", what, own, true)]);
                effective(&steps, "QL", |_| Some(binding)).first().and_then(|step| step.until)
            };
            assert_eq!(of(Licensed), wanted.map(date), "{binding:?}");
            assert_eq!(of(Adopted), own.or(expires).map(date), "only a licence is replaced: {binding:?}");
        }
    }

    #[test]
    fn a_history_without_acts_is_not_copied() {
        let steps = history(&[("2025-06-17", MeasureStep::Adopted, None, true)]);
        assert!(matches!(effective(&steps, "QL", |_| None), Cow::Borrowed(_)));
        let without = history(&[("2025-06-17", MeasureStep::Adopted, None, false)]);
        let both = Binding { applies: Some(date("2026")), ..Binding::default() };
        assert!(matches!(effective(&without, "QL", |_| Some(both)), Cow::Borrowed(_)));
    }
}
