//! What is dated after today and can only be past.

use chrono::NaiveDate;
use rayon::prelude::*;

use super::{CHUNK, Finding, Part, Reporter};
use crate::model::crossing::CrossingChange;
use crate::model::date::Date;
use crate::model::event::Basis;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};

use Part::{Field, Item};

/// Sightings, counts, reports and publications of days that are still to come, in the order of the file. Announced
/// and scheduled things may well lie ahead.
pub fn check_days(state: &State, today: NaiveDate) -> Vec<Finding> {
    let places = state.places(RecordKind::ALL);
    let found = places.par_chunks(CHUNK).flat_map_iter(|places| chunk(state, places, today));
    found.collect()
}

fn chunk(state: &State, places: &[Place], today: NaiveDate) -> Vec<Finding> {
    let mut findings = Vec::new();
    for &place in places {
        let Some(record) = state.at(place) else { continue };
        let mut reporter = Reporter { state, place: Some(place), suggest: false, findings: &mut findings };
        look(&mut reporter, record, today);
    }
    findings
}

fn look(reporter: &mut Reporter<'_>, record: Record<'_>, today: NaiveDate) {
    // What is only known to the month or year of today can have been already.
    let is_ahead = |date: Date| date.first() > today;
    let step = |i: usize| [Field("history"), Item(i), Field("on")];
    match record {
        Record::Subject(it) => {
            if let Some(born) = it.born.filter(|on| is_ahead(*on)) {
                reporter.warn(
                    &[Field("born")],
                    format!("born on {born}, which is after today, {today}"),
                    "mend the date",
                );
            }
        }
        Record::Source(it) => {
            if let Some(on) = it.published.filter(|on| is_ahead(*on)) {
                reporter.warn(
                    &[Field("published")],
                    format!("published on {on}, which is after today, {today}"),
                    "mend the date: nothing can be cited before it is there",
                );
            }
        }
        Record::Measure(it) => {
            for (i, it) in it.history.iter().enumerate() {
                if it.change.what.is_observation() && is_ahead(it.on) {
                    reporter.warn(
                        &step(i),
                        format!("{} on {}, which is after today, {today}", it.change.what, it.on),
                        "mend the date: nobody can have looked yet",
                    );
                }
            }
        }
        Record::Crossing(it) => {
            for (i, it) in it.history.iter().enumerate() {
                if matches!(it.change, CrossingChange::Throughput { .. }) && is_ahead(it.on) {
                    reporter.warn(
                        &step(i),
                        format!("counted on {}, which is after today, {today}", it.on),
                        "mend the date: nobody can have counted yet",
                    );
                }
            }
        }
        Record::Event(it) => {
            if let Some(on) = it.on.filter(|on| it.basis == Basis::Reported && is_ahead(*on)) {
                reporter.warn(
                    &[Field("on")],
                    format!("reported to have happened on {on}, which is after today, {today}"),
                    "mend the date, or say that it is still to come: basis: Scheduled",
                );
            }
        }
        _ => {}
    }
}
