//! From when to when the steps of a measure bind: the acts behind them decide.

use std::borrow::Cow;

use super::{MeasureChange, MeasureStep};
use crate::model::date::Date;
use crate::model::history::Step;
use crate::model::id::Id;

/// When an act binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Binding {
    /// From which day on.
    pub applies: Option<Date>,
    /// The last day.
    pub expires: Option<Date>,
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

/// The steps of a history on the days on which they bind: a step with an act that says from when it applies binds from
/// that day, else from its own; the last day of a step is its own, else that of its act.
pub fn effective(
    steps: &[Step<MeasureChange>],
    binding: impl Fn(&Id) -> Option<Binding>,
) -> Cow<'_, [Step<MeasureChange>]> {
    // Most measures have no step whose act says anything.
    let changes = |step: &Step<MeasureChange>| {
        let what = step.change.what;
        let binding = step.act.as_ref().filter(|_| what.changes_what_binds()).and_then(&binding)?;
        let on = binding.applies.unwrap_or(step.on);
        let until = step.until.or(binding.expires.filter(|_| what.may_be_limited()));
        (on != step.on || until != step.until).then_some((on, until))
    };
    if !steps.iter().any(|step| step.act.is_some() && changes(step).is_some()) {
        return Cow::Borrowed(steps);
    }
    let mut steps = steps.to_vec();
    for step in &mut steps {
        if let Some((on, until)) = changes(step) {
            (step.on, step.until) = (on, until);
        }
    }
    Cow::Owned(steps)
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
        let both = Binding { applies: Some(date("2025-07-01")), expires: Some(date("2026-02-28")) };
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
            let steps = effective(&steps, |_| Some(*binding));
            let found = status(&steps, date(day).first(), &claims(&steps, &Grades::new())).standing;
            assert_eq!(found, *wanted, "{steps:?} on {day}");
        }
    }

    #[test]
    fn a_history_without_acts_is_not_copied() {
        let steps = history(&[("2025-06-17", MeasureStep::Adopted, None, true)]);
        assert!(matches!(effective(&steps, |_| None), Cow::Borrowed(_)));
        let without = history(&[("2025-06-17", MeasureStep::Adopted, None, false)]);
        let both = Binding { applies: Some(date("2026")), expires: None };
        assert!(matches!(effective(&without, |_| Some(both)), Cow::Borrowed(_)));
    }
}
