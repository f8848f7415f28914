//! Statements of FollowTheMoney: a row for each value of each property, with the columns that `ftm` reads and writes.

use super::entity::Entity;

/// The columns (`CSV_COLUMNS` of followthemoney 4.11.2).
pub const COLUMNS: [&str; 14] = [
    "canonical_id",
    "entity_id",
    "prop",
    "prop_type",
    "schema",
    "value",
    "dataset",
    "origin",
    "lang",
    "original_value",
    "external",
    "first_seen",
    "last_seen",
    "id",
];

/// The rows of an entity, in the order of [`COLUMNS`]. The id is left to `ftm`, which computes it of the rest.
pub fn statements(entity: &Entity) -> Vec<[String; 14]> {
    let day = |moment: &Option<String>| moment.clone().unwrap_or_default();
    let mut rows = Vec::new();
    for (property, values) in &entity.properties {
        for value in values {
            rows.push([
                entity.id.clone(),
                entity.id.clone(),
                (*property).to_owned(),
                kind(property).to_owned(),
                entity.schema.to_owned(),
                value.clone(),
                "beltui".to_owned(),
                String::new(),
                String::new(),
                String::new(),
                "f".to_owned(),
                day(&entity.first_seen),
                day(&entity.last_seen),
                String::new(),
            ]);
        }
    }
    rows
}

/// Rows as CSV (RFC 4180).
pub fn csv<R: AsRef<[u8]>>(rows: &[[R; 14]]) -> String {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        // Writing into memory does not fail.
        let _ = writer.write_record(row);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// The type of a property that is written here.
fn kind(property: &str) -> &'static str {
    match property {
        "name" | "alias" | "weakAlias" => "name",
        "entity" | "owner" | "asset" | "member" | "organization" | "agent" | "client" | "subject"
        | "object" | "proof" | "involved" => "entity",
        "country" | "flag" => "country",
        "topics" => "topic",
        "address" | "full" | "location" => "address",
        "latitude" | "longitude" => "number",
        "sourceUrl" => "url",
        "date" | "startDate" | "endDate" | "publishedAt" | "listingDate" | "modifiedAt" | "birthDate"
        | "incorporationDate" => "date",
        "authorityId" | "registrationNumber" | "serialNumber" | "callSign" | "imoNumber" | "mmsi"
        | "leiCode" | "innCode" | "ogrnCode" | "taxNumber" | "idNumber" | "passportNumber" => "identifier",
        "description" | "summary" | "notes" | "reason" => "text",
        _ => "string",
    }
}
