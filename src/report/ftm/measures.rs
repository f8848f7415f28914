//! Measures as entities: what was in force at some time is a sanction; what was only threatened, announced or prepared is a
//! risk, since nothing was imposed.

use crate::model::date::Date;
use crate::model::history::Step;
use crate::model::measure::{Measure, MeasureChange, MeasureStep, Standing};
use crate::model::record::Record;
use crate::model::state::RecordKind;
use crate::model::subject::SubjectKind;
use crate::views::citation;
use crate::views::ledger::Row;
use crate::views::wording;

use super::entity::Entity;
use super::value::{country, date, identifier, name, text, url};
use super::writer::{Writer, entity_id};

/// The entity that a measure is against, and whom it is aimed at in words where that is no entity: against a sector, goods or
/// a group it is one of the state that these belong to.
pub(super) fn aimed_at(writer: &Writer<'_>, it: &Measure) -> Option<(String, Option<String>)> {
    if let Some(entity) = writer.entity_of(&it.target) {
        return Some((entity, None));
    }
    let target = writer.state.target(it)?;
    let state = target.countries.first().or(writer.state.head().focus.as_ref());
    let is_state = |id: &&crate::model::id::Id| {
        writer.state.subject(id.as_str()).is_some_and(|it| it.kind == SubjectKind::State)
    };
    let entity = writer.entity_of(state.filter(is_state)?)?;
    Some((entity, Some(format!("against {}", target.name))))
}

/// A measure on the day, as a sanction or a risk; `None` where nothing of it is recorded yet.
pub(super) fn measure(
    writer: &Writer<'_>,
    row: &Row,
    it: &Measure,
    (against, in_words): (String, Option<String>),
) -> Option<Entity> {
    let status = writer.day.status(row)?;
    if status.standing == Standing::NoRecord {
        return None;
    }
    let is_only_ahead =
        matches!(status.standing, Standing::InPreparation | Standing::Threatened | Standing::Announced);
    let id = entity_id(RecordKind::Sanctions, &it.id);
    let mut entity = Entity::new(id, if is_only_ahead { "Risk" } else { "Sanction" });
    entity.add("entity", against);
    entity.add("country", country(it.issuer.as_str()));
    let counted: Vec<_> = it.history.iter().filter(|step| is_counted(writer, step)).collect();
    let sources: Vec<_> = counted.iter().flat_map(|step| &step.sources).cloned().collect();
    let issuer = writer.state.subject_name(&it.issuer);
    let what = match &in_words {
        Some(in_words) => format!("{} {in_words}", it.measure.word()),
        None => it.measure.word().to_owned(),
    };
    if is_only_ahead {
        entity.add("status", status.standing.word().to_owned());
        entity.add("reason", it.reason.as_deref().and_then(text));
        entity.add("startDate", status.since.and_then(date));
        entity.add("summary", text(&format!("{issuer}: {what}: {}", wording::measure_status(&status))));
        let urls = sources.iter().filter_map(|id| writer.state.source(id.as_str())?.url.as_deref());
        entity.extend("sourceUrl", urls.filter_map(url));
        return Some(entity.seen(days(writer, it)));
    }
    entity.add("authority", name(issuer));
    let numbers = it.list_refs.iter().map(|number| number.rsplit(' ').next().unwrap_or(number));
    entity.extend("authorityId", numbers.filter_map(identifier));
    entity.add("program", it.programme.as_deref().and_then(text));
    entity.add("provisions", text(&what));
    entity.add("status", status_word(status.standing).map(ToOwned::to_owned));
    entity.add("reason", it.reason.as_deref().and_then(text));
    entity.add("recordId", identifier(it.id.as_str()));
    entity.add("summary", text(&said(row, &status_in_words(writer, row, &status))));
    let acts = it.acts.iter().chain(counted.iter().filter_map(|step| step.act.as_ref()));
    let acts: Vec<_> = acts.filter(|act| writer.state.act(act.as_str()).is_some()).collect();
    entity.extend("proof", acts.iter().map(|act| entity_id(RecordKind::Acts, act)));
    let days_of = |wanted: &'static [MeasureStep]| {
        counted.iter().filter(|step| wanted.contains(&step.change.what)).map(|step| step.on)
    };
    entity.add("listingDate", days_of(&[MeasureStep::Designated]).min().and_then(date));
    let start = row.dates().in_force.filter(|since| !since.or_before).map(|since| since.on);
    let end = end_of(row, &status).filter(|end| start.is_none_or(|start| start.first() <= end.last()));
    entity.add("startDate", start.and_then(date));
    entity.add("endDate", end.and_then(date));
    entity.add("modifiedAt", days_of(&[MeasureStep::Amended, MeasureStep::Renewed]).max().and_then(date));
    let by_then = it.history.iter().enumerate().filter(|(_, step)| is_counted(writer, step));
    let said_by_then = by_then.filter_map(|(at, _)| citation::step(writer.day, Record::Measure(it), at));
    entity.extend("description", said_by_then.filter_map(|line| text(&line)));
    writer.prove(&mut entity, &sources);
    let mut entity = entity.seen(days(writer, it));
    entity.last_change = status.since.map(|since| format!("{}T00:00:00", since.last()));
    Some(entity)
}

/// Whether a step had happened by the day, and still has a vote.
fn is_counted(writer: &Writer<'_>, step: &Step<MeasureChange>) -> bool {
    step.withdrawn.is_none() && step.on.certainly_by(writer.day.as_of())
}

/// The days of what is said of a measure by the day.
fn days(writer: &Writer<'_>, it: &Measure) -> Vec<chrono::NaiveDate> {
    it.history.iter().filter(|step| is_counted(writer, step)).map(|step| step.on.last()).collect()
}

/// The status as `Sanction:status` knows it. Off the list with no act to it is none of them.
fn status_word(standing: Standing) -> Option<&'static str> {
    match standing {
        Standing::InForce | Standing::Eased | Standing::Licensed | Standing::LiftingAnnounced => {
            Some("Active")
        }
        Standing::Suspended => Some("Suspended"),
        Standing::Lifted => Some("Inactive"),
        Standing::Expired => Some("Expired"),
        Standing::NotSeen
        | Standing::NoRecord
        | Standing::InPreparation
        | Standing::Threatened
        | Standing::Announced => None,
    }
}

fn end_of(row: &Row, status: &crate::model::measure::MeasureStatus) -> Option<Date> {
    match status.standing {
        Standing::Lifted => status.since.filter(|_| !status.observed),
        Standing::Expired => status.since,
        standing if standing.is_in_force() => row.until,
        _ => None,
    }
}

fn status_in_words(
    writer: &Writer<'_>,
    row: &Row,
    status: &crate::model::measure::MeasureStatus,
) -> (String, Option<String>) {
    let shown = row.dates().shown.map(|shown| {
        let days = shown.days(writer.day.as_of());
        format!("shown {}, {days} d before", shown.0.written())
    });
    (wording::measure_status(status), shown)
}

fn said(row: &Row, (status, shown): &(String, Option<String>)) -> String {
    let since = row.dates().status.map(|since| {
        let bound = if since.or_before { " or before" } else { "" };
        format!(", since {}{bound}", since.on.written())
    });
    let shown = shown.as_ref().map(|shown| format!("; {shown}")).unwrap_or_default();
    format!("{status}{}{shown}", since.unwrap_or_default())
}
