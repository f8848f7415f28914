//! Things that happened, or are due.

use indexmap::IndexMap;

use super::compact::{Text, ThinSlice};
use super::date::Date;
use super::declare::{HOLDERS, declared};
use super::declare::{vocabulary, word_or_other};
use super::history::{Conflict, Withdrawal};
use super::id::Id;
use super::kind::RecordKind;

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

word_or_other! {
    /// The kind of an event.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub enum EventKind of EventKindName
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

declared! {
    /// One side of an exchange: who gave what to whom.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Exchange("a side of an exchange") {
        /// Who gave.
        from: Id => to(RecordKind::Subjects),
        /// To whom.
        to: Option<Id> => to(RecordKind::Subjects),
        /// What.
        gave: Text => label("what"),
        /// Who links it to this event.
        sources: ThinSlice<Id> => to(RecordKind::Sources),
    }
}

declared! {
    /// A number or short statement as a source gives it.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Figure("a figure") {
        /// What it measures; figures with one label are claims about one thing.
        label: Text,
        /// The value in the source's words, such as `about 8,000`.
        value: Text,
        /// The unit.
        unit: Option<Text>,
        /// Whom the source quotes for it.
        said_by: Option<Text> => label("said by"),
        /// Anything else worth saying.
        note: Option<Text>,
        /// Who reports it.
        sources: ThinSlice<Id> => to(RecordKind::Sources),
    }
}

declared! {
    /// Something that happened, or is due.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Event("an event") {
        /// Its stable name.
        id: Id,
        /// When; `None` while the date is open.
        on: Option<Date> => help("left out while the date is open"),
        /// The time of day as the source gives it.
        time: Option<Text> => unsearched(),
        /// The last day of something that lasts.
        until: Option<Date>,
        /// Its kind.
        kind: EventKind => searched(),
        /// One line.
        title: Text => telling(),
        /// Who took part.
        actors: ThinSlice<Id> => to(RecordKind::Subjects).searched(),
        /// Who holds what is stated: a subject, or a source whose author does.
        by: Option<Id> => to_one_of(HOLDERS).help("whose statement or view it is: a subject or a source"),
        /// Anything else worth saying.
        note: Option<Text> => lines(),
        /// On what footing it is recorded.
        basis: Basis = Basis::Reported,
        /// Other records it is about.
        links: ThinSlice<Id> => to_any().label("about records").help("records of any kind that it is about"),
        /// Who gave what.
        exchange: ThinSlice<Exchange>,
        /// Figures as the sources give them.
        figures: ThinSlice<Figure>,
        /// Who reports it.
        sources: ThinSlice<Id> => to(RecordKind::Sources).needed().searched(),
        /// From when it could be known, where that is not the day on which its sources were published.
        known: Option<Date> => label("known from").help("where it is not the day on which its sources were published"),
        /// That it turned out wrong.
        withdrawn: Option<Box<Withdrawal>> => help("it turned out wrong"),
    }
}

impl Event {
    /// Whether it turned out wrong: it is shown struck, and nothing is counted or told of it as having happened.
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn.is_some()
    }

    /// Figures with one label and different values.
    pub fn conflicts(&self) -> Vec<Conflict> {
        if self.is_withdrawn() {
            return Vec::new();
        }
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
            by: None,
            note: None,
            basis: Basis::Reported,
            links: ThinSlice::new(),
            exchange: ThinSlice::new(),
            figures: [figure("Soldiers", "8,000"), figure("States", "17"), figure("soldiers", "30,000")]
                .into(),
            sources: ThinSlice::new(),
            known: None,
            withdrawn: None,
        };
        assert_eq!(event.conflicts(), vec![Conflict::Figures(vec![0, 2])]);
        event.figures.change(|list| list.truncate(2));
        assert_eq!(event.conflicts(), Vec::new());
    }
}
