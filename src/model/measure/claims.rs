//! Which claims about one measure disagree, and which of them the status follows.

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::{MeasureChange, MeasureStep};
use crate::model::date::Date;
use crate::model::history::{Claims, Conflict, Grades, Step, Voices, are_rivals, disagreeing};
use crate::model::id::Id;

/// Compares the claims of one measure's history.
pub fn claims(steps: &[Step<MeasureChange>], grades: &Grades) -> Claims {
    let (mut claims, order) = Claims::voting(steps);
    let contradicted = contradictions(steps, &order);
    let mut places: Vec<usize> = contradicted.iter().map(|&(claim, _)| claim).collect();
    places.sort_unstable();
    for group in groups(steps, &order) {
        let prevailing = claims.settle(steps, &group, grades, &places);
        // A lifting that evidence speaks against does not hold, even when nobody claims another.
        claims.set_aside.extend(prevailing.filter(|claim| places.binary_search(claim).is_ok()));
    }
    claims.conflicts.extend(contradicted.iter().map(|&(claim, seen)| Conflict::Contradicted(claim, seen)));
    for group in outcomes(steps, &order) {
        claims.settle_outcomes(steps, &group, grades, &places);
    }
    claims.finish()
}

/// Runs of steps that claim one change: several starts with no end between them, or several ends with no start. What began
/// again after a term, or after it was off the list, is a change of its own.
fn groups(steps: &[Step<MeasureChange>], order: &[usize]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(bool, Vec<usize>)> = Vec::new();
    // Until when the last start or renewal holds: a start after that is a change of its own.
    let mut limit = None;
    let mut is_gone = false;
    for &place in order {
        let Some(step) = steps.get(place) else { continue };
        let what = step.change.what;
        let ran_out = limit.is_some_and(|until: Date| until.last() < step.on.first());
        if what.starts() || what == MeasureStep::Renewed {
            limit = step.until;
        }
        is_gone |= matches!(what, MeasureStep::Expired | MeasureStep::NotSeen);
        if !what.starts() && !what.ends() {
            continue;
        }
        match groups.last_mut() {
            Some((starts, group)) if *starts == what.starts() && !((ran_out || is_gone) && *starts) => {
                group.push(place);
            }
            _ => groups.push((what.starts(), vec![place])),
        }
        is_gone = false;
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Evidence that the sources of a claim stand behind themselves is passed over. Where the claims of so many sets of
/// sources have such evidence before them, those of further ones stand.
const MOST_SETS: usize = 200;

/// Liftings that evidence speaks against: the target was seen on the list that day or later, or was licensed
/// (which only a listed target can be), with no new designation between.
fn contradictions(steps: &[Step<MeasureChange>], order: &[usize]) -> Vec<(usize, usize)> {
    let step = |at: usize| order.get(at).and_then(|&place| steps.get(place));
    let is_claim = |at: &usize| step(*at).is_some_and(|step| step.change.what.ends());
    let claims: Vec<usize> = (0..order.len()).filter(is_claim).collect();
    if claims.is_empty() || !steps.iter().any(|step| speaks_from(step).is_some()) {
        return Vec::new();
    }
    let mut found: Vec<(usize, usize)> = Vec::new();
    // Whom the same sources speak against is looked for in one go, so that a long history takes no hours.
    let mut doubted: IndexMap<&[Id], Vec<usize>> = IndexMap::new();
    for (claim, against) in claims.iter().zip(evidence(steps, order, &claims, None)) {
        match against.and_then(|at| Some((at, step(*claim)?, step(at)?))) {
            Some((at, one, other)) if are_rivals(one, other) => found.push((*claim, at)),
            Some((_, one, _)) => doubted.entry(one.sources.as_slice()).or_default().push(*claim),
            None => {}
        }
    }
    for (sources, claims) in doubted.into_iter().take(MOST_SETS) {
        let against = evidence(steps, order, &claims, Some(&Voices::of(sources)));
        found.extend(claims.into_iter().zip(against).filter_map(|(claim, at)| Some((claim, at?))));
    }
    found.sort_unstable();
    let place = |at: usize| order.get(at).copied();
    found.into_iter().filter_map(|(claim, at)| place(claim).zip(place(at))).collect()
}

/// The last day of a lifting that a step speaks against: of a sighting the day itself, of a licence
/// the day before; of anything else none.
fn speaks_from(step: &Step<MeasureChange>) -> Option<NaiveDate> {
    match step.change.what {
        MeasureStep::Seen => Some(step.on.first()),
        MeasureStep::Licensed => step.on.last().pred_opt(),
        _ => None,
    }
}

/// For each of some liftings the step that speaks against it: the nearest sighting before it on the
/// same day, else the first that speaks against it until the next start; not what one of `voices` stands behind. All numbers are places in `order`.
fn evidence(
    steps: &[Step<MeasureChange>],
    order: &[usize],
    claims: &[usize],
    voices: Option<&Voices<'_>>,
) -> Vec<Option<usize>> {
    let step = |at: usize| order.get(at).and_then(|&place| steps.get(place));
    let speaks = |at: usize| {
        let step = step(at)?;
        speaks_from(step).filter(|_| !voices.is_some_and(|voices| voices.share(&step.sources)))
    };
    let mut found: Vec<Option<usize>> = vec![None; claims.len()];
    // From the end to the beginning: the steps that come, the nearest last, without those that speak no further than a
    // nearer one. Among them the nearest that speaks far enough is found by halving.
    let mut ahead: Vec<(usize, NaiveDate)> = Vec::new();
    let mut next = order.len();
    for (slot, &claim) in found.iter_mut().zip(claims).rev() {
        let Some(day) = step(claim).map(|step| step.on.last()) else { continue };
        for at in (claim + 1..next).rev() {
            if step(at).is_some_and(|step| step.change.what.starts()) {
                ahead.clear();
            }
            if let Some(until) = speaks(at) {
                while ahead.pop_if(|(_, further)| *further <= until).is_some() {}
                ahead.push((at, until));
            }
        }
        next = claim + 1;
        let far_enough = ahead.partition_point(|(_, until)| *until >= day);
        *slot = far_enough.checked_sub(1).and_then(|at| ahead.get(at)).map(|(at, _)| *at);
    }
    let mut at = 0;
    let mut last: Option<(usize, NaiveDate)> = None;
    for (slot, &claim) in found.iter_mut().zip(claims) {
        let Some(day) = step(claim).map(|step| step.on.last()) else { continue };
        for before in at..claim {
            if let Some(until) =
                speaks(before).filter(|until| step(before).is_some_and(|s| s.on.last() == *until))
            {
                last = Some((before, until));
            }
        }
        at = claim;
        *slot = last.filter(|(_, on)| *on == day).map(|(at, _)| at).or(*slot);
    }
    found
}

/// Groups of steps that claim different outcomes for one known day: eased, lifting announced, lifted …
fn outcomes(steps: &[Step<MeasureChange>], order: &[usize]) -> Vec<Vec<usize>> {
    let is_outcome = |what: MeasureStep| {
        what.ends()
            || matches!(what, MeasureStep::Eased | MeasureStep::LiftingAnnounced | MeasureStep::Suspended)
    };
    let candidates: Vec<usize> = order
        .iter()
        .copied()
        .filter(|&p| steps.get(p).is_some_and(|s| s.on.is_exact() && is_outcome(s.change.what)))
        .collect();
    let day = |place: &usize| steps.get(*place).map(|s| s.on);
    candidates
        .chunk_by(|a, b| day(a) == day(b))
        .filter(|group| group.len() > 1)
        .filter(|group| !disagreeing(steps, group, |change| change.what, differs).is_empty())
        .map(<[usize]>::to_vec)
        .collect()
}

fn differs(a: MeasureStep, b: MeasureStep) -> bool {
    a != b && !(a.ends() && b.ends())
}

#[cfg(test)]
mod tests {
    use crate::model::history::in_order;
    use proptest::prelude::*;

    use super::*;

    /// As the rule reads: every step is looked at for every claim.
    fn one_by_one(steps: &[Step<MeasureChange>], order: &[usize]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (at, &place) in order.iter().enumerate() {
            let Some(claim) = steps.get(place).filter(|step| step.change.what.ends()) else { continue };
            let same_day = order.iter().take(at).rev();
            let earlier = same_day.take_while(|&&p| steps[p].on.last() == claim.on.last());
            let later = order.iter().skip(at + 1).take_while(|&&p| !steps[p].change.what.starts());
            let evidence = earlier.chain(later).find(|&&p| {
                let step = &steps[p];
                let speaks = match step.change.what {
                    MeasureStep::Seen => step.on.first() >= claim.on.last(),
                    MeasureStep::Licensed => step.on.last() > claim.on.last(),
                    _ => false,
                };
                speaks && are_rivals(step, claim)
            });
            found.extend(evidence.map(|&evidence| (place, evidence)));
        }
        found
    }

    fn step() -> impl Strategy<Value = Step<MeasureChange>> {
        const DATES: &[&str] =
            &["2025-01-01", "2025-01-02", "2025-01", "2025", "2025-01-03/2025-02-01", "2026-05-05"];
        let whats = [
            MeasureStep::Designated,
            MeasureStep::Lifted,
            MeasureStep::Delisted,
            MeasureStep::Seen,
            MeasureStep::Licensed,
            MeasureStep::NotSeen,
            MeasureStep::Eased,
            MeasureStep::Suspended,
        ];
        let sources = prop::sample::subsequence(vec!["a", "b", "c", "d"], 1..=3);
        (prop::sample::select(DATES), prop::sample::select(whats.to_vec()), sources).prop_map(
            |(on, what, sources)| Step {
                on: on.parse().unwrap(),
                time: None,
                change: MeasureChange { what, list: None },
                until: None,
                scope: None,
                note: None,
                sources: sources.into_iter().map(Id::new).collect(),
                event: None,
                act: None,
                known: None,
                withdrawn: None,
            },
        )
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn contradictions_are_those_found_by_looking_at_every_pair(steps in prop::collection::vec(step(), 0..24)) {
            let order = in_order(&steps);
            prop_assert_eq!(contradictions(&steps, &order), one_by_one(&steps, &order));
        }
    }
}
