//! What sources disagree on: every conflict with each claim and who makes it.

use std::collections::HashSet;

use crate::model::date::Date;
use crate::model::event::Event;
use crate::model::history::{Conflict, Deciding, Step, deciding};
use crate::model::id::Id;
use crate::model::measure::MeasureStep;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind, State};

use super::citation::cited;
use super::day::Day;
use super::page::{Page, Tone};
use super::wording::{self, record_name};

/// Everything that sources disagree on, by record.
pub fn all(day: &Day) -> Page {
    let state = day.state();
    let mut page = Page::default();
    let known = day.known_on().map(|known| format!(", as known on {known}")).unwrap_or_default();
    page.line("", format!("What sources disagree on{known}"), Tone::Title);
    for list in [RecordKind::Sanctions, RecordKind::Events, RecordKind::Crossings, RecordKind::Relations] {
        let mut disputed = day.analysis.in_conflict(list);
        if list == RecordKind::Crossings {
            disputed.extend(day.border_conflicts.iter().map(|it| it.whole));
            disputed.sort_unstable();
            disputed.dedup();
        }
        for at in disputed {
            let place = Place { list, at };
            let Some(record) = state.at(place) else { continue };
            page.linked("", record_name(state, record.id()), Tone::Heading, record.id());
            of(&mut page, day, place);
        }
    }
    if page.lines.len() == 1 {
        page.line("", "No two sources in this file disagree.", Tone::Plain);
    }
    page
}

/// The disagreements about one record.
pub fn of(page: &mut Page, day: &Day, place: Place) {
    let state = day.state();
    for conflict in day.analysis.conflicts(place) {
        match state.at(place) {
            Some(Record::Measure(it)) => {
                let started = conflict
                    .places()
                    .first()
                    .and_then(|&p| it.history.get(p))
                    .is_some_and(|s| s.change.what.starts());
                let question = match conflict {
                    Conflict::Dates(_) if started => "since when?",
                    Conflict::Dates(_) => "lifted when?",
                    Conflict::Outcomes(_) => "what happened that day?",
                    Conflict::Contradicted(..) => "lifted that day? An observation speaks against it",
                    Conflict::Figures(_) => "how many?",
                };
                steps(page, day, (place, conflict), question, &it.history, |step| {
                    let mut text = wording::sanction_change(state, step);
                    if step.change.what == MeasureStep::Seen
                        && let Some(time) = &step.time
                    {
                        text.push_str(&format!(" at {time}"));
                    }
                    text
                });
            }
            Some(Record::Crossing(it)) => {
                steps(page, day, (place, conflict), "what, and when?", &it.history, |s| {
                    wording::crossing_change(state, &s.change)
                });
            }
            Some(Record::Relation(it)) => {
                steps(page, day, (place, conflict), "what, and when?", &it.history, |s| {
                    wording::relation_change(state, &s.change)
                });
            }
            Some(Record::Event(it)) => figures(page, state, it, conflict),
            _ => {}
        }
    }
    border(page, day, place);
}

/// What is said of a whole border against what is said of its points, on the day.
fn border(page: &mut Page, day: &Day, place: Place) {
    if place.list != RecordKind::Crossings {
        return;
    }
    let state = day.state();
    for it in day.border_conflicts.iter().filter(|it| it.whole == place.at || it.points.contains(&place.at)) {
        page.line("≠", format!("open on {}, {}?", day.as_of(), it.traffic), Tone::Conflict);
        for at in std::iter::once(it.whole).chain(it.points.iter().copied()) {
            let Some(row) = day.crossings.get(at) else { continue };
            let (Some(record), Some(lane)) = (
                state.records().crossings.get(at),
                row.status.lanes.iter().find(|lane| lane.traffic == it.traffic),
            ) else {
                continue;
            };
            let what = if at == it.whole { "the whole border" } else { "the point" };
            let access = wording::lane_access(lane.access);
            let sources = lane.step.and_then(|step| record.history.get(step)).map(|step| &step.sources);
            let by = sources.map(|sources| format!(" — {}", cited(state, sources))).unwrap_or_default();
            let since = lane.since.map(Date::short).unwrap_or_default();
            page.linked(since, format!("{}, {what}: {access}{by}", record.name), Tone::Plain, &record.id);
        }
        let rule = "neither decides for the other: a point stands by what is said of it, the border by what is said of it whole";
        page.line("", rule, Tone::Dim);
    }
}

fn steps<C>(
    page: &mut Page,
    day: &Day,
    (of, conflict): (Place, &Conflict),
    question: &str,
    history: &[Step<C>],
    word: impl Fn(&Step<C>) -> String,
) {
    page.line("≠", question, Tone::Conflict);
    let prevails = matches!(conflict, Conflict::Dates(_) | Conflict::Outcomes(_));
    let (state, conflicts) = (day.state(), day.analysis.conflicts(of));
    let places = conflict.places();
    for (i, &place) in places.iter().enumerate() {
        let Some(step) = history.get(place) else { continue };
        // Why it prevails is said against the one that comes next.
        let second = places.get(1).filter(|_| i == 0 && prevails);
        let why = second.and_then(|&second| {
            let why = deciding(history, (place, second), conflicts, state.grades())?;
            Some(format!("{why}{}", measured(state, why, step, history.get(second)?)))
        });
        let is_left_out =
            matches!(conflict, Conflict::Contradicted(..)) && day.analysis.claims(of).is_set_aside(place);
        let mark = match why {
            Some(why) => format!("  ← the status follows this: {why}"),
            None if is_left_out => {
                "  ← the status leaves this out: what was seen outweighs what is said".to_owned()
            }
            None => String::new(),
        };
        page.line(
            step.on.short(),
            format!("{} — {}{mark}", word(step), cited(state, &step.sources)),
            Tone::Plain,
        );
    }
}

/// What the rule that decided was measured by: `: B2 against C3`.
fn measured<C>(state: &State, why: Deciding, one: &Step<C>, other: &Step<C>) -> String {
    let grade = |step: &Step<C>| {
        let grades = step.sources.iter().filter_map(|id| state.source(id.as_str())?.grade);
        grades.min().map_or_else(|| "no grade".to_owned(), |grade| grade.to_string())
    };
    let open = |step: &Step<C>| match step.on.uncertainty_days() {
        0 => "the day itself".to_owned(),
        days => format!("one of {} days", days + 1),
    };
    let voices = |step: &Step<C>| step.sources.iter().collect::<HashSet<_>>().len();
    match why {
        Deciding::Grade => format!(": {} against {}", grade(one), grade(other)),
        Deciding::Precision => format!(": {} against {}", open(one), open(other)),
        Deciding::Voices => format!(": {} against {}", voices(one), voices(other)),
        Deciding::Uncontradicted | Deciding::Earlier | Deciding::Order => String::new(),
    }
}

fn figures(page: &mut Page, state: &State, event: &Event, conflict: &Conflict) {
    let claims: Vec<_> = conflict.places().into_iter().filter_map(|p| event.figures.get(p)).collect();
    if let Some(first) = claims.first() {
        page.line("≠", first.label.as_str(), Tone::Conflict);
    }
    for figure in claims {
        page.line("", figure_text(state, figure, &event.sources), Tone::Plain);
    }
    page.line("", "nothing rests on one of them: each is told with who says it", Tone::Dim);
}

/// A figure with whom it is attributed to and who reports it.
pub fn figure_text(state: &State, figure: &crate::model::event::Figure, inherited: &[Id]) -> String {
    let unit = figure.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let said = figure.said_by.as_deref().map(|who| format!(", says {who}")).unwrap_or_default();
    let note = figure.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
    let sources = if figure.sources.is_empty() { inherited } else { &figure.sources };
    format!("{}{unit}{said}{note} — {}", figure.value, cited(state, sources))
}
