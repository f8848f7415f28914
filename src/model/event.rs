//! Things that happened, or are due.

use indexmap::IndexMap;

use super::compact::{Text, ThinSlice};
use super::date::Date;
use super::history::Conflict;
use super::id::Id;
use super::vocabulary::vocabulary;

vocabulary! {
    /// The kinds of event, but for [`EventKind::Other`].
    pub enum EventKindName {
        /// Talks between sides.
        Talks => "talks",
        /// A meeting.
        Meeting => "meeting",
        /// A visit.
        Visit => "visit",
        /// A telephone call.
        Call => "call",
        /// An agreement or assurance.
        Agreement => "agreement",
        /// Prisoners released.
        Release => "release",
        /// A person declared unwelcome or sent out.
        Expulsion => "expulsion",
        /// An incident.
        Incident => "incident",
        /// A military exercise.
        Exercise => "exercise",
        /// A statement.
        Statement => "statement",
        /// A report by media or an agency.
        Report => "report",
        /// An election or vote.
        Election => "election",
        /// A legal act.
        LegalAct => "legal act",
        /// A decision about a border.
        Border => "border",
        /// A decision about a measure.
        Sanction => "sanction",
        /// A decision about representation.
        Diplomatic => "diplomatic",
        /// A conference.
        Conference => "conference",
        /// A publication.
        Publication => "publication",
    }
}

/// The kind of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventKind {
    /// One of the standard kinds.
    Standard(EventKindName),
    /// A kind in its own words.
    Other(Text),
}

impl EventKind {
    /// The wording for people.
    pub fn word(&self) -> &str {
        match self {
            Self::Standard(kind) => kind.word(),
            Self::Other(text) => text,
        }
    }
}

vocabulary! {
    /// On what footing an event is recorded.
    pub enum Basis {
        /// Reported to have happened.
        Reported => "reported",
        /// Reported before it happened.
        Scheduled => "scheduled",
        /// Called off.
        Cancelled => "cancelled",
    }
}

/// One side of an exchange: who gave what to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// Who gave.
    pub from: Id,
    /// To whom.
    pub to: Option<Id>,
    /// What.
    pub gave: Text,
    /// Who links it to this event.
    pub sources: ThinSlice<Id>,
}

/// A number or short statement as a source gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it measures; figures with one label are claims about one thing.
    pub label: Text,
    /// The value in the source's words, such as `about 8,000`.
    pub value: Text,
    /// The unit.
    pub unit: Option<Text>,
    /// Whom the source quotes for it.
    pub said_by: Option<Text>,
    /// Anything else worth saying.
    pub note: Option<Text>,
    /// Who reports it.
    pub sources: ThinSlice<Id>,
}

/// Something that happened, or is due.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its stable name.
    pub id: Id,
    /// When; `None` while the date is open.
    pub on: Option<Date>,
    /// The time of day as the source gives it.
    pub time: Option<Text>,
    /// The last day of something that lasts.
    pub until: Option<Date>,
    /// Its kind.
    pub kind: EventKind,
    /// One line.
    pub title: Text,
    /// Who took part.
    pub actors: ThinSlice<Id>,
    /// Anything else worth saying.
    pub note: Option<Text>,
    /// On what footing it is recorded.
    pub basis: Basis,
    /// Other records it is about.
    pub links: ThinSlice<Id>,
    /// Who gave what.
    pub exchange: ThinSlice<Exchange>,
    /// Figures as the sources give them.
    pub figures: ThinSlice<Figure>,
    /// Who reports it.
    pub sources: ThinSlice<Id>,
}

impl Event {
    /// Figures with one label and different values.
    pub fn conflicts(&self) -> Vec<Conflict> {
        let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let mut by_label: IndexMap<String, Vec<usize>> = IndexMap::new();
        for (at, figure) in self.figures.iter().enumerate() {
            by_label.entry(folded(&figure.label)).or_default().push(at);
        }
        let value = |at: &usize| self.figures.get(*at).map(|it| (folded(&it.value), &it.unit));
        let differ =
            |same: &Vec<usize>| same.iter().skip(1).any(|at| value(at) != same.first().and_then(value));
        by_label.into_values().filter(differ).map(Conflict::Figures).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_label_with_two_values_is_a_conflict_and_two_labels_are_not() {
        let figure = |label: &str, value: &str| Figure {
            label: label.into(),
            value: value.into(),
            unit: None,
            said_by: None,
            note: None,
            sources: ThinSlice::new(),
        };
        let mut event = Event {
            id: "zapad".into(),
            on: None,
            time: None,
            until: None,
            kind: EventKind::Standard(EventKindName::Exercise),
            title: Text::new(),
            actors: ThinSlice::new(),
            note: None,
            basis: Basis::Reported,
            links: ThinSlice::new(),
            exchange: ThinSlice::new(),
            figures: [figure("Soldiers", "8,000"), figure("States", "17"), figure("soldiers", "30,000")]
                .into(),
            sources: ThinSlice::new(),
        };
        assert_eq!(event.conflicts(), vec![Conflict::Figures(vec![0, 2])]);
        event.figures.change(|list| list.truncate(2));
        assert_eq!(event.conflicts(), Vec::new());
    }
}
