//! The dossier of a crossing: what passes, since when, the last year by kind of traffic, and why, as both sides say.

use std::collections::BTreeSet;

use chrono::Days;

use crate::model::crossing::{Crossing, LaneStatus, Mode};
use crate::model::date::Date;
use crate::model::history::in_order;
use crate::model::id::Id;
use crate::model::state::{Place, RecordKind};
use crate::views::citation::cited;
use crate::views::conflicts;
use crate::views::crossings::neighbour;
use crate::views::day::Day;
use crate::views::evidence;
use crate::views::page::{Cell, Page, Picture, Sign, Tone};
use crate::views::wording::{self, access_tone, record_name};

use super::parts;

/// So many steps and reasons are listed, the newest.
const LISTED: usize = 8;

/// Everything about a crossing, or about what is said of a whole border.
pub(super) fn crossing(page: &mut Page, day: &Day, it: &Crossing, at: usize) {
    let state = day.state();
    it.name.as_str().clone_into(&mut page.title);
    page.has_map = true;
    let whole = it.mode == Mode::Border;
    let mut what = vec![if whole { "said of the whole border" } else { it.mode.word() }.to_owned()];
    what.push(format!("made for {}", it.traffic.word()));
    what.push(format!("with {}", state.subject_name(neighbour(state, it))));
    what.extend(it.route.as_ref().map(ToString::to_string));
    page.row(vec![Cell::new(what.join(" · "), Tone::Plain)], Some(&it.id));
    if let Some((a, b)) = &it.sides {
        page.field("places", &format!("{a} – {b}"));
    }
    lanes(page, day, it, at);
    year(page, day, it, at);
    if let Some(of) = day.crossings.get(at).and_then(|row| row.status.throughput.as_ref()) {
        page.field("throughput", &format!("{}, of {}", wording::throughput_of(of), of.on));
    }
    page.field("note", it.note.as_deref().unwrap_or_default());
    reasons(page, day, it);
    borders(page, day, it, at);
    page.part("last steps", |page| {
        let steps = in_order(&it.history).into_iter().rev().filter_map(|at| Some((at, it.history.get(at)?)));
        let past = steps.filter(|(_, step)| step.on.possibly_by(day.as_of()));
        page.list(LISTED, past, |page, (at, step)| {
            let until = step.until.map(|until| format!(", until {until}")).unwrap_or_default();
            let scope = step.scope.as_deref().map(|scope| format!(" · {scope}")).unwrap_or_default();
            let change = wording::crossing_change(state, &step.change);
            let text = format!("{change}{until}{scope} — {}", cited(state, &step.sources));
            page.linked(step.on.short(), text, Tone::Plain, step.event.as_ref().unwrap_or(&it.id));
            page.about_step(at);
        });
    });
    page.part("sources disagree", |page| {
        conflicts::of(page, day, Place { list: RecordKind::Crossings, at });
    });
    parts::events(page, day, &events(day, it));
    let cited: BTreeSet<&Id> = it.history.iter().flat_map(|step| &step.sources).collect();
    parts::sources(page, state, &cited);
}

/// What holds for each kind of traffic, since when, until when, and how fresh that is.
fn lanes(page: &mut Page, day: &Day, it: &Crossing, at: usize) {
    let Some(row) = day.crossings.get(at) else { return };
    let claims = day.analysis.claims(row.place());
    page.heading(format!("what passes {}", day.clock()));
    let rows = row.status.lanes.iter().map(|lane| {
        let shown = evidence::lane(day.state(), it, lane, claims, day.as_of());
        let unsure = if lane.possibly.is_some() { "?" } else { "" };
        let word = lane.access.map_or("no record: unknown", crate::model::crossing::Access::word);
        let cells = vec![
            Cell::new(lane.traffic.word(), Tone::Plain),
            Cell::signed(Sign::Access(lane.access), format!("{word}{unsure}"), access_tone(lane.access)),
            Cell::new(lane.since.map(Date::short).unwrap_or_default(), Tone::Plain),
            Cell::new(lane.until.map(Date::short).unwrap_or_default(), Tone::Caution),
            evidence::cell(shown, day.as_of()),
            Cell::new(scope(it, lane).unwrap_or_default(), Tone::Dim),
        ];
        (cells, None)
    });
    page.table(&["", "status", "since", "until", "shown", ""], rows.collect());
}

fn scope<'a>(it: &'a Crossing, lane: &LaneStatus) -> Option<&'a str> {
    lane.step.and_then(|step| it.history.get(step)).and_then(|step| step.scope.as_deref())
}

/// The year up to the day, by kind of traffic.
fn year(page: &mut Page, day: &Day, it: &Crossing, at: usize) {
    let to = day.as_of();
    let Some(from) = to.checked_sub_days(Days::new(364)) else { return };
    page.heading("the last year");
    page.picture("", Picture::Years(from, to));
    for lane in it.traffic.lanes() {
        page.picture(lane.word(), Picture::Crossing(at, *lane, from, to));
    }
}

/// The reasons that sides give, the newest first.
fn reasons(page: &mut Page, day: &Day, it: &Crossing) {
    let state = day.state();
    page.part("why, as each side says", |page| {
        let steps = in_order(&it.history).into_iter().rev().filter_map(|at| it.history.get(at));
        let past = steps.filter(|step| step.on.possibly_by(day.as_of()));
        let said = past.flat_map(|step| step.change.reasons().iter().map(move |reason| (step, reason)));
        // Each kind of traffic may have a step of its own, for the same reason.
        let mut told = BTreeSet::new();
        let said = said.filter(|(step, reason)| told.insert((step.on, &reason.by, reason.text.as_str())));
        page.list(LISTED, said, |page, (step, reason)| {
            let sources = if reason.sources.is_empty() { &step.sources } else { &reason.sources };
            let who = record_name(state, &reason.by);
            let text = format!("{who}: {} — {}", reason.text, cited(state, sources));
            page.line(step.on.short(), text, Tone::Plain);
        });
    });
}

/// What is said of the whole border that a point is on, and the points of which something is said.
fn borders(page: &mut Page, day: &Day, it: &Crossing, at: usize) {
    let state = day.state();
    let whole = it.mode == Mode::Border;
    let heading = if whole { "its points" } else { "said of the whole border" };
    let rows: Vec<_> = day
        .crossings
        .iter()
        .filter(|row| row.at != at)
        .filter_map(|row| {
            let other = state.records().crossings.get(row.at)?;
            let wanted = other.is_between(&it.between) && (whole != (other.mode == Mode::Border));
            wanted.then(|| {
                let since = row.since.map(Date::short).unwrap_or_default();
                let cells = vec![
                    Cell::signed(
                        Sign::Access(row.overall),
                        wording::access_now(&row.status),
                        access_tone(row.overall),
                    ),
                    Cell::new(since, Tone::Plain),
                    evidence::cell(row.shown, day.as_of()),
                    Cell::new(other.name.as_str(), Tone::Plain),
                ];
                (cells, Some(&other.id))
            })
        })
        .collect();
    if !rows.is_empty() {
        page.heading(heading);
        page.table(&["", "since", "shown", ""], rows);
    }
}

/// The events that name it, and those behind its steps.
fn events(day: &Day, it: &Crossing) -> BTreeSet<usize> {
    let state = day.state();
    let naming = day.naming().events(state, &it.id).iter().map(|at| *at as usize);
    let behind = it.history.iter().filter_map(|step| step.event.as_ref());
    let behind = behind.filter_map(|event| state.place(event.as_str())).map(|place| place.at);
    naming.chain(behind).collect()
}
