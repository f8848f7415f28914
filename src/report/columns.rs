//! The names of the columns of each table.

pub(super) const LEDGER: &[&str] = &[
    "id",
    "issuer",
    "target",
    "target_id",
    "target_kind",
    "country",
    "measure",
    "status",
    "in_force",
    "in_force_since",
    "in_force_bound",
    "status_since",
    "status_bound",
    "until",
    "programme",
    "acts",
    "list_refs",
    "cited",
    "sources",
    "sources_disagree",
    "shown",
    "shown_days",
    "age",
    "unsure",
];

pub(super) const LOG: &[&str] = &[
    "on",
    "due",
    "kind",
    "title",
    "actors",
    "record",
    "under_event_above",
    "cited",
    "sources",
    "sources_disagree",
    "when",
];

pub(super) const RELATIONS: &[&str] = &[
    "id",
    "actor",
    "name",
    "stance",
    "trend",
    "stance_since",
    "representation",
    "measures_in_force",
    "measures_via_bloc",
    "crossings_open",
    "crossings_limited",
    "crossings_shut",
    "crossings_unknown",
    "sources_disagree",
    "stance_by",
    "stance_bound",
    "shown",
    "shown_days",
    "age",
];

pub(super) const CROSSINGS: &[&str] = &[
    "id",
    "name",
    "between",
    "mode",
    "whole_border",
    "status",
    "traffic",
    "since",
    "conditions_since",
    "until",
    "per_day",
    "capacity_per_day",
    "lat",
    "lon",
    "cited",
    "sources",
    "sources_disagree",
    "shown",
    "shown_days",
    "age",
    "unsure",
];

pub(super) const REACH: &[&str] = &[
    "id",
    "name",
    "issuer",
    "derived",
    "share_least",
    "share_most",
    "listed_owners",
    "reached_owners",
    "rule",
    "arithmetic",
    "cited",
    "sources",
];

pub(super) const SOURCES: &[&str] =
    &["id", "publisher", "title", "authors", "published", "url", "grade", "note"];

pub(super) const AGENDA: &[&str] = &["on", "kind", "text", "record", "shown", "shown_days", "age"];
