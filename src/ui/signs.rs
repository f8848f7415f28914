//! Signs: what colour says, said by shape.

use crate::model::crossing::Passage;
use crate::model::event::{EventKind, EventKindName};
use crate::model::record::Record;
use crate::model::relation::Stance;
use crate::model::sanction::Rung;
use crate::model::state::{List, State};
use crate::views::chronicle::Entry;
use crate::views::page::Tone;

/// The sign of a measure's status.
pub fn rung(rung: Rung) -> &'static str {
    match rung {
        Rung::InForce => "●",
        Rung::Eased | Rung::Licensed | Rung::LiftingAnnounced => "◐",
        Rung::Suspended => "‖",
        Rung::Announced | Rung::Threatened | Rung::InPreparation => "◌",
        Rung::Lifted | Rung::Expired | Rung::NotSeen => "○",
        Rung::NoRecord => "·",
    }
}

/// The sign of a crossing's status.
pub fn passage(passage: Option<Passage>) -> (&'static str, Tone) {
    match passage {
        Some(Passage::Open) => ("●", Tone::Good),
        Some(Passage::Restricted) => ("◐", Tone::Caution),
        Some(Passage::Suspended) => ("‖", Tone::Bad),
        Some(Passage::Closed) => ("✕", Tone::Bad),
        None => ("·", Tone::Dim),
    }
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
            EventKind::Standard(Kind::Agreement | Kind::Election) => "✓",
            EventKind::Standard(Kind::Release) => "↗",
            EventKind::Standard(Kind::Expulsion) => "↘",
            EventKind::Standard(Kind::Incident) => "!",
            EventKind::Standard(Kind::Exercise) => "▲",
            EventKind::Standard(Kind::Border) => "╫",
            EventKind::Standard(Kind::Sanction | Kind::LegalAct) => "§",
            EventKind::Standard(Kind::Diplomatic) => "⌂",
            EventKind::Standard(Kind::Statement | Kind::Report | Kind::Publication) => "¶",
            EventKind::Other(_) => "•",
        },
        (List::Crossings, _) => "╫",
        (List::Relations, _) => "⌂",
        _ => "§",
    }
}
