//! A record that the search over everything has found, in one row: what kind it is, what holds of it, when, and why it fits.

use crate::model::act::Act;
use crate::model::date::Date;
use crate::model::event::Basis;
use crate::model::measure::{Binding, Standing};
use crate::model::record::Record;
use crate::model::state::Place;

use super::cells;
use super::day::Day;
use super::fold::normal;
use super::query::Query;
use super::weak::weak_name;
use super::why::unshown;
use super::wording::{self, record_name};

/// A record that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What kind of record it is; of a subject what kind of subject.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// What holds of it on the day.
    pub status: String,
    /// Since when, or the day that it is of.
    pub date: String,
    /// Where what was looked for stands, if the name does not say it.
    pub why: String,
    /// It is found by a weak name alone, which decides nothing.
    pub is_weak: bool,
}

/// What is shown of a record that was found by a text.
pub fn hit(day: &Day, query: &Query, text: &str, place: Place) -> Option<Hit> {
    let state = day.state();
    let record = state.at(place)?;
    let name = record_name(state, record.id());
    let short = |date: Option<Date>| date.map(Date::short).unwrap_or_default();
    let (kind, status, date) = match record {
        Record::Subject(it) => (it.kind.word(), in_force(day, place), String::new()),
        Record::Measure(_) => {
            let row = day.ledger.get(place.at)?;
            (place.list.word(), cells::status(row), short(row.since))
        }
        Record::Crossing(_) => {
            let row = day.crossings.get(place.at)?;
            (place.list.word(), wording::access_now(&row.status), short(row.since))
        }
        Record::Relation(_) => {
            let row = day.relations.get(place.at)?;
            let stance = row.stance().map(|stance| stance.word().to_owned()).unwrap_or_default();
            (place.list.word(), stance, short(row.status.stance.as_ref().map(|held| held.since)))
        }
        Record::Event(it) => {
            let is_to_come = it.on.is_some_and(|on| !on.possibly_by(day.as_of()));
            let status = match it.basis {
                _ if it.is_withdrawn() => "withdrawn",
                Basis::Scheduled | Basis::Reported if is_to_come => "to come",
                basis => basis.word(),
            };
            let on = it.on.map_or_else(|| "date open".to_owned(), Date::short);
            (it.kind.word(), status.to_owned(), on)
        }
        Record::Act(it) => (it.kind.word(), act_status(it, day), short(it.adopted.or(it.published))),
        Record::Source(it) => {
            let grade = it.grade.map(|grade| format!("grade {grade}")).unwrap_or_default();
            (place.list.word(), grade, short(it.published))
        }
        Record::Decision(it) => {
            let status = if it.same { "the same" } else { "another" };
            (place.list.word(), status.to_owned(), short(Some(it.on)))
        }
    };
    let weak = weak_name(state, &day.analysis, query, place);
    let (shown, wanted) = ([normal(&name), normal(kind)], normal(text.trim()));
    let is_its_id = normal(record.id().as_str()) == wanted;
    let why = match weak {
        Some(weak) => format!("by the weak name “{weak}” only"),
        None if is_its_id && !shown.iter().any(|text| text.contains(&wanted)) => {
            format!("id {}", record.id())
        }
        None => unshown(state, record, query.wanted_words(), &shown).unwrap_or_default(),
    };
    Some(Hit { kind: kind.to_owned(), name, status, date, why, is_weak: weak.is_some() })
}

/// How many of the measures against a subject that are recorded by the day bind: `2 of 3 in force`.
fn in_force(day: &Day, place: Place) -> String {
    let rows = day.measures_of(place).iter().filter_map(|at| day.ledger.get(*at as usize));
    let standings: Vec<Standing> =
        rows.map(|row| row.standing).filter(|it| *it != Standing::NoRecord).collect();
    match standings.len() {
        0 => String::new(),
        all => format!("{} of {all} in force", standings.iter().filter(|it| it.is_in_force()).count()),
    }
}

/// Whether an act holds: to the last day that it, or what prolongs or replaces it, says.
fn act_status(it: &Act, day: &Day) -> String {
    match (it.applies.or(it.adopted), day.state().binding(&it.id).and_then(Binding::last_day)) {
        (_, Some(until)) if until.is_over_before(day.as_of()) => "expired".to_owned(),
        (Some(from), _) if !from.possibly_by(day.as_of()) => "to come".to_owned(),
        (_, Some(until)) => format!("until {}", until.short()),
        _ => String::new(),
    }
}
