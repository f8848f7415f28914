//! What a file may say and hardly means: slips of the hand. All of them are warnings.

use std::collections::{HashMap, HashSet};
use std::fmt::Debug;

use chrono::Datelike;

use super::listings::slip_in;
use super::{Part, Reporter};
use crate::model::date::Date;
use crate::model::history::{Step, in_order};
use crate::model::link;
use crate::model::measure::MeasureChange;
use crate::model::record::Record;

use Part::{Field, Item};

/// No step of sanctions, borders or diplomatic relations is dated before this year, or after the other.
const YEARS: std::ops::RangeInclusive<i32> = 1600..=2199;

/// Checks one record for slips.
pub(super) fn record(reporter: &mut Reporter<'_>, record: Record<'_>) {
    match record {
        Record::Subject(_) => {}
        Record::Source(it) => {
            reporter.year(&[Field("published")], it.published);
            if let Some(url) = &it.url
                && let Some(fault) = link::fault(url)
            {
                reporter.warn(
                    &[Field("url")],
                    format!("the address is no link: {fault}"),
                    "write where it can be read, https://…, or what else is known into note",
                );
            }
        }
        Record::Relation(it) => steps(reporter, &it.history),
        Record::Measure(it) => {
            steps(reporter, &it.history);
            lists(reporter, &it.history);
        }
        Record::Crossing(it) => steps(reporter, &it.history),
        Record::Event(it) => {
            reporter.year(&[Field("on")], it.on);
            reporter.year(&[Field("until")], it.until);
        }
    }
}

fn steps<C: Debug>(reporter: &mut Reporter<'_>, steps: &[Step<C>]) {
    for (i, step) in steps.iter().enumerate() {
        let at = [Field("history"), Item(i)];
        reporter.year(&[at[0], at[1], Field("known")], step.known);
        reporter.year(&[at[0], at[1], Field("on")], Some(step.on));
        reporter.year(&[at[0], at[1], Field("until")], step.until);
    }
    twice(reporter, steps);
}

/// Steps that one source tells twice in the same words.
fn twice<C: Debug>(reporter: &mut Reporter<'_>, steps: &[Step<C>]) {
    if steps.len() < 2 {
        return;
    }
    let order = in_order(steps);
    let day = |place: &usize| steps.get(*place).map(|step| step.on);
    for group in order.chunk_by(|a, b| day(a) == day(b)).filter(|group| group.len() > 1) {
        // Most claims of one day are of several sources, and then nothing is told twice.
        let mut named = HashSet::new();
        let mut sources = group.iter().filter_map(|place| steps.get(*place)).flat_map(|step| &step.sources);
        if sources.all(|source| named.insert(source)) {
            continue;
        }
        let mut told: HashMap<(String, &str), usize> = HashMap::new();
        for &place in group {
            let Some(step) = steps.get(place) else { continue };
            let Step { on, time, change, until, scope, note, sources, event, known, withdrawn } = step;
            let said = format!("{:?}", (time, change, until, scope, note, event, known, withdrawn));
            let mut first = None;
            for source in sources {
                let before = *told.entry((said.clone(), source.as_str())).or_insert(place);
                first = first.or(Some(before).filter(|before| *before != place));
            }
            if let Some(first) = first {
                let (first, second) = (first.min(place), first.max(place));
                reporter.warn(
                    &[Field("history"), Item(second)],
                    format!("the step of {on} stands twice: it says what step {} says", first + 1),
                    "delete one of the two, or say in what they differ",
                );
            }
        }
    }
}

/// Names of lists that are none.
fn lists(reporter: &mut Reporter<'_>, steps: &[Step<MeasureChange>]) {
    for (i, step) in steps.iter().enumerate() {
        if let Some((message, help)) = step.change.list().and_then(|list| slip_in(list)) {
            reporter.warn(&[Field("history"), Item(i), Field("list")], message, help);
        }
    }
}

impl Reporter<'_> {
    /// A year in which nothing can have been.
    fn year(&mut self, path: &[Part], date: Option<Date>) {
        let Some(date) = date else { return };
        let years = [date.first().year(), date.last().year()];
        let Some(year) = years.into_iter().find(|year| !YEARS.contains(year)) else { return };
        let help = match year {
            ..100 => format!("write the year with its century: {}", 2000 + year),
            100..1000 => "write the year with all its four digits".to_owned(),
            1000..1600 => "mend the year".to_owned(),
            _ => "mend the year; what has no end needs no until".to_owned(),
        };
        self.warn(path, format!("the year {year} cannot be meant"), help);
    }
}
