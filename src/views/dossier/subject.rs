//! The dossier of whom measures are aimed at: what everyone has against it, since when, and who says so.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::model::compact::Text;
use crate::model::date::Date;
use crate::model::id::Id;
use crate::model::measure::{Measure, Standing};
use crate::model::state::{Place, RecordKind};
use crate::model::subject::Subject;
use crate::views::allowed;
use crate::views::cells;
use crate::views::conflicts;
use crate::views::day::Day;
use crate::views::evidence::{self, MeasureDates, Since};
use crate::views::fold::fold;
use crate::views::gap::{self, Way};
use crate::views::ledger::Row;
use crate::views::page::{Cell, Page, Picture, Sign, Tone};
use crate::views::reach;
use crate::views::wording::{self, standing_tone};

use super::parts;
use super::related;

/// So many lines of measures are shown; who has more is asked through the ledger.
const LINES: usize = 40;

/// So many bars are drawn.
const BARS: usize = 16;

/// So many other names are shown.
const NAMES: usize = 6;

/// Measures of one issuer that are alike but for their kind: one line.
struct Alike<'a> {
    issuer: &'a Id,
    row: &'a Row,
    dates: MeasureDates,
    also: Vec<Standing>,
    measures: Vec<(usize, &'a Measure)>,
}

/// Everything about a subject; `place` is its own, or that of a measure against it.
pub(super) fn subject(page: &mut Page, day: &Day, id: &Id, place: Place) {
    let state = day.state();
    state.subject_name(id).clone_into(&mut page.title);
    let subject = state.subject(id.as_str());
    // A measure whose target is no record of the file stands alone.
    let places = match day.measures_of(place) {
        [] if place.list == RecordKind::Sanctions => vec![place.at],
        places => places.iter().map(|at| *at as usize).collect(),
    };
    let own: Vec<(usize, &Measure)> =
        places.into_iter().filter_map(|at| Some((at, state.records().sanctions.get(at)?))).collect();
    head(page, day, subject, &own);
    let lines = alike(day, &own);
    measures(page, day, &lines, own.len());
    over_time(page, day, &lines);
    page.part(&format!("allowed on {}", day.as_of()), |page| {
        for (at, it) in &own {
            for (since, text, _) in allowed::in_words(day, *at) {
                // Of several measures each says which it is.
                let which = if own.len() > 1 { format!(", {}", it.measure) } else { String::new() };
                page.linked(since.short(), format!("{}{which}: {text}", it.issuer), Tone::Caution, &it.id);
            }
        }
    });
    page.part("announced, and what came of it", |page| {
        for (at, it) in &own {
            for gap in gap::of_measure(day, *at).iter().filter(|gap| gap.way != Way::Application) {
                let tone = if gap.end.is_none() { Tone::Caution } else { Tone::Plain };
                // Of several measures each says which it is.
                let which = if own.len() > 1 { format!("{}: ", it.measure) } else { String::new() };
                page.linked(it.issuer.as_str(), format!("{which}{}", gap.line(day)), tone, &it.id);
            }
        }
    });
    related::measures(page, day, &own, subject);
    // Who owns nothing to anybody is not asked about: the arithmetic looks at all that is listed.
    let owned = subject.filter(|it| !it.owners.is_empty());
    if let Some(at) = owned.and_then(|it| state.place(it.id.as_str())).map(|place| place.at) {
        page.part("reached through its owners", |page| {
            for reached in day.ownership().reached(at) {
                page.line(format!("on {}", day.as_of()), reach::sentence(state, &reached), Tone::Caution);
            }
        });
    }
    parts::events(page, day, &events(day, &own, id));
    page.part("sources disagree", |page| {
        for (at, _) in &own {
            conflicts::of(page, day, Place { list: RecordKind::Sanctions, at: *at });
        }
    });
    let cited: BTreeSet<&Id> =
        own.iter().flat_map(|(_, it)| &it.history).flat_map(|step| &step.sources).collect();
    parts::sources(page, state, &cited);
}

/// What it is and by which names and numbers it goes.
fn head(page: &mut Page, day: &Day, subject: Option<&Subject>, own: &[(usize, &Measure)]) {
    let state = day.state();
    let Some(it) = subject else { return };
    let what = match wording::actors(state, &it.countries) {
        of if of.is_empty() => it.kind.word().to_owned(),
        of => format!("{}, {of}", it.kind.word()),
    };
    page.row(vec![Cell::new(what, Tone::Plain)], Some(&it.id));
    let mut names: Vec<String> = it.aliases.iter().take(NAMES).map(ToString::to_string).collect();
    if it.aliases.len() > NAMES {
        names.push(format!("and {} more", it.aliases.len() - NAMES));
    }
    page.field("also called", &names.join(", "));
    let mut told = BTreeSet::new();
    let refs = own.iter().flat_map(|(_, it)| it.list_refs.iter()).filter(|it| told.insert(*it));
    page.field("on lists as", &refs.map(Text::as_str).collect::<Vec<_>>().join(" · "));
    let numbers: Vec<String> =
        it.identifiers.iter().map(|number| format!("{} {}", number.scheme, number.value)).collect();
    page.field("numbers", &numbers.join(" · "));
    for owner in &it.owners {
        let text = format!("{}{}", state.subject_name(&owner.owner), wording::owner_terms(owner));
        let label = if reach::may_hold(owner, day.as_of()) {
            "owner"
        } else if owner.until.is_some_and(|until| until.is_over_before(day.as_of())) {
            "owner once"
        } else {
            "owner later"
        };
        page.linked(label, text, Tone::Plain, &owner.owner);
    }
    page.field("note", it.note.as_deref().unwrap_or_default());
}

/// The measures by issuer, those alike in one line; what is nearest to binding first.
fn alike<'a>(day: &'a Day, own: &[(usize, &'a Measure)]) -> Vec<Alike<'a>> {
    let state = day.state();
    let mut rows: Vec<(String, &Row, &Measure)> = own
        .iter()
        .filter_map(|(at, it)| Some((fold(state.subject_name(&it.issuer)), day.ledger.get(*at)?, *it)))
        .filter(|(_, row, _)| row.standing != Standing::NoRecord)
        .collect();
    rows.sort_by(|a, b| {
        let key = |row: &Row| (!row.standing.is_in_force(), row.at());
        a.0.cmp(&b.0).then_with(|| key(a.1).cmp(&key(b.1)))
    });
    let mut lines: Vec<Alike<'_>> = Vec::new();
    for (_, row, it) in rows {
        let also: Vec<Standing> = row.also().collect();
        let dates = row.dates();
        let same = |line: &&mut Alike<'_>| {
            *line.issuer == it.issuer
                && (line.row.standing, line.row.until, line.row.conflict, line.row.unsure)
                    == (row.standing, row.until, row.conflict, row.unsure)
                && line.dates == dates
                && line.also == also
        };
        match lines.iter_mut().rev().find(same) {
            Some(line) => line.measures.push((row.at(), it)),
            None => {
                lines.push(Alike { issuer: &it.issuer, row, dates, also, measures: vec![(row.at(), it)] });
            }
        }
    }
    lines
}

/// One line an issuer: what holds, since when, how that is known, and by which act.
fn measures(page: &mut Page, day: &Day, lines: &[Alike<'_>], all: usize) {
    let known: usize = lines.iter().map(|line| line.measures.len()).sum();
    let in_force: usize =
        lines.iter().filter(|line| line.row.standing.is_in_force()).map(|line| line.measures.len()).sum();
    page.heading(format!("measures against it {}: {in_force} in force of {known}", day.clock()));
    if lines.is_empty() {
        let text =
            if all == 0 { "no measure is recorded" } else { "nothing is recorded by this day: unknown" };
        page.line("", text, Tone::Dim);
        return;
    }
    let rows =
        lines.iter().take(LINES).map(|line| (cells(day, line), line.measures.first().map(|it| &it.1.id)));
    page.table(&["", "status", "in force since", "status since", "shown", "", ""], rows.collect());
    let more = lines.iter().skip(LINES).map(|line| line.measures.len()).sum::<usize>();
    if more > 0 {
        page.line("", format!("and {more} more measures: the ledger has them"), Tone::Dim);
    }
}

fn cells(day: &Day, line: &Alike<'_>) -> Vec<Cell> {
    let state = day.state();
    let (row, dates) = (line.row, line.dates);
    let status = cells::status(row);
    let changed = dates.status.filter(|since| Some(*since) != dates.in_force);
    let mut kinds: Vec<&str> = line.measures.iter().map(|(_, it)| it.measure.word()).collect();
    kinds.dedup();
    let mut more: Vec<String> = vec![kinds.join(", ")];
    more.extend(line.also.iter().map(|standing| format!("also {standing}")));
    more.extend(row.until.map(|until| format!("until {until}")));
    let acts: BTreeSet<&str> =
        line.measures.iter().flat_map(|(_, it)| &it.acts).map(|act| state.act_name(act)).collect();
    more.extend(acts.into_iter().map(str::to_owned));
    let conflict = if row.conflict { "≠" } else { "" };
    vec![
        Cell::new(line.issuer.as_str(), Tone::Plain),
        Cell::signed(Sign::Standing(row.standing), status, standing_tone(row.standing)),
        Cell::new(dates.in_force.map(Since::short).unwrap_or_default(), Tone::Plain),
        Cell::new(changed.map(Since::short).unwrap_or_default(), Tone::Plain),
        evidence::cell(dates.shown, day.as_of()),
        Cell::new(conflict, Tone::Conflict),
        Cell::new(more.join(" · "), Tone::Dim),
    ]
}

/// One timeline for all issuers, up to the day that is asked for.
fn over_time(page: &mut Page, day: &Day, lines: &[Alike<'_>]) {
    let to = day.as_of();
    let steps = lines.iter().flat_map(|line| &line.measures).flat_map(|(_, it)| &it.history);
    let from: Option<NaiveDate> =
        steps.map(|step| step.on).filter(|on| on.certainly_by(to)).map(Date::first).min();
    let Some(from) = from.filter(|from| *from < to) else { return };
    page.heading("over time");
    page.picture("", Picture::Years(from, to));
    for line in lines.iter().take(BARS) {
        if let Some((at, _)) = line.measures.first() {
            page.picture(line.issuer.as_str(), Picture::Measure(*at, from, to));
        }
    }
}

/// The events that name it or a measure against it, and those under which a step of one stands.
fn events(day: &Day, own: &[(usize, &Measure)], subject: &Id) -> BTreeSet<usize> {
    let state = day.state();
    let ids = own.iter().map(|(_, it)| &it.id).chain([subject]);
    let naming = ids.flat_map(|id| day.naming().events(state, id)).map(|at| *at as usize);
    let behind = own
        .iter()
        .flat_map(|(_, it)| &it.history)
        .filter_map(|step| step.event.as_ref())
        .filter_map(|event| state.place(event.as_str()))
        .filter(|place| place.list == RecordKind::Events)
        .map(|place| place.at);
    naming.chain(behind).collect()
}
