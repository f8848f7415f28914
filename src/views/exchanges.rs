//! Who gave what for what: each exchange with what one side gave, what it got, and what became of the measures in it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::model::date::Date;
use crate::model::event::{Basis, Event, Exchange};
use crate::model::id::Id;
use crate::model::measure::{Measure, Standing};
use crate::model::state::{RecordKind, State};

use super::citation::best;
use super::day::Day;
use super::log::Entry;
use super::page::{Cell, Page, Sign, Tone};
use super::wording::{self, standing_tone};
use super::{evidence, ledger};

/// What one subject gave, added up: by what it was, how often, how much in numbers, and how much each time.
type Given<'a> = BTreeMap<(&'a str, &'a str), Vec<u64>>;

/// A number at the beginning of what was given, and what it counts: `52 prisoners released`.
fn counted(gave: &str) -> Option<(u64, &str)> {
    let (number, what) = gave.split_once(' ')?;
    Some((number.replace(',', "").parse().ok()?, what))
}

/// All exchanges by the day, latest first, with totals by side: what one side gave, what it got for that, and what became
/// of it.
pub fn page(day: &Day) -> Page {
    let (from, state) = (day, day.state());
    let mut page = Page::default();
    page.line("", format!("Exchanges {}", from.clock()), Tone::Title);
    let mut events: Vec<(usize, &Event)> =
        state.records().events.iter().enumerate().filter(|(_, it)| !it.exchange.is_empty()).collect();
    // What has no date is last.
    events.sort_by_key(|(at, it)| (it.on.is_none(), std::cmp::Reverse(it.on), *at));
    totals(&mut page, from, events.iter().copied().filter(|(_, it)| happened(it, day.as_of())));
    // Seen from whom the file is about, else from who gave first.
    let first = events.iter().flat_map(|(_, it)| &it.exchange).map(|side| &side.from).next();
    let Some(own) = first.map(|first| state.head().focus.as_ref().unwrap_or(first)) else {
        page.line(
            "",
            "No event of this file has an exchange. In an event's form: what each side gave.",
            Tone::Plain,
        );
        return page;
    };
    let name = state.subject_name(own);
    page.heading(format!("What {name} gave, what it got for that, and what became of it"));
    let rows = events.iter().flat_map(|(at, it)| rows(from, own, *at, it)).collect();
    page.wrapped_table(&["on", "gave", "got", "became"], rows);
    page
}

/// Whether an exchange has taken place by a day.
fn happened(it: &Event, day: NaiveDate) -> bool {
    it.basis == Basis::Reported && !it.is_withdrawn() && it.on.is_some_and(|on| on.certainly_by(day))
}

/// Why what became of an exchange is not told; `None` where it has taken place.
fn not_told(it: &Event, day: NaiveDate) -> Option<&'static str> {
    match it.basis {
        _ if it.is_withdrawn() => Some("withdrawn: it turned out wrong"),
        Basis::Cancelled => Some("cancelled"),
        _ if happened(it, day) => None,
        _ if it.on.is_some_and(|on| on.possibly_by(day)) => {
            Some("the day is not known: by this one, or later")
        }
        _ => Some("after this day"),
    }
}

/// An exchange, and below it each measure that it is about.
fn rows<'a>(from: &'a Day, own: &Id, at: usize, it: &'a Event) -> Vec<(Vec<Cell>, Option<&'a Id>)> {
    let (state, day) = (from.state(), from.as_of());
    let told = not_told(it, day);
    let tone = if told.is_none() { Tone::Plain } else { Tone::Dim };
    let sides = |is_own: bool| {
        let sides = it.exchange.iter().filter(|side| (&side.from == own) == is_own);
        let texts: Vec<String> = sides.map(|side| gave(state, it, side)).collect();
        if texts.is_empty() {
            Cell::new("nothing is recorded", Tone::Dim)
        } else {
            Cell::new(texts.join("\n"), tone)
        }
    };
    let measures: Vec<(usize, &ledger::Row, &Measure)> = measures_of(from, at, it)
        .into_iter()
        .filter(|_| told.is_none())
        .filter_map(|at| Some((at, from.ledger.get(at)?, state.records().sanctions.get(at)?)))
        .collect();
    let became = match (told, measures.len()) {
        (Some(why), _) => why.to_owned(),
        (None, 0) => "no measure is named".to_owned(),
        (None, count) => {
            let standings = measures.iter().map(|(_, row, _)| row.standing);
            format!("{}: {}", wording::count(count, "measure", "measures"), counts(standings))
        }
    };
    let on = it.on.map_or_else(|| "date open".to_owned(), Date::short);
    let head = vec![Cell::new(on, tone), sides(true), sides(false), Cell::new(became, Tone::Dim)];
    let mut rows = vec![(head, Some(&it.id))];
    rows.extend(measures.into_iter().map(|(_, row, measure)| {
        let empty = || Cell::new("", Tone::Plain);
        let standing = row.standing;
        let text = became_of(from, row, measure);
        let cell = Cell::signed(Sign::Standing(standing), text, standing_tone(standing));
        (vec![empty(), empty(), empty(), cell], Some(&measure.id))
    }));
    rows
}

/// What a side gave, to whom, and who says so: `BY → US: 52 prisoners released — Alpha Wire 2025-09-11 [B2] and 2 more`.
fn gave(state: &State, event: &Event, side: &Exchange) -> String {
    let to = side.to.as_ref().map(|to| format!(" → {to}")).unwrap_or_default();
    let all = if side.sources.is_empty() { &event.sources } else { &side.sources };
    let by = match best(state, all) {
        by if by.is_empty() => by,
        by => format!(" — {by}"),
    };
    format!("{}{to}: {}{by}", side.from, side.gave)
}

/// `3 lifting announced (not recorded as done), 1 lifted (done)`.
fn counts(standings: impl Iterator<Item = Standing>) -> String {
    let mut counts: BTreeMap<Standing, usize> = BTreeMap::new();
    for standing in standings {
        *counts.entry(standing).or_default() += 1;
    }
    let each = counts.iter().map(|(standing, count)| format!("{count} {}", outcome(*standing)));
    each.collect::<Vec<_>>().join(", ")
}

/// What became of a measure, since when, and when that was shown last.
fn became_of(from: &Day, row: &ledger::Row, it: &Measure) -> String {
    let (state, day) = (from.state(), from.as_of());
    let dates = row.dates();
    let since = dates.status.map(|since| format!(", since {}", since.words())).unwrap_or_default();
    let shown = dates.shown.map(|shown| format!(", {}", evidence::shown(shown, day))).unwrap_or_default();
    let also = row.also().map(|standing| format!(", {}", outcome(standing))).collect::<Vec<_>>().concat();
    format!("{} › {}: {}{also}{since}{shown}", it.issuer, state.target_name(it), outcome(row.standing))
}

fn totals<'a>(page: &mut Page, from: &Day, events: impl Iterator<Item = (usize, &'a Event)>) {
    let mut given = Given::new();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    let mut measures: BTreeSet<usize> = BTreeSet::new();
    let mut licences: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let records = &from.state().records().sanctions;
    for (at, event) in events {
        let givers: BTreeSet<&str> = event.exchange.iter().map(|side| side.from.as_str()).collect();
        for giver in givers {
            *times.entry(giver).or_default() += 1;
        }
        for side in &event.exchange {
            if let Some((number, what)) = counted(&side.gave) {
                given.entry((side.from.as_str(), what)).or_default().push(number);
            }
        }
        measures.extend(measures_of(from, at, event));
        for it in measures_of(from, at, event).into_iter().filter_map(|at| records.get(at)) {
            let of_issuer = licences.entry(it.issuer.as_str()).or_default();
            of_issuer.extend(licences_since(from.state(), it, event, from.as_of()));
        }
    }
    page.part("By side, in recorded exchanges only", |page| {
        for (subject, count) in times {
            let of_subject = given.iter().filter(|((who, _), _)| *who == subject);
            let mut parts: Vec<String> = of_subject.map(|((_, what), numbers)| sum(what, numbers)).collect();
            let own = measures
                .iter()
                .filter(|at| records.get(**at).is_some_and(|it| it.issuer.as_str() == subject));
            let own: Vec<&ledger::Row> = own.filter_map(|at| from.ledger.get(*at)).collect();
            if !own.is_empty() {
                let measures = wording::count(own.len(), "measure is", "different measures are");
                parts.push(format!("{measures} named: {}", counts(own.iter().map(|row| row.standing))));
            }
            if let Some(given) = licences.get(subject).filter(|given| !given.is_empty()) {
                let all: Vec<&str> = given.iter().copied().collect();
                let licences = wording::count(all.len(), "licence", "licences");
                parts.push(format!("{licences} since: {}", all.join(", ")));
            }
            let what = if parts.is_empty() { String::new() } else { format!(": {}", parts.join("; ")) };
            let times = wording::count(count, "recorded exchange", "recorded exchanges");
            let text = format!("gave in {times}{what}");
            page.line(subject, text, Tone::Plain);
        }
    });
}

/// `175 prisoners released (123 + 52)`.
fn sum(what: &str, numbers: &[u64]) -> String {
    let sum = numbers.iter().fold(0u64, |sum, number| sum.saturating_add(*number));
    if numbers.len() < 2 {
        return format!("{sum} {what}");
    }
    let each: Vec<String> = numbers.iter().map(u64::to_string).collect();
    format!("{sum} {what} ({})", each.join(" + "))
}

/// What has come of a measure that was to be lifted, in a word: announced and recorded as done told apart.
fn outcome(standing: Standing) -> &'static str {
    match standing {
        Standing::Lifted => "lifted (done)",
        Standing::Expired => "ended by its own term",
        Standing::NotSeen => "off the list, no act found",
        Standing::Licensed => "licensed (listed still)",
        Standing::Eased => "eased (in force still)",
        Standing::Suspended => "suspended",
        Standing::LiftingAnnounced => "lifting announced (not recorded as done)",
        Standing::InForce => "in force",
        Standing::NoRecord | Standing::InPreparation | Standing::Threatened | Standing::Announced => {
            standing.word()
        }
    }
}

/// The measures that an exchange is about: linked to its event, or with a step under it.
fn measures_of(from: &Day, at: usize, event: &Event) -> BTreeSet<usize> {
    let under = from.entries.under(from.state(), at).iter().map(Entry::place).collect::<Vec<_>>();
    let linked = event.links.iter().filter_map(|id| from.state().place(id.as_str()));
    let measures = under.into_iter().chain(linked).filter(|place| place.list == RecordKind::Sanctions);
    measures.map(|place| place.at).collect()
}

/// The licences that were given for a measure since an exchange about it, by the day.
fn licences_since<'a>(
    state: &'a State,
    it: &'a Measure,
    event: &Event,
    day: NaiveDate,
) -> impl Iterator<Item = &'a str> {
    let from = event.on.map(Date::first);
    let steps = it.history.iter().filter(move |step| {
        !step.is_withdrawn() && step.on.certainly_by(day) && from.is_some_and(|from| step.on.last() >= from)
    });
    steps.filter_map(|step| state.licence(step))
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn what_begins_with_a_number_is_counted() {
        assert_eq!(counted("52 prisoners released"), Some((52, "prisoners released")));
        assert_eq!(counted("1,200 trucks let through"), Some((1200, "trucks let through")));
        assert_eq!(counted("lifting announced"), None);
    }
}
