//! The dossier of one relation on a day: representation both ways, measures both ways, crossings, contacts,
//! exchanges, disagreements.

use crate::model::crossing::Mode;
use crate::model::date::Date;
use crate::model::event::{Basis, Event, EventKind, EventKindName};
use crate::model::id::Id;
use crate::model::state::{Place, RecordKind, Via};

use super::day::Day;
use super::evidence;
use super::ledger;
use super::narrowing::{Narrowing, Scope};
use super::page::{Page, Tone};
use super::reach;
use super::relation_status;
use super::relations::{Row, measures, sides};
use super::wording::{self, access_tone, record_name, standing_tone};

/// A dossier lists so many measures of one side; nobody reads on.
const LISTED: usize = 100;

/// The dossier of a row of the relations panel.
pub fn dossier(day: &Day, row: &Row) -> Page {
    let mut page = Page::default();
    let state = day.state();
    let Some(relation) = state.records().relations.get(row.at) else { return page };
    let (focus, subject) = sides(state, relation);
    relation_status::lines(&mut page, day, row);
    let shown = |page: &mut Page, issuer: &Id, against: &Id| {
        let all = measures(state, &day.analysis, &day.ledger, issuer, against);
        if all.is_empty() {
            return;
        }
        let in_force = all.iter().filter(|(row, _)| row.standing.is_in_force()).count();
        let heading = format!("{issuer} → {against}: {in_force} in force of {}", all.len());
        page.part(&heading, |page| {
            let own = all.iter().filter(|(_, via)| *via == Via::Itself);
            page.list(LISTED, own, |page, (row, _)| measure(page, day, row));
            // A bloc's measures reach its members: derived, so counted here and listed at the bloc.
            for bloc in state.blocs_of(issuer) {
                let its = |(row, via): &&(&ledger::Row, Via)| {
                    let record = state.records().sanctions.get(row.at());
                    *via == Via::Bloc && record.is_some_and(|it| &it.issuer == bloc)
                };
                let (count, of) = (
                    all.iter().filter(its).filter(|(row, _)| row.standing.is_in_force()).count(),
                    all.iter().filter(its).count(),
                );
                if of > 0 {
                    page.linked(
                        "derived",
                        format!("{count} in force of {of} via {}", state.subject_name(bloc)),
                        Tone::Dim,
                        bloc,
                    );
                }
            }
        });
    };
    contacts(&mut page, day, focus, subject);
    shown(&mut page, subject, focus);
    shown(&mut page, focus, subject);
    page.part("derived: reached through ownership, listed by nobody", |page| {
        reached(page, day, subject, focus);
        reached(page, day, focus, subject);
    });
    let border = match row.border.points.text() {
        text if text.is_empty() => "border".to_owned(),
        text => format!("border · {text}"),
    };
    page.part(&border, |page| {
        if row.border.points.all() > 0 {
            page.line("", row.border.by_traffic(), Tone::Dim);
        }
        for row in &day.crossings {
            if let Some(it) =
                state.records().crossings.get(row.at).filter(|it| it.neighbour_of(focus) == Some(subject))
            {
                let shown = row.shown.map(|shown| format!(", {}", evidence::shown(shown, day.as_of())));
                let whole = if it.mode == Mode::Border { " (said of the whole border)" } else { "" };
                let text = format!("{}{whole}{}", it.name, shown.unwrap_or_default());
                page.linked(wording::access(&row.status), text, access_tone(row.overall), &it.id);
            }
        }
    });
    page.part("sources disagree", |page| {
        let narrowing = Narrowing::Subject(subject.clone());
        let cover = Scope::new(&narrowing, state, &day.analysis);
        for list in [RecordKind::Sanctions, RecordKind::Crossings] {
            let places = day.analysis.in_conflict(list).into_iter().map(|at| Place { list, at });
            for place in places.filter(|place| cover.has(*place)) {
                if let Some(record) = state.at(place) {
                    page.linked("≠", record_name(state, record.id()), Tone::Conflict, record.id());
                }
            }
        }
    });
    page
}

fn measure(page: &mut Page, day: &Day, row: &ledger::Row) {
    let Some(it) = day.state().records().sanctions.get(row.at()) else { return };
    let dates = row.dates();
    let since = match dates.in_force {
        Some(since) => format!(", in force since {}", since.short()),
        None => dates.status.map(|since| format!(", since {}", since.short())).unwrap_or_default(),
    };
    let shown =
        dates.shown.map(|shown| format!(", {}", evidence::shown(shown, day.as_of()))).unwrap_or_default();
    let text = format!("{}: {}{since}{shown}", day.state().target_name(it), it.measure.word());
    page.linked(row.standing.word(), text, standing_tone(row.standing), &it.id);
}

/// Whom an issuer, or a bloc that it is a member of, reaches of another state through ownership, with the arithmetic.
fn reached(page: &mut Page, day: &Day, issuer: &Id, against: &Id) {
    let (state, subjects) = (day.state(), &day.state().records().subjects);
    let counts = |at: usize| subjects.get(at).is_some_and(|it| state.acts_for(&it.id, issuer).is_some());
    let all = day.ownership().all();
    let of_state = all.iter().filter(|(of, reached)| {
        counts(reached.issuer) && subjects.get(*of).is_some_and(|it| it.countries.contains(against))
    });
    page.list(LISTED, of_state, |page, (of, reached)| {
        let Some(it) = subjects.get(*of) else { return };
        let text = format!("{}: {}", it.name, reach::sentence(state, reached));
        page.linked("derived", text, Tone::Caution, &it.id);
    });
}

/// Whether an event of this kind is a contact between two sides.
fn is_contact(event: &Event) -> bool {
    use EventKindName::{Agreement, Call, Conference, Meeting, Talks, Visit};
    matches!(event.kind, EventKind::Standard(Talks | Meeting | Visit | Call | Agreement | Conference))
}

fn contacts(page: &mut Page, day: &Day, focus: &Id, subject: &Id) {
    let state = day.state();
    let (focus, subject) = (Narrowing::Subject(focus.clone()), Narrowing::Subject(subject.clone()));
    let (with_focus, with_subject) =
        (Scope::new(&focus, state, &day.analysis), Scope::new(&subject, state, &day.analysis));
    let events: Vec<&Event> = state
        .records()
        .events
        .iter()
        .enumerate()
        .filter(|(at, _)| {
            let place = Place { list: RecordKind::Events, at: *at };
            with_focus.has(place) && with_subject.has(place)
        })
        .map(|(_, event)| event)
        .filter(|event| !event.is_withdrawn())
        .collect();
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
        for event in events.iter().rev().filter(happened) {
            for side in &event.exchange {
                let to = side.to.as_ref().map(|to| format!(" → {to}")).unwrap_or_default();
                let day = event.on.map(Date::short).unwrap_or_default();
                page.linked(day, format!("{}{to}: {}", side.from, side.gave), Tone::Dim, &event.id);
            }
        }
    });
}
