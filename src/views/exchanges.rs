//! Who gave what for what: each exchange with both sides, and what became of the measures in it.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::model::event::{Basis, Event};
use crate::model::record::Record;
use crate::model::state::{List, Place, State};

use super::analysis::Analysis;
use super::chronicle::{Chronicle, title};
use super::conflicts::cited;
use super::dossier::rung_tone;
use super::ledger;
use super::page::{Page, Tone};
use super::wording;

/// What one actor gave, added up: by what it was, how often, how much in numbers, and how much each time.
type Given<'a> = BTreeMap<(&'a str, &'a str), Vec<u64>>;

/// A number at the beginning of what was given, and what it counts: `52 prisoners released`.
fn counted(gave: &str) -> Option<(u64, &str)> {
    let (number, what) = gave.split_once(' ')?;
    Some((number.replace(',', "").parse().ok()?, what))
}

/// All exchanges by `day`, latest first, with totals by side.
pub fn page(
    state: &State,
    analysis: &Analysis,
    entries: &Chronicle,
    ledger: &[ledger::Row],
    day: NaiveDate,
) -> Page {
    let mut page = Page::default();
    page.line("", format!("Exchanges as of {day}"), Tone::Title);
    let mut events: Vec<(usize, &Event)> =
        state.records().events.iter().enumerate().filter(|(_, it)| !it.exchange.is_empty()).collect();
    events.sort_by_key(|(at, it)| (std::cmp::Reverse(it.on), *at));
    let happened = |it: &Event| it.basis == Basis::Reported && it.on.is_some_and(|on| on.possibly_by(day));
    totals(&mut page, events.iter().map(|(_, it)| *it).filter(|it| happened(it)));
    for (at, it) in &events {
        let when = it.on.map_or_else(|| "date open".to_owned(), |on| on.to_string());
        let footing = match (it.basis, happened(it)) {
            (Basis::Cancelled, _) => " (cancelled)",
            (_, true) => "",
            (_, false) => " (after this day)",
        };
        page.linked("", format!("{when} · {}{footing}", it.title), Tone::Heading, &it.id);
        for side in &it.exchange {
            let to = side.to.as_ref().map(|to| format!(" → {to}")).unwrap_or_default();
            let sources = if side.sources.is_empty() { &it.sources } else { &side.sources };
            page.line(
                format!("{}{to}", side.from),
                format!("{} — {}", side.gave, cited(sources)),
                Tone::Plain,
            );
        }
        if happened(it) {
            became(&mut page, (state, analysis), (entries, ledger), *at, it, day);
        }
    }
    if events.is_empty() {
        page.line(
            "",
            "No event of this file has an exchange. In an event's form: what each side gave.",
            Tone::Plain,
        );
    }
    page
}

fn totals<'a>(page: &mut Page, events: impl Iterator<Item = &'a Event>) {
    let mut given = Given::new();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for side in events.flat_map(|it| &it.exchange) {
        *times.entry(side.from.as_str()).or_default() += 1;
        if let Some((number, what)) = counted(&side.gave) {
            given.entry((side.from.as_str(), what)).or_default().push(number);
        }
    }
    page.part("By side", |page| {
        for (actor, count) in times {
            let numbers: Vec<String> = given
                .iter()
                .filter(|((who, _), _)| *who == actor)
                .map(|((_, what), numbers)| {
                    let each: Vec<String> = numbers.iter().map(u64::to_string).collect();
                    let sum = numbers.iter().fold(0u64, |sum, number| sum.saturating_add(*number));
                    let sums =
                        if numbers.len() > 1 { format!(" ({})", each.join(" + ")) } else { String::new() };
                    format!("{sum} {what}{sums}")
                })
                .collect();
            let numbers =
                if numbers.is_empty() { String::new() } else { format!(": {}", numbers.join("; ")) };
            let text = format!("gave in {}{numbers}", wording::count(count, "exchange", "exchanges"));
            page.line(actor, text, Tone::Plain);
        }
    });
}

/// What became of the measures that the exchange is about: announced, done and not done told apart.
fn became(
    page: &mut Page,
    (state, analysis): (&State, &Analysis),
    (entries, ledger): (&Chronicle, &[ledger::Row]),
    at: usize,
    event: &Event,
    day: NaiveDate,
) {
    let mut measures: Vec<usize> = Vec::new();
    let named = entries.under(state, at).iter().filter(|entry| entry.place().list == List::Sanctions);
    for entry in named {
        page.line("", format!("└ {}", title(state, entry)), Tone::Dim);
        measures.push(entry.place().at);
    }
    let linked = event.links.iter().filter_map(|id| state.place(id.as_str()));
    measures.extend(linked.filter(|place| place.list == List::Sanctions).map(|place| place.at));
    measures.sort_unstable();
    measures.dedup();
    for at in measures {
        let (Some(row), Some(Record::Sanction(it))) =
            (ledger.get(at), state.at(Place { list: List::Sanctions, at }))
        else {
            continue;
        };
        let Some(status) = row.status(state, analysis, day) else { continue };
        let since = status.since.map(|since| format!(" since {since}")).unwrap_or_default();
        let status = wording::measure_status(&status);
        let text = format!("as of {day}: {} › {}: {status}{since}", it.issuer, it.target.name);
        page.linked("", text, rung_tone(row.rung), &it.id);
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
