//! What lists say of a measure, as dated observations in its history.

use crate::model::date::Date;
use crate::model::id::Id;
use crate::model::measure::Measure;
use crate::model::state::State;

use super::candidate::Candidate;
use super::entry::Entry;
use super::import::see;
use super::matching::{How, Index, Match};
use super::proof::{is_observed, observation};
use super::published::Published;
use super::recorded::{has_begun, unproven};

/// What a list of a day says of a measure.
pub(super) struct Sighting<'a> {
    /// The list.
    pub(super) list: &'a Published,
    /// Its source.
    pub(super) source: &'a Id,
    /// The entry that the measure is there.
    pub(super) found: Option<(&'a Entry, Match)>,
    /// The day.
    pub(super) on: Date,
    /// Whether it is there; `None` where the list does not tell.
    pub(super) seen: Option<bool>,
}

/// The measure with what lists say of it, in the order of their days, and why in words; `None` where the file says all
/// of it already.
pub(super) fn observed(
    state: &State,
    it: &Measure,
    index: &Index<'_>,
    sightings: &[Sighting<'_>],
) -> Option<(Measure, Vec<String>)> {
    let mut new = it.clone();
    let mut why: Vec<String> = Vec::new();
    let mut was_seen = false;
    for Sighting { list, source, found, on, seen } in sightings {
        let Some(seen) = *seen else { continue };
        let came_before = was_seen;
        was_seen |= seen;
        // The list itself proves what others say of it.
        if let Some(at) = unproven(&new, state, list.list, *on, seen) {
            why.push(format!("{} itself proves it", list.list));
            new.history.change(|steps| {
                if let Some(step) = steps.get_mut(at) {
                    step.sources.push((*source).clone());
                }
            });
            continue;
        }
        if is_observed(it, list.list, *on, seen) {
            continue;
        }
        // A list that never had it says nothing about its end.
        if !seen && !came_before && !has_begun(it, *on) {
            continue;
        }
        let word = if seen { "seen" } else { "not seen" };
        why.push(format!("{word} on {}", on.written()));
        if seen {
            see(&mut new, list, *on, source);
        } else {
            let step = observation(list.list, *on, false, source);
            new.history.change(|steps| {
                let later = steps.iter().position(|held| held.on > *on).unwrap_or(steps.len());
                steps.insert(later, step);
            });
        }
        let sure = found.filter(|(_, at)| at.how < How::Likeness);
        let reference = sure.map(|(entry, at)| (entry.list_ref(), at));
        let is_new = |reference: &str| !new.list_refs.iter().any(|held| held == reference);
        if let Some((reference, at)) = reference.filter(|(reference, _)| is_new(reference)) {
            let matched = index.matched(Candidate::of(state, it), at);
            why.push(format!("{matched}its reference is {reference}"));
            new.list_refs.push(reference.as_str().into());
        }
    }
    (!why.is_empty()).then_some((new, why))
}
