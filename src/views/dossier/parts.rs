//! Parts that several dossiers have: events, what was exchanged, where claims come from.

use std::collections::BTreeSet;

use crate::model::date::Date;
use crate::model::event::Event;
use crate::model::id::Id;
use crate::model::state::State;
use crate::views::address::web_address;
use crate::views::day::Day;
use crate::views::page::{Cell, Page, Tone};

/// So many events are listed.
const EVENTS: usize = 8;

/// So many sources are listed.
const SOURCES: usize = 24;

/// The day of an event in a column.
fn day_of(event: &Event) -> String {
    event.on.map_or_else(|| "date open".to_owned(), Date::short)
}

/// Events, the newest first, and before them what they exchanged.
pub(super) fn events(page: &mut Page, day: &Day, places: &BTreeSet<usize>) {
    let state = day.state();
    let mut events: Vec<&Event> = places.iter().filter_map(|at| state.records().events.get(*at)).collect();
    events.sort_by_key(|event| (event.on.is_some(), std::cmp::Reverse(event.on)));
    let is_ahead = |event: &Event| event.on.is_none_or(|on| !on.possibly_by(day.as_of()));
    page.part("exchanges", |page| {
        let with = events.iter().filter(|event| !event.exchange.is_empty());
        page.list(EVENTS, with, |page, event| {
            let tone = if is_ahead(event) { Tone::Dim } else { Tone::Plain };
            page.linked(day_of(event), exchanged(event), tone, &event.id);
        });
    });
    page.part("events", |page| {
        page.list(EVENTS, &events, |page, event| {
            let (ahead, tone) = if is_ahead(event) { ("later: ", Tone::Dim) } else { ("", Tone::Plain) };
            page.linked(day_of(event), format!("{ahead}{}", event.title), tone, &event.id);
        });
    });
}

/// What the sides of an event gave: `US: lifting announced; a visit ↔ BY → US: 52 prisoners released`.
pub(super) fn exchanged(event: &Event) -> String {
    let mut sides: Vec<(String, Vec<&str>)> = Vec::new();
    for side in &event.exchange {
        let to = side.to.as_ref().map(|to| format!(" → {to}")).unwrap_or_default();
        let who = format!("{}{to}", side.from);
        match sides.iter_mut().find(|(other, _)| *other == who) {
            Some((_, gave)) => gave.push(&side.gave),
            None => sides.push((who, vec![&side.gave])),
        }
    }
    let sides = sides.into_iter().map(|(who, gave)| format!("{who}: {}", gave.join("; ")));
    sides.collect::<Vec<_>>().join(" ↔ ")
}

/// Where claims come from, the newest first: day, publisher, grade, address.
pub(super) fn sources(page: &mut Page, state: &State, ids: &BTreeSet<&Id>) {
    let mut all: Vec<_> = ids.iter().filter_map(|id| state.source(id.as_str())).collect();
    if all.is_empty() {
        return;
    }
    all.sort_by_key(|it| std::cmp::Reverse(it.published));
    page.heading(format!("sources · {}", all.len()));
    let more = all.len().saturating_sub(SOURCES);
    let shown = all.get(..SOURCES).unwrap_or(&all);
    let rows = shown.iter().map(|it| {
        let address = it.url.as_deref().map(|url| url.trim_start_matches("https://")).unwrap_or_default();
        let cells = vec![
            Cell::new(it.published.map(Date::short).unwrap_or_default(), Tone::Dim),
            Cell::new(it.grade.map(|grade| grade.to_string()).unwrap_or_default(), Tone::Plain),
            Cell::new(it.publisher.as_str(), Tone::Plain),
            Cell::new(if address.is_empty() { it.title.as_str() } else { address }, Tone::Dim),
        ];
        (cells, Some(&it.id))
    });
    page.table(&[], rows.collect());
    let first = page.lines.len().saturating_sub(shown.len());
    for (line, it) in page.lines.iter_mut().skip(first).zip(shown) {
        line.address = it.url.as_deref().and_then(web_address);
    }
    if more > 0 {
        page.line("", format!("and {more} more"), Tone::Dim);
    }
}
