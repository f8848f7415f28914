//! What a subject faces on a day, in words: measures with since when and how that is known, what they let pass, and whom
//! it is owned by. What a screening says of the file is taken from here.

use crate::model::id::Id;
use crate::model::measure::{MeasureType, Standing};
use crate::model::reach::Verdict;
use crate::model::state::{Place, RecordKind};
use crate::model::subject::SubjectKind;

use super::day::Day;
use super::{allowed, evidence, reach};

/// One measure on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faced {
    /// The record.
    pub measure: String,
    /// Who issued it.
    pub issuer: String,
    /// What it is.
    pub kind: String,
    /// What holds of it.
    pub standing: Standing,
    /// The same in a sentence: `EU asset freeze: in force since 2022-06-03, shown 2026-04-24, 217 d ago (stale)`.
    pub said: String,
}

/// What a subject faces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faces {
    /// Measures against it, and against groups that it is a member of where the issuer has none such against itself; what is nearest to binding first.
    pub measures: Vec<Faced>,
    /// What these let pass on the day.
    pub allowed: Vec<String>,
    /// What follows from who owns it: derived, listed by nobody.
    pub reached: Vec<String>,
    /// Whether anything holds, may hold or is to come: what has ended for certain does not.
    pub is_anything: bool,
}

/// Whether a measure has ended for certain. Gone from a list without an act is none of that.
fn has_ended(standing: Standing, unsure: bool) -> bool {
    matches!(standing, Standing::Lifted | Standing::Expired) && !unsure
}

/// What the subject at a place among the subjects faces on the day.
pub fn faces(day: &Day, subject: usize) -> Faces {
    let state = day.state();
    let records = state.records();
    let mut faces = Faces::default();
    let Some(own) = records.subjects.get(subject) else { return faces };
    let groups = records
        .subjects
        .iter()
        .enumerate()
        .filter(|(_, it)| it.kind == SubjectKind::Group && it.members.contains(&own.id));
    let targets: Vec<(usize, Option<&str>)> = std::iter::once((subject, None))
        .chain(groups.map(|(at, group)| (at, Some(group.name.as_str()))))
        .collect();
    let mut rows: Vec<(u8, usize, Faced)> = Vec::new();
    // What an issuer has against the subject itself says more than what it did to a group that day.
    let mut own_measures: Vec<(&Id, &MeasureType)> = Vec::new();
    for (at, group) in targets {
        let place = Place { list: RecordKind::Subjects, at };
        for at in day.measures_of(place).iter().map(|at| *at as usize) {
            let (Some(row), Some(it)) = (day.ledger.get(at), records.sanctions.get(at)) else { continue };
            if row.standing == Standing::NoRecord {
                continue;
            }
            match group {
                None => own_measures.push((&it.issuer, &it.measure)),
                Some(_) if own_measures.contains(&(&it.issuer, &it.measure)) => continue,
                Some(_) => {}
            }
            let dates = row.dates();
            let since = dates.in_force.or(dates.status).map(|since| format!(" since {}", since.words()));
            let unsure = if row.unsure { " (not certain)" } else { "" };
            let conflict = if row.conflict { ", sources disagree" } else { "" };
            let shown = dates.shown.map(|shown| format!(", {}", evidence::shown(shown, day.as_of())));
            let until = row.until.map(|until| format!(", until {until}")).unwrap_or_default();
            let as_member = group.map(|group| format!(" (against {group}, of which it is a member)"));
            let said = format!(
                "{} {}: {}{unsure}{}{until}{}{conflict}{}",
                it.issuer,
                it.measure.word(),
                row.standing,
                since.unwrap_or_default(),
                shown.unwrap_or_default(),
                as_member.unwrap_or_default()
            );
            faces.is_anything |= !has_ended(row.standing, row.unsure);
            let faced = Faced {
                measure: it.id.to_string(),
                issuer: it.issuer.to_string(),
                kind: it.measure.word().to_owned(),
                standing: row.standing,
                said,
            };
            rows.push((u8::MAX - super::against::weight(row.standing), at, faced));
            faces.allowed.extend(
                allowed::in_words(day, at)
                    .into_iter()
                    .map(|(since, said, _)| format!("{said} (since {since})")),
            );
        }
    }
    rows.sort_by_key(|(weight, at, _)| (*weight, *at));
    faces.measures = rows.into_iter().map(|(_, _, faced)| faced).collect();
    faces.allowed.dedup();
    for reached in day.ownership().reached(subject) {
        if reached.reach.verdict != Verdict::No {
            faces.reached.push(reach::sentence(state, &reached));
            faces.is_anything = true;
        }
    }
    faces
}
