//! Measures that touch a subject without being aimed at it: against whom it belongs to, and under the same events.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::id::Id;
use crate::model::measure::{Measure, Standing};
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind};
use crate::model::subject::Subject;
use crate::views::cells;
use crate::views::day::Day;
use crate::views::log::Entry;
use crate::views::page::{Cell, Page, Sign, Tone};
use crate::views::reach;
use crate::views::wording::standing_tone;

/// So many are listed.
const LISTED: usize = 12;

/// An event with more steps than this relates none of them to another.
const TOGETHER: usize = 6;

/// Why a measure against several touches one of them.
const OF_ITS_GROUP: &str = "against a group that it belongs to";

/// Whether the measure at a place is of the issuer and the kind of another.
fn is_like(day: &Day, at: usize, own: &Measure) -> bool {
    let it = day.state().records().sanctions.get(at);
    it.is_some_and(|it| it.issuer == own.issuer && it.measure == own.measure)
}

/// The measures of others that touch a subject, by why they do.
pub(super) fn measures(page: &mut Page, day: &Day, own: &[(usize, &Measure)], subject: Option<&Subject>) {
    let mut found: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let mut told: BTreeSet<usize> = own.iter().map(|(at, _)| *at).collect();
    for (other, why) in subject.into_iter().flat_map(|it| tied(day, it)) {
        let place = day.state().place(other.as_str());
        let measures = place.map_or(&[][..], |place| day.measures_of(place));
        // Whether a measure against a group still binds one of it, its own measure of that kind and issuer says.
        let is_answered = |at: &usize| why == OF_ITS_GROUP && own.iter().any(|(_, it)| is_like(day, *at, it));
        let new = measures.iter().map(|at| *at as usize).filter(|at| !is_answered(at) && told.insert(*at));
        found.entry(why).or_default().extend(new);
    }
    let events = own.iter().flat_map(|(_, it)| &it.history).filter_map(|step| step.event.as_ref());
    for event in events.filter_map(|event| day.state().place(event.as_str())) {
        let under = day.entries.under(day.state(), event.at);
        // What many measures have in common, such as a new edition of a list, relates nothing.
        if under.len() <= TOGETHER {
            let measures = under.iter().map(Entry::place).filter(|place| place.list == RecordKind::Sanctions);
            let new = measures.map(|place| place.at).filter(|at| told.insert(*at));
            found.entry("by the same event").or_default().extend(new);
        }
    }
    for (why, measures) in found {
        show(page, day, why, &measures);
    }
}

/// Whom a subject is tied to, and how: owners, what it owns, groups, whom it speaks for.
fn tied<'a>(day: &'a Day, it: &'a Subject) -> Vec<(&'a Id, &'static str)> {
    let state = day.state();
    // Who owned it once, or will, is no owner on the day.
    let owners = |of: &'a Subject| of.owners.iter().filter(|owner| reach::may_hold(owner, day.as_of()));
    let mut tied: Vec<(&Id, &str)> = owners(it).map(|owner| (&owner.owner, "against its owner")).collect();
    tied.extend(it.affiliation.as_ref().map(|whose| (whose, "against whom it speaks for")));
    tied.extend(it.members.iter().map(|member| (member, "against a member")));
    for other in day.naming().subjects(state, &it.id) {
        let Some(other) = state.records().subjects.get(*other as usize) else { continue };
        let why = if other.members.contains(&it.id) {
            OF_ITS_GROUP
        } else if other.affiliation.as_ref() == Some(&it.id) {
            "against who speaks for it"
        } else if owners(other).any(|owner| owner.owner == it.id) {
            "against what it owns"
        } else {
            continue;
        };
        tied.push((&other.id, why));
    }
    tied
}

fn show(page: &mut Page, day: &Day, why: &str, measures: &BTreeSet<usize>) {
    let rows: Vec<_> = measures
        .iter()
        .filter_map(|at| {
            let place = Place { list: RecordKind::Sanctions, at: *at };
            let (row, Record::Measure(it)) = (day.ledger.get(*at)?, day.state().at(place)?) else {
                return None;
            };
            let cells = vec![
                Cell::signed(Sign::Standing(row.standing), cells::status(row), standing_tone(row.standing)),
                Cell::new(it.issuer.as_str(), Tone::Plain),
                Cell::new(day.state().target_name(it), Tone::Plain),
                Cell::new(it.measure.word(), Tone::Dim),
            ];
            (row.standing != Standing::NoRecord).then_some((cells, Some(&it.id)))
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading(format!("related {why} · {}", rows.len()));
    let more = rows.len().saturating_sub(LISTED);
    page.table(&[], rows.into_iter().take(LISTED).collect());
    if more > 0 {
        page.line("", format!("and {more} more"), Tone::Dim);
    }
}
