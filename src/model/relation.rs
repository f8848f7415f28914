//! Relations between two subjects, on four axes: head of mission, mission, consular service, stance.

mod status;

pub use status::{Held, Proves, RelationStatus, Representation};

use indexmap::IndexMap;

use super::compact::{Text, ThinSlice};
use super::declare::vocabulary;
use super::declare::{HOLDERS, changes, declared};
use super::history::{Claims, Conflict, Grades, Step, disagreeing};
use super::id::Id;
use super::kind::RecordKind;

vocabulary! {
    /// The rank of a head of mission.
    ///
    /// Source of the classes: Vienna Convention on Diplomatic Relations (1961), article 14.
    pub enum Rank {
        /// An ambassador.
        Ambassador => "ambassador",
        /// An envoy.
        Envoy => "envoy",
        /// A minister.
        Minister => "minister",
        /// A chargé d'affaires.
        ChargeDAffaires => "chargé d'affaires",
        /// Nobody.
        Vacant => "vacant",
    }
}

vocabulary! {
    /// What a step says of a mission.
    pub enum MissionStep {
        /// It works.
        Open => "open",
        /// It works with fewer staff or functions.
        Reduced => "reduced",
        /// It has stopped working.
        Suspended => "suspended",
        /// It is closed.
        Closed => "closed",
        /// Its reopening was announced; it has not reopened.
        ReopeningAnnounced => "reopening announced",
    }
}

vocabulary! {
    /// What a consular service offers.
    pub enum ConsularStep {
        /// All of it.
        Full => "full",
        /// Part of it.
        Limited => "limited",
        /// Nothing for the time being.
        Suspended => "suspended",
        /// Nothing.
        Closed => "closed",
    }
}

vocabulary! {
    /// How one stands to the other, from worst to best, in the words of the sources.
    pub enum Stance {
        /// Hostile.
        Hostile => "hostile",
        /// Strained.
        Strained => "strained",
        /// Cold.
        Cold => "cold",
        /// Neither good nor bad.
        Neutral => "neutral",
        /// Good.
        Good => "good",
        /// A partner.
        Partner => "partner",
        /// An ally.
        Ally => "ally",
    }
}

vocabulary! {
    /// Where a stance is moving.
    pub enum Trend {
        /// Getting better.
        Improving => "improving",
        /// Unchanged.
        Steady => "steady",
        /// Getting worse.
        Worsening => "worsening",
    }
}

vocabulary! {
    /// The axis that a step of a relation is on.
    pub enum Axis {
        /// The head of mission.
        Head => "head of mission",
        /// The mission.
        Mission => "mission",
        /// The consular service.
        Consular => "consular service",
        /// How they stand to each other.
        Stance => "stance",
    }
}

/// The direction of representation: whose mission, and at whom.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Direction {
    /// Who sends.
    pub from: Id,
    /// Who receives.
    pub at: Id,
}

/// What a step of a relation's history says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RelationChange {
    /// The rank of the head of mission, and the name.
    Head(Direction, Rank, Option<Text>),
    /// The state of the mission.
    Mission(Direction, MissionStep),
    /// The state of the consular service.
    Consular(Direction, ConsularStep),
    /// How they stand to each other, where that is moving, and whose assessment it is.
    Stance(Stance, Option<Trend>, Option<Id>),
}

changes! {
    RelationChange("a step of a relation"), what: Axis, it {
        from: Id, for [Head, Mission, Consular] => to(RecordKind::Subjects).label("who sends"),
            in it.direction().map(|direction| &direction.from);
        at: Id, for [Head, Mission, Consular] => to(RecordKind::Subjects).label("who receives"),
            in it.direction().map(|direction| &direction.at);
        rank: Rank, for [Head],
            in if let RelationChange::Head(_, rank, _) = it { Some(rank) } else { None };
        name: Option<Text>, for [Head] => help("the head's name"),
            in if let RelationChange::Head(.., name) = it { Some(name) } else { None };
        mission: MissionStep, for [Mission] => named("status"),
            in if let RelationChange::Mission(_, status) = it { Some(status) } else { None };
        consular: ConsularStep, for [Consular] => named("status").label("service"),
            in if let RelationChange::Consular(_, status) = it { Some(status) } else { None };
        level: Stance, for [Stance],
            in if let RelationChange::Stance(level, ..) = it { Some(level) } else { None };
        trend: Option<Trend>, for [Stance],
            in if let RelationChange::Stance(_, trend, _) = it { Some(trend) } else { None };
        by: Option<Id>, for [Stance] => to_one_of(HOLDERS).label("assessed by").help("whose assessment it is: a subject or a source"),
            in if let RelationChange::Stance(.., by) = it { Some(by) } else { None };
    }
    make match what {
        Axis::Head => Some(Self::Head(Direction { from: from?, at: at? }, rank?, name?)),
        Axis::Mission => Some(Self::Mission(Direction { from: from?, at: at? }, mission?)),
        Axis::Consular => Some(Self::Consular(Direction { from: from?, at: at? }, consular?)),
        Axis::Stance => Some(Self::Stance(level?, trend?, by?)),
    };
    word match it {
        RelationChange::Head(..) => Axis::Head,
        RelationChange::Mission(..) => Axis::Mission,
        RelationChange::Consular(..) => Axis::Consular,
        RelationChange::Stance(..) => Axis::Stance,
    };
}

impl RelationChange {
    /// The wording for people.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Head(_, rank, _) => rank.word(),
            Self::Mission(_, step) => step.word(),
            Self::Consular(_, step) => step.word(),
            Self::Stance(stance, ..) => stance.word(),
        }
    }

    /// The axis it is on.
    pub fn axis(&self) -> &'static str {
        match self {
            Self::Head(..) => "head of mission",
            Self::Mission(..) => "mission",
            Self::Consular(..) => "consular service",
            Self::Stance(..) => "stance",
        }
    }

    /// Whose representation at whom, where the axis has a direction.
    pub fn direction(&self) -> Option<&Direction> {
        match self {
            Self::Head(d, ..) | Self::Mission(d, _) | Self::Consular(d, _) => Some(d),
            Self::Stance(..) => None,
        }
    }

    /// Whether both claim one change: a claim that gives no name speaks of any head of mission.
    fn says_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Head(way, rank, name), Self::Head(other_way, other_rank, other_name)) => {
                let is_one = name.as_ref().zip(other_name.as_ref()).is_none_or(|(a, b)| a == b);
                way == other_way && rank == other_rank && is_one
            }
            _ => self == other,
        }
    }

    /// Whether it says what another does, of whichever assessment.
    fn says_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Stance(one, ..), Self::Stance(other, ..)) => one == other,
            _ => self.says_same(other),
        }
    }

    fn axis_and_direction(&self) -> (&'static str, Option<&Direction>) {
        (self.axis(), self.direction())
    }
}

declared! {
    /// A pair of subjects and what is between them.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Relation("a relation") {
        /// Its stable name.
        id: Id,
        /// The two.
        pair: (Id, Id) => to(RecordKind::Subjects).searched().telling().labels("between", "and"),
        /// Anything else worth saying.
        note: Option<Text> => lines(),
        /// What happened, on all axes.
        history: ThinSlice<Step<RelationChange>>,
    }
}

/// Compares the claims of one relation's history.
///
/// A stance is an assessment, not a change on a date: only different stances of one holder for one day are a conflict.
pub fn claims(steps: &[Step<RelationChange>], grades: &Grades) -> Claims {
    let (mut claims, order) = Claims::voting(steps);
    let mut axes: IndexMap<_, Vec<usize>> = IndexMap::new();
    for place in order {
        if let Some(step) = steps.get(place) {
            axes.entry(step.change.axis_and_direction()).or_default().push(place);
        }
    }
    for (_, axis) in axes {
        if axis.first().and_then(|first| steps.get(*first)).is_some_and(|it| it.change.direction().is_none())
        {
            assessments(steps, &axis, &mut claims);
            continue;
        }
        let same = |a: &usize, b: &usize| match (steps.get(*a), steps.get(*b)) {
            // A limit that ended before the next began makes the next a change of its own.
            (Some(a), Some(b)) => {
                a.change.says_same(&b.change) && a.until.is_none_or(|u| u.last() >= b.on.first())
            }
            _ => false,
        };
        for group in axis.chunk_by(same) {
            claims.settle_rivals(steps, group, grades);
        }
    }
    claims.finish()
}

fn assessments(steps: &[Step<RelationChange>], axis: &[usize], claims: &mut Claims) {
    let of_one_day = |a: &usize, b: &usize| steps.get(*a).map(|it| it.on) == steps.get(*b).map(|it| it.on);
    for day in axis.chunk_by(of_one_day).filter(|day| day.len() > 1) {
        // Two who see it differently do not contradict each other: each has a view.
        let mut by_holder: IndexMap<Option<&Id>, Vec<usize>> = IndexMap::new();
        for &place in day {
            if let Some(RelationChange::Stance(.., by)) = steps.get(place).map(|step| &step.change) {
                by_holder.entry(by.as_ref()).or_default().push(place);
            }
        }
        for views in by_holder.into_values().filter(|views| views.len() > 1) {
            let places = disagreeing(steps, &views, RelationChange::word, |one, other| one != other);
            if !places.is_empty() {
                claims.conflicts.push(Conflict::Outcomes(places));
            }
        }
    }
}

impl Relation {
    /// The other one, seen from `narrowing`.
    pub fn other(&self, subject: &Id) -> Option<&Id> {
        match &self.pair {
            (a, b) if a == subject => Some(b),
            (a, b) if b == subject => Some(a),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
