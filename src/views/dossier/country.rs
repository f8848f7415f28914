//! The dossier of a country: representation both ways, measures both ways, crossings, contacts, what is due, exchanges,
//! disagreements.

use std::collections::BTreeSet;

use crate::model::crossing::Mode;
use crate::model::date::Date;
use crate::model::event::{Basis, Event, EventKind, EventKindName};
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::relation::Relation;
use crate::model::state::{RecordKind, Via};
use crate::views::analysis::number;
use crate::views::cells;
use crate::views::day::Day;
use crate::views::due;
use crate::views::evidence::{self, Since};
use crate::views::ledger;
use crate::views::page::{Cell, Page, Sign, Tone};
use crate::views::reach;
use crate::views::relation_status;
use crate::views::relations::{Row, measures, sides};
use crate::views::wording::{self, access_tone, record_name, standing_tone};

use super::parts;

/// A dossier lists so many measures of one side; nobody reads on.
const LISTED: usize = 100;

/// So many of anything else are listed.
const SHORT: usize = 12;

/// Everything about the other side of a row of the relations.
pub(super) fn country(page: &mut Page, day: &Day, row: &Row) {
    let state = day.state();
    let Some(relation) = state.records().relations.get(row.at) else { return };
    let (focus, subject) = sides(state, relation);
    state.subject_name(subject).clone_into(&mut page.title);
    what(page, day, subject);
    page.linked("relation", record_name(state, &relation.id), Tone::Dim, &relation.id);
    if row.status.stance.is_none() {
        page.line("stance", "no record on this day", Tone::Dim);
    }
    relation_status::lines(page, day, row);
    contacts(page, day, focus, subject);
    let find = |issuer, against| measures(state, &day.analysis, &day.ledger, issuer, against);
    let (by, against) = (find(subject, focus), find(focus, subject));
    agenda(page, day, (focus, subject), &[&by, &against]);
    one_way(page, day, (subject, focus), &by);
    one_way(page, day, (focus, subject), &against);
    page.part("reached through owners, listed by nobody", |page| {
        let all = day.ownership().all();
        reached(page, day, &all, (subject, focus));
        reached(page, day, &all, (focus, subject));
    });
    let border = match row.border.points.text() {
        text if text.is_empty() => "border".to_owned(),
        text => format!("border · {text}"),
    };
    crossings(page, day, row, (focus, subject), &border);
    page.part("sources disagree", |page| {
        page.list(SHORT, disputed(day, subject), |page, id| {
            page.linked("≠", record_name(state, id), Tone::Conflict, id);
        });
    });
    sources(page, day, relation);
}

/// What the other side is.
fn what(page: &mut Page, day: &Day, subject: &Id) {
    let state = day.state();
    let kind = state.subject(subject.as_str()).map_or("", |it| it.kind.word());
    let blocs = match wording::actors(state, state.blocs_of(subject)) {
        blocs if blocs.is_empty() => blocs,
        blocs => format!(", member of {blocs}"),
    };
    page.row(vec![Cell::new(format!("{kind}{blocs}"), Tone::Plain)], Some(subject));
}

/// The measures of one side against the other.
fn one_way(page: &mut Page, day: &Day, (issuer, against): (&Id, &Id), all: &[(&ledger::Row, Via)]) {
    if all.is_empty() {
        return;
    }
    let state = day.state();
    let in_force = all.iter().filter(|(row, _)| row.standing.is_in_force()).count();
    page.heading(format!("{issuer} → {against}: {in_force} in force of {}", all.len()));
    let own: Vec<&ledger::Row> =
        all.iter().filter(|(_, via)| *via == Via::Itself).map(|(row, _)| *row).collect();
    let rows = own.iter().take(LISTED).filter_map(|row| measure(day, row)).collect();
    page.table(&["status", "in force since", "shown", "", ""], rows);
    if own.len() > LISTED {
        page.line("", format!("and {} more", own.len() - LISTED), Tone::Dim);
    }
    // A bloc's measures reach its members: derived, so counted here and listed at the bloc.
    for bloc in state.blocs_of(issuer) {
        let its: Vec<&ledger::Row> = all
            .iter()
            .filter(|(row, via)| {
                let record = state.records().sanctions.get(row.at());
                *via == Via::Bloc && record.is_some_and(|it| &it.issuer == bloc)
            })
            .map(|(row, _)| *row)
            .collect();
        if !its.is_empty() {
            let count = its.iter().filter(|row| row.standing.is_in_force()).count();
            let text = format!("{count} in force of {}", its.len());
            page.linked(format!("via {}", state.subject_name(bloc)), text, Tone::Dim, bloc);
        }
    }
}

/// The crossings on the common border.
fn crossings(page: &mut Page, day: &Day, row: &Row, (focus, subject): (&Id, &Id), heading: &str) {
    let state = day.state();
    let rows: Vec<_> = day
        .crossings
        .iter()
        .filter_map(|row| {
            let it = state.records().crossings.get(row.at)?;
            (it.neighbour_of(focus) == Some(subject)).then_some((row, it))
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    page.heading(heading);
    if row.border.points.all() > 0 {
        page.line("", row.border.by_traffic(), Tone::Dim);
    }
    let cells = rows.into_iter().map(|(row, it)| {
        let whole = if it.mode == Mode::Border { " (said of the whole border)" } else { "" };
        let cells = vec![
            Cell::signed(
                Sign::Access(row.overall),
                wording::access_now(&row.status),
                access_tone(row.overall),
            ),
            Cell::new(row.since.map(Date::short).unwrap_or_default(), Tone::Plain),
            evidence::cell(row.shown, day.as_of()),
            Cell::new(format!("{}{whole}", it.name), Tone::Plain),
        ];
        (cells, Some(&it.id))
    });
    page.table(&["status", "since", "shown", "crossing"], cells.collect());
}

/// The records about which sources disagree and that the subject has a part in: its measures and those against it, its
/// crossings.
fn disputed<'a>(day: &'a Day, subject: &'a Id) -> impl Iterator<Item = &'a Id> {
    let state = day.state();
    let own = number(state, subject);
    let acting: Vec<u32> =
        std::iter::once(subject).chain(state.blocs_of(subject)).map(|id| number(state, id)).collect();
    let measures = day.analysis.in_conflict(RecordKind::Sanctions).into_iter().filter(move |at| {
        let named = day.analysis.named(*at);
        acting.contains(&named.issuer) || named.is_of(own)
    });
    let measures = measures.filter_map(|at| state.records().sanctions.get(at)).map(|it| &it.id);
    let crossings = day.crossings.iter().filter(|row| row.conflict);
    let crossings = crossings.filter_map(|row| state.records().crossings.get(row.at));
    measures.chain(crossings.filter(|it| it.neighbour_of(subject).is_some()).map(|it| &it.id))
}

/// What is due or runs out between the two, and was only announced.
fn agenda(page: &mut Page, day: &Day, (focus, subject): (&Id, &Id), measures: &[&[(&ledger::Row, Via)]]) {
    let state = day.state();
    let own = measures.iter().flat_map(|all| all.iter());
    let rows = own.filter(|(_, via)| *via == Via::Itself).map(|(row, _)| *row);
    let between = between(day, focus, subject);
    let mut items: Vec<due::Item<'_>> = due::items(day.watched(), rows)
        .filter(|item| match state.record(item.id.as_str()) {
            Some(Record::Event(_)) => {
                state.place(item.id.as_str()).is_some_and(|place| between.contains(&place.at))
            }
            Some(Record::Crossing(it)) => it.neighbour_of(focus) == Some(subject),
            Some(Record::Measure(_)) => true,
            Some(Record::Relation(it)) => sides(state, it) == (focus, subject),
            _ => false,
        })
        .filter(|item| item.kind != due::Kind::Later)
        .collect();
    items.sort_by_key(|item| (item.kind, item.on.is_none(), item.on));
    page.part("due, running out, only announced", |page| {
        page.list(SHORT, items, |page, item| {
            let on = item.on.map_or_else(|| "date open".to_owned(), Date::short);
            let text = format!("{}: {}", item.kind, item.text(state, day.as_of()));
            page.linked(on, text, Tone::Plain, item.id);
        });
    });
}

/// Where the claims of the relation come from.
fn sources(page: &mut Page, day: &Day, relation: &Relation) {
    let cited: BTreeSet<&Id> = relation.history.iter().flat_map(|step| &step.sources).collect();
    parts::sources(page, day.state(), &cited);
}

/// Whom an issuer, or a bloc that it is a member of, reaches of another state through ownership, with the arithmetic.
fn reached(page: &mut Page, day: &Day, all: &[(usize, reach::Reached)], (issuer, against): (&Id, &Id)) {
    let (state, subjects) = (day.state(), &day.state().records().subjects);
    let counts = |at: usize| subjects.get(at).is_some_and(|it| state.acts_for(&it.id, issuer).is_some());
    let of_state = all.iter().filter(|(of, reached)| {
        counts(reached.issuer) && subjects.get(*of).is_some_and(|it| it.countries.contains(against))
    });
    page.list(SHORT, of_state, |page, (of, reached)| {
        let Some(it) = subjects.get(*of) else { return };
        let text = format!("{}: {}", it.name, reach::sentence(state, reached));
        page.linked("reached", text, Tone::Caution, &it.id);
    });
}

/// What holds of a measure, since when, how fresh that is, against whom it is.
fn measure<'a>(day: &'a Day, row: &ledger::Row) -> Option<(Vec<Cell>, Option<&'a Id>)> {
    let place = row.place();
    let Record::Measure(it) = day.state().at(place)? else { return None };
    let dates = row.dates();
    let cells = vec![
        Cell::signed(Sign::Standing(row.standing), cells::status(row), standing_tone(row.standing)),
        Cell::new(dates.in_force.map(Since::short).unwrap_or_default(), Tone::Plain),
        evidence::cell(dates.shown, day.as_of()),
        Cell::new(if row.conflict { "≠" } else { "" }, Tone::Conflict),
        Cell::new(format!("{}: {}", day.state().target_name(it), it.measure.word()), Tone::Plain),
    ];
    Some((cells, Some(&it.id)))
}

/// Whether an event of this kind is a contact between two sides.
fn is_contact(event: &Event) -> bool {
    use EventKindName::{Agreement, Call, Conference, Meeting, Talks, Visit};
    matches!(event.kind, EventKind::Standard(Talks | Meeting | Visit | Call | Agreement | Conference))
}

/// The events in which both sides have a part, themselves or by those who speak for them.
fn between(day: &Day, focus: &Id, subject: &Id) -> BTreeSet<usize> {
    let state = day.state();
    let with = |id: &Id| -> BTreeSet<usize> {
        let speaking = day.naming().subjects(state, id).iter();
        let speaking = speaking.filter_map(|at| state.records().subjects.get(*at as usize));
        let speaking = speaking.filter(|it| it.affiliation.as_ref() == Some(id)).map(|it| &it.id);
        let events = std::iter::once(id).chain(speaking).flat_map(|actor| {
            let events = day.naming().events(state, actor).iter().map(|at| *at as usize);
            events.filter(move |at| {
                state.records().events.get(*at).is_some_and(|event| event.actors.contains(actor))
            })
        });
        events.collect()
    };
    with(focus).intersection(&with(subject)).copied().collect()
}

fn contacts(page: &mut Page, day: &Day, focus: &Id, subject: &Id) {
    let state = day.state();
    let between = between(day, focus, subject);
    let events = between.iter().filter_map(|at| state.records().events.get(*at));
    let events: Vec<&Event> = events.filter(|event| !event.is_withdrawn()).collect();
    let happened = |event: &&&Event| {
        event.basis == Basis::Reported && event.on.is_some_and(|on| on.certainly_by(day.as_of()))
    };
    // What was recorded when it had happened was not due before; what was called off is not.
    let is_due = |event: &&&Event| {
        event.basis == Basis::Scheduled && event.on.is_none_or(|on| on.last() >= day.as_of())
    };
    let last = events.iter().filter(|e| is_contact(e)).filter(happened).max_by_key(|e| e.on);
    let next = events.iter().filter(is_due).min_by_key(|e| (e.on.is_none(), e.on));
    page.part("contacts and exchanges", |page| {
        if let Some(event) = last {
            let day = event.on.map(|d| d.to_string()).unwrap_or_default();
            page.linked("last", format!("{day} {}", event.title), Tone::Plain, &event.id);
        }
        if let Some(event) = next {
            let day = event.on.map_or_else(|| "date open".to_owned(), |d| d.to_string());
            page.linked("due", format!("{day} {}", event.title), Tone::Plain, &event.id);
        }
        let mut exchanges: Vec<&&Event> =
            events.iter().filter(happened).filter(|event| !event.exchange.is_empty()).collect();
        exchanges.sort_by_key(|event| std::cmp::Reverse(event.on));
        page.list(SHORT, exchanges, |page, event| {
            let day = event.on.map(Date::short).unwrap_or_default();
            page.linked(day, parts::exchanged(event), Tone::Plain, &event.id);
        });
    });
}
