//! How long it took, by issuer: from so many announcements, for so many measures, the shortest, the median and the longest.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use crate::model::date::Date;
use crate::model::id::Id;
use crate::views::acts::Act;
use crate::views::day::Day;

use super::{Days, End, Gap, Outcome, Way};

/// What one issuer announced of one kind, and what came of it in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spread<'a> {
    /// The issuer.
    pub issuer: &'a Id,
    /// What was announced.
    pub way: Way,
    /// What came of it.
    pub outcome: Outcome,
    /// How many announcements that was: one that speaks of many measures is one.
    pub announcements: usize,
    /// How many measures.
    pub measures: usize,
    /// How long each took, shortest first: what one announcement and one end did to many measures counts once.
    pub took: Vec<Days>,
}

impl Spread<'_> {
    /// The shortest.
    pub fn shortest(&self) -> Option<Days> {
        self.ranked(|at, _| at == 0)
    }

    /// The longest.
    pub fn longest(&self) -> Option<Days> {
        self.ranked(|at, count| at + 1 == count)
    }

    /// The median; of an even number the lower and the upper of the middle, as a span.
    pub fn median(&self) -> Option<Days> {
        let count = self.took.len();
        let (lower, upper) = (count.checked_sub(1)? / 2, count / 2);
        let at = |at| self.ranked(move |place, _| place == at);
        Some(Days { least: at(lower)?.least, most: at(upper)?.most })
    }

    /// The one at a place in the order: whatever the true numbers are within their spans, the one there lies between the one
    /// of the fewest and the one of the most.
    fn ranked(&self, is_at: impl Fn(usize, usize) -> bool) -> Option<Days> {
        let count = self.took.len();
        let at = (0..count).find(|at| is_at(*at, count))?;
        let of = |value: fn(&Days) -> i64| {
            let mut all: Vec<i64> = self.took.iter().map(value).collect();
            all.sort_unstable();
            all.get(at).copied()
        };
        Some(Days { least: of(|it| it.least)?, most: of(|it| it.most)? })
    }
}

/// What makes one way from an announcement to what came of it another than the next: who said it, and how it ended.
type Once<'a> = (Option<Act<'a>>, Option<(Act<'a>, Date, Option<NaiveDate>)>, Days);

/// The distribution of gaps, by issuer, way and outcome.
pub fn spread<'a>(day: &'a Day, gaps: &[Gap]) -> Vec<Spread<'a>> {
    let to = super::counted_to(day);
    let mut groups: BTreeMap<(&Id, Way, Outcome), Vec<&Gap>> = BTreeMap::new();
    for gap in gaps {
        if let Some(it) = gap.of(day) {
            groups.entry((&it.issuer, gap.way, gap.outcome())).or_default().push(gap);
        }
    }
    let of = |((issuer, way, outcome), gaps): ((&'a Id, Way, Outcome), Vec<&Gap>)| {
        let announcements: BTreeSet<_> = gaps.iter().map(|gap| gap.act(day, gap.announced)).collect();
        let measures: BTreeSet<usize> = gaps.iter().map(|gap| gap.measure).collect();
        let once = |gap: &&Gap| -> Once<'a> {
            let ended = |end: End| Some((gap.act(day, end.proof)?, end.proof.on, end.not_before));
            (gap.act(day, gap.announced), gap.end.and_then(ended), gap.days(to))
        };
        let once: BTreeSet<Once<'_>> = gaps.iter().map(once).collect();
        let mut took: Vec<Days> = once.into_iter().map(|(.., days)| days).collect();
        took.sort_unstable();
        let (announcements, measures) = (announcements.len(), measures.len());
        Spread { issuer, way, outcome, announcements, measures, took }
    };
    groups.into_iter().map(of).collect()
}
