//! The figures at the head of the screen.

use chrono::{Datelike, NaiveDate};
use hashbrown::HashMap;

use crate::model::id::Id;
use crate::model::measure::Standing;
use crate::model::state::State;

use super::analysis::{Analysis, number};
use super::calendar::Calendar;
use super::crossings::{self, Tally};
use super::ledger;

/// How many measures bind whom, by numbers of subjects. A row that changes is taken out as it was, and put in as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InForceCounts {
    /// In force, by issuer and country: what is aimed at several counts for each.
    in_force: HashMap<(u32, u32), usize>,
    /// The same by issuer, each measure once.
    by_issuer: HashMap<u32, usize>,
    /// Of those: eased, licensed or with their lifting announced.
    easing: usize,
    /// The same by country.
    easing_against: HashMap<u32, usize>,
}

impl InForceCounts {
    /// Counts all rows.
    pub fn of(analysis: &Analysis, rows: &[ledger::Row]) -> Self {
        let mut bound = Self::default();
        for row in rows {
            bound.put(analysis, row);
        }
        bound
    }

    /// Takes a row in.
    pub fn put(&mut self, analysis: &Analysis, row: &ledger::Row) {
        if row.standing.is_in_force() {
            let named = analysis.named(row.at());
            let eases = usize::from(row.standing.is_easing());
            for country in named.countries() {
                *self.in_force.entry((named.issuer, country)).or_default() += 1;
                *self.easing_against.entry(country).or_default() += eases;
            }
            *self.by_issuer.entry(named.issuer).or_default() += 1;
            self.easing += eases;
        }
    }

    /// Takes a row out again; the analysis must still know it as it was.
    pub fn take(&mut self, analysis: &Analysis, row: &ledger::Row) {
        if row.standing.is_in_force() {
            let named = analysis.named(row.at());
            let eases = usize::from(row.standing.is_easing());
            for country in named.countries() {
                if let Some(count) = self.in_force.get_mut(&(named.issuer, country)) {
                    *count = count.saturating_sub(1);
                }
                if let Some(count) = self.easing_against.get_mut(&country) {
                    *count = count.saturating_sub(eases);
                }
            }
            if let Some(count) = self.by_issuer.get_mut(&named.issuer) {
                *count = count.saturating_sub(1);
            }
            self.easing = self.easing.saturating_sub(eases);
        }
    }

    /// How many measures of an issuer are in force against a country.
    pub fn between(&self, state: &State, issuer: &Id, country: &Id) -> usize {
        self.in_force.get(&(number(state, issuer), number(state, country))).copied().unwrap_or_default()
    }
}

/// What the header counts, as of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    /// Measures in force against the focus of the file by issuer, most first; where the file has no focus against
    /// anybody. The same numbers as in the rows of the relations.
    pub in_force: Vec<(Id, usize)>,
    /// Measures in force against others.
    pub against_others: usize,
    /// Of those in force against the focus, or against anybody where there is none: eased, licensed or with their lifting
    /// announced.
    pub easing: usize,
    /// Acts of this calendar quarter that tighten, up to the day.
    pub tightening: usize,
    /// The crossings.
    pub crossings: Tally,
    /// Whether anything is recorded of any measure by the day.
    pub is_recorded: bool,
}

/// Counts them.
pub fn totals(
    state: &State,
    bound: &InForceCounts,
    calendar: &Calendar,
    (ledger, crossings): (&[ledger::Row], &[crossings::Row]),
    day: NaiveDate,
) -> Totals {
    let quarter = NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1).unwrap_or(day);
    let focus = state.head().focus.as_ref().map(|focus| number(state, focus));
    let against_focus = |(issuer, all): (&u32, &usize)| {
        let of = |focus| bound.in_force.get(&(*issuer, focus)).copied().unwrap_or_default();
        (*issuer, focus.map_or(*all, of))
    };
    let by_issuer: Vec<(u32, usize)> = bound.by_issuer.iter().map(against_focus).collect();
    let all: usize = bound.by_issuer.values().sum();
    let against_others = all - by_issuer.iter().map(|(_, count)| count).sum::<usize>().min(all);
    let actors = &state.records().subjects;
    let mut in_force: Vec<(Id, usize)> = by_issuer
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .filter_map(|(issuer, count)| Some((actors.get(issuer as usize)?.id.clone(), count)))
        .collect();
    in_force.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Totals {
        in_force,
        against_others,
        easing: focus.map_or(bound.easing, |it| bound.easing_against.get(&it).copied().unwrap_or_default()),
        tightening: calendar.tightening(quarter, day),
        crossings: crossings::tally(state, crossings, |_| true),
        is_recorded: ledger.iter().any(|row| row.standing != Standing::NoRecord),
    }
}
