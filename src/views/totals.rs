//! The figures at the head of the screen.

use chrono::{Datelike, NaiveDate};

use crate::model::id::Id;
use crate::model::state::State;

use super::board::{self, Tally};
use super::ledger;

/// What the header counts, as of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Measures in force by issuer, most first.
    pub in_force: Vec<(Id, usize)>,
    /// Of those: eased, licensed or with their lifting announced.
    pub easing: usize,
    /// Steps of this calendar quarter that tighten, up to the day.
    pub tightening: usize,
    /// The crossings.
    pub crossings: Tally,
}

/// Counts them.
pub fn totals(state: &State, ledger: &[ledger::Row], board: &[board::Row], day: NaiveDate) -> Totals {
    let mut totals = Totals { crossings: board::tally(state, board, |_| true), ..Totals::default() };
    let quarter = NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1).unwrap_or(day);
    for row in ledger {
        let Some(it) = state.records().sanctions.get(row.at) else { continue };
        totals.tightening += it
            .history
            .iter()
            .filter(|s| s.change.what.direction() > 0 && s.on.first() >= quarter && s.on.certainly_by(day))
            .count();
        if !row.status.rung.is_in_force() {
            continue;
        }
        totals.easing += usize::from(row.status.rung.is_easing());
        match totals.in_force.iter_mut().find(|(issuer, _)| *issuer == it.issuer) {
            Some((_, count)) => *count += 1,
            None => totals.in_force.push((it.issuer.clone(), 1)),
        }
    }
    totals.in_force.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    totals
}
