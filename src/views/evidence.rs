//! The dates of a status, made in one place: since when it binds, since when it is what it is, and how fresh the evidence
//! of that is. Panes, pages, exports and briefs take them from here.

use chrono::NaiveDate;

use crate::model::crossing::{Crossing, CrossingChange, LaneStatus};
use crate::model::date::Date;
use crate::model::evidence::{Age, Shown, lane_shown, measure_shown};
use crate::model::history::{Claims, Step};
use crate::model::knowledge::step_proves;
use crate::model::measure::{Measure, MeasureStatus, Standing};
use crate::model::relation::Held;
use crate::model::state::State;

use super::page::{Cell, Tone};

/// Since when something is so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    /// The day, as precisely as it is known.
    pub on: Date,
    /// Only a sighting or a later statement bounds it: it was so on that day or before.
    pub or_before: bool,
}

impl Since {
    /// At most twelve cells for a column: `2025-11-04`, `≤2025-11-04`, `≤~2025-06/08`.
    pub fn short(self) -> String {
        format!("{}{}", if self.or_before { "≤" } else { "" }, self.on.short())
    }

    /// For a sentence: `2025-11-04`, `2025-11-04 or before`.
    pub fn words(self) -> String {
        format!("{}{}", self.on, if self.or_before { " or before" } else { "" })
    }
}

/// The dates of a measure's status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeasureDates {
    /// Since when it binds; `None` while it does not.
    pub in_force: Option<Since>,
    /// Since when it is at its present rung.
    pub status: Option<Since>,
    /// The latest day on which a claim supports that.
    pub shown: Option<Shown>,
}

impl MeasureDates {
    /// The dates of a status on `day`, the claims of the history having been compared.
    pub fn of(state: &State, it: &Measure, status: &MeasureStatus, claims: &Claims, day: NaiveDate) -> Self {
        let since = |on: Option<Date>, or_before| on.map(|on| Since { on, or_before });
        Self {
            // A suspension outweighs all else: while it lasts nothing is in force.
            in_force: since(status.in_force_since, status.start_observed)
                .filter(|_| status.standing.is_in_force()),
            status: since(status.since, status.observed),
            shown: measure_shown(
                &it.history,
                claims,
                status.standing,
                status.step,
                act_days(state, it),
                |step| step_proves(state, step),
                day,
            ),
        }
    }
}

/// What is said where [`is_end_unseen`].
pub const END_UNSEEN: &str = "and nothing seen since says whether it was prolonged";

/// Whether a measure ended by its own term and nothing was seen of it since: whether it was prolonged is not known.
pub fn is_end_unseen(status: &MeasureStatus, shown: Option<Shown>) -> bool {
    let ended = status.lapsed.filter(|_| status.standing == Standing::Expired);
    ended.is_some_and(|ended| shown.is_none_or(|shown| shown.0.last() <= ended.last()))
}

/// The days on which the acts that a measure rests on show that it binds: of adoption, publication, application and
/// extension.
fn act_days<'a>(state: &'a State, it: &'a Measure) -> impl Iterator<Item = Date> + 'a {
    it.acts.iter().flat_map(|act| state.act_days(act)).copied()
}

/// Since when something between two subjects holds.
pub fn held_since<T>(held: &Held<T>) -> Since {
    Since { on: held.since, or_before: held.observed }
}

/// The latest day on which a claim supports what holds for one lane of a crossing.
pub fn lane(
    state: &State,
    it: &Crossing,
    lane: &LaneStatus,
    claims: &Claims,
    day: NaiveDate,
) -> Option<Shown> {
    let proves = |step: &Step<CrossingChange>| step_proves(state, step);
    lane_shown(&it.history, claims, lane.traffic, lane.access, lane.step, proves, day)
}

/// How old evidence is, for a column: `fresh 4 d`, `stale 217 d`.
pub fn age(shown: Shown, day: NaiveDate) -> String {
    format!("{} {} d", shown.age(day), shown.days(day))
}

/// The same in so many cells: where the word has no room its shade and the days say it.
pub fn age_in(shown: Shown, day: NaiveDate, cells: usize) -> String {
    let text = age(shown, day);
    if text.chars().count() <= cells { text } else { format!("{} d", shown.days(day)) }
}

/// When a status was shown last, for a sentence: `shown 2026-04-24, 217 d ago (stale)`.
pub fn shown(shown: Shown, day: NaiveDate) -> String {
    format!("shown {}, {} d ago ({})", shown.0, shown.days(day), shown.age(day))
}

/// How old evidence is, in a column, in the shade of its age.
pub fn cell(shown: Option<Shown>, day: NaiveDate) -> Cell {
    let text = shown.map(|shown| age(shown, day)).unwrap_or_default();
    Cell::new(text, shown.map_or(Tone::Dim, |shown| age_tone(shown.age(day))))
}

/// The shade of an age.
pub fn age_tone(age: Age) -> Tone {
    match age {
        Age::Fresh => Tone::Plain,
        Age::Ageing => Tone::Dim,
        Age::Stale => Tone::Caution,
    }
}
