//! The fields of each form: which there are, what may stand in them, when they show.

use crate::model::actor::ActorKind;
use crate::model::crossing::{Access, Mode, Traffic};
use crate::model::event::{Basis, EventKindName};
use crate::model::measure::{MeasureStep, StandardMeasure, TargetKind};
use crate::model::relation::{ConsularStep, MissionStep, Rank, Stance, Trend};
use crate::model::state::RecordKind;

/// Which records a reference may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refers {
    /// Records of one list.
    To(RecordKind),
    /// Records of any list.
    Anything,
}

/// What may stand in a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Kind {
    /// The record's id; proposed from the other fields until it is typed.
    Id,
    /// One line.
    Text,
    /// Several lines.
    Note,
    /// Several texts, with a semicolon between them.
    Texts,
    /// A date, as precise as the source, or in words (`3 days ago`).
    Date,
    /// One of some words: their names in the file, with their wording.
    Choice(&'static [(&'static str, &'static str)]),
    /// A reference.
    One(Refers),
    /// Several references, with a comma between them.
    Many(Refers),
    /// A number.
    Number,
    /// The sides of an exchange, one a line: `from | to | what | sources`.
    Exchange,
    /// Figures, one a line: `label | value | unit | said by | note | sources`.
    Figures,
}

/// A field of a form.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spec {
    /// Where it stands in the record: `target.name`, `pair.0`.
    pub path: &'static str,
    /// What it is called on the screen.
    pub label: &'static str,
    /// What may stand in it.
    pub kind: Kind,
    /// It must not be empty.
    pub needed: bool,
    /// It shows only while another field has one of these values.
    pub when: Option<(&'static str, &'static [&'static str])>,
}

const fn field(path: &'static str, label: &'static str, kind: Kind) -> Spec {
    Spec { path, label, kind, needed: false, when: None }
}

const fn needed(path: &'static str, label: &'static str, kind: Kind) -> Spec {
    Spec { path, label, kind, needed: true, when: None }
}

const fn only(spec: Spec, field: &'static str, values: &'static [&'static str]) -> Spec {
    Spec { when: Some((field, values)), ..spec }
}

macro_rules! words {
    ($name:ident, $count:expr, $vocabulary:ty $(, $more:expr)*) => {
        pub static $name: [(&str, &str); $count] = {
            let all = <$vocabulary>::ALL;
            let more: &[(&str, &str)] = &[$($more),*];
            let mut words = [("", ""); $count];
            let mut at = 0;
            while at < $count {
                words[at] = if at < all.len() { (all[at].name(), all[at].word()) } else { more[at - all.len()] };
                at += 1;
            }
            words
        };
    };
}

#[allow(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler: an index out of bounds is a build error"
)]
mod vocabularies {
    use super::{
        Access, ActorKind, Basis, ConsularStep, EventKindName, MeasureStep, MissionStep, Mode, Rank, Stance,
        StandardMeasure, TargetKind, Traffic, Trend,
    };

    words!(ACTOR_KINDS, 6, ActorKind);
    words!(RANKS, 5, Rank);
    words!(MISSIONS, 5, MissionStep);
    words!(CONSULARS, 4, ConsularStep);
    words!(STANCES, 7, Stance);
    words!(TRENDS, 3, Trend);
    words!(TARGET_KINDS, 8, TargetKind);
    words!(MEASURES, 16, StandardMeasure, ("Other", "other …"));
    words!(SANCTION_STEPS, 20, MeasureStep);
    words!(MODES, 5, Mode);
    words!(TRAFFICS, 3, Traffic);
    words!(CROSSING_STEPS, 5, Access, ("Throughput", "throughput"));
    words!(EVENT_KINDS, 19, EventKindName, ("Other", "other …"));
    words!(BASES, 3, Basis);

    pub static AXES: [(&str, &str); 4] = [
        ("Head", "head of mission"),
        ("Mission", "mission"),
        ("Consular", "consular service"),
        ("Stance", "stance"),
    ];
    pub static NO_YES: [(&str, &str); 2] = [("No", "no"), ("Yes", "yes")];
}

use vocabularies::{
    ACTOR_KINDS, AXES, BASES, CONSULARS, CROSSING_STEPS, EVENT_KINDS, MEASURES, MISSIONS, MODES, NO_YES,
    RANKS, SANCTION_STEPS, STANCES, TARGET_KINDS, TRAFFICS, TRENDS,
};

const ACTOR: Kind = Kind::One(Refers::To(RecordKind::Actors));
const ACTORS: Kind = Kind::Many(Refers::To(RecordKind::Actors));
const SOURCES: Kind = Kind::Many(Refers::To(RecordKind::Sources));
const EVENT: Kind = Kind::One(Refers::To(RecordKind::Events));

/// The fields of a record of a list.
pub fn record(list: RecordKind) -> &'static [Spec] {
    match list {
        RecordKind::Actors => {
            const {
                &[
                    needed("name", "name", Kind::Text),
                    needed("kind", "kind", Kind::Choice(&ACTOR_KINDS)),
                    needed("id", "id", Kind::Id),
                    field("aliases", "also called", Kind::Texts),
                    only(field("members", "members", ACTORS), "kind", &["Bloc", "Organisation"]),
                    field("affiliation", "of", ACTOR),
                    field("note", "note", Kind::Note),
                ]
            }
        }
        RecordKind::Sources => {
            const {
                &[
                    needed("publisher", "publisher", Kind::Text),
                    needed("title", "title", Kind::Text),
                    field("published", "published", Kind::Date),
                    field("url", "url", Kind::Text),
                    field("authors", "authors", Kind::Texts),
                    needed("id", "id", Kind::Id),
                    field("grade", "grade A1–F6", Kind::Text),
                    field("note", "note", Kind::Note),
                ]
            }
        }
        RecordKind::Relations => {
            const {
                &[
                    needed("pair.0", "between", ACTOR),
                    needed("pair.1", "and", ACTOR),
                    needed("id", "id", Kind::Id),
                    field("note", "note", Kind::Note),
                ]
            }
        }
        RecordKind::Sanctions => {
            const {
                &[
                    needed("issuer", "issuer", ACTOR),
                    needed("target.name", "target", Kind::Text),
                    needed("target.kind", "target is", Kind::Choice(&TARGET_KINDS)),
                    field("target.country", "of", ACTOR),
                    needed("measure", "measure", Kind::Choice(&MEASURES)),
                    only(needed("measure.other", "in words", Kind::Text), "measure", &["Other"]),
                    needed("id", "id", Kind::Id),
                    field("programme", "programme", Kind::Text),
                    field("legal_acts", "legal acts", Kind::Texts),
                    field("list_refs", "on lists as", Kind::Texts),
                    field("target.aliases", "also called", Kind::Texts),
                    field("note", "note", Kind::Note),
                ]
            }
        }
        RecordKind::Crossings => {
            const {
                &[
                    needed("name", "name", Kind::Text),
                    needed("between.0", "between", ACTOR),
                    needed("between.1", "and", ACTOR),
                    needed("mode", "mode", Kind::Choice(&MODES)),
                    field("traffic", "made for", Kind::Choice(&TRAFFICS)),
                    needed("id", "id", Kind::Id),
                    field("sides.0", "place here", Kind::Text),
                    field("sides.1", "place there", Kind::Text),
                    field("route", "route", Kind::Text),
                    field("capacity_per_day", "capacity a day", Kind::Number),
                    field("location.lat", "degrees north", Kind::Number),
                    field("location.lon", "degrees east", Kind::Number),
                    field("location.error_km", "± km", Kind::Number),
                    field("location.note", "taken from", Kind::Text),
                    field("aliases", "also called", Kind::Texts),
                    field("note", "note", Kind::Note),
                ]
            }
        }
        RecordKind::Events => {
            const {
                &[
                    field("on", "on", Kind::Date),
                    needed("kind", "kind", Kind::Choice(&EVENT_KINDS)),
                    only(needed("kind.other", "in words", Kind::Text), "kind", &["Other"]),
                    needed("title", "title", Kind::Text),
                    field("actors", "actors", ACTORS),
                    needed("sources", "sources", SOURCES),
                    needed("id", "id", Kind::Id),
                    field("links", "about", Kind::Many(Refers::Anything)),
                    field("until", "until", Kind::Date),
                    field("time", "time", Kind::Text),
                    field("basis", "basis", Kind::Choice(&BASES)),
                    field("exchange", "exchange", Kind::Exchange),
                    field("figures", "figures", Kind::Figures),
                    field("note", "note", Kind::Note),
                ]
            }
        }
    }
}

/// What every step has behind what belongs to its kind.
macro_rules! step {
    ($($own:expr,)+) => {
        const {
            &[
                needed("on", "on", Kind::Date),
                $($own,)+
                needed("sources", "sources", SOURCES),
                field("until", "until", Kind::Date),
                field("scope", "scope", Kind::Text),
                field("note", "note", Kind::Note),
                field("time", "time", Kind::Text),
                field("event", "event", EVENT),
                field("also.event", "log an event?", Kind::Choice(&NO_YES)),
                only(field("also.title", "its title", Kind::Text), "also.event", &["Yes"]),
            ]
        }
    };
}

const STATUS: &[&str] = &["Open", "Restricted", "Suspended", "Closed"];
const DIRECTED: &[&str] = &["Head", "Mission", "Consular"];

/// The fields of a step of a record of a list; none for lists without histories.
pub fn step(list: RecordKind) -> &'static [Spec] {
    match list {
        RecordKind::Sanctions => step![
            needed("what", "what", Kind::Choice(&SANCTION_STEPS)),
            only(field("licence", "licence", Kind::Text), "what", &["Licensed"]),
            only(needed("list", "list", Kind::Text), "what", &["Seen", "NotSeen"]),
        ],
        RecordKind::Crossings => step![
            needed("what", "what", Kind::Choice(&CROSSING_STEPS)),
            only(field("by", "decided by", ACTOR), "what", STATUS),
            only(field("traffic", "traffic", Kind::Choice(&TRAFFICS)), "what", STATUS),
            only(needed("per_day", "passing a day", Kind::Number), "what", &["Throughput"]),
            only(field("capacity_per_day", "of at most", Kind::Number), "what", &["Throughput"]),
            only(field("unit", "unit", Kind::Text), "what", &["Throughput"]),
        ],
        RecordKind::Relations => step![
            needed("what", "what", Kind::Choice(&AXES)),
            only(needed("from", "of", ACTOR), "what", DIRECTED),
            only(needed("at", "at", ACTOR), "what", DIRECTED),
            only(needed("rank", "rank", Kind::Choice(&RANKS)), "what", &["Head"]),
            only(needed("status", "status", Kind::Choice(&MISSIONS)), "what", &["Mission"]),
            only(needed("status", "service", Kind::Choice(&CONSULARS)), "what", &["Consular"]),
            only(needed("level", "level", Kind::Choice(&STANCES)), "what", &["Stance"]),
            only(field("trend", "trend", Kind::Choice(&TRENDS)), "what", &["Stance"]),
        ],
        RecordKind::Actors | RecordKind::Sources | RecordKind::Events => &[],
    }
}
