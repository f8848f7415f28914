//! The lives of measures: what happens to one in turn, when, until when, and who disagrees.

use beltui::model::date::Date;
use beltui::model::measure::MeasureStep as What;

use super::chance::{Chance, Day, Precision, date, day, exact, today};
use super::events::Events;

/// One step of a history.
pub(super) struct Step {
    /// What happened.
    pub what: What,
    /// When.
    pub on: Date,
    /// The first day on which that can have been.
    pub first: Day,
    /// The last such day.
    pub last: Day,
    /// The last day for which it holds, where it is limited.
    pub until: Option<Day>,
    /// The place of the event behind it.
    pub event: Option<usize>,
    /// Its sources are none of those of the other steps: it contradicts one of them.
    pub rival: bool,
}

/// The measures whose sources disagree, of a thousand.
const DISPUTED: u32 = 5;

/// A life of a measure that is put into force by `start`, and renewed where it holds by term.
pub(super) fn life(
    chance: &mut Chance,
    events: &Events,
    issuer: usize,
    start: What,
    by_term: bool,
) -> Vec<Step> {
    let kinds = kinds(chance, start, by_term);
    let mut steps = dated(chance, events, issuer, &kinds);
    limit(chance, &mut steps);
    if chance.below(1000) < DISPUTED {
        dispute(chance, &mut steps);
    }
    steps
}

/// Where a measure stands between two steps.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Held {
    InForce,
    Suspended,
    LiftingAnnounced,
    Ended,
    Gone,
}

/// What happens, in turn.
fn kinds(chance: &mut Chance, start: What, by_term: bool) -> Vec<What> {
    const LENGTHS: &[(u32, usize)] =
        &[(140, 1), (230, 2), (220, 3), (165, 4), (105, 5), (65, 6), (40, 7), (22, 8)];
    let wanted = chance.share(LENGTHS, 9);
    let mut kinds = Vec::with_capacity(9);
    if wanted == 1 && chance.percent(12) {
        // Never put into force, or known from one observation alone.
        kinds.push(chance.share(
            &[(200, What::Threatened), (200, What::Announced), (100, What::InPreparation), (400, What::Seen)],
            What::InForce,
        ));
        return kinds;
    }
    if wanted > 2 && chance.percent(8) {
        kinds.push(chance.share(&[(300, What::InPreparation)], What::Threatened));
    }
    if wanted > 1 + kinds.len() && chance.percent(10) {
        kinds.push(What::Announced);
    }
    kinds.push(if chance.percent(5) { What::Seen } else { start });
    let mut held = Held::InForce;
    while kinds.len() < wanted {
        let last = kinds.len() + 1 == wanted;
        let next = next(chance, held, start, by_term, last);
        held = match next {
            What::Suspended => Held::Suspended,
            What::LiftingAnnounced => Held::LiftingAnnounced,
            What::NotSeen => Held::Gone,
            next if next.ends() || next == What::Expired => Held::Ended,
            What::Seen | What::Licensed | What::Eased | What::Amended => held,
            _ => Held::InForce,
        };
        kinds.push(next);
    }
    kinds
}

/// What can come after where it stands.
fn next(chance: &mut Chance, held: Held, start: What, by_term: bool, last: bool) -> What {
    let end = if start == What::Designated { What::Delisted } else { What::Lifted };
    match held {
        Held::InForce => {
            let ends = if last { 150 } else { 40 };
            let renewals = if by_term { 330 } else { 90 };
            chance.share(
                &[
                    (ends, end),
                    (ends / 8, What::Revoked),
                    (ends / 8, What::Expired),
                    (if last { 25 } else { 0 }, What::NotSeen),
                    (renewals, What::Renewed),
                    (220, What::Amended),
                    (90, What::Licensed),
                    (45, What::Eased),
                    (35, What::Suspended),
                    (40, What::LiftingAnnounced),
                    (25, What::InForce),
                ],
                What::Seen,
            )
        }
        Held::Suspended => chance.share(&[(550, What::Resumed), (150, What::Amended)], end),
        Held::LiftingAnnounced => chance.share(
            &[(150, What::Resumed), (180, What::Seen), (100, What::Eased), (100, What::Licensed)],
            end,
        ),
        Held::Ended => chance.share(&[(650, What::NotSeen)], start),
        Held::Gone => start,
    }
}

/// The steps with their dates, each certainly later than the one before.
fn dated(chance: &mut Chance, events: &Events, issuer: usize, kinds: &[What]) -> Vec<Step> {
    let (from, to) = chance.share(
        &[
            (70, (day(2006, 1, 9), day(2013, 12, 20))),
            (260, (day(2014, 3, 1), day(2019, 12, 20))),
            (140, (day(2020, 1, 7), day(2021, 12, 20))),
            (310, (day(2022, 2, 1), day(2023, 12, 20))),
        ],
        (day(2024, 1, 8), today() - 40),
    );
    let mut at = chance.between(from, to);
    let mut steps: Vec<Step> = Vec::with_capacity(kinds.len() + 2);
    for (&what, ahead) in kinds.iter().zip((0..kinds.len()).rev()) {
        let mut event = None;
        if !what.is_observation()
            && chance.percent(18)
            && let Some((place, on)) = events.decision(issuer, at)
        {
            event = Some(place);
            at = on;
        }
        if at > today() {
            break;
        }
        let precision = if what.is_observation() || event.is_some() {
            Precision::Day
        } else {
            let year = if what.starts() { 15 } else { 0 };
            chance.share(
                &[
                    (50, Precision::Month),
                    (year, Precision::Year),
                    (15, Precision::Months),
                    (15, Precision::Days),
                ],
                Precision::Day,
            )
        };
        let (on, last) = date(at, precision, today());
        // Only what contradicts a date asks for its first day: as early as it can be is near enough.
        let first = match precision {
            _ if last == at => at,
            Precision::Year => last - 365,
            _ => at - 31,
        };
        steps.push(Step { what, on, first, last, until: None, event, rival: false });
        let left = (today() - last) / i32::try_from(ahead.max(1)).unwrap_or(1);
        at = last + chance.between(1, (2 * left).clamp(2, 700));
    }
    steps
}

/// Gives terms to starts, renewals, licences and suspensions. A term lasts until what comes next where that ends or
/// renews it, so that a measure does not run out in the middle of its history.
fn limit(chance: &mut Chance, steps: &mut [Step]) {
    let mut next: Option<(What, Day)> = None;
    for step in steps.iter_mut().rev() {
        let what = step.what;
        let after = |chance: &mut Chance| Some(step.last + chance.between(30, 400));
        step.until = match (what, next) {
            (_, Some((What::Expired, on))) => Some(on - 1),
            // The term of a renewal that nothing followed: it runs still, but for a few that have run out.
            (What::Renewed, None) => {
                let half = step.last + 183;
                let term = if half > today() { half } else { step.last + 366 };
                (term > today() || chance.percent(6)).then_some(term)
            }
            (What::Renewed, Some((What::Renewed, on))) => Some(on + chance.between(2, 20)),
            (What::Renewed, Some((next, on))) if next.ends() => Some(on + chance.between(5, 150)),
            (What::Adopted | What::Imposed, Some((What::Renewed, on))) if chance.percent(50) => {
                Some(on + chance.between(2, 20))
            }
            (What::Adopted | What::Imposed, None) if chance.percent(12) => after(chance),
            (What::Licensed, _) if chance.percent(40) => after(chance),
            (What::Suspended, Some((What::Resumed, on))) if chance.percent(50) => Some(on - 1),
            (What::Suspended, None) if chance.percent(50) => after(chance),
            _ => None,
        };
        next = Some((what, step.first));
        // A date that is open to both sides cannot be shown to end before it starts.
        step.until = step.until.map(|until| until.max(step.last));
    }
}

/// Adds what another source claims otherwise: another start, another outcome of one day, or a sighting after a
/// lifting.
fn dispute(chance: &mut Chance, steps: &mut Vec<Step>) {
    let on = |what: What, at: Day, rival: bool| Step {
        what,
        on: exact(at),
        first: at,
        last: at,
        until: None,
        event: None,
        rival,
    };
    let Some(start) = steps.iter().position(|step| step.what.starts()) else { return };
    let last = steps.last().map_or(0, |step| step.last);
    let ended =
        steps.iter().any(|step| step.what.ends() || matches!(step.what, What::Expired | What::NotSeen));
    let room = today() - last;
    if ended || room < 90 || chance.percent(45) {
        let earlier = steps.get(start).map_or(0, |step| step.first) - chance.between(20, 200);
        steps.insert(start + 1, on(What::Imposed, earlier, true));
        return;
    }
    let at = last + chance.between(5, room - 60);
    // What is told of it later was in force then.
    if let Some(step) = steps.last_mut() {
        step.until = step.until.filter(|until| *until > at + 40);
    }
    if chance.percent(50) {
        steps.push(on(What::LiftingAnnounced, at, false));
        steps.push(on(What::Eased, at, true));
        if chance.percent(60) {
            steps.push(on(What::Lifted, at, true));
        }
    } else {
        steps.push(on(What::Lifted, at, false));
        steps.push(on(What::Seen, at + chance.between(0, 40), true));
    }
}
