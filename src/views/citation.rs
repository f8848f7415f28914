//! Claims as sentences that can be cited: `US lifted the listing of Belavia, 4 November 2025 (Preiherman, Caliber.az,
//! 2 December 2025)`.

use chrono::{Datelike, NaiveDate};

use std::collections::HashSet;

use crate::model::crossing::{Access, Crossing, CrossingChange};
use crate::model::date::Date;
use crate::model::event::Event;
use crate::model::history::Withdrawal;
use crate::model::id::Id;
use crate::model::measure::{Measure, MeasureStep, Standing};
use crate::model::record::Record;
use crate::model::relation::{Relation, RelationChange};
use crate::model::source::Source;
use crate::model::state::State;
use crate::model::subject::SubjectKind;

use super::day::Day;
use super::wording::{self, is_unnamed, publisher, relation_change};

pub use super::wording::short;

/// A day in words: `4 November 2025`.
pub fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// A date in words, as precise as it is: `4 November 2025`, `early November 2025`, `November 2025`, `2025`, `between
/// June 2025 and August 2025`.
pub fn date(date: Date) -> String {
    let (first, last) = (date.first(), date.last());
    let month = |day: NaiveDate| (day.year(), day.month());
    let ends = |day: NaiveDate| day.succ_opt().is_none_or(|next| next.day() == 1);
    let of_month = || first.format("%B %Y").to_string();
    match (first.day(), last.day()) {
        _ if date.is_exact() => day(first),
        (1, _) if month(first) == month(last) && ends(last) => of_month(),
        (1, 10) if month(first) == month(last) => format!("early {}", of_month()),
        (11, 20) if month(first) == month(last) => format!("mid-{}", of_month()),
        (21, _) if month(first) == month(last) && ends(last) => format!("late {}", of_month()),
        _ if first.ordinal() == 1
            && (last.month(), last.day()) == (12, 31)
            && first.year() == last.year() =>
        {
            first.year().to_string()
        }
        (1, _) if ends(last) => format!("between {} and {}", of_month(), last.format("%B %Y")),
        _ => format!("between {} and {}", day(first), day(last)),
    }
}

/// A source as it is cited: `Preiherman, Caliber.az, 2 December 2025`.
pub fn source(source: &Source) -> String {
    let family = |name: &str| name.split_whitespace().next_back().unwrap_or(name).to_owned();
    let mut parts: Vec<String> = source.authors.iter().map(|name| family(name)).collect();
    parts.push(publisher(source));
    parts.extend(source.published.map(date));
    parts.join(", ")
}

/// A source in a list of sources: as it is cited, with its grade, and its title.
pub fn listed(it: &Source) -> String {
    let grade = it.grade.map(|grade| format!(" [{grade}]")).unwrap_or_default();
    // Where its title stands for the publisher it is not said again.
    let title = if is_unnamed(it) { String::new() } else { format!(": {}", it.title) };
    format!("{}{grade}{title}", source(it))
}

/// Sources in short, joined; each is one voice, however often it is named.
pub fn cited(state: &State, ids: &[Id]) -> String {
    let mut voices = HashSet::with_capacity(ids.len());
    let named = ids.iter().filter(|id| voices.insert(*id));
    named.map(|id| short(state, id)).collect::<Vec<_>>().join("; ")
}

/// Who says something, in passing: the best source by its grade, and how many more there are. A source is one voice, however
/// often it is named. `Alpha Wire 2025-09-11 [B2] and 2 more`; nothing where there is none.
pub fn best(state: &State, ids: &[Id]) -> String {
    let mut seen = HashSet::new();
    let mut sources: Vec<&Id> = ids.iter().filter(|id| seen.insert(*id)).collect();
    let grade = |id: &&Id| state.source(id.as_str()).and_then(|it| it.grade);
    sources.sort_by_key(|id| (grade(id).is_none(), grade(id)));
    let more = match sources.len() {
        0 | 1 => String::new(),
        count => format!(" and {} more", count - 1),
    };
    sources.first().map(|id| format!("{}{more}", short(state, id))).unwrap_or_default()
}

/// Sources as they are cited, in brackets; nothing where there is none.
pub fn sources(state: &State, ids: &[Id]) -> String {
    let one = |id: &Id| state.source(id.as_str()).map_or_else(|| id.to_string(), source);
    if ids.is_empty() {
        return String::new();
    }
    format!(" ({})", ids.iter().map(one).collect::<Vec<_>>().join("; "))
}

/// What a subject is called in a sentence: by its code where it is known by that (US, EU), else by its name.
pub fn subject<'a>(state: &'a State, id: &'a Id) -> &'a str {
    let Some(subject) = state.subject(id.as_str()) else { return id.as_str() };
    let is_code = |alias: &str| alias.replace('.', "") == id.as_str();
    let is_upper = id.as_str().chars().all(|c| c.is_ascii_uppercase());
    if is_upper
        && (subject.kind != SubjectKind::State || subject.aliases.iter().any(|alias| is_code(alias.name())))
    {
        return id.as_str();
    }
    &subject.name
}

/// A step of a record's history as a sentence, without its date and sources.
pub fn claim(state: &State, record: Record<'_>, at: usize) -> Option<String> {
    match record {
        Record::Measure(it) => measure(state, it, at),
        Record::Crossing(it) => crossing(state, it, at),
        Record::Relation(it) => relation(state, it, at),
        _ => None,
    }
}

/// A step of a record's history as a line to cite; where other sources say otherwise, it says so.
pub fn step(day: &Day, record: Record<'_>, at: usize) -> Option<String> {
    let state = day.state();
    let said = claim(state, record, at)?;
    let place = state.place(record.id().as_str())?;
    let disputed = day.analysis.conflicts(place).iter().any(|conflict| conflict.places().contains(&at));
    let (on, by) = record.step(at)?;
    let disputed = if disputed { "; disputed: other sources say otherwise" } else { "" };
    let withdrawn = record.withdrawn(at).map(withdrawn).unwrap_or_default();
    Some(format!("{said}, {}{}{disputed}{withdrawn}", date(on), sources(state, by)))
}

/// An event as a line to cite.
pub fn event(state: &State, it: &Event) -> String {
    let on = it.on.map(|on| format!(", {}", date(on))).unwrap_or_default();
    let withdrawn = it.withdrawn.as_deref().map(withdrawn).unwrap_or_default();
    format!("{}{on}{}{withdrawn}", it.title, sources(state, &it.sources))
}

/// That a claim turned out wrong.
fn withdrawn(it: &Withdrawal) -> String {
    let why = it.why.as_deref().map(|why| format!(": {why}")).unwrap_or_default();
    format!("; withdrawn {}{why}", date(it.on))
}

/// The kind of a measure in a sentence: it begins with a small letter, unless it begins with an abbreviation.
fn kind(it: &Measure) -> String {
    let kind = it.measure.word();
    let mut letters = kind.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_lowercase).collect();
    let is_abbreviation = letters.clone().next().is_some_and(char::is_uppercase);
    if is_abbreviation { kind.to_owned() } else { format!("{first}{}", letters.as_str()) }
}

/// What stands on a list is spoken of as a listing.
fn is_listed(it: &Measure) -> bool {
    let on_list = |what| matches!(what, MeasureStep::Designated | MeasureStep::Seen);
    !it.list_refs.is_empty() || it.history.iter().any(|step| on_list(step.change.what))
}

/// What ran out when a measure was no longer at a standing: `the suspension of the listing of Alpha Works by US`.
pub fn ran_out(state: &State, it: &Measure, was: Standing) -> String {
    let (issuer, target) = (subject(state, &it.issuer), state.target_name(it));
    let object = if is_listed(it) {
        format!("the listing of {target} by {issuer}")
    } else {
        format!("the {} of {issuer} on {target}", kind(it))
    };
    match was {
        Standing::Licensed => format!("the authorisation of dealings with {target} by {issuer}"),
        Standing::Suspended => format!("the suspension of {object}"),
        Standing::Eased => format!("the easing of {object}"),
        _ => object,
    }
}

fn measure(state: &State, it: &Measure, at: usize) -> Option<String> {
    let step = it.history.get(at)?;
    let (issuer, target) = (subject(state, &it.issuer), state.target_name(it));
    let (kind, listed) = (kind(it), is_listed(it));
    let object = if listed { format!("the listing of {target}") } else { format!("its {kind} on {target}") };
    let scope = step.scope.as_deref().map(|scope| format!(" ({scope})")).unwrap_or_default();
    let list = step.change.list().map_or("its list", |list| list.as_str());
    let said = match step.change.what {
        MeasureStep::InPreparation => format!("{issuer} was preparing {object}"),
        MeasureStep::Threatened => format!("{issuer} threatened {object}"),
        MeasureStep::Announced => format!("{issuer} announced {object}"),
        MeasureStep::Imposed | MeasureStep::Adopted if !listed => {
            format!("{issuer} imposed its {kind} on {target}")
        }
        MeasureStep::Imposed | MeasureStep::Adopted | MeasureStep::Designated => {
            format!("{issuer} listed {target}")
        }
        MeasureStep::Amended => format!("{issuer} amended {object}"),
        MeasureStep::Renewed => format!("{issuer} renewed {object}"),
        MeasureStep::Licensed => {
            let licence = state.licence(step).map(|it| format!(" by {it}")).unwrap_or_default();
            format!("{issuer} authorised dealings with {target}{licence}")
        }
        MeasureStep::Eased => format!("{issuer} eased {object}"),
        MeasureStep::Suspended => format!("{issuer} suspended {object}"),
        MeasureStep::Resumed => format!("{issuer} resumed {object}"),
        MeasureStep::LiftingAnnounced => format!("{issuer} announced the lifting of {object}"),
        MeasureStep::Lifted | MeasureStep::Delisted => format!("{issuer} lifted {object}"),
        MeasureStep::Revoked => format!("{issuer} revoked {object}"),
        MeasureStep::Expired => format!("{issuer} let {object} expire"),
        MeasureStep::Seen => format!("{target} was on {list}"),
        MeasureStep::NotSeen => format!("{target} was not on {list}"),
        MeasureStep::InForce => format!("{issuer} had {object} in force"),
    };
    Some(said + &scope)
}

fn crossing(state: &State, it: &Crossing, at: usize) -> Option<String> {
    let step = it.history.get(at)?;
    Some(match &step.change {
        CrossingChange::Status { access, traffic, by, .. } => {
            let (done, is) = match access {
                Access::Open => ("opened", "was open"),
                Access::Restricted => ("restricted", "was open under conditions"),
                Access::Suspended => ("suspended", "was suspended"),
                Access::Closed => ("closed", "was closed"),
            };
            let scope = step.scope.as_deref().map(|scope| format!(" ({scope})")).unwrap_or_default();
            match by {
                Some(by) => format!("{} {done} {}, {traffic}{scope}", subject(state, by), it.name),
                None => format!("{} {is}, {traffic}{scope}", it.name),
            }
        }
        CrossingChange::Throughput { .. } => {
            format!("{}: {}", it.name, wording::crossing_change(state, &step.change))
        }
    })
}

fn relation(state: &State, it: &Relation, at: usize) -> Option<String> {
    let change = &it.history.get(at)?.change;
    let (a, b) = (subject(state, &it.pair.0), subject(state, &it.pair.1));
    Some(match change {
        RelationChange::Stance(..) => format!("{a} and {b}: {}", relation_change(state, change)),
        _ => relation_change(state, change),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_said_as_precisely_as_they_are_known() {
        let said = |text: &str| date(text.parse().unwrap());
        assert_eq!(said("2025-11-04"), "4 November 2025");
        assert_eq!(said("2025-11"), "November 2025");
        assert_eq!(said("2025"), "2025");
        assert_eq!(said("2025-11-01/2025-11-10"), "early November 2025");
        assert_eq!(said("2025-11-21/2025-11-30"), "late November 2025");
        assert_eq!(said("2025-06/2025-08"), "between June 2025 and August 2025");
        assert_eq!(said("2025-06-03/2025-08-09"), "between 3 June 2025 and 9 August 2025");
    }
}
