//! What the measures of a file say by themselves, before a list is asked.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use crate::model::date::Date;
use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureStatus, MeasureStep, Standing};
use crate::model::state::State;

use super::choice::{programmes_of, shares_programme};
use super::entry::{Entry, ListName};
use super::proof::{digests, is_observed};

/// The observation of a list on a day that no list with a digest proves yet.
pub(super) fn unproven(it: &Measure, state: &State, list: ListName, on: Date, seen: bool) -> Option<usize> {
    let what = if seen { MeasureStep::Seen } else { MeasureStep::NotSeen };
    let has_digest = |id: &Id| state.source(id.as_str()).is_none_or(|source| !digests(source).is_empty());
    it.history.iter().position(|step| {
        step.on == on
            && step.change.what == what
            && step.change.list().is_some_and(|named| *named == list.word())
            && !step.sources.iter().any(has_digest)
    })
}

/// Whether a measure binds somebody, or would but for its suspension.
pub(super) fn binds(standing: Standing) -> bool {
    standing.is_in_force() || standing == Standing::Suspended
}

/// Whether it was gone between two sightings, and the file knows nothing of that.
pub(super) fn was_off(it: &Measure, list: ListName, sightings: &[(Date, Option<bool>)]) -> bool {
    sightings.iter().enumerate().any(|(at, (on, seen))| {
        *seen == Some(false)
            && sightings.iter().take(at).any(|(_, seen)| *seen == Some(true))
            && !is_observed(it, list, *on, false)
    })
}

pub(super) fn is_over(standing: Standing) -> bool {
    matches!(standing, Standing::Lifted | Standing::Expired)
}

/// Whether something says that the measure was in force by a day.
pub(super) fn has_begun(it: &Measure, on: Date) -> bool {
    it.history.iter().any(|step| {
        !step.is_withdrawn()
            && step.on.possibly_by(on.last())
            && (step.change.what.starts()
                || matches!(step.change.what, MeasureStep::Seen | MeasureStep::InForce))
    })
}

/// The day on which the lifting was announced for the last time.
pub(super) fn announced_on(it: &Measure, day: NaiveDate) -> Option<Date> {
    let announced = it.history.iter().filter(|step| step.change.what == MeasureStep::LiftingAnnounced);
    let announced = announced.filter(|step| !step.is_withdrawn());
    announced.map(|step| step.on).filter(|on| on.certainly_by(day)).max()
}

/// The programmes that the measures of a file are about, in lower case. An entry under two of them belongs to one that
/// others are under: the other one is not what the file is about.
pub(super) fn own_programmes(meant: &[&Measure]) -> HashSet<String> {
    let all: Vec<Vec<String>> = meant
        .iter()
        .map(|it| programmes_of(it).into_iter().map(|it| it.to_lowercase()).collect::<Vec<_>>())
        .filter(|it| !it.is_empty())
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    all.iter().flatten().for_each(|it| *counts.entry(it).or_default() += 1);
    let family = |it: &str| it.split('-').next().unwrap_or(it).to_owned();
    let mut own: HashSet<String> = all.iter().filter(|it| it.len() == 1).flatten().cloned().collect();
    let families: HashSet<String> = own.iter().map(|it| family(it)).collect();
    for programmes in all.iter().filter(|it| it.len() > 1) {
        let of_own: Vec<&String> = programmes.iter().filter(|it| families.contains(&family(it))).collect();
        if of_own.is_empty() {
            // Of equals the first, which is the one that the list names first.
            let count = |it: &String| counts.get(it.as_str()).copied().unwrap_or_default();
            let most = programmes.iter().rev().max_by_key(|it| count(it));
            own.extend(most.cloned());
        } else {
            own.extend(of_own.into_iter().cloned());
        }
    }
    own
}

/// Whether the list has it under programmes none of which the file says. A collection has names of its own for them.
pub(super) fn is_other_programme(entry: &Entry, it: &Measure) -> bool {
    let listed = entry.programmes_by(it.issuer.as_str());
    !entry.list.is_collection()
        && it.programme.is_some()
        && !listed.is_empty()
        && !shares_programme(entry, it)
}

pub(super) fn said(status: &MeasureStatus) -> String {
    let or_before = if status.observed { " or before" } else { "" };
    let since = status.since.map(|since| format!(" since {since}{or_before}")).unwrap_or_default();
    format!("{}{since}", status.standing)
}
