//! Dated histories: what changed, when, until when, and who says so.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::compact::{Text, ThinSlice};
use super::date::Date;
use super::declare::{declared, vocabulary};
use super::id::Id;
use super::kind::RecordKind;
use super::source::Grade;

declared! {
    /// One dated step of a history: a claim by its sources that something changed.
    #[derive(Debug, Clone, PartialEq)]
    pub struct Step<C>(C::STEP) {
        /// When it happened, as precisely as the source says.
        on: Date,
        /// The time of day as the source gives it, such as `12:00` or `evening`.
        time: Option<Text> => common().unsearched(),
        /// What changed.
        change: C => named("what"),
        /// The last day for which it holds, where it was limited.
        until: Option<Date>,
        /// What it covers, or under which conditions.
        scope: Option<Text> => common(),
        /// Anything else worth saying.
        note: Option<Text> => common().lines(),
        /// Who says so; never empty in a checked file.
        sources: ThinSlice<Id> => to(RecordKind::Sources).needed().searched(),
        /// The event behind it.
        event: Option<Id> => to(RecordKind::Events),
        /// The act that does it.
        act: Option<Id> => to(RecordKind::Acts).help("the act that does it"),
        /// From when it could be known, where that is not the day on which its sources were published.
        known: Option<Date> => label("known from").help("where it is not the day on which its sources were published"),
        /// That it turned out wrong: from then on it has no vote.
        withdrawn: Option<Box<Withdrawal>> => help("the claim turned out wrong and has no vote"),
    }
}

declared! {
    /// A claim that turned out wrong: it is struck and not deleted.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Withdrawal("a withdrawal") {
        /// The day from which it was known to be wrong.
        on: Date => label("withdrawn on"),
        /// Why.
        why: Option<Text> => label("withdrawn because"),
        /// Who says so.
        sources: ThinSlice<Id> => to(RecordKind::Sources).label("withdrawn by"),
    }
}

impl Withdrawal {
    /// A withdrawal on a day.
    pub fn of(on: Date) -> Self {
        Self { on, why: None, sources: ThinSlice::new() }
    }
}

impl<C> Step<C> {
    /// A step with nothing but what every step has.
    pub fn new(on: Date, change: C, sources: ThinSlice<Id>) -> Self {
        Self {
            on,
            time: None,
            change,
            until: None,
            scope: None,
            note: None,
            sources,
            event: None,
            act: None,
            known: None,
            withdrawn: None,
        }
    }
}

/// Where two sources date the same thing at most so many days apart, they speak of one change and disagree on its day;
/// where the later one is later than that, it says again what holds.
pub const RIVAL_DAYS: i64 = 31;

/// Since when what a step says holds without a break: of `steps`, which are certain by the day asked and stand in the
/// order of time, each with whether it says the same, the one at `at` holds. What is said again moves no date.
pub(super) fn began<C>(steps: &[(&Step<C>, bool)], at: usize) -> Option<Date> {
    let (present, _) = steps.get(at)?;
    // After it only stands what has run out; where that said something else, the present began when it had.
    let later = steps.iter().skip(at + 1).filter(|(_, same)| !same);
    if let Some(until) = later.filter_map(|(step, _)| step.until).max() {
        return Some(until.day_after());
    }
    let mut since = present.on;
    // The day after something else that has run out.
    let mut broken: Option<Date> = None;
    for (step, same) in steps.iter().take(at).rev() {
        let lasts = step.until.is_none_or(|until| until.day_after().first() >= since.first());
        match (*same, lasts) {
            (true, true) => match broken.filter(|day| *day > step.on) {
                Some(day) => return Some(day),
                None => since = step.on,
            },
            (false, true) => return Some(since),
            (true, false) => {}
            (false, false) => broken = broken.max(step.until.map(Date::day_after)),
        }
    }
    Some(since)
}

impl<C> Step<C> {
    /// Whether it turned out wrong: it is shown struck, and nothing rests on it.
    pub fn is_withdrawn(&self) -> bool {
        self.withdrawn.is_some()
    }

    /// Whether its limit has passed on `day`. The limit is inclusive: it holds through its last day.
    pub fn is_over(&self, day: NaiveDate) -> bool {
        self.until.is_some_and(|until| until.is_over_before(day))
    }
}

/// Sources, ready to be looked up: of few each is compared, of many a set is made.
pub(super) enum Voices<'a> {
    /// At most so many as are compared faster than hashed.
    ThinSlice(&'a [Id]),
    /// More.
    Many(HashSet<&'a Id>),
}

impl<'a> Voices<'a> {
    /// The sources of a step.
    pub(super) fn of(sources: &'a [Id]) -> Self {
        if sources.len() <= 8 { Self::ThinSlice(sources) } else { Self::Many(sources.iter().collect()) }
    }

    /// Whether one of them is among others.
    pub(super) fn share(&self, others: &[Id]) -> bool {
        others.iter().any(|source| match self {
            Self::ThinSlice(few) => few.contains(source),
            Self::Many(many) => many.contains(source),
        })
    }
}

/// How far each source is trusted; sources without a grade are not in it.
pub type Grades = HashMap<Id, Grade>;

/// The places of the steps in order of time: by the day each is certain, then by the hour where it is written as
/// `HH:MM`, then as written.
pub fn in_order<C>(steps: &[Step<C>]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..steps.len()).collect();
    if !are_in_order(steps) {
        order.sort_by_key(|&at| steps.get(at).map(moment));
    }
    order
}

/// Whether the steps are written in the order of time, as most are.
pub(crate) fn are_in_order<C>(steps: &[Step<C>]) -> bool {
    steps.is_sorted_by(|a, b| moment(a) <= moment(b))
}

fn moment<C>(step: &Step<C>) -> (Date, Option<&str>) {
    (step.on, step.time.as_deref().filter(|time| is_hour(time)))
}

fn is_hour(time: &str) -> bool {
    matches!(time.as_bytes(), [a, b, b':', c, d] if [a, b, c, d].iter().all(|digit| digit.is_ascii_digit()))
}

/// Sources that disagree about one record; computed, never stored. Numbers are places in the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// One change, claimed on dates that cannot be the same day. The first is the claim that the status follows.
    Dates(Vec<usize>),
    /// Different outcomes claimed for one day. The first is the claim that the status follows.
    Outcomes(Vec<usize>),
    /// A claim (first) that an observation (second) speaks against.
    Contradicted(usize, usize),
    /// One figure with different values. Numbers are places in the event's figures.
    Figures(Vec<usize>),
}

impl Conflict {
    /// The places that take part in it.
    pub fn places(&self) -> Vec<usize> {
        match self {
            Self::Dates(places) | Self::Outcomes(places) | Self::Figures(places) => places.clone(),
            Self::Contradicted(claim, seen) => vec![*claim, *seen],
        }
    }
}

/// What the sources of one history disagree on, and which steps the status therefore leaves out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Claims {
    /// The disagreements.
    pub conflicts: Vec<Conflict>,
    /// The steps that do not prevail; sorted.
    pub set_aside: Vec<usize>,
}

impl Claims {
    /// Whether the status leaves the step at this place out.
    pub fn is_set_aside(&self, place: usize) -> bool {
        self.set_aside.binary_search(&place).is_ok()
    }

    /// Takes one group of steps that claim the same change: chooses the claim that prevails, sets the others
    /// aside, and records a conflict where dates cannot be the same day and sources differ.
    ///
    /// `contradicted` are the places that an observation speaks against, sorted; such a claim prevails only when it
    /// stands alone among its like. Returns the place that prevails.
    pub(super) fn settle<C>(
        &mut self,
        steps: &[Step<C>],
        group: &[usize],
        grades: &Grades,
        contradicted: &[usize],
    ) -> Option<usize> {
        let winner = *group.iter().min_by_key(|&&place| {
            let step = steps.get(place);
            (
                contradicted.binary_search(&place).is_ok(),
                step.map(|s| rank(s, grades)),
                step.map(|s| (s.on.first(), place)),
            )
        })?;
        let winning = steps.get(winner)?;
        let voices = Voices::of(&winning.sources);
        let mut claims = vec![winner];
        for &place in group {
            let Some(step) = steps.get(place).filter(|_| place != winner) else {
                continue;
            };
            if !step.on.may_equal(winning.on) && !voices.share(&step.sources) {
                claims.push(place);
            }
            self.set_aside.push(place);
        }
        if claims.len() > 1 {
            self.conflicts.push(Conflict::Dates(claims));
        }
        Some(winner)
    }

    /// The same for steps that say one thing again and again, in the order of time: those that date it much later than the
    /// first are no claims about the same change. They say again what holds.
    pub(super) fn settle_rivals<C>(&mut self, steps: &[Step<C>], group: &[usize], grades: &Grades) {
        let Some(first) = group.first().and_then(|&place| steps.get(place)) else { return };
        let is_rival = |place: &&usize| {
            let on = steps.get(**place).map(|step| step.on.first());
            on.is_some_and(|on| (on - first.on.last()).num_days() <= RIVAL_DAYS)
        };
        let rivals = group.get(..group.iter().take_while(is_rival).count()).unwrap_or_default();
        if rivals.len() > 1 {
            self.settle(steps, rivals, grades, &[]);
        }
    }

    /// Takes steps that claim different outcomes for one day from different sources; the best claim prevails.
    pub(super) fn settle_outcomes<C>(
        &mut self,
        steps: &[Step<C>],
        group: &[usize],
        grades: &Grades,
        contradicted: &[usize],
    ) {
        let best = group.iter().min_by_key(|&&place| {
            (contradicted.binary_search(&place).is_ok(), steps.get(place).map(|s| rank(s, grades)), place)
        });
        let Some(&winner) = best else { return };
        let mut claims = vec![winner];
        claims.extend(group.iter().copied().filter(|&place| place != winner));
        self.set_aside.extend(claims.iter().skip(1));
        self.conflicts.push(Conflict::Outcomes(claims));
    }

    /// The claims of a history before any is compared, and the places of those that have a vote, in the order of time:
    /// what was withdrawn has none.
    pub(super) fn voting<C>(steps: &[Step<C>]) -> (Self, Vec<usize>) {
        let mut claims = Self::default();
        let mut order = in_order(steps);
        order.retain(|&place| {
            let is_withdrawn = steps.get(place).is_some_and(|step| step.withdrawn.is_some());
            if is_withdrawn {
                claims.set_aside.push(place);
            }
            !is_withdrawn
        });
        (claims, order)
    }

    pub(super) fn finish(mut self) -> Self {
        self.set_aside.sort_unstable();
        self.set_aside.dedup();
        self
    }
}

/// What makes one claim prevail over another, best first: the better-graded source, the more precise date,
/// the more sources. It never depends on the order in the file, nor on how often a step names a source: a source is one
/// voice.
fn rank<C>(step: &Step<C>, grades: &Grades) -> (bool, Option<Grade>, i64, std::cmp::Reverse<usize>) {
    let best = step.sources.iter().filter_map(|source| grades.get(source).copied()).min();
    (best.is_none(), best, step.on.uncertainty_days(), std::cmp::Reverse(voices(&step.sources)))
}

vocabulary! {
    /// What made one claim prevail over another.
    pub enum Deciding {
        /// An observation speaks against the other, and none against it.
        Uncontradicted => "no observation speaks against it",
        /// Its best source has the better grade.
        Grade => "its source has the better grade",
        /// Its date leaves fewer days open.
        Precision => "its date is more precise",
        /// More sources say so.
        Voices => "more sources say so",
        /// Nothing tells them apart but the day.
        Earlier => "all else being equal, the earlier day",
        /// Nothing tells them apart but their order in the file.
        Order => "all else being equal, it is written first",
    }
}

/// Which rule made the claim at the place `winner` prevail over the one at `other`; see `rank` for their order.
pub fn deciding<C>(
    steps: &[Step<C>],
    (winner, other): (usize, usize),
    conflicts: &[Conflict],
    grades: &Grades,
) -> Option<Deciding> {
    let (one, two) = (steps.get(winner)?, steps.get(other)?);
    let contradicted =
        |at: usize| conflicts.iter().any(|it| matches!(it, Conflict::Contradicted(claim, _) if *claim == at));
    let (better, worse) = (rank(one, grades), rank(two, grades));
    Some(if contradicted(winner) != contradicted(other) {
        Deciding::Uncontradicted
    } else if (better.0, better.1) != (worse.0, worse.1) {
        Deciding::Grade
    } else if better.2 != worse.2 {
        Deciding::Precision
    } else if better.3 != worse.3 {
        Deciding::Voices
    } else if one.on.first() != two.on.first() {
        Deciding::Earlier
    } else {
        Deciding::Order
    })
}

/// How many sources these are, each counted once.
fn voices(sources: &[Id]) -> usize {
    // Most claims have a source or two, which need no set.
    match sources {
        [] | [_] => sources.len(),
        [a, b] => 1 + usize::from(a != b),
        many => many.iter().collect::<HashSet<_>>().len(),
    }
}

/// Whether two steps can be rival claims: no source stands behind both.
pub(super) fn are_rivals<C>(a: &Step<C>, b: &Step<C>) -> bool {
    !Voices::of(&a.sources).share(&b.sources)
}

/// So many different claims of one day are compared with each other at most.
const MOST_COMPARED: usize = 500;

/// Of some steps those of which another one says something else, and no source stands behind both; in their order.
/// What is said twice by the same sources is compared once.
pub(super) fn disagreeing<C, W: Copy + Eq + Hash>(
    steps: &[Step<C>],
    places: &[usize],
    says: impl Fn(&C) -> W,
    differ: impl Fn(W, W) -> bool,
) -> Vec<usize> {
    let mut said: IndexMap<(W, &[Id]), Vec<usize>> = IndexMap::new();
    for &place in places {
        if let Some(step) = steps.get(place) {
            said.entry((says(&step.change), step.sources.as_slice())).or_default().push(place);
        }
    }
    let different: Vec<(W, &[Id], Voices<'_>)> = said
        .keys()
        .take(MOST_COMPARED)
        .map(|&(what, sources)| (what, sources, Voices::of(sources)))
        .collect();
    let mut found: Vec<bool> = vec![false; different.len()];
    for (i, (what, sources, _)) in different.iter().enumerate() {
        for (j, (other, _, voices)) in different.iter().enumerate().take(i) {
            let both = found.get(i).zip(found.get(j)).is_some_and(|(a, b)| *a && *b);
            if !both && differ(*what, *other) && !voices.share(sources) {
                for at in [i, j] {
                    if let Some(slot) = found.get_mut(at) {
                        *slot = true;
                    }
                }
            }
        }
    }
    let mut all: Vec<usize> =
        said.values().zip(found).filter(|(_, found)| *found).flat_map(|(places, _)| places.clone()).collect();
    // In the order in which they were given.
    if all.len() > 1 {
        let rank: HashMap<usize, usize> = places.iter().enumerate().map(|(at, place)| (*place, at)).collect();
        all.sort_unstable_by_key(|place| rank.get(place).copied());
    }
    all
}
