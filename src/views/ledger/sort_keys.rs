//! What the ledger is ordered by when all else is equal, as numbers: comparing those is quick.

use rayon::prelude::*;

use crate::model::compact::as_u32_saturating;
use crate::model::state::State;
use crate::views::analysis::Analysis;
use crate::views::fold::fold;

/// Between the ranks of two names there is room for names that come later.
const GAP: u32 = 16;

/// The rank of each name of a target, and of each issuer, in the order of the alphabet.
#[derive(Debug, Clone, Default)]
pub struct SortKeys {
    /// Of each measure's target; equal names have equal ranks.
    names: Vec<u32>,
    /// Of each subject.
    issuers: Vec<u32>,
}

impl SortKeys {
    /// Puts all names in order.
    pub fn of(state: &State, analysis: &Analysis) -> Self {
        let mut sort_keys = Self::default();
        sort_keys.order_names(analysis, state.records().sanctions.len());
        sort_keys.order_issuers(state);
        sort_keys
    }

    fn order_names(&mut self, analysis: &Analysis, measures: usize) {
        // The first letters decide nearly always: they are compared as one number.
        let mut order: Vec<(u64, u32)> = (0..measures)
            .into_par_iter()
            .with_min_len(1024)
            .map(|at| (beginning(analysis.target_name(at)), as_u32_saturating(at)))
            .collect();
        let name = |at: u32| analysis.target_name(at as usize);
        order.par_sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| name(a.1).cmp(name(b.1))));
        self.names = vec![0; measures];
        let mut rank = 0u32;
        let mut before: Option<(u64, u32)> = None;
        for entry in order {
            let same = before.is_some_and(|before| before.0 == entry.0 && name(before.1) == name(entry.1));
            if !same {
                rank = rank.saturating_add(GAP);
            }
            if let Some(slot) = self.names.get_mut(entry.1 as usize) {
                *slot = rank;
            }
            before = Some(entry);
        }
    }

    /// Puts the subjects in order: by name, since the United States before the European Union would be an opinion.
    pub fn order_issuers(&mut self, state: &State) {
        let mut order: Vec<(String, usize)> =
            state.records().subjects.iter().enumerate().map(|(at, it)| (fold(&it.name), at)).collect();
        order.sort_unstable();
        self.issuers = vec![0; order.len()];
        for (rank, (_, at)) in order.into_iter().enumerate() {
            if let Some(slot) = self.issuers.get_mut(at) {
                *slot = as_u32_saturating(rank);
            }
        }
    }

    /// The rank of a measure's target.
    pub fn name(&self, at: usize) -> u32 {
        self.names.get(at).copied().unwrap_or(u32::MAX)
    }

    /// The rank of an issuer; one that the file does not have comes last.
    pub fn issuer(&self, number: u32) -> u32 {
        self.issuers.get(number as usize).copied().unwrap_or(u32::MAX)
    }

    /// A measure has come into the list.
    pub fn inserted(&mut self, at: usize) {
        self.names.insert(at.min(self.names.len()), 0);
    }

    /// A measure has gone.
    pub fn removed(&mut self, at: usize) {
        if at < self.names.len() {
            self.names.remove(at);
        }
    }

    /// The name of a measure's target has changed. All others keep their ranks as long as there is room between them.
    pub fn refresh(&mut self, analysis: &Analysis, at: usize) {
        let name = analysis.target_name(at);
        let (mut below, mut above) = (0, u32::MAX);
        for (other, &rank) in self.names.iter().enumerate().filter(|(other, _)| *other != at) {
            // Ranks that cannot narrow it any further need no look at the name.
            if rank <= below || rank >= above {
                continue;
            }
            match analysis.target_name(other).cmp(name) {
                std::cmp::Ordering::Less => below = rank,
                std::cmp::Ordering::Greater => above = rank,
                std::cmp::Ordering::Equal => {
                    (below, above) = (rank - 1, rank + 1);
                    break;
                }
            }
        }
        let rank = below + (above - below).min(2 * GAP) / 2;
        if rank == below || rank == above {
            self.order_names(analysis, self.names.len());
        } else if let Some(slot) = self.names.get_mut(at) {
            *slot = rank;
        }
    }
}

/// The first eight bytes of a name, as a number that orders as they do.
fn beginning(name: &[u8]) -> u64 {
    name.iter().chain(std::iter::repeat(&0)).take(8).fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
