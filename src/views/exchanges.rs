//! Who gave what for what: each exchange with both sides, and what became of the measures in it.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::model::date::Date;
use crate::model::event::{Basis, Event, Exchange};
use crate::model::measure::{Measure, Standing};
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};

use super::citation::cited;
use super::day::Day;
use super::evidence;
use super::log::{Entry, title};
use super::page::{Page, Tone};
use super::wording::{self, standing_tone};

/// What one subject gave, added up: by what it was, how often, how much in numbers, and how much each time.
type Given<'a> = BTreeMap<(&'a str, &'a str), Vec<u64>>;

/// A number at the beginning of what was given, and what it counts: `52 prisoners released`.
fn counted(gave: &str) -> Option<(u64, &str)> {
    let (number, what) = gave.split_once(' ')?;
    Some((number.replace(',', "").parse().ok()?, what))
}

/// All exchanges by the day, latest first, with totals by side.
pub fn page(day: &Day) -> Page {
    let (from, state, day) = (day, day.state(), day.as_of());
    let mut page = Page::default();
    page.line("", format!("Exchanges {}", from.clock()), Tone::Title);
    let mut events: Vec<(usize, &Event)> =
        state.records().events.iter().enumerate().filter(|(_, it)| !it.exchange.is_empty()).collect();
    events.sort_by_key(|(at, it)| (std::cmp::Reverse(it.on), *at));
    let happened = |it: &Event| {
        it.basis == Basis::Reported && !it.is_withdrawn() && it.on.is_some_and(|on| on.certainly_by(day))
    };
    totals(&mut page, from, events.iter().copied().filter(|(_, it)| happened(it)));
    // One side in each column: whom the file is about, and the others.
    let first = events.iter().flat_map(|(_, it)| &it.exchange).map(|side| &side.from).next();
    let Some(left) = first.map(|first| state.head().focus.as_ref().unwrap_or(first)) else {
        page.line(
            "",
            "No event of this file has an exchange. In an event's form: what each side gave.",
            Tone::Plain,
        );
        return page;
    };
    for (at, it) in &events {
        let when = it.on.map_or_else(|| "date open".to_owned(), |on| on.to_string());
        let footing = match (it.basis, happened(it)) {
            _ if it.is_withdrawn() => " (withdrawn: it turned out wrong)",
            (Basis::Cancelled, _) => " (cancelled)",
            (_, true) => "",
            _ if it.on.is_some_and(|on| on.possibly_by(day)) => {
                " (the day is not known: by this one, or later)"
            }
            (_, false) => " (after this day)",
        };
        page.linked("", format!("{when} · {}{footing}", it.title), Tone::Heading, &it.id);
        page.columns(&format!("{} gave", state.subject_name(left)), "the other side gave", Tone::Dim);
        let of = |own: bool| {
            let sides = it.exchange.iter().filter(move |side| (&side.from == left) == own);
            sides.map(|side| gave(state, it, side)).collect::<Vec<_>>()
        };
        let (own, others) = (of(true), of(false));
        for line in 0..own.len().max(others.len()) {
            let text = |texts: &[String]| texts.get(line).cloned().unwrap_or_default();
            page.columns(&text(&own), &text(&others), Tone::Plain);
        }
        if happened(it) {
            became(&mut page, from, *at, it);
        }
    }
    page
}

fn gave(state: &State, event: &Event, side: &Exchange) -> String {
    let to = side.to.as_ref().map(|to| format!(" → {to}")).unwrap_or_default();
    let sources = if side.sources.is_empty() { &event.sources } else { &side.sources };
    format!("{}{to}: {} — {}", side.from, side.gave, cited(state, sources))
}

fn totals<'a>(page: &mut Page, from: &Day, events: impl Iterator<Item = (usize, &'a Event)>) {
    let mut given = Given::new();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    let mut measures: BTreeSet<usize> = BTreeSet::new();
    let mut licences: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let records = &from.state().records().sanctions;
    for (at, event) in events {
        for side in &event.exchange {
            *times.entry(side.from.as_str()).or_default() += 1;
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
    page.part("By side", |page| {
        for (subject, count) in times {
            let of_subject = given.iter().filter(|((who, _), _)| *who == subject);
            let mut parts: Vec<String> = of_subject.map(|((_, what), numbers)| sum(what, numbers)).collect();
            let mut became: BTreeMap<Standing, usize> = BTreeMap::new();
            let own = measures
                .iter()
                .filter(|at| records.get(**at).is_some_and(|it| it.issuer.as_str() == subject));
            for row in own.filter_map(|at| from.ledger.get(*at)) {
                *became.entry(row.standing).or_default() += 1;
            }
            if !became.is_empty() {
                let all = became.values().sum();
                let each: Vec<String> = became
                    .iter()
                    .map(|(standing, count)| format!("{count} {}", outcome(*standing)))
                    .collect();
                let measures = wording::count(all, "measure is", "measures are");
                parts.push(format!("{measures} named: {}", each.join(", ")));
            }
            if let Some(given) = licences.get(subject).filter(|given| !given.is_empty()) {
                let all: Vec<&str> = given.iter().copied().collect();
                let licences = wording::count(all.len(), "licence", "licences");
                parts.push(format!("{licences} since: {}", all.join(", ")));
            }
            let what = if parts.is_empty() { String::new() } else { format!(": {}", parts.join("; ")) };
            let text = format!("gave in {}{what}", wording::count(count, "exchange", "exchanges"));
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

/// What became of the measures that the exchange is about.
fn became(page: &mut Page, from: &Day, at: usize, event: &Event) {
    let (state, analysis, entries) = (from.state(), &from.analysis, &from.entries);
    let (ledger, day) = (&from.ledger, from.as_of());
    for entry in entries.under(state, at).iter().filter(|entry| entry.place().list == RecordKind::Sanctions) {
        page.line("", format!("└ {}", title(state, entry)), Tone::Dim);
    }
    for at in measures_of(from, at, event) {
        let (Some(row), Some(Record::Measure(it))) =
            (ledger.get(at), state.at(Place { list: RecordKind::Sanctions, at }))
        else {
            continue;
        };
        let Some(status) = row.status(state, analysis, day) else { continue };
        let dates = row.dates();
        let since = dates.status.map(|since| format!(", since {}", since.words())).unwrap_or_default();
        let shown = dates.shown.map(|shown| format!(", {}", evidence::shown(shown, day))).unwrap_or_default();
        let also: String = status
            .also
            .iter()
            .map(|standing| format!(", {}", outcome(*standing)))
            .collect::<Vec<_>>()
            .concat();
        let text = format!(
            "as of {day}: {} › {}: {}{also}{since}{shown}",
            it.issuer,
            state.target_name(it),
            outcome(row.standing)
        );
        page.linked("", text, standing_tone(row.standing), &it.id);
    }
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
