//! What sources disagree on: every conflict with each claim and who makes it.

use crate::model::event::Event;
use crate::model::history::{Conflict, Step};
use crate::model::id::Id;
use crate::model::measure::MeasureStep;
use crate::model::record::Record;
use crate::model::state::{Place, RecordKind};

use super::day::Day;
use super::page::{Page, Tone};
use super::wording::{self, record_name};

/// Everything that sources disagree on, by record.
pub fn all(day: &Day) -> Page {
    let state = day.state();
    let mut page = Page::default();
    page.line("", "What sources disagree on", Tone::Title);
    for list in [RecordKind::Sanctions, RecordKind::Events, RecordKind::Crossings, RecordKind::Relations] {
        for at in day.analysis.in_conflict(list) {
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
                steps(page, question, conflict, &it.history, |step| {
                    let mut text = wording::sanction_change(&step.change);
                    if step.change.what == MeasureStep::Seen
                        && let Some(time) = &step.time
                    {
                        text.push_str(&format!(" at {time}"));
                    }
                    text
                });
            }
            Some(Record::Crossing(it)) => {
                steps(page, "what, and when?", conflict, &it.history, |s| {
                    wording::crossing_change(state, &s.change)
                });
            }
            Some(Record::Relation(it)) => {
                steps(page, "what, and when?", conflict, &it.history, |s| {
                    wording::relation_change(&s.change)
                });
            }
            Some(Record::Event(it)) => figures(page, it, conflict),
            _ => {}
        }
    }
}

fn steps<C>(
    page: &mut Page,
    question: &str,
    conflict: &Conflict,
    history: &[Step<C>],
    word: impl Fn(&Step<C>) -> String,
) {
    page.line("≠", question, Tone::Conflict);
    let prevails = matches!(conflict, Conflict::Dates(_) | Conflict::Outcomes(_));
    for (i, place) in conflict.places().into_iter().enumerate() {
        let Some(step) = history.get(place) else { continue };
        let mark = if i == 0 && prevails { "  ← the status follows this" } else { "" };
        page.line(
            step.on.to_string(),
            format!("{} — {}{mark}", word(step), cited(&step.sources)),
            Tone::Plain,
        );
    }
}

fn figures(page: &mut Page, event: &Event, conflict: &Conflict) {
    let claims: Vec<_> = conflict.places().into_iter().filter_map(|p| event.figures.get(p)).collect();
    if let Some(first) = claims.first() {
        page.line("≠", first.label.as_str(), Tone::Conflict);
    }
    for figure in claims {
        page.line("", figure_text(figure, &event.sources), Tone::Plain);
    }
}

/// A figure with whom it is attributed to and who reports it.
pub fn figure_text(figure: &crate::model::event::Figure, inherited: &[Id]) -> String {
    let unit = figure.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
    let said = figure.said_by.as_deref().map(|who| format!(", says {who}")).unwrap_or_default();
    let note = figure.note.as_deref().map(|note| format!(" ({note})")).unwrap_or_default();
    let sources = if figure.sources.is_empty() { inherited } else { &figure.sources };
    format!("{}{unit}{said}{note} — {}", figure.value, cited(sources))
}

/// The keys of sources, joined.
pub fn cited(sources: &[Id]) -> String {
    sources.iter().map(Id::as_str).collect::<Vec<_>>().join(", ")
}
