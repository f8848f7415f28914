//! Whom measures reach through ownership on a day. What follows is derived, never listed.

use std::collections::HashSet;

use chrono::NaiveDate;
use indexmap::IndexMap;

use crate::model::id::Id;
use crate::model::measure::{MeasureType, StandardMeasure};
use crate::model::reach::{Counts, Holding, Holdings, OwnershipRule, Reach, Share, Verdict, reach};
use crate::model::state::State;
use crate::model::subject::{self, Owner, Subject};

use super::analysis::Analysis;
use super::ledger;

/// What one issuer's measures mean for a subject that listed subjects own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The issuer, by its place among the subjects.
    pub issuer: usize,
    /// The rule that it publishes.
    pub rule: OwnershipRule,
    /// The arithmetic; the owners are places among the subjects.
    pub reach: Reach<usize>,
}

/// An issuer that publishes a rule, and whose assets it has frozen on the day; by places among the subjects.
#[derive(Debug, Clone)]
struct Issuer {
    at: usize,
    rule: OwnershipRule,
    listed: HashSet<usize>,
}

/// Who owns what on a day, and whom each issuer that publishes a rule has listed.
#[derive(Debug, Clone, Default)]
pub struct Ownership {
    holdings: Holdings<usize>,
    issuers: Vec<Issuer>,
}

/// Whether an owner certainly is one on a day.
fn holds(owner: &Owner, day: NaiveDate) -> bool {
    owner.since.is_none_or(|since| since.certainly_by(day))
        && owner.until.is_none_or(|until| !until.is_over_before(day))
}

/// A share of the file in hundredths of a per cent; of one with more decimals what it is at least and at most.
fn share_of(share: Option<&subject::Share>) -> Share {
    let Some((least, most)) = share.map(subject::Share::bounds) else { return Share::UNKNOWN };
    Share { least: hundredths(least, f64::floor), most: hundredths(most, f64::ceil) }
}

/// Whether an owner may be one on a day.
pub(super) fn may_hold(owner: &Owner, day: NaiveDate) -> bool {
    owner.since.is_none_or(|since| since.possibly_by(day))
        && owner.until.is_none_or(|until| !until.is_over_before(day))
}

/// Who owns a subject on a day, each once, with all that is said of it.
fn owners(it: &Subject, day: NaiveDate) -> impl Iterator<Item = (&Id, Vec<&Owner>)> {
    let mut owners: IndexMap<&Id, Vec<&Owner>> = IndexMap::new();
    for owner in it.owners.iter().filter(|owner| holds(owner, day)) {
        owners.entry(&owner.owner).or_default().push(owner);
    }
    owners.into_iter()
}

/// The share of one owner by all that is said of it, and whether sources disagree on it: what one source says of two parts
/// is added up, and what several say is from the least of it to the most.
fn share_of_all(said: &[&Owner]) -> (Share, bool) {
    let mut claims: Vec<(Vec<&Id>, Share)> = Vec::new();
    for owner in said.iter().filter(|owner| owner.share.is_some()) {
        let share = share_of(owner.share.as_ref());
        match claims.iter_mut().find(|(by, _)| owner.sources.iter().any(|source| by.contains(&source))) {
            Some((by, sum)) => {
                by.extend(&owner.sources);
                *sum = sum.and(share);
            }
            None => claims.push((owner.sources.iter().collect(), share)),
        }
    }
    let shares = claims.into_iter().map(|(_, share)| share);
    let all = shares.clone().reduce(|a, b| Share { least: a.least.min(b.least), most: a.most.max(b.most) });
    let all = all.unwrap_or(Share::UNKNOWN);
    (all, shares.into_iter().any(|share| share != all))
}

/// A share of 0 to 100 per cent in hundredths; what is no share counts as the nearest that is one.
fn hundredths(percent: f64, round: fn(f64) -> f64) -> u32 {
    let exact = percent.clamp(0.0, 100.0) * 100.0;
    let nearest = exact.round();
    // 33.3 is no binary fraction: what is that close to a hundredth is one.
    let rounded = if (exact - nearest).abs() < 1e-6 { nearest } else { round(exact) };
    format!("{rounded:.0}").parse().unwrap_or_default()
}

/// Whether a measure lists its target: an asset freeze that binds.
fn lists(state: &State, row: &ledger::Row) -> bool {
    let it = state.records().sanctions.get(row.at());
    row.standing.is_in_force()
        && it.is_some_and(|it| it.measure == MeasureType::Standard(StandardMeasure::AssetFreeze))
}

impl Ownership {
    /// Of a state on a day, given what holds then.
    pub fn of(state: &State, analysis: &Analysis, ledger: &[ledger::Row], day: NaiveDate) -> Self {
        let subjects = &state.records().subjects;
        let place = |id: &Id| state.place(id.as_str()).map(|place| place.at);
        let holdings: Holdings<usize> = subjects
            .iter()
            .enumerate()
            .filter(|(_, it)| !it.owners.is_empty())
            .flat_map(|(owned, it)| owners(it, day).map(move |(owner, said)| (owned, owner, said)))
            .filter_map(|(owned, owner, said)| {
                let (share, is_disputed) = share_of_all(&said);
                let control = said.iter().any(|it| it.control);
                Some(Holding { owner: place(owner)?, owned, share, control, is_disputed })
            })
            .collect();
        if holdings.is_empty() {
            return Self::default();
        }
        let rules = subjects.iter().enumerate();
        let mut issuers: Vec<Issuer> = rules
            .filter_map(|(at, it)| Some((at, OwnershipRule::of(it.id.as_str(), day)?)))
            .map(|(at, rule)| Issuer { at, rule, listed: HashSet::new() })
            .collect();
        for row in ledger.iter().filter(|row| lists(state, row)) {
            let named = analysis.named(row.at());
            if let Some(issuer) = issuers.iter_mut().find(|it| it.at == named.issuer as usize) {
                issuer.listed.insert(named.target as usize);
            }
        }
        Self { holdings, issuers }
    }

    /// What follows for the subject at a place under the rule of each issuer that has one; nothing where no listed owner
    /// counts, and where the issuer lists it itself.
    pub fn reached(&self, of: usize) -> Vec<Reached> {
        let others = self.issuers.iter().filter(|issuer| !issuer.listed.contains(&of));
        others
            .filter_map(|issuer| {
                let reach = reach(issuer.rule, of, &self.holdings, |owner| issuer.listed.contains(&owner));
                let counts = reach.verdict != Verdict::No;
                counts.then_some(Reached { issuer: issuer.at, rule: issuer.rule, reach })
            })
            .collect()
    }

    /// All that is reached, in the order of the file.
    pub fn all(&self) -> Vec<(usize, Reached)> {
        if self.issuers.iter().all(|issuer| issuer.listed.is_empty()) {
            return Vec::new();
        }
        let mut owned: Vec<usize> = self.holdings.owned().collect();
        owned.sort_unstable();
        owned.into_iter().flat_map(|of| self.reached(of).into_iter().map(move |it| (of, it))).collect()
    }
}

/// The sources of the holdings that count, on the day.
pub fn sources<'a>(state: &'a State, of: usize, reached: &Reached, day: NaiveDate) -> Vec<&'a [Id]> {
    let owners = state.records().subjects.get(of).map(|it| it.owners.as_slice()).unwrap_or_default();
    let counts = |owner: &&Owner| {
        let place = state.place(owner.owner.as_str()).map(|place| place.at);
        holds(owner, day) && reached.reach.parts.iter().any(|part| Some(part.owner) == place)
    };
    owners.iter().filter(counts).map(|owner| owner.sources.as_slice()).collect()
}

/// A share in words: `55 %`, `40 to 60 %`, `unknown share`.
fn share(share: Share) -> String {
    let percent = |hundredths: u32| match hundredths % 100 {
        0 => (hundredths / 100).to_string(),
        rest => format!("{}.{rest:02}", hundredths / 100),
    };
    match share {
        _ if share.is_unknown() => "unknown share".to_owned(),
        Share { least, most } if least == most => format!("{} %", percent(least)),
        Share { least, most } => format!("{} to {} %", percent(least), percent(most)),
    }
}

/// The arithmetic as a sentence: `through owners: 55 % of A (30 %) and B (25 %); US: 50 % or more, all blocked owners added up`.
pub fn sentence(state: &State, reached: &Reached) -> String {
    let subjects = &state.records().subjects;
    let name = |at: usize| subjects.get(at).map_or("?", |it| it.name.as_str());
    let owners: Vec<String> = reached
        .reach
        .parts
        .iter()
        .map(|part| {
            let control = if part.control { ", control" } else { "" };
            let derived = match part.counts {
                Counts::InCircle => ", which it owns itself",
                Counts::Possibly => ", may be reached itself",
                Counts::Surely if part.is_listed => "",
                Counts::Surely => ", reached itself",
            };
            let disputed = if part.is_disputed { ", sources disagree" } else { "" };
            let share = share(part.share);
            format!("{} ({share}{disputed}{control}{derived})", name(part.owner))
        })
        .collect();
    let word = match reached.reach.verdict {
        Verdict::Derived => "through owners",
        Verdict::Possibly => "possibly through owners",
        Verdict::No => "not through owners",
    };
    let issuer = subjects.get(reached.issuer).map_or("?", |it| it.id.as_str());
    format!(
        "{word}: {} held by {}; {issuer}: {}",
        share(reached.reach.total),
        owners.join(" and "),
        reached.rule.word()
    )
}
