//! What all measures against a subject come to, whoever issued them.

use crate::model::evidence::Shown;
use crate::model::measure::Standing;
use crate::model::state::RecordKind;

use super::analysis::Analysis;
use super::evidence::{MeasureDates, Since};
use super::ledger::{Row, date_key};

/// What all measures against a subject come to, whoever issued them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Against {
    /// How many measures there are of which anything is recorded by the day.
    pub measures: u32,
    /// Since when the one is what it is whose status has changed last.
    pub since: Option<Since>,
    /// The newest evidence of any.
    pub shown: Option<Shown>,
    /// Whether some issuers have it in force and others have ended it or have it off their list.
    pub differ: bool,
}

impl Against {
    fn take(&mut self, row: &Row) {
        if row.standing == Standing::NoRecord {
            return;
        }
        let MeasureDates { status, shown, .. } = row.dates();
        self.measures = self.measures.saturating_add(1);
        let newer =
            |a: Option<Since>, b: Option<Since>| a.map(|a| date_key(a.on)) < b.map(|b| date_key(b.on));
        if newer(self.since, status) {
            self.since = status;
        }
        if self.shown.map(|it| date_key(it.0)) < shown.map(|it| date_key(it.0)) {
            self.shown = shown;
        }
    }

    /// Of each subject, by its number.
    pub fn all(analysis: &Analysis, rows: &[Row]) -> Vec<Self> {
        let mut all = vec![Self::default(); analysis.len(RecordKind::Subjects)];
        // What the strongest measure of each issuer is at: who has ended one of two has not ended it.
        let mut strongest: Vec<Vec<(u32, Standing)>> = vec![Vec::new(); all.len()];
        for row in rows {
            let named = analysis.named(row.at());
            let at = named.target as usize;
            if let (Some(slot), Some(issuers)) = (all.get_mut(at), strongest.get_mut(at)) {
                slot.take(row);
                match issuers.iter_mut().find(|(issuer, _)| *issuer == named.issuer) {
                    Some((_, held)) if weight(row.standing) > weight(*held) => *held = row.standing,
                    Some(_) => {}
                    None => issuers.push((named.issuer, row.standing)),
                }
            }
        }
        for (slot, issuers) in all.iter_mut().zip(strongest) {
            slot.differ = differ(issuers.into_iter().map(|(_, standing)| standing));
        }
        all
    }
}

/// Whether, of the strongest measure of each issuer, one is in force and another is over.
pub(super) fn differ(strongest: impl Iterator<Item = Standing>) -> bool {
    let (in_force, over) = strongest.fold((false, false), |(in_force, over), standing| {
        (in_force || standing.is_in_force(), over || is_over(standing))
    });
    in_force && over
}

/// Who has something in force against each subject, by the numbers of both; each issuer once.
pub fn holders(analysis: &Analysis, rows: &[Row]) -> Vec<Vec<u32>> {
    let mut all = vec![Vec::new(); analysis.len(RecordKind::Subjects)];
    for row in rows.iter().filter(|row| row.standing.is_in_force()) {
        let named = analysis.named(row.at());
        if let Some(slot) = all.get_mut(named.target as usize) {
            slot.push(named.issuer);
        }
    }
    for issuers in &mut all {
        issuers.sort_unstable();
        issuers.dedup();
    }
    all
}

/// How much a standing weighs against another of the same issuer and target: what is strongest weighs most.
pub fn weight(standing: Standing) -> u8 {
    match standing {
        Standing::InForce => 11,
        Standing::LiftingAnnounced => 10,
        Standing::Licensed => 9,
        Standing::Eased => 8,
        Standing::Suspended => 7,
        Standing::Announced => 6,
        Standing::Threatened => 5,
        Standing::InPreparation => 4,
        Standing::NotSeen => 3,
        Standing::Lifted => 2,
        Standing::Expired => 1,
        Standing::NoRecord => 0,
    }
}

/// Whether a measure at this standing is not there any more: ended, or off the list without a word of its end.
pub(super) fn is_over(standing: Standing) -> bool {
    matches!(standing, Standing::Lifted | Standing::Expired | Standing::NotSeen)
}
