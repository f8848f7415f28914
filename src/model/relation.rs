//! Relations between two subjects, on four axes: head of mission, mission, consular service, stance.

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::compact::{Text, ThinSlice};
use super::date::Date;
use super::declare::vocabulary;
use super::declare::{HOLDERS, changes, declared};
use super::history::{Claims, Conflict, Grades, Step, disagreeing, in_order};
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

/// Something that holds by a step of the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<T> {
    /// What holds.
    pub value: T,
    /// The place of its step.
    pub step: usize,
    /// Since when.
    pub since: Date,
    /// Until when, where it is limited.
    pub until: Option<Date>,
}

/// One direction of representation on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Representation {
    /// Whose, at whom.
    pub direction: Direction,
    /// The head of mission.
    pub head: Option<Held<Rank>>,
    /// The mission; never [`MissionStep::ReopeningAnnounced`].
    pub mission: Option<Held<MissionStep>>,
    /// A reopening that was announced since.
    pub reopening: Option<Held<MissionStep>>,
    /// The consular service.
    pub consular: Option<Held<ConsularStep>>,
}

/// What holds between two subjects on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationStatus {
    /// How they stand to each other.
    pub stance: Option<Held<Stance>>,
    /// Where that is moving: as a source says, or against the stance before it.
    pub trend: Trend,
    /// Representation in each direction that the history speaks of.
    pub representation: Vec<Representation>,
}

/// Compares the claims of one relation's history.
///
/// A stance is an assessment, not a change on a date: only different stances for one day are a conflict.
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
        for group in axis.chunk_by(same).filter(|group| group.len() > 1) {
            claims.settle(steps, group, grades, &[]);
        }
    }
    claims.finish()
}

fn assessments(steps: &[Step<RelationChange>], axis: &[usize], claims: &mut Claims) {
    let of_one_day = |a: &usize, b: &usize| steps.get(*a).map(|it| it.on) == steps.get(*b).map(|it| it.on);
    for day in axis.chunk_by(of_one_day).filter(|day| day.len() > 1) {
        let places = disagreeing(steps, day, RelationChange::word, |one, other| one != other);
        if !places.is_empty() {
            claims.conflicts.push(Conflict::Outcomes(places));
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

    /// What holds on `day`, the claims of its history having been compared.
    pub fn status(&self, day: NaiveDate, claims: &Claims) -> RelationStatus {
        let held: Vec<(usize, &Step<RelationChange>)> = in_order(&self.history)
            .into_iter()
            .filter(|&place| !claims.is_set_aside(place))
            .filter_map(|place| self.history.get(place).map(|step| (place, step)))
            .filter(|(_, step)| step.on.certainly_by(day) && !step.is_over(day))
            .collect();
        // Each direction that the history speaks of, though nothing of it may hold.
        let directions = self.history.iter().filter_map(|step| step.change.direction());
        let mut all: IndexMap<&Direction, Representation> =
            directions.map(|it| (it, Representation::of(it.clone()))).collect();
        for &(place, step) in &held {
            if let Some(of) = step.change.direction().and_then(|direction| all.get_mut(direction)) {
                of.take(place, step);
            }
        }
        let (stance, trend) = self.stance(&held, day);
        RelationStatus { stance, trend, representation: all.into_values().collect() }
    }

    fn stance(
        &self,
        held: &[(usize, &Step<RelationChange>)],
        day: NaiveDate,
    ) -> (Option<Held<Stance>>, Trend) {
        let last = held.iter().rev().find_map(|(place, step)| match step.change {
            RelationChange::Stance(stance, trend, _) => Some((keep(stance, *place, step), trend)),
            _ => None,
        });
        let Some((stance, stated)) = last else {
            return (None, Trend::Steady);
        };
        let before = in_order(&self.history)
            .into_iter()
            .filter_map(|place| self.history.get(place).map(|step| (place, step)))
            .filter(|(place, step)| {
                *place != stance.step
                    && step.withdrawn.is_none()
                    && step.on.certainly_by(day)
                    && step.on <= stance.since
            })
            .filter_map(|(_, step)| match step.change {
                RelationChange::Stance(stance, ..) => Some(stance),
                _ => None,
            })
            .next_back();
        let trend = stated.unwrap_or_else(|| match before {
            Some(before) if before < stance.value => Trend::Improving,
            Some(before) if before > stance.value => Trend::Worsening,
            _ => Trend::Steady,
        });
        (Some(stance), trend)
    }
}

fn keep<T>(value: T, place: usize, step: &Step<RelationChange>) -> Held<T> {
    Held { value, step: place, since: step.on, until: step.until }
}

impl Representation {
    fn of(direction: Direction) -> Self {
        Self { direction, head: None, mission: None, reopening: None, consular: None }
    }

    /// Takes a step of this direction that holds.
    fn take(&mut self, place: usize, step: &Step<RelationChange>) {
        match step.change {
            RelationChange::Head(_, rank, _) => self.head = Some(keep(rank, place, step)),
            RelationChange::Mission(_, MissionStep::ReopeningAnnounced) => {
                self.reopening = Some(keep(MissionStep::ReopeningAnnounced, place, step));
            }
            RelationChange::Mission(_, mission) => {
                self.mission = Some(keep(mission, place, step));
                self.reopening = None;
            }
            RelationChange::Consular(_, consular) => self.consular = Some(keep(consular, place, step)),
            RelationChange::Stance(..) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::history::Withdrawal;

    fn relation(steps: &[(&str, RelationChange, Option<&str>)]) -> Relation {
        Relation {
            id: "by-us".into(),
            pair: ("BY".into(), "US".into()),
            note: None,
            history: steps
                .iter()
                .map(|(on, change, until)| Step {
                    on: on.parse().unwrap(),
                    time: None,
                    change: change.clone(),
                    until: until.map(|u| u.parse().unwrap()),
                    scope: None,
                    note: None,
                    sources: [Id::new(on)].into(),
                    event: None,
                    act: None,
                    known: None,
                    withdrawn: None,
                })
                .collect(),
        }
    }

    fn us_at_minsk() -> Direction {
        Direction { from: "US".into(), at: "BY".into() }
    }

    fn on(relation: &Relation, day: &str) -> RelationStatus {
        let claims = claims(&relation.history, &Grades::new());
        relation.status(day.parse::<Date>().unwrap().first(), &claims)
    }

    #[test]
    fn a_rank_that_ended_leaves_a_gap_until_the_next() {
        let charge = || RelationChange::Head(us_at_minsk(), Rank::ChargeDAffaires, None);
        let it = relation(&[("2008", charge(), Some("2020")), ("2022", charge(), None)]);
        let rank = |day| on(&it, day).representation[0].head.as_ref().map(|h| h.value);
        assert_eq!(rank("2010-06-01"), Some(Rank::ChargeDAffaires));
        assert_eq!(rank("2021-12-15"), None);
        assert_eq!(rank("2024-01-01"), Some(Rank::ChargeDAffaires));
        assert!(claims(&it.history, &Grades::new()).conflicts.is_empty());
    }

    #[test]
    fn a_head_of_mission_without_a_name_is_any_and_two_names_are_two_heads() {
        let head =
            |name: Option<&str>| RelationChange::Head(us_at_minsk(), Rank::Ambassador, name.map(Text::from));
        for (one, other, set_aside) in [
            (Some("A. Alpha"), None, 1),
            (Some("A. Alpha"), Some("A. Alpha"), 1),
            (None, None, 1),
            (Some("A. Alpha"), Some("B. Beta"), 0),
        ] {
            let it = relation(&[("2008", head(one), None), ("2009", head(other), None)]);
            let found = claims(&it.history, &Grades::new()).set_aside;
            assert_eq!(found.len(), set_aside, "{one:?} and {other:?}");
        }
    }

    #[test]
    fn a_withdrawn_stance_has_no_vote() {
        let stance = |level| RelationChange::Stance(level, None, Some("QL".into()));
        let mut it =
            relation(&[("2020", stance(Stance::Good), None), ("2021", stance(Stance::Hostile), None)]);
        it.history.change(|steps| {
            steps[1].withdrawn = Some(Box::new(Withdrawal::of("2022".parse().unwrap())));
        });
        let status = on(&it, "2023-01-01");
        assert_eq!(status.stance.map(|held| held.value), Some(Stance::Good));
        assert_eq!(status.trend, Trend::Steady);
    }

    #[test]
    fn an_announced_reopening_does_not_open_the_mission() {
        let it = relation(&[
            ("2022-02", RelationChange::Mission(us_at_minsk(), MissionStep::Suspended), None),
            ("2025-09-11", RelationChange::Mission(us_at_minsk(), MissionStep::ReopeningAnnounced), None),
        ]);
        let status = on(&it, "2025-12-01");
        let us = &status.representation[0];
        assert_eq!(us.mission.as_ref().unwrap().value, MissionStep::Suspended);
        assert!(us.reopening.is_some());
    }

    #[test]
    fn the_trend_is_the_sources_or_follows_from_the_stance_before() {
        let it = relation(&[
            ("2019", RelationChange::Stance(Stance::Good, None, None), None),
            ("2021", RelationChange::Stance(Stance::Cold, None, None), None),
            ("2025", RelationChange::Stance(Stance::Cold, Some(Trend::Improving), None), None),
        ]);
        assert_eq!(on(&it, "2022-01-01").trend, Trend::Worsening);
        assert_eq!(on(&it, "2026-01-01").trend, Trend::Improving);
        assert_eq!(on(&it, "2020-01-01").trend, Trend::Steady);
    }
}
