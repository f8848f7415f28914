//! What holds between two subjects on a day, as lines of a page: each axis with since when, and how late that is shown.

use chrono::NaiveDate;

use crate::model::relation::{Held, Representation};

use super::day::Day;
use super::evidence;
use super::page::{Page, Tone};
use super::relations::{Row, holder};
use super::wording;

/// Writes the stance with whose it is, and the representation in each direction.
pub fn lines(page: &mut Page, day: &Day, row: &Row) {
    let (state, on) = (day.state(), day.as_of());
    let Some(relation) = state.records().relations.get(row.at) else { return };
    if let Some(stance) = &row.status.stance {
        let note = relation.history.get(stance.step).and_then(|s| s.note.as_deref()).unwrap_or_default();
        let by = match holder(relation, &row.status) {
            Some(by) => format!(", as {} sees it", wording::holder(state, by)),
            None => ", nobody is named who sees it so".to_owned(),
        };
        let note = if note.is_empty() { String::new() } else { format!(" · {note}") };
        let trend = row.status.trend.map(|trend| format!(", {trend}")).unwrap_or_default();
        let text = format!("{}{trend}{}{by}{note}", stance.value, said(stance, on));
        page.line("stance", text, evidence::age_tone(stance.shown.age(on)));
    }
    for it in &row.status.representation {
        page.line(
            wording::direction(&it.direction),
            representation(it, on),
            it.shown().map_or(Tone::Plain, |shown| evidence::age_tone(shown.age(on))),
        );
    }
}

/// ` since 2018-05-01, shown 2018-05-01, 217 d ago (stale)`.
fn said<T>(held: &Held<T>, day: NaiveDate) -> String {
    format!(" since {}, {}", evidence::held_since(held).short(), evidence::shown(held.shown, day))
}

/// What holds of the representation in one direction, each with its own days.
fn representation(it: &Representation, day: NaiveDate) -> String {
    let mut words = Vec::new();
    if let Some(head) = &it.head {
        words.push(format!("{}{}", head.value, said(head, day)));
    }
    if let Some(mission) = &it.mission {
        words.push(format!("mission {}{}", mission.value, said(mission, day)));
    }
    if let Some(reopening) = &it.reopening {
        words.push(format!("reopening announced {}", reopening.since));
    }
    if let Some(consular) = &it.consular {
        words.push(format!("consular service {}{}", consular.value, said(consular, day)));
    }
    if words.is_empty() {
        words.push("no record on this day".to_owned());
    }
    words.join("; ")
}
