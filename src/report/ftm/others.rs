//! Sources, acts, events, relations and crossings as entities.

use crate::model::act::Act;
use crate::model::crossing::Crossing;
use crate::model::event::{Basis, Event};
use crate::model::record::Record;
use crate::model::relation::{Relation, RelationChange};
use crate::model::source::Source;
use crate::model::state::{RecordKind, State};
use crate::views::citation;

use super::entity::Entity;
use super::value::{country, date, name, text, url};
use super::writer::{Writer, entity_id, part_id, schema};

/// A source.
pub(super) fn source(it: &Source) -> Entity {
    let mut entity = Entity::new(entity_id(RecordKind::Sources, &it.id), "Article");
    entity.add("title", text(&it.title));
    entity.add("name", name(&it.title).or_else(|| Some(it.id.to_string())));
    entity.add("publisher", name(&it.publisher));
    entity.extend("author", it.authors.iter().filter_map(|author| name(author)));
    entity.add("publishedAt", it.published.and_then(date));
    entity.add("sourceUrl", it.url.as_deref().and_then(url));
    let grade = it.grade.map(|grade| format!("Admiralty code {grade}"));
    let copy = it.archived.as_ref().map(|copy| match &copy.sha256 {
        Some(sha256) => format!("A copy: {} (SHA-256 {sha256})", copy.url),
        None => format!("A copy: {}", copy.url),
    });
    entity.extend("notes", grade.into_iter().chain(copy).filter_map(|note| text(&note)));
    entity.add("notes", it.note.as_deref().and_then(text));
    entity.seen(it.published.map(crate::model::date::Date::last))
}

/// A legal act or licence.
pub(super) fn act(state: &State, it: &Act) -> Entity {
    let mut entity = Entity::new(entity_id(RecordKind::Acts, &it.id), "Article");
    entity.add("name", name(it.name()).or_else(|| Some(it.id.to_string())));
    entity.add("title", it.title.as_deref().and_then(text).or_else(|| text(it.name())));
    entity.add("publisher", name(state.subject_name(&it.issuer)));
    entity.add("publishedAt", it.published.or(it.adopted).and_then(date));
    entity.add("sourceUrl", it.url.as_deref().and_then(url));
    let days = [
        ("adopted", it.adopted),
        ("published", it.published),
        ("applies from", it.applies),
        ("expires", it.expires),
    ];
    let days = days.into_iter().filter_map(|(word, on)| Some(format!("{word} {}", on?.written())));
    let changes = |word: &str, acts: &[crate::model::id::Id]| {
        let names: Vec<&str> = acts.iter().map(|act| state.act_name(act)).collect();
        (!names.is_empty()).then(|| format!("{word} {}", names.join(", ")))
    };
    let what = std::iter::once(it.kind.word().to_owned())
        .chain(it.reference.as_deref().map(ToOwned::to_owned))
        .chain(days)
        .chain(changes("amends", &it.amends))
        .chain(changes("in the place of", &it.supersedes));
    entity.add("description", text(&what.collect::<Vec<_>>().join("; ")));
    entity.add("summary", it.scope.as_deref().and_then(text));
    entity.add("notes", it.note.as_deref().and_then(text));
    entity.seen(it.shows().map(crate::model::date::Date::last))
}

/// An event. One that was called off says so. `None` where it was withdrawn, or came after the day and nobody had
/// scheduled it: only hindsight knows of it.
pub(super) fn event(writer: &Writer<'_>, it: &Event) -> Option<Entity> {
    let is_hindsight = it.on.is_some_and(|on| !on.possibly_by(writer.day.as_of()));
    if it.is_withdrawn() || (is_hindsight && it.basis == Basis::Reported) {
        return None;
    }
    let mut entity = Entity::new(entity_id(RecordKind::Events, &it.id), "Event");
    entity.add("name", name(&it.title).or_else(|| Some(it.id.to_string())));
    let on = it.on.and_then(date);
    entity.add("date", on.clone());
    entity.add("startDate", on);
    entity.add("endDate", it.until.and_then(date));
    entity.add("keywords", text(it.kind.word()));
    let is_party = |id: &&crate::model::id::Id| {
        writer.state.subject(id.as_str()).is_some_and(|it| {
            matches!(schema(it.kind), Some("PublicBody" | "Organization" | "Company" | "Person"))
        })
    };
    let parties = it.actors.iter().filter(is_party);
    entity.extend("involved", parties.map(|id| entity_id(RecordKind::Subjects, id)));
    match it.basis {
        Basis::Reported => {}
        Basis::Scheduled => entity.add("notes", "reported before it happened".to_owned()),
        Basis::Cancelled => entity.add("notes", "called off".to_owned()),
    }
    let sides = it.exchange.iter().map(|side| {
        let to = side.to.as_ref().map(|to| format!(" to {}", writer.state.subject_name(to)));
        format!("{} gave{}: {}", writer.state.subject_name(&side.from), to.unwrap_or_default(), side.gave)
    });
    let sides: Vec<String> = sides.collect();
    entity.add("summary", text(&sides.join(" ↔ ")));
    let by = it.by.as_ref().map(|by| format!("stated by {}", holder(writer, by)));
    entity.add("notes", by.as_deref().and_then(text));
    entity.add("notes", it.note.as_deref().and_then(text));
    entity.add("recordId", super::value::identifier(it.id.as_str()));
    writer.prove(&mut entity, &it.sources);
    Some(entity.seen(it.on.into_iter().chain(it.until).map(crate::model::date::Date::last)))
}

/// Whose view it is, by name.
fn holder(writer: &Writer<'_>, by: &crate::model::id::Id) -> String {
    match writer.state.source(by.as_str()) {
        Some(source) => citation::source(source),
        None => writer.state.subject_name(by).to_owned(),
    }
}

/// What a relation says of representation. A stance has no place in FollowTheMoney.
pub(super) fn relation(writer: &Writer<'_>, it: &Relation, take: &mut dyn FnMut(Entity)) {
    let (Some(a), Some(b)) = (writer.entity_of(&it.pair.0), writer.entity_of(&it.pair.1)) else { return };
    for (at, step) in it.history.iter().enumerate() {
        let is_stance = matches!(step.change, RelationChange::Stance(..));
        if is_stance || step.withdrawn.is_some() || !step.on.certainly_by(writer.day.as_of()) {
            continue;
        }
        let id = part_id(RecordKind::Relations, &it.id, &format!("step-{}", at + 1));
        let mut entity = Entity::new(id, "UnknownLink");
        let ends = step
            .change
            .direction()
            .and_then(|way| Some((writer.entity_of(&way.from)?, writer.entity_of(&way.at)?)));
        let (from, to) = ends.unwrap_or_else(|| (a.clone(), b.clone()));
        entity.add("subject", from);
        entity.add("object", to);
        entity.add("role", text(&format!("{}: {}", step.change.axis(), step.change.word())));
        entity.add("startDate", date(step.on));
        entity.add("endDate", step.until.and_then(date));
        entity.add(
            "description",
            citation::step(writer.day, Record::Relation(it), at).as_deref().and_then(text),
        );
        entity.add("recordId", super::value::identifier(it.id.as_str()));
        writer.prove(&mut entity, &step.sources);
        take(entity.seen([step.on.last()]));
    }
}

/// A crossing as a place, and each of its statuses as an event.
pub(super) fn crossing(writer: &Writer<'_>, it: &Crossing, take: &mut dyn FnMut(Entity)) {
    let mut entity = Entity::new(entity_id(RecordKind::Crossings, &it.id), "Address");
    let route = it.route.as_deref().map(|route| format!(", {route}")).unwrap_or_default();
    entity.add("full", text(&format!("{}{route}", it.name)));
    entity
        .extend("country", [&it.between.0, &it.between.1].into_iter().filter_map(|id| country(id.as_str())));
    if let Some(at) = &it.location {
        entity.add("latitude", format!("{:.4}", at.lat));
        entity.add("longitude", format!("{:.4}", at.lon));
    }
    entity.add("remarks", text(&format!("border crossing, {}", it.mode.word())));
    take(entity);
    for (at, step) in it.history.iter().enumerate() {
        if step.withdrawn.is_some() || !step.on.certainly_by(writer.day.as_of()) {
            continue;
        }
        let Some(said) = citation::claim(writer.state, Record::Crossing(it), at) else { continue };
        let id = part_id(RecordKind::Crossings, &it.id, &format!("step-{}", at + 1));
        let mut entity = Entity::new(id, "Event");
        entity.add("name", name(&said).or_else(|| name(&it.name)));
        entity.add("date", date(step.on));
        entity.add("startDate", date(step.on));
        entity.add("endDate", step.until.and_then(date));
        entity.add("location", text(&it.name));
        entity.add("keywords", "border".to_owned());
        entity.add("recordId", super::value::identifier(it.id.as_str()));
        writer.prove(&mut entity, &step.sources);
        take(entity.seen([step.on.last()]));
    }
}
