//! Subjects as entities, with who belongs to whom, who speaks for whom and who owns whom.

use crate::model::id::Id;
use crate::model::state::RecordKind;
use crate::model::subject::{Share, Subject, SubjectKind};

use super::entity::Entity;
use super::value::{country, date, name, numbered, text};
use super::writer::{Writer, entity_id, part_id, schema};

/// Whether something of a schema can own, and be a party (`LegalEntity`).
fn is_legal_entity(schema: &str) -> bool {
    matches!(schema, "PublicBody" | "Organization" | "Company" | "Person")
}

/// Whether something of a schema can be owned (`Asset`).
fn is_asset(schema: &str) -> bool {
    matches!(schema, "Company" | "Vessel" | "Airplane")
}

/// A subject as an entity.
pub(super) fn subject(writer: &Writer<'_>, at: usize, it: &Subject) -> Option<Entity> {
    let schema = schema(it.kind)?;
    let mut entity = Entity::new(entity_id(RecordKind::Subjects, &it.id), schema);
    // A vessel cannot be without a name.
    entity.add("name", name(&it.name).unwrap_or_else(|| it.id.to_string()));
    for alias in &it.aliases {
        entity.add(if alias.is_weak() { "weakAlias" } else { "alias" }, name(alias.name()));
    }
    if !is_legal_entity(schema) {
        // Weak names are a property of who can be a party.
        let weak = entity.properties.remove("weakAlias").unwrap_or_default();
        entity.extend("alias", weak);
    }
    let own = (it.kind == SubjectKind::State || it.kind == SubjectKind::Bloc).then_some(&it.id);
    let codes = own.into_iter().chain(it.countries.iter());
    for code in codes.filter_map(|id| country(id.as_str())) {
        entity.add(if schema == "Vessel" { "flag" } else { "country" }, code);
    }
    entity.extend("address", it.addresses.iter().filter_map(|address| text(address)));
    if !is_legal_entity(schema) {
        entity.properties.remove("address");
    }
    if schema == "Person" {
        entity.add("birthDate", it.born.and_then(date));
    } else if is_legal_entity(schema) {
        entity.add("incorporationDate", it.born.and_then(date));
    }
    for number in &it.identifiers {
        if let Some((property, value)) = numbered(schema, &number.scheme, &number.value) {
            entity.add(property, value);
        }
    }
    match it.kind {
        SubjectKind::State => entity.add("topics", "gov.national".to_owned()),
        SubjectKind::Bloc | SubjectKind::Organisation => entity.add("topics", "gov.igo".to_owned()),
        _ => {}
    }
    // Measures against a state or a bloc are not against those who belong to it.
    let is_sanctioned = writer.sanctioned.contains(&it.id);
    if is_sanctioned && !matches!(it.kind, SubjectKind::State | SubjectKind::Bloc) {
        entity.add("topics", "sanction".to_owned());
        entity.target = true;
    }
    if let Some(owned) = reached(writer, at) {
        entity.add("topics", "sanction.control".to_owned());
        entity.add("notes", text(&owned));
    }
    entity.add("notes", it.note.as_deref().and_then(text));
    Some(entity)
}

/// By whose rules a subject is reached through those who own or control it, in words: derived, listed by nobody.
fn reached(writer: &Writer<'_>, at: usize) -> Option<String> {
    let of = writer.reached.get(&at)?;
    Some(format!("Derived, listed by nobody: {}", of.join("; ")))
}

/// What holds between a subject and others, each an entity of its own.
pub(super) fn links(writer: &Writer<'_>, it: &Subject, take: &mut dyn FnMut(Entity)) {
    let Some(own) = writer.entity_of(&it.id) else { return };
    let schema_of = |id: &Id| writer.state.subject(id.as_str()).and_then(|it| schema(it.kind));
    let Some(own_schema) = schema(it.kind) else { return };
    for member in it.members.iter().filter(|member| schema_of(member).is_some_and(is_legal_entity)) {
        let mut entity =
            Entity::new(part_id(RecordKind::Subjects, &it.id, &format!("member-{member}")), "Membership");
        entity.add("member", entity_id(RecordKind::Subjects, member));
        entity.add("organization", own.clone());
        entity.add("role", "member".to_owned());
        take(entity);
    }
    if let Some(client) = it.affiliation.as_ref().filter(|id| schema_of(id).is_some_and(is_legal_entity)) {
        let speaks = is_legal_entity(own_schema);
        let mut entity = Entity::new(
            part_id(RecordKind::Subjects, &it.id, &format!("speaks-for-{client}")),
            if speaks { "Representation" } else { "UnknownLink" },
        );
        entity.add(if speaks { "agent" } else { "subject" }, own.clone());
        entity.add(if speaks { "client" } else { "object" }, entity_id(RecordKind::Subjects, client));
        entity.add("role", "speaks for".to_owned());
        take(entity);
    }
    for (at, owner) in it.owners.iter().enumerate() {
        let Some(owner_schema) = schema_of(&owner.owner) else { continue };
        let is_ownership = is_asset(own_schema) && is_legal_entity(owner_schema);
        let (schema, from, to) =
            if is_ownership { ("Ownership", "owner", "asset") } else { ("UnknownLink", "subject", "object") };
        let mut entity =
            Entity::new(part_id(RecordKind::Subjects, &it.id, &format!("owner-{}", at + 1)), schema);
        entity.add(from, entity_id(RecordKind::Subjects, &owner.owner));
        entity.add(to, own.clone());
        let share = owner.share.as_ref().map(percent);
        if is_ownership {
            entity.add("percentage", share.clone());
        }
        let role = match (owner.control, share) {
            (true, Some(share)) => format!("owner of {share} %, in control"),
            (true, None) => "in control".to_owned(),
            (false, Some(share)) => format!("owner of {share} %"),
            (false, None) => "owner, of how much is not known".to_owned(),
        };
        entity.add("role", role);
        entity.add("startDate", owner.since.and_then(date));
        entity.add("endDate", owner.until.and_then(date));
        writer.prove(&mut entity, &owner.sources);
        take(entity);
    }
}

fn percent(share: &Share) -> String {
    let (least, most) = share.bounds();
    let written = |share: f64| format!("{share}");
    if (least - most).abs() < f64::EPSILON {
        written(least)
    } else {
        format!("{}–{}", written(least), written(most))
    }
}
