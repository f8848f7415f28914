//! Whom measures reach through ownership on a day. What follows is derived, never listed.

use std::collections::HashSet;

use crate::model::measure::{MeasureType, StandardMeasure};
use crate::model::reach::{Holding, OwnershipRule, Reach, Share, Verdict, reach};
use crate::model::state::State;

use super::day::Day;

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

/// Who owns what on the day of `day`, by places among the subjects. Subjects have no owners in the file as it is, so there
/// are none.
pub fn holdings(_: &Day) -> Vec<Holding<usize>> {
    Vec::new()
}

/// The subjects whose assets an issuer has frozen on the day.
fn listed(day: &Day, issuer: usize) -> HashSet<usize> {
    let state = day.state();
    let frozen = day.ledger.iter().filter(|row| {
        let it = state.records().sanctions.get(row.at());
        row.standing.is_in_force()
            && day.analysis.named(row.at()).issuer as usize == issuer
            && it.is_some_and(|it| it.measure == MeasureType::Standard(StandardMeasure::AssetFreeze))
    });
    frozen.map(|row| day.analysis.named(row.at()).target as usize).collect()
}

/// What follows for the subject at a place under the rule of each issuer that has one, given who owns what; nothing where
/// no listed owner counts.
pub fn reached(day: &Day, of: usize, holdings: &[Holding<usize>]) -> Vec<Reached> {
    if holdings.is_empty() {
        return Vec::new();
    }
    let subjects = &day.state().records().subjects;
    let issuers = subjects.iter().enumerate();
    issuers
        .filter_map(|(issuer, it)| Some((issuer, OwnershipRule::of(it.id.as_str())?)))
        .filter_map(|(issuer, rule)| {
            let listed = listed(day, issuer);
            let reach = reach(rule, of, holdings, |owner| listed.contains(&owner));
            (reach.verdict != Verdict::No).then_some(Reached { issuer, rule, reach })
        })
        .collect()
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

/// The arithmetic as a sentence: `derived: 55 % of A (30 %) and B (25 %); US: 50 % or more, all blocked owners added up`.
pub fn sentence(state: &State, reached: &Reached) -> String {
    let subjects = &state.records().subjects;
    let name = |at: usize| subjects.get(at).map_or("?", |it| it.name.as_str());
    let owners: Vec<String> = reached
        .reach
        .parts
        .iter()
        .map(|part| {
            let control = if part.control { ", control" } else { "" };
            let doubt = if part.is_doubtful { ", may be reached itself" } else { "" };
            let derived = if part.is_listed || part.is_doubtful { "" } else { ", reached itself" };
            format!("{} ({}{control}{derived}{doubt})", name(part.owner), share(part.share))
        })
        .collect();
    let word = match reached.reach.verdict {
        Verdict::Derived => "derived",
        Verdict::Possibly => "derived, possibly",
        Verdict::No => "not derived",
    };
    let issuer = subjects.get(reached.issuer).map_or("?", |it| it.id.as_str());
    format!(
        "{word}: {} held by {}; {issuer}: {}",
        share(reached.reach.total),
        owners.join(" and "),
        reached.rule.word()
    )
}
