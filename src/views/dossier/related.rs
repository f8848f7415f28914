//! Measures that touch a subject without being aimed at it: against whom it belongs to, and under the same events.

use std::collections::BTreeMap;

use crate::model::id::Id;
use crate::model::measure::{Measure, Standing};
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind};
use crate::model::subject::Subject;
use crate::views::day::Day;
use crate::views::log::Entry;
use crate::views::page::{Cell, Page, Sign, Tone};
use crate::views::wording::standing_tone;

/// So many are listed.
const LISTED: usize = 12;

/// An event with more steps than this relates none of them to another.
const TOGETHER: usize = 6;

/// The measures of others that touch a subject, each with why.
pub(super) fn measures(page: &mut Page, day: &Day, own: &[(usize, &Measure)], subject: Option<&Subject>) {
    let mut found: BTreeMap<usize, String> = BTreeMap::new();
    let mut put = |at: usize, why: &str| {
        if own.iter().all(|(mine, _)| *mine != at) {
            found.entry(at).or_insert_with(|| why.to_owned());
        }
    };
    for (other, why) in subject.into_iter().flat_map(|it| tied(day, it)) {
        let place = day.state().place(other.as_str());
        for at in place.map_or(&[][..], |place| day.measures_of(place)) {
            put(*at as usize, why);
        }
    }
    let events = own.iter().flat_map(|(_, it)| &it.history).filter_map(|step| step.event.as_ref());
    for event in events.filter_map(|event| day.state().place(event.as_str())) {
        let under = day.entries.under(day.state(), event.at);
        // What many measures have in common, such as a new edition of a list, relates nothing.
        if under.len() <= TOGETHER {
            let measures = under.iter().map(Entry::place).filter(|place| place.list == RecordKind::Sanctions);
            measures.for_each(|place| put(place.at, "by the same event"));
        }
    }
    show(page, day, &found);
}

/// Whom a subject is tied to, and how: owners, what it owns, groups, whom it speaks for.
fn tied<'a>(day: &'a Day, it: &'a Subject) -> Vec<(&'a Id, &'static str)> {
    let state = day.state();
    let mut tied: Vec<(&Id, &str)> = it.owners.iter().map(|owner| (&owner.owner, "its owner")).collect();
    tied.extend(it.affiliation.as_ref().map(|whose| (whose, "it speaks for")));
    tied.extend(it.members.iter().map(|member| (member, "a member")));
    for other in day.naming().subjects(state, &it.id) {
        let Some(other) = state.records().subjects.get(*other as usize) else { continue };
        let why = if other.members.contains(&it.id) {
            "a group it belongs to"
        } else if other.affiliation.as_ref() == Some(&it.id) {
            "speaks for it"
        } else {
            "it owns"
        };
        tied.push((&other.id, why));
    }
    tied
}

fn show(page: &mut Page, day: &Day, found: &BTreeMap<usize, String>) {
    let rows: Vec<_> = found
        .iter()
        .filter_map(|(at, why)| {
            let place = Place { list: RecordKind::Sanctions, at: *at };
            let (row, Record::Measure(it)) = (day.ledger.get(*at)?, day.state().at(place)?) else {
                return None;
            };
            (row.standing != Standing::NoRecord).then(|| {
                let cells = vec![
                    Cell::signed(
                        Sign::Standing(row.standing),
                        row.standing.word(),
                        standing_tone(row.standing),
                    ),
                    Cell::new(it.issuer.as_str(), Tone::Plain),
                    Cell::new(day.state().target_name(it), Tone::Plain),
                    Cell::new(format!("{}, {why}", it.measure.word()), Tone::Dim),
                ];
                (cells, Some(&it.id))
            })
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading(format!("related measures · {}", rows.len()));
    let more = rows.len().saturating_sub(LISTED);
    page.table(&[], rows.into_iter().take(LISTED).collect());
    if more > 0 {
        page.line("", format!("and {more} more"), Tone::Dim);
    }
}
