//! What the ledger is ordered by when all else is equal, as numbers: comparing those is quick.

use chrono::Datelike;
use rayon::prelude::*;

use crate::model::compact::as_u32_saturating;
use crate::model::date::Date;
use crate::model::state::RecordKind;
use crate::views::analysis::Analysis;

/// Between the ranks of two names there is room for names that come later.
const GAP: u32 = 16;

/// The rank of each subject's name in the order of the alphabet, issuers and targets alike: the United States before the
/// European Union would be an opinion.
#[derive(Debug, Clone, Default)]
pub struct SortKeys {
    /// By the number of the subject; equal names have equal ranks.
    names: Vec<u32>,
}

impl SortKeys {
    /// Puts all names in order.
    pub fn of(analysis: &Analysis) -> Self {
        // The first letters decide nearly always: they are compared as one number.
        let count = analysis.len(RecordKind::Subjects);
        let mut order: Vec<(u64, u32)> = (0..count)
            .into_par_iter()
            .with_min_len(1024)
            .map(as_u32_saturating)
            .map(|at| (beginning(analysis.subject_name(at)), at))
            .collect();
        let name = |at: u32| analysis.subject_name(at);
        order.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| name(a.1).cmp(name(b.1))));
        let mut names = vec![0; count];
        let mut rank = 0u32;
        let mut before: Option<(u64, u32)> = None;
        for entry in order {
            let same = before.is_some_and(|before| before.0 == entry.0 && name(before.1) == name(entry.1));
            if !same {
                rank = rank.saturating_add(GAP);
            }
            if let Some(slot) = names.get_mut(entry.1 as usize) {
                *slot = rank;
            }
            before = Some(entry);
        }
        Self { names }
    }

    /// The rank of a subject's name; one that the file does not have comes last.
    pub fn name(&self, number: u32) -> u32 {
        self.names.get(number as usize).copied().unwrap_or(u32::MAX)
    }

    /// How many subjects are in order.
    pub fn count(&self) -> usize {
        self.names.len()
    }

    /// A subject has come to the end of its list. All others keep their ranks as long as there is room between them.
    pub fn added(&mut self, analysis: &Analysis, number: u32) {
        match self.rank(analysis, number) {
            Some(rank) if self.names.len() == number as usize => self.names.push(rank),
            _ => *self = Self::of(analysis),
        }
    }

    /// A subject has another name. The same holds for all others.
    pub fn renamed(&mut self, analysis: &Analysis, number: u32) {
        match (self.rank(analysis, number), self.names.get_mut(number as usize)) {
            (Some(rank), Some(slot)) => *slot = rank,
            _ => *self = Self::of(analysis),
        }
    }

    /// The rank of a subject's name among all others; `None` where there is no room between two of them.
    fn rank(&self, analysis: &Analysis, number: u32) -> Option<u32> {
        let name = analysis.subject_name(number);
        let (mut below, mut above) = (0, u32::MAX);
        for (other, &rank) in (0..).zip(&self.names).filter(|(other, _)| *other != number) {
            // Ranks that cannot narrow it any further need no look at the name.
            if rank <= below || rank >= above {
                continue;
            }
            match analysis.subject_name(other).cmp(name) {
                std::cmp::Ordering::Less => below = rank,
                std::cmp::Ordering::Greater => above = rank,
                std::cmp::Ordering::Equal => return Some(rank),
            }
        }
        let rank = below + (above - below).min(2 * GAP) / 2;
        (rank != below && rank != above).then_some(rank)
    }
}

/// The first eight bytes of a name, as a number that orders as they do.
fn beginning(name: &[u8]) -> u64 {
    name.iter().chain(std::iter::repeat(&0)).take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

/// Dates by the day on which they are certain, then by the day on which they became possible.
pub(in crate::views) fn date_key(date: Date) -> u32 {
    let day = u32::try_from(date.last().num_days_from_ce()).unwrap_or_default();
    let open = u32::try_from(date.uncertainty_days()).unwrap_or_default().min(255);
    // 23 bits of days reach beyond the year 9999.
    (day << 8) | (255 - open)
}
