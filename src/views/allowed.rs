//! What is allowed on a day: a measure less its licences and what made it lighter, with terms and scope.

use chrono::NaiveDate;

use crate::model::date::Date;
use crate::model::history::{Claims, Step, in_order};
use crate::model::measure::{MeasureChange, MeasureStatus, MeasureStep, status};
use crate::model::state::{Place, RecordKind};

use super::citation::cited;
use super::day::Day;
use super::wording;

/// One thing that a measure lets pass.
#[derive(Debug, Clone, Copy)]
pub struct Allowed<'a> {
    /// The step that says so.
    pub step: &'a Step<MeasureChange>,
    /// Its place in the history.
    pub at: usize,
    /// Since when.
    pub since: Date,
    /// The last day, where it has one.
    pub until: Option<Date>,
}

/// What a measure lets pass on `day`, its steps being on the days on which they bind: licences and easings since it was put into force that have not run out, each named
/// once, in the order of time. Of a measure that does not bind nothing is said.
pub fn allowed<'a>(
    steps: &'a [Step<MeasureChange>],
    status: &MeasureStatus,
    claims: &Claims,
    day: NaiveDate,
) -> Vec<Allowed<'a>> {
    let Some(start) = status.in_force_since.filter(|_| status.standing.is_in_force()) else {
        return Vec::new();
    };
    let mut found: Vec<Allowed<'a>> = Vec::new();
    for at in in_order(steps) {
        let Some(step) = steps.get(at).filter(|_| !claims.is_set_aside(at)) else { continue };
        let lets_pass = matches!(step.change.what, MeasureStep::Licensed | MeasureStep::Eased);
        if !lets_pass || !step.on.certainly_by(day) || step.on < start {
            continue;
        }
        let now = Allowed { step, at, since: step.on, until: step.until };
        let same = |held: &&mut Allowed<'a>| {
            let (a, b) = (&held.step.change, &step.change);
            // A licence that is given again has new terms; an easing without a name is told from others by its scope.
            let is_named = step.act.is_some();
            a == b && held.step.act == step.act && (is_named || held.step.scope == step.scope)
        };
        match found.iter_mut().find(same) {
            Some(held) => *held = Allowed { since: held.since, ..now },
            None => found.push(now),
        }
    }
    found.retain(|it| !it.step.is_over(day));
    found
}

/// What a measure lets pass on the day, in words: since when, what until when and who says so, and the place of the step.
pub(super) fn in_words(day: &Day, at: usize) -> Vec<(Date, String, usize)> {
    let state = day.state();
    let Some(it) = state.records().sanctions.get(at) else { return Vec::new() };
    let claims = day.analysis.claims(Place { list: RecordKind::Sanctions, at });
    let steps = state.effective(it);
    let status = status(&steps, day.as_of(), claims);
    let said = |allowed: Allowed<'_>| {
        let step = allowed.step;
        let what = wording::sanction_change(state, step);
        let until = allowed
            .until
            .map_or_else(|| ", no expiry recorded".to_owned(), |until| format!(", until {until}"));
        // What a licence says of itself holds where the step says nothing of its own.
        let act = step.act.as_ref().and_then(|act| state.act(act.as_str()));
        let scope = step.scope.as_deref().or_else(|| act?.scope.as_deref());
        let scope = scope.map(|scope| format!(" · {scope}")).unwrap_or_default();
        (allowed.since, format!("{what}{until}{scope} — {}", cited(state, &step.sources)), allowed.at)
    };
    allowed(&steps, &status, claims, day.as_of()).into_iter().map(said).collect()
}
