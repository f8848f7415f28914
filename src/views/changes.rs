//! What changed between two days: every measure, crossing and relation that is otherwise, with the steps between; and
//! what changed and changed back.

mod turns;

use std::cmp::Reverse;

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::model::crossing::{CrossingStatus, Mode};
use crate::model::date::Date;
use crate::model::measure::{Standing, bound_status};
use crate::model::record::Record;
use crate::model::relation::{Relation, RelationChange, RelationStatus, Representation};
use crate::model::state::{Place, RecordKind, State};

use self::turns::{Turns, turns};
use super::day::Day;
use super::evidence::{END_UNSEEN, MeasureDates, Since, is_end_unseen};
use super::page::{Page, Tone};
use super::wording::{access_tone, record_name, standing_tone};
use super::{crossings, ledger, relations, wording};

/// So many of one kind are listed; the rest is counted.
const LISTED: usize = 500;

/// What nothing is recorded of on a day.
const NO_RECORD: &str = "no record";

/// So many measures are looked at in one go.
const CHUNK: usize = 256;

/// What a measure was at on the marked day, where that is another standing.
pub fn measure(day: &Day, since: NaiveDate, row: &ledger::Row) -> Option<Standing> {
    let was = ledger::row(day.state(), &day.analysis, since, row.at())?.standing;
    (was != row.standing).then_some(was)
}

/// Whether a crossing was otherwise on the marked day.
pub fn crossing(day: &Day, since: NaiveDate, row: &crossings::Row) -> bool {
    let it = day.state().records().crossings.get(row.at);
    it.is_some_and(|it| !passes_as(&it.status(since, day.analysis.claims(row.place())), &row.status))
}

/// What of a relation is another on the marked day and on the day.
pub fn relation(day: &Day, since: NaiveDate, at: usize) -> Option<String> {
    let it = day.state().records().relations.get(at)?;
    let claims = day.analysis.claims(Place { list: RecordKind::Relations, at });
    let (from, to) = (since.min(day.as_of()), since.max(day.as_of()));
    let of = |day_of| axes(day.state(), it, &it.status(day_of, claims));
    let (was, is) = (of(from), of(to));
    let changed = was.into_iter().zip(is).find(|(was, is)| was.1 != is.1);
    changed.map(|((axis, was), (_, is))| said(&axis, &was, &is))
}

/// Whether the same passes.
fn passes_as(one: &CrossingStatus, other: &CrossingStatus) -> bool {
    one.lanes.iter().map(|lane| lane.access).eq(other.lanes.iter().map(|lane| lane.access))
}

/// What is said on each axis of a relation; what is only said again, or shown later, is the same.
fn axes(state: &State, it: &Relation, status: &RelationStatus) -> Vec<(String, String)> {
    let none = || NO_RECORD.to_owned();
    let stance = match (&status.stance, relations::holder(it, status)) {
        (Some(held), Some(by)) => format!("{} as {} sees it", held.value, wording::holder(state, by)),
        (Some(held), None) => held.value.to_string(),
        (None, _) => none(),
    };
    let name = |step: usize| match it.history.get(step).map(|step| &step.change) {
        Some(RelationChange::Head(.., Some(name))) => format!(", {name}"),
        _ => String::new(),
    };
    let of = |ways: &Representation| {
        let way = wording::direction(&ways.direction);
        let head = ways.head.as_ref().map(|held| format!("{}{}", held.value, name(held.step)));
        let mission = ways.mission.as_ref().map(|held| held.value.to_string());
        let reopening = ways.reopening.as_ref().map(|_| "announced".to_owned());
        let consular = ways.consular.as_ref().map(|held| held.value.to_string());
        [
            (format!("{way}, head of mission"), head.unwrap_or_else(none)),
            (format!("{way}, mission"), mission.unwrap_or_else(none)),
            (
                format!("{way}, reopening of the mission"),
                reopening.unwrap_or_else(|| "not announced".to_owned()),
            ),
            (format!("{way}, consular service"), consular.unwrap_or_else(none)),
        ]
    };
    let stance = std::iter::once((String::new(), stance));
    stance.chain(status.representation.iter().flat_map(of)).collect()
}

/// `NN at QQ, mission: open → reduced`; of a stance without its axis.
fn said(axis: &str, was: &str, is: &str) -> String {
    let axis = if axis.is_empty() { String::new() } else { format!("{axis}: ") };
    format!("{axis}{was} → {is}")
}

/// What turned, from what to what.
enum Turned {
    Measure(Turns<Standing>),
    Crossing(Turns<CrossingStatus>),
    /// An axis of a relation.
    Relation(String, Turns<String>),
}

/// Under which heading something stands; in the order of the page.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    New,
    Over,
    RanOut,
    OffTheList,
    OtherStage,
    Crossings,
    Relations,
    Back,
    FirstRecorded,
    PerhapsBefore,
}

/// Something that is otherwise, or was so in between.
struct Change {
    place: Place,
    part: Part,
    /// When it turned last.
    on: Since,
    turned: Turned,
}

/// Something that is otherwise, or was so in between, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The record.
    pub place: Place,
    /// Under which heading it stands.
    pub heading: String,
    /// When it turned last.
    pub on: Since,
    /// What it is called.
    pub name: String,
    /// What it was and is: `in force → lifted`.
    pub text: String,
    /// The turns between, where there was more than one.
    pub steps: Option<String>,
    /// What that means for the reader.
    pub tone: Tone,
}

/// All that changed between a marked day and the day, whichever comes first: by heading, newest first.
pub fn told(day: &Day, marked: NaiveDate) -> Vec<Told> {
    let (since, until) = (marked.min(day.as_of()), marked.max(day.as_of()));
    let mut all = measures(day, marked, (since, until));
    all.extend(crossings_between(day, (since, until)));
    all.extend(relations_between(day, (since, until)));
    // Newest first, everywhere.
    all.sort_by_key(|it| (it.part, Reverse(it.on.on), it.place));
    all.iter().filter_map(|it| write(day, (since, until), it)).collect()
}

impl Part {
    fn heading(self, since: NaiveDate) -> String {
        match self {
            Self::New => "New measures".to_owned(),
            Self::Over => "Measures that are over".to_owned(),
            Self::RanOut => format!("Terms that ran out, {END_UNSEEN}"),
            Self::OffTheList => "Off the list, and no act found that ended them".to_owned(),
            Self::OtherStage => "Measures at another stage".to_owned(),
            Self::Crossings => "Crossings".to_owned(),
            Self::Relations => "Relations".to_owned(),
            Self::Back => "Changed and changed back".to_owned(),
            Self::FirstRecorded => "Recorded for the first time: it may have been so before".to_owned(),
            Self::PerhapsBefore => format!("Perhaps before {since} already: the day is not known"),
        }
    }
}

/// What changed between a marked day and the day, whichever comes first.
pub fn page(day: &Day, marked: NaiveDate) -> Page {
    let (since, until) = (marked.min(day.as_of()), marked.max(day.as_of()));
    let known = day.known_on().map(|known| format!(", as known on {known}")).unwrap_or_default();
    let mut out = Page::default();
    out.line("", format!("What changed from {since} to {until}{known}"), Tone::Title);
    let all = told(day, marked);
    for of in all.chunk_by(|a, b| a.heading == b.heading) {
        let heading = of.first().map(|it| it.heading.as_str()).unwrap_or_default();
        out.part(&format!("{heading} · {}", of.len()), |page| {
            page.list(LISTED, of, |page, it| {
                let Some(record) = day.state().at(it.place) else { return };
                page.linked(it.on.short(), format!("{}: {}", it.name, it.text), it.tone, record.id());
                if let Some(steps) = &it.steps {
                    page.line("", steps, Tone::Dim);
                }
            });
        });
    }
    if out.lines.len() == 1 {
        out.line("", "Nothing changed between the two days.", Tone::Plain);
    }
    out
}

/// Where something stands that turned: what is as it was changed back, what may lie before the first day is told apart.
fn part<V>(turns: &Turns<V>, since: NaiveDate, is_back: bool, else_in: Part) -> Option<(Part, Date)> {
    let on = turns.last()?.0;
    let part = if is_back {
        Part::Back
    } else if on.first() < since {
        Part::PerhapsBefore
    } else {
        else_in
    };
    Some((part, on))
}

fn measures(day: &Day, marked: NaiveDate, (since, until): (NaiveDate, NaiveDate)) -> Vec<Change> {
    let (state, records) = (day.state(), &day.state().records().sanctions);
    let of = |at: usize| -> Option<Change> {
        let (it, place) = (records.get(at)?, Place { list: RecordKind::Sanctions, at });
        let claims = day.analysis.claims(place);
        let bound = state.effective(it);
        let days = it.history.iter().chain(bound.iter());
        let days = days.flat_map(|step| [Some(step.on), step.until.map(Date::day_after)]).flatten();
        let status = |on| bound_status(&it.history, &bound, on, claims);
        let standing = |on| status(on).standing;
        let turns = turns(days, (since, until), standing, |a, b| a == b);
        let (was, is) = (turns.was, turns.last()?.1);
        let status = status(until);
        let stands_in = match (was == Standing::NoRecord, status.start_observed) {
            (true, true) => Part::FirstRecorded,
            (true, false) => Part::New,
            (false, _) if is == Standing::NotSeen => Part::OffTheList,
            (false, _)
                if is_end_unseen(&status, MeasureDates::of(state, it, &status, claims, until).shown) =>
            {
                Part::RanOut
            }
            (false, _) if was.is_in_force() && !is.is_in_force() => Part::Over,
            (false, _) => Part::OtherStage,
        };
        let (part, on) = part(&turns, since, was == is, stands_in)?;
        let or_before = status.observed && status.since == Some(on);
        Some(Change { place, part, on: Since { on, or_before }, turned: Turned::Measure(turns) })
    };
    match day.turning(marked) {
        Some(places) => places.into_par_iter().with_min_len(CHUNK).filter_map(of).collect(),
        None => (0..records.len()).into_par_iter().with_min_len(CHUNK).filter_map(of).collect(),
    }
}

fn crossings_between(day: &Day, (since, until): (NaiveDate, NaiveDate)) -> Vec<Change> {
    let records = &day.state().records().crossings;
    let of = |at: usize| -> Option<Change> {
        let (it, place) = (records.get(at)?, Place { list: RecordKind::Crossings, at });
        let claims = day.analysis.claims(place);
        let days =
            it.history.iter().flat_map(|step| [Some(step.on), step.until.map(Date::day_after)]).flatten();
        let turns = turns(days, (since, until), |on| it.status(on, claims), passes_as);
        let is_back = passes_as(&turns.was, &turns.last()?.1);
        let (part, on) = part(&turns, since, is_back, Part::Crossings)?;
        Some(Change { place, part, on: Since { on, or_before: false }, turned: Turned::Crossing(turns) })
    };
    (0..records.len()).filter_map(of).collect()
}

fn relations_between(day: &Day, (since, until): (NaiveDate, NaiveDate)) -> Vec<Change> {
    let state = day.state();
    let mut found = Vec::new();
    for (at, it) in state.records().relations.iter().enumerate() {
        let place = Place { list: RecordKind::Relations, at };
        let claims = day.analysis.claims(place);
        let of = |on| axes(state, it, &it.status(on, claims));
        let days =
            || it.history.iter().flat_map(|step| [Some(step.on), step.until.map(Date::day_after)]).flatten();
        // Most relations stay as they are.
        if turns(days(), (since, until), of, |a, b| a == b).last().is_none() {
            continue;
        }
        for (nth, (axis, _)) in of(since).into_iter().enumerate() {
            let value = |on| of(on).into_iter().nth(nth).map(|(_, value)| value).unwrap_or_default();
            let turns = turns(days(), (since, until), value, |a, b| a == b);
            let is_back = turns.last().is_some_and(|(_, is)| *is == turns.was);
            // Who is asked for the first time how it is says nothing of how it was.
            let is_first = axis.is_empty() && turns.was == NO_RECORD;
            let stands_in = if is_first { Part::FirstRecorded } else { Part::Relations };
            let Some((part, on)) = part(&turns, since, is_back, stands_in) else { continue };
            // An assessment is of its day: it was seen so then or before.
            let on = Since { on, or_before: axis.is_empty() };
            found.push(Change { place, part, on, turned: Turned::Relation(axis, turns) });
        }
    }
    found
}

/// What it was and is, and the steps between.
fn write(day: &Day, (since, until): (NaiveDate, NaiveDate), change: &Change) -> Option<Told> {
    let state = day.state();
    let record = state.at(change.place)?;
    let whole = match record {
        Record::Crossing(it) if it.mode == Mode::Border => " (said of the whole border)",
        _ => "",
    };
    let name = format!("{}{whole}", record_name(state, record.id()));
    let is_back = change.part == Part::Back;
    let (text, tone, steps) = match &change.turned {
        Turned::Measure(turns) => {
            let is = turns.last().map_or(turns.was, |(_, is)| *is);
            let text = match turns.was {
                _ if is_back => format!("{is} again"),
                Standing::NoRecord => is.to_string(),
                was => format!("{was} → {is}"),
            };
            (text, standing_tone(is), turns.steps((since, until), |_, is| is.to_string()))
        }
        Turned::Crossing(turns) => {
            let is = turns.last().map_or(&turns.was, |(_, is)| is);
            let text = if is_back {
                format!("{} again", passing(is, is))
            } else {
                format!("{} → {}", passing(&turns.was, is), passing(is, &turns.was))
            };
            (
                text,
                access_tone(is.overall()),
                turns.steps((since, until), |was, is| passing(is, was).replace(" · ", ", ")),
            )
        }
        Turned::Relation(axis, turns) => {
            let is = turns.last().map_or(&turns.was, |(_, is)| is);
            let text = if is_back {
                let axis = if axis.is_empty() { "stance" } else { axis };
                format!("{axis}: {is} again")
            } else {
                said(axis, &turns.was, is)
            };
            (text, Tone::Plain, turns.steps((since, until), |_, is| is.clone()))
        }
    };
    let heading = change.part.heading(since);
    Some(Told { place: change.place, heading, on: change.on, name, text, steps, tone })
}

/// What passes, against what did: in one word where that is another one, else by kind of traffic.
fn passing(is: &CrossingStatus, other: &CrossingStatus) -> String {
    let word = wording::access;
    if word(is) == word(other) && !passes_as(is, other) { wording::lanes(is) } else { word(is).to_owned() }
}
