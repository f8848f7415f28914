//! The rows of the panes as tables.

mod gaps;

use std::fmt;

use crate::model::crossing::Mode;
use crate::model::date::Date;
use crate::model::evidence::Shown;
use crate::model::id::Id;
use crate::model::record::Record;
use crate::model::relation::{Held, Trend};
use crate::model::source::Source;
use crate::model::subject::Subject;
use crate::views::agenda;
use crate::views::citation;
use crate::views::day::Day;
use crate::views::evidence::{Since, held_since};
use crate::views::extract::What;
use crate::views::gap;
use crate::views::log;
use crate::views::reach;
use crate::views::relations;
use crate::views::wording;

use super::columns::{AGENDA, CROSSINGS, GAPS, LEDGER, LOG, REACH, RELATIONS, SOURCES};
use super::table::{Cell, Table};

fn date(date: Option<Date>) -> Cell {
    Cell::maybe(date.map(Date::written))
}

fn ids(ids: &[Id]) -> Cell {
    Cell::list(ids)
}

/// Whether a date is only bounded by a sighting or a later statement.
fn bound(since: Option<Since>) -> Cell {
    Cell::maybe(since.filter(|since| since.or_before).map(|_| "or before"))
}

/// The latest day that supports a status, how many days ago that is, and how old that makes it.
fn shown(shown: Option<Shown>, day: &Day) -> [Cell; 3] {
    let on = day.as_of();
    [
        date(shown.map(|shown| shown.0)),
        shown.map_or(Cell::Empty, |shown| Cell::Whole(shown.days(on))),
        Cell::maybe(shown.map(|shown| shown.age(on).word())),
    ]
}

/// Sources as they are cited: publisher, day and grade.
fn cited(day: &Day, ids: &[Id]) -> Cell {
    Cell::list(ids.iter().map(|id| citation::short(day.state(), id)))
}

fn table(day: &Day, what: What, rows: Vec<Vec<Cell>>) -> Table {
    let columns = columns(what).to_vec();
    Table { what: what.word(), as_of: day.as_of().to_string(), known: day.known_on(), columns, rows }
}

/// The names of the columns of what is written.
pub fn columns(what: What) -> &'static [&'static str] {
    match what {
        What::Ledger => LEDGER,
        What::Log => LOG,
        What::Relations => RELATIONS,
        What::Crossings => CROSSINGS,
        What::Sources => SOURCES,
        What::Agenda => AGENDA,
        What::Gaps => GAPS,
        What::Reach => REACH,
    }
}

/// What is written as a table with all its columns: the rows at these places among those of the day, or all of them, in
/// the order of the file.
pub fn rows(day: &Day, what: What, rows: Option<&[usize]>) -> Table {
    match what {
        What::Ledger => ledger_of(day, rows),
        What::Log => log_of(day, rows),
        What::Relations => relations_of(day, rows),
        What::Crossings => crossings_of(day, rows),
        What::Sources => sources_of(day, rows),
        What::Agenda => agenda_of(day, rows),
        What::Gaps => gaps::table(day, rows),
        What::Reach => reach_of(day, rows),
    }
}

/// The id of the record that each row of what is written is about, in the order of the rows.
pub fn records(day: &Day, what: What) -> Vec<Option<Id>> {
    let state = day.state();
    let records = state.records();
    match what {
        What::Ledger => of(day.ledger.iter().map(|row| records.sanctions.get(row.at()).map(|it| &it.id))),
        What::Log => of(day.entries.all().iter().map(|entry| state.at(entry.place()).map(Record::id))),
        What::Relations => of(day.relations.iter().map(|row| records.relations.get(row.at).map(|it| &it.id))),
        What::Crossings => of(day.crossings.iter().map(|row| records.crossings.get(row.at).map(|it| &it.id))),
        What::Sources => of(records.sources.iter().map(|it| Some(&it.id))),
        What::Agenda => of(agenda::in_order(day).iter().map(|item| Some(item.id))),
        What::Gaps => of(gap::gaps(day).iter().map(|gap| gap.id(day))),
        What::Reach => {
            of(day.ownership().all().iter().map(|(of, _)| records.subjects.get(*of).map(|it| &it.id)))
        }
    }
}

fn of<'a>(ids: impl Iterator<Item = Option<&'a Id>>) -> Vec<Option<Id>> {
    ids.map(Option::<&Id>::cloned).collect()
}

/// The named ones of some rows, or all of them.
fn chosen<'a, T>(all: &'a [T], named: Option<&'a [usize]>) -> Box<dyn Iterator<Item = &'a T> + 'a> {
    match named {
        Some(places) => Box::new(places.iter().filter_map(|at| all.get(*at))),
        None => Box::new(all.iter()),
    }
}

/// The ledger, in the order of the file.
pub fn ledger(day: &Day) -> Table {
    ledger_of(day, None)
}

fn ledger_of(day: &Day, named: Option<&[usize]>) -> Table {
    let state = day.state();
    let records = &state.records().sanctions;
    let rows = chosen(&day.ledger, named).filter_map(|row| {
        let it = records.get(row.at())?;
        let status = day.status(row)?;
        let target = state.target(it);
        let step = status.step.and_then(|step| it.history.get(step));
        let mut cells = vec![
            it.id.as_str().into(),
            it.issuer.as_str().into(),
            state.target_name(it).into(),
            it.target.as_str().into(),
            Cell::maybe(target.map(|target| target.kind.word())),
            Cell::list(target.map_or(&[][..], Subject::of_countries)),
            it.measure.word().into(),
            wording::measure_status(&status).into(),
            Cell::Flag(status.standing.is_in_force()),
            date(row.dates().in_force.map(|since| since.on)),
            bound(row.dates().in_force),
            date(row.dates().status.map(|since| since.on)),
            bound(row.dates().status),
            date(row.until),
            Cell::maybe(it.programme.as_deref()),
            Cell::list(it.acts.iter().map(|act| state.act_name(act))),
            Cell::list(&it.list_refs),
            step.map_or(Cell::List(Vec::new()), |step| cited(day, &step.sources)),
            step.map_or(Cell::List(Vec::new()), |step| ids(&step.sources)),
            Cell::Flag(row.conflict),
        ];
        cells.extend(shown(row.dates().shown, day));
        cells.push(Cell::Flag(row.unsure));
        Some(cells)
    });
    table(day, What::Ledger, rows.collect())
}

/// The log, newest first.
pub fn log(day: &Day) -> Table {
    log_of(day, None)
}

fn log_of(day: &Day, named: Option<&[usize]>) -> Table {
    let state = day.state();
    let rows = chosen(day.entries.all(), named).filter_map(|entry| {
        let record = state.at(entry.place())?;
        let actors = match record {
            Record::Event(it) => ids(&it.actors),
            Record::Measure(it) => Cell::list([&it.issuer]),
            Record::Crossing(it) => Cell::list([&it.between.0, &it.between.1]),
            Record::Relation(it) => Cell::list([&it.pair.0, &it.pair.1]),
            Record::Subject(_) | Record::Source(_) | Record::Act(_) | Record::Decision(_) => Cell::Empty,
        };
        Some(vec![
            date(entry.on(state)),
            Cell::Flag(entry.is_due(state, day.as_of())),
            log::kind(state, entry).into(),
            log::title(state, entry).into(),
            actors,
            record.id().as_str().into(),
            Cell::Flag(entry.is_under()),
            cited(day, log::sources(state, entry)),
            ids(log::sources(state, entry)),
            Cell::Flag(entry.in_conflict()),
            entry.when(state, day.as_of()).into(),
        ])
    });
    table(day, What::Log, rows.collect())
}

/// What holds on an axis of a relation: `mission open since 2018-05 (shown 2018-05)`.
fn said<T: fmt::Display>(what: &str, held: &Held<T>) -> String {
    format!("{what}{} since {} (shown {})", held.value, held.since.written(), held.shown.0.written())
}

/// The relations, in the order of the file.
pub fn relations(day: &Day) -> Table {
    relations_of(day, None)
}

fn relations_of(day: &Day, named: Option<&[usize]>) -> Table {
    let state = day.state();
    let rows = chosen(&day.relations, named).filter_map(|row| {
        let it = state.records().relations.get(row.at)?;
        let stance = row.status.stance.as_ref();
        let words = |at: &crate::model::relation::Representation| {
            let mut words: Vec<String> = Vec::new();
            words.extend(at.head.as_ref().map(|held| said("", held)));
            words.extend(at.mission.as_ref().map(|held| said("mission ", held)));
            words.extend(at.consular.as_ref().map(|held| said("consular service ", held)));
            format!("{}: {}", wording::direction(&at.direction), words.join(", "))
        };
        let mut cells = vec![
            it.id.as_str().into(),
            row.subject.as_str().into(),
            state.subject_name(&row.subject).into(),
            Cell::maybe(stance.map(|held| held.value.word())),
            Cell::maybe(row.status.trend.map(Trend::word)),
            date(stance.map(|held| held.since)),
            Cell::list(row.status.representation.iter().map(words)),
            Cell::count(row.own),
            Cell::count(row.via_bloc),
            Cell::count(row.border.points.open),
            Cell::count(row.border.points.limited),
            Cell::count(row.border.points.shut),
            Cell::count(row.border.points.unknown),
            Cell::Flag(row.conflict),
            Cell::maybe(relations::holder(it, &row.status).map(Id::as_str)),
            bound(stance.map(held_since)),
        ];
        cells.extend(shown(row.shown(), day));
        Some(cells)
    });
    table(day, What::Relations, rows.collect())
}

/// The crossings, in the order of the file.
pub fn crossings(day: &Day) -> Table {
    crossings_of(day, None)
}

fn crossings_of(day: &Day, named: Option<&[usize]>) -> Table {
    let rows = chosen(&day.crossings, named).filter_map(|row| {
        let it = day.state().records().crossings.get(row.at)?;
        let lane = row.status.latest();
        let step = lane.and_then(|lane| lane.step).and_then(|step| it.history.get(step));
        let throughput = row.status.throughput.as_ref();
        let place = it.location.as_ref();
        let mut cells = vec![
            it.id.as_str().into(),
            it.name.as_str().into(),
            Cell::list([&it.between.0, &it.between.1]),
            it.mode.word().into(),
            Cell::Flag(it.mode == Mode::Border),
            wording::access(&row.status).into(),
            wording::lanes(&row.status).into(),
            date(row.since),
            date(lane.and_then(|lane| lane.scope_since)),
            date(lane.and_then(|lane| lane.until)),
            throughput.map_or(Cell::Empty, |it| Cell::Whole(it.per_day.into())),
            throughput.and_then(|it| it.capacity_per_day).map_or(Cell::Empty, |it| Cell::Whole(it.into())),
            place.map_or(Cell::Empty, |it| Cell::Number(it.lat)),
            place.map_or(Cell::Empty, |it| Cell::Number(it.lon)),
            step.map_or(Cell::List(Vec::new()), |step| cited(day, &step.sources)),
            step.map_or(Cell::List(Vec::new()), |step| ids(&step.sources)),
            Cell::Flag(row.conflict),
        ];
        cells.extend(shown(row.shown, day));
        cells.push(Cell::Flag(row.status.lanes.iter().any(|lane| lane.possibly.is_some())));
        Some(cells)
    });
    table(day, What::Crossings, rows.collect())
}

/// Who is owned or controlled by listed subjects, in the order of the file: derived, listed by nobody.
pub fn reach(day: &Day) -> Table {
    reach_of(day, None)
}

fn reach_of(day: &Day, named: Option<&[usize]>) -> Table {
    let (state, on) = (day.state(), day.as_of());
    let subjects = &state.records().subjects;
    let id = |at: usize| subjects.get(at).map_or("", |it| it.id.as_str());
    let percent = |hundredths: u32| Cell::Number(f64::from(hundredths) / 100.0);
    let all = day.ownership().all();
    let rows = chosen(&all, named).map(|(of, it)| {
        let of = *of;
        let listed = |listed: bool| {
            let parts = it.reach.parts.iter().filter(move |part| part.is_listed == listed);
            Cell::list(parts.map(|part| id(part.owner)))
        };
        let sources: Vec<Id> = reach::sources(state, of, it, on).into_iter().flatten().cloned().collect();
        vec![
            id(of).into(),
            subjects.get(of).map_or("", |it| it.name.as_str()).into(),
            id(it.issuer).into(),
            it.reach.verdict.word().into(),
            percent(it.reach.total.least),
            percent(it.reach.total.most),
            listed(true),
            listed(false),
            it.rule.word().into(),
            reach::sentence(state, it).into(),
            cited(day, &sources),
            ids(&sources),
        ]
    });
    table(day, What::Reach, rows.collect())
}

/// The sources, in the order of the file.
pub fn sources(day: &Day) -> Table {
    sources_of(day, None)
}

fn sources_of(day: &Day, named: Option<&[usize]>) -> Table {
    let records = &day.state().records().sources;
    let all: Vec<&Source> = records.iter().collect();
    let rows = chosen(&all, named).map(|it| {
        vec![
            it.id.as_str().into(),
            it.publisher.as_str().into(),
            it.title.as_str().into(),
            Cell::list(&it.authors),
            date(it.published),
            Cell::maybe(it.url.as_deref()),
            Cell::maybe(it.grade.map(|grade| grade.to_string())),
            Cell::maybe(it.note.as_deref()),
        ]
    });
    table(day, What::Sources, rows.collect())
}

/// What is to be watched after the day, soonest first.
pub fn agenda(day: &Day) -> Table {
    agenda_of(day, None)
}

fn agenda_of(day: &Day, named: Option<&[usize]>) -> Table {
    let all = agenda::in_order(day);
    let rows = chosen(&all, named).map(|item| {
        let mut cells = vec![
            date(item.on),
            item.kind.word().into(),
            item.text(day.state(), day.as_of()).into(),
            item.id.as_str().into(),
        ];
        cells.extend(shown(item.shown(), day));
        cells
    });
    table(day, What::Agenda, rows.collect())
}
