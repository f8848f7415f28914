//! Signs: what colour says, said by shape.

use crate::model::crossing::Access;
use crate::model::event::{EventKind, EventKindName};
use crate::model::evidence::Age;
use crate::model::measure::Standing;
use crate::model::record::Record;
use crate::model::relation::Stance;
use crate::model::state::{RecordKind, State};
use crate::views::crossings::Counts;
use crate::views::log::Entry;
use crate::views::page::Tone;

/// The sign of a measure's status.
pub fn standing(standing: Standing) -> &'static str {
    match standing {
        Standing::InForce => "●",
        Standing::Eased | Standing::Licensed | Standing::LiftingAnnounced => "◐",
        Standing::Suspended => "‖",
        Standing::Announced | Standing::Threatened | Standing::InPreparation => "◌",
        Standing::Lifted | Standing::Expired => "○",
        Standing::NotSeen => "◇",
        Standing::NoRecord => "·",
    }
}

/// How old the evidence of a status is, behind its sign; nothing where it is fresh.
pub fn age(age: Age) -> &'static str {
    match age {
        Age::Fresh => "",
        Age::Ageing => "'",
        Age::Stale => "*",
    }
}

/// The sign of a crossing's status: a gate, empty where everybody passes. No measure has such a sign.
pub fn access(access: Option<Access>) -> (&'static str, Tone) {
    match access {
        Some(Access::Open) => ("□", Tone::Good),
        Some(Access::Restricted) => ("◧", Tone::Caution),
        Some(Access::Suspended) => ("⊟", Tone::Bad),
        Some(Access::Closed) => ("⊠", Tone::Bad),
        None => ("·", Tone::Dim),
    }
}

/// Counted crossing points by their signs: `□5 ◧2 ⊠1 ·1`.
pub fn counts(points: Counts) -> String {
    let parts = [("□", points.open), ("◧", points.limited), ("⊠", points.shut), ("·", points.unknown)];
    let there = parts.iter().filter(|(_, count)| *count > 0);
    there.map(|(sign, count)| format!("{sign}{count}")).collect::<Vec<_>>().join(" ")
}

/// The sign of a stance.
pub fn stance(stance: Option<Stance>) -> (&'static str, Tone) {
    match stance {
        Some(Stance::Hostile) => ("▼", Tone::Bad),
        Some(Stance::Strained | Stance::Cold) => ("▽", Tone::Caution),
        Some(Stance::Neutral) => ("■", Tone::Plain),
        Some(Stance::Good) => ("△", Tone::Good),
        Some(Stance::Partner | Stance::Ally) => ("▲", Tone::Good),
        None => ("·", Tone::Dim),
    }
}

/// The sign of what kind of thing an entry of the log is.
pub fn entry(state: &State, entry: &Entry) -> &'static str {
    use EventKindName as Kind;
    match (entry.place().list, state.at(entry.place())) {
        (_, Some(Record::Event(event))) => match event.kind {
            EventKind::Standard(
                Kind::Talks | Kind::Meeting | Kind::Visit | Kind::Call | Kind::Conference,
            ) => "⇄",
            EventKind::Standard(Kind::Agreement) => "✓",
            EventKind::Standard(Kind::Election) => "∨",
            EventKind::Standard(Kind::Release) => "⇡",
            EventKind::Standard(Kind::Expulsion) => "⇣",
            EventKind::Standard(Kind::Incident) => "!",
            EventKind::Standard(Kind::Exercise) => "⌖",
            EventKind::Standard(Kind::Border) => "╫",
            EventKind::Standard(Kind::Sanction | Kind::LegalAct) => "§",
            EventKind::Standard(Kind::Diplomatic) => "⌂",
            EventKind::Standard(Kind::Statement | Kind::Report | Kind::Publication) => "¶",
            EventKind::Other(_) => "◦",
        },
        (RecordKind::Crossings, _) => "╫",
        (RecordKind::Relations, _) => "⌂",
        _ => "§",
    }
}
