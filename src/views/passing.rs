//! A state without the records that a filter does not let pass: what a brief on some of it is written from.

use std::collections::{HashMap, HashSet};

use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::records::Gathering;
use crate::model::state::{RecordKind, State};

use super::crossings;
use super::day::Day;
use super::filter::{AllValues, Listing, rows, unknown_values};
use super::narrowing::Narrowing;
use super::query::Query;
use super::totals::{InForceCounts, Totals, totals};

/// The measures, crossings, relations and events that pass a filter on the day and belong to what is narrowed to, with all
/// subjects, sources and decisions: a record passes where the pane that lists it would show it. Where a filter asks for what
/// a list does not have, none of its records pass. An act passes where a record that passes rests on it, or where it amends
/// or replaces one that passes: these say how long that one holds.
///
/// # Errors
/// Where a part of the filter is not understood, or asks for what nothing has: what is wrong with each.
pub fn passing(day: &Day, filter: &str, narrowing: Option<&Narrowing>) -> Result<State, Vec<String>> {
    let complaints = Query::parse(filter).complaints;
    if !complaints.is_empty() {
        return Err(complaints);
    }
    let mut unknown = Vec::new();
    let mut of = |listing| {
        let query = Query::for_list(filter, listing);
        if !query.complaints.is_empty() {
            return Vec::new();
        }
        let rows = rows(day, listing, &query, narrowing);
        if rows.is_empty() || query.excludes() {
            unknown.extend(unknown_values(day, listing, &query, &mut AllValues::default()));
        }
        rows
    };
    let (whole, state) = (day.whole(), day.state());
    let records = state.records();
    let mut passed: HashSet<&Id> = HashSet::new();
    let measures = of(Listing::Ledger).into_iter().filter_map(|row| day.ledger.get(row));
    passed.extend(measures.filter_map(|row| records.sanctions.get(row.at())).map(|it| &it.id));
    let crossings = of(Listing::Borders).into_iter().filter_map(|row| day.crossings.get(row));
    passed.extend(crossings.filter_map(|row| records.crossings.get(row.at)).map(|it| &it.id));
    let relations = of(Listing::Relations).into_iter().filter_map(|row| day.relations.get(row));
    passed.extend(relations.filter_map(|row| records.relations.get(row.at)).map(|it| &it.id));
    let entries = of(Listing::Log).into_iter().filter_map(|at| day.entries.all().get(at));
    let events = entries.filter(|entry| entry.step().is_none()).filter_map(|entry| state.at(entry.place()));
    passed.extend(events.map(Record::id));
    if passed.is_empty() && !unknown.is_empty() {
        return Err(unknown);
    }
    let mut rested: HashSet<&Id> = HashSet::new();
    for place in whole.places(RecordKind::ALL) {
        match whole.at(place).filter(|record| passed.contains(record.id())) {
            Some(Record::Measure(it)) => {
                rested.extend(&it.acts);
                rested.extend(it.history.iter().filter_map(|step| step.act.as_ref()));
            }
            Some(Record::Crossing(it)) => {
                rested.extend(it.history.iter().filter_map(|step| step.act.as_ref()));
            }
            Some(Record::Relation(it)) => {
                rested.extend(it.history.iter().filter_map(|step| step.act.as_ref()));
            }
            _ => {}
        }
    }
    passed.extend(rested);
    passed.extend(changing(whole, &passed));
    let mut chosen = Gathering::default();
    for place in whole.places(RecordKind::ALL) {
        let is_whole = !matches!(
            place.list,
            RecordKind::Sanctions
                | RecordKind::Crossings
                | RecordKind::Relations
                | RecordKind::Events
                | RecordKind::Acts
        );
        if is_whole || whole.at(place).is_some_and(|record| passed.contains(record.id())) {
            chosen.share(whole.records(), place);
        }
    }
    Ok(State::new(whole.head().clone(), chosen.done()))
}

/// The acts that amend or replace one of some records, those that do so to these, and so on.
fn changing<'a>(state: &'a State, of: &HashSet<&'a Id>) -> HashSet<&'a Id> {
    let mut changes: HashMap<&Id, Vec<&Id>> = HashMap::new();
    for it in &state.records().acts {
        for changed in it.amends.iter().chain(&it.supersedes) {
            changes.entry(changed).or_default().push(&it.id);
        }
    }
    let mut found: HashSet<&Id> = HashSet::new();
    let mut next: Vec<&Id> = of.iter().copied().filter(|id| changes.contains_key(id)).collect();
    while let Some(id) = next.pop() {
        let by = changes.get(id).into_iter().flatten();
        next.extend(by.copied().filter(|by| found.insert(by)));
    }
    found
}

/// What the header counts of what passes a filter: measures and crossings. What a list cannot be asked for is counted as
/// none of it.
pub fn passing_totals(day: &Day, filter: &str) -> Totals {
    let of = |listing| {
        let query = Query::for_list(filter, listing);
        if query.complaints.is_empty() { rows(day, listing, &query, None) } else { Vec::new() }
    };
    let measures: Vec<_> =
        of(Listing::Ledger).into_iter().filter_map(|row| day.ledger.get(row).cloned()).collect();
    let points: Vec<crossings::Row> =
        of(Listing::Borders).into_iter().filter_map(|row| day.crossings.get(row).cloned()).collect();
    let bound = InForceCounts::of(&day.analysis, &measures);
    Totals {
        is_recorded: day.totals.is_recorded,
        ..totals(day.state(), &bound, &day.calendar, (&measures, &points), day.as_of())
    }
}
