//! The way through one history: what was announced, and what came of it. The rungs are those of the ladder
//! (`model::measure::status`): what takes an announcement back there ends it here.

use chrono::NaiveDate;

use crate::model::date::Date;
use crate::model::history::{Claims, Step, in_order};
use crate::model::measure::{MeasureChange, MeasureStep};

use super::{End, Gap, Outcome, Proof, Way};

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    /// What a step says, on the day on which it binds.
    Step(MeasureStep),
    /// That a step was decided which binds later.
    Decided,
}

/// The gaps of a history by `day`, in the order of time: given its steps on their own days and on those on which they bind.
/// Claims that do not prevail, and those that were withdrawn, say nothing.
pub fn walk(
    measure: usize,
    own: &[Step<MeasureChange>],
    bound: &[Step<MeasureChange>],
    claims: &Claims,
    day: NaiveDate,
) -> Vec<Gap> {
    let mut marks: Vec<(Date, usize, Said, usize)> = Vec::with_capacity(own.len());
    for (rank, at) in in_order(bound).into_iter().enumerate() {
        let (Some(said), Some(step)) = (own.get(at), bound.get(at)) else { continue };
        if claims.is_set_aside(at) {
            continue;
        }
        let what = step.change.what;
        if what.starts() && said.on.certainly_by(day) && said.on.last() < step.on.last() {
            marks.push((said.on, rank, Said::Decided, at));
        }
        if step.on.certainly_by(day) {
            marks.push((step.on, rank, Said::Step(what), at));
        }
    }
    marks.sort_by_key(|(on, rank, ..)| (*on, *rank));
    let mut walk = Walk { measure, bound, ..Walk::default() };
    for (on, _, said, at) in marks {
        walk.take(said, Proof { at, on });
    }
    walk.expire(day);
    walk.done(claims, day)
}

#[derive(Default)]
struct Walk<'a> {
    measure: usize,
    bound: &'a [Step<MeasureChange>],
    gaps: Vec<Gap>,
    /// Whether it binds, and whether that is only known from a sighting or a later statement.
    in_force: bool,
    observed: bool,
    /// The last day of its term, and the step that set it.
    limit: Option<(Date, usize)>,
    /// How it ended, while it has not begun again.
    ended: Option<End>,
    /// Where the open announcement of each way is among the gaps, or the one that was closed last since it began or ended.
    lifting: Option<usize>,
    imposition: Option<usize>,
    /// The last sightings on a list, and without it.
    seen: Option<Date>,
    unseen: Option<Date>,
}

impl Walk<'_> {
    fn take(&mut self, said: Said, by: Proof) {
        let what = match said {
            Said::Decided => {
                self.expire(by.on.first());
                return self.announce(Way::Application, by);
            }
            Said::Step(what) => what,
        };
        // A renewal that comes late takes up what had run out.
        if what != MeasureStep::Renewed {
            self.expire(by.on.first());
        }
        let until = self.bound.get(by.at).and_then(|step| step.until).map(|until| (until, by.at));
        let is_over = self.ended.is_some();
        match what {
            MeasureStep::Announced => self.announce(Way::Imposition, by),
            MeasureStep::Imposed | MeasureStep::Designated | MeasureStep::Adopted => {
                self.start(by, false);
                self.limit = until;
            }
            MeasureStep::Seen | MeasureStep::InForce => {
                self.start(by, true);
                if what == MeasureStep::Seen {
                    self.seen = Some(by.on);
                }
            }
            MeasureStep::LiftingAnnounced => self.announce_lifting(by),
            MeasureStep::Lifted | MeasureStep::Delisted | MeasureStep::Revoked => self.end(by, Outcome::Done),
            MeasureStep::Expired => self.end(by, Outcome::RanOut),
            MeasureStep::NotSeen => {
                if self.in_force {
                    self.end(by, Outcome::Seen);
                }
                self.unseen = Some(by.on);
            }
            MeasureStep::Renewed if self.ended.is_none_or(|end| end.outcome == Outcome::RanOut) => {
                self.start(by, true);
                self.limit = until;
                self.take_back(by);
            }
            MeasureStep::Resumed if !is_over => {
                self.start(by, true);
                self.take_back(by);
            }
            MeasureStep::Amended if !is_over => {
                self.start(by, true);
                self.limit = until.or(self.limit);
            }
            MeasureStep::Licensed | MeasureStep::Eased | MeasureStep::Suspended if !is_over => {
                self.start(by, true);
            }
            // A threat is no announcement; and what changes a measure that has ended does not revive it.
            MeasureStep::InPreparation
            | MeasureStep::Threatened
            | MeasureStep::Renewed
            | MeasureStep::Resumed
            | MeasureStep::Amended
            | MeasureStep::Licensed
            | MeasureStep::Eased
            | MeasureStep::Suspended => {}
        }
    }

    fn open(&mut self, way: Way, announced: Proof) -> usize {
        let measure = self.measure;
        self.gaps.push(Gap { measure, way, announced, again: 0, licensed: None, end: None });
        self.gaps.len() - 1
    }

    fn get(&mut self, at: Option<usize>) -> Option<&mut Gap> {
        self.gaps.get_mut(at?)
    }

    /// That a measure comes: which way is told by what was said first.
    fn announce(&mut self, way: Way, by: Proof) {
        if self.in_force {
            return;
        }
        let at = self.imposition;
        match self.get(at).filter(|gap| gap.end.is_none()) {
            // What is said again is no news: it dates from the first time.
            Some(gap) => gap.again += 1,
            None => self.imposition = Some(self.open(way, by)),
        }
    }

    fn announce_lifting(&mut self, by: Proof) {
        if let Some(end) = self.ended {
            // It is certain after the end; where its day may lie before that, it may have been the announcement of it.
            let is_of_it = by.on.first() <= end.proof.on.last() && !by.on.is_exact();
            if is_of_it && self.lifting.is_none() && end.outcome != Outcome::RanOut {
                let at = self.open(Way::Lifting, by);
                self.lifting = Some(at);
                if let Some(gap) = self.get(Some(at)) {
                    gap.end = Some(end);
                }
            }
            return;
        }
        self.start(by, true);
        let at = self.lifting;
        match self.get(at).filter(|gap| gap.end.is_none()) {
            Some(gap) => gap.again += 1,
            None => self.lifting = Some(self.open(Way::Lifting, by)),
        }
    }

    fn start(&mut self, by: Proof, observed: bool) {
        let outcome = if observed { Outcome::Seen } else { Outcome::Done };
        let not_before = self.unseen.filter(|_| observed).and_then(|on| on.first().succ_opt());
        let end = End { outcome, proof: by, not_before };
        let at = self.imposition;
        if !self.in_force {
            if let Some(gap) = self.get(at).filter(|gap| gap.end.is_none()) {
                gap.end = Some(end);
            }
            (self.in_force, self.observed) = (true, observed);
            (self.ended, self.lifting, self.limit, self.seen) = (None, None, None, None);
        } else if self.observed && !observed {
            // A known start replaces an observed one.
            self.observed = false;
            if let Some(gap) = self.get(at).filter(|gap| gap.outcome() == Outcome::Seen) {
                gap.end = Some(end);
            }
        }
    }

    fn end(&mut self, by: Proof, outcome: Outcome) {
        let seen = self.seen.filter(|_| outcome == Outcome::Seen);
        let not_before = seen.and_then(|on| on.first().succ_opt());
        let end = End { outcome, proof: by, not_before };
        // Off the list, and then an act was found that says so.
        let was_unseen = self.ended.is_some_and(|was| was.outcome == Outcome::Seen);
        let replaces = was_unseen && outcome == Outcome::Done;
        let at = self.lifting;
        if let Some(gap) = self.get(at).filter(|gap| gap.end.is_none() || replaces) {
            gap.end = Some(end);
        }
        let at = self.imposition.take();
        if !self.in_force {
            let given_up = End { outcome: Outcome::TakenBack, ..end };
            if let Some(gap) = self.get(at).filter(|gap| gap.end.is_none()) {
                gap.end = Some(given_up);
            }
        }
        (self.in_force, self.observed, self.limit) = (false, false, None);
        self.ended = Some(end);
    }

    /// A measure that was prolonged or taken up again is not to be lifted any more.
    fn take_back(&mut self, by: Proof) {
        let at = self.lifting.take();
        if let Some(gap) = self.get(at).filter(|gap| gap.end.is_none()) {
            gap.end = Some(End { outcome: Outcome::TakenBack, proof: by, not_before: None });
        }
    }

    /// A term that has run out ends the measure on the day after.
    fn expire(&mut self, day: NaiveDate) {
        if let Some((until, at)) = self.limit.filter(|(until, _)| self.in_force && until.is_over_before(day))
        {
            self.end(Proof { at, on: until.day_after() }, Outcome::RanOut);
        }
    }

    /// What was found, with the licences between, and without announcements that hold no longer.
    fn done(mut self, claims: &Claims, day: NaiveDate) -> Vec<Gap> {
        for gap in &mut self.gaps {
            let announced = self.bound.get(gap.announced.at);
            let until = announced.and_then(|step| step.until).filter(|until| until.is_over_before(day));
            if let Some(until) = until.filter(|_| gap.end.is_none() && gap.way != Way::Lifting) {
                let proof = Proof { at: gap.announced.at, on: until.day_after() };
                gap.end = Some(End { outcome: Outcome::RanOut, proof, not_before: None });
            }
            if gap.way == Way::Lifting {
                gap.licensed = self
                    .bound
                    .iter()
                    .enumerate()
                    .filter_map(|(at, step)| {
                        let is_licence =
                            step.change.what == MeasureStep::Licensed && !claims.is_set_aside(at);
                        let is_after = step.on.first() >= gap.announced.on.first();
                        let is_before = gap.end.is_none_or(|end| step.on.first() <= end.proof.on.last());
                        let is_between = is_after && is_before && step.on.certainly_by(day);
                        (is_licence && is_between).then_some(Proof { at, on: step.on })
                    })
                    .min_by_key(|licence| licence.on);
            }
        }
        self.gaps
    }
}
