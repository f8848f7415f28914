//! The relations panel: one row a subject that the file's focus has a relation with, as of a day.

use chrono::NaiveDate;
use rayon::prelude::*;

use crate::model::date::Date;
use crate::model::declare::vocabulary;
use crate::model::evidence::Shown;
use crate::model::id::Id;
use crate::model::knowledge::step_proves;
use crate::model::measure::Standing;
use crate::model::relation::{
    MissionStep, Rank, Relation, RelationChange, RelationStatus, Representation, Stance, Trend,
};
use crate::model::state::{Place, RecordKind, State, Via};

use super::analysis::{Analysis, number};
use super::crossings::{self, Tally};
use super::ledger;
use super::totals::InForceCounts;

vocabulary! {
    /// What the panel can be ordered by.
    pub enum Order {
        /// By measures in force against the focus: most of their own first, then most via a bloc, then those of whom a
        /// stance is recorded, then the rest.
        Measures => "measures",
        /// By stance, worst first.
        Stance => "stance",
        /// By name.
        Name => "name",
    }
}

/// One relation on the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its place in the list of relations.
    pub at: usize,
    /// The other subject.
    pub subject: Id,
    /// What holds.
    pub status: RelationStatus,
    /// Measures in force by the subject against the focus.
    pub own: usize,
    /// The same by blocs that the subject is a member of: they follow from the membership, and are not its own.
    pub via_bloc: usize,
    /// The blocs that have them.
    pub blocs: Vec<Id>,
    /// The crossings on their common border.
    pub border: Tally,
    /// Whether sources disagree.
    pub conflict: bool,
}

impl Row {
    /// Where its record stands.
    pub fn place(&self) -> Place {
        Place { list: RecordKind::Relations, at: self.at }
    }

    /// The day of the newest change by which it is what it is; `None` where nothing is recorded.
    pub fn changed(&self) -> Option<Date> {
        let stance = self.status.stance.iter().map(|held| (held.since, held.observed));
        let of = self.status.representation.iter();
        let represented = of.flat_map(|it| {
            let head = it.head.iter().map(|held| (held.since, held.observed));
            head.chain(it.mission.iter().map(|held| (held.since, held.observed)))
        });
        // What was only assessed so on a day is a change where nothing else is.
        let newest =
            stance.chain(represented).max_by_key(|(on, observed)| (!observed, on.first(), on.last()));
        newest.map(|(on, _)| on)
    }

    /// The stance, where one is recorded.
    pub fn stance(&self) -> Option<Stance> {
        self.status.stance.as_ref().map(|held| held.value)
    }

    /// The representation that the panel tells: that of the subject at the focus, else the first.
    fn told(&self) -> Option<&Representation> {
        let at_focus = self.status.representation.iter().find(|r| r.direction.from == self.subject);
        at_focus.or(self.status.representation.first())
    }

    /// The latest day on which a claim supports the representation that the panel tells.
    pub fn representation_shown(&self) -> Option<Shown> {
        let it = self.told()?;
        // The word is of the head of mission, where one is recorded.
        it.head.as_ref().map(|head| head.shown).or(it.mission.as_ref().map(|mission| mission.shown))
    }

    /// The latest day on which a claim supports the stance; where none is recorded, the representation that the panel tells.
    pub fn shown(&self) -> Option<Shown> {
        let stance = self.status.stance.as_ref().map(|held| held.shown);
        stance.or_else(|| self.representation_shown())
    }

    /// The representation of the subject at the focus in two words or fewer; `None` when nothing is recorded.
    pub fn representation(&self) -> Option<&'static str> {
        let it = self.told()?;
        let shut = it.mission.as_ref().map(|m| m.value);
        match (it.head.as_ref().map(|h| h.value), shut) {
            (Some(Rank::ChargeDAffaires), _) => Some("chargé"),
            (Some(rank), _) => Some(rank.word()),
            (None, Some(MissionStep::Open)) => Some("mission"),
            (None, Some(step)) => Some(step.word()),
            (None, None) => None,
        }
    }
}

/// The two sides of a relation: the subject the file is about, and the other.
pub fn sides<'a>(state: &'a State, it: &'a Relation) -> (&'a Id, &'a Id) {
    match &state.head().focus {
        Some(focus) if &it.pair.1 == focus => (&it.pair.1, &it.pair.0),
        _ => (&it.pair.0, &it.pair.1),
    }
}

/// All relations on the day, given what is in force and the board of that day.
pub fn rows(
    state: &State,
    analysis: &Analysis,
    day: NaiveDate,
    bound: &InForceCounts,
    crossings: &[crossings::Row],
) -> Vec<Row> {
    let records = state.records();
    let by = |issuer: &Id, against: &Id| bound.between(state, issuer, against);
    records
        .relations
        .iter()
        .enumerate()
        .map(|(at, it)| {
            let place = Place { list: RecordKind::Relations, at };
            let (focus, subject) = sides(state, it);
            let blocs = state.blocs_of(subject).iter().map(|bloc| (bloc, by(bloc, focus)));
            let blocs: Vec<(&Id, usize)> = blocs.filter(|(_, count)| *count > 0).collect();
            Row {
                at,
                subject: subject.clone(),
                status: it.status_by(day, analysis.claims(place), &|step| step_proves(state, step)),
                own: by(subject, focus),
                via_bloc: blocs.iter().map(|(_, count)| count).sum(),
                blocs: blocs.into_iter().map(|(bloc, _)| bloc.clone()).collect(),
                border: crossings::tally(state, crossings, |c| c.neighbour_of(focus) == Some(subject)),
                conflict: !analysis.conflicts(place).is_empty(),
            }
        })
        .collect()
}

/// Measures of the ledger that touch a relation: whose, and whether directly or via a bloc.
pub fn measures<'a>(
    state: &State,
    analysis: &Analysis,
    ledger: &'a [ledger::Row],
    issuer: &Id,
    against: &Id,
) -> Vec<(&'a ledger::Row, Via)> {
    let (country, own) = (number(state, against), number(state, issuer));
    let blocs: Vec<u32> = state.blocs_of(issuer).iter().map(|bloc| number(state, bloc)).collect();
    ledger
        .par_iter()
        .with_min_len(ledger::CHUNK)
        .filter_map(|row| {
            let named = analysis.named(row.at());
            if !named.is_of(country) || row.standing == Standing::NoRecord {
                return None;
            }
            let via = if named.issuer == own {
                Via::Itself
            } else if blocs.contains(&named.issuer) {
                Via::Bloc
            } else {
                return None;
            };
            Some((row, via))
        })
        .collect()
}

/// Whose assessment a relation's stance is.
pub fn holder<'a>(it: &'a Relation, status: &RelationStatus) -> Option<&'a Id> {
    let step = status.stance.as_ref().and_then(|held| it.history.get(held.step))?;
    match &step.change {
        RelationChange::Stance(.., by) => by.as_ref(),
        _ => None,
    }
}

/// The sign of a trend; blank where none is known.
pub fn trend_sign(trend: Option<Trend>) -> &'static str {
    match trend {
        Some(Trend::Improving) => "↗",
        Some(Trend::Steady) => "=",
        Some(Trend::Worsening) => "↘",
        None => "",
    }
}
