//! The dossier of an event: what it did.

use std::collections::BTreeSet;

use crate::model::event::Event;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind};
use crate::views::cells;
use crate::views::citation::cited;
use crate::views::conflicts::{self, figure_text};
use crate::views::day::Day;
use crate::views::log;
use crate::views::page::{Cell, Page, Sign, Tone};
use crate::views::wording::{self, access_tone, record_name, standing_tone};

use super::parts;

/// So many steps and records are listed.
const LISTED: usize = 40;

/// Everything about an event: its steps with what holds of their records now, what was exchanged, figures, sources.
pub(super) fn event(page: &mut Page, day: &Day, it: &Event, at: usize) {
    let state = day.state();
    it.title.as_str().clone_into(&mut page.title);
    let mut when = it.on.map_or_else(|| "date open".to_owned(), |on| on.to_string());
    if let Some(time) = &it.time {
        when.push_str(&format!(" ({time})"));
    }
    if let Some(until) = it.until {
        when.push_str(&format!(" until {until}"));
    }
    page.linked("", it.title.as_str(), Tone::Heading, &it.id);
    page.field("when", &when);
    page.field("kind", &format!("{} · {}", it.kind.word(), it.basis));
    page.field("took part", &wording::actors(state, &it.actors));
    if let Some(by) = &it.by {
        page.linked("says", record_name(state, by), Tone::Plain, by);
    }
    page.field("note", it.note.as_deref().unwrap_or_default());
    page.part("exchange", |page| {
        for side in &it.exchange {
            let to = side.to.as_ref().map(|to| format!(" → {}", state.subject_name(to))).unwrap_or_default();
            let sources = if side.sources.is_empty() { &it.sources } else { &side.sources };
            let text =
                format!("{}{to}: {} — {}", state.subject_name(&side.from), side.gave, cited(state, sources));
            page.line("⇄", text, Tone::Plain);
        }
    });
    steps(page, day, at);
    page.part("figures", |page| {
        for figure in &it.figures {
            let text = format!("{}: {}", figure.label, figure_text(state, figure, &it.sources));
            page.line("", text, Tone::Plain);
        }
    });
    page.part("about", |page| {
        page.list(LISTED, &it.links, |page, link| {
            page.linked("", record_name(state, link), Tone::Plain, link);
        });
    });
    page.part("sources disagree", |page| {
        conflicts::of(page, day, Place { list: RecordKind::Events, at });
    });
    let cited: BTreeSet<&Id> = it
        .sources
        .iter()
        .chain(it.exchange.iter().flat_map(|side| &side.sources))
        .chain(it.figures.iter().flat_map(|figure| &figure.sources))
        .collect();
    parts::sources(page, state, &cited);
}

/// The steps that name it, each with what holds of its record on the day.
fn steps(page: &mut Page, day: &Day, at: usize) {
    let state = day.state();
    let under = day.entries.under(state, at);
    if under.is_empty() {
        return;
    }
    page.heading(format!(
        "what it did · {}, and what holds {}",
        wording::count(under.len(), "step", "steps"),
        day.clock()
    ));
    let rows = under.iter().take(LISTED).filter_map(|entry| {
        let record = state.at(entry.place())?;
        let on = entry.on(state).map(crate::model::date::Date::short).unwrap_or_default();
        let cells = vec![
            Cell::new(on, Tone::Dim),
            now(day, record, entry.place().at),
            Cell::new(log::title(state, entry), Tone::Plain),
        ];
        Some((cells, Some(record.id())))
    });
    page.table(&[], rows.collect());
    if under.len() > LISTED {
        page.line("", format!("and {} more", under.len() - LISTED), Tone::Dim);
    }
}

/// What holds of a record on the day.
fn now(day: &Day, record: Record<'_>, at: usize) -> Cell {
    match record {
        Record::Measure(_) => day.ledger.get(at).map(|row| {
            Cell::signed(Sign::Standing(row.standing), cells::status(row), standing_tone(row.standing))
        }),
        Record::Crossing(_) => day.crossings.get(at).map(|row| {
            Cell::signed(
                Sign::Access(row.overall),
                wording::access_now(&row.status),
                access_tone(row.overall),
            )
        }),
        _ => None,
    }
    .unwrap_or_else(|| Cell::new("", Tone::Dim))
}
