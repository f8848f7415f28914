//! What changed between two days: every measure, crossing and relation whose status is another.

use chrono::NaiveDate;

use crate::model::date::Date;
use crate::model::measure::Standing;
use crate::model::relation::{RelationStatus, Representation};
use crate::model::state::{Place, RecordKind};

use super::acts::lies_within;
use super::day::Day;
use super::ledger;
use super::page::{Page, Tone};
use super::wording::{access_tone, record_name, standing_tone};
use super::{crossings, relations, wording};

/// So many of one kind are listed; the rest is counted.
const LISTED: usize = 500;

/// What a measure was at on the marked day, where that is another standing.
pub fn measure(day: &Day, since: NaiveDate, row: &ledger::Row) -> Option<Standing> {
    let was = ledger::row(day.state(), &day.analysis, since, row.at())?.standing;
    (was != row.standing).then_some(was)
}

/// Whether a crossing was otherwise on the marked day.
pub fn crossing(day: &Day, since: NaiveDate, row: &crossings::Row) -> bool {
    let it = day.state().records().crossings.get(row.at);
    it.is_some_and(|it| it.status(since, day.analysis.claims(row.place())).overall() != row.overall)
}

/// What of a relation is another on the marked day and on the day.
pub fn relation(day: &Day, since: NaiveDate, at: usize) -> Option<String> {
    let it = day.state().records().relations.get(at)?;
    let claims = day.analysis.claims(Place { list: RecordKind::Relations, at });
    let (from, to) = (since.min(day.as_of()), since.max(day.as_of()));
    let (was, is) = (it.status(from, claims), it.status(to, claims));
    let stance = |status: &RelationStatus| match (&status.stance, relations::holder(it, status)) {
        (Some(held), Some(by)) => format!("{} as {} sees it", held.value, wording::holder(day.state(), by)),
        (Some(held), None) => held.value.to_string(),
        (None, _) => "no record".to_owned(),
    };
    if stance(&was) != stance(&is) {
        return Some(format!("{} → {}", stance(&was), stance(&is)));
    }
    // What is only said again, or shown later, has not changed.
    let said = |status: &RelationStatus| -> Vec<_> {
        let of = |it: &Representation| {
            (
                it.direction.clone(),
                it.head.as_ref().map(|held| (held.value, held.since)),
                it.mission.as_ref().map(|held| held.value),
                it.reopening.is_some(),
                it.consular.as_ref().map(|held| held.value),
            )
        };
        status.representation.iter().map(of).collect()
    };
    (said(&was) != said(&is)).then(|| "the representation has changed".to_owned())
}

/// Whether a measure's beginning is known: what is only known from an observation, a licence or an announced lifting may
/// have held long before.
fn begun(day: &Day, row: &ledger::Row, on: NaiveDate) -> bool {
    row.status(day.state(), &day.analysis, on).is_some_and(|status| !status.start_observed)
}

/// The day after the last one of something limited, where that lies in the time: its end has made the change, and no step
/// is dated by it.
fn over(ended: Date, since: NaiveDate, until: NaiveDate) -> Option<String> {
    let after = ended.day_after();
    lies_within(after, since.succ_opt()?, until).then(|| after.short())
}

/// What changed between a marked day and the day, whichever comes first.
pub fn page(day: &Day, marked: NaiveDate) -> Page {
    let (state, analysis) = (day.state(), &day.analysis);
    let then = (ledger::rows(state, analysis, marked), crossings::rows(state, analysis, marked));
    let now = (day.ledger.as_slice(), day.crossings.as_slice());
    let then = (then.0.as_slice(), then.1.as_slice());
    let (since, until) = (marked.min(day.as_of()), marked.max(day.as_of()));
    let (before, after) = if marked > day.as_of() { (now, then) } else { (then, now) };
    let known = day.known_on().map(|known| format!(", as known on {known}")).unwrap_or_default();
    let mut out = Page::default();
    out.line("", format!("What changed from {since} to {until}{known}"), Tone::Title);
    let changed: Vec<(&ledger::Row, &ledger::Row)> =
        before.0.iter().zip(after.0).filter(|(was, is)| was.standing != is.standing).collect();
    let is_new = |was: &ledger::Row| was.standing == Standing::NoRecord;
    let is_over =
        |was: &ledger::Row, is: &ledger::Row| was.standing.is_in_force() && !is.standing.is_in_force();
    let parts = [
        "New measures",
        "Measures that are over",
        "Off the list, and no act found that ended them",
        "Measures at another stage",
        "Recorded for the first time: they may have held before",
    ];
    for (part, heading) in parts.into_iter().enumerate() {
        let part_of = |was: &ledger::Row, is: &ledger::Row| match (is_new(was), begun(day, is, until)) {
            (true, true) => 0,
            (true, false) => 4,
            (false, _) if is.standing == Standing::NotSeen => 2,
            (false, _) if is_over(was, is) => 1,
            (false, _) => 3,
        };
        let of: Vec<_> = changed.iter().filter(|(was, is)| part_of(was, is) == part).collect();
        out.part(&format!("{heading} · {}", of.len()), |page| {
            page.list(LISTED, &of, |page, (was, is)| {
                let Some(record) = state.at(is.place()) else { return };
                let from = if is_new(was) { String::new() } else { format!("{} → ", was.standing) };
                let dated = is.dates().status;
                let ended = is.status(state, analysis, until).and_then(|status| status.lapsed);
                let ended = ended.filter(|ended| dated.is_none_or(|dated| dated.on.last() <= ended.last()));
                let ended = ended.and_then(|ended| over(ended, since, until));
                let on = ended.or_else(|| Some(dated?.short())).unwrap_or_default();
                let text = format!("{}: {from}{}", record_name(state, record.id()), is.standing);
                page.linked(on, text, standing_tone(is.standing), record.id());
            });
        });
    }
    out.part("Crossings", |page| {
        for (was, is) in before.1.iter().zip(after.1).filter(|(was, is)| was.overall != is.overall) {
            let Some(record) = state.at(is.place()) else { continue };
            let text = format!(
                "{}: {} → {}",
                record_name(state, record.id()),
                wording::access(&was.status),
                wording::access(&is.status)
            );
            let ended = is.status.lanes.iter().filter_map(|lane| lane.lapsed).max();
            let ended = ended.filter(|ended| is.since.is_none_or(|on| on.last() <= ended.last()));
            let ended = ended.and_then(|ended| over(ended, since, until));
            page.linked(
                ended.unwrap_or_else(|| is.since.map(Date::short).unwrap_or_default()),
                text,
                access_tone(is.overall),
                record.id(),
            );
        }
    });
    out.part("Relations", |page| {
        for (at, it) in state.records().relations.iter().enumerate() {
            if let Some(change) = relation(day, marked, at) {
                page.linked("", format!("{}: {change}", record_name(state, &it.id)), Tone::Plain, &it.id);
            }
        }
    });
    if out.lines.len() == 1 {
        out.line("", "Nothing changed between the two days.", Tone::Plain);
    }
    out
}
