//! Which claims about one measure disagree, and which of them the status follows.

use super::{SanctionChange, SanctionStep};
use crate::model::date::Date;
use crate::model::history::{Claims, Conflict, Grades, Step, are_rivals, in_order};

/// Compares the claims of one measure's history.
pub fn claims(steps: &[Step<SanctionChange>], grades: &Grades) -> Claims {
    let mut claims = Claims::default();
    let order = in_order(steps);
    let contradicted = contradictions(steps, &order);
    let places: Vec<usize> = contradicted.iter().map(|&(claim, _)| claim).collect();
    for group in groups(steps, &order) {
        let prevailing = claims.settle(steps, &group, grades, &places);
        // A lifting that evidence speaks against does not hold, even when nobody claims another.
        claims.set_aside.extend(prevailing.filter(|claim| places.contains(claim)));
    }
    claims.conflicts.extend(contradicted.iter().map(|&(claim, seen)| Conflict::Contradicted(claim, seen)));
    for group in outcomes(steps, &order) {
        claims.settle_outcomes(steps, &group, grades, &places);
    }
    claims.finish()
}

/// Runs of steps that claim one change: several starts with no end between them, or several ends with no start.
fn groups(steps: &[Step<SanctionChange>], order: &[usize]) -> Vec<Vec<usize>> {
    let mut groups: Vec<(bool, Vec<usize>)> = Vec::new();
    // Until when the last start or renewal holds: a start after that is a change of its own.
    let mut limit = None;
    for &place in order {
        let Some(step) = steps.get(place) else { continue };
        let what = step.change.what;
        let ran_out = limit.is_some_and(|until: Date| until.last() < step.on.first());
        if what.starts() || what == SanctionStep::Renewed {
            limit = step.until;
        }
        if !what.starts() && !what.ends() {
            continue;
        }
        match groups.last_mut() {
            Some((starts, group)) if *starts == what.starts() && !(ran_out && *starts) => group.push(place),
            _ => groups.push((what.starts(), vec![place])),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

/// Liftings that evidence speaks against: the target was seen on the list that day or later, or was licensed
/// (which only a listed target can be), with no new designation between.
fn contradictions(steps: &[Step<SanctionChange>], order: &[usize]) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for (at, &place) in order.iter().enumerate() {
        let Some(claim) = steps.get(place).filter(|step| step.change.what.ends()) else {
            continue;
        };
        let same_day = order.iter().take(at).rev();
        let earlier = same_day.take_while(|&&p| steps.get(p).is_some_and(|s| s.on.last() == claim.on.last()));
        let later = order.iter().skip(at + 1);
        let evidence = earlier
            .chain(later.take_while(|&&p| !steps.get(p).is_some_and(|s| s.change.what.starts())))
            .find(|&&p| {
                steps.get(p).is_some_and(|s| {
                    let speaks = match s.change.what {
                        SanctionStep::Seen => s.on.first() >= claim.on.last(),
                        SanctionStep::Licensed => s.on.last() > claim.on.last(),
                        _ => false,
                    };
                    speaks && are_rivals(s, claim)
                })
            });
        if let Some(&evidence) = evidence {
            found.push((place, evidence));
        }
    }
    found
}

/// Groups of steps that claim different outcomes for one known day: eased, lifting announced, lifted …
fn outcomes(steps: &[Step<SanctionChange>], order: &[usize]) -> Vec<Vec<usize>> {
    let is_outcome = |what: SanctionStep| {
        what.ends()
            || matches!(what, SanctionStep::Eased | SanctionStep::LiftingAnnounced | SanctionStep::Suspended)
    };
    let candidates: Vec<usize> = order
        .iter()
        .copied()
        .filter(|&p| steps.get(p).is_some_and(|s| s.on.is_exact() && is_outcome(s.change.what)))
        .collect();
    let day = |place: &usize| steps.get(*place).map(|s| s.on);
    candidates
        .chunk_by(|a, b| day(a) == day(b))
        .filter(|group| {
            group.iter().enumerate().any(|(i, &a)| {
                group.iter().skip(i + 1).any(|&b| match (steps.get(a), steps.get(b)) {
                    (Some(a), Some(b)) => differs(a.change.what, b.change.what) && are_rivals(a, b),
                    _ => false,
                })
            })
        })
        .map(<[usize]>::to_vec)
        .collect()
}

fn differs(a: SanctionStep, b: SanctionStep) -> bool {
    a != b && !(a.ends() && b.ends())
}
